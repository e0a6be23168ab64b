"""A search of a full-text or vector index, from which a query starts."""

from __future__ import annotations

from graphmodel.errors import QueryError
from graphmodel.query import IndexSearch, is_node, model_of
from graphmodel.statements.constraints import search_index
from graphmodel.statements.expressions import Expressions


def search_call(scope: Expressions, source: IndexSearch, variable: str, score: str) -> str:
    """The clauses that bind what the index finds, and its score.

    Raises:
        QueryError: when the field has no such index.
    """
    field = source.field
    name = search_index(model_of(field.owner), field.property, source.kind).name
    node = is_node(field.owner)
    if source.kind == "vector":
        if len(source.sought) != field.property.vector:
            raise QueryError(
                f"nearest: {field} has {field.property.vector} numbers, the vector given {len(source.sought)}."
            )
        procedure = f"db.index.vector.query{'Nodes' if node else 'Relationships'}"
        arguments = [name, source.number, source.sought]
    else:
        procedure, arguments = f"db.index.fulltext.query{'Nodes' if node else 'Relationships'}", [name, source.sought]
    found = "node" if node else "relationship"
    return (
        f"CALL {procedure}({', '.join(map(scope.parameter, arguments))}) YIELD {found}, score\n"
        f"WITH {found} AS {variable}, score AS {score}"
    )
