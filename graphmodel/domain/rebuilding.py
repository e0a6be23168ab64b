"""The world layer of a graph, derived anew from the claims in it: what a policy changes, and what no claim bears out any more.

A fact is a node or relationship with `evidence`, the keys of the claims that it is derived from. Facts are replaced by what the
claims yield. What was merged by hand has no evidence: it is never dropped, nor are properties that the models do not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graphmodel.domain import NODES, RELATIONSHIPS, entities
from graphmodel.domain.assertions import Assertions
from graphmodel.domain.entities import Entity
from graphmodel.domain.evidence import assertions_in
from graphmodel.domain.policies import Decision, Policy, settle
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.rules.deriving import Derived, derive
from graphmodel.domain.slots import set_aside
from graphmodel.domain.sources import BasedOn, Claim, Contradicts, Source
from graphmodel.model import GraphObject, Node
from graphmodel.model.base import identity, mapping_of, node_mapping_of, relationship_mapping_of
from graphmodel.query import select

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

_NODES = tuple(each for each in NODES if "evidence" in each.model_fields and Entity in each.__bases__)
"""The classes of facts that are nodes; their subclasses are read with them."""
_SUBCLASSES = (entities.Leader, entities.Pact, entities.Measure, entities.Resolution)
_RELATIONSHIPS = tuple(each for each in RELATIONSHIPS if "evidence" in each.model_fields)
"""The classes of facts that are relationships."""

Facts = Mapping[tuple[Any, ...], Any]
"""Facts by their identity."""


@dataclass(frozen=True, slots=True)
class Change:
    """One property of a fact that is another one: None where there is no such fact before, or after.

    `decided_by` are the claims that decided the value after, where claims differ.
    """

    fact: str
    property: str
    before: str | None
    after: str | None
    decided_by: tuple[str, ...] = ()


def settled_in(graph: Operations, *policies: Policy) -> list[tuple[Assertions, list[Decision]]]:
    """For each policy the claims of a graph with the values that it reports, and what it decided; nothing is written.

    Raises:
        DataError: the values that are reported do not go together.

    >>> from graphmodel import World
    >>> from graphmodel.domain.policies import OFFICIAL_FIRST
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [(claims, decisions)] = settled_in(world, OFFICIAL_FIRST)
    ...     again = world.merge(derive(claims), full=True)
    ...     again.created, again.updated
    (0, 0)
    """
    assertions = assertions_in(graph)
    provenance = Provenance.of(graph.stream(Source), graph.stream(select(BasedOn)))
    aside = set_aside(graph.stream(select(Contradicts)))
    settled = (settle(assertions, provenance, aside, policy) for policy in policies)
    return [(Assertions(claims), decisions) for claims, decisions in settled]


def facts_in(graph: Operations) -> Facts:
    """The facts of a graph: what has evidence."""
    found: dict[tuple[Any, ...], Any] = {}
    model: Any
    for model in (*_NODES, *_RELATIONSHIPS):
        for each in graph.stream(select(model).where(model.evidence != None)):  # noqa: E711  (a condition of the query)
            if each.evidence:
                found[identity(each)] = each
    return found


def resolve(graph: Operations, policy: Policy) -> list[Change]:
    """Replace the facts of a graph by what its claims yield under a policy. In a session this is one transaction.

    Raises:
        DataError: a claim lacks what a rule needs, or the values that are reported do not go together. Nothing was written.
    """
    before = facts_in(graph)
    [(claims, decisions)] = settled_in(graph, policy)
    facts = derive(claims)
    graph.merge(facts, full=True)
    drop_stale(graph, before, facts, {*graph.all(select(Claim.key))})
    after = {identity(each): each for each in facts}
    return list(_changes(before, after, decisions))


def compare(graph: Operations, one: Policy, other: Policy) -> list[Change]:
    """Which facts are others under another policy; nothing is written."""
    (claims, _), (other_claims, decisions) = settled_in(graph, one, other)
    before, after = ({identity(each): each for each in derive(found)} for found in (claims, other_claims))
    return list(_changes(before, after, decisions))


def drop_stale(graph: Operations, before: Facts, facts: Iterable[Derived], claims: set[str]) -> int:
    """Take out of a graph the facts that nothing bears out any more; gives how many there were.

    Args:
        graph: a session.
        before: the facts that were in it.
        facts: those that its claims yield.
        claims: all claims that are or were in it. A fact that names another as its evidence was not derived from it, and stays.
    """
    remain = {identity(each): type(each) for each in facts}
    stale = [each for at, each in before.items() if at not in remain and {*each.evidence} <= claims]
    graph.delete(each for each in stale if not isinstance(each, Node))
    for model in _NODES:
        keys = [each.key for each in stale if isinstance(each, model)]
        if keys:
            _drop_nodes(graph, model, keys)
    for at, each in before.items():
        if at in remain and isinstance(each, Entity) and not issubclass(remain[at], type(each)):
            _take_label(graph, type(each), [each.key])
    return len(stale)


def drop_world(graph: Operations) -> None:
    """Take all facts out of a graph: what remains is the evidence, and what was merged by hand.

    A node that a claim is about, or that something merged by hand is joined to, stays with its key and what its model does
    not know.
    """
    for model in _RELATIONSHIPS:
        kind = relationship_mapping_of(model).type
        graph.run(f"MATCH ()-[r:{kind}]->() WHERE size(r.evidence) > 0 DELETE r")
    for model in _NODES:
        label = node_mapping_of(model).key_label
        keys = graph.run(f"MATCH (n:{label}) WHERE size(n.evidence) > 0 RETURN n.key AS key", into=str, reads=True)
        _drop_nodes(graph, model, keys)


def _drop_nodes(graph: Operations, model: type[Node], keys: list[str]) -> None:
    # Labels and names of properties are those of checked models; values are parameters.
    label = node_mapping_of(model).key_label
    graph.run(f"MATCH (n:{label}) WHERE n.key IN $keys AND NOT EXISTS {{ (n)--() }} DELETE n", {"keys": keys})
    known = (each for each in (*_NODES, *_SUBCLASSES) if issubclass(each, model))
    columns = {column: None for each in known for p in mapping_of(each).values for column in p.columns}
    graph.run(f"MATCH (n:{label}) WHERE n.key IN $keys SET n += $nothing", {"keys": keys, "nothing": columns})
    if model is entities.Person:  # a leader is so by what is derived; of what class an instrument is, claims say
        _take_label(graph, entities.Leader, keys)


def _take_label(graph: Operations, model: type[Node], keys: list[str]) -> None:
    mapping = node_mapping_of(model)
    graph.run(f"MATCH (n:{mapping.key_label}) WHERE n.key IN $keys REMOVE n:{mapping.label}", {"keys": keys})


_UNTOLD = frozenset({"evidence", "scheme", "start", "end"})


def _changes(before: Facts, after: Facts, decisions: Iterable[Decision]) -> Iterator[Change]:
    by_row: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_row[decision.row].append(decision)
    for at in sorted({*before, *after}, key=str):
        old, new = before.get(at), after.get(at)
        either = cast("Any", old if new is None else new)
        model: type[GraphObject] = either.__class__
        name = _name(at, model)
        if old is None or new is None:
            claims = tuple(either.evidence)
            yield Change(name, "exists", _text(old is not None), _text(new is not None), claims)
            continue
        for field in model.model_fields:
            if field in _UNTOLD or getattr(old, field, None) == getattr(new, field):
                continue
            decided = [each for key in new.evidence for each in by_row[key]]
            own = [each for each in decided if each.property == field] or decided
            claims = dict.fromkeys(key for each in own for key in each.claims)
            yield Change(name, field, _text(getattr(old, field, None)), _text(getattr(new, field)), tuple(claims))


def _name(at: tuple[Any, ...], model: type[Any]) -> str:
    """How a fact is called: `Pact jcpoa-2015`, `IRN MEMBER_OF sco (sco.IRN.2)`."""
    if not isinstance(at[1], tuple):
        return " ".join([model.__name__, *map(str, at[1:])])
    kind, start, end, *key = at
    own = f" ({', '.join(map(str, key))})" if key else ""
    return f"{start[-1]} {kind} {end[-1]}{own}"


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
