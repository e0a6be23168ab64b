"""Models into py2neo's nodes, relationships, subgraphs and paths, and back: nothing is lost. No database."""

from __future__ import annotations

import builtins
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Node, PartialDate, ref, same
from graphmodel.errors import DuplicateKey, MappingError, MissingExtra
from graphmodel.exchange.library import library
from graphmodel.model import identity, is_ref
from graphmodel.statements.objects import NodeReader

from ..model.times import examples, partial_dates, periods
from ..sessions.test_values import OBJECTS, Everything
from .models import CHIEF, HALL, IRAN, ODD, Body, Knows, Leader, Link, Odd, Person, Sits

py2neo = library()


def test_a_node_and_what_py2neo_needs_to_merge_it() -> None:
    node = gm.to_py2neo(CHIEF)
    assert type(node) is py2neo.Node
    assert set(node.labels) == {"Person", "Leader"}
    assert dict(node) == {"key": "b", "name": "Bo", "office": "chair"}  # None has no place there
    assert (node.__primarylabel__, node.__primarykey__) == ("Person", "key")
    assert gm.to_py2neo(HALL).__primarykey__ == ("kind", "number")
    assert gm.from_py2neo(node, Person) == CHIEF  # the most specific class
    assert type(gm.from_py2neo(node, Person)) is Leader


@examples(20)
@given(objects=OBJECTS)
def test_every_value_comes_back(objects: list[Everything]) -> None:
    for each in objects:
        assert gm.from_py2neo(gm.to_py2neo(each), Everything) == each
    by_key = {each.key: each for each in gm.all_from_py2neo(gm.to_py2neo(objects), Everything)}
    assert by_key == {each.key: each for each in objects}


@examples(50)
@given(
    terms=st.lists(
        st.tuples(
            st.sampled_from([IRAN, CHIEF, ref(Person, "c"), ref(Leader, "d")]),
            st.sampled_from([HALL, ref(Body, "hall", 2)]),
            st.text(alphabet="019-`", max_size=2),
            st.text(alphabet="ab", max_size=3),
            st.none() | periods(),
        ),
        unique_by=lambda term: (id(term[0]), id(term[1]), term[2]),
        max_size=12,
    ),
)
def test_relationships_with_keys_references_and_shared_ends_come_back(terms: list[tuple[Any, ...]]) -> None:
    given_ = [Sits(start=s, end=e, since=k, status=x, valid=v) for s, e, k, x, v in terms]
    subgraph = gm.to_py2neo(given_)
    assert len(subgraph.relationships) == len(given_)  # two terms of one pair are two
    back = gm.all_from_py2neo(subgraph, Person, Leader, Body, Sits)
    nodes = [each for each in back if isinstance(each, Node)]
    found = [each for each in back if isinstance(each, Sits)]
    assert sorted(map(repr, found)) == sorted(map(repr, given_))
    assert {hash(each) for each in found} == {hash(each) for each in given_}
    ends = {id(end) for each in found for end in (each.start, each.end)}
    assert ends == {id(node) for node in nodes}
    assert len(nodes) == len({identity(node) for each in given_ for node in (each.start, each.end)})


@examples(50)
@given(born=st.none() | partial_dates(), name=st.none() | st.text(max_size=4))
def test_partial_dates_stand_in_three_properties(born: PartialDate | None, name: str | None) -> None:
    person = Person(key="x", name=name, born=born)
    node = gm.to_py2neo(person)
    assert ("born_earliest" in node) is (born is not None)
    assert gm.from_py2neo(node, Person) == person


def test_a_reference_and_the_whole_become_one_node() -> None:
    for objects in ([ref(Person, "b"), CHIEF], [CHIEF, ref(Leader, "b")], [ref(Leader, "b"), CHIEF]):
        subgraph = gm.to_py2neo(*objects)
        (node,) = subgraph.nodes
        assert gm.from_py2neo(node, Person) == CHIEF
    person = Person(key="b", name="Bo")
    (node,) = gm.to_py2neo(person, ref(Leader, "b")).nodes
    assert set(node.labels) == {"Person"}
    assert gm.from_py2neo(gm.to_py2neo(ref(Person, "z")), Person).key == "z"
    with pytest.raises(gm.errors.NotLoaded):
        _ = gm.from_py2neo(gm.to_py2neo(ref(Person, "z")), Person).name


def test_a_reference_that_was_filled_in_is_one_no_longer() -> None:
    node = gm.to_py2neo(ref(Person, "z"))
    node["name"] = "Zoe"
    assert gm.from_py2neo(node, Person) == Person(key="z", name="Zoe")


def test_ends_become_references_unless_their_classes_are_given() -> None:
    sits = Sits(start=CHIEF, end=HALL, since="1991")
    relationship = gm.to_py2neo(sits)
    assert isinstance(relationship, py2neo.Relationship)
    assert type(relationship).__name__ == "SITS"
    assert gm.from_py2neo(relationship, Sits, Person, Body) == sits
    alone = gm.from_py2neo(relationship, Sits)
    assert same(alone, sits)
    assert type(alone.start) is Leader
    assert is_ref(alone.end)


