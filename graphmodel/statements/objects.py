"""Stored properties into model objects: which class, which values, what was not expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from graphmodel.errors import InvalidDate, MappingError
from graphmodel.model import (
    GraphObject,
    Node,
    NodeMapping,
    Property,
    Relationship,
    relationship_mapping_of,
    trusted_ref,
)
from graphmodel.model.cards import UNEXPECTED
from graphmodel.model.codecs import read_as_stored


def concrete(model: type[Node]) -> tuple[NodeMapping, ...]:
    """The mappings that a node matched as `model` may have: its own and those of its subclasses, the latest of a label."""
    found: dict[tuple[str, ...], NodeMapping] = {}
    pending = [model]
    while pending:
        each = pending.pop(0)
        if each.__graph__ is not None:
            found[each.__graph__.labels] = each.__graph__
        pending += each.__subclasses__()
    return tuple(found.values())


class NodeReader:
    """Makes nodes out of lists of stored values; the most specific class whose labels a node has wins.

    `columns` says which stored properties to ask for, in order; after them come the labels, and the properties that no known class
    has (None when there are none).
    """

    def __init__(self, *models: type[Node], strict: bool = False) -> None:
        self.model, self._strict = models[0], strict
        self.ends = EndReader(models)
        mappings = self.ends.mappings
        self.columns = tuple(dict.fromkeys(column for m in mappings for p in m.properties for column in p.read))
        self.known = tuple(dict.fromkeys(column for m in mappings for column in m.columns))
        self._of_labels: dict[tuple[str, ...], tuple[NodeMapping, _Fields, tuple[str, ...]]] = {}

    def read(self, record: Sequence[Any]) -> Node:
        """One node.

        Raises:
            MappingError: when its values do not fit the class, or, if strict, when it has labels or properties unknown to it.
        """
        found: tuple[str, ...] = tuple(record[-2])
        extras: Mapping[str, Any] | None = record[-1]
        if found not in self._of_labels:
            mapping = self.ends.mapping_for(found)
            unknown = tuple(label for label in found if label not in mapping.labels)
            self._of_labels[found] = mapping, _Fields(mapping.properties, self.columns), unknown
        mapping, fields, unknown = self._of_labels[found]
        node = fields.build(mapping.model, record)
        if extras is not None or unknown:
            known = set(mapping.columns)
            keep(node, unknown, {k: v for k, v in (extras or {}).items() if k not in known}, strict=self._strict)
        return node

    def read_map(self, found: Sequence[str], properties: Mapping[str, Any]) -> Node:
        """One node from all its labels and properties, as hand-written Cypher returns it. Raises as `read`."""
        extras = dict(properties) if any(name not in self.known for name in properties) else None
        return self.read([*(properties.get(column) for column in self.columns), found, extras])


class RelationshipReader:
    """Makes relationships out of lists of stored values, followed by the properties that the class does not know."""

    def __init__(self, model: type[Relationship[Any, Any]], *, strict: bool = False) -> None:
        self.mapping = relationship_mapping_of(model)
        self._strict = strict
        self.columns = tuple(column for p in self.mapping.properties for column in p.read)
        self.known = self.mapping.columns
        self._fields = _Fields(self.mapping.properties, self.columns)

    def read(self, record: Sequence[Any], start: Node, end: Node) -> Relationship[Any, Any]:
        """One relationship between two nodes. Raises as `NodeReader.read`."""
        made = self._fields.build(self.mapping.model, record, {"start": start, "end": end})
        if record[-1] is not None:
            keep(made, (), {k: v for k, v in record[-1].items() if k not in self.known}, strict=self._strict)
        return made

    def read_map(self, properties: Mapping[str, Any], start: Node, end: Node) -> Relationship[Any, Any]:
        """One relationship from all its properties, as hand-written Cypher returns it. Raises as `read`."""
        extras = dict(properties) if any(name not in self.known for name in properties) else None
        return self.read([*(properties.get(column) for column in self.columns), extras], start, end)


class EndReader:
    """Makes references to the node at one end of a relationship, out of its key values and labels."""

    def __init__(self, models: Sequence[type[Node]]) -> None:
        self.mappings = list({m.labels: m for model in models for m in concrete(model)}.values())
        self.columns = tuple(dict.fromkeys(p.column for m in self.mappings for p in m.key))
        self._of_labels: dict[tuple[str, ...], NodeMapping] = {}

    @property
    def known(self) -> bool:
        """Whether there is but one class that it can be, so that labels need not be asked for."""
        return len(self.mappings) == 1

    @property
    def one_key(self) -> str | None:
        """The stored property that tells all these nodes apart; None where the key is of several, or stands for several labels."""
        keys = {(m.key_label, tuple(p.column for p in m.key)) for m in self.mappings}
        columns = keys.pop()[1] if len(keys) == 1 else ()
        return columns[0] if len(columns) == 1 else None

    def mapping_for(self, found: Sequence[str]) -> NodeMapping:
        """The most specific class for these labels.

        Raises:
            MappingError: when no known class has them.
        """
        labels = tuple(found)
        if labels not in self._of_labels:
            fitting = [m for m in self.mappings if set(m.labels) <= set(labels)]
            if not fitting:
                names = ", ".join(sorted(m.label for m in self.mappings))
                raise MappingError(f"A node labelled {', '.join(labels) or 'nothing'} is none of {names}.")
            self._of_labels[labels] = max(fitting, key=lambda m: len(m.labels))
        return self._of_labels[labels]

    def read(self, record: Sequence[Any]) -> Node:
        """A reference from key values in the order of `columns`, followed by the labels unless the class is `known`."""
        mapping = self.mappings[0] if self.known else self.mapping_for(record[len(self.columns)])
        return ref_from(mapping, [record[self.columns.index(p.column)] for p in mapping.key])


class _Fields:
    """Which place of a record holds which field."""

    def __init__(self, properties: Sequence[Property], columns: Sequence[str]) -> None:
        simple = [(columns.index(p.column), p) for p in properties if not p.parts and not p.null_is_none]
        self._plain = [(i, p.name) for i, p in simple if read_as_stored(p.codec)]
        self._coded = [(i, p.name, p.codec.decode) for i, p in simple if not read_as_stored(p.codec)]
        self._others = [([columns.index(c) for c in p.read], p) for p in properties if p.parts or p.null_is_none]

    def build(self, model: type[Any], record: Sequence[Any], ends: dict[str, Any] | None = None) -> Any:
        values: dict[str, Any] = ends or {}
        for i, name in self._plain:
            if (value := record[i]) is not None:
                values[name] = value
        name = ""
        try:
            for i, name, decode in self._coded:
                if (value := record[i]) is not None:
                    values[name] = decode(value)
            for places, p in self._others:
                name = p.name
                p.take([record[i] for i in places], values)
            return model.__pydantic_validator__.validate_python(values, strict=False, by_name=True, by_alias=False)
        except (ValidationError, ValueError, AttributeError, TypeError) as error:
            raise MappingError(
                f"{_described(model, values)} in the graph does not fit its class: {_short(error, name)}"
            ) from None


def keep(made: GraphObject, labels: tuple[str, ...], extras: Mapping[str, Any], *, strict: bool) -> None:
    """Remember labels and properties that the class does not know, or refuse them if strict."""
    if not labels and not extras:
        return
    if strict:
        raise MappingError(
            f"{type(made).__name__} does not know the labels {list(labels)} or properties {sorted(extras)} in the graph."
        )
    private = made.__pydantic_private__ or {}
    object.__setattr__(made, "__pydantic_private__", {**private, UNEXPECTED: (labels, dict(extras))})


def unexpected(made: GraphObject) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The labels and properties that an object has in the graph and its class does not know. Saving it leaves them there."""
    labels, extras = (made.__pydantic_private__ or {}).get(UNEXPECTED, ((), {}))
    return labels, dict(extras)


def ref_from(mapping: NodeMapping, key: Sequence[Any]) -> Node:
    """A reference from stored key values.

    Raises:
        MappingError: when the node has no key in the graph.
    """
    if any(value is None for value in key):
        raise MappingError(
            f"A {mapping.model.__name__} in the graph has no {', '.join(p.name for p in mapping.key)}, which is its key."
        )
    return trusted_ref(mapping.model, {p.name: p.codec.decode(v) for p, v in zip(mapping.key, key, strict=True)})


@lru_cache(maxsize=1024)
def _key_names(model: type[Any]) -> tuple[str, ...]:
    return tuple(p.name for p in model.__graph__.key)


def _described(model: type[Any], values: Mapping[str, Any]) -> str:
    key = ", ".join(f"{name}={values[name]!r}" for name in _key_names(model) if name in values)
    return f"{model.__name__}({key})"


def _short(error: Exception, decoded: str) -> str:
    if not isinstance(error, ValidationError):
        said = str(error) if isinstance(error, InvalidDate) else "its value is of another type"
        return f"{decoded}: {said}"
    return "; ".join(
        f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False, include_input=False)
    )
