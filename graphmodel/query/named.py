"""What the expressions and patterns of a query name: classes, aliases, ways, sub-queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, cast

from graphmodel.model import GraphObject
from graphmodel.model.expressions import Expression
from graphmodel.query.aggregates import AGGREGATES, Aggregate, Count
from graphmodel.query.alias import Alias, model_of
from graphmodel.query.functions import Call, Ordering
from graphmodel.query.patterns import Hop
from graphmodel.query.select import Query


def is_part(value: Any) -> bool:
    """Whether a value is a class or alias, and so may stand in a pattern."""
    return isinstance(value, Alias) or (isinstance(value, type) and issubclass(value, GraphObject))


def inside(value: Any) -> Iterator[Any]:
    """The fields of an expression, those in tuples and lists one by one."""
    if isinstance(value, (tuple, list)):
        for each in cast("list[Any]", value):
            yield from inside(each) if isinstance(each, (tuple, list)) else (each,)
    elif isinstance(value, (Expression, Ordering)):
        for field in fields(cast("Any", value)):  # every expression is a dataclass
            inner = getattr(value, field.name)
            yield from inside(inner) if isinstance(inner, (tuple, list)) else (inner,)


def named(value: Any, *, deep: bool = False) -> Iterator[Any]:
    """The classes, aliases and ways that a column, a condition or an order names; if `deep`, those in its sub-queries too."""
    if is_part(value) or isinstance(value, Hop):
        yield value
    elif isinstance(value, Query):
        if deep:
            yield from parts_of(cast("Query[Any]", value))
    else:
        for each in inside(value):
            yield from named(each, deep=deep)


def named_parts(value: Any) -> list[Any]:
    """The classes and aliases that a column, a condition or an order names."""
    return [part for part in named(value) if is_part(part)]


def parts_of(query: Query[Any]) -> Iterator[Any]:
    """Every class, alias and way that a query names anywhere, its sub-queries included."""
    for pattern in query.patterns:
        yield from pattern.nodes
        for hop in pattern.hops:
            yield hop
            yield hop.part
            yield from named(hop.conditions, deep=True)
        yield from named(pattern.conditions, deep=True)
    periods = [period for asked in query.times if (period := asked.period) is not None]
    for value in (query.columns, query.conditions, query.groups, query.orders, periods, query.source):
        yield from named(value, deep=True)
    for branch in query.branches:
        yield from parts_of(branch)


def models_of(query: Query[Any]) -> list[type[GraphObject]]:
    """The concrete model classes that a query speaks of, its sub-queries included."""
    models = dict.fromkeys(model_of(part) for part in parts_of(query) if is_part(part))
    return [model for model in models if model.__graph__ is not None]


def has_aggregate(value: Any) -> bool:
    """Whether an expression is an aggregate or made of one; those inside a sub-query are its own."""
    if isinstance(value, Aggregate) or (isinstance(value, Call) and value.name.lower() in AGGREGATES):
        return True
    if isinstance(value, Count):
        return not isinstance(value.of, Query)
    return any(map(has_aggregate, inside(value))) if isinstance(value, (Expression, Ordering)) else False
