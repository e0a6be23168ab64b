"""Analyses of one's own: a Cypher file with a header, registered in one line, is run as ours are."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import create_model

from graphmodel.analyses.asking import ask
from graphmodel.analyses.headers import Column, Header, read_header
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked
from graphmodel.errors import MappingError, QueryError, ReadOnlyViolation, StatementError
from graphmodel.results import Row

TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "date": date,
    "list of strings": list[str],
}
"""What a column may be in its header; each also with ` or null`."""
WRITING = re.compile(r"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|LOAD\s+CSV)\b", re.IGNORECASE)
_WORDS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/|[.:$|]\s*\w+", re.DOTALL)
"""What is no keyword whatever it says: text, quoted names, comments, properties, labels, parameters."""

Asker = Callable[..., Result[Row]]
"""A function that runs an analysis on the world that it gets first."""


def function_of(path: str | Path) -> tuple[Asker, Header]:
    """The function of an analysis in a file, and its header.

    Raises:
        QueryError: the file or its header cannot be read, the Cypher writes, or its columns and parameters are not those of the
            header.
    """
    file = Path(path)
    asked = read_header(file)
    _check(asked, file)
    row = row_of(asked, file)

    def run(world: Asked, /, *args: Any, **given: Any) -> Result[Row]:
        bound = signature.bind(world, *args, **given)
        bound.apply_defaults()
        arguments = {name: value for name, value in bound.arguments.items() if name != "world"}
        try:
            return ask(world, asked, row, arguments, needs=asked.needs, sources=_sources)
        except MappingError as error:
            raise QueryError(f"{file}: what it returns does not fit the columns of its header. {error}") from error
        except ReadOnlyViolation as error:
            raise QueryError(f"{file} writes; an analysis only reads. Nothing has changed.") from error

    signature = inspect.Signature(
        [
            inspect.Parameter("world", inspect.Parameter.POSITIONAL_ONLY, annotation=Asked),
            *_parameters(asked, file),
        ],
        return_annotation=Result[Row],
    )
    run.__name__ = run.__qualname__ = asked.name
    run.__doc__ = asked.describe()
    run.__signature__ = signature  # pyright: ignore[reportFunctionMemberAccess]  (written from the header)
    return run, asked


def try_out(world: Asked, asked: Header) -> None:
    """See that the engine can read the Cypher, without running it.

    Raises:
        QueryError: it cannot.
    """
    try:
        world.run(f"EXPLAIN {asked.cypher}", _nothing(asked), into=tuple[Any, ...], reads=True)
    except StatementError as error:
        raise QueryError(f"{asked.name}.cypher: {error}") from error
    except ReadOnlyViolation as error:
        raise QueryError(f"{asked.name}.cypher writes; an analysis only reads.") from error


def row_of(asked: Header, file: Path) -> type[Row]:
    """A row model with the columns of a header.

    Raises:
        QueryError: a column has a type that there is none of.
    """
    fields: dict[str, Any] = {each.name: (_type(each, file), ...) for each in asked.columns}
    name = "".join(word.title() for word in asked.name.split("_"))
    return create_model(name, __base__=Row, __doc__=asked.title, **fields)


def _type(column: Column, file: Path) -> Any:
    plain = column.type.removesuffix(" or null")
    if plain not in TYPES:
        raise QueryError(
            f"{file}: the column {column.name} has the type {column.type!r}, which is none of {', '.join(TYPES)}, each also "
            "with ' or null'."
        )
    return TYPES[plain] if plain == column.type else TYPES[plain] | None


def _parameters(asked: Header, file: Path) -> Iterable[inspect.Parameter]:
    required = [each for each in asked.parameters if each.required]
    for each in (*required, *(each for each in asked.parameters if not each.required)):
        if each.name == "world" or not each.name.isidentifier():
            raise QueryError(f"{file}: a parameter cannot be called {each.name!r}.")
        default = inspect.Parameter.empty if each.required else each.default
        yield inspect.Parameter(each.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _check(asked: Header, file: Path) -> None:
    bare = _WORDS.sub(" ", asked.cypher)
    if found := WRITING.search(bare):
        raise QueryError(
            f"{file} writes, or so it looks: it says {found.group().upper()}. An analysis only reads. "
            "A name that reads so stands in backticks."
        )
    sent, taken = _sent(asked), {each.name for each in asked.parameters}
    if unknown := sorted(sent - taken):
        raise QueryError(f"{file}: the header has no parameter {unknown[0]!r}, which the Cypher asks for.")
    if unused := sorted(taken - sent):
        raise QueryError(f"{file}: the Cypher never asks for the parameter {unused[0]!r} of its header.")
    columns = [each.name for each in asked.columns]
    if asked.fetched:
        raise QueryError(f"{file}: [fetched] is for what Python computes; give [columns] alone.")
    returned = returned_columns(asked.body)
    if returned is None:
        raise QueryError(f"{file} ends without a RETURN.")
    if sorted(returned) != sorted(columns):
        raise QueryError(f"{file} returns {', '.join(returned)}; its header has the columns {', '.join(columns)}.")


def _sent(asked: Header) -> set[str]:
    text = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "", asked.body)
    return set(re.findall(r"\$(\w+)", text))


def returned_columns(body: str) -> list[str] | None:
    """The names of the columns that a text returns last; None where it returns nothing.

    >>> returned_columns("MATCH (s) RETURN s.name AS name, [x IN s.list | x] AS list, s.key ORDER BY name")
    ['name', 'list', 's.key']
    """
    flat = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "''", body)
    # A RETURN within braces is that of a sub-query.
    depth, start = 0, None
    for found in re.finditer(r"[{}]|\bRETURN\b(?:\s+DISTINCT\b)?", flat, re.IGNORECASE):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth == 0 and found.group() not in "{}":
            start = found.end()
    if start is None:
        return None
    names: list[str] = []
    for part in _apart(flat[start:]):
        text = (
            re.split(r"\b(?:ORDER\s+BY|SKIP|OFFSET|LIMIT)\b", part, flags=re.IGNORECASE)[0].strip().rstrip(";").strip()
        )
        alias = re.search(r"\bAS\s+`?(\w+)`?$", text, re.IGNORECASE)
        names.append(alias.group(1) if alias else text)
        if text != part.strip().rstrip(";").strip():
            break
    return names


def _apart(text: str) -> Iterable[str]:
    """The parts of a text between commas that stand in no brackets."""
    depth = start = 0
    for place, mark in enumerate(text):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _nothing(asked: Header) -> dict[str, Any]:
    return {each.name: None for each in asked.parameters}


def _sources(rows: Sequence[Row]) -> list[str]:
    """The keys in a column `sources`, if there is one."""
    return [key for row in rows for key in getattr(row, "sources", None) or ()]
