"""One object by its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from graphmodel.errors import ModelError, QueryError
from graphmodel.model import (
    GraphObject,
    Node,
    NodeMapping,
    Relationship,
    mapping_of,
    node_mapping_of,
    ref,
    relationship_mapping_of,
)
from graphmodel.model.codecs import PERIODS
from graphmodel.query.times import Asked, asked
from graphmodel.statements.loading import loaded_parts
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader, concrete, ref_from
from graphmodel.statements.periods import compared
from graphmodel.statements.statement import Result, Statement, labels, quoted

G = TypeVar("G", bound=GraphObject)
SHOWN = 10
"""How many keys an error lists."""


def get(
    model: type[G], key: tuple[object, ...], named: dict[str, object], load: Sequence[Any] = ()
) -> Statement[G | None]:
    """The node or relationship with this key, or None.

    Args:
        model: its class.
        key: the values of a node's key fields in their order.
        named: key fields by name; for a relationship also `start` and `end`: nodes, references, or plain keys; `as_of`, `known_on`
            and `certain`, as the methods of a query, for a class with the field `valid` or `known`. Key fields of these names
            come first.
        load: what is loaded for the node afterwards: a time may be one that only this has.

    Raises:
        ModelError: when the values are not its key.
        InvalidDate: when `as_of` or `known_on` is not one day.
        QueryError: when the class has no field for these.
    """
    times = times_of(model, named, take=True) if named else []
    if times and load:
        clocks = {name for part in loaded_parts(load) for name in mapping_of(part).by_name}
        times = [each for each in times if each.clock in mapping_of(model).by_name or each.clock not in clocks]
    if issubclass(model, Node):
        return cast("Statement[G | None]", _node(model, ref(model, *key, **named), times))
    return cast("Statement[G | None]", _relationship(cast("type[Relationship[Any, Any]]", model), key, named, times))


def times_of(model: type[GraphObject], named: dict[str, object], *, take: bool = False) -> list[Asked]:
    """The times that are asked for among the named values; `take` them out of these."""
    named = named if take else dict(named)
    key = {p.name for p in mapping_of(model).key}
    of_time = {name: named.pop(name) for name in ("as_of", "known_on", "certain") if name in named and name not in key}
    certain = cast("bool", of_time.pop("certain", False))
    if certain and not of_time:
        raise QueryError(f"{model.__name__}: certain=True needs the day: give as_of= too.")
    return [asked(method, cast("date | str", day), certain=certain) for method, day in of_time.items()]


def _holding(
    variable: str, model: type[GraphObject], times: list[Asked], parameters: dict[str, Any], more: str = ""
) -> str:
    """The WHERE that a part must fulfil to hold at these times; their parameters are added."""
    conditions = [more] if more else []
    for each in times:
        of = mapping_of(model).by_name.get(each.clock)
        if of is None or of.codec is not PERIODS:
            raise QueryError(
                f"{model.__name__} has no period field named {each.clock}: {each.method}= cannot be asked of it."
            )
        parameters[each.method] = each.window.from_earliest
        day = f"${each.method}"
        conditions.append(
            compared(variable, of.columns[0].removesuffix("_text"), each.how, each.certain, lambda _, day=day: day)
        )
    return f"\nWHERE {' AND '.join(conditions)}" if conditions else ""


def _node(model: type[Node], wanted: Node, times: list[Asked]) -> Statement[Node | None]:
    mapping = node_mapping_of(model)
    reader, at, returned = _reading(model, concrete(model))
    parameters: dict[str, Any] = {f"k{i}": value for i, value in enumerate(mapping.key_of(wanted))}
    parameters["known"] = list(reader.known)
    text = f"{at}{_holding('n', model, times, parameters, _tested('n', mapping))}\nRETURN {returned}"

    def decode(result: Result) -> Node | None:
        return reader.read(result.rows[0]) if result.rows else None

    return Statement(text, parameters, decode, name=f"get {model.__name__}", reads=True)


@lru_cache(maxsize=512)
def _reading(model: type[Node], _: tuple[NodeMapping, ...]) -> tuple[NodeReader, str, str]:
    """What reads a node, what matches it, what is returned for it: the same as long as the class has the same subclasses."""
    reader = NodeReader(model)
    return (
        reader,
        f"MATCH {_at('n', node_mapping_of(model), 'k')}",
        _returned([*(f"n.{quoted(c)}" for c in reader.columns), "labels(n)", extras("n")]),
    )


def _relationship(
    model: type[Relationship[Any, Any]], key: tuple[object, ...], named: dict[str, object], times: list[Asked]
) -> Statement[Relationship[Any, Any] | None]:
    reader = RelationshipReader(model)
    mapping = reader.mapping
    start = _end(model, "start", named.pop("start", None))
    end = _end(model, "end", named.pop("end", None))
    names = [p.name for p in mapping.key]
    given = {**dict(zip(names, key, strict=False)), **named}
    parameters: dict[str, Any] = {}
    patterns: list[str] = []
    for i, p in enumerate(mapping.key):
        if p.name in given:
            parameters[f"k{i}"] = p.encode_one(p.validate(given.pop(p.name), model))
            patterns.append(f"{quoted(p.column)}: $k{i}")
    if given or len(key) > len(names):
        raise ModelError(
            f"{model.__name__} is named by start=, end= and its key ({', '.join(names) or 'none'}), not by {sorted(given)}."
        )
    for prefix, at in (("s", start), ("e", end)):
        parameters.update({f"{prefix}{i}": value for i, value in enumerate(at.key)})
    within = f" {{{', '.join(patterns)}}}" if patterns else ""
    columns = _returned([*(f"r.{quoted(c)}" for c in reader.columns), extras("r"), "labels(s)", "labels(e)"])
    where = _holding("r", model, times, parameters)
    text = (
        f"MATCH {start.pattern('s')}-[r:{quoted(mapping.type)}{within}]->{end.pattern('e')}{where}\n"
        f"RETURN {columns} LIMIT {SHOWN + 1}"
    )

    def decode(result: Result) -> Relationship[Any, Any] | None:
        found: list[Relationship[Any, Any]] = []
        for *record, start_labels, end_labels in result.rows:
            found.append(reader.read(record, start.read(start_labels), end.read(end_labels)))
        if len(found) > 1:
            raise _several(model, names, found, {each.method for each in times})
        return found[0] if found else None

    return Statement(
        text, {**parameters, "known": list(reader.known)}, decode, name=f"get {model.__name__}", reads=True
    )


def _several(
    model: type[Relationship[Any, Any]], names: list[str], found: list[Relationship[Any, Any]], times: set[str]
) -> QueryError:
    keys = [", ".join(f"{name}={getattr(each, name)!r}" for name in names) for each in found[:SHOWN]]
    shown = "; ".join(sorted(keys)) + ("; ..." if len(found) > SHOWN else "")
    ways = ["name one by its key"] if names else []
    ways += ["say as_of="] if "as_of" not in times and "valid" in mapping_of(model).by_name else []
    return QueryError(
        f"Several {model.__name__} stand between these two{' at that time' if times else ''}{f': {shown}' if names else ''}. "
        f"To have one, {', or '.join([*ways, 'use all(...)'])}."
    )


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a relationship that is looked up: which classes it may be of, and its key; the node where it was given."""

    classes: tuple[NodeMapping, ...]
    key: tuple[Any, ...]
    node: Node | None

    def pattern(self, variable: str) -> str:
        key = ", ".join(f"{quoted(p.column)}: ${variable}{i}" for i, p in enumerate(self.classes[0].key))
        return f"({variable}:{'|'.join(quoted(mapping.key_label) for mapping in self.classes)} {{{key}}})"

    def read(self, found: list[str]) -> Node:
        if self.node is not None:
            return self.node
        return ref_from(EndReader([mapping.model for mapping in self.classes]).mapping_for(found), self.key)


