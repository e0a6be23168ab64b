"""Sanctions, indicators and figures: the tables, and what the rules make of their claims."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from graphmodel import CENSORED, Period
from graphmodel.domain import Claim, Indicator, Measured, Organization, Sanctions, State, Topic
from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import ClaimKind, Predicate
from graphmodel.domain.claims import claims_from
from graphmodel.domain.policies import settle
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.rules.deriving import RULES, derive
from graphmodel.domain.tables.reading import read_tables
from graphmodel.domain.vocabularies import Confidence, SanctionKind
from graphmodel.errors import DataError
from graphmodel.model import ref
from graphmodel.resources import folder

NAMES = ("sanction", "indicator", "measurement")


@pytest.fixture(scope="module")
def claims() -> list[Assertion]:
    return claims_from(read_tables(folder("seeds")))


def derived(claims: list[Assertion]) -> list[object]:
    return [*derive(Assertions(claims), [rule for rule in RULES if rule.name in NAMES])]


def rows(table: str) -> list[dict[str, str]]:
    with (folder("seeds") / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_is_one_fact_and_says_the_same(claims: list[Assertion]) -> None:
    found = derived(claims)
    spells = {each.spell: each for each in found if isinstance(each, Sanctions)}
    assert spells.keys() == {row["key"] for row in rows("sanctions")}
    for row in rows("sanctions"):
        spell = spells[row["key"]]
        end = row["end"] or CENSORED("2025-09-30")
        assert (spell.start.key, spell.end.key) == (row["sender"], row["target"])
        assert type(spell.start).__name__.lower() == row["sender_kind"]
        assert type(spell.end).__name__.lower() == row["target_kind"]
        assert spell.valid == Period(row["start"], end)
        assert (spell.kinds, spell.confidence) == (row["kinds"].split("; "), row["confidence"])
        assert spell.evidence == [f"sanctions/{row['key']}"]
        assert {*spell.kinds} <= {*SanctionKind}
    figures = {each.observation: each for each in found if isinstance(each, Measured)}
    assert {key: (each.start.key, each.end.key, each.value, str(each.valid)) for key, each in figures.items()} == {
        row["key"]: (row["state"], row["indicator"], float(row["value"]), f"[{row['start']}, {row['end']})")
        for row in rows("measurements")
    }
    units = {each.key: (each.name, each.unit) for each in found if isinstance(each, Indicator)}
    assert units == {row["key"]: (row["name"], row["unit"]) for row in rows("indicators")}


def test_every_row_has_a_source_of_its_own_and_none_that_was_not_seen_is_called_verified() -> None:
    sources = {row["key"]: row for row in rows("sources")}
    for table in ("sanctions", "indicators", "measurements"):
        for row in rows(table):
            assert row["source_id"] in sources
            assert row["source_id"] not in ("MEM", "uncited")
    assert {row["confidence"] for table in ("sanctions", "measurements") for row in rows(table)} <= {*Confidence}


def test_figures_add_up_to_no_more_than_the_world() -> None:
    whole = {row["key"]: float(row["note"].rstrip(".").rpartition(": ")[2]) for row in rows("indicators")}
    assert whole == {"gas_reserves": 188.1, "oil_reserves": 1564.44}
    for indicator, world in whole.items():
        measured = sum(float(row["value"]) for row in rows("measurements") if row["indicator"] == indicator)
        assert 0.85 * world < measured <= world
    # What OPEC printed as the sum of its thirteen members of 2022.
    opec = {"VEN", "SAU", "IRN", "IRQ", "ARE", "KWT", "LBY", "NGA", "DZA", "COG", "GAB", "AGO", "GNQ"}
    own = [row for row in rows("measurements") if row["indicator"] == "oil_reserves" and row["state"] in opec]
    assert sum(float(row["value"]) for row in own) == pytest.approx(1243.52)
    assert len(own) == 13


def claim(predicate: Predicate, **fields: object) -> Claim:
    return Claim.model_validate({"key": "hand/1", "predicate": predicate, **fields})


def test_what_texts_and_other_quantities_say_yields_neither() -> None:
    iran, unsc, trade = ref(State, "IRN"), ref(Organization, "unsc"), ref(Topic, "trade")
    imposes, measures = Predicate.IMPOSES_SANCTIONS_ON, Predicate.HAS_MEASURE
    time = Period("2006-12-23")
    told = [
        Assertion(claim(imposes, kind=ClaimKind.SANCTION, valid=time), ("S1",), (unsc,), (iran,)),
        Assertion(claim(imposes), ("S1",), (unsc,), (iran,)),  # no time
        Assertion(claim(imposes, valid=time, positive=False), ("S1",), (unsc,), (iran,)),
        Assertion(claim(measures, valid=time, quantity=1.0), ("S1",), (trade,), ()),
        Assertion(claim(measures, valid=time), ("S1",), (iran,), (ref(Indicator, "gas"),)),  # in words
    ]
    for each in told:
        assert derived([each]) == []


def test_a_claim_by_hand_of_several_names_a_spell_for_each_pair() -> None:
    entered = Assertion(
        claim(Predicate.IMPOSES_SANCTIONS_ON, valid=Period("2022-01-01"), qualifiers=["kinds=trade", "kinds=arms"]),
        ("S1",),
        (ref(State, "CAN"), ref(State, "NOR")),
        (ref(State, "RUS"),),
    )
    spells = {each.spell: each for each in derived([entered]) if isinstance(each, Sanctions)}
    assert spells.keys() == {"1/CAN.RUS", "1/NOR.RUS"}
    assert spells["1/CAN.RUS"].kinds == ["trade", "arms"]


def test_another_start_competes_with_that_of_the_row(claims: list[Assertion]) -> None:
    [row] = [each for each in claims if each.key == "sanctions/RUS.TUR.1"]
    rival = Assertion(
        claim(Predicate.HAS_VALUE, property="start", value="2016-01-01", spell="RUS.TUR.1", standing="depositary"),
        ("S1",),
        row.subjects,
    )
    settled, decisions = settle([row, rival], Provenance(), frozenset())
    [spell] = [each for each in derived(settled) if isinstance(each, Sanctions)]
    assert (str(spell.valid), spell.evidence) == ("[2016-01-01, 2017-06-10)", ["sanctions/RUS.TUR.1", "hand/1"])
    assert [each.value for each in decisions] == ["2016-01-01"]


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "reason"),
    [
        ("sanctions", "TUR.ARM.1,TUR,state,", "TUR.ARM.1,TUX,state,", "sender", "is no key of states.csv"),
        ("sanctions", "TUR.ARM.1,TUR,state,", "TUR.ARM.1,TUR,organization,", "sender", "is no key of organizations.csv"),
        ("sanctions", "RUS.TUR.1,RUS,state,TUR", "RUS.TUR.1,RUS,state,RUS", "target", "is the sender too"),
        ("sanctions", ",trade; travel; other,", ",trade; visas,", "kinds", "'trade'"),
        ("sanctions", "2015-11-28,2017-06-10", "2015-11-28,2015-11-28", "end", "is not after start"),
        ("sanctions", "2025-09-29", "2025-10-29", "start", "is after the last day of the table"),
        ("measurements", "gas_reserves.RUS.2020,", "gas_reserves.RUX.2020,", "key", "does not begin with"),
        ("measurements", "gas_reserves.RUS.2020,gas_", "gas_reserves.RUS.2020,coal_", "indicator", "is no key of indicators.csv"),
        ("measurements", ",RUS,37.4,", ",RUS,-37.4,", "value", "greater than or equal to 0"),
        ("measurements", ",RUS,37.4,2020-12-31,2021-01-01", ",RUS,37.4,2020-12-31,2020-12-31", "end", "is not after start"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told(tmp_path: Path, table: str, old: str, new: str, column: str, reason: str) -> None:
    copied = tmp_path / "seeds"
    shutil.copytree(folder("seeds"), copied)
    file = copied / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")
    with pytest.raises(DataError) as caught:
        read_tables(copied)
    told = [problem for problem in caught.value.problems if Path(problem.file).name == f"{table}.csv"]
    assert any(problem.column == column and reason in problem.reason for problem in told), told
