"""Running an analysis: what was given becomes parameters, Cypher is sent, rows come back with all that was assumed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast

from graphmodel.analyses.coverage import COMMITMENTS, Used
from graphmodel.analyses.headers import Header, header
from graphmodel.analyses.kept import kept
from graphmodel.analyses.missing import called, not_looked_at, remedies, require, see_data_sets, why_nothing
from graphmodel.analyses.presence import see_that_they_are_there
from graphmodel.analyses.results import About, Origin, Result
from graphmodel.analyses.values import Asked, value_of
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingData, NotFound, QueryError, UnknownName
from graphmodel.query import in_, select
from graphmodel.resources import folder
from graphmodel.results import Columns, Row, shown

NOTED = 12
"""Of a list that was given so many stand below the table; `about.parameters` has all."""

F = TypeVar("F", bound=Row)
M = TypeVar("M")
R = TypeVar("R", bound=Row)

Ties = list[tuple[str, str]]
"""Pairs of a state's key and the key of an organization, pact or other state."""


@dataclass(frozen=True, slots=True)
class Computed(Generic[F, M, R]):
    """What Python makes of what the Cypher of an analysis fetches.

    `fetched` is the row of the Cypher, and `made` what is made of these rows whoever is asked about: the rows themselves when
    None. `rows` gets that, the parameters, and a list of notes to which it may add what is to be known of the result: how many were
    left out, the seed, the agreement of runs.

    `kept` names parameters, by those given, without which the Cypher fetches the same: it is then sent without them, and what is
    `made` is kept while nothing is written, for whatever else is asked of the same day. Nothing is kept where it names none.
    """

    fetched: type[F]
    rows: Callable[[M, Mapping[str, Any], list[str]], Sequence[R]]
    made: Callable[[Sequence[F]], M] | None = None
    kept: Callable[[Mapping[str, Any]], Collection[str]] = lambda _: ()


def ask(  # noqa: PLR0913  (what analyses differ in)
    world: Asked,
    name: str | Header,
    row: type[R],
    given: Mapping[str, Any],
    *,
    needs: str | tuple[str, ...],
    uses: tuple[str, ...] | None = None,
    idle: Mapping[str, str] | None = None,
    sources: Callable[[Sequence[R]], Sequence[str | tuple[str, str]]],
    computed: Computed[Any, Any, R] | None = None,
    of_any_day: bool = False,
    bare: Callable[[R], bool] | None = None,
) -> Result[R]:
    """Run one analysis.

    Args:
        world: where.
        name: of the analysis and its Cypher file, or the header of one that is not ours.
        row: what a row becomes.
        given: what the caller said, by parameter; None where nothing.
        needs: the types of relationships without any of which there is nothing to ask, such as `MEMBER_OF`.
        uses: the types on which the rows rest: the day to which the data reach is that of these. Those of `needs` when None.
        idle: parameters that mean nothing with the others that are given, and with which. They are not told as applied.
        sources: what rows rest on: keys of sources, or ties whose claims have sources.
        computed: how rows are made of what is fetched; None where the Cypher gives the rows.
        of_any_day: whether rows rest on facts of other days too, and not only on what holds on the day.
        bare: of analyses of commitments, which rows rest on there being none: these are certain only by data of all pairs.

    Raises:
        MissingData: when the world has no relationship of these types at all, or the data sets that are named have none.
        UnknownName: when a state is not known, with what comes near.
        InvalidDate: when the day is none.
        QueryError: when another value is none that the parameter takes, or means nothing with the others, or a state that is
            named was none on the day.
    """
    asked, needed = header(name) if isinstance(name, str) else name, (needs,) if isinstance(needs, str) else needs
    for each in asked.parameters:
        if idle and each.name in idle and given[each.name] is not None and given[each.name] != each.default:
            raise QueryError(f"{each.name} means nothing with {idle[each.name]}: leave it out.")
    parameters, data = _parameters(world, asked, needed, uses or needed, given)
    see_that_they_are_there(world, asked, parameters)
    last = _last(asked)
    notes: list[str] = []
    if computed is None:
        rows: Sequence[R] = world.run(asked.cypher, parameters, into=row, reads=True)
    else:
        rows = computed.rows(_made(world, asked, computed, needed, parameters), parameters, notes)
    if not rows:
        require(world, needed)
    day: date | None = None if last is None else parameters[last]

    def cited(chosen: Sequence[R]) -> list[Source]:
        if known is not None and len(chosen) == len(rows):
            return known
        return _sources(world, sources(chosen), None if of_any_day else day, uses or needed, parameters.get("datasets"))

    known: list[Source] | None = None
    if world.assumed:  # a supposed world is gone when somebody asks for the sources
        known = cited(rows)
    told = [*data.notes(day, given=last is not None and given[last] is not None, chooses="datasets" in parameters)]
    if data.lacking:
        notes.append(f"there are no {called(data.lacking)} in {', '.join(parameters['datasets'])}")
    if len(rows) <= 1:  # one row may be that of a pair which shares nothing
        notes += why_nothing(world, asked, parameters, data, day, nothing=not rows)
        unknown = not_looked_at(world, asked, parameters, data, day)
        notes += unknown
        rows = _in_doubt(rows, row, in_all if unknown else None)
    if {*COMMITMENTS} <= {*(uses or needed)} and not data.of_all_pairs(day):
        told += data.selected
        rows = _in_doubt(rows, row, bare)
    about = About(
        asked.name,
        asked.title,
        day,
        "the day to which the data reach" if last and given[last] is None else "as asked",
        parameters,
        (*_defaults(asked, given, parameters, idle or ()), *told, *notes, *world.assumed),
    )
    return Result(rows, row=row, about=about, sources=cited, origin=Origin(world, asked))


