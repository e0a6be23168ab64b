"""`version: Version` turns on optimistic locking: a change based on an old state is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphmodel import Graph, Key, Node, Relationship, Session, Version
from graphmodel.errors import StaleWrite, WriteError


class Account(Node):
    key: Key[str]
    owner: str = "?"
    amount: int = 0
    version: Version = 0


class Owes(Relationship[Account, Account]):
    amount: int = 0
    revision: Version = 0


class Saving(Account):
    rate: float = 0.0


def versions(driver: neo4j.Driver) -> list[list[object]]:
    with driver.session() as session:
        return [r.values() for r in session.run("MATCH (n:Account) RETURN n.key, n.amount, n.version ORDER BY n.key")]


def test_changes_count_the_version_up(graph: Graph, driver: neo4j.Driver) -> None:
    account = Account(key="a")
    graph.merge(account, Account(key="b"))
    assert versions(driver) == [["a", 0, 0], ["b", 0, 0]]
    with graph.session() as s:
        a = s.get(Account, "a")
        a.amount = 1
        s.flush()
        assert a.version == 1
        a.amount = 2
    assert a.version == 2
    assert versions(driver) == [["a", 2, 2], ["b", 0, 0]]
    with graph.session() as s:
        s.get(Account, "a").amount = 2
    assert versions(driver)[0] == ["a", 2, 2]


def test_a_stale_change_is_refused(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Account(key="a"), Account(key="b"))
    with graph.session() as first:
        a = first.get(Account, "a")
        with graph.session() as second:
            second.get(Account, "a").owner = "somebody"
        a.amount = 5  # another field, and still: the whole object is guarded
        with pytest.raises(StaleWrite, match="Read it again"):
            first.flush()
        first.rollback()
    assert versions(driver) == [["a", 0, 1], ["b", 0, 0]]


def test_a_form_that_was_open_too_long(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Account(key="a"))
    form, other = graph.get(Account, "a"), graph.get(Account, "a")
    other.amount = 7
    assert graph.merge(other).updated == 1
    assert other.version == 1
    form.amount = 8
    with pytest.raises(StaleWrite, match="1 of 1"):
        graph.merge(form, Account(key="c", version=0))
    assert versions(driver) == [["a", 7, 1]]
    with pytest.raises(StaleWrite), graph.session() as s:
        s.add(form)
    other.amount = 9
    assert graph.merge(other).updated == 1
    assert (other.version, versions(driver)) == (2, [["a", 9, 2]])


def test_what_does_not_differ_is_not_stale(graph: Graph) -> None:
    graph.merge(Account(key="a", amount=1))
    old = graph.get(Account, "a")
    with graph.session() as s:
        s.get(Account, "a").amount = 2
    with graph.session() as s:
        s.get(Account, "a").amount = 1
    assert graph.merge(old).unchanged == 1
    assert old.version == 2


def test_objects_made_anew_are_merged_blindly_and_counted(graph: Graph, driver: neo4j.Driver) -> None:
    for amount in (1, 1, 2, 2, 3):
        graph.merge(Account(key="a", amount=amount))
    assert versions(driver) == [["a", 3, 2]]


def test_relationships_and_subclasses(graph: Graph, driver: neo4j.Driver) -> None:
    a, b = Account(key="a"), Saving(key="b", rate=0.5)
    graph.merge(a, b, Owes(start=a, end=b, amount=1))
    with graph.session() as s:
        s.get(Saving, "b").rate = 0.25
        owes = s.get(Owes, start=s.get(Account, "a"), end=s.get(Saving, "b"))
        owes.amount = 2
    assert owes.revision == 1
    stale = graph.get(Owes, start=a, end=b)
    with graph.session() as s:
        s.get(Owes, start=a, end=b).amount = 3
    stale.amount = 4
    with pytest.raises(StaleWrite):
        graph.merge(stale)
    assert graph.get(Owes, start=a, end=b).amount == 3
    assert versions(driver) == [["a", 0, 0], ["b", 0, 1]]


def test_a_session_takes_over_what_it_merges(graph: Graph) -> None:
    graph.merge(Account(key="a"))
    with graph.session() as s:
        a = s.get(Account, "a")
        s.merge(Account(key="a", amount=3))
        assert (a.amount, a.version) == (3, 1)
        a.amount = 4
    assert (graph.get(Account, "a").amount, graph.get(Account, "a").version) == (4, 2)


def test_neighbours_are_left_alone(graph: Graph, driver: neo4j.Driver) -> None:
    a, b = Account(key="a"), Account(key="b")
    graph.merge(a, b, Owes(start=a, end=b))
    graph.merge(Owes(start=a, end=b, amount=9))
    assert versions(driver) == [["a", 0, 0], ["b", 0, 0]]


def test_nodes_without_a_version_yet(graph: Graph, driver: neo4j.Driver) -> None:
    graph.learn(Account)
    with driver.session() as session:
        session.run("CREATE (:Account {key: 'a', amount: 1})").consume()
    with graph.session() as s:
        s.get(Account, "a").amount = 2
    assert versions(driver) == [["a", 2, 1]]


def test_deleted_meanwhile(graph: Graph) -> None:
    graph.merge(Account(key="a"))
    with graph.session() as s:
        a = s.get(Account, "a")
        s.run("MATCH (a:Account) DELETE a")
        a.amount = 1
        with pytest.raises(StaleWrite, match="no longer in the graph"):
            s.flush()
        s.rollback()


def test_transact_reads_again_and_no_increment_is_lost(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Account(key="a"))

    def hit(s: Session) -> None:
        s.get(Account, "a").amount += 1

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(graph.transact, hit) for _ in range(20)]:
            done.result()
    assert versions(driver) == [["a", 20, 20]]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=8))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_editors_are_told_exactly_when_they_are_late(graph: Graph, steps: list[tuple[int, int]]) -> None:
    """Three editors with a copy each: one that others have overtaken is refused, and reads again."""
    graph.run("MATCH (a:Account) DELETE a")
    graph.merge(Account(key="a"))
    copies = [graph.get(Account, "a") for _ in range(3)]
    amount = version = 0
    for editor, wanted in steps:
        mine = copies[editor]
        mine.amount = wanted
        if wanted == amount or mine.version == version:
            graph.merge(mine)
            version += wanted != amount
            amount = wanted
            assert mine.version == version
        else:
            with pytest.raises(StaleWrite):
                graph.merge(mine)
            copies[editor] = graph.get(Account, "a")
        assert (graph.get(Account, "a").amount, graph.get(Account, "a").version) == (amount, version)


def test_a_caught_stale_write_writes_nothing(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Account(key="a"))
    late, quick = graph.get(Account, "a"), graph.get(Account, "a")
    quick.amount = 1
    graph.merge(quick)
    late.amount = 2
    s = graph.session()
    with pytest.raises(StaleWrite):
        s.merge(late)
    with pytest.raises(WriteError):
        s.commit()
    s.rollback()
    assert versions(driver) == [["a", 1, 1]]
