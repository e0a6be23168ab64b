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

if TYPE_CHECKING:
    from graphmodel import errors
    from graphmodel.engines.tracing import Trace, tracer
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
        Path,
        Period,
        Relationship,
        Stored,
        Unique,
        ref,
        same,
    )
    from graphmodel.query import (
        Change,
        Query,
        alias,
        all,
        all_shortest,
        any,
        any_of,
        certain,
        change,
        col,
        collect,
        contains,
        count,
        desc,
        either,
        endswith,
        exists,
        hops,
        in_,
        incoming,
        largest,
        length,
        match,
        maybe,
        nodes,
        none,
        not_,
        outgoing,
        relationships,
        score,
        select,
        shortest,
        single,
        smallest,
        startswith,
        subquery,
        total,
        union,
    )
    from graphmodel.sessions import AsyncGraph, AsyncSession, Graph, MergeReport, Rows, Session, connect, connect_async
    from graphmodel.statements import Page, Statement, compile, explain, related, unexpected  # noqa: A004  (used as gm.compile)
    from graphmodel.world import World

# Each name is loaded with its room when it is first used: importing graphmodel costs next to nothing, and the driver and the engine
# come with the first graph.
_HOMES = {
    "graphmodel.errors": ("GraphModelError",),
    "graphmodel.model": (
        "CENSORED",
        "NOT_BEFORE",
        "ONGOING",
        "OPEN",
        "UNKNOWN",
        "Indexed",
        "Key",
        "Node",
        "PartialDate",
        "Path",
        "Period",
        "Relationship",
        "Stored",
        "Unique",
        "ref",
        "same",
    ),
    "graphmodel.query": (
        "Change",
        "Query",
        "alias",
        "all",
        "all_shortest",
        "any",
        "any_of",
        "certain",
        "change",
        "col",
        "collect",
        "contains",
        "count",
        "desc",
        "either",
        "endswith",
        "exists",
        "hops",
        "in_",
        "incoming",
        "largest",
        "length",
        "match",
        "maybe",
        "nodes",
        "none",
        "not_",
        "outgoing",
        "relationships",
        "score",
        "select",
        "shortest",
        "single",
        "smallest",
        "startswith",
        "subquery",
        "total",
        "union",
    ),
    "graphmodel.statements": (
        "Page",
        "Statement",
        "compile",
        "explain",
        "related",
        "unexpected",
    ),
    "graphmodel.engines.tracing": (
        "Trace",
        "tracer",
    ),
    "graphmodel.sessions": (
        "AsyncGraph",
        "AsyncSession",
        "Graph",
        "MergeReport",
        "Rows",
        "Session",
        "connect",
        "connect_async",
    ),
    "graphmodel.world": ("World",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"


if not TYPE_CHECKING:  # or checkers would take every name for one of ours

    def __getattr__(name):
        if name == "errors":
            return import_module("graphmodel.errors")
        if name not in _HOME_OF:
            raise AttributeError(f"module 'graphmodel' has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "CENSORED",
    "NOT_BEFORE",
    "ONGOING",
    "OPEN",
    "UNKNOWN",
    "AsyncGraph",
    "AsyncSession",
    "Change",
    "Graph",
    "GraphModelError",
    "Indexed",
    "Key",
    "MergeReport",
    "Node",
    "Page",
    "PartialDate",
    "Path",
    "Period",
    "Query",
    "Relationship",
    "Rows",
    "Session",
    "Statement",
    "Stored",
    "Trace",
    "Unique",
    "World",
    "alias",
    "all",
    "all_shortest",
    "any",
    "any_of",
    "certain",
    "change",
    "col",
    "collect",
    "compile",
    "connect",
    "connect_async",
    "contains",
    "count",
    "desc",
    "either",
    "endswith",
    "errors",
    "exists",
    "explain",
    "hops",
    "in_",
    "incoming",
    "largest",
    "length",
    "match",
    "maybe",
    "nodes",
    "none",
    "not_",
    "outgoing",
    "ref",
    "related",
    "relationships",
    "same",
    "score",
    "select",
    "shortest",
    "single",
    "smallest",
    "startswith",
    "subquery",
    "total",
    "tracer",
    "unexpected",
    "union",
]
