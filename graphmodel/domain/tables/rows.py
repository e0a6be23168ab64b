"""One model a table of `seeds/`: the columns, their types, what they mean, and which table they point to.

A cell of a list is split at ``"; "``. Dates are `PartialDate` (EDTF), never a day that nobody knows. An empty cell is
``None``, or the empty list.
`graphmodel.domain.tables` reads the files into these rows; `graphmodel.domain.tables.datapackage` describes them.
"""

from __future__ import annotations

import datetime

from pydantic import Field

from graphmodel.domain.claim_vocabularies import Mode, SourceKind, Standing
from graphmodel.domain.tables.cells import (
    KNOWN_TO,
    EventKey,
    Flag,
    OrganizationKey,
    PactKey,
    PactKeys,
    PersonKey,
    PersonKeys,
    Row,
    Slug,
    SourceId,
    SourceIds,
    StateCode,
    StateKey,
    StateKeys,
    Text,
    Texts,
)
from graphmodel.domain.tables.code_rows import CodeListRow, StateSystemRow, SuccessionRow
from graphmodel.domain.tables.evidence_rows import ConflictRow, SourceRelationRow
from graphmodel.domain.tables.observed_rows import IndicatorRow, MeasurementRow, SanctionRow
from graphmodel.domain.tables.text_rows import ClaimLinkRow, ClaimRow, ReferenceRow, ThingRow
from graphmodel.domain.vocabularies import (
    ActKind,
    Capacity,
    Confidence,
    Effective,
    HolderKind,
    IdentifierConfidence,
    MeetingKind,
    MembershipStatus,
    ObligationTerm,
    OrganizationField,
    OrganizationKind,
    PactEventKind,
    PactKind,
    PactScope,
    PartyKind,
    Role,
    SignatoryRole,
    WithdrawalKind,
)
from graphmodel.model import PartialDate

_SOURCE = "The source the row rests on; uncited where there is none."
_PACTS_SOURCE = "The source of its pact: the row has none of its own."
_NOTE = "What the columns cannot say; further sources by their key."
_CHECKED = "How far the fact was checked."
_DATES_CHECKED = "How far the dates were checked."
_END = "First day (month, year) on which it no longer held; empty: still open when last looked at."


class SourceRow(Row):
    """Who published what when. All rows of the other tables rest on these."""

    TABLE = "sources"

    title: Text = Field(description="Title; for a news report that has only day and paper, whom it is about.")
    publisher: Text = Field(description="Who published it, or whose copy was seen.")
    kind: SourceKind = Field(default=SourceKind.WORK, description="What it is; empty: a work the tables rest on.")
    standing: Standing = Field(
        default=Standing.OTHER, description="In what position its publisher is to say what it says; empty: other."
    )
    date: PartialDate | None = Field(default=None, description="Date of publication, as stated.")
    date_note: Text | None = Field(default=None, description="What is said of the date where there is no date proper.")
    published_from: datetime.date | None = Field(
        default=None, description="The first day on which it can have been published, where that was worked out."
    )
    published_to: datetime.date | None = Field(
        default=None, description="The last day on which it can have been published, where that was worked out."
    )
    language: Text | None = Field(default=None, description="Language, as a code of ISO 639-1.")
    url: Text | None = Field(default=None, description="Where it was read.")
    note: Text | None = Field(default=None, description="What is to be known of its reliability or its origin.")


class StateRow(Row):
    """States of today and of the past: those of the other tables, and all of COW and of Gleditsch and Ward since 1816."""

    TABLE = "states"

    key: StateCode = Field(
        description="ISO 3166-1 code of three letters, also a withdrawn one; a name in small letters where there never was one."
    )
    iso2: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 code of two letters.")
    name: Text = Field(description="Short English name in common use.")
    official_name: Text | None = Field(default=None, description="Long English name; empty where it was not certain.")
    aliases: Texts = Field(default=(), description="Other names and spellings.")
    source_id: SourceId = Field(description=_SOURCE + " (Of the codes; names are common knowledge.)")
    note: Text | None = Field(default=None, description=_NOTE)


