"""The commands that ask about evidence say what the same question says in Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmodel import World
from graphmodel.domain import MemberOf
from graphmodel.results import Table

from .conftest import Run

Question = Callable[[World], Table[Any]]

CASES: list[tuple[list[str], Question]] = [
    (["why", "Bushehr"], lambda w: w.why("bushehr")),
    (
        ["why", "IRN", "MEMBER_OF", "sco", "--on", "2010-01-01"],
        lambda w: w.why(MemberOf, start="IRN", end="sco", on="2010-01-01"),
    ),
    (["claims", "--about", "IRN", "--on", "2023-07-04"], lambda w: w.claims(about="IRN", on="2023-07-04")),
    (["contradictions", "--about", "IRN", "--kind", "tension"], lambda w: w.contradictions("IRN", "tension")),
    (["assessment", "F002-007"], lambda w: w.assessment("F002-007")),
    (["status", "IRN", "sco", "--known-on", "2017-04-01"], lambda w: w.status("Iran", "SCO", known_on="2017-04-01")),
    (
        ["known", "2016-01-01", "MEMBER_OF", "--start", "Iran", "--as-of", "2015-06-01"],
        lambda w: w.known_on("2016-01-01").table(MemberOf, start="IRN", on="2015-06-01"),
    ),
    (["policies", "official_first", "latest"], lambda w: w.compare_policies("official_first", "latest")),
]


@pytest.mark.parametrize(("command", "question"), CASES, ids=[command[0] for command, _ in CASES])
def test_a_command_says_what_python_says(run: Run, kept: Path, command: list[str], question: Question) -> None:
    ended = run(*command, "--graph", kept, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    with World.connect(kept) as world:
        expected = question(world).to_dicts()
    assert expected
    assert json.loads(ended.out)["rows"] == expected
    table = run(*command, "--graph", kept).out
    assert "Sources:" in table
    assert str(next(value for value in expected[0].values() if value))[:9] in table


def test_a_world_resolved_stays_so_until_it_is_loaded_again(run: Run, tmp_path: Path) -> None:
    graph = ("--graph", tmp_path / "mine.graph")
    assert run("load", *graph).code == 0
    [change] = json.loads(run("resolve", "official_first", "--concept", "election", *graph, "--format", "json").out)[
        "rows"
    ]
    assert change["after"] == "[2019-12-12, censored 2026-06-30)"
    again = json.loads(run("resolve", "official_first", "--concept", "election", *graph, "--format", "json").out)[
        "rows"
    ]
    assert again == []
    assert "1 updated" in run("load", *graph).out


@pytest.mark.parametrize(
    ("command", "said", "code"),
    [
        (["why", "IRN", "MEMBER_OF"], "Give the key of a spell, claim or entity", 2),
        (["why", "Bushehrr"], "Did you mean", 3),
        (["policies", "latest", "newest"], "There is no policy 'newest'", 3),
        (["resolve", "latest", "--concept", "oaths"], "oath", 3),
        (["known", "yesterday", "MEMBER_OF"], "'yesterday' is no date", 2),
        (["known", "2016", "MEMBER_OF"], "no single day", 2),
        (["known", "2016-01-01", "MEMBERS"], "MEMBER_OF", 3),
        (["known", "2016-01-01", "RIVAL_OF"], "No rule derives", 2),
        (["assessment", "F999"], "F999", 3),
    ],
)
def test_what_cannot_be_asked_ends_with_one_line(
    run: Run, kept: Path, command: list[str], said: str, code: int
) -> None:
    ended = run(*command, "--graph", kept)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert said in ended.err
