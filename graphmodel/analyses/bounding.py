"""Between which values an answer lies when dates are imprecise: what certainly holds counted, and what possibly holds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import create_model

from graphmodel.analyses.churn import ChurnBounds, churn_bounds
from graphmodel.analyses.comparing import Answer, by_key, key_of, measures_of, type_of
from graphmodel.analyses.headers import Column, Header
from graphmodel.analyses.recipes import Recipe, Replicable, of_analysis
from graphmodel.analyses.results import Result
from graphmodel.analyses.survival import SurvivalBounds, survival_bounds
from graphmodel.analyses.values import Asked
from graphmodel.domain.sources import Source
from graphmodel.errors import QueryError
from graphmodel.results import Row

SWITCH = "certain"
Working = Callable[[Asked, Mapping[str, Any]], tuple[Result[Any], list[Any]]]
OWN: Mapping[str, tuple[type[Row], Working, Sequence[str], str]] = {
    "membership_churn": (
        ChurnBounds,
        churn_bounds,
        ("members", "joined", "rejoined", "left", "suspended", "net", "member_years", "rate"),
        "low and high bound each measure, wherever the imprecise days lie between the first and the last that they can be",
    ),
    "accession_survival": (
        SurvivalBounds,
        survival_bounds,
        (),
        "low and high are of the curves of waits as short and as long as they can be: what is true may lie outside",
    ),
}
"""Analyses that work out their bounds from the days: the row, the function, the measures that are bounded, what is said."""


class Bounds(Replicable[Row]):
    """For each row of the two answers its key, low and high of each measure, and whether these are the same in both (`certain`).

    `least` and `most` are the two answers, or the one of analyses that bound their days themselves. Of measures named in `monotone`
    low and high bound what is true; of the others, which may rise or fall when more is counted, they are only the two answers, and
    what is true may lie outside of them.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        row: type[Row],
        caption: str,
        least: Result[Any],
        most: Result[Any],
        monotone: list[str],
        recipe: Recipe,
    ) -> None:
        def sources(_: Sequence[Row]) -> list[Source]:
            return [*most.citations()]

        super().__init__(
            rows, row=row, title=f"{most.title}: what is certain and what is possible", caption=caption, sources=sources
        )
        self.least, self.most, self.monotone = least, most, monotone
        self._recipe = recipe

    @property
    def recipe(self) -> Recipe:
        """How it came about."""
        return self._recipe


def bounds_of(
    function: Callable[..., Result[Any]], asked: Header, world: Asked, args: Sequence[Any], given: Mapping[str, Any]
) -> Bounds:
    """Ask twice, and set the answers side by side.

    Raises:
        QueryError: the analysis cannot count only what is certain, or it was said whether to.
    """
    bound = inspect.signature(function).bind_partial(world, *args, **given)
    if asked.name in OWN:
        return _own(asked, world, bound)
    if SWITCH not in {each.name for each in asked.parameters}:
        raise QueryError(
            f"{asked.name} has no parameter {SWITCH}: what it counts is not told apart into certain and possible."
        )
    if bound.arguments.get(SWITCH):
        raise QueryError(f"{SWITCH} is what bounds() tries both ways: leave it out.")
    found: list[Result[Any]] = []
    for switch in (True, False):
        bound.arguments[SWITCH] = switch
        found.append(function(*bound.args, **bound.kwargs))
    least, most = found
    answers = [least.to_dicts(), most.to_dicts()]
    key = key_of(asked, answers)
    measures = measures_of(asked, key, besides=(SWITCH,))
    broken = {each.name for each in asked.parameters if most.about.parameters[each.name] != each.default}
    monotone = [each.name for each in measures if each.monotone and not broken & set(each.unless)]
    model = _model(asked, key, measures)
    low, high = (by_key(rows, key) for rows in answers)
    rows = [model(**_row(at, key, measures, monotone, low, high)) for at in dict.fromkeys((*high, *low))]
    given = {name: value for name, value in most.about.parameters.items() if name != SWITCH}
    caption = _caption(most, measures, monotone)
    return Bounds(
        rows, model, caption, least, most, monotone, of_analysis(world, asked, "bounds", given, most.about.notes)
    )


def _own(asked: Header, world: Asked, bound: inspect.BoundArguments) -> Bounds:
    """The bounds of an analysis that works them out from the first and the last day that each day can be."""
    row, bounds, measures, told = OWN[asked.name]
    given = {each.name: bound.arguments.get(each.name, each.default) for each in asked.parameters}
    most, rows = bounds(world, given)
    day = [] if most.about.as_of is None else [f"As of {most.about.as_of} ({most.about.as_of_from})"]
    recipe = of_analysis(world, asked, "bounds", dict(most.about.parameters), most.about.notes)
    return Bounds(rows, row, f"{'; '.join([*day, told])}.", most, most, list(measures), recipe)


def _model(asked: Header, key: Sequence[str], measures: Sequence[Column]) -> type[Row]:
    fields: dict[str, Any] = dict.fromkeys(key, (Any, ...))
    fields[SWITCH] = (bool, ...)
    for each in measures:
        fields |= {f"{each.name}_low": (type_of(each), ...), f"{each.name}_high": (type_of(each), ...)}
    return create_model(f"{asked.name}_bounds", __base__=Row, **fields)


def _row(
    at: tuple[Any, ...],
    key: Sequence[str],
    measures: Sequence[Column],
    monotone: Sequence[str],
    low: Answer,
    high: Answer,
) -> dict[str, Any]:
    row: dict[str, Any] = {**dict(zip(key, at, strict=True)), SWITCH: at in low and at in high}
    row[SWITCH] = row[SWITCH] and all(low[at][each.name] == high[at][each.name] for each in measures)
    row[SWITCH] = row[SWITCH] and low[at].get(SWITCH) is not False  # what rests on there being none, by a selection
    for each in measures:
        # Where there is no row, a measure that grows with what is counted is nothing; of another nobody knows.
        nothing = type_of(each).__args__[0]() if each.name in monotone else None
        values = [answer[at][each.name] if at in answer else nothing for answer in (low, high)]
        known = [value for value in values if value is not None]
        whole = len(known) == 2
        row[f"{each.name}_low"] = min(known) if whole else None
        row[f"{each.name}_high"] = max(known) if whole else (known[0] if known and at not in low else None)
    return row


def _caption(most: Result[Any], measures: Sequence[Column], monotone: Sequence[str]) -> str:
    others = [each.name for each in measures if each.name not in monotone]
    day = [] if most.about.as_of is None else [f"As of {most.about.as_of} ({most.about.as_of_from})"]
    told = [*day, "low and high are from the answers with only what certainly holds and with all that possibly holds"]
    if monotone:
        told.append(f"they bound {', '.join(monotone)}")
    if others:
        told.append(f"{', '.join(others)} can rise or fall when more is counted: what is true may lie outside")
    return "; ".join(told) + "."
