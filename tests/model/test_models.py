# Classes are made to be refused, of annotations that tests are given.
# pyright: reportUnusedClass=false, reportInvalidTypeForm=false, reportUnnecessaryTypeIgnoreComment=false

from __future__ import annotations

import copy
import enum
import pickle
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, SecretStr, ValidationError

from graphmodel import Indexed, Key, Node, PartialDate, Period, Relationship, Stored, Unique, ref, same
from graphmodel.errors import ModelError, NotLoaded
from graphmodel.model import is_ref, mapping_of, node_mapping_of, relationship_mapping_of


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Mixed(enum.Enum):
    ONE = 1
    TWO = "two"


class Address(BaseModel):
    street: str
    number: int | None = None


@dataclass
class Inner:
    a: str | None = None


class Place(Node):
    code: Key[str]
    name: Indexed[str]
    colour: Colour | None = None


class Person(Node):
    key: Key[str]
    name: str | None = None


class Leader(Person):
    office: str = "President"


class Rules(Relationship[Leader, Place]):
    since: Key[str]
    valid: Period


# --- what a class is in the graph --------------------------------------------------------------------------------------


def test_names_follow_from_the_class() -> None:
    class HeadOfState(Node):
        key: Key[str]

    class IsHeadOf(Relationship[HeadOfState, Place]):
        pass

    assert node_mapping_of(HeadOfState).labels == ("HeadOfState",)
    assert relationship_mapping_of(IsHeadOf).type == "IS_HEAD_OF"


def test_names_can_be_given() -> None:
    class Thing(Node, label="Ding"):
        key: Annotated[Key[str], Stored("schlüssel")]
        schema_: Annotated[str, Stored("schema")] = "public"

    class Has(Relationship[Thing, Thing], type="HAT"):
        valid: Annotated[Period, Stored("gilt")]

    assert node_mapping_of(Thing).labels == ("Ding",)
    assert node_mapping_of(Thing).columns == ("schlüssel", "schema")
    assert relationship_mapping_of(Has).type == "HAT"
    assert relationship_mapping_of(Has).columns[:2] == ("gilt_text", "gilt_from_earliest")


def test_subclasses_add_labels_and_share_the_key() -> None:
    assert node_mapping_of(Leader).labels == ("Person", "Leader")
    assert node_mapping_of(Leader).key_label == "Person"
    assert [p.name for p in node_mapping_of(Leader).key] == ["key"]


def test_an_abstract_base_gives_fields_and_no_label() -> None:
    class Entity(Node, abstract=True):
        key: Key[str]

    class Ship(Entity):
        flag: str

    assert node_mapping_of(Ship).labels == ("Ship",)
    with pytest.raises(ModelError, match=r"Entity is abstract"):
        mapping_of(Entity)


def test_composite_keys() -> None:
    class Sitting(Node):
        organ: Key[str]
        number: Key[int]

    assert [p.name for p in node_mapping_of(Sitting).key] == ["organ", "number"]
    assert ref(Sitting, "unga", 79).number == 79
    assert ref(Sitting, number=79, organ="unga").organ == "unga"
    assert ref(Sitting, "unga", number=79) == ref(Sitting, "unga", 79)


def test_markers_inside_unions_and_other_annotations_are_found() -> None:
    class Marked(Node):
        key: Annotated[Key[str], Field(min_length=1)]
        a: Indexed[str] | None = None
        b: Unique[str | None] = None
        c: Indexed[PartialDate | None] = None
        d: Annotated[int, Field(gt=0), Stored("dd")] = 1

    by_name = node_mapping_of(Marked).by_name
    assert (by_name["key"].key, by_name["a"].indexed, by_name["b"].unique, by_name["c"].indexed) == (True,) * 4
    assert by_name["d"].columns == ("dd",)
    with pytest.raises(ValidationError):
        Marked(key="")


