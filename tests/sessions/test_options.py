"""What a session is told to do with its objects, and what it and a graph are opened with."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import neo4j
import pytest

from graphmodel import Graph, connect, ref, select, tracer, unexpected
from graphmodel.errors import (
    ConnectionFailed,
    EngineError,
    GraphClosed,
    HasRelationships,
    MissingEndpoint,
    NotFound,
    NotLoaded,
    NotSupported,
    QueryError,
    ReadOnlyViolation,
    StatementError,
    WriteError,
)

from ..model.toy import Leader, MemberOf, Person, State, member
from ..support.engines import Place


def write(driver: neo4j.Driver, text: str, **parameters: Any) -> None:
    with driver.session() as session:
        session.execute_write(lambda tx: tx.run(text, parameters).consume())  # pyright: ignore[reportArgumentType]


def test_a_flush_counts_what_was_added_and_what_was_changed(world: Graph) -> None:
    with world.session() as s:
        s.get(State, "IRN").population = 7
        s.add(Person(key="new"))
        report = s.flush()
        assert {kind: (w.created, w.updated) for kind, w in report} == {"Person": (1, 0), "State": (0, 1)}
        assert s.flush().kinds == {}


def test_refresh_reads_again_in_place(world: Graph) -> None:
    with world.session() as s:
        iran, term = s.get(State, "IRN"), s.get(MemberOf, start="IRN", end="sco")
        iran.population, term.status = 2, "observer"
        s.refresh(iran, term)
        assert (iran.population, term.status) == (1, "member")
        assert s.get(State, "IRN") is iran
        with tracer() as trace:
            s.flush()
        assert len(trace) == 0
        iran.population = 3
    assert world.get(State, "IRN").population == 3


def test_refresh_sees_what_others_wrote(world: Graph, driver: neo4j.Driver) -> None:
    s = world.session()
    iran = s.get(State, "IRN")
    s.rollback()
    write(driver, "MATCH (s:State {iso3: 'IRN'}) SET s.population = 77, s.extra = 'kept' REMOVE s.name")
    with world.session() as s, pytest.raises(WriteError, match="not an object of this session"):
        s.refresh(iran)
    write(driver, "MATCH (s:State {iso3: 'IRN'}) SET s.name = 'Persia'")
    with world.session() as s:
        iran = s.get(State, "IRN")
        write(driver, "MATCH (s:State {iso3: 'RUS'}) SET s.population = 77, s.extra = 'kept'")
        russia = s.get(State, "RUS")
        s.refresh(russia)
        assert (iran.name, russia.population, unexpected(russia)[1]) == ("Persia", 77, {"extra": "kept"})


def test_what_cannot_be_refreshed(world: Graph) -> None:
    with world.session() as s:
        new = Person(key="new")
        with pytest.raises(WriteError, match="not an object of this session"):
            s.refresh(new)
        s.add(new)
        with pytest.raises(WriteError, match="not yet sent"):
            s.refresh(new)
        s.flush()
        s.run("MATCH (p:Person {key: 'new'}) DELETE p")
        with pytest.raises(NotFound, match="no longer"):
            s.refresh(new)
        term = s.get(MemberOf, start="IRN", end="sco")
        with pytest.raises(NotLoaded):
            s.refresh(term.end)
        s.expunge(new)


def test_expunged_objects_are_let_go(world: Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        added = Person(key="never")
        s.add(added)
        iran.population = 5
        s.expunge([iran, added])
        again = s.get(State, "IRN")
        assert again is not iran
        assert (iran.population, again.population) == (5, 1)
        with pytest.raises(WriteError):
            s.expunge(iran)
    assert world.find(Person, "never") is None
    assert world.get(State, "IRN").population == 1


def test_nesting_is_refused(world: Graph) -> None:
    with world.session() as s:
        with pytest.raises(QueryError, match="none within another"), s:
            pass
        with pytest.raises(QueryError, match="none within another"):
            s.session()
        with pytest.raises(QueryError, match="none within another"):
            s.transact()
        assert s.get(State, "IRN").name == "Iran"


def test_a_reading_session_cannot_write(world: Graph) -> None:
    s = world.session("read")
    s.get(State, "IRN").population = 7
    with pytest.raises(ReadOnlyViolation):
        s.flush()
    s.rollback()
    s = world.session("read")
    s.add(Person(key="x"))
    with pytest.raises(ReadOnlyViolation):
        s.commit()
    s.rollback()
    assert (world.get(State, "IRN").population, world.count(Person)) == (1, 1)


@pytest.mark.engine("embedded")
def test_one_writer_at_a_time_is_said_and_not_waited_for(world: Graph) -> None:
    with world.session() as s:
        s.add(member("IRN", "sco", "1999"))
        s.flush()
        with pytest.raises(WriteError, match="write through that session"):
            world.merge(member("IRN", "sco", "1999"))
        with world.session() as other:
            other.add(member("IRN", "sco", "1999"))
            with pytest.raises(WriteError, match="one writer at a time"):
                other.flush()
            other.rollback()
    assert world.count(MemberOf) == 3


def test_other_options_over_the_same_pool(world: Graph) -> None:
    same = world.using()
    assert same.get(State, "IRN").name == "Iran"
    same.close()
    with pytest.raises(GraphClosed):
        same.get(State, "IRN")
    assert world.get(State, "IRN").name == "Iran"


@pytest.mark.engine("neo4j")
def test_using_other_options_on_a_server(world: Graph) -> None:
    hurried = world.using(timeout=0.2)
    with pytest.raises(EngineError):
        hurried.run("UNWIND range(1, 100000000) AS i WITH sum(i * i % 7) AS s RETURN s", reads=True)
    assert world.using(database="neo4j").get(State, "IRN").name == "Iran"
    with pytest.raises(ConnectionFailed, match="nowhere"):
        world.using(database="nowhere").get(State, "IRN")
    with pytest.raises(
        EngineError, match="Impersonation"
    ):  # the tested edition has none: it was passed on, and refused
        world.using(impersonated_user="neo4j").get(State, "IRN")


@pytest.mark.engine("embedded")
def test_what_the_embedded_engine_cannot_do_is_said(world: Graph) -> None:
    with pytest.raises(NotSupported, match="impersonation"):
        world.using(impersonated_user="somebody")
    with pytest.raises(NotSupported, match="one graph in a folder"):
        world.using(database="other")
    with pytest.raises(NotSupported, match="transaction_timeouts"):
        world.using(timeout=1.0)


@pytest.mark.engine("neo4j")
def test_bookmarks_go_from_graph_to_graph(world: Graph, place: Place) -> None:
    before = world.bookmarks
    world.merge(Person(key="later"))
    after = world.bookmarks
    assert after
    assert after != before
    with connect(place.url, auth=place.auth) as elsewhere:
        assert elsewhere.using(bookmarks=after).get(Person, "later").key == "later"
        with elsewhere.using(bookmarks=after).session() as s:
            assert s.get(Person, "later").key == "later"
        with pytest.raises(EngineError):
            elsewhere.using(bookmarks=["no bookmark"]).get(Person, "later")


def test_objects_outlive_their_session(world: Graph) -> None:
    with world.session() as s:
        pair = s.one(select(State, MemberOf).where(State.iso3 == "IRN"))
    iran, term = pair
    iran.population = 50
    assert term.start is iran
    assert term.model_dump()["start"]["population"] == 50
    world.merge(iran)
    with world.session() as s:
        s.add(iran)
        iran.name = "Persia"
    assert (world.get(State, "IRN").name, world.get(State, "IRN").population) == ("Persia", 50)


# --- what fails half-way is undone as a whole ------------------------------------------------------------------------------


def test_a_caught_missing_end_leaves_nothing_half_written(world: Graph) -> None:
    s = world.session()
    with pytest.raises(MissingEndpoint):
        s.merge(Person(key="new"), member("XXX", "sco", "1"))
    with pytest.raises(WriteError, match=r"failed \(MissingEndpoint\).*as a whole"):
        s.get(State, "IRN")
    with pytest.raises(WriteError, match="as a whole"):
        s.commit()
    s.rollback()
    assert world.find(Person, "new") is None


def test_a_block_that_swallowed_a_failed_write_says_so(world: Graph) -> None:
    def swallow() -> None:
        with world.session() as s:
            s.merge(Person(key="new"))
            with contextlib.suppress(MissingEndpoint):
                s.merge(Person(key="other"), member("XXX", "sco", "1"))

    with pytest.raises(WriteError, match="as a whole"):
        swallow()
    assert world.count(Person) == 1


def test_a_caught_refusal_to_delete_deletes_nothing(world: Graph) -> None:
    world.merge(Person(key="lonely"))
    s = world.session()
    with pytest.raises(HasRelationships):
        s.delete(ref(Person, "lonely"), ref(State, "IRN"))
    with pytest.raises(WriteError, match="as a whole"):
        s.commit()
    s.rollback()
    assert world.find(Person, "lonely") is not None
    with world.session() as s:
        with pytest.raises(HasRelationships):
            s.delete(ref(State, "IRN"))
        assert s.delete(ref(State, "IRN"), detach=True) == 1  # nothing had been written: the session goes on


def test_a_caught_error_of_the_database_ends_the_session(world: Graph) -> None:
    s = world.session()
    with pytest.raises(StatementError):
        s.run("RETURN nothing", reads=True)
    with pytest.raises(WriteError, match="StatementError"):
        s.commit()
    s.rollback()


def test_reads_that_write_are_undone(world: Graph) -> None:
    for access in ("read", "write"):
        s = world.session("read" if access == "read" else "write")
        with pytest.raises(ReadOnlyViolation):
            s.run("CREATE (:Person {key: 'sneaked'})", reads=access == "write")
        with pytest.raises(WriteError, match="ReadOnlyViolation"):
            s.commit()
        s.rollback()
    assert world.find(Person, "sneaked") is None


def test_another_thread_cannot_end_a_session(world: Graph) -> None:
    with world.session() as s, ThreadPoolExecutor(1) as pool:
        with pytest.raises(QueryError, match="belongs to the thread"):
            pool.submit(s.rollback).result()
        rows = s.stream(State)
        next(rows)
    with pytest.raises(GraphClosed):
        list(rows)


def test_an_object_that_turns_out_to_be_more(world: Graph) -> None:
    world.merge(Person(key="up"))
    with world.session() as s:
        person = s.get(Person, "up")
        s.merge(Leader(key="up", office="Pope"))
        leader = s.get(Leader, "up")
        assert (type(leader), leader.office) == (Leader, "Pope")
        assert s.get(Person, "up") is leader
        assert person.key == "up"
    with world.session() as s:
        person = s.get(Person, "p")
        assert type(person) is Leader
