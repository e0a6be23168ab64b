"""Which facts are others under a policy, as a table with the sources of the claims that decided."""

from __future__ import annotations

from collections.abc import Sequence

from graphmodel.domain.policies import Policy
from graphmodel.domain.rebuilding import Change, compare, resolve
from graphmodel.domain.sources import Claim, Source, States
from graphmodel.evidence.rows import PolicyChange
from graphmodel.query import in_, select
from graphmodel.results import Table
from graphmodel.sessions import Graph


def resolved(graph: Graph, policy: Policy) -> Table[PolicyChange]:
    """Derive the world of a graph anew under a policy, in one transaction, and tell what has changed."""
    changes = graph.transact(lambda session: resolve(session, policy))
    return _table(graph, changes, f"Under {_named(policy)}")


def compared(graph: Graph, one: Policy, other: Policy) -> Table[PolicyChange]:
    """What would be another under a policy than under another one; nothing is written."""
    return _table(graph, compare(graph, one, other), f"From {_named(one)}, to {_named(other)}")


def _named(policy: Policy) -> str:
    return f"{policy.name}, {policy.concept.value}"


def _table(graph: Graph, changes: Sequence[Change], title: str) -> Table[PolicyChange]:
    def sources(rows: Sequence[PolicyChange]) -> list[Source]:
        claims = sorted({claim for row in rows for claim in row.decided_by})
        query = (
            select(Source).match(Source, States, Claim).where(in_(Claim.key, claims)).order_by(Source.key).distinct()
        )
        return graph.all(query) if claims else []

    rows = [
        PolicyChange(
            fact=each.fact,
            property=each.property,
            before=each.before,
            after=each.after,
            decided_by=[*each.decided_by],
        )
        for each in changes
    ]
    caption = f"{len(rows)} change{'s' * (len(rows) != 1)}." if rows else "Nothing changes."
    return Table(rows, row=PolicyChange, title=title, caption=caption, sources=sources)
