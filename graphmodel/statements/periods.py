"""Stored periods compared with a day or a window: which of their four days have to be where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model import Period
from graphmodel.model.codecs import PERIODS
from graphmodel.model.expressions import Attribute
from graphmodel.query.times import How
from graphmodel.statements.statement import quoted

# Possible: some run of days that the period can be fulfils it with some run that the window can be. Certain: all do with all.
# `Period` answers alike. A day stands as the window that begins on it.
_COMPARED: dict[tuple[How, bool], tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    ("on", False): (("from_earliest", "<=", "from_earliest"), ("to_latest", ">", "from_earliest")),
    ("on", True): (("from_latest", "<=", "from_earliest"), ("to_earliest", ">", "from_earliest")),
    ("overlaps", False): (("from_earliest", "<", "to_latest"), ("to_latest", ">", "from_earliest")),
    ("overlaps", True): (("from_latest", "<", "to_earliest"), ("to_earliest", ">", "from_latest")),
    ("during", False): (("from_latest", ">=", "from_earliest"), ("to_earliest", "<=", "to_latest")),
    ("during", True): (("from_earliest", ">=", "from_latest"), ("to_latest", "<=", "to_earliest")),
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def compared(variable: str, prefix: str, how: How, certain: bool, bound: Callable[[str], str]) -> str:
    """The condition on the period that `variable` stores under `prefix`.

    Args:
        variable: of the node or relationship.
        prefix: what its four days' names begin with.
        how: what is asked of the window.
        certain: whether it must be so, or may.
        bound: the text for one of the four days of the window.
    """
    conditions = (
        f"{variable}.{quoted(f'{prefix}_{day}')} {operator} {bound(of_window)}"
        for day, operator, of_window in _COMPARED[how, certain]
    )
    return " AND ".join(conditions)


def prefix_of(attribute: Any) -> str:
    """What the names of the stored days of a period field begin with.

    Raises:
        QueryError: when it is no period field.
    """
    if not isinstance(attribute, Attribute) or attribute.property.codec is not PERIODS:
        raise QueryError(f"{attribute} is no period field.")
    return attribute.property.columns[0].removesuffix("_text")


def holds(
    variable: str,
    period: Period | None,
    *,
    on: str | None = None,
    overlaps: tuple[str, str] | None = None,
    during: tuple[str, str] | None = None,
    certain: bool = False,
) -> str:
    """A condition for hand-written Cypher: what `as_of`, `overlaps` and `during` say of typed queries.

    The text names parameters and holds no values; give them when it is run, as dates or as their ISO text.

    Args:
        variable: the name of the node or relationship in the statement.
        period: a period field of its class, such as `MemberOf.valid`.
        on: the name of a parameter: it holds on that day.
        overlaps: the names of two parameters, a first day and the first day outside: it has a day of this window.
        during: the same: it lies within this window.
        certain: whether that must be so; by default it may.

    Raises:
        QueryError: for a name that is none, a field that is no period, or other than one of `on`, `overlaps` and `during`.

    >>> import graphmodel as gm
    >>> class Reign(gm.Node):
    ...     name: gm.Key[str]
    ...     valid: gm.Period
    >>> gm.holds("r", Reign.valid, on="day")
    '(r.valid_from_earliest <= date($day) AND r.valid_to_latest > date($day))'
    """
    choices: tuple[tuple[How, Any], ...] = (("on", on), ("overlaps", overlaps), ("during", during))
    given: list[tuple[How, Any]] = [(how, names) for how, names in choices if names is not None]
    if len(given) != 1:
        raise QueryError("holds takes one of on='day', overlaps=('start', 'end') and during=('start', 'end').")
    ((how, names),) = given
    if how != "on" and not (isinstance(names, tuple) and len(cast("tuple[Any, ...]", names)) == 2):
        raise QueryError(f"holds({how}={names!r}): name two parameters, {how}=('start', 'end').")
    first, outside = cast("tuple[Any, Any]", (names, names) if how == "on" else names)
    for name in (variable, first, outside):
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            raise QueryError(f"holds: {name!r} is no name of a variable or parameter; give it without its $.")

    def bound(day: str) -> str:
        return f"date(${first if day.startswith('from') else outside})"

    return f"({compared(variable, prefix_of(period), how, certain, bound)})"
