"""Why: what is said for and against a fact, on a world small enough to work out by hand."""

from __future__ import annotations

import pytest

from graphmodel import PartialDate, World
from graphmodel.domain import Claim, MemberOf, State
from graphmodel.errors import AmbiguousName, NotFound, QueryError, UnknownName
from graphmodel.evidence import Roots, Why

pytestmark = pytest.mark.engine("embedded")  # test_everywhere.py has the same on every engine


def said(why: Why) -> set[tuple[str, str, str | None]]:
    return {(row.bearing, row.claim, row.source) for row in why}


def test_a_fact_has_what_is_said_for_and_against_it(small: World) -> None:
    why = small.why("joins")
    assert said(why) == {
        ("for", "texts/joins", "agency"),
        ("for", "texts/joins", "paper"),
        ("for", "texts/looked_up", "book"),
        ("against", "texts/denial", "note"),
        ("differs_in_time", "texts/before", "note"),
    }
    agency = next(row for row in why.for_it if row.source == "agency")
    assert agency.says == "Aland member_of The Club: member, [2010-05-01, censored 2020-01-01)"
    assert (agency.place, agency.said, agency.mode, agency.speakers) == ("3-5", "2010-05-02", "asserted", None)
    [denial] = why.against_it
    assert (denial.speakers, denial.place, denial.said, denial.reason) == (
        "The Envoy, via The Wire",
        "7",
        None,
        "a denial",
    )
    assert why.rules[0].startswith("rule membership: ")


def test_since_when_and_by_how_many_that_are_independent(small: World) -> None:
    why = small.why("joins")
    # The paper, of some day in May, has it from the agency: these two are one.
    assert why.earliest_said == PartialDate("[2010-05-01..2010-05-02]")
    assert (why.roots, why.against_roots) == (Roots(2, 2), Roots(1, 1))
    assert "independent sources: 2 for it, 1 against it" in why.caption
    undated = small.why("before")
    assert undated.earliest_said is None
    assert "no source that says so is dated" in undated.caption


def test_a_derived_claim_shows_its_inputs_and_adds_no_support(small: World) -> None:
    why = small.why("texts/total")
    assert said(why) == {
        ("for", "texts/total", None),
        ("input", "texts/two", "agency"),
        ("input", "texts/eight", "paper"),
    }
    assert why.roots == Roots(1, 1)
    assert "texts/total" not in {row.claim for row in small.why("texts/two")}


def test_the_same_fact_is_found_in_every_way(small: World) -> None:
    [spell] = [each for each in small.all(MemberOf) if each.spell == "joins"]
    expected = said(small.why("joins"))
    assert said(small.why(spell)) == expected
    assert said(small.why(MemberOf, start="AAA", end="club", on="2015-01-01")) == expected
    assert said(small.why("MEMBER_OF", start="Aland", end="The Club", on="2015-01-01")) == expected
    assert said(small.why("texts/joins")) == expected
    assert said(small.why(small.get(Claim, "texts/joins"))) == expected


def test_what_fits_nothing_or_several_is_refused_with_a_hint(small: World) -> None:
    with pytest.raises(AmbiguousName, match=r"before.*joins.*on which day") as several:
        small.why(MemberOf, start="AAA", end="club")
    assert set(several.value.candidates) == {"before", "joins"}
    with pytest.raises(UnknownName, match="Did you mean joins"):
        small.why("join")
    with pytest.raises(NotFound, match="no MemberOf from BBB to club"):
        small.why(MemberOf, start="BBB", end="club")
    with pytest.raises(NotFound, match="on 1999-01-01"):
        small.why(MemberOf, start="AAA", end="club", on="1999-01-01")
    with pytest.raises(UnknownName, match="Did you mean MEMBER_OF"):
        small.why("MEMBERS_OF", start="AAA", end="club")
    with pytest.raises(QueryError, match="Give start and end"):
        small.why(MemberOf)
    with pytest.raises(QueryError, match="belong together"):
        small.why("joins", start="AAA")


def test_a_fact_without_claims_has_no_reasons(small: World) -> None:
    why = small.why(small.get(State, "BBB"))
    assert list(why) == []
    assert why.roots == Roots(0, 0)


def test_an_assessment_counts_both_sides(small: World) -> None:
    by_side = {row.side: row for row in small.assessment("texts/joins")}
    assert (by_side["stated"].sources, by_side["stated"].roots) == (["agency", "paper"], "1")
    assert (by_side["for"].references, by_side["for"].roots) == (["texts/looked_up"], "1")
    assert (by_side["against"].claims, by_side["against"].roots) == (["texts/denial"], "1")
    with pytest.raises(NotFound):
        small.assessment("nothing")
