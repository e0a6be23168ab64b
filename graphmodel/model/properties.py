"""One field of a model, and the stored properties that hold it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, cast, get_type_hints

from pydantic import BaseModel, RootModel, SecretBytes, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from graphmodel.errors import ModelError, QueryError, WriteError
from graphmodel.model.annotations import SUPPORTED, codec_for, find, unwrap
from graphmodel.model.codecs import Codec, Listed, Plain
from graphmodel.model.converted import Converted, Jsons
from graphmodel.model.fields import (
    Converter,
    FullTextMark,
    IndexedMark,
    JsonMark,
    KeyMark,
    Plaintext,
    Similarity,
    Stored,
    UniqueMark,
    Vector,
    VersionMark,
)
from graphmodel.model.names import checked_name

_UNCHANGING = (str, bytes, int, float, tuple, frozenset)


@dataclass(frozen=True, eq=False)
class Property:
    """One field and the stored properties that hold it. `codec.reads` are read; the others are there to be compared."""

    name: str
    annotation: Any
    codec: Codec
    columns: tuple[str, ...]
    optional: bool
    null_is_none: bool = False
    """Whether a null in the graph must be said as None, as the field's default is something else."""
    key: bool = False
    unique: bool = False
    indexed: bool = False
    fulltext: bool = False
    vector: int | None = None
    """How many dimensions it has, if it is searched by neighbours."""
    similarity: Similarity | None = None
    version: bool = False
    fresh: Callable[[dict[str, Any]], Any] | None = None
    """Makes the field's default anew, given the fields before it, where that can be changed in place; None for other fields."""
    parts: Mapping[str, Property] = field(default_factory=dict[str, "Property"])
    """The fields of a nested value object; empty for others."""

    @property
    def column(self) -> str:
        """The stored property that says the whole value.

        Raises:
            QueryError: for a nested value object, of which there is none.
        """
        if self.parts:
            raise QueryError(
                f"{self.name} is stored as several values: name one of them, .{self.name}.{next(iter(self.parts))}."
            )
        return self.columns[0]

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The stored properties that it is read from."""
        return tuple(self.columns[i] for i in self.codec.reads)

    @cached_property
    def plain(self) -> bool:
        """Whether it is stored as it is."""
        return type(self.codec) is Plain

    @cached_property
    def shows(self) -> bool:
        """Whether something is stored whenever the field has a value."""
        return not self.parts or any(p.shows and not p.optional for p in self.parts.values())

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

    def touched(self, value: Any, fields: dict[str, Any]) -> bool:
        """Whether a value that was never set was changed in place. Defaults that differ each time tell nothing."""
        if self.fresh is None:
            return False
        default = self.fresh(fields)
        return bool(value != default and default == self.fresh(fields))

    def put(self, value: Any, into: list[Any]) -> None:
        """Add the values of its stored properties, in the order of `columns`; null for each of None."""
        if self.plain:
            into.append(value)
        elif value is None:
            into.extend([None] * len(self.columns))
        else:
            into.extend(self.codec.encode(value))

    def take(self, found: Sequence[Any], into: dict[str, Any]) -> None:
        """Add its value to those of an object, from what is stored in `read`; nothing where it is not there."""
        there = any(each is not None for each in found)
        if there or (self.parts and not self.shows and not self.optional):
            into[self.name] = self.codec.decode(found if self.parts else found[0])
        elif self.null_is_none:
            into[self.name] = None

    def encode_one(self, value: Any) -> Any:
        """The value of `column` alone."""
        return value if value is None or self.plain else self.codec.encode(value)[0]

    def leaves(self) -> Iterator[Property]:
        """Itself, or the fields of its nested object, and of theirs."""
        if not self.parts:
            yield self
        for part in self.parts.values():
            yield from part.leaves()

    def within(self, name: str, prefix: str) -> Property:
        """The same as a field of a nested object."""
        return dataclasses.replace(
            self,
            name=f"{name}.{self.name}",
            columns=tuple(f"{prefix}_{column}" for column in self.columns),
            parts={inner: part.within(name, prefix) for inner, part in self.parts.items()},
        )


class Nested(Codec):
    """A value object by the properties of its fields, each with the field's name before its own."""

    order, indexed, unique, listed = None, (), False, False

    def __init__(self, model: type[Any], parts: Sequence[Property]) -> None:
        self._model, self._parts = model, parts
        self.suffixes = tuple(f"_{column}" for p in parts for column in p.columns)
        self.reads = tuple(self.suffixes.index(f"_{column}") for p in parts for column in p.read)

    def encode(self, value: Any) -> Sequence[Any]:
        """The stored values of its fields.

        Raises:
            WriteError: for an object of a subclass, whose own fields would be lost.
        """
        if type(value) is not self._model:
            raise WriteError(
                f"A {type(value).__name__} stands where {self._model.__name__} is stored, and more than its fields would be lost: "
                f"make it a {self._model.__name__}."
            )
        encoded: list[Any] = []
        for p in self._parts:
            p.put(getattr(value, p.name), encoded)
        return encoded

    def decode(self, stored: Any) -> Any:
        """The values of its fields by name, from all that is read of them."""
        values: dict[str, Any] = {}
        place = 0
        for p in self._parts:
            found = stored[place : place + len(p.read)]
            place += len(p.read)
            p.take(found, values)
        return values


