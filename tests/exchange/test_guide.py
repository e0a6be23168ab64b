"""The guide for those who come from py2neo: every sample runs on a real Neo4j, and both sides of a task agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from ..support.engines import Place

PAGE = (Path(__file__).parents[2] / "docs" / "coming-from-py2neo.md").read_text("utf-8")


def sections() -> list[tuple[str, list[str]]]:
    """Each heading with the samples under it."""
    found: list[tuple[str, list[str]]] = []
    tokens = MarkdownIt().parse(PAGE)
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and after is not None:
            found.append((after.content, []))
        elif token.type == "fence":
            assert token.info == "python"
            found[-1][1].append(token.content)
    return [(title, samples) for title, samples in found if samples]


def test_both_sides_are_shown() -> None:
    shown = {title: [sample.splitlines()[0] for sample in samples] for title, samples in sections()}
    assert len(shown) >= 11
    two_sided = [first for first in shown.values() if first[:2] == ["# py2neo", "# graphmodel"]]
    assert len(two_sided) == len(shown) - 1
    assert shown["Subgraphs"][:2] == ["# graphmodel to py2neo", "# py2neo to graphmodel"]


@pytest.mark.engine("neo4j")
def test_samples_run_and_agree(place: Place) -> None:
    names: dict[str, Any] = {"__name__": "__main__", "url": place.url, "auth": place.auth}
    try:
        for title, samples in sections():
            results: list[Any] = []
            for number, sample in enumerate(samples):
                names.pop("result", None)
                exec(compile(sample, f"{title}, sample {number}", "exec", dont_inherit=True), names)  # noqa: S102  (it is our own page)
                if "result = " in sample:
                    results.append(names["result"])
            assert len(results) >= 2, title
            for result in results:
                assert result == results[0], f"{title}: {results}"
                assert result not in (None, []), title
    finally:
        names["graph"].close()
        names["old"].service.connector.close()
