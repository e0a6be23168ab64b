"""One object by its key."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from graphmodel.errors import ModelError, QueryError
from graphmodel.model import GraphObject, Node, NodeMapping, Relationship, node_mapping_of, ref, relationship_mapping_of
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader
from graphmodel.statements.statement import Result, Statement, labels, quoted

G = TypeVar("G", bound=GraphObject)


def get(model: type[G], key: tuple[object, ...], named: dict[str, object]) -> Statement[G | None]:
    """The node or relationship with this key, or None.

    Args:
        model: its class.
        key: the values of a node's key fields in their order.
        named: key fields by name; for a relationship also `start` and `end`: nodes, references, or plain keys.

    Raises:
        ModelError: when the values are not its key.
    """
    if issubclass(model, Node):
        return cast("Statement[G | None]", _node(model, ref(model, *key, **named)))
    return cast("Statement[G | None]", _relationship(cast("type[Relationship[Any, Any]]", model), key, named))


def _node(model: type[Node], wanted: Node) -> Statement[Node | None]:
    mapping, reader = node_mapping_of(model), NodeReader(model)
    parameters: dict[str, Any] = {f"k{i}": value for i, value in enumerate(mapping.key_of(wanted))}
    columns = _returned([*(f"n.{quoted(c)}" for c in reader.columns), "labels(n)", extras("n")])
    text = f"MATCH {_at('n', mapping, 'k')}{_tested('n', mapping)}\nRETURN {columns}"

    def decode(result: Result) -> Node | None:
        return reader.read(result.rows[0]) if result.rows else None

    return Statement(
        text, {**parameters, "known": list(reader.known)}, decode, name=f"get {model.__name__}", reads=True
    )


def _relationship(
    model: type[Relationship[Any, Any]], key: tuple[object, ...], named: dict[str, object]
) -> Statement[Relationship[Any, Any] | None]:
    reader = RelationshipReader(model)
    mapping = reader.mapping
    start = end_ref(model, "start", named.pop("start", None))
    end = end_ref(model, "end", named.pop("end", None))
    names = [p.name for p in mapping.key]
    given = {**dict(zip(names, key, strict=False)), **named}
    parameters: dict[str, Any] = {}
    patterns: list[str] = []
    for i, p in enumerate(mapping.key):
        if p.name in given:
            parameters[f"k{i}"] = p.encode_one(p.adapter.validate_python(given.pop(p.name)))
            patterns.append(f"{quoted(p.column)}: $k{i}")
    if given or len(key) > len(names):
        raise ModelError(
            f"{model.__name__} is named by start=, end= and its key ({', '.join(names) or 'none'}), not by {sorted(given)}."
        )
    for prefix, node in (("s", start), ("e", end)):
        parameters.update({f"{prefix}{i}": v for i, v in enumerate(node_mapping_of(type(node)).key_of(node))})
    start_at, end_at = node_mapping_of(type(start)), node_mapping_of(type(end))
    within = f" {{{', '.join(patterns)}}}" if patterns else ""
    columns = _returned([*(f"r.{quoted(c)}" for c in reader.columns), extras("r")])
    text = (
        f"MATCH {_at('s', start_at, 's')}-[r:{quoted(mapping.type)}{within}]->{_at('e', end_at, 'e')}\n"
        f"RETURN {columns} LIMIT 2"
    )

    def decode(result: Result) -> Relationship[Any, Any] | None:
        if len(result.rows) > 1:
            raise QueryError(
                f"Several {model.__name__} stand between these two: name one by its key ({', '.join(names)}), or use all(...)."
            )
        return reader.read(result.rows[0], start, end) if result.rows else None

    return Statement(
        text, {**parameters, "known": list(reader.known)}, decode, name=f"get {model.__name__}", reads=True
    )


def end_ref(model: type[Relationship[Any, Any]], side: str, value: object) -> Node:
    """The node at one end of a relationship, given as a node, a reference, or its plain key.

    Raises:
        ModelError: when it is missing, or a plain key that may be of several classes.
    """
    mapping = relationship_mapping_of(model)
    allowed = mapping.start if side == "start" else mapping.end
    if isinstance(value, Node):
        return value
    if value is None:
        raise ModelError(f"{model.__name__}: say between which nodes, start=... and end=...")
    mappings = EndReader(allowed).mappings
    # Subclasses have the key of their base, so that a key of several such classes is still one node's.
    classes = list({m.key_label: m.model for m in sorted(mappings, key=lambda m: -len(m.labels))}.values())
    if len(classes) != 1:
        names = " or ".join(c.__name__ for c in classes)
        raise ModelError(f"{model.__name__}: its {side} may be {names}: give ref({classes[0].__name__}, {value!r}).")
    key = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    return ref(classes[0], *key)


def extras(variable: str) -> str:
    """All properties of an object, if it has any that its class does not know."""
    return f"CASE WHEN all(k IN keys({variable}) WHERE k IN $known) THEN null ELSE properties({variable}) END"


def _returned(columns: list[str]) -> str:
    return ", ".join(f"{column} AS c{i}" for i, column in enumerate(columns))


def _at(variable: str, mapping: NodeMapping, prefix: str) -> str:
    key = ", ".join(f"{quoted(p.column)}: ${prefix}{i}" for i, p in enumerate(mapping.key))
    return f"({variable}{labels(mapping.labels[:1])} {{{key}}})"


def _tested(variable: str, mapping: NodeMapping) -> str:
    return f" WHERE {variable}{labels(mapping.labels[1:])}" if len(mapping.labels) > 1 else ""
