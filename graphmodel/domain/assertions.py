"""A claim together with who makes it and what it is about: what tables are turned into, and what rules read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from graphmodel.domain.claim_vocabularies import (
    ClaimKind,
    Degree,
    Disagreement,
    Mode,
    Predicate,
    QualifierRole,
    SupportBasis,
)
from graphmodel.domain.entities import Entity, Pact
from graphmodel.domain.sources import Claim
from graphmodel.domain.tables.rows import TABLES
from graphmodel.domain.vocabularies import Confidence
from graphmodel.errors import DataError
from graphmodel.model import PartialDate, Period

T = TypeVar("T")
E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Support:
    """That a claim bears out another, whose key is `claim`."""

    claim: str
    basis: SupportBasis
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """That a claim is against another, whose key is `claim`, or seems to be."""

    claim: str
    kind: Disagreement
    degree: Degree = Degree.FULL
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim, who makes it and where, references to what it names, and how it bears on other claims.

    `sources` are keys; a claim that is worked out from others has none, but the keys of those in `derived_from`. `paragraphs` are
    the first and the last of its place in its source. `attributed_to` are those whose words it is, `via` those who carried them.
    `qualified_by` are the entities that it names beside its subjects and objects, each with its role; `mentions` what entities are
    called in it.

    A policy may have given some of its properties other values: then `decided` has the claims that these come from, and
    `contested` the values of equal rank that disagree, each as `what.property=value`.
    """

    claim: Claim
    sources: tuple[str, ...]
    subjects: tuple[Entity, ...]
    objects: tuple[Entity, ...] = ()
    attributed_to: tuple[Entity, ...] = ()
    via: tuple[Entity, ...] = ()
    qualified_by: tuple[tuple[QualifierRole, Entity], ...] = ()
    paragraphs: tuple[int, int] | None = None
    mentions: tuple[tuple[Entity, str], ...] = ()
    supports: tuple[Support, ...] = ()
    contradicts: tuple[Objection, ...] = ()
    derived_from: tuple[str, ...] = ()
    decided: tuple[Claim, ...] = ()
    contested: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the claim."""
        return self.claim.key

    @property
    def row(self) -> str:
        """The part of the key that names the row: `sco.IRN.1` of `memberships/sco.IRN.1`; a key of any other make is all of it."""
        table, _, row = self.claim.key.partition("/")
        return row if row and (table == "hand" or table in TABLES) else self.claim.key

    @property
    def value(self) -> str:
        """The word that is asserted. Raises DataError where there is none."""
        return self._required(self.claim.value, "value")

    @property
    def valid(self) -> Period:
        """For which time. Raises DataError where it is not said."""
        return self._required(self.claim.valid, "valid")

    @property
    def on(self) -> PartialDate:
        """On which day. Raises DataError where it is not said."""
        return self._required(self.claim.on, "on")

    def said(self, name: str) -> str | None:
        """The qualifier of this name, or None."""
        return next(iter(self.all_said(name)), None)

    def all_said(self, name: str) -> list[str]:
        """Every qualifier of this name, in order."""
        start = f"{name}="
        return [text.removeprefix(start) for text in self.claim.qualifiers if text.startswith(start)]

    def fields_of(self, model: type[Entity]) -> dict[str, object]:
        """What the qualifiers say of the fields of a class: those that bear the name of one."""
        pairs = (text.partition("=") for text in self.claim.qualifiers)
        return {name: value for name, _, value in pairs if name in model.model_fields}

    def subject(self, model: type[E]) -> E:
        """The first subject of this class. Raises DataError where there is none."""
        return self._required(next((each for each in self.subjects if isinstance(each, model)), None), model.__name__)

    def object(self, model: type[E]) -> E:
        """The first object of this class. Raises DataError where there is none."""
        return self._required(next((each for each in self.objects if isinstance(each, model)), None), model.__name__)

    def named(self, role: QualifierRole, model: type[E]) -> list[E]:
        """The entities of this class that it names in this role, in order."""
        return [each for of, each in self.qualified_by if of is role and isinstance(each, model)]

    def _required(self, found: T | None, what: str) -> T:
        if found is None:
            raise DataError(
                f"The claim {self.key!r} ({self.claim.predicate}) says no {what}; a rule needs it. Correct the claim."
            )
        return found


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A claim that yields nothing, and why."""

    claim: str
    reason: str

    def __str__(self) -> str:
        return f"{self.claim}: {self.reason}"


NOT_READ = frozenset({ClaimKind.PROPERTY, ClaimKind.DERIVED, ClaimKind.REFERENCE})
"""Kinds of claims that no rule reads: rival values, what was worked out, and what claims were checked by."""


