"""Entering a claim by hand: its words are checked, what it would change is shown, and only then is it accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from pydantic import ValidationError

from graphmodel import markup
from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import Disagreement, Mode, Predicate, SupportBasis
from graphmodel.domain.entities import Entity, Organization, Pact, Person, State
from graphmodel.domain.evidence import assertions_in, evidence_layer
from graphmodel.domain.policies import Policy, settle
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.rules.deriving import Derived, derive
from graphmodel.domain.slots import about_of, set_aside, value_of
from graphmodel.domain.sources import BasedOn, Claim, Contradicts, Source, Supports
from graphmodel.domain.vocabularies import (
    Capacity,
    Effective,
    MembershipStatus,
    ObligationTerm,
    PactKind,
    PactScope,
    Role,
)
from graphmodel.errors import DataError, QueryError
from graphmodel.evidence.naming import word_of
from graphmodel.evidence.reasons import describe
from graphmodel.model import GraphObject, Node, Period, identity, ref
from graphmodel.model.cards import node_card
from graphmodel.query import select
from graphmodel.results import Row, Table
from graphmodel.sessions import Graph, MergeReport, Session
from graphmodel.sessions.operations import Operations


@dataclass(frozen=True, slots=True)
class Shape:
    """What a predicate takes.

    The classes of its ends, the vocabulary of its value, the fields and qualifiers that its rules need, and the vocabularies of
    qualifiers.
    """

    subject: tuple[type[Entity], ...]
    object: tuple[type[Entity], ...] = ()
    values: type[StrEnum] | None = None
    needs: tuple[str, ...] = ()
    qualifiers: Mapping[str, type[StrEnum]] = field(default_factory=dict[str, type[StrEnum]])


SHAPES: Mapping[Predicate, Shape] = {
    Predicate.MEMBER_OF: Shape((State, Organization), (Organization,), MembershipStatus, ("value", "valid")),
    Predicate.HOLDS_OFFICE: Shape(
        (Person,),
        (State, Organization),
        needs=("value", "valid", "role"),
        qualifiers={"role": Role, "capacity": Capacity, "effective": Effective},
    ),
    Predicate.ORIGINAL_PARTY: Shape((State, Organization), (Pact,)),
    Predicate.OBLIGES: Shape((Pact,), (), ObligationTerm, ("value",)),
    Predicate.PACT_EVENT: Shape((Pact,), (State,), None, ("value", "on")),
    Predicate.PACT: Shape(
        (Pact,), values=PactKind, needs=("value", "on", "valid", "name", "scope"), qualifiers={"scope": PactScope}
    ),
    Predicate.STATUS_MEANS: Shape((Organization,), (), MembershipStatus, ("value", "valid")),
}
"""The shapes of what the rules read; a claim of another predicate may be about anything."""


class Change(Row):
    """What a claim would change in the world."""

    change: str
    """`added`, `removed` or `changed`."""
    fact: str
    field: str | None
    """Of what is changed: which field."""
    before: str | None
    after: str | None


class Draft:
    """A claim that is not yet in the graph: look at `changes()` and `contradicts`, then `accept()` it, or drop it."""

    def __init__(self, graph: Graph, assertion: Assertion, sources: Sequence[Source], policy: Policy) -> None:
        self._graph, self._policy = graph, policy
        self.assertion = assertion
        self.sources = tuple(sources)

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.assertion.claim

    @property
    def contradicts(self) -> list[Contradicts]:
        """The claims of the graph that it is against, and why: they are joined to it when it is accepted."""
        return against(self.assertion, assertions_in(self._graph))

    def changes(self) -> Table[Change]:
        """What accepting it would change in the world; nothing is written.

        Raises:
            DataError: it lacks what a rule needs; the message says what.
        """
        before, after = _derived_without_and_with(self._graph, self.assertion, self.sources, self._policy)
        rows = [row for change in differences(before, after) for row in change.rows()]
        found = self.contradicts
        notes = [f"against {each.end.key}: {each.reason}" for each in found]
        held = next((each for each in Assertions([self.assertion]).held_back), None)
        if held is not None and not rows:
            notes.append(f"it is kept as a claim and yields nothing by itself: it {held.reason}")
        return Table(
            rows,
            row=Change,
            title=f"What {self.claim.key} would change",
            caption=f"{'; '.join(notes)}." if notes else "",
            sources=lambda _: list(self.sources),
        )

    def accept(self) -> MergeReport:
        """Write the claim, its sources, what it is against, and what it changes in the world: all in one transaction.

        `recorded` becomes today.

        Raises:
            QueryError: a claim with this key is in the graph by now: it was accepted already.
            DataError: it lacks what a rule needs.
        """
        recorded = self.claim.model_copy(update={"recorded": datetime.now(UTC).date()})
        assertion = replace(self.assertion, claim=recorded)

        def write(session: Session) -> MergeReport:
            if session.find(Claim, recorded.key) is not None:
                raise QueryError(f"The claim {recorded.key!r} is in the graph already: it was accepted before.")
            known = assertions_in(session)
            links = [*against(assertion, known), *bearing_out(assertion, known)]
            found = differences(*_derived_without_and_with(session, assertion, self.sources, self._policy))
            new = [source for source in self.sources if session.find(Source, source.key) is None]
            report = session.merge(
                new,
                evidence_layer([assertion]),
                links,
                [each.after for each in found if each.after is not None],
                full=True,
            )
            for each in found:
                if each.after is None and each.before is not None:
                    session.delete(each.before, detach=isinstance(each.before, Node))
            return report

        return self._graph.transact(write)

    def _repr_html_(self) -> str:
        after = [self.changes()._repr_html_()]  # pyright: ignore[reportPrivateUsage]  (as a notebook asks)
        told = markup.dim("accept() writes it.")
        return markup.block(markup.heading(f"Draft of {self.claim.key}"), told, node_card(self.claim), *after)

    def __repr__(self) -> str:
        return f"<draft of {self.claim.key}: changes() shows what it would change, accept() writes it>"


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact before and after; None where there is none."""

    before: Derived | None
    after: Derived | None

    def rows(self) -> list[Change]:
        """A row for what comes or goes, one for each field that changes."""
        fact = describe(cast("Derived", self.after or self.before))
        if self.before is None or self.after is None:
            word = "added" if self.before is None else "removed"
            told = _told(cast("Derived", self.after or self.before))
            text = ", ".join(f"{name} {value}" for name, value in told.items() if name in _MAIN and value is not None)
            return [
                Change(
                    change=word,
                    fact=fact,
                    field=None,
                    before=text if word == "removed" else None,
                    after=text if word == "added" else None,
                )
            ]
        old, new = _told(self.before), _told(self.after)
        return [
            Change(change="changed", fact=fact, field=name, before=_text(old.get(name)), after=_text(new.get(name)))
            for name in new
            if old.get(name) != new.get(name)
        ]