def property_of(where: str, name: str, info: FieldInfo, around: tuple[type[Any], ...] = ()) -> Property:
    """Work out and check one field.

    Args:
        where: class and field, for messages.
        name: the field's.
        info: what pydantic knows of it.
        around: the nested classes that it stands in, from the outside in.

    Raises:
        ModelError: when it cannot be stored as it is declared.
    """
    inner, optional, inside = unwrap(info.annotation)
    marks = (*info.metadata, *inside)
    if (inner in (SecretStr, SecretBytes) or info.exclude) and find(marks, Plaintext) is None:
        raise ModelError(
            f"{where} is hidden where the object is shown or dumped, and would stand readable in the graph: "
            "say Annotated[..., Plaintext()] if that is meant."
        )
    stored = mark.name if (mark := find(marks, Stored)) is not None else name
    parts: Mapping[str, Property] = {}
    codec = codec_for(inner, marks, where)
    if codec is None and _is_value_object(inner):
        bare = _parts(where, inner, around)
        codec = Nested(inner, bare)
        parts = {p.name: p.within(name, stored) for p in bare}
    if codec is None:
        raise ModelError(f"{where}: {info.annotation!r} has no place in a graph. What has: {SUPPORTED}.")
    vector = find(marks, Vector)
    kept = tuple(
        mark for mark in marks if isinstance(mark, (Converter, Vector))
    )  # what pydantic needs to check a value
    annotation: Any = inner | None if optional else inner
    for mark in kept:
        annotation = Annotated[annotation, mark]
    made = Property(
        name,
        annotation,
        codec,
        tuple(checked_name(stored + suffix, where) for suffix in codec.suffixes),
        optional,
        null_is_none=optional and (info.is_required() or info.default is not None or info.default_factory is not None),
        key=find(marks, KeyMark) is not None,
        unique=find(marks, UniqueMark) is not None,
        indexed=find(marks, IndexedMark) is not None,
        fulltext=find(marks, FullTextMark) is not None,
        vector=None if vector is None else vector.dimensions,
        similarity=None if vector is None else vector.similarity,
        version=find(marks, VersionMark) is not None,
        fresh=_fresh(info) if isinstance(codec, (Listed, Jsons, Converted, Nested)) else None,
        parts=parts,
    )
    _check_roles(where, made, inner, json=find(marks, JsonMark) is not None, nested=bool(around))
    return made


def _fresh(info: FieldInfo) -> Callable[[dict[str, Any]], Any] | None:
    if info.is_required() or info.default is None or isinstance(info.default, _UNCHANGING):
        return None
    return lambda fields: info.get_default(call_default_factory=True, validated_data=fields)


