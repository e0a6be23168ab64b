"""`graphmodel view` writes what Python writes."""

from __future__ import annotations

import re
from pathlib import Path

from graphmodel import World

from .conftest import Run


def test_the_page_is_that_of_python(run: Run, kept: Path, tmp_path: Path) -> None:
    ended = run("view", "--as-of", "2024-07-04", "--graph", kept)
    assert (ended.code, ended.err) == (0, "")
    assert re.fullmatch(
        r"Alliances on 2024-07-04, with \d+ states, .* ties through the years, is drawn in alliances.html\.",
        " ".join(ended.out.split()),
    )
    with World.connect(kept) as world:
        expected = world.as_of("2024-07-04").show().html()
    assert (tmp_path / "alliances.html").read_text(encoding="utf-8") == expected
    assert run("view", "--as-of", "2014-12-31", "--graph", kept).code == 0  # over a picture of its own


def test_parts_of_it_and_other_files(run: Run, kept: Path, tmp_path: Path) -> None:
    assert run("view", "Iran", "--tie", "MEMBER_OF", "--out", "iran.svg", "--dark", "--graph", kept).code == 0
    drawn = (tmp_path / "iran.svg").read_text(encoding="utf-8")
    assert ">Iran, 2026-06-30<" in drawn
    assert 'fill="#14171b"' in drawn
    assert run("view", "--out", "sco.png", "SCO", "--graph", kept).code == 0
    assert (tmp_path / "sco.png").read_bytes()[:4] == b"\x89PNG"


def test_what_it_refuses(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    for arguments, code, said in (
        (("--out", "a.pdf"), 2, ".html, .svg or .png"),
        (("--out", "mine.html"), 2, "is no page of graphmodel's"),
        (("Atlantis",), 3, "Nothing comes near it."),
        (("--tie", "FRIEND_OF"), 2, "FRIEND_OF"),
        (("--as-of", "2024"), 2, "2024"),
        (("--dataset", "none"), 3, "no such ties"),
    ):
        ended = run("view", *arguments, "--graph", kept)
        assert ended.code == code, arguments
        assert said in ended.err, arguments
    assert (tmp_path / "mine.html").read_text() == "mine"
