"""Queries page by page: each page is one statement that begins after the last row of the page before (keyset paging)."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Any, TypeVar, cast

from graphmodel.errors import QueryError
from graphmodel.model import Node
from graphmodel.model.expressions import Attribute, Expression
from graphmodel.model.kinds import ANY
from graphmodel.model.listings import of_rows
from graphmodel.model.operators import sortable
from graphmodel.query import Query, has_aggregate, is_node, model_of
from graphmodel.query.functions import Ordering
from graphmodel.statements.expressions import Expressions, Written
from graphmodel.statements.matching import Scope
from graphmodel.statements.objects import concrete
from graphmodel.statements.reading import compile as compile_query
from graphmodel.statements.statement import Result, Statement, quoted
from graphmodel.statements.values import row_maker

T = TypeVar("T")


class Page(list[T]):
    """Some rows of a query, in order; `next` is what `graph.page(query, after=...)` takes to go on, None after the last.

    It is a text without spaces that may stand in a URL. It says where the page ended, in plain sight: the values that the rows are
    sorted by, and the keys of the last row.
    """

    next: str | None

    def __init__(self, rows: Sequence[T] = (), next: str | None = None) -> None:  # noqa: A002  (the word for it)
        super().__init__(rows)
        self.next = next

    def _repr_html_(self) -> str:
        return of_rows(self)


def compile_page(query: Query[T], size: int, after: str | None = None) -> Statement[Page[T]]:
    """The page of a query that follows a token, or the first.

    Args:
        query: its rows are sorted by its own order, and where that leaves them equal by the keys of its nodes and relationships.
        size: the most rows of a page.
        after: `next` of the page before.

    Raises:
        QueryError: for a query whose rows have no keys (aggregates, distinct rows) or with limits; for a token of another query.
    """
    if type(size) is not int or size < 1:
        raise QueryError(f"A page takes a whole number of rows, 1 or more, not {size!r}.")
    _check(query)
    scope = Scope(query)
    ties = _ties(scope)
    keys = [_asked(scope, order) for order in query.orders]
    known = {key.text for key in keys}
    more = [key for key in ties if key.text not in known]
    keys += more
    sign = _sign(scope, keys)
    parts = tuple(dict.fromkeys(p for each in query.patterns for p in (*each.nodes, *(hop.part for hop in each.hops))))
    conditions = (
        *query.conditions,
        *(Written(lambda _, x=key.text: f"{x} IS NOT NULL", parts) for key in keys if key.is_key),
    )
    if after is not None:
        values = _read(after, sign, keys)
        conditions = (*conditions, Written(lambda scope: _beyond(keys, values, scope), parts))
    width = len(query.columns)
    asked = replace(
        query,
        columns=(*query.columns, *(key.expression for key in keys)),
        conditions=conditions,
        orders=tuple(Ordering(key.expression, key.descending) for key in keys),
        most=size + 1,
        row=None,
    )
    statement = compile_query(asked)
    row = row_maker(query)

    def decode(result: Result) -> Page[T]:
        found = cast("list[tuple[Any, ...]]", statement.decode(result))
        following = _token(sign, found[size - 1][width:]) if len(found) > size else None
        rows: list[Any] = [values[:width] if width > 1 or row is not None else values[0] for values in found[:size]]
        return Page(rows if row is None else [row(values) for values in rows], following)

    return Statement(statement.text, statement.parameters, decode, name="page", reads=True, packed=True)


@dataclass(frozen=True, slots=True)
class _Key:
    """One of the values that the rows are sorted by."""

    expression: Expression
    text: str
    descending: bool = False
    may_be_null: bool = True
    may_be_nan: bool = False
    is_stored: bool = True
    """Stored as it is; else worked out."""
    is_key: bool = False
    """A part of a node's key. What lacks it is no such node, and is left out: so an index gives the order."""


def _check(query: Query[Any]) -> None:
    if query.unique or query.branches or query.groups or any(map(has_aggregate, query.columns)):
        raise QueryError(
            "Rows that are grouped, distinct or a union have no keys to be paged by: use all(...) or stream(...)."
        )
    if query.source is not None or any(hop.search for each in query.patterns for hop in each.hops):
        raise QueryError(
            "Rows of a search, or of ways of several relationships, have no keys to be paged by: use stream(...)."
        )
    if query.first or query.most is not None:
        raise QueryError("Pages have a size of their own: leave skip(...) and limit(...) out.")


