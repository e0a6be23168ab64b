"""The values of a query's columns as Python values, and its rows as what `into` asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from graphmodel.errors import MappingError, QueryError
from graphmodel.model.expressions import Expression
from graphmodel.query import Call, Query

Reader = Callable[[Any], Any]


def value_reader(column: Expression) -> Reader:
    """What makes a Python value out of what the database gives for a column."""
    kind = column.__kind__
    if kind.family == "any":
        return lambda item: item
    decode, validate = kind.codec.decode, kind.adapter.validate_python

    def read(item: Any) -> Any:
        if item is None:
            if isinstance(column, Call):
                raise MappingError(
                    f"{column} gave null: gm.coalesce({column}, default) allows for that.", column=str(column)
                )
            return None
        try:
            return validate(decode(item))
        except (ValidationError, ValueError, AttributeError, TypeError) as error:
            raise MappingError(
                f"{column} is {type(item).__name__} in the graph, which does not fit: {_why(error)}", column=str(column)
            ) from None

    return read


def _why(error: Exception) -> str:
    """What is wrong, without the value: pydantic's own text shows it."""
    return (
        error.errors(include_url=False, include_input=False)[0]["msg"]
        if isinstance(error, ValidationError)
        else "it is of another type"
    )


def row_maker(query: Query[Any]) -> Callable[[tuple[Any, ...]], Any] | None:
    """What makes the type that `into` asked for out of a row's values; None for plain rows."""
    if query.row is None:
        return None
    adapter = TypeAdapter[Any](query.row)
    names = list(getattr(query.row, "__pydantic_fields__", None) or getattr(query.row, "__annotations__", ()))
    if len(names) != len(query.columns):
        raise QueryError(
            f"into({query.row.__name__}): it has the fields {', '.join(names)}, the query {len(query.columns)} columns."
        )

    def make(values: tuple[Any, ...]) -> Any:
        try:
            return adapter.validate_python(dict(zip(names, values, strict=True)))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise MappingError(
                f"{query.row.__name__}.{'.'.join(map(str, first['loc']))}: {first['msg']}", column=str(first["loc"][0])
            ) from None

    return make
