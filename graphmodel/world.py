"""`World`: the graph that knows states, organizations, leaders and pacts."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, Unpack, overload

from graphmodel.analyses.coverage import Covered, covered, curated_to
from graphmodel.analyses.kept import Kept
from graphmodel.analyses.registry import Analyses
from graphmodel.analyses.values import DayLike
from graphmodel.domain import NODES, RELATIONSHIPS, Entity, InSystem, Organization, State, SucceededBy, Territory
from graphmodel.domain.claim_vocabularies import Concept
from graphmodel.domain.loading import LoadReport, load_seeds
from graphmodel.domain.names import Day, Names
from graphmodel.domain.policies import OFFICIAL_FIRST, Choice, Policy, policy_of
from graphmodel.domain.sources import Source
from graphmodel.engines.answers import Options
from graphmodel.errors import NotFound, UnknownName
from graphmodel.evidence import Asking
from graphmodel.evidence.deciding import compared, resolved
from graphmodel.evidence.rows import PolicyChange
from graphmodel.histories import DyadYear, LeaderYear, Panel, PanelOptions, StateYear, Timeline, Unit, dyad, panel
from graphmodel.model import as_day
from graphmodel.pictures import OnDay
from graphmodel.pictures.memberships import timeline
from graphmodel.query import min as earliest
from graphmodel.query import select
from graphmodel.results import Table
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.sessions.connecting import is_url, open_connection
from graphmodel.what_if import Supposing

if TYPE_CHECKING:
    from graphmodel.engines.connection import Connection
    from graphmodel.exchange.importers import ImportReport
    from graphmodel.sessions.merging import Progress
    from graphmodel.show.chart import Chart

E = TypeVar("E", bound=Entity)
T = TypeVar("T")

LOAD_IT = "Load the curated world with world.load_seeds()."


class World(Asking):
    """A `Graph` that knows the domain: its models, its curated data, and the names of things.

    >>> from graphmodel import World
    >>> from graphmodel.domain import State
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.lookup(State, "Türkiye").key, world.load_seeds().changed
    ('TUR', False)
    """

    def __init__(self, connection: Connection, catalog: Catalog) -> None:
        super().__init__(connection, catalog)
        self._names: dict[type[Entity], tuple[int, Names[Any]]] = {}
        self._kept, self._covered = Kept(), Kept()

    @classmethod
    def connect(
        cls,
        target: str | Path | None = None,
        *,
        auth: Any = None,
        database: str | None = None,
        schema: SchemaMode | None = None,
        impersonated_user: str | None = None,
        timeout: float | None = None,
        **driver_options: Any,
    ) -> Self:
        """Open a world. Arguments and errors as for `graphmodel.connect`: nothing, a folder, or a URL."""
        options = Options(database, impersonated_user, timeout)
        catalog = Catalog(checked_mode(schema, by_url=is_url(target)))
        world = cls(open_connection(target, auth, options, driver_options), catalog)
        world.learn(*NODES, *RELATIONSHIPS)
        world._do(catalog.make_names_known([*NODES, *RELATIONSHIPS]))
        return world

    def _told(self) -> list[tuple[str, str]]:
        try:
            known = self.coverage().isoformat()
        except NotFound as error:
            known = str(error)
        return [("known to", known), ("claims are decided by", f"{self.policy.name}, {self.policy.concept}")]

    @property
    def analyses(self) -> Analyses:
        """The canned analyses, each a method: `world.analyses.co_membership("Iran")`."""
        return Analyses(self)

    def load_seeds(self, folder: Path | str | None = None, progress: Progress | None = None) -> LoadReport:
        """Load the curated world, or tables of the same make: all in one transaction, and again without a change.

        Args:
            folder: where the tables are; those that ship with graphmodel when None.
            progress: called with the kind, the rows done, and all rows, as statements are done.

        Returns:
            What was read, created, updated and unchanged, and which claims yield nothing; `changed` says whether anything is new.

        Raises:
            DataError: a row is wrong; `problems` has file, line, column and reason of all that are. Nothing was written.
            SchemaError: the server lacks constraints; connect with `schema="ensure"`, or make them with `world.schema.apply(...)`.
        """
        report = load_seeds(self, folder, progress)
        self.policy = OFFICIAL_FIRST
        return report

    def import_data(
        self,
        name: str,
        *files: Path | str,
        only: Iterable[str | int] | None = None,
        commit_every: int | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Import the files of a published data set, as `docs/data.md` describes them. Again, it changes nothing.

        States that the graph lacks are made from the tables that ship with graphmodel, so that an empty graph will do. What is
        curated stays as it is: the facts of a data set stand beside it, and name the data set in `dataset`.

        Args:
            name: which data set: `cow_states`, `cow_igo`, `cow_nmc`, `atop`, `rivalries`, `archigos`, `unga_votes`.
            files: its file or files, as CSV or Parquet, in any order: their columns say which is which.
            only: these parts alone: sessions of the votes (`[74]`), indicators of `cow_nmc` (`["cinc"]`); all when None.
            commit_every: write so many facts a transaction; all are one transaction when None, but of the votes.
            progress: called with the kind, the facts done, and all facts (0 where not known), as statements are done.

        Returns:
            What was read, created, updated and unchanged, what was dropped and why, and which codes mean nobody.

        Raises:
            QueryError: there is no such data set, or a file of it is lacking, or it has no such parts.
            DataError: a file is not there, cannot be read, lacks columns, or has cells of another type. Nothing was written.
            MissingExtra: polars is not installed.
            SchemaError: the server lacks constraints; connect with `schema="ensure"`, or make them with `world.schema.apply(...)`.
        """
        from graphmodel.exchange.importers import import_data, importer

        return import_data(self, importer(name), files, only=only, commit_every=commit_every, progress=progress)

    def resolve(
        self, policy: Policy | str | Choice = "official_first", *, concept: Concept | str | None = None
    ) -> Table[PolicyChange]:
        """Derive the world anew from the claims of this graph, where they differ as a policy decides.

        Replaces what was derived before, in one transaction; sources, claims, and what was merged by hand (it has no `evidence`)
        stay. Values of equal rank that disagree are in `contested` of the fact. `load_seeds` derives it under the default again.

        Args:
            policy: `official_first`, `latest`, `majority`, `earliest`, a `Policy`, or a function that gets a `Slot` and gives
                one of its values, or several that it cannot tell apart.
            concept: which days are reported, where claims date different things (`election`, `memorandum`): the legal effect
                when None. A slot without such a claim keeps what its row dates.

        Returns:
            The properties of facts that are others now, and which claims decided: a table.

        Raises:
            UnknownName: there is no such policy or concept, or the function chose what nobody says.
            DataError: the values that were chosen do not go together. Nothing was written.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     [change] = world.resolve(concept="election")
        >>> print(change.before, change.after)
        [2019-12-19, censored 2026-06-30) [2019-12-12, censored 2026-06-30)
        """
        chosen = policy_of(policy, concept)
        changes = resolved(self, chosen)
        self.policy = chosen
        return changes

    def compare_policies(
        self, one: Policy | str | Choice, other: Policy | str | Choice, *, concept: Concept | str | None = None
    ) -> Table[PolicyChange]:
        """Which facts are others under another policy; nothing is written. Arguments and errors as for `resolve`.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     len(world.compare_policies("official_first", "official_first"))
        0
        """
        return compared(self, policy_of(one, concept), policy_of(other, concept))

    def names(self, model: type[E], *, again: bool = False) -> Names[E]:
        """Who is meant by names and codes of one class: for many lookups, which it answers without asking the graph.

        Made once, and anew after something was written through this world or its sessions.

        Args:
            model: which class: `State`, `Organization`, `Person`, `Pact`, ...
            again: make it anew, to see what others have written to the same graph.

        >>> from graphmodel import World
        >>> from graphmodel.domain import State
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     found = world.names(State).find_all([2, 365, 710], scheme="cow", on="1980-01-01")
        ...     [state.key for state in found.values()]
        ['USA', 'SUN', 'CHN']
        """
        written = self._written
        kept = self._names.get(model)
        if kept is None or kept[0] != written or again:
            listed, followed = issubclass(model, (State, Territory)), issubclass(model, (State, Organization))
            names = Names(
                model,
                self.all(model),
                spells=self.all(select(InSystem)) if listed else (),
                successions=self.all(select(SucceededBy)) if followed else (),
            )
            kept = self._names[model] = (written, names)
        return kept[1]

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, or gave under the same key if nothing was written to the graph since, by anybody.

        Analyses keep what they fetch of a whole day in this way. What is kept is shared, so nobody may change it.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     first = world.keep("what took long", lambda: object())
        ...     first is world.keep("what took long", lambda: object())
        True
        """
        return self._kept.get(key, self._connection.mark(), make)

    def lookup(self, model: type[E], name: str | int, *, scheme: str | None = None, on: Day | None = None) -> E:
        """The entity with this key, code, name or alias, however it is spelled. `docs/names.md` says what comes before what.

        Args:
            model: which class: `State`, `Organization`, `Person`, `Pact`, ...
            name: what it is called; a key that fits exactly comes before all else. With a scheme its code there.
            scheme: whose code it is: `iso2`, `iso3`, `cow`, `cow_abbrev`, `gw`, `un`; of organizations `wikidata`, `cow_igo`.
            on: the day, month or year for which it is asked: who did not exist then is not meant.

        Raises:
            UnknownName: nothing is called so; `candidates` has the keys of what comes near.
            AmbiguousName: several are; `candidates` has their keys.
            InvalidDate: `on` is no date.

        >>> from graphmodel import World
        >>> from graphmodel.domain import State
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     world.lookup(State, "345", scheme="cow", on="1991-01-01").name, world.lookup(State, "Allemagne").key
        ('Yugoslavia', 'DEU')
        """
        names = self.names(model)
        if not names:
            raise UnknownName(
                f"There is no {model.__name__} in this graph, so none is {name!r}. {LOAD_IT}", name=str(name)
            )
        return names.find(name, scheme=scheme, on=on)

    def continuity(self, state: State | str, *, on: Day | None = None) -> list[State]:
        """The states that are one in law, the oldest first: who continues whom (Soviet Union, Russia).

        Args:
            state: a `State`, its key, code or name.
            on: only who was a state then.

        Raises:
            UnknownName, AmbiguousName: as `lookup`.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     [each.name for each in world.continuity("Russia")], [each.key for each in world.continuity("RUS", on="1980")]
        (['Soviet Union', 'Russia'], ['SUN'])
        """
        return self.names(State).line(self._meant(State, state), on=on)

    def lineage(self, organization: Organization | str, *, on: Day | None = None) -> list[Organization]:
        """What was before an organization, itself, and what came after it, the oldest first.

        Args:
            organization: an `Organization`, its key or name.
            on: only what existed then.

        Raises:
            UnknownName, AmbiguousName: as `lookup`.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     [each.key for each in world.lineage("csto")], [each.key for each in world.lineage("EU", on="1970")]
        (['cst', 'csto'], ['eec'])
        """
        return self.names(Organization).line(self._meant(Organization, organization), on=on)

    def _meant(self, model: type[E], given: E | str) -> E:
        return self.lookup(model, given) if isinstance(given, str) else given

    def dyad(
        self,
        a: State | str,
        b: State | str,
        *,
        since: DayLike | None = None,
        until: DayLike | None = None,
        continuity: bool = True,
    ) -> Timeline:
        """Everything between two states over time: pacts, organizations, events, sanctions, rivalries, votes, disagreements.

        Args:
            a: a `State`, its key, code or name.
            b: the other.
            since: only what may have been on this day or later.
            until: only what may have been before this day.
            continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.

        Raises:
            UnknownName, AmbiguousName: as `lookup`.
            QueryError: both are the same state, or one with `continuity`, or the window is empty.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     ties = world.dyad("Russia", "Iran", since="2025-01-01")
        ...     [(tie.since, tie.key) for tie in ties if tie.kind == "pact"][-2:]
        [('not before 2025-05-15', 'eaeu-irn-2023'), ('2025-10-02', 'rus-irn-2025')]
        """
        return dyad(self, a, b, since=since, until=until, continuity=continuity)

    @overload
    def panel(self, unit: Literal["state-year"] = ..., **options: Unpack[PanelOptions]) -> Panel[StateYear]: ...
    @overload
    def panel(self, unit: Literal["dyad-year"], **options: Unpack[PanelOptions]) -> Panel[DyadYear]: ...
    @overload
    def panel(self, unit: Literal["leader-year"], **options: Unpack[PanelOptions]) -> Panel[LeaderYear]: ...
    def panel(self, unit: Unit = "state-year", **options: Unpack[PanelOptions]) -> Panel[Any]:
        """A balanced panel: a row for every state, pair of states or leader, and every year; `docs/dyads-and-panels.md` has more.

        Args:
            unit: `state-year`, `dyad-year` or `leader-year`.
            options: `start`, `end`: the years; from the first of the list to the last it looks at.
                `directed`: each pair twice, with what the first owes the second. False when left out.
                `system`: the list of states, such as `cow`, `gw` or `un`. `cow` when left out.
                `day`: what makes something hold in a year: `01-01`, `12-31`, or `any` day of it, when left out.
                `columns`: only these; all when left out.
                `datasets`: take facts only from these data sets, the first that has them; `curated` is what rests on claims.
                `certain`: count only what certainly holds.

        Raises:
            QueryError: there is no such unit, column or rule, or no year.
            UnknownName: there is no such list.
            MissingData: a column was asked for by name and there is nothing to make it of.
            MissingExtra: polars or numpy is not installed.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     panel = world.panel("dyad-year", start=2014, end=2014, columns=["shared_igos"])
        >>> len(panel), 195 * 194 // 2
        (18915, 18915)
        """
        return panel(self, unit, **options)

    def as_of(self, day: DayLike) -> OnDay:
        """The world on a day, to be looked at: `world.as_of("2014-12-31").show()` is the picture of the alliances of that day.

        Args:
            day: a date or its ISO text.

        Raises:
            InvalidDate: it is not one day.
        """
        return OnDay(self, as_day(day))

    def timeline(self, name: str, *, until: DayLike | None = None, datasets: Iterable[str] | None = None) -> Chart:
        """Who belonged to an organization, or what a state belonged to, as what and when: a chart, a line for each.

        Pale are the days on which it is not certain. `docs/charts.md` has more.

        Args:
            name: a state or an organization: its name or key.
            until: the last day; the day to which the data reach when None.
            datasets: only facts of these data sets, by the keys of their sources; `curated` is what rests on claims.

        Raises:
            UnknownName, AmbiguousName: nothing, or several, are called so.
            MissingData: no membership of it is known.
            MissingExtra: a package of the extra `plot` is not installed, when it is drawn.
        """
        return timeline(self, name, until=until, datasets=datasets)

    @contextmanager
    def what_if(self) -> Generator[WhatIf]:
        """A world to suppose things in: changed as you like, asked like any other, and never stored. `docs/what-if.md` has more.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     with world.what_if() as w:
        ...         spell = w.join("Iran", "CSTO", since="2026-01-01")
        ...         owed = w.analyses.obligation_profile("RUS", "IRN", as_of="2026-02-01")
        ...     owed[0].defense, world.analyses.obligation_profile("RUS", "IRN", as_of="2026-02-01")[0].defense
        (True, False)
        """
        supposed = WhatIf(self._connection, self._catalog)
        try:
            yield supposed
        finally:
            supposed.close()

    def coverage(self) -> date:
        """The last day to which the world is known: the earliest `known_to` among the curated organizations that still exist.

        What is asked as of no day in particular is asked as of this one; an analysis is as of the day to which the data that it
        uses reach. Where nothing is curated it is the day to which the first of the imported data sets ends.

        Raises:
            NotFound: no organization says how far it is known.
        """
        day = curated_to(self) or self.all(select(earliest(Source.known_to)))[0]
        if day is None:
            raise NotFound(f"Nothing in this graph says how far it is known. {LOAD_IT}", model="Organization")
        return day

    def covered(self, type_: str) -> tuple[Covered, ...]:
        """The data sets that have relationships of a type, such as `MEMBER_OF`, and from when to when each has looked.

        Found out once, and anew after something was written to the graph.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     world.covered("MEMBER_OF")
        ()
        """
        # A supposed world writes what the mark does not tell.
        found = self._covered.get("types", f"{self._connection.mark()} {self._written}", dict[str, tuple[Covered, ...]])
        if type_ not in found:
            found[type_] = covered(self, type_)
        return found[type_]


class WhatIf(Supposing, World):
    """A world in one transaction that is never committed: from `world.what_if()`.

    It is asked like any world. `join`, `leave`, `sign`, `end`, `change` and `add` say what is supposed, and results name it.
    """

    def resolve(
        self, policy: Policy | str | Choice = "official_first", *, concept: Concept | str | None = None
    ) -> Table[PolicyChange]:
        """As of a world: what if claims that disagree were decided otherwise?"""
        before = list(self._changes)
        changes = super().resolve(policy, concept=concept)
        self._changes[:] = before
        self.suppose(f"claims decided by {self.policy.name}, {self.policy.concept}")
        return changes
