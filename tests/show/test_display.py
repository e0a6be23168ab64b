"""What notebooks and terminals are given to show: cards, chains, tables, reports, errors; and never what a name says as markup."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path as FilePath
from typing import Annotated, Any

import pytest
from pydantic import Field, SecretStr

import graphmodel as gm
from graphmodel import CENSORED, NOT_BEFORE, OPEN, UNKNOWN, Path, Period, World, markup
from graphmodel.domain import Claim, MemberOf, Organization, Source, State
from graphmodel.errors import DataError, DataProblem, GraphModelError, NotFound, UnknownName
from graphmodel.model.words import in_words
from graphmodel.query import select
from graphmodel.results import Row, Table

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
OPENING = TABLES | {"details", "div", "iframe", "li", "pre", "span", "style", "summary", "ul"}


class Town(gm.Node):
    """A node of a domain of one's own."""

    name: gm.Key[str]
    inhabitants: int | None = None
    tags: list[str] = Field(default_factory=list[str])
    since: gm.PartialDate | None = None
    password: Annotated[SecretStr | None, gm.Plaintext()] = None
    hidden: Annotated[str | None, gm.Plaintext(), Field(exclude=True)] = None


class Road(gm.Relationship[Town, Town]):
    """A relationship."""

    km: int
    open: Period | None = None


class Mark(Row):
    """A row."""

    place: str
    days: int | None
    parts: list[str] = Field(default_factory=list[str])


