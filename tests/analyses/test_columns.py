"""Rows that are made when somebody looks at them are those of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.results import Columns, Row, Table
from graphmodel.results import columns as module


class Pair(Row):
    """A number, its square, and both as a list."""

    number: int
    square: float
    names: list[str]


COUNT = 25
PLAIN = [Pair(number=at, square=at**2 / 2, names=[f"n{at}", "n"]) for at in range(COUNT)]


def _values(start: int, stop: int) -> dict[str, list[object]]:
    wanted = range(start, stop)
    return {
        "number": list(wanted),
        "square": [at**2 / 2 for at in wanted],
        "names": [[f"n{at}", "n"] for at in wanted],
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Columns[Pair]:
    """As many rows as take several parts."""
    monkeypatch.setattr(module, "PART", 10)
    return Columns(Pair, COUNT, _values)


def test_iterated_and_by_number(made: Columns[Pair]) -> None:
    assert list(made) == PLAIN
    assert [made[at] for at in (0, 24, -1, -25)] == [PLAIN[at] for at in (0, 24, -1, -25)]
    assert PLAIN[3] in made
    for outside in (25, -26):
        with pytest.raises(IndexError):
            made[outside]


@given(st.slices(COUNT))
def test_any_slice(part: slice) -> None:
    assert list(Columns(Pair, COUNT, _values)[part]) == PLAIN[part]


def test_a_table_of_them_is_one_of_a_list(made: Columns[Pair]) -> None:
    lazy, plain = (Table(rows, row=Pair, title="Pairs", sources=lambda _: []) for rows in (made, PLAIN))
    assert lazy.to_dicts() == plain.to_dicts()
    assert lazy.to_csv() == plain.to_csv()
    assert lazy.to_polars().equals(plain.to_polars())
    assert lazy.select("square", "number").to_polars().equals(plain.select("square", "number").to_polars())
    assert list(lazy.head(12)) == PLAIN[:12]
    assert list(lazy.filter(lambda row: row.number % 2)) == PLAIN[1::2]
    none = Table(Columns(Pair, 0, _values), row=Pair, title="Pairs", sources=lambda _: [])
    assert (len(none), list(none), none.to_dicts(), none.to_polars().schema) == (0, [], [], plain.to_polars().schema)
