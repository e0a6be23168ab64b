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

from graphmodel.markup import PICTURES as _PICTURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from graphmodel import errors
    from graphmodel.async_world import (
        AsyncWorld,
    )
    from graphmodel.engines.tracing import (
        Trace,
        tracer,
    )
    from graphmodel.errors import (
        GraphModelError,
    )
    from graphmodel.exchange import (
        all_from_py2neo,
        connect_py2neo,
        from_py2neo,
        path_to_py2neo,
        to_py2neo,
    )
    from graphmodel.model import (
        CENSORED,
        NOT_BEFORE,
        ONGOING,
        OPEN,
        UNKNOWN,
        Converter,
        FullText,
        Indexed,
        Json,
        Key,
        Node,
        PartialDate,
        Path,
        Period,
        Plaintext,
        Point,
        Relationship,
        Stored,
        Unique,
        Vector,
        Version,
        ref,
        same,
    )
    from graphmodel.query import (
        Change,
        Query,
        all,
        all_shortest,
        any,
        any_of,
        avg,
        call,
        case,
        ceil,
        certain,
        change,
        coalesce,
        col,
        collect,
        contains,
        count,
        days_between,
        desc,
        distance,
        either,
        endswith,
        exists,
        floor,
        has,
        has_all,
        has_any,
        hops,
        in_,
        incoming,
        length,
        lower,
        match,
        matches,
        max,
        maybe,
        min,
        nodes,
        none,
        not_,
        outgoing,
        relationships,
        replace,
        score,
        shortest,
        single,
        size,
        split,
        sqrt,
        startswith,
        subquery,
        substring,
        sum,
        to_float,
        to_int,
        to_text,
        trim,
        union,
        upper,
    )

    # By the names of their modules: in a cycle of imports mypy would take the modules for them.
    from graphmodel.query.alias import alias
    from graphmodel.query.select import select
    from graphmodel.sessions import (
        AsyncGraph,
        AsyncSession,
        Graph,
        MergeReport,
        Rows,
        Session,
        connect,
        connect_async,
    )
    from graphmodel.statements import (
        Page,
        Statement,
        compile,
        explain,
        holds,
        related,
        unexpected,
    )
    from graphmodel.world import (
        World,
    )

# Each name is loaded with its room when it is first used: importing graphmodel costs next to nothing, and the driver and the engine
# come with the first graph.
_HOMES = {
    "graphmodel.async_world": ("AsyncWorld",),
    "graphmodel.engines.tracing": (
        "Trace",
        "tracer",
    ),
    "graphmodel.errors": ("GraphModelError",),
    "graphmodel.exchange": (
        "all_from_py2neo",
        "connect_py2neo",
        "from_py2neo",
        "path_to_py2neo",
        "to_py2neo",
    ),
    "graphmodel.model": (
        "CENSORED",
        "NOT_BEFORE",
        "ONGOING",
        "OPEN",
        "UNKNOWN",
        "Converter",
        "FullText",
        "Indexed",
        "Json",
        "Key",
        "Node",
        "PartialDate",
        "Path",
        "Period",
        "Plaintext",
        "Point",
        "Relationship",
        "Stored",
        "Unique",
        "Vector",
        "Version",
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
        "avg",
        "call",
        "case",
        "ceil",
        "certain",
        "change",
        "coalesce",
        "col",
        "collect",
        "contains",
        "count",
        "days_between",
        "desc",
        "distance",
        "either",
        "endswith",
        "exists",
        "floor",
        "has",
        "has_all",
        "has_any",
        "hops",
        "in_",
        "incoming",
        "length",
        "lower",
        "match",
        "matches",
        "max",
        "maybe",
        "min",
        "nodes",
        "none",
        "not_",
        "outgoing",
        "relationships",
        "replace",
        "score",
        "select",
        "shortest",
        "single",
        "size",
        "split",
        "sqrt",
        "startswith",
        "subquery",
        "substring",
        "sum",
        "to_float",
        "to_int",
        "to_text",
        "trim",
        "union",
        "upper",
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
    "graphmodel.statements": (
        "Page",
        "Statement",
        "compile",
        "explain",
        "holds",
        "related",
        "unexpected",
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


def _picture(nodes: Sequence[Any], ties: Sequence[Any]) -> str:
    """The picture above the rows of a query: they lie below the room that draws, and are lent it here."""
    return import_module("graphmodel.show.subgraphs").html_of(nodes, ties)


_PICTURES["subgraph"] = _picture


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
    "AsyncWorld",
    "Change",
    "Converter",
    "FullText",
    "Graph",
    "GraphModelError",
    "Indexed",
    "Json",
    "Key",
    "MergeReport",
    "Node",
    "Page",
    "PartialDate",
    "Path",
    "Period",
    "Plaintext",
    "Point",
    "Query",
    "Relationship",
    "Rows",
    "Session",
    "Statement",
    "Stored",
    "Trace",
    "Unique",
    "Vector",
    "Version",
    "World",
    "alias",
    "all",
    "all_from_py2neo",
    "all_shortest",
    "any",
    "any_of",
    "avg",
    "call",
    "case",
    "ceil",
    "certain",
    "change",
    "coalesce",
    "col",
    "collect",
    "compile",
    "connect",
    "connect_async",
    "connect_py2neo",
    "contains",
    "count",
    "days_between",
    "desc",
    "distance",
    "either",
    "endswith",
    "errors",
    "exists",
    "explain",
    "floor",
    "from_py2neo",
    "has",
    "has_all",
    "has_any",
    "holds",
    "hops",
    "in_",
    "incoming",
    "length",
    "lower",
    "match",
    "matches",
    "max",
    "maybe",
    "min",
    "nodes",
    "none",
    "not_",
    "outgoing",
    "path_to_py2neo",
    "ref",
    "related",
    "relationships",
    "replace",
    "same",
    "score",
    "select",
    "shortest",
    "single",
    "size",
    "split",
    "sqrt",
    "startswith",
    "subquery",
    "substring",
    "sum",
    "to_float",
    "to_int",
    "to_py2neo",
    "to_text",
    "tracer",
    "trim",
    "unexpected",
    "union",
    "upper",
]
