"""Brokers and structural holes: by hand, against networkx on the curated world, and on ATOP's defense pacts of 2018."""

from __future__ import annotations

import csv
from datetime import date
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graphmodel import CENSORED, Period, World, select
from graphmodel.analyses import betweenness
from graphmodel.analyses.networks import burt
from graphmodel.analyses.projections import Network, TieGroup, components, network_of
from graphmodel.domain import (
    CodeList,
    InSystem,
    Obligation,
    ObligedTo,
    Obliges,
    Pact,
    PartyTo,
    Source,
    State,
)
from graphmodel.domain.vocabularies import ObligationTerm, PactKind, PactScope
from graphmodel.errors import MissingData, QueryError

np = import_module("numpy")
nx = import_module("networkx")

DATASETS = Path(__file__).parents[2].parent / "shared" / "datasets"
DAY = "2005-06-01"
SINCE = Period("2000-01-01")


def _pact(key: str, term: ObligationTerm, parties: list[State], valid: Period = SINCE) -> list[Any]:
    made = Pact(key=key, name=key, kind=PactKind.DEFENSE_PACT, scope=PactScope.BILATERAL, valid=valid)
    duty = Obligation(key=f"{key}/{term}", term=term, valid=valid)
    spells = [PartyTo(start=each, end=made, spell=f"{key}.{each.key}", rule="test", valid=valid) for each in parties]
    return [made, duty, Obliges(start=made, end=duty), *spells]


@pytest.fixture
def chain(empty_world: World) -> World:
    """Defense: A - B - C -> D, and G, which is in no list, with A; D and E consult; F has nothing."""
    a, b, c, d, e, _, g = states = [State(key=key, name=f"Land {key}") for key in "ABCDEFG"]
    cow, atop = CodeList(key="cow", name="COW"), Source(key="atop_5_1", title="ATOP", publisher="Rice")
    term = ObligationTerm
    empty_world.merge(
        states,
        cow,
        atop,
        [InSystem(start=each, end=cow, spell=f"cow.{each.key}", valid=SINCE) for each in states if each is not g],
        _pact("ab", term.DEFENSE, [a, b], Period("2000-01-01", "2010-01-01")),
        _pact("bc", term.DEFENSE, [b, c], Period("2004", CENSORED("2014-12-31"))),
        _pact("ag", term.DEFENSE, [a, g]),
        _pact("de", term.CONSULTATION, [d, e]),
        ObligedTo(start=c, end=d, spell="1", terms=[term.DEFENSE], valid=SINCE, dataset="atop_5_1"),
    )
    return empty_world


def test_brokers_of_a_chain(chain: World) -> None:
    rows = chain.analyses.brokers_betweenness(DAY)
    assert [(r.state, r.rank, r.degree, r.pairs_cut, r.certain) for r in rows] == [
        ("B", 1, 2, 2, True),
        ("C", 1, 2, 2, True),
        ("A", 3, 1, 0, True),
        ("D", 3, 1, 0, True),
    ]
    assert [r.betweenness for r in rows] == pytest.approx([2 / 3, 2 / 3, 0, 0], abs=1e-12)
    notes = str(rows.about)
    assert "4 states with a tie, 3 ties, components of 4" in notes
    assert "2 of 6 in the list of states have no tie" in notes
    assert "left out, as they are not in the list of states: 1" in notes
    assert [source.key for source in rows.citations()] == ["atop_5_1"]


def test_directed_ties_lead_from_who_owes(chain: World) -> None:
    rows = chain.analyses.brokers_betweenness(DAY, directed=True)
    assert {r.state: r.betweenness for r in rows} == pytest.approx({"A": 0, "B": 3 / 6, "C": 2 / 6, "D": 0}, abs=1e-12)


def test_the_network_without_a_state(chain: World) -> None:
    rows = chain.analyses.brokers_betweenness(DAY, without="B")
    assert {r.state: r.change for r in rows} == pytest.approx({"A": 0, "B": None, "C": -2 / 3, "D": 0})
    with pytest.raises(QueryError, match="F has no tie"):
        chain.analyses.brokers_betweenness(DAY, without="F")


def test_terms_lists_and_data_sets_choose_the_ties(chain: World) -> None:
    def states(**options: Any) -> str:
        return "".join(sorted(row.state for row in chain.analyses.brokers_betweenness(DAY, **options)))

    assert states(terms=["consultation"]) == "DE"
    assert states(terms=["consultation", "defense"]) == "ABCDE"
    assert states(system="any") == "ABCDG"
    assert states(datasets=["atop_5_1"]) == "CD"
    assert states(datasets=["curated"]) == "ABC"


