"""Analyses of leaders: what they signed, and whom they met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.cited import sources_of, together
from graphmodel.analyses.results import Result
from graphmodel.analyses.tenures import Tenures, day_after, tenures
from graphmodel.analyses.values import Asked, DayLike, PersonLike, StateLike, TextsLike
from graphmodel.errors import QueryError
from graphmodel.results import Row

YEAR = 365.25
FIRST_YEAR = 365


class TenurePacts(Row):
    """A leader and the pacts of their time; the header of `tenure_x_pacts` says what each column means."""

    leader: str
    name: str
    state: str
    days: int
    pacts: int
    per_year: float | None
    first_year_share: float | None
    after_turnover: int
    keys: list[str]
    certain: bool
    evidence: list[str]


class LeaderPair(Row):
    """Two leaders and their occasions; the header of `leader_pairs` says what each column means."""

    leader_a: str
    leader_b: str
    events: int
    meetings: int
    signatures: int
    first: str
    last: str
    gap_days: float | None
    keys: list[str]
    certain: bool
    evidence: list[str]


class _Spell(Row):
    """An office, or a signature; the header has the columns."""

    kind: Literal["office", "signer", "incumbent"]
    person: str | None
    name: str | None
    state: str
    key: str
    from_earliest: date
    from_latest: date
    to_earliest: date | None
    to_latest: date | None
    evidence: list[str]


class _Presence(Row):
    """Somebody at an event; the header has the columns."""

    kind: Literal["meeting", "signature"]
    person: str
    event: str
    earliest: date
    latest: date
    evidence: list[str]


def tenure_x_pacts(  # noqa: PLR0913, PLR0917  (a parameter each)
    world: Asked,
    credit: Literal["signer", "incumbent"] = "incumbent",
    state: StateLike | None = None,
    roles: TextsLike | None = None,
    after: int = 365,
    since: DayLike | None = None,
    until: DayLike | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[TenurePacts]:
    """Which leaders signed most, relative to their time in office.

    After Leeds, Mattes & Vogel (2009) and Mattes, Leeds & Carroll (2015); the header of `cypher/analyses/tenure_x_pacts.cypher` has
    the definitions.

    Args:
        world: the world that is asked; `world.analyses.tenure_x_pacts` fills it in.
        credit: whose a pact is: `signer`, who signed it in person, or `incumbent`, who held office in the state that day.
        state: only leaders of this state, also those without a pact; all with a pact when None.
        roles: offices of these roles; heads of state, heads of government and supreme leaders when None.
        after: how many days after the start of a tenure count as after turnover.
        since: the first day of the window; any day when None.
        until: its last day; the day to which the data reach when None.
        datasets: only facts of these data sets; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: a day is none.
        QueryError: another value is none that the parameter takes.
        MissingData: the graph has no offices or no pacts; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.tenure_x_pacts("signer")
    ...     rows[0].leader, rows[0].pacts
    ('vladimir-putin', 5)
    """
    given = {
        "credit": credit,
        "state": state,
        "roles": roles,
        "after": after,
        "since": since,
        "until": until,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "tenure_x_pacts",
        TenurePacts,
        given,
        needs=("SIGNED", "TREATY_ACT"),
        uses=("SIGNED", "TREATY_ACT", "HOLDS_OFFICE"),
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Spell, _tenures),
    )


Signature = tuple[str, date, date, list[str]]
"""A pact, the bounds of the day on which it was signed, and what says so."""


def _tenures(fetched: Sequence[_Spell], parameters: Mapping[str, Any], _notes: list[str]) -> list[TenurePacts]:
    offices = defaultdict[tuple[str, str], list[_Spell]](list)
    names: dict[str, str] = {}
    by_person = defaultdict[tuple[str, str], list[Signature]](list)
    by_state = defaultdict[str, list[Signature]](list)
    for each in fetched:
        if each.person is not None and each.name is not None:
            names[each.person] = each.name
        signature = (each.key, each.from_earliest, each.from_latest, each.evidence)
        if each.kind == "office":
            offices[each.person or "", each.state].append(each)
        elif each.kind == "signer":
            by_person[each.person or "", each.state].append(signature)
        else:
            by_state[each.state].append(signature)
    rows: list[TenurePacts] = []
    for person, state in offices.keys() | by_person.keys():
        spells = offices[person, state]
        held = tenures(
            [(s.from_earliest, s.from_latest, s.to_earliest or date.max, s.to_latest or date.max) for s in spells]
        )
        signed = by_state[state] if parameters["credit"] == "incumbent" else by_person[person, state]
        credited = {way: _credited(held, signed, parameters, certain=way) for way in (False, True)}
        chosen = credited[parameters["certain"]]
        if not chosen and parameters["state"] is None:
            continue
        used = [spell.evidence for spell in spells] + [signature[3] for signature in chosen]
        rows.append(_tenure(person, names[person], state, held, credited, parameters, together(used)))
    return sorted(rows, key=lambda row: (-row.pacts, -(row.per_year or 0), row.leader, row.state))


def _credited(
    held: Tenures, signed: Sequence[Signature], parameters: Mapping[str, Any], *, certain: bool
) -> list[Signature]:
    """The pacts that are a leader's, each once, on its first day, in the order of time."""
    first, last = parameters["since"], parameters["until"]
    found: dict[str, Signature] = {}
    for each in sorted(signed, key=lambda each: (each[1], each[0])):
        key, earliest, latest, _ = each
        if certain and not ((first is None or first <= earliest) and latest <= last):
            continue
        if parameters["credit"] == "signer" or held.held_on(earliest, latest, certain=certain):
            found.setdefault(key, each)
    return list(found.values())


