"""Running an analysis: what was given becomes parameters, Cypher is sent, rows come back with all that was assumed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from graphmodel.analyses.headers import Header, header
from graphmodel.analyses.results import About, Origin, Result
from graphmodel.analyses.values import Asked, value_of
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingData, NotFound, QueryError, UnknownName
from graphmodel.query import in_, select
from graphmodel.resources import folder
from graphmodel.results import Row
from graphmodel.statements.statement import quoted

F = TypeVar("F", bound=Row)
R = TypeVar("R", bound=Row)

Ties = list[tuple[str, str]]
"""Pairs of a state's key and the key of an organization, pact or other state."""
CURATED = "curated"
"""What `datasets` calls the facts that rest on claims."""
MISSING = {
    "MEMBER_OF": ("memberships", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "PARTY_TO": ("parties of pacts", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "HOLDS_OFFICE": ("holders of offices", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "TREATY_ACT": ("acts on treaties", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "SIGNED": ("signatures of people", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "STATES": ("claims with sources", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "ATTENDED": ("participants of events", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "SANCTIONS": ("sanctions", "load the curated world with world.load_seeds() or `graphmodel load`"),
    "OBLIGED_TO": ("commitments of pairs of states", "import ATOP with `graphmodel import atop FILE`"),
    "RIVAL_OF": ("rivalries", "import them with `graphmodel import rivalries FILE`"),
    "MEASURED": (
        "figures of states",
        "load the curated world with world.load_seeds(), or import COW's capabilities with `graphmodel import cow_nmc FILE`",
    ),
    "VOTED": ("votes", "import those of the General Assembly with `graphmodel import unga_votes FILE`"),
    "IN_SYSTEM": ("lists of states", "load the curated world with world.load_seeds() or `graphmodel load`"),
}
"""What an analysis needs, by type of relationship: what it is called, and how to come by it."""


@dataclass(frozen=True, slots=True)
class Computed(Generic[F, R]):
    """What Python makes of what the Cypher of an analysis fetches.

    `fetched` is the row of the Cypher; `rows` gets these, the parameters, and a list of notes to which it may add what is to be
    known of the result: how many were left out, the seed, the agreement of runs.

    `kept` names parameters, by those given, without which the Cypher fetches the same: it is then sent without them, and what it
    gives is kept while nothing is written, for whatever else is asked of the same day. Nothing is kept where it names none.
    """

    fetched: type[F]
    rows: Callable[[Sequence[F], Mapping[str, Any], list[str]], Sequence[R]]
    kept: Callable[[Mapping[str, Any]], Collection[str]] = lambda _: ()


def ask(
    world: Asked,
    name: str | Header,
    row: type[R],
    given: Mapping[str, Any],
    *,
    needs: str | tuple[str, ...],
    sources: Callable[[Sequence[R]], Sequence[str | tuple[str, str]]],
    computed: Computed[Any, R] | None = None,
    of_any_day: bool = False,
) -> Result[R]:
    """Run one analysis.

    Args:
        world: where.
        name: of the analysis and its Cypher file, or the header of one that is not ours.
        row: what a row becomes.
        given: what the caller said, by parameter; None where nothing.
        needs: the types of relationships without any of which there is nothing to ask, such as `MEMBER_OF`.
        sources: what rows rest on: keys of sources, or ties whose claims have sources.
        computed: how rows are made of what is fetched; None where the Cypher gives the rows.
        of_any_day: whether rows rest on facts of other days too, and not only on what holds on the day.

    Raises:
        MissingData: when the world has no relationship of these types at all.
        UnknownName: when a state is not known, with what comes near.
        InvalidDate: when the day is none.
        QueryError: when another value is none that the parameter takes.
    """
    asked, needed = header(name) if isinstance(name, str) else name, (needs,) if isinstance(needs, str) else needs
    parameters, reach = _parameters(world, asked, needed, given)
    last = _last(asked)
    notes: list[str] = []
    if computed is None:
        rows = world.run(asked.cypher, parameters, into=row, reads=True)
    else:
        rows = computed.rows(_fetched(world, asked, computed, parameters), parameters, notes)
    if not rows:
        _require(world, needed)
    day: date | None = None if last is None else parameters[last]
    # One row may be that of a pair which shares nothing.
    first = _first(world, needed, day) if needed and day and len(rows) <= 1 else None

    def cited(chosen: Sequence[R]) -> list[Source]:
        if known is not None and len(chosen) == len(rows):
            return known
        return _sources(world, sources(chosen), None if of_any_day else day, obligations="PARTY_TO" in needed)

    known: list[Source] | None = None
    if world.assumed:  # a supposed world is gone when somebody asks for the sources
        known = cited(rows)
    told = (*_defaults(asked, given, parameters), *_reaches(day, reach, first), *notes, *world.assumed)
    origin = "the day to which the data reach" if last and given[last] is None else "as asked"
    about = About(asked.name, asked.title, day, origin, parameters, told)
    return Result(rows, row=row, about=about, sources=cited, origin=Origin(world, asked))


def _fetched(world: Asked, asked: Header, computed: Computed[F, Any], parameters: Mapping[str, Any]) -> Sequence[F]:
    """What the Cypher gives, as it was kept if that is still true."""
    without, keep = computed.kept(parameters), getattr(world, "keep", None)
    sent = {name: None if name in without else value for name, value in parameters.items()}

    def fetch() -> Sequence[F]:
        return world.run(asked.cypher, sent, into=computed.fetched, reads=True)

    # A supposed world, or one that is listened to, keeps nothing.
    return keep((asked.name, repr(sorted(sent.items()))), fetch) if without and keep is not None else fetch()


def _parameters(
    world: Asked, asked: Header, needed: tuple[str, ...], given: Mapping[str, Any]
) -> tuple[dict[str, Any], date | None]:
    """What is sent for what was given, and the day to which the data reach."""
    try:
        parameters = {each.name: value_of(world, each, given[each.name]) for each in asked.parameters}
    except UnknownName:
        _require(world, needed)
        raise
    for kind in ("state", "organization"):
        two = [parameters[each.name] for each in asked.parameters if each.type == kind and parameters[each.name]]
        if len(set(two)) < len(two):
            raise QueryError(f"Both are the same {kind}, {two[0]}: give two different ones.")
    if parameters.get("datasets"):
        _see_that_there_are(world, parameters["datasets"])
    reach, last = _reach(world, needed), _last(asked)
    if last is not None and parameters[last] is None:
        if reach is None:
            raise QueryError(f"The data do not say to which day they reach: give {last}, such as {last}='2024-07-04'.")
        parameters[last] = reach
    since, until = parameters.get("since"), parameters.get("until")
    if since and until and since > until:
        raise QueryError(f"The window ends, on {until}, before it begins, on {since}.")
    return parameters, reach


def _last(asked: Header) -> str | None:
    """The parameter that is the day asked about, or the last of the window."""
    return next((name for name in ("as_of", "until") if any(each.name == name for each in asked.parameters)), None)


def _reach(world: Asked, needed: tuple[str, ...]) -> date | None:
    try:
        return world.coverage()
    except NotFound:
        _require(world, needed)
        return None


def _defaults(asked: Header, given: Mapping[str, Any], parameters: Mapping[str, Any]) -> list[str]:
    """What was chosen, and what was done where nothing was."""
    notes: list[str] = []
    for each in asked.parameters:
        chosen, word = parameters[each.name], each.name.replace("_", " ")
        if given[each.name] is None or given[each.name] == each.default:
            if each.otherwise and each.name not in ("as_of", "until"):
                notes.append(each.otherwise)
        elif each.type.startswith("list"):
            notes.append(f"{word}: {', '.join(map(str, chosen))}")
        elif each.type in ("integer", "number", "choice", "text"):
            notes.append(f"{word}: {chosen}")
        elif each.type == "boolean":
            notes.append(word if chosen else f"not {word}")
        elif each.type == "date" and each.name not in ("as_of", "until"):
            notes.append(f"{word} {chosen}")
    return notes


def _reaches(day: date | None, reach: date | None, first: date | None) -> list[str]:
    notes: list[str] = []
    if day and reach and day > reach:
        notes.append(f"some data reach to {reach} only: what was open then is carried forward as possible")
    if day and first and day < first:
        notes.append(f"the data know of nothing before {first}, which does not mean that there was nothing")
    return notes


def _require(world: Asked, needed: tuple[str, ...]) -> None:
    if not needed:
        return
    if not world.run(f"MATCH ()-[r:{_types(needed)}]->() RETURN 1 AS found LIMIT 1", into=int, reads=True):
        known = [MISSING.get(each, (f"relationships {each}", "load or merge some")) for each in needed]
        what = " nor ".join(name for name, _ in known)
        how = dict.fromkeys(remedy for _, remedy in known)
        raise MissingData(f"There are no {what} in this graph: {', or '.join(how)}.")


def _see_that_there_are(world: Asked, datasets: Sequence[str]) -> None:
    known = [CURATED, *world.all(select(Source.key).where(Source.known_to != None).order_by(Source.key))]  # noqa: E711  (it is Cypher's)
    used = "MATCH ()-[r]->() WHERE r.dataset = $name RETURN 1 AS found LIMIT 1"
    for name in datasets:
        if name not in known and not world.run(used, {"name": name}, into=int, reads=True):
            near = get_close_matches(name, known, n=3)
            raise UnknownName(
                f"There is no data set {name!r} in this graph; there is {', '.join(known)}.", name=name, candidates=near
            )


class _First(Row):
    first: date | None


def _first(world: Asked, needed: tuple[str, ...], day: date) -> date | None:
    """The earliest day on which a relationship of the types may have begun, of those whose begin is known; None if by `day`."""
    begun = f"MATCH ()-[r:{_types(needed)}]->() WHERE r.valid_from_earliest > $open"
    parameters = {"open": date.min, "day": day}
    if world.run(
        f"{begun} AND r.valid_from_earliest <= $day RETURN 1 AS found LIMIT 1", parameters, into=int, reads=True
    ):
        return None
    return world.run(f"{begun} RETURN min(r.valid_from_earliest) AS first", parameters, into=_First, reads=True)[
        0
    ].first


def _types(needed: tuple[str, ...]) -> str:
    # They are ours, or those of the header of a user's own Cypher file: no values.
    return "|".join(quoted(each) for each in needed)


class _Cited(Row):
    source: str


def _sources(
    world: Asked, found: Sequence[str | tuple[str, str]], day: date | None, *, obligations: bool
) -> list[Source]:
    keys = [each for each in found if isinstance(each, str)]
    ties = sorted({each for each in found if not isinstance(each, str)})
    if ties:
        text = (folder("cypher") / "evidence" / "sources_of_ties.cypher").read_text(encoding="utf-8")
        parameters = {"ties": [list(tie) for tie in ties], "as_of": day, "obligations": obligations}
        keys += [row.source for row in world.run(text, parameters, into=_Cited, reads=True)]
    if not keys:
        return []
    return world.all(select(Source).where(in_(Source.key, sorted(set(keys)))).order_by(Source.key))
