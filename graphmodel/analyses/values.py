"""What callers give to an analysis becomes the value of a parameter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from graphmodel.analyses.coverage import Covered
from graphmodel.analyses.headers import Parameter
from graphmodel.domain.entities import Entity, Organization, Pact, Person, State
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import InvalidDate, QueryError
from graphmodel.model import as_day
from graphmodel.query import Query

T = TypeVar("T")
E = TypeVar("E", bound=Entity)

StateLike = State | str
"""A state, its key, or any name or code that `world.lookup` takes."""
StatesLike = Iterable[State | str] | State | str
"""States; one alone stands for a list of one."""
OrganizationLike = Organization | str
"""An organization, its key, or any name that `world.lookup` takes."""
OrganizationsLike = Iterable[Organization | str] | Organization | str
"""Organizations; one alone stands for a list of one."""
PactLike = Pact | str
"""A pact, its key, or any name that `world.lookup` takes."""
PersonLike = Person | str
"""A person, their key, or any name that `world.lookup` takes."""
DayLike = date | str
"""A date or its ISO text."""
StatusesLike = Iterable[MembershipStatus | str]
TextsLike = Iterable[str]
"""Texts, such as the keys of data sets; or one."""

_NAMED: dict[str, type[Entity]] = {"state": State, "organization": Organization, "pact": Pact, "person": Person}
_NAMED_LISTS: dict[str, type[Entity]] = {"list of states": State, "list of organizations": Organization}


class Asked(Protocol):
    """What an analysis needs of a world."""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is supposed beside what is stored; results say it."""
        ...

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

    def covered(self, type_: str) -> tuple[Covered, ...]:
        """The data sets that have relationships of a type, and how far each reaches."""
        ...


def value_of(world: Asked, parameter: Parameter, value: Any) -> Any:
    """The value to send for what was given; the default where it is None.

    Raises:
        QueryError: it has to be given, or the parameter does not take it.
        InvalidDate: it is no day.
        UnknownName, AmbiguousName: nothing, or several, are called so.
    """
    if value is None:
        if parameter.required:
            raise QueryError(f"{parameter.name} has to be given: {parameter.meaning}")
        return parameter.default
    kind = parameter.type
    if kind in _NAMED:
        return _key(world, parameter, _NAMED[kind], value)
    if kind in _NAMED_LISTS:
        return [_key(world, parameter, _NAMED_LISTS[kind], each) for each in _some(parameter, value)]
    match kind:
        case "date":
            try:
                return as_day(value)
            except InvalidDate as error:
                raise InvalidDate(f"{error}. {parameter.name} takes a day, such as 2024-07-04.") from None
        case "list of statuses":
            return [_status(each) for each in _some(parameter, value)]
        case "list of texts":
            return [_word(parameter, each) for each in _some(parameter, value)]
        case "choice" | "text":
            return _word(parameter, value)
        case "boolean":
            if type(value) is not bool:
                raise QueryError(f"{parameter.name} takes True or False, not {value!r}.")
            return value
        case _:
            return _number(parameter, value)


def _listed(value: Any) -> list[Any]:
    return list(cast("Iterable[Any]", value)) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _some(parameter: Parameter, value: Any) -> list[Any]:
    listed = _listed(value)
    if not listed and parameter.name != "exclude":  # to leave out none is a choice
        left_out = f": {parameter.otherwise}" if parameter.otherwise else ""
        raise QueryError(f"{parameter.name} names none: name some, or leave it out{left_out}.")
    return listed


def _key(world: Asked, parameter: Parameter, model: type[Entity], value: Any) -> str:
    if isinstance(value, model):
        return value.key
    if not isinstance(value, (str, int)):
        raise QueryError(f"{parameter.name} takes a {model.__name__}, or its key, code or name, not {value!r}.")
    return world.lookup(model, cast("str", value)).key


def _status(word: str) -> str:
    try:
        return MembershipStatus(word).value
    except ValueError:
        raise QueryError(f"{word!r} is no membership status: it is one of {', '.join(MembershipStatus)}.") from None


def _word(parameter: Parameter, word: Any) -> str:
    if not isinstance(word, str) or (parameter.choices and word not in parameter.choices):
        raise QueryError(
            f"{parameter.name} is none of {', '.join(parameter.choices) or 'the words it takes'}: {word!r}."
        )
    return str(word)


def _number(parameter: Parameter, value: Any) -> int | float:
    whole = parameter.type == "integer"
    least = 1 if whole and parameter.least is None else parameter.least
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise QueryError(f"{parameter.name} takes a {'whole ' if whole else ''}number, not {value!r}.")
    if least is not None and value < least:
        raise QueryError(
            f"{parameter.name} takes a {'whole ' if whole else ''}number of {least:g} or more, not {value}."
        )
    if parameter.most is not None and value > parameter.most:
        raise QueryError(
            f"{parameter.name} takes a {'whole ' if whole else ''}number of {parameter.most:g} or less, not {value}."
        )
    return value
