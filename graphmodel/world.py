"""`World`: the graph that knows states, organizations, leaders and pacts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from graphmodel.analyses.registry import Analyses
from graphmodel.domain import NODES, RELATIONSHIPS, Entity, Organization
from graphmodel.domain.claim_vocabularies import Concept
from graphmodel.domain.loading import LoadReport, load_seeds
from graphmodel.domain.policies import Choice, Policy, policy_of
from graphmodel.domain.rebuilding import Changes, compare, resolve
from graphmodel.engines.answers import Options
from graphmodel.errors import AmbiguousName, NotFound, UnknownName
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.sessions.connecting import is_url, open_connection
from graphmodel.sessions.graph import Graph

if TYPE_CHECKING:
    from graphmodel.sessions.merging import Progress

E = TypeVar("E", bound=Entity)

LOAD_IT = "Load the curated world with world.load_seeds()."


class World(Graph):
    """A `Graph` that knows the domain: its models, its curated data, and the names of things.

    >>> from graphmodel import World
    >>> from graphmodel.domain import State
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.lookup(State, "Türkiye").key, world.load_seeds().changed
    ('TUR', False)
    """

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
        return world

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
        return load_seeds(self, folder, progress)

    def resolve(
        self, policy: Policy | str | Choice = "official_first", *, concept: Concept | str | None = None
    ) -> Changes:
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
        return self.transact(lambda session: resolve(session, chosen))

    def compare_policies(
        self, one: Policy | str | Choice, other: Policy | str | Choice, *, concept: Concept | str | None = None
    ) -> Changes:
        """Which facts are others under another policy; nothing is written. Arguments and errors as for `resolve`.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     len(world.compare_policies("official_first", "official_first"))
        0
        """
        return compare(self, policy_of(one, concept), policy_of(other, concept))

    def lookup(self, model: type[E], name: str) -> E:
        """The entity with this key, code, name or alias. Upper and lower case are the same.

        Args:
            model: which class: `State`, `Organization`, `Person`, `Pact`, ...
            name: what it is called; a key that fits exactly comes before all else.

        Raises:
            UnknownName: nothing is called so; `candidates` has the keys of what comes near.
            AmbiguousName: several are; `candidates` has their keys.
        """
        entities = self.all(model)
        if not entities:
            raise UnknownName(f"There is no {model.__name__} in this graph, so none is {name!r}. {LOAD_IT}", name=name)
        for each in entities:
            if each.key == name:
                return each
        called: dict[str, dict[str, E]] = defaultdict(dict)
        for each in entities:
            for other in _names(each):
                called[_folded(other)][each.key] = each
        found = called.get(_folded(name), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise AmbiguousName(
                f"{name!r} is the name of several: {_listed(found.values())}. Give the key.",
                name=name,
                candidates=sorted(found),
            )
        near = {
            each.key: each for close in get_close_matches(_folded(name), called, n=5) for each in called[close].values()
        }
        hint = f"Did you mean {_listed(near.values())}?" if near else "Nothing comes near it."
        raise UnknownName(f"No {model.__name__} is called {name!r}. {hint}", name=name, candidates=list(near))

    def coverage(self) -> date:
        """The last day to which the world is known: the earliest `known_to` among the organizations that still exist.

        What is asked as of no day in particular is asked as of this one.

        Raises:
            NotFound: no organization says how far it is known.
        """
        known = [
            each.known_to for each in self.all(Organization) if each.known_to is not None and each.dissolved is None
        ]
        if not known:
            raise NotFound(f"No organization in this graph says how far it is known. {LOAD_IT}", model="Organization")
        return min(known)


_NAMED_BY = ("key", "iso2", "iso3", "name", "official_name", "short_name", "alt_name")


def _names(entity: Entity) -> set[str]:
    single = (getattr(entity, field, None) for field in _NAMED_BY)
    return {name for name in (*single, *getattr(entity, "aliases", ())) if isinstance(name, str)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _listed(entities: Any) -> str:
    return ", ".join(f"{getattr(each, 'name', each.key)} ({each.key})" for each in entities)
