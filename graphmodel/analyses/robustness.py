"""How an answer moves with the choices that were made: the analysis run for every combination of them, in one table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product
from typing import Any, TypeVar, cast

from pydantic import create_model

from graphmodel.analyses.choices import DERIVING, Over, choices_of
from graphmodel.analyses.comparing import by_key, key_of, measures_of, type_of
from graphmodel.analyses.coverage import Covered, covered
from graphmodel.analyses.headers import Header
from graphmodel.analyses.recipes import Recipe, Replicable, of_analysis
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked
from graphmodel.domain.entities import Entity, Organization
from graphmodel.domain.policies import policy_of
from graphmodel.domain.rebuilding import resolve
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingData, NotFound, QueryError
from graphmodel.query import Query
from graphmodel.results import Row, Table
from graphmodel.sessions import Session

T = TypeVar("T")
E = TypeVar("E", bound=Entity)


class Moves(Row):
    """How one measure of one row moves: its least and greatest value, and in how many of the answers the row is at all."""

    row: str
    measure: str
    low: float | None
    high: float | None
    answers: int
    of: int
    moves: bool


class Robustness(Replicable[Row]):
    """A row for each row of any answer and each combination of choices: its key, the choices, and its measures there.

    Measures are null where the row is not in that answer. `summary` has a line for each row and measure; `results` has the answers.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        row: type[Row],
        *,
        title: str,
        caption: str,
        results: Sequence[Result[Any]],
        summary: Table[Moves],
        recipe: Recipe,
    ) -> None:
        def sources(_: Sequence[Row]) -> list[Source]:
            return _cited(results)

        super().__init__(rows, row=row, title=title, caption=caption, sources=sources)
        self.results, self.summary = tuple(results), summary
        self._recipe = recipe

    @property
    def recipe(self) -> Recipe:
        """How it came about."""
        return self._recipe


def robustness_of(
    function: Callable[..., Result[Any]],
    asked: Header,
    world: Asked,
    over: Over,
    args: Sequence[Any],
    given: Mapping[str, Any],
    at_most: int,
) -> Robustness:
    """Run an analysis for every combination of choices. Arguments and errors as for `Bound.robustness`."""
    ours = not isinstance(over, Mapping)
    over = choices_of(world, asked, over)
    bound = dict(inspect.signature(function).bind_partial(world, *args, **given).arguments)
    _check(function, asked, over, [*bound], at_most)
    deriving = [axis for axis in over if axis in DERIVING and axis not in _names(asked)]
    plain = [axis for axis in over if axis not in deriving]
    found: dict[tuple[Any, ...], Result[Any]] = {}
    lacking = set[str]()
    for way in product(*(over[axis] for axis in deriving)):
        with _derived(world, dict(zip(deriving, way, strict=True))) as derived:
            for choice in product(*(over[axis] for axis in plain)):
                chosen = {**dict(zip(deriving, way, strict=True)), **dict(zip(plain, choice, strict=True))}
                named = tuple(_label(asked, axis, chosen[axis]) for axis in over)
                try:
                    found[named] = function(derived, *args, **given, **dict(zip(plain, choice, strict=True)))
                except MissingData:
                    if not ours or chosen.get("datasets") is None:
                        raise
                    lacking |= {*chosen["datasets"]}  # nobody asked for this one alone
    named = {name: value for name, value in bound.items() if value is not world}
    # Choices that were found wanting are left out again where the axes alone are named.
    given = {**named, "over": list(over) if lacking else over, "at_most": at_most}
    note = f" Without {', '.join(sorted(lacking))}: nothing to ask there." if lacking else ""
    return _table(asked, list(over), found, of_analysis(world, asked, "robustness", given, ()), note)


def _check(
    function: Callable[..., Any], asked: Header, over: Mapping[str, Sequence[Any]], given: Sequence[str], at_most: int
) -> None:
    known = [each for each in inspect.signature(function).parameters if each != "world"]
    if not over:
        raise QueryError(f"over names what to vary, such as over={{'{(known or ['policy'])[0]}': [...]}}.")
    size = 1
    for axis, choices in over.items():
        if axis not in known and axis not in DERIVING:
            raise QueryError(f"{asked.name} has no parameter {axis!r}: it can vary {', '.join([*known, *DERIVING])}.")
        if axis in given:
            raise QueryError(f"{axis} is given and also varied: do one of both.")
        if not choices:
            raise QueryError(f"{axis} has no choices to vary.")
        if len({_label(asked, axis, each) for each in choices}) < len(choices):
            raise QueryError(f"{axis} names the same choice twice.")
        size *= len(choices)
    if size > at_most:
        raise QueryError(f"These are {size} combinations; at_most={at_most} allows fewer.")


