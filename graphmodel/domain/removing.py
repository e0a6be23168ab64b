"""What a load takes out of the evidence of a graph: what the tables said before, and say no more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from graphmodel.domain.claim_vocabularies import SourceKind
from graphmodel.domain.sources import (
    AttributedTo,
    BasedOn,
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
from graphmodel.domain.tables.rows import TABLES
from graphmodel.model import Node, ref
from graphmodel.model.base import identity
from graphmodel.query import select

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

_OF_TEXTS = re.compile(r"F[0-9]{3}-[0-9]{3}|V[0-9]{2}|D[0-9]{2}")
"""The keys of the claims of texts, of references, and of what is worked out from them."""


def of_tables(claim: str, recorded: date | None) -> bool:
    """Whether a claim came with the tables: its key is one of those that they give, and nobody entered it on a day."""
    return recorded is None and (claim.partition("/")[0] in TABLES or _OF_TEXTS.fullmatch(claim) is not None)


def remove_evidence(graph: Operations, claims: Iterable[str], evidence: Iterable[Any]) -> None:
    """Take claims out of a graph, and what joins those of the tables otherwise than the tables now say.

    What a source entered by hand states, and what joins a claim entered by hand, stays.

    Args:
        graph: a session.
        claims: keys of claims that the tables have no more.
        evidence: the sources, claims and relationships that they have.
    """
    given = [*evidence]
    remain = {identity(each) for each in given if not isinstance(each, Node)}
    ours = {each.key for each in given if isinstance(each, (Source, Claim))}
    graph.delete([ref(Claim, key) for key in claims], detach=True)
    hand = {each.key for each in graph.stream(Source) if each.kind is SourceKind.HAND}
    of_two = (States, Supports, Contradicts, BasedOn)
    for model in (*of_two, Subject, Object, AttributedTo, QualifiedBy, Mentions):
        joins: Any
        for joins in graph.stream(select(model)):
            ends = {joins.start.key, joins.end.key} if model in of_two else {joins.start.key}
            if identity(joins) not in remain and ends <= ours - hand:
                graph.delete(joins)
