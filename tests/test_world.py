"""What the curated world answers, against what is known of the world; on every engine."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import NOT_BEFORE, PartialDate, Period, World, ref, same, select
from graphmodel.domain import (
    Claim,
    Entity,
    Leader,
    MemberOf,
    Organization,
    Pact,
    PartyTo,
    Person,
    Source,
    State,
    States,
    TreatyAct,
)
from graphmodel.errors import AmbiguousName, NotFound, SchemaError, UnknownName

from .support.engines import Place

# Written from general knowledge, not read from the tables.
NATO_1990 = set("BEL CAN DEU DNK ESP FRA GBR GRC ISL ITA LUX NLD NOR PRT TUR USA".split())  # noqa: SIM905
NATO_2000 = NATO_1990 | {"CZE", "HUN", "POL"}
NATO_2024 = NATO_2000 | set("ALB BGR EST FIN HRV LTU LVA MKD MNE ROU SVK SVN SWE".split())  # noqa: SIM905
TASHKENT_SIX = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}

FULL_MEMBERS_AT_THE_END_OF_2014 = {
    "sco": {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"},
    "csto": TASHKENT_SIX,
    "cis": {"ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UZB"},
    "eco": {"AFG", "AZE", "IRN", "KAZ", "KGZ", "PAK", "TJK", "TKM", "TUR", "UZB"},
    "asean": {"BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"},
    "gcc": {"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"},
}


def full_members(world: World, organization: str, day: str, *, certain: bool = False) -> set[str]:
    query = select(State.key).match(State, MemberOf, Organization).where(Organization.key == organization)
    return set(world.all(query.as_of(day, on=MemberOf.full, certain=certain)))


def parties(world: World, pact: str, day: str, *, certain: bool = False) -> set[str]:
    query = select(State.key).match(State, PartyTo, Pact).where(Pact.key == pact)
    return set(world.all(query.as_of(day, certain=certain)))


@pytest.mark.parametrize(
    ("day", "expected"), [("1990-01-01", NATO_1990), ("2000-01-01", NATO_2000), ("2024-07-04", NATO_2024)]
)
def test_the_north_atlantic_treaty_binds_the_full_members_of_the_day(
    world: World, day: str, expected: set[str]
) -> None:
    assert parties(world, "nat-1949", day) == full_members(world, "nato", day) == expected
    assert parties(world, "nat-1949", day, certain=True) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("1990-01-01", set[str]()), ("2000-01-01", TASHKENT_SIX), ("2024-07-04", TASHKENT_SIX)]
)
def test_the_collective_security_treaty_binds_its_parties_and_later_the_members(
    world: World, day: str, expected: set[str]
) -> None:
    members = full_members(world, "cst", day) | full_members(world, "csto", day)
    assert parties(world, "cst-1992", day) == members == expected
    assert parties(world, "cst-1992", day, certain=True) == expected


def test_the_collective_security_treaty_at_its_turns(world: World) -> None:
    assert parties(world, "cst-1992", "1994-04-19") == set()
    assert parties(world, "cst-1992", "1994-04-20") == TASHKENT_SIX | {"AZE", "GEO", "UZB"}
    assert parties(world, "cst-1992", "1999-04-01") == TASHKENT_SIX | {"AZE", "GEO", "UZB"}
    assert parties(world, "cst-1992", "1999-04-02") == TASHKENT_SIX
    assert "UZB" in parties(world, "cst-1992", "2010-01-01")
    assert "UZB" not in parties(world, "cst-1992", "2012-12-19")


@pytest.mark.parametrize("organization", FULL_MEMBERS_AT_THE_END_OF_2014)
def test_full_members_at_the_end_of_2014(world: World, organization: str) -> None:
    expected = FULL_MEMBERS_AT_THE_END_OF_2014[organization]
    assert full_members(world, organization, "2014-12-31") == expected
    assert full_members(world, organization, "2014-12-31", certain=True) == expected


IRAN_BEFORE = {
    ("opec", "member", "S31"),
    ("eco", "member", "S147"),
    ("gecf", "member", "S129"),
    ("sco", "observer", "S106"),
}
IRAN_AFTER = {
    ("opec", "member", "S31"),
    ("eco", "member", "S147"),
    ("gecf", "member", "S129"),
    ("sco", "member", "S343"),
    ("brics", "member", "S27"),
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-31", IRAN_BEFORE),
        ("2017-03-28", IRAN_BEFORE),
        ("2023-07-03", IRAN_BEFORE),
        ("2023-07-04", IRAN_AFTER - {("brics", "member", "S27")}),
        ("2024-07-04", IRAN_AFTER),
        ("2024-12-25", IRAN_AFTER),
        ("2024-12-26", IRAN_AFTER | {("eaeu", "observer", "S14")}),
        ("2025-01-17", IRAN_AFTER | {("eaeu", "observer", "S14")}),
    ],
)
def test_organizations_of_iran_with_status_and_source(
    world: World, day: str, expected: set[tuple[str, str, str]]
) -> None:
    query = select(MemberOf).match(State, MemberOf, Organization).where(State.key == "IRN").as_of(day)
    found: set[tuple[str, str, str]] = set()
    for spell in world.all(query):
        stated = select(Source.key).match(Source, States, Claim).where(Claim.key == spell.evidence[0])
        found |= {(spell.end.key, spell.status, source) for source in world.all(stated)}
    assert found == expected


def test_frozen_participation_of_armenia_runs_beside_its_membership(world: World) -> None:
    query = select(MemberOf).match(State, MemberOf, Organization).where(State.key == "ARM", Organization.key == "csto")
    before, after = (world.all(query.as_of(day).order_by(MemberOf.spell)) for day in ("2024-02-21", "2024-02-22"))
    assert [(spell.status, spell.overlay) for spell in before] == [("member", False)]
    assert [(spell.status, spell.overlay) for spell in after] == [("member", False), ("participation_frozen", True)]
    assert "ARM" in full_members(world, "csto", "2025-01-01", certain=True)
    assert "ARM" in parties(world, "cst-1992", "2025-01-01", certain=True)
    assert "ARM" in parties(world, "csto-charter-2002", "2025-01-01", certain=True)


def test_who_was_bound_by_the_nuclear_deal(world: World) -> None:
    six = {"CHN", "DEU", "FRA", "GBR", "IRN", "RUS"}
    assert parties(world, "jcpoa-2015", "2015-10-17") == set()
    assert parties(world, "jcpoa-2015", "2018-05-07", certain=True) == six | {"USA"}
    assert parties(world, "jcpoa-2015", "2018-05-08") == six
    assert parties(world, "jcpoa-2015", "2025-10-18") == set()
    union = world.get(
        PartyTo,
        start=ref(Organization, "eu"),
        end=ref(Pact, "jcpoa-2015"),
        spell="original_party/jcpoa-2015/eu",
    )
    assert union.valid == Period("2015-10-18", "2025-10-18")


def test_the_caspian_convention_is_not_in_force_as_far_as_anybody_knows(world: World) -> None:
    assert parties(world, "caspian-2018", "2019-01-01") == set()
    assert parties(world, "caspian-2018", "2024-07-04", certain=True) == set()
    assert parties(world, "caspian-2018", "2024-07-04") == {"AZE", "IRN", "KAZ", "RUS", "TKM"}
    convention = world.get(Pact, "caspian-2018")
    assert convention.in_force is None
    assert convention.valid.start == NOT_BEFORE("2021-08")
    acts = world.all(select(TreatyAct).match(State, TreatyAct, Pact).where(Pact.key == "caspian-2018"))
    assert {act.start.key for act in acts if act.kind == "ratification"} == {"AZE", "KAZ", "RUS", "TKM"}
    assert {act.start.key for act in acts if act.kind == "signature"} == {"AZE", "IRN", "KAZ", "RUS", "TKM"}


def test_beyond_the_last_look_members_are_possible_not_certain(world: World) -> None:
    assert "DEU" in full_members(world, "nato", "2026-06-30", certain=True)
    assert "DEU" in full_members(world, "nato", "2026-07-01")
    assert full_members(world, "nato", "2026-07-01", certain=True) == set()


# --- names and coverage -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["IRN", "irn", "IR", "Iran", " iran ", "Islamic Republic of Iran"])
def test_a_state_is_found_by_key_code_name_and_alias(world: World, name: str) -> None:
    assert world.lookup(State, name).key == "IRN"


@pytest.mark.parametrize(
    ("model", "name", "key"),
    [
        (State, "Türkiye", "TUR"),
        (State, "TURKEY", "TUR"),
        (Organization, "NATO", "nato"),
        (Organization, "collective security treaty organization", "csto"),
        (Pact, "Tashkent Treaty", "cst-1992"),
        (Person, "Vladimir Putin", "vladimir-putin"),
        (Leader, "vladimir-putin", "vladimir-putin"),
    ],
)
def test_other_things_are_found_too(world: World, model: type[Entity], name: str, key: str) -> None:
    found = world.lookup(model, name)
    assert isinstance(found, model)
    assert found.key == key


def test_an_unknown_name_is_told_with_what_comes_near(world: World) -> None:
    with pytest.raises(UnknownName, match=r"No State is called 'Irann'. Did you mean Iran \(IRN\)") as error:
        world.lookup(State, "Irann")
    assert error.value.name == "Irann"
    assert error.value.candidates[0] == "IRN"
    with pytest.raises(UnknownName, match="Nothing comes near it"):
        world.lookup(State, "")
    with pytest.raises(UnknownName):
        world.lookup(Organization, "IRN")


def test_a_name_of_several_is_told_with_all_of_them(world: World) -> None:
    with pytest.raises(AmbiguousName) as error:
        world.lookup(Pact, "Treaty of Friendship, Cooperation and Mutual Assistance")
    assert error.value.candidates == ("rus-arm-1997", "rus-kaz-1992")
    assert "rus-arm-1997" in str(error.value)


def test_the_world_is_known_as_far_as_its_least_known_living_organization(world: World) -> None:
    assert world.coverage() == date(2026, 6, 30)


def test_coverage_leaves_out_what_exists_no_longer_and_what_nobody_looked_at(empty_world: World) -> None:
    def organization(key: str, known_to: str | None, dissolved: str | None = None) -> Organization:
        return Organization.model_validate(
            {"key": key, "name": key, "kind": "organ", "known_to": known_to, "dissolved": dissolved}
        )

    with pytest.raises(NotFound, match="load_seeds"):
        empty_world.coverage()
    empty_world.merge(organization("never", None))
    with pytest.raises(NotFound):
        empty_world.coverage()
    empty_world.merge(organization("gone", "2002-10-07", "2002-10-07"), organization("late", "2026-06-30"))
    assert empty_world.coverage() == date(2026, 6, 30)
    empty_world.merge(organization("early", "2025-12-31"))
    assert empty_world.coverage() == date(2025, 12, 31)


def test_an_empty_world_says_how_to_fill_it(empty_world: World) -> None:
    with pytest.raises(UnknownName, match="load_seeds"):
        empty_world.lookup(State, "Iran")


def test_an_exact_key_comes_before_another_name(empty_world: World) -> None:
    empty_world.merge(State(key="AAA", name="BBB"), State(key="BBB", name="Other"), State(key="CCC", name="other"))
    assert empty_world.lookup(State, "BBB").key == "BBB"
    with pytest.raises(AmbiguousName) as error:
        empty_world.lookup(State, "bbb")
    assert error.value.candidates == ("AAA", "BBB")
    with pytest.raises(AmbiguousName):
        empty_world.lookup(State, "Other")


def test_a_world_knows_its_models_before_it_meets_them(world: World) -> None:
    [row] = world.run("MATCH (s:State {key: 'IRN'})-[m:MEMBER_OF {spell: 'sco.IRN.1'}]->(o) RETURN s, m, o")
    assert isinstance(row["m"], MemberOf)
    assert same(row["s"], ref(State, "IRN"))
    assert row["m"].valid == Period("2005-07-05", "2023-07-04")
    assert world.get(Organization, "eco").founded == PartialDate("1985-01")


def test_an_end_that_may_be_of_several_classes_is_found_by_its_plain_key(world: World) -> None:
    observed = world.get(MemberOf, start="IRN", end="sco", spell="sco.IRN.1")
    assert observed.status == "observer"
    assert same(observed.start, ref(State, "IRN"))
    assert world.find(MemberOf, start="sco", end="IRN", spell="sco.IRN.1") is None


@pytest.mark.engine("neo4j")
def test_a_server_without_the_constraints_is_not_written_to(place: Place) -> None:
    with World.connect(place.url, auth=place.auth) as unprepared:
        with pytest.raises(SchemaError):
            unprepared.load_seeds()
        assert unprepared.records("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
        unprepared.schema.apply(*unprepared.models)
        assert unprepared.load_seeds().changed


@pytest.mark.engine("embedded")
def test_a_world_in_a_folder_is_there_when_it_is_opened_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("store") / "alliances.graph"
    with World.connect(folder) as world:
        assert world.load_seeds().changed
    with World.connect(folder) as world:
        assert not world.load_seeds().changed
        assert world.lookup(State, "Iran").key == "IRN"
