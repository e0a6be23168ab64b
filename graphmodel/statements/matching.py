"""A query up to its rows: what its patterns match, grouped, sorted and cut off; and the sub-queries in its expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model.expressions import Attribute, Constant, Expression, Function, IsNull, shape
from graphmodel.query import (
    Aggregate,
    Count,
    Exists,
    Maybe,
    Ordering,
    Query,
    Rows,
    Score,
    Untrue,
    WayLength,
    WayNodes,
    WayRelationships,
    has_aggregate,
    inside,
    is_node,
    is_part,
)
from graphmodel.statements.grouping import check_aggregates, is_aggregate
from graphmodel.statements.patterns import Patterns
from graphmodel.statements.values import Reader


class Scope(Patterns):
    """One query being compiled: its clauses, its columns, and its expressions as text."""

    def __init__(
        self, query: Query[Any], outer: Scope | None = None, *, beside: Scope | None = None, strict: bool = False
    ) -> None:
        check_aggregates(query)
        self.strict = strict
        self.readers: dict[Any, Reader] = {}
        """How the lists are read that sub-queries give."""
        self._projected: dict[Any, str] = {}
        """What is a column already once rows are grouped or distinct -> the name of that column."""
        self._kept: set[Any] | None = None
        """The parts that can still be asked then."""
        super().__init__(query, outer, beside)
        self.columns = [column.of if isinstance(column, Maybe) else column for column in query.columns]
        """The columns without `maybe`."""
        self._check_columns()
        self.grouped = any(map(has_aggregate, query.columns))
        if query.groups and not self.grouped and not any(map(has_aggregate, query.groups)):
            raise QueryError("having is for conditions over aggregates, such as gm.count(o) > 3: use where for others.")

    # --- expressions -----------------------------------------------------------------------------------------------

    def text(self, value: Any) -> str:
        """An expression as Cypher, its values as parameters."""
        if self._projected and isinstance(value, Expression) and (name := self._projected.get(shape(value))):
            return name
        if isinstance(value, Attribute) and self._kept is not None and value.owner not in self._kept:
            raise QueryError(
                f"{value} is gone once rows are grouped or distinct: select it too to sort by it or ask for it in having."
            )
        match value:
            case Exists():
                return f"EXISTS {{ {self._inner(value.query, for_count=False)} }}"
            case Count(of=counted) if isinstance(counted, Query):
                return f"COUNT {{ {self._inner(cast('Query[Any]', counted), for_count=True)} }}"
            case Rows():
                return self._rows(value)
            case Untrue():
                return f"NOT coalesce({self.text(value.condition)}, false)"
            case Maybe():
                return self.text(value.of) if isinstance(value.of, Expression) else self.variable(value.of)
            case WayLength() | WayNodes() | WayRelationships():
                return self._of_way(value)
            case Score():
                return self._score()
            case _:
                return super().text(value)

    def _of_way(self, value: WayLength | WayNodes | WayRelationships) -> str:
        way = self.way(value.way)
        match value:
            case WayLength():
                return f"size({way.relationships})"
            case WayNodes():
                return way.nodes
            case WayRelationships():
                return way.relationships

    def _score(self) -> str:
        if self.score is None:
            raise QueryError("score() needs a search: start the query with .search(...) or .nearest(...).")
        return self.score

    def _rows(self, value: Rows) -> str:
        from graphmodel.statements.columns import inner_rows  # which reads columns by this scope

        text, self.readers[shape(value)] = inner_rows(self, value)
        return text

    def _inner(self, query: Query[Any], *, for_count: bool) -> str:
        if query.branches:
            from graphmodel.statements.unions import Union  # made of scopes itself

            inner: Any = Union(query, self)
            return f"{inner.head()} RETURN 1 AS one".replace("\n", " ")
        scope = Scope(query, self)
        limited = query.first or query.most is not None
        if not (limited or query.groups or scope.grouped or (query.unique and for_count)):
            return " ".join(scope.clauses())
        return f"{scope.head()} RETURN 1 AS one".replace("\n", " ")

    # --- rows ------------------------------------------------------------------------------------------------------

    def head(self) -> str:
        """The clauses up to the rows; afterwards `text` and `variable` give the columns as they are then."""
        query, lines = self.query, self.clauses()
        plain = not (self.grouped or query.groups or query.unique)
        if not plain:
            lines += self._grouping()
        order = ", ".join(self._order(each) for each in query.orders)
        if (plain and (order or query.first or query.most is not None)) or query.groups:
            lines.append("WITH *")
        if order:
            lines.append(f"ORDER BY {order}")
        if query.first:
            lines.append(f"SKIP {self.parameter(query.first)}")
        if query.most is not None:
            lines.append(f"LIMIT {self.parameter(query.most)}")
        return "\n".join(lines)

    def _grouping(self) -> list[str]:
        """The WITH after which only the columns are left, and aggregates that are asked for beside them."""
        query, items, projected, kept = self.query, dict[str, None](), dict[Any, str](), set[Any]()
        for i, column in enumerate(self.columns):
            if isinstance(column, Expression):
                projected.setdefault(shape(column), f"col{i}")
                items[f"{self.text(column)} AS col{i}"] = None
            else:
                kept.add(column)
        for column in self.columns:
            if not isinstance(column, Expression):
                items |= dict.fromkeys(self._carried(column, kept))
        if self.grouped or query.groups:
            hidden = [each for value in (*query.groups, *query.orders) for each in _aggregates(value)]
            for each in hidden:
                if shape(each) not in projected:
                    name = projected[shape(each)] = f"agg{len(projected)}"
                    items[f"{self.text(each)} AS {name}"] = None
        distinct = "DISTINCT " if query.unique and not self.grouped else ""
        lines = [f"WITH {distinct}{', '.join(items)}"]
        self._projected, self._kept = projected, kept
        if query.groups:
            lines[0] += f" WHERE {' AND '.join(map(self.text, query.groups))}"
        return lines

    def _carried(self, part: Any, kept: Collection[Any]) -> Iterable[str]:
        """The variables that a column needs beyond the WITH: its own, and the ends of a relationship."""
        variable = self.variable(part)
        if is_node(part):
            return (variable,)
        left, right, either = self.ends[variable]
        alone = not {left, right} & {self.variable(each) for each in kept if is_node(each)}
        if not (alone and (either or part in self.optional)):
            return (variable, left, right)
        # Met from both of its ends, or missing from several nodes, it is one and the same.
        self.ends[variable] = f"startNode({variable})", f"endNode({variable})", False
        return (variable,)

    def _order(self, order: Ordering) -> str:
        if is_part(order.by):
            raise QueryError(f"order_by takes fields and expressions, not {order.by!r}: say which of its fields.")
        return self.order(order.by) + (" DESC" if order.descending else "")

    def _check_columns(self) -> None:
        for column in self.query.columns:
            if (missing := self._may_be_missing(column)) is not None:
                raise QueryError(
                    f"{missing} is in an optional pattern and may be missing: select gm.maybe(...) of it, "
                    "and None stands there where it is."
                )

    def _may_be_missing(self, value: Any) -> Any:
        """The first optional part that would make this column None."""
        if is_part(value) or not isinstance(value, Expression):
            return value if value in self.optional else None
        if isinstance(value, Attribute):
            return value if value.owner in self.optional else None
        if isinstance(value, (Maybe, Count, Aggregate, Exists, Rows, IsNull, Constant, Untrue)):
            return None
        missing = [self._may_be_missing(each) for each in inside(value)]
        if isinstance(value, Function) and value.name == "coalesce":
            return missing[0] if all(each is not None for each in missing) else None
        return next((each for each in missing if each is not None), None)


def _aggregates(value: Any) -> list[Any]:
    if is_aggregate(value):
        return [value]
    return [found for each in inside(value) for found in _aggregates(each)]
