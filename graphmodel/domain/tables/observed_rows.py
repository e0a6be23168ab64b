"""The tables of what data sets count and the curated world knows in part: sanctions, and figures of states."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from graphmodel.domain.tables.cells import References, Row, Slug, SourceId, StateKey, Text, cells
from graphmodel.domain.vocabularies import Confidence, PartyKind, SanctionKind
from graphmodel.model import PartialDate

SANCTIONS_KNOWN_TO = "2025-09-30"
"""The last day to which the sanctions of the table were looked at."""

IndicatorKey = Annotated[str, References("indicators")]
SanctionKinds = Annotated[tuple[SanctionKind, ...], Field(min_length=1), BeforeValidator(cells)]


class SanctionRow(Row):
    """Who sanctions whom, by which act, from when to when: one row for each act and pair."""

    TABLE = "sanctions"
    SORTED_BY = ("sender", "target", "start", "key")
    COVERED_TO = SANCTIONS_KNOWN_TO

    sender: Slug = Field(description="Key of a state or of an organization, as `sender_kind` says.")
    sender_kind: PartyKind = Field(description="Whether the sender is a state or an organization.")
    target: Slug = Field(description="Key of a state or of an organization, as `target_kind` says.")
    target_kind: PartyKind = Field(description="Whether the target is a state or an organization.")
    kinds: SanctionKinds = Field(description="What is restricted; later extensions of the act included.")
    start: PartialDate = Field(description="First day (month, year) on which it was in force.")
    end: PartialDate | None = Field(
        default=None, description="First day (month, year) on which it was no longer; empty: open when last looked at."
    )
    source_id: SourceId = Field(description="The act, or who describes it.")
    confidence: Confidence = Field(description="How far the fact was checked.")
    date_confidence: Confidence = Field(description="How far the dates were checked.")
    note: Text | None = Field(default=None, description="What the columns cannot say.")


class IndicatorRow(Row):
    """What is measured of states."""

    TABLE = "indicators"

    name: Text = Field(description="What it is called.")
    unit: Text = Field(description="The unit of its figures.")
    source_id: SourceId = Field(description="Who defines it.")
    note: Text | None = Field(default=None, description="What is to be known of it; what all of the world has.")


class MeasurementRow(Row):
    """A figure of a state: a stock on a day, or a flow of a time."""

    TABLE = "measurements"
    SORTED_BY = ("indicator", "state", "start", "key")

    indicator: IndicatorKey = Field(description="What was measured.")
    state: StateKey = Field(description="Of which state.")
    value: float = Field(ge=0, description="The figure, in the unit of the indicator.")
    start: PartialDate = Field(description="The day of a stock; the first day of a flow.")
    end: PartialDate = Field(description="The day after.")
    source_id: SourceId = Field(description="Who says so.")
    confidence: Confidence = Field(description="How far the figure was checked.")
    note: Text | None = Field(default=None, description="What the columns cannot say.")
