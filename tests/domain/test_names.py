"""Who is meant by a name or a code: every scheme, every spelling, on a given day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel import Period, World, ref
from graphmodel.domain import CodeList, Entity, InSystem, Organization, Pact, Person, State, SucceededBy
from graphmodel.domain.assertions import Assertions
from graphmodel.domain.claims import claims_from
from graphmodel.domain.names import Names
from graphmodel.domain.rules.deriving import derive
from graphmodel.domain.spelling import folded, turned
from graphmodel.domain.successions import line_of
from graphmodel.domain.tables.reading import read_tables
from graphmodel.errors import AmbiguousName, InvalidDate, UnknownName
from graphmodel.resources import folder

DERIVED = derive(Assertions(claims_from(read_tables(folder("seeds")))))
SPELLS = [each for each in DERIVED if isinstance(each, InSystem)]
SUCCESSIONS = [each for each in DERIVED if isinstance(each, SucceededBy)]


E = TypeVar("E", bound=Entity)


def names_of(model: type[E]) -> Names[E]:
    found = [each for each in DERIVED if isinstance(each, model)]
    of_states = model is State
    after = [each for each in SUCCESSIONS if isinstance(each.start, model)]
    return Names(model, found, spells=SPELLS if of_states else (), successions=after)


STATES, ORGANIZATIONS, PEOPLE, PACTS = names_of(State), names_of(Organization), names_of(Person), names_of(Pact)
ALL: list[Names[Any]] = [STATES, ORGANIZATIONS, PEOPLE, PACTS]


def meant(names: Names[Any], name: str, on: str | None = None) -> set[str]:
    """Whoever may be meant; nobody is an empty set."""
    try:
        return {names.find(name, on=on).key}
    except AmbiguousName as error:
        return set(error.candidates)
    except UnknownName:
        return set()


# --- codes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "code", "day", "key"),
    [
        ("cow", "365", "1900-01-01", "RUS"),
        ("cow", "365", "1922-12-30", "SUN"),
        ("cow", "365", "1991-12-25", "SUN"),
        ("cow", "365", "1991-12-26", "RUS"),
        ("cow", "345", "1900-01-01", "SRB"),
        ("cow", "345", "1991-01-01", "YUG"),
        ("cow", "345", "1999-01-01", "SCG"),
        ("cow", "345", "2010-01-01", "SRB"),
        ("gw", "340", "1900-01-01", "SRB"),
        ("gw", "340", "2010-01-01", "SRB"),
        ("gw", "345", "1991-01-01", "YUG"),
        ("gw", "345", "1999-01-01", "SCG"),
        ("cow", "255", "1850-01-01", "prussia"),
        ("cow", "255", "1914-01-01", "DEU"),
        ("cow", "260", "1980-01-01", "DEU"),
        ("cow", "265", "1980-01-01", "DDR"),
        ("cow", "255", "1990-10-03", "DEU"),
        ("gw", "260", "2000-01-01", "DEU"),
        ("cow", "678", "1980-01-01", "north-yemen"),
        ("cow", "680", "1980-01-01", "YMD"),
        ("cow", "679", "1990-05-22", "YEM"),
        ("gw", "678", "1980-01-01", "north-yemen"),
        ("gw", "678", "2000-01-01", "YEM"),
        ("cow", "816", "1960-01-01", "VNM"),
        ("cow", "816", "2000-01-01", "VNM"),
        ("cow", "817", "1960-01-01", "south-vietnam"),
        ("cow", "730", "1900-01-01", "korean-empire"),
        ("cow", "731", "1990-01-01", "PRK"),
        ("cow", "732", "1990-01-01", "KOR"),
        ("cow", "315", "1992-12-31", "CSK"),
        ("cow", "316", "1993-01-01", "CZE"),
        ("cow", "317", "1993-01-01", "SVK"),
        ("cow", "300", "1914-01-01", "austria-hungary"),
        ("cow", "305", "1930-01-01", "AUT"),
        ("cow", "625", "2000-01-01", "SDN"),
        ("cow", "625", "2015-01-01", "SDN"),
        ("cow", "626", "2015-01-01", "SSD"),
        ("cow", "640", "1850-01-01", "TUR"),
        ("cow", "347", "2015-01-01", "XKX"),
        ("cow", "713", "2000-01-01", "TWN"),
        ("cow", "970", "2015-01-01", "NRU"),
        ("gw", "970", "2015-01-01", "KIR"),  # in the list of microstates, whose codes differ
        ("cow_abbrev", "AUS", "2000-01-01", "AUT"),
        ("cow_abbrev", "AUL", "2000-01-01", "AUS"),
        ("iso3", "aus", "2000-01-01", "AUS"),
        ("iso2", "su", "1980-01-01", "SUN"),
        ("un", "643", "2000-01-01", "RUS"),
        ("un", "810", "1980-01-01", "SUN"),
        ("un", "4", "2000-01-01", "AFG"),
        ("un", "004", "2000-01-01", "AFG"),
        ("un", "275", "2020-01-01", "PSE"),
    ],
)
def test_a_code_means_one_state_on_a_day(scheme: str, code: str, day: str, key: str) -> None:
    assert STATES.find(code, scheme=scheme, on=day).key == key


def test_every_code_of_every_list_means_its_state_from_its_first_to_its_last_day() -> None:
    assert {spell.spell for spell in SPELLS if spell.code is None} == {"un.zanzibar.1"}
    for spell in SPELLS:
        if spell.code is None:
            continue
        first, _, _, end = spell.valid.bounds
        last = min(date.fromordinal(end.toordinal() - 1), date(2026, 6, 30))
        for day in (first, last):
            found = STATES.find(spell.code, scheme=spell.end.key, on=day)
            assert found.key == spell.start.key, (spell, day)


# From general knowledge, and what the publishers say of their lists; not read from the tables.
@pytest.mark.parametrize(
    ("system", "day", "many"),
    [
        ("cow", "1816-01-01", 23),
        ("cow", "2016-12-31", 195),
        ("un", "1945-12-31", 51),
        ("un", "1990-04-01", 159),
        ("un", "1990-12-31", 159),
        ("un", "1991-12-31", 166),
        ("un", "2000-12-31", 189),
        ("un", "2020-01-01", 193),
        ("un_observers", "2020-01-01", 2),
    ],
)
def test_lists_have_as_many_states_as_is_known(system: str, day: str, many: int) -> None:
    on = date.fromisoformat(day)
    assert sum(each.end.key == system and each.valid.possibly_on(on) for each in SPELLS) == many


def test_a_list_is_known_to_its_last_day_and_carried_on_as_possible() -> None:
    [russia] = [each for each in SPELLS if each.spell == "cow.RUS.2"]
    assert russia.valid.certainly_on("2016-12-31")
    assert not russia.valid.certainly_on("2017-01-01")
    assert russia.valid.possibly_on("2026-01-01")
    assert STATES.find(365, scheme="cow", on="2026-01-01").key == "RUS"


def test_a_code_without_a_day_must_be_of_one() -> None:
    assert STATES.find(2, scheme="cow").key == "USA"
    with pytest.raises(AmbiguousName, match=r"Soviet Union \(SUN\) \[1922-12-30 to 1991-12-26\].*on=") as error:
        STATES.find("365", scheme="cow")
    assert error.value.candidates == ("RUS", "SUN")
    with pytest.raises(AmbiguousName):
        STATES.find("365", scheme="cow", on="1991")  # both had it in that year
    assert STATES.find("365", scheme="cow", on="1991-11").key == "SUN"


def test_a_code_that_was_not_in_use_is_told_with_whose_it_is() -> None:
    with pytest.raises(
        UnknownName, match=r"No State was '265' on 2000-01-01; it is the cow code of: East Germany"
    ) as error:
        STATES.find("265", scheme="cow", on="2000-01-01")
    assert set(error.value.candidates) == {"DDR", "DEU"}  # what it became is told too
    with pytest.raises(UnknownName, match="No State has the cow code '999'"):
        STATES.find("999", scheme="cow")
    with pytest.raises(UnknownName, match=r"in a scheme 'correlates'; there are: cow, cow_abbrev"):
        STATES.find("2", scheme="correlates")


def test_codes_of_lists_are_not_taken_for_names() -> None:
    assert STATES.find("AUS").key == "AUS"  # Austria in the list of COW
    with pytest.raises(UnknownName, match=re.escape("It is a code in cow, gw: give the scheme")) as error:
        STATES.find("365")
    assert error.value.candidates == ("RUS", "SUN")
    with pytest.raises(UnknownName, match="cow_abbrev"):
        STATES.find("UKG")


def test_organizations_have_codes_too() -> None:
    assert ORGANIZATIONS.find("q7184", scheme="wikidata").key == "nato"
    assert ORGANIZATIONS.find("SCO", scheme="cow_igo", on="2000-01-01").key == "shanghai_five"
    assert ORGANIZATIONS.find("SCO", scheme="cow_igo", on="2010-01-01").key == "sco"


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Soviet Union", "SUN"),
        ("U.S.S.R.", "SUN"),
        ("Russia", "RUS"),
        ("Germany", "DEU"),
        ("Yugoslavia", "YUG"),
        ("turkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("the United States", "USA"),
        ("Cote dIvoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("St. Kitts & Nevis", "KNA"),
        ("Korea, Republic of", "KOR"),
        ("Korea, Dem. People's Rep. of", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Iran (Persia)", "IRN"),
        ("Germany (Prussia)", ""),
        ("Congo, Democratic Republic of (Zaire)", "COD"),
        ("Congo (Brazzaville)", "COG"),
        ("Guinea Bissau", "GNB"),
        ("Guinea", "GIN"),
        ("Niger", "NER"),
        ("Deutschland", "DEU"),
        ("Allemagne", "DEU"),
        ("Россия", "RUS"),
        ("日本", "JPN"),
        ("ایران", "IRN"),
        ("Kosovo", "XKX"),
        ("Vatican City", "VAT"),
        ("Baden", "baden"),
        ("Ottoman Empire", "TUR"),
    ],
)
def test_a_state_is_found_by_what_it_is_called(name: str, key: str) -> None:
    assert meant(STATES, name) == ({key} if key else set())


@pytest.mark.parametrize(
    ("name", "day", "keys"),
    [
        ("Germany", "1980-01-01", {"DEU", "DDR"}),
        ("Allemagne", "1980-01-01", {"DEU", "DDR"}),
        ("West Germany", "1980-01-01", {"DEU"}),
        ("Germany", "2000-01-01", {"DEU"}),
        ("Germany", "1914-01-01", {"DEU"}),
        ("Korea", None, {"KOR", "PRK", "korean-empire"}),
        ("Korea", "1900-01-01", {"korean-empire"}),
        ("Korea", "1980-01-01", {"KOR", "PRK"}),
        ("Yemen", "1980-01-01", {"north-yemen", "YMD"}),
        ("Yemen", "2000-01-01", {"YEM"}),
        ("Vietnam", "1960-01-01", {"VNM", "south-vietnam"}),
        ("Vietnam", "1980-01-01", {"VNM"}),
        ("Congo", None, {"COD", "COG"}),
        ("Congo", "2000-01-01", {"COD", "COG"}),
        ("Yugoslavia", "1980-01-01", {"YUG"}),
        ("Yugoslavia", "1999-01-01", {"SCG"}),
        ("China", "1950-01-01", {"CHN"}),
        ("Ukraine", "1950-01-01", {"UKR"}),  # a member of the United Nations
    ],
)
def test_a_name_may_be_of_several_and_a_day_may_decide(name: str, day: str | None, keys: set[str]) -> None:
    assert meant(STATES, name, day) == keys
    assert {each.key for each in STATES.candidates(name, on=day)} == keys


def test_an_ambiguous_name_lists_keys_names_and_periods() -> None:
    with pytest.raises(AmbiguousName) as error:
        STATES.find("Germany", on="1980-01-01")
    assert error.value.candidates == ("DDR", "DEU")
    assert "East Germany (DDR) [1949-10-05 to 1990-10-03]" in str(error.value)
    assert "Germany (DEU) [1871-01-18 to 1945-05-09; 1949-09-21 to now]" in str(error.value)


def test_who_did_not_exist_then_is_not_meant_and_who_came_before_is_told() -> None:
    with pytest.raises(UnknownName, match=r"No State was 'Russia' on 1980-01-01.*Soviet Union \(SUN\)") as error:
        STATES.find("Russia", on="1980-01-01")
    assert error.value.candidates == ("SUN", "RUS")
    with pytest.raises(UnknownName) as error:
        ORGANIZATIONS.find("European Union", on="1970")
    assert error.value.candidates == ("eec", "eu")
    assert STATES.find("RUS", on="1980-01-01").key == "RUS"  # a key is no name


def test_a_near_miss_suggests() -> None:
    with pytest.raises(UnknownName, match=r"Did you mean Germany \(DEU\)") as error:
        STATES.find("Germny")
    assert not isinstance(error.value, AmbiguousName)
    assert error.value.candidates[0] == "DEU"
    with pytest.raises(UnknownName, match="Nothing comes near it"):
        STATES.find("  ")
    with pytest.raises(InvalidDate):
        STATES.find("Iran", on="yesterday")


def test_pacts_and_people() -> None:
    assert {PACTS.find(name).key for name in ("NATO treaty", "Washington Treaty", "north atlantic treaty")} == {
        "nat-1949"
    }
    assert PACTS.find("JCPOA").key == "jcpoa-2015"
    assert PEOPLE.find("Putin").key == "vladimir-putin"
    assert PEOPLE.find("Ali Khamenei").key == "ali-khamenei"
    assert PEOPLE.find("Khamenei").key == "ali-khamenei"  # an alias of his, and only the surname of another
    with pytest.raises(AmbiguousName) as error:
        PEOPLE.find("Japarov")
    assert error.value.candidates == ("akylbek-japarov", "sadyr-japarov")


def test_people_whose_names_look_alike_stay_apart() -> None:
    both = Names(Person, [Person(key="a", name="Ali Khamenei"), Person(key="r", name="Ruhollah Khomeini")])
    assert (both.find("Khomeini").key, both.find("Khamenei").key) == ("r", "a")
    with pytest.raises(UnknownName) as error:
        both.find("Khameini")
    assert set(error.value.candidates) == {"a", "r"}


def test_a_name_comes_before_an_alias_and_a_key_before_both() -> None:
    names = Names(
        State,
        [
            State(key="A", name="One", aliases=["Three"]),
            State(key="B", name="Two", aliases=["One"]),
            State(key="C", name="B"),
        ],
    )
    assert names.find("One").key == "A"
    assert {each.key for each in names.candidates("one", on="2000")} == {"A", "B"}
    assert names.find("B").key == "B"
    with pytest.raises(AmbiguousName):
        names.find("b")


def test_a_plus_makes_another_name() -> None:
    assert (ORGANIZATIONS.find("opec+").key, ORGANIZATIONS.find("opec").key) == ("opec_plus", "opec")


def test_a_name_in_another_language_does_not_decide_where_the_name_does() -> None:
    names = Names(State, [State(key="X", name="Allemagne"), State(key="DEU", iso2="DE", name="Germany")])
    assert (names.find("Allemagne").key, names.find("Deutschland").key) == ("X", "DEU")


# --- all of them --------------------------------------------------------------------------------------------------------


def called(each: Entity) -> list[str]:
    fields = ("key", "iso2", "iso3", "name", "official_name", "short_name", "alt_name")
    single = [getattr(each, field, None) for field in fields]
    return [name for name in (*single, *getattr(each, "aliases", ())) if isinstance(name, str)]


def a_day_of(each: Entity) -> str | None:
    """A day on which a state of the past was one; None for what still is."""
    own = [spell.valid for spell in SPELLS if spell.start.key == each.key] if isinstance(each, State) else []
    return own[0].bounds.from_earliest.isoformat() if own and all(life.end_kind == "date" for life in own) else None


def test_every_name_of_everything_means_it_or_it_among_others() -> None:
    for names in ALL:
        for each in names:
            for name in called(each):
                assert each.key in meant(names, name, a_day_of(each)), (each.key, name)


EVERY_NAME = sorted({(number, name) for number, names in enumerate(ALL) for each in names for name in called(each)})


def accents(name: str, marks: list[str]) -> str:
    """A name with an accent on some of its letters."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(
        sign + (marks[at % len(marks)] if sign.isascii() and sign.isalpha() else "") for at, sign in enumerate(plain)
    )


