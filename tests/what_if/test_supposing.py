"""What is supposed, and what follows from it: on the curated world, of which nothing is changed."""

from __future__ import annotations

import pytest

from graphmodel import CENSORED, OPEN, Period, World, ref, select
from graphmodel.domain import MemberOf, Organization, Pact, PartyTo, State
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import InvalidDate, QueryError, UnknownName
from graphmodel.world import WhatIf

DAY = "2026-02-01"


def spells(world: World, state: str, organization: str) -> list[tuple[str, str, bool]]:
    found = world.all(
        select(MemberOf)
        .match(State, MemberOf, Organization)
        .where(State.key == state, Organization.key == organization)
    )
    return sorted((str(each.valid), each.status.value, each.full is not None) for each in found)


def defends(world: World, a: str, b: str, day: str = DAY) -> bool:
    return world.analyses.obligation_profile(a, b, as_of=day)[0].defense


def parties(world: World, pact: str, day: str) -> set[str]:
    return set(
        world.all(select(State.key).match(State, PartyTo, Pact).where(Pact.key == pact).as_of(day, on=PartyTo.valid))
    )


def test_who_joins_is_bound_by_the_charter_and_owed_what_it_promises(world: World) -> None:
    assert not defends(world, "RUS", "IRN")
    with world.what_if() as w:
        spell = w.join("Iran", "CSTO", since="2026-01-01")
        assert (spell.status, spell.full, spell.rank) == (MembershipStatus.MEMBER, Period("2026-01-01"), 1)
        assert defends(w, "RUS", "IRN")
        assert defends(w, "IRN", "KAZ")
        assert not defends(w, "RUS", "IRN", "2025-12-31")
        assert "IRN" in parties(w, "cst-1992", "2026-01-01")
        (row,) = w.analyses.co_membership("IRN", "ARM", as_of=DAY)
        assert "csto" in row.orgs
    assert not defends(world, "RUS", "IRN")


def test_who_leaves_is_bound_no_more(world: World) -> None:
    before = spells(world, "KAZ", "csto")
    with world.what_if() as w:
        w.leave("KAZ", "CSTO", on="2026-01-01")
        assert "KAZ" in parties(w, "cst-1992", "2025-12-31")
        assert "KAZ" not in parties(w, "cst-1992", "2026-01-01")
        assert "KAZ" not in parties(w, "csto-charter-2002", "2026-01-01")
        (row,) = w.analyses.co_membership("KAZ", "ARM", as_of="2025-12-31")
        assert "csto" in row.orgs
        (row,) = w.analyses.co_membership("KAZ", "ARM", as_of="2026-01-01")
        assert "csto" not in row.orgs
        assert all(until.endswith("2026-01-01)") or until < "[2026" for until, _, _ in spells(w, "KAZ", "csto"))
    assert spells(world, "KAZ", "csto") == before


def test_a_status_follows_another(world: World) -> None:
    with world.what_if() as w:
        before = spells(w, "BLR", "sco")
        w.join("BLR", "sco", since="2020-01-01")
        found = spells(w, "BLR", "sco")
        assert ("[2020-01-01, ongoing)", "member", True) in found
        observer = next(each for each in before if each[1] == "observer")
        assert (observer[0].split(",")[0] + ", 2020-01-01)", "observer", False) in found
        w.join("BLR", "sco", since="2025-01-01", status="observer")
        # A full member that becomes an observer is none since that day; the meaning is that of the organization's scheme.
        assert ("[2020-01-01, 2025-01-01)", "member", True) in spells(w, "BLR", "sco")
        assert all(not full for _, word, full in spells(w, "BLR", "sco") if word == "observer")
        assert "BLR" not in parties(w, "sco-charter-2002", "2025-01-01")


