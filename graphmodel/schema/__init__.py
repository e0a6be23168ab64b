"""The schema of a graph: what models need, what is there, what is missing. Programs, run by whoever holds a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphmodel.errors import ConstraintViolation, SchemaError
from graphmodel.model import GraphObject
from graphmodel.statements import Program, ask
from graphmodel.statements.constraints import SchemaItem, create, show_constraints, show_indexes, wanted


def read() -> Program[list[SchemaItem]]:
    """The uniqueness constraints and range indexes that a graph has."""
    constraints = yield from ask(show_constraints())
    indexes = yield from ask(show_indexes())
    return [*constraints, *indexes]


def plan(models: Iterable[type[GraphObject]]) -> Program[list[SchemaItem]]:
    """What these models need and the graph lacks."""
    there = set((yield from read()))
    return [item for item in wanted(models) if item not in there]


def apply(models: Iterable[type[GraphObject]]) -> Program[list[SchemaItem]]:
    """Make what is missing; gives what was made.

    Raises:
        SchemaError: when a constraint cannot be made because the data break it already.
    """
    missing = yield from plan(models)
    for item in missing:
        try:
            yield from ask(create(item))
        except ConstraintViolation as error:
            raise SchemaError(
                f"The {item} cannot be made: several nodes share a value. Merge or correct them first.",
                missing=[str(item)],
            ) from error
    return missing


def check(models: Sequence[type[GraphObject]]) -> Program[None]:
    """See that nothing is missing that writing these models relies on: their uniqueness constraints.

    Raises:
        SchemaError: naming what is missing and how to make it.
    """
    missing = [item for item in (yield from plan(models)) if item.kind == "unique"]
    if missing:
        raise SchemaError(
            f"The graph lacks the {missing[0]}"
            + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
            + ", without which two writers can make the same node twice. "
            "Make them once with graph.schema.apply(...), `graphmodel schema apply`, or connect(..., schema='ensure').",
            missing=[str(item) for item in missing],
        )


__all__ = ["SchemaItem", "apply", "check", "plan", "read", "wanted"]
