"""What the engines can and cannot do, by name, where they differ in something that is used.

Each was tried on the engines; ``tests/engines/test_capabilities.py`` tries them again. Where a capability is missing,
either another way is taken that gives the same result, or :meth:`Capabilities.require` says so; nothing is silently
different.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from graphmodel.errors import NotSupported


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Named truths about one engine.

    >>> EMBEDDED.enforces_read_access, NEO4J.enforces_read_access
    (False, True)
    """

    engine: str
    """How messages call it."""

    enforces_read_access: bool
    """A write in a read transaction is refused. Where not, read as ``EmbeddedEngine.reader``, to whom it is refused.
    Rolling back is not enough there: see ``rolls_back_schema`` and ``refuses_inner_commits``."""

    atomic_auto_commit: bool
    """A statement without a transaction (``session.run``) is one commit. Where not, each row may be one, and what a
    failing statement has done stays: use explicit or managed transactions only."""

    rolls_back_schema: bool
    """Constraints and indexes made in a transaction vanish when it is rolled back. Where not, they stay."""

    refuses_inner_commits: bool
    """``CALL { } IN TRANSACTIONS`` within a transaction is refused. Where not, its batches stay when that is undone."""

    mixes_schema_and_data: bool
    """One transaction may change both the schema and data."""

    transaction_timeouts: bool
    """The driver's timeout ends a transaction. Where not, it runs on to its end."""

    impersonation: bool
    """``impersonated_user`` is obeyed or refused. Where not, it is ignored, and must not be passed on."""

    waits_for_merge_of_same_key: bool
    """A ``MERGE`` of a key that another open transaction is making waits for it. Where not, the later of the two fails
    at its commit with a broken constraint, and is to be run again."""

    locks_merged_relationships: bool
    """Two transactions that ``MERGE`` the same new relationship make one. Where not, they make two, and no error, so that
    those who write take turns (`graphmodel.engines.turns`)."""

    merges_several_labels: bool
    """``MERGE (p:Person {key: $k}) SET p:Leader`` works for new nodes. Where not, create them with all their labels."""

    stable_element_ids: bool
    """``elementId`` stays when labels change."""

    partial_composite_keys: bool
    """A composite uniqueness constraint leaves nodes alone that lack one of its properties. Where not, null counts as a
    value."""

    shortest_k: bool
    """``SHORTEST k`` and ``ANY SHORTEST``. Where not, ``shortestPath`` and ``allShortestPaths`` work."""

    dynamic_labels: bool
    """``CREATE (n:$(expr))``. Where not, no label is given, without an error."""

    fulltext_and_vector_indexes: bool
    """``CREATE FULLTEXT INDEX`` and ``CREATE VECTOR INDEX`` in Cypher."""

    point_indexes: bool
    """``CREATE POINT INDEX`` makes one. Where not, it makes a range index, which is of no use for distances."""

    def require(self, feature: str) -> None:
        """Raise NotSupported, naming engine and feature, unless the capability called ``feature`` is there.

        >>> EMBEDDED.require("shortest_k")
        Traceback (most recent call last):
        graphmodel.errors.NotSupported: The embedded engine does not support 'shortest_k'. Use a Neo4j server.
        """
        if feature not in {field.name for field in fields(self)} - {"engine"}:
            raise AttributeError(f"There is no capability {feature!r}.")
        if not getattr(self, feature):
            where = " Use a Neo4j server." if getattr(NEO4J, feature) else ""
            raise NotSupported(
                f"{self.engine} does not support {feature!r}.{where}",
                engine=self.engine,
                feature=feature,
            )


EMBEDDED = Capabilities(
    engine="The embedded engine",
    enforces_read_access=False,
    atomic_auto_commit=False,
    rolls_back_schema=False,
    refuses_inner_commits=False,
    mixes_schema_and_data=True,
    transaction_timeouts=False,
    impersonation=False,
    waits_for_merge_of_same_key=False,
    locks_merged_relationships=False,
    merges_several_labels=False,
    stable_element_ids=False,
    partial_composite_keys=False,
    shortest_k=False,
    dynamic_labels=False,
    fulltext_and_vector_indexes=False,
    point_indexes=False,
)

NEO4J = Capabilities(
    engine="Neo4j",
    enforces_read_access=True,
    atomic_auto_commit=True,
    rolls_back_schema=True,
    refuses_inner_commits=True,
    mixes_schema_and_data=False,
    transaction_timeouts=True,
    impersonation=True,
    waits_for_merge_of_same_key=True,
    locks_merged_relationships=True,
    merges_several_labels=True,
    stable_element_ids=True,
    partial_composite_keys=True,
    shortest_k=True,
    dynamic_labels=True,
    fulltext_and_vector_indexes=True,
    point_indexes=True,
)
