"""What lacks where an analysis has nothing to tell: what to load, or why there are no rows. No table is empty without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from graphmodel.analyses.coverage import CURATED, Used
from graphmodel.analyses.headers import Header, Parameter
from graphmodel.analyses.values import Asked
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingData, UnknownName
from graphmodel.query import select
from graphmodel.results import Row
from graphmodel.statements.statement import quoted

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
LABELS = {"state": "State", "organization": "Organization", "pact": "Pact", "person": "Person"}
"""The label of what a parameter names, by the type of the parameter."""


def require(world: Asked, types: tuple[str, ...]) -> None:
    """See that there is a relationship of one of the types.

    Raises:
        MissingData: there is none; the message says what to load.
    """
    if not types:
        return
    if not world.run(f"MATCH ()-[r:{_any_of(types)}]->() RETURN 1 AS found LIMIT 1", into=int, reads=True):
        raise MissingData(f"There are no {called(types)} in this graph: {remedies(types)}.")


def see_data_sets(world: Asked, datasets: Sequence[str]) -> None:
    """See that the graph has data sets of these names. Raises UnknownName."""
    known = [CURATED, *world.all(select(Source.key).where(Source.known_to != None).order_by(Source.key))]  # noqa: E711  (it is Cypher's)
    used = "MATCH ()-[r]->() WHERE r.dataset = $name RETURN 1 AS found LIMIT 1"
    for name in datasets:
        if name not in known and not world.run(used, {"name": name}, into=int, reads=True):
            near = get_close_matches(name, known, n=3)
            raise UnknownName(
                f"There is no data set {name!r} in this graph; there is {', '.join(known)}.", name=name, candidates=near
            )


def called(types: tuple[str, ...], joined: str = " nor ") -> str:
    """What relationships of these types are called."""
    return joined.join(MISSING[each][0] if each in MISSING else f"relationships {each}" for each in types)


def remedies(types: tuple[str, ...]) -> str:
    """How to come by them."""
    return ", ".join(dict.fromkeys(MISSING[each][1] if each in MISSING else "load or merge some" for each in types))


def why_nothing(
    world: Asked, asked: Header, parameters: Mapping[str, Any], data: Used, day: date | None, *, nothing: bool
) -> Iterator[str]:
    """Why there are no rows, or only one, as notes of the result.

    Args:
        world: where.
        asked: what.
        parameters: those sent.
        data: those used.
        day: the day asked about, or the last of the window.
        nothing: whether there is no row at all.
    """
    told = 0
    if day and data.first and day < data.first:
        told += 1
        yield f"the data know of nothing before {data.first}, which does not mean that there was nothing"
    if not nothing:
        return
    types = tuple(dict.fromkeys(each.type for each in data.parts))
    for each in asked.parameters if types else ():
        if each.type in LABELS and parameters[each.name] and (why := _of(world, each, parameters, types, day)):
            told += 1
            yield why
    if not told:
        where = f" in {', '.join(dict.fromkeys(each.dataset for each in data.parts))}" if data.parts else ""
        yield f"no rows: nothing{where} fits what was asked"


def not_looked_at(
    world: Asked, asked: Header, parameters: Mapping[str, Any], data: Used, day: date | None
) -> list[str]:
    """Of a pair of states those that the data do not look at, so that a 0 says nothing.

    The curated tables follow some organizations and pacts, not all: they do not look at whom they never name. A data set of
    memberships does not look at whom it gives none on the day, such as Belarus before its list of states has it.
    """
    pair = [parameters[each.name] for each in asked.parameters if each.type == "state" and parameters[each.name]]
    types = tuple(dict.fromkeys(each.type for each in data.parts))
    if len(pair) < 2 or not types:
        return []
    curated = {each.dataset for each in data.parts} == {CURATED}
    if not curated and types != ("MEMBER_OF",):
        return []
    text = (
        f"UNWIND $pair AS key MATCH (s:State {{key: key}}) OPTIONAL MATCH (s)-[r:{_any_of(types)}]-() "
        "WHERE $day IS NULL OR r.valid_from_earliest <= $day AND r.valid_to_latest > $day "
        "WITH key, count(r) AS held WHERE held = 0 RETURN key ORDER BY key"
    )
    unknown = world.run(text, {"pair": pair, "day": None if curated else day}, into=str, reads=True)
    when = "" if curated else f" on {day}"
    return [
        f"the data know of no {called(types, ' or ')} of {key}{when}, which does not mean that there are none"
        for key in unknown
    ]


class _Span(Row):
    many: int
    held: int
    first: date | None
    end: date | None


def _of(
    world: Asked, named: Parameter, parameters: Mapping[str, Any], types: tuple[str, ...], day: date | None
) -> str | None:
    """What the data lack of one that is named."""
    key = parameters[named.name]
    text = (
        f"MATCH (n:{LABELS[named.type]} {{key: $key}})-[r:{_any_of(types)}]-() "
        "WHERE $datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets "
        "RETURN count(r) AS many, "
        "sum(CASE WHEN r.valid_from_earliest > $day OR r.valid_to_latest <= $day THEN 0 ELSE 1 END) AS held, "
        "min(r.valid_from_earliest) AS first, max(r.valid_to_latest) AS end"
    )
    sent = {"key": key, "day": day, "datasets": parameters.get("datasets")}
    [span] = world.run(text, sent, into=_Span, reads=True)
    if not span.many:
        others = _fuller(world, key, types) if named.type == "person" else []
        return f"the data know of no {called(types, ' or ')} of {key}" + (
            f", but of {', '.join(others)}" if others else ""
        )
    if day and span.first and day < span.first:
        return f"the data used here know nothing of {key} before {span.first}"
    if day and span.end and span.end <= day:
        return f"the data used here know nothing of {key} from {span.end} on"
    if day and not span.held and "as_of" in parameters:
        return f"the data used here know nothing of {key} on {day}"
    return None


def _fuller(world: Asked, key: str, types: tuple[str, ...]) -> list[str]:
    """Those of whom something is known and whose name ends with somebody's: Archigos names most leaders by their surname."""
    text = (  # Neo4j asks an index that cannot answer where it is the bare property that ENDS WITH
        f"MATCH (n:Person {{key: $key}}) MATCH (other:Person)-[:{_any_of(types)}]-() "
        "WHERE other.key <> n.key AND other.name + '' ENDS WITH ' ' + n.name "
        "RETURN DISTINCT other.name + ' (' + other.key + ')' AS other ORDER BY other"
    )
    return world.run(text, {"key": key}, into=str, reads=True)


def _any_of(types: tuple[str, ...]) -> str:
    # They are ours, or those of the header of a user's own Cypher file: no values.
    return "|".join(quoted(each) for each in types)
