"""Whether the states that a question names are there on its day: of one that is not, nothing is known, and a 0 would be untrue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graphmodel.analyses.headers import Header
from graphmodel.analyses.lines import line
from graphmodel.analyses.values import Asked
from graphmodel.errors import QueryError
from graphmodel.results import Row

_SPELLS = (
    "UNWIND $keys AS key MATCH (s:State {key: key}) "
    "OPTIONAL MATCH (s)-[r:IN_SYSTEM]->(l:CodeList) WHERE $system IS NULL OR l.key = $system "
    "RETURN s.key AS state, s.name AS name, r.valid_from_earliest AS first, r.valid_to_latest AS outside "
    "ORDER BY state, first, outside"
)
_TIED = (
    "MATCH (:State {key: $key})-[r:MEMBER_OF|PARTY_TO]->() "
    "WHERE r.valid_from_earliest <= $day AND r.valid_to_latest > $day RETURN 1 AS found LIMIT 1"
)
_MEMBERS = "MATCH (:State)-[r:IN_SYSTEM]->(:CodeList {key: $system}) RETURN 1 AS found LIMIT 1"


class _Spell(Row):
    state: str
    name: str
    first: date | None
    outside: date | None

    def holds(self, day: date) -> bool:
        return self.first is not None and self.outside is not None and self.first <= day < self.outside


def days_there(world: Asked, states: Sequence[str], days: Sequence[date]) -> set[date]:
    """The days on which one of some states was there: all, where no list tells of any of them."""
    spells = world.run(_SPELLS, {"keys": list(states), "system": None}, into=_Spell, reads=True)
    told = any(each.first for each in spells)
    return {day for day in days if not told or any(each.holds(day) for each in spells)}


def see_that_they_are_there(world: Asked, asked: Header, parameters: Mapping[str, Any]) -> None:
    """See that each state that is named was one on the day.

    Where a list is asked about (`system`), it has to be possibly in it; else in any list of states. Where no list has it, nor one
    that it continues or that continues it, it is there if it belongs to an organization or a pact, as Palestine did before any
    list had it. Of whom no list tells anything at all, as in a graph without lists, it is taken for granted. What goes from one
    state to another (`continuity`), or over a window, is not asked of a day.

    Raises:
        QueryError: one was not, with who was in its place.
    """
    day: date | None = parameters.get("as_of")
    names = {each.name for each in asked.parameters}
    keys = [parameters[each.name] for each in asked.parameters if each.type == "state" and parameters[each.name]]
    if day is None or not keys or "continuity" in names:
        return
    system: str | None = parameters.get("system")
    spells = world.run(_SPELLS, {"keys": keys, "system": system}, into=_Spell, reads=True)
    for key in keys:
        of = [each for each in spells if each.state == key]
        told = any(each.first for each in of) or (
            system is not None and bool(world.run(_MEMBERS, {"system": system}, into=int, reads=True))
        )
        if not told or any(each.holds(day) for each in of):
            continue
        instead = _instead(world, key, day, system)
        tied = instead is None and system is None and world.run(_TIED, {"key": key, "day": day}, into=int, reads=True)
        if not tied:
            raise QueryError(_why(key, of, day, system, instead))


def _instead(world: Asked, key: str, day: date, system: str | None) -> str | None:
    """Who of its line was there, in words."""
    whole = line(world, key)
    others = [each for each in whole if each != key]
    found = world.run(_SPELLS, {"keys": others, "system": system}, into=_Spell, reads=True) if others else []
    there = next((each for each in found if each.holds(day)), None)
    if there is None:
        return None
    how = "which it continues" if whole.index(there.state) < whole.index(key) else "which continues it"
    return f"{there.name} ({there.state}), {how}, is"


def _why(key: str, spells: Sequence[_Spell], day: date, system: str | None, instead: str | None) -> str:
    of = "any list of states" if system is None else f"the list of states {system!r}"
    name = spells[0].name if spells else key
    who = key if name == key else f"{name} ({key})"
    if instead is not None:
        return f"{who} is not in {of} on {day}; {instead}."
    known = [each for each in spells if each.first is not None]
    if not known:
        return f"{who} is not in {of}: choose another."
    last = "on" if known[-1].outside == date.max else f"up to {known[-1].outside}"
    since = "an unknown day" if known[0].first == date.min else f"{known[0].first}"
    return (
        f"{who} is not in {of} on {day}: it is from {since} {last}. Choose another day{' or list' if system else ''}."
    )
