"""graphmodel: a typed layer over Neo4j, and the world of states, organizations, leaders and pacts with its evidence.

import graphmodel as gm

class Country(gm.Node):
    iso3: gm.Key[str]
    name: str

with gm.connect() as graph:                       # the embedded engine; a folder or a Neo4j URL work the same
    graph.merge(Country(iso3="IRN", name="Iran"))
    graph.all(gm.select(Country).where(Country.name == "Iran"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graphmodel import errors
from graphmodel.errors import GraphModelError
from graphmodel.model import (
    CENSORED,
    NOT_BEFORE,
    ONGOING,
    OPEN,
    UNKNOWN,
    Indexed,
    Key,
    Node,
    PartialDate,
    Period,
    Relationship,
    Stored,
    Unique,
    ref,
    same,
)
from graphmodel.query import (
    Query,
    alias,
    any_of,
    certain,
    col,
    collect,
    contains,
    count,
    desc,
    either,
    endswith,
    in_,
    incoming,
    largest,
    not_,
    outgoing,
    select,
    smallest,
    startswith,
    total,
)
from graphmodel.statements import Statement, compile, explain, unexpected  # noqa: A004  (used as gm.compile)

if TYPE_CHECKING:
    from graphmodel.sessions import Graph, MergeReport, Session, connect
    from graphmodel.world import World

# What needs the driver is loaded when it is first used: importing graphmodel stays quick.
_LATER = {
    "Graph": "graphmodel.sessions",
    "MergeReport": "graphmodel.sessions",
    "Session": "graphmodel.sessions",
    "World": "graphmodel.world",
    "connect": "graphmodel.sessions",
}

__version__ = "0.1.0"


if not TYPE_CHECKING:  # or checkers would take every name for a public one

    def __getattr__(name):
        if name in _LATER:
            value = getattr(import_module(_LATER[name]), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module 'graphmodel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "CENSORED",
    "NOT_BEFORE",
    "ONGOING",
    "OPEN",
    "UNKNOWN",
    "Graph",
    "GraphModelError",
    "Indexed",
    "Key",
    "MergeReport",
    "Node",
    "PartialDate",
    "Period",
    "Query",
    "Relationship",
    "Session",
    "Statement",
    "Stored",
    "Unique",
    "World",
    "alias",
    "any_of",
    "certain",
    "col",
    "collect",
    "compile",
    "connect",
    "contains",
    "count",
    "desc",
    "either",
    "endswith",
    "errors",
    "explain",
    "in_",
    "incoming",
    "largest",
    "not_",
    "outgoing",
    "ref",
    "same",
    "select",
    "smallest",
    "startswith",
    "total",
    "unexpected",
]
