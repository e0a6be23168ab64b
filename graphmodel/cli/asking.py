"""Commands that ask a world one question and write its rows: they share where to ask and how to write."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias, get_type_hints

from graphmodel.cli.options import Database, Force, Format, Graph, Out, Pager, Place, Sources, User

if TYPE_CHECKING:
    from graphmodel.results import Table
    from graphmodel.world import World

    Question: TypeAlias = Callable[[World], Table[Any]]
else:  # typer reads the annotations of a command, and should not import a world for that
    Question = Any

SHARED = (
    ("sources", Sources, False),
    ("graph", Graph, None),
    ("user", User, None),
    ("database", Database, None),
    ("format", Format, None),
    ("out", Out, None),
    ("force", Force, False),
    ("pager", Pager, None),
)
"""The options of every such command: name, annotation, default."""


def asking(question: Callable[..., Question]) -> Callable[..., None]:
    """Make a command of what gives a question for its own options.

    Raises, when it is run:
        QueryError: --out cannot be written, or Parquet would go to a terminal.
    """

    @wraps(question)
    def command(**given: Any) -> None:
        from graphmodel.cli.output import Writing, waiting
        from graphmodel.cli.places import opened

        shared = {name: given.pop(name) for name, _, _ in SHARED}
        place: Place = shared["graph"], shared["user"], shared["database"]
        how = Writing(**{name: shared[name] for name in ("format", "out", "force", "pager", "sources")})
        asked = question(**given)
        how.check()
        with opened(place) as world:
            with waiting("Asking"):
                rows = asked(world)
            how.write(rows)

    hints = get_type_hints(question, include_extras=True)
    own = [each.replace(annotation=hints[each.name]) for each in inspect.signature(question).parameters.values()]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, kind, default in SHARED
    ]
    # typer reads the options of a command off its signature.
    command.__signature__ = inspect.Signature([*own, *options])  # pyright: ignore[reportAttributeAccessIssue]
    command.__annotations__ = {each.name: each.annotation for each in (*own, *options)}
    return command
