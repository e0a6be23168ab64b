"""What is said for and against everything in a picture: a few questions for all of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graphmodel.domain.claim_vocabularies import Mode
from graphmodel.domain.sources import Claim, Source
from graphmodel.evidence.finding import disagreements, sources_of
from graphmodel.evidence.told import Told, earliest_said, place_of, tell
from graphmodel.model.words import in_words
from graphmodel.query import select
from graphmodel.results import cite
from graphmodel.sessions.operations import Operations
from graphmodel.show import Edge, Evidence, Said, Vertex


def evidence_of(graph: Operations, vertices: Iterable[Vertex], edges: Sequence[Edge]) -> Evidence:
    """The claims that vertices and edges rest on, those against them, and the sources of both.

    A claim is against another where the graph says so (`CONTRADICTS`, of any kind), and against a tie also where it is negative or
    denied and about the same two with the same predicate.
    """
    keys = list(dict.fromkeys(key for each in (*vertices, *edges) for key in each.claims))
    datasets = {key for each in edges for key in each.sources}
    if not keys:
        return Evidence(sources={each.key: _cited(each) for each in sources_of(graph, datasets)})
    against: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for link in disagreements(graph):
        for one, other in ((link.start.key, link.end.key), (link.end.key, link.start.key)):
            against[one].append((link.kind.value.replace("_", " "), other, link.reason or ""))
    told = tell(graph, keys)
    denials = select(Claim.key).where((Claim.positive == False) | (Claim.mode == Mode.DENIED))  # noqa: E712  (it is Cypher's)
    others = {key for each in told for _, key, _ in against[each]}
    told |= tell(graph, [key for key in (*sorted(others), *graph.all(denials)) if key not in told])
    _deny(told, keys, against)
    wanted = {*keys, *(key for each in keys for _, key, _ in against[each])}
    said = {
        key: Said(
            _says(each),
            _when(each),
            [(source.key, place_of(states) or "") for states, source in each.stated],
            sorted(set(against[key])) if key in keys or any(k in keys for _, k, _ in against[key]) else (),
        )
        for key, each in told.items()
        if key in wanted
    }
    sources = {source.key: source for key in said for source in told[key].sources}
    missing = datasets - set(sources)
    return Evidence(
        said,
        {key: _cited(each) for key, each in sources.items()}
        | {each.key: _cited(each) for each in sources_of(graph, missing)},
    )


def _deny(told: dict[str, Told], keys: Sequence[str], against: dict[str, list[tuple[str, str, str]]]) -> None:
    about: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in keys:
        if key in told and told[key].objects:
            about[_ends(told[key])].append(key)
    for key, each in told.items():
        if each.claim.positive and each.claim.mode is not Mode.DENIED:
            continue
        for other in about.get(_ends(each), ()):
            if other != key and not any(each == key for _, each, _ in against[other]):
                against[other].append(("denied" if each.claim.mode is Mode.DENIED else "said not to be so", key, ""))


def _ends(told: Told) -> tuple[object, ...]:
    return (
        told.claim.predicate,
        frozenset(entity.key for _, entity in told.subjects),
        frozenset(entity.key for _, entity in told.objects),
    )


def _says(told: Told) -> str:
    """What it says, for readers: its period as people write it, its words apart."""
    valid, line = told.claim.valid, told.says
    line = line if valid is None else line.replace(str(valid), in_words(valid))
    return line.replace("_", " ")


def _when(told: Told) -> str:
    claim, first = told.claim, earliest_said(told.sources)
    parts = [
        f"said by {told.spoken_by}" if told.spoken_by else "",
        f"first said {first}" if first else "",
        claim.hedge or "",
        f"confidence: {claim.confidence}" if claim.confidence else "",
    ]
    return "; ".join(part for part in parts if part)


def _cited(source: Source) -> tuple[str, str]:
    return cite(source), source.url or ""
