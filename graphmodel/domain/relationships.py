"""The relationships of the world. Those that hold for a time are spells with an identity of their own.

`evidence` holds the keys of the claims that a relationship is derived from; `confidence` is the weakest of theirs, and
`memory`, unchecked, where nobody says otherwise.
"""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

from graphmodel.domain.entities import (
    Claim,
    Entity,
    Event,
    Instrument,
    Obligation,
    Organization,
    Pact,
    Person,
    Source,
    State,
)
from graphmodel.domain.vocabularies import (
    ActKind,
    AmendmentKind,
    Capacity,
    Confidence,
    Effective,
    InvolvementRole,
    MembershipStatus,
    Role,
    SignatoryRole,
)
from graphmodel.model import Indexed, Key, PartialDate, Period, Relationship


class MemberOf(Relationship[State | Organization, Organization]):
    """What a state is in an organization, for a time. Overlays such as a frozen participation run beside the membership."""

    spell: Key[str]
    status: Indexed[MembershipStatus]
    valid: Period
    full: Period | None = None
    """The part of `valid` in which the status makes a full member, by the organization's own scheme."""
    rank: int | None = None
    """The rank of the status at the start of the spell; 1 is the fullest, and no order holds between organizations."""
    overlay: bool = False
    stage: bool = False
    basis: str | None = None
    confidence: Confidence = Confidence.MEMORY
    date_confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    scheme: list[str] = []
    """The claims that say what the status means: `full`, `rank`, `overlay` and `stage` come from them."""
    evidence: list[str] = []


class HoldsOffice(Relationship[Person, State | Organization]):
    """Who holds which office, for a time, in which capacity, and whether in fact."""

    spell: Key[str]
    office: str
    role: Indexed[Role]
    capacity: Capacity = Capacity.FULL
    effective: Effective = Effective.TRUE
    valid: Period
    other_capacity: Capacity | None = None
    other_capacity_valid: Period | None = None
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class TreatyAct(Relationship[State | Organization, Instrument]):
    """What one party did about an instrument: signed, ratified, acceded, left."""

    act: Key[str]
    kind: Indexed[ActKind]
    date: PartialDate
    effective: PartialDate | None = None
    text: str | None = None
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class PartyTo(Relationship[State | Organization, Instrument]):
    """Who is bound by an instrument, for a time. Derived: from acts, or by the rule `charter_party` from full memberships."""

    spell: Key[str]
    rule: str
    valid: Period
    confidence: Confidence = Confidence.MEMORY
    evidence: list[str] = []


class Amends(Relationship[Instrument, Instrument]):
    """How an instrument bears on an earlier one: supersedes it, or is an accession to it."""

    how: Key[AmendmentKind]
    evidence: list[str] = []


class Obliges(Relationship[Pact, Obligation]):
    """A term of a pact."""

    evidence: list[str] = []


class Signed(Relationship[Person, Instrument]):
    """Who put a name to an instrument, or agreed to a step in its life, on behalf of whom."""

    event: Key[str]
    date: PartialDate
    on_behalf_of: str
    role: SignatoryRole
    confidence: Confidence = Confidence.MEMORY
    evidence: list[str] = []


class Attended(Relationship[Person | State, Event]):
    """Who was at an event; nobody is named absent by silence."""

    role: str = "participant"
    confidence: Confidence = Confidence.MEMORY
    evidence: list[str] = []


class Involves(Relationship[Event, Organization | Instrument | State]):
    """Whose event it was: the organization that met, the instrument whose life it is a step of, the state that acted."""

    role: Key[InvolvementRole]
    evidence: list[str] = []


class States(Relationship[Source, Claim]):
    """A source makes a claim; of several, in `order`."""

    order: int = 1


class Subject(Relationship[Claim, Entity]):
    """What a claim is about; of several, in `order`."""

    order: int = 1


class Object(Relationship[Claim, Entity]):
    """What a claim relates its subject to; of several, in `order`."""

    order: int = 1