def _check_roles(where: str, p: Property, inner: Any, *, json: bool, nested: bool) -> None:
    """See that the field can be what its marks say. Raises ModelError."""
    if nested and (p.key or p.version):
        raise ModelError(f"{where}: a {'key' if p.key else 'version'} is a field of the node or relationship itself.")
    if nested and p.name in ("owner", "property"):  # which a field in a query has of its own
        raise ModelError(
            f"{where}: a query could not name it: call it {p.name}_ and store it under its name with Stored({p.name!r})."
        )
    if p.key and p.optional:
        raise ModelError(f"{where}: a key is never null; take None out of its type.")
    if (p.key or p.unique) and (not p.codec.unique or (p.key and len(p.codec.suffixes) > 1)):
        raise ModelError(f"{where}: {inner!r} cannot be a key or unique; use text, a whole number, a date or a UUID.")
    if p.indexed and not p.codec.indexed:
        raise ModelError(f"{where}: an index on {inner!r} would be of no use: index what is searched for.")
    if p.fulltext and (json or inner not in (str, list[str])):
        raise ModelError(f"{where}: only words are searched by a full-text index: use str or list[str].")
    if p.vector and (json or inner != list[float]):
        raise ModelError(f"{where}: a vector is a list[float].")
    if p.version and (p.key or p.unique or p.optional or inner is not int):
        raise ModelError(f"{where}: a version is a whole number, no key and never null: `version: Version = 0`.")
    if p.parts and p.optional and not p.shows:
        raise ModelError(
            f"{where}: a {inner.__name__} all of whose fields are None could not be told from None: "
            f"give it a field that is never None, or take None out of {where}."
        )


def _is_value_object(kind: Any) -> bool:
    from graphmodel.model.base import GraphObject

    if not isinstance(kind, type):
        return getattr(kind, "__origin__", None) is not None and _is_value_object(kind.__origin__)
    of = cast("type[Any]", kind)
    return dataclasses.is_dataclass(of) or (issubclass(of, BaseModel) and not issubclass(of, (GraphObject, RootModel)))


def _parts(where: str, model: type[Any], around: tuple[type[Any], ...]) -> tuple[Property, ...]:
    """The fields of a value object, as if they stood alone."""
    if model in around:
        raise ModelError(
            f"{where}: a {model.__name__} within a {model.__name__} has no end: make it a node, or say Json[...]."
        )
    fields = _fields(where, model)
    if not fields:
        raise ModelError(f"{where}: {model.__name__} has no fields to store.")
    if getattr(model, "model_config", {}).get("extra") == "allow":
        raise ModelError(
            f"{where}: {model.__name__} has extra='allow' and would take values that are never stored: say Json[...]."
        )
    return tuple(property_of(f"{where}.{name}", name, info, (*around, model)) for name, info in fields.items())


def _fields(where: str, model: type[Any]) -> dict[str, FieldInfo]:
    if issubclass(model, BaseModel) and not model.__pydantic_complete__:
        model.model_rebuild(raise_errors=False)
    if (known := getattr(model, "__pydantic_fields__", None)) is not None:
        return cast("dict[str, FieldInfo]", known)
    try:
        hints = get_type_hints(model, include_extras=True)
    except NameError as error:
        raise ModelError(
            f"{where}: {model.__name__} waits for {error.name!r}, which is not defined where it is."
        ) from None
    fields = dataclasses.fields(model)
    if unset := [f.name for f in fields if not f.init]:
        raise ModelError(
            f"{where}: {model.__name__}.{unset[0]} is no argument of its class, so that it could not be read back."
        )
    return {f.name: _field_info(hints[f.name], f) for f in fields}


def _field_info(annotation: Any, of: dataclasses.Field[Any]) -> FieldInfo:
    if of.default_factory is not dataclasses.MISSING:
        return FieldInfo.from_annotated_attribute(annotation, FieldInfo(default_factory=of.default_factory))
    if of.default is not dataclasses.MISSING:
        return FieldInfo.from_annotated_attribute(annotation, of.default)
    return FieldInfo.from_annotation(annotation)
