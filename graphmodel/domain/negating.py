"""What an accepted negative claim does: where a policy prefers it, it ends the spell that it is about, or suppresses it.

Silence never does: only who says that somebody was no member, and stands higher than who says that he was, takes the spell away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import ClaimKind, Concept, Mode, Predicate
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.slots import Candidate, Slot, about_of
from graphmodel.model import OPEN, PartialDate, Period, identity

HELD = "held"
"""The property of a spell that a negative claim is about."""
_SPELLS = (Predicate.MEMBER_OF, Predicate.HOLDS_OFFICE)


def denials_among(assertions: Iterable[Assertion]) -> list[Assertion]:
    """The negative claims that may end or suppress a spell."""
    return [
        each
        for each in assertions
        if not each.claim.positive
        and each.claim.predicate in _SPELLS
        and each.claim.mode is Mode.ASSERTED
        and each.claim.kind is ClaimKind.ROW
    ]


def negated(
    row: Assertion,
    denials: Iterable[Assertion],
    provenance: Provenance,
    choose: Callable[[Slot], str | Collection[str]],
    concept: Concept,
) -> Assertion | None:
    """A spell as the negative claims about it leave it: cut, contested, or None where it is suppressed.

    Args:
        row: the claim that the spell is.
        denials: negative claims, of which those of the same ends, status and time count.
        provenance: where sources are from.
        choose: how a policy chooses between `true` and `false`.
        concept: what the policy reports.
    """
    against = [each for each in denials if _is_about(each, row)]
    about = about_of(row)
    if not against or about is None or row.claim.predicate not in _SPELLS or not row.claim.positive:
        return row
    candidates = [_candidate(row, "true", provenance, concept)]
    candidates += [_candidate(each, "false", provenance, concept) for each in against]
    chosen = choose(Slot(about, HELD, tuple(candidates), provenance))
    values = {chosen} if isinstance(chosen, str) else {*chosen}
    if values == {"true"}:
        return row
    if "true" in values:
        named = tuple(f"{about[1]}.{HELD}={value}" for value in ("true", "false"))
        return replace(row, contested=(*row.contested, *named))
    start = against[0].claim.valid.start if len(against) == 1 and against[0].claim.valid is not None else None
    cut = row.valid.intersection(Period(OPEN, start)) if isinstance(start, PartialDate) else None
    if cut is None:
        return None
    decided = (*row.decided, *(each.claim for each in against))
    return replace(row, claim=row.claim.model_copy(update={"valid": cut}), decided=decided)


def _is_about(denial: Assertion, row: Assertion) -> bool:
    one, other = denial.claim, row.claim
    same = one.predicate == other.predicate and one.value in (None, other.value)
    ends = all(
        [identity(each) for each in mine] == [identity(each) for each in theirs]
        for mine, theirs in ((denial.subjects, row.subjects), (denial.objects, row.objects))
    )
    return same and ends and (one.valid is None or other.valid is None or one.valid.possibly_overlaps(other.valid))


def _candidate(assertion: Assertion, value: str, provenance: Provenance, concept: Concept) -> Candidate:
    first, last = provenance.published(assertion.sources)
    return Candidate(
        claim=assertion.key,
        value=value,
        sources=assertion.sources,
        standing=assertion.claim.standing or provenance.standing(assertion.sources),
        concepts=frozenset({concept}),
        as_of=assertion.claim.as_of,
        said_from=first,
        said_to=last,
        row=value == "true",
    )
