"""Nothing of a what-if is ever stored: not at its end, not when its body raises, not when the process dies."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

import graphmodel
from graphmodel import AsyncWorld, Period, World, ref
from graphmodel.domain import MemberOf, Organization, Sanctions, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.engines import open_embedded
from graphmodel.errors import EngineError, GraphClosed, MissingEndpoint, QueryError, WriteError

from ..support.engines import Place

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(graphmodel.__file__).parents[1])}


def stored(world: World) -> list[str]:
    """Everything that is in a graph, as text."""
    nodes = world.records("MATCH (n) RETURN labels(n) AS l, properties(n) AS p", reads=True)
    ties = world.records(
        "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS t, b.key AS b, properties(r) AS p", reads=True
    )
    return sorted(json.dumps(each, default=str, sort_keys=True) for each in (*nodes, *ties))


@pytest.fixture
def small(empty_world: World) -> World:
    """Two states, one of which is in an organization."""
    a, b = State(key="AAA", name="Land A"), State(key="BBB", name="Land B")
    org = Organization(key="org", name="Org", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    since = Period("2000-01-01")
    empty_world.merge(a, b, org, member(a, org, since))
    return empty_world


def member(state: State, org: Organization, since: Period, run: int = 1) -> MemberOf:
    return MemberOf(
        start=state,
        end=org,
        spell=f"{org.key}.{state.key}.{run}",
        status=MembershipStatus.MEMBER,
        valid=since,
        full=since,
    )


def test_nothing_is_stored_at_the_end(small: World) -> None:
    before = stored(small)
    with small.what_if() as w:
        w.join("Land B", "Org", since="2020-01-01")
        w.sign("AAA", "BBB", terms=["defense"], since="2020-01-01")
        w.leave("AAA", "org", on="2024-01-01")
        w.add(Sanctions(start=ref(State, "AAA"), end=ref(State, "BBB"), spell="x", valid=Period("2021")))
        w.run("MATCH (s:State {key: 'BBB'}) SET s.name = 'Renamed'")
        w.delete(ref(Organization, "org"), detach=True)
        assert len(stored(w)) != len(before)
        assert stored(small) == before  # nor is it seen beside, while it lasts
    assert stored(small) == before


def test_nothing_is_stored_when_the_body_raises(small: World) -> None:
    before = stored(small)
    with pytest.raises(ZeroDivisionError), small.what_if() as w:
        raise ZeroDivisionError(w.join("BBB", "org", since="2020-01-01"))
    assert stored(small) == before
    with pytest.raises(MissingEndpoint), small.what_if() as w:
        w.add(member(ref(State, "CCC"), ref(Organization, "org"), Period("2020")))
    assert stored(small) == before
    with small.what_if() as w:
        w.join("BBB", "org", since="2020-01-01")
        with pytest.raises(MissingEndpoint):
            w.add(member(ref(State, "CCC"), ref(Organization, "org"), Period("2020")))
        with pytest.raises(
            WriteError, match="failed"
        ):  # half of a step may be there: no answer is better than a wrong one
            w.count(State)
    assert stored(small) == before
    small.merge(member(ref(State, "BBB"), ref(Organization, "org"), Period("2020")))  # no lock is left


def test_it_cannot_be_used_when_it_has_ended(small: World) -> None:
    with small.what_if() as w:
        w.join("BBB", "org", since="2020-01-01")
    for use in (
        lambda: w.count(State),
        lambda: w.analyses.co_membership(as_of="2021-01-01"),
        lambda: w.join("BBB", "org", since="2020-01-01"),
        lambda: list(w.stream(State)),
        lambda: w.transact(lambda session: session.count(State)),
    ):
        with pytest.raises(GraphClosed, match="nothing of it was stored"):
            use()
    w.close()  # again is no error
    assert small.count(State) == 2  # the world itself stays open


def test_there_is_no_way_out_of_it(small: World) -> None:
    before = stored(small)
    with small.what_if() as w:
        w.add(State(key="CCC", name="Land C"))
        for way_out in (
            w.session,
            w.what_if,
            lambda: w.using(database="other"),
            lambda: w.schema,
            lambda: w.merge(State(key="DDD", name="Land D"), commit_every=1),
            lambda: w.transact(lambda session: session.commit()),
        ):
            with pytest.raises(QueryError):
                way_out()
        w.transact(lambda session: session.add(State(key="EEE", name="Land E")))
        assert w.lookup(State, "Land E").key == "EEE"
    assert stored(small) == before


INVENTED = (
    "CREATE (:SecretIdea {plan: 1})-[:SECRET_TIE]->(:SecretIdea)",
    "MATCH (s:State) SET s:SecretLabel",
    "MATCH (s:State {key: 'AAA'}) CREATE (s)-[:SECRET_TIE]->(s)",
    "MERGE (:State:Event {key: 'secret'})",
)
"""What would make a label, a type or a combination of labels."""


@pytest.mark.engine("embedded")  # elsewhere a roll back undoes these too
@pytest.mark.parametrize(
    "text",
    [
        *INVENTED,
        "CREATE INDEX secret FOR (s:State) ON (s.secret)",
        "CREATE CONSTRAINT secret FOR (s:State) REQUIRE s.secret IS UNIQUE",
    ],
)
def test_no_name_is_left_behind(small: World, text: str) -> None:
    def there() -> tuple[Any, ...]:
        names = [small.records(f"CALL {of}()", reads=True) for of in ("db.labels", "db.relationshipTypes")]
        return stored(small), names, small.schema.read()

    before = there()
    with small.what_if() as w, pytest.raises(QueryError, match="does not have, or an index"):
        w.run(text)
    with small.what_if() as w, pytest.raises(QueryError, match="does not have, or an index"):
        w.transact(lambda session: session.run(text))
    assert there() == before


@pytest.mark.engine("embedded")
def test_by_url_no_name_is_left_behind_either(tmp_path: Path) -> None:
    """Whoever comes in by URL as root supposes as the user who may make no label, and reads as the one who may not write."""

    def labels(world: World) -> Any:
        return [world.records(f"CALL {of}()", reads=True) for of in ("db.labels", "db.relationshipTypes")]

    async def awaited(url: str, auth: Any) -> None:
        async with await AsyncWorld.connect(url, auth=auth, schema="ensure") as world:
            with pytest.raises(EngineError):
                await world.run("CREATE (:SecretIdea)", reads=True)

    with open_embedded(tmp_path / "a.graph") as engine:
        with World.connect(tmp_path / "a.graph") as world:
            world.merge(State(key="AAA", name="Land A"))
        with World.connect(engine.url, auth=engine.auth, schema="ensure") as world:
            before = labels(world)
            with world.what_if() as w:
                w.add(State(key="BBB", name="Land B"))
                assert w.count(State) == 2
            for text in INVENTED:
                with world.what_if() as w, pytest.raises(QueryError, match="does not have, or an index"):
                    w.run(text)
            with pytest.raises(EngineError):
                world.run("CREATE (:SecretIdea)", reads=True)
            asyncio.run(awaited(engine.url, engine.auth))
            assert labels(world) == before
            assert world.count(State) == 1
        with World.connect(engine.url, auth=engine.writer, schema="off") as world:  # who is no root stays who they are
            assert world.count(State) == 1


def test_what_commits_by_itself_is_refused(small: World) -> None:
    before = stored(small)
    text = "UNWIND ['XXX'] AS key CALL (key) { CREATE (:State {key: key, name: 'Land X'}) } IN TRANSACTIONS OF 1 ROWS"
    with small.what_if() as w, pytest.raises(EngineError):
        w.run(text)
    with small.what_if() as w, pytest.raises(EngineError):
        w.transact(lambda session: session.run(text))
    with pytest.raises(EngineError), small.session() as session:
        session.run(text)
    assert stored(small) == before


@pytest.mark.engine("embedded")
def test_a_first_pact_is_supposed_and_the_files_stay_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "a.graph"

    def files() -> dict[str, str]:
        return {each.name: each.read_text() for each in (folder / "data").rglob("schema*.json")}

    with World.connect(folder) as world:
        a, b = State(key="AAA", name="Land A"), State(key="BBB", name="Land B")
        world.merge(a, b, Organization(key="org", name="Org", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION))
        before = files()
        with world.what_if() as w:  # the graph has no membership and no pact
            w.join("AAA", "org", since="2020-01-01")
            w.leave("AAA", "org", on="2021-01-01")
            w.sign("AAA", "BBB", terms=["defense"], since="2020-01-01")
            w.add(Sanctions(start=a, end=b, spell="x", valid=Period("2021")))
            w.run("MATCH (s:State) SET s.secret_name = 'secret value'")
    assert files() == before
    assert not [each for each in folder.rglob("*") if each.is_file() and b"secret" in each.read_bytes()]


@pytest.mark.engine("neo4j")  # the embedded engine makes its schema when a folder is opened
def test_no_constraint_or_index_is_made(place: Place) -> None:
    with World.connect(place.url, auth=place.auth, schema="off") as world:
        with world.what_if() as w:
            w.add(State(key="AAA", name="Land A"))
        assert not world.schema.read()


def test_it_belongs_to_its_thread(small: World) -> None:
    raised: list[BaseException] = []

    def ask(w: World) -> None:
        try:
            w.count(State)
        except QueryError as error:
            raised.append(error)

    with small.what_if() as w:
        thread = threading.Thread(target=ask, args=(w,))
        thread.start()
        thread.join()
    assert "thread" in str(raised[0])


CHILD = """
    import os, sys, time
    from graphmodel import World

    target, user, password = sys.argv[1:]
    options = {"auth": (user, password), "schema": "ensure"} if user else {}
    with World.connect(target, **options) as world, world.what_if() as w:
        w.join("BBB", "org", since="2020-01-01")
        w.leave("AAA", "org", on="2024-01-01")
        w.sign("AAA", "BBB", terms=["defense"], since="2020-01-01")
        print(len(w.analyses.co_membership(as_of="2021-01-01")), flush=True)
        for text in sys.stdin.readline().split("|"):
            try:
                w.run(text)
            except Exception:
                pass
        print("invented", flush=True)
        time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on this platform")
