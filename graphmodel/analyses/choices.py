"""What an analysis is varied over: choices that are named, or for an axis alone its documented alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from graphmodel.analyses.coverage import CURATED
from graphmodel.analyses.headers import Header, Parameter
from graphmodel.analyses.values import Asked
from graphmodel.domain.claim_vocabularies import Concept
from graphmodel.domain.policies import POLICIES
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import QueryError

DERIVING = ("policy", "concept")
"""Axes that are no parameters of an analysis: how the world is derived from its claims."""

Over = Mapping[str, Sequence[Any]] | Iterable[str]
"""Choices by axis; or names of axes, each with all its alternatives."""


def choices_of(world: Asked, asked: Header, over: Over) -> dict[str, list[Any]]:
    """The choices of each axis.

    Raises:
        QueryError: an axis is named without choices and has no alternatives that are documented.
    """
    if isinstance(over, Mapping):
        given = cast("Mapping[str, Any]", over)
        return {axis: _listed(axis, choices) for axis, choices in given.items()}
    axes = [over] if isinstance(over, str) else list(over)
    return {axis: alternatives(world, asked, axis) for axis in axes}


def alternatives(world: Asked, asked: Header, axis: str) -> list[Any]:
    """What there is to choose from along an axis that has a few documented alternatives; None is what is done without.

    `policy`: the named ones. `concept`: those of the claims in the graph. `system`: the lists of states in the graph.
    `statuses`: full members, and every status. `datasets`: all together, and alone each that has facts of a kind that the Cypher
    asks for. A choice: each of its words. What is yes or no: both.

    Raises:
        QueryError: it has none, or the analysis has no such parameter.
    """
    parameter = next((each for each in asked.parameters if each.name == axis), None)
    match axis:
        case "policy" if parameter is None:
            return [*POLICIES]
        case "concept" if parameter is None:
            text = "MATCH (c:Claim) WHERE c.concept IS NOT NULL RETURN DISTINCT c.concept AS concept ORDER BY concept"
            there = world.run(text, {}, into=str, reads=True)
            return [Concept.LEGAL_EFFECT.value, *(each for each in there if each != Concept.LEGAL_EFFECT)]
        case _:
            pass
    if parameter is None:
        known = ", ".join([*(each.name for each in asked.parameters), *DERIVING])
        raise QueryError(f"{asked.name} has no parameter {axis!r}: it can vary {known}.")
    found = _of_parameter(world, asked, parameter)
    if found is None:
        raise QueryError(
            f"{axis} of {asked.name} has no alternatives of its own: name them, such as over={{{axis!r}: [...]}}."
        )
    return found


def _of_parameter(world: Asked, asked: Header, parameter: Parameter) -> list[Any] | None:
    match parameter.name, parameter.type:
        case "system", _:
            text = "MATCH (:State)-[:IN_SYSTEM]->(l:CodeList) RETURN DISTINCT l.key AS key ORDER BY key"
            there = world.run(text, {}, into=str, reads=True)
            usable = parameter.choices or there
            return [None, *(each for each in there if each != parameter.default and each in usable)]
        case "statuses", _:
            return [None, [each.value for each in MembershipStatus]]
        case "datasets", _:
            text = "MATCH ()-[r]->() WHERE type(r) IN $types RETURN DISTINCT coalesce(r.dataset, $curated) AS key ORDER BY key"
            types = [each for each in DATED if re.search(rf"\b{each}\b", asked.body)]
            there = world.run(text, {"types": types, "curated": CURATED}, into=str, reads=True)
            return [None, *([each] for each in there)]
        case _, "boolean":
            return [False, True]
        case _, "choice":
            return list(parameter.choices)
        case _:
            return None


DATED = ["MEMBER_OF", "PARTY_TO", "OBLIGED_TO", "RIVAL_OF", "SANCTIONS", "MEASURED", "HOLDS_OFFICE"]
"""The facts that data sets bring and that an analysis may take from one of them alone; votes are those of one."""


def _listed(axis: str, choices: Any) -> list[Any]:
    if isinstance(choices, str) or not isinstance(choices, Iterable):
        raise QueryError(f"over names the choices of {axis} in a list, such as over={{{axis!r}: [{choices!r}]}}.")
    return list(cast("Iterable[Any]", choices))
