"""Every error of graphmodel, in one tree.

    GraphModelError
    ├── ModelError                    a class cannot be mapped to a graph
    ├── InvalidDate                   a date or period cannot be read, or cannot be
    ├── InvalidPoint                  a point has no such coordinates
    ├── QueryError                    a query cannot be built
    │   ├── AmbiguousReference        a class or variable could mean several parts of the query
    │   └── UnknownField              a class has no such field
    ├── NotLoaded                     only the key of this object is known
    ├── NotFound                      no node or relationship with this key
    ├── MappingError                  a result does not fit the type asked for
    ├── WriteError                    a write was refused before or instead of being made
    │   ├── MissingEndpoint           a relationship's start or end is not in the graph
    │   ├── DuplicateKey              one key twice in one batch
    │   ├── HasRelationships          a node to delete still has relationships
    │   └── StaleWrite                somebody else changed the object since it was read
    ├── SchemaError                   the graph's constraints and indexes are not the models'
    ├── EngineError                   the database, or the way to it
    │   ├── EngineUnavailable         the embedded engine cannot run here
    │   ├── StoreLocked               another process holds the folder
    │   ├── StoreInvalid              the folder is not a store that can be opened
    │   ├── ConnectionFailed          nobody answers at the address, or the connection broke
    │   ├── AuthenticationFailed      user or password refused
    │   ├── NotSupported              this engine cannot do that
    │   ├── StatementError            the engine refused the text of a statement
    │   ├── ConstraintViolation       a uniqueness constraint was broken
    │   ├── Conflict                  a concurrent transaction was in the way; run it again
    │   ├── TransactionTooLarge       it needs more memory than the server gives a transaction
    │   ├── CommitUnknown             the connection broke during a commit
    │   ├── ReadOnlyViolation         a read wrote, and was rolled back
    │   └── GraphClosed               the graph was used after its end
    ├── DataError                     rows of a file are wrong: file, line, column, reason
    ├── UnknownName                   no entity has this name or code
    │   └── AmbiguousName             several have
    ├── MissingData                   the graph holds nothing of what an analysis is about
    └── MissingExtra                  an optional package is not installed

Each takes its finished message; keyword arguments hold what a program may want to look at, and are ``None`` or empty
when unknown. No message or attribute holds a password or the values of a statement's parameters. Errors of the driver
are wrapped and stay reachable as ``__cause__``; pydantic's ``ValidationError`` is left as it is.

    >>> from graphmodel.errors import GraphModelError, NotFound
    >>> try:
    ...     raise NotFound("There is no State with iso3 'XXX'.", model="State", key="XXX")
    ... except GraphModelError as error:
    ...     print(error)
    There is no State with iso3 'XXX'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from graphmodel import markup

__all__ = [
    "AmbiguousName",
    "AmbiguousReference",
    "AuthenticationFailed",
    "CommitUnknown",
    "Conflict",
    "ConnectionFailed",
    "ConstraintViolation",
    "DataError",
    "DataProblem",
    "DuplicateKey",
    "EngineError",
    "EngineUnavailable",
    "GraphClosed",
    "GraphModelError",
    "HasRelationships",
    "InvalidDate",
    "InvalidPoint",
    "MappingError",
    "MissingData",
    "MissingEndpoint",
    "MissingExtra",
    "ModelError",
    "NotFound",
    "NotLoaded",
    "NotSupported",
    "QueryError",
    "ReadOnlyViolation",
    "SchemaError",
    "StaleWrite",
    "StatementError",
    "StoreInvalid",
    "StoreLocked",
    "TransactionTooLarge",
    "UnknownField",
    "UnknownName",
    "WriteError",
]


LISTS = ("problems", "missing", "candidates")
"""Attributes of errors that hold more than the message says."""
LISTED = 10
WHOLE = "(The whole traceback: import traceback; traceback.print_last())"


class GraphModelError(Exception):
    """The root: catch this to catch every error that graphmodel raises on purpose.

    In a notebook it shows what was wrong, in which line of yours, and what to do, and none of our own lines.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of the traceback."""
        return [f"{type(self).__name__}: {self}", *self._more(), "", *self._place(), *self._advice(), WHOLE]

    def _repr_html_(self) -> str:
        return markup.block(
            markup.heading(type(self).__name__),
            markup.said(str(self)),
            markup.listed(line.strip() for line in self._more()),
            markup.dim(" ".join([*self._place(), *self._advice()])),
        )

    def _more(self) -> list[str]:
        """What it lists beside its message: problems, candidates, notes."""
        found = [str(each) for name in LISTS for each in getattr(self, name, ()) if str(each) not in str(self)] + [
            str(note) for note in getattr(self, "__notes__", ())
        ]
        rest = [f"  and {len(found) - LISTED} more"] if len(found) > LISTED else []
        return [f"  {each}" for each in found[:LISTED]] + rest

    def _place(self) -> list[str]:
        """The last line of the user's own that led here."""
        own = str(Path(__file__).parent)
        steps = [step for step in extract_tb(self.__traceback__) if not step.filename.startswith(own)]
        # What lies in the way below that line, such as pydantic or the driver, is installed, and no line of the user's.
        steps = [step for step in steps if "site-packages" not in step.filename] or steps
        if not steps:
            return []
        at = steps[-1]
        where = f"{at.filename}, line" if Path(at.filename).is_file() else "In this cell, line"
        return [f"{where} {at.lineno}: {at.line or ''}"]

    def _advice(self) -> list[str]:
        """What the class says can be done: the second paragraph of its text, up to where it tells of attributes."""
        second = " ".join((type(self).__doc__ or "").partition("\n\n")[2].partition("\n\n")[0].split())
        told = second.partition("``")[0] if second.startswith("``") else re.split(r"(?<=\.) ``", second)[0]
        told = told.replace("``", "")
        return [] if not told or told.startswith(("Also", ">>>", "In a notebook")) else [told]


