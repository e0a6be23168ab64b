"""How nodes, relationships and paths show: what they are, their key first, and only the fields that hold something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from graphmodel import markup
from graphmodel.model.dates import PartialDate
from graphmodel.model.mapping import ENDS
from graphmodel.model.periods import Period
from graphmodel.model.words import in_words

if TYPE_CHECKING:
    from graphmodel.model.base import GraphObject, Node, Relationship
    from graphmodel.model.paths import Path

HIDDEN = "**********"
NAMES = ("short_name", "name", "title")
"""Fields that say how a thing is called, the shortest first."""


class Plain:
    """A text that stands in a `repr` as it is."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def told(each: GraphObject) -> Iterator[tuple[str, Any]]:
    """The fields that hold something, those of the key first; what is left out of dumps is not shown."""
    kind = type(each)
    values, known = each.__dict__, kind.__pydantic_fields__
    mapping = kind.__graph__
    keys, ends = [p.name for p in mapping.key] if mapping else [], _ends(each)
    for name in [*keys, *(name for name in known if name not in keys)]:
        if name not in values or name in ends or not known[name].repr:
            continue
        value = values[name]
        if value is None or value in ("", (), [], {}):
            continue
        yield name, Plain(HIDDEN) if known[name].exclude else value


def arguments(each: GraphObject) -> Iterator[tuple[str, Any]]:
    """What a `repr` says: ends by their key alone."""
    for name in _ends(each):
        if name in each.__dict__:
            yield name, Plain(brief(each.__dict__[name]))
    yield from told(each)


def brief(node: Any) -> str:
    """A node by its key: `State('IRN')`."""
    kind = cast("Any", type(node))
    mapping = kind.__graph__
    if mapping is None:
        return repr(node)
    return f"{kind.__name__}({', '.join(repr(node.__dict__.get(p.name)) for p in mapping.key)})"


def name_of(node: Any) -> str:
    """How people call a node: its name where it has one, else its key."""
    for field in NAMES:
        value = node.__dict__.get(field)
        if isinstance(value, str) and value.strip():
            return value
    kind = cast("Any", type(node))
    mapping = kind.__graph__
    return ", ".join(str(node.__dict__.get(p.name)) for p in mapping.key) if mapping else kind.__name__


def of_node(node: Node) -> str:
    """A node as a card."""
    return markup.block(node_card(node))


def node_card(node: Node) -> markup.Html:
    """A node as a card, without what a page needs once."""
    rest = [] if _is_whole(node) else [markup.dim("A reference: only its key is known. Fetch it to see the rest.")]
    labels, extras = _unexpected(node)
    if labels:
        rest.append(markup.dim(f"Further labels in the graph: {', '.join(labels)}."))
    return markup.card(type(node).__name__, name_of(node), [*_rows(node), *extras.items()], after=rest)


def of_relationship(tie: Relationship[Any, Any]) -> str:
    """A relationship as a card, with both ends."""
    rows = [*_rows(tie), *_unexpected(tie)[1].items()]
    return markup.block(markup.card(type(tie).__name__, tie_chain(tie), rows))


def tie_chain(tie: Relationship[Any, Any]) -> markup.Html:
    """The start, the type and the end of a relationship."""
    return markup.chain(name_of(tie.start), [(_type(tie), True, name_of(tie.end))])


def of_path(path: Path) -> str:
    """A path as a chain, with when each relationship holds."""
    return markup.block(path_chain(path))


def path_chain(path: Path) -> markup.Html:
    """A path as a chain, without what a page needs once."""
    steps = [
        (" ".join(filter(None, [_type(tie), _when(tie)])), _along(tie, stop), name_of(stop))
        for tie, stop in zip(path.relationships, path.nodes[1:], strict=True)
    ]
    return markup.chain(name_of(path.nodes[0]), steps)


def path_text(path: Path) -> str:
    """A path on one line, as Cypher draws it."""
    parts = [f"({brief(path.nodes[0])})"]
    for tie, stop in zip(path.relationships, path.nodes[1:], strict=True):
        before, behind = ("-", "->") if _along(tie, stop) else ("<-", "-")
        parts.append(f"{before}[{_type(tie)}]{behind}({brief(stop)})")
    return "".join(parts)


def _along(tie: Relationship[Any, Any], stop: Node) -> bool:
    from graphmodel.model.base import same

    return same(tie.end, stop)


def _type(tie: Any) -> str:
    kind = cast("Any", type(tie))
    return kind.__graph__.type if kind.__graph__ else kind.__name__


def _ends(each: GraphObject) -> tuple[str, ...]:
    return ENDS if hasattr(type(each), "__type__") else ()  # a node may have fields of these names


def _is_whole(node: Node) -> bool:
    from graphmodel.model.base import is_ref

    return not is_ref(node)


def _when(tie: Any) -> str:
    return next((in_words(value) for value in tie.__dict__.values() if isinstance(value, Period)), "")


def _rows(each: GraphObject) -> Iterator[tuple[str, object]]:
    for name, value in told(each):
        yield name, readable(value)


def readable(value: object) -> object:
    """A value of a field with its dates in words."""
    if isinstance(value, (Period, PartialDate)) or type(value) is date:
        return in_words(value)
    if isinstance(value, (list, tuple)):
        return [readable(each) for each in cast("list[object]", value)]
    return value


def _unexpected(each: GraphObject) -> tuple[tuple[str, ...], dict[str, Any]]:
    return (each.__pydantic_private__ or {}).get(UNEXPECTED, ((), {}))


UNEXPECTED = "__unexpected__"
"""Under this stand labels and properties that an object has in the graph and its class does not know."""
