"""Names for the parts of a pattern: a class stands for itself once; used twice, each use needs a name of its own."""

from __future__ import annotations

from itertools import count
from typing import Any, TypeVar, cast

from graphmodel.errors import ModelError, QueryError, UnknownField
from graphmodel.model import GraphObject, Node
from graphmodel.model.expressions import Attribute

G = TypeVar("G", bound=GraphObject)
_serial = count(1)


class Alias:
    """One use of a model class in a query. Made by `alias`; type checkers see the class itself."""

    def __init__(self, model: type[GraphObject]) -> None:
        self._model = model
        self._serial = next(_serial)

    @property
    def graph_model(self) -> type[GraphObject]:
        """The class that it stands for."""
        return self._model

    def __getattr__(self, name: str) -> Any:
        mapping = getattr(self._model, "__graph__", None)
        if mapping is not None and name in mapping.by_name:
            return Attribute(self, mapping.by_name[name])
        if name.startswith("__"):
            raise AttributeError(name)
        fields = ", ".join(mapping.by_name) if mapping is not None else "none: it is abstract"
        raise UnknownField(f"{self._model.__name__} has no field {name!r}. Its fields: {fields}.")

    def __repr__(self) -> str:
        return f"alias({self._model.__name__})"


def alias(model: type[G]) -> type[G]:
    """A name of its own for one use of a class in a query.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> a, b = gm.alias(Country), gm.alias(Country)

    Raises:
        ModelError: when it is not given a model class.
    """
    if not (isinstance(model, type) and issubclass(model, GraphObject)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise ModelError(f"alias takes a node or relationship class, not {model!r}.")
    return cast("type[G]", Alias(model))


def model_of(part: Any) -> type[GraphObject]:
    """The class behind a part of a query.

    Raises:
        QueryError: when it is neither a model class nor an alias.
    """
    if isinstance(part, Alias):
        return part.graph_model
    if isinstance(part, type) and issubclass(part, GraphObject):
        return part
    raise QueryError(f"{part!r} is neither a model class nor an alias of one.")


def is_node(part: Any) -> bool:
    """Whether a part of a query is a node."""
    return issubclass(model_of(part), Node)
