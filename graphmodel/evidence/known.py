"""The world as it was known on a day: what the rules derive from the claims that had been said by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import ClaimKind, Mode
from graphmodel.domain.entities import Entity
from graphmodel.domain.policies import settle
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.relationships import MemberOf
from graphmodel.domain.rules.deriving import RULES, derive
from graphmodel.domain.sources import Claim, Source
from graphmodel.errors import InvalidDate, QueryError
from graphmodel.evidence.naming import Fact, relationship_called
from graphmodel.evidence.reasons import describe
from graphmodel.evidence.told import earliest_said
from graphmodel.model import CENSORED, UNKNOWN, PartialDate, Period, as_day, identity
from graphmodel.model.ends import Censored
from graphmodel.results import Row, Table, published

F = TypeVar("F", bound=Fact)


class KnownFact(Row):
    """A fact as it was known on a day."""

    fact: str
    value: str | None
    """The status, office, rule or kind."""
    valid: str | None
    """When it held, by what had been said: an end that came later is not known, and then it is `censored`."""
    holds: str | None
    """Whether it holds on the day asked about: `certainly`, or `possibly`."""
    known: str
    """`certainly`: by sources that had been published; `possibly`: only if undated sources had been, or as an announcement."""
    first_said: str | None
    sources: list[str]
    """Those that count: published by that day, or undated."""
    undated: list[str]
    """Those of the sources of which it is not known whether they had been published."""
    claims: list[str]


@dataclass(frozen=True, slots=True)
class Known(Generic[F]):
    """A fact of the world, and whether it was certainly known."""

    fact: F
    certainly: bool


class KnownWorld:
    """What was known on a day. Nothing is stored: it is derived in memory when asked for.

    A claim counts when one of its sources had been published; when it is not known whether one had, what it yields was possibly
    known. Nobody knows the future: an end that lies after the last source that counts is taken as not yet known, and what starts
    after it as announced, so possible.

    Args:
        assertions: all claims.
        provenance: all sources, and which have what they say from which.
        aside: the claims that are no candidates for a value, as those that are corrected.
        meant: gives the entity that a name or key means.
        day: the last day of publication that counts; None: whatever its date.
        recorded: the last day of entering that counts; None: whenever. What came with the tables counts always.
    """

    def __init__(
        self,
        assertions: Iterable[Assertion],
        provenance: Provenance,
        aside: frozenset[str],
        meant: Callable[[Entity | str], Entity],
        day: date | None,
        recorded: date | None = None,
    ) -> None:
        self.day, self.recorded = day, recorded
        self._provenance, self._aside, self._meant = provenance, aside, meant
        self._sources = provenance.sources
        self._assertions = [
            each
            for each in assertions
            if recorded is None or each.claim.recorded is None or each.claim.recorded <= recorded
        ]

    def facts(self, model: type[F]) -> list[Known[F]]:
        """Every fact of a class that the claims of that day yield: those certainly known, then those possibly known.

        Raises:
            QueryError: no rule gives facts of this class.
        """
        if not isinstance(model, type):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise QueryError(f"Facts are asked for by their class, such as MemberOf, not by {model!r}.")
        rules = [rule for rule in RULES if model in rule.gives]
        if not rules:
            given = sorted({each.__name__ for rule in RULES for each in rule.gives})
            raise QueryError(f"No rule derives {model.__name__}: they derive {', '.join(given)}.")
        certain, possible = (
            [cast("F", self._seen_later(each, sure)) for each in derive(claims, rules) if isinstance(each, model)]
            for claims, sure in ((self._certain, True), (self._possible, False))
        )
        certain, possible = _one_after_the_other(certain), _one_after_the_other(possible)
        told = {_content(each) for each in certain}
        return [
            *(Known(each, certainly=True) for each in certain),
            *(Known(each, certainly=False) for each in possible if _content(each) not in told),
        ]

    def table(
        self,
        model: type[Fact] | str,
        *,
        start: Entity | str | None = None,
        end: Entity | str | None = None,
        on: date | str | None = None,
        with_texts: bool = False,
    ) -> Table[KnownFact]:
        """The same as a table, with sources.

        Args:
            model: the class of the facts, or the name of one of relationships.
            start: only relationships from this entity, its key or name.
            end: only relationships to this entity.
            on: only what possibly holds on this day.
            with_texts: below the facts, what texts and references say of both ends.

        Raises:
            QueryError: no rule gives facts of this class.
            UnknownName, AmbiguousName: nothing, or several, are called so.
            InvalidDate: `on` is no single day.
        """
        model = relationship_called(model) if isinstance(model, str) else model
        start, end = (None if each is None else self._meant(each) for each in (start, end))
        on = None if on is None else as_day(on)
        rows = [
            self._row(each, on)
            for each in self.facts(model)
            if _is_at(each.fact, "start", start) and _is_at(each.fact, "end", end) and _holds(each.fact, on) != ""
        ]
        if with_texts and start is not None and end is not None:
            rows += self.said_of(start, end, but={claim for row in rows for claim in row.claims})
        clocks = [f"by what had been published by {self.day}"] if self.day else []
        clocks += [f"by what had been entered by {self.recorded}"] if self.recorded else []
        return Table(
            rows,
            row=KnownFact,
            title=f"{model.__name__}{f' on {on}' if on else ''}",
            caption=f"As known {' and '.join(clocks) or 'now'}.",
            sources=lambda chosen: [
                self._sources[key] for key in sorted({key for row in chosen for key in row.sources})
            ],
        )

    def said_of(self, *entities: Entity, but: Collection[str] = ()) -> list[KnownFact]:
        """What had been said of all of these entities together in texts and references, claim by claim.

        Args:
            entities: what a claim names, as subject, object or beside them.
            but: the claims that are left out.
        """
        rows: list[KnownFact] = []
        for each in self._assertions:
            claim = each.claim
            named = {other.key for other in (*each.subjects, *each.objects, *(other for _, other in each.qualified_by))}
            if (
                each.key in but
                or claim.kind in (ClaimKind.ROW, ClaimKind.PROPERTY)
                or not {entity.key for entity in entities} <= named
            ):
                continue
            counted = self._counted([each.key])
            if not counted:
                continue
            when = claim.valid or claim.on or claim.as_of
            said = earliest_said(counted)
            sure = any(self._is_said(source, certainly=True) for source in counted)
            if not sure and self._is_ahead(claim, self.day):
                continue
            mode = [] if claim.mode is Mode.ASSERTED else [claim.mode.value]
            rows.append(
                KnownFact(
                    fact=" ".join([*mode, *([] if claim.positive else ["not"]), claim.predicate]),
                    value=claim.value,
                    valid=str(when) if when else None,
                    holds=None,
                    known="certainly" if sure else "possibly",
                    first_said=str(said) if said else None,
                    sources=sorted(source.key for source in counted),
                    undated=sorted(source.key for source in counted if not self._is_said(source, certainly=True)),
                    claims=[each.key],
                )
            )
        return rows

    def _counted(self, claims: Iterable[str]) -> list[Source]:
        """The sources of claims that count."""
        keys = dict.fromkeys(key for claim in claims for key in self._by_key[claim].sources)
        return [self._sources[key] for key in keys if self._is_said(self._sources[key], certainly=False)]

    @staticmethod
    def _is_ahead(claim: Claim, seen: date | None) -> bool:
        """Whether a claim asserts what began after it can have been said: then it was announced, or said later."""
        if claim.mode is not Mode.ASSERTED:
            return False
        start = claim.on.earliest if claim.on else claim.valid.bounds.from_earliest if claim.valid else None
        return start is not None and seen is not None and start > seen

    def _seen_later(self, fact: Any, certainly: bool) -> Any:
        """A fact whose end was not seen, as far as a text among its claims speaks for a later day."""
        valid = getattr(fact, "valid", None)
        if self.day is None or not isinstance(valid, Period) or not isinstance(valid.end, Censored):
            return fact
        days = [
            day
            for key in fact.evidence
            for day in [self._by_key[key].claim.as_of]
            if day is not None
            and any(self._is_said(self._sources[s], certainly=certainly) for s in self._by_key[key].sources)
        ]
        latest = max(days, default=None)
        if latest is None or latest <= valid.end.at.latest:
            return fact
        return fact.model_copy(update={"valid": Period(valid.start, CENSORED(latest))})

    def _row(self, known: Known[Any], on: date | None) -> KnownFact:
        fact = known.fact
        claims: list[str] = list(fact.evidence)
        counted = self._counted(claims)
        said = earliest_said(counted)
        names = ("status", "office", "rule", "kind", "name")
        return KnownFact(
            fact=describe(fact),
            value=next((str(value) for name in names if (value := getattr(fact, name, None)) is not None), None),
            valid=str(fact.valid) if getattr(fact, "valid", None) is not None else None,
            holds=_holds(fact, on),
            known="certainly" if known.certainly else "possibly",
            first_said=str(said) if said else None,
            sources=sorted({source.key for source in counted}),
            undated=sorted({source.key for source in counted if not self._is_said(source, certainly=True)}),
            claims=claims,
        )

    @cached_property
    def _by_key(self) -> dict[str, Assertion]:
        return {each.key: each for each in self._assertions}

    @cached_property
    def _certain(self) -> Assertions:
        return self._as_derived(certainly=True)

    @cached_property
    def _possible(self) -> Assertions:
        return self._as_derived(certainly=False)

    def _as_derived(self, *, certainly: bool) -> Assertions:
        said = [found for each in self._assertions if (found := self._as_said(each, certainly=certainly))]
        return Assertions(settle(said, self._provenance, self._aside)[0])

    def _is_said(self, source: Source, *, certainly: bool) -> bool:
        if self.day is None:
            return True
        first, last = published(source)
        if last is not None and last <= self.day:
            return True
        return not certainly and (first is None or first <= self.day)

    def _as_said(self, assertion: Assertion, *, certainly: bool) -> Assertion | None:
        """A claim with what its sources could know; None where none of them counts."""
        counted = [self._sources[key] for key in assertion.sources]
        if not any(self._is_said(source, certainly=certainly) for source in counted):
            return None
        if self.day is None:
            return assertion
        dates = [last for source in counted if (last := published(source)[1]) is not None and last <= self.day]
        claim = assertion.claim
        # What is not dated may have been said as soon as it was so.
        first = min(claim.valid.bounds.from_latest, self.day) if claim.valid else self.day
        seen = max(dates, default=first)
        if self._is_ahead(claim, seen if certainly or not dates else None):
            return None
        told = [text for text in claim.qualifiers if not _is_later(text, seen)]
        valid = claim.valid and _until(claim.valid, seen)
        return replace(assertion, claim=claim.model_copy(update={"valid": valid, "qualifiers": told}))


def _until(valid: Period, seen: date) -> Period:
    """A period as it is known on a day: an end after it is not known yet."""
    end = valid.end
    known = end.latest <= seen if isinstance(end, PartialDate) else isinstance(end, Censored) and end.at.latest <= seen
    start = valid.bounds.from_earliest
    if known or end is UNKNOWN or start > seen:
        return valid
    return Period(valid.start, CENSORED(max(seen, start + timedelta(days=1))))  # it was seen on its first day


def _one_after_the_other(facts: list[F]) -> list[F]:
    """Memberships of one pair whose end was not seen end where a later one begins: nobody has two statuses at once.

    Overlays and stages run beside others. The end lies between the day that was last seen and the first of the later one.
    """
    spells: dict[tuple[Any, ...], list[MemberOf]] = defaultdict(list)
    for each in facts:
        if isinstance(each, MemberOf) and not (each.overlay or each.stage):
            spells[identity(each.start), identity(each.end)].append(each)
    ended: dict[str, MemberOf] = {}
    for of_pair in spells.values():
        for each in of_pair:
            seen = each.valid.end.at.latest if isinstance(each.valid.end, Censored) else None
            later = [other.valid.bounds.from_earliest for other in of_pair if other is not each]
            first = min((day for day in later if seen is not None and day >= seen), default=None)
            if seen is not None and first is not None:
                end = PartialDate(first) if first == seen else PartialDate(f"[{seen}..{first}]")
                ended[each.spell] = each.model_copy(update={"valid": Period(each.valid.start, end)})
    return [cast("F", ended.get(each.spell, each)) if isinstance(each, MemberOf) else each for each in facts]


def _is_later(qualifier: str, seen: date) -> bool:
    """Whether a qualifier tells of an end that came later."""
    name, _, value = qualifier.partition("=")
    if name != "dissolved":
        return False
    try:
        return PartialDate(value).earliest > seen
    except InvalidDate:
        return False


_HOW_IT_IS_KNOWN = {
    *("start", "end", "evidence", "confidence", "date_confidence", "contested", "note"),
    *("scheme", "full", "rank", "overlay", "stage"),  # what a status means is common knowledge
}


def _content(fact: Any) -> tuple[Any, ...]:
    """What a fact says, without how it is known."""
    said = fact.model_dump(mode="json", exclude=_HOW_IT_IS_KNOWN)
    return (*identity(fact), repr(sorted(said.items())))


def _is_at(fact: Any, side: str, entity: Entity | None) -> bool:
    return entity is None or (getattr(getattr(fact, side, None), "key", None) == entity.key)


def _holds(fact: Any, on: date | None) -> str | None:
    """Whether it holds on a day; empty where it does not."""
    valid = getattr(fact, "valid", None)
    if on is None or not isinstance(valid, Period):
        return None
    return "certainly" if valid.certainly_on(on) else "possibly" if valid.possibly_on(on) else ""
