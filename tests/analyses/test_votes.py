"""Agreement in votes: by hand, against direct formulas, and session 74 of the General Assembly."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from graphmodel import Period, World, ref
from graphmodel.analyses.quadratic import mrqap
from graphmodel.analyses.rollcalls import agreement
from graphmodel.domain import MemberOf, Organization, RollCall, Source, State, SucceededBy, Voted
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind, SuccessionKind
from graphmodel.errors import MissingData, QueryError

np = import_module("numpy")

DATASETS = Path(__file__).parents[2].parent / "shared" / "datasets"
SAID = {"yes": "y", "abstain": "a", "no": "n"}
VOTES = {  # by state, a letter a roll call; - was absent
    1: {"AAA": "yyyn", "BBB": "yaan", "CCC": "nn-y", "DDD": "---y"},
    2: {"AAA": "yy", "BBB": "yy", "CCC": "ya"},
}


@pytest.fixture
def assembly(empty_world: World) -> World:
    """Two sessions; A and B share two organizations in the first, A and C one; one ends before the second session does."""
    source = Source(key="unga_votes", title="Votes", publisher="Dataverse")
    states = {key: State(key=key, name=f"Land {key[0]}") for key in ("AAA", "BBB", "CCC", "DDD")}
    words = {letter: word for word, letter in SAID.items()}
    calls: dict[tuple[int, int], RollCall] = {}
    for session, months in ((1, ("2001-09", "2001-10", "2001-11", "2001-12-20")), (2, ("2002-09-01", "2002-12-24"))):
        for i, day in enumerate(months):
            made = {"key": f"u.{session}.{i}", "name": "A question", "session": session, "date": day}
            calls[session, i] = RollCall.model_validate({**made, "important": i == 0, "dataset": "unga_votes"})
    votes = [
        Voted.model_validate(
            {"start": states[key], "end": calls[session, i], "vote": words[letter], "dataset": "unga_votes"}
        )
        for session, by_state in VOTES.items()
        for key, letters in by_state.items()
        for i, letter in enumerate(letters)
        if letter != "-"
    ]
    kind, member = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION, MembershipStatus.MEMBER
    spells = {"one": ("AAA", "BBB", Period("2000-01-01")), "two": ("AAA", "BBB", Period("2000-01-01", "2002-12-24"))}
    spells["three"] = ("AAA", "CCC", Period("2001", "2009-01-01"))
    made_of: list[Any] = []
    for org, (*members, valid) in spells.items():
        end = Organization(key=org, name=org, kind=kind)
        made_of.append(end)
        made_of += [
            MemberOf(start=states[key], end=end, spell=f"{org}.{key}", status=member, valid=valid, full=valid)
            for key in members
        ]
    empty_world.merge(source, list(states.values()), list(calls.values()), votes, made_of)
    return empty_world


def test_agreement_by_hand(assembly: World) -> None:
    """A and B: y-y, y-a, y-a, n-n: two the same, two halves. A and C: y-n twice, n-y. D was there once."""
    rows = assembly.analyses.vote_alignment(session=1)
    assert [
        (r.a, r.b, r.n, r.same, r.same_vote, r.lijphart, r.s_abs, r.s_sq, r.shared_orgs, r.certain) for r in rows
    ] == [
        ("CCC", "DDD", 1, 1, 1.0, 1.0, 1.0, 1.0, None, False),  # of DDD no membership is known
        ("AAA", "BBB", 4, 2, 0.5, 0.75, 0.5, 0.75, 2, True),
        ("AAA", "CCC", 3, 0, 0.0, 0.0, -1.0, -1.0, 1, False),  # three began some day in 2001
        ("BBB", "CCC", 3, 0, 0.0, pytest.approx(1 / 6), pytest.approx(-2 / 3), pytest.approx(-1 / 2), 0, True),
        ("AAA", "DDD", 1, 0, 0.0, 0.0, -1.0, -1.0, None, False),
        ("BBB", "DDD", 1, 0, 0.0, 0.0, -1.0, -1.0, None, False),
    ]
    assert "session 1: 4 roll calls, 4 states that voted" in str(rows.about)
    assert [source.key for source in rows.citations()] == ["unga_votes"]


def test_the_last_session_unless_asked_and_memberships_of_its_last_day(assembly: World) -> None:
    """Organization two ended on the day of the last vote: half-open, so it is not shared then."""
    rows = assembly.analyses.vote_alignment("Land A")
    assert [(r.a, r.b, r.session, r.n, r.shared_orgs) for r in rows] == [
        ("AAA", "BBB", 2, 2, 1),
        ("AAA", "CCC", 2, 2, 1),
    ]
    continues = SucceededBy(start=ref(State, "AAA"), end=ref(State, "NEW"), how=SuccessionKind.CONTINUES)
    assembly.merge(State(key="NEW", name="Land New"), continues)
    nobody = assembly.analyses.vote_alignment("NEW", session=1)
    assert len(nobody) == 0
    assert "in the place of NEW voted AAA" in nobody.about.notes
    both = assembly.analyses.vote_alignment("CCC", "AAA", 1, 2)
    assert [(r.a, r.b, r.session, r.lijphart) for r in both] == [("CCC", "AAA", 1, 0.0), ("CCC", "AAA", 2, 0.75)]
    sure = assembly.analyses.vote_alignment("AAA", "CCC", 1, certain=True)
    assert (sure[0].shared_orgs, sure[0].certain) == (0, True)
    assert assembly.analyses.vote_alignment("AAA", "BBB", 1, max_size=1)[0].shared_orgs is None


def test_important_votes_only(assembly: World) -> None:
    assert [(r.b, r.n) for r in assembly.analyses.vote_alignment("AAA", session=1, important=True)] == [
        ("BBB", 1),
        ("CCC", 1),
    ]


def test_what_cannot_be_asked(assembly: World) -> None:
    with pytest.raises(QueryError, match="give state too"):
        assembly.analyses.vote_alignment(other="AAA")
    with pytest.raises(QueryError, match="give session, the first of them"):
        assembly.analyses.vote_alignment(to_session=2)
    with pytest.raises(QueryError, match="to_session=1 is before session=2"):
        assembly.analyses.vote_alignment(session=2, to_session=1)
    with pytest.raises(QueryError, match="ties is none of"):
        assembly.analyses.vote_correlation(ties="trade")
    with pytest.raises(QueryError, match="nothing to explain"):
        assembly.analyses.vote_correlation(2, "same_vote", important=True)  # all voted yes


def test_no_votes_are_missing_data(world: World) -> None:
    for ask in (world.analyses.vote_alignment, world.analyses.vote_correlation):
        with pytest.raises(MissingData, match=r"no votes.*graphmodel import unga_votes"):
            ask()


def test_correlation_by_hand(assembly: World) -> None:
    """A, B and C voted in more than half of session 1; agreement AB .5, AC 0, BC 0; shared AB 2, AC 1, BC 0."""
    rows = assembly.analyses.vote_correlation(1, permutations=50)
    (row,) = rows
    assert (row.tie, row.session, row.states, row.pairs) == ("shared_orgs", 1, 3, 3)
    y, x = [0.5, 0, 0], [2, 1, 0]
    slope, base = np.polyfit(x, y, 1)
    assert row.coefficient == pytest.approx(slope)
    assert row.correlation == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert row.r_squared == pytest.approx(row.correlation**2)
    rest = np.array(y) - slope * np.array(x) - base
    assert row.t == pytest.approx(slope / np.sqrt(rest @ rest / 1 / np.var(x) / 3))
    assert "1 others left out" in str(rows.about)
    again = assembly.analyses.vote_correlation(1, permutations=50)
    assert again.to_dicts() == rows.to_dicts()
    assert assembly.analyses.vote_correlation(1, "lijphart")[0].coefficient == pytest.approx(
        np.polyfit(x, [0.75, 0, 1 / 6], 1)[0]
    )


@pytest.mark.parametrize("name", ["vote_alignment", "vote_correlation"])
def test_the_text_runs_as_it_stands(assembly: World, name: str) -> None:
    header = getattr(assembly.analyses, name).header
    example = header.example.replace("74", "1").replace("'RUS'", "null")
    parameters = assembly.records(f"RETURN {example} AS parameters", reads=True)[0]["parameters"]
    rows = assembly.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert {row["kind"] for row in rows} == {"yes", "abstain", "no", "organization"}


# --- laws -------------------------------------------------------------------------------------------------------------


def test_agreement_is_the_mean_over_common_roll_calls() -> None:
    random = np.random.default_rng(3)
    codes = random.choice([0.0, 0.5, 1.0, np.nan], size=(7, 30))
    found = agreement(*((codes == code).astype(float) for code in (0.0, 0.5, 1.0)))
    for i, j in combinations(range(7), 2):
        apart = np.abs(codes[i] - codes[j])
        apart = apart[~np.isnan(apart)]
        assert found.n[i, j] == len(apart)
        assert found.same_vote[i, j] == pytest.approx(np.mean(apart == 0))
        assert found.lijphart[i, j] == pytest.approx(np.mean(1 - apart))
        assert found.s_abs[i, j] == pytest.approx(1 - 2 * np.mean(apart))
        assert found.s_sq[i, j] == pytest.approx(1 - 2 * np.mean(apart**2))


def _symmetric(random: Any, n: int) -> Any:
    made = np.triu(random.normal(size=(n, n)), 1)
    return made + made.T


def test_the_share_of_permutations_is_that_of_all_permutations() -> None:
    """One matrix of 5 things: all 120 permutations can be tried."""
    random = np.random.default_rng(5)
    x, noise = _symmetric(random, 5), _symmetric(random, 5)
    y, upper = x + noise, np.triu_indices(5, 1)

    def correlation(order: tuple[int, ...]) -> float:
        return abs(float(np.corrcoef(x[np.ix_(order, order)][upper], y[upper])[0, 1]))

    exact = np.mean([correlation(order) >= correlation((0, 1, 2, 3, 4)) - 1e-9 for order in permutations(range(5))])
    (term,) = mrqap(y, {"x": x}, permutations=3000, seed=1)
    assert term.p == pytest.approx(exact, abs=0.03)
    assert term.correlation == pytest.approx(np.corrcoef(x[upper], y[upper])[0, 1])


def test_several_matrices_are_held_against_least_squares() -> None:
    random = np.random.default_rng(6)
    xs = {"a": _symmetric(random, 30), "b": _symmetric(random, 30)}
    xs["b"] += 0.5 * xs["a"]  # not independent of it
    y, upper = 2 * xs["a"] + 3 + _symmetric(random, 30), np.triu_indices(30, 1)
    columns = np.column_stack([np.ones(435), *(x[upper] for x in xs.values())])
    solved, squares, *_ = np.linalg.lstsq(columns, y[upper], rcond=None)
    errors = np.sqrt(squares[0] / (435 - 3) * np.diag(np.linalg.inv(columns.T @ columns)))
    terms = mrqap(y, xs, permutations=199, seed=2)
    assert [term.coefficient for term in terms] == pytest.approx(solved[1:])
    assert [term.t for term in terms] == pytest.approx(solved[1:] / errors[1:])
    assert terms[0].p == pytest.approx(1 / 200)
    assert terms[1].p > 0.02
    with pytest.raises(QueryError, match="follows from the others"):
        mrqap(y, {**xs, "c": xs["a"] - xs["b"]}, permutations=10, seed=1)


def test_session_74_of_the_general_assembly() -> None:
    if not DATASETS.is_dir():
        pytest.skip("the data sets are not here: they are not ours to ship")
    import polars as pl

    calls = pl.read_parquet(DATASETS / "unga" / "un_roll_calls.parquet").filter(pl.col("session") == 74)
    votes = pl.read_parquet(DATASETS / "unga" / "un_votes.parquet").join(calls.select("rcid"), on="rcid")
    states = sorted(votes["country_code"].drop_nulls().unique())
    table = {word: np.zeros((len(states), len(calls))) for word in SAID}
    column = {rcid: j for j, rcid in enumerate(calls["rcid"])}
    for rcid, code, vote in votes.select("rcid", "country_code", "vote").iter_rows():
        if code is not None:
            table[vote][states.index(code), column[rcid]] = 1.0
    found, russia = agreement(table["yes"], table["abstain"], table["no"]), states.index("RU")

    def with_russia(code: str) -> tuple[float, int, float]:
        i = states.index(code)
        return (
            round(100 * float(found.same_vote[russia, i]), 1),
            int(found.n[russia, i]),
            round(100 * float(found.lijphart[russia, i]), 1),
        )

    assert with_russia("IR") == (69.0, 84, 78.6)
    assert with_russia("CN") == (79.3, 87, 87.4)
    assert with_russia("US") == (20.7, 87, 28.7)
    assert found.same[russia, states.index("IR")] == 58
