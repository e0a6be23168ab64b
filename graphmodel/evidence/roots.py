"""Independence: how many sources of their own stand behind what several say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphmodel.domain.provenance import UNCITED, Provenance
from graphmodel.domain.sources import BasedOn, Source
from graphmodel.query import select
from graphmodel.sessions.operations import Operations


@dataclass(frozen=True, slots=True, order=True)
class Roots:
    """Between how many and how many independent sources there are; both are the same where all origins are known."""

    least: int
    most: int

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}..{self.most}"


NONE = Roots(0, 0)


def provenance_in(graph: Operations) -> Provenance:
    """The sources of a graph, and which have what they say from which."""
    return Provenance.of(graph.stream(Source), graph.stream(select(BasedOn)))


def independent(sources: Iterable[Source], provenance: Provenance) -> Roots:
    """How many independent roots several sources have.

    A copy, a translation or a relay leads to what it is based on. A copy whose origin nobody knows may be of one of the others:
    it counts for one more at most.

    >>> from graphmodel.model import ref
    >>> sources = [Source(key=key, title="", publisher="") for key in ("agency", "paper", "mirror")]
    >>> origins = {"paper": "agency", "mirror": "unknown"}
    >>> based = [BasedOn(start=ref(Source, a), end=ref(Source, b), how="copy") for a, b in origins.items()]
    >>> str(independent(sources, Provenance.of(sources, based)))
    '1..2'
    """
    roots = {root for source in sources if source.key != UNCITED for root in provenance.roots(source.key)}
    known = sum(root.known for root in roots)
    return Roots(max(known, min(1, len(roots))), len(roots))
