"""`graphmodel doctor`: what it finds, what it says to do, how it ends, and that it tells of no secret."""

from __future__ import annotations

import importlib.metadata
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from graphmodel.cli import doctor
from graphmodel.exchange.importers import IMPORTERS

from ..support.engines import Place
from .conftest import Ended, Run

SECRET = "of-nobody-but-me"  # noqa: S105  (it opens nothing)


def findings(ended: Ended) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in json.loads(ended.out)}


def test_a_graph_is_looked_at(run: Run, kept: Path) -> None:
    ended = run("doctor", "--graph", kept, "--format", "json")
    found = findings(ended)
    assert (ended.code, ended.err) == (0, "")
    assert found["embedded engine"]["state"] == "ok"
    assert importlib.metadata.version("arcadedb") in found["embedded engine"]["said"]
    assert "known to 2026-06-30" in found["contents"]["said"]
    assert found["constraints and indexes"]["state"] == "ok"
    for importer in IMPORTERS.values():
        for dataset in importer.datasets:
            assert found[dataset.key]["state"] == "missing"
            assert f"graphmodel import {importer.name} " in found[dataset.key]["mend"]
            assert dataset.url in found[dataset.key]["mend"]


def test_it_is_read_by_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        ended = run("doctor")
        assert ended.code == 0
        assert max(map(len, ended.out.splitlines())) <= columns
        assert ended.out.endswith("Nothing is broken.\n")
        assert "graphmodel load --into alliances.graph" in ended.out


def test_what_is_broken_ends_with_1_and_no_secret_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMODEL_PASSWORD", SECRET)
    for url, said in (
        ("bolt://127.0.0.1:9", "does not answer"),
        (f"bolt://ann:{SECRET}@127.0.0.1:9", "do not belong in the address"),
        ("nowhere", "There is no folder nowhere"),
    ):
        monkeypatch.setenv("GRAPHMODEL_URL", url)
        ended = run("doctor", "--format", "json")
        assert ended.code == 1
        assert findings(ended)["graph"]["state"] == "broken"
        assert said in findings(ended)["graph"]["said"]
        assert findings(ended)["password"]["said"] == "set, by GRAPHMODEL_PASSWORD"
        assert SECRET not in ended.out + ended.err
    (tmp_path / "graphmodel.toml").write_text("ulr = 1", "utf-8")
    ended = run("doctor")
    assert (ended.code, ended.err.count("\n")) == (2, 1)  # how to write is a setting too
    assert "there is no setting 'ulr'" in ended.err


def test_an_extra_that_is_missing_has_its_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["pydantic>=2", 'polars>=1.20; extra == "analysis"', 'altair; extra == "plot"']
    there: dict[str, str | None] = {"pydantic": "2.12", "polars": None, "altair": "5"}

    def requires(_package: str) -> list[str]:
        return asked

    def version(name: str) -> str | None:
        return there.get(name, "1")

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    monkeypatch.setattr(doctor, "_version", version)
    ended = run("doctor", "--format", "json")
    found = findings(ended)
    assert ended.code == 0
    assert (found["extra analysis"]["state"], found["extra plot"]["state"]) == ("missing", "ok")
    assert found["extra analysis"]["mend"] == "pip install 'graphmodel[analysis]'"
    there["pydantic"] = None
    ended = run("doctor", "--format", "json")
    assert (ended.code, findings(ended)["needed"]["mend"]) == (1, "pip install 'graphmodel'")


def test_a_port_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(doctor, "PORTS", {port: "Bolt"})
        assert findings(run("doctor", "--format", "json"))[f"port {port} (Bolt)"]["state"] == "ok"
    assert findings(run("doctor", "--format", "json"))[f"port {port} (Bolt)"]["state"] == "missing"


@pytest.mark.engine("neo4j")
def test_a_server_is_looked_at(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMODEL_PASSWORD", place.auth[1])
    ended = run("doctor", "--url", place.url, "--user", place.auth[0], "--format", "json")
    assert "Neo4j Kernel" in findings(ended)["graph"]["said"]
    assert findings(ended)["contents"]["state"] == "missing"
