"""Rules that yield pacts, their terms, what their parties did about them, and who is bound from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graphmodel.domain.assertions import Assertion, Assertions, contested, evidence, trust, weakest
from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import Entity, Obligation, Organization, Pact, State
from graphmodel.domain.relationships import Amends, Obliges, PartyTo, TreatyAct
from graphmodel.domain.rules.entities import full_part, schemes_of, spells_of
from graphmodel.domain.vocabularies import (
    ActKind,
    AmendmentKind,
    Confidence,
    ObligationTerm,
    PactEventKind,
    PactScope,
    SuccessionKind,
)
from graphmodel.model import NOT_BEFORE, OPEN, PartialDate, Period, ref
from graphmodel.model.ends import NotBefore

CONSENT = frozenset({ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL})
"""Acts by which a signatory takes on to be bound."""
EXIT = frozenset({ActKind.DENUNCIATION, ActKind.WITHDRAWAL})
"""Acts by which a party leaves."""
FOLLOWS = frozenset({SuccessionKind.CONTINUES, SuccessionKind.MERGES})
"""How a state comes after another so that it is bound in its place: it is the same, or the other went into it."""


def pacts(claims: Assertions) -> Iterator[Pact]:
    """Each pact, and when it was in force."""
    lives = lives_of(claims)
    for each in claims.of(Predicate.PACT):
        key, start, end = each.subject(Pact).key, each.valid.start, each.valid.end
        yield Pact.model_validate(
            each.fields_of(Pact)
            | {
                "key": key,
                "aliases": each.all_said("aliases"),
                "kind": each.value,
                "signed": each.on,
                "in_force": None if isinstance(start, NotBefore) else start,
                "ended": end if each.valid.end_kind == "date" else None,
                "valid": lives[key],
                "confidence": trust(each),
                "date_confidence": each.claim.date_confidence or Confidence.VERIFIED,
                "note": each.claim.note,
                "contested": contested(each),
                "evidence": evidence(each),
            }
        )


def lives_of(claims: Assertions) -> dict[str, Period]:
    """When each pact was in force.

    From its entry into force, where that is known. Else the day is unknown, and not before the signature, nor before the
    last day on which it is known not to have been in force, nor, between two parties, before both have ratified, where
    that is recorded. But a pact that constitutes an organization binds its members as such, so that without an entry
    into force it counts from its signature.
    """
    constitutive = _organizations_by_pact(claims)
    acts = _acts(claims)
    lives: dict[str, Period] = {}
    for each in claims.of(Predicate.PACT):
        key, life = each.subject(Pact).key, each.valid
        if isinstance(life.start, NotBefore) and key in constitutive and each.said("not_in_force_on") is None:
            life = Period(life.start.at, life.end)
        elif isinstance(life.start, NotBefore) and each.said("scope") == PactScope.BILATERAL:
            for act in acts[key]:
                if act.value in CONSENT:
                    life = life.intersection(Period(NOT_BEFORE(act.on))) or life
        lives[key] = life
    return lives


def obligations(claims: Assertions) -> Iterator[Obligation | Obliges]:
    """Each term of a pact as a node of its own, which holds as long as the pact."""
    lives = lives_of(claims)
    for each in claims.of(Predicate.OBLIGES):
        pact = each.subject(Pact)
        term = Obligation(
            key=f"{pact.key}/{each.value}",
            term=ObligationTerm(each.value),
            article=each.said("article"),
            valid=lives[pact.key],
            evidence=evidence(each),
        )
        yield term
        yield Obliges(start=pact, end=term, evidence=evidence(each))


def amends(claims: Assertions) -> Iterator[Amends]:
    """A pact that supersedes an earlier one, or is an accession to it."""
    for each in claims.of(Predicate.PACT):
        for how in AmendmentKind:
            if earlier := each.said(how):
                yield Amends(start=each.subject(Pact), end=ref(Pact, earlier), how=how, evidence=evidence(each))


def treaty_acts(claims: Assertions) -> Iterator[TreatyAct]:
    """What each party did: the signature of each original signatory, and every act that names its actor.

    A signature has the day of the signature's own event, where there is one, else that of the pact. A pact that was
    adopted, not signed, has no signatures.
    """
    agreed = _agreements(claims)
    for each in claims.of(Predicate.ORIGINAL_PARTY):
        pact, party = each.object(Pact), _party(each)
        if (source := agreed.get(pact.key)) is not None:
            yield TreatyAct(
                start=party,
                end=pact,
                act=f"{pact.key}.{ActKind.SIGNATURE}.{party.key}",
                kind=ActKind.SIGNATURE,
                date=source.on,
                confidence=trust(each, source),
                contested=contested(each, source, only=("signed", "date")),
                evidence=evidence(each, source),
            )
    for pact_acts in _acts(claims).values():
        for each in pact_acts:
            yield TreatyAct(
                start=each.object(State),
                end=each.subject(Pact),
                act=each.row,
                kind=ActKind(each.value),
                date=each.on,
                text=each.said("actor_text"),
                confidence=trust(each),
                note=each.claim.note,
                contested=contested(each),
                evidence=evidence(each),
            )


def _agreements(claims: Assertions) -> dict[str, Assertion]:
    """For each pact that was signed, the claim that gives the day: that of the event, else that of the pact."""
    events: dict[str, dict[str, Assertion]] = defaultdict(dict)
    for each in claims.of(Predicate.PACT_EVENT):
        if not each.objects:
            events[each.subject(Pact).key].setdefault(each.value, each)
    found: dict[str, Assertion] = {}
    for each in claims.of(Predicate.PACT):
        key = each.subject(Pact).key
        if ActKind.SIGNATURE in events[key]:
            found[key] = events[key][ActKind.SIGNATURE]
        elif PactEventKind.ADOPTION not in events[key]:
            found[key] = each
    return found


def charter_parties(claims: Assertions) -> Iterator[PartyTo]:
    """Who is bound by a pact that constitutes an organization: its full members, within the life of the pact.

    Where a state's spells follow each other without a day between, as from a treaty regime into its organization, it was bound
    all the time: they are one spell, with the key of the first.
    """
    found: dict[tuple[str, str], list[PartyTo]] = defaultdict(list)
    for spell in _charter_spells(claims):
        found[spell.start.key, spell.end.key].append(spell)
    for spells in found.values():
        spells.sort(key=lambda spell: spell.valid.bounds)
        joined = [spells[0]]
        for spell in spells[1:]:
            before = joined[-1]
            if before.valid.end == spell.valid.start:
                joined[-1] = before.model_copy(
                    update={
                        "valid": Period(before.valid.start, spell.valid.end),
                        "confidence": weakest(before.confidence, spell.confidence),
                        "contested": [*dict.fromkeys([*before.contested, *spell.contested])],
                        "evidence": [*dict.fromkeys([*before.evidence, *spell.evidence])],
                    }
                )
            else:
                joined.append(spell)
        yield from joined


def _charter_spells(claims: Assertions) -> Iterator[PartyTo]:
    schemes, lives, about = schemes_of(claims), lives_of(claims), _by_pact(claims)
    by_organization: dict[str, list[tuple[Assertion, str]]] = defaultdict(list)
    for pact, named_by in _organizations_by_pact(claims).items():
        for organization in named_by:
            by_organization[organization.subject(Organization).key].append((organization, pact))
    for each, spell, ended_by in spells_of(claims):
        full = full_part(each, spell, schemes)
        for organization, pact in by_organization[each.object(Organization).key] if full else ():
            if full and pact in about and (valid := full.intersection(lives[pact])):
                used = (each, *ended_by, organization, about[pact])
                yield PartyTo(
                    start=each.subject(State),
                    end=about[pact].subject(Pact),
                    spell=f"charter_party/{pact}/{each.claim.spell or each.row}",
                    rule="charter_party",
                    valid=valid,
                    confidence=trust(*used),
                    contested=contested(*used),
                    evidence=evidence(*used),
                )


def original_parties(claims: Assertions) -> Iterator[PartyTo]:
    """Who is bound by another pact: its original signatories, and who acceded.

    From the entry into force, or from their own ratification or accession if that is later, to the end of the pact or
    their own exit. Where the entry into force is not known they are bound possibly, not certainly. So is a signatory of a pact
    of many whose own consent is not recorded: the others can bring it into force without them. What was adopted by all, not
    signed, needs no further consent. Who continues a party, or has it merged into itself, is bound in its place from then on.
    """
    after = _after(claims)
    for spell in _own_parties(claims):
        yield from _followed(spell, after)


def _own_parties(claims: Assertions) -> Iterator[PartyTo]:
    """Who is bound by what it did itself."""
    lives, about, acts, signed = lives_of(claims), _by_pact(claims), _acts(claims), _agreements(claims)
    chartered = {spell.end.key for spell in charter_parties(claims)}
    for each in claims.of(Predicate.ORIGINAL_PARTY):
        pact, party = each.object(Pact).key, _party(each)
        if pact not in chartered:
            own = [act for act in acts[pact] if act.object(State).key == party.key]
            life = lives[pact]
            many = about[pact].said("scope") != PactScope.BILATERAL
            if (
                many
                and pact in signed
                and isinstance(life.start, PartialDate)
                and not any(act.value in CONSENT for act in own)
            ):
                life = Period(NotBefore(life.start), life.end)
            yield from _bound("original_party", party, about[pact], (each,), life, own)
    for pact in acts.keys() - chartered:
        for each in acts[pact]:
            if each.value == ActKind.ACCESSION:
                party = each.object(State)
                own = [act for act in acts[pact] if act.object(State).key == party.key]
                yield from _bound("acceding_party", party, about[pact], (each,), lives[pact], own)


def _bound(
    rule: str,
    party: State | Organization,
    pact: Assertion,
    basis: tuple[Assertion, ...],
    life: Period,
    acts: list[Assertion],
) -> Iterator[PartyTo]:
    valid: Period | None = life
    used = [*basis, pact]
    for act in acts:
        if act.value in CONSENT or act.value == ActKind.ACCESSION:
            part = Period(act.on)
        elif act.value in EXIT:
            part = Period(OPEN, act.on)
        else:
            continue
        used.append(act)
        valid = valid.intersection(part) if valid else None
    if valid:
        yield PartyTo(
            start=party,
            end=pact.subject(Pact),
            spell=f"{rule}/{pact.row}/{party.key}",
            rule=rule,
            valid=valid,
            confidence=trust(*used),
            contested=contested(*used),
            evidence=evidence(*used),
        )


def _after(claims: Assertions) -> dict[str, list[Assertion]]:
    """By state, the successions in which another came into its place, in order of time."""
    found: dict[str, list[Assertion]] = defaultdict(list)
    for each in claims.of(Predicate.SUCCEEDED_BY):
        if isinstance(each.subjects[0], State) and each.value in FOLLOWS and each.claim.on is not None:
            found[each.subject(State).key].append(each)
    for successions in found.values():
        successions.sort(key=lambda each: each.on.earliest)
    return found


def _followed(spell: PartyTo, after: Mapping[str, Sequence[Assertion]]) -> Iterator[PartyTo]:
    """A time of being bound as that of the state, and of those that came into its place while it was."""
    bounds = spell.valid.bounds
    for each in after.get(spell.start.key, ()):
        if bounds.from_earliest < each.on.earliest and each.on.latest < bounds.to_latest:
            mine, theirs = spell.valid.intersection(Period(OPEN, each.on)), spell.valid.intersection(Period(each.on))
            if mine is None or theirs is None:
                continue
            used = {
                "confidence": weakest(spell.confidence, trust(each)),
                "evidence": [*dict.fromkeys([*spell.evidence, *evidence(each)])],
            }
            yield spell.model_copy(update={"valid": mine, **used})
            state, rule = each.object(State), "following_party"
            follower = {"start": state, "spell": f"{rule}/{spell.end.key}/{state.key}", "rule": rule, "valid": theirs}
            yield from _followed(spell.model_copy(update={**follower, **used}), after)
            return
    yield spell


def _by_pact(claims: Assertions) -> dict[str, Assertion]:
    return {each.subject(Pact).key: each for each in claims.of(Predicate.PACT)}


def _organizations_by_pact(claims: Assertions) -> dict[str, list[Assertion]]:
    """For each pact that constitutes an organization the claims that say so."""
    found: dict[str, list[Assertion]] = defaultdict(list)
    for each in claims.of(Predicate.ORGANIZATION):
        for pact in each.objects:
            found[pact.key].append(each)
    return found


def _acts(claims: Assertions) -> dict[str, list[Assertion]]:
    """For each pact what single states did about it, in the order of time."""
    found: dict[str, list[Assertion]] = defaultdict(list)
    for each in claims.of(Predicate.PACT_EVENT):
        if each.objects and each.value in {*ActKind}:
            found[each.subject(Pact).key].append(each)
    for acts in found.values():
        acts.sort(key=lambda act: (act.on.earliest, act.key))
    return found


def _party(claim: Assertion) -> State | Organization:
    party: Entity = claim.subjects[0]
    return party if isinstance(party, State) else claim.subject(Organization)
