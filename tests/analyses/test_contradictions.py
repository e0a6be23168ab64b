"""States bound to both sides, by hand and on the curated world."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.analyses.contradictions import Tie, contradictions
from graphmodel.domain import MemberOf, Organization
from graphmodel.domain.observed import RivalOf
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError

from . import made

FIVE = ("defense", "offense", "neutrality", "nonaggression", "consultation")


def clashing(kind: str) -> set[tuple[str, str]]:
    """The pairs of terms that make a row, each owed to one side by a pact of two."""
    terms = (*FIVE, "military_cooperation", "no_opposing_alliance", "exclusion_of_foreign_forces", "trade")
    found: set[tuple[str, str]] = set()
    for one in terms:
        for other in terms:
            ties = [
                Tie(kind="owed", state="S", side=side, term=term, pact=f"S{side}")
                for side, term in (("A", one), ("B", other))
            ]
            rows = list(contradictions(ties, [("A", "B")], {kind}))
            assert all((row.terms_a, row.terms_b, row.kind) == ([one], [other], kind) for row in rows)
            found |= {(one, other)} if rows else set()
    return found


def test_which_terms_clash() -> None:
    legal = clashing("legal")
    assert legal == {(b, a) for a, b in legal}
    assert {b for a, b in legal if a == "defense"} == {"defense", "offense", "neutrality", "nonaggression"}
    assert {b for a, b in legal if a == "neutrality"} == {"defense", "offense"}
    assert {a for a, _ in legal} == set(FIVE) - {"consultation"}
    charter = clashing("charter")
    assert {b for a, b in charter if a == "no_opposing_alliance"} == {"defense", "offense", "military_cooperation"}
    assert charter == {(b, a) for a, b in charter}


def test_a_pact_does_not_bind_against_its_own_members() -> None:
    club = [Tie(kind="owed", state="S", side=side, term="defense", pact="club") for side in "AB"]
    assert list(contradictions(club, [("A", "B")], {"legal"})) == []
    peace = Tie(kind="owed", state="S", side="B", term="nonaggression", pact="peace")
    assert list(contradictions([*club, peace], [("A", "B")], {"legal"})) == []
    shield = Tie(kind="owed", state="S", side="A", term="defense", pact="shield")
    rows = list(contradictions([*club, peace, shield], [("A", "B")], {"legal"}))
    assert [(row.pact_a, row.pact_b, row.terms_b) for row in rows] == [("shield", "peace", ["nonaggression"])]


def test_by_hand(empty_world: World) -> None:
    s = made.states("ABCDE")
    org = {key: Organization(key=key, name=key, kind=OrganizationKind.BLOC) for key in ("east", "west")}

    def joined(letter: str, key: str, status: MembershipStatus) -> MemberOf:
        return MemberOf(
            start=s[letter], end=org[key], spell=f"{key}.{letter}.{status}", status=status, valid=Period("2000")
        )

    empty_world.merge(
        list(s.values()),
        list(org.values()),
        RivalOf(start=s["A"], end=s["B"], spell="1", valid=Period("2003", "2009"), dataset="tss"),
        made.pact("shield", [s["A"], s["C"]], "defense 4", valid=Period("2005-03-01", "2008-03-01")),
        made.pact("peace", [s["B"], s["C"], s["D"]], "nonaggression 1"),
        made.pact("clause", [s["A"], s["D"]], "no_opposing_alliance 1"),
        made.pact("arms", [s["B"], s["D"]], "military_cooperation"),
        made.owes(s["E"], s["A"], "offense"),
        made.owes(s["E"], s["B"], "consultation", "neutrality"),
        [joined("C", "east", MembershipStatus.PARTNER), joined("C", "west", MembershipStatus.MEMBER)],
        [joined("D", "east", MembershipStatus.OBSERVER)],
    )
    ask = empty_world.analyses.contradictory_commitments
    expected = [
        ("CCC", "shield", "peace", "legal", ["defense 4"], ["nonaggression 1"]),
        ("DDD", "clause", "arms", "charter", ["no_opposing_alliance 1"], ["military_cooperation"]),
        ("EEE", None, None, "legal", ["offense"], ["neutrality"]),
    ]
    rows = ask(as_of="2006-01-01")
    assert [(r.state, r.pact_a, r.pact_b, r.kind, r.terms_a, r.terms_b) for r in rows] == expected
    assert [(r.side_a, r.side_b, r.certain) for r in rows] == [("AAA", "BBB", True)] * 3
    assert "one pact cannot be told" in str(rows.about)
    turned = ask("Land B", "Land A", "2006-01-01")
    assert {(r.state, r.pact_b, r.pact_a, r.kind) for r in turned} == {row[:4] for row in expected}
    assert [r.state for r in ask("AAA", "BBB", "2006-01-01", kinds=["charter"])] == ["DDD"]
    assert [r.state for r in ask("AAA", "BBB", "2006-01-01", datasets=["curated"])] == ["CCC", "DDD"]
    # Rivals of years: 2003 is possible, 2009 too.
    assert [r.certain for r in ask(as_of="2009-06-01")] == [False, False]
    assert [r.state for r in ask("AAA", "BBB", "2005-02-28")] == ["DDD", "EEE"]
    assert [r.state for r in ask("AAA", "BBB", "2008-03-01")] == ["DDD", "EEE"]
    with pytest.raises(MissingData, match="No rivals are known on 2010-01-01"):
        ask(as_of="2010-01-01")
    with pytest.raises(MissingData, match="No rivals"):
        ask(as_of="2003-06-01", certain=True)
    aligned = ask(as_of="2006-01-01", kinds=["alignment"], bloc_a=["east"], bloc_b=["west"])
    assert [(r.state, r.side_a, r.side_b, r.terms_a, r.terms_b, r.kind) for r in aligned] == [
        ("CCC", "east", "west", ["partner"], ["member"], "alignment")
    ]
    mixed = ask(b="BBB", as_of="2006-01-01", kinds=["alignment"], bloc_a=["east"])
    assert [(r.state, r.pact_b, r.terms_b) for r in mixed] == [("DDD", "arms", ["military_cooperation"])]
    refused: list[tuple[str, dict[str, Any]]] = [
        ("one side", {"a": "AAA"}),
        ("alignment needs sides", {"kinds": ["alignment"]}),
        ("Blocs are asked of alignment only", {"bloc_a": ["east"], "bloc_b": ["west"]}),
        ("kinds", {"a": "AAA", "b": "BBB", "kinds": ["moral"]}),
        ("same state", {"a": "AAA", "b": "AAA"}),
    ]
    for message, given in refused:
        with pytest.raises(QueryError, match=message):
            ask(as_of="2006-01-01", **given)


def test_sanity(world: World) -> None:
    """Pakistan by its pact of 2025, Armenia and Turkey by their ties."""
    ask = world.analyses.contradictory_commitments
    rows = ask("SAU", "IRN", "2026-03-01")
    assert [(r.state, r.kind, r.pact_a, r.pact_b) for r in rows] == [
        ("PAK", "legal", "sau-pak-2025", "sco-charter-2002")
    ]
    assert {source.key for source in rows.citations()} >= {"S63", "S90"}
    assert len(ask("SAU", "IRN", "2025-09-16")) == 0
    turkey = ask(as_of="2025-01-01", kinds=["alignment"], bloc_a=["nato"], bloc_b=["sco"])
    assert [(r.state, r.terms_a, r.terms_b) for r in turkey] == [("TUR", ["member"], ["dialogue_partner"])]
    armenia = ask(b="USA", as_of="2025-06-01", kinds=["alignment"], bloc_a=["csto"])
    assert [(r.state, r.terms_a, r.pact_b) for r in armenia] == [
        ("ARM", ["member", "participation_frozen"], "usa-arm-2025")
    ]
    with pytest.raises(MissingData, match="rivalries"):
        ask(as_of="1700-01-01")
