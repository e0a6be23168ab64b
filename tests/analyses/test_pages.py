"""The examples of the pages on analyses print what the pages say."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from graphmodel import World
from graphmodel.analyses.headers import header

DOCS = Path(__file__).parents[2] / "docs" / "analyses"
PAGES = (
    "energy_interdependence",
    "evidence_strength",
    "leader_pairs",
    "pact_cadence_after_shock",
    "sanction_blocs",
    "summit_chain",
    "tenure_x_pacts",
)


@pytest.mark.engine("embedded")
@pytest.mark.parametrize("name", PAGES)
def test_the_example_prints_what_the_page_says(name: str, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    fences = [t for t in MarkdownIt().parse((DOCS / f"{name}.md").read_text("utf-8")) if t.type == "fence"]
    opening, *blocks = [t.content for t in fences if t.info == "python"]
    assert opening == "from graphmodel import World\n\nworld = World.connect()\nworld.load_seeds()\n"
    names = {"world": world}  # which is loaded already
    for block in blocks:
        exec(compile(block, name, "exec", dont_inherit=True), names)  # noqa: S102  (it is our own page)
    assert capsys.readouterr().out == "".join(t.content for t in fences if t.info == "text")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_header_asks(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text("utf-8")
    asked = header(name)
    assert f"**{asked.question}**" in text
    for part in (
        "Definition",
        "Defaults, and why",
        "Alternatives in the literature",
        "Example",
        "Caveats",
        "References",
    ):
        assert f"\n## {part}\n" in text
    for work in asked.literature:
        author, _, rest = work.partition(",")
        assert author.split(" & ")[0].split(", ")[0] in text, (work, rest)
