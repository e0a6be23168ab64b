"""`world.analyses`: every analysis as a method of it, a line each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from graphmodel import markup
from graphmodel.analyses import (
    accession,
    balance,
    blocs,
    cascades,
    changes,
    churn,
    contradictions,
    energy,
    events,
    evidence,
    leaders,
    memberships,
    networks,
    overlaps,
    pacts,
    paths,
    power,
    sanctions,
    similarity,
    survival,
    treaties,
    votes,
    withdrawals,
)
from graphmodel.analyses.awaiting import AsyncBound, Do
from graphmodel.analyses.bounding import Bounds, bounds_of
from graphmodel.analyses.choices import Over
from graphmodel.analyses.explaining import Explanation, explain
from graphmodel.analyses.headers import Header, header
from graphmodel.analyses.own import function_of, try_out
from graphmodel.analyses.results import Result
from graphmodel.analyses.robustness import Robustness, robustness_of
from graphmodel.analyses.values import Asked
from graphmodel.results import Row

P = ParamSpec("P")
R = TypeVar("R", bound=Row)


class Bound(Generic[P, R]):
    """An analysis bound to a world: call it. Its parameters and row type are those of its function."""

    def __init__(
        self, function: Callable[Concatenate[Asked, P], Result[R]], world: Asked, about: Header | None = None
    ) -> None:
        self._function = function
        self._world = world
        self._about = about
        self.__name__ = function.__name__
        # help() and a notebook's ? show these, and not those of this class.
        self.__doc__ = function.__doc__
        self.__wrapped__ = function
        signature = inspect.signature(function)
        self.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])

    @property
    def header(self) -> Header:
        """What it says of itself: question, method, parameters, columns, literature, Cypher."""
        return self._about or header(self.__name__)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result[R]:
        """Run it.

        Raises:
            TypeError: it has no parameter of that name; those that come near are named.
        """
        self._check(kwargs)
        return self._function(self._world, *args, **kwargs)

    def bounds(self, *args: P.args, **kwargs: P.kwargs) -> Bounds:
        """The answers when only what certainly holds is counted, and when all that possibly holds is: a row for each of theirs.

        Raises:
            QueryError: it has no parameter `certain`, or that was given.
        """
        self._check(kwargs)
        return bounds_of(self._function, self.header, self._world, args, kwargs)

    def explain(self, *args: Any, profile: bool = False, **given: Any) -> Explanation:
        """The Cypher and the parameters that a call would send, and the plan of the engine for it.

        Args:
            args: as for a call.
            profile: run it, and give what each step really took.
            given: as for a call.
        """
        self._check(given)
        return explain(self._function, self.header, self._world, args, given, profile=profile)

    def robustness(self, *args: Any, over: Over, at_most: int = 64, **given: Any) -> Robustness:
        """How the answer moves with choices: it is asked anew for every combination of them, and all answers stand in one table.

        Args:
            args: as for a call.
            over: choices by parameter, None for what is done when it is left out: `{"statuses": [None, ["observer"]]}`. Also
                `policy` and `concept`: the world as these derive it, which is then undone. Or names alone, each with all its
                documented alternatives: `["policy", "concept", "system", "statuses", "coding", "certain", "datasets"]`.
            at_most: so many combinations, and no more.
            given: as for a call.

        Raises:
            QueryError: an axis is none of its parameters or has no choices, or there are too many combinations.
        """
        self._check(given)
        return robustness_of(self._function, self.header, self._world, over, args, given, at_most)

    def _check(self, given: Iterable[str]) -> None:
        known = [*self.__signature__.parameters]
        for name in given:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"It takes {', '.join(known)}."
                raise TypeError(f"{self.__name__} has no parameter {name!r}. {hint}")

    def _repr_html_(self) -> str:
        about = self.header
        parameters = [
            {"parameter": each.name, "type": each.type, "meaning": each.meaning, "left out": each.otherwise}
            for each in about.parameters
        ]
        columns = [
            {"column": each.name, "type": each.type, "unit": each.unit, "meaning": each.meaning}
            for each in about.columns
        ]
        units = ["unit"] if any(each.unit for each in about.columns) else []
        return markup.block(
            markup.heading(f"{about.title}: {self.__name__}({', '.join(self.__signature__.parameters)})"),
            markup.dim(about.question),
            markup.dim(about.method.strip()),
            markup.table(["parameter", "type", "meaning", "left out"], parameters),
            markup.table(["column", "type", *units, "meaning"], columns),
            markup.folded("Literature", about.literature),
        )

    def __repr__(self) -> str:
        return f"<analysis {self.__name__}{self.__signature__}>\n{self.header.describe()}"


class Analysis(Generic[P, R]):
    """Makes a function a method of `Analyses` that checkers know the parameters and rows of."""

    def __init__(self, function: Callable[Concatenate[Asked, P], Result[R]]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    @property
    def header(self) -> Header:
        """What it says of itself."""
        return header(self.function.__name__)

    @overload
    def __get__(self, instance: None, owner: type[Catalogue]) -> Self: ...
    @overload
    def __get__(self, instance: Analyses, owner: type[Catalogue]) -> Bound[P, R]: ...
    @overload
    def __get__(self, instance: AsyncAnalyses, owner: type[Catalogue]) -> AsyncBound[P, R]: ...
    def __get__(self, instance: Catalogue | None, owner: type[Catalogue]) -> Self | Bound[P, R] | AsyncBound[P, R]:
        if instance is None:
            return self
        bound = Bound(self.function, instance.world)
        return AsyncBound(bound, instance.do) if isinstance(instance, AsyncAnalyses) else bound


class Catalogue:
    """Every analysis, a line each."""

    def __init__(self, world: Asked) -> None:
        self.world = world

    accession_pathway = Analysis(accession.accession_pathway)
    accession_survival = Analysis(survival.accession_survival)
    alliance_similarity_kappa = Analysis(similarity.alliance_similarity_kappa)
    alliance_similarity_s = Analysis(similarity.alliance_similarity_s)
    blocs_detect = Analysis(blocs.blocs_detect)
    bridge_states = Analysis(overlaps.bridge_states)
    brokers_betweenness = Analysis(networks.brokers_betweenness)
    co_membership = Analysis(memberships.co_membership)
    contradictory_commitments = Analysis(contradictions.contradictory_commitments)
    ego_portfolio = Analysis(memberships.ego_portfolio)
    energy_interdependence = Analysis(energy.energy_interdependence)
    evidence_strength = Analysis(evidence.evidence_strength)
    institutional_path = Analysis(paths.institutional_path)
    isolated_states = Analysis(paths.isolated_states)
    leader_pairs = Analysis(leaders.leader_pairs)
    membership_churn = Analysis(churn.membership_churn)
    obligation_cascade = Analysis(cascades.obligation_cascade)
    obligation_profile = Analysis(pacts.obligation_profile)
    org_overlap = Analysis(overlaps.org_overlap)
    pact_cadence_after_shock = Analysis(events.pact_cadence_after_shock)
    pact_depth = Analysis(treaties.pact_depth)
    portfolio_over_time = Analysis(changes.portfolio_over_time)
    power_in_org = Analysis(power.power_in_org)
    sanction_blocs = Analysis(sanctions.sanction_blocs)
    snapshot_diff = Analysis(changes.snapshot_diff)
    structural_balance = Analysis(balance.structural_balance)
    structural_holes = Analysis(networks.structural_holes)
    summit_chain = Analysis(events.summit_chain)
    tau_b_portfolio = Analysis(similarity.tau_b_portfolio)
    tenure_x_pacts = Analysis(leaders.tenure_x_pacts)
    treaty_lifecycle = Analysis(treaties.treaty_lifecycle)
    vote_alignment = Analysis(votes.vote_alignment)
    vote_correlation = Analysis(votes.vote_correlation)
    withdrawal_risk_flags = Analysis(withdrawals.withdrawal_risk_flags)

    if not TYPE_CHECKING:  # a checker would take every name for an analysis

        def __getattr__(self, name: str) -> Any:
            """Say which analysis comes near one that there is not."""
            near = get_close_matches(name, ANALYSES, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "print(world.analyses) lists them."
            # Without a name, as Python would add a guess of its own.
            raise AttributeError(f"There is no analysis {name!r}. {hint}", name="", obj=None)

    def _repr_html_(self) -> str:
        rows = [
            {"analysis": name, "group": each.header.group, "question": each.header.question}
            for name, each in ANALYSES.items()
        ]
        return markup.table(["analysis", "group", "question"], rows, title="Analyses")

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {analysis.header.question}" for name, analysis in ANALYSES.items())


class Analyses(Catalogue):
    """The analyses of one world: `world.analyses.co_membership("Iran")`."""

    def register(self, path: str | Path) -> Bound[..., Row]:
        """Make an analysis of a Cypher file with a header: typed rows, checks of what is given, and all that ours have.

        Args:
            path: the file, made as those in `cypher/analyses`: `docs/analyses.md` says how.

        Raises:
            QueryError: its header cannot be read, its Cypher writes or cannot be read by the engine, or the two do not go together.
        """
        function, about = function_of(path)
        try_out(self.world, about)
        return Bound(function, self.world, about)


class AsyncAnalyses(Catalogue):
    """The analyses of a world for tasks: `await world.analyses.co_membership("Iran")`."""

    def __init__(self, world: Asked, do: Do) -> None:
        super().__init__(world)
        self.do = do

    async def register(self, path: str | Path) -> AsyncBound[..., Row]:
        """Make an analysis of a Cypher file with a header. As `Analyses.register`."""
        return AsyncBound(await self.do(lambda: Analyses(self.world).register(path)), self.do)


ANALYSES: dict[str, Analysis[..., Any]] = {
    name: analysis for name, analysis in vars(Catalogue).items() if isinstance(analysis, Analysis)
}
"""Every analysis by its name."""
