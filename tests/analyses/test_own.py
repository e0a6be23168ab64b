"""Analyses of one's own: what a file and its header give, and every way in which they can be wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmodel import World
from graphmodel.analyses import Bound, own
from graphmodel.analyses.own import returned_columns
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.errors import InvalidDate, MissingData, QueryError, UnknownName
from graphmodel.query import select

SPELLS = Path(__file__).parent / "own" / "spells.cypher"
DAY = "2024-07-04"

Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The file with pieces of text replaced."""

    def make(*pairs: tuple[str, str]) -> Path:
        text = SPELLS.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "mine.cypher"
        file.write_text(text, "utf-8")
        return file

    return make


def test_it_is_run_as_ours_are(world: World) -> None:
    mine = world.analyses.register(SPELLS)
    rows: Any = mine("Shanghai Cooperation Organisation", as_of=DAY)
    expected = world.all(
        select(State.key)
        .match(State, MemberOf, Organization)
        .where(Organization.key == "sco")
        .as_of(DAY, on=MemberOf.full)
        .order_by(State.key)
    )
    assert [(row.org, row.members, row.states) for row in rows] == [("sco", len(expected), expected)]
    assert isinstance(rows[0].first, datetime.date)
    assert rows[0].first == datetime.date(2001, 6, 15)
    assert rows.about.analysis == "spells"
    assert "what possibly holds is counted" in rows.about.notes
    assert rows.columns == ["org", "members", "per_letter", "states", "first"]
    assert rows.to_dicts()[0]["first"] == "2001-06-15"
    assert isinstance(mine, Bound)
    assert "How many full members" in repr(mine)
    assert mine.__doc__ == mine.header.describe()


def test_all_arguments_work_as_for_ours(world: World) -> None:
    mine = world.analyses.register(str(SPELLS))
    many: Any = mine(as_of=DAY, least=5)
    assert len(many) > 3
    assert min(row.members for row in many) >= 5
    with pytest.raises(UnknownName):
        mine("no such organization")
    with pytest.raises(InvalidDate):
        mine(as_of="2024-13-01")
    with pytest.raises(QueryError, match="True or False"):
        mine(certain="yes")
    with pytest.raises(TypeError, match="stat"):
        mine(stat="IRN")


def test_without_data_it_says_what_is_missing(empty_world: World) -> None:
    with pytest.raises(MissingData, match="no memberships"):
        empty_world.analyses.register(SPELLS)(as_of=DAY)


def test_a_column_of_sources_is_cited(world: World, changed: Changed) -> None:
    file = changed(
        (
            "// [columns.first]",
            '// [columns.sources]\n// type = "list of strings"\n// meaning = "Sources."\n// [columns.first]',
        ),
        ("       first AS first\n", "       ['S106'] AS sources,\n       first AS first\n"),
    )
    assert [source.key for source in world.analyses.register(file)("sco", DAY).citations()] == ["S106"]
    assert len(world.analyses.register(SPELLS)("sco", DAY).citations()) == 0


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (('"mine"', "mine"), r"mine\.cypher: its header.*TOMLDecodeError"),
        (('type = "date or null"', 'type = "day"'), "first has the type 'day', which is none of string"),
        (('type = "organization"', 'type = "club"'), "'club' is none of state"),
        (('key = ["org"]', 'key = ["orgs"]'), "key names 'orgs', which is none of the columns"),
        (('label = "org"', 'label = "orgs"'), "plot names 'orgs', which is none of the columns"),
        (('kind = "bars"', 'kind = "pie"'), "'pie' is none of bars"),
        (
            ("size(states) AS members", "size(states) AS member"),
            "returns org, member, per_letter.*has the columns org, members",
        ),
        (("= $as_of AND m.full_to_latest", "= $day AND m.full_to_latest"), "no parameter 'day'"),
        ((" >= $least", " >= 1"), "never asks for the parameter 'least'"),
        (("WITH o, s, m\n", "SET o.seen = true\nWITH o, s, m\n"), "writes, or so it looks: it says SET"),
        (("WITH o, s, m\n", "WITH o, s, m,\n"), "spells|mine"),
        (("RETURN org AS org", "WITH org AS org"), "ends without a RETURN"),
        (("[parameters.org]", "[parameters.world]"), "no parameter 'org'|cannot be called"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.engine("embedded")
def test_what_is_wrong_is_said_when_it_is_registered(
    world: World, changed: Changed, pair: tuple[str, str], said: str
) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        world.analyses.register(changed(pair))
    assert "mine.cypher" in str(caught.value)


def test_cypher_that_the_engine_cannot_read_is_said_at_once(world: World, changed: Changed) -> None:
    with pytest.raises(QueryError, match=r"^mine\.cypher: "):
        world.analyses.register(changed(("ORDER BY s.key", "ORDRE BY s.key")))


def test_values_that_do_not_fit_are_said_when_it_is_run(world: World, changed: Changed) -> None:
    mine = world.analyses.register(changed(("10.0 / size(states) AS", "'much' AS")))
    with pytest.raises(QueryError, match=r"mine\.cypher: what it returns does not fit.*per_letter"):
        mine("sco", DAY)


@pytest.mark.parametrize("begin", ["", "/* SET */ ", "// 'SET'\n"])
def test_a_write_is_refused_by_the_engine_too(
    world: World, changed: Changed, monkeypatch: pytest.MonkeyPatch, begin: str
) -> None:
    file = changed(("WITH o, s, m\n", f"{begin}SET o.seen = true\nWITH o, s, m\n"))
    with pytest.raises(QueryError, match="says SET"):
        world.analyses.register(file)
    monkeypatch.setattr(own, "WRITING", re.compile("(?!)"))
    with pytest.raises(QueryError, match="writes; an analysis only reads"):
        world.analyses.register(file)("sco", DAY)
    assert world.run("MATCH (o:Organization) WHERE o.seen RETURN count(o) AS n", into=int, reads=True) == [0]


@pytest.mark.engine("embedded")
def test_a_file_that_is_none_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"nowhere\.cypher cannot be read as a Cypher file: No such file"):
        world.analyses.register("nowhere.cypher")
    (tmp_path / "binary.cypher").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match=r"binary\.cypher cannot be read"):
        world.analyses.register(tmp_path / "binary.cypher")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("MATCH (a) RETURN a.x AS x, count { MATCH (a)--(b) RETURN b AS other } AS n", ["x", "n"]),
        ("MATCH (a) RETURN DISTINCT a.x AS `x` ORDER BY x, n SKIP 1 LIMIT 2", ["x"]),
        ("MATCH (a) WITH a, 'RETURN 1 AS one' AS text RETURN text AS text, [1, 2] AS list;", ["text", "list"]),
        ("MATCH (a) RETURN a ORDER BY a.x, a.y", ["a"]),
        ("MATCH (a) SET a.x = 1", None),
    ],
)
def test_columns_are_read_off_the_text(text: str, columns: list[str] | None) -> None:
    assert returned_columns(text) == columns


def test_a_title_and_columns_are_enough(world: World, tmp_path: Path) -> None:
    file = tmp_path / "short.cypher"
    file.write_text(
        "// title = 'Members'\n// columns = {org = {type = 'string', meaning = 'Its key.'}}\n"
        "MATCH (:State {key: 'BLR'})-[:MEMBER_OF]->(o:Organization) RETURN DISTINCT o.key AS org ORDER BY org\n",
        "utf-8",
    )
    mine = world.analyses.register(file)
    assert "sco" in [row.org for row in mine()]  # pyright: ignore[reportAttributeAccessIssue]
    assert "Literature" not in repr(mine)
