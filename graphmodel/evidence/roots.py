"""Independence: how many sources of their own stand behind what several say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphmodel.domain.claim_vocabularies import Standing
from graphmodel.domain.sources import BasedOn, Source
from graphmodel.query import alias, outgoing, select
from graphmodel.sessions.operations import Operations

Origins = Mapping[str, Sequence[Source]]
"""Key of a source -> the sources that it has what it says from."""


@dataclass(frozen=True, slots=True, order=True)
class Roots:
    """Between how many and how many independent sources there are; both are the same where all origins are known."""

    least: int
    most: int

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}..{self.most}"


NONE = Roots(0, 0)


def origins_in(graph: Operations) -> Origins:
    """Which sources have what they say from which."""
    found: dict[str, list[Source]] = defaultdict(list)
    copied, original = alias(Source), alias(Source)
    for key, source in graph.all(select(copied.key, original).match(copied, outgoing(BasedOn), original)):
        found[key].append(source)
    return found


def independent(sources: Iterable[Source], origins: Origins) -> Roots:
    """How many independent roots several sources have.

    A copy, a translation or a relay leads to what it is based on. A compilation, or what rests on no source, that does not say
    where it has it from may have it from one of the others: it counts for one more at most.

    >>> agency, paper = (Source(key=key, title="", publisher="") for key in ("agency", "paper"))
    >>> almanac = Source(key="almanac", title="", publisher="", standing="compilation")
    >>> str(independent([agency, paper, almanac], {"paper": [agency]}))
    '1..2'
    """
    roots = {root.key: root for source in sources for root in _roots(source, origins, frozenset())}
    unknown = sum(1 for root in roots.values() if _of_unknown_origin(root))
    known = len(roots) - unknown
    return Roots(max(known, min(1, unknown)), known + unknown)


def _roots(source: Source, origins: Origins, seen: frozenset[str]) -> list[Source]:
    above = [each for each in origins.get(source.key, ()) if each.key not in seen]
    if not above:
        return [source]
    return [root for each in above for root in _roots(each, origins, seen | {source.key})]


def _of_unknown_origin(source: Source) -> bool:
    return source.standing is Standing.COMPILATION
