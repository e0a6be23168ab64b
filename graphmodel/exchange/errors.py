"""py2neo's errors as ours."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from graphmodel.engines.translate import by_code, without
from graphmodel.errors import CommitUnknown, Conflict, ConnectionFailed, ConstraintViolation, EngineError
from graphmodel.exchange.library import library


@contextmanager
def translating(
    statement: str, *, url: str = "The server", values: Mapping[str, Any] | None = None, commits: bool = False
) -> Generator[None]:
    """Raise our errors in place of py2neo's.

    Args:
        statement: the name of what is run.
        url: the address.
        values: the parameters, so that none of them is repeated.
        commits: it is a commit: when the connection breaks meanwhile, its fate is unknown.
    """
    errors = library("py2neo.errors")
    broken = (errors.ConnectionUnavailable, errors.ConnectionBroken, errors.ConnectionLimit, errors.ServiceUnavailable)
    try:
        yield
    except errors.Neo4jError as error:
        raise _of_server(error, statement, url, values or {}) from None
    except broken as error:
        if isinstance(
            error.__cause__, errors.Neo4jError
        ):  # a commit that the server refused is called a broken connection
            raise _of_server(error.__cause__, statement, url, values or {}) from None
        if commits:
            made: EngineError = CommitUnknown(
                f"The connection to {url} broke while {statement} was being committed: it may have been written or not. "
                "Read what it should have written before writing it again."
            )
        else:
            made = ConnectionFailed(
                f"{url} does not answer, or refused the user or password, which py2neo does not tell apart: {error}",
                url=url,
            )
        made.driver_error = error
        raise made from None
    except errors.ProtocolError as error:
        raise _kept(EngineError(f"{statement} failed: {without(str(error), values or {})}"), error) from None


def _of_server(error: Any, statement: str, url: str, values: Mapping[str, Any]) -> EngineError:
    code, said = str(error.code), without(str(error.message), values)
    made = by_code(code, statement, url, said)
    if made is None and code.endswith(".ConstraintValidationFailed"):
        made = ConstraintViolation(
            f"{statement}: another object has this key or unique value already; nothing was written.", code=code
        )
    if made is None and ".TransientError." in code:
        made = Conflict(f"{statement}: a concurrent transaction was in the way; run it again. {said}", code=code)
    return _kept(made or EngineError(f"{statement} failed: {said}", code=code), error)


def _kept(made: EngineError, error: Exception) -> EngineError:
    made.driver_error = error
    return made
