"""Where aggregates may stand in a query: what is refused before an engine sees it, since each refuses other things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model.expressions import Attribute, Constant, Expression, shape
from graphmodel.query import Aggregate, Call, Count, Maybe, Query, has_aggregate, inside, is_part
from graphmodel.query.aggregates import AGGREGATES


def is_aggregate(value: Any) -> bool:
    """Whether an expression is an aggregate itself."""
    if isinstance(value, Call):
        return value.name.lower() in AGGREGATES
    return isinstance(value, Aggregate) or (isinstance(value, Count) and not isinstance(value.of, Query))


def check_aggregates(query: Query[Any]) -> None:
    """Refuse aggregates where there is no group to make one value of.

    Raises:
        QueryError: saying what to write instead.
    """
    conditions = [
        *query.conditions,
        *(c for each in query.patterns for c in (*each.conditions, *(c for hop in each.hops for c in hop.conditions))),
    ]
    for each in conditions:
        if has_aggregate(each):
            raise QueryError(
                f"{_text(each)}: where decides before rows are grouped, and knows no aggregates: write .having(...), or count "
                "what a row has with a sub-query, gm.count(gm.match(...))."
            )
    for each in (*query.columns, *query.groups, *query.orders):
        _refuse_nested(each, within=False)
    grouped = any(map(has_aggregate, query.columns))
    if not (grouped or query.groups) and any(map(has_aggregate, query.orders)):
        raise QueryError(
            "order_by with an aggregate needs groups: select the aggregate too, as select(State.name, gm.count()), or count "
            "what a row has with a sub-query, gm.count(gm.match(...))."
        )
    if grouped:
        _check_columns([column.of if isinstance(column, Maybe) else column for column in query.columns])


def _check_columns(columns: list[Any]) -> None:
    """Refuse a value beside an aggregate in one column that is no column of its own, and so makes no groups."""
    selected = {shape(each) for each in columns if isinstance(each, Expression) and not has_aggregate(each)}
    parts = {each for each in columns if is_part(each)}
    for column in columns:
        if has_aggregate(column):
            for loose in _loose(column, selected, parts):
                raise QueryError(
                    f"{_text(loose)} stands beside an aggregate in one column and does not make groups there: select it too, "
                    "as a column of its own."
                )


def _loose(value: Any, selected: set[Any], parts: set[Any]) -> Iterator[Any]:
    if is_aggregate(value) or isinstance(value, Constant) or not isinstance(value, Expression):
        return
    if shape(value) in selected:
        return
    if isinstance(value, Attribute):
        if value.owner not in parts:
            yield value
        return
    inner = list(cast("Iterable[Any]", inside(value)))
    if any(isinstance(each, Query) or is_part(each) for each in inner):  # a sub-query, or a question about a part
        yield value
    for each in inner:
        yield from _loose(each, selected, parts)


def _refuse_nested(value: Any, *, within: bool) -> None:
    if within and is_aggregate(value):
        raise QueryError(
            f"{_text(value)} stands in another aggregate: group first in a sub-query, gm.count(gm.match(...)), and aggregate that."
        )
    if isinstance(value, Query):
        return
    for each in inside(value):
        _refuse_nested(each, within=within or is_aggregate(value))


def _text(value: Any) -> str:
    return str(value) if type(value).__str__ is not object.__str__ else type(value).__name__
