"""Who is in a list of states in which year, by the rule for the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from graphmodel.domain.entities import CodeList
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.evidence import Asking
from graphmodel.model.dates import FIRST_DAY, LAST_DAY
from graphmodel.query import select
from graphmodel.results import Row

DayRule = Literal["01-01", "12-31", "any"]
"""What makes something hold in a year: its first day, its last day, or any of its days."""
RULES: dict[str, str] = {
    "01-01": "what holds on 1 January of the year",
    "12-31": "what holds on 31 December of the year",
    "any": "what holds on any day of the year",
}


SYSTEM = (
    "MATCH (s:State)-[r:IN_SYSTEM]->(:CodeList {key: $system}) "
    "RETURN s.key AS state, r.code AS code, r.valid_from_earliest AS since, r.valid_from_latest AS since_latest, "
    "r.valid_to_earliest AS until_earliest, r.valid_to_latest AS until ORDER BY since, until, state, code"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something holds in a year."""

    day: DayRule
    certain: bool
    """Count only what certainly holds; otherwise what possibly does."""

    def years(self, spell: Spelled) -> tuple[int, int]:
        """The first and the last year in which a spell holds; the last is before the first where there is none."""
        first, outside = (spell.since_latest, spell.until_earliest) if self.certain else (spell.since, spell.until)
        if outside <= first:
            return 1, 0
        last = outside - timedelta(days=1)
        later = self.day == "01-01" and first != date(first.year, 1, 1)
        earlier = self.day == "12-31" and last != date(last.year, 12, 31)
        return first.year + later, last.year - earlier


class Spelled(Row):
    """The four days of a spell."""

    since: date
    since_latest: date
    until_earliest: date
    until: date


class _InSystem(Spelled):
    state: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a list by year: each has the code that the list gives, or is the state where it gives none.

    `state` says who has the code in a year, of several in one year the last; what is known of each of them counts for the code.
    """

    first: int
    last: int
    state: dict[tuple[int, str], str]
    """Year and unit -> key of the state."""
    units: dict[tuple[str, int], tuple[str, ...]]
    """State and year -> what it is counted as: mostly one code, two in the year in which it changes its code."""
    coded: bool
    looked_to: int | None
    """The last year that the list looks at; None where it does not say."""

    def by_year(self) -> dict[int, list[str]]:
        """The units of each year, in the order of their codes."""
        found: dict[int, list[str]] = {}
        for year, unit in sorted(self.state, key=lambda each: (each[0], _by_number(each[1]))):
            found.setdefault(year, []).append(unit)
        return found


def units_of(world: Asking, system: str, rule: Rule, start: int | None, end: int | None) -> Units:
    """The units of a list of states, from a year to a year; from its first to the last it looks at, where None.

    Raises:
        UnknownName: there is no such list; `candidates` has those that there are.
        MissingData: there is no list at all.
        QueryError: the last year is before the first.
    """
    spells = world.run(SYSTEM, {"system": system}, into=_InSystem, reads=True)
    if not spells:
        lists = sorted(world.all(select(CodeList.key)))
        if not lists:
            raise MissingData(
                "There are no lists of states in this graph: load the curated world with world.load_seeds() or `graphmodel load`."
            )
        raise UnknownName(
            f"No list of states is called {system!r}: there is {', '.join(lists)}.", name=system, candidates=lists
        )
    years = [rule.years(spell) for spell in spells]
    seen = looked_to(spells)
    first = min(begun for begun, _ in years) if start is None else start
    last = (seen or world.coverage().year) if end is None else end
    if last < first:
        raise QueryError(f"The panel ends in {last}, before it starts in {first}.")
    state: dict[tuple[int, str], str] = {}
    held: dict[tuple[str, int], set[str]] = {}
    for spell, (begun, ended) in zip(spells, years, strict=True):
        unit = spell.code or spell.state
        for year in range(max(begun, first), min(ended, last) + 1):
            state[year, unit] = spell.state
            held.setdefault((spell.state, year), set()).add(unit)
    counted = {at: tuple(sorted(units)) for at, units in held.items()}
    return Units(first, last, state, counted, any(spell.code for spell in spells), seen)


def looked_to(spells: Sequence[Spelled]) -> int | None:
    """The last year that is looked at, by the spells that nobody saw end."""
    seen = [
        each.until_earliest for each in spells if each.until == LAST_DAY and FIRST_DAY < each.until_earliest < LAST_DAY
    ]
    return (max(seen) - timedelta(days=1)).year if seen else None


def checked_rule(day: str, *, certain: bool) -> Rule:
    """The rule that a word names. Raises QueryError."""
    if day not in get_args(DayRule):
        raise QueryError(f"day is none of {', '.join(get_args(DayRule))}: {day!r}.")
    return Rule(day, certain)  # pyright: ignore[reportArgumentType]


def _by_number(code: str) -> tuple[int, str]:
    return (int(code), "") if code.isdigit() else (10**9, code)
