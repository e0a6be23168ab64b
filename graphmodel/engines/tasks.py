"""Tasks: programs and how they are to be run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from graphmodel.engines.answers import commits_inside
from graphmodel.engines.capabilities import Capabilities
from graphmodel.statements import Program, Statement, ask

T = TypeVar("T")
Access = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A program of statements that are one transaction, or part of one. It may be made and run again from its start."""

    program: Callable[[Capabilities], Program[T]]
    access: Access
    by_hand: bool = False
    """A person wrote the text, so that it is the engine who must see that a read reads."""
    merges: bool = False
    """It may make what another is making, and waits for its turn where the engine does not see to that."""
    apart: bool = False
    """Each statement is a transaction of its own, on the connection itself: changes of the schema do not mix with data."""
    alone: Statement[T] | None = None
    """All of it in one statement of ours that commits itself, in half the messages: a read, or a merge that fails where the program
    would be rolled back. Either ends in the same when it is run twice; it is run as the program when it was not to be."""
    commits: bool = False
    """It commits in batches (IN TRANSACTIONS), and is run alone, once, where the engine takes no other."""


def single(statement: Statement[T]) -> Task[T]:
    """One statement as a task."""
    reads = statement.reads
    commits = statement.by_hand and not reads and commits_inside(statement.text)
    alone = statement if commits or (reads and not statement.by_hand) else None
    return Task(lambda _: ask(statement), "read" if reads else "write", statement.by_hand, alone=alone, commits=commits)
