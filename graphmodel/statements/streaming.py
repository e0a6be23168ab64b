"""Queries whose rows are sent one by one, so that any number of them can be read in little memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from graphmodel.errors import QueryError
from graphmodel.query import Query
from graphmodel.statements.columns import Columns, Nodes
from graphmodel.statements.reading import scope_of, unusable_key
from graphmodel.statements.statement import Result, Statement
from graphmodel.statements.values import row_maker

T = TypeVar("T")


def compile_stream(query: Query[T], *, strict: bool = False) -> Statement[list[T]]:
    """The statement that sends each row as it is found; `decode` reads any portion of the rows by itself.

    Nodes are sent with every row, as lists of values. Within one portion a node is one object; in the next it is made anew.

    Raises:
        QueryError: when the query cannot be answered as it stands.
    """
    if not query.columns:
        raise QueryError("This query selects nothing: start it with gm.select(...).")
    scope = scope_of(query, strict=strict)
    head = scope.head()
    columns = Columns(scope)
    returned = [f"[{', '.join(columns.items)}] AS row"]
    returned += [
        f"CASE WHEN {variable} IS NULL THEN null ELSE [{columns.record(variable, reader)}] END AS n_{variable}"
        for variable, reader in columns.nodes.items()
    ]
    text = "\n".join([head, *columns.before, f"RETURN {', '.join(returned)}"])
    scope.check_times()
    requires = tuple(sorted(scope.requires))
    return Statement(text, scope.parameters, _by_row(query, columns), name="stream", reads=True, requires=requires)


def _by_row(query: Query[Any], columns: Columns) -> Callable[[Result], list[Any]]:
    readers_of = [
        (variable, reader, *((0, 1) if (key := reader.ends.one_key) is None else (reader.columns.index(key), 0)))
        for variable, reader in columns.nodes.items()
    ]
    row = row_maker(query)
    bare = len(columns.items) == 1 and row is None

    def decode(result: Result) -> list[Any]:
        nodes: Nodes = {variable: {None: None} for variable in columns.nodes}
        readers = [binding(nodes) for binding in columns.bindings]
        made: list[Any] = []
        for items, *records in result.rows:
            for (variable, reader, place, skipped), record in zip(readers_of, records, strict=True):
                if record is None:
                    continue
                found, sign = nodes[variable], record[place]
                if sign is None:
                    raise unusable_key(reader, sign)
                if sign not in found:
                    found[sign] = reader.read(record[skipped:] if skipped else record)
            values = tuple([read(item) for read, item in zip(readers, items, strict=True)])
            made.append(values[0] if bare else values if row is None else row(values))
        return made

    return decode
