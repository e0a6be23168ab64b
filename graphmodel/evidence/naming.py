"""From what a user says to what is meant: entities by key or name, facts by spell, by ends or as objects, words of vocabularies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from difflib import get_close_matches
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from graphmodel.domain import NODES, RELATIONSHIPS
from graphmodel.domain.entities import Entity, Organization, State
from graphmodel.domain.sources import Claim, Source
from graphmodel.errors import AmbiguousName, NotFound, QueryError, UnknownName
from graphmodel.evidence.told import name_of
from graphmodel.model import Node, Period, Relationship, as_day
from graphmodel.model.base import relationship_mapping_of
from graphmodel.query import alias, in_, outgoing, select
from graphmodel.sessions.operations import Operations

W = TypeVar("W", bound=StrEnum)
E = TypeVar("E", bound=Entity)

Fact = Node | Relationship[Any, Any]
"""Something that the world layer holds: a relationship, or a node with its properties."""
Lookup = Callable[[type[Any], str], Any]
"""How a name becomes an entity of a class: `world.lookup`."""
FACTS = tuple(model for model in (*RELATIONSHIPS, *NODES) if "evidence" in model.model_fields)
"""The classes whose objects know the claims they rest on."""


def entity_called(graph: Operations, lookup: Lookup, name: Entity | str, among: Iterable[type[Entity]] = ()) -> Entity:
    """The one entity with this key or, failing that, this name.

    Args:
        graph: where.
        lookup: how names are resolved.
        name: a key, or any name that `lookup` knows; an entity is itself.
        among: of which classes; any when empty, claims and sources by their keys alone.

    Raises:
        UnknownName: there is none; `candidates` has keys that come near.
        AmbiguousName: several classes have one.
    """
    if isinstance(name, Entity):
        return name
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError(f"An entity is given as such, or by its key or name, not as {name!r}.")
    classes = tuple(among) or tuple(model for model in NODES if model not in (Claim, Source))
    tops = [model for model in classes if not any(other in model.__mro__[1:] for other in classes)]
    found = [each for model in tops for each in graph.all(select(model).where(in_(model.key, [name])))]
    if not found and not among:
        found = [each for model in (Source, Claim) for each in graph.all(select(model).where(in_(model.key, [name])))]
    candidates: list[str] = []
    if not found:
        for model in tops:
            try:
                found.append(lookup(model, name))
            except AmbiguousName:
                raise
            except UnknownName as error:
                candidates += error.candidates
    if len(found) == 1:
        return found[0]
    if found:
        told = ", ".join(f"{type(each).__name__} {each.key}" for each in found)
        raise AmbiguousName(
            f"{name!r} is the name of several: {told}. Give the entity itself.",
            name=name,
            candidates=[each.key for each in found],
        )
    what = " or ".join(model.__name__ for model in tops) if len(tops) < 4 else "entity"
    if among and (other := _of_another_class(lookup, name, tops)):
        article = "an" if what[0] in "AEIOU" else "a"
        raise UnknownName(
            f"No {what} is called {name!r}: that is the {type(other).__name__} {other.key}. "
            f"Give the key or name of {article} {what}.",
            name=name,
        )
    names = {
        each.key: name_of(each) for model in tops for each in graph.all(select(model).where(in_(model.key, candidates)))
    }
    listed = ", ".join(f"{names[key]} ({key})" if names.get(key, key) != key else key for key in candidates[:5])
    hint = f"Did you mean {listed}?" if candidates else "Nothing comes near it."
    raise UnknownName(f"No {what} is called {name!r}. {hint}", name=name, candidates=candidates)


def _of_another_class(lookup: Lookup, name: str, tops: list[type[Entity]]) -> Entity | None:
    """A state or organization of this name, where another class is asked for; these two are what users take for one another."""
    for model in (State, Organization):
        if model not in tops:
            with suppress(UnknownName):
                return lookup(model, name)
    return None


def source_called(graph: Operations, given: Source | str) -> Source:
    """The source with this key.

    Raises:
        UnknownName: there is none; `candidates` has keys that come near.
    """
    if isinstance(given, Source):
        return given
    if not isinstance(given, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError(f"A source is given as such, or by its key, not as {given!r}.")
    found = graph.find(Source, given)
    if found is None:
        raise _unknown("source", given, graph.all(select(Source.key)))
    return found


def word_of(vocabulary: type[W], given: W | str, what: str) -> W:
    """A word of a closed vocabulary.

    Raises:
        UnknownName: it has no such word; `candidates` has those that come near.
    """
    try:
        return vocabulary(given)
    except ValueError:
        raise _unknown(what, str(given), list(vocabulary)) from None


def _unknown(what: str, given: str, known: Iterable[str]) -> UnknownName:
    words = [str(word) for word in known]
    near = get_close_matches(given, words, n=5, cutoff=0.5)
    if near:
        hint = f"Did you mean {', '.join(near)}?"
    else:
        hint = f"There is {', '.join(sorted(words))}." if 0 < len(words) <= 30 else "Nothing comes near it."
    return UnknownName(f"There is no {what} {given!r}. {hint}", name=given, candidates=near)


def facts_called(graph: Operations, key: str) -> list[Fact]:
    """The claims, spells and entities with this key, of all classes that know their claims.

    Raises:
        UnknownName: there is none; `candidates` has keys that come near.
    """
    found: list[Fact] = list(graph.all(select(Claim).where(Claim.key == key)))
    known: list[str] = []
    for model in FACTS:
        name = _key_field(model)
        if name is None or found:
            continue
        column = getattr(model, name)
        found += graph.all(select(cast("Any", model)).where(column == key))
        known += () if found else graph.all(select(column))
    if not found:
        raise _unknown("spell, claim or entity", key, [*known, *graph.all(select(Claim.key))])
    # A leader is a person too, and a pact an instrument: each object once, as what it is.
    return list({(type(each), each): each for each in found}.values())


def facts_between(
    graph: Operations, lookup: Lookup, model: type[Any], start: Entity | str, end: Entity | str, on: str | None
) -> list[Fact]:
    """The relationships of a class between two entities, on a day where one is given.

    Raises:
        QueryError: the class knows no claims, or has no time to ask about.
        UnknownName: an end is not known.
        NotFound: there is none.
    """
    if model not in RELATIONSHIPS or "evidence" not in model.model_fields:
        names = ", ".join(each.__name__ for each in RELATIONSHIPS if "evidence" in each.model_fields)
        raise QueryError(f"{getattr(model, '__name__', model)} is no relationship that knows its claims: {names} do.")
    ends = [
        entity_called(graph, lookup, name, classes_at(model, side)) for name, side in ((start, "start"), (end, "end"))
    ]
    first, last = (cast("Any", alias(type(each))) for each in ends)
    query = (
        cast("Any", select(model))
        .match(first, outgoing(model), last)
        .where(first.key == ends[0].key, last.key == ends[1].key)
    )
    found: list[Fact] = sorted(graph.all(query), key=repr)
    if on is not None:
        if "valid" not in model.model_fields:
            raise QueryError(f"{model.__name__} has no time of its own: leave out the day.")
        day = as_day(on)
        found = [each for each in found if isinstance(at := getattr(each, "valid"), Period) and at.possibly_on(day)]  # noqa: B009
    if not found:
        when = f" on {on}" if on is not None else ""
        raise NotFound(
            f"There is no {model.__name__} from {ends[0].key} to {ends[1].key}{when}. "
            "Silence is no denial: `world.claims(about=...)` shows what is said of either.",
            model=model.__name__,
        )
    return found


def relationship_called(name: str) -> type[Any]:
    """The class of a relationship by its name or type: `MemberOf`, `MEMBER_OF`, `member_of`.

    Raises:
        UnknownName: there is none that knows its claims.
    """
    known = {relationship_mapping_of(each).type: each for each in RELATIONSHIPS if "evidence" in each.model_fields}
    by_name = {each.__name__: each for each in known.values()}
    found = by_name.get(name) or known.get(name.upper())
    if found is None:
        raise _unknown("relationship", name.upper(), known)
    return found


def classes_at(model: type[Any], side: str) -> list[type[Entity]]:
    """The classes of entities that may stand at an end of a relationship."""
    annotation: Any = model.model_fields[side].annotation
    given = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return [node for node in NODES if any(issubclass(node, each) for each in given)]


def _key_field(model: type[Any]) -> str | None:
    return next((name for name in ("spell", "act", "key") if name in model.model_fields), None)
