"""What models ask of a graph's schema, and the statements that make and show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graphmodel.errors import QueryError
from graphmodel.model import GraphObject, NodeMapping, Property, RelationshipMapping, mapping_of
from graphmodel.model.codecs import POINTS
from graphmodel.model.fields import Similarity
from graphmodel.statements.statement import Result, Statement, quoted

SEARCH = "fulltext_and_vector_indexes"
Kind = Literal["unique", "index", "point", "fulltext", "vector"]
_WORDS: dict[Kind, str] = {
    "unique": "uniqueness constraint",
    "index": "index",
    "point": "point index",
    "fulltext": "full-text index",
    "vector": "vector index",
}


@dataclass(frozen=True, slots=True, order=True)
class SchemaItem:
    """A uniqueness constraint or an index on properties of a label or relationship type.

    `settings` are the dimensions and similarity of a vector index, and empty for others.
    """

    kind: Kind
    of: str
    properties: tuple[str, ...]
    relationship: bool = False
    settings: tuple[int, Similarity] | tuple[()] = ()

    @property
    def name(self) -> str:
        """What it is called in the graph."""
        return ".".join((self.of, *self.properties, self.kind))  # "_" stands in labels and properties themselves

    @property
    def capability(self) -> str | None:
        """What an engine must be able to do to have it, where not every engine is."""
        return {"point": "point_indexes", "fulltext": SEARCH, "vector": SEARCH}.get(self.kind)

    def __str__(self) -> str:
        at = f"()-[:{self.of}]-()" if self.relationship else f":{self.of}"
        settings = f" of {self.settings[0]} dimensions, {self.settings[1]}" if self.settings else ""
        return f"{_WORDS[self.kind]} on {at}({', '.join(self.properties)}){settings}"


def wanted(models: Iterable[type[GraphObject]]) -> list[SchemaItem]:
    """What these models need: their keys and unique fields as constraints, indexes for what is looked up or searched."""
    items: dict[SchemaItem, None] = {}
    for model in models:
        mapping = mapping_of(model)
        if isinstance(mapping, NodeMapping):
            items[SchemaItem("unique", mapping.key_label, tuple(p.column for p in mapping.key))] = None
        for p in mapping.properties:
            items.update(dict.fromkeys(item for leaf in p.leaves() for item in _items(model, p.name, leaf)))
    return list(items)


def search_index(model: type[GraphObject], p: Property, kind: Literal["fulltext", "vector"]) -> SchemaItem:
    """The full-text or vector index of a field that is marked as searched.

    Raises:
        QueryError: for a field that is not.
    """
    for item in _items(model, p.name.partition(".")[0], p):
        if item.kind == kind:
            return item
    mark = "FullText[str]" if kind == "fulltext" else "Annotated[list[float], Vector(...)]"
    raise QueryError(f"{model.__name__}.{p.name} has no index for this search: mark it {mark} in its class.")


def _items(model: type[GraphObject], field: str, p: Property) -> Iterator[SchemaItem]:
    """What one property needs; `field` is the model's field that it is, or is a part of."""
    mapping = mapping_of(model)
    between = isinstance(mapping, RelationshipMapping)
    of = mapping.type if isinstance(mapping, RelationshipMapping) else _owner(model, field)
    if p.unique:
        yield SchemaItem("unique", of, (p.column,), between)
    if p.indexed:
        kind: Kind = "point" if p.codec is POINTS else "index"
        for i in p.codec.indexed:
            yield SchemaItem(kind, of, (p.columns[i],), between)
    if p.fulltext:
        yield SchemaItem("fulltext", of, (p.column,), between)
    if p.vector is not None and p.similarity is not None:
        yield SchemaItem("vector", of, (p.column,), between, (p.vector, p.similarity))


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
    named = f"{quoted(item.name)} IF NOT EXISTS FOR {at}"
    match item.kind:
        case "unique":
            text = f"CREATE CONSTRAINT {named} REQUIRE ({properties}) IS UNIQUE"
        case "fulltext":
            text = f"CREATE FULLTEXT INDEX {named} ON EACH [{properties}]"
        case "vector":
            text = f"CREATE VECTOR INDEX {named} ON ({properties}) OPTIONS {{indexConfig: {_vector_settings(item)}}}"
        case "point":
            text = f"CREATE POINT INDEX {named} ON ({properties})"
        case "index":
            text = f"CREATE INDEX {named} ON ({properties})"
    return Statement(text, {}, lambda _: None, name=f"make {item}")


def _vector_settings(item: SchemaItem) -> str:
    """Checked when the mark was made: a whole number and one of two words. They cannot be parameters."""
    dimensions, similarity = item.settings or (0, "cosine")
    return f"{{`vector.dimensions`: {dimensions:d}, `vector.similarity_function`: '{similarity}'}}"


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


_KINDS: dict[str, Kind] = {"RANGE": "index", "POINT": "point", "FULLTEXT": "fulltext", "VECTOR": "vector"}


def show_indexes() -> Statement[list[SchemaItem]]:
    """The indexes that are there, those of constraints too."""

    def decode(result: Result) -> list[SchemaItem]:
        return [
            SchemaItem(_KINDS[kind], of[0], tuple(properties), "RELATIONSHIP" in entity, _settings(kind, options))
            for kind, entity, of, properties, options in result.rows
            if kind in _KINDS and of and properties
        ]

    text = "SHOW INDEXES YIELD type, entityType, labelsOrTypes, properties, options"
    return Statement(text, {}, decode, name="show indexes", reads=True)


def names_in_use() -> tuple[Statement[set[str]], Statement[set[str]]]:
    """Two questions: the labels and the relationship types that a graph has, be there any of them or not."""

    def names(procedure: str, column: str) -> Statement[set[str]]:
        text = f"CALL {procedure}() YIELD {column} RETURN {column} AS name"
        return Statement(text, {}, lambda found: {row[0] for row in found.rows}, name=f"ask {procedure}", reads=True)

    return names("db.labels", "label"), names("db.relationshipTypes", "relationshipType")


def make_names(labels: Iterable[tuple[str, ...]], types: Iterable[str]) -> Statement[None]:
    """Have an engine know labels, in these combinations, and relationship types: a node and tie of each come and go."""
    nodes = [f"(n{i}{''.join(f':{quoted(label)}' for label in each)})" for i, each in enumerate(labels)]
    ties = [f"(n0)-[:{quoted(each)}]->(n0)" for each in types]
    gone = ", ".join(f"n{i}" for i in range(len(nodes)))
    return Statement(
        f"CREATE {', '.join([*nodes, *ties])} DETACH DELETE {gone}", {}, lambda _: None, name="make labels and types"
    )


def _settings(kind: str, options: Any) -> tuple[int, Similarity] | tuple[()]:
    if kind != "VECTOR":
        return ()
    config = options["indexConfig"]
    similarity: Any = str(config.get("vector.similarity_function", "cosine")).lower()
    return int(config.get("vector.dimensions", 0)), similarity