def _names(asked: Header) -> set[str]:
    return {each.name for each in asked.parameters}


def _label(asked: Header, axis: str, choice: Any) -> str:
    """A choice as it stands in the table."""
    if choice is None:
        parameter = next((each for each in asked.parameters if each.name == axis), None)
        return (parameter and parameter.otherwise) or "default"
    if isinstance(choice, bool):
        return "yes" if choice else "no"
    if isinstance(choice, Iterable) and not isinstance(choice, str):
        return ", ".join(map(str, cast("Iterable[Any]", choice)))
    return str(getattr(choice, "key", None) or getattr(choice, "name", None) or choice)


@contextmanager
def _derived(world: Asked, how: Mapping[str, Any]) -> Generator[Asked]:
    """The world as a policy and a concept derive it, in a transaction that is rolled back."""
    if not how:
        yield world
        return
    opener: Callable[[], Session] | None = getattr(world, "session", None)
    if opener is None:
        raise QueryError("policy and concept are varied on a world, which this is not.")
    session = opener()
    try:
        resolve(session, policy_of(how.get("policy") or "official_first", how.get("concept")))
        yield _Derived(world, session)
    finally:
        session.rollback()


class _Derived:
    """A world that is asked in a transaction. What things are called is what the world outside says."""

    def __init__(self, world: Asked, session: Session) -> None:
        self._world, self._session = world, session

    @property
    def assumed(self) -> tuple[str, ...]:
        return getattr(self._world, "assumed", ())

    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]:
        return self._session.run(text, parameters, into=into, reads=reads)

    def all(self, query: Query[T] | type[T]) -> list[T]:
        return self._session.all(query)

    def lookup(self, model: type[E], name: str) -> E:
        return self._world.lookup(model, name)

    def coverage(self) -> date:
        known = [
            each.known_to
            for each in self._session.all(Organization)
            if each.known_to is not None and each.dissolved is None
        ]
        if not known:
            raise NotFound("No organization in this graph says how far it is known.", model="Organization")
        return min(known)

    def covered(self, type_: str) -> tuple[Covered, ...]:
        return covered(self._session, type_)


def _table(
    asked: Header, axes: list[str], found: Mapping[tuple[Any, ...], Result[Any]], recipe: Recipe, note: str = ""
) -> Robustness:
    answers = {choice: result.to_dicts() for choice, result in found.items()}
    key = key_of(asked, [*answers.values()])
    measures = measures_of(asked, key, besides=axes)
    keyed = {choice: by_key(rows, key) for choice, rows in answers.items()}
    all_keys = [*dict.fromkeys(at for rows in keyed.values() for at in rows)]

    columns = {axis: f"given_{axis}" if axis in key else axis for axis in axes}
    fields: dict[str, Any] = dict.fromkeys(key, (Any, ...)) | dict.fromkeys(columns.values(), (str, ...))
    fields |= {each.name: (type_of(each), ...) for each in measures}
    model = create_model(f"{asked.name}_robustness", __base__=Row, **fields)
    rows: list[Row] = []
    moves: list[Moves] = []
    for at in all_keys:
        there = [keyed[choice].get(at) for choice in found]
        for choice, row in zip(found, there, strict=True):
            values = {each.name: None if row is None else row[each.name] for each in measures}
            named = dict(zip(columns.values(), choice, strict=True))
            rows.append(model(**dict(zip(key, at, strict=True)), **named, **values))
        for each in measures:
            values = [row[each.name] for row in there if row is not None]
            known = [value for value in values if value is not None]
            moves.append(
                Moves(
                    row=", ".join(map(str, at)),
                    measure=each.name,
                    low=min(known, default=None),
                    high=max(known, default=None),
                    answers=len(values),
                    of=len(found),
                    moves=len(values) < len(found) or any(value != values[0] for value in values),
                )
            )
    moved = len({each.row for each in moves if each.moves})
    title = f"{next(iter(found.values())).title}: by {', '.join(axis.replace('_', ' ') for axis in axes)}"
    caption = f"{len(found)} answers; {moved} of {len(all_keys)} rows move. " + _days(found.values()) + note

    def sources(_: Sequence[Row]) -> list[Source]:
        return _cited([*found.values()])

    summary = Table(moves, row=Moves, title=title, caption=caption, sources=sources)
    return Robustness(
        rows, model, title=title, caption=caption, results=[*found.values()], summary=summary, recipe=recipe
    )


def _days(results: Iterable[Result[Any]]) -> str:
    days = {str(each.about.as_of) for each in results if each.about.as_of is not None}
    return f"As of {', '.join(sorted(days))}." if days else ""


def _cited(results: Iterable[Result[Any]]) -> list[Source]:
    return [*{source.key: source for each in results for source in each.citations()}.values()]
