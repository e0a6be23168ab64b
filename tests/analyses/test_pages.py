"""The example of each page of `docs/analyses` runs, on every engine, and prints what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from graphmodel import World
from graphmodel.analyses import ANALYSES

PAGES = sorted((Path(__file__).parents[2] / "docs" / "analyses").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_example_of_a_page_prints_what_it_says(
    page: Path, world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert page.stem in ANALYSES
    fences = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence"]
    code = "\n".join(token.content for token in fences if token.info == "python")
    said = "".join(token.content for token in fences if token.info == "text")
    # The curated world of the session, in the place of one that the example loads.
    monkeypatch.setattr(World, "connect", lambda: world)

    def loaded(_: World) -> None:
        """It is loaded."""

    monkeypatch.setattr(World, "load_seeds", loaded)
    exec(compile(code, str(page), "exec", dont_inherit=True), {})  # noqa: S102  (it is our own page)
    assert said
    assert capsys.readouterr().out == said


def test_the_guide_lists_every_analysis_with_its_question() -> None:
    said = (PAGES[0].parents[1] / "analyses.md").read_text("utf-8").partition("## All of them")[2]
    for name, analysis in ANALYSES.items():
        assert f"| {analysis.header.group} | [{name}](analyses/{name}.md) | {analysis.header.question} |" in said
    assert said.count("](analyses/") == len(ANALYSES) == len(PAGES)
