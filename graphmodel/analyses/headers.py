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
    """One column of the result.

    `unit` says what its numbers count, such as days. `monotone` says that it can only grow when more is counted, and is 0 or false
    where there is no row; not so where one of the parameters in `unless` is given.
    """

    name: str
    type: str
    meaning: str
    monotone: bool = False
    unless: tuple[str, ...] = ()
    unit: str = ""


PlotKind = Literal["bars", "heat map", "ladder", "lines", "map", "network", "scatter", "timeline", "waves"]


@dataclass(frozen=True, slots=True)
class Plot:
    """The picture that says more than the table: its kind, and the columns that it is drawn from, by their part in it."""

    kind: PlotKind
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that an analysis says of itself. `cypher` is its whole text, `example` a map of parameters in Cypher.

    `columns` are those of the result. Where they are computed, `fetched` are the columns of the Cypher. `key` names the columns
    that tell its rows apart, `needs` the types of relationships without which there is nothing to ask: both may be left out.
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
    key: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plot: Plot | None = None

    @property
    def body(self) -> str:
        """The Cypher without its comments."""
        return "\n".join(line for line in self.cypher.splitlines() if not line.lstrip().startswith("//"))

    def describe(self) -> str:
        """All of it as text, for `help()` and the command line."""
        lines = [f"{self.question}", "", self.method.strip(), "", "Parameters:"]
        for each in self.parameters:
            left_out = "" if each.otherwise is None else f" Left out: {each.otherwise}."
            lines.append(f"  {each.name} ({each.type}): {each.meaning}{left_out}")
        lines += ["", "Columns:", *(f"  {each.name} ({each.type}): {each.meaning}" for each in self.columns)]
        if self.literature:
            lines += ["", "Literature:", *(f"  {work}" for work in self.literature)]
        return "\n".join(lines)


NEEDED = {"title": "title", "columns": "a table [columns.NAME] for each column"}
"""What a header has to say, and what to write."""


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
    try:
        cypher = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise QueryError(f"{path} cannot be read as a Cypher file: {reason}.") from None
    comments: list[str] = []
    for line in cypher.splitlines():
        if not line.startswith("//"):
            break
        comments.append(line[2:].removeprefix(" "))
    try:
        said = tomllib.loads("\n".join(comments))
        if lacking := [what for each, what in NEEDED.items() if each not in said]:
            raise QueryError(
                f"{path.name}: its header, the TOML in the comment lines at its top, lacks {' and '.join(lacking)}."
            )
        return _header(path.stem, cypher, said)
    except KeyError as error:
        raise QueryError(f"{path.name}: a table of its header lacks {error.args[0]!r}.") from None
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise QueryError(
            f"{path.name}: its header, the TOML in the comment lines at its top, cannot be read: {type(error).__name__}: {error}"
        ) from None


def _header(name: str, cypher: str, said: dict[str, Any]) -> Header:
    return Header(
        name=name,
        title=said["title"],
        question=said.get("question", said["title"]),
        group=said.get("group", "mine"),
        method=said.get("method", ""),
        literature=tuple(said.get("literature", ())),
        example=said.get("example", "{}"),
        parameters=tuple(_parameter(each, table) for each, table in said.get("parameters", {}).items()),
        columns=_columns(said["columns"]),
        fetched=_columns(said.get("fetched", {})),
        cypher=cypher,
        key=_named(said, "key", said["columns"]),
        needs=tuple(said.get("needs", ())),
        plot=_plot(said),
    )


def _columns(said: dict[str, Any]) -> tuple[Column, ...]:
    return tuple(_column(each, dict(table)) for each, table in said.items())


def _column(name: str, table: dict[str, Any]) -> Column:
    unless = tuple(table.pop("unless", ()))
    return Column(name, unless=unless, **table)


def _named(said: dict[str, Any], part: str, columns: dict[str, Any]) -> tuple[str, ...]:
    named = tuple(said.get(part, ()))
    if unknown := [each for each in named if each not in columns]:
        raise ValueError(f"{part} names {unknown[0]!r}, which is none of the columns")
    return named


def _plot(said: dict[str, Any]) -> Plot | None:
    if "plot" not in said:
        return None
    table = dict(said["plot"])
    kind = table.pop("kind")
    if kind not in get_args(PlotKind):
        raise ValueError(f"plot: {kind!r} is none of {', '.join(get_args(PlotKind))}")
    if unknown := [each for each in table.values() if each not in said["columns"]]:
        raise ValueError(f"plot names {unknown[0]!r}, which is none of the columns")
    return Plot(kind, table)


def _parameter(name: str, table: dict[str, Any]) -> Parameter:
    if table["type"] not in get_args(ParameterType):
        raise ValueError(f"parameter {name}: {table['type']!r} is none of {', '.join(get_args(ParameterType))}")
    default, choices = table.pop("default", None), tuple(table.pop("choices", ()))
    if table["type"] == "choice" and not choices:
        raise ValueError(f"parameter {name}: a choice needs its choices")
    # TOML has no null, so a default is written as JSON.
    known = None if default is None else json.loads(default)
    return Parameter(name, required=default is None, default=known, choices=choices, **table)
