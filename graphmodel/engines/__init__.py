"""The databases a graph can live in: the embedded engine, and Neo4j by URL."""

from graphmodel.engines.embedded import EmbeddedEngine, open_embedded

__all__ = ["EmbeddedEngine", "open_embedded"]
