"""Programs: what takes several statements, written once for executors that wait and for those that await.

A program is a generator. It yields statements, gets their answers, and returns its result; it never touches a connection. What an
executor raises is raised in the program, at the statement it yielded.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

from graphmodel.statements.statement import Statement

T = TypeVar("T")
Program: TypeAlias = Generator[Statement[Any], Any, T]


def ask(statement: Statement[T]) -> Program[T]:
    """One statement as a program: `yield from` it in another, and the answer keeps its type."""
    return (yield statement)
