"""Signed triads, by hand and against plain counting; the bounds of the frustration against trying every pair of camps."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest

from graphmodel import Period, World
from graphmodel.analyses.balance import SignedTie, frustration, signed, triads
from graphmodel.domain import MemberOf, Organization, Source
from graphmodel.domain.observed import RivalOf, Sanctions
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData

from . import made

pytest.importorskip("numpy")


@pytest.mark.parametrize("seed", range(12))
def test_triads_and_frustration_on_random_signs(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (a test, no secret)
    names = "ABCDEFGH"
    signs = {pair: (chance.choice([1, -1]), True) for pair in combinations(names, 2) if chance.random() < 0.6}
    found = {(row.a, row.b, row.c): row.balanced for row in triads(signs)}
    expected = {
        (a, b, c): signs[a, b][0] * signs[a, c][0] * signs[b, c][0] > 0
        for a, b, c in combinations(names, 3)
        if {(a, b), (a, c), (b, c)} <= signs.keys()
    }
    assert found == expected
    assert {row.share for row in triads(signs)} <= {sum(expected.values()) / max(len(expected), 1)}
    least, most = frustration(signs, seed)
    camps = (dict(zip(names, sides, strict=True)) for sides in product([1, -1], repeat=len(names)))
    exact = min(sum(sign * camp[a] * camp[b] < 0 for (a, b), (sign, _) in signs.items()) for camp in camps)
    assert least <= exact <= most
    assert frustration(signs, seed) == (least, most)
    # Turning the signs of all pairs of one state leaves every triad as it is.
    turned = {pair: (-sign if "A" in pair else sign, sure) for pair, (sign, sure) in signs.items()}
    assert {(row.a, row.b, row.c): row.balanced for row in triads(turned)} == expected
    assert [row.balanced for row in triads(signs)] == sorted(expected.values())


def test_mixed_pairs() -> None:
    ties = [SignedTie(a="B", b="A", friends=True), SignedTie(a="A", b="B", friends=False, certain=False)]
    notes: list[str] = []
    assert signed(ties, "leave_out", notes) == {}
    assert notes == ["0 pairs of friends, 0 of enemies, 1 mixed"]
    assert signed(ties, "positive") == {("A", "B"): (1, True)}
    assert signed(ties, "negative") == {("A", "B"): (-1, False)}
    assert list(triads({})) == []
    assert frustration({}, 1) == (0, 0)


def test_by_hand(empty_world: World) -> None:
    s = made.states("ABCDE")
    union = Organization(key="union", name="Union", kind=OrganizationKind.BLOC)
    whole = Period("2000-01-01")
    empty_world.merge(
        list(s.values()),
        union,
        made.pact("club", [s["A"], s["B"], s["C"]], "defense"),
        made.pact("peace", [s["C"], s["D"]], "nonaggression"),
        made.owes(s["E"], s["A"], "consultation", valid=Period("2001", "2009")),
        RivalOf(start=s["A"], end=s["D"], spell="1", valid=Period("2002-05-01", "2006-05-01"), dataset="tss"),
        RivalOf(start=s["B"], end=s["C"], spell="2", valid=Period("2007-01-01"), dataset="tss"),
        Sanctions(start=s["B"], end=s["D"], spell="3", valid=whole),
        Sanctions(start=union, end=s["D"], spell="4", valid=whole),
        MemberOf(start=s["C"], end=union, spell="5", status=MembershipStatus.MEMBER, valid=whole, full=whole),
        MemberOf(start=s["E"], end=union, spell="6", status=MembershipStatus.OBSERVER, valid=whole),
        Source(key="tss", title="Rivalries", publisher="Press"),
    )
    ask = empty_world.analyses.structural_balance

    def found(day: str, **more: object) -> list[tuple[str, str, bool]]:
        return [(r.a[0] + r.b[0] + r.c[0], r.signs, r.balanced) for r in ask(as_of=day, **more)]  # pyright: ignore[reportArgumentType]

    friends, enemies = ("ABC", "+++", True), [("ABD", "+--", True), ("ACD", "+--", True), ("BCD", "+--", True)]
    assert found("2005-01-01") == [friends, *enemies]
    assert found("2002-04-30") == found("2006-05-01") == [friends, enemies[2]]
    assert found("2005-01-01", negative=["sanctions"]) == [friends, enemies[2]]
    assert found("2005-01-01", negative=["rivalry"]) == [friends]
    assert found("2005-01-01", datasets=["curated"]) == [friends, enemies[2]]
    assert found("2005-01-01", state="AAA") == [friends, *enemies[:2]]
    # C and D are friends too where nonaggression counts: mixed.
    every = ["defense", "nonaggression", "consultation"]
    assert found("2005-01-01", terms=every) == [friends, enemies[0]]
    assert found("2005-01-01", terms=every, mixed="positive") == [
        ("ACD", "+-+", False),
        ("BCD", "+-+", False),
        friends,
        enemies[0],
    ]
    rows = ask(as_of="2005-01-01", terms=every, mixed="positive")
    assert {row.share for row in rows} == {0.5}
    assert all(text in str(rows.about) for text in ("0 mixed", "2 of 4 triads balanced", "frustration 1")) is False
    assert "1 mixed" in str(rows.about)
    assert "2 of 4 triads balanced" in str(rows.about)
    assert "frustration 1" in str(rows.about)
    assert [source.key for source in rows.citations()] == ["tss"]
    empty_world.merge(
        RivalOf(start=s["A"], end=s["D"], spell="1b", valid=Period("2002-05-01", "2006-05-01"), dataset="td"),
        Source(key="td", title="Rivalries as others see them", publisher="Press"),
    )
    assert [source.key for source in ask(as_of="2005-01-01").citations()] == ["td", "tss"]
    assert [source.key for source in ask(as_of="2005-01-01", datasets=["curated", "tss"]).citations()] == ["tss"]
    assert [source.key for source in ask(as_of="2005-01-01", negative=["sanctions"]).citations()] == []
    empty_world.run("MATCH ()-[r:RIVAL_OF {dataset: 'td'}]->() DELETE r")
    assert found("2007-06-01") == []  # the friends B and C are rivals now
    assert found("2007-06-01", mixed="negative") == [("ABC", "++-", False), ("BCD", "---", False)]
    with pytest.raises(MissingData, match="No enemies are known"):
        ask(as_of="2001-01-01", negative=["rivalry"])


def test_the_curated_world_says_what_is_missing(world: World) -> None:
    with pytest.raises(MissingData, match="rivalries"):
        world.analyses.structural_balance(as_of="2010-01-01", negative=["rivalry"])