@pytest.mark.parametrize(
    ("day", "states", "sure"),
    [
        ("1999-12-31", None, None),
        ("2000-01-01", "ABCD", True),
        ("2003-12-31", "ABCD", True),
        ("2004-06-01", "ABCD", False),  # B and C made their pact some day of this year
        ("2004-12-31", "ABCD", True),
        ("2009-12-31", "ABCD", True),
        ("2010-01-01", "BCD", True),
        ("2015-01-01", "BCD", False),  # nobody looked any more
    ],
)
def test_a_tie_holds_as_long_as_its_pact(chain: World, day: str, states: str | None, sure: bool | None) -> None:
    if states is None:
        with pytest.raises(MissingData, match="No state is in the list 'cow' on 1999-12-31"):
            chain.analyses.structural_holes(day)
        return
    rows = {row.state: row for row in chain.analyses.structural_holes(day)}
    with_pact = "B" in rows and rows["B"].degree == (2 if "A" in rows else 1)
    assert "".join(sorted(rows)) == (states if day >= "2004" else "ABCD")
    if with_pact:
        assert rows["C"].certain is (sure if day >= "2004" else True)
    certain = {row.state: row.degree for row in chain.analyses.structural_holes(day, certain=True)}
    assert certain["C"] == (2 if sure and day >= "2004" else 1)


def test_structural_holes_of_a_chain(chain: World) -> None:
    """B has two ties that are not tied: constraint 1/4 + 1/4, nothing redundant. A has one tie: constraint 1."""
    rows = {row.state: row for row in chain.analyses.structural_holes(DAY)}
    assert {key: row.constraint for key, row in rows.items()} == pytest.approx({"A": 1, "B": 0.5, "C": 0.5, "D": 1})
    assert {key: (row.effective_size, row.efficiency) for key, row in rows.items()} == {
        "A": (1, 1),
        "B": (2, 1),
        "C": (2, 1),
        "D": (1, 1),
    }
    assert [row.rank for row in chain.analyses.structural_holes(DAY)] == [1, 1, 3, 3]


def test_directed_holes_count_what_is_owed_both_ways_twice(chain: World) -> None:
    """C: p of B is 2/3, of D 1/3."""
    rows = {row.state: row for row in chain.analyses.structural_holes(DAY, directed=True)}
    assert rows["C"].constraint == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)


def test_weighted_ties_by_terms_are_distances(chain: World) -> None:
    """D and E consult (strength 2), the others defend (3): a chain has one way only, so nothing moves but holes do."""
    terms = ["defense", "consultation"]
    plain, weighted = (
        {row.state: row.betweenness for row in chain.analyses.brokers_betweenness(DAY, terms=terms, weighted=weighted)}
        for weighted in (False, True)
    )
    assert plain == pytest.approx(weighted)
    holes = {row.state: row.constraint for row in chain.analyses.structural_holes(DAY, terms=terms, weighted=True)}
    assert holes["D"] == pytest.approx(0.6**2 + 0.4**2)


# --- the curated world, against networkx ------------------------------------------------------------------------------


def _shared(world: World, day: str, *, weighted: bool, **options: Any) -> Any:
    graph: Any = nx.Graph()
    for row in world.analyses.co_membership(as_of=day, **options):
        strength = row.weight if weighted else 1.0
        graph.add_edge(row.state_a, row.state_b, weight=strength, length=1 / strength)
    return graph


