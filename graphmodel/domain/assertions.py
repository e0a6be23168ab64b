"""A claim together with who makes it and what it is about: what tables are turned into, and what rules read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from graphmodel.domain.claim_vocabularies import Mode, Predicate
from graphmodel.domain.entities import Entity, Pact
from graphmodel.domain.sources import Claim
from graphmodel.domain.vocabularies import Confidence
from graphmodel.errors import DataError
from graphmodel.model import PartialDate, Period

T = TypeVar("T")
E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim, the keys of the sources that make it, and references to what it is about.

    A policy may have given some of its properties other values: then `decided` has the claims that these come from, and
    `contested` the values of equal rank that disagree, each as `what.property=value`.
    """

    claim: Claim
    sources: tuple[str, ...]
    subjects: tuple[Entity, ...]
    objects: tuple[Entity, ...] = ()
    decided: tuple[Claim, ...] = ()
    contested: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the claim."""
        return self.claim.key

    @property
    def row(self) -> str:
        """The part of the key that names the row: `sco.IRN.1` of `memberships/sco.IRN.1`."""
        return self.claim.key.partition("/")[2]

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


class Assertions:
    """What the rules read: the claims that may yield something, by predicate. The others are in `held_back`.

    Held back are claims that are denied, speculative or negative; planned ones, but for meetings, which become planned
    events; events of pacts that sources disagree on, where a better supported value stands in a claim of its own; and what
    rests on a claim that is held back: terms, parties and events on their pact, who signed on the event.
    """

    def __init__(self, assertions: Iterable[Assertion]) -> None:
        self._by_predicate: dict[str, list[Assertion]] = defaultdict(list)
        self.held_back: list[HeldBack] = []
        steps: tuple[list[Assertion], ...] = ([], [], [])
        for each in sorted(assertions, key=lambda each: each.key):
            resting = 2 if each.claim.predicate == Predicate.SIGNED else int(each.claim.predicate in _OF_A_PACT)
            steps[resting].append(each)
        for step in steps:
            pacts = {each.subject(Pact).key for each in self.of(Predicate.PACT)}
            events = {each.row for each in self.of(Predicate.PACT_EVENT)}
            for each in step:
                self._take(each, _reason(each) or _unsupported(each, pacts, events))

    def of(self, predicate: Predicate) -> list[Assertion]:
        """Those with this predicate, in the order of their keys."""
        return self._by_predicate[predicate]

    def __iter__(self) -> Iterator[Assertion]:
        return (each for group in self._by_predicate.values() for each in group)

    def _take(self, assertion: Assertion, reason: str | None) -> None:
        if reason is None:
            self._by_predicate[assertion.claim.predicate].append(assertion)
        else:
            self.held_back.append(HeldBack(assertion.key, reason))


_OF_A_PACT = (Predicate.ORIGINAL_PARTY, Predicate.OBLIGES, Predicate.PACT_EVENT)


def _unsupported(assertion: Assertion, pacts: set[str], events: set[str]) -> str | None:
    if assertion.claim.predicate in _OF_A_PACT:
        pact = next((each.key for each in (*assertion.subjects, *assertion.objects) if isinstance(each, Pact)), None)
        return None if pact in pacts else f"its pact {pact} is held back or missing"
    if assertion.claim.predicate == Predicate.SIGNED:
        event = assertion.said("event")
        return None if event in events else f"its event {event} is held back or missing"
    return None


def _reason(assertion: Assertion) -> str | None:
    claim = assertion.claim
    if not claim.positive:
        return "is negative"
    if claim.mode in (Mode.DENIED, Mode.SPECULATIVE):
        return f"is {claim.mode}"
    if claim.mode is Mode.PLANNED and claim.predicate != Predicate.MET:
        return "is planned"
    if claim.predicate == Predicate.PACT_EVENT and claim.confidence is Confidence.CONFLICT:
        return "sources disagree, see conflicts.csv; a better supported value has a claim of its own"
    return None


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
    <Confidence.PARTIAL: 'partial'>
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
