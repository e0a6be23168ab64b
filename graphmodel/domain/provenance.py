"""Where sources have from what they say, and in what position they are to say it: what policies weigh claims by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from graphmodel.domain.claim_vocabularies import CopyKind, Standing
from graphmodel.domain.sources import BasedOn, Source

UNCITED = "uncited"
"""The source of what rests on none: it is no root."""
UNKNOWN_ORIGIN = "unknown"
"""The origin of a copy whose origin nobody knows."""
STANDINGS = tuple(Standing)
"""From the strongest to the weakest."""


class Root(NamedTuple):
    """Where a source has in the end from what it says; of a copy whose origin is not known, the last source that is."""

    source: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Provenance:
    """The sources of a graph by key, and for each the origins that it has what it says from."""

    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    origins: Mapping[str, frozenset[tuple[str, CopyKind]]] = field(
        default_factory=dict[str, frozenset[tuple[str, CopyKind]]]
    )

    @classmethod
    def of(cls, sources: Iterable[Source], relations: Iterable[BasedOn]) -> Self:
        """From nodes and relationships."""
        origins: dict[str, set[tuple[str, CopyKind]]] = {}
        for each in relations:
            origins.setdefault(each.start.key, set()).add((each.end.key, each.how))
        return cls({each.key: each for each in sources}, {key: frozenset(found) for key, found in origins.items()})

    def roots(self, source: str) -> frozenset[Root]:
        """Where it is from in the end: itself, unless it is based on another.

        >>> from graphmodel.model import ref
        >>> copy = BasedOn(start=ref(Source, "mirror"), end=ref(Source, "wiki"), how=CopyKind.COPY)
        >>> Provenance.of((), [copy]).roots("mirror")
        frozenset({Root(source='wiki', known=True)})
        """
        return frozenset(self._roots(source, frozenset()))

    def _roots(self, source: str, passed: frozenset[str]) -> set[Root]:
        found: set[Root] = set()
        for origin, _ in self.origins.get(source, ()):
            if origin == UNKNOWN_ORIGIN:
                found.add(Root(source, known=False))
            elif origin not in passed:
                found |= self._roots(origin, passed | {source})
        return found or {Root(source)}

    def standing(self, sources: Iterable[str]) -> Standing:
        """The best standing of several sources; a copy, translation or relay has that of its origin, where this is known."""
        return min(
            (self._standing(source, frozenset()) for source in sources), key=STANDINGS.index, default=STANDINGS[-1]
        )

    def _standing(self, source: str, passed: frozenset[str]) -> Standing:
        origins = [
            self._standing(origin, passed | {source})
            for origin, how in self.origins.get(source, ())
            if how is not CopyKind.COMPILATION and origin != UNKNOWN_ORIGIN and origin not in passed
        ]
        own = self.sources[source].standing if source in self.sources else STANDINGS[-1]
        return min(origins, key=STANDINGS.index, default=own)

    def published(self, sources: Iterable[str]) -> tuple[date | None, date | None]:
        """The first day on which any of several sources can have been published, and the last; None where nobody knows."""
        known = [self.sources[source] for source in sources if source in self.sources]
        first = [each.published_from or (each.date.earliest if each.date else None) for each in known]
        last = [each.published_to or (each.date.latest if each.date else None) for each in known]
        return min(filter(None, first), default=None), max(filter(None, last), default=None)
