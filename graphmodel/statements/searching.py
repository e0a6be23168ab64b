"""A search of a full-text or vector index, from which a query starts."""

from __future__ import annotations

from typing import Any

from graphmodel.errors import QueryError
from graphmodel.query import IndexSearch, is_node, model_of
from graphmodel.statements.constraints import wanted
from graphmodel.statements.expressions import Expressions


def search_call(scope: Expressions, source: IndexSearch, variable: str, score: str) -> str:
    """The clauses that bind what the index finds, and its score.

    Raises:
        QueryError: when the field has no such index.
    """
    field = source.field
    name = index_name(source)
    node = is_node(field.owner)
    if source.kind == "vector":
        dimensions = getattr(field.property, "vector", None)
        if len(source.sought) != dimensions:
            raise QueryError(f"nearest: {field} has {dimensions} numbers, the vector given {len(source.sought)}.")
        procedure = f"db.index.vector.query{'Nodes' if node else 'Relationships'}"
        arguments = [name, source.number, source.sought]
    else:
        procedure, arguments = f"db.index.fulltext.query{'Nodes' if node else 'Relationships'}", [name, source.sought]
    found = "node" if node else "relationship"
    return (
        f"CALL {procedure}({', '.join(map(scope.parameter, arguments))}) YIELD {found}, score\n"
        f"WITH {found} AS {variable}, score AS {score}"
    )


def index_name(source: IndexSearch) -> Any:
    """What the index of a field is called in the graph.

    Raises:
        QueryError: when its class does not ask for one.
    """
    field, mark = source.field, {"fulltext": "FullText[str]", "vector": "Vector(...)"}[source.kind]
    for item in wanted([model_of(field.owner)]):
        if str(item.kind) == source.kind and field.property.column in item.properties:
            return item.name
    raise QueryError(f"{field} has no index for this search: mark it {mark} in its class.")
