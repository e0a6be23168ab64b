"""Policies: which of several values of a slot the world reports, and which values are contested.

A policy names the concept that it reports and chooses among the candidates of that concept. Where it cannot choose, the value
is contested, and all that it could not tell apart are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import Concept, Mode, Predicate, Standing
from graphmodel.domain.negating import denials_among, negated
from graphmodel.domain.provenance import STANDINGS, UNCITED, Provenance, Root
from graphmodel.domain.slots import (
    About,
    Candidate,
    Slot,
    about_of,
    gives_all,
    properties_of,
    slot_of,
    value_of,
    with_values,
)
from graphmodel.errors import QueryError, UnknownName

Choice = Callable[[Slot], str | Collection[str]]
"""Chooses among the values of a slot: one of them, or several that it cannot tell apart."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A way to choose among values: its name, how it chooses, and the concept that it reports."""

    name: str
    choose: Choice
    concept: Concept = Concept.LEGAL_EFFECT


class Support(NamedTuple):
    """How many independent roots say a value: at least, and at most."""

    least: int
    most: int


def support(slot: Slot) -> dict[str, Support]:
    """The independent roots of each value of a slot.

    A copy adds nothing to its origin. A source of unknown origin may be a copy of another, so that it counts at most. A root
    that is said to have several of the values has no one position: it counts at most, for each of them.
    """
    roots: dict[str, set[Root]] = {
        value: {
            root
            for each in candidates
            for source in each.sources
            if source != UNCITED
            for root in slot.provenance.roots(source)
        }
        for value, candidates in slot.values.items()
    }
    found: dict[str, Support] = {}
    for value, own in roots.items():
        others: set[Root] = set()
        others = others.union(*(each for other, each in roots.items() if other != value))
        least = sum(root.known for root in own - others)
        found[value] = Support(max(least, int(bool(own - others))), len(own))
    return found


def official_first(slot: Slot) -> list[str]:
    """The depositary or secretariat, then the state concerned, then other parties, then others, compilations last."""
    return _first(slot, lambda each: (STANDINGS.index(each.standing),))


def latest(slot: Slot) -> list[str]:
    """The claim that speaks for the latest day, else was published last; compilations, and what has no day, come after."""
    return _first(slot, lambda each: (_compiled(each.standing), -_day(each.as_of or each.said_to, date.min)))


def earliest(slot: Slot) -> list[str]:
    """The claim that speaks for the earliest day, else was published first; compilations, and what has no day, come after."""
    return _first(slot, lambda each: (_compiled(each.standing), _day(each.as_of or each.said_from, date.max)))


def majority(slot: Slot) -> list[str]:
    """The value that most independent roots say; all that may have the most where origins are not known."""
    counted = support(slot)
    enough = max(each.least for each in counted.values())
    return [value for value, each in counted.items() if each.most >= enough]


def _first(slot: Slot, rank: Callable[[Candidate], tuple[int, ...]]) -> list[str]:
    ranks = {each: rank(each) for each in slot.candidates}
    best = min(ranks.values())
    return sorted({each.value for each, found in ranks.items() if found == best})


def _compiled(standing: Standing) -> bool:
    return standing is Standing.COMPILATION


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()


OFFICIAL_FIRST = Policy("official_first", official_first)
"""The policy that the world is loaded under."""
POLICIES = {
    policy.name: policy
    for policy in (OFFICIAL_FIRST, Policy("latest", latest), Policy("majority", majority), Policy("earliest", earliest))
}
"""The policies that have a name."""


