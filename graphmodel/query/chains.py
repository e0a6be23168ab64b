"""The signatures of `match` and `optional`: a relationship between the wrong classes is an error to type checkers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

from graphmodel.model import Node
from graphmodel.query.patterns import Backward, Forward, Pattern, pattern

Q = TypeVar("Q", covariant=True)  # noqa: PLC0105  (one letter, as everywhere here)
A = TypeVar("A", bound=Node)
B = TypeVar("B", bound=Node)
C = TypeVar("C", bound=Node)
D = TypeVar("D", bound=Node)
S = TypeVar("S", contravariant=True)  # noqa: PLC0105
E = TypeVar("E", contravariant=True)  # noqa: PLC0105
Conditions = Sequence[bool]


class Joins(Protocol[S, E]):
    """To checkers: a relationship class that may stand between nodes of these two classes, or of subclasses of its ends."""

    def _joins(self, start: S, end: E, /) -> None: ...


class Chain(Generic[Q]):
    """Takes a chain of node, relationship, node, ...: classes, aliases, and ways made by `hops` or `shortest`.

    The direction of a relationship follows from its class; between equal classes say `outgoing`, `incoming` or `either`.
    A node that the query has already is the same node; a relationship is another one in each place.

    Args:
        parts: the chain. Checkers know that `Relationship[Start, End]` stands between these two, up to four nodes.
        where: conditions of this chain alone. Of an optional one, they say what is looked for; they do not take rows away.

    Raises:
        QueryError: when nodes and relationships do not alternate.
    """

    def __init__(self, add: Callable[[Pattern], Q], *, optional: bool = False) -> None:
        self._add, self._optional = add, optional

    # One for each combination of directions: a relationship, or a step forwards or backwards between each two nodes.
    @overload
    def __call__(self, a: type[Node], /, *, where: Conditions = ()) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        r3: Joins[C, D] | Forward[Joins[C, D]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        r3: Joins[D, C] | Backward[Joins[D, C]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        r3: Joins[C, D] | Forward[Joins[C, D]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[A, B] | Forward[Joins[A, B]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        r3: Joins[D, C] | Backward[Joins[D, C]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        r3: Joins[C, D] | Forward[Joins[C, D]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[B, C] | Forward[Joins[B, C]],
        c: type[C],
        r3: Joins[D, C] | Backward[Joins[D, C]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        r3: Joins[C, D] | Forward[Joins[C, D]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[A],
        r1: Joins[B, A] | Backward[Joins[B, A]],
        b: type[B],
        r2: Joins[C, B] | Backward[Joins[C, B]],
        c: type[C],
        r3: Joins[D, C] | Backward[Joins[D, C]],
        d: type[D],
        /,
        *,
        where: Conditions = (),
    ) -> Q: ...
    @overload
    def __call__(
        self,
        a: type[Node],
        r1: Any,
        b: type[Node],
        r2: Any,
        c: type[Node],
        r3: Any,
        d: type[Node],
        r4: Any,
        e: type[Node],
        /,
        *more: Any,
        where: Conditions = (),
    ) -> Q: ...
    def __call__(self, *parts: Any, where: Conditions = ()) -> Q:
        """Add the chain."""
        return self._add(pattern(parts, where, optional=self._optional))
