"""What a user declares: `Node` and `Relationship`. A pydantic model is the graph model; there is no second class."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, SerializeAsAny
from pydantic.errors import PydanticUndefinedAnnotation

from graphmodel.errors import ModelError, NotLoaded, UnknownField
from graphmodel.model import cards
from graphmodel.model.expressions import Attribute
from graphmodel.model.mapping import NodeMapping, RelationshipMapping, node_mapping, relationship_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    GraphMeta = type(BaseModel)
else:

    class GraphMeta(type(BaseModel)):
        """Lets a class answer `State.name` with the expression that stands for that field in a query."""

        def __getattr__(cls, name):
            mapping = cls.__dict__.get("__graph__")
            if mapping is None or name.startswith("_"):
                if name in cls.__dict__.get("__pydantic_fields__", ()):
                    raise UnknownField(
                        f"{cls.__name__} is abstract: its classes may store .{name} differently; ask one of them, by an alias."
                    )
                return super().__getattr__(name)
            # While pydantic collects the fields of a subclass it asks its bases for defaults by name: those are no queries.
            # (A flag set in __new__ would need a frame of its own, and hide the names of a function from forward references.)
            if sys._getframe(1).f_globals.get("__name__", "").startswith("pydantic."):  # noqa: SLF001  (there is no other way)
                raise AttributeError(name)
            if name not in mapping.by_name:
                raise UnknownField(f"{cls.__name__} has no field {name!r}. Its fields: {', '.join(mapping.by_name)}.")
            return Attribute(cls, mapping.by_name[name])


class GraphObject(BaseModel, metaclass=GraphMeta):
    """What nodes and relationships share. Unknown fields are refused, assignments are checked."""

    # Types that pydantic does not know either have a Converter, or are refused by us, by class and field.
    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        validate_by_name=True,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )

    __graph__: ClassVar[Any] = None

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return cards.arguments(self)

    if not TYPE_CHECKING:  # or checkers would take every name for an attribute

        def __getattr__(self, name):
            if name in type(self).__pydantic_fields__:
                raise NotLoaded(
                    f"{_who(self)} is a reference and knows only its key: fetch it, or ask for it in the query, to read .{name}."
                )
            return super().__getattr__(name)

        def __setattr__(self, name, value):
            if name in type(self).__pydantic_fields__ and is_ref(self):
                raise NotLoaded(f"{_who(self)} is a reference and knows only its key: fetch it first to set .{name}.")
            super().__setattr__(name, value)


class Node(GraphObject):
    """A node. Subclass it; the class name is the label, and at least one field is the `Key`.

    Class arguments: `label="..."` gives the label by hand, `abstract=True` makes a base class without a label of its own.
    Subclasses of a concrete class add their label to its labels and share its key.

    Raises:
        ModelError: at the class statement, when the class cannot be mapped.

    >>> from graphmodel import Indexed, Key, Node
    >>> class Country(Node):
    ...     iso3: Key[str]
    ...     name: Indexed[str]
    ...     population: int | None = None
    >>> Country(iso3="IRN", name="Iran").name
    'Iran'
    """

    __graph__: ClassVar[NodeMapping | None] = None
    __label__: ClassVar[str | None] = None
    __abstract__: ClassVar[bool] = True

    def __init_subclass__(
        cls, *, label: str | None = None, abstract: bool = False, **kwargs: Unpack[ConfigDict]
    ) -> None:
        cls.__label__, cls.__abstract__ = label, abstract
        cls.__graph__ = None
        super().__init_subclass__(**kwargs)

    @classmethod
    def __pydantic_init_subclass__(cls, *, label: str | None = None, abstract: bool = False, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        super().__pydantic_on_complete__()
        generic = cls.__pydantic_generic_metadata__  # Valued[int] is as little a label as Valued
        if not cls.__abstract__ and not generic["parameters"] and generic["origin"] is None:
            cls.__graph__ = node_mapping(cls, cls.__label__)

    def _repr_html_(self) -> str:
        return cards.of_node(self)

    def __hash__(self) -> int:
        return hash(identity(self))


S = TypeVar("S")
E = TypeVar("E")


class Relationship(GraphObject, Generic[S, E]):
    """A relationship from a node of class `S` to one of class `E`; either may be a union or a base class.

    The class name in upper snake case is the type; `type="..."` as class argument gives it by hand. Without a `Key` field there
    is one relationship for each pair and type; with one, several terms of one pair stand side by side.

    Raises:
        ModelError: at the class statement, when the class cannot be mapped.

    >>> from graphmodel import Key, Node, Period, Relationship
    >>> class Person(Node):
    ...     key: Key[str]
    >>> class Firm(Node):
    ...     key: Key[str]
    >>> class WorksFor(Relationship[Person, Firm]):
    ...     since: Key[str]
    ...     valid: Period
    >>> WorksFor.__graph__.type
    'WORKS_FOR'
    """

    __graph__: ClassVar[RelationshipMapping | None] = None
    __type__: ClassVar[str | None] = None

    start: SerializeAsAny[S]
    end: SerializeAsAny[E]

    def __init_subclass__(cls, *, type: str | None = None, **kwargs: Unpack[ConfigDict]) -> None:  # noqa: A002  (as users say it)
        cls.__type__ = type
        cls.__graph__ = None
        super().__init_subclass__(**kwargs)

    @classmethod
    def __pydantic_init_subclass__(cls, *, type: str | None = None, **kwargs: Any) -> None:  # noqa: A002  (the word for it)
        super().__pydantic_init_subclass__(**kwargs)

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        super().__pydantic_on_complete__()
        if cls.__pydantic_generic_metadata__["origin"] is None and cls.__name__ != "Relationship":
            cls.__graph__ = relationship_mapping(cls, cls.__type__)

    def _repr_html_(self) -> str:
        return cards.of_relationship(self)

    def __hash__(self) -> int:
        return hash(identity(self))

    if TYPE_CHECKING:

        @classmethod
        def _joins(cls, start: S, end: E, /) -> None:
            """What checkers hold against the nodes on both sides of it in a pattern."""


def mapping_of(model: type[Any]) -> NodeMapping | RelationshipMapping:
    """The mapping of a complete, concrete model class.

    Raises:
        ModelError: for a class that is abstract, no model, or still waits for a forward reference.
    """
    mapping = getattr(model, "__graph__", None)
    if mapping is None:
        name = getattr(model, "__name__", repr(model))
        if not (isinstance(model, type) and issubclass(model, GraphObject)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise ModelError(
                f"{name} is no model: derive it from graphmodel.Node or graphmodel.Relationship[Start, End]."
            )
        if not model.__pydantic_complete__:
            try:
                model.model_rebuild()
            except PydanticUndefinedAnnotation as error:
                raise ModelError(
                    f"{name} waits for {error.name!r}, which is not defined: define or import it."
                ) from None
            if (mapping := getattr(model, "__graph__", None)) is not None:
                return cast("NodeMapping | RelationshipMapping", mapping)
        raise ModelError(f"{name} is abstract: it has no place of its own in the graph. Use one of its subclasses.")
    return mapping


def node_mapping_of(model: type[Node]) -> NodeMapping:
    """The mapping of a concrete node class. Raises as `mapping_of`."""
    mapping = mapping_of(model)
    if not isinstance(mapping, NodeMapping):
        raise ModelError(f"{model.__name__} is a relationship; a node class belongs here.")
    return mapping


def relationship_mapping_of(model: type[Any]) -> RelationshipMapping:
    """The mapping of a relationship class. Raises as `mapping_of`."""
    mapping = mapping_of(model)
    if not isinstance(mapping, RelationshipMapping):
        raise ModelError(f"{model.__name__} is a node; a relationship class belongs here.")
    return mapping


N = TypeVar("N", bound=Node)


def ref(model: type[N], /, *key: object, **named: object) -> N:
    """A stand-in for a node of which only the key is known: for the ends of relationships.

    Args:
        model: the node class.
        key: the values of its key fields in their order.
        named: the same by name.

    Raises:
        NotLoaded: when anything but its key is touched or set.
        ModelError: when the values are not its key.

    >>> from graphmodel import Key, Node, ref
    >>> class Country(Node):
    ...     iso3: Key[str]
    ...     name: str
    >>> ref(Country, "IRN").iso3
    'IRN'
    """
    fields = node_mapping_of(model).key
    names = [p.name for p in fields]
    given = {**dict(zip(names, key, strict=False)), **named}
    if len(key) + len(named) != len(names) or set(given) != set(names):
        raise ModelError(
            f"The key of {model.__name__} is {', '.join(names)}; given were {len(key)} values"
            + (f" and {', '.join(sorted(named))}." if named else ".")
        )
    return trusted_ref(model, {p.name: p.validate(given[p.name], model) for p in fields})


def trusted_ref(model: type[N], key: dict[str, Any]) -> N:
    """A reference from key values that were checked before, or come from the database."""
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", key)
    object.__setattr__(made, "__pydantic_fields_set__", set(key))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def is_ref(instance: GraphObject) -> bool:
    """Whether an object knows only its key."""
    values = instance.__dict__
    return len(values) < len(type(instance).__pydantic_fields__) and bool(values)


def identity(instance: Node | Relationship[Any, Any]) -> tuple[Any, ...]:
    """What makes an object this one in any graph: key label and key; for a relationship its type, ends and key."""
    if isinstance(instance, Node):
        at = node_mapping_of(type(instance))
        return (at.key_label, *at.key_of(instance))
    between = relationship_mapping_of(type(instance))
    return (between.type, identity(instance.start), identity(instance.end), *between.key_of(instance))


def same(a: Node | Relationship[Any, Any], b: Node | Relationship[Any, Any]) -> bool:
    """Whether two objects stand for the same node or relationship, whatever else they say of it.

    >>> from graphmodel import Key, Node, ref, same
    >>> class Country(Node):
    ...     iso3: Key[str]
    ...     name: str
    >>> same(Country(iso3="IRN", name="Iran"), ref(Country, "IRN"))
    True
    """
    return identity(a) == identity(b)


def _who(instance: Any) -> str:
    return f"{type(instance).__name__}({', '.join(f'{k}={v!r}' for k, v in instance.__dict__.items())})"
