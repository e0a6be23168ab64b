"""Which way a relationship points between two classes, and which pattern a query without `match` has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from graphmodel.errors import AmbiguousReference, QueryError
from graphmodel.model import GraphObject, Node, relationship_mapping_of
from graphmodel.query import Alias, Hop, Pattern, is_node, model_of


def direction(hop: Hop[Any], left: type[GraphObject], right: type[GraphObject]) -> Literal["out", "in", "either"]:
    """The direction of a step of a pattern, from left to right.

    Raises:
        AmbiguousReference: when it may point either way and nobody said which.
        QueryError: when its class does not stand between these two.
    """
    mapping = relationship_mapping_of(model_of(hop.part))
    out = _fits(left, mapping.start) and _fits(right, mapping.end)
    back = _fits(right, mapping.start) and _fits(left, mapping.end)
    name = mapping.model.__name__
    if out and back and hop.way is None:
        raise AmbiguousReference(
            f"{name} may point either way here: write gm.outgoing({name}), gm.incoming({name}) or gm.either({name})."
        )
    if not {"out": out, "in": back, "either": out or back, None: out or back}[hop.way]:
        raise QueryError(
            f"{name} goes from {_names(mapping.start)} to {_names(mapping.end)}: not "
            f"{'from' if hop.way in ('out', 'in') else 'between'} {(right if hop.way == 'in' else left).__name__} "
            f"{'to' if hop.way in ('out', 'in') else 'and'} {(left if hop.way == 'in' else right).__name__}."
        )
    return hop.way or ("out" if out else "in")


def implied(parts: Sequence[Any]) -> Pattern:
    """The pattern of a query without `match`: one node, or one relationship with its ends.

    Raises:
        QueryError: when there are more parts, so that someone must say how they hang together.
    """
    nodes = [part for part in parts if is_node(part)]
    relationships = [part for part in parts if not is_node(part)]
    if len(nodes) == 1 and not relationships:
        return Pattern((nodes[0],), ())
    if len(relationships) == 1 and len(nodes) <= 2:
        mapping = relationship_mapping_of(model_of(relationships[0]))
        ends: list[Any] = [None, None]
        for node in nodes:
            fits = [i for i, end in enumerate((mapping.start, mapping.end)) if _fits(model_of(node), end)]
            if len(fits) != 1 or ends[fits[0]] is not None:
                raise AmbiguousReference(
                    f"{called(node)} does not fit exactly one end of {mapping.model.__name__}: say which with .match(...)."
                )
            ends[fits[0]] = node
        for i, end in enumerate((mapping.start, mapping.end)):
            ends[i] = ends[i] or Alias(end[0] if len(end) == 1 else Node)  # the type alone says what may stand there
        return Pattern((ends[0], ends[1]), (Hop(relationships[0], "out"),))
    raise QueryError(
        "Say how these hang together with .match(node, relationship, node, ...): " + ", ".join(map(called, parts))
    )


def called(part: Any) -> str:
    """What messages call a class or alias."""
    return getattr(part, "__name__", repr(part))


def _fits(model: type[GraphObject], allowed: tuple[type[Node], ...]) -> bool:
    return any(issubclass(model, each) or issubclass(each, model) for each in allowed)


def _names(models: tuple[type[Node], ...]) -> str:
    return " or ".join(model.__name__ for model in models)
