"""No analysis is silent: without rows it says why, and it names the day and the data sets that it rests on."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.analyses.registry import ANALYSES
from graphmodel.analyses.results import Result
from graphmodel.domain import Indicator, Measured, MemberOf, Organization, RivalOf, RollCall, Source, Voted
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError

from .made import listed, owes, pact, states

LAST = {"cow_igo_3": 2014, "atop_4_01": 2016, "atop_5_1": 2018, "tss_rivalries": 2020, "cow_nmc": 2022}
PARAMETRIZED = pytest.mark.parametrize("name", ANALYSES)
WITH_DATASETS = [name for name, each in ANALYSES.items() if "datasets" in {p.name for p in each.header.parameters}]


def end(dataset: str) -> date:
    return date(LAST[dataset], 12, 31)


@pytest.fixture
def coded(empty_world: World) -> World:
    """Four states as five data sets code them, each to another year; A and B have a pact in both versions of ATOP."""
    made = states("ABCD")
    a, b, c, _ = made.values()
    club = Organization(key="club", name="Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    cinc, year = Indicator(key="cinc", name="Index"), Period("2010-01-01", "2011-01-01")

    def until(dataset: str) -> Period:
        return Period("2000-01-01", CENSORED(end(dataset)))

    memberships = [
        MemberOf(
            start=each,
            end=club,
            spell=f"club.{each.key}",
            status=MembershipStatus.MEMBER,
            valid=until("cow_igo_3"),
            full=until("cow_igo_3"),
            dataset="cow_igo_3",
        )
        for each in (a, b)
    ]
    first_coding = pact("ab", [a, b], "defense", valid=until("atop_4_01"))
    for each in first_coding[-2:]:
        each.dataset = "atop_4_01"
    ties = [owes(x, y, "defense", valid=until("atop_5_1")) for x, y in ((a, b), (b, a), (b, c), (c, b))]
    rivals = RivalOf(start=a, end=c, spell="a.c", valid=until("tss_rivalries"), dataset="tss_rivalries")
    figures = [
        Measured(start=each, end=cinc, observation=each.key, value=0.1, valid=year, dataset="cow_nmc")
        for each in (a, b)
    ]
    calls = [RollCall(key="u.1", name="?", session=74, date="2019-12-20", dataset="unga_votes")]  # pyright: ignore[reportArgumentType]
    votes = [Voted(start=each, end=calls[0], vote="yes", dataset="unga_votes") for each in (a, b)]  # pyright: ignore[reportArgumentType]
    sources = [Source(key=key, title=key, publisher="Project", known_to=end(key)) for key in LAST]
    empty_world.merge(list(made.values()), club, cinc, memberships, first_coding, ties, rivals, figures, sources)
    empty_world.merge(listed(list(made.values())), calls, votes, Source(key="unga_votes", title="?", publisher="?"))
    return empty_world


def arguments(world: World, name: str, **other: Any) -> dict[str, Any]:
    """What the example of the header gives, with other values of those parameters that it has."""
    header = ANALYSES[name].header
    example = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    own = {each.name for each in header.parameters}
    given = {**example, **{key: value for key, value in other.items() if key in own}}
    return {key: getattr(value, "to_native", lambda v=value: v)() for key, value in given.items() if value is not None}


def says_why(result: Result[Any]) -> bool:
    """Whether a note that is no default says what there is not."""
    told = {each.otherwise for each in ANALYSES[result.about.analysis].header.parameters}
    return any(re.search(r"\b(no|none|nothing)\b", note) for note in result.about.notes if note not in told)


@PARAMETRIZED
def test_an_empty_graph_says_what_to_load(empty_world: World, name: str) -> None:
    with pytest.raises(MissingData, match=r"load|import"):
        getattr(empty_world.analyses, name)(**arguments(empty_world, name))


@PARAMETRIZED
@pytest.mark.parametrize("day", ["1700-01-01", "2100-01-01"])
def test_a_day_outside_of_the_data_is_never_silent(world: World, name: str, day: str) -> None:
    given = arguments(world, name, as_of=day, shock=day, since=day, until=day)
    try:
        result = getattr(world.analyses, name)(**given)
    except (MissingData, QueryError):
        return
    assert len(result) or says_why(result), result.about


def test_data_sets_without_its_kind_of_facts(coded: World) -> None:
    named = {"state": "AAA", "a": "AAA", "b": "BBB", "target": "AAA", "attacker": "BBB", "states": ["AAA"]}
    named |= {"organization": "club", "other": None, "organizations": None, "pact": None, "session": None}
    for name in WITH_DATASETS:
        ask = getattr(coded.analyses, name)
        given = arguments(coded, name, as_of="2012-01-01", since="2011-01-01", until="2012-01-01", **named)
        for dataset in ("cow_nmc", "tss_rivalries"):
            try:
                result = ask(**{**given, "datasets": [dataset]})
            except (MissingData, QueryError):
                continue
            its_own = (name, dataset) in (
                ("structural_balance", "tss_rivalries"),
                ("energy_interdependence", "cow_nmc"),
            )
            assert says_why(result) or its_own, (name, dataset, result.about)
        with pytest.raises(QueryError, match="datasets names none"):
            ask(**{**given, "datasets": []})


DAYS = {  # by analysis, the year to whose end the data reach that it uses
    "alliance_similarity_s": 2016,
    "co_membership": 2014,
    "contradictory_commitments": 2016,
    "obligation_cascade": 2016,
    "structural_balance": 2016,
}


def test_the_day_is_that_to_which_the_data_used_reach(coded: World) -> None:
    for name, year in DAYS.items():
        ask, given = getattr(coded.analyses, name), {"target": "AAA"} if name == "obligation_cascade" else {}
        assert ask(**given).about.as_of == date(year, 12, 31), name
        if year == 2016:
            later = ask(**given, datasets=["atop_5_1", "tss_rivalries"]).about
            assert str(later.as_of) == "2018-12-31", name
    with pytest.raises(MissingData, match="No figure of 'cinc' holds on 2014-12-31"):
        coded.analyses.power_in_org()


def test_what_is_carried_forward_is_named_and_nothing_else(coded: World) -> None:
    told = str(coded.analyses.obligation_profile("AAA", as_of="2017-01-01").about)
    assert "atop_4_01 reaches to 2016-12-31 only: what was open then is carried forward as possible" in told
    assert "cow_igo_3" not in told
    assert "atop_5_1 reaches" not in told
    assert "reaches to" not in str(coded.analyses.obligation_profile("AAA", as_of="2016-01-01").about)
    assert "the data used reach to 2016-12-31 (atop_4_01), 2018-12-31 (atop_5_1)" in str(
        coded.analyses.obligation_profile("AAA").about
    )


def test_what_was_written_since_is_seen(coded: World) -> None:
    assert str(coded.analyses.co_membership("AAA", "BBB").about.as_of) == "2014-12-31"
    coded.run("MATCH (s:Source {key: 'cow_igo_3'}) SET s.known_to = date('2012-12-31')")
    assert str(coded.analyses.co_membership("AAA", "BBB").about.as_of) == "2012-12-31"


OF_COMMITMENTS: dict[str, dict[str, Any]] = {
    "alliance_similarity_kappa": {"state": "AAA"},
    "alliance_similarity_s": {"state": "AAA"},
    "blocs_detect": {"runs": 1},
    "brokers_betweenness": {},
    "contradictory_commitments": {},
    "isolated_states": {"kinds": ["defense"]},
    "obligation_cascade": {"target": "AAA"},
    "obligation_profile": {"a": "AAA"},
    "portfolio_over_time": {"state": "AAA"},
    "structural_balance": {},
    "structural_holes": {},
    "tau_b_portfolio": {"state": "AAA"},
}


def test_two_versions_of_one_data_set_are_told(coded: World) -> None:
    told = "atop_4_01, atop_5_1, of which atop_4_01, atop_5_1 are versions of one data set (datasets=['atop_5_1'] takes one"
    for name, given in OF_COMMITMENTS.items():
        ask = getattr(coded.analyses, name)
        assert told in str(ask(**given).about), name
        assert "versions" not in str(ask(**given, datasets=["atop_5_1", "tss_rivalries"]).about), name


def test_parameters_that_mean_nothing_are_refused_and_not_told(coded: World) -> None:
    ask = coded.analyses
    for analysis in (ask.brokers_betweenness, ask.structural_holes):
        for given in ({"statuses": ["member"]}, {"max_size": 10}):
            with pytest.raises(QueryError, match=rf"{next(iter(given))} means nothing with tie='pacts': leave it out"):
                analysis("2012-01-01", "pacts", **given)  # pyright: ignore[reportArgumentType]
        for given in ({"terms": ["offense"]}, {"directed": True}):
            with pytest.raises(QueryError, match=rf"{next(iter(given))} means nothing with tie='memberships'"):
                analysis("2012-01-01", "memberships", **given)  # pyright: ignore[reportArgumentType]
        assert "full members" not in str(analysis("2012-01-01", "pacts").about)
        assert "directed" not in str(analysis("2012-01-01", "memberships").about)
        with pytest.raises(QueryError, match="terms names none: name some, or leave it out"):
            analysis("2012-01-01", terms=[])
    with pytest.raises(QueryError, match="terms means nothing"):
        ask.blocs_detect("2012-01-01", "memberships", terms=["defense"])


def test_votes_that_are_not_there(coded: World) -> None:
    align = coded.analyses.vote_alignment
    for ask in (lambda: align("AAA", "BBB", 60), lambda: coded.analyses.vote_correlation(60)):
        with pytest.raises(MissingData, match=r"no votes of session 60, but of 74: .*unga_votes FILE --only 60`"):
            ask()
    part = align("AAA", session=70, to_session=74)
    assert {row.session for row in part} == {74}
    assert "the graph has no votes of session 70 to 73, but of 74" in str(part.about)
    assert "session 74: 1 roll calls, 2 states that voted; CCC voted in none of them" in str(align("CCC").about)
    told = "memberships of cow_igo_3 reach to 2014-12-31 only: those open then are carried forward to 2019-12-20 as possible"
    assert told in str(align("AAA").about)
    assert not align("AAA")[0].certain
    for analysis in (align, coded.analyses.vote_correlation):
        with pytest.raises(MissingData, match="called important is not known of session 74"):
            analysis(important=True)
    with pytest.raises(QueryError, match="to_session=60 is before session=70"):
        align(session=70, to_session=60)


def test_turnover_is_not_known_beyond_the_data(coded: World) -> None:
    rows = coded.analyses.portfolio_over_time("AAA", "2012-01-01", "2020-12-31", datasets=["cow_igo_3", "atop_5_1"])
    known = {row.year: (row.turnover, row.turnover_partners) for row in rows}
    assert known[2014] == (0.0, 0.0)
    assert known[2015] == (None, 0.0)
    assert known[2018] == (None, 0.0)
    assert known[2019] == (None, None)
    assert rows[-1].n_orgs == 1
    assert not rows[-1].certain


def test_pacts_that_are_nowhere_are_not_counted(coded: World) -> None:
    coded.run("MATCH ()-[r:PARTY_TO]->() DELETE r")
    with pytest.raises(MissingData, match="no acts on treaties"):
        coded.analyses.pact_cadence_after_shock("2010-01-01")


def test_no_pact_is_no_certain_count(world: World) -> None:
    early = world.analyses.pact_cadence_after_shock("1850-01-01")
    assert (early[0].before, early[0].after, early[0].certain) == (0, 0, False)
    assert says_why(early)
