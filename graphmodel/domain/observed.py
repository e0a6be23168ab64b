"""What data sets count year by year and the curated tables know only in part: commitments, rivalries, sanctions, figures, votes.

`dataset` is the key of the Source that a data set is: None where a fact rests on claims, whose keys are then in `evidence`.
"""

# ruff: noqa: RUF012  (pydantic gives each object a copy of a default)
from __future__ import annotations

from graphmodel.domain.entities import CodeList, Entity, Organization, State
from graphmodel.domain.vocabularies import Confidence, ObligationTerm, Word
from graphmodel.model import Indexed, Key, PartialDate, Period, Relationship


class Vote(Word):
    """How a state voted. Who was absent has no vote."""

    YES = "yes"
    ABSTAIN = "abstain"
    NO = "no"


class Indicator(Entity):
    """What is measured of states: the composite index of national capability, exports of gas."""

    name: Indexed[str]
    unit: str | None = None
    note: str | None = None
    evidence: list[str] = []


class RollCall(Entity):
    """A vote of an organ on one question: its key is that of its data set, such as `unga.9101`."""

    name: Indexed[str]
    session: Indexed[int]
    date: PartialDate
    important: bool | None = None
    """Whether the United States Department of State called it so."""
    note: str | None = None
    dataset: str | None = None


class NotCoded(Relationship[State | CodeList, Organization]):
    """A data set lacks what a state is in an organization, for a time: neither a member nor none. From a list: all its states."""

    spell: Key[str]
    valid: Period
    dataset: str | None = None


class ObligedTo(Relationship[State, State]):
    """What the start owes the end by its pacts, where a data set tells it of pairs and not of pacts. Both directions are told."""

    spell: Key[str]
    terms: list[ObligationTerm]
    valid: Period
    dataset: str | None = None


class RivalOf(Relationship[State, State]):
    """Two states are rivals; told once for a pair, from the key that sorts first."""

    spell: Key[str]
    kinds: list[str] = []
    """Over what: spatial, positional, ideological, interventionary."""
    valid: Period
    dataset: str | None = None
    confidence: Confidence = Confidence.MEMORY
    contested: list[str] = []
    evidence: list[str] = []


class Sanctions(Relationship[State | Organization, State | Organization]):
    """The start sanctions the end, for a time."""

    spell: Key[str]
    kinds: list[str] = []
    """What is restricted: trade, arms, finance, travel, assets, energy, other."""
    valid: Period
    dataset: str | None = None
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    contested: list[str] = []
    evidence: list[str] = []


class Measured(Relationship[State, Indicator]):
    """A figure of a state for a time, most often a year."""

    observation: Key[str]
    value: float
    valid: Period
    dataset: str | None = None
    confidence: Confidence = Confidence.MEMORY
    note: str | None = None
    contested: list[str] = []
    evidence: list[str] = []


class Voted(Relationship[State, RollCall]):
    """How a state voted."""

    vote: Vote
    dataset: str | None = None
