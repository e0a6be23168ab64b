"""Importers of published data sets: of states, organizations, alliances, capabilities, rivalries, leaders and votes.

`world.import_data("atop", file)` and `graphmodel import atop FILE` run them; `docs/data.md` says where each file comes from.
"""

from graphmodel.exchange.importers.catalog import IMPORTERS, importer
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.importing import Importer, Layout, import_data
from graphmodel.exchange.importers.reports import CodeSpan, ImportReport

__all__ = ["IMPORTERS", "CodeSpan", "DataSet", "ImportReport", "Importer", "Layout", "import_data", "importer"]
