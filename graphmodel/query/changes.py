"""What `graph.update` sets: a field and its new value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from graphmodel.errors import QueryError
from graphmodel.model.annotations import unwrap
from graphmodel.model.expressions import Attribute, Condition, Constant, Expression
from graphmodel.query.alias import model_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A field and the value that it gets: a checked one, or an expression that the database works out for each object."""

    field: Attribute
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Change(Generic[T]):
    """A field that is to be changed; `to` says to what."""

    field: Attribute

    def to(self, value: T) -> Assignment:
        """The new value: of the field's type, None where the field is optional, or made of fields: `State.population + 1`.

        Raises:
            QueryError: when the value does not fit the field.
        """
        given: Any = value
        if isinstance(given, Condition) and self.field.property.annotation is not bool:
            raise QueryError(f"{self.field} cannot become a condition: give a value, or an expression with one.")
        if isinstance(given, Attribute) and not _fits(given, self.field):
            raise QueryError(f"{self.field} cannot become {given}, which is of another type.")
        return Assignment(self.field, given if isinstance(given, Expression) else Constant(self._checked(given)))

    def _checked(self, value: Any) -> Any:
        # As the field was declared, with its constraints: those of the stored property know only the type.
        field = model_of(self.field.owner).__pydantic_fields__[self.field.property.name]
        try:
            return TypeAdapter[Any](field.rebuild_annotation()).validate_python(value)
        except ValidationError as error:
            why = "; ".join(each["msg"] for each in error.errors(include_url=False, include_input=False))
            raise QueryError(f"{self.field} cannot become this {type(value).__name__}: {why}.") from None


def _fits(given: Attribute, field: Attribute) -> bool:
    (kind, _, _), (wanted, _, _) = unwrap(given.property.annotation), unwrap(field.property.annotation)
    return kind == wanted or (kind, wanted) == (int, float)


def change(field: T) -> Change[T]:
    """A field that `graph.update` sets: `gm.change(State.population).to(5)`.

    Args:
        field: of a model class or alias; not a part of its key.

    Raises:
        QueryError: for a key, which never changes, and for what is no field.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     name: str
    ...     visits: int = 0
    >>> with gm.connect() as graph:
    ...     report = graph.merge(Country(iso3="IRN", name="Persia"))
    ...     graph.update(gm.select(Country).where(Country.iso3 == "IRN"), gm.change(Country.name).to("Iran"))
    ...     graph.get(Country, "IRN").name
    1
    'Iran'
    """
    given = cast("Any", field)
    if not isinstance(given, Attribute):
        raise QueryError(f"change takes a field of a model, such as State.name, not {given!r}.")
    if "." in given.property.name:
        whole = given.property.name.partition(".")[0]
        raise QueryError(f"{given} is a part of a value: change the whole of it, {whole}, so that it stays one.")
    if given.property.key:
        raise QueryError(
            f"{given} is a part of the key, which never changes: make another object, and delete this one."
        )
    if given.property.version:
        raise QueryError(f"{given} is the version, which counts up by itself with every change.")
    return Change(given)
