"""Queries whose rows are sent one by one, so that any number of them can be read in little memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from graphmodel.query import Query
from graphmodel.statements.reading import Binding, Compiler, Nodes, unusable_key
from graphmodel.statements.statement import Result, Statement
from graphmodel.statements.values import row_maker

T = TypeVar("T")


def compile_stream(query: Query[T], *, strict: bool = False) -> Statement[list[T]]:
    """The statement that sends each row as it is found; `decode` reads any portion of the rows by itself.

    Nodes are sent with every row, as lists of values. Within one portion a node is one object; in the next it is made anew.

    Raises:
        QueryError: when the query cannot be answered as it stands.
    """
    return _Stream(query, strict=strict).statement()


class _Stream(Compiler):
    """Sends with each row, as a list of its items, the nodes that it names."""

    def statement(self) -> Statement[list[Any]]:
        head = self.head()
        items, bindings = self.items()
        columns = [f"[{', '.join(items)}] AS row"]
        columns += [f"[{self.record(variable, reader)}] AS n_{variable}" for variable, reader in self.nodes.items()]
        text = f"{head}\nRETURN {', '.join(columns)}"
        return Statement(text, self.parameters, self._by_row(bindings), name="stream", reads=True)

    def _by_row(self, bindings: Sequence[Binding]) -> Callable[[Result], list[Any]]:
        readers_of = [
            (variable, reader, *((0, 1) if (key := reader.ends.one_key) is None else (reader.columns.index(key), 0)))
            for variable, reader in self.nodes.items()
        ]
        row = row_maker(self.query)
        bare = len(bindings) == 1 and row is None

        def decode(result: Result) -> list[Any]:
            nodes: Nodes = {variable: {} for variable in self.nodes}
            readers = [binding(nodes) for binding in bindings]
            made: list[Any] = []
            for items, *records in result.rows:
                for (variable, reader, place, skipped), record in zip(readers_of, records, strict=True):
                    found, sign = nodes[variable], record[place]
                    if sign is None:
                        raise unusable_key(reader, sign)
                    if sign not in found:
                        found[sign] = reader.read(record[skipped:] if skipped else record)
                values = tuple([read(item) for read, item in zip(readers, items, strict=True)])
                made.append(values[0] if bare else values if row is None else row(values))
            return made

        return decode