def test_who_is_bound_follows_a_changed_membership(world: World) -> None:
    with world.what_if() as w:
        w.change("sco.BLR.3", status="observer")
        assert "BLR" not in parties(w, "sco-charter-2002", DAY)
        w.change("sco.BLR.3", status="member")
        assert "BLR" in parties(w, "sco-charter-2002", DAY)
        assert "BLR" not in parties(w, "sco-charter-2002", "2024-07-03")
        # One of two memberships that follow each other: it is bound by the other one still.
        w.change("cis.BLR.1", status="observer")
        assert "BLR" not in parties(w, "cis-agreement-1991", "1994-01-17")
        assert "BLR" in parties(w, "cis-agreement-1991", "1994-01-18")
        w.end("csto.BLR.1", on="2026-01-01")
        assert "BLR" in parties(w, "cst-1992", "2025-12-31")
        assert "BLR" not in parties(w, "cst-1992", "2026-01-01")
        assert "BLR" not in parties(w, "csto-charter-2002", "2026-01-01")


def test_nobody_joins_what_is_not_there(world: World) -> None:
    with world.what_if() as w:
        with pytest.raises(QueryError, match="sco was founded on 2001-06-15: nobody can join it on 1990-01-01"):
            w.join("AZE", "sco", since="1990-01-01")
        with pytest.raises(QueryError, match="cst was dissolved on 2002-10-07"):
            w.join("AZE", "cst", since="2002-10-07")
        w.join("AZE", "sco", since="2001")  # it may be


def test_joining_until_a_day_and_possible_days(world: World) -> None:
    with world.what_if() as w:
        spell = w.join("SRB", "csto", since="2026", until="2028-01-01")
        assert spell.full == Period("2026", "2028-01-01")
        certain = {
            day: [row.certain for row in w.analyses.ego_portfolio("SRB", as_of=day) if row.key == "csto"]
            for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-12-31", "2028-01-01")
        }
        assert list(certain.values()) == [[], [False], [True], [True], []]


def test_a_pact_is_signed(world: World) -> None:
    with world.what_if() as w:
        pact = w.sign("Iran", "CHN", terms=["defense", "consultation"], since="2026-01-01", until="2036-01-01")
        row = w.analyses.obligation_profile("CHN", "IRN", as_of=DAY)[0]
        assert (row.defense, row.consultation, pact.key in row.pacts) == (True, True, True)
        assert defends(w, "IRN", "CHN", "2035-12-31")
        assert not defends(w, "IRN", "CHN", "2036-01-01")
        assert w.lookup(Pact, "A supposed pact of IRN and CHN").key == pact.key
        other = w.sign("IRN", "CHN", since="2027")
        assert other.key != pact.key


def test_a_pact_ends_with_its_terms_and_parties(world: World) -> None:
    assert defends(world, "RUS", "PRK")
    with world.what_if() as w:
        pact = next(
            key
            for key in w.analyses.obligation_profile("RUS", "PRK", as_of=DAY)[0].pacts
            if any(
                f"{key} defense" in said for said in w.analyses.obligation_profile("RUS", "PRK", as_of=DAY)[0].promises
            )
        )
        w.end(pact, on="2026-01-01")
        assert defends(w, "RUS", "PRK", "2025-12-31")
        assert not defends(w, "RUS", "PRK", "2026-01-01")
        assert w.get(Pact, pact).valid.end == w.get(Pact, pact).ended
        with pytest.raises(QueryError, match="has ended by"):
            w.end(world.get(Pact, pact), on="2026-01-01")


def test_an_organization_ends_with_its_members(world: World) -> None:
    with world.what_if() as w:
        w.end("nato", on="2026-01-01")
        assert "nato" in w.analyses.co_membership("USA", "FRA", as_of="2025-12-31")[0].orgs
        assert "nato" not in w.analyses.co_membership("USA", "FRA", as_of="2026-01-01")[0].orgs
        assert parties(w, "nat-1949", "2026-01-01") == set()


def test_a_spell_is_changed_and_its_meaning_with_it(world: World) -> None:
    with world.what_if() as w:
        changed = w.change("sco.BLR.3", status="observer")
        assert isinstance(changed, MemberOf)
        assert (changed.full, changed.rank) == (None, 2)
        spell = next(each for each in w.all(MemberOf) if each.spell == "sco.IRN.2")
        w.change(spell, valid=Period("2020-01-01", CENSORED("2026-06-30")))
        assert "sco" in w.analyses.co_membership("IRN", "RUS", as_of="2021-01-01")[0].orgs
        assert w.change(world.get(State, "IRN"), name="Persia").name == w.lookup(State, "Persia").name
    assert world.lookup(State, "Persia").name == "Iran"


