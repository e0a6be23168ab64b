"""The header of each Cypher file, its typed function and its row model say the same; and the text keeps the rules."""

from __future__ import annotations

import inspect
import re
from enum import StrEnum
from pathlib import Path

import pytest

from graphmodel.analyses import ANALYSES, Header
from graphmodel.analyses.headers import names, read_header
from graphmodel.errors import QueryError

HEADERS = [analysis.header for analysis in ANALYSES.values()]
WRITING = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL|LOAD)\b")


def _body(header: Header) -> str:
    return "\n".join(line for line in header.cypher.splitlines() if not line.lstrip().startswith("//"))


def test_each_cypher_file_has_a_function_and_each_function_a_file() -> None:
    assert sorted(ANALYSES) == names()


@pytest.mark.parametrize("name", ANALYSES)
def test_parameters_are_the_signature(name: str) -> None:
    parameters = list(inspect.signature(ANALYSES[name].function).parameters.values())[1:]
    assert [(p.name, p.default is inspect.Parameter.empty) for p in parameters] == [
        (p.name, p.required) for p in ANALYSES[name].header.parameters
    ]
    assert [p.default for p in parameters if p.default is not inspect.Parameter.empty] == [
        p.default for p in ANALYSES[name].header.parameters if not p.required
    ]


@pytest.mark.parametrize("name", ANALYSES)
def test_columns_are_the_rows_fields_and_types(name: str) -> None:
    annotation = inspect.signature(ANALYSES[name].function, eval_str=True).return_annotation
    fields = annotation.__args__[0].model_fields
    columns = ANALYSES[name].header.columns
    assert [column.name for column in columns] == list(fields)
    said = {
        "integer": "int",
        "integer or null": "int | None",
        "float": "float",
        "float or null": "float | None",
        "boolean": "bool",
        "boolean or null": "bool | None",
        "list of strings": "list[str]",
        "string or null": "str | None",
    }
    for column in columns:
        kind = fields[column.name].annotation
        shown = str(kind).removeprefix("<class '").removesuffix("'>")
        if column.type == "string":  # plain text, or one of a closed vocabulary
            assert shown == "str" or "Literal" in shown or issubclass(kind, StrEnum), column
        else:
            assert shown == said[column.type], column


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h.name)
def test_columns_are_what_the_text_returns_in_order(header: Header) -> None:
    returned = _body(header).rpartition("RETURN")[2].partition("ORDER BY")[0]
    columns = [column.name for column in header.fetched or header.columns]
    assert re.findall(r"\bAS (\w+)\s*(?:,\s|$)", returned + "\n", re.MULTILINE) == columns


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h.name)
def test_parameters_are_those_of_the_text(header: Header) -> None:
    sent, taken = set(re.findall(r"\$(\w+)", _body(header))), {parameter.name for parameter in header.parameters}
    # What Python computes may take more than what is fetched.
    assert sent <= taken if header.fetched else sent == taken
    assert re.findall(r"(\w+):", re.sub(r"'[^']*'", "", header.example)) == [p.name for p in header.parameters]


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h.name)
def test_the_text_only_reads_and_orders_its_rows(header: Header) -> None:
    assert not WRITING.search(_body(header))
    assert "ORDER BY" in _body(header).rpartition("RETURN")[2]


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h.name)
def test_everything_is_said(header: Header) -> None:
    said = [header.title, header.question, header.group, header.method, *header.literature]
    said += [each.meaning for each in (*header.parameters, *header.columns)]
    assert all(len(text) > 3 for text in said)
    assert len(header.literature) > 0
    for each in (*header.parameters, *header.columns):
        assert f"{each.name} ({each.type})" in header.describe()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("// title = 'x\nRETURN 1 AS one", "TOMLDecodeError"),
        ("// title = 'x'\nRETURN 1 AS one", r"lacks a table \[columns\.NAME\] for each column\."),
        ("RETURN 1 AS one", r"lacks title and a table \[columns\.NAME\] for each column\."),
    ],
)
def test_a_wrong_header_is_an_error_that_names_the_file(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "mine.cypher"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=rf"mine\.cypher: its header.*{reason}"):
        read_header(file)


@pytest.mark.parametrize("name", ANALYSES)
def test_each_has_a_time_and_says_what_is_certain_or_why_not(name: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "analyses.md").read_text("utf-8")
    why_not = text.partition("## What they have in common")[2].partition("## All of them")[0]
    asked = ANALYSES[name].header
    parameters, columns = {each.name for each in asked.parameters}, {each.name for each in asked.columns}
    assert parameters & {"as_of", "since"} or f"`{name}`" in why_not
    assert {"certain"} <= parameters & columns or f"`{name}`" in why_not
    assert "certain" in columns or name == "evidence_strength"
