"""What can be done with every analysis beside calling it: bounds, explain, robustness, replicate."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import graphmodel
from graphmodel import World
from graphmodel.analyses import ANALYSES, Bound
from graphmodel.analyses.choices import alternatives
from graphmodel.analyses.comparing import key_of
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.domain.fingerprints import fingerprint
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.model import Period

OWN = Path(__file__).parent / "own" / "spells.cypher"
HOLDERS = OWN.with_name("holders.cypher")
DAY = "2024-07-04"


def printed(what: object, width: int = 100) -> str:
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(what)
    return console.export_text()


@pytest.fixture
def imprecise(empty_world: World) -> World:
    """Two organizations. `club`: A certainly, B perhaps, as it joined some day in 2010. `late`: C perhaps."""
    a, b, c = states = [State(key=key * 3, name=f"Land {key}") for key in "ABC"]
    club, late = organizations = [
        Organization(key=key, name=key.title(), kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
        for key in ("club", "late")
    ]

    def member(state: State, org: Organization, valid: Period) -> MemberOf:
        return MemberOf(
            start=state,
            end=org,
            spell=f"{org.key}.{state.key}",
            status=MembershipStatus.MEMBER,
            valid=valid,
            full=valid,
            evidence=[],
        )

    ties = [member(a, club, Period("2000-01-01")), member(b, club, Period("2010")), member(c, late, Period("2010"))]
    empty_world.merge(*states, *organizations, *ties)
    return empty_world


# --- bounds ------------------------------------------------------------------------------------------------------------


def test_bounds_by_hand(imprecise: World) -> None:
    bounds: Any = imprecise.analyses.register(OWN).bounds(as_of="2010-06-01")
    assert bounds.to_dicts() == [
        # Two members possibly, one certainly; per letter falls as members rise, and is no bound.
        {
            "org": "club",
            "certain": False,  # there in both, and not with the same figures
            "members_low": 1,
            "members_high": 2,
            "per_letter_low": 5.0,
            "per_letter_high": 10.0,
        },
        # Whether there is a row at all is not certain: nobody is certainly a member, and what is per nobody nobody knows.
        {
            "org": "late",
            "certain": False,
            "members_low": 0,
            "members_high": 1,
            "per_letter_low": None,
            "per_letter_high": 10.0,
        },
    ]
    assert bounds.monotone == ["members"]
    assert "they bound members; per_letter can rise or fall" in bounds.caption
    assert [row.org for row in bounds.least] == ["club"]
    assert [row.org for row in bounds.most] == ["club", "late"]


def test_bounds_meet_where_everything_is_certain(imprecise: World) -> None:
    for day in ("2009-12-31", "2011-01-01"):
        for row in imprecise.analyses.register(OWN).bounds(as_of=day).to_dicts():
            assert row["certain"]
            assert row["members_low"] == row["members_high"]
    # A day earlier or later it is the other way: the year 2010 is when nobody knows.
    first, last = (imprecise.analyses.register(OWN).bounds("club", as_of=day) for day in ("2010-01-01", "2010-12-30"))
    assert first.to_dicts() == last.to_dicts()
    assert first.to_dicts()[0]["members_low"] < first.to_dicts()[0]["members_high"]


def test_what_is_no_bound_with_a_parameter_is_not_called_one(imprecise: World) -> None:
    bounds = imprecise.analyses.register(OWN).bounds(as_of="2010-06-01", least=2)
    assert bounds.monotone == []
    assert "they bound" not in bounds.caption
    assert [(row["org"], row["members_low"]) for row in bounds.to_dicts()] == [("club", None)]


def test_low_is_never_above_high_and_the_answers_lie_within(world: World) -> None:
    mine = world.analyses.register(OWN)
    for day in ("1995-06-01", "2014-12-31", DAY):
        bounds = mine.bounds(as_of=day)
        low = {row["org"]: row for row in bounds.least.to_dicts()}
        for row in bounds.to_dicts():
            assert row["members_low"] <= row["members_high"]
            assert row["members_low"] == low.get(row["org"], {"members": 0})["members"]


@pytest.mark.engine("embedded")
def test_bounds_refuse_what_they_cannot_do(world: World, tmp_path: Path) -> None:
    mine = world.analyses.register(OWN)
    with pytest.raises(QueryError, match="leave it out"):
        mine.bounds(as_of=DAY, certain=True)
    text = OWN.read_text("utf-8").replace("certain", "sure")
    (tmp_path / "unsure.cypher").write_text(text, "utf-8")
    with pytest.raises(QueryError, match="unsure has no parameter certain"):
        world.analyses.register(tmp_path / "unsure.cypher").bounds()
    with pytest.raises(UnknownName):
        mine.bounds("no such organization")


@pytest.mark.engine("embedded")
def test_rows_that_cannot_be_told_apart_are_said(world: World) -> None:
    asked = world.analyses.co_membership.header
    rows = world.analyses.co_membership("IRN", as_of=DAY).to_dicts()
    assert key_of(asked, [rows]) == ("state_a", "state_b")
    with pytest.raises(QueryError, match="cannot be told apart"):
        key_of(asked, [[*rows, rows[0]]])
    twice = [rows[0], {**rows[0], "shared": 99}]
    assert key_of(asked, [twice]) == ("state_a", "state_b", "shared")


# --- explain -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [False, True])
def test_explain_has_cypher_parameters_and_plan(world: World, profile: bool) -> None:
    told = world.analyses.obligation_profile.explain("Russia", as_of=DAY, profile=profile)
    assert told.analysis == "obligation_profile"
    assert told.cypher.strip().startswith("MATCH (a:State {key: $a})")
    assert (told.parameters["a"], told.parameters["b"], str(told.parameters["as_of"])) == ("RUS", None, DAY)
    assert len(told.steps) > 5
    assert any("PARTY_TO" in each.details for each in told.steps)
    rows = [each.rows for each in told.steps if each.rows is not None]
    assert (max(rows, default=0) > 0) == profile
    for text in (str(told), printed(told), told._repr_html_()):  # pyright: ignore[reportPrivateUsage]
        assert "RUS" in text
        assert "PARTY_TO" in text
        assert ("as it ran" in text) == profile
    assert max(map(len, printed(told, 72).splitlines())) <= 72


@pytest.mark.parametrize("name", ANALYSES)
def test_every_analysis_can_be_explained(world: World, name: str) -> None:
    analysis: Bound[..., Any] = getattr(world.analyses, name)
    states = iter(("RUS", "IRN", "CHN"))
    kinds = {"state": lambda: next(states), "organization": lambda: "sco", "pact": lambda: world.all(_pact())[0]}
    kinds["date"] = lambda: DAY
    needed: dict[str, Any] = {
        each.name: kinds[each.type]() for each in analysis.header.parameters if each.required and each.type in kinds
    }
    if len(needed) < sum(each.required for each in analysis.header.parameters):
        pytest.skip("needs what only its own tests know")
    told = analysis.explain(**needed)
    assert told.steps
    assert told.parameters.keys() == {each.name for each in analysis.header.parameters}


def _pact() -> Any:
    from graphmodel.domain import Pact
    from graphmodel.query import select

    return select(Pact.key).order_by(Pact.key).limit(1)


@pytest.mark.engine("embedded")
def test_explain_takes_what_a_call_takes(world: World) -> None:
    with pytest.raises(TypeError, match="stat"):
        world.analyses.co_membership.explain(stat="IRN")
    with pytest.raises(UnknownName):
        world.analyses.co_membership.explain("Atlantis")


@pytest.mark.engine("embedded")
def test_what_is_mistyped_is_answered_with_what_comes_near(world: World) -> None:
    with pytest.raises(AttributeError, match=r"There is no analysis 'comembership'. Did you mean co_membership\?"):
        getattr(world.analyses, "comembership")  # noqa: B009  (as a user would, past the checker)
    assert not hasattr(world.analyses, "xyzzy")
    analysis = world.analyses.co_membership
    calls: list[Callable[..., Any]] = [analysis, analysis.bounds, analysis.explain]
    for call in calls:
        with pytest.raises(TypeError, match=r"co_membership has no parameter 'asof'. Did you mean as_of\?"):
            call("Iran", asof="2024-07-04")
    with pytest.raises(TypeError, match="has no parameter 'asof'"):
        analysis.robustness("Iran", over=["certain"], asof="2024-07-04")


# --- robustness --------------------------------------------------------------------------------------------------------


def test_robustness_is_every_answer_in_one_table(world: World) -> None:
    analysis = world.analyses.co_membership
    choices = {"statuses": [None, ["observer", "member"]], "max_size": [None, 10]}
    table: Any = analysis.robustness("IRN", as_of=DAY, over=choices)
    label = {"full members by each organization's own scheme": None, "observer, member": ["observer", "member"]}
    expected = {
        (statuses, size): {
            row.state_b: row for row in analysis("IRN", as_of=DAY, statuses=label[statuses], max_size=size)
        }
        for statuses in label
        for size in (None, 10)
    }
    others = {other for rows in expected.values() for other in rows}
    assert len(table) == 4 * len(others)
    for row in table:
        found = expected[row.statuses, None if row.max_size == "organizations of any size" else 10].get(row.state_b)
        assert (row.shared, row.jaccard) == ((None, None) if found is None else (found.shared, found.jaccard))
    assert len(table.results) == 4


def test_the_summary_says_what_moves(world: World) -> None:
    table = world.analyses.co_membership.robustness(
        "IRN", "RUS", over={"as_of": ["2020-01-01", DAY], "max_size": [None]}
    )
    moves = {row.measure: row for row in table.summary}
    before, after = (world.analyses.co_membership("IRN", "RUS", day)[0] for day in ("2020-01-01", DAY))
    assert before.shared < after.shared
    assert (moves["shared"].low, moves["shared"].high, moves["shared"].moves) == (before.shared, after.shared, True)
    assert (moves["shared"].answers, moves["shared"].of, moves["shared"].row) == (2, 2, "IRN, RUS")
    assert table.caption == "2 answers; 1 of 1 rows move. As of 2020-01-01, 2024-07-04."
    still = world.analyses.co_membership.robustness("IRN", "RUS", over={"as_of": [DAY, "2024-07-05"]}).summary
    assert not any(row.moves for row in still)


def test_policies_move_it_and_leave_nothing(world: World) -> None:
    mine, day = world.analyses.register(OWN), "2025-06-01"
    before: Any = mine("brics", day)
    table: Any = mine.robustness("brics", as_of=day, over={"policy": ["latest"], "certain": [False]})
    assert [(row.policy, row.certain) for row in table] == [("latest", "no")]
    # To the latest source Saudi Arabia is a member; the official ones call it invited.
    assert {*table.results[0][0].states} - {*before[0].states} == {"SAU"}
    assert table[0].members == before[0].members + 1
    assert list(mine("brics", day)) == list(before)


@pytest.mark.engine("embedded")
def test_concepts_move_it(world: World) -> None:
    whole = fingerprint(world)
    # The president of Algeria was elected on the 12th and took office on the 19th.
    mine = world.analyses.register(HOLDERS)
    table: Any = mine.robustness("DZA", as_of="2019-12-15", over={"concept": [None, "election"]})
    default, election = table
    assert (default.concept, election.concept) == ("default", "election")
    assert election.holders == default.holders + 1
    assert fingerprint(world) == whole


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({}, "over names what to vary"),
        ({"coding": ["valued"]}, "no parameter 'coding': it can vary state, other, as_of"),
        ({"max_size": []}, "max_size has no choices"),
        ({"state": ["RUS"]}, "state is given and also varied"),
        ({"max_size": [3, 3]}, "the same choice twice"),
        ({"max_size": [*range(1, 70)]}, "69 combinations; at_most=64"),
        ({"policy": ["no such"]}, "no such"),
    ],
)
@pytest.mark.engine("embedded")
def test_axes_that_mean_nothing_are_refused(world: World, over: dict[str, Any], said: str) -> None:
    with pytest.raises((QueryError, UnknownName), match=said):
        world.analyses.co_membership.robustness("IRN", over=over)


@pytest.mark.engine("embedded")
def test_axes_alone_have_their_documented_alternatives(world: World) -> None:
    table: Any = world.analyses.co_membership.robustness("RUS", "CHN", as_of="2005-07-01", over=["statuses", "certain"])
    assert [(row.statuses[:12], row.certain) for row in table] == [
        ("full members", "no"),
        ("full members", "yes"),
        ("member, part", "no"),
        ("member, part", "yes"),
    ]
    every = world.analyses.co_membership("RUS", "CHN", as_of="2005-07-01", statuses=list(MembershipStatus))
    assert table[2].shared == every[0].shared >= table[0].shared
    datasets: Any = world.analyses.co_membership.robustness("RUS", "CHN", as_of="2005-07-01", over=["datasets"])
    assert [row.datasets for row in datasets] == ["facts of every data set", "curated"]
    similar: Any = world.analyses.alliance_similarity_s.robustness(
        "RUS", "CHN", as_of="2014-12-31", over=["coding", "system"]
    )
    assert {row.coding for row in similar} == {"valued", "binary"}
    assert [row.system for row in similar][:3] == ["states of the Correlates of War list", "gw", "un"]


@pytest.mark.engine("embedded")
def test_policies_and_concepts_have_alternatives_too(world: World) -> None:
    mine = world.analyses.register(OWN)
    assert alternatives(world, mine.header, "policy") == ["official_first", "latest", "majority", "earliest"]
    concepts = alternatives(world, mine.header, "concept")
    assert concepts[0] == "legal_effect"
    assert "election" in concepts
    table: Any = mine.robustness("brics", as_of="2025-06-01", over=["policy"])
    assert [row.policy for row in table] == ["official_first", "latest", "majority", "earliest"]
    assert table[1].members == table[0].members + 1


@pytest.mark.engine("embedded")
@pytest.mark.parametrize(
    ("over", "said"),
    [
        (["max_size"], "has no alternatives of its own: name them"),
        (["coding"], "no parameter 'coding': it can vary state"),
        ({"statuses": "member"}, "in a list"),
        ([], "over names what to vary"),
    ],
)
def test_axes_that_have_no_alternatives_are_refused(world: World, over: Any, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        world.analyses.co_membership.robustness("IRN", over=over)


# --- replicate ---------------------------------------------------------------------------------------------------------


def _rebuilt(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # Where graphmodel is installed is not the question here: it is the one of these tests.
    environment = {**os.environ, "PYTHONPATH": str(Path(graphmodel.__file__).parents[1])}
    command = [sys.executable, folder / "rebuild.py", *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_table_is_rebuilt_elsewhere(world: World, tmp_path: Path) -> None:
    result = world.analyses.co_membership("Iran", as_of=DAY, statuses=["observer", "member"], max_size=20)
    folder = result.replicate(tmp_path / "table")
    assert {each.name for each in folder.iterdir()} == {
        "README.md", "co_membership.cypher", "manifest.json", "rebuild.py", "rows.csv", "sources.bib",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    given = {"state": "IRN", "other": None, "as_of": DAY, "statuses": ["observer", "member"], "max_size": 20}
    assert {name: manifest["parameters"][name] for name in given} == given
    assert manifest["policy"] == {"policy": "official_first", "concept": "legal_effect"}
    assert {"State", "Organization", "MEMBER_OF"} <= manifest["data"].keys()
    assert (folder / "rows.csv").read_text("utf-8") == result.to_csv()
    assert (folder / "sources.bib").read_text("utf-8") == result.citations().bibtex()
    ran = _rebuilt(folder)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"The same {len(result)} rows.\n", "")
    assert (folder / "rebuilt.csv").read_text("utf-8") == result.to_csv()


@pytest.mark.engine("embedded")
def test_one_of_ones_own_is_rebuilt_on_a_graph_of_ones_own_and_differences_are_said(tmp_path: Path) -> None:
    graph = tmp_path / "mine.graph"
    states = [State(key=key * 3, name=f"Land {key}") for key in "AB"]
    club = Organization(key="club", name="Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)

    def member(state: State) -> MemberOf:
        since = Period("2000-01-01")
        return MemberOf(
            start=state, end=club, spell=state.key, status=MembershipStatus.MEMBER, valid=since, full=since, evidence=[]
        )

    with World.connect(graph) as world:
        world.merge(*states, club, member(states[0]))
        folder = world.analyses.register(OWN)(as_of=DAY).replicate(tmp_path / "table")
    same = _rebuilt(folder, "--graph", str(graph))
    assert (same.returncode, same.stdout) == (0, "The same 1 rows.\n"), same.stderr
    with World.connect(graph) as world:
        world.merge(member(states[1]))
    other = _rebuilt(folder, "--graph", str(graph))
    assert other.returncode == 1
    assert "The data are others here: MEMBER_OF." in other.stdout
    assert "Not the same: 1 rows there, 1 here." in other.stdout
    assert "'club', '1'" in other.stdout
    assert "'club', '2'" in other.stdout


@pytest.mark.engine("embedded")
def test_other_tables_are_rebuilt_too(tmp_path: Path) -> None:
    graph = tmp_path / "mine.graph"
    with World.connect(graph) as world:
        world.load_seeds()
        member = world.analyses.co_membership
        tables = {
            "dyad": world.dyad("Russia", world.get(State, "IRN"), since="2020-01-01"),
            "panel": world.panel("dyad-year", start=2014, end=2014, columns=["shared_igos", "defense"], day="12-31"),
            "bounds": member.bounds("Gabon", as_of="1975-06-15"),
            "robustness": member.robustness("IRN", "RUS", as_of=DAY, over={"statuses": [None, ["observer"]]}),
        }
        folders = {name: table.replicate(tmp_path / name) for name, table in tables.items()}
    for name, table in tables.items():
        manifest = json.loads((folders[name] / "manifest.json").read_text("utf-8"))
        assert manifest["way"] == ("world" if name in ("dyad", "panel") else name)
        assert (folders[name] / "rows.csv").read_text("utf-8") == table.to_csv()
        assert "MEMBER_OF" in manifest["data"]
    for name, table in tables.items():
        ran = _rebuilt(folders[name], "--graph", str(graph))
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"The same {len(table)} rows.\n", "")
    with World.connect(graph) as world:
        world.run("MATCH (:State {key: 'IRN'})-[m:MEMBER_OF]->(:Organization {key: 'sco'}) DELETE m")
    other = _rebuilt(folders["dyad"], "--graph", str(graph))
    assert other.returncode == 1
    assert "The data are others here: MEMBER_OF." in other.stdout


@pytest.mark.engine("embedded")
def test_a_part_of_a_table_is_not_replicated(world: World, tmp_path: Path) -> None:
    table = world.analyses.co_membership("IRN", as_of=DAY)
    for part in (table.head(2), table.select("state_a", "state_b"), table.filter(lambda row: row.shared > 1)):
        with pytest.raises(QueryError, match="part of a table"):
            part.replicate(tmp_path / "part")
    with world.what_if() as w:
        w.join("AZE", "sco", since="2026-01-01")
        supposed = w.dyad("AZE", "RUS")
        with pytest.raises(QueryError, match="supposed world"):
            supposed.replicate(tmp_path / "supposed")


@pytest.mark.engine("embedded")
def test_the_policy_is_rebuilt_too(tmp_path: Path) -> None:
    with World.connect() as world:
        world.load_seeds()
        world.resolve("latest", concept="election")
        result = world.analyses.ego_portfolio("Iran", DAY)
        folder = result.replicate(tmp_path / "table")
    ran = _rebuilt(folder)
    assert (ran.returncode, ran.stdout) == (0, f"The same {len(result)} rows.\n"), ran.stderr


@pytest.mark.engine("embedded")
def test_a_folder_that_is_not_empty_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", "utf-8")
    result = world.analyses.obligation_profile("RUS", "PRK", DAY)
    with pytest.raises(QueryError, match="not empty"):
        result.replicate(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["kept.txt"]


# --- markdown ----------------------------------------------------------------------------------------------------------


@pytest.mark.engine("embedded")
def test_markdown_has_all_cells(world: World, tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    rows = world.analyses.co_membership("IRN", as_of=DAY)
    text = rows.to_markdown(tmp_path / "rows.md")
    assert (tmp_path / "rows.md").read_text("utf-8") == text
    tokens = MarkdownIt().enable("table").parse(text)
    cells = [token.content for token in tokens if token.type == "inline"]
    head = next(index for index, cell in enumerate(cells) if cell == "state_a")
    width = len(rows.columns)
    assert cells[head : head + width] == rows.columns
    first = cells[head + width : head + 2 * width]
    assert first[:3] == ["IRN", rows[0].state_b, str(rows[0].shared)]
    assert first[rows.columns.index("orgs")] == ", ".join(rows[0].orgs)
    assert len(cells) == head + width * (len(rows) + 1) + 1


@pytest.mark.engine("embedded")
def test_data_sets_alone_are_those_that_have_what_is_asked(imported: World) -> None:
    table: Any = imported.analyses.alliance_similarity_s.robustness(
        "RUS", "CHN", as_of="2012-05-05", over=["datasets", "coding"]
    )
    assert [(row.datasets, row.coding) for row in table] == [
        ("facts of every data set", "valued"),
        ("facts of every data set", "binary"),
        ("atop_5_1", "valued"),
        ("atop_5_1", "binary"),
    ]
    assert "Without cow_nmc" in table.caption
    assert table.recipe.parameters["over"] == ["datasets", "coding"]  # so that it can be made again
    with pytest.raises(MissingData, match="cow_nmc"):
        imported.analyses.alliance_similarity_s.robustness(
            "RUS", "CHN", as_of="2012-05-05", over={"datasets": [["cow_nmc"], ["atop_5_1"]]}
        )


@pytest.mark.engine("embedded")
def test_sources_are_those_of_the_ties_that_are_counted(imported: World) -> None:
    """The United States and Russia were rivals too in 2010."""
    similar = imported.analyses.alliance_similarity_s("USA", "RUS", as_of="2010-07-01")
    assert [source.key for source in similar.citations()] == ["atop_5_1"]


@pytest.mark.engine("embedded")
def test_paths_are_told_apart_by_where_they_lead(world: World) -> None:
    paths = world.analyses.institutional_path
    every = [", ".join(row.path) for row in paths("RUS", "IRN", "2024-07-04")]
    assert len(every) > 1
    bounds: Any = paths.bounds("RUS", "IRN", "2024-07-04")
    assert [row.path for row in bounds] == every
    moved: Any = paths.robustness("RUS", "IRN", "2024-07-04", over={"max_size": [None, 10]})
    assert {row.path for row in moved} == {*every}
