"""ATOP, the data set of alliances, in both of its layouts: the columns of a file say which it is."""

from __future__ import annotations

from graphmodel.domain.observed import ObligedTo
from graphmodel.domain.relationships import PartyTo
from graphmodel.exchange.importers.atop_alliances import ALLIANCES, ATOP_4_01, MEMBERS, SCORES, by_alliance
from graphmodel.exchange.importers.atop_dyads import ATOP_5_1, DYAD_YEARS, by_dyad
from graphmodel.exchange.importers.importing import Importer, Layout

ATOP = Importer(
    "atop",
    "ATOP alliances",
    (
        Layout(ATOP_5_1, (DYAD_YEARS,), by_dyad, types=(ObligedTo,)),
        Layout(ATOP_4_01, (MEMBERS,), by_alliance, types=(PartyTo,), may=(ALLIANCES, SCORES)),
    ),
    "the directed dyad years (version 5.1), or the members of alliances (version 4.01) "
    "and, with them, the alliances and the scores of Benson and Clinton",
)
