"""What an analysis gives: typed rows that know how they came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.analyses.recipes import Recipe, Replicable, of_analysis
from graphmodel.domain.sources import Source
from graphmodel.errors import QueryError
from graphmodel.results import R_co

if TYPE_CHECKING:
    from altair import Chart, LayerChart

    from graphmodel.analyses.headers import Header
    from graphmodel.analyses.values import Asked
    from graphmodel.show import Picture


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

    def plot(self, path: str | Path | None = None) -> Chart | LayerChart:
        """The rows as a picture: an Altair chart, which notebooks show. Its kind is what the header of the analysis says.

        Args:
            path: also write it there: .html, .svg, .png, or .json for Vega-Lite.

        Raises:
            QueryError: the analysis has no picture, there are no rows, or the file has another ending.
            MissingExtra: altair is not installed.
        """
        from graphmodel.show.charts import draw, save

        plot = self.origin and self.origin.header.plot
        if plot is None:
            raise QueryError(f"{self.about.analysis} has no picture that says more than its table.")
        chart = draw(
            plot.kind,
            plot.columns,
            [row.model_dump(mode="json") for row in self],
            title=self.title,
            caption=self.caption,
        )
        if path is not None:
            save(chart, Path(path))
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

    def _meanings(self) -> Mapping[str, str]:
        return {each.name: each.meaning for each in self.origin.header.columns} if self.origin else {}

    def _units(self) -> Mapping[str, str]:
        return {each.name: each.unit for each in self.origin.header.columns if each.unit} if self.origin else {}

    def _told(self) -> dict[str, Any]:
        return {name: getattr(self.about, name) for name in About.__slots__}
