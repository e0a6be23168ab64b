"""The prompt of a shell: lines with completion and a history on a terminal, plain lines from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.cli.ending import said_of
from graphmodel.cli.options import Place
from graphmodel.cli.places import found
from graphmodel.cli.shell.talking import COMMANDS, Leave, Talk
from graphmodel.cli.shell.words import Words, words_of
from graphmodel.cli.shell.working import Stopped, Working
from graphmodel.errors import GraphModelError

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.key_binding import KeyBindings

WELCOME = "Cypher ends with ; and an analysis with its line. Tab completes, :help says more, Ctrl-D leaves."

WORKS_ON = (
    "The embedded engine cannot end a statement: it works on at it, unseen, until it is done or the shell is left."
)


def shell(place: Place, pager: bool | None = None) -> None:
    """Talk with a world until the user leaves; from a pipe, do what comes until something goes wrong.

    Raises:
        MissingExtra: prompt_toolkit is not installed, and this is a terminal.
        GraphModelError: the world cannot be opened; from a pipe, anything that cannot be done.
    """
    interactive = sys.stdin.isatty()
    if interactive:
        from graphmodel.results import needed

        needed("prompt_toolkit", "shell")
    commands = {name: follow for name, (_, follow) in COMMANDS.items()}
    with Working(found(place)) as working:
        words = working.do(lambda world: words_of(world, commands))
        if interactive:
            prompted(working, words, pager)
        else:
            piped(Talk(working, words, pager=False), sys.stdin)


def piped(talk: Talk, lines: Iterator[str]) -> None:
    """Do what comes line by line; the first thing that goes wrong is raised."""
    typed = ""
    try:
        for line in lines:
            typed += line
            if talk.is_whole(typed if not line.strip() else typed.rstrip("\n")):
                talk.do(typed)
                typed = ""
        talk.do(typed)
    except Leave:
        return


def prompted(working: Working, words: Words, pager: bool | None = None) -> None:
    """Prompt, do, and prompt again."""
    from graphmodel.cli.output import console

    talk = Talk(working, words, ask, pager)
    session = prompt_of(talk, words, history_file())
    console().print(f"{working.name}. {WELCOME}", markup=False)
    while True:
        try:
            talk.do(session.prompt("graphmodel> "))
        except (EOFError, Leave):
            return
        except KeyboardInterrupt:  # what was typed is dropped
            continue
        except Stopped:
            print("Stopped." if working.ends else f"Stopped. {WORKS_ON}", file=sys.stderr)
        except (GraphModelError, OSError) as error:
            print(said_of(error), file=sys.stderr)


def prompt_of(talk: Talk, words: Words, history: Path | None) -> PromptSession[str]:
    """A prompt over several lines, with completion, and a history that is kept where a file is given."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    return PromptSession(
        multiline=True,
        key_bindings=_keys(talk),
        completer=_completer(talk, words),
        complete_while_typing=False,
        history=None if history is None else FileHistory(str(history)),
        prompt_continuation=lambda width, _number, _wrapped: "...> ".rjust(width),
        enable_history_search=True,
    )


def ask(question: str) -> bool:
    """Ask, and take only a plain yes for one."""
    from prompt_toolkit import prompt

    try:
        return prompt(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
    except (EOFError, KeyboardInterrupt):
        return False


def history_file() -> Path | None:
    """Where the history is kept; None where it cannot be. What was typed is the user's alone to read."""
    from platformdirs import user_state_path

    file = user_state_path("graphmodel", appauthor=False) / "shell_history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=True)
    except OSError:
        return None
    return file


def _keys(talk: Talk) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: Any) -> None:  # pyright: ignore[reportUnusedFunction]  (the decorator keeps it)
        buffer = event.current_buffer
        if talk.is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _completer(talk: Talk, words: Words) -> Completer:
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document

    class Offering(Completer):
        def get_completions(self, document: Document, complete_event: Any) -> Iterator[Completion]:
            del complete_event
            for offer in words.offers(document.text_before_cursor, talk.parameters):
                yield Completion(offer.text, start_position=-offer.replaces, display_meta=offer.about)

    return Offering()
