"""The databases a graph can live in: the embedded engine, and Neo4j by URL."""

from graphmodel.engines.capabilities import EMBEDDED, NEO4J, Capabilities
from graphmodel.engines.embedded import EmbeddedEngine, open_embedded

__all__ = ["EMBEDDED", "NEO4J", "Capabilities", "EmbeddedEngine", "open_embedded"]
