"""Running an analysis: what was given becomes parameters, Cypher is sent, rows come back with all that was assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from graphmodel.analyses.headers import Header, Parameter, header
from graphmodel.analyses.results import About, Result
from graphmodel.domain.entities import Entity, State
from graphmodel.domain.sources import Source
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import InvalidDate, MissingData, NotFound, QueryError, UnknownName
from graphmodel.model import as_day
from graphmodel.query import Query, in_, select
from graphmodel.resources import folder
from graphmodel.results import Row

R = TypeVar("R", bound=Row)
T = TypeVar("T")
E = TypeVar("E", bound=Entity)

StateLike = State | str
"""A state, its key, or any name or code that `world.lookup` takes."""
DayLike = date | str
"""A date or its ISO text."""
StatusesLike = Iterable[MembershipStatus | str]
Ties = list[tuple[str, str]]
"""Pairs of a state's key and the key of an organization or pact."""


class Asked(Protocol):
    """What an analysis needs of a world."""

    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]:
        """Run Cypher into typed rows."""
        ...

    def all(self, query: Query[T] | type[T]) -> list[T]:
        """Every row of a query."""
        ...

    def lookup(self, model: type[E], name: str) -> E:
        """The entity that a name or code means."""
        ...

    def coverage(self) -> date:
        """The day to which the data reach. Raises NotFound when they do not say."""
        ...


def ask(
    world: Asked,
    name: str,
    row: type[R],
    given: Mapping[str, Any],
    *,
    about: str,
    sources: Callable[[Sequence[R]], list[str] | Ties],
) -> Result[R]:
    """Run one analysis.

    Args:
        world: where.
        name: of the analysis and its Cypher file.
        row: what a row becomes.
        given: what the caller said, by parameter; None where nothing.
        about: the relationship type without which there is nothing to ask, such as `MEMBER_OF`.
        sources: what rows rest on: keys of sources, or ties whose claims have sources.

    Raises:
        MissingData: when the world has no relationship of that type at all.
        UnknownName: when a state is not known, with what comes near.
        InvalidDate: when the day is none.
        QueryError: when another value is none that the parameter takes.
    """
    asked = header(name)
    try:
        parameters = {each.name: _value(world, each, given[each.name]) for each in asked.parameters}
    except UnknownName:
        _require(world, about)
        raise
    states = [parameters[each.name] for each in asked.parameters if each.type == "state" and parameters[each.name]]
    if len(set(states)) < len(states):
        raise QueryError(f"Both are the same state, {states[0]}: give two different ones.")
    try:
        reach = world.coverage()
    except NotFound:
        reach = None
    if parameters["as_of"] is None:
        if reach is None:
            _require(world, about)
            raise QueryError("The data do not say to which day they reach: give as_of, such as as_of='2024-07-04'.")
        parameters["as_of"] = reach
    day: date = parameters["as_of"]
    rows = world.run(asked.cypher, parameters, into=row, reads=True)
    if not rows:
        _require(world, about)
    # One row may be that of a pair which shares nothing.
    first = _first(world, about) if len(rows) <= 1 else None

    def cited(chosen: Sequence[R]) -> list[Source]:
        return _sources(world, sources(chosen), day, obligations=about == "PARTY_TO")

    return Result(rows, row=row, about=_about(asked, given, parameters, reach, first), sources=cited)


def _value(world: Asked, parameter: Parameter, value: Any) -> Any:
    if value is None:
        if parameter.required:
            raise QueryError(f"{parameter.name} has to be given: {parameter.meaning}")
        return parameter.default
    match parameter.type:
        case "state":
            return value.key if isinstance(value, State) else world.lookup(State, value).key
        case "date":
            try:
                return as_day(value)
            except InvalidDate as error:
                raise InvalidDate(f"{error}. {parameter.name} takes a day, such as 2024-07-04.") from None
        case "list of statuses":
            return [_status(each) for each in ([value] if isinstance(value, str) else value)]
        case "integer":
            if type(value) is not int:
                raise QueryError(f"{parameter.name} takes a whole number, not {value!r}.")
            if value < 1:
                raise QueryError(f"{parameter.name} takes a whole number of 1 or more, not {value}.")
            return value


def _status(word: str) -> str:
    try:
        return MembershipStatus(word).value
    except ValueError:
        raise QueryError(f"{word!r} is no membership status: it is one of {', '.join(MembershipStatus)}.") from None


def _about(
    asked: Header, given: Mapping[str, Any], parameters: dict[str, Any], reach: date | None, first: date | None
) -> About:
    notes: list[str] = []
    for each in asked.parameters:
        if each.type == "list of statuses" and given[each.name] is not None:
            notes.append(f"{each.name}: {', '.join(parameters[each.name])}")
        elif each.type == "integer" and given[each.name] is not None:
            notes.append(f"{each.name.replace('_', ' ')}: {given[each.name]}")
        elif each.otherwise and each.type != "date" and given[each.name] is None:
            notes.append(each.otherwise)
    day: date = parameters["as_of"]
    if reach is not None and day > reach:
        notes.append(f"some data reach to {reach} only: what was open then is carried forward as possible")
    if first is not None and day < first:
        notes.append(f"the data know of nothing before {first}, which does not mean that there was nothing")
    origin = "the day to which the data reach" if given["as_of"] is None else "as asked"
    return About(asked.name, asked.title, day, origin, parameters, tuple(notes))


def _require(world: Asked, about: str) -> None:
    found = world.run(
        "MATCH ()-[r]->() WHERE type(r) = $type RETURN count(r) AS found", {"type": about}, into=int, reads=True
    )
    if not found[0]:
        what = {"MEMBER_OF": "memberships", "PARTY_TO": "parties of pacts"}[about]
        raise MissingData(
            f"There are no {what} in this graph: load the curated world first, "
            "with world.load_seeds() or `graphmodel load`."
        )


class _First(Row):
    first: date | None


def _first(world: Asked, about: str) -> date | None:
    """The earliest day on which a relationship of the type may have begun, of those whose begin is known."""
    text = (
        "MATCH ()-[r]->() WHERE type(r) = $type AND r.valid_from_earliest > $open "
        "RETURN min(r.valid_from_earliest) AS first"
    )
    return world.run(text, {"type": about, "open": date.min}, into=_First, reads=True)[0].first


class _Cited(Row):
    source: str


def _sources(world: Asked, found: list[str] | Ties, day: date, *, obligations: bool) -> list[Source]:
    keys = [each for each in found if isinstance(each, str)]
    ties = sorted({each for each in found if not isinstance(each, str)})
    if ties:
        text = (folder("cypher") / "evidence" / "sources_of_ties.cypher").read_text(encoding="utf-8")
        parameters = {"ties": [list(tie) for tie in ties], "as_of": day, "obligations": obligations}
        keys += [row.source for row in world.run(text, parameters, into=_Cited, reads=True)]
    if not keys:
        return []
    return world.all(select(Source).where(in_(Source.key, sorted(set(keys)))).order_by(Source.key))
