"""`world.analyses`: every analysis as a method of it, a line each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from graphmodel.analyses import energy, events, evidence, leaders, memberships, pacts, sanctions
from graphmodel.analyses.headers import Header, header
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked
from graphmodel.results import Row

P = ParamSpec("P")
R = TypeVar("R", bound=Row)


class Bound(Generic[P, R]):
    """An analysis bound to a world: call it. Its parameters and row type are those of its function."""

    def __init__(self, function: Callable[Concatenate[Asked, P], Result[R]], world: Asked) -> None:
        self._function = function
        self._world = world
        self.__name__ = function.__name__
        # help() and a notebook's ? show these, and not those of this class.
        self.__doc__ = function.__doc__
        self.__wrapped__ = function
        signature = inspect.signature(function)
        self.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])

    @property
    def header(self) -> Header:
        """What it says of itself: question, method, parameters, columns, literature, Cypher."""
        return header(self.__name__)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result[R]:
        """Run it."""
        return self._function(self._world, *args, **kwargs)

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
    def __get__(self, instance: None, owner: type[Analyses]) -> Self: ...
    @overload
    def __get__(self, instance: Analyses, owner: type[Analyses]) -> Bound[P, R]: ...
    def __get__(self, instance: Analyses | None, owner: type[Analyses]) -> Self | Bound[P, R]:
        return self if instance is None else Bound(self.function, instance.world)


class Analyses:
    """The analyses of one world: `world.analyses.co_membership("Iran")`."""

    def __init__(self, world: Asked) -> None:
        self.world = world

    co_membership = Analysis(memberships.co_membership)
    ego_portfolio = Analysis(memberships.ego_portfolio)
    energy_interdependence = Analysis(energy.energy_interdependence)
    evidence_strength = Analysis(evidence.evidence_strength)
    leader_pairs = Analysis(leaders.leader_pairs)
    obligation_profile = Analysis(pacts.obligation_profile)
    pact_cadence_after_shock = Analysis(events.pact_cadence_after_shock)
    sanction_blocs = Analysis(sanctions.sanction_blocs)
    summit_chain = Analysis(events.summit_chain)
    tenure_x_pacts = Analysis(leaders.tenure_x_pacts)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {analysis.header.question}" for name, analysis in ANALYSES.items())


ANALYSES: dict[str, Analysis[..., Any]] = {
    name: analysis for name, analysis in vars(Analyses).items() if isinstance(analysis, Analysis)
}
"""Every analysis by its name."""
