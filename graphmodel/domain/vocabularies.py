"""The closed vocabularies of the world: every word that a column of `seeds/` or a property may hold, in one place.

Each is a `StrEnum`: a member is its word, and shows as it. A word is added here first, with its meaning, and only then used
in a table.
"""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word of a vocabulary."""

    def __repr__(self) -> str:
        return repr(self.value)


class Confidence(Word):
    """How far a fact, or the date of a fact, was checked."""

    VERIFIED = "verified"
    """Seen in a source or data set when the table was compiled."""
    PARTIAL = "partial"
    """The relation or the year was seen; the day is from memory, or only the year or month is known."""
    CONFLICT = "conflict"
    """Sources disagree: see `conflicts.csv`."""
    VERIFIED_CONFLICT = "verified_conflict"
    """Person and office were seen; the sources differ on the first day and nothing settles it."""
    MEMORY = "memory"
    """General knowledge of the compiler, not checked."""


class IdentifierConfidence(Word):
    """How an identifier of another database was found."""

    VERIFIED = "verified"
    SINGLE_REPO = "single_repo"
    """Seen in one public repository only."""


class OrganizationKind(Word):
    """What an organization is."""

    INTERGOVERNMENTAL_ORGANIZATION = "intergovernmental_organization"
    INFORMAL_GROUP = "informal_group"
    """States that meet without a constitutive treaty: BRICS, OPEC+."""
    TREATY_REGIME = "treaty_regime"
    """The parties of a treaty, before or without an organization: the Collective Security Treaty."""
    ORGAN = "organ"
    """Part of an organization, with members or observers of its own: a parliamentary assembly."""
    NEGOTIATION_FORMAT = "negotiation_format"
    BLOC = "bloc"
    GOVERNMENT_BODY = "government_body"
    """A ministry, a parliament, an administration of one state."""
    COMPANY = "company"
    MEDIA = "media"
    UNIVERSITY = "university"
    THINK_TANK = "think_tank"


class OrganizationField(Word):
    """What an organization is for."""

    COMMODITY_FORUM = "commodity_forum"
    COMMODITY_ORGANIZATION = "commodity_organization"
    ECONOMIC_COOPERATION = "economic_cooperation"
    ECONOMIC_POLITICAL_UNION = "economic_political_union"
    ECONOMIC_UNION = "economic_union"
    INTERGOVERNMENTAL_FORUM = "intergovernmental_forum"
    MILITARY_ALLIANCE = "military_alliance"
    PARLIAMENTARY_ASSEMBLY = "parliamentary_assembly"
    REGIONAL_POLITICAL = "regional_political"
    SECURITY_FORUM = "security_forum"
    SECURITY_POLITICAL = "security_political"
    SUPRANATIONAL_UNION = "supranational_union"


class MembershipStatus(Word):
    """What a state is in an organization. `status_schemes.csv` ranks the words, for each organization apart."""

    MEMBER = "member"
    PARTY = "party"
    FOUNDING_STATE = "founding_state"
    ASSOCIATE_MEMBER = "associate_member"
    PARTICIPANT = "participant"
    PARTNER = "partner"
    OBSERVER = "observer"
    DIALOGUE_PARTNER = "dialogue_partner"
    INVITED = "invited"
    INVITED_PARTNER = "invited_partner"
    CANDIDATE = "candidate"
    PARTICIPATION_FROZEN = "participation_frozen"


class HolderKind(Word):
    """Who holds an office."""

    PERSON = "person"
    COLLECTIVE = "collective"


class Role(Word):
    """What an office is in its state."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    SUPREME_LEADER = "supreme_leader"
    """The Supreme Leader of Iran, whose president is coded as head of government."""
    EFFECTIVE_LEADER = "effective_leader"
    """Whoever in fact leads the state, whatever the office: what Archigos codes."""
    OTHER = "other"
    """Any other post, and any that only a text names: a minister, a professor, the ruler of a state."""


class Capacity(Word):
    """In which capacity an office is held."""

    FULL = "full"
    ACTING = "acting"
    INTERIM = "interim"
    CARETAKER = "caretaker"
    CO_HOLDER = "co_holder"


