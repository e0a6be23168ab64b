"""The models that a graph has met, and what it does about their schema."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Literal, TypeVar, get_args

from graphmodel import schema
from graphmodel.engines import Capabilities
from graphmodel.errors import ModelError, SchemaError
from graphmodel.model import GraphObject, NodeMapping, RelationshipMapping, mapping_of
from graphmodel.sessions.core import Core, Operation, Task, do
from graphmodel.statements import Program

T = TypeVar("T")
SchemaMode = Literal["ensure", "check", "off"]


class Catalog(Core):
    """The operations of a graph: each task a transaction of its own."""

    def __init__(self, mode: SchemaMode) -> None:
        self._mode: SchemaMode = mode
        self._seen: dict[str, type[GraphObject]] = {}
        self._ready: set[tuple[int, bool]] = set()
        self._guard = threading.RLock()

    def anew(self) -> Catalog:
        """One that has met nothing, for another database."""
        return Catalog(self._mode)

    def known(self) -> list[type[GraphObject]]:
        """The models that were met; of classes with one label or type the latest."""
        return list(self._seen.values())

    def meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> Operation[None]:
        """See to the schema of models that are met for the first time, as `connect(schema=...)` says."""
        fresh = [model for model in dict.fromkeys(models) if (id(model), to_write) not in self._ready]
        if not fresh:
            return
        with self._guard:
            for model in fresh:
                self._remember(model)
        if self._mode == "ensure":
            yield from do(_apart(lambda c: schema.apply(fresh, c)))
        elif self._mode == "check" and to_write:
            yield from do(_apart(lambda c: schema.check(fresh, c)))
        with self._guard:
            # What is ready to be written is ready to be read; in "ensure" the other way round too.
            self._ready.update((id(model), way) for model in fresh for way in {False, to_write, self._mode == "ensure"})

    def _remember(self, model: type[GraphObject]) -> None:
        mapping = mapping_of(model)
        name = mapping.label if isinstance(mapping, NodeMapping) else mapping.type
        before = self._seen.get(name)
        if before is not None and isinstance(before.__graph__, NodeMapping) != isinstance(mapping, NodeMapping):
            raise ModelError(
                f"{name!r} is a label and a relationship type in this graph ({before.__name__}, {model.__name__}): rename one."
            )
        self._seen[name] = model
        if isinstance(mapping, RelationshipMapping):
            for end in (*mapping.start, *mapping.end):
                if end.__graph__ is not None and end.__graph__.label not in self._seen:
                    self._remember(end)

    def make_names_known(self, models: Iterable[type[GraphObject]]) -> Operation[None]:
        """See that the engine knows labels and types, where it needs to before it can be supposed that there is one."""
        if self._mode == "ensure":
            yield from do(_apart(lambda c: schema.make_names_known(models, c)))

    # --- the schema, asked for by hand -----------------------------------------------------------------------------

    def schema_read(self) -> Operation[list[schema.SchemaItem]]:
        """What is there."""
        return do(_apart(lambda _: schema.read()))

    def schema_plan(self, models: Iterable[type[GraphObject]]) -> Operation[list[schema.SchemaItem]]:
        """What these models need and the graph lacks."""
        return do(_apart(lambda c: schema.plan(models, c)))

    def schema_apply(self, models: Iterable[type[GraphObject]]) -> Operation[list[schema.SchemaItem]]:
        """Make what is missing."""
        models = list(models)
        made = yield from do(_apart(lambda c: schema.apply(models, c)))
        yield from do(_apart(lambda c: schema.make_names_known(models, c)))
        return made

    def schema_check(self, models: Iterable[type[GraphObject]]) -> Operation[None]:
        """Raise SchemaError unless what writing relies on is there."""
        return do(_apart(lambda c: schema.check(list(models), c)))


def _apart(program: Callable[[Capabilities], Program[T]]) -> Task[T]:
    return Task(program, "write", apart=True)


def checked_mode(mode: SchemaMode | None, *, by_url: bool) -> SchemaMode:
    """What to do about the schema; by default who owns the folder owns it, and on a server somebody else may.

    Raises:
        SchemaError: for a word that is none of the three.
    """
    if mode is None:
        return "check" if by_url else "ensure"
    if mode not in get_args(SchemaMode):
        raise SchemaError(f"schema={mode!r}: say 'ensure', 'check' or 'off'.")
    return mode
