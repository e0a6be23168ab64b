"""A way through the graph, as a result holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphmodel.model import cards
from graphmodel.model.base import Node, Relationship


@dataclass(frozen=True, slots=True, repr=False)
class Path:
    """Nodes and the relationships between them, in the order of the walk; one node more than relationships.

    A relationship may point against the walk: its own `start` and `end` say which way.

    >>> from graphmodel import Key, Node, Path, Relationship
    >>> class Town(Node):
    ...     name: Key[str]
    >>> class Road(Relationship[Town, Town]):
    ...     km: int
    >>> a, b = Town(name="A"), Town(name="B")
    >>> path = Path((a, b), (Road(start=b, end=a, km=5),))
    >>> len(path), path.start.name, path.end.name
    (1, 'A', 'B')
    >>> path
    <Path (Town('A'))<-[ROAD]-(Town('B'))>
    """

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship[Any, Any], ...] = ()

    def __len__(self) -> int:
        """How many relationships long it is."""
        return len(self.relationships)

    def __bool__(self) -> bool:
        """True, also for the path of a single node."""
        return True

    def __repr__(self) -> str:
        return f"<Path {cards.path_text(self)}>"

    def _repr_html_(self) -> str:
        return cards.of_path(self)

    @property
    def start(self) -> Any:
        """The first node."""
        return self.nodes[0]

    @property
    def end(self) -> Any:
        """The last node."""
        return self.nodes[-1]
