"""Models to and from other libraries: with `graphmodel[py2neo]` py2neo's nodes, relationships, paths, and its connection."""

from graphmodel.exchange.connecting import connect_py2neo
from graphmodel.exchange.entities import all_from_py2neo, from_py2neo
from graphmodel.exchange.subgraphs import path_to_py2neo, to_py2neo

__all__ = ["all_from_py2neo", "connect_py2neo", "from_py2neo", "path_to_py2neo", "to_py2neo"]
