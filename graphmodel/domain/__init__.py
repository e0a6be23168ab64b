"""The world of states, organizations, leaders and pacts: its tables, vocabularies, models and rules."""

from __future__ import annotations

from graphmodel.domain.entities import (
    Claim,
    Entity,
    Event,
    Instrument,
    Leader,
    Obligation,
    Organization,
    Pact,
    Person,
    Source,
    State,
)
from graphmodel.domain.relationships import (
    Amends,
    Attended,
    HoldsOffice,
    Involves,
    MemberOf,
    Object,
    Obliges,
    PartyTo,
    Signed,
    States,
    Subject,
    TreatyAct,
)

NODES = (State, Organization, Person, Leader, Instrument, Pact, Obligation, Event, Source, Claim)
"""The classes of nodes."""
RELATIONSHIPS = (
    MemberOf,
    HoldsOffice,
    TreatyAct,
    PartyTo,
    Amends,
    Obliges,
    Signed,
    Attended,
    Involves,
    States,
    Subject,
    Object,
)
"""The classes of relationships."""

__all__ = [
    "NODES",
    "RELATIONSHIPS",
    "Amends",
    "Attended",
    "Claim",
    "Entity",
    "Event",
    "HoldsOffice",
    "Instrument",
    "Involves",
    "Leader",
    "MemberOf",
    "Object",
    "Obligation",
    "Obliges",
    "Organization",
    "Pact",
    "PartyTo",
    "Person",
    "Signed",
    "Source",
    "State",
    "States",
    "Subject",
    "TreatyAct",
]
