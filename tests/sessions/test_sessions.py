from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import neo4j
import pytest

from graphmodel import Graph, Period, Session, ref, select, tracer
from graphmodel.errors import (
    Conflict,
    ConstraintViolation,
    DuplicateKey,
    GraphClosed,
    GraphModelError,
    HasRelationships,
    StaleWrite,
    WriteError,
)

from ..model.toy import Borders, Leader, MemberOf, Organization, Person, Rules, Ship, State, member


def write(driver: neo4j.Driver, text: str, **parameters: Any) -> None:
    with driver.session() as session:
        session.execute_write(lambda tx: tx.run(text, parameters).consume())  # pyright: ignore[reportArgumentType]


# --- one object for each node -------------------------------------------------------------------------------------------


def test_one_object_for_each_node(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        assert s.get(State, "IRN") is iran
        assert s.find(State, "IRN") is iran
        assert s.one(select(State).where(State.iso3 == "IRN")) is iran
        assert any(each is iran for each in s.all(State))
        (pair,) = s.all(select(State, MemberOf).where(State.iso3 == "IRN"))
        assert pair[0] is iran
        assert pair[1].start is iran
        assert s.get(MemberOf, start="IRN", end="sco") is pair[1]
        assert s.run("MATCH (n:State {iso3: 'IRN'}) RETURN n", into=State)[0] is iran
        assert s.run("MATCH (n:State {iso3: 'IRN'}) RETURN n")[0]["n"] is iran
        assert s.get(Person, "p") is s.get(Leader, "p")
    assert world.get(State, "IRN") is not world.get(State, "IRN")


def test_changes_made_before_a_read_are_seen_by_it_and_kept(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        iran.name = "Persia"
        s.add(Organization(key="brics", name="BRICS"))
        assert s.all(select(State).where(State.name == "Persia")) == [iran]
        assert s.run("MATCH (n:State {iso3: 'IRN'}) RETURN n.name AS name") == [{"name": "Persia"}]
        assert s.get(Organization, "brics").name == "BRICS"
        assert iran.name == "Persia"
    assert world.get(State, "IRN").name == "Persia"


@dataclass
class Row:
    state: State
    n: int


def test_rows_hold_the_objects_of_the_session(world: Graph) -> None:
    with world.session() as s:
        (row,) = s.run("MATCH (n:State {iso3: 'IRN'}) RETURN n AS state, 1 AS n", into=Row)
        row.state.name = "Persia"
        assert s.get(State, "IRN") is row.state
    assert world.get(State, "IRN").name == "Persia"


# --- what is sent -------------------------------------------------------------------------------------------------------


def test_only_what_changed_is_sent(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        term = s.get(MemberOf, start="IRN", end="sco")
        s.get(State, "RUS")
        iran.population = 5
        iran.aliases.append("Persia")
        term.status = "founder"
        with tracer() as statements:
            s.flush()
            s.flush()
        rows = [row for statement in statements for row in statement.parameters["rows"]]
        assert [row["p"] for row in rows] == [{"population": 5, "aliases": ["Persia"]}, {"status": "founder"}]
    found = world.get(State, "IRN")
    assert (found.name, found.population, found.aliases) == ("Iran", 5, ["Persia"])
    assert world.get(MemberOf, start="IRN", end="sco").status == "founder"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: Graph, driver: neo4j.Driver) -> None:
    session = world.session()
    try:
        with session as s:
            iran = s.get(State, "IRN")
            write(driver, "MATCH (n:State {iso3: 'IRN'}) SET n.population = 99")
            iran.name = "Persia"
    except Conflict:
        expected = State(iso3="IRN", name="Iran", population=99)  # where a transaction sees a snapshot
    else:
        expected = State(iso3="IRN", name="Persia", population=99)
    assert world.get(State, "IRN") == expected


def test_a_session_that_only_reads_writes_nothing(world: Graph) -> None:
    with world.session() as s, tracer() as statements:
        s.all(State)
        s.all(select(MemberOf))
        s.flush()
    assert [statement.reads for statement in statements] == [True, True]


def test_none_removes_and_periods_are_replaced_whole(world: Graph, driver: neo4j.Driver) -> None:
    with world.session() as s:
        s.get(State, "IRN").population = None
        s.get(MemberOf, start="RUS", end="sco").valid = Period("2001", "2020")
    assert world.get(State, "IRN").population is None
    with driver.session() as plain:
        text = "MATCH (:State {iso3: 'RUS'})-[m:MEMBER_OF]->() RETURN m.valid_text, toString(m.valid_to_latest), m.valid_end"
        assert plain.run(text).values() == [["[2001, 2020)", "2020-12-31", "date"]]


def test_a_change_and_its_undoing_sends_nothing(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        iran.name = "x"
        iran.name = "Iran"
        with tracer() as statements:
            s.flush()
    assert statements == []


# --- adding and deleting ------------------------------------------------------------------------------------------------


def test_add(world: Graph) -> None:
    with world.session() as s:
        brics = Organization(key="brics")
        s.add(MemberOf(start=s.get(State, "IRN"), end=brics, since="2024", valid=Period("2024")), [brics])
        report = s.flush()
        assert (report.created, report.updated) == (2, 0)
        brics.name = "BRICS"  # what was added is watched from then on
        s.add(brics)
    assert world.get(Organization, "brics").name == "BRICS"
    assert world.get(MemberOf, start="IRN", end="brics").since == "2024"


def test_add_changes_what_is_there(world: Graph) -> None:
    with world.session() as s:
        s.add(State(iso3="IRN", name="Persia"))
    assert world.get(State, "IRN") == State(iso3="IRN", name="Persia", population=1)


def test_a_second_object_for_one_node_is_refused(world: Graph) -> None:
    with pytest.raises(DuplicateKey, match="another State 'IRN'"), world.session() as s:  # noqa: PT012
        s.get(State, "IRN")
        s.add(State(iso3="IRN", name="Persia"))
    with pytest.raises(DuplicateKey), world.session() as s:
        s.add(Person(key="x"), Leader(key="x"))
    assert world.get(State, "IRN").name == "Iran"


def test_merge_in_a_session_changes_the_objects_of_the_session(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        iran.population = 7
        report = s.merge(State(iso3="IRN", name="Persia"), Organization(key="new"))
        assert (report.created, report.updated) == (1, 1)
        assert (iran.name, iran.population) == ("Persia", 7)
        assert s.get(State, "IRN") is iran
    assert world.get(State, "IRN") == State(iso3="IRN", name="Persia", population=7)


def test_commit_every_is_not_for_sessions(world: Graph) -> None:
    with pytest.raises(WriteError, match="one transaction"), world.session() as s:
        s.merge(State(iso3="X", name="x"), commit_every=1)
    assert world.find(State, "X") is None


def test_what_cannot_be_added(world: Graph) -> None:
    for nothing in (None, 3, "text", State):
        with pytest.raises(WriteError), world.session() as s:
            s.add(nothing)  # pyright: ignore[reportArgumentType]
    with world.session() as s:
        s.add(ref(State, "nobody"))
    assert world.count(State) == 2


def test_delete(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        with pytest.raises(HasRelationships) as refused:
            s.delete(iran)
        assert refused.value.count == 1
        assert s.delete(s.get(MemberOf, start="IRN", end="sco"), iran) == 2
        iran.name = "forgotten"
        assert s.find(State, "IRN") is None
        s.add(State(iso3="IRN", name="again"))
    assert world.get(State, "IRN").name == "again"
    assert world.count(MemberOf) == 1


def test_delete_on_a_graph(world: Graph) -> None:
    assert world.delete(ref(State, "nobody")) == 0
    with pytest.raises(HasRelationships, match="Organization 'sco' still has 2 relationships"):
        world.delete(ref(Organization, "sco"), ref(State, "IRN"))
    assert (world.count(State), world.count(Organization)) == (2, 1)
    sco = world.get(Organization, "sco")
    assert world.delete([sco, *world.all(select(MemberOf))]) == 3
    assert world.delete(sco) == 0
    world.merge(Borders(start=ref(State, "IRN"), end=ref(State, "IRN")))
    assert world.delete(ref(State, "IRN"), detach=True) == 1
    assert world.delete(Leader(key="p")) == 1
    assert world.run("MATCH (n) RETURN count(n) AS n", into=int) == [1]


# --- the end ------------------------------------------------------------------------------------------------------------


def test_an_exception_rolls_everything_back(world: Graph) -> None:
    with pytest.raises(ZeroDivisionError), world.session() as s:  # noqa: PT012
        s.get(State, "IRN").name = "x"
        s.add(Organization(key="brics"))
        s.flush()
        assert s.run("MATCH (o:Organization) RETURN count(o) AS n", into=int) == [2]
        raise ZeroDivisionError
    assert world.get(State, "IRN").name == "Iran"
    assert world.count(Organization) == 1


def test_rollback_and_commit_by_hand(world: Graph) -> None:
    with world.session() as s:
        s.get(State, "IRN").name = "x"
        s.rollback()
    assert world.get(State, "IRN").name == "Iran"
    with world.session() as s:
        s.get(State, "IRN").name = "x"
        s.commit()
        with pytest.raises(GraphClosed):
            s.get(State, "IRN")
    assert world.get(State, "IRN").name == "x"


def test_use_after_the_end(world: Graph) -> None:
    kept: list[Session] = []
    with world.session() as s:
        kept.append(s)
    with world.session() as s:
        kept.append(s)
        s.rollback()
    world.transact(kept.append)
    with pytest.raises(ZeroDivisionError):
        world.transact(lambda s: [kept.append(s), 1 / 0])
    for ended in kept:
        for use in (
            lambda s=ended: s.get(State, "IRN"), lambda s=ended: s.all(State), lambda s=ended: s.run("RETURN 1 AS n"),
            lambda s=ended: s.merge(State(iso3="X", name="x")), lambda s=ended: s.flush(), lambda s=ended: s.delete(ref(State, "X")),  # noqa: E501
        ):  # fmt: skip
            with pytest.raises(GraphClosed, match="session has ended"):
                use()
        ended.rollback()
    assert world.find(State, "X") is None


def test_commit_belongs_to_transact(world: Graph) -> None:
    with pytest.raises(GraphModelError, match="transact commits"):
        world.transact(lambda s: s.commit())


def test_another_thread_may_not_use_it(world: Graph) -> None:
    with world.session() as s, ThreadPoolExecutor(1) as pool:
        for use in (lambda: s.get(State, "IRN"), lambda: s.flush(), lambda: s.add(State(iso3="X", name="x"))):  # noqa: PLW0108
            with pytest.raises(GraphModelError, match="thread"):
                pool.submit(use).result()


def test_a_key_never_changes(world: Graph) -> None:
    with pytest.raises(WriteError, match="key never changes"), world.session() as s:
        s.get(State, "IRN").iso3 = "IRQ"
    with pytest.raises(WriteError, match="key never changes"), world.session() as s:  # noqa: PT012
        new = Organization(key="a")
        s.add(new)
        new.key = "b"
    assert {each.iso3 for each in world.all(State)} == {"IRN", "RUS"}
    assert world.count(Organization) == 1


def test_an_object_that_vanished(world: Graph, driver: neo4j.Driver) -> None:
    with pytest.raises((StaleWrite, Conflict)), world.session() as s:  # noqa: PT012
        leader = s.get(Leader, "p")
        write(driver, "MATCH (n:Leader) DELETE n")
        leader.office = "x"
    assert world.count(Leader) == 0


def test_a_new_kind_is_met_in_the_middle_of_a_session(world: Graph) -> None:
    with world.session() as s:
        s.get(State, "IRN").name = "x"
        s.add(Ship(imo="1", sign="abc"))
        s.flush()
        s.add(Ship(imo="2", sign="xyz"))
    assert world.count(Ship) == 2
    assert world.get(State, "IRN").name == "x"


def test_unique_values_are_kept_unique(world: Graph) -> None:
    world.merge(Ship(imo="1", sign="abc"), Ship(imo="2"), Ship(imo="3"))
    for write_twice in (
        lambda: world.merge(Ship(imo="4", sign="abc")),
        lambda: world.transact(lambda s: s.add(Ship(imo="4", sign="abc"))),
        lambda: world.transact(lambda s: setattr(s.get(Ship, "2"), "sign", "abc")),
    ):
        with pytest.raises(ConstraintViolation) as refused:
            write_twice()
        assert "abc" not in str(refused.value)
    assert world.count(Ship) == 3


# --- side by side -------------------------------------------------------------------------------------------------------


def together(number: int, work: Callable[[int], Any]) -> list[Any]:
    """Run work in so many threads that all begin at once."""
    barrier = threading.Barrier(number)

    def run(i: int) -> Any:
        barrier.wait()
        return work(i)

    with ThreadPoolExecutor(number) as pool:
        return [future.result() for future in [pool.submit(run, i) for i in range(number)]]


def test_increments_of_several_threads_are_all_there(world: Graph) -> None:
    def increment(s: Session) -> None:
        state = s.get(State, "IRN")
        state.population = (state.population or 0) + 1

    def work(_: int) -> None:
        for _ in range(10):
            world.transact(increment)

    together(4, work)
    assert world.get(State, "IRN").population == 41


def test_many_threads_merge_the_same_new_keys(world: Graph) -> None:
    def work(i: int) -> int:
        people = [Leader(key=f"k{n}", name=str(i)) if n % 2 else Person(key=f"k{n}") for n in range(20)]
        rules = [Rules(start=ref(Leader, f"k{n}"), end=ref(State, "IRN")) for n in range(20) if n % 2]
        return world.merge(people, rules).created

    assert sum(together(8, work)) == 30
    assert world.run("MATCH (p:Person) WHERE p.key STARTS WITH 'k' RETURN count(p) AS n", into=int) == [20]
    assert world.count(Rules) == 10


def test_many_threads_merge_the_same_new_relationship(world: Graph) -> None:
    def work(_: int) -> int:
        term = member("IRN", "sco", "2024")
        return world.merge(term, Borders(start=ref(State, "IRN"), end=ref(State, "RUS"), km=1)).created

    assert sum(together(8, work)) == 2
    assert world.count(select(MemberOf).where(MemberOf.since == "2024")) == 1
    assert world.count(Borders) == 1


def test_many_threads_meet_the_same_new_model(graph: Graph) -> None:
    together(6, lambda i: graph.merge(Ship(imo=str(i), sign=str(i))))
    assert graph.count(Ship) == 6
    assert len([item for item in graph.schema.read() if item.of == "Ship" and item.kind == "unique"]) == 2


def test_a_conflict_ends_a_plain_session_and_it_is_not_run_again(world: Graph) -> None:
    runs, started, go_on = [0], threading.Event(), threading.Event()

    def slow() -> None:
        with world.session() as s:
            runs[0] += 1
            iran = s.get(State, "IRN")
            iran.population = (iran.population or 0) + 100
            started.set()
            go_on.wait(20)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(slow)
        assert started.wait(20)
        world.transact(lambda s: setattr(s.get(State, "IRN"), "population", 7))
        go_on.set()
        with pytest.raises(Conflict):
            future.result()
    assert world.get(State, "IRN").population == 7
    assert runs == [1]


def test_a_default_that_stands_for_nothing_can_be_changed(world: Graph, driver: neo4j.Driver) -> None:
    write(driver, "MATCH (n:Leader) REMOVE n.office")
    with world.session() as s:
        leader = s.get(Leader, "p")
        assert leader.office == "President"
        leader.office = "King"
    assert world.get(Leader, "p").office == "King"


def test_a_period_written_by_hand_can_be_changed(world: Graph, driver: neo4j.Driver) -> None:
    write(driver, "MATCH (:State {iso3: 'IRN'})-[m:MEMBER_OF]->() SET m.valid_text = '2001/2014'")
    with world.session() as s:
        term = s.get(MemberOf, start="IRN", end="sco")
        assert term.valid == Period("2001", "2015-01-01")
        term.status = "x"
    assert world.get(MemberOf, start="IRN", end="sco").status == "x"


def test_deadlock_is_a_conflict(world: Graph) -> None:
    """Two sessions that each wait for the other's node: at least one is told; what was told was not written."""
    barrier = threading.Barrier(2)

    def work(i: int) -> bool:
        first, second = ("IRN", "RUS") if i else ("RUS", "IRN")
        try:
            with world.session() as s:
                s.get(State, first).population = 10 + i
                s.flush()
                barrier.wait(20)
                s.get(State, second).population = 10 + i
        except Conflict:
            return False
        return True

    done = together(2, work)
    assert done.count(True) <= 1 or len({world.get(State, key).population for key in ("IRN", "RUS")}) == 1
    if done.count(True) == 1:
        assert {world.get(State, key).population for key in ("IRN", "RUS")} == {10 + done.index(True)}


def test_a_read_in_a_loop_while_others_write(world: Graph) -> None:
    def work(i: int) -> set[int]:
        if i == 0:
            for n in range(20):
                world.merge(State(iso3="IRN", name="x", population=n), State(iso3="RUS", name="x", population=n))
            return set()
        return {len({s.population for s in world.all(State)}) for _ in range(20)}

    counts = set[int]().union(*together(3, work))
    assert counts <= {1, 2}
    assert [s.population for s in world.all(State)] == [19, 19]
