"""Quantities: what is counted or measured, in which unit, how exactly, for which time, by whom."""

from __future__ import annotations

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim
from graphmodel.evidence import ClaimRow

from .means import listed, reached, references_on


def measured(world: World, unit: str) -> list[ClaimRow]:
    """The claims with a number in a unit or a currency."""
    return [row for row in world.claims(counted=True) if unit in (row.unit or "").split()]


def test_q11_every_trade_value_of_iran_and_russia_in_money(world: World) -> None:
    rows = world.claims(about="Iran-Russia trade", including_parts=True, counted=True)
    values = [row for row in rows if (row.unit or "").startswith("USD")]
    assert [
        (row.number, row.when, row.subjects[0], row.approximation, row.sources[0], row.speakers) for row in values
    ] == [
        (1.2e9, "2015", "Iran-Russia non-oil trade", "exact", "T001", None),
        (2e9, "2016", "Iran-Russia non-oil trade", "exact", "T001", None),
        (4e9, None, "Iran-Russia trade", "about", "T003", "Russian media"),
    ]
    as_of = gm.select(Claim.as_of, Claim.per).where(
        gm.in_(Claim.key, [row.claim for row in values]),
        Claim.as_of != None,  # noqa: E711  (it is Cypher's)
    )
    assert [(str(day), per) for day, per in world.all(as_of)] == [("2025-01-17", "year")]
    deals = [row.subjects for row in measured(world, "USD") if row not in values and row.kind != "derived"]
    assert deals == [["Superjet deal"]]
    assert reached(values) == listed("F001-038 F001-039 F003-053")


def test_q13_which_transfers_are_given_in_tonnes(world: World) -> None:
    rows = [row for row in measured(world, "tonne") if row.predicate == "transfers_to"]
    assert [(row.subjects, row.objects, row.number, row.approximation, row.beside[0]) for row in rows] == [
        (["Iran"], ["Russia"], 38, "exact", "item: heavy water"),
        (["Russia"], ["Iran"], 130, "about", "item: natural uranium"),
    ]
    assert {(*row.sources, *row.places) for row in rows} == {("T001", "5")}
    assert reached(rows) == listed("F001-034 F001-035")


def test_q28_which_capacity_is_given_for_the_gas_pipeline_by_whom_and_what_did_he_say_by_reference(
    world: World,
) -> None:
    (row,) = world.claims(about="Russia-Iran gas pipeline", counted=True)
    assert (row.number, row.unit, row.approximation) == (5e10, "cubic metre per year", "up_to")
    assert (row.speakers, row.sources) == ("Vladimir Putin", ["T003"])
    assert world.one(gm.select(Claim.qualifiers).where(Claim.key == row.claim)) == ["stage=final"]
    (said,) = [each for each in references_on(world, [row.claim]) if "Putin" in each.fact]
    assert "start with up to 2 bcm, eventually up to 55 bcm a year" in said.fact
    assert reached([row], [said]) == listed("F003-058 V30")


def test_which_capacity_of_a_plant_is_given_in_megawatts_and_what_is_it_by_reference(world: World) -> None:
    (row,) = measured(world, "MW")
    assert (row.subjects, row.number, row.sources, row.places) == (["Bushehr units 2 and 3"], 2000, ["T001"], ["5"])
    (said,) = references_on(world, [row.claim])
    assert "about 2100 MWe" in said.fact
    assert reached([row], [said]) == listed("F001-037 V11")


def test_which_amounts_of_oil_are_given_and_which_only_in_words(world: World) -> None:
    assert [(row.sources[0], row.quantity, row.approximation, row.number) for row in measured(world, "barrel")] == [
        ("T000", "thousands barrel", "order_of_magnitude", None),
        ("T004", "500,000 barrel per day", "exact", 500000),
    ]
