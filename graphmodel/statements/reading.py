"""Queries into statements that send rows packed, about a thousand to a record, and each node once.

Most of the time of a read goes into the client's work for each record and each node; see the driver's own figures in `benchmarks`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from graphmodel.errors import MappingError, QueryError
from graphmodel.model import Node, Relationship
from graphmodel.model.expressions import Attribute, Expression, shape
from graphmodel.query import Query, is_aggregate, is_node, model_of
from graphmodel.statements.expressions import refuse_unsortable
from graphmodel.statements.matching import Scope
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader
from graphmodel.statements.statement import Result, Statement, quoted
from graphmodel.statements.values import Reader, row_maker, value_reader

T = TypeVar("T")
Nodes = dict[str, dict[Any, Any]]
"""Variable -> what stands for a node in the rows -> the node."""
Binding = Callable[[Nodes], Reader]
"""Makes the reader of one item of a row once the nodes are there: they may come in a later record than their rows."""
PAGE = 1000


def compile(query: Query[T], *, strict: bool = False) -> Statement[list[T]]:  # noqa: A001  (what it does; used as gm.compile)
    """The one statement that answers a query, and how its rows are read.

    Args:
        query: what `select` gave.
        strict: raise for labels and properties that no known class has, in place of keeping them.

    Raises:
        QueryError: when the query cannot be answered as it stands.
    """
    return _Compiler(query, strict).statement()


def compile_count(query: Query[Any]) -> Statement[int]:
    """How many rows a query has, without its order and limits."""
    query = replace(query, orders=(), first=0, most=None)
    scope = Scope(query)
    compiler = _Compiler(query, strict=False)
    if query.unique or any(is_aggregate(column) for column in query.columns):
        return Statement(
            compiler.head() + "\nRETURN count(*) AS n", compiler.parameters, _single, name="count", reads=True
        )
    return Statement(
        "\n".join([*scope.clauses(), "RETURN count(*) AS n"]), scope.parameters, _single, "count", reads=True
    )


class _Compiler:
    def __init__(self, query: Query[Any], strict: bool) -> None:
        self._query, self._strict = query, strict
        self._scope = Scope(query)
        self._clauses = self._scope.clauses()
        self._grouped = any(is_aggregate(column) for column in query.columns)
        self._nodes: dict[str, NodeReader] = {}
        """Variable -> reader, of the nodes that are sent once, apart from the rows."""

    @property
    def parameters(self) -> dict[str, Any]:
        return self._scope.parameters

    def statement(self) -> Statement[list[Any]]:
        head = self.head()
        if self._alone is not None:
            return self._single_node(head)
        for column in self._query.columns:
            if not isinstance(column, Expression) and is_node(column):
                variable, model = self._scope.variable(column), cast("type[Node]", model_of(column))
                self._nodes[variable] = NodeReader(model, strict=self._strict)
        items, bindings = zip(*(self._item(i, column) for i, column in enumerate(self._query.columns)), strict=True)
        collected = [f"collect([{', '.join(items)}]) AS rows"]
        collected += [f"collect(DISTINCT {v}) AS n_{v}" for v in self._nodes]
        nodes = [f"[n IN n_{v} | [{self._record('n', reader)}]] AS n_{v}" for v, reader in self._nodes.items()]
        pages = [f"{name}[i..i + {PAGE}] AS {name}" for name in ("rows", *(f"n_{v}" for v in self._nodes))]
        text = [head, f"WITH {', '.join(collected)}"]
        if nodes:
            text.append(f"WITH rows, {', '.join(nodes)}")
        text += [f"UNWIND range(0, size(rows) - 1, {PAGE}) AS i", f"RETURN {', '.join(pages)}"]
        return Statement("\n".join(text), self.parameters, self._decoder(bindings), name="select", reads=True)

    def head(self) -> str:
        """The clauses up to the rows: what is matched, grouped, sorted and cut off. Afterwards c0, c1, ... are the columns."""
        query, text = self._query, list(self._clauses)
        if self._grouped or query.unique:
            columns = [self._projected(i, column) for i, column in enumerate(query.columns)]
            text.append(f"WITH {'DISTINCT ' if query.unique else ''}{', '.join(columns)}")
            orders = [self._order_of_column(order.by) + (" DESC" if order.descending else "") for order in query.orders]
        else:
            orders = [self._scope.order(order.by) + (" DESC" if order.descending else "") for order in query.orders]
            if orders or query.first or query.most is not None:
                text.append("WITH *")
        if orders:
            text.append(f"ORDER BY {', '.join(orders)}")
        if query.first:
            text.append(f"SKIP {self._scope.parameter(query.first)}")
        if query.most is not None:
            text.append(f"LIMIT {self._scope.parameter(query.most)}")
        return "\n".join(text)

    def _projected(self, i: int, column: Any) -> str:
        if isinstance(column, Expression):
            return f"{self._scope.text(column)} AS c{i}"
        variable = self._scope.variable(column)
        if not is_node(column):
            start, end, _ = self._scope.ends[variable]
            return ", ".join(dict.fromkeys([variable, start, end]))
        return variable

    def _order_of_column(self, by: Any) -> str:
        refuse_unsortable(by)
        wanted = shape(by)
        for i, column in enumerate(self._query.columns):
            if isinstance(column, Expression) and shape(column) == wanted:
                return f"c{i}"
            if isinstance(by, Attribute) and column is by.owner:
                return self._scope.text(by)
        raise QueryError(
            "Rows that are grouped or distinct can be sorted by what is selected only: select that column too."
        )

    # --- items of a row --------------------------------------------------------------------------------------------

    @property
    def _alone(self) -> Any:
        """The part of a query for nothing but single nodes, which cannot stand twice among the rows."""
        query = self._query
        one = len(query.columns) == 1 and not isinstance(query.columns[0], Expression) and is_node(query.columns[0])
        return query.columns[0] if one and len(self._scope.parts) == 1 else None

    def _item(self, i: int, column: Any) -> tuple[str, Binding]:
        if isinstance(column, Expression):
            item = f"c{i}" if self._grouped or self._query.unique else self._scope.text(column)
            reader = value_reader(column)
            return item, lambda _: reader
        variable = self._scope.variable(column)
        if variable in self._nodes:
            return self._sign(variable), lambda nodes: nodes[variable].__getitem__
        return self._relationship(variable, cast("type[Relationship[Any, Any]]", model_of(column)))

    def _sign(self, variable: str) -> str:
        """What stands for a node in the rows: its key, or its element id where several classes may share a key."""
        key = self._nodes[variable].ends.one_key
        return f"{variable}.{quoted(key)}" if key is not None else f"elementId({variable})"

    def _relationship(self, variable: str, model: type[Relationship[Any, Any]]) -> tuple[str, Binding]:
        reader = RelationshipReader(model, strict=self._strict)
        left, right, either = self._scope.ends[variable]
        allowed = reader.mapping.start, reader.mapping.end
        both = (*allowed[0], *allowed[1])
        starts, start_of = self._end(left, both if either else allowed[0])
        ends, end_of = self._end(right, both if either else allowed[1])
        items = [
            *(f"{variable}.{quoted(c)}" for c in reader.columns),
            self._extras(variable, reader.known),
            starts,
            ends,
        ]
        items.append(f"startNode({variable}) = {left}" if either else "true")

        def bind(nodes: Nodes) -> Reader:
            start, end = start_of(nodes), end_of(nodes)

            def read(item: Any) -> Any:
                a, b = start(item[-3]), end(item[-2])
                return reader.read(item[:-3], a, b) if item[-1] else reader.read(item[:-3], b, a)

            return read

        return f"[{', '.join(items)}]", bind

    def _end(self, variable: str, allowed: tuple[type[Node], ...]) -> tuple[str, Binding]:
        """One end of a relationship: the node itself where it is selected too, else a reference to it."""
        if variable in self._nodes:
            return self._sign(variable), lambda nodes: nodes[variable].__getitem__
        part = cast("type[Node]", model_of(self._scope.parts[variable]))
        of = EndReader([part] if part is not Node and any(issubclass(part, each) for each in allowed) else allowed)
        key = [f"{variable}.{quoted(c)}" for c in of.columns] + ([] if of.known else [f"labels({variable})"])

        def bind(_: Nodes) -> Reader:
            made: dict[str, Any] = {}

            def read(item: Any) -> Any:
                name = repr(item)
                if name not in made:
                    made[name] = of.read(item)
                return made[name]

            return read

        return f"[{', '.join(key)}]", bind

    def _record(self, variable: str, reader: NodeReader) -> str:
        # No expression may stand here twice: Neo4j 5.26 fails to compile that beside properties(n).
        values = [*(f"{variable}.{quoted(c)}" for c in reader.columns), f"labels({variable})"]
        values.append(self._extras(variable, reader.known))
        return ", ".join(values if reader.ends.one_key is not None else [f"elementId({variable})", *values])

    def _extras(self, variable: str, known: Sequence[str]) -> str:
        parameter = self._scope.parameter(list(known))
        return f"CASE WHEN all(k IN keys({variable}) WHERE k IN {parameter}) THEN null ELSE properties({variable}) END"

    # --- reading ---------------------------------------------------------------------------------------------------

    def _single_node(self, head: str) -> Statement[list[Any]]:
        variable = self._scope.variable(self._alone)
        reader = NodeReader(cast("type[Node]", model_of(self._alone)), strict=self._strict)
        text = (
            f"{head}\nWITH collect([{self._record(variable, reader)}]) AS rows\n"
            f"UNWIND range(0, size(rows) - 1, {PAGE}) AS i\nRETURN rows[i..i + {PAGE}] AS rows"
        )
        row = row_maker(self._query)

        def decode(result: Result) -> list[Any]:
            read, skipped = reader.read, 0 if reader.ends.one_key is not None else 1
            found = [read(record[skipped:]) for page in result.rows for record in page[0]]
            return found if row is None else [row((node,)) for node in found]

        return Statement(text, self.parameters, decode, name="select", reads=True)

    def _decoder(self, bindings: Sequence[Binding]) -> Callable[[Result], list[Any]]:
        of_variable = dict(self._nodes)
        row = row_maker(self._query)

        def decode(result: Result) -> list[Any]:
            nodes: Nodes = {variable: {} for variable in of_variable}
            for page in result.rows:
                for (variable, reader), records in zip(of_variable.items(), page[1:], strict=True):
                    found, key = nodes[variable], reader.ends.one_key
                    place, skipped = (0, 1) if key is None else (reader.columns.index(key), 0)
                    for record in records:
                        sign = record[place]
                        if sign is None or sign in found:
                            raise _unusable_key(reader, sign)
                        found[sign] = reader.read(record[skipped:] if skipped else record)
            readers = [binding(nodes) for binding in bindings]
            if len(readers) == 1 and row is None:
                read = readers[0]
                return [read(record[0]) for page in result.rows for record in page[0]]
            made = [
                tuple(read(item) for read, item in zip(readers, record, strict=True))
                for page in result.rows
                for record in page[0]
            ]
            return made if row is None else [row(values) for values in made]

        return decode


def _unusable_key(reader: NodeReader, sign: Any) -> MappingError:
    name = reader.model.__name__
    if sign is None:
        return MappingError(f"A {name} in the graph has no key, so that it cannot be told from others.")
    return MappingError(
        f"Two nodes in the graph are the {name} {sign!r}: merge them, and make the constraint that the class asks for."
    )


def _single(result: Result) -> int:
    return int(result.rows[0][0])


def explain(query: Query[Any]) -> str:
    """The Cypher of a query as it would be sent, and its parameters.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> "MATCH (c0:Country)" in gm.explain(gm.select(Country))
    True
    """
    statement = compile(query)
    return "\n".join([statement.text, *(f"// ${name} = {value!r}" for name, value in statement.parameters.items())])
