"""Claims that fit what is asked, and pairs of claims that are against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from graphmodel.domain.claim_vocabularies import ClaimKind, Disagreement, Mode
from graphmodel.domain.entities import Entity
from graphmodel.domain.relationships import LocatedIn, PartOf
from graphmodel.domain.sources import AttributedTo, Claim, Contradicts, Object, QualifiedBy, Source, States, Subject
from graphmodel.evidence.rows import ClaimRow, Contradiction, claim_row
from graphmodel.evidence.told import Told, place_of, tell
from graphmodel.model import identity
from graphmodel.query import alias, any_of, exists, in_, match, not_, outgoing, select
from graphmodel.results import Table
from graphmodel.sessions.operations import Operations

REAL = frozenset({Disagreement.CONTRADICTS, Disagreement.CORRECTS, Disagreement.REFUTES})
"""The ways in which a claim is really against another; by the others it only seems to be."""


def find_claims(  # noqa: PLR0913  (a condition each)
    graph: Operations,
    *,
    about: Sequence[Entity] | None = None,
    speaker: Entity | None = None,
    source: Source | None = None,
    predicate: str | None = None,
    kind: ClaimKind | None = None,
    mode: Mode | None = None,
    positive: bool | None = None,
    counted: bool | None = None,
    on: date | None = None,
) -> Table[ClaimRow]:
    """The claims that fulfil every condition that is given, in the order of their keys."""
    claim = alias(Claim)
    conditions: list[Any] = []
    if about is not None:
        if not about:
            return table_of(graph, (), "Claims")
        conditions.append(any_of(*(_names(claim, entity) for entity in about)))
    if speaker is not None:
        who: Any = alias(type(speaker))
        conditions.append(exists(match(claim, outgoing(AttributedTo), who).where(who.key == speaker.key)))
    if source is not None:
        conditions.append(exists(match(Source, States, claim).where(Source.key == source.key)))
    wanted = (("predicate", predicate), ("kind", kind), ("mode", mode), ("positive", positive))
    conditions += [getattr(claim, name) == value for name, value in wanted if value is not None]
    if counted is not None:
        columns: tuple[Any, ...] = (
            claim.quantity,
            claim.quantity_min,
            claim.quantity_max,
            claim.quantity_text,
        )
        given = any_of(*(column != None for column in columns))  # noqa: E711  (it is Cypher's)
        conditions.append(given if counted else not_(given))
    query = select(claim).match(claim).where(*conditions).order_by(claim.key)
    told = tell(graph, [each.key for each in graph.all(query) if on is None or _is_of(each, on)])
    return table_of(graph, told.values(), "Claims")


def with_parts(graph: Operations, entities: Sequence[Entity]) -> list[Entity]:
    """Entities, what is part of them or lies in them, what is part of that, and so on."""
    inside: dict[tuple[Any, ...], list[Entity]] = defaultdict(list)
    for between in (PartOf, LocatedIn):
        for each in graph.all(cast("type[PartOf]", between)):
            inside[identity(each.end)].append(each.start)
    found = {identity(each): each for each in entities}
    queue = list(found.values())
    while queue:
        for each in inside[identity(queue.pop())]:
            if identity(each) not in found:
                found[identity(each)] = each
                queue.append(each)
    return list(found.values())


def table_of(graph: Operations, told: Iterable[Told], title: str) -> Table[ClaimRow]:
    """Claims as a table."""
    return Table(
        [claim_row(each) for each in told],
        row=ClaimRow,
        title=title,
        sources=lambda rows: sources_of(graph, (key for row in rows for key in row.sources)),
    )


def _is_of(claim: Claim, day: date) -> bool:
    """Whether what is claimed is possibly so, or happened, on a day."""
    if claim.valid is not None:
        return claim.valid.possibly_on(day)
    return claim.on is not None and claim.on.earliest <= day <= claim.on.latest


def _names(claim: Any, entity: Entity) -> Any:
    """Whether the claim is about the entity: as subject, object or beside them."""
    other: Any = alias(type(entity))
    return any_of(
        *(
            exists(match(claim, outgoing(between), other).where(other.key == entity.key))
            for between in (Subject, Object, QualifiedBy)
        )
    )


def sources_of(graph: Operations, keys: Iterable[str]) -> list[Source]:
    """The sources with these keys, in order."""
    wanted = sorted(set(keys))
    return graph.all(select(Source).where(in_(Source.key, wanted)).order_by(Source.key)) if wanted else []


def disagreements(graph: Operations, keys: Sequence[str] | None = None) -> list[Contradicts]:
    """Every `CONTRADICTS`, or those of some claims, in the order of their ends."""
    a, b = alias(Claim), alias(Claim)
    query = select(Contradicts).match(a, outgoing(Contradicts), b)
    if keys is not None:
        query = query.where(in_(a.key, keys) | in_(b.key, keys))
    return sorted(graph.all(query), key=lambda each: (each.start.key, each.end.key, each.kind))


def find_contradictions(
    graph: Operations,
    *,
    about: Sequence[Entity] | None = None,
    kinds: Iterable[Disagreement] = REAL,
    between: tuple[Source, Source] | None = None,
) -> Table[Contradiction]:
    """The pairs of claims that disagree in one of the ways: one is about one of the entities, the two sources make one each."""
    wanted = frozenset(kinds)
    links = [each for each in disagreements(graph) if each.kind in wanted]
    told = tell(graph, (key for each in links for key in (each.start.key, each.end.key)))
    rows: list[Contradiction] = []
    for each in links:
        a, b = told[each.start.key], told[each.end.key]
        if about is not None and not any(_is_about(side, entity) for side in (a, b) for entity in about):
            continue
        if between is not None and not _is_between(a, b, between):
            continue
        rows.append(
            Contradiction(
                kind=each.kind,
                degree=each.degree,
                a=a.claim.key,
                a_says=a.says,
                a_speakers=a.spoken_by or None,
                a_sources=[source.key for source in a.sources],
                a_places=_places(a),
                b=b.claim.key,
                b_says=b.says,
                b_speakers=b.spoken_by or None,
                b_sources=[source.key for source in b.sources],
                b_places=_places(b),
                reason=each.reason,
            )
        )
    return Table(
        rows,
        row=Contradiction,
        title="Claims against each other",
        caption=f"Kinds: {', '.join(sorted(wanted))}.",
        sources=lambda chosen: sources_of(graph, (key for row in chosen for key in (*row.a_sources, *row.b_sources))),
    )


def _places(told: Told) -> list[str]:
    return [place for states, _ in told.stated if (place := place_of(states))]


def _is_about(told: Told, entity: Entity) -> bool:
    around = (*told.subjects, *told.objects, *told.beside)
    return any(other.key == entity.key and type(other) is type(entity) for _, other in around)


def _is_between(a: Told, b: Told, sources: tuple[Source, Source]) -> bool:
    keys = [{source.key for source in side.sources} for side in (a, b)]
    first, second = (source.key for source in sources)
    return (first in keys[0] and second in keys[1]) or (second in keys[0] and first in keys[1])
