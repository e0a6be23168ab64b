"""Who says so, in which document, where in it; what was looked up on it; who wrote and published the documents."""

from __future__ import annotations

from collections import Counter
from datetime import date

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim, Object, Organization, Person, Source, States, Subject
from graphmodel.domain.claim_vocabularies import SourceKind

from .means import listed, reached, references_on


def posts(world: World, person: str) -> list[tuple[str, str | None, str]]:
    """The posts and affiliations of a person by the texts: organization, title, claim."""
    query = (
        gm.select(Organization.name, Claim.value, Claim.key)
        .match(Person, Subject, Claim, Object, Organization)
        .where(Person.name == person, gm.in_(Claim.predicate, ["holds_office", "affiliated_with"]))
        .order_by(Claim.key)
    )
    return world.all(query)


def makers(world: World) -> dict[str, set[tuple[str, str, str]]]:
    """Who wrote or published each document by its own words: predicate, name, claim."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for kind in (Person, Organization):
        who = gm.alias(kind)
        query = gm.select(Source.key, Claim.predicate, who.name, Claim.key).match(Source, Subject, Claim, Object, who)
        for document, *made in world.all(query.where(gm.in_(Claim.predicate, ["authored_by", "published_by"]))):
            found.setdefault(document, set()).add((made[0], made[1], made[2]))
    return found


def test_q09_which_document_describes_the_gecf_and_what_do_references_say_of_each_number(world: World) -> None:
    rows = world.claims(about="GECF", source="T002")
    numbers = {(row.quantity or row.when): row for row in rows if row.predicate in ("has_measure", "occurs")}
    assert set(numbers) == {"11 member", "2001", "70 percent"}
    assert {place for row in numbers.values() for place in row.places} == {"3"}
    looked_up = references_on(world, reached(numbers.values()))
    assert {each.reference for each in looked_up} == {"V06"}
    fact = looked_up[0].fact
    assert all(
        part in fact for part in ("12 members", "informal forum from 2001, charter on 2008-12-23", "65, 70 or 76")
    )
    corrected = world.contradictions(about="GECF", kind="corrects")
    assert {row.b for row in corrected} >= reached(numbers.values()) == listed("F002-009 F002-010 F002-011")


def test_q14_who_said_that_us_antagonism_of_russia_drew_it_toward_iran_in_which_posts(world: World) -> None:
    drew = world.claims(about="US antagonism of Russia", predicate="drew_together")
    (row,) = [each for each in drew if set(each.objects) == {"Russia", "Iran"}]
    assert (row.speakers, row.sources, row.places) == ("Seyed Mohammad Marandi", ["T000"], ["11"])
    held = posts(world, row.speakers or "")
    assert [(where, title) for where, title, _ in held] == [
        ("University of Tehran", "Professor of North American Studies"),
        ("University of Tehran", "Dean of the Faculty of World Studies"),
    ]
    assert reached([row], [claim for *_, claim in held]) >= listed("F000-030 F000-026 F000-027")


def test_q17_which_states_voted_for_sanctions_resolutions_and_which_of_these_claims_is_corrected(world: World) -> None:
    voted = world.claims(predicate="voted_for", source="T004")
    assert [row.subjects for row in voted] == [["Russia"], ["China"], ["India"]]
    against = world.contradictions(about=["Russia", "China", "India"], kind="corrects")
    (corrected,) = [row for row in against if row.b in reached(voted)]
    assert corrected.b_says.startswith("India voted_for")
    assert "2005, 2006 and 2009 and was not on the Security Council" in corrected.a_says
    assert reached(voted, [corrected]) >= listed("F004-027 F004-028 F004-029 V38")


def test_q27_who_says_that_the_seven_pacts_let_russian_firms_change_fordow_and_arak(world: World) -> None:
    (pacts,) = world.claims(about="tehran-pacts-2015", counted=True)
    allowed = world.claims(about="tehran-pacts-2015", by="IRNA", predicate="provides_for")
    assert pacts.number == 7
    assert [(row.value, *row.beside) for row in allowed] == [
        ("modify Fordow centrifuges", "place: Fordow"),
        ("help redesign the Arak reactor", "project: Arak reactor"),
    ]
    assert {(*row.sources, *row.places) for row in allowed} == {("T002", "11")}
    looked_up = references_on(world, reached(allowed))
    assert all("Russian edict 567 of 2015-11-23" in each.fact for each in looked_up)
    assert reached([pacts], allowed, looked_up) >= listed("F002-064 F002-065 F002-066 V18")


def test_q31_who_interprets_the_public_order_article_with_what_affiliation_and_reading(world: World) -> None:
    (read,) = world.claims(about="Public-order article", predicate="has_purpose")
    assert (read.speakers, read.value) == ("Nicole Grajewski", "mutual help in suppressing dissidents")
    assert (read.sources, read.places) == (["T003"], ["11"])
    held = posts(world, read.speakers or "")
    assert [where for where, *_ in held] == ["Carnegie Endowment"]
    assert reached([read], [claim for *_, claim in held]) >= listed("F003-039 F003-040")


def test_q35_who_wrote_and_published_each_document_and_when(world: World) -> None:
    dated = gm.select(Source.key, Source.publisher, Source.published_from, Source.published_to)
    about_itself = gm.match(Source, States, Claim).where(Claim.kind == "document")
    dated = dated.where(Source.kind == SourceKind.SEED_TEXT, gm.exists(about_itself)).order_by(Source.key)
    assert world.all(dated) == [
        ("T000", "Voice of Russia", date(2014, 6, 6), date(2014, 6, 6)),
        ("T001", "Eurasia Review", date(2017, 3, 29), date(2017, 3, 29)),
        ("T002", "unknown", date(2015, 11, 24), date(2015, 12, 1)),
        ("T003", "Stern", date(2025, 1, 17), date(2025, 1, 19)),
        ("T004", "unknown", date(2015, 7, 14), date(2016, 12, 31)),
    ]
    made = makers(world)
    assert {document: {(how, name) for how, name, _ in said} for document, said in made.items()} == {
        "T001": {("authored_by", "Kaveh L. Afrasiabi"), ("published_by", "Iranian Diplomacy")},
        "T003": {("authored_by", "dpa"), ("published_by", "Stern")},
        "T004": {("authored_by", "Abbas Maleki")},
    }
    of_documents = gm.select(Claim.key).match(Claim, Subject, Source).where(Claim.kind == "document")
    claims = world.all(of_documents)
    assert reached(claims, references_on(world, claims)) >= listed(
        "F000-001 F001-080 F001-081 F002-001 F003-089 F003-090 F004-072 V01 V02"
    )


def test_q37_which_named_persons_are_sources_of_attributed_claims_in_document_002(world: World) -> None:
    spoken = [row for row in world.claims(source="T002") if row.speakers]
    first = Counter((row.speakers or "").partition(", via ")[0] for row in spoken)
    assert first == {
        "Ali Khamenei": 12,
        "Vladimir Putin": 5,
        "Nikolay Kozhanov": 1,
        "IRNA": 4,
        "media reports": 3,
        "Kremlin": 1,
        "Russia": 1,
        "Iran and Russia": 1,
    }
    people = gm.select(Person.name).where(gm.in_(Person.name, sorted(first))).distinct()
    assert set(world.all(people)) == {"Ali Khamenei", "Vladimir Putin", "Nikolay Kozhanov"}
    assert reached(spoken) >= listed("F002-017..F002-023 F002-040")


def test_who_said_that_russia_does_not_betray_partners_and_who_carried_it(world: World) -> None:
    carried = world.claims(by="ISNA", predicate="declares")
    (row,) = [each for each in carried if "betray" in (each.value or "")]
    assert (row.speakers, row.sources, row.places) == ("Vladimir Putin, via ISNA", ["T002"], ["5"])
    assert reached(carried) == listed("F002-025 F002-026")


def test_who_says_that_russia_used_iran_as_leverage_and_with_what_affiliation(world: World) -> None:
    (row,) = [
        each for each in world.claims(predicate="regards_as", source="T002") if each.value == "Iran as bargaining card"
    ]
    assert row.speakers == "Nikolay Kozhanov"
    held = posts(world, row.speakers)
    assert [where for where, *_ in held] == ["Carnegie Moscow Center"]
    assert reached([row], [claim for *_, claim in held]) == listed("F002-040 F002-041")
