"""Rules that yield the nodes of states, people and organizations, and the two kinds of spells: memberships and offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graphmodel.domain.assertions import Assertion, Assertions, contested, evidence, trust
from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import Leader, Organization, Person, State
from graphmodel.domain.relationships import HoldsOffice, MemberOf
from graphmodel.domain.rules.told import STATUSES, told_memberships, told_offices, when
from graphmodel.domain.vocabularies import Capacity, Confidence, Effective, MembershipStatus, Role
from graphmodel.model import ONGOING, OPEN, PartialDate, Period


def states(claims: Assertions) -> Iterator[State]:
    """Each state with its names and codes; its key is its ISO code of three letters, unless it is a word in small letters."""
    for each in claims.of(Predicate.STATE):
        key = each.subject(State).key
        yield State.model_validate(
            each.fields_of(State)
            | {
                "key": key,
                "iso3": key if key.isupper() else None,
                "aliases": each.all_said("aliases"),
                "note": each.claim.note,
                "contested": contested(each),
                "evidence": evidence(each),
            }
        )


def people(claims: Assertions) -> Iterator[Person]:
    """Each person with their names; who holds an office is a Leader."""
    held = (*claims.of(Predicate.HOLDS_OFFICE), *claims.told(Predicate.HOLDS_OFFICE))
    holders = {each.subject(Person).key for each in held}
    for each in claims.of(Predicate.PERSON):
        key = each.subject(Person).key
        yield (Leader if key in holders else Person).model_validate(
            each.fields_of(Person)
            | {
                "key": key,
                "aliases": each.all_said("aliases"),
                "note": each.claim.note,
                "contested": contested(each),
                "evidence": evidence(each),
            }
        )


def organizations(claims: Assertions) -> Iterator[Organization]:
    """Each organization; `known_to` is the first day of what is said of it, so that nothing is taken for seen that was not."""
    for each in claims.of(Predicate.ORGANIZATION):
        known_to = each.said("known_to")
        yield Organization.model_validate(
            each.fields_of(Organization)
            | {
                "known_to": PartialDate(known_to).earliest if known_to else None,
                "key": each.subject(Organization).key,
                "aliases": each.all_said("aliases"),
                "constitutive_pacts": [pact.key for pact in each.objects],
                "confidence": trust(each),
                "note": each.claim.note,
                "contested": contested(each),
                "evidence": evidence(each),
            }
        )


def memberships(claims: Assertions) -> Iterator[MemberOf]:
    """Each spell of a membership, with what its status means by the organization's own scheme of those years.

    Texts that speak of a spell bear it out; where they speak of none, theirs is one of which only its day is known.
    """
    schemes, told = schemes_of(claims), told_memberships(claims)
    for each, valid, ended_by in spells_of(claims):
        meanings = meanings_in(each, valid, schemes)
        first = meanings[0] if meanings else None
        yield MemberOf(
            start=each.subject(State),
            end=each.object(Organization),
            spell=each.claim.spell or each.row,
            status=MembershipStatus(each.value),
            valid=valid,
            full=full_part(each, valid, schemes),
            rank=int(rank) if first and (rank := first.said("rank")) else None,
            overlay=first is not None and first.said("overlay") == "true",
            stage=first is not None and first.said("stage") == "true",
            basis=each.said("basis"),
            confidence=trust(each),
            date_confidence=each.claim.date_confidence or Confidence.VERIFIED,
            note=each.claim.note,
            scheme=evidence(*meanings),
            contested=contested(each, *ended_by),
            evidence=evidence(each, *ended_by, *told.by(each)),
        )
    for each in told.alone:
        if valid := when(each):
            yield MemberOf(
                start=each.subject(State),
                end=each.object(Organization),
                spell=each.key,
                status=STATUSES[Predicate(each.claim.predicate)],
                valid=valid,
                note=each.claim.note,
                scheme=[],
                evidence=evidence(each),
            )


def spells_of(claims: Assertions) -> Iterator[tuple[Assertion, Period, tuple[Assertion, ...]]]:
    """Each membership claim with its spell, and the claim that its organization is no more where that ends the spell.

    An open spell ends with its organization: nobody belongs to what was dissolved. (A spell may begin before its
    organization, as a membership of the predecessor.)
    """
    dissolved = {
        each.subject(Organization).key: each for each in claims.of(Predicate.ORGANIZATION) if each.said("dissolved")
    }
    for each in claims.of(Predicate.MEMBER_OF):
        end = dissolved.get(each.object(Organization).key)
        life = Period(OPEN, end.said("dissolved") or ONGOING) if end else None
        cut = each.valid.intersection(life) if life else None
        if end is None or cut is None or cut == each.valid:
            yield each, each.valid, ()
        else:
            yield each, cut, (end,)


Schemes = dict[tuple[str, str], list[Assertion]]
"""Organization and status -> what the status means there, in the order of time."""


def schemes_of(claims: Assertions) -> Schemes:
    """What each status means in each organization."""
    found: Schemes = defaultdict(list)
    for each in claims.of(Predicate.STATUS_MEANS):
        found[each.subject(Organization).key, each.value].append(each)
    for meanings in found.values():
        meanings.sort(key=lambda each: each.valid.bounds)
    return found


def meanings_in(membership: Assertion, spell: Period, schemes: Schemes) -> list[Assertion]:
    """What the status of a membership means in the course of its spell."""
    meanings = schemes.get((membership.object(Organization).key, membership.value), [])
    return [each for each in meanings if each.valid.intersection(spell) is not None]


def full_part(membership: Assertion, spell: Period, schemes: Schemes) -> Period | None:
    """The part of a spell in which its status makes a full member; None where there is none.

    A status is full for one time only in an organization (a check of the tables), so that this is one period.
    """
    full = (each for each in meanings_in(membership, spell, schemes) if each.said("full") == "true")
    return next((spell.intersection(each.valid) for each in full), None)


def offices(claims: Assertions) -> Iterator[HoldsOffice]:
    """Each spell of an office.

    Texts that speak of a spell bear it out; where they speak of none, theirs is one of which only its day is known.
    """
    told = told_offices(claims)
    for each in claims.of(Predicate.HOLDS_OFFICE):
        other, since, until = (each.said(f"other_capacity{suffix}") for suffix in ("", "_from", "_to"))
        yield HoldsOffice(
            start=each.subject(Person),
            end=each.object(State),
            spell=each.claim.spell or each.row,
            office=each.value,
            role=Role(each.said("role") or ""),
            capacity=Capacity(each.said("capacity") or Capacity.FULL),
            effective=Effective(each.said("effective") or Effective.TRUE),
            valid=each.valid,
            other_capacity=Capacity(other) if other else None,
            other_capacity_valid=Period(since, until) if since and until else None,
            confidence=trust(each),
            note=each.claim.note,
            contested=contested(each),
            evidence=evidence(each, *told.by(each)),
        )
    for each in told.alone:
        if valid := when(each):
            yield HoldsOffice(
                start=each.subject(Person),
                end=_whose_office(each),
                spell=each.key,
                office=each.value,
                role=Role.OTHER,
                valid=valid,
                note=each.claim.note,
                evidence=evidence(each),
            )


def _whose_office(claim: Assertion) -> State | Organization:
    return next((each for each in claim.objects if isinstance(each, State)), None) or claim.object(Organization)
