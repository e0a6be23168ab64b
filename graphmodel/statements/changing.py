"""Updates and deletes of whatever a query selects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from graphmodel.errors import HasRelationships, QueryError, WriteError
from graphmodel.model import Property
from graphmodel.model.expressions import Attribute, Constant, Expression
from graphmodel.query import Maybe, Query, has_aggregate, is_node, is_part, model_of
from graphmodel.query.changes import Assignment
from graphmodel.statements.matching import Scope
from graphmodel.statements.program import Program, ask
from graphmodel.statements.statement import Result, Statement, quoted

T = TypeVar("T")
LOCK = "_changing"
"""A property that is set and removed to lock an object before its values are read, so that no change of another is lost."""


def update(query: Query[Any], changes: Sequence[Assignment]) -> Program[int]:
    """Change every object that the query selects, each once; gives how many they are.

    Raises:
        QueryError: when the query does not select one class or alias, or the changes are not of its fields.
        WriteError: when a required field would become empty, or rows of one object ask for different values.
    """
    part = _selected(query, "update")
    _check(part, changes)
    columns = [column for each in changes for column in each.field.property.columns]
    if all(isinstance(each.value, Constant) for each in changes):
        values = [value for each in changes for value in _stored(each)]
        scope, head, variable = _compiled(query, part)
        sets = [f"x.{quoted(c)} = {scope.parameter(v)}" for c, v in zip(columns, values, strict=True)]
        text = f"{head}\nWITH DISTINCT {variable} AS x WHERE x IS NOT NULL\n"
        text += f"SET {', '.join([*sets, *_counted_up(part)])}\nRETURN count(x) AS n"
        return (yield from ask(_statement(scope, text, _number, name=f"update {_name(part)}")))
    if query.unique:
        raise QueryError("update: rows that are made distinct know no values to work with: leave out distinct().")
    empty, several = yield from ask(_look(query, part, changes))
    if empty:
        required = ", ".join(str(each.field) for each in changes if not each.field.property.optional)
        raise WriteError(f"{_name(part)}: {required} would become empty in {empty} objects; nothing was changed.")
    if several:
        raise WriteError(
            f"{_name(part)}: {several} objects stand in several rows that ask for different values; nothing was changed."
        )
    scope, head, variable = _compiled(query, part)
    values = _values(scope, changes)
    text = (
        f"{head}\nWITH * WHERE {variable} IS NOT NULL\n"
        f"SET {variable}.{LOCK} = true REMOVE {variable}.{LOCK}\n"
        f"WITH {variable} AS x, collect([{', '.join(values)}]) AS found\nWITH x, found[0] AS v\n"
        f"SET {', '.join([*(f'x.{quoted(c)} = v[{i}]' for i, c in enumerate(columns)), *_counted_up(part)])}\n"
        "RETURN count(x) AS n"
    )
    return (yield from ask(_statement(scope, text, _number, name=f"update {_name(part)}")))


def delete(query: Query[Any], *, detach: bool) -> Program[int]:
    """Delete the nodes or relationships that the query selects; gives how many they were.

    Raises:
        QueryError: when the query does not select one class or alias.
        HasRelationships: a node still has relationships, and `detach` was not said; nothing was deleted.
    """
    part = _selected(query, "delete")
    if is_node(part) and not detach:
        scope, head, variable = _compiled(query, part)
        text = f"{head}\nWITH DISTINCT {variable} AS x\nMATCH (x)-[r]-()\nRETURN count(DISTINCT x) AS n, count(DISTINCT r) AS m"
        look = _statement(scope, text, _two, name=f"relationships of {_name(part)}", reads=True)
        nodes, left = yield from ask(look)
        if left:
            raise HasRelationships(
                f"{nodes} of these {_name(part)} nodes still have {left} relationships; nothing was deleted. "
                "Delete them first, or say detach=True.",
                count=left,
            )
    scope, head, variable = _compiled(query, part)
    word = "DETACH DELETE" if is_node(part) and detach else "DELETE"
    text = (
        f"{head}\nWITH collect(DISTINCT {variable}) AS found\nFOREACH (x IN found | {word} x)\nRETURN size(found) AS n"
    )
    return (yield from ask(_statement(scope, text, _number, name=f"delete {_name(part)}")))


def _look(query: Query[Any], part: Any, changes: Sequence[Assignment]) -> Statement[tuple[int, int]]:
    """Among the objects to change, how many would lack a required value, and how many would get several values."""
    scope, head, variable = _compiled(query, part)
    values = _values(scope, changes)
    place, required = 0, list[str]()
    for each in changes:
        if not each.field.property.optional:
            required.append(f"v[{place}] IS NULL")
        place += len(each.field.property.columns)
    text = (
        f"{head}\nWITH {variable} AS x, collect(DISTINCT [{', '.join(values)}]) AS found\n"
        f"WITH any(v IN found WHERE {' OR '.join(required) or 'false'}) AS empty, size(found) > 1 AS several, x\n"
        "WHERE x IS NOT NULL\n"
        "RETURN sum(CASE WHEN empty THEN 1 ELSE 0 END) AS empty, sum(CASE WHEN several THEN 1 ELSE 0 END) AS several"
    )
    return _statement(scope, text, _two, name=f"look at {_name(part)}", reads=True)


def _values(scope: Scope, changes: Sequence[Assignment]) -> list[str]:
    """The stored values of all changes as Cypher, one for each stored property."""
    texts: list[str] = []
    for each in changes:
        p, value = each.field.property, each.value
        if isinstance(value, Constant):
            texts += [scope.parameter(stored) for stored in _stored(each)]
        elif len(p.columns) == 1:
            texts.append(scope.text(value))
        elif isinstance(value, Attribute) and value.property.codec.suffixes == p.codec.suffixes:
            texts += [scope.text(replace(value, property=column)) for column in _columns_apart(value.property)]
        else:
            raise QueryError(f"{each.field} is stored in several properties: give a value, or another field like it.")
    return texts


def _columns_apart(p: Property) -> list[Property]:
    return [replace(p, columns=(column,)) for column in p.columns]


def _stored(each: Assignment) -> list[Any]:
    stored: list[Any] = []
    each.field.property.put(each.value.value if isinstance(each.value, Constant) else None, stored)
    return stored


def _selected(query: Query[Any], verb: str) -> Any:
    """The class or alias that a query selects."""
    given: Any = query  # of untyped callers
    if not isinstance(given, Query):
        example = f"gm.select({_name(given)})" if is_part(given) else "gm.select(State).where(...)"
        raise QueryError(f"{verb} takes a query, such as graph.{verb}({example}, ...), not {given!r}.")
    parts = [column.of if isinstance(column, Maybe) else column for column in query.columns]
    if query.branches or len(parts) != 1 or isinstance(parts[0], Expression):
        raise QueryError(
            f"{verb} takes a query for one class or alias: graph.{verb}(gm.select(State).where(...), ...)."
        )
    if any(each.optional for each in query.patterns) and parts[0] in Scope(replace(query, columns=())).optional:
        raise QueryError(
            f"{verb}: {_name(parts[0])} is in an optional pattern and may be missing: put it into .match(...), "
            f"since there is nothing to {verb} where it is missing."
        )
    return parts[0]


def _check(part: Any, changes: Sequence[Assignment]) -> None:
    if not changes:
        raise QueryError("update needs to know what to change: gm.change(State.name).to('Iran').")
    seen: set[str] = set()
    for each in changes:
        given: Any = each  # of untyped callers
        if not isinstance(given, Assignment):
            raise QueryError(f"update takes changes, gm.change(State.name).to('Iran'), not {given!r}.")
        if given.field.owner is not part:
            raise QueryError(f"{given.field} is not of {_name(part)}, which the query selects.")
        if has_aggregate(given.value):
            raise QueryError(
                f"{given.field} cannot become an aggregate: each object is changed by itself. Count what it has with a "
                "sub-query, gm.count(gm.match(...))."
            )
        if given.field.property.name in seen:
            raise QueryError(f"{given.field} is changed twice.")
        seen.add(given.field.property.name)


def _counted_up(part: Any) -> list[str]:
    """The next version of an object that has one, so that nobody's older copy is saved over the change."""
    mapping: Any = model_of(part).__graph__
    version: Property | None = mapping.version if mapping is not None else None
    if version is None:
        return []
    column = f"x.{quoted(version.column)}"
    return [f"{column} = coalesce({column}, 0) + 1"]


def _compiled(query: Query[Any], part: Any) -> tuple[Scope, str, str]:
    """The query made ready: its scope, its clauses, the variable of what it selects."""
    scope = Scope(query)
    head = scope.head()
    scope.check_times()
    return scope, head, scope.variable(part)


def _statement(
    scope: Scope, text: str, decode: Callable[[Result], T], name: str, *, reads: bool = False
) -> Statement[T]:
    return Statement(text, scope.parameters, decode, name, reads=reads, requires=tuple(sorted(scope.requires)))


def _name(part: Any) -> str:
    return model_of(part).__name__


def _number(result: Result) -> int:
    return int(result.rows[0][0] or 0)


def _two(result: Result) -> tuple[int, int]:
    first, second = result.rows[0]
    return int(first or 0), int(second or 0)
