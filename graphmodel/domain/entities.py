"""The nodes of the world: states, organizations, people, instruments, what they oblige to, events, and the evidence."""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

from datetime import date

from graphmodel.domain.vocabularies import (
    ActKind,
    Confidence,
    HolderKind,
    IdentifierConfidence,
    MeetingKind,
    Mode,
    ObligationTerm,
    OrganizationField,
    OrganizationKind,
    PactEventKind,
    PactKind,
    PactScope,
)
from graphmodel.model import Indexed, Key, Node, PartialDate, Period, Unique


class Entity(Node, abstract=True):
    """Anything that a claim can be about. Keys are unique among the nodes of one label."""

    key: Key[str]


class State(Entity):
    """A state. Its key is its ISO 3166-1 code of three letters where it has one."""

    name: Indexed[str]
    iso3: Unique[str | None] = None
    iso2: Unique[str | None] = None
    official_name: str | None = None
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class Organization(Entity):
    """An intergovernmental organization, an informal group, a treaty regime, or an organ of one of these (`kind`)."""

    name: Indexed[str]
    short_name: str | None = None
    kind: OrganizationKind
    field: OrganizationField | None = None
    part_of: str | None = None
    founding_instrument: str | None = None
    founded: PartialDate | None = None
    in_force: PartialDate | None = None
    dissolved: PartialDate | None = None
    headquarters: str | None = None
    predecessor: str | None = None
    wikidata_qid: str | None = None
    qid_confidence: IdentifierConfidence | None = None
    cow_ioname: str | None = None
    constitutive_pacts: list[str] = []
    known_to: date | None = None
    """The last day to which its memberships were looked at: a spell that is open is known to run until then."""
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class Person(Entity):
    """Somebody, or several who hold an office together (`kind`)."""

    name: Indexed[str]
    kind: HolderKind = HolderKind.PERSON
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class Leader(Person):
    """A person who holds or held an office."""


class Instrument(Entity):
    """Something agreed, decreed or resolved, with legal or political force."""

    name: Indexed[str]
    alt_name: str | None = None
    signed: PartialDate | None = None
    in_force: PartialDate | None = None
    ended: PartialDate | None = None
    place: str | None = None
    confidence: Confidence = Confidence.MEMORY
    date_confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class Pact(Instrument):
    """A treaty, declaration or other instrument of two or more parties, binding or not."""

    kind: PactKind
    scope: PactScope
    valid: Period
    """From its entry into force to its end; where the entry is not known, from an unknown day after its signature."""


class Obligation(Entity):
    """One term of a pact."""

    term: Indexed[ObligationTerm]
    article: str | None = None
    valid: Period
    evidence: list[str] = []


class Event(Entity):
    """Something that happened or is announced: a meeting, or a step in the life of a pact."""

    kind: Indexed[MeetingKind | PactEventKind | ActKind]
    date: PartialDate
    place: str | None = None
    mode: Mode = Mode.ASSERTED
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class Source(Entity):
    """Who published what, when."""

    title: str
    publisher: str
    date: PartialDate | None = None
    date_note: str | None = None


class Claim(Entity):
    """One assertion of one source: what the world's relationships are derived from, by the rules of `graphmodel.domain.rules`."""

    predicate: Indexed[str]
    mode: Mode = Mode.ASSERTED
    positive: bool = True
    value: str | None = None
    """What is asserted, where it is a word: a status, the title of an office, a term, the kind of an act."""
    concept: str | None = None
    """What its dates are dates of: an act and its effect, an election and an oath are different concepts."""
    spell: str | None = None
    """The spell that it is about."""
    valid: Period | None = None
    on: PartialDate | None = None
    """The day of what happened once."""
    qualifiers: list[str] = []
    """The rest of what is asserted, each as `name=value`."""
    confidence: Confidence | None = None
    """None where nobody said how far it was checked."""
    date_confidence: Confidence | None = None
    note: str | None = None
