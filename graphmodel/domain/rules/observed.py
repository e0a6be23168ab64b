"""Rules that yield sanctions, indicators, and figures of states."""

from __future__ import annotations

from collections.abc import Iterator

from graphmodel.domain.assertions import Assertion, Assertions, contested, evidence, trust
from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import Entity, Organization, State
from graphmodel.domain.observed import Indicator, Measured, Sanctions


def sanctions(claims: Assertions) -> Iterator[Sanctions]:
    """Each sanction as a spell of its own; who names no time, names no spell."""
    for each in claims.of(Predicate.IMPOSES_SANCTIONS_ON):
        if each.claim.valid is None:
            continue
        pairs = [(start, end) for start in _parties(each.subjects) for end in _parties(each.objects)]
        spell = each.claim.spell or each.row
        for start, end in pairs:
            yield Sanctions(
                start=start,
                end=end,
                spell=spell if len(pairs) == 1 else f"{spell}/{start.key}.{end.key}",
                kinds=each.all_said("kinds"),
                valid=each.claim.valid,
                confidence=trust(each),
                note=each.claim.note,
                contested=contested(each),
                evidence=evidence(each),
            )


def _parties(entities: tuple[Entity, ...]) -> list[State | Organization]:
    return [each for each in entities if isinstance(each, (State, Organization))]


def indicators(claims: Assertions) -> Iterator[Indicator]:
    """Each indicator."""
    for each in claims.of(Predicate.INDICATOR):
        yield Indicator(
            key=each.subject(Indicator).key,
            name=each.said("name") or "",
            unit=each.claim.unit,
            note=each.claim.note,
            evidence=evidence(each),
        )


def measurements(claims: Assertions) -> Iterator[Measured]:
    """Each figure of a state for an indicator; a quantity of anything else stays in its claim."""
    for each in claims.of(Predicate.HAS_MEASURE):
        if _is_figure(each) and each.claim.valid is not None and each.claim.quantity is not None:
            yield Measured(
                start=each.subject(State),
                end=each.object(Indicator),
                observation=each.claim.spell or each.row,
                value=each.claim.quantity,
                valid=each.claim.valid,
                confidence=trust(each),
                note=each.claim.note,
                contested=contested(each),
                evidence=evidence(each),
            )


def _is_figure(claim: Assertion) -> bool:
    return any(isinstance(each, State) for each in claim.subjects) and any(
        isinstance(each, Indicator) for each in claim.objects
    )
