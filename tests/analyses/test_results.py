"""What a result can be turned into says the same as its rows."""

from __future__ import annotations

import csv
import inspect
import io
import json
import pydoc
import re
import subprocess
import sys
from pathlib import Path
from typing import assert_type

import pytest
from rich.console import Console

from graphmodel import World
from graphmodel.analyses import Bound, CoMembership, ObligationProfile, Portfolio, Result
from graphmodel.errors import MissingExtra, QueryError

pytestmark = pytest.mark.engine("embedded")
DAY = "2024-07-04"


@pytest.fixture
def rows(world: World) -> Result[CoMembership]:
    return world.analyses.co_membership("IRN", as_of=DAY)


def test_rows_are_a_sequence_of_typed_rows(rows: Result[CoMembership]) -> None:
    assert isinstance(rows[0], CoMembership)
    assert len(rows) == len(list(rows)) == len(rows[:]) > 10
    assert rows.columns == list(CoMembership.model_fields)
    assert list(rows.head(2)) == list(rows[:2])


def test_a_long_list_that_was_given_is_cut_below_the_table(world: World) -> None:
    keys = [row.claim for row in world.claims(by="T000")]
    weighed = world.analyses.evidence_strength(claims=keys)
    assert f"{keys[0]}, {keys[1]}" in weighed.caption
    assert f" and {len(keys) - 12} more;" in weighed.caption
    assert weighed.about.parameters["claims"] == keys


def test_columns_and_rows_can_be_chosen(rows: Result[CoMembership]) -> None:
    pytest.importorskip("polars", reason="needs the extra 'analysis'")
    many = rows.filter(lambda row: row.shared > 2).select("orgs", "state_b")
    assert [row.state_b for row in many] == [row.state_b for row in rows if row.shared > 2]
    assert many.columns == ["orgs", "state_b"]
    assert many.to_dicts() == [{"orgs": row.orgs, "state_b": row.state_b} for row in rows if row.shared > 2]
    assert many.to_polars().columns == many.columns
    assert many.to_csv().splitlines()[0] == "orgs,state_b"
    assert [source.key for source in many.citations()] == [source.key for source in rows.head(len(many)).citations()]
    assert len(rows) > len(many)
    assert "jaccard" in rows.columns
    with pytest.raises(QueryError, match=r"has no column 'state': it has state_a, state_b"):
        rows.select("state_b", "state")


def test_csv_and_json_say_all(rows: Result[CoMembership], tmp_path: Path) -> None:
    read = list(csv.DictReader(io.StringIO(rows.to_csv(tmp_path / "rows.csv"))))
    assert [
        (r["state_b"], int(r["shared"]), float(r["weight"]), r["orgs"].split("; "), r["certain"]) for r in read
    ] == [(r.state_b, r.shared, r.weight, r.orgs, str(r.certain).lower()) for r in rows]
    told = json.loads(rows.to_json(tmp_path / "rows.json"))
    assert [CoMembership(**row) for row in told["rows"]] == list(rows)
    assert (told["about"]["as_of"], told["about"]["as_of_from"]) == (DAY, "as asked")
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8") == rows.to_csv()
    assert (tmp_path / "rows.json").read_text(encoding="utf-8") == rows.to_json()


