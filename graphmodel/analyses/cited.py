"""From the claims and data sets that rows rest on to the sources that are to be cited."""

from __future__ import annotations

from collections.abc import Iterable

from graphmodel.analyses.values import Asked
from graphmodel.resources import folder
from graphmodel.results import Row


class _Source(Row):
    source: str


def sources_of(world: Asked, evidence: Iterable[str]) -> list[str]:
    """The keys of the sources that state these claims; the key of a data set is that of its source."""
    claims = sorted(set(evidence))
    if not claims:
        return []
    text = (folder("cypher") / "evidence" / "sources_of_claims.cypher").read_text(encoding="utf-8")
    return [row.source for row in world.run(text, {"claims": claims}, into=_Source, reads=True)]


def together(evidence: Iterable[Iterable[str]]) -> list[str]:
    """The evidence of several facts, each key once, in alphabetical order."""
    return sorted({key for keys in evidence for key in keys})
