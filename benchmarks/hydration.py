"""Rows into models, without a database: our reader against pydantic's `model_validate` of the same values as dictionaries.

python -m benchmarks.hydration
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.peers import work
from benchmarks.peers.sides.graphmodel import State
from graphmodel.statements.objects import NodeReader

ROUNDS, NODES = 31, 5_000


def main() -> None:
    """Measure in turn and print."""
    reader = NodeReader(State)
    dictionaries = [work.state(i)._asdict() for i in range(NODES)]
    rows = [[*(values[column] for column in reader.columns), ["State"], None] for values in dictionaries]

    def validate() -> None:
        for values in dictionaries:
            State.model_validate(values)

    def read() -> None:
        for row in rows:
            reader.read(row)

    def timed(do: Callable[[], None]) -> float:
        start = time.perf_counter()
        do()
        return time.perf_counter() - start

    pairs = [(timed(validate), timed(read)) for _ in range(ROUNDS)]
    per_node = [statistics.median(column) / NODES * 1e6 for column in zip(*pairs, strict=True)]
    least = [min(column) / NODES * 1e6 for column in zip(*pairs, strict=True)]
    sys.stdout.write(
        f"model_validate {per_node[0]:.2f} us, reader {per_node[1]:.2f} us: "
        f"{per_node[1] / per_node[0]:.2f} of medians, {least[1] / least[0]:.2f} of minima (target 0.8)\n"
    )


if __name__ == "__main__":
    main()
