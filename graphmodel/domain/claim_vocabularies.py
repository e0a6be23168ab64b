"""The closed vocabularies of the evidence: of sources, of claims, and of how claims bear on each other."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How something is said."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    """Announced beforehand; whether it took place was not found."""
    SPECULATIVE = "speculative"
    DENIED = "denied"


class Predicate(StrEnum):
    """What a claim says of its subject. Claims of the curated tables have these."""

    STATE = "state"
    """Names and codes of a state."""
    PERSON = "person"
    """Names of a person."""
    ORGANIZATION = "organization"
    """What an organization is; its objects are the pacts that constitute it."""
    PACT = "pact"
    """What a pact is, and from when to when it was in force."""
    STATUS_MEANS = "status_means"
    """What a status means in an organization, for a time."""
    MEMBER_OF = "member_of"
    """A state has a status in an organization, for a time."""
    HOLDS_OFFICE = "holds_office"
    """A person holds an office of a state, for a time."""
    ORIGINAL_PARTY = "original_party"
    """A state or an organization is an original signatory of a pact."""
    OBLIGES = "obliges"
    """A pact has a term."""
    PACT_EVENT = "pact_event"
    """Something happened to a pact; its object is the state that acted."""
    SIGNED = "signed"
    """A person signed a pact, or agreed to a step in its life; its objects are the pact and the state."""
    MET = "met"
    """An organization or several states met; its objects are people who were there."""
    HAS_VALUE = "has_value"
    """A property of an entity, or of a spell, has a value: what rival values are kept as."""


class ClaimKind(StrEnum):
    """What a claim is about, or how it came to be."""

    ROW = "row"
    """A row of the curated tables."""
    PROPERTY = "property"
    """One value of one property, as one source has it: what rival values are kept as."""
    DERIVED = "derived"
    """Worked out from other claims, which `SUPPORTS` it with the basis `derived`; no source states it."""
    REFERENCE = "reference"
    """A fact looked up to check others by."""
    AGREEMENT = "agreement"
    ARMS = "arms"
    CONFLICT = "conflict"
    DOCUMENT = "document"
    DRIVER = "driver"
    """A cause of closer or looser ties."""
    ECONOMY = "economy"
    ENERGY_PROJECT = "energy_project"
    FINANCE = "finance"
    FORMAT = "format"
    GEOGRAPHY = "geography"
    INFRASTRUCTURE = "infrastructure"
    LEGAL_CASE = "legal_case"
    MEETING = "meeting"
    MEMBERSHIP = "membership"
    ORGANISATION_FACT = "organisation_fact"
    PERSON_ROLE = "person_role"
    POSITION = "position"
    PROSPECT = "prospect"
    RELATION = "relation"
    SANCTION = "sanction"
    SECURITY = "security"
    TRADE = "trade"
    TRANSFER = "transfer"


class Approximation(StrEnum):
    """How a number is meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"
    VAGUE = "vague"


class DateBasis(StrEnum):
    """How the time of a claim is known."""

    STATED = "stated"
    """Printed as it stands here."""
    RESOLVED = "resolved"
    """Worked out from the words of the source; the note says how."""
    INFERRED = "inferred"


class SourceKind(StrEnum):
    """What a source is."""

    WORK = "work"
    """What the curated tables rest on."""
    SEED_TEXT = "seed_text"
    """A text that was taken apart, claim by claim."""
    REFERENCE = "reference"
    """What claims were checked by."""
    HAND = "hand"
    """Somebody who enters claims here."""


class Standing(StrEnum):
    """In what position a publisher is to say something; the first is the strongest."""

    DEPOSITARY = "depositary"
    """Who keeps the instrument, or the secretariat of the organization."""
    STATE_CONCERNED = "state_concerned"
    """A state, of its own acts."""
    OTHER_PARTY = "other_party"
    OTHER = "other"
    """The press, scholars, agencies."""
    COMPILATION = "compilation"
    """A data set, an encyclopedia, a list: of many things at once."""


class CopyKind(StrEnum):
    """How a source has what it says from another."""

    COPY = "copy"
    TRANSLATION = "translation"
    SYNDICATION = "syndication"
    """The story of an agency, told on."""
    COMPILATION = "compilation"


class SupportBasis(StrEnum):
    """Why a claim bears out another."""

    STATED = "stated"
    """Both say so."""
    DERIVED = "derived"
    """The other was worked out from it."""
    REFERENCE = "reference"
    """It was looked up to check the other."""


class Disagreement(StrEnum):
    """How a claim is against another. Only the first is a contradiction."""

    CONTRADICTS = "contradicts"
    CORRECTS = "corrects"
    """A reference that has it otherwise."""
    REFUTES = "refutes"
    """A reference by which it is not so."""
    TENSION = "tension"
    """Both can be true, though not easily."""
    DIFFERS_IN_SCOPE = "differs_in_scope"
    DIFFERS_IN_TIME = "differs_in_time"
    DIFFERS_IN_DEFINITION = "differs_in_definition"
    """They date different things: an election and an oath."""


class Degree(StrEnum):
    """How far two claims are against each other."""

    FULL = "full"
    PARTIAL = "partial"


class QualifierRole(StrEnum):
    """In what role a claim names something beside its subjects and objects."""

    PLACE = "place"
    ITEM = "item"
    SECTOR = "sector"
    OCCASION = "occasion"
    BENEFICIARY = "beneficiary"
    TARGET = "target"
    CONTRAST = "contrast"
    CHANNEL = "channel"
    VIA = "via"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    CAUSE = "cause"
    PROJECT = "project"
    ALSO = "also"


class Concept(StrEnum):
    """What a date is the date of. Claims of different concepts differ in definition: they do not conflict."""

    LEGAL_EFFECT = "legal_effect"
    """From this day it bound, or held: what the world reports unless it is asked for another."""
    SIGNATURE = "signature"
    DEPOSIT = "deposit"
    """The instrument was handed in."""
    NOTIFICATION = "notification"
    """A note or a letter told the others."""
    DECISION = "decision"
    ANNOUNCEMENT = "announcement"
    INVITATION = "invitation"
    MEMORANDUM = "memorandum"
    NATIONAL_APPROVAL = "national_approval"
    """A state agreed at home to what was decided."""
    ELECTION = "election"
    INAUGURATION = "inauguration"
    CURRENT_TERM = "current_term"
    """The present term of somebody who was in office before."""
    LAST_DAY = "last_day"
    """The last day on which it held, where the end is counted as the first on which it no longer did."""
    PREDECESSOR = "predecessor"
    """The start of what came before, counted as the same."""
    CEREMONY = "ceremony"
    FIRST_SUMMIT = "first_summit"
    FIRST_MEETING = "first_meeting"
    """The first meeting below a summit."""
    EXPIRY = "expiry"
    """A term ran out, without an act of its own."""
    TERMINATION_BY_SNAPBACK = "termination_by_snapback"
