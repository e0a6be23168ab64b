"""A claim with all that stands around it in the graph: who states it and where, whose words it is, what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from graphmodel.domain.claim_vocabularies import SAY_NO_THEMSELVES, Approximation, Mode, QualifierRole
from graphmodel.domain.entities import Entity
from graphmodel.domain.sources import AttributedTo, Claim, Object, QualifiedBy, Source, States, Subject
from graphmodel.model import PartialDate
from graphmodel.query import alias, in_, outgoing, select
from graphmodel.results import published
from graphmodel.sessions.operations import Operations

BATCH = 1000


@dataclass(slots=True)
class Told:
    """One claim and what stands around it."""

    claim: Claim
    stated: list[tuple[States, Source]] = field(default_factory=list[tuple[States, Source]])
    speakers: list[tuple[AttributedTo, Entity]] = field(default_factory=list[tuple[AttributedTo, Entity]])
    subjects: list[tuple[Subject, Entity]] = field(default_factory=list[tuple[Subject, Entity]])
    objects: list[tuple[Object, Entity]] = field(default_factory=list[tuple[Object, Entity]])
    beside: list[tuple[QualifiedBy, Entity]] = field(default_factory=list[tuple[QualifiedBy, Entity]])

    @property
    def sources(self) -> list[Source]:
        """The sources that state it, in their order."""
        return [source for _, source in self.stated]

    @property
    def spoken_by(self) -> str:
        """Whose words it is, by step: `Vladimir Putin, via ISNA`; empty where its sources speak for themselves."""
        steps: dict[int, list[str]] = defaultdict(list)
        for said, entity in self.speakers:
            steps[said.step].append(name_of(entity))
        return ", via ".join(" and ".join(steps[step]) for step in sorted(steps))

    @property
    def when(self) -> str | None:
        """When it holds, or happened."""
        claim = self.claim
        return str(claim.valid) if claim.valid is not None else str(claim.on) if claim.on is not None else None

    @property
    def says(self) -> str:
        """What it says, in one line.

        >>> Told(Claim(key="c", predicate="member_of", value="observer", positive=False)).says
        'not member_of: observer'
        """
        claim = self.claim
        subjects = " and ".join(name_of(entity) for _, entity in self.subjects)
        objects = " and ".join(name_of(entity) for _, entity in self.objects)
        mode = "" if claim.mode is Mode.ASSERTED else f"{claim.mode.value}:"
        # The finer word says its own no: do not regard as.
        no = "" if claim.positive or claim.verb or claim.predicate in SAY_NO_THEMSELVES else "not"
        parts = (mode, subjects, no, claim.verb or str(claim.predicate), claim.property or "", objects)
        head = " ".join(part for part in parts if part)
        items = [name_of(entity) for qualified, entity in self.beside if qualified.role is QualifierRole.ITEM]
        rest = ", ".join(part for part in (claim.value, *items, amount(claim), self.when) if part)
        return f"{head}: {rest}" if rest else head


def tell(graph: Operations, keys: Iterable[str]) -> dict[str, Told]:
    """Claims with what stands around them, by their keys and in their order; keys that no claim has are left out."""
    wanted = list(dict.fromkeys(keys))
    told: dict[str, Told] = {}
    for first in range(0, len(wanted), BATCH):
        told |= _tell(graph, wanted[first : first + BATCH])
    return {key: told[key] for key in wanted if key in told}


def _tell(graph: Operations, keys: list[str]) -> dict[str, Told]:
    claim, entity = alias(Claim), alias(Entity)
    told = {each.key: Told(each) for each in graph.all(select(Claim).where(in_(Claim.key, keys)))}
    stated = select(claim.key, States, Source).match(Source, States, claim).where(in_(claim.key, keys))
    for key, states, source in graph.all(stated):
        told[key].stated.append((states, source))
    # Checkers take each for a Subject, which is alike: from a claim to an entity.
    around: tuple[tuple[type[Subject], Callable[[Told], list[Any]]], ...] = (
        (cast("type[Subject]", AttributedTo), lambda each: each.speakers),
        (Subject, lambda each: each.subjects),
        (cast("type[Subject]", Object), lambda each: each.objects),
        (cast("type[Subject]", QualifiedBy), lambda each: each.beside),
    )
    for between, place in around:
        query = select(claim.key, between, entity).match(claim, outgoing(between), entity).where(in_(claim.key, keys))
        for key, relationship, other in graph.all(query):
            beside: list[tuple[Any, Entity]] = place(told[key])
            beside.append((relationship, other))
    for each in told.values():
        for found in (each.stated, each.speakers, each.subjects, each.objects, each.beside):
            found.sort(key=_order)
    return told


def _order(pair: tuple[Any, Entity]) -> tuple[int, int, str]:
    return getattr(pair[0], "step", 1), pair[0].order, pair[1].key


def name_of(entity: Entity) -> str:
    """What an entity is called; its key where it has no name."""
    return getattr(entity, "name", None) or getattr(entity, "title", None) or entity.key


def place_of(states: States) -> str | None:
    """Where in its source a claim stands: `3`, `3-5`."""
    first, last = states.paragraph_from, states.paragraph_to
    return None if first is None else str(first) if last in (None, first) else f"{first}-{last}"


def amount(claim: Claim) -> str | None:
    """The quantity of a claim in words; None where it has none.

    >>> amount(Claim(key="c", predicate="trade", quantity=4e9, approximation="about", currency="USD", per="year"))
    'about 4,000,000,000 USD per year'
    >>> amount(Claim(key="c", predicate="provides_for", quantity_min=2, approximation="at_least", unit="plant"))
    'at least 2 plant'
    """
    value, least, most = claim.quantity, claim.quantity_min, claim.quantity_max
    mark = claim.approximation
    number: str | None
    if value is not None:
        number = f"{'' if mark in (None, Approximation.EXACT) else f'{_words(mark)} '}{_number(value)}"
    elif least is not None and most is not None:
        number = f"{_number(least)} to {_number(most)}"
    elif least is not None:
        number = f"at least {_number(least)}"
    elif most is not None:
        number = f"up to {_number(most)}"
    else:
        number = claim.quantity_text
    if number is None:
        return None
    per = f"per {claim.per}" if claim.per else None
    return " ".join(part for part in (number, claim.currency, claim.unit, per) if part)


def _words(mark: Approximation) -> str:
    return mark.value.replace("_", " ")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def earliest_said(sources: Sequence[Source]) -> PartialDate | None:
    """The first day on which somebody said it, as far as it is known; None where none of the sources has a date.

    Where a source is undated it may have been the first: then only the last day is known on which it had been said by.

    >>> dated = Source(key="a", title="", publisher="", date="2017-03-29")
    >>> earliest_said([dated, Source(key="b", title="", publisher="")])
    PartialDate('[..2017-03-29]')
    """
    bounds = [published(source) for source in sources]
    last = min((last for _, last in bounds if last is not None), default=None)
    if last is None:
        return None
    starts = [first for first, _ in bounds]
    first = min((each for each in starts if each is not None), default=None) if None not in starts else None
    return _between(first, last)


def _between(first: date | None, last: date) -> PartialDate:
    if first is None:
        return PartialDate(f"[..{last}]")
    return PartialDate(last) if first >= last else PartialDate(f"[{first}..{last}]")