def test_equal_objects_are_one_and_different_ones_are_refused() -> None:
    assert len(gm.to_py2neo(CHIEF, CHIEF.model_copy()).nodes) == 1
    with pytest.raises(DuplicateKey, match=r"'b'.*different"):
        gm.to_py2neo(CHIEF, CHIEF.model_copy(update={"office": "none"}))
    with pytest.raises(DuplicateKey, match="different"):
        gm.to_py2neo(Sits(start=CHIEF, end=HALL, since="1"), Sits(start=CHIEF, end=HALL, since="1", status="out"))


def test_unknown_labels_and_properties_are_kept() -> None:
    read = NodeReader(Person).read_map(["Person", "Saint"], {"key": "p", "feast": date(2024, 1, 1), "odd": b"\x00\xff"})
    node = gm.to_py2neo(read)
    assert set(node.labels) == {"Person", "Saint"}
    assert (node["feast"], node["odd"]) == (date(2024, 1, 1), bytearray(b"\x00\xff"))
    again = gm.from_py2neo(node, Person)
    labels, extras = gm.unexpected(again)
    assert labels == ("Saint",)
    assert (extras["feast"].to_native(), extras["odd"]) == (date(2024, 1, 1), b"\x00\xff")
    relationship = gm.to_py2neo(Knows(start=CHIEF, end=CHIEF))
    relationship["note"] = "x"
    assert gm.unexpected(gm.from_py2neo(relationship, Knows)) == ((), {"note": "x"})


def test_hostile_names() -> None:
    relationship = gm.to_py2neo(Link(start=ODD, end=ODD, nodes_="a"))
    assert type(relationship).__name__ == "T `x`]->()"
    assert dict(relationship) == {"nodes": "a"}
    assert gm.from_py2neo(relationship, Link, Odd) == Link(start=ODD, end=ODD, nodes_="a")


def test_paths_both_ways() -> None:
    first, second = Knows(start=IRAN, end=CHIEF, warmth=0.5), Knows(start=Person(key="c"), end=CHIEF)
    path = gm.path_to_py2neo(IRAN, first, second)
    assert isinstance(path, py2neo.Path)
    assert [node["key"] for node in path.nodes] == [IRAN.key, "b", "c"]
    walk = gm.all_from_py2neo(path, Person, Knows)
    assert walk == [IRAN, first, CHIEF, second, Person(key="c")]
    assert gm.all_from_py2neo(gm.path_to_py2neo(IRAN), Person) == [IRAN]
    round_trip = gm.all_from_py2neo(gm.path_to_py2neo(IRAN, first, first), Person, Knows)
    assert round_trip == [IRAN, first, CHIEF, first, IRAN]
    with pytest.raises(MappingError, match="no path"):
        gm.path_to_py2neo(IRAN, second)


def test_what_is_of_no_class_is_refused() -> None:
    node, relationship = gm.to_py2neo(CHIEF), gm.to_py2neo(Knows(start=CHIEF, end=CHIEF))
    wrong: list[tuple[Any, tuple[Any, ...], str]] = [
        (node, (Body,), "labelled Leader, Person is none of Body"),
        (relationship, (Sits,), "KNOWS is none of Sits"),
        (relationship, (Person,), "KNOWS is none of Person"),
        (gm.to_py2neo(CHIEF, HALL), (Person,), "all_from_py2neo"),
        ("text", (Person,), "str is no node"),
        (py2neo.Node("Person", key="x", born="1991-13"), (Person,), "born"),
        (py2neo.Node("Person"), (Person,), "key"),
        (py2neo.Relationship(py2neo.Node("Body"), "KNOWS", py2neo.Node("Body")), (Knows,), "labelled Body is none of"),
    ]
    for entity, models, said in wrong:
        with pytest.raises(MappingError, match=said):
            gm.from_py2neo(entity, *models)
    with pytest.raises(MappingError, match="str is no subgraph"):
        gm.all_from_py2neo("text", Person)
    nothing: Any = "text"
    with pytest.raises(MappingError, match="not str"):
        gm.to_py2neo(nothing, nothing)
    with pytest.raises(MappingError, match="out of range"):
        gm.to_py2neo(Body(kind="x", number=2**63, title=""))


def test_without_py2neo(monkeypatch: pytest.MonkeyPatch) -> None:
    from graphmodel.exchange import library

    def missing(name: str) -> Any:
        raise builtins.ModuleNotFoundError(name)

    monkeypatch.setattr(library, "import_module", missing)
    with pytest.raises(MissingExtra, match=r"graphmodel\[py2neo\]"):
        gm.to_py2neo(CHIEF)
