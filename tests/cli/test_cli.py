"""The command line on the real thing: what it prints, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import graphmodel
from graphmodel import World
from graphmodel.analyses import ANALYSES
from graphmodel.cli.examples import EXAMPLES
from graphmodel.cli.groups import SECTIONS
from graphmodel.resources import folder as resource_folder
from graphmodel.show import MARK

from ..support.engines import Place
from .conftest import Run

COMMANDS = [name for section in SECTIONS.values() for name in section]


def _program(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graphmodel", *arguments],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


# --- what goes wrong: one line, exit code 2, no traceback ----------------------------------------------------------------

ASK = ("run", "co_membership", "--state")
CODE = "CREATE (:Thing)"


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        ((*ASK, "Irann", "--graph", "KEPT"), "No State is called 'Irann'. Did you mean Iran (IRN)", 3),
        ((*ASK, "IRN", "--as-of", "2024-13-01", "--graph", "KEPT"), "'2024-13-01' is not in the calendar", 2),
        ((*ASK, "IRN", "--as-of", "2024", "--graph", "KEPT"), "is no single day", 2),
        ((*ASK, "IRN", "--statuses", "guest", "--graph", "KEPT"), "'guest' is no membership status", 2),
        ((*ASK, "IRN", "--format", "xml"), "'xml' is not one of 'table', 'csv', 'json', 'markdown', 'parquet'", 2),
        ((*ASK, "IRN", "--max-size", "big"), "--max-size", 2),
        ((*ASK, "IRN", "--graph", "nowhere"), "There is no folder nowhere", 4),
        ((*ASK, "IRN", "--graph", "KEPT", "--out", "no/such/folder.csv", "--format", "csv"), "no/such/folder.csv", 2),
        (("run", "co_membership", "--other", "IRN", "--graph", "KEPT"), "give state too", 2),
        ((*ASK, "IRN", "--other", "Iran", "--graph", "KEPT"), "Both are the same state, IRN", 2),
        (
            ("run", "obligation_profile", "--a", "IRN", "--b", "Iran", "--graph", "KEPT"),
            "Both are the same state, IRN",
            2,
        ),
        ((*ASK, "IRN", "--max-size", "-3", "--graph", "KEPT"), "takes a whole number of 1 or more, not -3", 2),
        ((*ASK, "IRN", "--as-of", "yesterday", "--graph", "KEPT"), "as_of takes a day, such as 2024-07-04", 2),
        (("query", "RETURN 1 AS one", "--graph", "afile"), "afile is a file", 4),
        (("query", "RETURN 1 AS one", "--graph", "KEPT", "--url", "x"), "are two places", 2),
        (("run", "ego_portfolio"), "Missing option '--state'", 2),
        (("run", "comembership"), "There is no analysis 'comembership'. Did you mean co_membership?", 2),
        (("run", "zzz"), "`graphmodel analyses` lists them", 2),
        (("run", "co_membership", "--stat", "IRN"), "See graphmodel run co_membership --help.", 2),
        (("run", "accession_pathway", "--org", "sco"), "There is no option --org. Did you mean --organization?", 2),
        (("run", "obligation_profile", "--xyz", "1"), "no option --xyz: it takes --a, --b, --as-of, --directed", 2),
        (("run", "alliance_similarity_s", "--a", "RUS"), "There is no option --a: it takes --state, --other", 2),
        (("run", "co_membership", "IRN"), "(IRN): values are given by options, --state, --other", 2),
        (("dyad", "RUS", "IRN", "CHN"), "extra argument(s) (CHN). See", 2),
        (("quer",), "'query'? See graphmodel --help.", 2),
        (("query", CODE, "--write"), "--write needs a place that stays", 2),
        ((*ASK, "IRN", "--out", "afile"), "afile is there already: give another --out, or --force", 2),
        (("query", "RETURN 1 AS one", "--out", "afile"), "afile is there already", 2),
        (("query", "RETURN 1 AS one", "--out", "no/such/folder.csv"), "no/such/folder.csv cannot be written", 2),
        (("frobnicate",), "No such command 'frobnicate'", 2),
        (("tour", "--colour"), "--colour", 2),
        (("query", "MATCH (n RETURN n", "--graph", "KEPT"), "refused", 1),
        (("query", CODE, "--graph", "KEPT"), "would have written; nothing has changed. Add --write", 1),
        (("query", "RETURN 1 AS one", "--param", "x", "--graph", "KEPT"), "write NAME=VALUE", 2),
        (("query", "RETURN $x AS x", "--graph", "KEPT"), "x", 1),
        (("query", "RETURN 1 AS one", "--url", "bolt://127.0.0.1:9"), "bolt://127.0.0.1:9 does not answer", 4),
        (("query", "RETURN 1 AS one", "--url", "http://127.0.0.1:9"), "is no address of a graph", 4),
        (("query", "RETURN 1 AS one", "--url", "bolt://127.0.0.1:9", "--user", "neo4j"), "set GRAPHMODEL_PASSWORD", 4),
        (("load", "--into", "afile"), "afile", 4),
        (("load", "--into", "fresh.graph", "--seeds", "nowhere"), "nowhere", 1),
        (("tour", "--out", "no/such/folder.html"), "cannot be written", 2),
        (("tour", "--out", "afile"), "is no page of graphmodel's", 2),
    ],
    ids=str,
)
def test_what_the_user_can_mend_is_one_line(
    run: Run, kept: Path, tmp_path: Path, arguments: tuple[str, ...], said: str, code: int
) -> None:
    (tmp_path / "afile").write_text("mine", encoding="utf-8")
    ended = run(*(str(kept) if each == "KEPT" else each for each in arguments))
    assert ended.code == code
    assert said in ended.err
    assert ended.err.startswith("graphmodel: ")
    assert ended.err.count("\n") == 1
    assert ended.out == ""
    assert (tmp_path / "afile").read_text(encoding="utf-8") == "mine"


@pytest.mark.engine("neo4j")
def test_a_wrong_password_is_one_line_without_it(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMODEL_PASSWORD", "not-the-password")
    ended = run("query", "RETURN 1 AS one", "--url", place.url, "--user", place.auth[0])
    assert (ended.code, ended.err.count("\n")) == (4, 1)
    assert "refused the user or password" in ended.err
    assert "not-the-password" not in ended.err


def test_a_wrong_seed_is_one_line_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    shutil.copytree(resource_folder("seeds"), tmp_path / "seeds")
    states = tmp_path / "seeds" / "states.csv"
    states.write_text(states.read_text(encoding="utf-8").replace("IRN,IR,Iran", "IRN,Iran,Iran"), encoding="utf-8")
    ended = run("load", "--into", "mine.graph", "--seeds", "seeds")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "states.csv" in ended.err
    states.write_text(states.read_text(encoding="utf-8").replace("RUS,RU,", "RUS,Russia,"), encoding="utf-8")
    assert (
        len(run("load", "--into", "mine.graph", "--seeds", "seeds").err.splitlines()) == 3
    )  # a line for each, and one
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


# --- what goes right ---------------------------------------------------------------------------------------------------


def test_help_is_quick_and_names_every_command(tmp_path: Path) -> None:
    def timed() -> tuple[float, subprocess.CompletedProcess[str]]:
        began = time.perf_counter()
        done = _program("--help", cwd=tmp_path)
        return time.perf_counter() - began, done

    runs = [timed() for _ in range(3)]
    done = runs[0][1]
    assert done.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", done.stdout, re.MULTILINE), command
    assert (
        min(took for took, _ in runs) < 1.0
    )  # 0.35 s on a quiet machine; another engine or data frames would take longer


def test_help_imports_neither_driver_nor_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from graphmodel.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print([m for m in ('neo4j', 'arcadedb', 'polars', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(run: Run, command: str) -> None:
    for asked in ([command], *([command, sub] for sub in ("plan", "apply", "check") if command == "schema")):
        text = run(*asked, "--help").out
        assert re.search(r"^  Examples?:$", text, re.MULTILINE)
        for example in EXAMPLES[" ".join(asked)]:
            assert f"    graphmodel {example}\n" in text


@pytest.mark.parametrize("name", ANALYSES)
def test_help_of_an_analysis_is_its_header(run: Run, name: str) -> None:
    said = " ".join(run("run", name, "--help").out.split())
    header = ANALYSES[name].header
    for text in (header.question, *header.literature, *(c.meaning for c in header.columns)):
        assert text in said
    for parameter in header.parameters:
        assert f"--{parameter.name.replace('_', '-')}" in said
        assert parameter.meaning in said


def test_without_a_command_there_is_the_help(run: Run) -> None:
    assert (run().code, run().err, run().out) == (0, "", run("--help").out)


def test_every_source_is_listed_when_asked(run: Run, kept: Path) -> None:
    short, full = run(*ASK, "IRN", "--graph", kept).out, run(*ASK, "IRN", "--graph", kept, "--sources").out
    more = int(re.findall(r"and (\d+) more; --sources", short)[0])
    assert (len(re.findall(r"\[[ST]\d+\]", short)), len(re.findall(r"\[[ST]\d+\]", full))) == (5, 5 + more)


def test_version(run: Run) -> None:
    assert run("--version").out == f"graphmodel {graphmodel.__version__}\n"


def test_analyses_lists_all_by_group(run: Run) -> None:
    out = run("analyses").out
    for analysis in ANALYSES.values():
        assert analysis.header.name in out
        assert analysis.header.question in " ".join(out.split())
        assert f"\n{analysis.header.group}\n" in f"\n{out}"


def test_formats_say_the_same(run: Run, kept: Path, tmp_path: Path) -> None:
    asked = (*ASK, "Iran", "--as-of", "2024-07-04", "--graph", kept)
    with World.connect(kept) as world:
        expected = world.analyses.co_membership("IRN", as_of="2024-07-04").to_dicts()
    assert json.loads(run(*asked, "--format", "json").out)["rows"] == expected
    read = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))
    assert [(r["state_b"], float(r["jaccard"]), r["orgs"].split("; ")) for r in read] == [
        (r["state_b"], r["jaccard"], r["orgs"]) for r in expected
    ]
    table = run(*asked).out
    assert all(re.search(rf"^{r['state_b']} +{r['shared']} ", table, re.MULTILINE) for r in expected)
    assert "Sources:" in table
    assert run(*asked, "--out", "rows.txt").out == ""
    assert "Shared organizations" in (tmp_path / "rows.txt").read_text(encoding="utf-8")
    polars = pytest.importorskip("polars", reason="needs the extra 'analysis'")
    assert polars.read_parquet(io.BytesIO(run(*asked, "--format", "parquet").raw)).to_dicts() == expected
    assert run(*asked, "--format", "parquet", "--out", "rows.parquet").out == ""
    assert run(*asked, "--out", "rows.csv").out == ""
    assert list(csv.DictReader((tmp_path / "rows.csv").read_text("utf-8").splitlines())) == read
    assert run(*asked, "--out", "table.csv", "--format", "table").out == ""
    assert (tmp_path / "table.csv").read_text("utf-8").startswith("Shared organizations")
    assert polars.read_parquet(tmp_path / "rows.parquet").to_dicts() == expected


def test_force_writes_over_a_file(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("mine", encoding="utf-8")
    asked = ("query", "RETURN 1 AS one", "--graph", kept, "--format", "csv", "--out", "old.csv", "--force")
    assert run(*asked).code == 0
    assert (tmp_path / "old.csv").read_text(encoding="utf-8") == "one\n1\n"


def test_several_statuses(run: Run, kept: Path) -> None:
    out = run("run", "ego_portfolio", "--state", "IRN", "--as-of", "2014-12-31", "--statuses", "observer",
              "--statuses", "member", "--graph", kept, "--format", "csv").out  # fmt: skip
    found = {row["key"]: row["status"] for row in csv.DictReader(io.StringIO(out)) if row["kind"] == "membership"}
    assert found["sco"] == "observer"
    assert found["opec"] == "member"


def test_without_a_graph_the_curated_world_is_asked(run: Run, tmp_path: Path) -> None:
    ended = run("run", "obligation_profile", "--a", "Russia", "--b", "North Korea", "--format", "json")
    assert json.loads(ended.out)["rows"][0]["rank"] == 3
    assert ended.err == ""
    assert list(tmp_path.iterdir()) == []


def test_query_reads_and_with_write_writes(run: Run, tmp_path: Path) -> None:
    count = ("query", "MATCH (t:Thing) RETURN t.name AS name, t.n AS n", "--graph", "mine.graph", "--format", "json")
    run("load", "--into", "mine.graph")
    make = ("query", "CREATE (:Thing {name: $name, n: $n})", "--graph", tmp_path / "mine.graph")
    given = ("--param", "name=a;b", "--param", "n=3")
    assert run(*make, *given).code == 1
    assert json.loads(run(*count).out) == []
    assert run(*make, *given, "--write").code == 0
    assert json.loads(run(*count).out) == [{"name": "a;b", "n": 3}]


def test_query_shows_nodes_relationships_and_dates(run: Run, kept: Path) -> None:
    text = (
        "MATCH (s:State {key: 'IRN'})-[m:MEMBER_OF]->(o:Organization {key: 'sco'}) "
        "RETURN s, m, m.valid_from_earliest AS since, [1, 2] AS numbers ORDER BY since LIMIT 1"
    )
    (row,) = json.loads(run("query", text, "--graph", kept, "--format", "json").out)
    assert row["s"]["labels"] == ["State"]
    assert row["m"]["status"] == "observer"
    assert (row["since"], row["numbers"]) == ("2005-07-05", [1, 2])
    assert "2005-07-05" in run("query", text, "--graph", kept).out


def test_load_says_what_changed_and_again_that_nothing_did(run: Run) -> None:
    first = run("load", "--into", "mine.graph").out
    assert "created" in first
    assert len(first.splitlines()) < 50
    assert first.count("sources disagree") == 1
    again = run("load", "--graph", "mine.graph")
    assert again.code == 0
    assert "nothing changed" in again.out
    assert len(again.out.splitlines()) < 8
    assert run("load", "--graph", "mine.graph", "--verbose").out.count("  pact_events/") == 11


def test_schema_of_a_folder(run: Run, tmp_path: Path) -> None:
    with World.connect(tmp_path / "bare.graph", schema="off"):
        pass
    assert "CREATE CONSTRAINT" in run("schema", "plan", "--graph", "bare.graph").out
    refused = run("schema", "check", "--graph", "bare.graph")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "Made the" in run("schema", "apply", "--graph", "bare.graph").out
    assert run("schema", "check", "--graph", "bare.graph").out == "Every constraint is there.\n"
    assert run("schema", "plan", "--graph", "bare.graph").out == "Nothing is missing.\n"


@pytest.mark.engine("neo4j")
def test_a_server_is_loaded_and_asked(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMODEL_PASSWORD", place.auth[1])
    server = ("--url", place.url, "--user", place.auth[0])
    assert "schema apply" in run("load", *server).err  # nobody makes constraints on a server unasked
    assert run("schema", "apply", *server).code == 0
    assert run("load", *server).code == 0
    out = run("run", "obligation_profile", "--a", "RUS", "--b", "PRK", *server, "--format", "json").out
    assert json.loads(out)["rows"][0]["defense"] is True


def test_tour(tmp_path: Path) -> None:
    done = _program("tour", cwd=tmp_path, COLUMNS="80", FORCE_COLOR="")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Sources:") == 3
    for line in (r"RUS +PRK +defense +4", r"PRK +RUS +defense +4"):
        assert re.search(line, done.stdout)
    for expected in ("1. To what does Iran belong?", "SCO", "S343", "rus-prk-2024", "What to try next"):
        assert expected in done.stdout
    assert "\x1b" not in done.stdout
    assert MARK in (tmp_path / "alliances.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["alliances.html"]
    again = _program("tour", cwd=tmp_path)  # over its own picture it writes without being told to
    assert again.returncode == 0