# --- models and queries: mistakes in the program, found before anything is sent ---------------------------------------


class ModelError(GraphModelError):
    """A class cannot be mapped: an unmappable field type, a missing key, a label that equals a type, a shadowed name.

    Change the class as the message says.
    """


class InvalidDate(GraphModelError, ValueError):
    """A date or period cannot be read, is not in the calendar, or ends before it starts.

    Also a ``ValueError``, so that pydantic reports it with the field it stands in.
    """


class InvalidPoint(GraphModelError, ValueError):
    """A point whose coordinates are not finite, or not on the Earth.

    Also a ``ValueError``, so that pydantic reports it with the field it stands in.
    """


class QueryError(GraphModelError):
    """A query cannot be built: something is selected that is not matched, or a condition is used as a truth value.

    Change the query as the message says; nothing was sent.
    """


class UnknownField(QueryError, AttributeError):
    """A model class was asked for a field that it has not; the message lists those it has.

    Also an ``AttributeError``, as asking an object for what it lacks is.
    """


class AmbiguousReference(QueryError):
    """A class stands twice in a query and is named without an alias, or fits several ends of a relationship.

    Give each use a name of its own with ``alias`` and use that.
    """


# --- reading ----------------------------------------------------------------------------------------------------------


class NotLoaded(GraphModelError):
    """Something other than the key of a reference was touched or set; only its key is known.

    Fetch the object, or ask for it in the query that gave the reference.
    """


class NotFound(GraphModelError):
    """``get`` found no node or relationship with this key.

    Check the key, or use ``find``, which gives ``None``. ``model`` is the class's name, ``key`` what was looked for.
    """

    def __init__(self, message: str, *, model: str | None = None, key: object = None) -> None:
        super().__init__(message)
        self.model = model
        self.key = key


