"""Importing a published data set into a world: files are read and checked, codes resolved, facts merged, and all of it reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import CodeList, Organization, State
from graphmodel.errors import DataError, DataProblem, QueryError
from graphmodel.exchange.importers.codes import CodeTables, code_tables
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.reports import ImportReport
from graphmodel.exchange.importers.sheets import Sheet, read
from graphmodel.model import GraphObject, Node, Relationship, identity
from graphmodel.query import in_, select
from graphmodel.sessions import Graph, MergeReport
from graphmodel.sessions.merging import Progress
from graphmodel.sessions.operations import Operations

if TYPE_CHECKING:
    import polars as pl

Facts = Iterable[GraphObject]
COMMIT_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a data set is published: which files it takes, and what makes facts of their rows.

    `needs` are the sheets without which there is nothing to read, `may` those that add to it. `facts` gets the frames by the name
    of their sheet; it names all states before its first fact. Facts come nodes first. A `large` one is written in portions, each a
    transaction, and its facts are made as they are written.
    """

    dataset: DataSet
    needs: tuple[Sheet, ...]
    facts: Callable[[Mapping[str, pl.DataFrame], Draft], Facts]
    types: tuple[type[Relationship[Any, Any]], ...]
    """What it brings: an earlier import's relationships of these types that are no more in the files are taken out."""
    may: tuple[Sheet, ...] = ()
    large: bool = False
    parts: str | None = None
    """What its parts are, where some of them can be imported alone: sessions, indicators."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All."""
        return (*self.needs, *self.may)


@dataclass(frozen=True, slots=True)
class Importer:
    """What `graphmodel import NAME` reads: one data set, or several layouts and versions under one name."""

    name: str
    title: str
    layouts: tuple[Layout, ...]
    files: str
    """What to give it, in a line."""
    datasets: tuple[DataSet, ...] = field(init=False)

    def __post_init__(self) -> None:
        each_once = dict.fromkeys(layout.dataset for layout in self.layouts)
        object.__setattr__(self, "datasets", tuple(each_once))


