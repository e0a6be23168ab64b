"""The nodes of the world: states, organizations, people, instruments, what they oblige to, events, projects, places, topics."""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

from datetime import date

from graphmodel.domain.claim_vocabularies import Mode
from graphmodel.domain.vocabularies import (
    ActKind,
    CollectiveKind,
    Confidence,
    EventKind,
    HolderKind,
    IdentifierConfidence,
    MeetingKind,
    ObligationTerm,
    OrganizationField,
    OrganizationKind,
    PactEventKind,
    PactKind,
    PactScope,
    PlaceKind,
    ProjectKind,
    TopicKind,
)
from graphmodel.model import Indexed, Key, Node, PartialDate, Period, Unique


class Entity(Node, abstract=True):
    """Anything that a claim can be about. Keys are unique among the nodes of one label."""

    key: Key[str]


class State(Entity):
    """A state, of today or of the past. Its key is its ISO 3166-1 code of three letters where it has one.

    Whether it was a state on a day, and under which code, say its `IN_SYSTEM` spells: one list of states differs from another.
    """

    name: Indexed[str]
    iso3: Unique[str | None] = None
    iso2: Unique[str | None] = None
    official_name: str | None = None
    aliases: list[str] = []
    note: str | None = None
    contested: list[str] = []
    """Values of equal rank that disagree, each as `what.property=value`, the one reported first; empty: nothing is contested."""
    evidence: list[str] = []


class Territory(Entity):
    """What is counted beside states: Hong Kong, the Faroes. Never merged with a state."""

    name: Indexed[str]
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class Collective(Entity):
    """Many who are spoken of as one: the West, a population, an armed movement. Never merged with a state or an organization."""

    name: Indexed[str]
    kind: CollectiveKind
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class CodeList(Entity):
    """A list of states, or of codes for them: the systems of COW and of Gleditsch and Ward, the members of the United Nations."""

    name: Indexed[str]
    note: str | None = None
    evidence: list[str] = []


class Organization(Entity):
    """An organization, group, bloc, treaty regime, agency, company or medium, or an organ of one of these (`kind`)."""

    name: Indexed[str]
    short_name: str | None = None
    aliases: list[str] = []
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
    dataset: str | None = None
    """The key of the Source that brought it; None where it is curated."""
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    contested: list[str] = []
    """Values of equal rank that disagree, each as `what.property=value`, the one reported first; empty: nothing is contested."""
    evidence: list[str] = []


class Person(Entity):
    """Somebody, or several who hold an office together (`kind`)."""

    name: Indexed[str]
    kind: HolderKind = HolderKind.PERSON
    aliases: list[str] = []
    note: str | None = None
    contested: list[str] = []
    """Values of equal rank that disagree, each as `what.property=value`, the one reported first; empty: nothing is contested."""
    evidence: list[str] = []


class Leader(Person):
    """A person who holds or held an office."""


class Instrument(Entity):
    """Something agreed, decreed or resolved, with legal or political force."""

    name: Indexed[str]
    alt_name: str | None = None
    aliases: list[str] = []
    signed: PartialDate | None = None
    in_force: PartialDate | None = None
    ended: PartialDate | None = None
    place: str | None = None
    confidence: Confidence = Confidence.MEMORY
    date_confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    contested: list[str] = []
    """Values of equal rank that disagree, each as `what.property=value`, the one reported first; empty: nothing is contested."""
    evidence: list[str] = []


class Pact(Instrument):
    """A treaty, declaration or other instrument of two or more parties, binding or not."""

    kind: PactKind
    scope: PactScope
    valid: Period
    """From its entry into force to its end; where the entry is not known, from an unknown day after its signature."""


class Alliance(Pact):
    """A pact that a data set of alliances codes, with the provisions that say how far it is institutionalized.

    The codes are those of the ATOP codebook under their names there, 0 where the treaty has no such provision; None: not coded.
    `dataset` is the key of the Source.
    """

    dataset: str | None = None
    phase: int | None = None
    """Which of several terms of one alliance: 0 where its terms never changed."""
    milaid: int | None = None
    """Military aid."""
    milcon: int | None = None
    """Official contact of the armed forces in peace."""
    intcom: int | None = None
    """Integrated command."""
    subord: int | None = None
    """Subordination of forces of one member to another's command."""
    base: int | None = None
    """Bases, joint or of one member with another."""
    organ1: int | None = None
    """An organization that the alliance sets up."""
    contrib: int | None = None
    """What each member contributes is settled."""
    compag: int | None = None
    """Further agreements on military matters (1), or on others."""
    milinst: int | None = None
    """ATOP's own grade of military institutionalization, 0 to 2."""
    asymm: int | None = None
    """Whether members owe different things."""
    benson_clinton: float | None = None
    """The depth of the alliance as Benson and Clinton (2016) score it; a position on a scale of their model, not a count."""


class Measure(Instrument):
    """What one side decides: a decree, a sanction, a ban."""


class Resolution(Instrument):
    """What an organ resolves."""


class Obligation(Entity):
    """One term of a pact."""

    term: Indexed[ObligationTerm]
    article: str | None = None
    conditional: bool | None = None
    """Whether it depends on where, when or by whom a state is attacked; None where that is not coded."""
    against: list[str] = []
    """Keys of the states that it is against, where it names them."""
    valid: Period
    evidence: list[str] = []


class Event(Entity):
    """Something that happened or is announced: a meeting, a visit, a war, or a step in the life of a pact."""

    name: str | None = None
    kind: Indexed[MeetingKind | PactEventKind | ActKind | EventKind]
    date: PartialDate | None = None
    """The day of what happened once; of what lasted, `valid` has its time."""
    valid: Period | None = None
    aliases: list[str] = []
    place: str | None = None
    mode: Mode = Mode.ASSERTED
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    evidence: list[str] = []


class Project(Entity):
    """Something that is built, dealt in or run by several: a plant, a pipeline, a corridor, a swap."""

    name: Indexed[str]
    kind: ProjectKind
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class Place(Entity):
    """A city, sea, region or site. A capital that stands for its government is another name of the state, not a place."""

    name: Indexed[str]
    kind: PlaceKind
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []


class Topic(Entity):
    """What is spoken of: a sector, a good, an issue, an idea, or the relationship of two states as a thing."""

    name: Indexed[str]
    kind: TopicKind
    aliases: list[str] = []
    note: str | None = None
    evidence: list[str] = []
