"""What a claim by hand must fit: the spell and property that it names, numbers that are some, a source that is its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, cast

from graphmodel.domain.claim_vocabularies import Concept, Mode, Predicate
from graphmodel.domain.entities import Entity
from graphmodel.domain.relationships import HoldsOffice, MemberOf
from graphmodel.domain.sources import Claim, Source
from graphmodel.errors import QueryError, UnknownName
from graphmodel.evidence.naming import facts_called, word_of
from graphmodel.model import Relationship, mapping_of
from graphmodel.query import alias, outgoing, select
from graphmodel.sessions.operations import Operations

_SPELLS = {Predicate.MEMBER_OF: (MemberOf, "status"), Predicate.HOLDS_OFFICE: (HoldsOffice, "office")}
_ONE_EACH = (*_SPELLS, Predicate.HAS_VALUE, Predicate.ORIGINAL_PARTY, Predicate.OBLIGES, Predicate.PACT_EVENT)


def checked(graph: Operations, claim: Claim, subjects: Sequence[Entity], objects: Sequence[Entity]) -> Claim:
    """A claim that fits the graph; one about a spell that is there already is about that spell, in place of a second one.

    Raises:
        QueryError: it has several subjects or objects where its rule reads one, names a spell or property that is not there, or
            its numbers are none.
        UnknownName: no concept is called so.
    """
    word = Predicate(claim.predicate)
    if word in _ONE_EACH and (len(subjects) > 1 or len(objects) > 1):
        raise QueryError(f"A claim of {word} has one subject and at most one object: make a claim of each pair.")
    if claim.concept is not None:
        word_of(Concept, claim.concept, "concept")
    _check_numbers(claim)
    if claim.spell is None and word in _SPELLS and claim.mode is Mode.ASSERTED and claim.positive and objects:
        claim = claim.model_copy(update={"spell": _spell_there(graph, claim, word, subjects[0], objects[0])})
    fact: Any = _spell_named(graph, claim, [*subjects, *objects]) if claim.spell is not None else subjects[0]
    if word is Predicate.HAS_VALUE:
        fields: set[str] = {*mapping_of(cast("type[Entity]", type(fact))).by_name} | (
            {"start", "end"} if claim.spell is not None else set()
        )
        if claim.property is None or claim.property not in fields:
            raise QueryError(
                f"A claim of has_value says of which property: property={claim.property!r} is none of "
                f"{type(fact).__name__}'s: {', '.join(sorted(fields - {'evidence', 'key', 'spell', 'contested', 'valid'}))}."
            )
    return claim


def see_that_it_is_no_other(graph: Operations, source: Source) -> None:
    """Refuse a new source under the key of another.

    Raises:
        QueryError: the graph has a source with this key that says something else of itself.
    """
    there = graph.find(Source, source.key)
    if there is None or there == source:
        return
    told = {name: getattr(source, name) for name in source.model_fields_set}
    if any(getattr(there, name) != value for name, value in told.items()):
        raise QueryError(
            f"There is a source {source.key!r} already: {there.title!r}. Give the key alone to cite it, or your source another key."
        )


def _check_numbers(claim: Claim) -> None:
    numbers = (claim.quantity, claim.quantity_min, claim.quantity_max)
    if any(number is not None and not math.isfinite(number) for number in numbers):
        raise QueryError("A quantity is a finite number; what is none goes into quantity_text.")
    least, most = claim.quantity_min, claim.quantity_max
    if least is not None and most is not None and least > most:
        raise QueryError(f"quantity_min is {least:g} and more than quantity_max, {most:g}: exchange them.")


def _spell_there(graph: Operations, claim: Claim, word: Predicate, subject: Entity, object_: Entity) -> str | None:
    """The spell of the same two, with the same status or office, that this claim may be about; None where there is none."""
    model, field = _SPELLS[word]
    start, end = (cast("Any", alias(type(each))) for each in (subject, object_))
    query = cast("Any", select(model)).match(start, outgoing(model), end)
    query = query.where(start.key == subject.key, end.key == object_.key)
    found: list[str] = [
        each.spell
        for each in graph.all(query)
        if getattr(each, field) == claim.value and (claim.valid is None or each.valid.possibly_overlaps(claim.valid))
    ]
    if len(found) > 1:
        raise QueryError(f"Several spells may be meant: {', '.join(sorted(found))}. Say which, spell=...")
    return found[0] if found else None


def _spell_named(graph: Operations, claim: Claim, named: Sequence[Entity]) -> Any:
    try:
        spells = [each for each in facts_called(graph, claim.spell or "") if isinstance(each, Relationship)]
    except UnknownName as error:
        raise QueryError(f"There is no spell {claim.spell!r}. {error}") from None
    for each in spells:
        if {entity.key for entity in named} <= {each.start.key, each.end.key}:
            return each
    raise QueryError(f"The spell {claim.spell!r} is not of {' and '.join(entity.key for entity in named)}.")
