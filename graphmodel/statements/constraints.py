"""What models ask of a graph's schema, and the statements that make and show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graphmodel.model import GraphObject, NodeMapping, RelationshipMapping, mapping_of
from graphmodel.statements.statement import Result, Statement, quoted

Kind = Literal["unique", "index"]


@dataclass(frozen=True, slots=True, order=True)
class SchemaItem:
    """A uniqueness constraint, or a range index, on properties of a label or relationship type."""

    kind: Kind
    of: str
    properties: tuple[str, ...]
    relationship: bool = False

    @property
    def name(self) -> str:
        """What it is called in the graph."""
        return ".".join((self.of, *self.properties, self.kind))  # "_" stands in labels and properties themselves

    def __str__(self) -> str:
        what = "uniqueness constraint" if self.kind == "unique" else "index"
        at = f"()-[:{self.of}]-()" if self.relationship else f":{self.of}"
        return f"{what} on {at}({', '.join(self.properties)})"


def wanted(models: Iterable[type[GraphObject]]) -> list[SchemaItem]:
    """What these models need: their keys and unique fields as constraints, their indexed fields as indexes."""
    items: dict[SchemaItem, None] = {}
    for model in models:
        mapping = mapping_of(model)
        between = isinstance(mapping, RelationshipMapping)
        if isinstance(mapping, NodeMapping):
            items[SchemaItem("unique", mapping.key_label, tuple(p.column for p in mapping.key))] = None
        for p in mapping.properties:
            of = mapping.type if isinstance(mapping, RelationshipMapping) else _owner(model, p.name)
            if p.unique:
                items[SchemaItem("unique", of, (p.column,), between)] = None
            if p.indexed:  # of a period, its first day
                items[SchemaItem("index", of, (p.columns[1 if p.codec.suffixes[0] else 0],), between)] = None
    return list(items)


def _owner(model: type[GraphObject], name: str) -> str:
    """The label of the class that declares a field: the first of its bases that has it."""
    owners = [
        m
        for base in model.__mro__
        if isinstance(m := getattr(base, "__graph__", None), NodeMapping) and name in m.by_name
    ]
    return owners[-1].label


def create(item: SchemaItem) -> Statement[None]:
    """Make it, unless it is there."""
    at = f"()-[x:{quoted(item.of)}]-()" if item.relationship else f"(x:{quoted(item.of)})"
    properties = ", ".join(f"x.{quoted(p)}" for p in item.properties)
    if item.kind == "unique":
        text = f"CREATE CONSTRAINT {quoted(item.name)} IF NOT EXISTS FOR {at} REQUIRE ({properties}) IS UNIQUE"
    else:
        text = f"CREATE INDEX {quoted(item.name)} IF NOT EXISTS FOR {at} ON ({properties})"
    return Statement(text, {}, lambda _: None, name=f"make {item}")


def show_constraints() -> Statement[list[SchemaItem]]:
    """The uniqueness constraints that are there; keys count as such."""

    def decode(result: Result) -> list[SchemaItem]:
        return [
            SchemaItem("unique", of[0], tuple(properties), "RELATIONSHIP" in entity)
            for kind, entity, of, properties in result.rows
            if "UNIQUE" in kind or "KEY" in kind
        ]

    text = "SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties"
    return Statement(text, {}, decode, name="show constraints", reads=True)


def show_indexes() -> Statement[list[SchemaItem]]:
    """The range indexes that are there, those of constraints too."""

    def decode(result: Result) -> list[SchemaItem]:
        return [
            SchemaItem("index", of[0], tuple(properties), "RELATIONSHIP" in entity)
            for kind, entity, of, properties in result.rows
            if kind == "RANGE" and of and properties
        ]

    text = "SHOW INDEXES YIELD type, entityType, labelsOrTypes, properties"
    return Statement(text, {}, decode, name="show indexes", reads=True)