def _tenure(
    person: str,
    name: str,
    state: str,
    held: Tenures,
    credited: Mapping[bool, Sequence[Signature]],
    parameters: Mapping[str, Any],
    evidence: list[str],
) -> TenurePacts:
    certain: bool = parameters["certain"]
    first, end = parameters["since"], day_after(parameters["until"])
    days = {way: held.days(first, end, certain=way) for way in (False, True)}
    pacts = credited[certain]
    in_office = [each for each in pacts if held.held_on(each[1], each[2], certain=certain)]
    # Of a vague day the latest counts, so that no pact seems nearer to the start than it may be.
    ages = [held.since_start(min(each[2], parameters["until"]), certain=certain) for each in in_office]
    known = [age for age in ages if age is not None]
    return TenurePacts(
        leader=person,
        name=name,
        state=state,
        days=days[certain],
        pacts=len(pacts),
        per_year=len(in_office) / (days[certain] / YEAR) if days[certain] else None,
        first_year_share=sum(age < FIRST_YEAR for age in known) / len(in_office) if in_office else None,
        after_turnover=sum(age < parameters["after"] for age in known),
        keys=sorted(key for key, *_ in pacts),
        certain=days[True] == days[False]
        and [key for key, *_ in credited[True]] == [key for key, *_ in credited[False]],
        evidence=evidence,
    )


def leader_pairs(
    world: Asked,
    person: PersonLike | None = None,
    other: PersonLike | None = None,
    since: DayLike | None = None,
    until: DayLike | None = None,
    occasions: Literal["all", "meetings", "signatures"] = "all",
    certain: bool = False,
) -> Result[LeaderPair]:
    """Which pairs of leaders met or signed together most.

    Counts of joint occasions, as in data on diplomatic visits; the header of
    `cypher/analyses/leader_pairs.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.leader_pairs` fills it in.
        person: only pairs with this person: a `Person`, a key or a name. All pairs when None.
        other: only the pair of both.
        since: the first day of the window; any day when None.
        until: its last day; the day to which the data reach when None.
        occasions: `meetings`, `signatures`, or `all`.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: nobody, or several, have this name.
        InvalidDate: a day is none.
        QueryError: another value is none that the parameter takes.
        MissingData: the graph has no meetings and no signatures; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.leader_pairs("Vladimir Putin", "Hassan Rouhani")[0]
    ...     row.events, row.first, row.last
    (2, '2013-09-13', '2015-11-23')
    """
    if person is None and other is not None:
        raise QueryError("other names the second person of a pair: give person too.")
    given = {
        "person": person,
        "other": other,
        "since": since,
        "until": until,
        "occasions": occasions,
        "certain": certain,
    }
    return ask(
        world,
        "leader_pairs",
        LeaderPair,
        given,
        needs=("ATTENDED", "SIGNED"),
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Presence, _pairs),
    )


def _pairs(fetched: Sequence[_Presence], parameters: Mapping[str, Any], _notes: list[str]) -> list[LeaderPair]:
    person, other = parameters["person"], parameters["other"]
    if person is not None and person == other:
        raise QueryError(f"Both are the same person, {person}: give two different ones.")
    first, last = parameters["since"], parameters["until"]

    def sure(each: _Presence) -> bool:
        return each.earliest == each.latest and (first is None or first <= each.earliest) and each.latest <= last

    present = defaultdict[tuple[str, str], dict[str, _Presence]](dict)
    for each in fetched:
        if sure(each) or not parameters["certain"]:
            present[each.kind, each.event].setdefault(each.person, each)
    joint = defaultdict[tuple[str, str], list[tuple[_Presence, _Presence]]](list)
    for people in present.values():
        for a, b in combinations(sorted(people), 2):
            if person is None or person in (a, b):
                one, two = (b, a) if person == b else (a, b)
                if other is None or two == other:
                    joint[one, two].append((people[one], people[two]))
    rows = [_pair(a, b, found, all(sure(x) for pair in found for x in pair)) for (a, b), found in joint.items()]
    rows.sort(key=lambda row: (row.leader_a, row.leader_b))
    rows.sort(key=lambda row: row.last, reverse=True)
    return sorted(rows, key=lambda row: -row.events)


def _pair(a: str, b: str, found: Sequence[tuple[_Presence, _Presence]], certain: bool) -> LeaderPair:
    together_at = sorted((one for one, _ in found), key=lambda each: (each.earliest, each.kind, each.event))
    days = sorted({each.earliest for each in together_at})
    return LeaderPair(
        leader_a=a,
        leader_b=b,
        events=len(days),
        meetings=sum(each.kind == "meeting" for each in together_at),
        signatures=sum(each.kind == "signature" for each in together_at),
        first=str(days[0]),
        last=str(days[-1]),
        gap_days=(days[-1] - days[0]).days / (len(days) - 1) if len(days) > 1 else None,
        keys=[each.event for each in together_at],
        certain=certain,
        evidence=together(each.evidence for pair in found for each in pair),
    )