class OrganizationRow(Row):
    """Organizations, groups, treaty regimes, and organs with members or observers of their own."""

    TABLE = "organizations"

    short_name: Text = Field(description="Abbreviation or short name.")
    name: Text = Field(description="Full English name.")
    aliases: Texts = Field(default=(), description="Other names and spellings.")
    kind: OrganizationKind = Field(description="What it is by law.")
    field: OrganizationField | None = Field(
        default=None, description="What it is for; empty where states are no members of it."
    )
    part_of: OrganizationKey | None = Field(default=None, description="The organization whose organ it is.")
    founding_instrument: Text | None = Field(default=None, description="The instrument that founded it, in words.")
    founded: PartialDate | None = Field(default=None, description="When it was founded (mostly: signature).")
    in_force: PartialDate | None = Field(default=None, description="When its founding instrument entered into force.")
    dissolved: PartialDate | None = Field(default=None, description="First day on which it was no more.")
    headquarters: Text | None = Field(default=None, description="City of its seat.")
    predecessor: OrganizationKey | None = Field(
        default=None, description="Its predecessor, which successions.csv has too, with kind and day."
    )
    wikidata_qid: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$", description="Wikidata item.")
    qid_confidence: IdentifierConfidence | None = Field(default=None, description="How the Wikidata item was found.")
    cow_ioname: Text | None = Field(default=None, description="Abbreviation in the COW IGO data, version 3.")
    constitutive_pacts: PactKeys = Field(
        default=(), description="Pacts that bind its full members as such, also those that joined later."
    )
    known_to: PartialDate | None = Field(
        default=None, description="The last day to which its memberships were looked at; empty: not looked at."
    )
    source_id: SourceId = Field(description=_SOURCE)
    confidence: Confidence = Field(description="How far the row was checked.")
    note: Text | None = Field(default=None, description=_NOTE)


class PersonRow(Row):
    """Holders of offices and signatories, one row each."""

    TABLE = "people"

    name: Text = Field(description="Name in common English spelling.")
    kind: HolderKind = Field(description="A person, or several who hold an office together.")
    aliases: Texts = Field(default=(), description="Other names and spellings.")
    source_id: SourceId = Field(description=_SOURCE)
    note: Text | None = Field(default=None, description=_NOTE)


