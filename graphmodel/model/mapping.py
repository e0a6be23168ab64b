"""What a model class is in the graph: labels or type, key, properties. Worked out once, when the class is complete."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic.alias_generators import to_snake

from graphmodel.errors import ModelError
from graphmodel.model.codecs import PLAIN, SUPPORTED, Codec, Listed, codec_for, unwrap
from graphmodel.model.fields import IndexedMark, KeyMark, Stored, UniqueMark

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from graphmodel.model.base import Node, Relationship

ENDS = ("start", "end")


@dataclass(frozen=True, eq=False)
class Property:
    """One field and the stored properties that hold it. `columns[0]` is read; the others are there to be compared."""

    name: str
    annotation: Any
    codec: Codec
    columns: tuple[str, ...]
    optional: bool
    key: bool
    unique: bool
    indexed: bool

    @property
    def column(self) -> str:
        """The stored property that says the whole value."""
        return self.columns[0]

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The check, by pydantic, of a single value of this field."""
        return TypeAdapter(self.annotation)

    def validate(self, value: Any, model: type[Any]) -> Any:
        """A single value of this field, checked.

        Raises:
            ModelError: naming class and field.
        """
        try:
            return self.adapter.validate_python(value)
        except ValidationError as error:
            why = "; ".join(each["msg"] for each in error.errors(include_url=False, include_input=False))
            raise ModelError(f"{model.__name__}.{self.name} cannot be {value!r}: {why}.") from None

    def put(self, value: Any, into: list[Any]) -> None:
        """Add the values of its stored properties, in the order of `columns`; null for each of None."""
        if self.codec is PLAIN:
            into.append(value)
        elif value is None:
            into.extend([None] * len(self.columns))
        else:
            into.extend(self.codec.encode(value))

    def encode_one(self, value: Any) -> Any:
        """The value of `column` alone."""
        return value if value is None or self.codec is PLAIN else self.codec.encode(value)[0]


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
    def columns(self) -> tuple[str, ...]:
        """Every stored property."""
        return tuple(column for p in self.properties for column in p.columns)

    @cached_property
    def values(self) -> tuple[Property, ...]:
        """Its properties without the key."""
        return tuple(p for p in self.properties if not p.key)

    @cached_property
    def bits(self) -> tuple[tuple[int, str, Property], ...]:
        """Each of `values` with its name and a bit, so that a number can say which of them are meant."""
        return tuple((1 << i, p.name, p) for i, p in enumerate(self.values))

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
    own = _checked_label(model.__name__ if label is None else label, f"The label of {model.__name__}")
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
    name = _checked_label(to_snake(model.__name__).upper() if type_ is None else type_, f"The type of {model.__name__}")
    mapping = RelationshipMapping(_properties(model), model, name, *ends)
    for member in (m for end in ends for m in end):
        if (at := getattr(member, "__graph__", None)) is not None and name in at.labels:
            raise ModelError(
                f"{model.__name__}: its type {name!r} is also a label of {member.__name__}; give one of them another name."
            )
    return mapping


def checked_name(name: str, what: str) -> str:
    """A label, type or property name that every engine takes and that can be quoted.

    Raises:
        ModelError: for an empty name, control characters, a backslash (Cypher reads it as an escape), or a leading `@`.
    """
    if (
        not name
        or name != name.strip()
        or name.startswith("@")
        or re.search(r"[\x00-\x1f\x7f\\\u2028\u2029\ud800-\udfff]", name)
    ):
        raise ModelError(
            f"{what} cannot be {name!r}: it is empty, or holds a backslash, a control character or a leading '@'."
        )
    return name


def _checked_label(name: str, what: str) -> str:
    """A label or type, in which the embedded engine takes some more characters for its own. Raises as `checked_name`."""
    if any(character in name for character in "*,~"):
        raise ModelError(f"{what} cannot be {name!r}: it holds '*', ',' or '~', which not every engine takes.")
    return checked_name(name, what)


def _properties(model: type[Any]) -> tuple[Property, ...]:
    from graphmodel.model.base import Node, Relationship

    ends = ENDS if issubclass(model, Relationship) else ()
    taken = {*dir(Node), *dir(type(Node))}
    if model.model_config.get("extra") == "allow":
        raise ModelError(
            f"{model.__name__}: extra='allow' would take values that are never stored; declare them as fields."
        )
    fields: dict[str, FieldInfo] = model.__pydantic_fields__
    properties = tuple(
        _property(cast("type[Any]", model), name, field, taken) for name, field in fields.items() if name not in ends
    )
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


def _property(model: type[Any], name: str, field: FieldInfo, taken: set[str]) -> Property:
    where = f"{model.__name__}.{name}"
    if name in taken:
        raise ModelError(
            f"{where}: the class itself has a .{name}, which the field would hide: call the field "
            f"{name}_ and store it under its name with Annotated[..., Stored({name!r})]."
        )
    inner, optional, inside = unwrap(field.annotation)
    marks = (*field.metadata, *inside)
    stored = next((mark.name for mark in marks if isinstance(mark, Stored)), name)
    key, unique, indexed = (any(isinstance(m, kind) for m in marks) for kind in (KeyMark, UniqueMark, IndexedMark))
    codec = codec_for(inner)
    if codec is None:
        raise ModelError(f"{where}: {field.annotation!r} has no place in a graph. What has: {SUPPORTED}.")
    if key and optional:
        raise ModelError(f"{where}: a key is never null; take None out of its type.")
    if (key or unique) and (isinstance(codec, Listed) or inner is float or len(codec.suffixes) > 1):
        raise ModelError(f"{where}: {inner!r} cannot be a key or unique; use text, a number or a date.")
    columns = tuple(checked_name(stored + suffix, where) for suffix in codec.suffixes)
    annotation: Any = inner | None if optional else inner
    return Property(name, annotation, codec, columns, optional, key, unique, indexed)
