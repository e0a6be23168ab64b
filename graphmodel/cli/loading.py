"""`graphmodel load`."""

from __future__ import annotations

from pathlib import Path

from graphmodel.cli.options import Place
from graphmodel.cli.output import show
from graphmodel.cli.places import opened


def load_into(place: Place, seeds: Path | None) -> None:
    """Load tables, the curated ones when None, and say what changed.

    Raises:
        DataError: a row is wrong; nothing was written.
    """
    with opened(place, create=True, write=True) as world:
        report = world.load_seeds(seeds)
        show(report)
        if not report.changed:
            show("Nothing changed: all of it was there.")
