"""Queries into statements that send rows packed, about a thousand to a record, and each node once.

Most of the time of a read goes into the client's work for each record and each node; see the driver's own figures in `benchmarks`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from graphmodel.errors import MappingError, QueryError
from graphmodel.model.expressions import Expression
from graphmodel.query import Query, has_aggregate, is_node
from graphmodel.statements.columns import Columns, Nodes
from graphmodel.statements.matching import Scope
from graphmodel.statements.objects import NodeReader
from graphmodel.statements.statement import Result, Statement
from graphmodel.statements.unions import Union
from graphmodel.statements.values import row_maker

T = TypeVar("T")
PAGE = 1000


def compile(query: Query[T], *, strict: bool = False) -> Statement[list[T]]:  # noqa: A001  (what it does; used as gm.compile)
    """The one statement that answers a query, and how its rows are read.

    Args:
        query: what `select` gave.
        strict: raise for labels and properties that no known class has, in place of keeping them.

    Raises:
        QueryError: when the query cannot be answered as it stands.
    """
    if not query.columns:
        raise QueryError(
            "This query selects nothing: start it with gm.select(...), or ask gm.exists or gm.count of it."
        )
    scope = scope_of(query, strict=strict)
    head = scope.head()
    if (alone := _alone(scope)) is not None:
        return _single_node(scope, head, alone)
    columns = Columns(scope)
    collected = [f"collect([{', '.join(columns.items)}]) AS rows"]
    collected += [f"collect(DISTINCT {v}) AS n_{v}" for v in columns.nodes]
    nodes = [f"[n IN n_{v} | [{columns.record('n', reader)}]] AS n_{v}" for v, reader in columns.nodes.items()]
    pages = [f"{name}[i..i + {PAGE}] AS {name}" for name in ("rows", *(f"n_{v}" for v in columns.nodes))]
    text = [head, *columns.before, f"WITH {', '.join(collected)}"]
    if nodes:
        text.append(f"WITH rows, {', '.join(nodes)}")
    text += [f"UNWIND range(0, size(rows) - 1, {PAGE}) AS i", f"RETURN {', '.join(pages)}"]
    return _statement(scope, "\n".join(text), _decoder(query, columns), "select")


def compile_count(query: Query[Any]) -> Statement[int]:
    """How many rows a query has, without its order and limits."""
    query = replace(query, orders=(), first=0, most=None)
    scope = scope_of(query)
    whole = query.branches or query.unique or query.groups or any(map(has_aggregate, query.columns))
    head = scope.head() if whole or isinstance(scope, Union) else "\n".join(scope.clauses())
    return _statement(scope, f"{head}\nRETURN count(*) AS n", lambda result: int(result.rows[0][0]), "count")


def compile_exists(query: Query[Any]) -> Statement[bool]:
    """Whether a query has a row."""
    scope = scope_of(replace(query, orders=()))
    text = f"{scope.head()}\nWITH 1 AS one LIMIT 1\nRETURN count(*) > 0 AS there"
    return _statement(scope, text, lambda result: bool(result.rows[0][0]), "exists")


def scope_of(query: Query[Any], *, strict: bool = False) -> Scope | Union:
    """A query made ready to be compiled."""
    return Union(query, strict=strict) if query.branches else Scope(query, strict=strict)


def _statement(scope: Scope | Union, text: str, decode: Callable[[Result], T], name: str) -> Statement[T]:
    scope.check_times()
    requires = tuple(sorted(scope.requires))
    return Statement(text, scope.parameters, decode, name, reads=True, requires=requires, packed=name == "select")


def _alone(scope: Scope | Union) -> Any:
    """The part of a query for nothing but single nodes, which cannot stand twice among the rows."""
    column = scope.columns[0]
    one = len(scope.columns) == 1 and not isinstance(column, Expression) and is_node(column)
    return column if one and isinstance(scope, Scope) and scope.single else None


def _single_node(scope: Scope | Union, head: str, part: Any) -> Statement[list[Any]]:
    columns, variable = Columns(scope, inline=True), scope.variable(part)
    reader = columns.node_reader(variable, part)
    text = (
        f"{head}\nWITH collect([{columns.record(variable, reader)}]) AS rows\n"
        f"UNWIND range(0, size(rows) - 1, {PAGE}) AS i\nRETURN rows[i..i + {PAGE}] AS rows"
    )
    row = row_maker(scope.query)

    def decode(result: Result) -> list[Any]:
        read, skipped = reader.read, 0 if reader.ends.one_key is not None else 1
        found = [read(record[skipped:]) for page in result.rows for record in page[0]]
        return found if row is None else [row((node,)) for node in found]

    return _statement(scope, text, decode, "select")


def _decoder(query: Query[Any], columns: Columns) -> Callable[[Result], list[Any]]:
    of_variable, bindings = columns.nodes, columns.bindings
    row = row_maker(query)

    def decode(result: Result) -> list[Any]:
        nodes: Nodes = {variable: {None: None} for variable in of_variable}
        for page in result.rows:
            for (variable, reader), records in zip(of_variable.items(), page[1:], strict=True):
                found, key = nodes[variable], reader.ends.one_key
                place, skipped = (0, 1) if key is None else (reader.columns.index(key), 0)
                for record in records:
                    sign = record[place]
                    if sign is None or sign in found:
                        raise unusable_key(reader, sign)
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


def unusable_key(reader: NodeReader, sign: Any) -> MappingError:
    """Why a node cannot be told from others: it has no key, or shares it."""
    name = reader.model.__name__
    if sign is None:
        return MappingError(f"A {name} in the graph has no key, so that it cannot be told from others.")
    return MappingError(
        f"Two nodes in the graph are the {name} {sign!r}: merge them, and make the constraint that the class asks for."
    )


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
