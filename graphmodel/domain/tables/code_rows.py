"""The tables of identity: lists of states, who is in them under which code, and what came after what."""

from __future__ import annotations

from pydantic import Field

from graphmodel.domain.tables.cells import KNOWN_TO, CodeListKey, Row, Slug, SourceId, StateKey, Text
from graphmodel.domain.vocabularies import PartyKind, SuccessionKind
from graphmodel.model import PartialDate


class CodeListRow(Row):
    """Lists of states, or of codes for them."""

    TABLE = "code_lists"

    name: Text = Field(description="What it is called, with its version.")
    known_to: PartialDate = Field(description="The last day that it covers: an open spell is known to run until then.")
    source_id: SourceId = Field(description="Who publishes it.")
    note: Text | None = Field(default=None, description="What it lists, and what its codes are.")


class StateSystemRow(Row):
    """Which state was in which list, from when to when, under which code."""

    TABLE = "state_systems"
    SORTED_BY = ("system", "state", "start", "key")

    system: CodeListKey = Field(description="The list.")
    state: StateKey = Field(description="The state.")
    code: Text | None = Field(default=None, description="Its code in that list; empty where there is none.")
    abbreviation: Text | None = Field(
        default=None, description="Its letters in that list, which are codes of the list `<system>_abbrev`."
    )
    start: PartialDate = Field(description="First day in the list.")
    end: PartialDate | None = Field(
        default=None, description="First day no longer in it; empty: still in it when the list ends (its known_to)."
    )
    source_id: SourceId = Field(description="The source the row rests on.")
    note: Text | None = Field(default=None, description="What the columns cannot say.")


class SuccessionRow(Row):
    """What came after a state or an organization, and how."""

    TABLE = "successions"
    SORTED_BY = ("kind", "predecessor", "successor", "key")
    COVERED_TO = KNOWN_TO

    kind: PartyKind = Field(description="Whether both are states or both organizations.")
    predecessor: Slug = Field(description="What was before; a key of states or organizations.")
    successor: Slug = Field(description="What came after it; a key of the same table.")
    how: SuccessionKind = Field(
        description="continues: the same under another name; dissolves: one of several that remain; "
        "secedes: leaves what goes on; merges: goes into it."
    )
    date: PartialDate = Field(description="When.")
    source_id: SourceId = Field(description="The source the row rests on.")
    note: Text | None = Field(default=None, description="What the columns cannot say.")
