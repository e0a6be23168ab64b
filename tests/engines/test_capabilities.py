"""Each capability is tried on each engine, so that what `Capabilities` says is what the engine does."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import LiteralString

import neo4j
import pytest
from neo4j.exceptions import ClientError, ConstraintError, Neo4jError, TransientError

from graphmodel.engines import EMBEDDED, NEO4J, Capabilities
from graphmodel.errors import NotSupported

from ..support.engines import Engine


def write(driver: neo4j.Driver, text: LiteralString, **parameters: object) -> list[neo4j.Record]:
    with driver.session() as session:
        return session.execute_write(lambda transaction: list(transaction.run(text, parameters)))


def refused(driver: neo4j.Driver, text: LiteralString) -> bool:
    try:
        write(driver, text)
    except Neo4jError:
        return True
    return False


def count(driver: neo4j.Driver, text: LiteralString) -> int:
    return int(write(driver, text)[0][0])


def enforces_read_access(driver: neo4j.Driver) -> bool:
    with driver.session() as session:
        try:
            session.execute_read(lambda transaction: transaction.run("CREATE (:Probe)").consume())
        except ClientError:
            return True
    assert count(driver, "MATCH (n:Probe) RETURN count(n)") == 1
    return False


def atomic_auto_commit(driver: neo4j.Driver) -> bool:
    with driver.session() as session, pytest.raises(ClientError, match="zero"):
        session.run("UNWIND range(1, 10) AS r CREATE (:Probe) WITH r RETURN 1 / (5 - r) AS x").consume()
    auto = count(driver, "MATCH (n:Probe) RETURN count(n)")
    with pytest.raises(ClientError, match="zero"):  # in a transaction it is atomic on every engine
        write(driver, "UNWIND range(1, 10) AS r CREATE (:Other) WITH r RETURN 1 / (5 - r) AS x")
    assert count(driver, "MATCH (n:Other) RETURN count(n)") == 0
    return auto == 0


def rolls_back_schema(driver: neo4j.Driver) -> bool:
    with driver.session() as session, session.begin_transaction() as transaction:
        transaction.run("CREATE INDEX probe_index FOR (n:Probe) ON (n.p)").consume()
        transaction.rollback()
    return not write(driver, "SHOW INDEXES YIELD name WHERE name = 'probe_index' RETURN name")


def refuses_inner_commits(driver: neo4j.Driver) -> bool:
    text: LiteralString = "UNWIND [1, 2] AS i CALL (i) { CREATE (:Probe {p: i}) } IN TRANSACTIONS OF 1 ROWS"
    try:
        with driver.session() as session, session.begin_transaction() as transaction:
            transaction.run(text).consume()
            transaction.rollback()
    except Neo4jError:
        return True
    assert count(driver, "MATCH (n:Probe) RETURN count(n)") == 2
    return False


def mixes_schema_and_data(driver: neo4j.Driver) -> bool:
    try:
        with driver.session() as session, session.begin_transaction() as transaction:
            transaction.run("CREATE (:Probe {p: '1'})").consume()
            transaction.run("CREATE INDEX probe_index FOR (n:Probe) ON (n.p)").consume()
            transaction.commit()
    except ClientError:
        return False
    return count(driver, "MATCH (n:Probe) RETURN count(n)") == 1


def transaction_timeouts(driver: neo4j.Driver) -> bool:
    try:
        with driver.session() as session, session.begin_transaction(timeout=0.1) as transaction:
            transaction.run("RETURN 1").consume()
            time.sleep(3)  # Neo4j looks every two seconds
            transaction.run("RETURN 1").consume()
            transaction.commit()
    except (ClientError, TransientError) as error:
        return "TimedOut" in str(error)
    return False


def impersonation(driver: neo4j.Driver) -> bool:
    try:
        driver.execute_query("RETURN 1", impersonated_user_="nobody of this name")
    except (Neo4jError, neo4j.exceptions.ConfigurationError):
        return True
    return False


def waits_for_merge_of_same_key(driver: neo4j.Driver) -> bool:
    write(driver, "CREATE CONSTRAINT probe_key FOR (n:Probe) REQUIRE n.key IS UNIQUE")
    merge: LiteralString = "MERGE (:Probe {key: 'a'})"
    with driver.session() as first, driver.session() as second, ThreadPoolExecutor(1) as other:
        one, two = first.begin_transaction(), second.begin_transaction()
        one.run(merge).consume()
        waiting = other.submit(lambda: two.run(merge).consume())
        time.sleep(0.3)
        one.commit()
        try:
            waiting.result(30)
            two.commit()
        except ConstraintError:
            return False
        finally:
            assert count(driver, "MATCH (n:Probe) RETURN count(n)") == 1
    return True


def locks_merged_relationships(driver: neo4j.Driver) -> bool:
    # Nodes with relationships already: the first of a node changes the node itself, and is a conflict.
    write(driver, "CREATE (a:Probe {key: 'a'})-[:TO {k: '0'}]->(b:Probe {key: 'b'})-[:TO {k: '0'}]->(a)")
    merge: LiteralString = "MATCH (a:Probe {key: 'a'}) MATCH (b:Probe {key: 'b'}) MERGE (a)-[:TO {k: '1'}]->(b)"
    with driver.session() as first, driver.session() as second, ThreadPoolExecutor(1) as other:
        one, two = first.begin_transaction(), second.begin_transaction()
        one.run(merge).consume()
        waiting = other.submit(lambda: two.run(merge).consume())
        time.sleep(0.3)
        one.commit()
        waiting.result(30)
        two.commit()
    return count(driver, "MATCH ()-[r:TO {k: '1'}]->() RETURN count(r)") == 1


def merges_several_labels(driver: neo4j.Driver) -> bool:
    write(driver, "CREATE CONSTRAINT probe_key FOR (n:Probe) REQUIRE n.key IS UNIQUE")
    return not refused(driver, "MERGE (n:Probe {key: 'a'}) SET n:Special")


def stable_element_ids(driver: neo4j.Driver) -> bool:
    before = write(driver, "CREATE (n:Probe {key: 'a'}) RETURN elementId(n)")[0][0]
    write(driver, "MATCH (n:Probe) SET n:Special")
    return bool(write(driver, "MATCH (n:Probe) RETURN elementId(n)")[0][0] == before)


def partial_composite_keys(driver: neo4j.Driver) -> bool:
    write(driver, "CREATE CONSTRAINT probe_key FOR (n:Probe) REQUIRE (n.a, n.b) IS UNIQUE")
    write(driver, "CREATE (:Probe {a: 'x'})")
    return not refused(driver, "CREATE (:Probe {a: 'x'})")


def shortest_k(driver: neo4j.Driver) -> bool:
    write(driver, "CREATE (:Probe {key: 'a'})-[:TO]->(:Probe {key: 'b'})")
    return not refused(driver, "MATCH p = SHORTEST 1 (:Probe {key: 'a'})-[:TO]->+(:Probe {key: 'b'}) RETURN length(p)")


def dynamic_labels(driver: neo4j.Driver) -> bool:
    return bool(write(driver, "CREATE (n:$($label)) RETURN labels(n)", label="Probe")[0][0] == ["Probe"])


def fulltext_and_vector_indexes(driver: neo4j.Driver) -> bool:
    fulltext = not refused(driver, "CREATE FULLTEXT INDEX probe_text FOR (n:Probe) ON EACH [n.name]")
    vector = not refused(
        driver,
        "CREATE VECTOR INDEX probe_vector FOR (n:Probe) ON (n.v) OPTIONS {indexConfig: "
        "{`vector.dimensions`: 3, `vector.similarity_function`: 'cosine'}}",
    )
    assert fulltext == vector
    return fulltext


def point_indexes(driver: neo4j.Driver) -> bool:
    assert not refused(driver, "CREATE POINT INDEX probe_point FOR (n:Probe) ON (n.at)")
    return ["probe_point", "POINT"] in [record.values() for record in write(driver, "SHOW INDEXES YIELD name, type")]


PROBES: list[Callable[[neo4j.Driver], bool]] = [
    enforces_read_access,
    atomic_auto_commit,
    rolls_back_schema,
    refuses_inner_commits,
    mixes_schema_and_data,
    transaction_timeouts,
    impersonation,
    waits_for_merge_of_same_key,
    locks_merged_relationships,
    merges_several_labels,
    stable_element_ids,
    partial_composite_keys,
    shortest_k,
    dynamic_labels,
    fulltext_and_vector_indexes,
    point_indexes,
]
NAMES = [probe.__name__ for probe in PROBES]


@pytest.mark.parametrize("probe", PROBES, ids=NAMES)
def test_the_engine_does_what_is_said_of_it(
    engine: Engine, driver: neo4j.Driver, probe: Callable[[neo4j.Driver], bool]
) -> None:
    said = EMBEDDED if engine.embedded else NEO4J
    assert probe(driver) == getattr(said, probe.__name__)


def test_every_capability_is_tried() -> None:
    assert [field.name for field in fields(Capabilities) if field.name != "engine"] == NAMES


def test_what_is_missing_is_named_with_its_engine() -> None:
    NEO4J.require("shortest_k")
    with pytest.raises(NotSupported, match=r"embedded engine does not support 'shortest_k'\. Use a Neo4j") as raised:
        EMBEDDED.require("shortest_k")
    assert (raised.value.engine, raised.value.feature) == (EMBEDDED.engine, "shortest_k")
    with pytest.raises(AttributeError, match="shortest_l"):
        EMBEDDED.require("shortest_l")
    with pytest.raises(NotSupported) as raised:
        NEO4J.require("mixes_schema_and_data")
    assert "Use a Neo4j" not in str(raised.value)
