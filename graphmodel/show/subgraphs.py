"""What stands in the rows of a query as a picture: nodes and relationships of models, and those of which no class is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphmodel.errors import GraphModelError
from graphmodel.model import GraphObject
from graphmodel.show.graph import NAMES, Edge, Vertex
from graphmodel.show.view import view


def html_of(nodes: Sequence[Any], ties: Sequence[Any]) -> str:
    """The picture as markup; nothing where what draws it is not installed: the table below it says the same."""
    try:
        return view(map(_vertex, nodes), map(_edge, ties), title="Found")._repr_html_()  # pyright: ignore[reportPrivateUsage]  (as a notebook asks)
    except GraphModelError:
        return ""


def _vertex(node: Any) -> Any:
    if isinstance(node, GraphObject):
        return node
    kind = next(iter(sorted(node.labels)), "Node")
    facts = {name: str(value) for name, value in node.items()}
    called = next((facts[name] for name in (*NAMES, "key") if facts.get(name)), kind)
    return Vertex(_id(node), called, kind, facts=facts)


def _edge(tie: Any) -> Any:
    if isinstance(tie, GraphObject):
        return tie
    facts = {name: str(value) for name, value in tie.items()}
    return Edge(_id(tie.start_node), _id(tie.end_node), tie.type, facts=facts)


def _id(node: Any) -> str:
    return f"{next(iter(sorted(node.labels)), 'Node')}:{node.element_id}"
