"""Claims that are worked out from other claims: stated by no source, borne out by their inputs, no stronger than the weakest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import Approximation, ClaimKind, DateBasis, Mode, Predicate
from graphmodel.domain.sources import Claim
from graphmodel.errors import DataError
from graphmodel.model import PartialDate, Period


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a claim follows from others: its key, theirs, the formula in words, and what is worked out (fields of the claim)."""

    key: str
    inputs: tuple[str, ...]
    predicate: Predicate
    verb: str
    formula: str
    work_out: Callable[..., dict[str, Any]]
    note: str | None = None
    flags: tuple[str, ...] = ()


def growth(before: Assertion, after: Assertion) -> dict[str, Any]:
    """How many percent the second quantity is more than the first, from the time of the first to that of the second."""
    percent = (_number(after) / _number(before) - 1) * 100
    since, until = before.on, after.on
    return {
        "value": f"{percent:.1f} percent",
        "quantity": percent,
        "approximation": Approximation.ABOUT,
        "unit": "percent",
        "valid": Period(since, until),
    }


def unit_price(total: Assertion, count: Assertion) -> dict[str, Any]:
    """What one of the things costs, of which a number is sold for a sum."""
    price = _number(total) / _number(count)
    return {
        "value": f"{price:,.0f} {total.claim.currency} each".replace(",", " "),
        "quantity": price,
        "approximation": Approximation.ABOUT,
        "currency": total.claim.currency,
        "per": count.claim.unit,
    }


def year_before(pending: Assertion) -> dict[str, Any]:
    """The year that lies as many years before the end of a time as it lasted."""
    end = pending.valid.end
    if not isinstance(end, PartialDate):
        raise DataError(f"The claim {pending.key!r} says no end to count its years from. Correct the claim.")
    year = end.earliest.year - int(_number(pending))
    return {"value": str(year), "on": PartialDate(str(year))}


DERIVATIONS = (
    Derivation(
        "D01", ("F001-038", "F001-039"), Predicate.HAS_MEASURE, "grew by", "second / first - 1, in percent", growth
    ),
    Derivation(
        "D02",
        ("F002-080", "F002-078"),
        Predicate.HAS_MEASURE,
        "costs each",
        "first / second",
        unit_price,
        note="Far more than a regional jet can cost: one of the two numbers is wrong, or is of a wider deal (V23).",
        flags=("flag=implausible",),
    ),
    Derivation(
        "D03",
        ("F002-074",),
        Predicate.OCCURS,
        "contract made in",
        "year of the end - years that it was pending",
        year_before,
    ),
)


def derived_claims(
    assertions: Iterable[Assertion], derivations: Iterable[Derivation] = DERIVATIONS
) -> Iterator[Assertion]:
    """The claims that follow from others; where an input is not among these, nothing is worked out.

    Args:
        assertions: the claims to work them out from.
        derivations: which.

    Raises:
        DataError: an input lacks what is worked with.
    """
    by_key = {each.key: each for each in assertions}
    for each in derivations:
        inputs = [by_key[key] for key in each.inputs if key in by_key]
        if len(inputs) == len(each.inputs):
            claim = Claim(
                key=each.key,
                predicate=each.predicate,
                verb=each.verb,
                kind=ClaimKind.DERIVED,
                mode=min((one.claim.mode for one in inputs), key=_WEAKEST_FIRST.index),
                date_basis=DateBasis.INFERRED,
                qualifiers=[f"formula={each.formula}", *each.flags],
                note=each.note,
                **each.work_out(*inputs),
            )
            subjects = inputs[0].subjects
            yield Assertion(claim, (), subjects, derived_from=tuple(one.key for one in inputs))


def _number(claim: Assertion) -> float:
    if claim.claim.quantity is None:
        raise DataError(f"The claim {claim.key!r} has no number to work with. Correct the claim.")
    return claim.claim.quantity


_WEAKEST_FIRST = (Mode.DENIED, Mode.SPECULATIVE, Mode.PLANNED, Mode.ASSERTED)