def import_data(
    world: Graph,
    importer: Importer,
    files: Sequence[Path | str],
    *,
    only: Iterable[str | int] | None = None,
    commit_every: int | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the files of a data set.

    Args:
        world: where.
        importer: what the files are.
        files: one or several, as CSV or Parquet.
        only: import these parts alone, of a data set that has such: sessions of the votes, indicators of the capabilities.
        commit_every: write so many facts a transaction. All are one transaction when None, but for data sets of hundreds of
            thousands of rows.
        progress: called with the kind, the facts done and all facts, as statements are done; all facts are 0 where not known yet.

    Raises:
        DataError: a file is not there, cannot be read, is not of the published layout, or has cells of another type.
        QueryError: the files are of several layouts, or one of several files of a layout is lacking, or it has no such parts.
        MissingExtra: polars is not installed.
        SchemaError: the server lacks constraints.
    """
    layout, frames, rows = _read(importer, [Path(each) for each in files])
    parts = None if only is None else frozenset(map(str, [only] if isinstance(only, (str, int)) else only))
    if parts is not None and layout.parts is None:
        raise QueryError(
            f"{importer.name} is imported as a whole: it has no parts to choose with only={sorted(parts)}."
        )
    draft = Draft(layout.dataset, code_tables(), parts)
    facts = layout.facts(frames, draft)
    if layout.large:
        merged, removed = _in_portions(world, layout, draft, facts, commit_every or COMMIT_EVERY, progress), 0
    else:
        whole = list(facts)
        if commit_every is None:
            merged, removed = world.transact(lambda session: _at_once(session, layout, draft, whole, progress))
        else:
            merged = _in_portions(world, layout, draft, whole, commit_every, progress)
            removed = 0 if parts else world.transact(lambda session: _remove_gone(session, layout, whole))
    unresolved, outside = draft.spans()
    dropped = {reason: count for reason, count in draft.dropped.items() if count}
    return ImportReport(
        layout.dataset.key,
        layout.dataset.title,
        rows,
        merged,
        dropped,
        unresolved,
        outside,
        removed,
        tuple(draft.notes),
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(importer: Importer, files: Sequence[Path]) -> tuple[Layout, dict[str, pl.DataFrame], dict[str, int]]:
    if not files:
        raise QueryError(f"Which file is to be imported? {importer.name} takes {importer.files}.")
    every = list(dict.fromkeys(sheet.name for layout in importer.layouts for sheet in layout.sheets))
    sheets = [next(s for layout in importer.layouts for s in layout.sheets if s.name == name) for name in every]
    frames: dict[str, pl.DataFrame] = {}
    rows: dict[str, int] = {}
    for file in files:
        sheet, frame = read(file, sheets)
        if sheet.name in frames:
            reason = f"is another file of the {sheet.name}: give one of each"
            problem = DataProblem(str(file), None, None, reason)
            raise DataError(f"{problem}. Nothing was written.", problems=[problem])
        frames[sheet.name] = frame
        rows[str(file)] = frame.height
    for layout in importer.layouts:
        names = {sheet.name for sheet in layout.sheets}
        if frames.keys() <= names:
            lacking = [sheet.name for sheet in layout.needs if sheet.name not in frames]
            if not lacking:
                return layout, frames, rows
    given = " and ".join(frames)
    wanted = "; or ".join(" and ".join(sheet.name for sheet in layout.needs) for layout in importer.layouts)
    raise QueryError(f"{importer.name} cannot be imported from {given}: give the files of {wanted}.")


# --- writing ----------------------------------------------------------------------------------------------------------


def _at_once(
    session: Operations, layout: Layout, draft: Draft, facts: Sequence[GraphObject], progress: Progress | None
) -> tuple[MergeReport, int]:
    base = _base(session, draft)
    kept = [*base, *_new(session, draft.dataset.key, facts)]
    merged = session.merge(kept, full=True, progress=progress)
    return merged, (0 if draft.only else _remove_gone(session, layout, facts))


def _in_portions(
    world: Graph, layout: Layout, draft: Draft, facts: Facts, size: int, progress: Progress | None
) -> MergeReport:
    report = world.transact(lambda session: session.merge(_base(session, draft), full=True))
    rest, done = iter(facts), 0
    while portion := list(islice(rest, size)):
        kept = _new(world, layout.dataset.key, portion)
        part = world.merge(kept, full=True)
        for kind, written in part:
            report.count(kind, written)
        done += len(portion)
        if progress is not None:
            progress(type(portion[-1]).__name__, done, 0)
    return report


def _base(graph: Operations, draft: Draft) -> list[GraphObject]:
    """The source of the data set, and the states that it needs and the graph lacks, with what the tables know of them."""
    codes = draft.codes
    there, lists = {*graph.all(select(State.key))}, {*graph.all(select(CodeList.key))}
    lacking = {*codes.states} - there if draft.states - there else set[str]()
    wanted = {each.key for each in codes.lists} if lacking else draft.lists
    return [
        draft.dataset.source(),
        *(each for each in codes.lists if each.key in wanted - lists),
        *_states(codes, lacking, there),
    ]


def _states(codes: CodeTables, lacking: set[str], there: set[str]) -> Iterator[GraphObject]:
    yield from (codes.states[key] for key in sorted(lacking))
    spells = [each for each in codes.spells if each.start.key in lacking]
    used = {each.dataset for each in spells}
    yield from (source for key, source in codes.sources.items() if key in used)
    yield from spells
    known = lacking | there
    for each in codes.successions:
        ends = {each.start.key, each.end.key}
        if ends & lacking and ends <= known:
            yield each


def _new(graph: Operations, dataset: str, facts: Iterable[GraphObject]) -> list[GraphObject]:
    """The facts without the entities that another source brought before."""
    facts = list(facts)
    keys = [each.key for each in facts if isinstance(each, Organization)]
    if not keys:
        return facts
    theirs = {
        each.key
        for each in graph.all(select(Organization).where(in_(Organization.key, keys)))
        if each.dataset != dataset
    }
    return [each for each in facts if not (isinstance(each, Organization) and each.key in theirs)]


def _remove_gone(graph: Operations, layout: Layout, facts: Iterable[GraphObject]) -> int:
    """Take out what an earlier import of this data set brought and its files have no more."""
    given: dict[type[Any], set[Any]] = {}
    for each in facts:
        if not isinstance(each, Node):
            given.setdefault(type(each), set()).add(identity(each))
    gone = 0
    for model in layout.types:
        query = select(model).where(getattr(model, "dataset") == layout.dataset.key)  # noqa: B009  (each type has it)
        if graph.count(query) > len(given.get(model, ())):
            stale = [each for each in graph.stream(query) if identity(each) not in given.get(model, set())]
            gone += graph.delete(stale)
    return gone
