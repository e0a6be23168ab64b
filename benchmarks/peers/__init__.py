"""graphmodel, other mappers and the raw driver on one Neo4j: `python -m benchmarks.peers`."""
