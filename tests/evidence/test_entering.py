"""A claim by hand: its words are checked, what it would change is shown, and nothing is written before it is accepted."""

from __future__ import annotations

import datetime

import pytest

from graphmodel import Period, World, ref
from graphmodel.domain import Claim, MemberOf, Source, State
from graphmodel.errors import DataError, QueryError, UnknownName

pytestmark = pytest.mark.engine("embedded")  # test_everywhere.py has the same on every engine

PRESS = Source(key="press", title="Beland joins", publisher="A paper", date="2021-03-02")  # pyright: ignore[reportArgumentType]


def counts(world: World) -> dict[str, int]:
    return {name: world.count(model) for name, model in (("claim", Claim), ("source", Source), ("spell", MemberOf))}


def test_it_shows_what_it_changes_writes_nothing_and_then_writes_it(small: World) -> None:
    before = counts(small)
    draft = small.claim("Beland", "member_of", "club", value="member", valid=Period("2021-03-01"), source=PRESS)
    [change] = draft.changes()
    assert (change.change, change.fact) == ("added", "BBB MEMBER_OF club (BBB.member_of.club.1)")
    assert change.after == "status member, valid [2021-03-01, ongoing)"
    assert draft.contradicts == []
    assert counts(small) == before

    draft.accept()
    assert counts(small) == {name: count + 1 for name, count in before.items()}
    spell = small.get(MemberOf, start="BBB", end="club")
    assert (spell.status, spell.evidence) == ("member", [draft.claim.key])
    why = small.why(spell)
    assert [(row.bearing, row.source, row.said) for row in why] == [("for", "press", "2021-03-02")]
    recorded = small.get(Claim, draft.claim.key).recorded
    assert recorded is not None
    assert abs(recorded - datetime.datetime.now(datetime.UTC).date()) <= datetime.timedelta(days=1)
    with pytest.raises(QueryError, match="accepted before"):
        draft.accept()


def test_what_is_against_others_is_said_and_accepted_as_a_claim(small: World) -> None:
    draft = small.claim("AAA", "member_of", "club", value="observer", valid=Period("2010-05-01", "2019"), source="note")
    assert {each.end.key: each.reason for each in draft.contradicts} == {
        "texts/joins": "observer against member",
        "texts/looked_up": "observer against member",
    }
    assert "against texts/joins: observer against member" in draft.changes().caption
    draft.accept()
    assert ("against", draft.claim.key) in {(row.bearing, row.claim) for row in small.why("joins")}
    assert draft.claim.key in {row.a for row in small.contradictions(about="AAA")}


def test_a_denial_of_equal_standing_contests_and_takes_nothing_away(small: World) -> None:
    spells = small.count(MemberOf)
    draft = small.claim(
        "AAA", "member_of", "club", value="member", valid=Period("2012", "2013"), positive=False, source="note"
    )
    assert {row.field for row in draft.changes()} == {"contested"}
    assert {each.reason for each in draft.contradicts if each.end.key == "texts/joins"} == {"says the opposite"}
    draft.accept()
    assert small.count(MemberOf) == spells
    assert draft.claim.key in {row.claim for row in small.why("joins").against_it}


def test_a_claim_that_changes_what_is_there_says_so_field_by_field(small: World) -> None:
    draft = small.claim(
        "club",
        "status_means",
        value="member",
        valid=Period("2000"),
        qualifiers={"full": "true", "rank": "1"},
        source=PRESS,
    )
    changes = {(row.fact, row.field): (row.before, row.after) for row in draft.changes()}
    fact = "AAA MEMBER_OF club (joins)"
    assert changes[fact, "rank"] == (None, "1")
    assert changes[fact, "full"] == (None, "[2010-05-01, censored 2020-01-01)")
    draft.accept()
    assert [each.rank for each in small.all(MemberOf) if each.spell == "joins"] == [1]


def test_words_ends_and_missing_parts_are_refused_with_a_hint(small: World) -> None:
    given = {"value": "member", "valid": Period("2020"), "source": PRESS}
    for subject, predicate, object_, more, hint in (
        (
            "Belond",
            "member_of",
            "club",
            {},
            r"No State or Organization is called 'Belond'. Did you mean Beland \(BBB\)",
        ),
        ("BBB", "membr_of", "club", {}, "Did you mean member_of"),
        ("BBB", "member_of", "club", {"value": "membre"}, "Did you mean member"),
        ("BBB", "member_of", "club", {"mode": "denyed"}, "Did you mean denied"),
        ("BBB", "member_of", "club", {"source": "pres"}, "There is no source 'pres'"),
        ("BBB", "member_of", "BBB", {}, "No Organization is called 'BBB'"),
    ):
        with pytest.raises(UnknownName, match=hint):
            small.claim(subject, predicate, object_, **{**given, **more})  # pyright: ignore[reportArgumentType]
    with pytest.raises(QueryError, match="needs valid"):
        small.claim("BBB", "member_of", "club", value="member", source=PRESS)
    with pytest.raises(QueryError, match="needs a source"):
        small.claim("BBB", "member_of", "club", value="member", valid=Period("2020"), source=[])
    with pytest.raises(QueryError, match="already"):
        small.claim("BBB", "member_of", "club", **given, key="texts/joins")  # pyright: ignore[reportArgumentType]
    with pytest.raises(QueryError, match="cannot stand there"):
        small.claim(small.get(State, "BBB"), "member_of", ref(State, "AAA"), **given)  # pyright: ignore[reportArgumentType]


def test_what_a_rule_lacks_is_said(small: World) -> None:
    office = {"value": "President", "valid": Period("2020"), "source": PRESS}
    with pytest.raises(QueryError, match=r"needs role: give qualifiers=\{'role'"):
        small.claim("envoy", "holds_office", "AAA", **office)  # pyright: ignore[reportArgumentType]
    with pytest.raises(UnknownName, match="Did you mean head_of_state"):
        small.claim("envoy", "holds_office", "AAA", **office, qualifiers={"role": "head_of_stat"})  # pyright: ignore[reportArgumentType]
    draft = small.claim("envoy", "person", source=PRESS)
    with pytest.raises(DataError, match=r"cannot read 'hand/envoy.person.1'.*name"):
        draft.changes()


def test_a_claim_says_whose_words_it_is_and_where_they_stand(small: World) -> None:
    draft = small.claim("Beland", "praises", "club", source=PRESS, by="envoy", via="The Wire", paragraphs=(3, 4))
    draft.accept()
    [row] = small.claims(by="envoy", predicate="praises")
    assert (row.speakers, row.places) == ("The Envoy, via The Wire", ["3-4"])
    with pytest.raises(QueryError, match="counted from 1"):
        small.claim("Beland", "praises", "club", source=PRESS, paragraphs=(4, 3))
    with pytest.raises(UnknownName):
        small.claim("Beland", "praises", "club", source=PRESS, by="nobody")


def test_a_name_is_as_good_as_a_key(small: World) -> None:
    assert [row.claim for row in small.why("Site")] == [row.claim for row in small.why("site")]


def test_claims_of_a_day(small: World) -> None:
    keys = [row.claim for row in small.claims(on="2009-01-01")]
    assert keys == ["texts/before"]
    assert "texts/joins" in [row.claim for row in small.claims(on="2010-05-01")]
