"""The data sets as they are published, imported whole: reference values, and every dyad of two years."""

from __future__ import annotations

import pytest

from graphmodel import World


@pytest.mark.parametrize(
    ("other", "max_size", "shared", "jaccard"),
    [("IRN", None, 39, 39 / 113), ("KAZ", None, 47, 47 / 97), ("IRN", 100, 12, 12 / 77), ("KAZ", 100, 21, 21 / 63)],
)
def test_shared_memberships_of_2014(
    imported: World, other: str, max_size: int | None, shared: int, jaccard: float
) -> None:
    [row] = imported.analyses.co_membership("RUS", other, "2014-12-31", max_size=max_size)
    assert row.shared == shared
    assert row.jaccard == pytest.approx(jaccard)
    assert row.certain


def test_the_world_of_one_data_set_reaches_as_far_as_it_does(imported: World) -> None:
    assert str(imported.coverage()) == "2014-12-31"
