"""What follows from what is said, and how it stands beside what is said."""

from __future__ import annotations

import pytest

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim
from graphmodel.evidence import ClaimRow

from .means import listed, reached, references_on


def worked_out(world: World, about: str) -> tuple[ClaimRow, list[ClaimRow]]:
    """What was worked out about something, and the claims that it was worked out from."""
    (derived,) = world.claims(about=about, kind="derived")
    inputs = {row.claim for row in world.why(derived.claim) if row.bearing == "input"}
    keys = gm.select(Claim.key).where(gm.in_(Claim.key, sorted(inputs))).order_by(Claim.key)
    found = {row.claim: row for row in world.claims(about=about)}
    return derived, [found[key] for key in world.all(keys)]


def test_q12_which_growth_follows_from_the_two_non_oil_figures_against_the_stated_one(world: World) -> None:
    derived, (before, after) = worked_out(world, "Iran-Russia non-oil trade")
    assert before.number
    assert after.number
    assert derived.number
    assert derived.number == pytest.approx((after.number / before.number - 1) * 100)
    assert (f"{derived.number:.1f}", derived.unit) == ("66.7", "percent")
    (stated,) = world.claims(about="Iran-Russia trade", source="T001", counted=True)
    assert (stated.number, stated.unit, stated.places) == (60, "percent", before.places)
    (called,) = world.claims(about="Iran-Russia non-oil trade", predicate="described_as")
    assert (called.value, called.places) == ("modest", stated.places)
    against = world.contradictions(about="Iran-Russia trade", between=("T001", "T001"))
    assert reached(against) == {stated.claim, called.claim}
    assert reached([before, after, stated, called]) == listed("F001-031 F001-038 F001-039 F001-040")


def test_q26_what_are_count_value_and_unit_price_of_the_superjet_deal_and_by_whom(world: World) -> None:
    derived, (count, value) = worked_out(world, "Superjet deal")
    assert (count.number, count.unit, value.number, value.unit) == (100, "aircraft", 5e10, "USD")
    assert (derived.number, derived.unit) == (5e8, "USD per aircraft")
    assert "flag=implausible" in world.one(gm.select(Claim.qualifiers).where(Claim.key == derived.claim))
    assert {row.speakers for row in (count, value)} == {"media reports"}
    assert {(*row.sources, *row.places) for row in (count, value)} == {("T002", "13")}
    assert reached([count, value], references_on(world, [count.claim, value.claim])) == listed("F002-078 F002-080 V23")


def test_in_which_year_was_the_s_300_contract_made_by_how_long_it_was_pending(world: World) -> None:
    derived, (pending,) = worked_out(world, "S-300 sale")
    assert (derived.when, pending.number, pending.unit) == ("2007", 8, "year")
    assert derived.sources == []
    assert str(world.why(derived.claim).roots) == "1"
    assert reached([pending]) == listed("F002-074")
