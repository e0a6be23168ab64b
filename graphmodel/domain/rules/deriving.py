"""The rules by which the world is derived from claims, in one look.

They read claims, never rows, so that the world can be rebuilt from the claims of a graph. No rule sees a claim that is
denied, speculative or negative: `Assertions` holds those back, and says which and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graphmodel.domain import entities as e
from graphmodel.domain import observed as o
from graphmodel.domain import relationships as r
from graphmodel.domain.assertions import Assertions
from graphmodel.domain.claim_vocabularies import Predicate as P  # noqa: N817  (the table below is read, not its abbreviations)
from graphmodel.domain.rules import entities as entity_rules
from graphmodel.domain.rules import events as event_rules
from graphmodel.domain.rules import identity as identity_rules
from graphmodel.domain.rules import observed as observed_rules
from graphmodel.domain.rules import pacts as pact_rules
from graphmodel.domain.rules import texts as text_rules
from graphmodel.model import GraphObject, Node, Relationship

Derived = Node | Relationship[Any, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the predicates of the claims that it reads, what it gives, and why it is right."""

    name: str
    reads: tuple[P, ...]
    gives: tuple[type[GraphObject], ...]
    why: str
    apply: Callable[[Assertions], Iterator[Derived]]


RULES: tuple[Rule, ...] = (
    Rule("state", (P.STATE,), (e.State,), "a state is what its code list says", entity_rules.states),
    Rule("code_list", (P.CODE_LIST,), (e.CodeList,), "a list is what its row says", identity_rules.code_lists),
    Rule(
        "in_system",
        (P.IN_SYSTEM,),
        (r.InSystem,),
        "a spell as stated; its abbreviation is a code in a list of its own",
        identity_rules.spells,
    ),
    Rule("succession", (P.SUCCEEDED_BY,), (r.SucceededBy,), "as stated", identity_rules.successions),
    Rule(
        "person",
        (P.PERSON, P.HOLDS_OFFICE),
        (e.Person, e.Leader),
        "who holds an office is a leader",
        entity_rules.people,
    ),
    Rule("organization", (P.ORGANIZATION,), (e.Organization,), "it is what its row says", entity_rules.organizations),
    Rule(
        "membership",
        (P.MEMBER_OF, P.OBSERVER_OF, P.STATUS_MEANS, P.ORGANIZATION),
        (r.MemberOf,),
        "a spell as stated, while its organization exists; what its status means is the organization's own affair, "
        "and may change within the spell; a text that speaks of it bears it out",
        entity_rules.memberships,
    ),
    Rule(
        "office",
        (P.HOLDS_OFFICE,),
        (r.HoldsOffice,),
        "a spell as stated; a text that speaks of it bears it out, and of another gives a spell that only its day is known of",
        entity_rules.offices,
    ),
    Rule(
        "pact",
        (P.PACT, P.PACT_EVENT, P.ORGANIZATION),
        (e.Pact,),
        "a pact holds from its entry into force; a signature alone makes it possible, not certain",
        pact_rules.pacts,
    ),
    Rule(
        "obligation",
        (P.OBLIGES, P.PACT, P.PACT_EVENT, P.ORGANIZATION),
        (e.Obligation, r.Obliges),
        "a term holds as long as its pact",
        pact_rules.obligations,
    ),
    Rule("amends", (P.PACT,), (r.Amends,), "the later pact says so", pact_rules.amends),
    Rule(
        "treaty_act",
        (P.ORIGINAL_PARTY, P.PACT, P.PACT_EVENT),
        (r.TreatyAct,),
        "an original signatory signed when the pact was signed; other acts name their actor",
        pact_rules.treaty_acts,
    ),
    Rule(
        "charter_party",
        (P.MEMBER_OF, P.STATUS_MEANS, P.ORGANIZATION, P.PACT, P.PACT_EVENT),
        (r.PartyTo,),
        "a pact that constitutes an organization binds its full members, those that joined later too",
        pact_rules.charter_parties,
    ),
    Rule(
        "original_party",
        (P.ORIGINAL_PARTY, P.PACT, P.PACT_EVENT, P.ORGANIZATION, P.MEMBER_OF, P.STATUS_MEANS, P.SUCCEEDED_BY),
        (r.PartyTo,),
        "any other pact binds who signed or acceded, once it is in force and they have ratified, until they leave or it ends; "
        "who continues a party, or has it merged into itself, is bound in its place",
        pact_rules.original_parties,
    ),
    Rule("meeting", (P.MET,), (e.Event, r.Involves), "a meeting is an event of who met", event_rules.meetings),
    Rule("attendance", (P.MET,), (r.Attended,), "who is named was there; silence says nothing", event_rules.attendance),
    Rule(
        "withdrawal_notice",
        (P.WITHDRAWS_FROM,),
        (e.Event, r.Involves),
        "a state that says it leaves is a member until it has left: the notice is an event, and ends nothing",
        event_rules.withdrawal_notices,
    ),
    Rule(
        "pact_event",
        (P.PACT_EVENT, P.PACT),
        (e.Event, r.Involves),
        "rows of one event are one event",
        event_rules.pact_events,
    ),
    Rule("signature", (P.SIGNED, P.PACT_EVENT, P.PACT), (r.Signed,), "the event gives the day", event_rules.signatures),
    Rule(
        "sanction",
        (P.IMPOSES_SANCTIONS_ON,),
        (o.Sanctions,),
        "a spell as stated by the act; what texts say of sanctions in general names no act, and yields none",
        observed_rules.sanctions,
    ),
    Rule("indicator", (P.INDICATOR,), (o.Indicator,), "it is what its row says", observed_rules.indicators),
    Rule(
        "measurement",
        (P.HAS_MEASURE,),
        (o.Measured,),
        "a figure as stated; quantities in words, and of what is no state, stay in their claims",
        observed_rules.measurements,
    ),
    Rule(
        "thing",
        (P.THING, P.PACT),
        (e.Place, e.Project, e.Topic, e.Event, e.Collective, e.Instrument, e.Measure, e.Resolution),
        "what texts speak of is there to be spoken of; whether it came about, say its claims",
        text_rules.things,
    ),
    Rule(
        "part",
        (P.THING, P.ORGANIZATION, P.PART_OF, P.PACT),
        (r.PartOf,),
        "a part, an organ and a clause belong to their whole",
        text_rules.parts,
    ),
    Rule(
        "location",
        (P.THING, P.LOCATED_IN, P.CRASHED_IN, P.LITTORAL_STATE_OF),
        (r.LocatedIn,),
        "it is where it is said to be; a sea lies in each state at its coast",
        text_rules.locations,
    ),
    Rule(
        "involvement",
        (P.THING, P.PACT, *text_rules.INVOLVEMENTS),
        (r.Involves,),
        "who is said to have acted in something belongs to it, in that role; who is said not to have been invited is absent",
        text_rules.involvements,
    ),
    Rule(
        "concern",
        (P.COVERS_SECTOR, P.PROVIDES_FOR, P.TRANSFERS_TO, P.LIFTS, P.PACT),
        (r.Concerns,),
        "an instrument is about what it covers and provides for, a transfer about its goods",
        text_rules.concerns,
    ),
    Rule(
        "stance",
        tuple(text_rules.STANCES),
        (r.StanceOn,),
        "how somebody stands to something on the day of which it is said; before and after it is not known",
        text_rules.stances,
    ),
)
"""All rules, in the order in which they are applied."""


def derive(claims: Assertions, rules: Iterable[Rule] = RULES) -> list[Derived]:
    """The nodes and relationships that the claims yield.

    Args:
        claims: those that may yield something.
        rules: which rules to apply.

    Raises:
        DataError: a claim lacks what a rule needs.

    >>> from graphmodel.domain.claims import claims_from
    >>> from graphmodel.domain.tables.reading import read_tables
    >>> from graphmodel.resources import folder
    >>> claims = Assertions(claims_from(read_tables(folder("seeds"))))
    >>> [rule] = [rule for rule in RULES if rule.name == "charter_party"]
    >>> spells = {each.spell: each.valid for each in derive(claims, [rule])}
    >>> spells["charter_party/nat-1949/nato.SWE.1"]
    Period('2024-03-07', CENSORED('2026-06-30'))
    """
    return [each for rule in rules for each in rule.apply(claims)]
