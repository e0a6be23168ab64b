"""What a claim by hand must fit, and what others may ask wrongly: each is told so by an error of ours, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.domain import Claim, HoldsOffice, MemberOf, Source, State
from graphmodel.domain.claim_vocabularies import Standing
from graphmodel.errors import DataError, NotFound, QueryError, UnknownName

pytestmark = pytest.mark.engine("embedded")

PRESS = Source.model_validate({"key": "press", "title": "A report", "publisher": "A paper", "date": "2026-07-01"})
MEMBER: dict[str, Any] = {"value": "member", "valid": Period("2026-07-01"), "source": PRESS}


def test_a_claim_of_a_spell_that_is_there_is_about_that_spell(world: World) -> None:
    draft = world.claim("IRN", "member_of", "sco", value="member", valid=Period("2023-07-05"), source=PRESS)
    assert draft.claim.spell == "sco.IRN.2"
    assert {row.field for row in draft.changes()} == {"contested"}
    assert [each.end.key for each in draft.contradicts] == ["memberships/sco.IRN.2"]


def test_what_agrees_is_shown_beside_what_was_there(empty_world: World) -> None:
    empty_world.load_seeds()
    draft = empty_world.claim("IRN", "member_of", "sco", value="member", valid="2023-07-04", source=PRESS)
    assert len(draft.changes()) == 0
    draft.accept()
    assert {row.claim for row in empty_world.why("sco.IRN.2") if row.bearing == "for"} >= {"hand/IRN.member_of.sco.1"}
    assert empty_world.why("sco.IRN.2").roots.least == 2
    assert not empty_world.load_seeds().changed


def test_keys_that_end_alike_are_not_one_spell(empty_world: World) -> None:
    empty_world.load_seeds()
    empty_world.claim("MNG", "member_of", "sco", key="alice/1", **MEMBER).accept()
    empty_world.claim("TUR", "member_of", "brics", key="bob/1", **MEMBER).accept()
    spells = {each.spell: each.end.key for each in empty_world.all(MemberOf)}
    assert (spells["alice/1"], spells["bob/1"]) == ("sco", "brics")


def test_wrong_claims_are_refused_by_an_error_of_ours(world: World) -> None:
    w: Any = world
    claims = world.count(Claim)
    mine = Source(key="S01", title="Mine", publisher="I")
    wrong: list[tuple[tuple[Any, ...], dict[str, Any], type[Exception], str]] = [
        (("MNG", "has_value"), {"property": "start", "on": "2004", "spell": "sco.IRN.1"}, QueryError, "not of MNG"),
        (("MNG", "member_of", "sco"), {**MEMBER, "spell": "none.such"}, QueryError, "no spell 'none.such'"),
        ((["KAZ", "UZB"], "member_of", ["nato", "eu"]), MEMBER, QueryError, "each pair"),
        (("MNG", "supports", "RUS"), {"source": mine}, QueryError, "already"),
        (("MNG", "supports", "RUS"), {"quantity": float("inf")}, QueryError, "finite"),
        (("MNG", "supports", "RUS"), {"quantity_min": 5, "quantity_max": 2}, QueryError, "exchange"),
        (("MNG", "member_of", "csto"), {**MEMBER, "concept": "vibes"}, UnknownName, "no concept 'vibes'"),
        (("sco", "has_value"), {"value": "x"}, QueryError, "which property"),
        (("sco", "has_value"), {"value": "x", "property": "no_such"}, QueryError, "none of"),
        (("MNG", "supports", "RUS"), {"key": "  "}, QueryError, "one word"),
        (([], "supports", "RUS"), {}, QueryError, "about something"),
        ((None, "supports", "RUS"), {}, QueryError, "not as None"),
        (("MNG", "supports", "RUS"), {"source": None}, QueryError, "needs a source"),
        (("MNG", "member_of", "csto"), {**MEMBER, "value": 3}, UnknownName, "'3'"),
        (("jcpoa-2015", "pact_event", "IRN"), {"value": "funny", "on": "2020"}, DataError, "funny"),
    ]
    for given, named, error, says in wrong:
        with pytest.raises(error, match=says):
            w.claim(*given, **{"source": PRESS, **named}).changes()
    assert world.count(Claim) == claims


def test_wrong_questions_are_refused_by_an_error_of_ours(world: World) -> None:
    w: Any = world

    def nothing(_: object) -> None:
        return None

    wrong: list[tuple[Callable[[], object], type[Exception], str]] = [
        (lambda: w.assessment(Claim(key="zz", predicate="fact")), NotFound, "zz"),
        (lambda: w.known_on("2016-01-01").facts("MemberOf"), QueryError, "by their class"),
        (lambda: w.why(5), QueryError, "not 5"),
        (lambda: w.compare_policies("latest", 5), QueryError, "not 5"),
        (lambda: w.compare_policies("latest", nothing), UnknownName, "chose None"),
        (lambda: w.lookup(State, ["Iran"]), QueryError, "is a text"),
    ]
    for ask, error, says in wrong:
        with pytest.raises(error, match=says):
            ask()


def test_nothing_asked_about_is_nothing_found(world: World) -> None:
    assert (len(world.claims(about=[])), len(world.contradictions(about=[]))) == (0, 0)


def test_a_negative_claim_takes_a_spell_away_only_from_those_who_stand_lower(world: World) -> None:
    def changes(standing: str, valid: str) -> set[tuple[str, str | None]]:
        source = PRESS.model_copy(update={"standing": Standing(standing)})
        draft = world.claim("AZE", "member_of", "eco", value="member", valid=valid, positive=False, source=source)
        return {(row.change, row.field) for row in draft.changes() if row.fact.startswith("AZE MEMBER_OF eco")}

    [spell] = [each for each in world.all(MemberOf) if each.start.key == "AZE" and each.end.key == "eco"]
    start = str(spell.valid.start)
    assert changes("compilation", "2020-01-01") == set()
    assert changes("depositary", "2020-01-01") >= {("changed", "valid")}
    assert changes("depositary", start) == {("removed", None)}


def test_who_contests_a_fact_is_shown_against_it(world: World) -> None:
    [spell] = [each for each in world.all(MemberOf) if each.spell == "gecf.AZE.1"]
    reported, *others = [entry.partition("=")[2] for entry in spell.contested]
    why = world.why("gecf.AZE.1")
    against = {row.claim for row in why.against_it}
    assert against
    assert {str(world.get(Claim, key).on) for key in against} == {*others}
    assert reported not in others
    assert why.against_roots.most >= 1


def test_a_claim_is_entered_under_the_policy_of_the_world(empty_world: World) -> None:
    empty_world.load_seeds()
    [change] = empty_world.resolve(concept="election")
    office = PRESS.model_copy(update={"standing": Standing.DEPOSITARY})
    rival = empty_world.claim("IRN", "has_value", property="name", value="Persia", source=office)
    rows = {(row.fact, row.field): row.after for row in rival.changes()}
    assert {field for _, field in rows} == {"contested"}
    rival.accept()
    assert empty_world.get(State, "IRN").contested == ["IRN.name=Iran", "IRN.name=Persia"]
    assert {str(each.valid) for each in empty_world.all(HoldsOffice)} >= {change.after}
    empty_world.load_seeds()
    assert {str(each.valid) for each in empty_world.all(HoldsOffice)} >= {change.before}


def test_who_contests_an_entity_is_shown_against_it(world: World) -> None:
    why = world.why("jcpoa-2015")
    ended = {str(world.get(Claim, row.claim).on): row.bearing for row in why if row.claim.startswith("conflicts/")}
    assert ended == {"2025-10-18": "for", "2025-09-28": "against"}
