"""The relationships of the world. Those that hold for a time are spells with an identity of their own.

`evidence` holds the keys of the claims that a relationship is derived from; `confidence` is the weakest of theirs, and
`memory`, unchecked, where nobody says otherwise. `contested` holds values of equal rank that disagree, each as
`what.property=value`, the one reported first; where it is empty nothing is contested. `dataset` is the key of the Source that an
imported data set is; what rests on claims has none.
"""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

from graphmodel.domain.entities import (
    CodeList,
    Collective,
    Entity,
    Event,
    Instrument,
    Obligation,
    Organization,
    Pact,
    Person,
    Place,
    Project,
    State,
    Territory,
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
    Stance,
    SuccessionKind,
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
    contested: list[str] = []
    dataset: str | None = None
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
    contested: list[str] = []
    dataset: str | None = None
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
    contested: list[str] = []
    evidence: list[str] = []


class PartyTo(Relationship[State | Organization, Instrument]):
    """Who is bound by an instrument, for a time. Derived: from acts, or by the rule `charter_party` from full memberships."""

    spell: Key[str]
    rule: str
    valid: Period
    confidence: Confidence = Confidence.MEMORY
    contested: list[str] = []
    dataset: str | None = None
    evidence: list[str] = []


class Amends(Relationship[Instrument, Instrument]):
    """How an instrument bears on an earlier one: supersedes it, or is an accession to it."""

    how: Key[AmendmentKind]
    evidence: list[str] = []


class Obliges(Relationship[Pact, Obligation]):
    """A term of a pact."""

    evidence: list[str] = []


class OwedBy(Relationship[Obligation, State | Organization]):
    """Who owes it, where it is not owed by all parties."""

    evidence: list[str] = []


class OwedTo(Relationship[Obligation, State | Organization]):
    """To whom it is owed, where it is not owed to all parties."""

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


class Involves(Relationship[Event | Instrument | Project, Organization | Instrument | State | Person | Collective]):
    """Who or what belongs to an event, instrument or project: the organization that met, the pact whose life it is a step of."""

    role: Key[InvolvementRole]
    evidence: list[str] = []


class InSystem(Relationship[State | Territory, CodeList]):
    """A state is in a list of states, for a time, under a code where the list gives codes."""

    spell: Key[str]
    code: Indexed[str | None] = None
    valid: Period
    dataset: str | None = None
    evidence: list[str] = []


class SucceededBy(Relationship[State | Organization, State | Organization]):
    """What comes after a state or an organization: `continues` is the same one under another name."""

    how: Key[SuccessionKind]
    date: PartialDate | None = None
    note: str | None = None
    evidence: list[str] = []


class PartOf(Relationship[Entity, Entity]):
    """A round of a format, a unit of a plant, a clause of a treaty, an organ of an organization."""

    evidence: list[str] = []


class LocatedIn(Relationship[Event | Project | Place | Organization, Place | State]):
    """Where something is or takes place."""

    evidence: list[str] = []


class Concerns(Relationship[Instrument | Event | Project, Entity]):
    """What an instrument, event or project is about: sectors, goods, issues."""

    evidence: list[str] = []


class StanceOn(Relationship[Person | State | Organization | Collective, Entity]):
    """How somebody stands to something, as of when it was said."""

    stance: Key[Stance]
    valid: Period | None = None
    evidence: list[str] = []
