"""The data sets that can be imported, by the name under which they are asked for."""

from __future__ import annotations

from graphmodel.errors import QueryError
from graphmodel.exchange.importers.archigos import ARCHIGOS
from graphmodel.exchange.importers.atop import ATOP
from graphmodel.exchange.importers.cow_igo import COW_IGO
from graphmodel.exchange.importers.cow_nmc import COW_NMC
from graphmodel.exchange.importers.cow_states import COW_STATES
from graphmodel.exchange.importers.importing import Importer
from graphmodel.exchange.importers.rivalries import RIVALRIES
from graphmodel.exchange.importers.unga_votes import UNGA_VOTES

IMPORTERS: dict[str, Importer] = {
    each.name: each for each in (COW_STATES, COW_IGO, COW_NMC, ATOP, RIVALRIES, ARCHIGOS, UNGA_VOTES)
}
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
