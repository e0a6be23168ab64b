"""What fields may be: nested objects, JSON, converters, secrets, versions, vectors; and what is refused, by name."""

# Classes are made to be refused.
# pyright: reportUnusedClass=false, reportInvalidTypeForm=false, reportUnknownVariableType=false, reportOperatorIssue=false
# pyright: reportIndexIssue=false, reportUnknownLambdaType=false

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Generic, NewType, TypeVar, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, SecretBytes, SecretStr, ValidationError, computed_field, create_model

from graphmodel import (
    Converter,
    FullText,
    Indexed,
    Json,
    Key,
    Node,
    PartialDate,
    Period,
    Plaintext,
    Point,
    Stored,
    Unique,
    Vector,
    Version,
    ref,
)
from graphmodel.errors import InvalidDate, InvalidPoint, ModelError, QueryError, WriteError
from graphmodel.model import Property, node_mapping_of


class Zone(BaseModel):
    code: str
    region: str | None = None


class Address(BaseModel):
    street: str
    zip_code: Annotated[str | None, Stored("zip")] = None
    zone: Zone | None = None
    moved_in: PartialDate | None = None


@dataclass
class Measure:
    amount: Decimal
    unit: Indexed[str] = "m"


@dataclass
class Loose:
    a: str | None = None
    b: int | None = None


@dataclass
class Tree:
    name: str
    child: Tree | None = None


@dataclass
class Rooted:
    tree: Tree


class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and other.cents == self.cents

    def __hash__(self) -> int:
        return hash(self.cents)


MONEY = Converter(encode=lambda money: money.cents, decode=Money, stored=int)
UserId = NewType("UserId", str)


def define(annotation: Any, default: Any = ...) -> Property:
    """A class with one field of this annotation, and what became of the field."""

    class Odd(Node):
        key: Key[str]
        strange: annotation = default

    return node_mapping_of(Odd).by_name["strange"]


def columns(annotation: Any) -> tuple[str, ...]:
    return define(annotation).columns


# --- what is stored under which name -------------------------------------------------------------------------------------


def test_columns() -> None:
    assert (
        columns(time)
        == columns(UUID)
        == columns(Point)
        == columns(tuple[str, ...])
        == columns(set[int])
        == ("strange",)
    )
    assert columns(timedelta) == ("strange", "strange_seconds")
    assert columns(Decimal) == ("strange", "strange_number")
    assert columns(Json[dict[str, list[int]]]) == columns(Annotated[Money, MONEY]) == ("strange",)
    assert columns(Annotated[UserId, Stored("uid")]) == ("uid",)
    assert columns(list[Annotated[Money, MONEY]]) == columns(list[UUID]) == columns(list[Decimal]) == ("strange",)


def test_nested_objects_are_stored_flat() -> None:
    p = define(Address)
    assert p.columns == (
        "strange_street", "strange_zip", "strange_zone_code", "strange_zone_region", "strange_moved_in",
        "strange_moved_in_earliest", "strange_moved_in_latest",
    )  # fmt: skip
    assert p.read == ("strange_street", "strange_zip", "strange_zone_code", "strange_zone_region", "strange_moved_in")
    assert list(p.parts) == ["street", "zip_code", "zone", "moved_in"]
    assert p.parts["zone"].parts["code"].column == "strange_zone_code"
    assert p.parts["zone"].parts["code"].name == "strange.zone.code"
    assert p.parts["moved_in"].columns[1] == "strange_moved_in_earliest"
    assert define(Annotated[Measure, Stored("m")]).columns == ("m_amount", "m_amount_number", "m_unit")
    assert [leaf.name for leaf in define(Address | None).leaves()] == [
        "strange.street", "strange.zip_code", "strange.zone.code", "strange.zone.region", "strange.moved_in",
    ]  # fmt: skip


def test_a_nested_object_is_no_single_value() -> None:
    with pytest.raises(QueryError, match=r"strange\.street"):
        assert define(Address).column


def test_nested_objects_clash_with_fields_of_their_names() -> None:
    with pytest.raises(ModelError, match=r"at_street"):

        class Clash(Node):
            key: Key[str]
            at: Address
            at_street: str