class Effective(Word):
    """Whether the holder exercised the office in fact."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    """Contested by rivals."""


class PactKind(Word):
    """What a pact is about, or by what kind of instrument."""

    ACCESSION = "accession"
    ALLIANCE = "alliance"
    """A formal alliance of any kind: what ATOP codes."""
    BANK = "bank"
    CONFIDENCE_BUILDING = "confidence_building"
    COOPERATION_PROGRAMME = "cooperation_programme"
    DEFENSE_COOPERATION = "defense_cooperation"
    DEFENSE_PACT = "defense_pact"
    ECONOMIC_UNION = "economic_union"
    ENVIRONMENT = "environment"
    FOUNDING_DECLARATION = "founding_declaration"
    FREE_TRADE = "free_trade"
    FRIENDSHIP = "friendship"
    NUCLEAR = "nuclear"
    ORGANIZATION_CHARTER = "organization_charter"
    POLITICAL_COMMITMENT = "political_commitment"
    PRODUCTION_AGREEMENT = "production_agreement"
    SECURITY_COOPERATION = "security_cooperation"
    STRATEGIC_PARTNERSHIP = "strategic_partnership"
    TERRITORIAL = "territorial"
    TRADE = "trade"
    TRANSPORT = "transport"
    UNION = "union"


class PactScope(Word):
    """How many parties a pact has."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"


class PartyKind(Word):
    """What a party of a pact is."""

    STATE = "state"
    ORGANIZATION = "organization"


class ActKind(Word):
    """What one party does about a pact (`TREATY_ACT`)."""

    SIGNATURE = "signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    PROVISIONAL_APPLICATION = "provisional_application"
    PROVISIONAL_APPLICATION_END = "provisional_application_end"
    RESERVATION = "reservation"
    OBJECTION = "objection"
    DENUNCIATION = "denunciation"
    WITHDRAWAL = "withdrawal"
    """Leaving without a notice of denunciation: declining a renewal, walking out of a political commitment."""
    RE_ACCESSION = "re_accession"


class PactEventKind(Word):
    """What happens to a pact as a whole."""

    ADOPTION = "adoption"
    ENTRY_INTO_FORCE = "entry_into_force"
    CLAIMED_ENTRY_INTO_FORCE = "claimed_entry_into_force"
    """Said to be in force by someone, against the depositary or the other party."""
    EXTENSION = "extension"
    EXTENSION_SIGNATURE = "extension_signature"
    EXTENSION_IN_FORCE = "extension_in_force"
    RENEWAL = "renewal"
    DECREE = "decree"
    """A step of domestic law beside ratification."""
    SNAPBACK_NOTIFICATION = "snapback_notification"
    SANCTIONS_REIMPOSED = "sanctions_reimposed"
    TERMINATION = "termination"


class SignatoryRole(Word):
    """What a person did for a state in an event of a pact."""

    SIGNED = "signed"
    AGREED = "agreed"
    """Agreed on it in public, as on an extension; a signature was not seen."""


class ObligationTerm(Word):
    """One term of a pact. The first five are the terms of the ATOP data set and mean what its codebook says."""

    DEFENSE = "defense"
    OFFENSE = "offense"
    NEUTRALITY = "neutrality"
    NONAGGRESSION = "nonaggression"
    CONSULTATION = "consultation"
    CONFIDENCE_BUILDING = "confidence_building"
    COOPERATION = "cooperation"
    CUSTOMS_UNION = "customs_union"
    EXCLUSION_OF_FOREIGN_FORCES = "exclusion_of_foreign_forces"
    FINANCE = "finance"
    FREE_MOVEMENT = "free_movement"
    INTELLIGENCE_COOPERATION = "intelligence_cooperation"
    INTERVENTION_RIGHT = "intervention_right"
    MILITARY_COOPERATION = "military_cooperation"
    MILITARY_TECHNICAL = "military_technical"
    NO_OPPOSING_ALLIANCE = "no_opposing_alliance"
    """Not to join an alliance directed against a party."""
    NO_SANCTIONS_PARTICIPATION = "no_sanctions_participation"
    NONPROLIFERATION = "nonproliferation"
    NUCLEAR_COOPERATION = "nuclear_cooperation"
    PRODUCTION_QUOTA = "production_quota"
    SANCTIONS_RELIEF = "sanctions_relief"
    SECURITY_COOPERATION = "security_cooperation"
    TRADE = "trade"
    TRANSPORT = "transport"


ATOP_TERMS = frozenset(
    {
        ObligationTerm.DEFENSE,
        ObligationTerm.OFFENSE,
        ObligationTerm.NEUTRALITY,
        ObligationTerm.NONAGGRESSION,
        ObligationTerm.CONSULTATION,
    }
)
"""The terms that ATOP codes: what similarity measures and counts of alliances are taken from."""


