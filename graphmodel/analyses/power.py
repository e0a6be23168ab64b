"""Analyses of how power is spread among members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from graphmodel.analyses.asking import ask
from graphmodel.analyses.coverage import CURATED
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StatusesLike, TextsLike
from graphmodel.errors import MissingData
from graphmodel.results import Row

CINC = "cinc"
"""COW's composite index of national capability, which the curated world has not."""


class PowerInOrg(Row):
    """An organization and its largest member; the header of `power_in_org` says what each column means."""

    org: str
    name: str
    members: int
    measured: int
    top_state: str
    share: float
    next_state: str | None
    next_share: float | None
    hhi: float
    certain: bool


def power_in_org(
    world: Asked,
    organization: OrganizationLike | None = None,
    as_of: DayLike | None = None,
    *,
    indicator: str = CINC,
    statuses: StatusesLike | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[PowerInOrg]:
    """Whether an organization is dominated by one member: the share of the largest, and how concentrated power is.

    Power is COW's composite index of national capability (Singer, Bremer & Stuckey 1972) unless another indicator is named; the
    header of `cypher/analyses/power_in_org.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.power_in_org` fills it in.
        organization: only this one: an `Organization`, its key or name. All when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        indicator: key of what is measured.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        datasets: only facts of these data sets, `curated` for what rests on claims; all when None.
        certain: count only memberships that certainly hold.

    Raises:
        UnknownName, AmbiguousName: no organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: there are no figures, or none on the day; the message says how to load them or to which day they reach.

    >>> from graphmodel import Period, World
    >>> from graphmodel.domain import Indicator, Measured, State
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     gas, year = Indicator(key="gas", name="Exports of gas"), Period("2023-01-01", "2024-01-01")
    ...     russia, iran = world.lookup(State, "Russia"), world.lookup(State, "Iran")
    ...     made = [Measured(start=s, end=gas, observation=s.key, value=v, valid=year) for s, v in ((russia, 3.0), (iran, 1.0))]
    ...     report = world.merge(gas, made)
    ...     [row.share for row in world.analyses.power_in_org("GECF", "2023-07-04", indicator="gas")]
    [0.75]
    """

    def sources(rows: Sequence[PowerInOrg]) -> list[tuple[str, str]]:
        return [
            (state, key)
            for row in rows
            for state in (row.top_state, row.next_state)
            if state
            for key in (row.org, indicator)
        ]

    given = {
        "organization": organization,
        "as_of": as_of,
        "indicator": indicator,
        "statuses": statuses,
        "datasets": datasets,
        "certain": certain,
    }
    try:
        result = ask(
            world, "power_in_org", PowerInOrg, given, needs="MEASURED", uses=("MEASURED", "MEMBER_OF"), sources=sources
        )
    except MissingData:  # of any figure at all
        _explain(world, indicator, None, datasets)
        raise
    if not result:
        _explain(world, indicator, result.about.as_of, datasets)
    return result


class _Known(Row):
    indicator: str
    dataset: str
    first: date
    end: date


def _explain(world: Asked, indicator: str, day: date | None, datasets: TextsLike | None) -> None:
    """Say why there are no rows, where it is for want of figures."""
    text = (
        "MATCH ()-[f:MEASURED]->(i:Indicator) "
        "RETURN i.key AS indicator, coalesce(f.dataset, $curated) AS dataset, "
        "min(f.valid_from_earliest) AS first, max(f.valid_to_latest) AS end ORDER BY indicator, dataset"
    )
    named = None if datasets is None else [datasets] if isinstance(datasets, str) else [*datasets]
    known = world.run(text, {"curated": CURATED}, into=_Known, reads=True)
    used = [each for each in known if named is None or each.dataset in named]
    found = [each for each in used if each.indicator == indicator]
    if not found:
        where = "this graph" if named is None else ", ".join(named)
        others = ", ".join(dict.fromkeys(each.indicator for each in used))
        elsewhere = ", ".join(each.dataset for each in known if each.indicator == indicator)
        if elsewhere:
            advice = f", but in {elsewhere}: name one in datasets."
        else:
            cows = "COW's" if indicator == CINC else "it, if it is one of COW's,"
            advice = f"import {cows} with `graphmodel import cow_nmc FILE --only {indicator}`."
            advice = f", but of {others}: name one of these, or {advice}" if others else f": {advice}"
        raise MissingData(f"There are no figures of {indicator!r} in {where}{advice}")
    first, end = min(each.first for each in found), max(each.end for each in found)
    if day is not None and not first <= day < end:
        raise MissingData(
            f"No figure of {indicator!r} holds on {day}: they go from {first} to {end - timedelta(days=1)}. Give such a day."
        )
