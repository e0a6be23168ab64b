"""What an analysis sends, and how the engine goes about it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from graphmodel import markup
from graphmodel.analyses.coverage import Covered
from graphmodel.analyses.headers import Header
from graphmodel.analyses.values import Asked
from graphmodel.domain.entities import Entity
from graphmodel.errors import NotSupported
from graphmodel.query import Query

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

T = TypeVar("T")
E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan; what stands deeper comes before it and feeds it.

    `estimated` are the rows that the planner expects, `rows` those there were, `hits` what was read for it: None where the engine
    does not say.
    """

    depth: int
    operator: str
    details: str
    estimated: float | None = None
    rows: int | None = None
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The Cypher of an analysis, the parameters for it, and the steps of the engine's plan: rich and notebooks show a tree."""

    analysis: str
    cypher: str
    parameters: Mapping[str, Any]
    steps: tuple[Step, ...]
    profiled: bool

    def __str__(self) -> str:
        given = "\n".join(f"  {name} = {value!r}" for name, value in self._told())
        return f"{self.cypher.strip()}\n\nParameters:\n{given}\n\n{self._heading()}:\n{self._tree()}\n"

    def _told(self) -> Iterator[tuple[str, Any]]:
        for name, value in self.parameters.items():
            yield name, str(value) if isinstance(value, date) else value

    def _heading(self) -> str:
        return "Plan, as it ran" if self.profiled else "Plan"

    def _tree(self) -> str:
        return "\n".join(f"{'  ' * (each.depth + 1)}{_line(each)}" for each in self.steps)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        from rich.syntax import Syntax
        from rich.table import Table
        from rich.text import Text

        yield Text(self.analysis, style="bold")
        yield Syntax(self.cypher.strip(), "cypher", background_color="default", word_wrap=True)
        given = Table("parameter", "value", box=None, pad_edge=False)
        for name, value in self._told():
            given.add_row(Text(name), Text(repr(value)))
        yield given
        yield Text("")
        yield Text(self._heading(), style="bold")
        counts = [
            name
            for name in ("estimated", "rows", "hits")
            if any(getattr(each, name) is not None for each in self.steps)
        ]
        plan = Table("step", *counts, box=None, pad_edge=False)
        for column in plan.columns[1:]:
            column.justify, column.no_wrap = "right", True
        for each in self.steps:
            text = Text("  " * each.depth + each.operator)
            if each.details:
                text.append(f"  {each.details}", style="dim")
            plan.add_row(text, *(Text(_number(getattr(each, name))) for name in counts))
        yield plan

    def _repr_html_(self) -> str:
        counts = [
            name
            for name in ("estimated", "rows", "hits")
            if any(getattr(each, name) is not None for each in self.steps)
        ]
        steps = [
            {"step": "\u2003" * each.depth + each.operator, "details": each.details}
            | {name: _number(getattr(each, name)) for name in counts}
            for each in self.steps
        ]
        given = [{"parameter": name, "value": repr(value)} for name, value in self._told()]
        return markup.block(
            markup.heading(self.analysis),
            markup.code(self.cypher.strip()),
            markup.table(["parameter", "value"], given, title="Parameters"),
            markup.table(["step", *counts, "details"], steps, title=self._heading()),
        )


def explain(
    function: Callable[..., Any],
    asked: Header,
    world: Asked,
    args: Sequence[Any],
    given: Mapping[str, Any],
    *,
    profile: bool,
) -> Explanation:
    """Find out what a call would send, and ask the engine for its plan.

    Raises:
        NotSupported: the engine gives no plan.
    """
    inspect.signature(function).bind(world, *args, **given)
    try:
        function(_Listening(world, asked.cypher), *args, **given)
    except _Sent as sent:
        parameters = sent.parameters
    else:
        raise AssertionError(f"{asked.name} never sends its Cypher")
    word = "PROFILE" if profile else "EXPLAIN"
    # Among the rows of a world stands the plan of the driver.
    rows = world.run(f"{word} {asked.cypher}", parameters, into=tuple[Any, ...], reads=True)
    plan: Mapping[str, Any] | None = getattr(rows, "plan", None)
    if plan is None:
        raise NotSupported("The engine gave no plan.", feature="plans")
    text = plan["args"].get("string-representation", "") if plan["operatorType"].startswith("ArcadeDB") else None
    steps = _of_tree(plan) if text is None else _of_lines(text)
    return Explanation(asked.name, asked.body, parameters, tuple(steps), profile)


class _Sent(Exception):
    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__()
        self.parameters = parameters


class _Listening:
    """A world that is asked everything but the analysis itself."""

    def __init__(self, world: Asked, cypher: str) -> None:
        self._world, self._cypher = world, cypher

    @property
    def assumed(self) -> tuple[str, ...]:
        return getattr(self._world, "assumed", ())

    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]:
        if text == self._cypher:
            raise _Sent(parameters or {})
        return self._world.run(text, parameters, into=into, reads=reads)

    def all(self, query: Query[T] | type[T]) -> list[T]:
        return self._world.all(query)

    def lookup(self, model: type[E], name: str) -> E:
        return self._world.lookup(model, name)

    def coverage(self) -> date:
        return self._world.coverage()

    def covered(self, type_: str) -> tuple[Covered, ...]:
        return self._world.covered(type_)


def _of_tree(plan: Mapping[str, Any], depth: int = 0) -> Iterator[Step]:
    """The steps of Neo4j's plan: an operator, and those that feed it below it."""
    said = plan["args"]
    yield Step(
        depth,
        plan["operatorType"].partition("@")[0],
        " ".join(str(said.get("Details", "")).split()),
        said.get("EstimatedRows"),
        said.get("Rows", plan.get("rows")) if "dbHits" in plan or "DbHits" in said else None,
        said.get("DbHits", plan.get("dbHits")),
    )
    # One input goes on at the same depth, as the steps of a pipe; of several each is a branch.
    inputs: Sequence[Mapping[str, Any]] = plan.get("children", ())
    for each in inputs:
        yield from _of_tree(each, depth + (len(inputs) > 1))


_ESTIMATED = re.compile(r"\brows=([\d.]+)")
_ROWS = re.compile(r"\b(\d[\d,]*\d|\d) rows\b")


def _of_lines(text: str) -> Iterator[Step]:
    """The steps of the embedded engine's plan, which it gives as lines: a step has a plus, or stands at the margin."""
    told: list[tuple[int, str]] = []
    for line in text.splitlines():
        said = line.strip()
        if said.startswith("+ "):
            told.append(((len(line) - len(line.lstrip())) // 2, said.removeprefix("+ ")))
        elif not told or not said or said.endswith(":") or re.match(r"(Total )?Estimated (Cost|Rows)", said):
            continue
        elif line[0].isspace():
            told[-1] = told[-1][0], f"{told[-1][1]} {said}"
        else:
            told.append((0, said))
    for depth, said in told:
        place = re.search(r"[(\[]| [a-z]", said)
        cut = place.start() if place else len(said)
        estimated, rows = _ESTIMATED.search(said), _ROWS.search(said)
        yield Step(
            depth,
            said[:cut].strip(),
            said[cut:].strip(),
            float(estimated.group(1)) if estimated else None,
            int(rows.group(1).replace(",", "")) if rows else None,
        )


def _line(step: Step) -> str:
    counts = [
        f"{name} {_number(value)}"
        for name, value in (("estimated", step.estimated), ("rows", step.rows), ("hits", step.hits))
        if value is not None
    ]
    return " ".join(filter(None, [step.operator, step.details, f"({', '.join(counts)})" if counts else ""]))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