def test_an_optional_nested_object_needs_a_field_that_is_never_null() -> None:
    assert define(Loose).shows is False
    assert define(Measure | None).shows
    with pytest.raises(ModelError, match=r"Odd\.strange.*Loose.*None"):
        define(Loose | None)

    class Holder(BaseModel):
        inner: Loose

    with pytest.raises(ModelError, match=r"Odd\.strange.*Holder.*None"):
        define(Holder | None)


@pytest.mark.parametrize("annotation", [Rooted, Tree, list[Tree], Loose | Measure])
def test_nested_objects_that_have_no_end_or_no_place(annotation: Any) -> None:
    with pytest.raises(ModelError, match=r"Odd\.strange"):
        define(annotation)


def test_nested_objects_that_would_lose_something() -> None:
    class Open(BaseModel, extra="allow"):
        a: str

    class Keyed(BaseModel):
        a: Key[str]

    class Versioned(BaseModel):
        a: Version = 0

    class Empty(BaseModel):
        pass

    class Hidden(BaseModel):
        a: SecretStr

    made = dataclasses.make_dataclass("Made", [("a", str), ("b", int, field(init=False))])
    refused = (
        (Open, "extra"),
        (Keyed, "key"),
        (Versioned, "version"),
        (Empty, "no fields"),
        (Hidden, "Plaintext"),
        (made, "b"),
    )
    for kind, said in refused:
        with pytest.raises(ModelError, match=rf"Odd\.strange.*{said}"):
            define(kind)


def test_an_object_of_a_subclass_in_a_nested_field_is_refused() -> None:
    class More(Address):
        floor: int = 0

    class House(Node):
        key: Key[str]
        at: Address

    house = House(key="a", at=More(street="s", floor=3))
    with pytest.raises(WriteError, match=r"More.*Address"):
        node_mapping_of(House).encode(house)


# --- marks ---------------------------------------------------------------------------------------------------------------


def test_hidden_fields_are_refused_unless_asked() -> None:
    for annotation in (SecretStr, SecretBytes, SecretStr | None, Annotated[str, Field(exclude=True)]):
        with pytest.raises(ModelError, match=r"Odd\.strange.*Plaintext"):
            define(annotation)
        assert define(Annotated[annotation, Plaintext()]).columns == ("strange",)
    with pytest.raises(ModelError, match=r"Odd\.strange"):
        define(list[SecretStr])


def test_a_version_is_a_number_beside_the_key() -> None:
    class Page(Node):
        key: Key[str]
        version: Version = 0

    version = node_mapping_of(Page).version
    assert version is not None
    assert version.name == "version"
    assert Page(key="a").version == 0
    for annotation in (Version | None, Key[Version], Unique[Version]):
        with pytest.raises(ModelError, match=r"Odd\.strange"):
            define(annotation)
    with pytest.raises(ModelError, match=r"Twice\.second.*first"):

        class Twice(Node):
            key: Key[str]
            first: Version = 0
            second: Version = 0


def test_vectors_have_their_length() -> None:
    p = define(Annotated[list[float] | None, Vector(2, "euclidean")])
    assert (p.vector, p.similarity) == (2, "euclidean")

    class Speech(Node):
        key: Key[str]
        embedding: Annotated[list[float] | None, Vector(2)] = None

    assert Speech(key="a", embedding=[1, 2]).embedding == [1.0, 2.0]
    assert Speech(key="a", embedding=None).embedding is None
    for wrong in ([1.0], [1.0, 2.0, 3.0], []):
        with pytest.raises(ValidationError, match="2 are asked for"):
            Speech(key="a", embedding=wrong)
    for annotation in (list[int], str, Json[list[float]]):
        with pytest.raises(ModelError, match=r"Odd\.strange"):
            define(Annotated[annotation, Vector(2)])
    for dimensions in (0, -1, 5000, True, "3 }}"):
        with pytest.raises(ModelError, match="dimensions"):
            Vector(cast("int", dimensions))
    with pytest.raises(ModelError, match="similarity"):
        Vector(3, cast("Any", "'} }"))


def test_full_text_is_for_words() -> None:
    assert define(FullText[str]).fulltext
    assert define(FullText[list[str]] | None).fulltext
    for annotation in (int, bytes, Json[str], list[int], Period):
        with pytest.raises(ModelError, match=r"Odd\.strange"):
            define(FullText[annotation])


