from __future__ import annotations

import random
from collections.abc import Iterator

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphmodel
from graphmodel import Graph, MergeReport, Node, Period, ref, select, tracer, unexpected
from graphmodel.errors import DuplicateKey, GraphModelError, MissingEndpoint, NotLoaded, WriteError
from graphmodel.statements.batches import batches
from graphmodel.statements.writing import merge

from ..model.times import examples
from ..model.toy import Borders, King, Leader, MemberOf, Organization, Person, Rules, SitsIn, Sitting, State, member
from ..support.engines import Place


def numbers(report: MergeReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def stored(driver: neo4j.Driver, text: str) -> list[list[object]]:
    with driver.session() as session:
        return session.run(neo4j.Query(text)).values()  # pyright: ignore[reportArgumentType]


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran"), State(iso3="RUS", name="Russia"),
        Organization(key="sco", name="SCO"), Organization(key="csto"),
        member("IRN", "sco", "2005-07-05", "2023-07-04", "observer"), member("IRN", "sco", "2023-07-04"),
        member("RUS", "sco", "2001"), member("RUS", "csto", "1992"),
    )  # fmt: skip
    return graph


def test_created_updated_unchanged(graph: Graph) -> None:
    iran, russia = State(iso3="IRN", name="Iran"), State(iso3="RUS", name="Russia", population=1)
    assert numbers(graph.merge(iran, russia)) == (2, 0, 0)
    assert numbers(graph.merge(iran, russia)) == (0, 0, 2)
    russia.population = 2
    report = graph.merge([iran, russia], State(iso3="CHN", name="China"))
    assert numbers(report) == (1, 1, 1)
    assert [name for name, _ in report] == ["State"]
    assert str(report) == "1 created, 1 updated, 1 unchanged"
    assert graph.get(State, "RUS").population == 2


def test_counts_by_kind(world: Graph) -> None:
    report = world.merge(
        State(iso3="IRN", name="Iran"), State(iso3="CHN", name="China"), member("CHN", "sco", "2001"),
        member("RUS", "sco", "2001", status="founder"), member("RUS", "csto", "1992"),
    )  # fmt: skip
    assert {kind: (w.created, w.updated, w.unchanged) for kind, w in report} == {
        "State": (1, 0, 1),
        "(State)-[MEMBER_OF]->(Organization)": (1, 1, 1),
    }


