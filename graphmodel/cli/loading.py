"""`graphmodel load`."""

from __future__ import annotations

from pathlib import Path

from graphmodel.cli.options import Place
from graphmodel.cli.output import show
from graphmodel.cli.places import loaded, opened


def load_into(place: Place, seeds: Path | None, *, verbose: bool = False) -> None:
    """Load tables, the curated ones when None, and say what changed.

    Raises:
        DataError: a row is wrong; nothing was written.
    """
    from graphmodel.domain.claims import claims_from
    from graphmodel.domain.tables.reading import read_tables

    if seeds is not None:
        list(claims_from(read_tables(seeds)))  # what is wrong with them is found before a folder is made
    with opened(place, create=True, write=True) as world:
        report = loaded(world, seeds)
        show(report)
    if verbose:
        for held in report.held_back:
            print(f"  {held}")
