"""The schema of a graph: what models need, what is there, what is missing. Programs, run by whoever holds a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphmodel.engines import Capabilities
from graphmodel.errors import ConstraintViolation, SchemaError
from graphmodel.model import GraphObject, NodeMapping, RelationshipMapping, mapping_of
from graphmodel.statements import Program, ask
from graphmodel.statements.constraints import (
    SchemaItem,
    create,
    make_names,
    names_in_use,
    show_constraints,
    show_indexes,
    wanted,
)


def read() -> Program[list[SchemaItem]]:
    """The uniqueness constraints and indexes that a graph has."""
    constraints = yield from ask(show_constraints())
    indexes = yield from ask(show_indexes())
    return [*constraints, *indexes]


def plan(models: Iterable[type[GraphObject]], capabilities: Capabilities) -> Program[list[SchemaItem]]:
    """What these models need and the graph lacks, of what its engine can have."""
    there = set((yield from read()))
    return [item for item in wanted(models) if item not in there and _can_have(capabilities, item)]


def unsupported(models: Iterable[type[GraphObject]], capabilities: Capabilities) -> list[SchemaItem]:
    """What these models ask for and the engine cannot have: searching it raises `NotSupported`, a lookup goes without an index."""
    return [item for item in wanted(models) if not _can_have(capabilities, item)]


def _can_have(capabilities: Capabilities, item: SchemaItem) -> bool:
    return item.capability is None or bool(getattr(capabilities, item.capability))


def apply(models: Iterable[type[GraphObject]], capabilities: Capabilities) -> Program[list[SchemaItem]]:
    """Make what is missing; gives what was made. What the engine cannot have is left out: see `unsupported`.

    Raises:
        SchemaError: when a constraint cannot be made because the data break it already, or an index is there with other settings.
    """
    missing = yield from plan(models, capabilities)
    if missing:
        _refuse_other_settings(missing, (yield from read()))
    for item in missing:
        try:
            yield from ask(create(item))
        except ConstraintViolation as error:
            raise SchemaError(
                f"The {item} cannot be made: several nodes share a value. Merge or correct them first.",
                missing=[str(item)],
            ) from error
    return missing


def make_names_known(models: Iterable[type[GraphObject]], capabilities: Capabilities) -> Program[None]:
    """Make the labels and relationship types of models, where an engine makes them with the first that has them, and for good.

    There nobody could otherwise suppose a first pact, say, and store nothing.
    """
    if capabilities.rolls_back_schema:
        return
    of_nodes, of_ties = names_in_use()
    known = ((yield from ask(of_nodes)), (yield from ask(of_ties)))
    mappings = [mapping_of(model) for model in models]
    nodes = [each.labels for each in mappings if isinstance(each, NodeMapping)]
    labels = [each for each in nodes if not known[0].issuperset(each)]
    types = [each.type for each in mappings if isinstance(each, RelationshipMapping) and each.type not in known[1]]
    if nodes and (labels or types):
        yield from ask(make_names(labels or nodes[:1], types))


def _refuse_other_settings(missing: Sequence[SchemaItem], there: Sequence[SchemaItem]) -> None:
    for item in missing:
        for other in there:
            # One that is the same was made by somebody else meanwhile: making it again is no error.
            if other != item and replace(other, settings=item.settings) == item:
                raise SchemaError(
                    f"The {item} cannot be made: the graph has the {other}. Drop that one first, or change the model.",
                    problems=[str(other)],
                )


def check(models: Sequence[type[GraphObject]], capabilities: Capabilities) -> Program[None]:
    """See that nothing is missing that writing these models relies on: their uniqueness constraints.

    Raises:
        SchemaError: naming what is missing and how to make it.
    """
    missing = [item for item in (yield from plan(models, capabilities)) if item.kind == "unique"]
    if missing:
        raise SchemaError(
            f"The graph lacks the {missing[0]}"
            + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
            + ", without which two writers can make the same node twice. "
            "Make them once with graph.schema.apply(...), `graphmodel schema apply`, or connect(..., schema='ensure').",
            missing=[str(item) for item in missing],
        )


__all__ = ["SchemaItem", "apply", "check", "make_names_known", "plan", "read", "unsupported", "wanted"]
