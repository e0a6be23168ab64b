"""What policies choose where claims differ, how the 45 recorded conflicts became claims, and the world derived anew from them."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from graphmodel import PartialDate, Period, World, in_, ref, select
from graphmodel.domain import (
    BasedOn,
    Claim,
    Contradicts,
    Leader,
    MemberOf,
    Organization,
    Pact,
    PartyTo,
    Person,
    Source,
    State,
    States,
    Subject,
    Supports,
)
from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import (
    ClaimKind,
    Concept,
    CopyKind,
    Disagreement,
    Predicate,
    SourceKind,
    Standing,
)
from graphmodel.domain.claims import claims_from
from graphmodel.domain.conflicts import Link, conflict_claims, source_links
from graphmodel.domain.fingerprints import fingerprint
from graphmodel.domain.loading import sources
from graphmodel.domain.policies import POLICIES, Policy, Support, decide, policy_of, settle, support
from graphmodel.domain.provenance import Provenance, Root
from graphmodel.domain.rebuilding import drop_world
from graphmodel.domain.rules.deriving import derive
from graphmodel.domain.slots import Candidate, Slot, set_aside
from graphmodel.domain.tables.reading import Tables, read_tables
from graphmodel.domain.vocabularies import Confidence, MembershipStatus
from graphmodel.errors import DataError, UnknownName

SEEDS = Path(__file__).parents[2] / "seeds"
EARLIER, LATER = date(2001, 3, 12), date(2021, 3, 12)


# --- policies on claims made by hand --------------------------------------------------------------------------------------


def based_on(copy: str, origin: str, how: CopyKind = CopyKind.COPY) -> BasedOn:
    return BasedOn(start=ref(Source, copy), end=ref(Source, origin), how=how)


def slot(*candidates: Candidate, relations: Iterable[BasedOn] = ()) -> Slot:
    return Slot(("Pact", "p"), "signed", candidates, Provenance.of((), relations))


def says(value: str, *sources: str, standing: Standing = Standing.OTHER, **fields: Any) -> Candidate:
    return Candidate(f"{value}/{'+'.join(sources)}", value, sources, standing, **fields)


def chosen(policy: str, of: Slot) -> list[str]:
    decision = decide(of, POLICIES[policy], "row")
    return list(decision.contested) or [decision.value]


def test_official_first_goes_by_standing() -> None:
    ranked = [says(f"200{place}", "S", standing=standing) for place, standing in enumerate(Standing)]
    for best, value in enumerate(f"200{place}" for place in range(len(ranked))):
        assert chosen("official_first", slot(*reversed(ranked[best:]))) == [value]


def test_latest_and_earliest_go_by_the_day_spoken_for_then_by_publication_and_compilations_come_last() -> None:
    early = says("a", "S1", said_from=EARLIER, said_to=EARLIER)
    late = says("b", "S2", said_from=LATER, said_to=LATER)
    spoken = says("c", "S3", as_of=date(2022, 1, 1), said_from=date(1999, 1, 1), said_to=date(1999, 1, 1))
    data_set = says("d", "S4", standing=Standing.COMPILATION, said_from=date(1990, 1, 1), said_to=date(2025, 1, 1))
    undated = says("e", "S5")
    assert chosen("latest", slot(early, late, spoken, data_set, undated)) == ["c"]
    assert chosen("latest", slot(early, late, data_set, undated)) == ["b"]
    assert chosen("earliest", slot(early, late, spoken, data_set, undated)) == ["a"]
    assert chosen("earliest", slot(data_set, undated)) == chosen("latest", slot(data_set, undated)) == ["e"]


def test_a_majority_is_one_of_independent_origins() -> None:
    one = says("a", "press", "agency")
    many = says("b", "mirror1", "mirror2", "mirror3")
    copies = [based_on(f"mirror{n}", "wiki") for n in (1, 2, 3)]
    assert chosen("majority", slot(one, many)) == ["b"]
    assert support(slot(one, many, relations=copies)) == {"a": Support(2, 2), "b": Support(1, 1)}
    assert chosen("majority", slot(one, many, relations=copies)) == ["a"]
    chain = [based_on("press", "agency", CopyKind.SYNDICATION), *copies]
    assert chosen("majority", slot(one, many, relations=chain)) == ["a", "b"]


def test_an_unknown_origin_gives_bounds() -> None:
    relations = [based_on("copy1", "unknown"), based_on("copy2", "unknown"), based_on("copy3", "copy2")]
    copied = says("a", "copy1", "copy2", "copy3")
    assert support(slot(copied, relations=relations)) == {"a": Support(1, 2)}
    assert Provenance.of((), relations).roots("copy3") == {Root("copy2", known=False)}
    # Two to one, or one to one: nobody knows.
    assert chosen("majority", slot(copied, says("b", "press"), relations=relations)) == ["a", "b"]
    assert chosen("majority", slot(copied, says("b", "x", "y", "z"), relations=relations)) == ["b"]


def test_an_origin_with_two_positions_counts_perhaps_and_what_has_no_source_does_not() -> None:
    both = [says("a", "wiki", "press"), says("b", "mirror", "uncited")]
    assert support(slot(*both, relations=[based_on("mirror", "wiki")])) == {"a": Support(1, 2), "b": Support(0, 1)}


def test_equal_ranks_are_contested_and_the_value_of_the_row_is_kept() -> None:
    decision = decide(slot(says("2001", "S1"), says("2002", "S2", row=True)), POLICIES["official_first"], "row")
    assert (decision.value, decision.contested) == ("2002", ("2002", "2001"))
    assert set(decision.claims) == {"2001/S1", "2002/S2"}
    third = says("2003", "S3", standing=Standing.COMPILATION, row=True)
    assert chosen("official_first", slot(says("2001", "S1"), says("2002", "S2"), third)) == ["2001", "2002"]


def test_what_is_only_denied_is_contested_never_reported() -> None:
    denial = says("not 2001", "list", standing=Standing.DEPOSITARY)
    assert chosen("official_first", slot(says("2001", "press", row=True), denial)) == ["2001", "not 2001"]


def test_a_policy_reports_its_concept_and_else_what_the_row_dates() -> None:
    oath = says("2019-12-19", "S1", concepts=frozenset({Concept.INAUGURATION}), row=True)
    poll = says("2019-12-12", "S2", concepts=frozenset({Concept.ELECTION}), standing=Standing.DEPOSITARY)
    assert chosen("official_first", slot(oath, poll)) == ["2019-12-19"]
    election = policy_of("official_first", Concept.ELECTION)
    assert decide(slot(oath, poll), election, "row").value == "2019-12-12"


def test_a_policy_of_ones_own_is_a_function() -> None:
    def longest(of: Slot) -> list[str]:
        return [max(of.values, key=lambda value: (len(value), value))]

    decision = decide(slot(says("2001", "S1"), says("2001-03", "S2")), policy_of(longest), "row")
    assert decision.value == "2001-03"
    assert policy_of(longest).name == "longest"
    wrong = Policy("wrong", lambda of: "1999")  # noqa: ARG005
    with pytest.raises(UnknownName, match=r"'wrong' chose '1999' for p.signed; it can choose among 2001, 2002"):
        decide(slot(says("2001", "S1"), says("2002", "S2")), wrong, "row")
    with pytest.raises(UnknownName, match="There is no policy 'oficial'; there are official_first"):
        policy_of("oficial")
    with pytest.raises(UnknownName, match="There is no concept 'oath'"):
        policy_of("latest", "oath")


def test_a_copy_has_the_standing_of_its_origin_and_a_data_set_does_not() -> None:
    ministry = Source(key="mfa", title="t", publisher="p", standing=Standing.STATE_CONCERNED)
    relay, base = Source(key="relay", title="t", publisher="p"), Source(key="base", title="t", publisher="p")
    relations = [based_on("relay", "mfa", CopyKind.SYNDICATION), based_on("base", "mfa", CopyKind.COMPILATION)]
    provenance = Provenance.of([ministry, relay, base], relations)
    assert provenance.standing(["relay"]) is Standing.STATE_CONCERNED
    assert provenance.standing(["base"]) is Standing.OTHER
    assert provenance.standing(["base", "relay"]) is Standing.STATE_CONCERNED
    assert provenance.standing([]) is Standing.COMPILATION


CANDIDATES = st.lists(
    st.builds(
        says,
        st.sampled_from(["2001", "2002", "2003", "not 2001"]),
        st.sampled_from(["S1", "S2", "S3", "S4", "copy1", "copy2", "uncited"]),
        standing=st.sampled_from(Standing),
        as_of=st.sampled_from([None, EARLIER, LATER]),
        said_to=st.sampled_from([None, EARLIER, LATER]),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda each: each.claim,
)
RELATIONS = [based_on("copy1", "S1"), based_on("copy2", "unknown")]


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_no_policy_minds_the_order_of_claims(candidates: list[Candidate], random: Any) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    for name in POLICIES:
        assert chosen(name, slot(*candidates, relations=RELATIONS)) == chosen(
            name, slot(*shuffled, relations=RELATIONS)
        )


@given(CANDIDATES, st.data())
def test_a_copy_never_changes_a_majority(candidates: list[Candidate], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(candidates))
    [source] = copied.sources
    copy = says(copied.value, f"copy of {source}", standing=Standing.DEPOSITARY)
    before = slot(*candidates, relations=RELATIONS)
    relations = RELATIONS if source == "uncited" else [*RELATIONS, based_on(copy.sources[0], source)]
    if source != "uncited":
        after = slot(*candidates, copy, relations=relations)
        assert support(after) == support(before)
        assert chosen("majority", after) == chosen("majority", before)


# --- what follows for the facts -------------------------------------------------------------------------------------------


def pact(key: str = "pacts/p", **fields: Any) -> Assertion:
    qualifiers = ["name=P", "scope=bilateral"]
    said: dict[str, Any] = {
        "value": "friendship",
        "valid": Period("2001-01-01"),
        "confidence": Confidence.VERIFIED,
        **fields,
    }
    return Assertion(
        Claim(key=key, predicate=Predicate.PACT, qualifiers=qualifiers, **said), ("S1",), (ref(Pact, "p"),)
    )


def has_value(property_: str, value: str, key: str = "other", **fields: Any) -> Assertion:
    claim = Claim(
        key=key, predicate=Predicate.HAS_VALUE, kind=ClaimKind.PROPERTY, property=property_, value=value, **fields
    )
    return Assertion(claim, ("S2",), (ref(Pact, "p"),))


def one_pact(*claims: Assertion, standing: Standing = Standing.DEPOSITARY) -> Pact:
    named = [Source(key="S1", title="t", publisher="p"), Source(key="S2", title="t", publisher="p", standing=standing)]
    settled, _ = settle(claims, Provenance.of(named, ()), frozenset())
    [found] = [each for each in derive(Assertions(settled)) if isinstance(each, Pact)]
    return found


def test_a_fact_names_the_claims_that_decided_it_and_is_no_stronger_than_they_are() -> None:
    found = one_pact(pact(on="2000"), has_value("in_force", "2002", confidence=Confidence.MEMORY))
    assert (str(found.in_force), found.valid, found.confidence) == ("2002", Period("2002"), Confidence.MEMORY)
    assert (found.evidence, found.contested) == (["pacts/p", "other"], [])
    same = one_pact(pact(on="2000"), has_value("in_force", "2001-01-01", confidence=Confidence.MEMORY))
    assert (same.evidence, same.confidence) == (["pacts/p"], Confidence.VERIFIED)
    rival = one_pact(pact(on="2000"), has_value("in_force", "2002"), standing=Standing.OTHER)
    assert (str(rival.in_force), rival.contested) == ("2001-01-01", ["p.in_force=2001-01-01", "p.in_force=2002"])


def test_two_claims_of_one_thing_are_one_fact() -> None:
    entered = pact("mine", on="2000", valid=Period("2003"), recorded=date(2026, 11, 22))
    found = one_pact(entered, pact(on="2000"))
    assert (str(found.in_force), found.evidence) == ("2001-01-01", ["pacts/p"])
    assert found.contested == ["p.in_force=2001-01-01", "p.in_force=2003"]


def test_values_that_do_not_go_together_are_told() -> None:
    with pytest.raises(DataError, match=r"'pacts/p' ended '1999', and that cannot be"):
        one_pact(pact(on="1998"), has_value("ended", "1999"))
    assert one_pact(pact(on="1998"), has_value("ended", "1999"), has_value("in_force", "1998", "b")).valid == Period(
        "1998", "1999"
    )


# --- the recorded conflicts -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(SEEDS)


@pytest.fixture(scope="module")
def conflicts(tables: Tables) -> tuple[list[Assertion], list[Link]]:
    return conflict_claims(tables.conflicts, claims_from(tables))


def test_the_recorded_conflicts_are_sorted(tables: Tables) -> None:
    assert Counter(row.kind for row in tables.conflicts) == {
        Disagreement.CONTRADICTS: 20,
        Disagreement.DIFFERS_IN_DEFINITION: 14,
        Disagreement.CORRECTS: 6,
        Disagreement.DIFFERS_IN_TIME: 4,
        Disagreement.DIFFERS_IN_SCOPE: 1,
    }
    election = next(row for row in tables.conflicts if row.key == "C15")
    assert (election.concepts_a, election.concepts_b) == ((Concept.INAUGURATION,), (Concept.ELECTION,))


def test_nothing_of_a_conflict_is_dropped(conflicts: tuple[list[Assertion], list[Link]]) -> None:
    sides, links = conflicts
    assert len({side.key for side in sides}) == len(sides)
    with (SEEDS / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 45
    for row in rows:
        columns, about = row["properties"].split("; "), row["rows"].split("; ")
        for letter in "ab":
            own = [side for side in sides if side.key.startswith(f"conflicts/{row['key']}.{letter}")]
            keys = (row[f"rows_{letter}"] or row["rows"]).split("; ")
            assert len(own) == (len(keys) * len(columns) if row["table"] else 1)
            for side in own:
                claim, column = side.claim, side.claim.property
                assert claim.note == (row["advice"] or None)
                assert side.all_said("subject") == [row["subject"]]
                assert side.all_said("words") == [row[f"value_{letter}"]]
                assert (side.said("said_by") or "") == row[f"source_{letter}"]
                assert (claim.standing or "") == row[f"standing_{letter}"]
                assert "; ".join(side.sources) == (row[f"source_ids_{letter}"] or "uncited")
                assert "; ".join(side.all_said("text_claim")) == row.get(f"claims_{letter}", "")
                if column is None:
                    assert (row["table"], claim.value) == ("", row[f"value_{letter}"])
                    continue
                place = columns.index(column)
                coded, concepts = row[f"coded_{letter}"].split("; "), row[f"concepts_{letter}"].split("; ")
                said = str(claim.on) if claim.on else claim.value
                assert ("" if claim.positive else "not ") + f"{said}" == coded[place]
                assert (claim.concept or "") == concepts[place if len(concepts) > 1 else 0]
                assert side.key.endswith(tuple(f"{key}.{column}" for key in about))
                assert (
                    claim.spell in about
                    if row["table"] in ("memberships", "offices")
                    else side.subjects[0].key in about
                )
        against = [
            each
            for each in links
            if isinstance(each, Contradicts) and f"conflicts/{row['key']}." in f"{each.start.key} {each.end.key}"
        ]
        status = row["key"] in ("C18", "C31", "C32")  # both sides are rows of the main table
        assert status or against
        assert {each.kind for each in against} <= {row["kind"]}


def test_the_claim_of_a_row_plays_the_side_that_it_agrees_with(conflicts: tuple[list[Assertion], list[Link]]) -> None:
    joined = {(type(each).__name__, each.start.key, each.end.key) for each in conflicts[1]}
    assert ("Supports", "conflicts/C03.a/rus-prk-2024.signed", "pacts/rus-prk-2024") in joined
    assert ("Contradicts", "conflicts/C03.b/rus-prk-2024.signed", "pacts/rus-prk-2024") in joined
    assert ("Contradicts", "memberships/csto.ARM.2", "memberships/csto.ARM.1") in joined  # both hold, side by side
    # What corrects comes from what is right.
    assert ("Contradicts", "pacts/lisbon-2007", "conflicts/C43.b/lisbon-2007.signed") in joined
    # Neither has the year that the row has.
    assert ("Contradicts", "conflicts/C33.b/gecf.AZE.1.start", "conflicts/C33.a/gecf.AZE.1.start") in joined
    assert not any("sco.BHR.1" in start for kind, start, _ in joined if kind == "Contradicts")


def test_a_conflict_about_a_text_joins_the_claims_of_the_text_where_they_are(tables: Tables) -> None:
    typo = next(row for row in tables.conflicts if row.key == "C20")
    text = Assertion(Claim(key="F001-072", predicate="participates_in"), ("S193",), (ref(State, "RUS"),))
    sides, links = conflict_claims([typo], [text])
    assert [side.key for side in sides] == ["conflicts/C20.a", "conflicts/C20.b"]
    joined = [(type(each), each.start.key, each.end.key) for each in links]
    assert joined == [(Supports, "conflicts/C20.b", "F001-072"), (Contradicts, "conflicts/C20.a", "F001-072")]
    _, [link] = conflict_claims([typo], [])
    assert link.end.key == "conflicts/C20.b"


def test_the_default_policy_leaves_the_curated_values(tables: Tables) -> None:
    rows = claims_from(tables)
    sides, links = conflict_claims(tables.conflicts, rows)
    provenance = Provenance.of(sources(tables), source_links(tables.source_relations))
    aside = set_aside(each for each in links if isinstance(each, Contradicts))
    settled, decisions = settle([*rows, *sides], provenance, aside)
    assert {each.key: each.claim for each in settled} == {each.key: each.claim for each in rows}
    assert {each.slot for each in decisions if each.contested} == {
        "jcpoa-2015.ended",
        "brics-ndb-2014.in_force",
        "brics.SAU.1.status",
        "cst.BLR.1.start",
        "gecf.AZE.1.start",
        "gecf.NGA.1.start",
        "gecf.SEN.1.start",
    }


def test_copies_are_based_on_their_origins(tables: Tables) -> None:
    provenance = Provenance.of(sources(tables), source_links(tables.source_relations))
    exports = [row.key for row in tables.sources if row.publisher == "Wikidata" and row.key.startswith("S")]
    assert {root for key in [*exports, "S248"] for root in provenance.roots(key)} == {Root("O02")}
    assert provenance.roots("S198") == provenance.roots("S221") == {Root("O03")}
    assert provenance.roots("S09") == {Root("S09", known=False)}
    assert provenance.standing(["S44"]) is Standing.STATE_CONCERNED  # a relay of the ministry
    compiled = {row.publisher for row in tables.sources if row.standing is Standing.COMPILATION}
    assert compiled >= {"Archigos", "REIGN", "CIA", "Wikidata", "Wikipedia", "Peppercat", "ATOP"}


WRONG = [
    ("conflicts", "C03,", "contradicts,signature", "differs_in_definition,signature", "kind", "has two concepts"),
    ("conflicts", "C03,", "2024-06-18,2024-06-19,", "2024-06-18,,", "coded_a", "one is needed for each of the 1"),
    ("conflicts", "C18,", "csto.ARM.2,status", "csto.ARM.3,status", "rows_b", "'csto.ARM.3' is not among the rows"),
    ("source_relations", "S10.O01,", "S10.O01,S10,O01", "S10.O01,S10,O02", "key", "should be 'S10.O02'"),
    (
        "source_relations",
        "S10.O01,",
        "S10.O01,S10,O01",
        "S10.S10,S10,S10",
        "based_on",
        "'S10' would be based on itself",
    ),
]


@pytest.mark.parametrize(("table", "row", "old", "new", "column", "reason"), WRONG)
def test_a_wrong_conflict_or_origin_is_told(
    tmp_path: Path, table: str, row: str, old: str, new: str, column: str, reason: str
) -> None:
    folder = shutil.copytree(SEEDS, tmp_path / "seeds")
    lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    changed = [line.replace(old, new) if line.startswith(row) else line for line in lines]
    assert changed != lines
    (folder / f"{table}.csv").write_text("\n".join(changed) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_tables(folder)
    assert any(each.column == column and reason in each.reason for each in error.value.problems)


def test_the_citation_is_that_of_the_description(tables: Tables) -> None:  # noqa: ARG001
    from graphmodel.domain.tables.cells import COMPILED
    from graphmodel.domain.tables.datapackage import describe

    said = dict(
        line.split(": ", 1)
        for line in (SEEDS / "CITATION.cff").read_text(encoding="utf-8").splitlines()
        if ": " in line
    )
    described = describe()
    assert said["title"].strip('"') == described["title"]
    assert (said["version"].strip('"'), said["date-released"].strip('"')) == (described["version"], COMPILED)
    assert said["license"] == described["licenses"][0]["name"]
    assert said["  - name"].strip('"') == described["contributors"][0]["title"]


# --- on the engines -------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_world(empty_world: World) -> World:
    """The curated world, to be changed."""
    empty_world.load_seeds()
    return empty_world


def test_what_changes_between_two_policies_is_a_table(world: World) -> None:
    changes = world.compare_policies("official_first", "latest")
    saudi = {each.property: each for each in changes if each.fact == "SAU MEMBER_OF brics (brics.SAU.1)"}
    assert (saudi["status"].before, saudi["status"].after) == ("invited", "member")
    assert saudi["status"].decided_by == ["conflicts/C10.b/brics.SAU.1.status"]
    assert {each.fact.split()[0] for each in changes if each.property == "in_force"} == {"Pact"}
    assert changes.columns == ["fact", "property", "before", "after", "decided_by"]
    [decided] = [
        each
        for each in changes
        if each.decided_by and each.fact == "Pact brics-ndb-2014" and each.property == "in_force"
    ]
    stated = select(Source.key).match(Source, States, Claim).where(in_(Claim.key, decided.decided_by))
    assert {*world.all(stated)} <= {source.key for source in changes.citations()} != set()
    console = Console(file=StringIO(), width=200, record=True)
    console.print(changes)
    assert "From official_first, legal_effect, to latest, legal_effect" in console.export_text()


def test_contested_facts_say_so_and_both_values_are_reached(world: World) -> None:
    jcpoa = world.get(Pact, "jcpoa-2015")
    assert str(jcpoa.ended) == "2025-10-18"
    assert jcpoa.contested == ["jcpoa-2015.ended=2025-10-18", "jcpoa-2015.ended=2025-09-28"]
    [rival] = [each for each in world.all(select(Contradicts)) if each.end.key == "pacts/jcpoa-2015"]
    assert str(world.get(Claim, rival.start.key).on) == "2025-09-28"
    iran = world.get(
        PartyTo, start=ref(State, "IRN"), end=ref(Pact, "jcpoa-2015"), spell="original_party/jcpoa-2015/IRN"
    )
    assert iran.contested == jcpoa.contested


def test_the_world_under_each_policy_and_back_is_the_same_world(own_world: World) -> None:
    # What was merged by hand stays all along.
    narnia = State(key="XNA", name="Narnia")
    sco, member = ref(Organization, "sco"), MembershipStatus.MEMBER
    mine = MemberOf(start=narnia, end=sco, spell="mine", status=member, valid=Period("2020"))
    own_world.merge(narnia, mine)
    own_world.run("MATCH (s:State {key: 'IRN'}) SET s.population = 89")
    loaded = fingerprint(own_world)
    assert not [*own_world.resolve()]
    changes = own_world.resolve("latest")
    saudi = ref(State, "SAU"), ref(Organization, "brics")
    spell = own_world.get(MemberOf, start=saudi[0], end=saudi[1], spell="brics.SAU.1")
    assert (spell.status, spell.contested) == ("member", [])
    assert spell.evidence == ["memberships/brics.SAU.1", "conflicts/C10.b/brics.SAU.1.status"]
    assert changes
    assert own_world.load_seeds().changed  # under the default again
    assert fingerprint(own_world) == loaded
    own_world.transact(drop_world)
    assert [each.spell for each in own_world.all(select(MemberOf))] == ["mine"]
    assert own_world.count(Leader) == 0
    assert own_world.count(Claim) > 1500
    assert {each.property for each in own_world.resolve()} == {"exists"}
    assert fingerprint(own_world) == loaded


def test_rows_that_are_gone_take_along_what_rested_on_them_alone(own_world: World, tmp_path: Path) -> None:
    gone = {"memberships": "sco.IRN.2,", "conflicts": "C13,", "offices": "CHN.president.xi-jinping.1,"}
    folder = shutil.copytree(SEEDS, tmp_path / "seeds")
    for table, start in gone.items():
        file = folder / f"{table}.csv"
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(start)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mine = Claim(
        key="mine",
        predicate=Predicate.HAS_VALUE,
        kind=ClaimKind.PROPERTY,
        property="ended",
        value="2026-01-01",
        standing=Standing.DEPOSITARY,
        recorded=date(2026, 11, 22),
    )
    me = Source(key="me", title="notes", publisher="me", kind=SourceKind.HAND, date=PartialDate("2026-11-22"))
    pact_ = ref(Pact, "jcpoa-2015")
    own_world.merge(me, mine, States(start=me, end=mine), Subject(start=mine, end=pact_))
    report = own_world.load_seeds(folder)
    assert set(report.removed) == {
        "memberships/sco.IRN.2",
        "offices/CHN.president.xi-jinping.1",
        *(f"conflicts/C13.{side}/sco.IRN.2.status" for side in "ab"),
    }
    assert (report.dropped, report.changed) == (3, True)  # the membership, the party to the charter, the office
    assert "Taken out: 4 claims" in str(report)
    left = {each.spell for each in own_world.all(select(MemberOf).match(State, MemberOf, Organization))}
    assert "sco.IRN.1" in left
    assert "sco.IRN.2" not in left
    assert type(own_world.get(Person, "xi-jinping")) is Person  # no office of his is left
    # What was entered by hand is heard still.
    jcpoa = own_world.get(Pact, "jcpoa-2015")
    assert (str(jcpoa.ended), jcpoa.contested) == ("2026-01-01", [])
    assert jcpoa.evidence == ["pacts/jcpoa-2015", "mine"]
    assert not own_world.load_seeds(folder).changed
