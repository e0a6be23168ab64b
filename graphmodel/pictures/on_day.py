"""The world on a day, as it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graphmodel.evidence import Asking
from graphmodel.pictures.alliances import alliances
from graphmodel.pictures.memberships import members_map
from graphmodel.show import Column, Picture
from graphmodel.show.chart import Chart


@dataclass(frozen=True, slots=True)
class OnDay:
    """The world on a day: from `world.as_of(day)`."""

    world: Asking
    day: date

    def show(
        self,
        *about: str,
        ties: Iterable[str] | None = None,
        datasets: Iterable[str] | None = None,
        color: str | None = None,
        columns: Sequence[Column] | Mapping[str, Mapping[str, str | float]] = (),
        title: str | None = None,
    ) -> Picture:
        """Who belongs to what, and which pacts bind them: a picture of this day that a slider moves through the years.

        Notebooks show it; elsewhere `.open()` shows it in the browser and `.save("alliances.html")` writes it. All is in the one
        page: names, days, claims, sources. `docs/pictures.md` has more.

        Args:
            about: only what these belong to, and who else does: names or keys of states and organizations. All when left out.
            ties: which ties: `MEMBER_OF`, `PARTY_TO`, `OBLIGED_TO`, `RIVAL_OF`, `SANCTIONS`. When None all of them, of which the
                first two are shown, and the others hidden until asked for.
            datasets: only facts of these data sets, by the keys of their sources; `curated` is what rests on claims.
            color: the name of the column it opens coloured by; the blocs on the day when None.
            columns: what else one may colour by: values by the key of a state or organization, by the name of the column.
            title: what stands above.

        Raises:
            UnknownName, AmbiguousName: nothing, or several, are called so.
            MissingData: there is nothing to draw.
            MissingExtra: rustworkx or graspologic-native is not installed.

        >>> from graphmodel import World
        >>> from graphmodel.domain import MemberOf, Organization, State
        >>> iran, sco = State(key="IRN", name="Iran"), Organization(key="sco", name="SCO", kind="bloc")
        >>> with World.connect() as world:
        ...     report = world.merge(iran, sco, MemberOf(start=iran, end=sco, spell="1", status="member", valid="2023-07-04/.."))
        ...     world.as_of("2024-07-04").show()
        <Alliances: 1 state, 1 organization, 1 tie; .save("picture.html"), .open()>
        """
        return alliances(
            self.world, self.day, about, ties=ties, datasets=datasets, color=color, columns=columns, title=title
        )

    def map(self, organization: str, *, datasets: Iterable[str] | None = None) -> Chart:
        """Who belonged to an organization on this day, and as what: a map on which every state of today is a tile.

        States that are none any more have no tile, and are named above it. `docs/charts.md` has more.

        Args:
            organization: its name or key.
            datasets: only facts of these data sets, by the keys of their sources; `curated` is what rests on claims.

        Raises:
            UnknownName, AmbiguousName: nothing, or several, are called so.
            MissingData: nobody is known to have belonged to it on the day.
            MissingExtra: a package of the extra `plot` is not installed, when it is drawn.
        """
        return members_map(self.world, organization, self.day, datasets=datasets)

    def __repr__(self) -> str:
        return f"<the world on {self.day}; .show() draws it, .map(organization) its members>"
