"""`Graph`: an open graph, and `connect`, which opens it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast, get_args
from urllib.parse import urlsplit

import neo4j

from graphmodel import schema
from graphmodel.engines import EMBEDDED, NEO4J, open_embedded
from graphmodel.engines.connection import Connection, Options
from graphmodel.engines.translate import DRIVER_ERRORS, translated
from graphmodel.errors import ConnectionFailed, ModelError, SchemaError
from graphmodel.model import GraphObject, NodeMapping, RelationshipMapping, mapping_of
from graphmodel.schema import SchemaItem
from graphmodel.sessions.operations import Operations
from graphmodel.sessions.session import Session

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.engines.connection import Executor

T = TypeVar("T")
SchemaMode = Literal["ensure", "check", "off"]
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class Schema:
    """The constraints and indexes of a graph: `graph.schema`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> list[SchemaItem]:
        """What is there."""
        return schema.read(self._connection)

    def plan(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models need and the graph lacks, of what its engine can have."""
        return schema.plan(self._connection, models)

    def unsupported(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models ask for and the engine cannot have, such as full-text indexes: searching them raises NotSupported."""
        return schema.unsupported(self._connection, models)

    def apply(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """Make what is missing; gives what was made. Raises SchemaError when the data are against it."""
        return schema.apply(self._connection, models)

    def check(self, *models: type[GraphObject]) -> None:
        """Raise SchemaError unless every uniqueness constraint of these models is there."""
        schema.check(self._connection, models)


class Graph(Operations):
    """An open graph, from `connect`. Each call is a transaction of its own, run again on a transient conflict.

    Close it, or use it in a `with` block. Threads may share it.
    """

    def __init__(self, connection: Connection, *, schema_mode: SchemaMode) -> None:
        self._connection = connection
        self._executor: Executor = connection
        self._mode: SchemaMode = schema_mode
        self._seen: dict[str, type[GraphObject]] = {}
        self._ready: set[tuple[int, bool]] = set()
        self._guard = threading.RLock()

    @property
    def schema(self) -> Schema:
        """Its constraints and indexes."""
        return Schema(self._connection)

    @property
    def models(self) -> list[type[GraphObject]]:
        """The models that it has met; of classes with one label or type the latest."""
        return list(self._seen.values())

    def learn(self, *models: type[GraphObject]) -> None:
        """Tell the graph of models before it meets them, so that hand-written Cypher is mapped to them."""
        self.meet(models, to_write=False)

    def meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> None:
        """See to the schema of models that are met for the first time, as `connect(schema=...)` says."""
        fresh = [model for model in dict.fromkeys(models) if (id(model), to_write) not in self._ready]
        if not fresh:
            return
        with self._guard:
            for model in fresh:
                self._remember(model)
            if self._mode == "ensure":
                schema.apply(self._connection, fresh)
            elif self._mode == "check" and to_write:
                schema.check(self._connection, fresh)
            # What is ready to be written is ready to be read; in "ensure" the other way round too.
            self._ready.update((id(model), way) for model in fresh for way in {False, to_write, self._mode == "ensure"})

    def _remember(self, model: type[GraphObject]) -> None:
        mapping = mapping_of(model)
        name = mapping.label if isinstance(mapping, NodeMapping) else mapping.type
        before = self._seen.get(name)
        if before is not None and isinstance(before.__graph__, NodeMapping) != isinstance(mapping, NodeMapping):
            raise ModelError(
                f"{name!r} is a label and a relationship type in this graph ({before.__name__}, {model.__name__}): rename one."
            )
        self._seen[name] = model
        if isinstance(mapping, RelationshipMapping):
            for end in (*mapping.start, *mapping.end):
                if end.__graph__ is not None and end.__graph__.label not in self._seen:
                    self._remember(end)

    def _meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> None:
        self.meet(models, to_write=to_write)

    def _known(self) -> Iterable[type[GraphObject]]:
        return self.models

    def session(self) -> Session:
        """A unit of work: one transaction, for a `with` block. Never run twice."""
        transaction = self._connection.begin()
        return Session(self, transaction, transaction)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run a function with a session and commit; on a transient conflict, run it again from the start.

        The function must do nothing but use the session: it may run several times.

        >>> import graphmodel as gm
        >>> class Counter(gm.Node):
        ...     key: gm.Key[str]
        ...     hits: int = 0
        >>> def hit(session: gm.Session) -> int:
        ...     counter = session.get(Counter, "home")
        ...     counter.hits += 1
        ...     return counter.hits
        >>> with gm.connect() as graph:
        ...     report = graph.merge(Counter(key="home"))
        ...     graph.transact(hit), graph.transact(hit)
        (1, 2)
        """

        def run(executor: Executor) -> T:
            session = Session(self, executor)
            try:
                result = work(session)
                session.flush()
                return result
            finally:
                session.rollback()  # ends it; the transaction is not its own

        return self._connection.write(run)

    def close(self) -> None:
        """Close the graph; an embedded engine stops with the last graph on it. Again is no error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._connection.url}{' closed' if self._connection.closed else ''}>"


def connect(
    target: str | Path | None = None,
    *,
    auth: Any = None,
    database: str | None = None,
    schema: SchemaMode | None = None,
    models: Iterable[type[GraphObject]] = (),
    impersonated_user: str | None = None,
    timeout: float | None = None,
    **driver_options: Any,
) -> Graph:
    """Open a graph.

    Args:
        target: None for the embedded engine in a temporary folder; a path for the embedded engine in that folder; a URL
            (`bolt://`, `neo4j://`, with `+s` or `+ssc` for encryption) for a server or cluster.
        auth: user and password, or one of the driver's auth objects. For URLs.
        database: its name; the server's default when None. For URLs.
        schema: "ensure" makes the constraints and indexes of models it meets (the default of the embedded engine), "check" raises
            before writing where constraints are missing (the default for URLs), "off" does neither.
        models: models to know from the start.
        impersonated_user: run everything as this user.
        timeout: seconds after which a transaction is ended.
        driver_options: passed on to `neo4j.GraphDatabase.driver`.

    Raises:
        ConnectionFailed: nobody answers, or the URL is none.
        AuthenticationFailed: user or password refused.
        StoreLocked, StoreInvalid, EngineUnavailable: the folder cannot be opened.

    >>> import graphmodel as gm
    >>> with gm.connect() as graph:
    ...     graph.run("RETURN 1 AS one")
    [{'one': 1}]
    """
    mode = checked_mode(schema, target)
    connection = open_connection(target, auth, Options(database, impersonated_user, timeout), driver_options)
    graph = Graph(connection, schema_mode=mode)
    graph.learn(*models)
    return graph


def checked_mode(schema: SchemaMode | None, target: str | Path | None) -> SchemaMode:
    """What to do about the schema; by default who owns the folder owns it, and on a server somebody else may.

    Raises:
        SchemaError: for a word that is none of the three.
    """
    if schema is None:
        return "check" if is_url(target) else "ensure"
    if schema not in get_args(SchemaMode):
        raise SchemaError(f"schema={schema!r}: say 'ensure', 'check' or 'off'.")
    return schema


def is_url(target: str | Path | None) -> bool:
    """Whether a target is a URL rather than a path."""
    return isinstance(target, str) and "://" in target


def open_connection(
    target: str | Path | None, auth: Any, options: Options, driver_options: dict[str, Any]
) -> Connection:
    """Open the way to a database, and see that somebody answers. Arguments and errors as for `connect`."""
    # Warnings on labels that nothing has yet, and the like, are for people who write Cypher by hand.
    settings = {"notifications_min_severity": "OFF", **driver_options}
    if not is_url(target):
        if auth is not None or options.database is not None:
            raise ConnectionFailed(
                "auth= and database= belong to a server's URL, such as neo4j://host:7687; a folder has neither."
            )
        if options.impersonated_user is not None:
            EMBEDDED.require("impersonation")
        engine = open_embedded(target)
        # A conflict there is over in milliseconds; the driver's first wait of a second is meant for clusters.
        try:
            driver = _driver(engine.url, engine.auth, {"initial_retry_delay": 0.01, **settings})
        except BaseException:
            engine.close()
            raise
        within = Options(engine.database, None, options.timeout)
        return Connection(driver, engine.url, EMBEDDED, within, engine.reader, engine.turns, engine.close)
    url, shown = str(target), _without_user(str(target))
    if urlsplit(url).scheme not in SCHEMES:
        raise ConnectionFailed(
            f"{shown} is no address of a graph: it begins with one of {', '.join(SCHEMES)} and ://.", url=shown
        )
    if "@" in urlsplit(url).netloc:
        raise ConnectionFailed(
            f"{shown}: user and password do not belong in the address; give auth=(user, password).", url=shown
        )
    driver = _driver(url, auth, settings)
    try:
        with cast("Any", driver).session(**options.for_session()) as session:
            agent: str = session.run("RETURN 1 AS one").consume().server.agent
    except DRIVER_ERRORS as error:
        driver.close()
        raise translated(error, statement="connect", url=shown, values={}) from None
    except (ValueError, OSError) as error:  # an address that is looked up only now
        driver.close()
        raise ConnectionFailed(f"{shown} does not answer: {error}", url=shown) from None
    capabilities = EMBEDDED if "arcade" in agent.lower() else NEO4J
    return Connection(driver, shown, capabilities, options)


def _driver(url: str, auth: Any, settings: dict[str, Any]) -> neo4j.Driver:
    try:
        return cast("Any", neo4j.GraphDatabase).driver(url, auth=auth, **settings)  # whose own options are untyped
    except (*DRIVER_ERRORS, ValueError, TypeError) as error:
        raise ConnectionFailed(
            f"{url} cannot be connected to as asked: {type(error).__name__}: {error}", url=url
        ) from None


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