@pytest.mark.parametrize(("day", "options"), [("2024-07-04", {}), ("2012-03-01", {"statuses": ["member", "observer"]})])
def test_brokers_and_holes_on_the_curated_world(world: World, day: str, options: dict[str, Any]) -> None:
    plain = _shared(world, day, weighted=False, **options)
    given: dict[str, Any] = {"tie": "memberships", "system": "any", **options}
    rows = {row.state: row for row in world.analyses.brokers_betweenness(day, **given)}
    assert {key: row.betweenness for key, row in rows.items()} == pytest.approx(
        nx.betweenness_centrality(plain), abs=1e-9
    )
    assert {key: row.degree for key, row in rows.items()} == dict(plain.degree())
    for state in ("RUS", "TUR", "IRN"):
        rest: Any = plain.copy()
        rest.remove_node(state)

        def connected(graph: Any, state: str = state) -> int:
            sizes = [len(part - {state}) for part in nx.connected_components(graph)]
            return sum(size * (size - 1) // 2 for size in sizes)

        assert rows[state].pairs_cut == connected(plain) - connected(rest)
    holes = {row.state: row for row in world.analyses.structural_holes(day, **given)}
    assert {key: row.constraint for key, row in holes.items()} == pytest.approx(nx.constraint(plain), abs=1e-9)
    assert {key: row.effective_size for key, row in holes.items()} == pytest.approx(nx.effective_size(plain), abs=1e-9)

    strong = _shared(world, day, weighted=True, **options)
    found = {row.state: row.constraint for row in world.analyses.structural_holes(day, weighted=True, **given)}
    assert found == pytest.approx(nx.constraint(strong, weight="weight"), abs=1e-9)


def test_pacts_of_the_curated_world(world: World) -> None:
    """Against the parties and terms in the graph, taken together in Python."""
    day, graph = "2024-07-04", nx.Graph()
    terms = world.all(select(Pact, Obligation).match(Pact, Obliges, Obligation))
    defense = {p.key for p, o in terms if o.term is ObligationTerm.DEFENSE and o.valid.possibly_on(day)}
    parties: dict[str, set[str]] = {}
    for state, spell, pact in world.all(select(State, PartyTo, Pact)):
        if pact.key in defense and spell.valid.possibly_on(day):
            parties.setdefault(pact.key, set()).add(state.key)
    for members in parties.values():
        graph.add_edges_from(combinations(sorted(members), 2))
    rows = world.analyses.brokers_betweenness(day, system="any")
    assert {row.state: row.betweenness for row in rows} == pytest.approx(nx.betweenness_centrality(graph), abs=1e-9)
    assert (rows[0].state, rows[0].pairs_cut) == ("RUS", 5)  # the CSTO to North Korea
    assert len(rows.citations()) > 0


@pytest.mark.parametrize("name", ["brokers_betweenness", "structural_holes", "blocs_detect"])
def test_the_text_runs_as_it_stands(world: World, name: str) -> None:
    header = getattr(world.analyses, name).header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert {row["kind"] for row in rows} == {"system", "organization"}


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="tie is none of pacts, memberships"):
        world.analyses.brokers_betweenness("2024-07-04", "trade")  # pyright: ignore[reportArgumentType]
    with pytest.raises(QueryError, match="terms is none of"):
        world.analyses.structural_holes("2024-07-04", terms=["friendship"])
    with pytest.raises(MissingData, match="No state is in the list 'nato'"):
        world.analyses.structural_holes("2024-07-04", system="nato")


def test_an_empty_world_says_how_to_load_it(empty_world: World) -> None:
    for ask in (empty_world.analyses.brokers_betweenness, empty_world.analyses.structural_holes):
        with pytest.raises(MissingData, match=r"no parties of pacts nor commitments.*graphmodel import atop"):
            ask()
        with pytest.raises(MissingData, match="no memberships"):
            ask(tie="memberships")


# --- laws -------------------------------------------------------------------------------------------------------------


def _random(seed: int, *, directed: bool = False, n: int = 40, share: float = 0.1) -> Any:
    random = np.random.default_rng(seed)
    strength = np.where(random.random((n, n)) < share, 2.0 ** random.integers(0, 3, (n, n)), 0.0)
    np.fill_diagonal(strength, 0.0)
    return strength if directed else np.maximum(strength, strength.T)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("directed", [False, True])
def test_three_ways_to_betweenness_give_the_same(seed: int, directed: bool) -> None:
    strength = _random(seed, directed=directed)
    tied = strength > 0
    made: Any = nx.from_numpy_array(strength, create_using=nx.DiGraph if directed else nx.Graph)
    expected = [*nx.betweenness_centrality(made).values()]
    by_search, by_matrices = betweenness._by_search(tied, directed=directed), betweenness._by_matrices(tied)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    assert by_search == pytest.approx(expected, abs=1e-12)
    assert by_matrices == pytest.approx(expected, abs=1e-12)
    assert betweenness.weighted(tied.astype(float)) == pytest.approx(expected, abs=1e-12)
    for *_, each in made.edges(data=True):
        each["length"] = 1 / each["weight"]  # halves and quarters: sums of them are exact
    by_length = [*nx.betweenness_centrality(made, weight="length").values()]
    assert betweenness.weighted(strength) == pytest.approx(by_length, abs=1e-12)


