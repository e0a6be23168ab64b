"""Who is obliged to act when a state is attacked, by hand and on the curated world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.analyses.cascades import Commitment, followed
from graphmodel.domain import Source
from graphmodel.errors import MissingData, QueryError

from . import made


def commitment(text: str, **more: Any) -> Commitment:
    """`A>B defense` for: A owes B defense, by the pact of both."""
    pair, term = text.split()
    debtor, creditor = pair.split(">")
    return Commitment(
        debtor=debtor, creditor=creditor, term=term, pact=f"{debtor}{creditor}", dataset="curated", **more
    )


def told(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(row.duty, row.wave, row.state, row.obliged_by) for row in rows]


def test_each_state_counts_in_the_first_wave_that_reaches_it() -> None:
    owed = [commitment(f"{pair} defense") for pair in ("B>A", "C>A", "C>B", "D>B", "D>C", "E>D", "A>E", "F>X")]
    rows = followed(owed, "A", waves=9)
    assert told(rows) == [
        ("defense", 1, "B", ["A"]),
        ("defense", 1, "C", ["A"]),
        ("defense", 2, "D", ["B"]),
        ("defense", 2, "D", ["C"]),
        ("defense", 3, "E", ["D"]),
    ]
    assert told(followed(owed, "A", waves=1)) == told(rows)[:2]
    assert told(followed(owed, "A", "B", waves=9))[0] == ("defense", 1, "C", ["A"])


def test_more_waves_reach_no_fewer_and_exclusion_no_more() -> None:
    import random

    chance = random.Random(7)  # noqa: S311  (a test, no secret)
    names = "ABCDEFGHIJ"
    pairs = [tuple(chance.sample(names, 2)) for _ in range(25)]
    terms = ["defense", "offense", "neutrality", "consultation"]
    owed = [commitment(f"{a}>{b} {chance.choice(terms)}", certain=chance.random() < 0.5) for a, b in pairs]
    previous: set[str] = set()
    for waves in range(1, 6):
        reached = {row.state for row in followed(owed, "A", "B", waves=waves) if row.duty == "defense"}
        assert previous <= reached
        assert not {"A", "B"} & reached
        fewer = {row.state for row in followed(owed, "A", "B", waves=waves, exclude=terms[:3]) if row.duty == "defense"}
        assert fewer <= reached
        sure = {row.state for row in followed([one for one in owed if one.certain], "A", "B", waves=waves)}
        assert {row.state for row in followed(owed, "A", "B", waves=waves) if row.certain} <= sure
        previous = reached


def test_conditions() -> None:
    def of(**more: Any) -> str:
        return followed([commitment("B>A defense", **more)], "A", "X")[0].conditions

    assert of() == of(conditional=True) == "unknown"
    assert of(conditional=False) == of(against=["X"]) == "met"
    assert of(against=["Y"]) == of(conditional=False, against=["Y"]) == "unmet"
    # Who need not act passes nothing on.
    owed = [commitment("B>A defense", against=["Y"]), commitment("C>B defense")]
    assert [row.state for row in followed(owed, "A", "X", waves=2)] == ["B"]
    assert [row.state for row in followed(owed, "A", "Y", waves=2)] == ["B", "C"]


def test_a_pact_binds_nobody_against_its_own_member_unless_coded_so() -> None:
    notes: list[str] = []
    owed = [
        commitment("B>A defense", attacker_is_party=True),
        commitment("B>A consultation", attacker_is_party=True),
        commitment("C>A defense", attacker_is_party=True, against=["X"]),
    ]
    assert told(followed(owed, "A", "X", notes=notes)) == [("defense", 1, "C", ["A"]), ("consultation", 1, "B", ["A"])]
    assert notes == ["the attacker is a party itself, so they bind nobody to defend against it: BA"]


def test_conflict_is_flagged_and_can_be_excluded() -> None:
    owed = [commitment(f"{text} defense") for text in ("B>A", "C>A", "D>A", "E>D")]
    owed += [commitment("B>X neutrality"), commitment("C>X nonaggression"), commitment("D>X defense")]
    rows = followed(owed, "A", "X", waves=2)
    assert {row.state: row.conflict for row in rows} == {"B": ["BX neutrality"], "C": [], "D": ["DX defense"], "E": []}
    notes: list[str] = []
    left = followed(owed, "A", "X", waves=2, exclude=["defense"], notes=notes)
    assert [row.state for row in left] == ["B", "C"]
    assert notes == ["left out as bound to the attacker: D"]
    assert [row.state for row in followed(owed, "A", "X", exclude=["defense", "neutrality"])] == ["C"]


@pytest.fixture
def small(empty_world: World) -> World:
    s = made.states("ABCDEX")
    empty_world.merge(
        list(s.values()),
        made.pact("club", [s["A"], s["B"], s["X"]], "defense", "consultation 2"),
        made.pact("shield", [s["A"], s["C"]], "defense 4", valid=Period("2005-03-01", "2010-03-01")),
        made.pact("side", [s["C"], s["X"]], "neutrality 3"),
        made.pact("pair", [s["C"], s["D"]], "defense", valid=Period("2005")),
        made.owes(s["E"], s["D"], "defense", "nonaggression"),
        Source(key="atop_5_1", title="ATOP", publisher="ATOP"),
    )
    return empty_world


def test_by_hand(small: World) -> None:
    ask = small.analyses.obligation_cascade
    rows = ask("Land A", "Land X", "2007-01-01", waves=3)
    assert [
        (r.duty, r.wave, r.state, r.obliged_by, r.pact, r.dataset, r.article, r.conflict, r.certain) for r in rows
    ] == [
        ("defense", 1, "CCC", ["AAA"], "shield", "curated", "4", ["side neutrality"], True),
        ("defense", 2, "DDD", ["CCC"], "pair", "curated", None, [], True),
        ("defense", 3, "EEE", ["DDD"], None, "atop_5_1", None, [], True),
        ("consultation", 1, "BBB", ["AAA"], "club", "curated", "2", ["club defense"], True),
    ]
    assert "club" in str(rows.about)
    assert [source.key for source in rows.citations()] == ["atop_5_1"]
    assert {row.state for row in ask("AAA", as_of="2007-01-01")} == {"BBB", "CCC", "XXX"}  # nobody in particular
    assert [row.state for row in ask("AAA", "XXX", "2007-01-01", waves=3, exclude=["neutrality"])] == ["BBB"]
    assert [row.state for row in ask("AAA", "XXX", "2007-01-01", datasets=["atop_5_1"])] == []
    assert [row.state for row in ask("DDD", "XXX", "2007-01-01", datasets=["atop_5_1"])] == ["EEE"]
    # A year is not a day, and a period holds up to and without its end.
    sure = {row.state: row.certain for row in ask("AAA", "XXX", "2005-06-01", waves=2) if row.duty == "defense"}
    assert sure == {"CCC": True, "DDD": False}
    assert [row.state for row in ask("AAA", "XXX", "2005-06-01", waves=2, certain=True)] == ["CCC", "BBB"]
    found = {day: len(ask("AAA", "XXX", day)) for day in ("2005-02-28", "2005-03-01", "2010-02-28", "2010-03-01")}
    assert list(found.values()) == [1, 2, 2, 1]
    small.run("MATCH (o:Obligation {key: 'shield/defense 4'}) SET o.against = ['BBB'], o.conditional = true")
    row = ask("AAA", "XXX", "2007-01-01", waves=3)[0]
    assert (row.state, row.conditions) == ("CCC", "unmet")
    with pytest.raises(QueryError, match="same state"):
        ask("AAA", "AAA", "2007-01-01")
    with pytest.raises(QueryError, match="waves"):
        ask("AAA", "XXX", "2007-01-01", waves=0)
    with pytest.raises(QueryError, match="nonaggression"):
        ask("AAA", "XXX", "2007-01-01", exclude=["nonaggression"])


def test_nobody_is_left_where_any_obligation_excludes() -> None:
    """Estonia and Russia in 2018: why obligations to the attacker are flags."""
    owed = [
        Commitment(debtor=str(row["a"]), creditor=str(row["b"]), term=term, pact=None, dataset="atop_5_1")
        for row in made.atop(2018)
        for term in row["terms"]
    ]

    def waves(*exclude: str) -> list[int]:
        rows = followed(owed, "366", "365", waves=9, exclude=exclude)
        found = {
            wave: {row.state for row in rows if (row.duty, row.wave) == ("defense", wave)} for wave in range(1, 10)
        }
        return [len(states) for states in found.values() if states]

    assert waves() == [34, 42, 54, 9]
    assert waves("defense") == [34, 41, 48, 9]
    assert waves("defense", "offense", "neutrality", "nonaggression", "consultation") == []


def test_nothing_loaded(empty_world: World) -> None:
    with pytest.raises(MissingData, match="atop"):
        empty_world.analyses.obligation_cascade("IRN", as_of="2007-01-01")


def test_sanity(world: World) -> None:
    """Nobody owed Iran defense in 2026, and two North Korea in 2025."""
    iran = world.analyses.obligation_cascade("IRN", as_of="2026-03-01")
    assert not [row for row in iran if row.duty == "defense"]
    russia = [(row.duty, row.pact, row.article) for row in iran if row.state == "RUS"]
    assert russia == [
        ("consultation", "rus-irn-2025", "5.4"),
        ("consultation", "sco-charter-2002", None),
        ("neutrality", "rus-irn-2025", "3.3"),
    ]
    korea = world.analyses.obligation_cascade("PRK", as_of="2025-01-01")
    assert [(r.state, r.pact, r.article) for r in korea if r.duty == "defense"] == [
        ("CHN", "chn-prk-1961", "2"),
        ("RUS", "rus-prk-2024", "4"),
    ]
    assert [r.state for r in world.analyses.obligation_cascade("PRK", as_of="2024-12-03") if r.duty == "defense"] == [
        "CHN"
    ]
    # Fellow members are not bound against Russia by the pacts that it is a party to itself.
    assert not [r for r in world.analyses.obligation_cascade("ARM", "RUS", "2015-01-01") if r.duty == "defense"]


@pytest.mark.parametrize(("target", "attacker", "day"), [("ARM", "AZE", "2015-01-01"), ("PRK", "KOR", "2025-01-01")])
def test_against_profiles(world: World, target: str, attacker: str, day: str) -> None:
    """Wave 1 is who owes the target defense by its profile, the attacker apart."""
    allies = {row.b for row in world.analyses.obligation_profile(target, as_of=day, directed=False) if row.defense}
    owing = {ally for ally in allies if world.analyses.obligation_profile(ally, target, day)[0].defense}
    rows = [row for row in world.analyses.obligation_cascade(target, attacker, day) if row.duty == "defense"]
    assert {row.state for row in rows} == owing - {attacker}
    for row in rows:
        profile = world.analyses.obligation_profile(row.state, attacker, day)[0]
        assert bool(row.conflict) == (profile.defense or profile.offense or profile.neutrality)
