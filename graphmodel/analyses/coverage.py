"""How far the data reach that an analysis uses: which data sets have its kinds of facts, from when to when they looked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from graphmodel.domain.entities import Organization
from graphmodel.domain.sources import Source
from graphmodel.query import Query, in_, select
from graphmodel.query import min as earliest
from graphmodel.results import Row
from graphmodel.statements.statement import quoted

T = TypeVar("T")

CURATED = "curated"
"""What `datasets` calls the facts that rest on claims."""
COMMITMENTS = ("PARTY_TO", "OBLIGED_TO")
"""What tells of commitments: parties of pacts, and pairs as data sets code them."""
SELECTED = (
    "the curated tables hold the pacts of their organizations and some others, and are complete for no pair of states: "
    "that they tell of no commitment is not certain"
)
COUNTED = (("commitments", COMMITMENTS), ("memberships", ("MEMBER_OF",)), ("rivalries", ("RIVAL_OF",)))
"""Facts of which two data sets can tell the same: what they are called, and by which types of relationships they are told."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One data set and the facts of one type of relationship that it has.

    `first` is the first day on which one of them may have begun, where one is known; `last` the last day to which they are known,
    None where nothing says so.
    """

    type: str
    dataset: str
    first: date | None
    last: date | None


class _Asked(Protocol):
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]: ...
    def all(self, query: Query[T] | type[T]) -> list[T]: ...


class _Covering(Protocol):
    def covered(self, type_: str) -> tuple[Covered, ...]: ...


class _Found(Row):
    dataset: str
    first: date | None
    seen: date | None


def covered(world: _Asked, type_: str) -> tuple[Covered, ...]:
    """The data sets that have relationships of a type, and how far each reaches. One pass over these relationships.

    A published data set reaches to its `known_to`, curated memberships to the earliest `known_to` of the organizations that still
    exist, and all else to the last day on which something that lasts was seen to last.
    """
    # The type is ours, or of the header of a user's own file: no value. Votes are many, and their roll calls say it too.
    facts = "(r:RollCall)" if type_ == "VOTED" else f"()-[r:{quoted(type_)}]->()"
    text = (
        f"MATCH {facts} "
        "RETURN coalesce(r.dataset, $curated) AS dataset, "
        "min(CASE WHEN r.valid_from_earliest > $open THEN r.valid_from_earliest END) AS first, "
        "max(CASE WHEN r.valid_end = 'censored' THEN r.valid_to_earliest END) AS seen ORDER BY dataset"
    )
    found = world.run(text, {"curated": CURATED, "open": date.min}, into=_Found, reads=True)
    sources = world.all(select(Source).where(in_(Source.key, [each.dataset for each in found]))) if found else []
    known = {source.key: source.known_to for source in sources}
    return tuple(Covered(type_, each.dataset, each.first, _last(world, type_, each, known)) for each in found)


def _last(world: _Asked, type_: str, found: _Found, known: dict[str, date | None]) -> date | None:
    if (published := known.get(found.dataset)) is not None:
        return published
    seen = None if found.seen is None else found.seen - timedelta(days=1)
    if found.dataset == CURATED and (seen is None or type_ == "MEMBER_OF"):
        return curated_to(world)
    return seen


def reach_of(world: _Covering, types: Iterable[str], datasets: Collection[str] | None) -> date | None:
    """The day to which the facts of these types reach, kept to the data sets that are named; None where nothing says so."""
    data = Used(tuple(each for type_ in types for each in world.covered(type_)))
    return (data if datasets is None else data.of(datasets)).reach


def curated_to(world: _Asked) -> date | None:
    """The earliest `known_to` of the curated organizations that still exist."""
    known = select(earliest(Organization.known_to))
    [day] = world.all(known.where(Organization.dissolved == None, Organization.dataset == None))  # noqa: E711  (they are Cypher's)
    return day


@dataclass(frozen=True, slots=True)
class Used:
    """The data that an analysis uses, by type of relationship: those of the data sets that were named, or of all.

    `lacking` are the types of which the graph has facts, but not in the data sets that were named.
    """

    parts: tuple[Covered, ...]
    lacking: tuple[str, ...] = ()

    def of(self, datasets: Collection[str]) -> Used:
        """Those of these data sets alone."""
        kept = tuple(each for each in self.parts if each.dataset in datasets)
        there = {each.type for each in kept}
        for _, types in COUNTED:
            there.update(types if there & {*types} else ())
        return Used(kept, tuple(dict.fromkeys(each.type for each in self.parts if each.type not in there)))

    @property
    def reach(self) -> date | None:
        """The day to which all of them reach: the earliest of their ends. None where none says to which."""
        return min((each.last for each in self.parts if each.last is not None), default=None)

    @property
    def first(self) -> date | None:
        """The first day of which they tell."""
        return min((each.first for each in self.parts if each.first is not None), default=None)

    @property
    def ends(self) -> dict[str, date]:
        """By data set, the day to which it reaches: the earliest of its kinds of facts."""
        ends: dict[str, date] = {}
        for each in self.parts:
            if each.last is not None:
                ends[each.dataset] = min(each.last, ends.get(each.dataset, each.last))
        return dict(sorted(ends.items()))

    @property
    def selected(self) -> list[str]:
        """What is to be known of commitments that are told by the curated tables."""
        return [SELECTED] if any(each.dataset == CURATED and each.type in COMMITMENTS for each in self.parts) else []

    def of_all_pairs(self, day: date | None) -> bool:
        """Whether a published data set tells of the commitments of all pairs on the day, so that none told is none."""
        return any(
            each.dataset != CURATED and (day is None or ((each.first or day) <= day <= (each.last or day)))
            for each in self.parts
            if each.type in COMMITMENTS
        )

    def notes(self, day: date | None, *, given: bool, chooses: bool) -> Iterator[str]:
        """What is to be known of the data used: which end before others or before the day, and which count together.

        Args:
            day: the day asked about, or the last of the window.
            given: whether the caller gave it.
            chooses: whether the analysis takes `datasets`.
        """
        ends = self.ends
        if day is not None and not given and len(set(ends.values())) > 1:
            yield "the data used reach to " + ", ".join(f"{last} ({name})" for name, last in ends.items())
        if day is not None and (short := {name: last for name, last in ends.items() if last < day}):
            reaches = ", ".join(
                f"{name.replace(CURATED, 'what is curated')} reaches to {last} only" for name, last in short.items()
            )
            yield f"{reaches}: what was open then is carried forward as possible"
        for what, types in COUNTED:
            together = sorted({each.dataset for each in self.parts if each.type in types})
            if len(together) > 1:
                yield _together(what, together, chooses=chooses)
        leaders = sorted({each.dataset for each in self.parts if each.type == "HOLDS_OFFICE"})
        if len(leaders) > 1:
            chosen = f" (datasets=['{leaders[-1]}'] takes one alone)" if chooses else ""
            yield f"leaders of {' and '.join(leaders)} stand side by side: one person may be in a row of each{chosen}"


def _together(what: str, datasets: Sequence[str], *, chooses: bool) -> str:
    versions = [each for each in datasets if sum(_project(each) == _project(other) for other in datasets) > 1]
    text = f"{what} of several data sets counted together: {', '.join(datasets)}"
    if versions:
        text += f", of which {', '.join(versions)} are versions of one data set"
    return text + (f" (datasets=['{(versions or datasets)[-1]}'] takes one alone)" if chooses else "")


def _project(dataset: str) -> str:
    """The data set without its version.

    >>> _project("atop_5_1"), _project("atop_4_01"), _project("cow_nmc")
    ('atop', 'atop', 'cow_nmc')
    """
    return re.sub(r"([_-]\d+)+$", "", dataset)
