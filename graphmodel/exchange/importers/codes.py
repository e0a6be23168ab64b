"""Which state a code of a data set means, and when: from the tables that graphmodel ships, whatever is in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from graphmodel.domain.assertions import Assertions
from graphmodel.domain.claims import claims_from
from graphmodel.domain.entities import CodeList, Organization, State
from graphmodel.domain.loading import sources
from graphmodel.domain.names import Names
from graphmodel.domain.relationships import InSystem, SucceededBy
from graphmodel.domain.rules import entities, identity
from graphmodel.domain.sources import Source
from graphmodel.domain.tables.reading import Tables, read_tables
from graphmodel.resources import folder

_LISTS = {"cow": ("cow",), "gw": ("gw", "gw_microstates")}
"""The lists of each scheme of numbers."""


class Holding(NamedTuple):
    """Whom a code means from one day up to, and without, another; None: at any time before, or after.

    `began` and `ended` are set where it was first, or no longer, in the list in the first, or last, year that is asked for: what is
    known of that year alone cannot have been before, or after.
    """

    state: str
    since: date | None
    until: date | None
    began: date | None = None
    ended: date | None = None


class ChangedCode(NamedTuple):
    """A state has one code up to a day and another from it on."""

    scheme: str
    old: int
    new: int
    on: date


@dataclass(frozen=True)
class CodeTables:
    """The states that graphmodel knows, their spells in lists, and what came after what.

    A code belongs to somebody at every time: to who held it last before, and before its first holder to that one, so that data
    which begin before a state was in the system of its list are not lost. `outside` says where that was so.
    """

    states: dict[str, State]
    spells: tuple[InSystem, ...]
    successions: tuple[SucceededBy, ...]
    lists: tuple[CodeList, ...]
    organizations: tuple[Organization, ...]
    sources: dict[str, Source]

    @cached_property
    def names(self) -> Names[State]:
        """The states by their names."""
        return Names(State, self.states.values(), spells=self.spells, successions=self.successions)

    @cached_property
    def _holdings(self) -> dict[tuple[str, int], tuple[Holding, ...]]:
        starts: dict[tuple[str, int], list[tuple[date, str]]] = defaultdict(list)
        for scheme, lists in _LISTS.items():
            for spell in self.spells:
                if spell.end.key in lists and spell.code is not None and spell.start.key in self.states:
                    starts[scheme, int(spell.code)].append((spell.valid.bounds.from_earliest, spell.start.key))
        return {code: tuple(_in_turn(sorted(found))) for code, found in starts.items()}

    @cached_property
    def _lived(self) -> dict[tuple[str, int], list[tuple[date, date]]]:
        lived: dict[tuple[str, int], list[tuple[date, date]]] = defaultdict(list)
        for scheme, lists in _LISTS.items():
            for spell in self.spells:
                if spell.end.key in lists and spell.code is not None:
                    bounds = spell.valid.bounds
                    lived[scheme, int(spell.code)].append((bounds.from_earliest, bounds.to_latest))
        return lived

    @cached_property
    def changed_codes(self) -> tuple[ChangedCode, ...]:
        """The codes that a state gave up for another: Germany's 260 is 255 from 1990-10-03 on."""
        found: list[ChangedCode] = []
        for scheme, lists in _LISTS.items():
            held: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
            for spell in self.spells:
                if spell.end.key in lists and spell.code is not None:
                    bounds = spell.valid.bounds
                    held[spell.start.key].append((bounds.from_earliest, bounds.to_latest, int(spell.code)))
            for spells in held.values():
                for (_, until, old), (since, _, new) in pairwise(sorted(spells)):
                    if until == since and old != new:
                        found.append(ChangedCode(scheme, old, new, since))
        return tuple(found)

    def lived(self, scheme: str, code: int, *, as_one: bool = False) -> list[tuple[date, date]]:
        """From which day up to which a code was in its list; with `as_one` also the code that its state had before."""
        before = [each.old for each in self.changed_codes if as_one and (each.scheme, each.new) == (scheme, code)]
        return sorted({spell for each in (code, *before) for spell in self._lived.get((scheme, each), ())})

    def ended(self, scheme: str, code: int) -> list[date]:
        """The first days on which a code was in its list no longer; not those on which the state took another code."""
        spells = self.lived(scheme, code, as_one=True)
        return [end for _, end in spells if end < date.max and not any(start == end for start, _ in spells)]

    def holders(self, scheme: str, code: int) -> tuple[Holding, ...]:
        """Whom a code means, in turn; nobody where it is no code of the scheme."""
        return self._holdings.get((scheme, code), ())

    def during(self, scheme: str, code: int, first: date, last: date, *, as_one: bool = False) -> list[Holding]:
        """Whom a code means in turn from one day to another, this included; `as_one` as in `lived`."""
        spells = self.lived(scheme, code, as_one=as_one)
        starts, ends = [start for start, _ in spells], [end for _, end in spells]
        began = next(
            (s for s in starts if s.year == first.year and not any(e.year >= s.year - 1 and e <= s for e in ends)), None
        )
        ended = next(
            (e for e in ends if e.year == last.year and not any(s.year <= e.year + 1 and s >= e for s in starts)), None
        )
        return [
            each._replace(began=began, ended=ended)
            for each in self.holders(scheme, code)
            if (each.since is None or each.since <= last) and (each.until is None or each.until > first)
        ]

    def on(self, scheme: str, code: int, day: date) -> str | None:
        """Whom a code means on a day."""
        return next((each.state for each in self.during(scheme, code, day, day)), None)

    def outside(self, scheme: str, code: int, first: date, last: date, *, as_one: bool = False) -> bool:
        """Whether the list of the scheme has nobody under this code on any day from one to another; `as_one` as in `lived`."""
        return not any(start <= last and end > first for start, end in self.lived(scheme, code, as_one=as_one))

    def code_of(self, scheme: str, state: str) -> list[int]:
        """The codes that a state has had."""
        return sorted(
            {code for (of, code), held in self._holdings.items() if of == scheme and state in {h.state for h in held}}
        )

    def by_name(self, name: str, day: date) -> str | None:
        """The state that is called so, as it was on a day: Russia of 1980 is the Soviet Union. None where the name is not clear."""
        found = self.names.candidates(name)
        if len(found) != 1:
            found = self.names.candidates(name, on=day)
        if len(found) != 1:
            return None
        then = self.names.line(found[0], on=day)
        return then[0].key if len(then) == 1 else found[0].key