def test_supported_types_are_mapped() -> None:
    class Everything(Node):
        key: Key[str]
        a: str
        b: int
        c: float
        d: bool
        e: bytes
        f: date
        g: datetime
        h: PartialDate
        i: Period
        j: Colour
        k: Literal["x", "y"]
        l: Literal[1, 2]  # noqa: E741
        m: list[str]
        n: list[Colour]
        o: list[datetime] | None

    assert len(node_mapping_of(Everything).columns) == 1 + 7 + 3 + 6 + 6


def test_generic_bases() -> None:
    T = TypeVar("T")

    class Valued(Node, Generic[T], abstract=True):
        key: Key[str]
        value: T

    class Number(Valued[int]):
        pass

    assert node_mapping_of(Number).labels == ("Number",)
    assert Number(key="a", value=3).value == 3
    with pytest.raises(ValidationError):
        Number(key="a", value="three")  # pyright: ignore[reportArgumentType]


def test_a_generic_base_for_relationships() -> None:
    S = TypeVar("S")  # noqa: N806, RUF100
    E = TypeVar("E")  # noqa: N806, RUF100

    class Spell(Relationship[S, E], Generic[S, E]):
        spell: Key[str]
        valid: Period

    class Holds(Spell[Person, Place]):
        office: str = "head"

    mapping = relationship_mapping_of(Holds)
    assert mapping.type == "HOLDS"
    assert mapping.start == (Person,)
    assert mapping.end == (Place,)
    assert [p.name for p in mapping.key] == ["spell"]


class Wheel(Node):
    key: Key[str]


class RollsOn(Relationship["Wheel", "Road"]):
    since: Key[str]


def test_forward_references_are_resolved_when_they_can_be() -> None:
    assert relationship_mapping_of(RollsOn).end == (Road,)
    assert RollsOn(start=Wheel(key="w"), end=Road(key="r"), since="1").end.key == "r"


class Road(Node):
    key: Key[str]


def test_a_forward_reference_that_leads_nowhere_is_named() -> None:
    class LeadsNowhere(Relationship["Wheel", "Nowhere"]):  # pyright: ignore[reportUndefinedVariable]
        pass

    with pytest.raises(ModelError, match=r"LeadsNowhere.*Nowhere"):
        mapping_of(LeadsNowhere)


def test_a_class_can_be_defined_again() -> None:
    def define(extra: Any) -> Any:
        class Cell(Node):
            key: Key[str]
            value: extra = None

        return Cell

    first, second = define(int | None), define(str | None)
    assert second(key="a", value="text").value == "text"
    assert first(key="a", value=1).value == 1  # pyright: ignore[reportCallIssue]
    assert mapping_of(first) is not mapping_of(second)


# --- what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "annotation",
    [dict[str, int], complex, Path, object, Any, list[list[str]], list[Any], list, tuple[int, str], tuple[int, int], set[Any],
     int | str, list[int | None], set[int | None], Mixed, Literal["a", 1], list[PartialDate], list[Period], list[bytes],
     set[bytes], tuple[tuple[int, ...], ...], list[Address], list[SecretStr], Callable[[int], int], Place, list[Place], type,
     RootModel[int], Inner | Address],
)  # fmt: skip
def test_unmappable_types_name_class_and_field(annotation: Any) -> None:
    with pytest.raises(ModelError, match=r"Odd\.strange"):

        class Odd(Node):
            key: Key[str]
            strange: annotation


def test_a_node_needs_a_key() -> None:
    with pytest.raises(ModelError, match=r"Keyless.*Key"):

        class Keyless(Node):
            name: str


def test_a_key_of_its_own_below_a_concrete_class_is_refused() -> None:
    with pytest.raises(ModelError, match=r"Second"):

        class Second(Person):
            other: Key[str]


@pytest.mark.parametrize("annotation", [str | None, list[str], float, Period, PartialDate])
def test_what_cannot_be_a_key(annotation: Any) -> None:
    with pytest.raises(ModelError, match=r"Badly\.keyed"):

        class Badly(Node):
            keyed: Key[annotation]


def test_none_beside_a_key_is_refused() -> None:
    with pytest.raises(ModelError, match=r"Badly\.keyed"):

        class Badly(Node):
            keyed: Key[str] | None = None


