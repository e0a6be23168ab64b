"""The tables of the texts: what they claim, how their claims bear on each other, what they were checked by, and what they name.

An entity is named by its key, whatever table it is in: a key of one of `ENTITY_TABLES` is in no other of them.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from graphmodel.domain.claim_vocabularies import (
    Approximation,
    ClaimKind,
    ClaimRelation,
    DateBasis,
    Mode,
    Precision,
    Predicate,
    QualifierRole,
    ThingLabel,
    Verdict,
)
from graphmodel.domain.tables.cells import Flag, References, Row, Slug, SourceId, SourceIds, Text, Texts, cells
from graphmodel.domain.vocabularies import CollectiveKind, Confidence, EventKind, PlaceKind, ProjectKind, TopicKind
from graphmodel.model import PartialDate

ENTITY_TABLES = ("states", "organizations", "people", "pacts", "meetings", "things", "sources", "claims")
"""The tables whose keys a column of entities may hold; a meeting is an event."""


def _named_by_role(text: str) -> str:
    role = text.partition("=")[0]
    if role not in {*QualifierRole}:
        raise ValueError(f"{role!r} is no role; there are {', '.join(QualifierRole)}")
    return text


_Pair = Annotated[Text, Field(pattern=r"^[A-Za-z0-9._-]+=.+$")]
ClaimKey = Annotated[str, References("claims")]
Entities = Annotated[tuple[Slug, ...], BeforeValidator(cells)]
Claims = Annotated[tuple[ClaimKey, ...], BeforeValidator(cells)]
Named = Annotated[tuple[Annotated[_Pair, AfterValidator(_named_by_role)], ...], BeforeValidator(cells)]
Pairs = Annotated[tuple[_Pair, ...], BeforeValidator(cells)]

_FLAG = "true, or empty."


class ThingRow(Row):
    """What the texts name and no other table has: places, projects, topics, events, collectives, instruments that are no pacts."""

    TABLE = "things"

    label: ThingLabel = Field(description="Which class of node it is.")
    kind: CollectiveKind | EventKind | PlaceKind | ProjectKind | TopicKind | None = Field(
        default=None,
        description="What it is among those of its label; empty for instruments, measures and resolutions.",
    )
    name: Text = Field(description="What it is called here.")
    aliases: Texts = Field(default=(), description="Other names and spellings, by which it is found.")
    part_of: Entities = Field(default=(), description="What it is a part of.")
    located_in: Entities = Field(default=(), description="The place or state it is in.")
    date: PartialDate | None = Field(default=None, description="The day of an event, or when an instrument was signed.")
    start: PartialDate | None = Field(default=None, description="First day of an event that lasted.")
    end: PartialDate | None = Field(default=None, description="First day after it; empty: not said.")
    source_id: SourceId = Field(description="The first text that names it.")
    note: Text | None = Field(
        default=None, description="What it is not to be taken for, and what is to be known of it."
    )


class ClaimRow(Row):
    """What a text claims, one row a claim: who says what of whom, when it holds, how sure and how much."""

    TABLE = "claims"

    source_id: SourceId = Field(description="The text.")
    paragraph_from: int = Field(ge=1, description="Paragraph of the text, not counting empty ones; of T004 the line.")
    paragraph_to: int | None = Field(default=None, ge=1, description="The last one, where it is more than one.")
    kind: ClaimKind = Field(description="What it is about.")
    subjects: Entities = Field(min_length=1, description="What it is about.")
    predicate: Predicate = Field(description="What it says of its subjects.")
    verb: Text | None = Field(default=None, description="The finer verb behind the predicate.")
    objects: Entities = Field(default=(), description="The entities it relates its subjects to.")
    value: Text | None = Field(
        default=None,
        description="What it says where that is no entity: a wording, a value, the title of an office (whose state or "
        "organization is the object).",
    )
    mode: Mode = Field(description="How it is said.")
    negative: Flag = Field(default=False, description="Says that it is not so: " + _FLAG)
    hedge: Text | None = Field(default=None, description="The word by which it is softened.")
    attributed_to: Entities = Field(default=(), description="Whose words it is; empty: the author's own.")
    via: Entities = Field(default=(), description="Who carried these words to the author.")
    date: PartialDate | None = Field(default=None, description="The day (month, year) of what happened once.")
    start: PartialDate | None = Field(default=None, description="First day (month, year) of what lasted.")
    end: PartialDate | None = Field(default=None, description="First day (month, year) on which it no longer held.")
    precision: Precision | None = Field(
        default=None,
        description="vague: the dates are how somebody read vague words; empty: they are as precise as written.",
    )
    as_of: datetime.date | None = Field(
        default=None, description="The day the text speaks from; not a part of what is said."
    )
    date_text: Text | None = Field(default=None, description="The words of the text for the time.")
    date_basis: DateBasis | None = Field(default=None, description="How the dates are known.")
    quantity: float | None = Field(default=None, description="The number.")
    approximation: Approximation | None = Field(
        default=None, description="How the number is meant; exact where it is printed without a word about it."
    )
    unit: Text | None = Field(default=None, description="Unit of the number, or what is counted.")
    currency: Text | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="Currency, as a code of ISO 4217.")
    per: Text | None = Field(default=None, description="Per year, per day.")
    quantity_text: Text | None = Field(default=None, description="A number that is given in words only: several.")
    qualified_by: Named = Field(default=(), description="Entities that it names beside, each as role=key.")
    mentions: Pairs = Field(
        default=(),
        description="How an entity is called in it, each as key=form, where that is not its name here, or where it has several.",
    )
    emended: Flag = Field(default=False, description="What is printed was corrected (the form in `mentions`): " + _FLAG)
    qualifiers: Pairs = Field(default=(), description="Whatever else it says, each as name=value.")
    note: Text | None = Field(default=None, description="Mistakes of the text, doubts, how dates were found.")


class ClaimLinkRow(Row):
    """How one claim of the texts bears on another."""

    TABLE = "claim_links"

    claim: ClaimKey = Field(description="The one claim.")
    relation: ClaimRelation = Field(description="How it bears on the other.")
    other: ClaimKey = Field(description="The other claim.")
    reason: Text = Field(description="Why.")


class ReferenceRow(Row):
    """A fact that was looked up to check claims of the texts by."""

    TABLE = "references"

    subjects: Entities = Field(min_length=1, description="What it is about.")
    fact: Text = Field(description="The fact, in words.")
    date: PartialDate | None = Field(default=None, description="Its date.")
    verdict: Verdict = Field(description="What it does to the claims it bears on.")
    bears_on: Claims = Field(min_length=1, description="The claims it bears on.")
    bears_out: Claims = Field(
        default=(), description="Those among them that it bears out, where the verdict is on the others only."
    )
    source_ids: SourceIds = Field(min_length=1, description="Who says so; MEM is general knowledge.")
    confidence: Confidence = Field(description="How far it was checked.")
    note: Text | None = Field(default=None, description="What of it was not looked up.")
