"""`graphmodel query`: hand-written Cypher."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from graphmodel.cli.options import Place
from graphmodel.cli.output import Writing
from graphmodel.cli.places import opened, stays
from graphmodel.errors import QueryError, ReadOnlyViolation

if TYPE_CHECKING:
    from graphmodel.sessions import Rows


def run(cypher: str, given: list[str], *, write: bool, place: Place, how: Writing) -> None:
    """Run a statement and write its rows.

    Raises:
        QueryError: a parameter is not NAME=VALUE, --write has no place to write to, or --out cannot be written.
        StatementError: the engine refuses the text.
        ReadOnlyViolation: it would write, and --write was not given.
    """
    parameters = dict(parameter(each) for each in given)
    how.check()
    if write and not stays(place):
        raise QueryError("--write needs a place that stays: say which with --graph FOLDER or --url URL.")
    with opened(place, write=write) as world:
        try:
            records = world.records(cypher, parameters, reads=not write)
        except ReadOnlyViolation as error:
            raise ReadOnlyViolation(
                "The statement would have written; nothing has changed. Add --write to let it."
            ) from error
    columns, rows = as_rows(records)
    how.write_plain(columns, rows, caption=f"{len(rows)} row{'s' * (len(rows) != 1)}.")


def as_rows(records: Rows[dict[str, Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of what a statement gave, in plain values."""
    rows = [{name: plain(value) for name, value in record.items()} for record in records]
    return list(rows[0]) if rows else list(records.columns), rows


def parameter(given: str) -> tuple[str, Any]:
    """Name and value of NAME=VALUE; the value as JSON, or else as the text that it is. Raises QueryError."""
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"--param {given!r}: write NAME=VALUE, such as --param org=sco.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def plain(value: Any) -> Any:
    """What the driver gives, as lists, dictionaries, text and numbers."""
    import neo4j
    from neo4j.graph import Node, Path, Relationship

    match value:
        case Node():
            return {"labels": sorted(value.labels), **{k: plain(v) for k, v in sorted(value.items())}}
        case Relationship():
            return {"type": value.type, **{k: plain(v) for k, v in sorted(value.items())}}
        case Path():
            return [plain(each) for each in (*value.nodes, *value.relationships)]
        case list():
            return [plain(each) for each in cast("list[object]", value)]
        case dict():
            return {name: plain(each) for name, each in cast("dict[str, object]", value).items()}
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return value.iso_format()
        case bool() | int() | float() | str() | None:
            return value
        case _:
            return str(value)
