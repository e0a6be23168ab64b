"""How a command ends: 0, or one clear line on stderr and an exit code that a script can tell apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn, cast

import typer

from graphmodel.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DataError,
    EngineUnavailable,
    GraphModelError,
    InvalidDate,
    InvalidPoint,
    MissingData,
    NotFound,
    QueryError,
    StoreInvalid,
    StoreLocked,
    UnknownName,
)

# typer brings its own click and shows little of it: the root of its usage errors is the parent of the one that it does show.
UsageProblem: type[Exception] = typer.BadParameter.__mro__[2]

REFUSED, USAGE, NOTHING, UNREACHABLE, STOPPED = 1, 2, 3, 4, 130

EXIT_CODES = {
    0: "Done.",
    REFUSED: "It could not be done: the data, the Cypher or a file were refused, or an extra is not installed. "
    "`doctor` ends so when something is broken.",
    USAGE: "It was asked wrongly: an unknown command or option, a value that cannot be, a settings file that cannot be read.",
    NOTHING: "There is nothing of that name, or no data of that kind.",
    UNREACHABLE: "The graph could not be reached: nobody answers, the user or password is refused, the folder is held or is none.",
    STOPPED: "It was stopped with Ctrl-C.",
}
"""What each exit code means."""

LEAST = 5
"""How long the beginning of an option has to be, with its dashes, to say which is meant."""

_CODES: dict[tuple[type[BaseException], ...], int] = {
    (QueryError, InvalidDate, InvalidPoint): USAGE,
    (UnknownName, NotFound, MissingData): NOTHING,
    (AuthenticationFailed, ConnectionFailed, EngineUnavailable, StoreInvalid, StoreLocked): UNREACHABLE,
}


def code_of(error: BaseException) -> int:
    """The exit code for an error.

    >>> code_of(UnknownName("No State is called 'Irann'.")), code_of(DataError("1 row is wrong."))
    (3, 1)
    """
    return next((code for kinds, code in _CODES.items() if isinstance(error, kinds)), REFUSED)


def ended(run: Callable[[], object], command: Callable[[], str]) -> NoReturn:
    """Run a command line and leave the program.

    Args:
        run: all of it; an exit code that it gives counts.
        command: the words of the command that was asked for, to point to its help.
    """
    try:
        code = run()
        sys.stdout.flush()
    except UsageProblem as problem:
        # Its message is the help, of a command given without anything.
        if type(problem).__name__ == "NoArgsIsHelpError":
            print(cast("Any", problem).format_message())
            sys.exit(0)
        said = _options_meant(cast("Any", problem)) or one_line(cast("Any", problem).format_message()).removeprefix(
            "Invalid value: "
        )
        said = said.replace("Value error, ", "").rstrip(".")
        fail(f"{said}{'' if said.endswith('?') else '.'} See graphmodel {command()}--help.", USAGE)
    except (GraphModelError, OSError) as error:
        if isinstance(error, BrokenPipeError):  # `graphmodel ... | head`: nobody listens any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        fail(said_of(error), code_of(error))
    except (KeyboardInterrupt, typer.Abort):
        fail("Stopped.", STOPPED)
    sys.exit(code if isinstance(code, int) else 0)


def _options_meant(problem: Any) -> str | None:
    """What to say of an option that there is none of, or a value without one: those that it may mean, else those of the command."""
    from graphmodel.cli.running import HOW

    if problem.ctx is None:
        return None
    options = {each.opts[0]: each for each in problem.ctx.command.params if each.opts[0].startswith("--")}
    own = ", ".join(name for name, each in options.items() if each.name not in HOW and name != "--help")
    match type(problem).__name__:
        case "NoSuchOption":
            asked = problem.option_name
            near = [name for name in options if name.startswith(asked)] if len(asked) >= LEAST else []
            near = near or get_close_matches(asked, options, n=3, cutoff=0.7)
            takes = f": it takes {own}" if own else ""
            return f"There is no option {asked}" + (f". Did you mean {' or '.join(near)}?" if near else takes)
        case "UsageError" if (
            own and "extra argument" in problem.message and len(options) == len(problem.ctx.command.params)
        ):
            return f"{one_line(problem.message).rstrip('.')}: values are given by options, {own}"
        case _:
            return None


def said_of(error: Exception) -> str:
    """What an error says, on one line; one of several wrong rows says a line for each."""
    if isinstance(error, DataError) and len(error.problems) > 1:
        return str(error).strip()
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return one_line(str(error) or type(error).__name__)


def one_line(text: str) -> str:
    """Text without breaks."""
    return " ".join(text.split())


def fail(line: str, code: int) -> NoReturn:
    """Say what is wrong and leave with this code."""
    print(f"graphmodel: {line}", file=sys.stderr)
    sys.exit(code)