def in_all(_: Row) -> bool:
    """All rows rest on it."""
    return True


def _in_doubt(rows: Sequence[R], row: type[R], bare: Callable[[R], bool] | None) -> Sequence[R]:
    """The rows, of which some rest on what the data do not look at: these are not certain."""
    if bare is None or "certain" not in row.model_fields:
        return rows
    if isinstance(rows, Columns):
        return rows.with_all("certain", value=False) if bare is in_all else rows
    return [each.model_copy(update={"certain": False}) if bare(each) else each for each in rows]


def _made(
    world: Asked, asked: Header, computed: Computed[F, M, Any], needed: tuple[str, ...], parameters: Mapping[str, Any]
) -> M:
    """What is made of what the Cypher gives, as it was kept if that is still true."""
    without = computed.kept(parameters)
    sent = {name: None if name in without else value for name, value in parameters.items()}

    def make() -> M:
        found = world.run(asked.cypher, sent, into=computed.fetched, reads=True)
        if not found:
            require(world, needed)
        return cast("M", found) if computed.made is None else computed.made(found)

    return kept(world, (asked.name, repr(sorted(sent.items()))), make) if without else make()


def _parameters(
    world: Asked, asked: Header, needed: tuple[str, ...], uses: tuple[str, ...], given: Mapping[str, Any]
) -> tuple[dict[str, Any], Used]:
    """What is sent for what was given, and the data that are used."""
    try:
        parameters = {each.name: value_of(world, each, given[each.name]) for each in asked.parameters}
    except UnknownName:
        require(world, needed)
        raise
    for kind in ("state", "organization"):
        two = [parameters[each.name] for each in asked.parameters if each.type == kind and parameters[each.name]]
        if len(set(two)) < len(two):
            raise QueryError(f"Both are the same {kind}, {two[0]}: give two different ones.")
    data = Used(tuple(each for type_ in uses for each in world.covered(type_)))
    if parameters.get("datasets") is not None:
        data = _of_datasets(world, needed, data, parameters["datasets"])
    last = _last(asked)
    if last is not None and parameters[last] is None:
        parameters[last] = data.reach or _reach(world, needed, last)
    since, until = parameters.get("since"), parameters.get("until")
    if since and until and since > until:
        raise QueryError(f"The window ends, on {until}, before it begins, on {since}.")
    return parameters, data


def _last(asked: Header) -> str | None:
    """The parameter that is the day asked about, or the last of the window."""
    return next((name for name in ("as_of", "until") if any(each.name == name for each in asked.parameters)), None)


def _reach(world: Asked, needed: tuple[str, ...], last: str) -> date:
    """The day to which the whole graph reaches, where the data used say nothing of it."""
    try:
        return world.coverage()
    except NotFound:
        require(world, needed)
        raise QueryError(
            f"The data do not say to which day they reach: give {last}, such as {last}='2024-07-04'."
        ) from None


def _of_datasets(world: Asked, needed: tuple[str, ...], data: Used, datasets: Sequence[str]) -> Used:
    """The data that are used, kept to these data sets."""
    see_data_sets(world, datasets)
    kept = data.of(datasets)
    if kept.parts or not needed:
        return kept
    require(world, needed)
    there = ", ".join(sorted({each.dataset for each in data.parts}))
    raise MissingData(
        f"There are no {called(kept.lacking)} in {', '.join(datasets)}, but in {there}: name these in datasets, or "
        f"{remedies(kept.lacking)}."
    )


def _defaults(
    asked: Header, given: Mapping[str, Any], parameters: Mapping[str, Any], idle: Collection[str]
) -> list[str]:
    """What was chosen, and what was done where nothing was."""
    notes: list[str] = []
    for each in asked.parameters:
        if each.name in idle:
            continue
        chosen, word = parameters[each.name], each.name.replace("_", " ")
        if given[each.name] is None or given[each.name] == each.default:
            if each.otherwise and each.name not in ("as_of", "until"):
                notes.append(each.otherwise)
        elif each.type.startswith("list"):
            notes.append(f"{word}: {shown([str(each) for each in chosen], NOTED)}")
        elif each.type in ("integer", "number", "choice", "text"):
            notes.append(f"{word}: {chosen}")
        elif each.type == "boolean":
            notes.append(word if chosen else f"not {word}")
        elif each.type == "date" and each.name not in ("as_of", "until"):
            notes.append(f"{word} {chosen}")
    return notes


class _Cited(Row):
    source: str


def _sources(
    world: Asked,
    found: Sequence[str | tuple[str, str]],
    day: date | None,
    kinds: Sequence[str],
    datasets: Sequence[str] | None,
) -> list[Source]:
    keys = [each for each in found if isinstance(each, str)]
    ties: dict[str, dict[str, bool]] = {}
    for each in found:
        if not isinstance(each, str):
            ties.setdefault(each[0], {})[each[1]] = True
    if ties:
        text = (folder("cypher") / "evidence" / "sources_of_ties.cypher").read_text(encoding="utf-8")
        parameters = {
            "ties": [{"state": state, "to": to} for state, to in sorted(ties.items())],
            "as_of": day,
            "obligations": "PARTY_TO" in kinds,
            "kinds": [*kinds],
            "datasets": datasets,
        }
        keys += [row.source for row in world.run(text, parameters, into=_Cited, reads=True)]
    if not keys:
        return []
    return world.all(select(Source).where(in_(Source.key, sorted(set(keys)))).order_by(Source.key))
