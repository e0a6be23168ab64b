"""The driver's errors as ours, without a database: those that no test can call forth at will."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graphmodel.engines.translate import translated, unsendable
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

SECRET = "hunter" + "2" * 9


def server_error(code: str, message: str = "it says so") -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message=message)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (server_error("Neo.ClientError.Schema.ConstraintValidationFailed"), ConstraintViolation),
        (server_error("Neo.DatabaseError.Schema.ConstraintCreationFailed"), ConstraintViolation),
        (server_error("Neo.ClientError.Security.Unauthorized"), AuthenticationFailed),
        (server_error("Neo.ClientError.Security.AuthenticationRateLimit"), AuthenticationFailed),
        (server_error("Neo.ClientError.Statement.SyntaxError"), StatementError),
        (server_error("Neo.ClientError.Statement.ParameterMissing"), StatementError),
        (server_error("Neo.ClientError.Statement.AccessMode"), ReadOnlyViolation),
        (server_error("Neo.ClientError.Database.DatabaseNotFound"), ConnectionFailed),
        (server_error("Neo.TransientError.Transaction.DeadlockDetected"), Conflict),
        (server_error("Neo.TransientError.General.TransactionOutOfMemoryError"), TransactionTooLarge),
        (server_error("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), TransactionTooLarge),
        (server_error("Neo.TransientError.Transaction.LockClientStopped"), EngineError),
        (server_error("Neo.DatabaseError.General.UnknownError"), EngineError),
        (server_error("Neo.ClientError.Cluster.NotALeader"), EngineError),
        (IncompleteCommit("broke"), CommitUnknown),
        (ServiceUnavailable("nobody"), ConnectionFailed),
        (SessionExpired("gone"), ConnectionFailed),
        (ConfigurationError("no"), ConnectionFailed),
        (AuthError("no"), AuthenticationFailed),
        (DriverError("what"), EngineError),
    ],
    ids=lambda each: getattr(each, "code", None) or type(each).__name__,
)
def test_kinds(error: Neo4jError | DriverError, kind: type[EngineError]) -> None:
    made = translated(error, statement="merge State", url="bolt://host:7687", values={})
    assert isinstance(made, kind)
    assert made.driver_error is error
    assert made.code == getattr(error, "code", None)
    assert "merge State" in str(made) or "bolt://host:7687" in str(made)


@pytest.mark.parametrize(
    "values", [{"a": SECRET}, {"a": [SECRET]}, {"a": {"b": [{"c": SECRET}]}}, {"a": (SECRET, "x")}]
)
@pytest.mark.parametrize("code", ["Neo.ClientError.Statement.SyntaxError", "Neo.ClientError.Schema.ConstraintValidationFailed",
                                  "Neo.TransientError.General.X", "Neo.DatabaseError.General.UnknownError"])  # fmt: skip
def test_values_are_not_repeated(values: dict[str, Any], code: str) -> None:
    def work() -> None:
        try:
            raise server_error(code, f"the value '{SECRET}' is wrong")
        except Neo4jError as error:
            raise translated(error, statement="s", url="bolt://h", values=values) from None

    with pytest.raises(EngineError) as raised:
        work()
    assert SECRET not in str(raised.value) + repr(raised.value) + "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("number", [123456789, 12345.678, -98765])
def test_numbers_are_values_too(number: float) -> None:
    error = server_error("Neo.ClientError.Statement.ArgumentError", f"cannot use {number} here (line 1, column 9)")
    said = str(translated(error, statement="s", url="bolt://h", values={"a": number, "b": 1, "c": True}))
    assert str(number) not in said
    assert "line 1, column 9" in said


def test_what_cannot_be_sent() -> None:
    for error, word in (
        (OverflowError("x"), "64 bits"),
        (_surrogate(), "surrogate"),
        (ValueError("Values of type X"), "type X"),
    ):
        made = unsendable(error, "merge State")
        assert isinstance(made, StatementError)
        assert made.statement == "merge State"
        assert word in str(made)
        assert "Nothing was sent" in str(made)


def _surrogate() -> UnicodeEncodeError:
    return UnicodeEncodeError("utf-8", f"{SECRET}\ud800", 15, 16, "surrogates not allowed")


@pytest.mark.parametrize(
    "message",
    [
        f'Text cannot be parsed to a Date "{SECRET}x"',
        f"Invalid duration: '{SECRET}' it's \"so\"",
        f'Type mismatch: was String("{SECRET} "with" quotes")',
    ],
)
def test_what_a_running_statement_quotes_is_left_out(message: str) -> None:
    for code in ("Neo.ClientError.Statement.ArgumentError", "Neo.ClientError.Statement.TypeError"):
        made = translated(server_error(code, message), statement="s", url="bolt://x", values={})
        assert SECRET not in str(made)
        assert message[:8] in str(made)
    syntax = server_error("Neo.ClientError.Statement.SyntaxError", "Invalid input 'RETRUN': expected 'RETURN'")
    assert "'RETRUN'" in str(translated(syntax, statement="s", url="bolt://x", values={}))
