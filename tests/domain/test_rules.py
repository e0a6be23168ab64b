"""What the rules make of claims: from the curated tables, and from claims made by hand for what these do not have."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

from graphmodel.domain import (
    Amends,
    Attended,
    Claim,
    Entity,
    Event,
    HoldsOffice,
    Involves,
    Leader,
    MemberOf,
    Obligation,
    Organization,
    Pact,
    PartyTo,
    Person,
    Signed,
    State,
    TreatyAct,
)
from graphmodel.domain.assertions import NOT_READ, Assertion, Assertions, weakest
from graphmodel.domain.claim_vocabularies import Mode, Predicate
from graphmodel.domain.claims import claims_from
from graphmodel.domain.rules.deriving import RULES, derive
from graphmodel.domain.tables.reading import read_tables
from graphmodel.domain.vocabularies import ActKind, Confidence
from graphmodel.errors import DataError
from graphmodel.model import CENSORED, NOT_BEFORE, OPEN, Node, PartialDate, Period, Relationship, ref
from graphmodel.resources import folder

T = TypeVar("T")
LAST_LOOK = CENSORED("2026-06-30")


@pytest.fixture(scope="module")
def claims() -> Assertions:
    return Assertions(claims_from(read_tables(folder("seeds"))))


@pytest.fixture(scope="module")
def derived(claims: Assertions) -> list[Node | Relationship[Any, Any]]:
    return derive(claims)


def of(derived: Iterable[object], kind: type[T]) -> list[T]:
    return [each for each in derived if isinstance(each, kind)]


def spells(derived: Iterable[object], kind: type[Any]) -> dict[str, Any]:
    return {each.spell: each for each in of(derived, kind)}


def claim(
    predicate: Predicate, key: str, subjects: list[Entity], objects: Iterable[Entity] = (), **fields: Any
) -> Assertion:
    return Assertion(Claim(key=key, predicate=predicate, **fields), ("S1",), tuple(subjects), tuple(objects))


# --- the registry -------------------------------------------------------------------------------------------------------


def test_rules_have_names_of_their_own_and_say_why() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why and rule.reads and rule.gives for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_and_gives_what_it_says(rule: Any, claims: Assertions) -> None:
    everything = derive(claims, [rule])
    assert everything
    assert {type(each) for each in everything} == set(rule.gives)
    only = Assertions(each for each in claims if each.claim.predicate in rule.reads)
    assert derive(only, [rule]) == everything


def test_everything_carries_its_evidence_and_all_of_it_is_there(
    claims: Assertions, derived: list[Node | Relationship[Any, Any]]
) -> None:
    known = {each.key for each in claims}
    for each in derived:
        cited: list[str] = getattr(each, "evidence")  # noqa: B009
        assert cited
        assert set(cited) <= known
        assert len(set(cited)) == len(cited)
    assert all(set(each.scheme) <= known and each.scheme for each in of(derived, MemberOf))


def test_the_order_of_the_claims_does_not_matter(claims: Assertions, derived: list[object]) -> None:
    assert derive(Assertions(reversed(list(claims)))) == derived


# --- memberships --------------------------------------------------------------------------------------------------------


def test_founding_states_of_the_cis_are_full_members_until_the_charter(derived: list[object]) -> None:
    members = spells(derived, MemberOf)
    ukraine = members["cis.UKR.1"]
    assert (ukraine.valid, ukraine.full) == (Period("1991-12-08", "2018-05-19"), Period("1991-12-08", "1994-01-22"))
    assert ukraine.scheme == ["status_schemes/cis.founding_state.1", "status_schemes/cis.founding_state.2"]
    assert members["cis.RUS.1"].scheme == ["status_schemes/cis.founding_state.1"]
    assert members["cis.RUS.1"].full == members["cis.RUS.1"].valid == Period("1991-12-08", "1993-07-20")
    assert members["cis.TKM.2"].full is None


def test_what_a_status_means_comes_from_the_scheme(derived: list[object]) -> None:
    members = spells(derived, MemberOf)
    assert (members["sco.IRN.1"].full, members["sco.IRN.1"].rank) == (None, 2)
    assert (members["sco.IRN.2"].full, members["sco.IRN.2"].rank) == (Period("2023-07-04", LAST_LOOK), 1)
    frozen = members["csto.ARM.2"]
    assert (frozen.overlay, frozen.full, frozen.rank, frozen.stage) == (True, None, None, False)
    assert members["csto.ARM.1"].full == Period("2002-10-07", LAST_LOOK)
    invited = members["brics.SAU.1"]
    assert (invited.stage, invited.full, invited.confidence) == (True, None, Confidence.CONFLICT)


def test_a_spell_that_begins_after_the_last_look_stays_as_it_is_stated() -> None:
    start = Period("2027-03-01", CENSORED("2026-06-30"))
    joined = claim(
        Predicate.MEMBER_OF, "m/1", [ref(State, "IRN")], [ref(Organization, "o")], value="member", valid=start
    )
    [spell] = of(derive(Assertions([joined])), MemberOf)
    assert spell.valid.certainly_on("2027-03-01")
    assert spell.valid.possibly_on("2027-03-02")
    assert not spell.valid.certainly_on("2027-03-02")
    assert not spell.valid.possibly_on("2027-02-28")


# --- pacts and parties --------------------------------------------------------------------------------------------------


def test_a_signature_alone_makes_a_pact_possible_not_certain(derived: list[object]) -> None:
    pacts = {each.key: each for each in of(derived, Pact)}
    assert pacts["rus-aze-2022"].valid == Period(NOT_BEFORE("2022-02-22"), LAST_LOOK)
    assert pacts["rus-aze-2022"].in_force is None
    assert pacts["rus-irn-2025"].valid == Period("2025-10-02", LAST_LOOK)
    assert pacts["rus-ukr-1997"].valid == Period("1999-04-01", "2019-04-01")


def test_between_two_parties_a_pact_waits_for_the_second_ratification(derived: list[object]) -> None:
    parties = spells(derived, PartyTo)
    assert {each.key: each.valid for each in of(derived, Pact)}["rus-ven-2025"] == Period(
        NOT_BEFORE("2025-10-21"), LAST_LOOK
    )
    for party in ("RUS", "VEN"):
        assert parties[f"original_party/rus-ven-2025/{party}"].valid == Period(NOT_BEFORE("2025-10-21"), LAST_LOOK)


def test_nobody_was_bound_by_the_caspian_convention_while_it_was_known_not_to_be_in_force(
    derived: list[object],
) -> None:
    littoral = [each for each in of(derived, PartyTo) if each.end.key == "caspian-2018"]
    assert {each.start.key for each in littoral} == {"AZE", "IRN", "KAZ", "RUS", "TKM"}
    for each in littoral:
        assert not each.valid.possibly_on("2021-07-31")
        assert each.valid.possibly_on("2024-07-04")
        assert not each.valid.certainly_on("2024-07-04")


def test_who_left_the_nuclear_deal_was_bound_no_longer(derived: list[object]) -> None:
    parties = spells(derived, PartyTo)
    assert parties["original_party/jcpoa-2015/USA"].valid == Period("2015-10-18", "2018-05-08")
    assert parties["original_party/jcpoa-2015/IRN"].valid == Period("2015-10-18", "2025-10-18")
    union = parties["original_party/jcpoa-2015/eu"]
    assert isinstance(union.start, Organization)
    assert "pact_events/jcpoa-2015.withdrawal.1.USA" in parties["original_party/jcpoa-2015/USA"].evidence


def test_a_plan_that_was_adopted_has_no_signatures(derived: list[object]) -> None:
    acts = [each for each in of(derived, TreatyAct) if each.end.key == "jcpoa-2015"]
    assert [(each.start.key, each.kind) for each in acts] == [("USA", "withdrawal")]


def test_signatures_have_the_day_of_their_event(derived: list[object]) -> None:
    acts = {each.act: each for each in of(derived, TreatyAct)}
    signed = acts["rus-prk-2024.signature.RUS"]
    assert signed.date == PartialDate("2024-06-19")
    assert signed.evidence == ["pact_parties/rus-prk-2024.RUS", "pact_events/rus-prk-2024.signature.1"]
    assert acts["nat-1949.signature.BEL"].evidence == ["pact_parties/nat-1949.BEL", "pacts/nat-1949"]


def test_charters_bind_full_members_within_the_life_of_the_pact(derived: list[object]) -> None:
    parties = spells(derived, PartyTo)
    armenia = parties["charter_party/cst-1992/cst.ARM.1"]
    # Its spell in the treaty regime, and the one in the organization that followed without a day between.
    assert armenia.valid == Period("1994-04-20", CENSORED("2026-06-30"))
    assert "charter_party/cst-1992/csto.ARM.1" not in parties
    assert parties["charter_party/cst-1992/cst.UZB.1"].valid == Period("1994-04-20", "1999-04-02")
    assert parties["charter_party/cst-1992/csto.UZB.1"].valid == Period("2006-06-23", "2012-12-19")
    assert armenia.evidence == [
        "memberships/cst.ARM.1",
        "organizations/cst",
        "pacts/cst-1992",
        "memberships/csto.ARM.1",
        "organizations/csto",
    ]
    assert parties["charter_party/cst-1992/csto.UZB.1"].valid == Period("2006-06-23", "2012-12-19")
    assert parties["charter_party/izmir-1977/eco.KAZ.1"].valid == Period("1992-11-28", LAST_LOOK)
    assert not [each for each in parties.values() if each.end.key == "nat-1949" and each.rule != "charter_party"]
    assert "charter_party/csto-charter-2002/csto.ARM.2" not in parties


def test_a_charter_without_recorded_members_binds_its_signatories(derived: list[object]) -> None:
    parties = [each for each in of(derived, PartyTo) if each.end.key == "opec-plus-2016"]
    assert {each.rule for each in parties} == {"original_party"}
    assert len(parties) == 24


def test_who_comes_into_the_place_of_a_party_is_bound_in_its_place(derived: list[object]) -> None:
    def spells(pact: str) -> list[tuple[str, str, str, Period]]:
        found = [each for each in of(derived, PartyTo) if each.end.key == pact and each.start.key != "IRN"]
        return sorted((each.spell, each.rule, each.start.key, each.valid) for each in found)

    assert spells("rus-irn-1921") == [
        ("following_party/rus-irn-1921/RUS", "following_party", "RUS", Period("1991-12-26", LAST_LOOK)),
        ("following_party/rus-irn-1921/SUN", "following_party", "SUN", Period("1922-12-30", "1991-12-26")),
        ("original_party/rus-irn-1921/RUS", "original_party", "RUS", Period("1922-02-26", "1922-12-30")),
    ]
    assert spells("rus-irn-1940") == [
        ("following_party/rus-irn-1940/RUS", "following_party", "RUS", Period(NOT_BEFORE("1991-12-26"), LAST_LOOK)),
        ("original_party/rus-irn-1940/SUN", "original_party", "SUN", Period(NOT_BEFORE("1940-03-25"), "1991-12-26")),
    ]
    assert {each.end.key for each in of(derived, PartyTo) if each.rule == "following_party"} == {
        "rus-irn-1921",
        "rus-irn-1940",
    }
    signed = {(each.end.key, each.start.key) for each in of(derived, TreatyAct) if each.kind is ActKind.SIGNATURE}
    assert {("rus-irn-1921", "RUS"), ("rus-irn-1940", "SUN")} < signed
    assert not {("rus-irn-1921", "SUN"), ("rus-irn-1940", "RUS")} & signed


PACT = ref(Pact, "p")
IRAN, RUSSIA = ref(State, "IRN"), ref(State, "RUS")


def pact(valid: Period, **fields: Any) -> list[Assertion]:
    about = {"name": "P", "scope": "multilateral", **fields}
    return [
        claim(
            Predicate.PACT,
            "pacts/p",
            [PACT],
            value="trade",
            on=PartialDate("2000"),
            valid=valid,
            qualifiers=[f"{name}={value}" for name, value in about.items()],
        ),
        claim(Predicate.ORIGINAL_PARTY, "pact_parties/p.IRN", [IRAN], [PACT]),
    ]


def act(kind: str, day: str, actor: State = IRAN) -> Assertion:
    return claim(
        Predicate.PACT_EVENT, f"pact_events/p.{kind}.{actor.key}", [PACT], [actor], value=kind, on=PartialDate(day)
    )


def bound(*given: Assertion) -> dict[str, Period]:
    return {each.start.key: each.valid for each in of(derive(Assertions(given)), PartyTo)}


def test_a_later_ratification_binds_later_an_earlier_one_with_the_pact() -> None:
    in_force = Period("2002-01-01", "2010")
    assert bound(*pact(in_force), act("ratification", "2005")) == {"IRN": Period("2005", "2010")}
    assert bound(*pact(in_force), act("acceptance", "2001")) == {"IRN": in_force}
    assert bound(*pact(Period(NOT_BEFORE("2000"), "2010")), act("approval", "2005-06-01")) == {
        "IRN": Period(NOT_BEFORE("2005-06-01"), "2010")
    }


def test_who_accedes_is_bound_and_who_leaves_is_not() -> None:
    found = bound(*pact(Period("2002-01-01")), act("accession", "2004-03", RUSSIA), act("denunciation", "2008-01-01"))
    # Iran signed; whether it consented too is not recorded, and the others can bring the pact into force without it.
    assert found == {"IRN": Period(NOT_BEFORE("2002-01-01"), "2008-01-01"), "RUS": Period("2004-03")}
    ratified = bound(*pact(Period("2002-01-01")), act("ratification", "2001-05"))
    assert ratified == {"IRN": Period("2002-01-01")}


def test_who_left_before_the_pact_was_in_force_was_never_bound() -> None:
    assert bound(*pact(Period("2002-01-01")), act("withdrawal", "2001")) == {}


def test_a_charter_that_is_known_not_to_be_in_force_binds_possibly() -> None:
    given = [
        *pact(Period(NOT_BEFORE("2021-08"), CENSORED("2026-06-30")), not_in_force_on="2021-08"),
        claim(
            Predicate.ORGANIZATION,
            "organizations/o",
            [ref(Organization, "o")],
            [PACT],
            qualifiers=["kind=organ", "name=O"],
        ),
        claim(
            Predicate.STATUS_MEANS,
            "s/1",
            [ref(Organization, "o")],
            value="member",
            valid=Period(OPEN),
            qualifiers=["full=true"],
        ),
        claim(
            Predicate.MEMBER_OF,
            "m/1",
            [IRAN],
            [ref(Organization, "o")],
            value="member",
            valid=Period("2024-01-01", "2025"),
        ),
    ]
    assert bound(*given) == {"IRN": Period(NOT_BEFORE("2024-01-01"), "2025")}


# --- the rest -----------------------------------------------------------------------------------------------------------


def test_terms_hold_as_long_as_their_pact(derived: list[object]) -> None:
    terms = {each.key: each for each in of(derived, Obligation)}
    assert (terms["nat-1949/defense"].article, terms["nat-1949/defense"].valid) == (
        "5",
        Period("1949-08-24", LAST_LOOK),
    )


def test_pacts_that_replace_and_that_join_others(derived: list[object]) -> None:
    assert {(each.start.key, each.how.value, each.end.key) for each in of(derived, Amends)} == {
        ("eaeu-arm-2014", "accession_to", "eaeu-treaty-2014"),
        ("eaeu-kgz-2014", "accession_to", "eaeu-treaty-2014"),
        ("eaeu-irn-2023", "supersedes", "eaeu-irn-2018"),
        ("rus-irn-2025", "supersedes", "rus-irn-2001"),
        ("rus-prk-2024", "supersedes", "rus-prk-2000"),
    }


def test_planned_meetings_are_events_that_nobody_attended(derived: list[object]) -> None:
    planned = {each.key for each in of(derived, Event) if each.mode is Mode.PLANNED}
    assert planned == {"csto.collective_security_council.4", "gecf.gas_summit.8"}
    assert not [each for each in of(derived, Attended) if each.end.key in planned]
    assert ("gecf.gas_summit.8", "gecf") in {(each.start.key, each.end.key) for each in of(derived, Involves)}
    guests = claim(
        Predicate.MET,
        "meetings/x",
        [IRAN, RUSSIA],
        [ref(Person, "p")],
        value="bilateral_meeting",
        on=PartialDate("2030"),
    )
    planned_guests = dataclasses.replace(guests, claim=guests.claim.model_copy(update={"mode": Mode.PLANNED}))
    assert len(of(derive(Assertions([guests])), Attended)) == 3
    assert len(of(derive(Assertions([planned_guests])), Attended)) == 0


def test_rows_of_one_event_are_one_event_with_its_actors(derived: list[object]) -> None:
    renewal = "cst-1992.renewal.1"
    assert [each.kind for each in of(derived, Event) if each.key == renewal] == ["renewal"]
    involved = {(each.role.value, each.end.key) for each in of(derived, Involves) if each.start.key == renewal}
    assert involved == {
        ("step_of", "cst-1992"),
        *(("actor", key) for key in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")),
    }


def test_who_signed_and_who_agreed(derived: list[object]) -> None:
    signed = {(each.start.key, each.event): each for each in of(derived, Signed)}
    extension = signed["xi-jinping", "rus-chn-2001.extension.1"]
    assert (extension.role, extension.date, extension.on_behalf_of) == ("agreed", PartialDate("2021-06-28"), "CHN")
    assert len(signed) == 14


def test_who_holds_an_office_is_a_leader(derived: list[object]) -> None:
    leaders = {each.key for each in of(derived, Leader)}
    assert leaders == {each.start.key for each in of(derived, HoldsOffice)}
    assert {each.key for each in of(derived, Person)} - leaders == {
        *("abbas-maleki", "kaveh-afrasiabi", "nicole-grajewski", "nikolay-kozhanov"),  # whom texts name
        *("donald-trump", "saddam-hussein"),  # not in office when texts spoke of them
        "ruhollah-khomeini",
        "kazem-jalali",
        "kim-jong-un",
        "mohammad-javad-zarif",
        "wang-yi",
    }


def test_another_capacity_within_or_before_a_spell(derived: list[object]) -> None:
    spell = spells(derived, HoldsOffice)["RUS.prime-minister.mikhail-kasyanov.1"]
    assert (spell.capacity, spell.other_capacity) == ("full", "acting")
    assert spell.other_capacity_valid == Period("2000-05-07", "2000-05-17")
    assert spell.valid == Period("2000-05-17", "2004-02-24")


# --- what is held back --------------------------------------------------------------------------------------------------


def test_disputed_events_of_pacts_are_held_back_and_named(claims: Assertions, derived: list[object]) -> None:
    held = {each.claim for each in claims.held_back}
    assert len(held) == len(claims.held_back)
    assert len([key for key in held if key.startswith("pact_events/")]) == 11
    assert {"pact_events/rus-prk-2024.signature.2", "pact_events/jcpoa-2015.termination.1.IRN"} < held
    assert not {each.key for each in of(derived, Event)} & {"rus-prk-2024.signature.2", "jcpoa-2015.termination.1"}
    assert {each.act for each in of(derived, TreatyAct) if ".GEO" in each.act and each.end.key == "cst-1992"} == {
        "cst-1992.accession.2.GEO",
        "cst-1992.withdrawal.1.GEO",
    }


ABSENT = {"F001-024", "F001-025"}
"""Who was not invited, by a text."""


def denied(fields: dict[str, object]) -> Callable[[Assertion], Assertion]:
    return lambda each: dataclasses.replace(each, claim=each.claim.model_copy(update=fields))


@pytest.mark.parametrize("mode", [{"mode": Mode.DENIED}, {"mode": Mode.SPECULATIVE}, {"positive": False}], ids=str)
def test_what_is_denied_speculative_or_negative_yields_nothing(claims: Assertions, mode: dict[str, object]) -> None:
    changed = Assertions(map(denied(mode), claims))
    absent = [each for each in derive(changed) if not (isinstance(each, Involves) and each.role == "absent")]
    assert absent == []  # an absence is what a negative claim says, and then it yields that
    not_read = [each for each in claims if each.claim.kind in NOT_READ or (each.key in ABSENT and "positive" in mode)]
    assert len(changed.held_back) == len(list(claims)) - len(not_read)


def test_what_is_planned_yields_planned_events_only(claims: Assertions) -> None:
    derived = derive(Assertions(map(denied({"mode": Mode.PLANNED}), claims)))
    assert {type(each) for each in derived} == {Event, Involves}
    assert {each.mode for each in of(derived, Event)} == {Mode.PLANNED}


def test_who_signed_in_a_disputed_event_is_held_back_with_it(claims: Assertions) -> None:
    event = "pact_events/rus-irn-2025.signature.1"
    doubted = [denied({"confidence": Confidence.CONFLICT})(each) if each.key == event else each for each in claims]
    held = {each.claim for each in Assertions(doubted).held_back}
    assert held == {
        event,
        "pact_signatories/rus-irn-2025.signature.1.vladimir-putin",
        "pact_signatories/rus-irn-2025.signature.1.masoud-pezeshkian",
    }


def test_what_rests_on_a_pact_is_held_back_with_it(claims: Assertions) -> None:
    doubted = Assertions(
        denied({"mode": Mode.DENIED})(each) if each.key == "pacts/rus-irn-2025" else each for each in claims
    )
    before = {held.claim for held in claims.held_back}
    held = [held for held in doubted.held_back if held.claim not in before]
    tables = {each.claim.partition("/")[0] for each in held if "/" in each.claim}
    assert tables == {"pacts", "pact_parties", "pact_obligations", "pact_events", "pact_signatories", "things"}
    assert all("rus-irn-2025" in str(each) for each in held)
    assert {"F003-009", "F003-023"} < {each.claim for each in held}  # what a text says of it
    assert not [each for each in derive(doubted) if "rus-irn-2025" in repr(each) and not isinstance(each, Amends)]


def test_a_claim_that_lacks_what_a_rule_needs_is_named() -> None:
    broken = claim(Predicate.MEMBER_OF, "memberships/x", [IRAN], [ref(Organization, "o")], value="member")
    with pytest.raises(DataError, match=r"'memberships/x'.*says no valid"):
        derive(Assertions([broken]))


def test_a_relationship_is_as_sure_as_the_weakest_of_its_claims() -> None:
    assert weakest() is Confidence.VERIFIED
    assert weakest(None, Confidence.CONFLICT, Confidence.VERIFIED_CONFLICT, Confidence.MEMORY) is Confidence.MEMORY


def test_an_open_spell_ends_with_its_organization(derived: list[object]) -> None:
    memberships = spells(derived, MemberOf)
    assert memberships["cst.ARM.1"].valid == Period("1992-05-15", "2002-10-07")
    assert "organizations/cst" in memberships["cst.ARM.1"].evidence
    assert memberships["cst.GEO.1"].valid == Period("1993-12-09", "1999-04-02")
    assert memberships["eu.FRA.1"].valid.start == PartialDate("1958-01-01")  # before the Union, in its predecessor
