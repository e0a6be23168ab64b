"""The union of several queries, up to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.model import GraphObject
from graphmodel.model.expressions import Attribute, Expression, shape
from graphmodel.query import Ordering, Query, is_node, model_of
from graphmodel.statements.expressions import Expressions
from graphmodel.statements.matching import Scope


class Union(Expressions):
    """Several queries whose rows are put together; it looks to `Columns` as the scope of one query does."""

    def __init__(self, query: Query[Any], outer: Scope | None = None, *, strict: bool = False) -> None:
        self.query, self.strict, self._outer = query, strict, outer
        first = _branch(query.branches[0], outer, None, strict)
        self._branches = [first, *(_branch(each, outer, first, strict) for each in query.branches[1:])]
        self.parameters, self.requires = first.parameters, first.requires
        self.columns, self.readers = first.columns, first.readers
        self.parts: dict[str, Any] = {}
        self.ends: dict[str, tuple[str, str, bool]] = {}
        self.models: dict[str, tuple[type[GraphObject], ...]] = {}
        self.optional: set[Any] = set()
        self._names = {_sign(column): f"col{i}" for i, column in enumerate(self.columns)}
        for i, columns in enumerate(zip(*(each.columns for each in self._branches), strict=True)):
            self._together(f"col{i}", columns)

    def _together(self, name: str, columns: tuple[Any, ...]) -> None:
        first = columns[0]
        kinds = {
            "value" if isinstance(each, Expression) else "node" if is_node(each) else "relationship" for each in columns
        }
        if len(kinds) > 1:
            raise QueryError(f"union: a {' and a '.join(sorted(kinds))} cannot stand in one column.")
        if isinstance(first, Expression):
            for each in columns[1:]:
                if (
                    isinstance(first, Attribute)
                    and isinstance(each, Attribute)
                    and first.property.codec != each.property.codec
                ):
                    raise QueryError(
                        f"union: {first} and {each} are of different types and cannot stand in one column."
                    )
            return
        models = tuple(dict.fromkeys(map(model_of, columns)))
        self.parts[name], self.models[name] = first, models
        if not is_node(first):
            if len(models) > 1:
                raise QueryError(f"union: {' and '.join(m.__name__ for m in models)} cannot stand in one column.")
            self.ends[name] = (f"startNode({name})", f"endNode({name})", False)
            if any(column in each.optional for each, column in zip(self._branches, columns, strict=True)):
                self.optional.add(first)

    def parameter(self, value: Any) -> str:
        """The name that a value gets in the statement."""
        return self._branches[0].parameter(value)

    def variable(self, part: Any) -> str:
        """The column of a class or alias that the first query selects.

        Raises:
            QueryError: when it does not select it.
        """
        return self._column(part)

    def text(self, value: Any) -> str:
        """What the first query selects, or a field of a node that it selects.

        Raises:
            QueryError: for anything else.
        """
        if isinstance(value, Attribute) and _sign(value) not in self._names and _sign(value.owner) in self._names:
            return super().text(value)
        return self._column(value)

    def _column(self, column: Any) -> str:
        if _sign(column) not in self._names:
            raise QueryError(f"A union knows only what its first query selects, and {column} is none of that.")
        return self._names[_sign(column)]

    def head(self) -> str:
        """The clauses up to the rows."""
        texts = [f"{each.head()}\nRETURN {', '.join(_returned(each))}" for each in self._branches]
        around = "" if self._outer is None else ", ".join(sorted(self._outer.bound))
        union = "\nUNION ALL\n" if self.query.repeats else "\nUNION\n"
        lines = [f"CALL ({around}) {{\n{union.join(texts)}\n}}"]
        if self.query.orders or self.query.first or self.query.most is not None:
            lines.append("WITH *")
        if self.query.orders:
            lines.append(f"ORDER BY {', '.join(map(self._order, self.query.orders))}")
        if self.query.first:
            lines.append(f"SKIP {self.parameter(self.query.first)}")
        if self.query.most is not None:
            lines.append(f"LIMIT {self.parameter(self.query.most)}")
        return "\n".join(lines)

    def also_timed(self, parts: Iterable[Any]) -> None:
        """As of one query, for each."""
        for each in self._branches:
            each.also_timed(parts)

    def check_times(self) -> None:
        """Refuse a time that says nothing of any part of its query. Raises QueryError."""
        for each in self._branches:
            each.check_times()

    def _order(self, order: Ordering) -> str:
        return self.order(order.by) + (" DESC" if order.descending else "")


def _branch(query: Query[Any], outer: Scope | None, beside: Scope | None, strict: bool) -> Scope:
    if query.branches:
        raise QueryError("A union of unions: give all the queries to one gm.union(...).")
    return Scope(query, outer, beside=beside, strict=strict)


def _returned(scope: Scope) -> list[str]:
    return [
        f"{scope.text(column) if isinstance(column, Expression) else scope.variable(column)} AS col{i}"
        for i, column in enumerate(scope.columns)
    ]


def _sign(column: Any) -> Any:
    return shape(column)
