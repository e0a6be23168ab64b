"""What a model class is in the graph: labels or type, key, properties. Worked out once, when the class is complete."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic.alias_generators import to_snake

from graphmodel.errors import ModelError
from graphmodel.model.annotations import unwrap
from graphmodel.model.names import checked_label
from graphmodel.model.properties import Property, property_of

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from graphmodel.model.base import Node, Relationship

ENDS = ("start", "end")


@dataclass(frozen=True, eq=False)
class Mapping:
    """What a node and a relationship model have in common."""

    properties: tuple[Property, ...]

    @cached_property
    def key(self) -> tuple[Property, ...]:
        """The properties of the merge key."""
        return tuple(p for p in self.properties if p.key)

    @cached_property
    def by_name(self) -> dict[str, Property]:
        """Its properties by their field's name."""
        return {p.name: p for p in self.properties}

    @cached_property
    def version(self) -> Property | None:
        """The property that counts the changes of an object, if there is one."""
        return next((p for p in self.properties if p.version), None)

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The stored properties whose text may be another in the graph and say the same value."""
        return frozenset(leaf.columns[0] for p in self.properties for leaf in p.leaves() if leaf.codec.spelled)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every stored property."""
        return tuple(column for p in self.properties for column in p.columns)

    @cached_property
    def values(self) -> tuple[Property, ...]:
        """Its properties without the key."""
        return tuple(p for p in self.properties if not p.key)

    @cached_property
    def bits(self) -> tuple[tuple[int, str, Property, bool, bool], ...]:
        """Each of `values` with a bit, so that a number says which are meant, and whether it is plain, and may change in place."""
        return tuple((1 << i, p.name, p, p.plain, p.fresh is not None) for i, p in enumerate(self.values))

    def encode(self, instance: Any) -> dict[str, Any]:
        """The stored properties of an object, without the key."""
        encoded: list[Any] = []
        for p in self.values:
            p.put(instance.__dict__[p.name], encoded)
        return dict(zip((column for p in self.values for column in p.columns), encoded, strict=True))

    def key_of(self, instance: Any) -> tuple[Any, ...]:
        """The stored values of the key of an object."""
        values = instance.__dict__
        return tuple([p.encode_one(values[p.name]) for p in self.key])


@dataclass(frozen=True, eq=False)
class NodeMapping(Mapping):
    """A node model: its labels, that of its key first."""

    model: type[Node]
    labels: tuple[str, ...]

    @property
    def key_label(self) -> str:
        """The label that its key is unique in; it is matched and merged on this one alone."""
        return self.labels[0]

    @property
    def label(self) -> str:
        """Its own label, the most specific."""
        return self.labels[-1]


@dataclass(frozen=True, eq=False)
class RelationshipMapping(Mapping):
    """A relationship model: its type and the classes that its ends may be of."""

    model: type[Relationship[Any, Any]]
    type: str
    start: tuple[type[Node], ...]
    end: tuple[type[Node], ...]


def node_mapping(model: type[Node], label: str | None) -> NodeMapping:
    """Work out and check a concrete node class."""
    own = checked_label(model.__name__ if label is None else label, f"The label of {model.__name__}")
    parents = [m for base in model.__mro__[1:] if (m := getattr(base, "__graph__", None)) is not None]
    labels = (*dict.fromkeys(each for parent in reversed(parents) for each in cast("NodeMapping", parent).labels), own)
    mapping = NodeMapping(_properties(model), model, tuple(dict.fromkeys(labels)))
    if not mapping.key:
        raise ModelError(f"{model.__name__} has no key: mark the field that identifies it, such as `key: Key[str]`.")
    labelled = {cast("NodeMapping", parent).key_label for parent in parents}
    if len(labelled) > 1:
        raise ModelError(
            f"{model.__name__} would have the keys of {' and '.join(sorted(labelled))}: at most one base may be concrete, "
            "make the others abstract=True."
        )
    for parent in parents:
        added = [p.name for p in mapping.key if p.name not in parent.by_name or not parent.by_name[p.name].key]
        if added:
            raise ModelError(
                f"{model.__name__}.{added[0]}: a subclass of {parent.model.__name__} has its key and cannot add to it."
            )
    return mapping


def relationship_mapping(model: type[Relationship[Any, Any]], type_: str | None) -> RelationshipMapping | None:
    """Work out and check a relationship class; None while its ends are type variables."""
    from graphmodel.model.base import Node

    ends: list[tuple[type[Node], ...]] = []
    for end in ENDS:
        annotation = model.__pydantic_fields__[end].annotation
        inner, optional, _ = unwrap(annotation)
        members = tuple(getattr(inner, "__args__", ())) if not isinstance(inner, type) else (inner,)
        if not isinstance(inner, type) and not members:
            return None  # a type variable: a generic base for relationships of one's own
        if optional or not all(inspect.isclass(m) and issubclass(m, Node) for m in members):
            raise ModelError(
                f"{model.__name__}: its {end} is {annotation!r}; "
                "write Relationship[Start, End] with node classes or unions of them."
            )
        ends.append(members)
    name = checked_label(to_snake(model.__name__).upper() if type_ is None else type_, f"The type of {model.__name__}")
    mapping = RelationshipMapping(_properties(model), model, name, *ends)
    for member in (m for end in ends for m in end):
        if (at := getattr(member, "__graph__", None)) is not None and name in at.labels:
            raise ModelError(
                f"{model.__name__}: its type {name!r} is also a label of {member.__name__}; give one of them another name."
            )
    return mapping


def _properties(model: type[Any]) -> tuple[Property, ...]:
    from graphmodel.model.base import Node, Relationship

    ends = ENDS if issubclass(model, Relationship) else ()
    taken = {*dir(Node), *dir(type(Node))}
    if model.model_config.get("extra") == "allow":
        raise ModelError(
            f"{model.__name__}: extra='allow' would take values that are never stored; declare them as fields."
        )
    fields: dict[str, FieldInfo] = model.__pydantic_fields__
    for name in fields.keys() - set(ends):
        if name in taken:
            raise ModelError(
                f"{model.__name__}.{name}: the class itself has a .{name}, which the field would hide: call the field "
                f"{name}_ and store it under its name with Annotated[..., Stored({name!r})]."
            )
    properties = tuple(
        property_of(f"{model.__name__}.{name}", name, field) for name, field in fields.items() if name not in ends
    )
    if len(versions := [p.name for p in properties if p.version]) > 1:
        raise ModelError(f"{model.__name__}.{versions[1]}: {versions[0]} is its version already; there is at most one.")
    seen: dict[str, str] = {}
    for p in properties:
        for column in p.columns:
            if column in seen:
                raise ModelError(
                    f"{model.__name__}.{p.name} and .{seen[column]} would both be stored as {column!r}: "
                    "give one a Stored('...') name."
                )
            seen[column] = p.name
    return properties