_MAIN = ("status", "office", "rule", "kind", "term", "name", "date", "valid")


def differences(before: Iterable[Derived], after: Iterable[Derived]) -> list[Difference]:
    """What differs between two worlds."""
    olds, news = ({identity(each): each for each in world} for world in (before, after))
    found = [
        Difference(olds.get(key), new)
        for key, new in news.items()
        if key not in olds or type(olds[key]) is not type(new) or _told(olds[key]) != _told(new)
    ]
    return found + [Difference(old, None) for key, old in olds.items() if key not in news]


def _told(fact: GraphObject) -> dict[str, Any]:
    return fact.model_dump(mode="json", exclude={"start", "end"})


def _text(value: Any) -> str | None:
    return None if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _derived_without_and_with(
    graph: Operations, assertion: Assertion, sources: Iterable[Source], policy: Policy
) -> tuple[list[Derived], list[Derived]]:
    """The world that the rules derive from the claims of a graph, and the one with a claim more."""
    known = [each for each in assertions_in(graph) if each.key != assertion.key]
    entered = assertion.claim.model_copy(update={"recorded": assertion.claim.recorded or datetime.now(UTC).date()})
    assertion = replace(assertion, claim=entered)
    provenance = Provenance.of([*graph.stream(Source), *sources], graph.stream(select(BasedOn)))
    aside = set_aside(graph.stream(select(Contradicts)))
    try:
        before, after = (
            derive(Assertions(settle(each, provenance, aside, policy)[0])) for each in (known, [*known, assertion])
        )
        return before, after
    except (DataError, ValueError) as error:  # a rule misses something, or a class refuses a value
        told = error.errors() if isinstance(error, ValidationError) else []
        said = "; ".join(f"{each['loc'][0]}: {each['msg']}." for each in told) or str(error)
        raise DataError(
            f"The rules cannot read {assertion.key!r}: {said} Give what is missing; "
            "`qualifiers={name: value}` takes what has no argument of its own."
        ) from error


