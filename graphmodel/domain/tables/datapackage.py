"""`seeds/datapackage.json`: the tables described in the standard form of the field, made from the row models.

The form is that of Data Package and Table Schema, version 2 (datapackage.org). After a change of a row model, write it
anew::

    python -m graphmodel.domain.tables.datapackage > seeds/datapackage.json
"""

from __future__ import annotations

import inspect
import json
import sys
from typing import Any, get_args, get_type_hints

from graphmodel.domain.tables.cells import COMPILED, KNOWN_TO, LIST_SEPARATOR, Row
from graphmodel.domain.tables.checks import references
from graphmodel.domain.tables.rows import ROWS
from graphmodel.model import PartialDate

VERSION = "2026.11.22"
"""The version of the data: the day of the last compilation."""

EDTF_PATTERN = r"^([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(-([0-9]{2}|XX)(-([0-9]{2}|XX))?)?[?~%]?$"


def describe() -> dict[str, Any]:
    """The description of all tables, ready for JSON.

    >>> describe()["resources"][2]["path"]
    'states.csv'
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "graphmodel-seeds",
        "title": "States, organizations, leaders and pacts: the curated world of graphmodel",
        "description": "Who was a member of what, who held which office, who was bound by which pact, and who says so.",
        "version": VERSION,
        "created": f"{COMPILED}T00:00:00Z",
        "licenses": [
            {
                "name": "Apache-2.0",
                "title": "Apache License 2.0",
                "path": "https://www.apache.org/licenses/LICENSE-2.0",
            }
        ],
        "contributors": [{"title": "The graphmodel authors", "roles": ["creator", "curator"]}],
        "sources": [{"title": "The works listed in sources.csv; each row names its own", "path": "sources.csv"}],
        "coverage": {"compiled": COMPILED, "known_to": KNOWN_TO},
        "resources": [_resource(row) for row in ROWS],
    }


def render() -> str:
    """The text of `seeds/datapackage.json`."""
    return json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"


def _resource(row: type[Row]) -> dict[str, Any]:
    pointed = references(row)
    lists = {column for column, form in _properties(row).items() if form["type"] == "array"}
    resource: dict[str, Any] = {
        "name": row.TABLE,
        "type": "table",
        "path": f"{row.TABLE}.csv",
        "description": inspect.getdoc(row) or "",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "sortedBy": list(row.SORTED_BY),
    }
    if row.COVERED_TO is not None:
        resource["coverage"] = {"known_to": row.COVERED_TO}
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(row, column, form) for column, form in _properties(row).items()],
        "missingValues": [""],
        "primaryKey": ["key"],
    }
    # The standard knows no foreign keys inside lists: those stand on the field, as `references`.
    foreign = [
        {"fields": [column], "reference": {"resource": "" if table == row.TABLE else table, "fields": ["key"]}}
        for column, table in pointed.items()
        if column not in lists
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {**resource, "schema": schema}


def _field(row: type[Row], column: str, form: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": _TYPES[form["type"]], "description": form["description"]}
    if form["type"] == "array":
        field |= {"delimiter": LIST_SEPARATOR, "itemType": "string"}
        if table := references(row).get(column):
            field["references"] = {"resource": table, "fields": ["key"]}
    if form["type"] == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": row.model_fields[column].is_required()}
    if column == "key":
        constraints["unique"] = True
    constraints |= {name: form[name] for name in ("enum", "pattern", "minimum", "minLength") if name in form}
    if _mentions(get_type_hints(row, include_extras=True)[column], PartialDate):
        field["description"] += (
            " EDTF (ISO 8601-2, levels 0 and 1): 1991, 1991-12 or 1991-12-26, as far as it is known."
        )
        constraints["pattern"] = EDTF_PATTERN
    return {**field, "constraints": constraints}


_TYPES = {"string": "string", "array": "list", "boolean": "boolean", "integer": "integer", "number": "number"}


def _properties(row: type[Row]) -> dict[str, dict[str, Any]]:
    """The columns as JSON schema says them, without its detours: references followed, unions merged."""
    schema = row.model_json_schema()
    definitions: dict[str, Any] = schema.get("$defs", {})

    def plain(part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in part:
            return {**definitions[part["$ref"].removeprefix("#/$defs/")], **part}
        merged = dict(part)
        for option in part.get("anyOf", ()):
            if option.get("type") != "null":
                found = plain(option)
                enum = merged.get("enum", []) + found.get("enum", [])
                merged = {**found, **merged, **({"enum": enum} if enum else {})}
        return merged

    return {column: plain(part) for column, part in schema["properties"].items()}


def _mentions(annotation: Any, wanted: type) -> bool:
    return annotation is wanted or any(_mentions(part, wanted) for part in get_args(annotation))


if __name__ == "__main__":
    sys.stdout.write(render())