def test_merging_again_changes_nothing(world: Graph, driver: neo4j.Driver) -> None:
    everything = [*world.all(State), *world.all(Organization), *world.all(select(MemberOf))]
    before = sorted(
        map(repr, stored(driver, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n), properties(r)"))
    )
    for full in (False, True):
        assert numbers(world.merge(everything, full=full)) == (0, 0, 8)
    after = sorted(
        map(repr, stored(driver, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n), properties(r)"))
    )
    assert after == before


def test_every_kind_of_value_is_unchanged_the_second_time(graph: Graph) -> None:
    objects = [
        State(iso3="IRN", name="Iran", aliases=["Persia", "IR"], population=9), State(iso3="XXX", name="", aliases=[]),
        Organization(key="o", kind=None, founded=None),
        Leader(key="p", born=None), King(key="k", dynasty="d"), Sitting(organ="unga", number=1, title=None),
        MemberOf(start=ref(State, "IRN"), end=ref(Organization, "o"), since="1", valid=Period("1991-12", "200X")),
    ]  # fmt: skip
    graph.merge(objects)
    assert numbers(graph.merge(objects)) == (0, 0, 7)


def test_rows_that_set_nothing(graph: Graph) -> None:
    assert numbers(graph.merge(Person(key="a"), Person(key="b", name=None), Person(key="c", name="C"))) == (3, 0, 0)
    assert numbers(graph.merge(Person(key="a"), Person(key="c"), Person(key="d"))) == (1, 0, 2)
    assert graph.get(Person, "c").name == "C"
    assert numbers(graph.merge(Borders(start=ref(State, "a"), end=ref(State, "a")) for _ in range(0))) == (0, 0, 0)
    graph.merge(State(iso3="a", name="A"), State(iso3="b", name="B"))
    borders = Borders(start=ref(State, "a"), end=ref(State, "b"))
    assert [numbers(graph.merge(borders)) for _ in "12"] == [(1, 0, 0), (0, 0, 1)]


def test_explicit_none_removes_and_what_was_not_set_stays(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(State(iso3="IRN", name="Iran", population=9, aliases=["Persia"]))
    assert numbers(graph.merge(State(iso3="IRN", name="Iran", population=None))) == (0, 1, 0)
    assert stored(driver, "MATCH (n:State) RETURN keys(n) AS k ORDER BY k")[0][0] != []
    found = graph.get(State, "IRN")
    assert (found.population, found.aliases) == (None, ["Persia"])
    assert numbers(graph.merge(State(iso3="IRN", name="Iran", population=None))) == (0, 0, 1)


def test_defaults_apply_on_creation_only(graph: Graph, driver: neo4j.Driver) -> None:
    assert numbers(graph.merge(Leader(key="p"))) == (1, 0, 0)
    assert stored(driver, "MATCH (n:Person) RETURN n.office") == [["President"]]
    graph.merge(Leader(key="p", office="King"))
    assert numbers(graph.merge(Leader(key="p"))) == (0, 0, 1)
    assert graph.get(Leader, "p").office == "King"
    assert numbers(graph.merge(Leader(key="p"), full=True)) == (0, 1, 0)
    assert graph.get(Leader, "p").office == "President"


def test_full_removes_what_is_none(graph: Graph) -> None:
    graph.merge(State(iso3="IRN", name="Iran", population=9, aliases=["Persia"]))
    graph.merge(State(iso3="IRN", name="Iran"), full=True)
    assert graph.get(State, "IRN") == State(iso3="IRN", name="Iran", aliases=[], population=None)


def test_a_period_is_replaced_and_removed_whole(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Organization(key="o", founded="1991-12"))  # pyright: ignore[reportArgumentType]
    graph.merge(Organization(key="o", founded="1992"))  # pyright: ignore[reportArgumentType]
    text = "MATCH (o:Organization) RETURN o.founded, toString(o.founded_earliest), toString(o.founded_latest)"
    assert stored(driver, text) == [["1992", "1992-01-01", "1992-12-31"]]
    graph.merge(Organization(key="o", founded=None))
    assert stored(driver, text) == [[None, None, None]]


def test_terms_of_one_pair_stand_side_by_side(world: Graph) -> None:
    found = world.all(select(MemberOf).where(MemberOf.since >= "2005", MemberOf.since != "2024"))
    assert sorted((m.since, m.status) for m in found) == [("2005-07-05", "observer"), ("2023-07-04", "member")]


def test_a_relationship_without_a_key_is_one_per_pair(graph: Graph) -> None:
    a, b = State(iso3="a", name="A"), State(iso3="b", name="B")
    graph.merge(a, b, Borders(start=a, end=b, km=1), Borders(start=b, end=a, km=2), Borders(start=a, end=a))
    assert numbers(graph.merge(Borders(start=a, end=b, km=3))) == (0, 1, 0)
    assert graph.count(Borders) == 3


def test_relationships_are_looked_for_from_the_side_that_has_more(graph: Graph) -> None:
    """The embedded engine goes through all of the node that is named first."""
    hub, others = State(iso3="hub", name="Hub"), [State(iso3=f"s{i}", name="S") for i in range(20)]
    graph.merge(hub, others)
    out, back = ([Borders(start=hub, end=o, km=1) for o in others], [Borders(start=o, end=hub, km=2) for o in others])
    assert "MERGE (e)<-[r:BORDERS]-(s)" in merge(batches(out)[0], batches(out)[0].rows).text
    assert "MERGE (s)-[r:BORDERS]->(e)" in merge(batches(back)[0], batches(back)[0].rows).text
    assert numbers(graph.merge(out)) == numbers(graph.merge(back)) == (20, 0, 0)
    assert numbers(graph.merge(out, back)) == (0, 0, 40)
    assert {each.km for each in graph.all(select(Borders))} == {1, 2}


# --- what is refused writes nothing ------------------------------------------------------------------------------------


def test_missing_ends_are_named_and_nothing_is_written(graph: Graph, driver: neo4j.Driver) -> None:
    with pytest.raises(MissingEndpoint, match=r"State '?XX") as refused:
        graph.merge(
            State(iso3="IRN", name="Iran"), Organization(key="sco"),
            member("IRN", "sco", "1"), member("XX1", "sco", "1"), member("XX2", "sco", "1"), member("XX2", "sco", "2"),
        )  # fmt: skip
    assert refused.value.model == "State"
    assert refused.value.keys == ("XX1", "XX2")
    assert stored(driver, "MATCH (n) RETURN count(n)") == [[0]]
    with pytest.raises(MissingEndpoint) as refused:
        graph.merge(State(iso3="IRN", name="Iran"), member("IRN", "nato", "1"))
    assert (refused.value.model, refused.value.keys) == ("Organization", ("nato",))
    assert stored(driver, "MATCH (n) RETURN count(n)") == [[0]]


def test_missing_ends_with_composite_keys(graph: Graph) -> None:
    with pytest.raises(MissingEndpoint) as refused:
        graph.merge(Person(key="p"), SitsIn(start=ref(Person, "p"), end=ref(Sitting, "unga", 79), seat=1))
    assert refused.value.keys == (("unga", 79),)


def test_many_missing_ends_are_not_all_listed(graph: Graph) -> None:
    with pytest.raises(MissingEndpoint, match="and 95 more") as refused:
        graph.merge(Organization(key="sco"), (member(f"X{i:02}", "sco", "1") for i in range(100)))
    assert len(refused.value.keys) == 100


@pytest.mark.parametrize("order", [1, -1])
def test_one_key_twice(graph: Graph, driver: neo4j.Driver, order: int) -> None:
    pairs: list[list[Node | MemberOf]] = [
        [State(iso3="IRN", name="Iran"), State(iso3="IRN", name="Persia")],
        [Leader(key="p"), Person(key="p")],
        [member("IRN", "sco", "1"), member("IRN", "sco", "1", status="observer")],
        [Sitting(organ="a", number=1), Sitting(organ="a", number=1)],
    ]
    for pair in pairs:
        with pytest.raises(DuplicateKey) as refused:
            graph.merge(Organization(key="x"), pair[::order])
        assert refused.value.model in {type(each).__name__ for each in pair}
        assert stored(driver, "MATCH (n) RETURN count(n)") == [[0]]


def test_what_cannot_be_written(graph: Graph) -> None:
    for nothing in (None, 3, "text", {"iso3": "IRN"}, [1], [[State(iso3="a", name="a")]], State, Period("2001")):
        with pytest.raises(WriteError):
            graph.merge(nothing)  # pyright: ignore[reportArgumentType]
    assert numbers(graph.merge()) == numbers(graph.merge([])) == (0, 0, 0)
    assert graph.count(State) == 0


def test_a_reference_in_the_batch_is_left_alone(graph: Graph) -> None:
    iran = ref(State, "IRN")
    assert numbers(graph.merge(iran)) == (0, 0, 0)
    assert numbers(graph.merge(iran, State(iso3="IRN", name="Iran"))) == (1, 0, 0)
    with pytest.raises(NotLoaded):
        assert iran.name


def test_several_nodes_that_share_a_key(driver: neo4j.Driver, place_without_schema: Graph) -> None:
    graph = place_without_schema
    with driver.session() as session:
        session.run("CREATE (:State {iso3: 'IRN', name: 'a'}), (:State {iso3: 'IRN', name: 'b'})").consume()
    with pytest.raises(WriteError, match="share a key"):
        graph.merge(State(iso3="IRN", name="Iran"))
    with pytest.raises(WriteError, match="share a key"):
        graph.merge(Organization(key="sco"), member("IRN", "sco", "1"))
    assert stored(driver, "MATCH (n) RETURN n.name ORDER BY n.name") == [["a"], ["b"]]


def test_what_one_statement_writes_commits_itself_and_is_undone_as_a_whole(
    graph: Graph, driver: neo4j.Driver, place: Place
) -> None:
    at_once = place.folder is None  # the embedded engine would keep what a failing statement has done
    with tracer(graph) as trace:
        graph.merge(State(iso3="IRN", name="Iran"), State(iso3="RUS", name="Russia"))
        graph.merge(Organization(key="sco"))
        assert numbers(graph.merge([member("IRN", "sco", "1"), member("RUS", "sco", "1")])) == (2, 0, 0)
    sent = [each for each in trace if each.name.startswith("merge")]  # the others make constraints
    assert [("AS all_met" in each.text) for each in sent] == [at_once] * 3
    with tracer(graph) as trace, pytest.raises(MissingEndpoint) as refused:
        graph.merge(
            [member("IRN", "sco", "1", status="observer"), member("IRN", "sco", "2"), member("XX1", "sco", "1")]
        )
    assert refused.value.keys == ("XX1",)
    assert [each.name for each in trace if each.error is not None] == [
        "merge (State)-[MEMBER_OF]->(Organization)"
    ] * at_once
    assert stored(driver, "MATCH ()-[m:MEMBER_OF]->() RETURN m.status, count(*)") == [["member", 2]]


@pytest.fixture
def place_without_schema(place: Place) -> Iterator[Graph]:
    with graphmodel.connect(
        place.folder or place.url, auth=None if place.folder else place.auth, schema="off"
    ) as graph:
        yield graph


# --- any order, any iterable -------------------------------------------------------------------------------------------


def test_order_of_input_does_not_matter(graph: Graph) -> None:
    objects = [
        State(iso3="a", name="A"), State(iso3="b", name="B"), Organization(key="o"), Leader(key="p"), Person(key="q"),
        member("a", "o", "1"), member("b", "o", "1"), Rules(start=ref(Leader, "p"), end=ref(State, "a")),
        Rules(start=ref(Leader, "p"), end=ref(Organization, "o")), Borders(start=ref(State, "a"), end=ref(State, "b")),
    ]  # fmt: skip
    reports: list[dict[str, tuple[int, int, int]]] = []
    for seed in range(4):
        random.Random(seed).shuffle(objects)  # noqa: S311
        reports.append({kind: (w.created, w.updated, w.unchanged) for kind, w in graph.merge(objects)})
        assert graph.delete(objects) == len(objects)
    assert all(report == reports[0] for report in reports)
    assert sum(created for created, _, _ in reports[0].values()) == len(objects)


def test_generators_sets_and_mixtures(graph: Graph) -> None:
    report = graph.merge(
        (State(iso3=f"{i}", name="x") for i in range(3)), frozenset([Organization(key="o")]),
        member("0", "o", "1"), iter([member("1", "o", "1")]), {"x": Person(key="p")}.values(), (),
    )  # fmt: skip
    assert numbers(report) == (7, 0, 0)


def test_ends_of_a_relationship_are_not_written_with_it(graph: Graph) -> None:
    iran, sco = State(iso3="IRN", name="Iran"), Organization(key="sco")
    graph.merge(iran, sco)
    iran.name = "changed here only"
    graph.merge(MemberOf(start=iran, end=sco, since="1", valid=Period("2001")))
    assert graph.get(State, "IRN").name == "Iran"


# --- labels -------------------------------------------------------------------------------------------------------------


def labels(driver: neo4j.Driver, key: str) -> list[str]:
    with driver.session() as session:
        return sorted(session.run("MATCH (n {key: $key}) RETURN labels(n)", key=key).single(strict=True)[0])


def test_several_labels_are_created_and_counted(graph: Graph, driver: neo4j.Driver) -> None:
    objects = [King(key="k", office="King"), King(key="l"), Leader(key="p", name="P"), Person(key="q", name="Q")]
    report = graph.merge(objects)
    assert {kind: w.created for kind, w in report} == {"King": 2, "Leader": 1, "Person": 1}
    assert numbers(graph.merge(objects)) == (0, 0, 4)
    assert labels(driver, "k") == labels(driver, "l") == ["King", "Leader", "Person"]
    assert labels(driver, "p") == ["Leader", "Person"]
    assert labels(driver, "q") == ["Person"]
    assert numbers(graph.merge(King(key="k", office="Emperor"), Leader(key="p", name="P"), Leader(key="n"))) == (
        1,
        1,
        1,
    )
    assert [type(each).__name__ for each in graph.all(select(Person).order_by(Person.key))] == [
        "King", "King", "Leader", "Leader", "Person",
    ]  # fmt: skip


def test_a_person_becomes_a_leader_and_stays_one(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Person(key="p", name="P"), Person(key="q", name="Q"))
    assert graph.find(Leader, "p") is None
    # A label is a change, whether properties change with it or not.
    assert numbers(graph.merge(Leader(key="p", office="King"), Leader(key="q", name="Q"))) == (0, 2, 0)
    assert numbers(graph.merge(Leader(key="p", office="King"), Leader(key="q", name="Q"))) == (0, 0, 2)
    assert labels(driver, "p") == labels(driver, "q") == ["Leader", "Person"]
    assert numbers(graph.merge(Person(key="p", name="P2"))) == (0, 1, 0)
    assert labels(driver, "p") == ["Leader", "Person"]
    found = graph.get(Person, "p")
    assert isinstance(found, Leader)
    assert (found.name, found.office) == ("P2", "King")
    assert graph.count(Person) == 2


def test_a_label_alone_is_a_change(graph: Graph) -> None:
    graph.merge(Person(key="p"), Person(key="q"))
    assert numbers(graph.merge(Leader(key="p"), Leader(key="r"))) == (1, 1, 0)
    assert numbers(graph.merge(Leader(key="p"), Leader(key="r"))) == (0, 0, 2)


def test_relationships_to_a_node_that_got_a_label_are_kept(graph: Graph) -> None:
    graph.merge(
        Person(key="p"), Sitting(organ="o", number=1), SitsIn(start=ref(Person, "p"), end=ref(Sitting, "o", 1), seat=1)
    )
    graph.merge(Leader(key="p"), State(iso3="a", name="A"), Rules(start=ref(Leader, "p"), end=ref(State, "a")))
    assert graph.count(SitsIn) == graph.count(Rules) == 1
    assert isinstance(graph.get(SitsIn, start="p", end=("o", 1)).start, Person)


def test_extra_labels_and_properties_survive(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(State(iso3="IRN", name="Iran"))
    with driver.session() as session:
        session.execute_write(lambda tx: tx.run("MATCH (n:State) SET n.extra = 1, n.more = [1, 2]").consume())
        session.execute_write(lambda tx: tx.run("MATCH (n:State) SET n:Foreign").consume())
    iran = graph.get(State, "IRN")
    assert unexpected(iran) == (("Foreign",), {"extra": 1, "more": [1, 2]})
    iran.population = 5
    for full in (False, True):
        graph.merge(iran, full=full)
        assert unexpected(graph.get(State, "IRN")) == (("Foreign",), {"extra": 1, "more": [1, 2]})


# --- many rows ----------------------------------------------------------------------------------------------------------


def test_commit_every(graph: Graph) -> None:
    seen: list[tuple[str, int, int]] = []
    states = [State(iso3=f"{i:03}", name="x") for i in range(25)]
    report = graph.merge(
        states, Organization(key="o"), (member(s.iso3, "o", "1") for s in states),
        commit_every=10, progress=lambda kind, done, all_rows: seen.append((kind, done, all_rows)),
    )  # fmt: skip
    assert numbers(report) == (51, 0, 0)
    assert report.committed == 51
    assert report.last_committed == "(State)-[MEMBER_OF]->(Organization)"
    kind = "(State)-[MEMBER_OF]->(Organization)"
    assert seen == [("State", 10, 51), ("State", 20, 51), ("State", 25, 51), ("Organization", 26, 51),
                    (kind, 36, 51), (kind, 46, 51), (kind, 51, 51)]  # fmt: skip
    assert numbers(graph.merge(states, commit_every=1)) == (0, 0, 25)
    for wrong in (0, -1):
        with pytest.raises(WriteError):
            graph.merge(states, commit_every=wrong)


def test_an_error_between_commits_says_what_is_there(graph: Graph) -> None:
    states = [State(iso3=f"{i:03}", name="x") for i in range(10)]
    terms = [member(s.iso3, "o", "1") for s in states]
    terms.insert(7, member("nobody", "o", "1"))
    with pytest.raises(MissingEndpoint) as stopped:
        graph.merge(states, Organization(key="o"), terms, commit_every=4)
    report = stopped.value.report  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    assert isinstance(report, MergeReport)
    assert report.committed == 15
    assert report.last_committed == "(State)-[MEMBER_OF]->(Organization)"
    assert "15 rows were committed" in "".join(stopped.value.__notes__)
    assert (graph.count(State), graph.count(Organization), graph.count(MemberOf)) == (10, 1, 4)


def test_more_rows_than_one_statement_takes(graph: Graph) -> None:
    people = [Person(key=f"{i}", name="x") for i in range(10_001)]
    assert numbers(graph.merge(people)) == (10_001, 0, 0)
    people[-1].name = "y"
    assert numbers(graph.merge(people)) == (0, 1, 10_000)


def test_all_kinds_are_one_transaction(graph: Graph) -> None:
    people = [Person(key=f"{i}") for i in range(10_001)]
    with pytest.raises(MissingEndpoint):
        graph.merge(people, Rules(start=ref(Leader, "nobody"), end=ref(State, "XXX")))
    assert graph.count(Person) == 0


NAMES = st.none() | st.sampled_from(["x", "y", ""])
PEOPLE = st.lists(
    st.one_of(
        st.builds(Person, key=st.sampled_from("abcd"), name=NAMES),
        st.builds(Leader, key=st.sampled_from("abcd"), name=NAMES, office=st.sampled_from("uv")),
        st.builds(Leader, key=st.sampled_from("abcd")),
        st.builds(Person, key=st.sampled_from("abcd")),
    ),
    unique_by=lambda each: each.key,
)


@examples(15)
@given(merges=st.lists(PEOPLE, max_size=4))
def test_merges_against_a_dictionary(graph: Graph, merges: list[list[Person]]) -> None:
    """An oracle of ten lines: what a merge makes of nodes, and what it counts."""
    graph.run("MATCH (n:Person) DETACH DELETE n")
    there: dict[str, tuple[set[str], dict[str, str]]] = {}
    for people in merges:
        created = updated = 0
        for each in people:
            new = each.key not in there
            names, values = there.setdefault(each.key, (set(), {}))
            before = (set(names), dict(values))
            names |= {"Person", "Leader"} if isinstance(each, Leader) else {"Person"}
            for name, value in each.model_dump(exclude={"key"}).items():
                if value is not None and (new or name in each.model_fields_set):
                    values[name] = value
                elif name in each.model_fields_set:
                    values.pop(name, None)
            created += new
            updated += not new and (names, values) != before
        assert numbers(graph.merge(people)) == (created, updated, len(people) - created - updated)
    rows = graph.run("MATCH (n:Person) RETURN n.key AS key, labels(n) AS labels, n.name AS name, n.office AS office")
    found = {r["key"]: (set(r["labels"]), {k: r[k] for k in ("name", "office") if r[k] is not None}) for r in rows}
    assert found == there


def test_errors_are_ours(graph: Graph) -> None:
    assert issubclass(MissingEndpoint, GraphModelError)
    assert issubclass(DuplicateKey, WriteError)
    with pytest.raises(DuplicateKey, match="'a' stands twice"):
        graph.merge(Person(key="a"), Person(key="a"))
