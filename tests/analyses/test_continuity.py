"""One state under two names, one organization after another: neither an exit nor an entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.analyses.headers import header, names
from graphmodel.domain import MemberOf, Organization, PartyTo, RivalOf, State, SucceededBy, TreatyAct
from graphmodel.domain.vocabularies import ActKind, MembershipStatus, OrganizationKind, SuccessionKind

from .made import listed, owes, pact

S = MembershipStatus
NAMES = ("membership_churn", "portfolio_over_time", "snapshot_diff", "accession_pathway", "accession_survival")
WINDOW = ("1990-06-30", "2010-06-30")


@pytest.fixture
def made(empty_world: World) -> World:
    """OLD is NEW from 2000-06-01 on, and EARLY was OLD before 1980; the league is the union from 2005-01-01 on; PART broke away."""
    early, old, new, part, other = (
        State(key=key, name=key.title()) for key in ("EARLY", "OLD", "NEW", "PART", "OTHER")
    )
    kind = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION
    league = Organization(key="league", name="League", kind=kind, dissolved="2005-01-01")  # pyright: ignore[reportArgumentType]
    union = Organization(key="union", name="Union", kind=kind)

    def member(state: State, org: Organization, since: str, until: str | None = None, status: S = S.MEMBER) -> MemberOf:
        valid = Period(since) if until is None else Period(since, until)
        full = valid if status is S.MEMBER else None
        key = f"{org.key}.{state.key}.{since}"
        rank = 1 if full else 2
        return MemberOf(start=state, end=org, spell=key, status=status, valid=valid, full=full, rank=rank)

    treaty = pact("treaty", [other], "defense", valid=Period("1985-01-01"))
    signed, consent, succeeds = (
        TreatyAct(start=state, end=treaty[0], act=f"{state.key}.{kind}", kind=kind, date=day)  # pyright: ignore[reportArgumentType]
        for state, kind, day in (
            (old, ActKind.SIGNATURE, "1984-01-01"),
            (old, ActKind.RATIFICATION, "1984-01-31"),
            (new, ActKind.SUCCESSION, "2000-06-01"),
        )
    )
    empty_world.merge(
        [early, old, new, part, other],
        [league, union],
        SucceededBy(start=early, end=old, how=SuccessionKind.CONTINUES),
        SucceededBy(start=old, end=new, how=SuccessionKind.CONTINUES),
        SucceededBy(start=old, end=part, how=SuccessionKind.SECEDES),
        SucceededBy(start=league, end=union, how=SuccessionKind.CONTINUES),
        listed([other]),
        member(other, league, "1970-01-01", "2005-01-01"),
        member(other, union, "2005-01-01"),
        member(early, league, "1970-01-01", "1980-01-01", S.OBSERVER),
        member(old, league, "1980-01-01", "1990-01-01", S.OBSERVER),
        member(old, league, "1990-01-01", "2000-06-01"),
        member(new, league, "2000-06-01", "2005-01-01"),
        member(new, union, "2005-01-01"),
        member(part, union, "2006-01-01"),
        treaty,
        [signed, consent, succeeds],
        PartyTo(start=old, end=treaty[0], spell="treaty.OLD", rule="test", valid=Period("1985-01-01", "2000-06-01")),
        PartyTo(start=new, end=treaty[0], spell="treaty.NEW", rule="test", valid=Period("2000-06-01")),
        owes(part, old, "defense", valid=Period("1992-01-01", "2000-06-01")),
        owes(part, new, "defense", valid=Period("2000-06-01", "2003-01-01")),
        # Rivals are told from the key that sorts first: it is another one before and after.
        RivalOf(start=old, end=part, spell="rival.1", valid=Period("1990-01-01", "2000-06-01")),
        RivalOf(start=new, end=part, spell="rival.2", valid=Period("2000-06-01")),
    )
    return empty_world


def test_membership_churn(made: World) -> None:
    def told(organization: str | None = None, **given: Any) -> list[tuple[str, int, list[str]]]:
        rows = made.analyses.membership_churn(organization, "1985-01-01", "2010-12-31", **given)
        return [(row.org, row.year, row.names) for row in rows]

    ended = ("league", 2005, ["dissolved 2005-01-01"])
    begun = [
        ("union", 2005, ["joined NEW 2005-01-01", "joined OTHER 2005-01-01"]),
        ("union", 2006, ["joined PART 2006-01-01"]),
    ]
    assert told() == [("league", 1990, ["joined OLD 1990-01-01"]), ended, *begun]
    apart = ("league", 2000, ["joined NEW 2000-06-01", "left OLD 2000-06-01"])
    assert told(continuity=False) == [("league", 1990, ["joined OLD 1990-01-01"]), apart, ended, *begun]
    line = [("union", 1990, ["joined OLD 1990-01-01"]), ("union", 2006, ["joined PART 2006-01-01"])]
    assert told(lineage=True) == line
    assert told("union", lineage=True) == told("league", lineage=True) == line
    assert told("union", lineage=False) == begun


def test_portfolio_over_time(made: World) -> None:
    def told(state: str, **given: Any) -> list[tuple[int, int, int, list[str], float | None]]:
        rows = made.analyses.portfolio_over_time(state, "1998-01-01", "2006-12-31", **given)
        return [(row.year, row.n_orgs, row.n_pacts, row.partners, row.turnover) for row in rows]

    whole = told("NEW")
    assert [(year, orgs, pacts) for year, orgs, pacts, _, _ in whole] == [(year, 1, 1) for year in range(1998, 2007)]
    assert [turnover for *_, turnover in whole] == [None, 0, 0, 0, 0, 0, 0, 1, 0]
    assert [partners for *_, partners, _ in whole[3:6]] == [["OTHER", "PART"], ["OTHER", "PART"], ["OTHER"]]
    assert told("OLD") == told("EARLY") == whole
    assert [turnover for *_, turnover in told("NEW", lineage=True)] == [None] + [0] * 8
    assert [orgs for _, orgs, *_ in told("NEW", continuity=False)] == [0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert [orgs for _, orgs, *_ in told("OLD", continuity=False)] == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    # A partner that goes on under another name is the same partner.
    assert {tuple(partners) for year, _, _, partners, _ in told("PART") if year < 2003} == {("NEW",)}
    notes = made.analyses.portfolio_over_time("NEW", "1998-01-01", "2006-12-31").about.notes
    assert {"a state that continues another is one with it", "EARLY and OLD and NEW are one state"} <= {*notes}


def test_snapshot_diff(made: World) -> None:
    def told(**given: Any) -> set[tuple[str, str, str, str]]:
        rows = made.analyses.snapshot_diff(None, *WINDOW, **given)
        return {(row.change, row.kind, row.from_key, row.to_key) for row in rows}

    union = {("began", "MEMBER_OF", key, "union") for key in ("NEW", "OTHER", "PART")}
    league = {("ended", "MEMBER_OF", key, "league") for key in ("OLD", "OTHER")}
    assert told(kinds=["MEMBER_OF"]) == union | league
    assert told(kinds=["MEMBER_OF"], lineage=True) == {("began", "MEMBER_OF", "PART", "union")}
    assert told(kinds=["RIVAL_OF", "PARTY_TO"]) == set()
    assert told(kinds=["RIVAL_OF", "PARTY_TO"], continuity=False) == {
        ("ended", "RIVAL_OF", "OLD", "PART"),
        ("began", "RIVAL_OF", "NEW", "PART"),
        ("ended", "PARTY_TO", "OLD", "treaty"),
        ("began", "PARTY_TO", "NEW", "treaty"),
    }
    mine = {each for each in union | league if each[2] in {"OLD", "NEW"}}
    assert told(state="OLD") == told(state="NEW") == mine
    ours = made.analyses.snapshot_diff("union", *WINDOW, "OLD", lineage=True)
    assert list(ours) == []


def test_accession(made: World) -> None:
    paths = {row.state: row for row in made.analyses.accession_pathway("league", as_of="2003-01-01")}
    assert paths.keys() == {"NEW", "OTHER"}
    assert paths["NEW"].path == ["observer 1970-01-01", "member 1990-01-01"]
    assert paths["NEW"].days_to_full == (date(1990, 1, 1) - date(1970, 1, 1)).days
    assert paths["NEW"] == made.analyses.accession_pathway("league", "EARLY", "2003-01-01")[0]
    apart = {
        row.state: row.path for row in made.analyses.accession_pathway("league", as_of="2003-01-01", continuity=False)
    }
    assert apart["EARLY"] == ["observer 1970-01-01", "out 1980-01-01"]
    assert apart["NEW"] == ["member 2000-06-01"]
    (line,) = made.analyses.accession_pathway("union", "NEW", "2010-01-01", lineage=True)
    assert (line.org, line.path) == ("union", paths["NEW"].path)
    rows = made.analyses.accession_survival(["league"], as_of="2003-01-01")
    assert [(row.days, row.states) for row in rows] == [(7305, ["league NEW"])]
    rows = made.analyses.accession_survival(["league"], as_of="2003-01-01", continuity=False)
    assert [(row.days, row.censored, row.states) for row in rows] == [(3652, 1, []), (3653, 0, ["league OLD"])]
    rows = made.analyses.accession_survival(["union"], as_of="2010-01-01", lineage=True)
    assert [(row.days, row.states) for row in rows] == [(7305, ["union NEW"])]


def test_treaty_lifecycle(made: World) -> None:
    rows = {row.state: row for row in made.analyses.treaty_lifecycle("treaty", as_of="2010-01-01")}
    assert rows.keys() == {"NEW", "OTHER"}
    new = rows["NEW"]
    assert (new.signed, new.ratified, new.lag_days, new.in_force, new.status, new.certain) == (
        "1984-01-01",
        "1984-01-31",
        30,
        "1985-01-01",
        "in_force",
        True,
    )
    assert made.analyses.treaty_lifecycle("treaty", "OLD", "2010-01-01")[0] == new
    apart = {row.state: row for row in made.analyses.treaty_lifecycle("treaty", as_of="2010-01-01", continuity=False)}
    assert (apart["OLD"].status, apart["NEW"].consent) == ("ended", "succession")


def test_the_curated_world_goes_on(world: World) -> None:
    """Russia continues the Soviet Union in the United Nations; Yugoslavia is continued by nobody; the CSTO follows its treaty."""
    days = "1991-12-01", "1992-12-31"

    def un(state: str, *, continuity: bool = True) -> list[tuple[str, str]]:
        rows = world.analyses.snapshot_diff(None, *days, state, ["IN_SYSTEM"], continuity=continuity)
        return sorted((row.change, row.from_key) for row in rows if row.to_key == "un")

    assert un("RUS") == un("SUN") == []
    assert un("RUS", continuity=False) == [("began", "RUS")]
    assert un("SUN", continuity=False) == [("ended", "SUN")]
    assert un("YUG") == un("YUG", continuity=False)
    by_line = {row.year: row.names for row in world.analyses.membership_churn("csto", until="2010-01-01", lineage=True)}
    assert 2002 not in by_line
    assert by_line[1999] == ["left AZE 1999-04-02", "left GEO 1999-04-02", "left UZB 1999-04-02"]
    assert by_line[2006] == ["rejoined UZB 2006-06-23"]
    alone = {row.year: row.joined for row in world.analyses.membership_churn("csto", until="2010-01-01")}
    assert alone == {2002: 6, 2006: 1}


def test_one_wording() -> None:
    """Every analysis with these parameters says the same of them, and finds lines by the same words."""
    those = [header(name) for name in names() if any(each.name == "continuity" for each in header(name).parameters)]
    assert {*NAMES, "treaty_lifecycle"} <= {each.name for each in those}
    said = {tuple(each for each in one.parameters if each.name in {"continuity", "lineage"}) for one in those}
    assert len(said) == 1
    assert [(each.name, each.default) for each in next(iter(said))] == [("continuity", True), ("lineage", False)]
    found = {one.cypher[one.cypher.index("// Lines") : one.cypher.index("AS lines")] for one in those}
    assert len(found) == 1
