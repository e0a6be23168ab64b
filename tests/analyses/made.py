"""Small made worlds of states, pacts and commitments, and the alliances of one year as ATOP counts them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.domain import CodeList, InSystem, Obligation, Obliges, Pact, PartyTo, Source, State
from graphmodel.domain.observed import ObligedTo
from graphmodel.domain.vocabularies import ObligationTerm, PactKind, PactScope

SHARED = Path(__file__).parents[3] / "shared"
ATOP = {
    "atop_defense": ObligationTerm.DEFENSE,
    "atop_offense": ObligationTerm.OFFENSE,
    "atop_neutral": ObligationTerm.NEUTRALITY,
    "atop_nonagg": ObligationTerm.NONAGGRESSION,
    "atop_consul": ObligationTerm.CONSULTATION,
}


def states(letters: str) -> dict[str, State]:
    """`AAA` for `A`, and so on."""
    return {letter: State(key=letter * 3, name=f"Land {letter}") for letter in letters}


def pact(
    key: str, parties: Sequence[State], *terms: str, valid: Period | None = None, kind: PactKind = PactKind.DEFENSE_PACT
) -> list[Any]:
    """A pact with its parties and terms, all for the same time; an article after a space."""
    period = valid or Period("2000-01-01")
    scope = PactScope.BILATERAL if len(parties) == 2 else PactScope.MULTILATERAL
    made = Pact(key=key, name=key.title(), kind=kind, scope=scope, valid=period)
    duties = [
        Obligation(
            key=f"{key}/{term}", term=ObligationTerm(term.split()[0]), article=[*term.split(), None][1], valid=period
        )
        for term in terms
    ]
    return [
        made,
        *duties,
        *(Obliges(start=made, end=duty) for duty in duties),
        *(PartyTo(start=each, end=made, spell=f"{key}.{each.key}", rule="test", valid=period) for each in parties),
    ]


def owes(
    debtor: State, creditor: State, *terms: str, valid: Period | None = None, dataset: str = "atop_5_1"
) -> ObligedTo:
    """What a data set tells of a pair."""
    return ObligedTo(
        start=debtor,
        end=creditor,
        spell=f"{dataset}.{debtor.key}.{creditor.key}.{'.'.join(terms)}",
        terms=[ObligationTerm(term) for term in terms],
        valid=valid or Period("2000"),
        dataset=dataset,
    )


def listed(members: Sequence[State], key: str = "cow", since: str = "1990-01-01") -> list[Any]:
    """A list of states, and who is in it."""
    made = CodeList(key=key, name=key)
    return [made, *(InSystem(start=each, end=made, spell=f"{key}.{each.key}", valid=Period(since)) for each in members)]


def file(*parts: str) -> Path:
    """A file that lies beside the repository, where there is one."""
    found = SHARED.joinpath(*parts)
    if not found.is_file():
        pytest.skip(f"the published data set is not beside this repository: {found.name}")
    return found


def atop(year: int) -> list[dict[str, Any]]:
    """What ATOP 5.1 tells of the directed pairs of one year."""
    import polars as pl

    rows = pl.read_parquet(file("datasets", "atop", "atop_alliance_dyad_year.parquet")).filter(pl.col("year") == year)
    return [
        {"a": row["ccode1"], "b": row["ccode2"], "terms": [term.value for name, term in ATOP.items() if row[name]]}
        for row in rows.iter_rows(named=True)
    ]


def cow(year: int) -> dict[int, str]:
    """The abbreviations of the members of the COW state system at the end of a year, by code."""
    import polars as pl

    rows = pl.read_csv(file("datasets", "cow", "cow_states.csv"), encoding="utf8-lossy")
    # What lasts to the end of the coverage has not ended.
    inside = (pl.col("styear") <= year) & ((pl.col("endyear") > year) | (pl.col("endyear") == 2016))
    return {row["ccode"]: row["stateabb"] for row in rows.filter(inside).iter_rows(named=True)}


def load_atop(world: World, year: int) -> None:
    """Fill an empty world with the state system and the commitments of one year."""
    made = {code: State(key=abbreviation, name=abbreviation) for code, abbreviation in cow(year).items()}
    system = CodeList(key="cow", name="COW State System")
    spells = [
        InSystem(start=each, end=system, spell=f"cow.{each.key}", valid=Period("1900", CENSORED("2016-12-31")))
        for each in made.values()
    ]
    source = Source(key="atop_5_1", title="ATOP 5.1", publisher="ATOP")
    period = Period(str(year), CENSORED(f"{year}-12-31"))
    ties = [
        owes(made[row["a"]], made[row["b"]], *row["terms"], valid=period)
        for row in atop(year)
        if row["terms"] and row["a"] in made and row["b"] in made
    ]
    world.merge(list(made.values()), system, source, spells, ties)