@given(
    st.sampled_from(EVERY_NAME),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.lists(st.sampled_from(["", "", "\u0301", "\u0308", "\u030c", "\u0327"]), min_size=1, max_size=7),
    st.sampled_from([" ", "  ", "\t", "\u00a0"]),
)
def test_case_accents_and_spaces_make_no_difference(
    chosen: tuple[int, str], case: object, marks: list[str], space: str
) -> None:
    number, name = chosen
    names = ALL[number]
    assert callable(case)
    written = space + space.join(accents(str(case(name)), marks).split(" ")) + space
    assert folded(written) == folded(name)
    if name not in {each.key for each in names}:  # a key is what it is only as it is written
        assert meant(names, written) == meant(names, name)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_what_is_written_the_wrong_way_round() -> None:
    assert turned("Micronesia (Federated States of)") == ["Federated States of Micronesia"]
    assert turned("Bonaire, Saba, Statia") == turned("a (b) c") == []


# --- many at once -------------------------------------------------------------------------------------------------------


def test_many_are_found_at_once_or_all_that_are_unclear_are_told() -> None:
    found = STATES.find_all(["Iran", "Russia", "Iran", "日本"])
    assert {name: each.key for name, each in found.items()} == {"Iran": "IRN", "Russia": "RUS", "日本": "JPN"}
    assert [each.key for each in STATES.find_all([2, 365], scheme="cow", on="1950-01-01").values()] == ["USA", "SUN"]
    with pytest.raises(UnknownName, match="3 of 4 names are not clear") as error:
        STATES.find_all(["Iran", "Irann", "Korea", "Atlantis"])
    assert error.value.name == "Irann, Korea, Atlantis"
    assert {"IRN", "KOR", "PRK"} <= set(error.value.candidates)