class Tags(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def html(thing: Any) -> str:
    return thing._repr_html_()


def test_a_node_shows_its_key_first_and_only_what_it_holds() -> None:
    town = Town(inhabitants=5, name="Tbilisi", since=gm.PartialDate("1991-12~"))
    assert repr(town) == "Town(name='Tbilisi', inhabitants=5, since=PartialDate('1991-12~'))"
    told = Tags(html(town)).text
    assert told.index("Tbilisi") < told.index("inhabitants")
    assert "about December 1991" in told
    assert "tags" not in told
    ref = gm.ref(Town, "Batumi")
    assert repr(ref) == "Town(name='Batumi')"
    assert "only its key is known" in Tags(html(ref)).text


def test_secrets_do_not_show() -> None:
    town = Town(name="A", password=SecretStr("geheim"), hidden="also geheim")
    for shown in (repr(town), str(town), html(town)):
        assert "geheim" not in shown
        assert "*****" in shown


def test_a_relationship_shows_both_ends_and_a_path_is_a_chain() -> None:
    a, b = Town(name="A"), Town(name="B")
    road = Road(start=b, end=a, km=5, open=Period("2001-02", "2014"))
    assert repr(road) == "Road(start=Town('B'), end=Town('A'), km=5, open=Period('2001-02', '2014'))"
    assert re.search(r"B.*— ROAD →.*A.*5.*February 2001 until 2014", Tags(html(road)).text)
    path = Path((a, b, a), (road, Road(start=b, end=a, km=1)))
    assert repr(path) == "<Path (Town('A'))<-[ROAD]-(Town('B'))-[ROAD]->(Town('A'))>"
    assert re.search(r"A ?← ROAD February 2001 until 2014 —\s?B\s?— ROAD →\s?A", Tags(html(path)).text)


def test_periods_are_written_as_people_do() -> None:
    said = {
        Period("2005-07-06", "2023-07-04"): "6 July 2005 until 4 July 2023",
        Period("2017-06"): "since June 2017",
        Period("199X", "2001?"): "1990s until 2001 (doubted)",
        Period("2001", CENSORED("2018-12-31")): "since 2001, seen to 31 December 2018",
        Period(OPEN, "1991"): "until 1991",
        Period("1991", UNKNOWN): "from 1991, end unknown",
        Period(UNKNOWN, "1991"): "an unknown day until 1991",
        Period(NOT_BEFORE("2018-08-12")): "since 12 August 2018 or later",
        Period("[1994-04-20..1994-12-31]", "2000"): "between 20 April 1994 and 31 December 1994 until 2000",
    }
    assert {period: in_words(period) for period in said} == said
    assert in_words(date(2024, 7, 4)) == "4 July 2024"


def test_hostile_names_are_text_wherever_they_show() -> None:
    town = Town(name=HOSTILE, tags=[HOSTILE])
    road = Road(start=town, end=Town(name="B"), km=1)
    table = Table([Mark(place=HOSTILE, days=1)], row=Mark, title=HOSTILE, caption=HOSTILE, sources=_cite)
    things: list[Any] = [
        town, road, Path((town, road.end), (road,)), gm.Rows([{HOSTILE: town, "b": road}], [HOSTILE, "b"]), table,
        gm.Rows([(HOSTILE, 1)]), NotFound(HOSTILE), gm.Rows([town] * 9),
    ]  # fmt: skip
    for thing in things:
        page = html(thing)
        found = Tags(page)
        assert found.names <= OPENING, type(thing)
        assert "<script>alert" not in page.partition("srcdoc")[0]
        assert "alert(1)" in page


def _cite(_: object) -> list[Source]:
    return [Source(key="S1", title=HOSTILE, publisher="p")]


def test_a_table_is_cut_with_a_count_has_units_and_says_its_sources() -> None:
    rows = [Mark(place=f"p{n}", days=n) for n in range(70)]
    table = Table(rows, row=Mark, title="T", caption="About.", sources=_cite)
    told = Tags(html(table)).text
    assert "The first 50 of 70 rows." in told
    assert ("p49" in told, "p50" in told) == (True, False)
    assert "Sources: 1" in told
    assert "parts" not in told  # empty in all rows
    assert "(days)" in markup.table(["days"], [{"days": 3}], units={"days": "days"})
    assert repr(table).splitlines()[0] == "T"
    assert repr(table).endswith("The first 20 of 70 rows.")
    assert Tags(html(table.head(0))).text.endswith("No rows.")


def test_rows_show_as_cards_as_a_table_or_with_a_picture() -> None:
    pytest.importorskip("rustworkx", reason="needs the extra 'picture'")
    towns = [Town(name=f"T{n}", inhabitants=n) for n in range(9)]
    assert html(gm.Rows(towns[:2])).count("gm-card") > 1
    assert Tags(html(gm.Rows(towns))).text.count("T8") == 1
    road = Road(start=towns[0], end=towns[1], km=7)
    shown = html(gm.Rows([{"p": Path((towns[0], towns[1]), (road,)), "n": 1}], ["p", "n"]))
    assert "<iframe srcdoc=" in shown
    assert "— ROAD →" in Tags(shown.partition("</iframe>")[2]).text
    assert "<iframe" not in html(gm.Rows([(1, "a"), (2, "b")]))


# --- of a real graph ---------------------------------------------------------------------------------------------------


@pytest.mark.engine("embedded")
def test_answers_of_a_graph_show(world: World) -> None:
    pytest.importorskip("rustworkx", reason="needs the extra 'picture'")
    spells = world.all(select(State.name, MemberOf.status, Organization).match(State, MemberOf, Organization).limit(5))
    assert isinstance(spells, list)
    assert "namestatusOrganization" in Tags(html(spells)).text
    found = world.run("MATCH p = (:State {key: 'IRN'})-[:MEMBER_OF]->(:Organization {key: 'sco'}) RETURN p LIMIT 1")
    assert "<iframe srcdoc=" in html(found)
    raw = world.records("MATCH (s:State {key: 'IRN'})-[m:MEMBER_OF]->(o) RETURN s, m, o LIMIT 2")
    assert "<iframe srcdoc=" in html(raw)
    plan = Tags(html(world.run("EXPLAIN MATCH (s:State) RETURN s.key"))).text
    assert "Plan" in plan
    assert len(plan) > 20


@pytest.mark.engine("embedded")
def test_a_world_says_what_it_holds_and_no_secret(world: World) -> None:
    from rich.console import Console

    claims = f"{world.count(Claim):,}"
    console = Console(width=100)
    with console.capture() as captured:
        console.print(world)
    for told in (Tags(html(world)).text, captured.get()):
        assert "2026-06-30" in told
        assert "MEMBER_OF" in told
        assert claims in told or claims.replace(",", "") in told
        assert "bolt://127.0.0.1" in told
        assert "@" not in told


def test_a_closed_graph_shows_too() -> None:
    with gm.connect() as graph:
        graph.merge(Town(name="A"))
        assert "Town" in Tags(html(graph)).text
    assert "cannot be asked" in Tags(html(graph)).text


@pytest.mark.engine("embedded")
def test_results_plans_and_catalogues_show(world: World) -> None:
    result = world.analyses.pact_cadence_after_shock("2014-03-18")
    assert "(days)" in Tags(html(result)).text
    bound = world.analyses.co_membership
    assert "max_size" in Tags(html(bound)).text
    assert "co_membership" in Tags(html(world.analyses)).text
    with gm.tracer() as trace:
        world.count(State)
    assert "MATCH" in Tags(html(trace)).text
    assert "Iran" in Tags(html(result.citations())).text or len(result.citations()) == 0


# --- errors ------------------------------------------------------------------------------------------------------------


def test_an_error_lists_what_it_knows() -> None:
    problems = [DataProblem("a.csv", line, "key", "is empty") for line in range(2, 20)]
    told = "\n".join(DataError("18 rows are wrong.", problems=problems)._render_traceback_())  # pyright: ignore[reportPrivateUsage]
    assert "DataError: 18 rows are wrong.\n  a.csv:2: key: is empty" in told
    assert "and 8 more" in told
    with pytest.raises(UnknownName) as caught:
        raise UnknownName("No State is called 'Iram'.", candidates=["IRN", "IRQ"])
    told = "\n".join(caught.value._render_traceback_())  # pyright: ignore[reportPrivateUsage]
    assert FilePath(__file__).name in told
    assert "IRN" in told
    assert "IRN" in Tags(html(caught.value)).text


def test_every_error_shows() -> None:
    def below(kind: type[GraphModelError]) -> list[type[GraphModelError]]:
        return [kind, *(each for sub in kind.__subclasses__() for each in below(sub))]

    for kind in below(GraphModelError):
        told = "\n".join(kind("What is wrong.")._render_traceback_())  # pyright: ignore[reportPrivateUsage]
        assert told.startswith(f"{kind.__name__}: What is wrong.")
        assert "``" not in told


def test_in_ipython_the_traceback_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    shells = pytest.importorskip("IPython.core.interactiveshell", reason="needs IPython: the extra 'notebook'")
    shell = shells.InteractiveShell()
    shell.run_cell("import graphmodel as gm\ngm.Period('2014', '2001')")
    said = capsys.readouterr()
    told = re.sub(r"\x1b\[[\d;]*m", "", said.out + said.err)
    assert "InvalidDate: [2014, 2001) holds on no day" in told
    assert "In this cell, line 2: gm.Period('2014', '2001')" in told
    assert len(told.strip().splitlines()) < 8
    assert "periods.py" not in told
