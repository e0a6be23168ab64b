"""What questions are answered with: rows that show as tables, go into files and data frames, and know their sources."""

from graphmodel.results.citations import Citations, cite, published
from graphmodel.results.columns import Columns
from graphmodel.results.rows import R_co, Row, Table, needed
from graphmodel.results.tables import FittedTable, markdown, shown

__all__ = [
    "Citations",
    "Columns",
    "FittedTable",
    "R_co",
    "Row",
    "Table",
    "cite",
    "markdown",
    "needed",
    "published",
    "shown",
]
