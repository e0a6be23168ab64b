"""Names: to whom or what a printed form leads, and under which names a document speaks of something."""

from __future__ import annotations

import pytest

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Collective, Entity, Mentions, Organization, Pact, Person, Project, Source, Topic

from .means import listed


def mentions(world: World, entity: Entity) -> dict[str, dict[str, list[str]]]:
    """How each document prints the name of something, each form with the claims it stands in."""
    kind = gm.alias(type(entity))
    query = gm.select(Source.key, Mentions.surface, Mentions.claims).match(Source, Mentions, kind)
    found: dict[str, dict[str, list[str]]] = {}
    for source, surface, claims in world.all(query.where(kind.key == entity.key)):
        found.setdefault(source, {})[surface] = claims
    return found


@pytest.mark.parametrize(
    ("kind", "printed", "name", "evidence"),
    [
        (Person, "Peseschkian", "Masoud Pezeshkian", "F003-008"),
        (Person, "Khameini", "Ali Khamenei", "F002-016"),
        (Project, "Kraft Siberia 2", "Power of Siberia 2", "F003-062"),
        (Topic, "Super Sukhoi", "Sukhoi Superjet 100", "F002-078"),
        (Collective, "Daesh", "ISIS", "F004-049"),
        (Organization, "US houses of parliament", "US Congress", "F004-016"),
    ],
)
def test_q18_to_which_entity_does_a_printed_form_lead(
    world: World, kind: type[Entity], printed: str, name: str, evidence: str
) -> None:
    entity = world.lookup(kind, printed)
    assert getattr(entity, "name") == name  # noqa: B009  (an entity need not have one)
    forms = [(form, claims) for said in mentions(world, entity).values() for form, claims in said.items()]
    assert any(printed in form and evidence in claims for form, claims in forms)


def test_q18_daesh_is_also_isil(world: World) -> None:
    assert world.lookup(Collective, "Daesh") == world.lookup(Collective, "ISIL")


def test_q19_under_which_names_and_in_which_documents_is_isis_mentioned(world: World) -> None:
    isis = world.lookup(Collective, "ISIS")
    found = mentions(world, isis)
    assert {source: list(forms) for source, forms in found.items()} == {
        "T001": ["ISIS"],
        "T002": ["ISIL"],
        "T004": ["Daesh"],
    }
    claims = {claim for forms in found.values() for keys in forms.values() for claim in keys}
    assert claims >= listed("F001-064 F002-061 F004-049")
    for silent in ("T000", "T003"):
        assert len(world.claims(about=isis, source=silent)) == 0


@pytest.mark.parametrize(
    ("kind", "printed", "key", "source", "evidence"),
    [
        (Person, "Kremlin chief", "vladimir-putin", "T003", "F003-010"),
        (Pact, "P5+1 agreement", "jcpoa-2015", "T002", "F002-091"),
        (Organization, "Carnegie think tank", "carnegie-endowment", "T003", "F003-040"),
        (Collective, "Freedom Party", "hizb-ut-tahrir", "T004", "F004-052"),
    ],
)
def test_who_or_what_is_meant_by_a_printed_form_and_where_it_stands(
    world: World, kind: type[Entity], printed: str, key: str, source: str, evidence: str
) -> None:
    entity = world.lookup(kind, printed)
    assert entity.key == key
    assert evidence in mentions(world, entity)[source][printed]


def test_lookalikes_stay_apart(world: World) -> None:
    assert world.lookup(Person, "Khameini") != world.lookup(Person, "Khomeini")
    assert world.lookup(Organization, "ISNA") != world.lookup(Organization, "IRNA")
    assert world.lookup(Organization, "Carnegie Moscow Center") != world.lookup(Organization, "Carnegie Endowment")
