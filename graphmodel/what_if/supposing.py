"""What can be supposed: that a state joins or leaves, that a pact is signed or ends, that a fact is another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from pydantic import ValidationError

from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import Entity, Obligation, Organization, Pact, State
from graphmodel.domain.relationships import MemberOf, Obliges, PartyTo
from graphmodel.domain.sources import Claim, Source, Subject
from graphmodel.domain.vocabularies import Confidence, MembershipStatus, ObligationTerm, PactKind, PactScope
from graphmodel.errors import AmbiguousName, InvalidDate, NotFound, QueryError
from graphmodel.evidence.naming import Fact, facts_called, word_of
from graphmodel.evidence.reasons import describe
from graphmodel.model import ONGOING, OPEN, GraphObject, PartialDate, Period, Relationship, identity
from graphmodel.query import in_, outgoing, select
from graphmodel.sessions.core import Objects, flat
from graphmodel.what_if.hypothetical import Hypothetical

When = date | PartialDate | str

RULE = "what_if"
CHARTER = "charter_party"
"""The rule by which the full members of an organization are bound by the pact that constitutes it."""
FULL = frozenset({MembershipStatus.MEMBER, MembershipStatus.PARTY})
"""What makes a full member where an organization has no scheme of its own and nobody in that status."""


class Supposing(Hypothetical):
    """The verbs of a supposed world. Each takes effect at once, and every result from then on names it."""

    def add(self, *objects: Objects) -> None:
        """Suppose that these nodes and relationships are there too, or are as given: `w.add(MemberOf(...), Pact(...))`.

        Raises:
            MissingEndpoint: a relationship's start or end is neither in the world nor given.
        """
        self.merge(*objects)

    def join(
        self,
        state: State | str,
        organization: Organization | str,
        since: When,
        *,
        status: MembershipStatus | str | None = None,
        until: When | None = None,
    ) -> MemberOf:
        """Suppose that a state takes a status in an organization.

        What it was there before ends on the day. Who so becomes a full member is bound by the pacts that constitute the
        organization, as the rule `charter_party` has it; who no longer is one is not.

        Args:
            state: a `State`, its key, code or name.
            organization: an `Organization`, its key or name.
            since: the first day; a month or year will do.
            status: which status; when None the one that most of its full members have.
            until: the first day outside; none when None.

        Raises:
            UnknownName, AmbiguousName: a name is not known, or has several bearers.
            QueryError: the state has that status on the day already, or the organization was not there yet or no more.
            InvalidDate: a day is none, or the end is not after the start.
        """
        who, whose = self._meant_here(State, state), self._meant_here(Organization, organization)
        valid = Period(_date(since), ONGOING if until is None else _date(until))
        _see_that_it_was_there(whose, valid)
        others = self.all(select(MemberOf).match(State, MemberOf, Organization).where(Organization.key == whose.key))
        word = _usual(others) if status is None else word_of(MembershipStatus, status, "membership status")
        meant = self._meaning(whose, word, valid, others)
        before = [each for each in others if each.start.key == who.key and not each.overlay]
        day = valid.bounds.from_earliest
        if any(each.status == word and each.valid.certainly_on(day) for each in before):
            raise QueryError(f"{who.key} is {word} of {whose.key} on {day} already: there is nothing to suppose.")
        if not meant["overlay"]:
            self._cut([each for each in before if each.valid.bounds.from_earliest < day], valid.start)
            self._cut(
                [each for each in self._charter(who, whose) if each.valid.bounds.from_earliest < day], valid.start
            )
        spell = MemberOf(
            start=who, end=whose, spell=self._new(f"{whose.key}.{who.key}"), status=word, valid=valid, **meant
        )
        bound = [each for each in self._bound(spell, whose) if spell.full is not None]
        self._put(spell, bound)
        self.suppose(f"{who.key} joins {whose.key} as {word} {valid}")
        return spell

    def leave(self, state: State | str, organization: Organization | str, on: When) -> None:
        """Suppose that a state leaves an organization: it is nothing there from this day on, whatever it was to become.

        Nor is it bound any more by the pacts that constitute the organization.

        Args:
            state: a `State`, its key, code or name.
            organization: an `Organization`, its key or name.
            on: the first day outside.

        Raises:
            UnknownName, AmbiguousName: a name is not known, or has several bearers.
            QueryError: the state is nothing in the organization by then.
        """
        who, whose = self._meant_here(State, state), self._meant_here(Organization, organization)
        end = _date(on)
        spells = self.all(
            select(MemberOf)
            .match(State, MemberOf, Organization)
            .where(State.key == who.key, Organization.key == whose.key)
        )
        if not any(each.valid.bounds.from_earliest < end.latest < each.valid.bounds.to_latest for each in spells):
            raise QueryError(f"{who.key} is nothing in {whose.key} by {end}, so it cannot leave it.")
        self._cut(spells, end)
        self._cut(self._charter(who, whose), end)
        self.suppose(f"{who.key} leaves {whose.key} on {end}")

    def sign(
        self,
        *parties: State | str,
        since: When,
        terms: Iterable[ObligationTerm | str] = (),
        until: When | None = None,
        name: str | None = None,
        kind: PactKind | str | None = None,
    ) -> Pact:
        """Suppose a pact among states, in force from a day, with terms that all owe each other.

        Args:
            parties: two states or more: each a `State`, its key, code or name.
            since: the first day in force; a month or year will do.
            terms: what they promise: defense, offense, neutrality, nonaggression, consultation or another term.
            until: the first day on which it no longer holds; none when None.
            name: what it is called.
            kind: what it is about; a defense pact where defense is promised, else security cooperation, when None.

        Raises:
            UnknownName, AmbiguousName: a name or word is not known, or has several bearers.
            QueryError: there are fewer than two parties.
            InvalidDate: a day is none, or the end is not after the start.
        """
        states = list({each.key: each for each in (self._meant_here(State, party) for party in parties)}.values())
        if len(states) < 2:
            raise QueryError("A pact has two parties or more.")
        owed = [word_of(ObligationTerm, each, "term") for each in ([terms] if isinstance(terms, str) else terms)]
        valid = Period(_date(since), ONGOING if until is None else _date(until))
        among = " and ".join(each.key for each in states)
        about = PactKind.DEFENSE_PACT if ObligationTerm.DEFENSE in owed else PactKind.SECURITY_COOPERATION
        pact = Pact(
            key=self._new(".".join(each.key for each in states)),
            name=name or f"A supposed pact of {among}",
            kind=about if kind is None else word_of(PactKind, kind, "kind of pact"),
            scope=PactScope.BILATERAL if len(states) == 2 else PactScope.MULTILATERAL,
            valid=valid,
            in_force=_date(since),
            confidence=Confidence.MEMORY,
        )
        duties = [Obligation(key=f"{pact.key}/{term}", term=term, valid=valid) for term in dict.fromkeys(owed)]
        self._put(
            pact,
            duties,
            [Obliges(start=pact, end=duty) for duty in duties],
            [
                PartyTo(start=each, end=pact, spell=f"{RULE}/{pact.key}/{each.key}", rule=RULE, valid=valid)
                for each in states
            ],
        )
        self.suppose(f"{among} sign a pact of {', '.join(owed) or 'no terms'} {valid}")
        return pact

    def end(self, fact: Fact | str, on: When) -> None:
        """Suppose that a fact ends: a spell; a pact, with its terms and parties; an organization, with its members.

        Args:
            fact: a relationship or node of the world, or the key of a spell or entity. One that begins only later never comes.
            on: the first day on which it no longer holds.

        Raises:
            UnknownName, AmbiguousName: nothing, or several, have this key.
            QueryError: it does not last for a time, or has ended by then.
        """
        each, end = self._fact(fact), _date(on)
        if isinstance(each, Organization):
            members = self.all(
                select(MemberOf).match(State, MemberOf, Organization).where(Organization.key == each.key)
            )
            self._cut(members, end)
            self._cut([party for pact in each.constitutive_pacts for party in self._parties(pact, CHARTER)], end)
            self._put(each.model_copy(update={"dissolved": end}), full=True)
        else:
            valid = getattr(each, "valid", None)
            if not isinstance(valid, Period):
                raise QueryError(f"{describe(each)} does not last for a time, so that it cannot end.")
            if valid.bounds.to_latest <= end.earliest:
                raise QueryError(f"{describe(each)} has ended by {end}: it holds {valid}.")
            was = each.model_copy()
            if isinstance(each, Pact):
                self._cut(self._parties(each.key), end)
                terms = select(Obligation).match(Pact, Obliges, Obligation).where(Pact.key == each.key)
                self._cut(self.all(terms), end)
                if valid.intersection(Period(OPEN, end)) is not None:
                    each.ended = end
            self._cut([cast("Any", each)], end)
            if isinstance(each, MemberOf) and isinstance(was, MemberOf):
                begins = was.valid.intersection(Period(OPEN, end)) is not None
                self._bind_anew(was, each if begins else None)
        self.suppose(f"{describe(each)} ends on {end}")

    def change(self, fact: Fact | str, **properties: object) -> Any:
        """Suppose that a fact has other properties: `w.change("sco.BLR.1", status="observer")`.

        What makes a full member follows from a changed status or time, unless `full` is given too; and who so becomes one, or is
        one no longer, is bound by the pacts that constitute the organization or is not.

        Args:
            fact: a relationship or node of the world, or the key of a spell or entity.
            properties: the new values, by name of the field.

        Returns:
            The fact as it is supposed to be.

        Raises:
            UnknownName, AmbiguousName: nothing, or several, have this key.
            QueryError: it has no such property, or the property takes no such value.
        """
        each = self._fact(fact)
        before, was = each.model_copy(), identity(each)
        if isinstance(each, Pact) and "valid" in properties:
            raise QueryError("The time of a pact is that of its terms and parties too: end it, or sign another.")
        for name, value in properties.items():
            if name not in cast("type[GraphObject]", type(each)).model_fields or name in ("start", "end"):
                raise QueryError(f"A {type(each).__name__} has no property {name!r} that can be changed.")
            try:
                setattr(each, name, value)
            except ValidationError as error:
                told = "; ".join(problem["msg"] for problem in error.errors(include_url=False))
                raise QueryError(f"{name} cannot be {value!r}: {told}.") from None
        if identity(each) != was:
            raise QueryError("A key never changes: add another fact, and end this one.")
        if isinstance(each, MemberOf) and properties.keys() & {"status", "valid"}:
            organization = self.get(Organization, each.end.key)
            others = self.all(
                select(MemberOf).match(State, MemberOf, Organization).where(Organization.key == organization.key)
            )
            rest = [other for other in others if other.spell != each.spell]
            for name, value in self._meaning(organization, each.status, each.valid, rest).items():
                if name not in properties:
                    setattr(each, name, value)
        self._put(each, full=True)
        if isinstance(each, MemberOf):
            self._bind_anew(cast("MemberOf", before), each)
        said = ", ".join(f"{name}={value}" for name, value in properties.items())
        self.suppose(f"{describe(each)} has {said}")
        return each

    # --- how -------------------------------------------------------------------------------------------------------

    def _put(self, *objects: Any, full: bool = False) -> None:
        """Write, for a verb that says itself what is supposed."""
        known = len(self._changes)
        given = list(flat(objects))
        if given:
            self.merge(given, full=full)
        del self._changes[known:]

    def _cut(self, facts: Sequence[Any], on: Any) -> None:
        """End facts at a day: what began before holds until then, what was to begin later never does."""
        before, kept, gone = Period(OPEN, on), list[Any](), list[Any]()
        for each in facts:
            valid: Period | None = each.valid.intersection(before)
            if valid is None:
                gone.append(each)
                continue
            each.valid = valid
            if isinstance(each, MemberOf) and each.full is not None:
                each.full = each.full.intersection(before)
            kept.append(each)
        known = len(self._changes)
        if kept:
            self.merge(kept, full=True)
        if gone:
            self.delete(*gone, detach=True)
        del self._changes[known:]

    def _meant_here(self, model: type[Any], given: Entity | str) -> Any:
        return self.lookup(model, given) if isinstance(given, str) else given

    def _fact(self, given: Fact | str) -> Any:
        """The fact as it is here, whether or not it was read here."""
        if not isinstance(given, str):
            if isinstance(given, Relationship):
                keys = {name: getattr(given, name) for name in ("spell", "act") if name in type(given).model_fields}
                return self.get(type(given), start=given.start, end=given.end, **keys) if keys else given
            return self.get(type(given), given.key) if isinstance(given, Entity) else given
        try:
            found = [each for each in facts_called(self, given) if not isinstance(each, (Claim, Source))]
        except NotFound:
            found = []
        if len(found) == 1:
            return found[0]
        if found:
            told = ", ".join(describe(each) for each in found)
            raise AmbiguousName(f"{given!r} is the key of several: {told}. Give the object.", name=given)
        raise QueryError(f"{given!r} is a claim or a source: what is supposed is a spell, a pact or an organization.")

    def _new(self, stem: str) -> str:
        """A key that nothing has: `what_if/csto.IRN.1`."""
        taken = {*self.all(select(MemberOf.spell)), *self.all(select(Pact.key))}
        number = 1
        while (key := f"{RULE}/{stem}.{number}") in taken:
            number += 1
        return key

    def _charter(self, state: Entity, organization: Organization) -> list[PartyTo]:
        """What binds a state as a member to the pacts that constitute an organization."""
        parties = [each for pact in organization.constitutive_pacts for each in self._parties(pact, CHARTER)]
        return [each for each in parties if each.start.key == state.key]

    def _parties(self, pact: str, rule: str | None = None) -> list[PartyTo]:
        query = select(PartyTo).match(State, PartyTo, Pact).where(Pact.key == pact)
        return [each for each in self.all(query) if rule is None or each.rule == rule]

    def _bind_anew(self, was: MemberOf, now: MemberOf | None) -> None:
        """Who is bound by the pacts of an organization follows from a full membership that is another one now, or none."""
        if was.full == (now and now.full):
            return
        whose, pieces, gone = self.get(Organization, was.end.key), list[PartyTo](), list[PartyTo]()
        for party in self._charter(was.start, whose) if was.full else ():
            if was.full is None or party.valid.intersection(was.full) is None:
                continue
            gone.append(party)  # its spell may be that of several memberships that follow each other
            start, end = was.full.start, was.full.end
            first = start if isinstance(start, PartialDate) else was.full.bounds.from_earliest
            if start is not OPEN and (before := party.valid.intersection(Period(OPEN, first))):
                pieces.append(party.model_copy(update={"valid": before}))
            if isinstance(end, PartialDate) and (after := party.valid.intersection(Period(end))):
                pieces.append(party.model_copy(update={"valid": after, "spell": f"{party.spell}/after {was.spell}"}))
        if gone:
            known = len(self._changes)
            self.delete(*gone)
            del self._changes[known:]
        self._put(pieces, self._bound(now, whose) if now else [])

    def _bound(self, spell: MemberOf, organization: Organization) -> list[PartyTo]:
        """How a full member is bound by the pacts that constitute its organization."""
        pacts = self.all(select(Pact).where(in_(Pact.key, organization.constitutive_pacts)))
        lives = [(pact, spell.full.intersection(pact.valid) if spell.full else None) for pact in pacts]
        return [
            PartyTo(start=spell.start, end=pact, spell=f"{CHARTER}/{pact.key}/{spell.spell}", rule=CHARTER, valid=valid)
            for pact, valid in lives
            if valid is not None
        ]

    def _meaning(
        self, organization: Organization, status: MembershipStatus, valid: Period, others: Sequence[MemberOf]
    ) -> dict[str, Any]:
        """What a status makes of a member for a time: by the organization's scheme, else as of others in that status."""
        query = (
            select(Claim)
            .match(Claim, outgoing(Subject), Organization)
            .where(
                Claim.predicate == Predicate.STATUS_MEANS,
                Claim.value == status.value,
                Organization.key == organization.key,
            )
        )
        meanings = [
            each for each in self.all(query) if each.valid is None or each.valid.intersection(valid) is not None
        ]
        if not meanings:
            alike = [each for each in others if each.status == status]
            full = any(each.full is not None for each in alike) if alike else status in FULL
            return {"full": valid if full else None, "rank": None, "overlay": False, "stage": False, "scheme": []}
        said = [_words(claim) for claim in meanings]
        full = next((claim for claim, words in zip(meanings, said, strict=True) if words.get("full") == "true"), None)
        return {
            "full": None if full is None else valid if full.valid is None else valid.intersection(full.valid),
            "rank": int(said[0]["rank"]) if said[0].get("rank") else None,
            "overlay": said[0].get("overlay") == "true",
            "stage": said[0].get("stage") == "true",
            "scheme": [each.key for each in meanings],
        }


def _words(claim: Claim) -> dict[str, str]:
    """The qualifiers of a claim by name."""
    return {name: value for name, _, value in (each.partition("=") for each in claim.qualifiers)}


def _see_that_it_was_there(organization: Organization, valid: Period) -> None:
    first, last = organization.founded, organization.dissolved
    if first is not None and valid.bounds.from_latest < first.earliest:
        raise QueryError(f"{organization.key} was founded on {first}: nobody can join it on {valid.start}.")
    if last is not None and valid.bounds.from_earliest >= last.latest:
        raise QueryError(f"{organization.key} was dissolved on {last}: nobody can join it on {valid.start}.")


def _date(given: When) -> PartialDate:
    try:
        return PartialDate(given)
    except InvalidDate as error:
        raise InvalidDate(f"{error}. Give a day, month or year, such as 2026-01-01.") from None


def _usual(spells: Sequence[MemberOf]) -> MembershipStatus:
    """The status that most full members have; of two alike the first in the alphabet."""
    counted = Counter(each.status for each in spells if each.full is not None)
    return min(counted, key=lambda word: (-counted[word], word), default=MembershipStatus.MEMBER)