@pytest.mark.parametrize("name", ["copy", "json", "schema", "mro", "dict", "construct", "validate"])
def test_a_field_that_hides_an_attribute_of_the_class_is_refused(name: str) -> None:
    # pydantic warns before the class is refused.
    with warnings.catch_warnings(action="ignore"), pytest.raises(ModelError, match=rf"Shadow\.{name}"):
        cast("Any", type(Node))(
            "Shadow", (Node,), {"__annotations__": {"key": Key[str], name: str}, "__module__": __name__}
        )


def test_a_label_that_equals_a_type_is_refused() -> None:
    class KNOWS(Node):
        key: Key[str]

    with pytest.raises(ModelError, match=r"Knows.*KNOWS"):

        class Knows(Relationship[KNOWS, KNOWS]):
            pass


def test_two_fields_stored_as_one_property_are_refused() -> None:
    with pytest.raises(ModelError, match=r"Twin"):

        class Twin(Node):
            key: Key[str]
            a: Annotated[str, Stored("b")]
            b: str

    with pytest.raises(ModelError, match=r"valid_end"):

        class Clash(Node):
            key: Key[str]
            valid: Period
            valid_end: str


@pytest.mark.parametrize(
    "ends", [(int, Place), (Place, str), (Place | None, Place), (Place, Place | int), (Rules, Place)]
)
def test_ends_that_are_no_nodes_are_refused(ends: tuple[Any, Any]) -> None:
    with pytest.raises(ModelError, match=r"Wrong"):

        class Wrong(Relationship[ends[0], ends[1]]):
            pass


def test_a_relationship_without_ends_is_refused() -> None:
    class Loose(Relationship):  # pyright: ignore[reportMissingTypeArgument]
        pass

    with pytest.raises(ModelError, match=r"Loose"):
        mapping_of(Loose)


@pytest.mark.parametrize("name", ["", " ", " a", "a\\b", "a\nb", "\x00", "@type", "a\u2028b", "\ud800"])
def test_names_that_no_engine_takes_are_refused(name: str) -> None:
    with pytest.raises(ModelError):

        class Named(Node, label=name):
            key: Key[str]

    with pytest.raises(ModelError, match=r"Stow\.away"):

        class Stow(Node):
            key: Key[str]
            away: Annotated[str, Stored(name)]

    with pytest.raises(ModelError):

        class Typed(Relationship[Place, Place], type=name):
            pass


@pytest.mark.parametrize("name", ["a*b", "a,b", "a~b"])
def test_labels_that_one_engine_does_not_take_are_refused(name: str) -> None:
    with pytest.raises(ModelError):

        class Named(Node, label=name):
            key: Key[str]

    with pytest.raises(ModelError):

        class Typed(Relationship[Place, Place], type=name):
            pass


def test_two_bases_with_labels_of_their_own() -> None:
    class Swims(Node):
        key: Key[str]

    class Flies(Node):
        key: Key[str]

    with pytest.raises(ModelError, match=r"Duck"):

        class Duck(Swims, Flies):
            pass


def test_no_models() -> None:
    for nothing in (int, str, object, 3):
        with pytest.raises(ModelError, match=r"no model"):
            mapping_of(nothing)  # pyright: ignore[reportArgumentType]
    for abstract in (Node, Relationship):
        with pytest.raises(ModelError):
            mapping_of(abstract)


# --- objects ------------------------------------------------------------------------------------------------------------


def test_unknown_fields_and_wrong_values_are_pydantics() -> None:
    place = Place(code="IRN", name="Iran")
    for wrong in ({"code": 3, "name": "x"}, {"code": "x"}, {"code": "x", "name": "y", "nmae": "z"}):
        with pytest.raises(ValidationError):
            Place.model_validate(wrong)
    with pytest.raises(ValidationError):
        place.name = 3  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises((ValidationError, ValueError, AttributeError)):
        place.nmae = "x"  # pyright: ignore[reportAttributeAccessIssue]
    assert place.name == "Iran"