# --- successions --------------------------------------------------------------------------------------------------------


def test_a_line_leads_through_all_that_was_before_and_after() -> None:
    assert line_of("b", [("a", "b"), ("b", "c"), ("c", "d"), ("x", "y")]) == ["a", "b", "c", "d"]
    assert line_of("alone", []) == ["alone"]


def test_continuity_is_of_states_that_are_one_in_law() -> None:
    assert [each.key for each in STATES.line("RUS")] == ["SUN", "RUS"]
    assert [each.key for each in STATES.line("SUN", on="1980-01-01")] == ["SUN"]
    assert [each.key for each in STATES.line("SRB")] == ["SCG", "SRB"]
    assert [each.key for each in STATES.line("DDR")] == ["DDR"]  # it went into another
    assert [each.key for each in STATES.line("UKR")] == ["UKR"]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("cst", ["cst", "csto"]),
        ("csto", ["cst", "csto"]),
        ("eu", ["eec", "eu"]),
        ("au", ["oau", "au"]),
        ("eco", ["rcd", "eco"]),
        ("eaeu", ["eurasec", "eaeu"]),
        ("sco", ["shanghai_five", "sco"]),
        ("nato", ["nato"]),
    ],
)
def test_lineage_is_of_organizations(key: str, line: list[str]) -> None:
    assert [each.key for each in ORGANIZATIONS.line(key)] == line


