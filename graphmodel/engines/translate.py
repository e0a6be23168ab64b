"""The driver's errors as ours: what was wrong, where, and what to do; without the values of parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

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
)

DRIVER_ERRORS = (Neo4jError, DriverError)
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


def _choose(error: Neo4jError | DriverError, statement: str, url: str, values: Mapping[str, Any]) -> EngineError:
    code = getattr(error, "code", None)
    said = _without(_message(error), values)
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
        case Neo4jError() if code and code.endswith(".AccessMode"):
            return ReadOnlyViolation(
                f"{statement} was run as a read and would have written; nothing has changed.", code=code
            )
        case Neo4jError() if code and ".Security." in code:
            return AuthenticationFailed(f"{url}: this user may not run {statement}: {said}", code=code)
        case Neo4jError() if code and code.endswith(".DatabaseNotFound"):
            return ConnectionFailed(f"{url}: {said}", url=url, code=code)
        case Neo4jError() if code and ".ClientError.Statement." in code:
            return StatementError(f"The engine refused {statement}: {said}", statement=statement, code=code)
        case _:
            return EngineError(f"{statement} failed: {said}", code=code)


def _message(error: Exception) -> str:
    message = str(getattr(error, "message", None) or error)
    found = _NOISE.match(message)
    return found["message"] if found else message


def _without(message: str, values: Mapping[str, Any]) -> str:
    for text in sorted(set(_texts(values.values())), key=len, reverse=True):
        if len(text) > 2:
            message = message.replace(text, "...")
    return message


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, (list, tuple)):
            yield from _texts(value)
