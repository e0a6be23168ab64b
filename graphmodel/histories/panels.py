"""Balanced panels: a row for every state, pair of states or leader and every year, with what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack, get_args

from graphmodel.analyses.missing import see_data_sets
from graphmodel.analyses.recipes import Recipe, plain
from graphmodel.domain.entities import CodeList
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingData, QueryError
from graphmodel.evidence import Asking
from graphmodel.evidence.finding import sources_of
from graphmodel.histories import facts as f
from graphmodel.histories.frames import Panel
from graphmodel.histories.measures import OF_PAIRS, OF_STATES, Measures, is_real, missing
from graphmodel.histories.units import RULES, SYSTEM, DayRule, Spelled, Units, checked_rule, units_of
from graphmodel.query import in_, select
from graphmodel.results import Row, needed

Unit = Literal["state-year", "dyad-year", "leader-year"]
"""Of what and which year a row is."""


class StateYear(Row):
    """A state in a year. What no data set looked at is None."""

    state: str
    code: str | None
    """Its code in the list; None where the list has no codes."""
    year: int
    igos: int | None = None
    """Organizations of which it is a full member."""
    allies: int | None = None
    """States that it owes one of the five terms of ATOP to, or that owe it one."""
    defense_allies: int | None = None
    """The same of defense alone."""
    rivals: int | None = None
    cinc: float | None = None
    """Its share of the material capabilities of all; None also where it was not measured."""
    votes: int | None = None
    """Roll calls on which it voted."""


class DyadYear(Row):
    """A pair of states in a year; of a directed panel what `a` owes `b`. What no data set looked at is None."""

    state_a: str
    state_b: str
    code_a: str | None
    code_b: str | None
    year: int
    shared_igos: int | None = None
    """Organizations of which both are full members."""
    defense: int | None = None
    offense: int | None = None
    neutrality: int | None = None
    nonaggression: int | None = None
    consultation: int | None = None
    rival: int | None = None
    cinc_a: float | None = None
    cinc_b: float | None = None
    votes: int | None = None
    """Roll calls on which both voted."""
    agreement: float | None = None
    """On how many of these they voted alike, as a share; None where there were none."""


class LeaderYear(Row):
    """A leader in a year, and what is known of the state then."""

    leader: str
    name: str
    office: str
    state: str
    code: str | None
    year: int
    year_in_office: int
    """1 in the year in which the spell began."""
    igos: int | None = None
    allies: int | None = None
    defense_allies: int | None = None
    rivals: int | None = None
    cinc: float | None = None
    votes: int | None = None


class _Office(Spelled):
    leader: str
    name: str
    office: str
    state: str


HEADS = ["head_of_state", "head_of_government", "supreme_leader"]
OFFICES = (
    "MATCH (p:Person)-[r:HOLDS_OFFICE]->(s:State) WHERE coalesce(r.dataset, 'curated') = $dataset AND r.effective = 'true' "
    "AND r.valid_from_earliest < $after AND r.valid_to_latest > $first AND ($dataset <> 'curated' OR r.role IN $heads) "
    "RETURN p.key AS leader, p.name AS name, r.office AS office, s.key AS state, r.valid_from_earliest AS since, "
    "r.valid_from_latest AS since_latest, r.valid_to_earliest AS until_earliest, r.valid_to_latest AS until "
    "ORDER BY since, leader, office"
)


class PanelOptions(TypedDict, total=False):
    """What a panel is made of; `World.panel` says what each is."""

    start: int | None
    end: int | None
    directed: bool
    system: str
    day: DayRule
    columns: Iterable[str] | None
    datasets: Iterable[str] | None
    certain: bool


def panel(world: Asking, unit: Unit, **options: Unpack[PanelOptions]) -> Panel[Any]:
    """A panel. Arguments and errors as for `World.panel`."""
    if unknown := options.keys() - PanelOptions.__annotations__.keys():
        raise QueryError(f"A panel has no {min(unknown)!r}: it has {', '.join(PanelOptions.__annotations__)}.")
    directed, system = options.get("directed", False), options.get("system", "cow")
    columns, datasets, certain = options.get("columns"), options.get("datasets"), options.get("certain", False)
    if unit not in get_args(Unit):
        raise QueryError(f"unit is none of {', '.join(get_args(Unit))}: {unit!r}.")
    offered = OF_PAIRS if unit == "dyad-year" else OF_STATES
    wanted = (
        list(offered) if columns is None else [columns] if isinstance(columns, str) else list(dict.fromkeys(columns))
    )
    for column in wanted:
        if column not in offered:
            raise QueryError(f"A panel of {unit}s has no column {column!r}: it has {', '.join(offered)}.")
    if directed and unit != "dyad-year":
        raise QueryError(f"Only pairs have a direction, not {unit}s: leave out directed.")
    rule, chosen = (
        checked_rule(options.get("day", "any"), certain=certain),
        None if datasets is None else list(datasets),
    )
    if chosen is not None:
        see_data_sets(world, chosen)
    units = units_of(world, system, rule, options.get("start"), options.get("end"))
    measures = Measures(world, units, rule, chosen, [offered[column] for column in wanted])
    if columns is not None:
        measures.require(offered[column] for column in wanted)
    offices: f.Known | None = None
    match unit:
        case "state-year":
            frame, row = _states(measures, wanted), StateYear
        case "dyad-year":
            frame, row = _dyads(measures, wanted, directed=directed), DyadYear
        case _:
            offices = _offices(world, chosen, (units.first, units.last))
            frame, row = _leaders(measures, wanted, offices), LeaderYear
    title = f"{'Directed ' if directed else ''}{unit}s of {system}, {units.first}-{units.last}"
    notes = [
        f"{RULES[rule.day]} counts{', where it certainly does' if certain else ''}",
        *_on_system(system, units),
        *([f"leaders: {offices}"] if offices else []),
        *measures.notes(),
        *world.assumed,
    ]
    sent = [SYSTEM, *(text for column in wanted for text in f.TEXTS[offered[column]]), *([OFFICES] if offices else [])]
    used = [*measures.datasets(), *([offices.dataset] if offices and offices.dataset != f.CURATED else [])]
    return Panel(
        frame,
        row=row,
        title=title,
        notes=notes,
        sources=lambda _: _sources(world, system, used),
        recipe=Recipe(
            world=world,
            way="world",
            name="panel",
            title=title,
            question=f"What is known of every {unit.removesuffix('-year')} in every year?",
            parameters=plain({**options, "unit": unit}),
            cypher={"panel.cypher": "".join(f"{text}\n;\n" for text in dict.fromkeys(sent))},
            told=tuple(notes),
        ),
    )


def _on_system(system: str, units: Units) -> list[str]:
    if units.looked_to is not None and units.last > units.looked_to:
        return [f"{system} looks to {units.looked_to} only: who was in it then is carried forward"]
    return []


def _sources(world: Asking, system: str, datasets: Sequence[str]) -> list[Source]:
    found = world.all(select(CodeList).where(in_(CodeList.key, [system])))
    claims = [claim for each in found for claim in each.evidence]
    text = "UNWIND $claims AS key MATCH (:Claim {key: key})<-[:STATES]-(s:Source) RETURN DISTINCT s.key AS source"
    stated = world.run(text, {"claims": claims}, into=str, reads=True)
    return sources_of(world, [*stated, *datasets])


# --- states and leaders -----------------------------------------------------------------------------------------------


def _states(measures: Measures, columns: Sequence[str]) -> Any:
    units = [(year, unit) for year, found in sorted(measures.by_year.items()) for unit in found]
    series = {
        "state": [measures.units.state[at] for at in units],
        "code": [unit if measures.units.coded else None for _, unit in units],
        "year": [year for year, _ in units],
    }
    return _frame(StateYear, series | _of_states(measures, columns, units))


def _of_states(measures: Measures, columns: Sequence[str], units: Sequence[tuple[int, str]]) -> dict[str, list[Any]]:
    known = measures.of_states(columns)
    return {
        column: [
            known[column].get(at, None if is_real(column) else 0) if measures.looks_at(OF_STATES[column], *at) else None
            for at in units
        ]
        for column in columns
    }


def _offices(world: Asking, datasets: Sequence[str] | None, span: tuple[int, int]) -> f.Known:
    dataset = f.chosen(world, "HOLDS_OFFICE", datasets)
    if dataset is None:
        raise MissingData(missing(world, "HOLDS_OFFICE", datasets))
    return f.covering(world, OFFICES, "HOLDS_OFFICE", dataset, span, _Office, heads=HEADS)


def _leaders(measures: Measures, columns: Sequence[str], offices: f.Known) -> Any:
    rows: dict[tuple[int, str, str], tuple[_Office, int]] = {}
    for year, office in f.by_year(offices.facts, measures.units, measures.rule):
        for unit in measures.units.units.get((office.state, year), ()):
            rows.setdefault((year, unit, office.leader), (office, year - office.since.year + 1))
    order = {(year, unit): at for year, found in measures.by_year.items() for at, unit in enumerate(found)}
    keys = sorted(rows, key=lambda key: (key[0], order[key[0], key[1]], rows[key][0].since, key[2]))
    series: dict[str, list[Any]] = {
        "leader": [leader for _, _, leader in keys],
        "name": [rows[key][0].name for key in keys],
        "office": [rows[key][0].office for key in keys],
        "state": [rows[key][0].state for key in keys],
        "code": [unit if measures.units.coded else None for _, unit, _ in keys],
        "year": [year for year, _, _ in keys],
        "year_in_office": [rows[key][1] for key in keys],
    }
    return _frame(LeaderYear, series | _of_states(measures, columns, [key[:2] for key in keys]))


# --- pairs ------------------------------------------------------------------------------------------------------------


def _dyads(measures: Measures, columns: Sequence[str], *, directed: bool) -> Any:
    polars, numpy = needed("polars", "analysis"), needed("numpy", "analysis")
    matrices = measures.of_pairs(columns, directed=directed)
    types = {name: kind for name, kind in _types(polars, DyadYear).items() if name in (*_PAIR, *columns)}
    parts: list[Any] = []
    for year, units in sorted(measures.by_year.items()):
        size = len(units)
        one, other = numpy.where(~numpy.eye(size, dtype=bool)) if directed else numpy.triu_indices(size, 1)
        keys = polars.Series([measures.units.state[year, unit] for unit in units], dtype=polars.String)
        codes = polars.Series([unit if measures.units.coded else None for unit in units], dtype=polars.String)
        made: dict[str, Any] = {
            "state_a": keys.gather(one),
            "state_b": keys.gather(other),
            "code_a": codes.gather(one),
            "code_b": codes.gather(other),
            "year": numpy.full(len(one), year),
        }
        made |= {column: _of_pairs(polars, measures, matrices, column, year, (one, other)) for column in columns}
        parts.append(polars.DataFrame(made, schema=types, nan_to_null=True))
    return polars.concat(parts) if parts else polars.DataFrame(schema=types)


_PAIR = ("state_a", "state_b", "code_a", "code_b", "year")


def _of_pairs(
    polars: Any,
    measures: Measures,
    matrices: Mapping[str, Callable[[int], Any]],
    column: str,
    year: int,
    at: tuple[Any, Any],
) -> Any:
    numpy = needed("numpy", "analysis")
    if not measures.covers(OF_PAIRS[column], year):
        return polars.Series([None], dtype=polars.Float64 if is_real(column) else polars.Int64).new_from_index(
            0, len(at[0])
        )
    values = polars.Series(matrices[column](year)[at], nan_to_null=True)
    looked = numpy.array([measures.looks_at(OF_PAIRS[column], year, unit) for unit in measures.by_year[year]])
    return values if looked.all() else values.set(polars.Series(~(looked[at[0]] & looked[at[1]])), None)


def _frame(row: type[Row], series: Mapping[str, list[Any]]) -> Any:
    polars = needed("polars", "analysis")
    types = _types(polars, row)
    return polars.DataFrame(dict(series), schema={name: types[name] for name in series})


def _types(polars: Any, row: type[Row]) -> dict[str, Any]:
    plain = {"int": polars.Int64, "float": polars.Float64}
    found: dict[str, Any] = {}
    for name, each in row.model_fields.items():
        found[name] = next((kind for word, kind in plain.items() if word in str(each.annotation)), polars.String)
    return found
