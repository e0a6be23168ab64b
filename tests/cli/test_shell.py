"""`graphmodel shell`: what is typed and what comes of it, from a pipe, at a prompt, and on a real terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphmodel.cli.places import Found
from graphmodel.cli.shell.prompting import piped, prompt_of
from graphmodel.cli.shell.talking import COMMANDS, Leave, Talk
from graphmodel.cli.shell.words import Words, words_of
from graphmodel.cli.shell.working import Stopped, Working
from graphmodel.errors import GraphModelError, QueryError, ReadOnlyViolation, UnknownName

from .conftest import Run
from .test_terminal import ESCAPE

LONG = "UNWIND range(1, 7000000) AS x UNWIND range(1, 60) AS y WITH x, y WHERE x % 7 = 3 RETURN count(x) AS found"


@pytest.fixture(scope="module")
def working(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    """A copy of the kept world, in which may be written."""
    copy = tmp_path_factory.mktemp("shell") / "mine.graph"
    shutil.copytree(kept, copy)
    with Working(Found(str(copy), {"schema": "off"})) as working:
        yield working


@pytest.fixture(scope="module")
def words(working: Working) -> Words:
    return working.do(lambda world: words_of(world, {name: follow for name, (_, follow) in COMMANDS.items()}))


@pytest.fixture
def talk(working: Working, words: Words, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setenv("COLUMNS", "100")
    return Talk(working, words)


def test_cypher_and_analyses_are_answered(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.do("MATCH (s:State {key: 'IRN'})\nRETURN s.name AS name;")
    assert re.search(r"Iran\n1 row, [\d.]+ s\.", capsys.readouterr().out)
    talk.do("co_membership Iran other=RUS as_of=2024-07-04")
    out = capsys.readouterr().out
    assert "brics, gecf, sco" in out
    assert "Sources:" in out
    talk.do("ego_portfolio state=Armenia as_of=2014-12-31 statuses=member,observer")
    assert "csto" in capsys.readouterr().out.casefold()
    talk.do('obligation_profile Russia b="North Korea"')
    assert "rus-prk-2024" in capsys.readouterr().out


def test_parameters_and_the_day_are_kept(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.do(":param org=sco")
    talk.do(":param least => 3")
    talk.do(":as-of 2014-12-31")
    talk.do("RETURN $org AS org, $least + 1 AS more, $as_of.year AS year")
    assert re.search(r"sco +4 +2014\n", capsys.readouterr().out)
    talk.do("ego_portfolio Iran")
    assert "As of 2014-12-31" in capsys.readouterr().out
    talk.do("ego_portfolio Iran as_of=2024-07-04")
    assert "As of 2024-07-04" in capsys.readouterr().out
    talk.do(":param org=")
    talk.do(":param")
    assert capsys.readouterr().out == "least = 3\nas_of = datetime.date(2014, 12, 31)\n"
    talk.do(":as-of none")
    talk.do(":as-of")
    assert capsys.readouterr().out == "The day to which the data reach.\n"


def test_what_is_in_the_graph_is_listed(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.do(":format csv")
    talk.do(":schema")
    assert re.search(r"^node,State,\d+,", capsys.readouterr().out, re.MULTILINE)
    talk.do(":analyses shared")
    assert "co_membership," in capsys.readouterr().out
    talk.do(":format")
    assert capsys.readouterr().out == "csv\n"


def test_help_is_there(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.do(":help")
    out = capsys.readouterr().out
    assert all(f":{name} " in out for name in COMMANDS)
    talk.do(":help co_membership")
    assert "How strongly are two states tied" in capsys.readouterr().out
    talk.do(":why sco.IRN.2")
    assert "Sources:" in capsys.readouterr().out


def test_nothing_is_written_unasked(working: Working, words: Words, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def count() -> int:
        return working.do(lambda world: world.run("MATCH (t:Thing) RETURN count(t)", into=int, reads=True)[0])

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(ReadOnlyViolation, match=":write on"):
        Talk(working, words).do("CREATE (:Thing)")
    Talk(working, words, no).do("CREATE (:Thing)")
    assert (count(), len(asked)) == (0, 1)
    assert capsys.readouterr().out == "Nothing has changed.\n"
    Talk(working, words, lambda _: True).do("CREATE (:Thing)")
    assert "Changed: nodes created 1" in capsys.readouterr().out
    silent = Talk(working, words, no)
    silent.do(":write on")
    silent.do("CREATE (:Thing)")
    assert (count(), len(asked)) == (2, 1)
    silent.do(":write off")
    silent.do("MATCH (t:Thing) DELETE t")
    assert (count(), len(asked)) == (2, 2)


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        (":hlp", QueryError, "Did you mean :help?"),
        (":help co_member", UnknownName, "Did you mean co_membership?"),
        (":as-of 2024", QueryError, "give a day"),
        (":format parquet", QueryError, "only table, csv, json, markdown"),
        (":write maybe", QueryError, "on or off"),
        (":param org", QueryError, "NAME=VALUE"),
        ("co_membership Iran stat=1", QueryError, "has no parameter 'stat'. Did you mean state?"),
        ("co_membership Iran state=RUS", QueryError, "state is given twice"),
        ("co_membership Iran max_size=big", QueryError, "max_size takes a whole number"),
        ("co_membership Iran certain=perhaps", QueryError, "certain takes true or false"),
        ("co_membership 'Iran", QueryError, "A quote is not closed"),
        ("co_membership Irann", UnknownName, "Did you mean Iran"),
        ("co_membershp Iran", UnknownName, "There is no analysis 'co_membershp'. Did you mean co_membership?"),
        ("MTACH (n) RETURN n", UnknownName, "Did you mean MATCH?"),
        ("help", UnknownName, "Did you mean :help?"),
        ("xyzzy\tIran", UnknownName, "There is no analysis 'xyzzy'. :analyses lists them"),
        ("MATCH (n RETURN n", GraphModelError, "refused"),
    ],
)
def test_what_cannot_be_done_is_said(talk: Talk, typed: str, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind) as error:
        talk.do(typed)
    assert said in str(error.value)


def test_it_is_left_when_asked(talk: Talk) -> None:
    for typed in (":quit", ":exit", ":q"):
        with pytest.raises(Leave):
            talk.do(typed)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("MATCH (s)", False),
        ("MATCH (s)\nRETURN s;", True),
        ("MATCH (s)\nRETURN s\n", True),
        ("co_membership Iran", True),
        ("co_membershp Iran", True),
        ("match(s)", False),
        ("OPTIONAL", False),
        ("// those in it", False),
        ("/* those in it", False),
        (":param a=1", True),
        ("", True),
    ],
)
def test_enter_goes_on_until_it_is_whole(talk: Talk, text: str, whole: bool) -> None:
    assert talk.is_whole(text) is whole


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("MA", "MATCH"),
        ("co_m", "co_membership"),
        ("MATCH (s:Sta", "State"),
        ("MATCH (s)-[m:MEM", "MEMBER_OF"),
        ("MATCH (s:State)-[m:MEMBER_OF]->(o) RETURN m.sta", "status"),
        ("MATCH (s:State) RETURN s.iso", "iso3"),
        ("RETURN $o", "$org"),
        ("co_membership st", "state="),
        ("co_membership state=IR", "IRN"),
        ("co_membership IR", "IRN"),
        ("ego_portfolio Ira", "Iran"),
        ("ego_portfolio ", "IRN"),
        ("obligation_profile 'North Korea' Russi", "Russia"),
        ("co_membership state=Iran Russi", "Russia"),
        ("ego_portfolio Iran statuses=observer,mem", "member"),
        (":he", "help"),
        (":help co_m", "co_membership"),
        (":write o", "on"),
    ],
)
def test_it_is_completed(words: Words, text: str, offered: str) -> None:
    offers = {offer.text: offer for offer in words.offers(text, ["org"])}
    assert offered in offers
    typed = text[len(text) - offers[offered].replaces :]
    assert offered.casefold().startswith(typed.casefold())


def test_a_value_without_a_name_is_of_the_parameter_in_its_place(words: Words) -> None:
    def offered(text: str) -> list[str]:
        return [offer.text for offer in words.offers(text)]

    assert offered("power_in_org gec") == ["gecf"]
    assert "Iran" not in offered("power_in_org Ira")  # an organization belongs there
    assert offered("co_membership other=Russia Ira") == []  # that would be `other` once more
    assert offered("obligation_profile 'North Ir") == []  # within quotes
    assert "state=" not in offered("co_membership Iran ")
    assert "other=" in offered("co_membership Iran ")


def test_labels_are_no_types(words: Words) -> None:
    assert [offer.text for offer in words.offers("MATCH (s:MEMBER")] == []
    assert [offer.text for offer in words.offers("MATCH (a:State)-[:Organ")] == []
    assert "status" not in [offer.text for offer in words.offers("MATCH (s:State) RETURN s.stat")]


def test_ctrl_c_stops_a_statement_and_no_more(working: Working) -> None:
    def interrupt() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.5, interrupt)
    began = time.perf_counter()
    timer.start()
    with pytest.raises(Stopped):
        working.do(lambda world: world.records(LONG, reads=True))
    assert time.perf_counter() - began < 30  # it would take minutes
    assert working.do(lambda world: world.run("RETURN 1", into=int, reads=True)) == [1]


def test_a_prompt_takes_lines_and_remembers(talk: Talk, words: Words, tmp_path: Path) -> None:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    history = tmp_path / "history"
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        session = prompt_of(talk, words, history)
        typed.send_text("RETURN 1\rAS one;\r")
        assert session.prompt("> ") == "RETURN 1\nAS one;"
        typed.send_text("co_membership Iran\r")
        assert session.prompt("> ") == "co_membership Iran"
        typed.send_text("\x04")
        with pytest.raises(EOFError):
            session.prompt("> ")
        typed.send_text("half\x03")
        with pytest.raises(KeyboardInterrupt):
            session.prompt("> ")
    assert "co_membership Iran" in history.read_text("utf-8")


def test_a_pipe_is_done_until_something_is_wrong(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    piped(talk, io.StringIO(":format csv\nRETURN 1\nAS one;\nRETURN 2 AS two\n\nRETURN 3 AS three"))
    assert capsys.readouterr().out == "one\n1\ntwo\n2\nthree\n3\n"
    with pytest.raises(UnknownName):
        piped(talk, io.StringIO("co_membership Irann\nRETURN 4 AS four;\n"))
    assert "four" not in capsys.readouterr().out


def test_the_command_reads_a_pipe(run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(":format csv\nRETURN 1 AS one;\n:quit\nRETURN 2 AS two;\n"))
    ended = run("shell", "--graph", kept)
    assert (ended.code, ended.out, ended.err) == (0, "one\n1\n", "")
    monkeypatch.setattr(sys, "stdin", io.StringIO("co_membership Irann"))
    assert run("shell", "--graph", kept).code == 3


def test_on_a_terminal(kept: Path, tmp_path: Path) -> None:
    """Type, stop a statement, go on, leave: on a pseudo-terminal, as a user would."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (40, 100))
    environment = {**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(tmp_path), "PROMPT_TOOLKIT_NO_CPR": "1"}
    program = subprocess.Popen(
        [sys.executable, "-m", "graphmodel", "shell", "--graph", str(kept)],
        cwd=tmp_path, stdin=follower, stdout=follower, stderr=follower, start_new_session=True, env=environment,
    )  # fmt: skip
    os.close(follower)
    said = ""

    def until(expected: str, seconds: float = 60) -> None:
        nonlocal said
        end = time.monotonic() + seconds
        while expected not in said:
            ready, _, _ = select.select([leader], [], [], max(0, end - time.monotonic()))
            assert ready, f"{expected!r} did not come: {said!r}"
            said += os.read(leader, 65536).decode(errors="replace")
        said = said.partition(expected)[2]

    try:
        until("Ctrl-D leaves.")
        until("graphmodel>")
        os.write(leader, f"{LONG};\r".encode())
        until("Asking")
        time.sleep(0.5)
        program.send_signal(signal.SIGINT)
        until("Stopped. The embedded engine cannot end a statement")
        until("graphmodel>")
        os.write(leader, b"RETURN 6 * 7 AS answer;\r")
        until("42")
        until("1 row")
        until("graphmodel>")  # what is typed before the prompt is there is lost
        os.write(leader, b"co_membersh\t")
        until("ip")
        os.write(leader, b" Iran other=RUS\r")
        until("Shared organizations of states")
        until("graphmodel>")
        os.write(leader, b"CREATE (:Thing);\r")
        until("[y/N]")
        os.write(leader, b"n\r")
        until("Nothing has changed.")
        until("graphmodel>")
        os.write(leader, b"\x04")
        assert program.wait(timeout=60) == 0
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
        os.close(leader)
    history = tmp_path / "graphmodel" / "shell_history"
    assert "6 * 7" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o077 == 0
    assert ESCAPE not in history.read_text("utf-8")