class MeetingKind(Word):
    """What a meeting is."""

    HEADS_OF_STATE_SUMMIT = "heads_of_state_summit"
    COLLECTIVE_SECURITY_COUNCIL = "collective_security_council"
    GAS_SUMMIT = "gas_summit"
    BILATERAL_MEETING = "bilateral_meeting"


class SanctionKind(Word):
    """What a sanction restricts."""

    TRADE = "trade"
    ARMS = "arms"
    FINANCE = "finance"
    TRAVEL = "travel"
    ASSETS = "assets"
    """Frozen or blocked property of named persons and bodies, or of the state."""
    ENERGY = "energy"
    OTHER = "other"


class AmendmentKind(Word):
    """How a pact bears on an earlier one (`AMENDS`)."""

    SUPERSEDES = "supersedes"
    ACCESSION_TO = "accession_to"


class InvolvementRole(Word):
    """What an organization, pact or state has to do with an event (`INVOLVES`)."""

    MEETING_OF = "meeting_of"
    """The organization that met."""
    STEP_OF = "step_of"
    """The pact whose life it is a step of."""
    ACTOR = "actor"
    """The state that acted."""
    VISITOR = "visitor"
    HOST = "host"
    SIGNATORY = "signatory"
    BUILDER = "builder"
    BUYER = "buyer"
    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    IMPOSER = "imposer"
    TARGET = "target"
    VOTER = "voter"
    BELLIGERENT = "belligerent"
    SUPPORTER = "supporter"
    VICTIM = "victim"
    PARTICIPANT = "participant"
    ABSENT = "absent"
    """Said not to have been invited, or not to have been there: silence is no absence."""
    NOTIFIED = "notified"
    """The organization that a state says it leaves."""
    ACCUSER = "accuser"
    ACCUSED = "accused"


class WithdrawalKind(Word):
    """How a state said that it leaves an organization."""

    ANNOUNCEMENT = "announcement"
    """In public; when the organization was told is not recorded."""
    NOTIFICATION = "notification"
    DENUNCIATION = "denunciation"
    """By the steps of its own law against what binds it there, begun or done."""


class CollectiveKind(Word):
    """What a collective is."""

    ARMED_MOVEMENT = "armed_movement"
    POLITICAL_MOVEMENT = "political_movement"
    POPULATION = "population"
    STATES = "states"
    """States that are spoken of as one: the West, the Arab neighbours of Iran."""
    PEOPLE = "people"
    """Experts, some people in Russia."""
    MEDIA = "media"


class EventKind(Word):
    """What an event is that is neither a meeting of an organization nor a step of a pact."""

    SUMMIT = "summit"
    VISIT = "visit"
    TALKS = "talks"
    WAR = "war"
    ATTACK = "attack"
    CRISIS = "crisis"
    OVERTHROW = "overthrow"
    CRASH = "crash"
    TRANSFER = "transfer"
    CHARGE = "charge"
    ELECTION = "election"
    INAUGURATION = "inauguration"
    STATEMENT = "statement"
    DECISION = "decision"
    WITHDRAWAL_NOTICE = "withdrawal_notice"
    """A state says that it leaves an organization."""
    OTHER = "other"


class ProjectKind(Word):
    """What a project is."""

    POWER_PLANT = "power_plant"
    PIPELINE = "pipeline"
    CORRIDOR = "corridor"
    SWAP = "swap"
    ARMS_SALE = "arms_sale"
    AIRCRAFT_DEAL = "aircraft_deal"
    PAYMENT_LINK = "payment_link"
    OTHER = "other"


class PlaceKind(Word):
    """What a place is."""

    CITY = "city"
    SEA = "sea"
    REGION = "region"
    SITE = "site"


class TopicKind(Word):
    """What a topic is."""

    RELATIONSHIP = "relationship"
    """The tie of two states as a thing that can grow or cool."""
    SECTOR = "sector"
    GOOD = "good"
    FLOW = "flow"
    """Trade of one kind between two states."""
    POLICY = "policy"
    ISSUE = "issue"
    IDEA = "idea"


class SuccessionKind(Word):
    """How something comes after something."""

    CONTINUES = "continues"
    """The same person of law under another name: no exit and no entry (Soviet Union, Russia)."""
    DISSOLVES = "dissolves"
    """One of several that remain when it ends."""
    SECEDES = "secedes"
    """Leaves what goes on."""
    MERGES = "merges"
    """Goes into another."""


class Stance(Word):
    """How somebody stands to something."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    PRAISES = "praises"
    CRITICISES = "criticises"
    FEARS = "fears"
    WANTS = "wants"