def policy_of(policy: Policy | str | Choice, concept: Concept | str | None = None) -> Policy:
    """A policy by name, or made of a function that chooses.

    Args:
        policy: a policy, the name of one, or a function that gets a `Slot` and gives one of its values, or several.
        concept: what is to be reported; that of the policy when None.

    Raises:
        UnknownName: there is no such policy, or no such concept.

    >>> policy_of("latest", "election").concept
    'election'
    """
    if isinstance(policy, str):
        if policy not in POLICIES:
            known = ", ".join(POLICIES)
            raise UnknownName(
                f"There is no policy {policy!r}; there are {known}. A function that chooses is one too.",
                name=policy,
                candidates=list(POLICIES),
            )
        policy = POLICIES[policy]
    elif not isinstance(policy, Policy):
        if not callable(policy):
            raise QueryError(
                f"A policy is one of {', '.join(POLICIES)}, a Policy, or a function that chooses, not {policy!r}."
            )
        policy = Policy(getattr(policy, "__name__", "own"), policy)
    if concept is None:
        return policy
    if concept not in {*Concept}:
        raise UnknownName(
            f"There is no concept {concept!r}; there are {', '.join(Concept)}.",
            name=str(concept),
            candidates=list(Concept),
        )
    return replace(policy, concept=Concept(concept))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy made of a slot: the value that is reported, and where it cannot choose all values that may be.

    `claims` are those that decided: they have the value, or one of the contested ones. `row` is the claim whose world they change.
    """

    slot: str
    property: str
    value: str
    contested: tuple[str, ...]
    claims: tuple[str, ...]
    row: str


def decide(slot: Slot, policy: Policy, row: str) -> Decision:
    """Let a policy choose.

    Raises:
        UnknownName: it chose what nobody says.
    """
    slot = slot.reporting(policy.concept)
    values = slot.values
    chosen = list(values)
    if len(values) > 1:
        given = policy.choose(slot)
        chosen = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(dict.fromkeys(given))  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
    if not chosen or not {*chosen} <= {*values}:
        wrong = ", ".join(repr(value) for value in chosen if value not in values) or "nothing"
        raise UnknownName(
            f"The policy {policy.name!r} chose {wrong} for {slot.name}; it can choose among {', '.join(values)}.",
            name=wrong,
            candidates=list(values),
        )
    positive = [value for value in chosen if any(each.value == value and not each.denied for each in slot.candidates)]
    current = slot.standing_value
    # What is only denied leaves the value that the row has, as a contested one.
    value = current if current is not None and (current in chosen or not positive) else min(positive, default="")
    contested = tuple(dict.fromkeys([value, *sorted(chosen)])) if len({value, *chosen}) > 1 else ()
    decided_by = [each.claim for text in (contested or (value,)) for each in values.get(text, ())]
    return Decision(slot.name, slot.field, value, contested, tuple(decided_by), row)


def settle(
    assertions: Iterable[Assertion], provenance: Provenance, aside: frozenset[str], policy: Policy = OFFICIAL_FIRST
) -> tuple[list[Assertion], list[Decision]]:
    """Decide all slots: the claims that rules read, with the values that are reported, and what was decided where claims differ.

    Where several claims say all of one spell or entity, the one of the tables, else the one whose key comes first, yields the
    world, and the others decide its values.

    Args:
        assertions: all claims.
        provenance: where their sources are from.
        aside: claims that are no candidates.
        policy: how to choose.

    Raises:
        DataError: the values that were chosen do not go together.
        UnknownName: the policy chose what nobody says.
    """
    settled: list[Assertion] = []
    whole: dict[tuple[str, About], list[Assertion]] = defaultdict(list)
    single: dict[About, list[Assertion]] = defaultdict(list)
    for each in assertions:
        about = about_of(each)
        if each.claim.predicate == Predicate.HAS_VALUE:
            if about is not None and each.claim.mode is Mode.ASSERTED and each.key not in aside:
                single[about].append(each)
        elif about is None or each.claim.mode is not Mode.ASSERTED:
            settled.append(each)
        elif gives_all(each) and each.claim.positive:
            whole[each.claim.predicate, about].append(each)
        else:
            settled.append(each)
    decisions: list[Decision] = []
    denials = denials_among(settled)
    for (_, about), rows in whole.items():
        rows.sort(key=lambda each: (each.claim.recorded is not None, each.key))
        row, others = _decided(about, rows[0], [*rows[1:], *single.get(about, ())], provenance, policy)
        decisions += others
        left = negated(row, denials, provenance, policy.choose, policy.concept) if denials else row
        if left is not None:
            settled.append(left)
    return settled, decisions


def _decided(
    about: About, row: Assertion, others: list[Assertion], provenance: Provenance, policy: Policy
) -> tuple[Assertion, list[Decision]]:
    by_key = {each.key: each.claim for each in others}
    decisions: list[Decision] = []
    for property_ in sorted({name for each in others for name in properties_of(each)}):
        slot = slot_of(about, property_, row, others, provenance)
        if {value_of(row, property_)} != {*slot.values}:
            decisions.append(decide(slot, policy, row.key))
    changed = [each for each in decisions if each.value not in ("", value_of(row, each.property))]
    deciding = dict.fromkeys(key for each in changed for key in each.claims if key in by_key)
    settled = replace(
        with_values(row, {each.property: each.value for each in changed}) if changed else row,
        decided=tuple(by_key[key] for key in deciding),
        contested=tuple(f"{each.slot}={value}" for each in decisions for value in each.contested),
    )
    return settled, decisions