@pytest.mark.parametrize("annotation", [bytes, list[str], Json[str], SecretStr])
def test_what_cannot_be_indexed_or_unique(annotation: Any) -> None:
    for mark in (Indexed, Unique, Key):
        if mark is not Indexed or annotation != list[str]:
            with pytest.raises(ModelError, match=r"Odd\.strange"):
                define(Annotated[mark[annotation], Plaintext()])


@pytest.mark.parametrize("annotation", [Decimal, timedelta, Point, Measure, float, set[str]])
def test_what_cannot_be_a_key(annotation: Any) -> None:
    with pytest.raises(ModelError, match=r"Odd\.strange"):
        define(Key[annotation])


@pytest.mark.parametrize(
    ("annotation", "key"), [(UUID, UUID(int=1)), (time, time(1, 2)), (date, date(2024, 7, 4)), (UserId, "u"), (int, 3)]
)
def test_what_can_be_a_key(annotation: Any, key: Any) -> None:
    class Odd(Node):
        strange: Key[annotation]

    assert ref(Odd, key).strange == key
    assert hash(ref(Odd, key)) == hash(Odd(strange=key))


def test_keys_can_be_generated() -> None:
    class Note(Node):
        id_: Key[UUID] = Field(default_factory=uuid4)
        text: str = ""

    a, b = Note(), Note()
    assert a.id_ != b.id_
    assert node_mapping_of(Note).key_of(a) == (str(a.id_),)


def test_json_says_what_it_cannot_store() -> None:
    with pytest.raises(ModelError, match=r"Odd\.strange.*JSON.*Converter"):
        define(Json[list[Money]])
    codec = define(Json[dict[str, Any]]).codec
    for value in (
        {"a": float("nan")},
        {"a": (1, 2)},
        {"a": {1, 2}},
        {"a": SecretStr("x")},
        {"a": object()},
        {"a": b"\xff"},
    ):
        with pytest.raises(WriteError, match="JSON") as refused:
            codec.encode(value)
        assert "SecretStr('x')" not in str(refused.value)
    assert codec.decode(codec.encode({"b": [1, {"c": None}], "a": "é"})[0]) == {"b": [1, {"c": None}], "a": "é"}


def test_converters_are_checked() -> None:
    class Invoice(Node):
        key: Key[Annotated[Money, MONEY]]
        tax: Annotated[Money | None, MONEY] = None
        parts: list[Annotated[Money, MONEY]] = Field(default_factory=list)

    invoice = Invoice(key=Money(3), parts=[Money(1)])
    assert node_mapping_of(Invoice).key_of(invoice) == (3,)
    assert ref(Invoice, Money(3)).key == Money(3)
    with pytest.raises(ValidationError):
        Invoice(key=cast("Any", 3))
    for stored in (dict, object, Loose, SecretStr, int | None, list[list[int]]):
        with pytest.raises(ModelError, match=r"Odd\.strange.*converter"):
            define(Annotated[Money, Converter(encode=str, decode=Money, stored=stored)])
    for encode in (lambda _: None, lambda _: "x", lambda _: 1.5):
        with pytest.raises(WriteError, match="converter"):
            define(Annotated[Money, Converter(encode=cast("Any", encode), decode=Money, stored=int)]).codec.encode(
                Money(1)
            )


def test_computed_fields_and_private_attributes_are_not_stored() -> None:
    class Circle(Node):
        key: Key[str]
        radius: float
        _cache: int = 3

        @computed_field
        @property
        def area(self) -> float:
            return self.radius**2 * 3

    assert node_mapping_of(Circle).columns == ("key", "radius")


T = TypeVar("T")


class Valued(Node, Generic[T]):
    key: Key[str]
    value: T
    values: list[T] = Field(default_factory=list)


class Weighed(Valued[Decimal]):
    pass


def test_generic_nodes() -> None:
    mapping = node_mapping_of(Weighed)
    assert mapping.labels == ("Weighed",)
    assert mapping.columns == ("key", "value", "value_number", "values")
    with pytest.raises(ModelError, match="abstract"):
        node_mapping_of(Valued)
    with pytest.raises(ModelError, match=r"Bad\.value"):

        class Bad(Valued[dict[str, int]]):
            pass


