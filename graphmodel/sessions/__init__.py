"""Open graphs: `connect`, `Graph`, `Session`, and the same awaited."""

from graphmodel.sessions.async_graph import AsyncGraph, AsyncSession, connect_async
from graphmodel.sessions.graph import Graph, Schema, connect
from graphmodel.sessions.report import COUNTS, MergeReport, Rows
from graphmodel.sessions.session import Session

__all__ = [
    "COUNTS",
    "AsyncGraph",
    "AsyncSession",
    "Graph",
    "MergeReport",
    "Rows",
    "Schema",
    "Session",
    "connect",
    "connect_async",
]
