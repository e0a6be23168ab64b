"""What is gathered while the rows of a data set are turned into facts: who is meant, and what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from graphmodel.domain.entities import CodeList, State
from graphmodel.exchange.importers.codes import CodeTables, Holding
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.reports import CodeSpan
from graphmodel.exchange.importers.years import cut
from graphmodel.model import Period, ref

NOT_RESOLVED = "the code means no known state"
SAME_STATE = "both codes mean one state"
NEVER_BOTH = "the two were never states at the same time"


@dataclass
class _Span:
    years: list[int] = field(default_factory=list[int])
    rows: int = 0
    meant: set[str] = field(default_factory=set[str])

    def count(self, first: int, last: int, rows: int, meant: Iterable[str] = ()) -> None:
        self.years = [min([first, *self.years]), max([last, *self.years])]
        self.rows += rows
        self.meant |= {*meant}


class Draft:
    """The import of one data set on its way: resolves codes, counts what is dropped, and keeps which states are needed.

    Args:
        dataset: what is imported.
        codes: whom codes mean.
        only: the parts that are asked for, of a data set that has such; all when None.
    """

    def __init__(self, dataset: DataSet, codes: CodeTables, only: frozenset[str] | None = None) -> None:
        self.dataset, self.codes, self.only = dataset, codes, only
        self.states: set[str] = set()
        self.lists: set[str] = set()
        self.dropped: Counter[str] = Counter()
        self.notes: list[str] = []
        self._unresolved: dict[tuple[str, str], _Span] = {}
        self._outside: dict[tuple[str, str], _Span] = {}

    def drop(self, reason: str, rows: int = 1) -> None:
        """Count rows of which nothing is stored."""
        if rows:
            self.dropped[reason] += rows

    def state(self, key: str) -> State:
        """A state as the end of a relationship; it will be made where the graph lacks it."""
        self.states.add(key)
        return ref(State, key)

    def code_list(self, key: str) -> CodeList:
        """A list of states as the end of a relationship; it will be made where the graph lacks it."""
        self.lists.add(key)
        return ref(CodeList, key)

    def unresolved(self, scheme: str, code: object, first: int, last: int, rows: int = 1) -> None:
        """Count rows whose code or name means nobody."""
        self._unresolved.setdefault((scheme, str(code)), _Span()).count(first, last, rows)
        self.drop(NOT_RESOLVED, rows)

    def holders(
        self, scheme: str, code: int, first: date, last: date, rows: int = 1, *, as_one: bool = False
    ) -> list[Holding]:
        """Whom a code means from one day to another, in turn; where nobody, the rows are counted as dropped."""
        found = self.codes.during(scheme, code, first, last, as_one=as_one)
        if not found:
            self.unresolved(scheme, code, first.year, last.year, rows)
        elif self.codes.outside(scheme, code, first, last, as_one=as_one):
            span = self._outside.setdefault((scheme, str(code)), _Span())
            span.count(first.year, last.year, rows, (each.state for each in found))
        return found

    def pieces(
        self, scheme: str, code: int, period: Period, last: date, rows: int = 1, *, as_one: bool = False
    ) -> Iterator[tuple[State, Period]]:
        """A period of a code as periods of the states that it means, each to the day on which the next takes over.

        Args:
            scheme: of the code.
            code: the code.
            period: what is told of it.
            last: the last day on which it was seen to hold.
            rows: how many rows of the file it stands for.
            as_one: whether it stands for the code that its state had before, too.
        """
        for each in self.holders(scheme, code, period.bounds.from_earliest, last, rows, as_one=as_one):
            part = cut(period, each.since, each.until, began=each.began, ended=each.ended)
            if part is not None:
                yield self.state(each.state), part

    def pairs(
        self, scheme: str, codes: tuple[int, int], period: Period, last: date, rows: int = 1
    ) -> Iterator[tuple[State, State, Period]]:
        """A period of two codes as periods of the pairs of states that they mean, as `pieces`."""
        first = period.bounds.from_earliest
        found = [self.holders(scheme, code, first, last, rows) for code in codes]
        if not all(found):
            if not any(found):
                self.dropped[NOT_RESOLVED] -= rows  # counted for both, and dropped once
            return
        different = [(a, b) for a in found[0] for b in found[1] if a.state != b.state]
        kept = False
        for a, b in different:
            since = max(filter(None, (a.since, b.since)), default=None)
            until = min(filter(None, (a.until, b.until)), default=None)
            began = max(filter(None, (a.began, b.began)), default=None)
            ended = min(filter(None, (a.ended, b.ended)), default=None)
            part = cut(period, since, until, began=began, ended=ended)
            if part is not None:
                kept = True
                yield self.state(a.state), self.state(b.state), part
        if not kept:
            self.drop(NEVER_BOTH if different else SAME_STATE, rows)

    def spans(self) -> tuple[tuple[CodeSpan, ...], tuple[CodeSpan, ...]]:
        """The codes that mean nobody, and those that were taken for a state outside their list."""
        return tuple(_spans(self._unresolved)), tuple(_spans(self._outside))


def _spans(found: dict[tuple[str, str], _Span]) -> Iterator[CodeSpan]:
    for (scheme, code), span in sorted(found.items(), key=lambda each: (-each[1].rows, each[0])):
        first, last = span.years
        yield CodeSpan(scheme, code, first, last, span.rows, tuple(sorted(span.meant)))