def test_ends_serialize_as_what_they_are() -> None:
    class Near(Relationship[Person, Person | Place]):
        pass

    near = Near(start=Leader(key="p", office="King"), end=Place(code="IRN", name="Iran"))
    assert near.model_dump()["start"] == {"key": "p", "name": None, "office": "King"}
    assert near.model_dump()["end"] == {"code": "IRN", "name": "Iran", "colour": None}
    assert near.start is not None
    assert type(near.start) is Leader


def test_ends_are_kept_as_they_are() -> None:
    leader, place = Leader(key="p"), Place(code="IRN", name="Iran")
    rules = Rules(start=leader, end=place, since="1", valid=Period("2001"))
    assert rules.start is leader
    assert rules.end is place
    with pytest.raises(ValidationError):
        Rules(start=Person(key="p"), end=place, since="1", valid=Period("2001"))  # pyright: ignore[reportArgumentType]


def test_equality_is_pydantics_and_identity_has_a_name() -> None:
    a, b = Place(code="IRN", name="Iran"), Place(code="IRN", name="Persia")
    assert a != b
    assert same(a, b)
    assert not same(a, Place(code="IRQ", name="Iran"))
    assert hash(a) == hash(b)
    assert same(Leader(key="p"), Person(key="p"))
    assert hash(Leader(key="p")) == hash(Person(key="p"))
    r = Rules(start=Leader(key="p"), end=a, since="1", valid=Period("2001"))
    assert same(r, Rules(start=ref(Leader, "p"), end=ref(Place, "IRN"), since="1", valid=Period("1999")))
    assert not same(r, Rules(start=ref(Leader, "p"), end=ref(Place, "IRN"), since="2", valid=Period("2001")))
    assert not same(a, r)


def test_a_reference_knows_its_key_and_nothing_else() -> None:
    iran = ref(Place, "IRN")
    assert isinstance(iran, Place)
    assert is_ref(iran)
    assert iran.code == "IRN"
    assert "IRN" in repr(iran)
    with pytest.raises(NotLoaded, match=r"Place.*IRN.*name"):
        assert iran.name
    with pytest.raises(NotLoaded):
        iran.name = "Iran"
    with pytest.raises(NotLoaded):
        iran.code = "IRQ"
    with pytest.raises(AttributeError):
        assert iran.nmae  # pyright: ignore[reportAttributeAccessIssue]
    for again in (copy.copy(iran), copy.deepcopy(iran), pickle.loads(pickle.dumps(iran))):  # noqa: S301
        assert is_ref(again)
        assert again == iran
        with pytest.raises(NotLoaded):
            assert again.name
    assert Rules(start=ref(Leader, "p"), end=iran, since="1", valid=Period("2001")).end is iran


def test_a_reference_checks_its_key() -> None:
    for args, named in (((), {}), (("a", "b"), {}), (("a",), {"code": "b"}), ((), {"name": "x"}), ((), {"nmae": "x"})):
        with pytest.raises(ModelError, match=r"Place"):
            ref(Place, *args, **named)
    with pytest.raises((ModelError, ValidationError)):
        ref(Place, 3)
    with pytest.raises(ModelError):
        ref(Rules, "x")  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]


def test_objects_are_pickled_and_copied() -> None:
    for each in (
        Place(code="IRN", name="Iran", colour=Colour.RED),
        Leader(key="p"),
        Rules(start=ref(Leader, "p"), end=Place(code="IRN", name="Iran"), since="1", valid=Period("2001")),
    ):
        for again in (pickle.loads(pickle.dumps(each)), each.model_copy(), copy.deepcopy(each)):  # noqa: S301
            assert again == each
            assert again.model_fields_set == each.model_fields_set


def test_defaults_of_a_base_are_not_queries() -> None:
    class Base(Node):
        key: Key[str]
        name: str

    class Derived(Base):
        more: int = 1

    with pytest.raises(ValidationError, match="name"):
        Derived(key="a")  # pyright: ignore[reportCallIssue]
    assert Derived.model_json_schema()["required"] == ["key", "name"]


def test_extra_fields_allowed_by_config_would_be_lost_and_are_refused() -> None:
    with pytest.raises(ModelError, match=r"Bag"):

        class Bag(Node):
            model_config = ConfigDict(extra="allow")

            key: Key[str]
