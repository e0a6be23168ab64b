"""What functions and operators give, as both checkers infer it. It is checked, not run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Literal, assert_type

import graphmodel as gm
from graphmodel import Graph, Key, Node, PartialDate, Period, Relationship


class Kind(Enum):
    BLOC = "bloc"
    AGENCY = "agency"


class Country(Node):
    iso3: Key[str]
    name: str | None = None
    aliases: list[str] = []  # noqa: RUF012  (pydantic copies it)
    codes: list[int] | None = None
    population: int | None = None
    area: float = 0.0
    kind: Kind | None = None
    size: Literal["small", "large"] = "small"
    founded: PartialDate = PartialDate("1991")
    seen: datetime | None = None
    day: date


class Borders(Relationship[Country, Country]):
    valid: Period


def operators(graph: Graph) -> None:
    assert_type(graph.all(gm.select(Country.area * 2)), list[float])
    assert_type(graph.all(gm.select(gm.col(Country.population) + 1)), list[int])
    assert_type(graph.all(gm.select(gm.col(Country.population) / 2)), list[float])
    assert_type(
        graph.all(gm.select(-Country.area, abs(Country.area), round(Country.area))), list[tuple[float, float, int]]
    )
    assert_type(graph.all(gm.select(Country.iso3 + "x", "x" + Country.iso3)), list[tuple[str, str]])
    assert_type(graph.all(gm.select(Country.aliases[0], Country.aliases[:3])), list[tuple[str, list[str]]])
    assert_type(graph.all(gm.select(Country.day + timedelta(days=3), Country.day.year)), list[tuple[date, int]])
    assert_type(graph.all(gm.select(Country.founded.earliest, Borders.valid.bounds.to_latest)), list[tuple[date, date]])
    gm.select(Country).where(Country.founded.latest < date(2001, 1, 1), Country.area % 2 == 0)


def functions(graph: Graph) -> None:
    assert_type(gm.lower(Country.iso3), str)
    assert_type(gm.upper(Country.name), str | None)
    assert_type(gm.trim(gm.replace(Country.iso3, "a", "b")), str)
    assert_type(gm.substring(Country.iso3, 1, 2), str)
    assert_type(gm.split(Country.iso3, ","), list[str])
    assert_type(gm.split(Country.name, ","), list[str] | None)
    assert_type(gm.size(Country.aliases), int)
    assert_type(gm.size(Country.name), int | None)
    assert_type(gm.matches(Country.name, "I.*"), bool)
    assert_type(gm.has(Country.aliases, "x"), bool)
    assert_type(gm.has_any(Country.codes, [1, 2]), bool)
    assert_type(gm.has_all(Country.aliases, {"x"}), bool)
    assert_type(gm.floor(Country.area), int)
    assert_type(gm.ceil(Country.population), int | None)
    assert_type(gm.sqrt(Country.area), float)
    assert_type(gm.days_between(Country.day, date(2001, 1, 1)), int)
    assert_type(gm.days_between(Country.seen, Country.day), int | None)
    assert_type(gm.to_text(Country.area), str)
    assert_type(gm.to_text(Country.population), str | None)
    assert_type(gm.to_int(Country.iso3), int | None)
    assert_type(gm.to_float(Country.iso3), float | None)
    assert_type(gm.call("reverse", Country.iso3, returns=str), str)
    assert_type(gm.in_(Country.iso3, ["IRN"]), bool)
    assert_type(gm.in_(Country.name, ("IRN", "RUS")), bool)
    assert_type(gm.in_(Country.kind, [Kind.BLOC]), bool)
    assert_type(gm.in_(Country.area, [1, 2.5]), bool)
    assert_type(gm.in_(Country.aliases, [["x"], []]), bool)
    assert_type(gm.in_(Country.founded, [PartialDate("1991")]), bool)
    assert_type(gm.in_(Country.size, ["small"]), bool)
    assert_type(gm.in_(Country.iso3, Country.aliases), bool)
    assert_type(graph.all(gm.select(gm.size(Country.iso3) + 1)), list[int])


def choices() -> None:
    assert_type(gm.coalesce(Country.name, "?"), str)
    assert_type(gm.coalesce(Country.name, Country.name), str | None)
    assert_type(gm.coalesce(Country.name, Country.name, "?"), str)
    assert_type(gm.coalesce(Country.population, 0), int)
    assert_type(gm.coalesce(Country.kind, Kind.BLOC), Kind)
    assert_type(gm.coalesce(Country.codes, [1]), list[int])
    assert_type(gm.case((Country.area > 1, "large"), otherwise="small"), str)
    assert_type(gm.case((Country.area > 1, Country.iso3), (Country.area > 0, "x")), str | None)
    assert_type(gm.case((Country.area > 1, Kind.BLOC), otherwise=Kind.AGENCY), Kind)
    assert_type(gm.case((Country.area > 1, 1), otherwise=2), int)


def aggregates(graph: Graph) -> None:
    assert_type(gm.min(Country.iso3), str | None)
    assert_type(gm.max(Country.population), int | None)
    assert_type(gm.max(Country.population, default=0), int)
    assert_type(gm.min(Country.day, default=date(1, 1, 1)), date)
    assert_type(gm.sum(Country.population), int)
    assert_type(gm.sum(Country.area), float)
    assert_type(gm.avg(Country.population), float | None)
    assert_type(gm.collect(Country.name), list[str])
    assert_type(graph.all(gm.select(gm.collect(Country.kind), gm.count())), list[tuple[list[Kind], int]])
    assert_type(graph.all(gm.select(gm.sum(Country.area) / gm.count())), list[float])
