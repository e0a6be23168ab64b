"""The evidence layer of a graph: assertions as nodes and relationships, and read back from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from graphmodel.domain.assertions import Assertion, Objection, Support
from graphmodel.domain.claim_vocabularies import QualifierRole, SupportBasis
from graphmodel.domain.entities import Collective, Entity, Organization, Person, State
from graphmodel.domain.sources import (
    AttributedTo,
    Claim,
    Contradicts,
    Mentions,
    Object,
    QualifiedBy,
    Source,
    States,
    Subject,
    Supports,
)
from graphmodel.errors import DataError
from graphmodel.model import Node, Relationship, ref
from graphmodel.query import select

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

T = TypeVar("T")


def evidence_layer(assertions: Iterable[Assertion]) -> Iterator[Node | Relationship[Any, Any]]:
    """Each claim, who states it, whose words it is, what it names, and how it bears on others; all that it names are references."""
    assertions = list(assertions)
    for each in assertions:
        yield each.claim
        first, last = each.paragraphs or (None, None)
        for order, source in enumerate(each.sources, 1):
            yield States(
                start=ref(Source, source), end=each.claim, order=order, paragraph_from=first, paragraph_to=last
            )
        yield from _named(each)
        yield from _bearings(each)
    yield from _mentions(assertions)


def _named(each: Assertion) -> Iterator[Relationship[Any, Any]]:
    """Whose words it is and what it names, each in order."""
    for order, entity in enumerate(each.subjects, 1):
        yield Subject(start=each.claim, end=entity, order=order)
    for order, entity in enumerate(each.objects, 1):
        yield Object(start=each.claim, end=entity, order=order)
    for step, speakers in ((1, each.attributed_to), (2, each.via)):
        for order, entity in enumerate(speakers, 1):
            yield AttributedTo(start=each.claim, end=_speaker(entity), step=step, order=order)
    for order, (role, entity) in enumerate(each.qualified_by, 1):
        yield QualifiedBy(start=each.claim, end=entity, role=role, order=order)


def _bearings(each: Assertion) -> Iterator[Relationship[Any, Any]]:
    """How it bears on other claims, and which it was worked out from."""
    for support in each.supports:
        yield Supports(start=each.claim, end=ref(Claim, support.claim), basis=support.basis, reason=support.reason)
    for key in each.derived_from:
        yield Supports(start=ref(Claim, key), end=each.claim, basis=SupportBasis.DERIVED)
    for other in each.contradicts:
        yield Contradicts(
            start=each.claim, end=ref(Claim, other.claim), kind=other.kind, degree=other.degree, reason=other.reason
        )


def _mentions(assertions: Iterable[Assertion]) -> Iterator[Mentions]:
    """Each name that a source uses of an entity, with all claims in which it does."""
    found: dict[tuple[str, type[Entity], str, str], Mentions] = {}
    for each in assertions:
        for source in each.sources:
            for entity, surface in each.mentions:
                place = (source, type(entity), entity.key, surface)
                if place not in found:
                    found[place] = Mentions(start=ref(Source, source), end=entity, surface=surface)
                found[place].claims.append(each.key)
    yield from found.values()


def _speaker(entity: Entity) -> State | Organization | Person | Collective:
    if not isinstance(entity, (State, Organization, Person, Collective)):
        raise DataError(
            f"{entity.key!r} is a {type(entity).__name__}: words are those of people, organizations and states."
        )
    return entity


def assertions_in(graph: Operations) -> list[Assertion]:
    """All claims of a graph with all that belongs to them: what the world is derived anew from.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     found = {each.key: each for each in assertions_in(world)}
    >>> [entity.key for entity in found["F002-087"].objects]
    ['sco']
    """
    sources: _Ordered[str] = defaultdict(list)
    paragraphs: dict[str, tuple[int, int]] = {}
    subjects: _Ordered[Entity] = defaultdict(list)
    objects: _Ordered[Entity] = defaultdict(list)
    speakers: dict[int, _Ordered[Entity]] = {1: defaultdict(list), 2: defaultdict(list)}
    qualified: _Ordered[tuple[QualifierRole, Entity]] = defaultdict(list)
    mentions: dict[str, list[tuple[Entity, str]]] = defaultdict(list)
    supports: dict[str, list[Support]] = defaultdict(list)
    contradicts: dict[str, list[Objection]] = defaultdict(list)
    derived: dict[str, list[str]] = defaultdict(list)
    for states in graph.stream(select(States)):
        sources[states.end.key].append((states.order, states.start.key, states.start.key))
        if states.paragraph_from is not None:
            paragraphs[states.end.key] = states.paragraph_from, states.paragraph_to or states.paragraph_from
    for subject in graph.stream(select(Subject)):
        subjects[subject.start.key].append((subject.order, subject.end.key, subject.end))
    for object_ in graph.stream(select(Object)):
        objects[object_.start.key].append((object_.order, object_.end.key, object_.end))
    for said in graph.stream(select(AttributedTo)):
        speakers[said.step][said.start.key].append((said.order, said.end.key, said.end))
    for by in graph.stream(select(QualifiedBy)):
        qualified[by.start.key].append((by.order, by.end.key, (by.role, by.end)))
    for mention in graph.stream(select(Mentions)):
        for key in mention.claims:
            mentions[key].append((mention.end, mention.surface))
    for support in graph.stream(select(Supports)):
        if support.basis is SupportBasis.DERIVED:
            derived[support.end.key].append(support.start.key)
            continue
        supports[support.start.key].append(Support(support.end.key, support.basis, support.reason))
    for other in graph.stream(select(Contradicts)):
        contradicts[other.start.key].append(Objection(other.end.key, other.kind, other.degree, other.reason))
    return [
        Assertion(
            claim,
            _in_order(sources[claim.key]),
            _in_order(subjects[claim.key]),
            _in_order(objects[claim.key]),
            attributed_to=_in_order(speakers[1][claim.key]),
            via=_in_order(speakers[2][claim.key]),
            qualified_by=_in_order(qualified[claim.key]),
            paragraphs=paragraphs.get(claim.key),
            mentions=tuple(sorted(mentions[claim.key], key=lambda mention: (mention[0].key, mention[1]))),
            supports=tuple(sorted(supports[claim.key], key=lambda support: (support.claim, support.basis))),
            contradicts=tuple(sorted(contradicts[claim.key], key=lambda other: (other.claim, other.kind))),
            derived_from=tuple(sorted(derived[claim.key])),
        )
        for claim in sorted(graph.stream(Claim), key=lambda claim: claim.key)
    ]


_Ordered = dict[str, list[tuple[int, str, T]]]
"""For each claim what belongs to it, each with its order, and its key where the order is the same."""


def _in_order(found: list[tuple[int, str, T]]) -> tuple[T, ...]:
    return tuple(each for _, _, each in sorted(found, key=lambda each: each[:2]))