class MappingError(GraphModelError):
    """What the graph returned does not fit the type that was asked for: a missing column, a value of another type.

    Change the row type or the statement; ``column`` and ``row`` (counted from 0) say where, when known.
    """

    def __init__(self, message: str, *, column: str | None = None, row: int | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.row = row


# --- writing ----------------------------------------------------------------------------------------------------------


class WriteError(GraphModelError):
    """A write was refused; the transaction it stood in wrote nothing."""


class MissingEndpoint(WriteError):
    """A relationship's start or end is not in the graph.

    Merge the nodes first, or together with the relationship. ``model`` is the end's class, ``keys`` the missing keys.
    """

    def __init__(self, message: str, *, model: str | None = None, keys: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.model = model
        self.keys = tuple(keys)


class DuplicateKey(WriteError):
    """One batch holds the same key twice, so that it is undecided which values are meant.

    Keep one of them. ``model`` is the class, ``keys`` the keys that stand more than once.
    """

    def __init__(self, message: str, *, model: str | None = None, keys: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.model = model
        self.keys = tuple(keys)


class HasRelationships(WriteError):
    """A node to delete still has relationships.

    Delete them first, or say ``detach=True`` to delete them with the node. ``count`` is how many there are, when known.
    """

    def __init__(self, message: str, *, count: int | None = None) -> None:
        super().__init__(message)
        self.count = count


class StaleWrite(WriteError):
    """An object was deleted, or one with a version field changed, by somebody else since it was read.

    Read it again, make the change again, write again; `transact` does so by itself where it was read in the same function
    (``read_here``).
    """

    def __init__(self, message: str, *, read_here: bool = False) -> None:
        super().__init__(message)
        self.read_here = read_here


class SchemaError(GraphModelError):
    """Constraints or indexes of the graph are not what the models need, or cannot be made as it is.

    ``missing`` and ``problems`` list them; ``graphmodel schema plan`` shows the statements that would make them.
    """

    def __init__(self, message: str, *, missing: Sequence[str] = (), problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)
        self.problems = tuple(problems)


# --- engines ----------------------------------------------------------------------------------------------------------


class EngineError(GraphModelError):
    """The database, or the way to it. ``code`` is the engine's own error code (``Neo.ClientError...``), if it gave one.

    ``driver_error`` is the driver's own error, when there was one; its text may hold values.
    """

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.driver_error: Exception | None = None


class EngineUnavailable(EngineError):
    """The embedded engine is not installed, has no build for this platform, or did not start.

    Connect to a Neo4j server by its URL instead, or install the package that the message names.
    """


class _StoreError(EngineError):
    def __init__(self, message: str, *, folder: Path | None = None, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.folder = folder


class StoreLocked(_StoreError):
    """Another process holds the folder; it goes on undisturbed.

    Close the graph there, or open another folder. ``folder`` is the folder, ``pid`` the process that has it, if known.
    """

    def __init__(
        self,
        message: str,
        *,
        folder: Path | None = None,
        pid: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, folder=folder, code=code)
        self.pid = pid


class StoreInvalid(_StoreError):
    """The folder is not a store that can be opened: foreign, damaged, of another version, or not a folder at all.

    Nothing in it was changed. ``folder`` is the folder; the message says what to do.
    """


class ConnectionFailed(EngineError):
    """Nobody answers at the address, or the connection broke and running again did not help.

    Check the address and that the server runs. ``url`` is the address without user or password.
    """

    def __init__(self, message: str, *, url: str | None = None, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.url = url


class AuthenticationFailed(EngineError):
    """The server refused the user or the password, or the user may not do this."""


class NotSupported(EngineError):
    """This engine cannot do that. ``engine`` and ``feature`` name both; another engine may be able to."""

    def __init__(
        self,
        message: str,
        *,
        engine: str | None = None,
        feature: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.engine = engine
        self.feature = feature


class StatementError(EngineError):
    """The engine refused the text of a statement: a syntax error, an unknown function, a missing parameter.

    Correct the statement. ``statement`` is its name, never its values.
    """

    def __init__(self, message: str, *, statement: str | None = None, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.statement = statement


class ConstraintViolation(EngineError):
    """A write would have broken a uniqueness constraint, and was rolled back.

    Another object has this key or unique value already: change the value, or merge instead of creating.
    """


class Conflict(EngineError):
    """A concurrent transaction was in the way (conflict, deadlock, leader change); this one was rolled back.

    Run the whole transaction again; ``transact`` does so by itself.
    """


class TransactionTooLarge(EngineError):
    """A transaction needs more memory than the server has for it, and was rolled back; it is not run again by itself.

    Write less at once, as with `commit_every` of `merge` and `import_data`, or have the server give more.
    """


class CommitUnknown(EngineError):
    """The connection broke while a commit was under way: it may or may not have been made.

    Read what should have been written before writing it again.
    """


class ReadOnlyViolation(EngineError):
    """A statement that was run as a read would have written; it was rolled back and nothing has changed.

    Run it as a write if that is meant.
    """


class GraphClosed(EngineError):
    """The graph, the session or the engine was used after it was closed, or in a forked child of its process.

    Open it again.
    """


# --- data and names ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DataProblem:
    """One thing that is wrong in a file.

    ``line`` counts from 1 and includes the header; ``line`` and ``column`` are ``None`` where the whole file is meant.

    >>> print(DataProblem("seeds/states.csv", 7, "iso3", "'IR' is not three letters"))
    seeds/states.csv:7: iso3: 'IR' is not three letters
    """

    file: str
    line: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}" if self.column is None else f"{place}: {self.column}: {self.reason}"


class DataError(GraphModelError):
    """Rows of a file are wrong. All that was found is listed, and nothing of the load was written.

    ``problems`` holds file, line, column and reason of each. Correct the file and load again.

    >>> error = DataError("2 rows are wrong.", problems=[DataProblem("a.csv", 2, "key", "is empty")])
    >>> error.problems[0].line
    2
    """

    def __init__(self, message: str, *, problems: Sequence[DataProblem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class UnknownName(GraphModelError):
    """No entity has this name or code. ``name`` is what was looked for, ``candidates`` what comes near, best first."""

    def __init__(self, message: str, *, name: str | None = None, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.candidates = tuple(candidates)


class AmbiguousName(UnknownName):
    """Several entities have this name or code. Give a key, a scheme or a date; ``candidates`` lists them."""


# --- analyses and what they are shown with ----------------------------------------------------------------------------


class MissingData(GraphModelError):
    """The graph holds nothing of the kind that an analysis is about, so that its answer would be empty whatever was asked.

    Load the data as the message says.
    """


class MissingExtra(GraphModelError, ImportError):
    """An optional package is needed for this and is not installed; the message says how to install it."""
