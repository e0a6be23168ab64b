"""S, pi, kappa and tau-b: each formula against one written differently, by hand, and on the published alliances."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.analyses.similarity import pi_and_kappa_of_all, portfolios, s_of_all, tau_b_of_all
from graphmodel.domain import Source, State
from graphmodel.domain.observed import Indicator, Measured
from graphmodel.errors import MissingData, QueryError

from . import made

numpy = pytest.importorskip("numpy")
VALUED = {"defense": 3, "offense": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1}


def direct(
    p: Sequence[float], q: Sequence[float], largest: int, w: Sequence[float] | None = None
) -> dict[str, float | None]:
    """Each measure straight from its definition, pair by pair."""
    n, weights = len(p), w or [1.0] * len(p)
    p_mean, q_mean, mean = sum(p) / n, sum(q) / n, (sum(p) + sum(q)) / (2 * n)
    squared = sum((x - y) ** 2 for x, y in zip(p, q, strict=True))
    by_pi = sum((x - mean) ** 2 for x in (*p, *q))
    by_kappa = sum((x - p_mean) ** 2 for x in p) + sum((y - q_mean) ** 2 for y in q) + n * (p_mean - q_mean) ** 2
    orders = [((p[i] > p[j]) - (p[i] < p[j]), (q[i] > q[j]) - (q[i] < q[j])) for i, j in combinations(range(n), 2)]
    scale = math.sqrt(sum(x != 0 for x, _ in orders) * sum(y != 0 for _, y in orders))
    return {
        "s_abs": 1 - 2 * sum(w * abs(x - y) for w, x, y in zip(weights, p, q, strict=True)) / (sum(weights) * largest),
        "s_sq": 1
        - 2 * sum(w * (x - y) ** 2 for w, x, y in zip(weights, p, q, strict=True)) / (sum(weights) * largest**2),
        "pi": 1 - squared / by_pi if by_pi > 1e-12 else None,
        "kappa": 1 - squared / by_kappa if by_kappa > 1e-12 else None,
        "tau_b": sum(x * y for x, y in orders) / scale if scale else None,
    }


def all_at_once(p: Any, largest: int, weights: Any) -> dict[str, Any]:
    s_abs, s_sq = s_of_all(p, largest, weights)
    pi, kappa = pi_and_kappa_of_all(p)
    return {"s_abs": s_abs, "s_sq": s_sq, "pi": pi, "kappa": kappa, "tau_b": tau_b_of_all(p, largest)}


@pytest.mark.parametrize("seed", range(8))
def test_the_formulas_on_random_portfolios(seed: int) -> None:
    chance, largest = random.Random(seed), 3 if seed % 2 else 1  # noqa: S311  (a test, no secret)
    n = chance.randint(2, 14)
    p = numpy.array([[chance.choice([0, 0, chance.randint(0, largest)]) for _ in range(n)] for _ in range(n)], float)
    p[0] = 0  # ranks all alike
    weights = [chance.random() for _ in range(n)]
    found = all_at_once(p, largest, numpy.array(weights))
    for i in range(n):
        for j in range(n):
            expected = direct(p[i].tolist(), p[j].tolist(), largest, weights)
            for name, value in expected.items():
                at = float(found[name][i, j])
                assert math.isnan(at) if value is None else at == pytest.approx(value, abs=1e-9), (name, i, j)


@pytest.mark.parametrize("seed", range(4))
def test_laws(seed: int) -> None:
    """Symmetric; between -1 and 1; 1 of what is the same; tau-b does not change with the names of the ranks."""
    p = numpy.random.default_rng(seed).integers(0, 4, (9, 9)).astype(float)
    found = all_at_once(p, 3, numpy.ones(9))
    for name, matrix in found.items():
        assert numpy.allclose(matrix, matrix.T, equal_nan=True), name
        known = matrix[~numpy.isnan(matrix)]
        assert known.max() <= 1 + 1e-12
        if name != "pi":
            assert known.min() >= -1 - 1e-12
        assert numpy.allclose(numpy.diag(matrix)[~numpy.isnan(numpy.diag(matrix))], 1)
    doubled = all_at_once(numpy.where(p == 3, 9.0, p), 9, numpy.ones(9))
    assert numpy.allclose(found["tau_b"], doubled["tau_b"], equal_nan=True)
    scipy = pytest.importorskip("scipy.stats")
    for i, j in combinations(range(9), 2):
        assert found["tau_b"][i, j] == pytest.approx(scipy.kendalltau(p[i], p[j]).statistic, abs=1e-9)


def test_portfolios() -> None:
    owed = [
        ("A", "B", "nonaggression"),
        ("A", "B", "consultation"),
        ("B", "A", "trade"),
        ("C", "A", "offense"),
        ("X", "A", "defense"),
    ]
    assert portfolios(["A", "B", "C"], owed).tolist() == [[3, 2, 0], [0, 3, 0], [3, 0, 3]]
    assert portfolios(["A", "B", "C"], owed, "binary").tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


@pytest.fixture
def small(empty_world: World) -> World:
    """Five listed states and one that is not; a pact of three, a defense owed one way, a data set that tells of a pair."""
    s = made.states("ABCDEX")
    empty_world.merge(
        list(s.values()),
        made.listed([s[letter] for letter in "ABCDE"]),
        made.pact("club", [s["A"], s["B"], s["C"]], "consultation", "nonaggression"),
        made.pact("shield", [s["A"], s["D"]], "defense 4", valid=Period("2005-03-01", "2010-03-01")),
        made.pact("trade", [s["D"], s["E"]], "trade"),
        made.pact("far", [s["A"], s["X"]], "defense"),
        made.owes(s["D"], s["E"], "defense", valid=Period("2006", "2008")),
        Source(key="atop_5_1", title="ATOP", publisher="ATOP"),
    )
    empty_world.run(
        "MATCH (o:Obligation {key: 'shield/defense 4'}) MATCH (s:State {key: 'AAA'}) CREATE (o)-[:OWED_BY]->(s)"
    )
    return empty_world


MATRIX = {  # 2007-01-01: rows A to E, what each owes A to E
    "A": [3, 2, 2, 3, 0],
    "B": [2, 3, 2, 0, 0],
    "C": [2, 2, 3, 0, 0],
    "D": [0, 0, 0, 3, 3],
    "E": [0, 0, 0, 0, 3],
}


def test_by_hand(small: World) -> None:
    _by_hand(small, "valued")
    _by_hand(small, "binary")


def _by_hand(small: World, coding: Any) -> None:
    largest = 3 if coding == "valued" else 1
    matrix = {key: [min(each, largest) for each in row] for key, row in MATRIX.items()}
    ask = small.analyses
    s = {(r.a, r.b): r for r in ask.alliance_similarity_s(as_of="2007-01-01", coding=coding)}
    kappa = {(r.a, r.b): r for r in ask.alliance_similarity_kappa(as_of="2007-01-01", coding=coding)}
    tau = {(r.a, r.b): r for r in ask.tau_b_portfolio(as_of="2007-01-01", coding=coding)}
    assert len(s) == len(kappa) == len(tau) == 10
    for a, b in combinations("ABCDE", 2):
        pair = a * 3, b * 3
        expected = direct(matrix[a], matrix[b], largest)
        found = {"s_abs": s[pair].s_abs, "s_sq": s[pair].s_sq, "pi": kappa[pair].pi, "kappa": kappa[pair].kappa}
        found["tau_b"] = tau[pair].tau_b
        assert found == pytest.approx(expected, abs=1e-9), pair
        assert (s[pair].n, s[pair].system) == (5, "cow")
        assert s[pair].certain
        assert tau[pair].certain is kappa[pair].certain is True


def test_at_the_edges_of_a_pact(small: World) -> None:
    """A owes D defense from 2005-03-01 to the day before 2010-03-01."""
    days = {"2005-02-28": 10, "2005-03-01": 7, "2010-02-28": 7, "2010-03-01": 10}
    for day, distance in days.items():
        row = small.analyses.alliance_similarity_s("AAA", "DDD", day)[0]
        assert row.s_abs == pytest.approx(1 - 2 * distance / 15, abs=1e-12), day


def test_a_year_is_not_a_day(small: World) -> None:
    """D owes E defense from some day of 2006 to some day of 2008; in certain, not yet."""
    ask = small.analyses.alliance_similarity_s
    for day, certain, sure, distance in (
        ("2006-06-01", False, False, 3),
        ("2007-06-01", False, True, 3),
        ("2006-06-01", True, True, 6),
    ):
        row = ask("DDD", "EEE", day, certain=certain)[0]
        assert (row.certain, row.s_abs) == (sure, pytest.approx(1 - 2 * distance / 15))


def test_one_state_one_pair_and_data_sets(small: World) -> None:
    ask = small.analyses.alliance_similarity_s
    assert {(r.a, r.b) for r in ask("Land D", as_of="2007-01-01")} == {("DDD", each * 3) for each in "ABCE"}
    (row,) = ask("DDD", "EEE", "2007-01-01", datasets=["curated"])
    assert row.s_abs == pytest.approx(1 - 2 * 6 / 15)
    assert [source.key for source in ask("DDD", "EEE", "2007-01-01").citations()] == ["atop_5_1"]
    assert "commitments of several data sets counted together: atop_5_1, curated" in str(
        ask("DDD", as_of="2007-01-01").about
    )


def test_weights_are_capabilities(small: World) -> None:
    with pytest.raises(MissingData, match="cow_nmc"):
        small.analyses.alliance_similarity_s("AAA", "BBB", "2007-01-01", weights="cinc")
    index = Indicator(key="cinc", name="Composite index of national capability")
    figures = {"AAA": 0.1, "BBB": 0.2, "CCC": 0.3, "DDD": 0.25}
    small.merge(
        index,
        [
            Measured(
                start=small.lookup(State, key),
                end=index,
                observation=f"{key}.2007",
                value=value,
                valid=Period("2007", "2008"),
            )
            for key, value in figures.items()
        ],
    )
    rows = small.analyses.alliance_similarity_s("AAA", "BBB", "2007-06-01", weights="cinc")
    expected = direct(MATRIX["A"], MATRIX["B"], 3, [*figures.values(), 0.0])
    assert (rows[0].s_abs, rows[0].s_sq) == pytest.approx((expected["s_abs"], expected["s_sq"]))
    assert "without a figure and thus of no weight: EEE" in str(rows.about)


def test_what_cannot_be_asked_is_said(small: World) -> None:
    ask = small.analyses.tau_b_portfolio
    with pytest.raises(QueryError, match="give state too"):
        ask(other="AAA", as_of="2007-01-01")
    with pytest.raises(QueryError, match=r"Land X \(XXX\) is not in the list of states 'cow'"):
        ask("XXX", as_of="2007-01-01")
    with pytest.raises(MissingData, match="'gw' has no members on 2007-01-01"):
        ask(as_of="2007-01-01", system="gw")
    with pytest.raises(QueryError, match="coding"):
        ask(as_of="2007-01-01", coding="ordinal")  # pyright: ignore[reportArgumentType]


def test_a_list_without_any_pact_is_missing_data(empty_world: World) -> None:
    two = list(made.states("AB").values())
    empty_world.merge(two, made.listed(two))
    with pytest.raises(MissingData, match="atop"):
        empty_world.analyses.alliance_similarity_s("AAA", "BBB", "2007-01-01")


@pytest.mark.parametrize("year", [1914, 1938, 1985, 2018])
def test_the_published_alliances_of_a_year(year: int) -> None:
    """Every measure of a sample of pairs against its definition."""
    system = sorted(made.cow(year))
    rows = made.atop(year)
    owed = [(row["a"], row["b"], term) for row in rows for term in row["terms"]]
    for coding, largest in (("valued", 3), ("binary", 1)):
        p = portfolios(system, owed, coding)  # pyright: ignore[reportArgumentType]
        found = all_at_once(p, largest, numpy.ones(len(system)))
        chance = random.Random(year)  # noqa: S311  (a test, no secret)
        for _ in range(12):
            i, j = chance.sample(range(len(system)), 2)
            expected = direct(p[i].tolist(), p[j].tolist(), largest)
            assert {name: float(found[name][i, j]) for name in expected} == pytest.approx(expected, abs=1e-9)


def test_reference_values(empty_world: World) -> None:
    """The six pairs of 2018 that were computed once from the same file, and waves of obligations."""
    oracle = made.file("facts", "oracle_similarity_atop2018.csv")
    made.load_atop(empty_world, 2018)
    ask, keys = empty_world.analyses, {"GBR": "UKG", "KAZ": "KZK"}
    with oracle.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            a, b = (keys.get(key, key) for key in row["dyad"].split("-"))
            coding: Any = row["coding"]
            s = ask.alliance_similarity_s(a, b, "2018-07-01", coding=coding)[0]
            kappa = ask.alliance_similarity_kappa(a, b, "2018-07-01", coding=coding)[0]
            found = s.n, s.s_abs, s.s_sq, kappa.pi, kappa.kappa
            expected = (195, *(float(row[name]) for name in ("S_abs", "S_sq", "pi", "kappa")))
            assert found == pytest.approx(expected, abs=5.1e-5), row["dyad"]
            assert not s.certain  # the state system is known to 2016, the year is not a day
    cascade = ask.obligation_cascade("EST", "RUS", "2018-07-01", waves=6)
    assert waves(cascade) == [34, 42, 54, 9]
    assert waves(ask.obligation_cascade("EST", "RUS", "2018-07-01", waves=6, exclude=["defense"])) == [34, 41, 48, 9]
    assert waves(ask.obligation_cascade("EST", "RUS", "2018-07-01")) == [34]
    assert any(row.conflict for row in cascade)
    assert ask.obligation_profile("EST", as_of="2018-07-01")[0].datasets == ["atop_5_1"]
    assert len(ask.obligation_profile("IRN", as_of="2018-07-01")) == 1
    iran = ask.obligation_profile("IRN", "RUS", "2018-07-01")[0]
    assert (iran.defense, iran.neutrality, iran.nonaggression, iran.consultation) == (False, True, True, True)


def waves(rows: Any) -> list[int]:
    """How many states each wave of defense reaches."""
    found: dict[int, set[str]] = {}
    for row in rows:
        if row.duty == "defense":
            found.setdefault(row.wave, set()).add(row.state)
    return [len(found[wave]) for wave in sorted(found)]
