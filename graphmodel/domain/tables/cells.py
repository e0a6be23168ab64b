"""What a cell of a table may hold, and what all rows share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

LIST_SEPARATOR = "; "
COMPILED = "2026-11-22"
"""The day on which the tables were compiled."""
KNOWN_TO = "2026-06-30"
"""The last day looked at, in tables without a `known_to` of their own: after about July 2026 little is verified."""


@dataclass(frozen=True, slots=True)
class References:
    """Marks a column whose cells are keys of another table."""

    table: str


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("has spaces or line breaks at its start or end")
    return text


def cells(cell: Any) -> Any:
    """A cell that is a list, split."""
    return tuple(cell.split(LIST_SEPARATOR)) if isinstance(cell, str) else cell


def _flag(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    if cell not in ("true", "false"):
        raise ValueError("write true or false")
    return cell == "true"


Text = Annotated[str, Field(min_length=1), AfterValidator(_trimmed)]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$")]
StateCode = Annotated[str, Field(pattern=r"^([A-Z]{3}|[a-z]+(-[a-z]+)*)$")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(cells)]

SourceId = Annotated[str, References("sources")]
StateKey = Annotated[str, References("states")]
OrganizationKey = Annotated[str, References("organizations")]
PersonKey = Annotated[str, References("people")]
PactKey = Annotated[str, References("pacts")]
CodeListKey = Annotated[str, References("code_lists")]
EventKey = Annotated[str, References("pact_events")]

SourceIds = Annotated[tuple[SourceId, ...], BeforeValidator(cells)]
StateKeys = Annotated[tuple[StateKey, ...], BeforeValidator(cells)]
PersonKeys = Annotated[tuple[PersonKey, ...], BeforeValidator(cells)]
PactKeys = Annotated[tuple[PactKey, ...], BeforeValidator(cells)]


class Row(BaseModel):
    """What all rows share: a key, minted once and never changed, and the place of their table."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    TABLE: ClassVar[str] = ""
    """The name of the table, which is that of its file."""
    SORTED_BY: ClassVar[tuple[str, ...]] = ("key",)
    """The order of the rows in the file (numbers inside a cell by value)."""
    COVERED_TO: ClassVar[str | None] = None
    """The coverage of the table: the last day looked at. ``None`` where it has none or each row says its own."""

    key: Slug = Field(description="Identifies the row; minted once, never changed, never used again.")
