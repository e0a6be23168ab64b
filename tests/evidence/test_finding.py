"""Claims and contradictions, on a world small enough to work out by hand."""

from __future__ import annotations

import pytest

from graphmodel import World
from graphmodel.domain import Person
from graphmodel.errors import QueryError, UnknownName

pytestmark = pytest.mark.engine("embedded")  # test_everywhere.py has the same on every engine


def keys(world: World, **conditions: object) -> set[str]:
    return {row.claim.removeprefix("texts/") for row in world.claims(**conditions)}  # pyright: ignore[reportArgumentType]


def test_each_condition_narrows(small: World) -> None:
    assert keys(small) == {"joins", "before", "denial", "looked_up", "two", "eight", "total"}
    assert keys(small, about="Aland") == {"joins", "before", "denial", "looked_up"}
    assert keys(small, about=["AAA", "town"]) == {"joins", "before", "denial", "looked_up", "eight"}
    assert keys(small, by="The Envoy") == keys(small, by=small.get(Person, "envoy")) == {"denial"}
    assert keys(small, by="note") == keys(small, source="note") == {"before", "denial"}
    assert keys(small, source="note", mode="denied") == {"denial"}
    assert keys(small, kind="derived") == {"total"}
    assert keys(small, predicate="member_of", mode="asserted") == {"joins", "before", "looked_up"}
    assert keys(small, positive=False) == set()
    assert keys(small, counted=True) == {"two", "eight", "total"}
    assert keys(small, counted=False) == {"joins", "before", "denial", "looked_up"}


def test_numbers_of_plants_according_to_each_source(small: World) -> None:
    rows = small.claims(about="site", counted=True, including_parts=True)
    assert {(*row.sources, row.quantity, row.number, row.approximation) for row in rows} == {
        ("agency", "at least 2 plant", 2, "at_least"),
        ("paper", "8 plant", 8, "exact"),
        ("10 plant", 10, None),
    }
    assert keys(small, about="site", counted=True) == {"two", "total"}


def test_a_row_says_all_that_the_claim_says(small: World) -> None:
    [row] = small.claims(by="The Wire")
    assert (row.subjects, row.predicate, row.objects, row.value) == (["Aland"], "member_of", ["The Club"], "member")
    assert (row.mode, row.speakers, row.sources, row.places) == ("denied", "The Envoy, via The Wire", ["note"], ["7"])
    assert (row.when, row.said, row.recorded) == ("[2010-05-01, ongoing)", None, None)
    [eight] = small.claims(about="town")
    assert eight.beside == ["place: Town"]


def test_contradictions_are_real_ones_unless_asked_for_others(small: World) -> None:
    assert {(row.a, row.b) for row in small.contradictions()} == {
        ("texts/denial", "texts/joins"),
        ("texts/two", "texts/eight"),
    }
    [plants] = small.contradictions(about="unit")
    assert (plants.a_says, plants.b_says, plants.reason) == (
        "Site provides_for: at least 2 plant",
        "Unit 2 provides_for: 8 plant",
        "two against eight",
    )
    assert (plants.a_sources, plants.a_places, plants.b_sources, plants.b_places) == (
        ["agency"],
        ["4"],
        ["paper"],
        ["1"],
    )
    [denial] = small.contradictions(between=("note", "paper"))
    assert (denial.a, denial.a_speakers) == ("texts/denial", "The Envoy, via The Wire")
    assert len(small.contradictions(between=("note", "book"))) == 0
    [time] = small.contradictions(kind="differs_in_time")
    assert (time.kind, time.a) == ("differs_in_time", "texts/before")
    assert len(small.contradictions(kind=["differs_in_time", "contradicts"])) == 3
    assert [source.key for source in small.contradictions(about="unit").citations()] == ["agency", "paper"]


def test_words_and_names_that_are_not_known_are_refused_with_a_hint(small: World) -> None:
    for conditions, hint in (
        ({"mode": "denyed"}, "Did you mean denied"),
        ({"kind": "derivd"}, "Did you mean derived"),
        ({"predicate": "member"}, "Did you mean member_of"),
        ({"source": "agencies"}, "Did you mean agency"),
        ({"about": "Alend"}, r"Did you mean Aland \(AAA\)"),
        ({"by": "Envoi"}, "No entity is called"),
    ):
        with pytest.raises(UnknownName, match=hint):
            keys(small, **conditions)
    with pytest.raises(UnknownName, match="Did you mean tension"):
        small.contradictions(kind="tensions")
    with pytest.raises(QueryError, match="one of the two"):
        small.claims(by="note", source="paper")
