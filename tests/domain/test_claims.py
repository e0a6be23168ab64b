"""Every row is a claim, and nothing of it is lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claims import claims_from
from graphmodel.domain.entities import Entity, Organization, Pact, Person, State
from graphmodel.domain.tables.reading import read_tables
from graphmodel.domain.vocabularies import Confidence
from graphmodel.model import PartialDate
from graphmodel.model.ends import Censored, NotBefore

SEEDS = Path(__file__).parents[2] / "seeds"
TABLES = (
    "states",
    "people",
    "organizations",
    "status_schemes",
    "memberships",
    "offices",
    "pacts",
    "pact_parties",
    "pact_obligations",
    "pact_events",
    "pact_signatories",
    "meetings",
)


@pytest.fixture(scope="module")
def claims() -> dict[str, Assertion]:
    given = claims_from(read_tables(SEEDS))
    assert len({each.key for each in given}) == len(given)
    return {each.key: each for each in given}


def rows(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def start(claim: Assertion) -> str:
    """The start as a cell says it: empty where the claim says that it is open or not known."""
    at = claim.valid.start
    return str(at) if isinstance(at, PartialDate) else ""


def end(claim: Assertion) -> str:
    at = claim.valid.end
    return str(at) if isinstance(at, PartialDate) else ""


def keys(ends: Iterable[Entity], kind: type[Entity]) -> str:
    return "; ".join(each.key for each in ends if isinstance(each, kind))


# Where a column stands that is neither a field of the claim of the same name nor a qualifier. Written by hand, not taken
# from the code: (table, column) -> how its cell reads from the claim.
PLACES: dict[tuple[str, str], Callable[[Assertion], object]] = {
    ("organizations", "constitutive_pacts"): lambda a: keys(a.objects, Pact),
    ("status_schemes", "organization"): lambda a: keys(a.subjects, Organization),
    ("status_schemes", "status"): lambda a: a.claim.value,
    ("status_schemes", "since"): start,
    ("status_schemes", "until"): end,
    ("memberships", "organization"): lambda a: keys(a.objects, Organization),
    ("memberships", "state"): lambda a: keys(a.subjects, State),
    ("memberships", "status"): lambda a: a.claim.value,
    ("memberships", "start"): start,
    ("memberships", "end"): end,
    ("memberships", "status_confidence"): lambda a: a.claim.confidence,
    ("offices", "state"): lambda a: keys(a.objects, State),
    ("offices", "person"): lambda a: keys(a.subjects, Person),
    ("offices", "office"): lambda a: a.claim.value,
    ("offices", "start"): start,
    ("offices", "end"): end,
    ("offices", "more_source_ids"): lambda a: "; ".join(a.sources[1:]),
    ("pacts", "kind"): lambda a: a.claim.value,
    ("pacts", "signed"): lambda a: str(a.on),
    ("pacts", "in_force"): start,
    ("pacts", "ended"): end,
    ("pact_parties", "pact"): lambda a: keys(a.objects, Pact),
    ("pact_parties", "party"): lambda a: a.subjects[0].key,
    ("pact_parties", "party_kind"): lambda a: type(a.subjects[0]).__name__.lower(),
    ("pact_obligations", "pact"): lambda a: keys(a.subjects, Pact),
    ("pact_obligations", "term"): lambda a: a.claim.value,
    ("pact_events", "pact"): lambda a: keys(a.subjects, Pact),
    ("pact_events", "kind"): lambda a: a.claim.value,
    ("pact_events", "date"): lambda a: str(a.on),
    ("pact_events", "actor"): lambda a: keys(a.objects, State),
    ("pact_signatories", "person"): lambda a: keys(a.subjects, Person),
    ("pact_signatories", "on_behalf_of"): lambda a: keys(a.objects, State),
    ("pact_signatories", "role"): lambda a: a.claim.value,
    ("meetings", "organization"): lambda a: keys(a.subjects, Organization),
    ("meetings", "states"): lambda a: keys(a.subjects, State),
    ("meetings", "people"): lambda a: keys(a.objects, Person),
    ("meetings", "kind"): lambda a: a.claim.value,
    ("meetings", "date"): lambda a: str(a.on),
    ("meetings", "mode"): lambda a: a.claim.mode,
}
FIELDS = ("note", "confidence", "date_confidence")


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_one_claim_with_every_column(table: str, claims: dict[str, Assertion]) -> None:
    given = rows(table)
    assert {f"{table}/{row['key']}" for row in given} == {key for key in claims if key.startswith(f"{table}/")}
    for row in given:
        claim = claims[f"{table}/{row['key']}"]
        assert claim.sources[0] == row["source_id"]
        for column in row.keys() - {"key", "source_id"}:
            if (table, column) in PLACES:
                read = PLACES[table, column](claim)
            elif column in FIELDS:
                read = getattr(claim.claim, column) or ""
            else:
                read = "; ".join(claim.all_said(column))
            assert read == row[column], (claim.key, column)


def test_no_qualifier_repeats_what_a_field_says(claims: dict[str, Assertion]) -> None:
    said = {(key.partition("/")[0], text.partition("=")[0]) for key in claims for text in claims[key].claim.qualifiers}
    assert not said & set(PLACES)
    assert not {name for _, name in said} & {*FIELDS, "source_id", "key"}


def test_what_has_no_source_rests_on_the_one_that_says_so(claims: dict[str, Assertion]) -> None:
    assert claims["status_schemes/nato.member.1"].sources == ("uncited",)
    uncited = Counter(key.partition("/")[0] for key, claim in claims.items() if "uncited" in claim.sources)
    assert set(uncited) == {"status_schemes", "V42"}  # a look-up that found nothing


def test_an_empty_end_is_as_far_as_anybody_looked(claims: dict[str, Assertion]) -> None:
    assert claims["memberships/sco.IRN.2"].valid.end == Censored(PartialDate("2026-06-30"))
    assert claims["memberships/cst.ARM.1"].valid.end == Censored(PartialDate("2002-10-07"))
    assert claims["offices/ARE.prime-minister.mohammed-bin-rashid-al-maktoum.1"].valid.end_kind == "censored"


def test_a_pact_of_which_no_entry_into_force_is_known_begins_on_an_unknown_day(claims: dict[str, Assertion]) -> None:
    assert claims["pacts/gcc-jda-2000"].valid.start == NotBefore(PartialDate("2000-12-31"))
    assert claims["pacts/caspian-2018"].valid.start == NotBefore(PartialDate("2021-08"))
    assert claims["pacts/nat-1949"].valid.start == PartialDate("1949-08-24")


def test_parties_and_terms_are_as_sure_as_their_pact(claims: dict[str, Assertion]) -> None:
    assert claims["pact_parties/nat-1949.BEL"].claim.confidence is Confidence.VERIFIED
    assert claims["states/IRN"].claim.confidence is None


def test_several_sources_of_a_row_state_one_claim(claims: dict[str, Assertion]) -> None:
    claim = claims["offices/ARE.prime-minister.maktoum-bin-rashid-al-maktoum.1"]
    assert claim.sources == ("S199", "S245", "S257")
    assert (claim.said("verified_by") or "").startswith("factbook-archive 2000 (since 8 October 1990; -43d)")
