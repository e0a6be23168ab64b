"""Each notebook runs from top to bottom, answers as plain Python does, and its page in the guides is what came out."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ..analyses.plain import FOREVER, days_of, holds, is_full, members, table
from ..support.engines import Place
from ..support.notebooks import FOLDER, NOTEBOOKS, PAGES, ROOT, Ran, page, run, strip, words
from ..support.worlds import DATASETS

for needed in ("nbclient", "nbconvert", "ipykernel", "altair", "vl_convert", "polars", "pandas"):
    pytest.importorskip(
        needed, reason="needs the extras 'analysis', 'plot', 'notebook' and the dependency group 'notebook'"
    )

NAMES = [path.stem for path in NOTEBOOKS]


def current(name: str, folder: Path, asked: str, **variables: str) -> Any:
    """Run a notebook, hold its page against what came out, and give what was asked of it."""
    ran = run(FOLDER / f"{name}.ipynb", folder, asked, **variables)
    errors = [
        output.text
        for cell in ran.notebook.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    assert errors == []
    hold(ran, name)
    return ran.answer


def hold(ran: Ran, name: str) -> None:
    made = page(ran, name)
    kept = {f"{name}/{file.name}" for file in (PAGES / name).glob("*")}
    assert made.keys() - {f"{name}.md"} == kept, "run `make notebooks`"
    for file, text in made.items():
        there = (PAGES / file).read_text("utf-8")
        same = words(there) == words(text) if file.endswith(".svg") else there == text
        assert same, f"docs/notebooks/{file} is not what the notebook gives: run `make notebooks`"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_in_git_it_is_source_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == strip(path), "run `make strip`"
    codes = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert [(cell["outputs"], cell["execution_count"]) for cell in codes] == [([], None)] * len(codes)


def test_all_are_listed_and_each_has_a_question_and_an_answer() -> None:
    listed = (PAGES / "README.md").read_text("utf-8")
    assert [name[:2] for name in NAMES] == [f"{number:02}" for number in range(1, len(NAMES) + 1)]
    for path in NOTEBOOKS:
        said = [
            "".join(cell["source"])
            for cell in json.loads(path.read_text("utf-8"))["cells"]
            if cell["cell_type"] == "markdown"
        ]
        assert re.search(r"^\*\*.*\?\*\*$", said[0], re.MULTILINE), f"{path.name} begins with no question"
        assert any(re.search(r"^## Answer$", text, re.MULTILINE) for text in said), path.name
        assert f"({path.stem}.md)" in listed


def test_links_lead_somewhere() -> None:
    for made in PAGES.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", made.read_text("utf-8")):
            assert "://" in target or (made.parent / target).exists(), f"{made.name}: {target}"


def test_charts_are_small_and_load_nothing() -> None:
    for chart in PAGES.rglob("*.svg"):
        text = chart.read_text("utf-8")
        assert len(text) < 200_000, chart
        assert not re.search(r"<script|<image|href=", text), chart


def test_01_five_minutes(tmp_path: Path) -> None:
    asked = "[[(tie.state_b, tie.shared, tie.orgs) for tie in ties], before.orgs, after.orgs]"
    ties, before, after = current("01_five_minutes", tmp_path, asked)

    def shared(day: str) -> dict[str, list[str]]:
        of = members(day)
        states = {state for org in of.values() for state in org} - {"IRN"}
        both = {state: sorted(org for org, within in of.items() if {state, "IRN"} <= within) for state in states}
        return {state: orgs for state, orgs in both.items() if orgs}

    assert {state: orgs for state, _, orgs in ties} == shared("2024-07-04")
    assert all(number == len(orgs) for _, number, orgs in ties)
    assert before == shared("2014-12-31")["RUS"]
    assert after == shared("2024-07-04")["RUS"]


def test_02_russia_and_iran(tmp_path: Path) -> None:
    asked = (
        "[scores['claims'].to_dict(), sorted([row.a, row.b] for row in against), "
        "sorted(row.claim for row in plants), [[day, row.value, row.holds] for day, row in seen]]"
    )
    scores, against, plants, seen = current("02_russia_and_iran", tmp_path, asked)
    assert scores == Counter(row["source_id"] for row in table("claims"))
    links = {
        frozenset((row["claim"], row["other"])) for row in table("claim_links") if row["relation"] == "contradicts"
    }
    assert {frozenset(pair) for pair in against} <= links
    assert {
        claim for claim in plants if claim not in {row["key"] for row in table("claims") if row["unit"] == "plant"}
    } == set()
    spells = [row for row in table("memberships") if (row["organization"], row["state"]) == ("sco", "IRN")]
    for day, value, holding in seen:
        [spell] = [row for row in spells if holds(row, date.fromisoformat(day))]
        assert value == spell["status"]
        assert holding in ("certainly", "possibly")


def test_03_four_organizations(tmp_path: Path) -> None:
    asked = "[compared.to_dict('records'), [[row.org_a, row.org_b, row.common] for row in among], gas]"
    compared, among, gas = current("03_four_organizations", tmp_path, asked)
    of = members("2026-06-30")
    four = ["sco", "csto", "eaeu", "gecf"]
    assert [row["members"] for row in compared] == [len(of[key]) for key in four]
    assert {frozenset((a, b)): common for a, b, common in among} == {
        frozenset(pair): len(of[pair[0]] & of[pair[1]]) for pair in combinations(four, 2)
    }
    reserves = {
        row["state"]: float(row["value"]) for row in table("measurements") if row["indicator"] == "gas_reserves"
    }
    for key in four:
        share = sum(reserves.get(state, 0) for state in of[key]) / sum(reserves.values())
        assert gas[key] == pytest.approx(share, abs=0.02)


def test_04_who_would_have_to_act(tmp_path: Path) -> None:
    asked = (
        "[sorted({row.state for row in cascade if row.pact == 'csto-charter-2002'}), "
        "sorted({row.state for row in with_iran if row.pact == 'csto-charter-2002'}), sorted({row.pact for row in without})]"
    )
    helpers, with_iran, without = current("04_who_would_have_to_act", tmp_path, asked)
    assert helpers == sorted(members("2022-09-13")["csto"] - {"ARM"})
    assert with_iran == sorted(members("2026-06-30")["csto"])
    assert not {"csto-charter-2002", "cst-1992"} & set(without)


def balanced(ties: dict[frozenset[str], int]) -> list[bool]:
    """For each triad of friends (1) and enemies (-1) whether it is balanced."""
    states = sorted({state for pair in ties for state in pair})
    triads = [[frozenset(pair) for pair in combinations(three, 2)] for three in combinations(states, 3)]
    return [ties[a] * ties[b] * ties[c] == 1 for a, b, c in triads if {a, b, c} <= ties.keys()]


def test_05_brokers_blocs_balance(tmp_path: Path) -> None:
    asked = (
        "[is_real, str(atop), str(rivalries), {year: [row.balanced for row in rows] for year, rows in balance.items()}]"
    )
    is_real, atop, rivalries, balance = current("05_brokers_blocs_balance", tmp_path, asked)
    assert not is_real
    alliances, rivals = (list(csv.DictReader(Path(file).read_text("utf-8").splitlines())) for file in (atop, rivalries))
    for year in (1889, 1900, 1914):
        friends = {
            frozenset((row["ccode1"], row["ccode2"]))
            for row in alliances
            if int(row["year"]) == year and "1" in (row["atop_defense"], row["atop_neutral"], row["atop_consul"])
        }
        enemies = {
            frozenset((row["ccode1"], row["ccode2"])) for row in rivals if int(row["start"]) <= year <= int(row["end"])
        }
        signs = dict.fromkeys(friends - enemies, 1) | dict.fromkeys(enemies - friends, -1)
        assert sorted(balance[str(year)]) == sorted(balanced(signs))


def test_05_takes_the_published_files_where_they_are(tmp_path: Path) -> None:
    if not DATASETS.is_dir():
        pytest.skip(f"the data sets are not beside this repository: {DATASETS.name}")
    asked = "[is_real, [[row.a, row.b, row.c] for row in balance[1914]], camps]"
    ran = run(FOLDER / "05_brokers_blocs_balance.ipynb", tmp_path, asked, GRAPHMODEL_DATASETS=str(DATASETS))
    is_real, triads, camps = ran.answer
    assert is_real
    assert len(triads) > 15
    assert any({"Germany", "Austria-Hungary", "Italy"} <= set(camp) for camp in camps)
    assert any({"France", "Russia", "United Kingdom"} <= set(camp) for camp in camps)


def test_06_leaders_and_pacts(tmp_path: Path) -> None:
    asked = "[[[row.leader_a, row.leader_b, row.signatures] for row in pairs], shock[0].before, shock[0].after]"
    pairs, before, after = current("06_leaders_and_pacts", tmp_path, asked)
    signed: dict[str, set[str]] = {}
    for row in table("pact_signatories"):
        signed.setdefault(row["event"], set()).add(row["person"])
    together = Counter(frozenset(pair) for people in signed.values() for pair in combinations(sorted(people), 2))
    assert {frozenset((a, b)): number for a, b, number in pairs if number} == dict(together)
    russian = {row["pact"] for row in table("pact_parties") if row["party"] == "RUS"}
    days = [row["signed"] for row in table("pacts") if row["key"] in russian and len(row["signed"]) == 10]
    assert after >= sum("2014-03-18" < day < "2019-03-18" for day in days) > before


def bounds(period: str) -> tuple[date, date, date, date]:
    """First and last possible start, first and last possible end (the first day outside), of `[2014, censored 2024-12-31)`."""
    start, _, end = period.strip("[)").partition(", ")
    if end == "ongoing":
        return *days_of(start), FOREVER, FOREVER
    if end.startswith("censored "):
        return *days_of(start), date.fromisoformat(end.removeprefix("censored ")) + timedelta(days=1), FOREVER
    return *days_of(start), *days_of(end)


def test_07_your_own_domain(tmp_path: Path) -> None:
    asked = "[[[name, a, b] for name, a, b, *_ in interlocks], sure, [[who, where, str(when)] for who, where, when, _ in seats]]"
    interlocks, sure, seats = current("07_your_own_domain", tmp_path, asked)
    possible: list[list[str]] = []
    certain: set[str] = set()
    for (who, here, one), (other, there, two) in combinations(sorted(seats), 2):
        first, second = bounds(one), bounds(two)
        if who == other and max(first[0], second[0]) < min(first[3], second[3]):
            possible.append([who, here, there])
            if max(first[1], second[1]) < min(first[2], second[2]):
                certain.add(who)
    assert interlocks == possible
    assert sure == sorted(certain)


ANSWERS = "[first, second]"


def checked_engines(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert first == second
    on = date(2014, 12, 31)
    sco = [row for row in table("memberships") if row["organization"] == "sco" and holds(row, on)]
    assert first["members of the SCO in 2014, of any status"] == len({row["state"] for row in sco})
    bound = {
        row["state"]
        for row in table("memberships")
        if row["organization"] == "csto" and is_full(row, on) and holds(row, on)
    }
    assert bound - {"ARM"} <= set(first["who must help Armenia"])


def test_08_embedded_on_both_sides(tmp_path: Path) -> None:
    checked_engines(*current("08_from_embedded_to_neo4j", tmp_path, ANSWERS))


@pytest.mark.engine("neo4j")
def test_08_on_a_server(place: Place, tmp_path: Path) -> None:
    assert place.url
    auth = "/".join(place.auth) if place.auth else ""
    ran = run(FOLDER / "08_from_embedded_to_neo4j.ipynb", tmp_path, ANSWERS, NEO4J_URL=place.url, NEO4J_AUTH=auth)
    assert "the other graph is a Neo4j server" in ran.text
    checked_engines(*ran.answer)


def test_the_makefile_has_its_targets() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "\nnotebooks: " in makefile
    assert "\nstrip: " in makefile