def test_data_frames_and_parquet_say_all(rows: Result[CoMembership], tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs the extra 'analysis'")
    assert rows.to_polars().to_dicts() == rows.to_dicts()
    rows.to_parquet(tmp_path / "rows.parquet")
    assert polars.read_parquet(tmp_path / "rows.parquet").to_dicts() == rows.to_dicts()
    assert rows.head(0).to_polars().schema == rows.to_polars().schema


def test_pandas(rows: Result[CoMembership]) -> None:
    pytest.importorskip("pandas", reason="needs the extra 'notebook'")
    assert rows.to_pandas().to_dict("records") == rows.to_dicts()


def test_a_missing_package_is_named_with_what_installs_it(
    rows: Result[CoMembership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match=r"needs polars.*graphmodel\[analysis\]"):
        rows.to_parquet("nowhere.parquet")


def test_html_shows_no_value_as_markup(rows: Result[CoMembership]) -> None:
    evil = rows[0].model_copy(update={"orgs": ["<script>alert(1)</script>"]})
    shown = Result([evil], row=CoMembership, about=rows.about, sources=lambda _: [])._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_tables_fit_the_terminal_and_name_the_day(world: World, width: int) -> None:
    for rows in (
        world.analyses.co_membership("IRN", as_of=DAY),
        world.analyses.ego_portfolio("IRN", DAY),
        world.analyses.obligation_profile("RUS", as_of=DAY),
        world.analyses.obligation_profile("RUS", "PRK", DAY),
        world.analyses.ego_portfolio("IRN", "1900-01-01"),
    ):
        console = Console(width=width, file=io.StringIO(), record=True)
        console.print(rows)
        text = console.export_text()
        assert max(len(line.rstrip()) for line in text.splitlines()) <= width
        assert f"As of {rows.about.as_of} (as asked)" in text.replace("\n", " ")
        for row in rows[:3]:
            assert str(row.model_dump()[rows.columns[1]]) in text or width < 80


def test_a_list_that_is_cut_is_said_and_a_portfolio_is_a_table(world: World) -> None:
    def printed(rows: object) -> str:
        console = Console(width=80, file=io.StringIO(), record=True)
        console.print(rows)
        return console.export_text()

    many, one = world.analyses.obligation_profile("RUS"), world.analyses.obligation_profile("RUS", "PRK")
    assert printed(many).count("to_dicts()") == 1
    assert "to_dicts()" not in printed(one)
    assert not re.search(r"and \d+ more", " ".join(printed(one).split()))
    portfolio = printed(world.analyses.ego_portfolio("IRN", DAY))
    assert re.search(r"^membership +sco +SCO +member +yes ", portfolio, re.MULTILINE)


def test_about_names_the_defaults(world: World, rows: Result[CoMembership]) -> None:
    assert "full members by each organization's own scheme" in str(rows.about)
    other = world.analyses.co_membership("IRN", as_of=DAY, statuses=["observer"], max_size=9)
    assert "statuses: observer" in str(other.about)
    assert "max size: 9" in str(other.about)
    assert other.about.parameters["statuses"] == ["observer"]


def test_a_day_before_the_data_is_said(world: World) -> None:
    for rows in (
        world.analyses.ego_portfolio("IRN", "1850-01-01"),
        world.analyses.obligation_profile("IRN", as_of="1850-01-01"),
    ):
        assert len(rows) == 0
        assert re.search(r"the data know of nothing before \d{4}-\d\d-\d\d", str(rows.about))
    assert "nothing before" in str(world.analyses.co_membership("IRN", "RUS", "1850-01-01").about)
    assert "nothing before" not in str(world.analyses.obligation_profile("IRN", "BRA", DAY).about)


def test_values_that_mean_nothing_are_refused(world: World) -> None:
    with pytest.raises(QueryError, match="same state"):
        world.analyses.co_membership("IRN", "Iran")
    with pytest.raises(QueryError, match="1 or more"):
        world.analyses.co_membership("IRN", max_size=0)


def test_help_says_what_the_header_says(world: World) -> None:
    bound = world.analyses.co_membership
    assert bound.header.question in repr(bound)
    assert "max_size (integer)" in repr(bound)
    assert "co_membership" in repr(world.analyses)


def test_python_shows_the_help_of_the_function(world: World) -> None:
    for bound in (world.analyses.co_membership, world.analyses.ego_portfolio, world.analyses.obligation_profile):
        said = pydoc.plain(pydoc.render_doc(bound))
        assert "class Bound" not in said
        assert "UnknownName, AmbiguousName: no state" in said
        assert "world" not in inspect.signature(bound).parameters
        assert "state" in str(inspect.signature(bound)).lower()


def test_checkers_know_parameters_and_rows(world: World) -> None:
    analyses = world.analyses
    assert_type(analyses.co_membership("IRN", as_of=DAY)[0], CoMembership)
    assert_type(analyses.ego_portfolio("IRN", DAY)[0], Portfolio)
    assert_type(analyses.obligation_profile("RUS", "IRN", DAY)[0], ObligationProfile)
    assert isinstance(analyses.co_membership, Bound)


WRONG = """
from graphmodel import World

def ask(world: World) -> None:
    world.analyses.co_membership(stat="IRN")
    world.analyses.co_membership(max_size="9")
    world.analyses.ego_portfolio()
    world.analyses.ego_portfolio("IRN")[0].stats
    world.analyses.nothing("IRN")
    world.analyses.co_membership("IRN", max_size=9)[0].orgs[0].upper()
"""


def test_checkers_find_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    pyright = Path(sys.executable).parent / "pyright"
    if not pyright.exists():
        pytest.skip("pyright is not installed: it belongs to the dependency group 'lint'")
    run = subprocess.run(
        [pyright, "--outputjson", "--pythonpath", sys.executable, "-p", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(run.stdout)["generalDiagnostics"]
    errors = {problem["range"]["start"]["line"] + 1 for problem in said if problem["severity"] == "error"}
    assert errors == {5, 6, 7, 8, 9}
