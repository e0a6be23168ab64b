"""What the shell offers for the value of an option: keys of the curated tables, read from their files and from no graph."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

Offers = list[tuple[str, str]]
POLICIES = ("official_first", "latest", "earliest", "majority")
DATASETS = ("cow_states", "cow_igo", "cow_nmc", "atop", "rivalries", "archigos", "unga_votes")
ENTITIES = ("states", "organizations", "pacts", "people")


def keys(incomplete: str, *tables: str) -> Offers:
    """Keys, or names of one word, that begin like this, each with the other of the two.

    What was typed stays as it is, as the shells want it: commands take keys and names in any case.

    >>> keys("IRN", "states"), keys("ukr", "states"), keys("gec", "organizations")
    ([('IRN', 'Iran')], [('ukr', 'Ukraine')], [('gecf', 'Gas Exporting Countries Forum')])
    """
    begun, typed = incomplete.casefold(), len(incomplete)
    offers: Offers = []
    for key, name in (row for table in tables for row in _rows(table)):
        if key.casefold().startswith(begun):
            offers.append((incomplete + key[typed:], name))
        elif name.casefold().startswith(begun) and " " not in name:
            offers.append((incomplete + name[typed:], key))
    return offers


def states(incomplete: str) -> Offers:
    """States."""
    return keys(incomplete, "states")


def organizations(incomplete: str) -> Offers:
    """Organizations."""
    return keys(incomplete, "organizations")


def entities(incomplete: str) -> Offers:
    """States, organizations, pacts and people."""
    return keys(incomplete, *ENTITIES)


def sources(incomplete: str) -> Offers:
    """Sources."""
    return keys(incomplete, "sources")


def policies(incomplete: str) -> list[str]:
    """Policies over claims that disagree."""
    return [name for name in POLICIES if name.startswith(incomplete)]


def datasets(incomplete: str) -> list[str]:
    """Data sets that can be imported."""
    return [name for name in DATASETS if name.startswith(incomplete)]


TABLES = {
    "state": "states",
    "organization": "organizations",
    "pact": "pacts",
    "person": "people",
    "list of states": "states",
    "list of organizations": "organizations",
}
"""In which table the values of a parameter stand, by its type."""


def values(kind: str, choices: tuple[str, ...]) -> Callable[[str], Offers] | None:
    """What completes a parameter of an analysis; None where nothing can."""
    if choices:
        return lambda incomplete: [(choice, "") for choice in choices if choice.startswith(incomplete)]
    if kind == "list of statuses":
        return statuses
    if kind in TABLES:
        return lambda incomplete: keys(incomplete, TABLES[kind])
    return None


def statuses(incomplete: str) -> Offers:
    """Statuses of members, of any organization."""
    found = dict.fromkeys(row["status"] for row in _sheet("status_schemes"))
    return [(status, "") for status in sorted(found) if status.startswith(incomplete)]


def _rows(table: str) -> Iterator[tuple[str, str]]:
    return ((row["key"], row.get("name") or row.get("title") or "") for row in _sheet(table))


def _sheet(table: str) -> Iterator[dict[str, str]]:
    from graphmodel.resources import folder

    with (folder("seeds") / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
