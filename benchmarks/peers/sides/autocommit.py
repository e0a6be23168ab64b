"""The official driver without transactions of its own making: what the latencies of those who do so are to be held against."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.sides import raw
from benchmarks.peers.work import state


class Here(raw.Here):
    """Only single objects, which are written as sets are: found or made, and given all that they have."""

    def get(self, i: int) -> int:
        with self.driver.session() as session:
            return len([dict(record["s"].items()) for record in session.run(raw.ONE, k=f"s{i}")])

    def create(self, i: int) -> int:
        with self.driver.session() as session:
            session.run(raw.UPSERT, rows=[raw.as_row(state(i))]).consume()
        return 1

    def update(self, i: int, held: Any) -> int:  # noqa: ARG002  (it holds no objects)
        with self.driver.session() as session:
            session.run(raw.UPSERT, rows=[raw.as_row(state(i)._replace(population=-i))]).consume()
        return 1

    def stream(self, count: int) -> int:
        """Plain columns, of which the driver keeps nothing."""
        text = "MATCH (s:State) RETURN s.iso3, s.name, s.aliases, s.population LIMIT $n"
        with self.driver.session() as session:
            return sum(1 for record in session.run(text, n=count) if record.values())
