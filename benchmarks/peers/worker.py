"""The process of one side: reads what to do from its input, one JSON object a line, and answers with what it took.

PYTHON -m benchmarks.peers.worker NAME
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import statistics
import sys
import time
from pathlib import Path
from typing import Any, TextIO, cast

from benchmarks.peers.work import Side


def main(name: str) -> None:
    """Serve until the input ends."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # warnings on what libraries send are not our matter
    answers, sys.stdout = sys.stdout, sys.stderr  # what libraries print is not for whoever reads the answers
    side: Side | None = None
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        try:
            if "url" in asked:
                made: Side = importlib.import_module(f"benchmarks.peers.sides.{name}").Here(**asked)
                made.count_statements(counted)
                side = made
                answer: dict[str, Any] = {}
            else:
                answer = act(cast("Side", side), **asked)
        except Exception as error:  # noqa: BLE001  (the other process says it)
            answer = {"error": f"{type(error).__name__}: {error}"}
        say(answers, answer)


sent = 0


def counted() -> None:
    """One more statement was sent."""
    global sent  # noqa: PLW0603  (one side, one process)
    sent += 1


def act(side: Side, do: str, args: list[Any], before: str | None = None, block: int = 0) -> dict[str, Any]:
    """Call one method of the side: how long it took, what it gave, the statements that it sent, how much memory grew at most.

    Of a block of calls, with numbers that follow `args`, the median. `before` gives what each is called with beside its number; it
    is called for all of them first, and is not timed: what was sent for another purpose just before would be timed too.
    """
    method = getattr(side, do)
    if block:
        return _block(method, getattr(side, before) if before else None, range(args[0], args[0] + block))
    gc.collect()
    in_use, sent_before = _reset_peak(), sent
    start = time.perf_counter()
    done = method(*args)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "done": done, "statements": sent - sent_before, "bytes": _status("VmHWM") - in_use}


def _block(method: Any, before: Any, numbers: range) -> dict[str, Any]:
    times: list[float] = []
    done, statements = 0, 0
    given = [(number, before(number)) if before else (number,) for number in numbers]
    for each in given:
        sent_before, start = sent, time.perf_counter()
        done += method(*each)
        times.append(time.perf_counter() - start)
        statements = sent - sent_before
    return {"seconds": statistics.median(times), "done": done / len(numbers), "statements": statements, "bytes": 0}


def _reset_peak() -> int:
    """Forget the peak of memory so far (Linux); gives what is in use."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0
    return _status("VmRSS")


def _status(name: str) -> int:
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(name + ":"))


def say(to: TextIO, answer: dict[str, Any]) -> None:
    """One line."""
    to.write(json.dumps(answer) + "\n")
    to.flush()


if __name__ == "__main__":
    main(sys.argv[1])
