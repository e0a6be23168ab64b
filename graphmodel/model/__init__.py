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
from graphmodel.model.fields import Indexed, Key, Stored, Unique
from graphmodel.model.mapping import ENDS, Mapping, NodeMapping, Property, RelationshipMapping
from graphmodel.model.paths import Path
from graphmodel.model.periods import CENSORED, NOT_BEFORE, ONGOING, OPEN, UNKNOWN, Period, as_day

__all__ = [
    "CENSORED",
    "ENDS",
    "FIRST_DAY",
    "LAST_DAY",
    "NOT_BEFORE",
    "ONGOING",
    "OPEN",
    "UNKNOWN",
    "GraphObject",
    "Indexed",
    "Key",
    "Mapping",
    "Node",
    "NodeMapping",
    "PartialDate",
    "Path",
    "Period",
    "Property",
    "Relationship",
    "RelationshipMapping",
    "Stored",
    "Unique",
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
