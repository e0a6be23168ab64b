"""Open graphs: `connect`, `Graph`, `Session`."""

from graphmodel.sessions.graph import Graph, Schema, connect
from graphmodel.sessions.report import MergeReport
from graphmodel.sessions.session import Session

__all__ = ["Graph", "MergeReport", "Schema", "Session", "connect"]
