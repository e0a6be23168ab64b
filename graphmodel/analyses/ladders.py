"""The ladders of states into organizations: what each was in it, from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from graphmodel.analyses.asking import Ties
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.results import Row


class StatusSpell(NamedTuple):
    """A spell of a membership with what its status means: `state` is as which its `bearer` is counted."""

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date
    state: str
    bearer: str
    status: MembershipStatus
    rank: int | None
    stage: bool
    end: str
    full_from_earliest: date | None
    full_from_latest: date | None
    full_to_earliest: date | None
    full_to_latest: date | None
    renamed: list[str]


class StatusesOfBody(Row):
    """All of an organization, as the analyses of ladders fetch them: `org` is as which it is counted, `body` which it is."""

    org: str
    body: str
    spells: list[StatusSpell]


@dataclass(slots=True)
class Rung:
    """A time in which a state is one thing in an organization. `ends` is the earliest first day outside."""

    status: str
    full: bool
    rank: int | None
    stage: bool
    since: tuple[date, date]
    ends: tuple[date, date]
    open: bool
    renamed: bool
    """Whether the organization gave up what the status meant on the day on which it ends."""
    lapsed: bool = False
    """Whether the status was a full one before, and is no more."""

    @property
    def below(self) -> bool:
        """Whether it is a status below full membership, and no stage of accession."""
        return not self.full and not self.stage

    @property
    def name(self) -> str:
        """What it is called in a path."""
        return f"{self.status}, not full" if self.lapsed else self.status


def rungs_of(spells: Sequence[StatusSpell]) -> list[Rung]:
    """The rungs of one state in one organization, in order of time."""
    rungs: list[Rung] = []
    parts = (rung for each in spells for rung in _parts(each))
    for rung in sorted(parts, key=lambda rung: (rung.since, rung.ends, rung.status, rung.full)):
        last = rungs[-1] if rungs else None
        if last and (last.status, last.full) == (rung.status, rung.full) and rung.since[0] <= last.ends[1]:
            if rung.ends > last.ends:
                last.ends, last.open, last.renamed = rung.ends, rung.open, rung.renamed
        else:
            rungs.append(rung)
    return rungs


def _parts(spell: StatusSpell) -> list[Rung]:
    """A spell, cut where its status becomes a full one or ceases to be."""
    start, end = (spell.from_earliest, spell.from_latest), (spell.to_earliest, spell.to_latest)
    is_open = spell.end != "date"

    def part(since: tuple[date, date], ends: tuple[date, date], *, full: bool, lapsed: bool = False) -> Rung:
        goes_on = is_open and ends == end
        return Rung(
            spell.status.value,
            full,
            spell.rank,
            spell.stage,
            since,
            ends,
            goes_on,
            renamed=not goes_on and ends[0].isoformat() in spell.renamed,
            lapsed=lapsed,
        )

    if spell.full_from_earliest is None or spell.full_from_latest is None:
        return [part(start, end, full=False)]
    first = spell.full_from_earliest, spell.full_from_latest
    last = spell.full_to_earliest or end[0], spell.full_to_latest or end[1]
    parts = [part(first, last, full=True)]
    if start[0] < first[0]:
        parts.insert(0, part(start, first, full=False))
    if last[1] < end[1]:
        parts.append(part(last, end, full=False, lapsed=True))
    return parts


def ladders(bodies: Sequence[StatusesOfBody], as_of: date) -> dict[tuple[str, str], list[Rung]]:
    """The rungs of each organization and state that begin on or before the day."""
    spells: dict[tuple[str, str], list[StatusSpell]] = defaultdict(list)
    for body in bodies:
        for each in body.spells:
            spells[body.org, each.state].append(each)
    found = {pair: [rung for rung in rungs_of(spells[pair]) if rung.since[0] <= as_of] for pair in sorted(spells)}
    return {pair: rungs for pair, rungs in found.items() if rungs}


def ties_of(fetched: Sequence[StatusesOfBody], shown: set[tuple[str, str]]) -> Ties:
    """What the ways of some states into some organizations rest on."""
    return sorted({(each.bearer, of.body) for of in fetched for each in of.spells if (of.org, each.state) in shown})
