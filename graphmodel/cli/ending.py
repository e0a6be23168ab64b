"""How a command ends: 0, or one clear line on stderr and an exit code that a script can tell apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
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
        said = one_line(cast("Any", problem).format_message()).removeprefix("Invalid value: ")
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