def test_nothing_is_stored_when_the_process_is_killed(place: Place, tmp_path: Path) -> None:
    embedded = place.folder is not None
    target = str(tmp_path / "a.graph" if embedded else place.url)  # the folder of the place is open here
    auth: Any = ("", "") if embedded else place.auth

    def opened() -> World:
        return World.connect(target) if embedded else World.connect(target, auth=auth, schema="ensure")

    with opened() as world:
        a, b = State(key="AAA", name="Land A"), State(key="BBB", name="Land B")
        org = Organization(key="org", name="Org", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
        world.merge(a, b, org, member(a, org, Period("2000-01-01")))
        before = stored(world)
    command = [sys.executable, "-c", textwrap.dedent(CHILD), target, *auth]
    piped: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=ENVIRONMENT, **piped) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        said = child.stdout.readline()  # it has written, asked, and is in the middle
        print("|".join(INVENTED), file=child.stdin, flush=True)
        said += child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        assert (said, child.stderr.read()) == ("1\ninvented\n", "")
    if embedded:
        assert not [each for each in Path(target).rglob("*") if each.is_file() and b"ecret" in each.read_bytes()]
    with opened() as world:
        assert stored(world) == before
        world.merge(member(world.get(State, "BBB"), world.get(Organization, "org"), Period("2020")))  # no lock is left
        assert len(stored(world)) == len(before) + 1