def _asked(scope: Scope, order: Ordering) -> _Key:
    by: Any = order.by
    kind = sortable(by).__kind__ if isinstance(by, Expression) else ANY
    stored = isinstance(by, Attribute)
    key = isinstance(by, Attribute) and by.property.key and is_node(by.owner) and by.owner not in scope.optional

    def write(scope: Expressions) -> str:
        x = scope.order(by)
        if kind.type is float:  # -0.0 is equal to 0.0, and yet sorted before it
            return f"({x} + 0.0)"
        if kind.family == "any":
            return f"head([v IN [{x}] | CASE WHEN v = 0 THEN 0 ELSE v END])"
        # What Neo4j works out it sorts by code points or by UTF-16, as it came about: joined texts by UTF-16.
        return f"({x} + '')" if kind.family == "text" and not stored else x

    maybe_nan = kind.type is float or kind.family == "any"
    return _Key(Written(write), write(scope), order.descending, not key, maybe_nan, stored, key)


def _ties(scope: Scope) -> list[_Key]:
    """What tells all rows apart: the keys of nodes and relationships, and where they may not be enough their ids."""
    ties: list[_Key] = []
    ids: list[_Key] = []
    for variable, part in scope.parts.items():
        there, model = part not in scope.optional, model_of(part)
        columns: Sequence[str] = ()
        if is_node(part):
            keys = {(m.key_label, tuple(p.column for p in m.key)) for m in concrete(cast("type[Node]", model))}
            columns = keys.pop()[1] if len(keys) == 1 else ()
        elif model.__graph__ is not None:
            columns = tuple(p.column for p in model.__graph__.key)
        ties += [_written(f"{variable}.{quoted(c)}", is_key=is_node(part) and there) for c in columns]
        if not (is_node(part) and columns):  # no constraint says that there is but one
            ids.append(_written(f"elementId({variable})", never_null=there))
    return ties + ids


def _written(text: str, *, is_key: bool = False, never_null: bool = False) -> _Key:
    return _Key(Written(lambda _: text), text, may_be_null=not (is_key or never_null), is_key=is_key)


def _beyond(keys: Sequence[_Key], values: Sequence[Any], scope: Expressions, at: int = 0) -> str:
    """The condition that a row comes after the one with these values, as Cypher sorts: nulls last, before them NaN."""
    key, value = keys[at], values[at]
    x = scope.text(key.expression)
    bound = ""
    if value is None:
        later, equal = f"{x} IS NOT NULL" if key.descending else "false", f"{x} IS NULL"
    elif value == NAN:
        later, equal = f"{x} = {x}" if key.descending else f"{x} IS NULL", f"{x} <> {x}"
    else:
        given = scope.parameter(_value(value))
        rare = key.is_stored and isinstance(value, str) and _RARE.search(value) is not None
        later, equal = f"{x} {'<' if key.descending else '>'} {given}", f"{x} = {given}"
        if rare:
            later = _beyond_text(x, cast("str", value), given, scope, descending=key.descending)
        if key.may_be_nan and not key.descending:
            later += f" OR {x} <> {x}"
        if key.may_be_null and not key.descending:
            later += f" OR {x} IS NULL"
        if at == 0 and not key.may_be_null and rare:
            if not key.descending:
                bound = f"{x} >= {scope.parameter(_RARE.split(cast('str', value), maxsplit=1)[0])} AND "
        elif at == 0 and not key.may_be_null:  # said apart, an index is used
            bound = f"{x} {'<=' if key.descending else '>='} {given} AND "
    if at + 1 == len(keys):
        return f"{bound}({later})"
    return f"{bound}({later} OR ({equal} AND {_beyond(keys, values, scope, at + 1)}))"


_RARE = re.compile("[\ue000-\U0010ffff]")
"""Of these characters UTF-16 and code points have different orders."""


