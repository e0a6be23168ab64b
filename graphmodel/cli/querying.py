"""`graphmodel query`: hand-written Cypher."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, cast

from graphmodel.cli.options import FormatName, Place
from graphmodel.cli.output import binary, check, table, text
from graphmodel.cli.places import opened
from graphmodel.errors import QueryError, ReadOnlyViolation


def run(
    cypher: str,
    given: list[str],
    *,
    write: bool,
    place: Place,
    form: FormatName,
    out: Path | None,
    force: bool = False,
) -> None:
    """Run a statement and write its rows.

    Raises:
        QueryError: a parameter is not NAME=VALUE, --write has no place to write to, or --out cannot be written.
        StatementError: the engine refuses the text.
        ReadOnlyViolation: it would write, and --write was not given.
    """
    parameters = dict(_parameter(each) for each in given)
    check(form, out, force=force)
    if write and not place[0]:
        raise QueryError("--write needs a place that stays: say which with --graph FOLDER or --url URL.")
    with opened(place, write=write) as world:
        try:
            records = world.records(cypher, parameters, reads=not write)
        except ReadOnlyViolation as error:
            raise ReadOnlyViolation(
                "The statement would have written; nothing has changed. Add --write to let it."
            ) from error
    rows = [{name: _plain(value) for name, value in record.items()} for record in records]
    columns = list(rows[0]) if rows else []
    match form:
        case "table":
            from graphmodel.results import FittedTable

            table(FittedTable(columns, rows, caption=f"{len(rows)} row{'s' * (len(rows) != 1)}."), out)
        case "json":
            text(json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n", out)
        case "csv":
            written = io.StringIO()
            lines = csv.writer(written, lineterminator="\n")
            lines.writerow(columns)
            lines.writerows([_cell(value) for value in row.values()] for row in rows)
            text(written.getvalue(), out)
        case "markdown":
            from graphmodel.results import markdown

            text(markdown(columns, rows), out)
        case "parquet":
            from graphmodel.results import needed

            buffer = io.BytesIO()
            needed("polars", "analysis").DataFrame(rows, infer_schema_length=None, strict=False).write_parquet(buffer)
            binary(buffer.getvalue(), out)


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"--param {given!r}: write NAME=VALUE, such as --param org=sco.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _plain(value: Any) -> Any:
    """What the driver gives, as lists, dictionaries, text and numbers."""
    import neo4j
    from neo4j.graph import Node, Path, Relationship

    match value:
        case Node():
            return {"labels": sorted(value.labels), **{k: _plain(v) for k, v in sorted(value.items())}}
        case Relationship():
            return {"type": value.type, **{k: _plain(v) for k, v in sorted(value.items())}}
        case Path():
            return [_plain(each) for each in (*value.nodes, *value.relationships)]
        case list():
            return [_plain(each) for each in cast("list[object]", value)]
        case dict():
            return {name: _plain(each) for name, each in cast("dict[str, object]", value).items()}
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return value.iso_format()
        case bool() | int() | float() | str() | None:
            return value
        case _:
            return str(value)


def _cell(value: Any) -> Any:
    return value if isinstance(value, (int, float, str)) or value is None else json.dumps(value, ensure_ascii=False)
