"""Citations: text, BibTeX and CSL-JSON say what the source says, whatever stands in its title."""

from __future__ import annotations

import io
import json
from unicodedata import normalize

import pytest
from bibtexparser import parse_string  # pyright: ignore[reportPrivateImportUsage, reportUnknownVariableType]
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db  # pyright: ignore[reportMissingTypeStubs]
from rich.console import Console

from graphmodel import World
from graphmodel.domain import Source
from graphmodel.errors import UnknownName
from graphmodel.results import Citations

TITLES = st.text(
    st.one_of(
        st.sampled_from("{}%\\&_#$~^\"'`-,=@ \n"), st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2000)
    ),
    min_size=1,
    max_size=40,
)


def _decoder() -> LatexDecodingMiddleware:
    # The parser's own table lacks the two braces, and draws a caret as the accent.
    context = get_default_latex_context_db()
    known = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    context.add_context_category(
        "marks", prepend=True, macros=[MacroTextSpec(name, mark) for name, mark in known.items()]
    )
    return LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=context))


def source(key: str, title: str = "A title", **more: object) -> Source:
    return Source.model_validate({"key": key, "title": title, "publisher": "A publisher", **more})


@settings(deadline=None)
@given(TITLES.filter(lambda title: title.strip()))
def test_hostile_titles_come_back(title: str) -> None:
    written = Citations([source("a", title), source("b")]).bibtex()
    read = parse_string(written, append_middleware=[_decoder()])
    assert not read.failed_blocks
    assert [entry.key for entry in read.entries] == ["a", "b"]
    assert read.entries[0].fields_dict["title"].value == normalize("NFC", " ".join(title.split()))
    # BibTeX itself counts braces, escaped or not.
    depth = 0
    for mark in written:
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
    assert depth == 0


def test_keys_are_ones_that_bibtex_takes_and_no_two_alike() -> None:
    read = parse_string(Citations([source("a b"), source("a,b"), source("ü")]).bibtex())
    assert [entry.key for entry in read.entries] == ["a-b", "a-b-2", "source"]


@pytest.mark.parametrize(
    ("given", "text", "date", "csl"),
    [
        ({"date": "2024-07-04"}, "2024-07-04", "2024-07-04", {"date-parts": [[2024, 7, 4]]}),
        ({"date": "2024-07"}, "2024-07", "2024-07", {"date-parts": [[2024, 7]]}),
        ({"date": "2024~"}, "2024~", "2024~", {"date-parts": [[2024]], "circa": True}),
        (
            {"published_from": "2015-11-24", "published_to": "2015-12-01"},
            "2015-11-24/2015-12-01",
            "2015-11-24/2015-12-01",
            {"date-parts": [[2015, 11, 24], [2015, 12, 1]]},
        ),
        ({"published_to": "2015-12-01"}, "../2015-12-01", "../2015-12-01", {"literal": "../2015-12-01"}),
        ({}, "", None, None),
    ],
)
def test_dates_say_what_is_known(given: dict[str, str], text: str, date: str | None, csl: object) -> None:
    citations = Citations([source("a", **given)])
    assert citations.text() == f"A title. A publisher{', ' if text else ''}{text}. [a]"
    [entry] = parse_string(citations.bibtex(), append_middleware=[_decoder()]).entries
    assert (entry.fields_dict["date"].value if "date" in entry.fields_dict else None) == date
    [told] = json.loads(citations.csl_json())
    assert (told["id"], told["title"], told.get("issued")) == ("a", "A title", csl)


@pytest.mark.engine("embedded")
def test_a_world_cites_its_sources_and_results_cite_theirs(small: World) -> None:
    assert [each.key for each in small.citations()] == ["agency", "book", "note", "paper"]
    assert small.citations(["paper", "note", "paper"]).text().splitlines() == [
        "A note. The note. [note]",
        "Aland in. The paper, 2010-05. [paper]",
    ]
    assert "title = {Aland joins {\\textbraceleft}The Club{\\textbraceright}}" in small.citations(["agency"]).bibtex()
    with pytest.raises(UnknownName, match="Did you mean paper"):
        small.citations(["papers"])
    assert [each.key for each in small.why("joins").citations()] == ["agency", "book", "note", "paper"]
    assert [each.key for each in small.claims(by="The Envoy").citations()] == ["note"]


def test_what_no_source_is_given_for_is_said_and_is_no_source(world: World) -> None:
    whole = world.citations()
    bare = len(
        world.run("MATCH (:Source {key: 'uncited'})-[:STATES]->(c:Claim) RETURN DISTINCT c.key AS key", into=str)
    )
    assert len(whole.uncited) == bare > 1
    last = whole.text().splitlines()[-1]
    assert last == f"No source is given for {bare} claims: {', '.join(whole.uncited[:5])} and {bare - 5} more."
    assert "uncited" not in {each.key for each in whole} | {*whole.bibtex().split()} | {*whole.csl_json().split('"')}
    assert world.citations("uncited").text() == last
    assert world.why("V42").citations().uncited == ("V42",)
    told = world.claims(about="IRN")
    bare = tuple(sorted(row.claim for row in told if row.sources == ["uncited"]))
    assert told.citations().uncited == bare
    assert "V42" in bare
    assert world.why("V42").citations().text() == "No source is given for one claim: V42."
    assert "No source is given for one claim: V42." in world.why("V42")._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert world.why("sco.IRN.2").citations().uncited == ("conflicts/C13.a/sco.IRN.2.status",)
    assert Citations([source("uncited")]).text() == "No source is given for some of it."
    assert Citations([source("MEM", publisher="none")]).text() == "A title. [MEM]"


@pytest.mark.engine("embedded")
def test_results_show_as_tables(small: World) -> None:
    draft = small.claim("BBB", "member_of", "club", value="partner", valid="2020/..", source="note")
    for table in (
        small.why("joins"),
        small.claims(about="AAA"),
        small.contradictions(),
        small.assessment("texts/joins"),
        small.status("AAA", "club", known_on="2011-01-01"),
        draft.changes(),
    ):
        console = Console(width=100, record=True, file=io.StringIO())
        console.print(table)
        assert table.title.split()[0] in console.export_text()
        html = table._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert html.count("<tr>") == len(table) + 1
        assert len(table.to_dicts()) == len(table) > 0
        assert set(json.loads(table.to_json())["rows"][0]) == set(table.columns)


def test_an_address_stands_as_it_is_and_an_author_is_named() -> None:
    source = Source(
        key="S1", title="A & B", publisher="P", author="A. Author and B. Writer", url="https://a.org/x_y?p=1%20&q={2}#z"
    )
    citations = Citations([source])
    assert "url = {https://a.org/x_y?p=1%20&q=%7B2%7D#z}" in citations.bibtex()
    assert r"title = {A \& B}" in citations.bibtex()
    assert "author = {A. Author and B. Writer}" in citations.bibtex()
    [csl] = json.loads(citations.csl_json())
    assert csl["author"] == [{"literal": "A. Author"}, {"literal": "B. Writer"}]
    assert citations.text().startswith("A. Author and B. Writer. A & B. P")
