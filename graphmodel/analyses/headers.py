"""What an analysis says of itself: TOML in the comment lines at the top of its Cypher file."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from graphmodel.errors import QueryError
from graphmodel.resources import folder

ParameterType = Literal[
    "state",
    "organization",
    "pact",
    "person",
    "list of states",
    "list of organizations",
    "list of statuses",
    "list of texts",
    "date",
    "integer",
    "number",
    "boolean",
    "choice",
    "text",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its Cypher name is also that of the Python argument, and of the option on the command line.

    `default` counts only where it is not `required`; `otherwise` says what is done when the parameter is left out.
    `choices` are the words that a choice, or a list of texts, takes; `least` and `most` bound an integer or a number.
    """

    name: str
    type: ParameterType
    meaning: str
    required: bool
    default: Any = None
    otherwise: str | None = None
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the result."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that an analysis says of itself. `cypher` is its whole text, `example` a map of parameters in Cypher.

    `columns` are those of the result. Where they are computed, `fetched` are the columns of the Cypher.
    """

    name: str
    title: str
    question: str
    group: str
    method: str
    literature: tuple[str, ...]
    example: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    fetched: tuple[Column, ...]
    cypher: str

    def describe(self) -> str:
        """All of it as text, for `help()` and the command line."""
        lines = [f"{self.question}", "", self.method.strip(), "", "Parameters:"]
        for each in self.parameters:
            left_out = "" if each.otherwise is None else f" Left out: {each.otherwise}."
            lines.append(f"  {each.name} ({each.type}): {each.meaning}{left_out}")
        lines += ["", "Columns:", *(f"  {each.name} ({each.type}): {each.meaning}" for each in self.columns)]
        return "\n".join([*lines, "", "Literature:", *(f"  {work}" for work in self.literature)])


def names() -> list[str]:
    """The analyses that have a Cypher file, in alphabetical order."""
    return sorted(path.stem for path in (folder("cypher") / "analyses").glob("*.cypher"))


@cache
def header(name: str) -> Header:
    """The header of one of our analyses."""
    return read_header(folder("cypher") / "analyses" / f"{name}.cypher")


def read_header(path: Path) -> Header:
    """Read the header of a Cypher file.

    Raises:
        QueryError: when it is not TOML, or something is missing or misnamed in it, naming the file.
    """
    cypher = path.read_text(encoding="utf-8")
    comments: list[str] = []
    for line in cypher.splitlines():
        if not line.startswith("//"):
            break
        comments.append(line[2:].removeprefix(" "))
    try:
        return _header(path.stem, cypher, tomllib.loads("\n".join(comments)))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise QueryError(
            f"{path.name}: its header, the TOML in the comment lines at its top, cannot be read: {type(error).__name__}: {error}"
        ) from None


def _header(name: str, cypher: str, said: dict[str, Any]) -> Header:
    return Header(
        name=name,
        title=said["title"],
        question=said["question"],
        group=said["group"],
        method=said["method"],
        literature=tuple(said["literature"]),
        example=said["example"],
        parameters=tuple(_parameter(each, table) for each, table in said["parameters"].items()),
        columns=_columns(said["columns"]),
        fetched=_columns(said.get("fetched", {})),
        cypher=cypher,
    )


def _columns(said: dict[str, Any]) -> tuple[Column, ...]:
    return tuple(Column(each, **table) for each, table in said.items())


def _parameter(name: str, table: dict[str, Any]) -> Parameter:
    if table["type"] not in get_args(ParameterType):
        raise ValueError(f"parameter {name}: {table['type']!r} is none of {', '.join(get_args(ParameterType))}")
    default, choices = table.pop("default", None), tuple(table.pop("choices", ()))
    if table["type"] == "choice" and not choices:
        raise ValueError(f"parameter {name}: a choice needs its choices")
    # TOML has no null, so a default is written as JSON.
    known = None if default is None else json.loads(default)
    return Parameter(name, required=default is None, default=known, choices=choices, **table)