class Assertions:
    """What the rules read: the claims that may yield something, by predicate. The others are in `held_back`.

    Claims of the curated tables (`of`) and those of texts (`told`) are kept apart: a text's word makes no spell of its own where
    a table has it. Held back are:

    - claims that are denied, speculative or negative, but for who was not invited, where the absence is what is said;
    - planned ones, but for meetings, which become planned events;
    - offices of which a text does not say that they were held on a day;
    - events of pacts that sources disagree on, where a better supported value stands in a claim of its own;
    - what rests on a claim that is held back: terms, parties, events and the words of texts on their pact, who signed on the event.
    """

    def __init__(self, assertions: Iterable[Assertion]) -> None:
        self._by_predicate: dict[str, list[Assertion]] = defaultdict(list)
        self._told: dict[str, list[Assertion]] = defaultdict(list)
        self._not_read: list[Assertion] = []
        self.held_back: list[HeldBack] = []
        steps: tuple[list[Assertion], ...] = ([], [], [])
        for each in sorted(assertions, key=lambda each: each.key):
            resting = 2 if each.claim.predicate == Predicate.SIGNED else int(_rests_on_pacts(each))
            steps[resting].append(each)
        for step in steps:
            pacts = {each.subject(Pact).key for each in self.of(Predicate.PACT)}
            events = {each.row for each in self.of(Predicate.PACT_EVENT)}
            for each in step:
                self._take(each, _reason(each) or _unsupported(each, pacts, events))

    def of(self, predicate: Predicate) -> list[Assertion]:
        """Those of the curated tables with this predicate, in the order of their keys."""
        return self._by_predicate[predicate]

    def told(self, predicate: Predicate) -> list[Assertion]:
        """Those of texts with this predicate, in the order of their keys."""
        return self._told[predicate]

    def __iter__(self) -> Iterator[Assertion]:
        for groups in (self._by_predicate, self._told):
            for group in groups.values():
                yield from group
        yield from self._not_read

    def _take(self, assertion: Assertion, reason: str | None) -> None:
        if assertion.claim.kind in NOT_READ:
            self._not_read.append(assertion)
        elif reason is None:
            by_predicate = self._by_predicate if assertion.claim.kind is ClaimKind.ROW else self._told
            by_predicate[assertion.claim.predicate].append(assertion)
        else:
            self.held_back.append(HeldBack(assertion.key, reason))


_OF_A_PACT = (Predicate.ORIGINAL_PARTY, Predicate.OBLIGES, Predicate.PACT_EVENT, Predicate.THING)


def _rests_on_pacts(assertion: Assertion) -> bool:
    return assertion.claim.predicate in _OF_A_PACT or assertion.claim.kind is not ClaimKind.ROW


def _unsupported(assertion: Assertion, pacts: set[str], events: set[str]) -> str | None:
    if _rests_on_pacts(assertion):
        named = (each.key for each in (*assertion.subjects, *assertion.objects) if isinstance(each, Pact))
        missing = next((key for key in named if key not in pacts), None)
        return None if missing is None else f"its pact {missing} is held back or missing"
    if assertion.claim.predicate == Predicate.SIGNED:
        event = assertion.said("event")
        return None if event in events else f"its event {event} is held back or missing"
    return None


_NOT_IN_OFFICE = ("former", "president-elect")
"""What the qualifier `status` says of somebody who is named with an office that they do not hold."""


def _reason(assertion: Assertion) -> str | None:
    claim = assertion.claim
    if not claim.positive and claim.predicate != Predicate.NOT_INVITED_TO:
        return "is negative"
    if claim.mode in (Mode.DENIED, Mode.SPECULATIVE):
        return f"is {claim.mode}"
    if claim.mode is Mode.PLANNED and (claim.predicate != Predicate.MET or claim.kind is not ClaimKind.ROW):
        return "is planned"
    if claim.predicate == Predicate.HOLDS_OFFICE and claim.kind is not ClaimKind.ROW and not _held_on_a_day(assertion):
        return "does not say that the office was held on a day"
    if claim.predicate == Predicate.PACT_EVENT and claim.confidence is Confidence.CONFLICT:
        return "sources disagree, see conflicts.csv; a better supported value has a claim of its own"
    return None


def _held_on_a_day(office: Assertion) -> bool:
    dated = office.claim.as_of is not None or office.claim.valid is not None
    return dated and office.said("status") not in _NOT_IN_OFFICE


_STRENGTH = (
    Confidence.MEMORY,
    Confidence.CONFLICT,
    Confidence.VERIFIED_CONFLICT,
    Confidence.PARTIAL,
    Confidence.VERIFIED,
)


def weakest(*grades: Confidence | None) -> Confidence:
    """The weakest of several grades; None, where nothing is said of it, does not count.

    >>> weakest(Confidence.VERIFIED, None, Confidence.PARTIAL)
    'partial'
    """
    return min((grade for grade in grades if grade is not None), key=_STRENGTH.index, default=Confidence.VERIFIED)


def evidence(*assertions: Assertion) -> list[str]:
    """The keys of their claims, and of those that decided a value of theirs, each once."""
    return list(dict.fromkeys(key for each in assertions for key in (each.key, *(claim.key for claim in each.decided))))


def trust(*assertions: Assertion) -> Confidence:
    """The weakest confidence of these claims."""
    return weakest(*(claim.confidence for each in assertions for claim in (each.claim, *each.decided)))


def contested(*assertions: Assertion, only: Collection[str] = ()) -> list[str]:
    """What is contested in any of them; with `only`, of these properties."""
    texts = (text for each in assertions for text in each.contested)
    return list(dict.fromkeys(text for text in texts if not only or text.partition("=")[0].rpartition(".")[2] in only))
