"""What the columns of a query send for each row, and how that is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model import Node, Relationship, relationship_mapping_of
from graphmodel.model.expressions import Expression, shape
from graphmodel.query import Rows, WayNodes, WayRelationships, has_aggregate, is_node, model_of
from graphmodel.statements.matching import Scope
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader
from graphmodel.statements.statement import SUBQUERY, quoted
from graphmodel.statements.unions import Union
from graphmodel.statements.values import Reader, row_maker, value_reader

Nodes = dict[str, dict[Any, Any]]
"""Variable -> what stands for a node in the rows -> the node."""
Binding = Callable[[Nodes], Reader]
"""Makes the reader of one item of a row once the nodes are there: they may come in a later record than their rows."""


class Columns:
    """The items of a row. Nodes are sent apart, once each, and named in the rows; or, if `inline`, in the rows themselves.

    To be made after `scope.head()`, when the columns are what they are in the rows.
    """

    def __init__(self, scope: Scope | Union, *, inline: bool = False) -> None:
        self._scope = scope
        self.nodes: dict[str, NodeReader] = {}
        """Variable -> reader, of the nodes that are sent once, apart from the rows."""
        if not inline:
            for column in scope.columns:
                if not isinstance(column, Expression) and is_node(column):
                    variable = scope.variable(column)
                    self.nodes[variable] = self.node_reader(variable, column)
        found = [self._item(column) for column in scope.columns]
        self.items: list[str] = []
        self.bindings: list[Binding] = [binding for _, binding in found]
        worked_out: list[str] = []
        for item, _ in found:
            if SUBQUERY.search(item) is not None:
                name = f"sub{len(scope.parameters)}_{len(worked_out)}"
                worked_out.append(f"{item} AS {name}")
                item = name  # noqa: PLW2901  (the shorter one is used from here on)
            self.items.append(item)
        self.before: list[str] = [f"WITH *, {', '.join(worked_out)}"] if worked_out else []
        """The clause that works out sub-queries: in a list, Neo4j takes their aggregates for those of the rows."""

    def node_reader(self, variable: str, part: Any) -> NodeReader:
        """What makes nodes of a column.

        Raises:
            QueryError: for `Node` itself.
        """
        models = self._scope.models.get(variable, (model_of(part),))
        if Node in models:
            raise QueryError(
                "select(Node) would read every class that this program happens to have: select a class, or give those that "
                "you mean a base class of their own, class Thing(Node, abstract=True)."
            )
        return NodeReader(*cast("Sequence[type[Node]]", models), strict=self._scope.strict)

    def record(self, variable: str, reader: NodeReader) -> str:
        """What is sent of one node."""
        # No expression may stand here twice: Neo4j 5.26 fails to compile that beside properties(n).
        values = [*(f"{variable}.{quoted(c)}" for c in reader.columns), f"labels({variable})"]
        values.append(self._extras(variable, reader.known))
        return ", ".join(values if reader.ends.one_key is not None else [f"elementId({variable})", *values])

    def _item(self, column: Any) -> tuple[str, Binding]:
        if isinstance(column, Expression):
            text, reader = self._value(column)
            return text, lambda _: reader
        variable = self._scope.variable(column)
        if variable in self.nodes:
            return self._sign(variable), lambda nodes: nodes[variable].__getitem__
        if is_node(column):
            node = self.node_reader(variable, column)
            read = _read_node(node)
            return f"CASE WHEN {variable} IS NULL THEN null ELSE [{self.record(variable, node)}] END", lambda _: read
        return self._relationship(variable, cast("type[Relationship[Any, Any]]", model_of(column)))

    def _value(self, column: Expression) -> tuple[str, Reader]:
        text = self._scope.text(column)
        if isinstance(column, Rows):
            return text, self._scope.readers[shape(column)]
        if isinstance(column, WayNodes):
            mapping = relationship_mapping_of(model_of(column.way.part))
            node = NodeReader(*dict.fromkeys((*mapping.start, *mapping.end)), strict=self._scope.strict)
            return f"[n IN {text} | [{self.record('n', node)}]]", _each(_read_node(node))
        if isinstance(column, WayRelationships):
            return self._relationships(text, cast("type[Relationship[Any, Any]]", model_of(column.way.part)))
        return text, value_reader(column)

    def _sign(self, variable: str) -> str:
        """What stands for a node in the rows: its key, or its element id where several classes may share a key."""
        key = self.nodes[variable].ends.one_key
        return f"{variable}.{quoted(key)}" if key is not None else f"elementId({variable})"

    # --- relationships ---------------------------------------------------------------------------------------------

    def _relationship(self, variable: str, model: type[Relationship[Any, Any]]) -> tuple[str, Binding]:
        reader = RelationshipReader(model, strict=self._scope.strict)
        left, right, either = self._scope.ends[variable]
        allowed = reader.mapping.start, reader.mapping.end
        both = (*allowed[0], *allowed[1])
        starts, start_of = self._end(left, both if either else allowed[0])
        ends, end_of = self._end(right, both if either else allowed[1])
        values = [*(f"{variable}.{quoted(c)}" for c in reader.columns), self._extras(variable, reader.known)]
        values += [starts, ends, f"startNode({variable}) = {left}" if either else "true"]

        def bind(nodes: Nodes) -> Reader:
            start, end = start_of(nodes), end_of(nodes)

            def read(item: Any) -> Any:
                if item is None:
                    return None
                a, b = start(item[-3]), end(item[-2])
                return reader.read(item[:-3], a, b) if item[-1] else reader.read(item[:-3], b, a)

            return read

        item = f"[{', '.join(values)}]"
        part = self._scope.parts[variable]
        return (
            f"CASE WHEN {variable} IS NULL THEN null ELSE {item} END" if part in self._scope.optional else item
        ), bind

    def _relationships(self, text: str, model: type[Relationship[Any, Any]]) -> tuple[str, Reader]:
        reader = RelationshipReader(model, strict=self._scope.strict)
        start, start_of = _reference("startNode(r)", EndReader(reader.mapping.start))
        end, end_of = _reference("endNode(r)", EndReader(reader.mapping.end))
        values = [*(f"r.{quoted(c)}" for c in reader.columns), self._extras("r", reader.known), start, end]

        def bind() -> Reader:
            a, b = start_of(), end_of()
            return lambda item: reader.read(item[:-2], a(item[-2]), b(item[-1]))

        def read(items: Any) -> Any:
            one = bind()
            return None if items is None else [one(item) for item in items]

        return f"[r IN {text} | [{', '.join(values)}]]", read

    def _end(self, variable: str, allowed: tuple[type[Node], ...]) -> tuple[str, Binding]:
        """One end of a relationship: the node itself where it is selected too, else a reference to it."""
        if variable in self.nodes:
            return self._sign(variable), lambda nodes: nodes[variable].__getitem__
        part = self._scope.parts.get(variable)
        model = cast("type[Node]", Node if part is None else model_of(part))
        known = model is not Node and any(issubclass(model, each) for each in allowed)
        text, made = _reference(variable, EndReader([model] if known else allowed))
        return text, lambda _: made()

    def _extras(self, variable: str, known: Sequence[str]) -> str:
        parameter = self._scope.parameter(list(known))
        return f"CASE WHEN all(k IN keys({variable}) WHERE k IN {parameter}) THEN null ELSE properties({variable}) END"


def _reference(variable: str, of: EndReader) -> tuple[str, Callable[[], Reader]]:
    """What is sent of a node of which only the key is wanted; the readers make one reference for each."""
    key = [f"{variable}.{quoted(c)}" for c in of.columns] + ([] if of.known else [f"labels({variable})"])

    def bind() -> Reader:
        made: dict[str, Any] = {}

        def read(item: Any) -> Any:
            name = repr(item)
            if name not in made:
                made[name] = of.read(item)
            return made[name]

        return read

    return f"[{', '.join(key)}]", bind


def _read_node(reader: NodeReader) -> Reader:
    skipped = 0 if reader.ends.one_key is not None else 1
    return lambda record: None if record is None else reader.read(record[skipped:])


def _each(read: Reader) -> Reader:
    return lambda items: None if items is None else [read(item) for item in items]


def inner_rows(outer: Scope, value: Rows) -> tuple[str, Reader]:
    """A sub-query as the list of its rows, and what reads that list."""
    query = value.query
    scope = Union(query, outer, strict=outer.strict) if query.branches else Scope(query, outer, strict=outer.strict)
    head = scope.head()
    columns = Columns(scope, inline=True)
    alone = len(columns.items) == 1 and query.row is None
    item = columns.items[0] if alone else f"[{', '.join(columns.items)}]"
    readers: list[Reader] = [binding({}) for binding in columns.bindings]
    row: Callable[[tuple[Any, ...]], Any] = row_maker(query) or tuple

    def read(items: Any) -> Any:
        if items is None:
            return None
        if alone:
            return [readers[0](item) for item in items]
        return [row(tuple(one(part) for one, part in zip(readers, item, strict=True))) for item in items]

    head = "\n".join([head, *columns.before])
    text = f"{head} RETURN {item} AS item"
    if scope.columns and all(map(has_aggregate, scope.columns)):
        # One row, even of nothing. Neo4j 5.26 takes the variables around for groups, and gives no row of nothing, unless in a CALL.
        text = f"CALL ({', '.join(sorted(outer.bound))}) {{ {text} }} RETURN item"
    return f"COLLECT {{ {text} }}".replace("\n", " "), read
