"""Rules that yield lists of states, who is in them under which code, and what came after what."""

from __future__ import annotations

from collections.abc import Iterator

from graphmodel.domain.assertions import Assertions, evidence
from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import CodeList, Organization, State, Territory
from graphmodel.domain.relationships import InSystem, SucceededBy
from graphmodel.domain.vocabularies import SuccessionKind
from graphmodel.errors import DataError
from graphmodel.model import ref

ABBREVIATIONS = "_abbrev"
"""The list of the letters of `cow` is `cow_abbrev`."""


def code_lists(claims: Assertions) -> Iterator[CodeList]:
    """Each list."""
    for each in claims.of(Predicate.CODE_LIST):
        yield CodeList(
            key=each.subject(CodeList).key, name=each.said("name") or "", note=each.claim.note, evidence=evidence(each)
        )


def spells(claims: Assertions) -> Iterator[InSystem]:
    """Each spell of a state in a list; where it has letters beside its code, a second one in the list of letters."""
    for each in claims.of(Predicate.IN_SYSTEM):
        listed, key = each.object(CodeList), each.claim.spell or each.row
        state = next((end for end in each.subjects if isinstance(end, (State, Territory))), None)
        if state is None:
            raise DataError(f"The claim {each.key!r} says of no state that it is in {listed.key!r}. Correct the claim.")
        codes = [(key, listed, each.claim.value)]
        if letters := each.said("abbreviation"):
            codes.append((f"{key}{ABBREVIATIONS}", ref(CodeList, listed.key + ABBREVIATIONS), letters))
        for spell, end, code in codes:
            yield InSystem(start=state, end=end, spell=spell, code=code, valid=each.valid, evidence=evidence(each))


def successions(claims: Assertions) -> Iterator[SucceededBy]:
    """Each succession of states or organizations."""
    for each in claims.of(Predicate.SUCCEEDED_BY):
        model = State if isinstance(each.subjects[0], State) else Organization
        yield SucceededBy(
            start=each.subject(model),
            end=each.object(model),
            how=SuccessionKind(each.value),
            date=each.claim.on,
            note=each.claim.note,
            evidence=evidence(each),
        )
