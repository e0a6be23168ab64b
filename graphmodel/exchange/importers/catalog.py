"""The data sets that can be imported, by the name under which they are asked for."""

from __future__ import annotations

from graphmodel.errors import QueryError
from graphmodel.exchange.importers import atop
from graphmodel.exchange.importers.cow_igo import COW_IGO
from graphmodel.exchange.importers.cow_states import COW_STATES
from graphmodel.exchange.importers.importing import Importer

IMPORTERS: dict[str, Importer] = {each.name: each for each in (COW_STATES, COW_IGO, atop.ATOP)}
"""By name."""


def importer(name: str) -> Importer:
    """The importer of this name.

    Raises:
        QueryError: there is none.
    """
    found = IMPORTERS.get(name)
    if found is None:
        raise QueryError(f"There is no data set {name!r} to import. There are: {', '.join(IMPORTERS)}.")
    return found
