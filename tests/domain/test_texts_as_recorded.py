"""Nothing of the texts was dropped on the way into the tables: each column of the records comes out of its row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def rows(table: str) -> list[dict[str, str]]:
    with (REPOSITORY / "seeds" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recorded(name: str) -> list[dict[str, str]]:
    """A table as it was recorded before it was split up; it lies beside the repository, where there is one."""
    file = REPOSITORY.parent / "shared" / "seed" / name
    if not file.is_file():
        pytest.skip(f"the records that the texts were entered from are not beside this repository: {file.name}")
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def names() -> dict[str, str]:
    """For each key what it is called in the records where nothing else is said."""
    found = {
        row["key"]: row.get("short_name") or row["name"]
        for t in ("things", "states", "people", "pacts")
        for row in rows(t)
    }
    found |= {row["key"]: row["short_name"] for row in rows("organizations")}
    return found | {f"T{n:03}": f"Document {n:03}" for n in range(5)}


FULL_NAMES = {"un": "United Nations", "unsc": "United Nations Security Council", "eu": "European Union"}


def forms_of(row: dict[str, str], key: str) -> set[str]:
    """How an entity may be written in the record of this row."""
    said = {form for of, _, form in (pair.partition("=") for pair in row["mentions"].split("; ")) if of == key}
    return said | {NAMES.get(key, key), FULL_NAMES.get(key, key)}


NAMES = names()


def written(row: dict[str, str], column: str, record: str) -> bool:
    """Whether the keys of a cell stand for what the record says there, in its order."""
    keys = row[column].split("; ") if row[column] else []
    possible = {""}
    for key in keys:
        possible = {f"{begun} + {form}" if begun else form for begun in possible for form in forms_of(row, key)}
    return record in possible


OFFICES = ("{value} of {name}", "{value} of the {name}", "{value}")
ROLES = {"venue": "place", "country": "place", "publisher": "organisation", "over": "topic", "against": "target"}
FIELDS = {
    "verb": "verb",
    "hedge": "hedge",
    "as_of": "as_of",
    "date_text": "date_text",
    "date_basis": "date_basis",
    "unit": "unit",
    "currency": "currency",
    "per": "per",
}


def unaccounted(record: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    """What of a record does not come out of its row."""
    for column, ours in (("id", "key"), ("predicate", "predicate"), ("note", "note")):
        if record[column] != row[ours]:
            yield column
    if f"T{record['doc'][:3]}" != row["source_id"] or record["kind"].replace("-", "_") != row["kind"]:
        yield "doc or kind"
    if record["paragraph_no"] != "-".join(filter(None, (row["paragraph_from"], row["paragraph_to"]))):
        yield "paragraph"
    said = dict(pair.split("=", 1) for pair in record["qualifiers"].split("; ") if pair)
    if not written(row, "subjects", record["subject"]) and record["subject"] not in LINKED_CLAIMS.values():
        yield "subject"
    if record["subject"] in LINKED_CLAIMS.values() and LINKED_CLAIMS.get(row["subjects"]) != record["subject"]:
        yield "subject"
    yield from _object(record, row)
    yield from _modality(record, row)
    yield from _time(said, row)
    yield from _number(said, row)
    yield from _qualifiers(said, row)


def _qualifiers(said: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    given = dict(pair.split("=", 1) for pair in row["qualifiers"].split("; ") if pair)
    named = [pair.split("=", 1) for pair in row["qualified_by"].split("; ") if pair]
    for name, value in said.items():
        if name in FIELDS:
            good = row[FIELDS[name]] == value
        elif name == "alias":
            good = f"={value}" in row["mentions"] or given.get(name) == value
        elif name in ("reported_by", "channel") and row["via"]:
            good = written(row, "via", value)
        elif name == "organisation" and row["predicate"] == "holds_office":
            good = written(row, "objects", value)
        elif name in ("polarity", "emended"):
            good = row["negative" if name == "polarity" else "emended"] == "true"
        else:
            role = ROLES.get(name, name)
            good = given.get(name) == value or any(role == of and value in forms_of(row, key) for of, key in named)
        if not good and name not in (*TIMES, *NUMBERS):
            yield name


LINKED_CLAIMS = {"F002-025": "Putin betrayal remark", "F003-018": "Non-interference statement"}
"""Claims that are the subject of another, and what they are called there."""
TIMES = ("date", "from", "to", "precision")
NUMBERS = ("value", "count", "value_text", "approx")


def _object(record: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    if row["predicate"] == "holds_office":
        name = NAMES.get(row["objects"], "")
        titles = {form.format(value=row["value"], name=name) for form in OFFICES}
        if record["object"] not in titles:
            yield "object"
    elif record["object"] != row["value"] and not (row["value"] == "" and written(row, "objects", record["object"])):
        yield "object"
    if row["value"] and row["objects"] and row["predicate"] != "holds_office":
        yield "object is both"


def _modality(record: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    modality = record["modality"]
    mode = next((word for word in ("planned", "speculative", "denied") if word in modality), "asserted")
    if row["mode"] != mode:
        yield "mode"
    _, attributed, who = modality.partition("attributed-to:")
    who = who.removesuffix(f"+{mode}")
    who, _, via = who.partition(" via ")
    if bool(attributed) != bool(row["attributed_to"]) or (attributed and not written(row, "attributed_to", who)):
        yield "attribution"
    if via and not written(row, "via", via):
        yield "carrier"


def _time(said: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    date = said.get("date", "")
    if row["date"] != (f"[{date.replace('/', '..')}]" if "/" in date else date) or row["start"] != said.get("from", ""):
        yield "date or from"
    last = said.get("to", "")
    if row["end"] != last and row["end"] != DAY_AFTER.get(last):
        yield "to"
    precision = said.get("precision", "")
    if (precision == "vague") != (row["precision"] == "vague"):
        yield "precision"
    lengths = {"day": 10, "month": 7, "year": 4}
    if precision in lengths and min(len(at) for at in (date, said.get("from", ""), last) if at) != lengths[precision]:
        yield "precision"  # that of the vaguer date


DAY_AFTER = {"2017-03-28": "2017-03-29", "2015-11-30": "2015-12-01", "2016": "2017-01-01"}
"""An end counts as the first day on which it no longer held; the records give the last day."""


def _number(said: dict[str, str], row: dict[str, str]) -> Iterator[str]:
    given = said.get("value") or said.get("count") or said.get("value_text")
    if given == "unstated":
        given = None
    elif given and row["quantity"]:
        if float(given) != float(row["quantity"]):
            yield "number"
    elif (given or "") != row["quantity_text"]:
        yield "number"
    if "value" in said and "count" in said and f"count={said['count']}" not in row["qualifiers"]:
        yield "count"
    meant = said.get("approx", "").replace("-", "_")
    default = "" if given is None else "exact" if row["quantity"] else "vague"
    if row["approximation"] != (meant or default):
        yield "approx"


def test_nothing_of_the_recorded_claims_is_dropped() -> None:
    ours = {row["key"]: row for row in rows("claims")}
    records = recorded("claims.csv")
    assert [record["id"] for record in records] == list(ours)
    left = {record["id"]: found for record in records if (found := list(unaccounted(record, ours[record["id"]])))}
    assert left == {}


def test_nothing_of_the_recorded_links_and_references_is_dropped() -> None:
    assert sorted(
        (row["claim"], row["other"], row["relation"].replace("_", "-"), row["reason"]) for row in rows("claim_links")
    ) == sorted((r["from"], r["to"], r["relation"], r["reason"]) for r in recorded("claim_links.csv"))
    sources = {row["key"]: row for row in rows("sources")}
    ours = {row["key"]: row for row in rows("references")}
    records = recorded("references.csv")
    assert {record["vid"] for record in records} == set(ours)
    for record in records:
        row = ours[record["vid"]]
        assert (row["fact"], row["date"], row["verdict"]) == (record["fact"], record["date"], record["verdict"])
        assert row["bears_on"].split("; ") == record["bears_on"].split()
        cited = [sources[key] for key in row["source_ids"].split("; ")]
        assert record["url"] in {"", *(each["url"] for each in cited)}
        publishers = {part for each in cited for part in each["publisher"].split(" via ")}
        for name in record["source"].split("; "):
            if "general knowledge" in name:
                assert "MEM" in {each["key"] for each in cited}
                assert row["confidence"] in ("memory", "partial")
            else:
                parts = name.removeprefix("invasion date ").replace(" and ", " via ").split(" via ")
                assert set(parts) <= publishers, record["vid"]
