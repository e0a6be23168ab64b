"""Analyses of what states have together: the gas and oil of organizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.cited import sources_of, together
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationsLike, StateLike, StatesLike, TextsLike
from graphmodel.errors import QueryError
from graphmodel.results import Row


class Control(Row):
    """What an organization controls; the header of `energy_interdependence` says what each column means."""

    org: str
    indicator: str
    unit: str | None
    members: int
    unmeasured: int
    amount: float
    share_members: float | None
    share_observers: float | None
    hhi: float | None
    exit: str | None
    delta_if_exit: float | None
    hhi_if_exit: float | None
    measured: str
    certain: bool
    evidence: list[str]


class _Fact(Row):
    """A figure or a membership; the header has the columns."""

    kind: Literal["figure", "others", "full", "other"]
    state: str
    of: str
    unit: str | None
    value: float | None
    day: date | None
    key: str
    certain: bool
    evidence: list[str]


def energy_interdependence(  # noqa: PLR0913, PLR0917  (a parameter each)
    world: Asked,
    organizations: OrganizationsLike | None = None,
    states: StatesLike | None = None,
    indicators: TextsLike | None = None,
    leaver: StateLike | None = None,
    total: float | None = None,
    as_of: DayLike | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Control]:
    """What share of gas, oil or another good an organization or a group of states controls, and how concentrated it is.

    Shares and the index of Herfindahl and Hirschman, with the effect of an exit (Colgan 2014 on OPEC); the header of
    `cypher/analyses/energy_interdependence.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.energy_interdependence` fills it in.
        organizations: these; all whose members have figures when None.
        states: these states as one group, in place of organizations.
        indicators: keys of indicators; all when None.
        leaver: the member whose exit is asked about; the one with most when None.
        total: what all of the world has, of one indicator; the sum of all states with a figure when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        datasets: only facts of these data sets; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state or organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: both organizations and states are given, or total without one indicator; another value is none that the
            parameter takes; total is less than its parts; leaver is no full member.
        MissingData: the graph has no figures; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     opec = world.analyses.energy_interdependence("opec", indicators="oil_reserves", total=1564.44, as_of="2023-06-30")
    ...     round(opec[0].share_members, 3), opec[0].exit
    (0.795, 'VEN')
    """
    if organizations is not None and states is not None:
        raise QueryError("Give organizations, or states as one group, and not both.")
    chosen = None if indicators is None else [indicators] if isinstance(indicators, str) else list(indicators)
    if total is not None and (chosen is None or len(chosen) != 1):
        raise QueryError("total is in the unit of one indicator: give that, as in indicators='gas_reserves'.")
    given = {
        "organizations": organizations,
        "states": states,
        "indicators": chosen,
        "leaver": leaver,
        "total": total,
        "as_of": as_of,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "energy_interdependence",
        Control,
        given,
        needs="MEASURED",
        uses=("MEASURED",) if states is not None else ("MEASURED", "MEMBER_OF"),
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Fact, _control, made=_Day),
    )


class _Day:
    """The figures and members of a day: by indicator what all have, and by state; by organization its members and others."""

    def __init__(self, fetched: Sequence[_Fact]) -> None:
        self.units: dict[str, str | None] = {}
        self.wholes: dict[str, float] = defaultdict(float)
        self.figures: dict[str, dict[str, _Fact]] = defaultdict(dict)
        self.full: dict[str, dict[str, _Fact | None]] = defaultdict(dict)
        self.observers: dict[str, dict[str, _Fact]] = defaultdict(dict)
        for each in sorted(fetched, key=attrgetter("key")):
            if each.kind in ("figure", "others"):
                self.units[each.of] = each.unit
                self.wholes[each.of] += each.value or 0.0
            if each.kind == "figure":
                self.figures[each.of][each.state] = each
            elif each.kind == "full":
                self.full[each.of][each.state] = each
            elif each.kind == "other":
                self.observers[each.of].setdefault(each.state, each)


def _control(day: _Day, parameters: Mapping[str, Any], notes: list[str]) -> list[Control]:
    # Organizations that are named stand in the result, with or without members.
    full = {**{key: dict[str, _Fact | None]() for key in parameters["organizations"] or ()}, **day.full}
    if parameters["states"] is not None:
        full["+".join(sorted({*parameters["states"]}))] = dict.fromkeys(parameters["states"])
    leaver = parameters["leaver"]
    if leaver is not None and full and not any(leaver in members for members in full.values()):
        raise QueryError(
            f"{leaver} is no full member of {', '.join(sorted(full))} on {parameters['as_of']}: it cannot leave."
        )
    rows: list[Control] = []
    for indicator, unit in day.units.items():
        figures, whole = day.figures[indicator], parameters["total"] or day.wholes[indicator]
        for org, members in full.items():
            named = parameters["organizations"] is not None or parameters["states"] is not None
            if named or members.keys() & figures.keys():
                outside = {state: tie for state, tie in day.observers[org].items() if state not in members}
                has = sum(figures[state].value or 0.0 for state in {*members, *outside} if state in figures)
                if has > whole * (1 + 1e-9):
                    raise QueryError(
                        f"total={whole:g} is less than what {org} has of {indicator}, {has:g}: give the world's."
                    )
                rows.append(_row(org, indicator, unit, figures, members, outside, whole, leaver))
    if not day.units:
        notes.append(f"no figure had been measured by {parameters['as_of']}")
    empty = [key for key, members in full.items() if not members]
    notes += [f"the data used know of no full members of {key} on {parameters['as_of']}" for key in empty]
    notes += [
        f"no state has a figure of {key} by that day" for key in parameters["indicators"] or () if key not in day.units
    ]
    return sorted(rows, key=lambda row: (row.indicator, -(row.share_members or 0), row.org))


def _row(
    org: str,
    indicator: str,
    unit: str | None,
    figures: Mapping[str, _Fact],
    members: Mapping[str, _Fact | None],
    observers: Mapping[str, _Fact],
    whole: float,
    leaver: str | None,
) -> Control:
    own = {state: figures[state].value or 0.0 for state in sorted(members) if state in figures}
    amount = sum(own.values())
    largest = max(own, key=lambda state: own[state], default=None)
    leaving = largest if leaver is None else leaver if leaver in members else None
    stay = {state: value for state, value in own.items() if state != leaving}
    days = sorted(each.day for state in own if (each := figures[state]).day is not None and each.day)
    ties = [tie for tie in (*members.values(), *observers.values()) if tie is not None]
    seen = [figures[state] for state in (*members, *observers) if state in figures]
    return Control(
        org=org,
        indicator=indicator,
        unit=unit,
        members=len(members),
        unmeasured=len(members) - len(own),
        amount=amount,
        share_members=amount / whole if whole and own else None,
        share_observers=sum(figures[s].value or 0.0 for s in observers if s in figures) / whole if whole else None,
        hhi=hhi(own.values()),
        exit=leaving,
        delta_if_exit=-own.get(leaving, 0.0) / whole if leaving is not None and whole else None,
        hhi_if_exit=hhi(stay.values()) if leaving is not None else None,
        measured="" if not days else f"{days[0]}" if days[0] == days[-1] else f"{days[0]} to {days[-1]}",
        certain=all(tie.certain for tie in ties),
        evidence=together(each.evidence for each in (*ties, *seen)),
    )


def hhi(amounts: Iterable[float]) -> float | None:
    """The sum of the squared shares; None where there is nothing to share.

    >>> hhi([1.0, 1.0]), hhi([])
    (0.5, None)
    """
    given = list(amounts)
    whole = sum(given)
    return sum((each / whole) ** 2 for each in given) if whole else None