class OfficeRow(Row):
    """Office spells: who held which office of a state, from when to when, in which capacity."""

    TABLE = "offices"
    SORTED_BY = ("state", "role", "start", "key")
    COVERED_TO = KNOWN_TO

    state: StateKey = Field(description="The state whose office it is.")
    office: Text = Field(description="Title of the office.")
    role: Role = Field(description="What the office is in its state.")
    person: PersonKey = Field(description="Who held it.")
    start: PartialDate = Field(description="First day in office; what it counts from is said in the note.")
    end: PartialDate | None = Field(default=None, description=_END)
    capacity: Capacity = Field(
        description="In which capacity it was held; where that changed, the one of the main part."
    )
    effective: Effective = Field(
        description="Whether the office was exercised in fact; unknown where rivals contested it, otherwise true."
    )
    other_capacity: Capacity | None = Field(
        default=None, description="Another capacity, held in a part of the spell or directly before it."
    )
    other_capacity_from: PartialDate | None = Field(default=None, description="First day in the other capacity.")
    other_capacity_to: PartialDate | None = Field(
        default=None, description="First day no longer in the other capacity."
    )
    source_id: SourceId = Field(description="The first source that `verified_by` lists.")
    more_source_ids: SourceIds = Field(default=(), description="The other sources that `verified_by` lists.")
    verified_by: Text = Field(
        description="Each source and how far its date lies from ours, in days (source minus ours; +-0d: the same day)."
    )
    confidence: Confidence = Field(description=_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


class StatusSchemeRow(Row):
    """What each status means in each organization: its rank, and whether it makes a full member."""

    TABLE = "status_schemes"
    SORTED_BY = ("organization", "key")

    organization: OrganizationKey = Field(description="The organization.")
    status: MembershipStatus = Field(description="The status.")
    rank: int | None = Field(
        default=None, ge=1, description="1 is the fullest; no order holds between organizations. Empty: not ranked."
    )
    full: Flag = Field(description="Whether it makes a full member, bound by the constitutive pacts.")
    overlay: Flag = Field(description="Whether it runs beside another spell of the state, and leaves that as it is.")
    stage: Flag = Field(description="Whether it is a stage on the way in, such as an invitation, and no rank.")
    since: PartialDate | None = Field(default=None, description="From when the row holds; empty: from the start.")
    until: PartialDate | None = Field(default=None, description="First day on which it no longer holds; empty: open.")
    source_id: SourceId = Field(description=_SOURCE + " (Ranks are decisions of the coders.)")
    note: Text | None = Field(default=None, description="Why it is ranked so.")


class MembershipRow(Row):
    """Membership spells: which status a state had in an organization, from when to when."""

    TABLE = "memberships"
    SORTED_BY = ("organization", "state", "start", "key")

    organization: OrganizationKey = Field(description="The organization.")
    state: StateKey = Field(description="The state.")
    status: MembershipStatus = Field(description="The status it had; ranked in status_schemes.")
    start: PartialDate = Field(description="First day (month, year) in this status.")
    end: PartialDate | None = Field(default=None, description=_END)
    basis: Text | None = Field(default=None, description="By what act or decision the dates are counted.")
    source_id: SourceId = Field(description=_SOURCE)
    status_confidence: Confidence = Field(description="How far the status was checked.")
    date_confidence: Confidence = Field(description=_DATES_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


class WithdrawalRow(Row):
    """That a state said that it leaves an organization, and when; whether and when it left is the end of its membership."""

    TABLE = "withdrawals"
    SORTED_BY = ("organization", "state", "date", "key")

    organization: OrganizationKey = Field(description="The organization.")
    state: StateKey = Field(description="The state.")
    kind: WithdrawalKind = Field(description="How it was said.")
    date: PartialDate = Field(description="The day (month, year) on which it was said, or else first reported.")
    source_id: SourceId = Field(description=_SOURCE)
    more_source_ids: SourceIds = Field(default=(), description="Further sources.")
    confidence: Confidence = Field(description=_CHECKED)
    date_confidence: Confidence = Field(description=_DATES_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


class PactRow(Row):
    """Treaties, declarations and other instruments between two or more parties, binding or not."""

    TABLE = "pacts"
    COVERED_TO = KNOWN_TO

    name: Text = Field(description="English name.")
    alt_name: Text | None = Field(default=None, description="Another name.")
    aliases: Texts = Field(default=(), description="Further names and spellings.")
    kind: PactKind = Field(description="What it is about, or by what kind of instrument.")
    scope: PactScope = Field(description="Two parties or more.")
    signed: PartialDate = Field(description="When it was signed, or adopted.")
    in_force: PartialDate | None = Field(
        default=None, description="When it entered into force; empty: not, or not known."
    )
    not_in_force_on: PartialDate | None = Field(
        default=None, description="The last day (month, year) on which it is known not to have been in force yet."
    )
    ended: PartialDate | None = Field(default=None, description="First day on which it was no longer in force.")
    place: Text | None = Field(default=None, description="Where it was signed.")
    supersedes: PactKey | None = Field(default=None, description="The pact it replaces.")
    accession_to: PactKey | None = Field(default=None, description="The base pact, where this is an accession to it.")
    source_id: SourceId = Field(description=_SOURCE)
    confidence: Confidence = Field(description=_CHECKED)
    date_confidence: Confidence = Field(description=_DATES_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


class PactPartyRow(Row):
    """The original signatories of each pact. Who is bound on a later day follows from rules (see README.md)."""

    TABLE = "pact_parties"
    SORTED_BY = ("pact", "party")

    pact: PactKey = Field(description="The pact.")
    party: Slug = Field(description="Key of a state or of an organization, as `party_kind` says.")
    party_kind: PartyKind = Field(description="Whether the party is a state or an organization.")
    basis: Text = Field(description="Why it is listed.")
    source_id: SourceId = Field(description=_PACTS_SOURCE)


class PactObligationRow(Row):
    """What a pact obliges its parties to."""

    TABLE = "pact_obligations"
    SORTED_BY = ("pact", "term")

    pact: PactKey = Field(description="The pact.")
    term: ObligationTerm = Field(description="The term: ATOP's five, and plain words for the rest.")
    article: Text | None = Field(default=None, description="The article that says so.")
    source_id: SourceId = Field(description=_PACTS_SOURCE)


class PactEventRow(Row):
    """What happened to a pact, and what its parties did about it: one row for each state that acted."""

    TABLE = "pact_events"
    SORTED_BY = ("pact", "date", "key")
    COVERED_TO = KNOWN_TO

    event: Slug = Field(description="Joins the rows of one event of several states; the key of a row without actor.")
    pact: PactKey = Field(description="The pact.")
    kind: ActKind | PactEventKind = Field(description="An act of a party, or an event of the pact as a whole.")
    date: PartialDate = Field(description="When it happened.")
    actor: StateKey | None = Field(
        default=None, description="The state that acted, or that holds that it happened where this is disputed."
    )
    actor_text: Text | None = Field(default=None, description="Who acted, or how, as recorded before it was split.")
    source_id: SourceId = Field(description=_SOURCE)
    confidence: Confidence = Field(description=_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


class PactSignatoryRow(Row):
    """Who signed, or agreed, for which state in an event of a pact."""

    TABLE = "pact_signatories"

    event: EventKey = Field(description="The event, which gives pact and date.")
    person: PersonKey = Field(description="Who signed.")
    on_behalf_of: StateKey = Field(description="For which state.")
    role: SignatoryRole = Field(description="What the person did.")
    source_id: SourceId = Field(description=_SOURCE)
    confidence: Confidence = Field(description=_CHECKED)


class MeetingRow(Row):
    """Meetings of an organization, or of two or more states."""

    TABLE = "meetings"
    SORTED_BY = ("organization", "states", "date", "key")
    COVERED_TO = KNOWN_TO

    organization: OrganizationKey | None = Field(default=None, description="Whose meeting it was.")
    states: StateKeys = Field(default=(), description="The states that met, where it was not an organization's.")
    people: PersonKeys = Field(default=(), description="Who is named as present; never the whole list.")
    kind: MeetingKind = Field(description="What kind of meeting.")
    date: PartialDate = Field(description="Its day; of several days the last or only recorded one, see the note.")
    place: Text | None = Field(default=None, description="City.")
    mode: Mode = Field(description="Asserted, or planned: announced beforehand, outcome not found.")
    source_id: SourceId = Field(description=_SOURCE)
    confidence: Confidence = Field(description=_CHECKED)
    note: Text | None = Field(default=None, description=_NOTE)


ROWS: tuple[type[Row], ...] = (
    SourceRow,
    SourceRelationRow,
    StateRow,
    CodeListRow,
    StateSystemRow,
    OrganizationRow,
    SuccessionRow,
    PersonRow,
    OfficeRow,
    StatusSchemeRow,
    MembershipRow,
    WithdrawalRow,
    PactRow,
    PactPartyRow,
    PactObligationRow,
    PactEventRow,
    PactSignatoryRow,
    MeetingRow,
    SanctionRow,
    IndicatorRow,
    MeasurementRow,
    ConflictRow,
    ThingRow,
    ClaimRow,
    ClaimLinkRow,
    ReferenceRow,
)
"""The row models, each after those its columns point to (but for organizations, which name their pacts)."""
TABLES = frozenset(row.TABLE for row in ROWS)
"""The names of the tables: what the keys of their claims begin with."""