def _end(model: type[Relationship[Any, Any]], side: str, value: object) -> _End:
    """One end, given as a node, a reference, or its plain key; a plain key may be that of several classes.

    Raises:
        ModelError: when it is missing, or may be of classes whose keys have other names.
    """
    if isinstance(value, Node):
        of = node_mapping_of(type(value))
        return _End((of,), of.key_of(value), value)
    if value is None:
        raise ModelError(f"{model.__name__}: say between which nodes, start=... and end=...")
    mapping = relationship_mapping_of(model)
    found = EndReader(mapping.start if side == "start" else mapping.end).mappings
    # Subclasses have the key of their base, so that a key of several such classes is still one node's.
    classes = tuple({m.key_label: m for m in sorted(found, key=lambda m: -len(m.labels))}.values())
    if len({tuple(p.column for p in m.key) for m in classes}) != 1:
        names = " or ".join(m.model.__name__ for m in classes)
        raise ModelError(
            f"{model.__name__}: its {side} may be {names}: give ref({classes[0].model.__name__}, {value!r})."
        )
    key = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    return _End(classes, classes[0].key_of(ref(classes[0].model, *key)), None)


def extras(variable: str) -> str:
    """All properties of an object, if it has any that its class does not know."""
    return f"CASE WHEN all(k IN keys({variable}) WHERE k IN $known) THEN null ELSE properties({variable}) END"


def _returned(columns: list[str]) -> str:
    return ", ".join(f"{column} AS c{i}" for i, column in enumerate(columns))


def _at(variable: str, mapping: NodeMapping, prefix: str) -> str:
    key = ", ".join(f"{quoted(p.column)}: ${prefix}{i}" for i, p in enumerate(mapping.key))
    return f"({variable}{labels(mapping.labels[:1])} {{{key}}})"


def _tested(variable: str, mapping: NodeMapping) -> str:
    return f"{variable}{labels(mapping.labels[1:])}" if len(mapping.labels) > 1 else ""
