"""The evidence layer of a graph: assertions as nodes and relationships, and read back from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.entities import Entity
from graphmodel.domain.sources import Claim, Object, Source, States, Subject
from graphmodel.model import Node, Relationship, ref
from graphmodel.query import select

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations


def evidence_layer(assertions: Iterable[Assertion]) -> Iterator[Node | Relationship[Any, Any]]:
    """Each claim, who states it, and what it is about; sources, subjects and objects are references."""
    for each in assertions:
        yield each.claim
        for order, source in enumerate(each.sources, 1):
            yield States(start=ref(Source, source), end=each.claim, order=order)
        for order, entity in enumerate(each.subjects, 1):
            yield Subject(start=each.claim, end=entity, order=order)
        for order, entity in enumerate(each.objects, 1):
            yield Object(start=each.claim, end=entity, order=order)


def assertions_in(graph: Operations) -> list[Assertion]:
    """All claims of a graph with their sources, subjects and objects: what the world is derived anew from."""
    sources: dict[str, list[tuple[int, str]]] = defaultdict(list)
    subjects: dict[str, list[tuple[int, str, Entity]]] = defaultdict(list)
    objects: dict[str, list[tuple[int, str, Entity]]] = defaultdict(list)
    for states in graph.stream(select(States)):
        sources[states.end.key].append((states.order, states.start.key))
    for subject in graph.stream(select(Subject)):
        subjects[subject.start.key].append((subject.order, subject.end.key, subject.end))
    for object_ in graph.stream(select(Object)):
        objects[object_.start.key].append((object_.order, object_.end.key, object_.end))
    return [
        Assertion(
            claim,
            tuple(key for _, key in sorted(sources[claim.key])),
            _in_order(subjects[claim.key]),
            _in_order(objects[claim.key]),
        )
        for claim in sorted(graph.stream(Claim), key=lambda claim: claim.key)
    ]


def _in_order(ends: list[tuple[int, str, Entity]]) -> tuple[Entity, ...]:
    return tuple(entity for _, _, entity in sorted(ends, key=lambda end: end[:2]))