# --- in a world ---------------------------------------------------------------------------------------------------------


def test_a_world_looks_up_names_and_codes(world: World) -> None:
    assert world.lookup(State, "345", scheme="cow", on="1991-01-01").key == "YUG"
    assert world.lookup(State, 340, scheme="gw", on=date(2010, 1, 1)).key == "SRB"
    assert world.lookup(State, "Deutschland").key == "DEU"
    with pytest.raises(AmbiguousName):
        world.lookup(State, "Germany", on="1980-01-01")
    assert [each.key for each in world.continuity("Russia")] == ["SUN", "RUS"]
    assert [each.key for each in world.continuity(ref(State, "RUS"), on="1980")] == ["SUN"]
    assert [each.key for each in world.lineage("csto")] == ["cst", "csto"]
    with pytest.raises(UnknownName):
        world.continuity("Atlantis")


def test_all_states_and_spells_are_in_the_graph(world: World) -> None:
    kept = {(each.spell, each.code, each.start.key, each.end.key, str(each.valid)) for each in world.all(InSystem)}
    assert kept == {(each.spell, each.code, each.start.key, each.end.key, str(each.valid)) for each in SPELLS}
    assert {each.key for each in world.all(CodeList)} == {
        "cow",
        "cow_abbrev",
        "gw",
        "gw_microstates",
        "un",
        "un_observers",
    }
    after = {(each.start.key, each.end.key, each.how) for each in world.all(SucceededBy)}
    assert after == {(each.start.key, each.end.key, each.how) for each in SUCCESSIONS}


def test_names_are_kept_until_something_is_written(empty_world: World) -> None:
    world = empty_world
    world.merge(State(key="AAA", name="One"), CodeList(key="list", name="a list"))
    names = world.names(State)
    assert world.lookup(State, "One").key == "AAA"
    assert world.names(State) is names
    assert world.names(State, again=True) is not names
    world.merge(State(key="BBB", name="Two"))
    assert world.lookup(State, "Two").key == "BBB"
    world.run("MATCH (s:State {key: 'BBB'}) SET s.name = 'Three'")
    assert world.lookup(State, "Three").key == "BBB"
    with pytest.raises(UnknownName):
        world.lookup(State, "Two")
    with world.session() as session:
        session.add(State(key="CCC", name="Four"))
        session.flush()
        with pytest.raises(UnknownName):
            world.lookup(State, "Four")
        session.commit()
    assert world.lookup(State, "Four").key == "CCC"
    spell = InSystem(
        start=ref(State, "CCC"), end=ref(CodeList, "list"), spell="s", code="7", valid=Period("1900", "1950")
    )
    world.using().merge(spell)
    assert world.lookup(State, 7, scheme="list", on="1920").key == "CCC"
    with pytest.raises(UnknownName):
        world.lookup(State, "Four", on="1960")
