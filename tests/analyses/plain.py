"""The memberships of the seeds in plain Python: no Cypher, no mapper, no `Period`."""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from datetime import date, timedelta
from functools import cache

from graphmodel.resources import folder

FOREVER = date(9999, 12, 31)


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (folder("seeds") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days_of(text: str) -> tuple[date, date]:
    """The first and the last day that a text can mean."""
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(text), date.fromisoformat(text)


@cache
def _organization(key: str) -> dict[str, str]:
    return next(each for each in table("organizations") if each["key"] == key)


def ends_of(row: dict[str, str]) -> tuple[date, date]:
    """The earliest and the latest first day outside a membership."""
    organization, start = _organization(row["organization"]), days_of(row["start"])[0]
    if end := row["end"] or organization["dissolved"]:
        return days_of(end)
    known_to = organization["known_to"]
    seen = days_of(known_to)[0] + timedelta(days=1) if known_to else start
    return max(seen, start + timedelta(days=1)), FOREVER


def holds(row: dict[str, str], day: date, *, certain: bool = False) -> bool:
    """Whether a membership possibly, or certainly, holds."""
    start, end = days_of(row["start"]), ends_of(row)
    return start[1] <= day < end[0] if certain else start[0] <= day < end[1]


def is_full(row: dict[str, str], day: date) -> bool:
    """Whether its status makes a full member on the day."""
    return any(
        scheme["full"] == "true"
        and (not scheme["since"] or days_of(scheme["since"])[0] <= day)
        and (not scheme["until"] or day < days_of(scheme["until"])[0])
        for scheme in table("status_schemes")
        if (scheme["organization"], scheme["status"]) == (row["organization"], row["status"])
    )


def members(day: str, statuses: list[str] | None = None, *, certain: bool = False) -> dict[str, set[str]]:
    """The states counted in each organization on the day."""
    on = date.fromisoformat(day)
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("memberships"):
        chosen = is_full(row, on) if statuses is None else row["status"] in statuses
        if chosen and holds(row, on, certain=certain):
            found[row["organization"]].add(row["state"])
    return dict(found)
