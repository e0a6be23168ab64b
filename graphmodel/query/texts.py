"""Text in queries. Null makes null everywhere; places are counted from 0, in characters (code points), as in Python."""

from __future__ import annotations

import re
import warnings
from typing import Any, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model.expressions import Expression, Function
from graphmodel.model.kinds import BOOL, TEXT, list_of
from graphmodel.query.arguments import plain_text, text, whole

# Escapes; classes from their beginning, where ] stands for itself; repeats; groups by their beginning; single characters.
_TOKENS = re.compile(r"\\.|\[\^?\]?|\{\d+(?:,\d*)?\}|\(\?[P#(auL]?|&&|.", re.DOTALL)
S = TypeVar("S", str, str | None)
"""Text that is there, or that may be missing: what is made of it is alike."""


def startswith(field: str | None, start: str) -> bool:
    """Whether a text begins so."""
    return _asked("startswith", field, start)


def endswith(field: str | None, end: str) -> bool:
    """Whether a text ends so."""
    return _asked("endswith", field, end)


def contains(field: str | None, part: str) -> bool:
    """Whether a text holds another. For lists there is `has`."""
    return _asked("contains", field, part)


def matches(field: str | None, pattern: str) -> bool:
    r"""Whether the whole of a text fits a regular expression, as `re.fullmatch` asks; `(?i)` in front ignores the case of a to z.

    Write it in what Python and Java have in common. Classes such as `\d` and `\w` mean ASCII alone.

    Raises:
        QueryError: when Python cannot read the pattern, or Java could not: `(?P<name>...)`, `(?(1)...)`, `(?#...)`, `\Z`, `{,3}`,
            a bare `{`, `[` within a class.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN"), Country(iso3="IRQ"), Country(iso3="RUS"))
    ...     graph.all(gm.select(Country.iso3).where(gm.matches(Country.iso3, "IR[A-Z]")).order_by(Country.iso3))
    ['IRN', 'IRQ']
    """
    if isinstance(pattern, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (it may be an expression)
        try:
            with warnings.catch_warnings(action="ignore"):
                re.compile(pattern)
        except re.error as error:  # one engine would find nothing, and the other fail
            raise QueryError(f"gm.matches: {pattern!r} is no regular expression: {error}.") from None
        if (found := _only_python(pattern)) is not None:
            raise QueryError(
                f"gm.matches: {pattern!r}: {found!r} means something in Python, and nothing or another thing in Java."
            )
    return _asked("matches", field, pattern)


def lower(field: S) -> S:
    """In small letters."""
    return cast("S", Function("lower", (text("gm.lower", field),), TEXT))


def upper(field: S) -> S:
    """In capitals."""
    return cast("S", Function("upper", (text("gm.upper", field),), TEXT))


def trim(field: S) -> S:
    """Without the spaces, tabs, line ends and other Unicode whitespace around it, but for the no-break spaces."""
    return cast("S", Function("trim", (text("gm.trim", field),), TEXT))


def replace(field: S, old: str, new: str) -> S:
    """With every `old`, which is not empty, turned into `new`."""
    arguments = (text("gm.replace", field), _separator("gm.replace", old), plain_text("gm.replace", new))
    return cast("S", Function("replace", arguments, TEXT))


def substring(field: S, start: int, length: int | None = None) -> S:
    """From a place on, so many characters or to the end; what is beyond the end is left out. `x[2:5]` is the same as (x, 2, 3)."""
    places = [whole("gm.substring", place) for place in (start, length) if place is not None]
    return cast("S", Function("substring", (text("gm.substring", field), *places), TEXT))


@overload
def split(field: str, separator: str) -> list[str]: ...
@overload
def split(field: str | None, separator: str) -> list[str] | None: ...
def split(field: Any, separator: Any) -> Any:
    """The parts between the separators, which are not empty."""
    return Function("split", (text("gm.split", field), _separator("gm.split", separator)), list_of(TEXT))


def _separator(what: str, value: object) -> Expression:
    if value == "":
        raise QueryError(f"{what}: nothing stands between any two characters: give a text that is not empty.")
    return plain_text(what, value)


def _only_python(pattern: str) -> str | None:
    """The first thing in a pattern that Java does not take, or takes otherwise."""
    inside = False
    for part in _TOKENS.findall(pattern):
        if part in ("\\Z", "\\N") or (inside and part in ("[", "&&")):
            return part
        if not inside and (part == "{" or part.startswith(("(?P", "(?#", "(?(", "(?a", "(?u", "(?L"))):
            return part
        inside = part[0] == "[" or (inside and part != "]")
    return None


def _asked(name: str, field: object, other: object) -> bool:
    what = f"gm.{name}"
    return cast("bool", Function(name, (text(what, field), plain_text(what, other)), BOOL))
