"""Settings: an option before the environment, the environment before a file, the folder's file before the user's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphmodel.cli import settings
from graphmodel.cli.settings import Settings, read
from graphmodel.errors import QueryError

from .conftest import Run

SECRET = "of-nobody-but-me"  # noqa: S105  (it opens nothing)
ACCOUNT = f'user = "ann"\npassword = "{SECRET}"\ndatabase = "mine"\n'


@pytest.fixture
def users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The settings file of the user, not yet there."""
    there = tmp_path / "user" / "graphmodel.toml"
    there.parent.mkdir()
    monkeypatch.setattr(settings, "user_file", lambda: there)
    return there


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which a command is given."""
    (tmp_path / "here").mkdir()
    return tmp_path / "here"


def test_without_anything_it_is_the_curated_world(users: Path, here: Path) -> None:
    assert not users.exists()
    assert read({}, here) == Settings()


def test_the_strongest_says(users: Path, here: Path) -> None:
    users.write_text('url = "bolt://users:1"\nformat = "csv"\npager = false\n', "utf-8")
    assert (read({}, here).url, read({}, here).format, read({}, here).pager) == ("bolt://users:1", "csv", False)
    (here / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.graphmodel]\nurl = "bolt://project:2"\n', "utf-8"
    )
    assert (read({}, here).url, read({}, here).format) == ("bolt://project:2", "csv")
    (here / "graphmodel.toml").write_text('url = "bolt://folder:3"\nformat = "json"\n', "utf-8")
    assert (read({}, here).url, read({}, here).format) == ("bolt://folder:3", "json")
    variables = {"GRAPHMODEL_URL": "bolt://variable:4", "GRAPHMODEL_FORMAT": "markdown", "GRAPHMODEL_PAGER": "yes"}
    held = read(variables, here)
    assert (held.url, held.format, held.pager) == ("bolt://variable:4", "markdown", True)
    assert held.at("bolt://option:5").url == "bolt://option:5"
    assert held.said["url"] == "GRAPHMODEL_URL"
    assert settings.files(here) == [here / "graphmodel.toml", here / "pyproject.toml", users]


def test_an_account_goes_to_no_other_server(users: Path, here: Path) -> None:
    users.write_text(f'url = "bolt://users:1"\n{ACCOUNT}', "utf-8")
    held = read({}, here)
    assert (held.user, held.password, held.database) == ("ann", SECRET, "mine")
    assert held.at("bolt://users:1") is held
    others = [held.at("bolt://evil:2"), read({"GRAPHMODEL_URL": "bolt://evil:2"}, here)]
    (here / "graphmodel.toml").write_text('url = "bolt://evil:2"\n', "utf-8")
    others.append(read({}, here))
    for other in others:
        assert (other.url, other.user, other.password, other.database) == ("bolt://evil:2", None, None, None)
    assert read({"GRAPHMODEL_PASSWORD": "given"}, here).at("bolt://third:3").password == "given"  # noqa: S105  (so)


def test_the_password_is_in_no_text(users: Path, here: Path) -> None:
    users.write_text(f'url = "bolt://users:1"\n{ACCOUNT}', "utf-8")
    held = read({}, here)
    assert held.password == SECRET
    assert SECRET not in f"{held!r}{held}{dict(held.said)}"


def test_an_empty_variable_is_none_and_an_empty_address_the_curated_world(users: Path, here: Path) -> None:
    users.write_text(f'url = "bolt://users:1"\n{ACCOUNT}', "utf-8")
    assert read({"GRAPHMODEL_USER": "", "GRAPHMODEL_FORMAT": ""}, here).user == "ann"
    curated = read({"GRAPHMODEL_URL": ""}, here)
    assert (curated.url, curated.password) == ("", None)


def test_a_folder_in_a_file_lies_beside_it(users: Path, here: Path) -> None:
    users.write_text('url = "kept/alliances.graph"\n', "utf-8")
    assert read({}, here).url == str(users.parent / "kept" / "alliances.graph")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("graphmodel.toml", 'ulr = "x"', "there is no setting 'ulr'. Did you mean url?"),
        ("graphmodel.toml", "pager = 1", "pager takes true or false"),
        ("graphmodel.toml", "url = 7687", "url takes text in quotes"),
        ("graphmodel.toml", "url = ", "cannot be read"),
        ("graphmodel.toml", 'user = "ann"', "user goes with the address that it is for: add url"),
        ("graphmodel.toml", 'format = "xml"', "there is no format 'xml'"),
        ("pyproject.toml", f"[tool.graphmodel]\n{ACCOUNT}", "a password does not belong into a file that is shared"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(users: Path, here: Path, file: str, text: str, said: str) -> None:
    assert not users.exists()
    (here / file).write_text(text, "utf-8")
    with pytest.raises(QueryError) as error:
        read({}, here)
    assert said in str(error.value)
    assert file in str(error.value)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    "given", [{"GRAPHMODEL_PAGER": "maybe"}, {"GRAPHMODEL_FORMAT": "xml"}], ids=lambda given: next(iter(given))
)
def test_what_is_wrong_with_a_variable_is_said(users: Path, here: Path, given: dict[str, str]) -> None:
    assert not users.exists()
    [name] = given
    with pytest.raises(QueryError, match=name):
        read(given, here)


def test_a_command_takes_them(run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = ("query", "MATCH (s:Setting) RETURN count(s) AS found")
    (tmp_path / "graphmodel.toml").write_text('url = "mine.graph"\nformat = "json"\n', "utf-8")
    assert run(*count).code == 4  # there is no such folder yet
    assert run("query", "CREATE (:Setting)", "--write", "--graph", kept.parent / "none").code == 4
    monkeypatch.setenv("GRAPHMODEL_URL", str(kept))
    assert json.loads(run(*count).out) == [{"found": 0}]
    assert run(*count, "--format", "csv").out == "found\n0\n"
    (tmp_path / "graphmodel.toml").write_text("oops", "utf-8")
    ended = run(*count)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "graphmodel.toml cannot be read" in ended.err
