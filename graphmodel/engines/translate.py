"""The driver's errors as ours: what was wrong, where, and what to do; without the values of parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graphmodel.errors import (
    AuthenticationFailed,
    CommitUnknown,
    Conflict,
    ConnectionFailed,
    ConstraintViolation,
    EngineError,
    ReadOnlyViolation,
    StatementError,
    TransactionTooLarge,
)

DRIVER_ERRORS = (Neo4jError, DriverError)
# What an engine says of the text of a statement, and so of no value.
_OF_THE_TEXT = (".SyntaxError", ".SemanticError", ".ParameterMissing", ".NotSystemDatabaseError")
_QUOTED = re.compile(r"""(["`]).*\1|(?<!\w)'.*'(?!\w)""", re.DOTALL)
_NOISE = re.compile(r"^\{neo4j_code: .*?\} \{message: (?P<message>.*?)\} \{gql_status.*$", re.DOTALL)


def translated(error: Neo4jError | DriverError, *, statement: str, url: str, values: Mapping[str, Any]) -> EngineError:
    """Our error for one of the driver's.

    Args:
        error: what the driver raised; it stays reachable as `driver_error`, but is not chained, as tracebacks would print it.
        statement: the name of what was run.
        url: the address, without user or password.
        values: the parameters, so that none of them is repeated.
    """
    made = _choose(error, statement, url, values)
    made.driver_error = error
    return made


def unsendable(error: Exception, statement: str) -> StatementError:
    """Our error for a statement that the driver cannot put into bytes, so that nothing was sent."""
    match error:
        case OverflowError():
            why = "a whole number does not fit into 64 bits, which is what a graph stores: keep it as text"
        case UnicodeEncodeError():
            why = "a text holds a lone surrogate, which is half a character: correct or remove it"
        case _:
            why = f"a parameter cannot be sent: {error}"
    return StatementError(f"{statement}: {why}. Nothing was sent.", statement=statement)


def _choose(error: Neo4jError | DriverError, statement: str, url: str, values: Mapping[str, Any]) -> EngineError:
    code: str | None = getattr(error, "code", None)
    said = without(_message(error), values)
    if code is not None and not code.endswith(_OF_THE_TEXT):
        said = unquoted(said)
    if isinstance(error, Neo4jError) and code is not None and (made := by_code(code, statement, url, said)) is not None:
        return made
    match error:
        case IncompleteCommit():
            return CommitUnknown(
                f"The connection to {url} broke while {statement} was being committed: it may have been written or not. "
                "Read what it should have written before writing it again."
            )
        case AuthError():
            return AuthenticationFailed(f"{url} refused the user or password. Give auth=(user, password).", code=code)
        case ConstraintError():
            return ConstraintViolation(
                f"{statement}: another object has this key or unique value already; nothing was written.", code=code
            )
        case TransientError():
            return Conflict(f"{statement}: a concurrent transaction was in the way; run it again. {said}", code=code)
        case ServiceUnavailable() | SessionExpired():
            return ConnectionFailed(f"{url} does not answer: {said}", url=url, code=code)
        case ConfigurationError():
            return ConnectionFailed(f"{url} cannot be connected to as asked: {said}", url=url, code=code)
        case _:
            return EngineError(f"{statement} failed: {said}", code=code)


def by_code(code: str, statement: str, url: str, said: str) -> EngineError | None:
    """What the server's code says more exactly than the class of the error."""
    if code.endswith((".AccessMode", ".Security.Forbidden")):
        return ReadOnlyViolation(
            f"{statement} was run as a read and would have written; nothing has changed.", code=code
        )
    if code.endswith(".Unauthorized"):
        return AuthenticationFailed(f"{url} refused the user or password. Give auth=(user, password).", code=code)
    if ".Security." in code:
        return AuthenticationFailed(f"{url}: this user may not run {statement}: {said}", code=code)
    if code.endswith(".ConstraintCreationFailed"):
        return ConstraintViolation(f"{statement}: objects in the graph share a value; nothing was made.", code=code)
    if code.endswith("OutOfMemoryError"):
        return TransactionTooLarge(
            f"{statement} needs more memory than {url} gives a transaction; nothing was written. Write less at once, as with "
            "commit_every= of merge and import_data, or raise db.memory.transaction.max or dbms.memory.transaction.total.max "
            f"of the server, or its heap. {said}",
            code=code,
        )
    if code.endswith(".DatabaseNotFound"):
        return ConnectionFailed(f"{url}: {said}", url=url, code=code)
    if code.endswith(".ProcedureCallFailed") and "lucene" in said:
        return StatementError(
            f"{statement}: the text of .search(..., lucene=True) is no query in Lucene's language: close its brackets and quotes, "
            "and put a backslash before what is no operator.",
            statement=statement,
            code=code,
        )
    if ".ClientError.Statement." in code:
        return StatementError(f"The engine refused {statement}: {said}", statement=statement, code=code)
    return None


def _message(error: Exception) -> str:
    message = str(getattr(error, "message", None) or error)
    found = _NOISE.match(message)
    return found["message"] if found else message


def without(message: str, values: Mapping[str, Any]) -> str:
    """A message in which no parameter is repeated."""
    for text in sorted(set(_texts(values.values())), key=len, reverse=True):
        if len(text) > 2:  # less says nothing, and would be found in every word and number
            message = message.replace(text, "...")
    return message


def unquoted(message: str) -> str:
    """A message without what it quotes, which may be made of a parameter, or stand in the graph."""
    return _QUOTED.sub("...", message)


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield str(value)
        elif isinstance(value, Mapping):
            yield from _texts(cast("Mapping[Any, Any]", value).values())
        elif isinstance(value, (list, tuple)):
            yield from _texts(cast("Iterable[Any]", value))