def _in_turn(starts: list[tuple[date, str]]) -> Iterator[Holding]:
    turns = [each for i, each in enumerate(starts) if i == 0 or starts[i - 1][1] != each[1]]
    for i, (start, state) in enumerate(turns):
        yield Holding(state, start if i else None, turns[i + 1][0] if i + 1 < len(turns) else None)


@lru_cache(maxsize=1)
def code_tables() -> CodeTables:
    """The tables that graphmodel ships; what they yield has no evidence here, since its claims are not in the graph."""
    tables = read_tables(folder("seeds"))
    claims = Assertions(list(claims_from(tables)))
    of_row = {row.key: row.source_id for row in tables.state_systems}
    spells = [
        each.model_copy(update={"evidence": [], "dataset": of_row[each.spell.removesuffix(identity.ABBREVIATIONS)]})
        for each in identity.spells(claims)
    ]
    states = (each.model_copy(update={"evidence": []}) for each in entities.states(claims))
    successions = [each.model_copy(update={"evidence": []}) for each in identity.successions(claims)]
    return CodeTables(
        states={each.key: each for each in states},
        spells=tuple(each for each in spells if isinstance(each.start, State)),
        successions=tuple(each for each in successions if isinstance(each.start, State)),
        lists=tuple(each.model_copy(update={"evidence": []}) for each in identity.code_lists(claims)),
        organizations=tuple(entities.organizations(claims)),
        sources=_sources(tables),
    )


def _sources(tables: Tables) -> dict[str, Source]:
    return {each.key: each for each in sources(tables)}