# --- values --------------------------------------------------------------------------------------------------------------


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_equal_decimals_have_one_text(value: Decimal) -> None:
    codec = define(Decimal).codec
    text, number = codec.encode(value)
    assert codec.decode(text) == value
    assert number == float(value)
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    again = Decimal((sign, (*digits, 0, 0), exponent - 2))
    assert codec.encode(again)[0] == text


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_texts_of_decimals_differ_where_they_do(a: Decimal, b: Decimal) -> None:
    codec = define(Decimal).codec
    assert (codec.encode(a)[0] == codec.encode(b)[0]) == (a == b)


def test_decimals_that_are_no_numbers_are_refused() -> None:
    for text in ("NaN", "sNaN", "Infinity", "-Infinity"):
        with pytest.raises(WriteError):
            define(Decimal).codec.encode(Decimal(text))


def test_points() -> None:
    tehran = Point.on_earth(latitude=35.69, longitude=51.39)
    assert (tehran.x, tehran.y, tehran.z, tehran.system) == (51.39, 35.69, None, "wgs-84")
    assert Point.cartesian(1, 2, 3).coordinates == (1.0, 2.0, 3.0)
    assert Point.cartesian(1, 2) == Point(x=1, y=2)
    assert Point.cartesian(1, 2) != Point.on_earth(longitude=1, latitude=2)
    wrong: list[Callable[[], Any]] = [
        lambda: Point.on_earth(latitude=91, longitude=0), lambda: Point.on_earth(latitude=0, longitude=-181),
        lambda: Point.cartesian(float("nan"), 0), lambda: Point.cartesian(0, float("inf")),
        lambda: Point.cartesian(0, 0, float("inf")),
        lambda: Point(x=0, y=0, system=cast("Any", "mars")),
    ]  # fmt: skip
    for make in wrong:
        with pytest.raises(InvalidPoint):
            make()

    class Spot(Node):
        key: Key[str]
        at: Point

    with pytest.raises(ValidationError, match="Earth"):
        Spot.model_validate({"key": "a", "at": {"x": 1, "y": 100, "system": "wgs-84"}})
    assert Spot.model_validate({"key": "a", "at": {"x": 1, "y": 2}}).at == Point.cartesian(1, 2)


@pytest.mark.parametrize("kind", [Any, object, dict, dict[str, int], list, Callable[[], int], complex])
def test_refusals_say_what_to_do(kind: Any) -> None:
    with warnings.catch_warnings(action="ignore"), pytest.raises(ModelError, match=r"Odd\.strange.*Json\[.*Converter"):
        define(kind)


def test_lists_hold_values_of_one_sort() -> None:
    at, place = Point.cartesian(1, 2), Point.on_earth(latitude=1, longitude=2)
    zoned, naive = time(1, tzinfo=UTC), time(1)
    moments = [datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1)]  # noqa: DTZ001
    mixed: list[tuple[Any, Any]] = [
        (list[Point], [at, place]), (list[Point], [at, Point.cartesian(1, 2, 3)]), (tuple[time, ...], (zoned, naive)),
        (set[time], {zoned, naive}), (list[datetime], moments),
    ]  # fmt: skip
    for annotation, items in mixed:
        codec = define(annotation).codec
        with pytest.raises(WriteError, match="one type"):
            codec.encode(items)
        assert len(codec.encode(list(items)[:1])[0]) == 1


def test_times_whose_offset_is_unknown_or_odd_are_refused() -> None:
    codec = define(time).codec
    for zone in (ZoneInfo("Europe/Berlin"), timezone(timedelta(seconds=17)), timezone(timedelta(hours=19))):
        with pytest.raises(InvalidDate):
            codec.encode(time(1, tzinfo=zone))


@pytest.mark.parametrize("name", ["owner", "property"])
def test_names_that_a_query_could_not_say(name: str) -> None:
    make: Any = create_model
    nested: Any = make("Deed", **{name: (str, ...)})
    with pytest.raises(ModelError, match=f"call it {name}_"):
        make("House", __base__=Node, key=(Key[str], ...), deed=(nested, ...))