def _beyond_text(x: str, value: str, given: str, scope: Expressions, *, descending: bool) -> str:
    """The condition that a stored text comes after another by code points: as both engines sort, and Neo4j does not compare.

    Its `>` goes by UTF-16, where characters from U+10000 on come before those from U+E000 to U+FFFF. So the two differ where the
    texts first do, if one has there a character of the first kind and the other one of the second.
    """
    first, beyond = scope.parameter("\ue000"), scope.parameter("\U00010000")
    y = f"({x} + '')"  # no index, which would compare as it sorts
    earlier, later = list[str](), list[str]()
    for found in _RARE.finditer(value):
        prefix = value[: found.start()]
        low, high = scope.parameter(prefix + "\ue000"), scope.parameter(prefix + "\U00010000")
        begins = f"{y} STARTS WITH {scope.parameter(prefix)} AND {y} >="
        if found[0] < "\U00010000":
            later.append(f"({begins} {high} AND {y} < {low})")
        else:  # the last part: where `>` goes by UTF-16
            earlier.append(f"({begins} {low} AND {first} > {beyond})")
    same, other = (later, earlier) if descending else (earlier, later)
    plain = f"{y} {'<' if descending else '>'} {given}"
    plain = f"({plain} AND NOT ({' OR '.join(same)}))" if same else plain
    return " OR ".join([plain, *other])


# --- tokens -------------------------------------------------------------------------------------------------------------

NAN = {"float": "nan"}
KINDS = ("date", "datetime", "time", "float")
"""What is no text, number or truth value in a token, and stands there as its kind and a text."""


def _sign(scope: Scope, keys: Sequence[_Key]) -> str:
    """What tells a query from others: its clauses, the values in them, its order."""
    values = [f"{name} {_shown(value)}" for name, value in scope.parameters.items()]
    text = "\n".join([*scope.clauses(), *(f"{key.text} {key.descending}" for key in keys), *values])
    return blake2s(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()


def _shown(value: Any) -> str:
    # Lists in an order of their own: one made from a set has another one in each process.
    return repr(sorted(map(repr, cast("list[Any]", value)))) if isinstance(value, list) else repr(value)


def _token(sign: str, values: Sequence[Any]) -> str:
    written = json.dumps([sign, *map(_plain, values)], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).rstrip(b"=").decode()


def _plain(value: Any) -> Any:
    """A value of the database's as JSON has it: what is no text, number or truth value as its kind and a text."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": "nan" if math.isnan(value) else str(value)}
    if value is None or isinstance(value, (str, int, float)):
        return value
    kind = type(value).__name__.lower()  # of the driver's own types
    if kind not in KINDS:
        raise QueryError(f"Pages cannot be sorted by what is a {type(value).__name__}: order by something else.")
    return {kind: value.iso_format()}


def _value(value: Any) -> Any:
    """What `_plain` wrote as the driver takes it. Raises ValueError."""
    if not isinstance(value, dict):
        return value
    ((kind, text),) = cast("dict[str, str]", value).items()
    if kind == "float":
        return float(text)
    import neo4j.time

    types: dict[str, Any] = {"date": neo4j.time.Date, "datetime": neo4j.time.DateTime, "time": neo4j.time.Time}
    return types[kind].from_iso_format(text)


def _read(token: str, sign: str, keys: Sequence[_Key]) -> list[Any]:
    try:
        found, *values = json.loads(base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)))
        usable = found == sign and len(values) == len(keys) and all(map(_is_usable, values, keys))
        _ = [_value(value) for value in values] if usable else []  # what cannot be read is no token of ours
    except (binascii.Error, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        usable, values = False, []
    if not usable:
        raise QueryError(
            "after: this is no token of this query: give the .next of a page of the same one, or None to begin."
        )
    return values


def _is_usable(value: Any, key: _Key) -> bool:
    if isinstance(value, dict):
        items = list(cast("dict[Any, Any]", value).items())
        return len(items) == 1 and items[0][0] in KINDS and isinstance(items[0][1], str)
    if isinstance(value, str):
        return not any("\ud800" <= each <= "\udfff" for each in value)
    if isinstance(value, float):
        return math.isfinite(value)  # others are written as texts
    return key.may_be_null if value is None else isinstance(value, int) and -(2**63) <= value < 2**63
