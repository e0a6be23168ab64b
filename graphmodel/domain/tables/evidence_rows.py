"""The tables of the evidence itself: where sources have from what they say, and where they disagree."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from graphmodel.domain.claim_vocabularies import Concept, CopyKind, Disagreement, Standing
from graphmodel.domain.tables.cells import Row, Slug, SourceId, SourceIds, Text, Texts, cells

Concepts = Annotated[tuple[Concept, ...], BeforeValidator(cells)]
ClaimIds = Annotated[tuple[Text, ...], BeforeValidator(cells)]


class SourceRelationRow(Row):
    """Where a source has from what it says: copies, mirrors, relays and compilations, which add no support of their own."""

    TABLE = "source_relations"

    source: SourceId = Field(description="The copy.")
    based_on: SourceId = Field(description="Its origin; unknown: it has one, and nobody knows which.")
    how: CopyKind = Field(description="In what way it has from there what it says.")
    note: Text | None = Field(default=None, description="How this is known.")


class ConflictRow(Row):
    """Where sources disagree, or seem to: both values, who says which, how far they are against each other, what was advised."""

    TABLE = "conflicts"

    subject: Text = Field(description="What it is about, as recorded.")
    table: Slug | None = Field(
        default=None, description="The table of the rows concerned; empty: none of these tables."
    )
    rows: Texts = Field(default=(), description="Keys of the rows concerned, in that table.")
    rows_a: Texts = Field(default=(), description="Those of them that the one value is said of; empty: all.")
    rows_b: Texts = Field(default=(), description="Those of them that the other value is said of; empty: all.")
    properties: Texts = Field(default=(), description="Columns concerned.")
    kind: Disagreement = Field(
        description="Contradicts: both cannot be true; corrects: the other is an error; else how they differ."
    )
    concepts_a: Concepts = Field(
        default=(), description="What the one date is a date of, one for all columns or one for each; empty: no date."
    )
    concepts_b: Concepts = Field(default=(), description="What the other date is a date of, likewise.")
    value_a: Text = Field(description="One value, in words.")
    value_b: Text = Field(description="The other value, in words.")
    coded_a: Texts = Field(
        default=(),
        description="The one value for each column, as that column would have it; censored DAY: no end by that day; "
        "not VALUE: only denied.",
    )
    coded_b: Texts = Field(default=(), description="The other value, likewise.")
    source_a: Text | None = Field(default=None, description="Who says the one, in words.")
    source_b: Text | None = Field(default=None, description="Who says the other, in words.")
    source_ids_a: SourceIds = Field(
        default=(), description="Those of `source_a` that are in sources.csv beyond doubt; empty: uncited."
    )
    source_ids_b: SourceIds = Field(default=(), description="Those of `source_b`, likewise.")
    standing_a: Standing | None = Field(
        default=None, description="In what position `source_a` is to say this; empty: that of its sources."
    )
    standing_b: Standing | None = Field(default=None, description="In what position `source_b` is, likewise.")
    claims_b: ClaimIds = Field(default=(), description="Claims of the seed texts that say the other.")
    advice: Text | None = Field(default=None, description="What the compiler advised, or why they differ.")
