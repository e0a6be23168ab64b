"""What an analysis gives: typed rows that know how they came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.analyses.recipes import Recipe, Replicable, of_analysis
from graphmodel.domain import Organization, Pact, Person, State
from graphmodel.domain.sources import Source
from graphmodel.errors import GraphModelError, QueryError
from graphmodel.query import select
from graphmodel.results import R_co, cite

if TYPE_CHECKING:
    from graphmodel.analyses.headers import Header
    from graphmodel.analyses.values import Asked
    from graphmodel.show import Picture
    from graphmodel.show.chart import Chart


CITED = 200
"""The sources of so many rows stand below a chart: those of all pairs of the world take seconds, and `citations()` has them."""
SUBJECTS = ("state", "organization", "pact", "person", "list of states", "list of organizations")
"""Types of parameters that say whom something is asked of."""


@dataclass(frozen=True, slots=True)
class About:
    """How a result came about: what was asked, the day, and what was done where nothing was said.

    `as_of` is the day, the last of a window, or None where there is none, and `as_of_from` says where it is from; `parameters`
    are those sent, `notes` the defaults taken and what to mind.
    """

    analysis: str
    title: str
    as_of: date | None
    as_of_from: str
    parameters: dict[str, Any]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        day = [] if self.as_of is None else [f"As of {self.as_of} ({self.as_of_from})"]
        return "; ".join([*day, *self.notes]) + "."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a result is from: the world that was asked, and what was asked of it."""

    world: Asked
    header: Header


class Result(Replicable[R_co]):
    """The rows of an analysis; `about` says how they came about."""

    def __init__(
        self,
        rows: Sequence[R_co],
        *,
        row: type[R_co],
        about: About,
        sources: Callable[[Sequence[R_co]], list[Source]],
        origin: Origin | None = None,
    ) -> None:
        super().__init__(rows, row=row, title=about.title, caption=str(about), sources=sources)
        self.about = about
        self.origin = origin

    def plot(self, path: str | Path | None = None) -> Chart:
        """The rows as a chart, which notebooks show; its kind is what the header of the analysis says.

        States and organizations stand with their names, and at the foot are the publishers of the sources. `.altair` of it is the
        chart of Altair, to change or combine.

        Args:
            path: also write it there: .html, .svg, .png, or .json for Vega-Lite.

        Raises:
            QueryError: the analysis has no picture, there are no rows, or the file has another ending.
            MissingExtra: a package of the extra `plot` is not installed.
        """
        from graphmodel.show.charts import Said, draw

        plot = self.origin and self.origin.header.plot
        if self.origin is None or plot is None:
            raise QueryError(f"{self.about.analysis} has no picture that says more than its table.")
        names = names_of(self.origin.world)
        title = ": ".join(filter(None, [self.title, self._subject(names)]))
        cited = f"Sources of the first {CITED} of {len(self):,} rows" if len(self) > CITED else "Sources"
        said = Said(title, self.caption, self._publishers(), names, self._meanings(), self.about.as_of, cited)
        chart = draw(plot.kind, plot.columns, [row.model_dump(mode="json") for row in self], said)
        if path is not None:
            chart.save(path)
        return chart

    def show(self) -> Picture:
        """The rows as an interactive picture, which notebooks show: pairs as a network, values of states as colours.

        A network has the pairs of the rows, of which the weakest can be left out. Other rows colour the world of their day by their
        columns: `brokers_betweenness` its states. Elsewhere `.open()` and `.save("picture.html")`; `docs/pictures.md` has more.

        Raises:
            QueryError: the rows are neither pairs, nor of one state or organization each; or there are none.
            MissingExtra: rustworkx or graspologic-native is not installed.
        """
        from graphmodel.analyses.drawing import picture

        return picture(self)

    @property
    def recipe(self) -> Recipe:
        """How it came about. Raises QueryError where no analysis was run on a world."""
        if self.origin is None:
            raise QueryError("This result is of no analysis that was run on a world: there is nothing to run again.")
        world, asked = self.origin.world, self.origin.header
        return of_analysis(world, asked, "call", self.about.parameters, self.about.notes)

    def _subject(self, names: Mapping[str, str]) -> str:
        """Whom it was asked of."""
        kinds = {each.name: each.type for each in self.origin.header.parameters} if self.origin else {}
        asked = [value for name, value in self.about.parameters.items() if kinds.get(name) in SUBJECTS and value]
        return ", ".join(
            names.get(each, each) for value in asked for each in ([value] if isinstance(value, str) else value)
        )

    def _publishers(self) -> list[tuple[str, str]]:
        """Publisher and whole line of each source of the first rows; none where the graph cannot be asked any more."""
        try:
            return [(source.publisher, cite(source)) for source in self.head(CITED).citations()]
        except GraphModelError:
            return []

    def _meanings(self) -> Mapping[str, str]:
        return {each.name: each.meaning for each in self.origin.header.columns} if self.origin else {}

    def _units(self) -> Mapping[str, str]:
        return {each.name: each.unit for each in self.origin.header.columns if each.unit} if self.origin else {}

    def _told(self) -> dict[str, Any]:
        return {name: getattr(self.about, name) for name in About.__slots__}


def names_of(world: Asked) -> dict[str, str]:
    """What states, organizations, pacts and people are called, by their keys; nothing where the graph cannot be asked any more."""
    try:
        found = [
            *world.all(select(Pact.key, Pact.name)),
            *world.all(select(Person.key, Person.name)),
            *(
                (key, short or name)
                for key, short, name in world.all(select(Organization.key, Organization.short_name, Organization.name))
            ),
            *world.all(select(State.key, State.name)),
        ]
    except GraphModelError:
        return {}
    return dict(found)