def against(assertion: Assertion, others: Iterable[Assertion]) -> list[Contradicts]:
    """The claims that a claim is against: with the opposite, another value or another time for the same thing."""
    return [
        Contradicts(start=assertion.claim, end=ref(Claim, other.key), kind=Disagreement.CONTRADICTS, reason=reason)
        for other in others
        if other.key != assertion.key and (reason := _disagreement(assertion, other))
    ]


def bearing_out(assertion: Assertion, others: Iterable[Assertion]) -> list[Supports]:
    """The claims of the same spell that a claim agrees with: they bear each other out."""
    about, claim = about_of(assertion), assertion.claim
    if claim.spell is None or _denies(claim) or claim.mode is not Mode.ASSERTED:
        return []
    return [
        Supports(start=claim, end=ref(Claim, other.key), basis=SupportBasis.STATED)
        for other in others
        if other.key != assertion.key
        and other.claim.predicate == claim.predicate
        and about_of(other) == about
        and not _denies(other.claim)
        and _disagreement(assertion, other) is None
    ]


def _disagreement(a: Assertion, b: Assertion) -> str | None:
    one, other = a.claim, b.claim
    if one.predicate == Predicate.HAS_VALUE and one.property is not None and about_of(a) == about_of(b) is not None:
        given, there = value_of(a, one.property), value_of(b, one.property)
        return f"{given} against {there}" if None not in (given, there) and given != there else None
    if one.predicate != other.predicate or one.property != other.property or one.concept != other.concept:
        return None
    if _keys(a.subjects) != _keys(b.subjects) or _keys(a.objects) != _keys(b.objects):
        return None
    overlap = one.valid is None or other.valid is None or one.valid.possibly_overlaps(other.valid)
    same_value = one.value == other.value
    if _denies(one) != _denies(other):
        return "says the opposite" if overlap and (same_value or None in (one.value, other.value)) else None
    if _denies(one):
        return None
    if one.property is not None:
        return f"{one.value} against {other.value}" if one.spell == other.spell and not same_value else None
    if one.predicate != Predicate.MEMBER_OF or one.valid is None or other.valid is None:
        return None
    if not same_value:
        return f"{one.value} against {other.value}" if one.valid.certainly_overlaps(other.valid) else None
    return None if not overlap or _fit(one.valid, other.valid) else f"{one.valid} against {other.valid}"


def _denies(claim: Claim) -> bool:
    return not claim.positive or claim.mode is Mode.DENIED


def _keys(entities: Iterable[Entity]) -> set[tuple[Any, ...]]:
    return {identity(each) for each in entities}


def _fit(a: Period, b: Period) -> bool:
    """Whether two periods can be the same one."""
    one, other = a.bounds, b.bounds
    starts = one.from_earliest <= other.from_latest and other.from_earliest <= one.from_latest
    return starts and one.to_earliest <= other.to_latest and other.to_earliest <= one.to_latest


def key_for(assertions: Iterable[str], subject: Entity, predicate: str, objects: Sequence[Entity]) -> str:
    """A key that no claim has yet: `hand/IRN.member_of.sco.1`."""
    stem = ".".join(["hand/" + subject.key, predicate, *(each.key for each in objects)])
    taken = set(assertions)
    number = 1
    while f"{stem}.{number}" in taken:
        number += 1
    return f"{stem}.{number}"


def require(predicate: Predicate, given: Mapping[str, object]) -> None:
    """See that a claim has what the rules need of its predicate: fields, and qualifiers in their vocabularies.

    Raises:
        QueryError: one is missing.
        UnknownName: a qualifier is no word of its vocabulary.
    """
    shape = SHAPES.get(predicate)
    for name, vocabulary in shape.qualifiers.items() if shape else ():
        if (text := given.get(name)) is not None:
            word_of(vocabulary, str(text), name)
    missing = [name for name in (shape.needs if shape else ()) if given.get(name) is None]
    if missing:
        how = f"{missing[0]}=..." if missing[0] in Claim.model_fields else f"qualifiers={{'{missing[0]}': ...}}"
        raise QueryError(f"A claim of {predicate} needs {' and '.join(missing)}: give {how}.")