def test_anything_may_be_added_and_is_found_by_its_name(world: World) -> None:
    with world.what_if() as w:
        land = State(key="XXA", name="Atlantis")
        valid = Period("2025-01-01")
        w.add(land, MemberOf(start=land, end=ref(Organization, "opec"), spell="x", status=MembershipStatus.MEMBER,
                             valid=valid, full=valid))  # fmt: skip
        assert w.analyses.co_membership("Atlantis", "Iran", as_of=DAY)[0].orgs == ["opec"]
    with pytest.raises(UnknownName):
        world.lookup(State, "Atlantis")


def test_results_say_what_is_supposed_and_that_it_has_no_sources(world: World) -> None:
    with world.what_if() as w:
        assert "hypothetical" not in str(w.analyses.co_membership("IRN", as_of=DAY).about)
        w.join("IRN", "csto", since="2026-01-01")
        w.leave("ARM", "csto", on="2026-01-15")
        rows = w.analyses.co_membership("IRN", "KAZ", as_of=DAY)
        assert rows.about.notes[-2:] == (
            "hypothetical: IRN joins csto as member [2026-01-01, ongoing), ARM leaves csto on 2026-01-15",
            "what is supposed rests on no source and is not stored",
        )
        assert "what is supposed" in rows.to_json()
        w.run("MATCH (s:State {key: 'IRN'}) SET s.note = 'x'")
        assert "by hand 1 properties set" in w.assumed[0]
        real = {each.key for each in world.analyses.co_membership("IRN", "KAZ", as_of=DAY).citations()}
        inside = {each.key for each in rows.citations()}
    assert {each.key for each in rows.citations()} == inside  # they were fetched while it lasted
    assert inside >= real


def test_a_supposed_membership_is_without_sources(world: World) -> None:
    with world.what_if() as w:
        w.join("IRN", "csto", since="2026-01-01")
        row = next(row for row in w.analyses.ego_portfolio("IRN", as_of=DAY) if row.key == "csto")
        assert (row.sources, row.confidence) == ([], "memory")


def test_the_world_can_be_derived_anew_under_another_policy(world: World) -> None:
    with world.what_if() as w:
        changes = w.resolve(concept="election")
        assert len(changes) == 1
        assert w.assumed[0] == "hypothetical: claims decided by official_first, election"
        assert w.policy != world.policy
    assert len(world.compare_policies("official_first", "official_first", concept="election")) == 0


def test_what_cannot_be_supposed_is_said(world: World) -> None:
    with world.what_if() as w:
        for wrong, said in (
            (lambda: w.join("RUS", "csto", since="2020-01-01"), "already"),
            (lambda: w.leave("IRN", "csto", on="2020-01-01"), "nothing in csto"),
            (lambda: w.sign("IRN", "Iran", since="2020"), "two parties"),
            (lambda: w.end("RUS", on="2020"), "does not last"),
            (lambda: w.end("memberships/sco.IRN.2", on="2020"), "claim or a source"),
            (lambda: w.change("sco.IRN.2", colour="red"), "no property 'colour'"),
            (lambda: w.change("sco.IRN.2", status="guest"), "status cannot be 'guest'"),
            (lambda: w.change("sco.IRN.2", spell="other"), "key never changes"),
            (lambda: w.change("nat-1949", valid=Period(OPEN)), "end it, or sign another"),
        ):
            with pytest.raises(QueryError, match=said):
                wrong()
        with pytest.raises(UnknownName):
            w.join("Nowhere", "csto", since="2020-01-01")
        with pytest.raises(UnknownName, match="status"):
            w.join("IRN", "csto", since="2020-01-01", status="guest")
        with pytest.raises(UnknownName, match="term"):
            w.sign("IRN", "CHN", since="2020", terms=["love"])
        with pytest.raises(InvalidDate):
            w.join("IRN", "csto", since="soon")
        with pytest.raises(InvalidDate):
            w.join("IRN", "csto", since="2020", until="2019")
        assert w.assumed == ()  # nothing was supposed half
        assert isinstance(w, WhatIf)
