"""What a user declares: nodes, relationships, keys, dates and periods. Pure: no Cypher, no database."""

from graphmodel.model.base import (
    GraphObject,
    Node,
    Relationship,
    identity,
    is_ref,
    mapping_of,
    node_mapping_of,
    ref,
    relationship_mapping_of,
    same,
    trusted_ref,
)
from graphmodel.model.dates import FIRST_DAY, LAST_DAY, PartialDate
from graphmodel.model.ends import CENSORED, NOT_BEFORE, ONGOING, OPEN, UNKNOWN
from graphmodel.model.fields import Converter, FullText, Indexed, Json, Key, Plaintext, Stored, Unique, Vector, Version
from graphmodel.model.mapping import ENDS, Mapping, NodeMapping, RelationshipMapping
from graphmodel.model.paths import Path
from graphmodel.model.periods import Period, as_day
from graphmodel.model.points import Point
from graphmodel.model.properties import Property

__all__ = [
    "CENSORED",
    "ENDS",
    "FIRST_DAY",
    "LAST_DAY",
    "NOT_BEFORE",
    "ONGOING",
    "OPEN",
    "UNKNOWN",
    "Converter",
    "FullText",
    "GraphObject",
    "Indexed",
    "Json",
    "Key",
    "Mapping",
    "Node",
    "NodeMapping",
    "PartialDate",
    "Path",
    "Period",
    "Plaintext",
    "Point",
    "Property",
    "Relationship",
    "RelationshipMapping",
    "Stored",
    "Unique",
    "Vector",
    "Version",
    "as_day",
    "identity",
    "is_ref",
    "mapping_of",
    "node_mapping_of",
    "ref",
    "relationship_mapping_of",
    "same",
    "trusted_ref",
]