@pytest.mark.parametrize("directed", [False, True])
def test_weighted_betweenness_of_many_ties(directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most ties are longer than a way round and left out, many ways are as long as each other, and few states are done at once."""
    random, n = np.random.default_rng(7), 70
    strength = np.where(random.random((n, n)) < 0.9, 2.0 ** random.integers(0, 7, (n, n)), 0.0)
    strength[:3], strength[:, :3] = 0.0, 0.0  # out of reach of the others
    strength[0, 1] = strength[1, 0] = 1.0
    np.fill_diagonal(strength, 0.0)
    strength = strength if directed else np.maximum(strength, strength.T)
    assert (strength > 0).sum() > 4 * betweenness.NEAREST * n
    made: Any = nx.from_numpy_array(strength, create_using=nx.DiGraph if directed else nx.Graph)
    for *_, each in made.edges(data=True):
        each["length"] = 1 / each["weight"]
    expected = [*nx.betweenness_centrality(made, weight="length").values()]
    assert betweenness.weighted(strength) == pytest.approx(expected, abs=1e-12)
    monkeypatch.setattr(betweenness, "AT_ONCE", 5_000)
    assert betweenness.weighted(strength) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("directed", [False, True])
def test_holes_of_weighted_and_directed_networks(seed: int, directed: bool) -> None:
    strength = _random(seed, directed=directed)
    strength = strength[np.ix_(*[(strength + strength.T).any(axis=1)] * 2)]
    made: Any = nx.from_numpy_array(strength, create_using=nx.DiGraph if directed else nx.Graph)
    constraint, effective = burt(strength)
    if not directed:  # of directed ones networkx looks at those alone to whom a tie leads
        assert constraint == pytest.approx([*nx.constraint(made, weight="weight").values()], abs=1e-12)
        # Asked of named nodes: of all at once it divides by the strongest tie of the wrong end.
        sizes = nx.effective_size(made, nodes=list(made), weight="weight")
        assert effective == pytest.approx([*sizes.values()], abs=1e-12)
    for i in range(len(strength)):  # the sums as Burt writes them
        both = strength + strength.T
        others = [j for j in range(len(strength)) if both[i, j]]
        p = both / both.sum(axis=1)[:, None]
        reached = [p[i, j] + sum(p[i, q] * p[q, j] for q in others if q != j) for j in others]
        assert constraint[i] == pytest.approx(sum(each**2 for each in reached))


def test_the_distance_of_a_tie_is_one_over_its_strength() -> None:
    """Two strong ties are shorter than a weak one: 1/4 + 1/4 < 1, so all goes through the middle."""
    strength = np.array([[0, 1, 4], [1, 0, 4], [4, 4, 0]], dtype=float)
    assert betweenness.weighted(strength) == pytest.approx([0, 0, 1])
    assert betweenness.unweighted(strength > 0, directed=False) == pytest.approx([0, 0, 0])


# --- ATOP -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def atop_2018() -> tuple[Network, list[str]]:
    """Defense ties of 2018, and the notes, from the published rows."""
    if not DATASETS.is_dir():
        pytest.skip("the data sets are not here: they are not ours to ship")
    import polars as pl

    rows = pl.read_parquet(DATASETS / "atop" / "atop_alliance_dyad_year.parquet").filter(
        (pl.col("year") == 2018) & (pl.col("atop_defense") == 1)
    )
    groups = [
        TieGroup(
            kind="pair", key=str(a), term="defense", size=None, owing=[str(a)], owed=[str(b)], sure=[], datasets=[]
        )
        for a, b in rows.select("ccode1", "ccode2").iter_rows()
    ]
    with (DATASETS / "cow" / "cow_states.csv").open(encoding="utf-8") as file:
        members = [row["ccode"] for row in csv.DictReader(file) if row["endyear"] == "2016"]
    system = TieGroup(kind="system", key="cow", term=None, size=None, owing=members, owed=[], sure=[], datasets=[])
    notes: list[str] = []
    asked = {"tie": "pacts", "system": "cow", "as_of": date(2018, 7, 1), "weighted": False, "directed": False}
    return network_of([system, *groups], asked, notes), notes


def test_defense_pacts_of_2018(atop_2018: tuple[Network, list[str]]) -> None:
    network, notes = atop_2018
    assert "146 states with a tie, 1707 ties, components of 143, 3" in notes
    assert "49 of 195 in the list of states have no tie" in notes
    found = dict(zip(network.states, betweenness.unweighted(network.strength > 0, directed=False), strict=True))
    assert (found["220"], found["2"]) == (pytest.approx(0.475, abs=5e-4), pytest.approx(0.398, abs=5e-4))
    graph = nx.Graph([(network.states[i], network.states[j]) for i, j in network.edges])
    assert found == pytest.approx(nx.betweenness_centrality(graph), abs=1e-12)
    assert [len(part) for part in components(network)] == [143, 3]
    constraint = dict(zip(network.states, burt(network.strength)[0], strict=True))
    assert constraint == pytest.approx(nx.constraint(graph), abs=1e-12)
