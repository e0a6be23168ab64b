"""The evidence: who published what, what is asserted in it, and how assertions bear on each other.

Mode, polarity, hedge and attribution of a claim are four things. So are its three times: when it holds (`valid`, `on`), when it was
said (the dates of its sources), and when it was entered here (`recorded`).
"""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

import datetime

from graphmodel.domain.claim_vocabularies import (
    Approximation,
    ClaimKind,
    CopyKind,
    DateBasis,
    Degree,
    Disagreement,
    Mode,
    QualifierRole,
    SourceKind,
    Standing,
    SupportBasis,
)
from graphmodel.domain.entities import Collective, Entity, Organization, Person, State
from graphmodel.domain.vocabularies import Confidence
from graphmodel.model import Indexed, Key, PartialDate, Period, Relationship


class Source(Entity):
    """Who published what, when."""

    title: str
    author: str | None = None
    """Who wrote it, with ` and ` between several."""
    publisher: str
    kind: SourceKind = SourceKind.WORK
    standing: Standing = Standing.OTHER
    """In what position its publisher is to say what it says: what `official_first` ranks by, unless a claim knows better."""
    date: PartialDate | None = None
    date_note: str | None = None
    published_from: datetime.date | None = None
    """The first day on which it can have been published; None where nobody knows."""
    published_to: datetime.date | None = None
    """The last day on which it can have been published: what it says was said by then."""
    language: str | None = None
    url: str | None = None
    known_to: datetime.date | None = None
    """Of a data set: the last day that it covers."""
    note: str | None = None
    """What is to be known of its reliability."""


class Claim(Entity):
    """One assertion: what the world is derived from, by the rules of `graphmodel.domain.rules`."""

    predicate: Indexed[str]
    verb: str | None = None
    """The finer word behind the predicate."""
    kind: ClaimKind = ClaimKind.ROW
    mode: Mode = Mode.ASSERTED
    positive: bool = True
    hedge: str | None = None
    """The word by which it is softened: apparently, alleged."""
    value: str | None = None
    """What is asserted, where it is no entity: a status, the title of an office, a wording, the value of a property."""
    concept: str | None = None
    """What its dates are dates of: an election and an oath are different concepts. Claims conflict within one concept."""
    spell: str | None = None
    """The spell that it is about."""
    property: str | None = None
    """The property of its subject, or of its spell, whose value it gives: `signed`, `start`."""
    standing: Standing | None = None
    """In what position who says it is to say this; None: that of its sources."""
    valid: Period | None = None
    on: PartialDate | None = None
    """The day of what happened once."""
    as_of: datetime.date | None = None
    """The day its source speaks from; no part of what is asserted."""
    date_text: str | None = None
    """The words of the source for the time: last September."""
    date_basis: DateBasis | None = None
    quantity: float | None = None
    quantity_min: float | None = None
    quantity_max: float | None = None
    approximation: Approximation | None = None
    """How the number is meant: `at_least` sets only `quantity_min`, `up_to` only `quantity_max`, `exact` all three, `about` only
    `quantity`; of numbers in words there is only `quantity_text`."""
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    quantity_text: str | None = None
    emended: bool = False
    """What is printed was corrected: the printed form stands in a `MENTIONS`."""
    qualifiers: list[str] = []
    """The rest of what is asserted, each as `name=value`."""
    confidence: Confidence | None = None
    """None where nobody said how far it was checked."""
    date_confidence: Confidence | None = None
    recorded: datetime.date | None = None
    """The day on which it was entered here; None: with the tables."""
    note: str | None = None


class States(Relationship[Source, Claim]):
    """A source makes a claim, at a place in it; of several, in `order`."""

    order: int = 1
    paragraph_from: int | None = None
    """Paragraph, or line, of a source that has such; counted from 1."""
    paragraph_to: int | None = None


class AttributedTo(Relationship[Claim, State | Organization | Person | Collective]):
    """Whose words a claim is, as its source tells it: the speaker is step 1, who carried his words step 2."""

    step: Key[int] = 1
    order: int = 1


class Subject(Relationship[Claim, Entity]):
    """What a claim is about; of several, in `order`."""

    order: int = 1


class Object(Relationship[Claim, Entity]):
    """What a claim relates its subject to; of several, in `order`."""

    order: int = 1


class QualifiedBy(Relationship[Claim, Entity]):
    """What else a claim names, in which role: where, on what occasion, in contrast to what."""

    role: Key[QualifierRole]
    order: int = 1


class Mentions(Relationship[Source, Entity]):
    """A source calls something by a name: each name that it uses, as printed."""

    surface: Key[str]
    claims: list[str] = []
    """The claims in whose sentences it stands."""


class Supports(Relationship[Claim, Claim]):
    """A claim bears out another."""

    basis: Key[SupportBasis]
    reason: str | None = None


class Contradicts(Relationship[Claim, Claim]):
    """A claim is against another, or seems to be (`kind`)."""

    kind: Key[Disagreement]
    degree: Degree = Degree.FULL
    reason: str | None = None


class BasedOn(Relationship[Source, Source]):
    """A source has what it says from another: it adds no support of its own."""

    how: Key[CopyKind]
    note: str | None = None
