"""Who is obliged to act when a state is attacked: obligations followed from helper to helper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.duties import Commitment, Owing, owed
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.results import Row

Duty = Literal["defense", "consultation", "neutrality"]
Conditions = Literal["met", "unmet", "unknown"]
BINDING = ("defense", "offense", "neutrality")
"""Terms owed to the attacker that stand against helping whom it attacks."""


class Obliged(Row):
    """One state and what obliges it; the header of `obligation_cascade` says what each column means."""

    duty: Duty
    wave: int
    state: str
    obliged_by: list[str]
    pact: str | None
    dataset: str
    article: str | None
    conditions: Conditions
    conflict: list[str]
    certain: bool


def obligation_cascade(
    world: Asked,
    target: StateLike,
    attacker: StateLike | None = None,
    as_of: DayLike | None = None,
    waves: int = 1,
    exclude: TextsLike | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Obliged]:
    """Who is obliged to act if a state is attacked, by which pact, and who of them is bound to the attacker too.

    Chain-ganging after Christensen & Snyder 1990, terms and conditions after Leeds 2003; the header of
    `cypher/analyses/obligation_cascade.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.obligation_cascade` fills it in.
        target: who is attacked: a `State`, its key, code or name.
        attacker: by whom; nobody in particular when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        waves: how many waves; beyond the first each helper is assumed to be attacked too.
        exclude: drop states that owe the attacker any of these: "defense", "offense", "neutrality"; when None they are flagged.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: attacker and target are the same, or `waves` or `exclude` take no such value.
        MissingData: the graph has no pacts and no commitments of pairs; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.obligation_cascade("North Korea", as_of="2025-01-01")
    ...     [(row.state, row.pact, row.article) for row in rows if row.duty == "defense"]
    [('CHN', 'chn-prk-1961', '2'), ('RUS', 'rus-prk-2024', '4')]
    """
    bound: dict[str, list[Commitment]] = {}

    def compute(fetched: Sequence[Owing], parameters: Mapping[str, Any], notes: list[str]) -> list[Obliged]:
        asked = parameters["target"], parameters["attacker"]
        within = _within(fetched, parameters["target"], parameters["waves"]) | {parameters["attacker"]}
        commitments = list(owed(fetched, within))
        bound.update(_bound(commitments, parameters["attacker"]))
        rows = followed(
            commitments, *asked, waves=parameters["waves"], exclude=parameters["exclude"] or (), notes=notes
        )
        if any(row.wave > 1 for row in rows):
            notes.append("beyond wave 1 each helper is assumed to be attacked by the same attacker")
        return rows

    def sources(rows: Sequence[Obliged]) -> Ties:
        ties: Ties = []
        for row in rows:
            for victim in row.obliged_by:
                ties += [(row.state, row.pact), (victim, row.pact)] if row.pact else [(row.state, victim)]
            for one in bound.get(row.state, []) if row.conflict else []:
                ties.append((row.state, one.pact or one.creditor))
        return ties

    given = {"target": target, "attacker": attacker, "as_of": as_of, "waves": waves, "exclude": exclude}
    given |= {"datasets": datasets, "certain": certain}
    computed = Computed(Owing, compute)
    return ask(world, "obligation_cascade", Obliged, given, needs=COMMITMENTS, sources=sources, computed=computed)


def followed(
    commitments: Sequence[Commitment],
    target: str,
    attacker: str | None = None,
    *,
    waves: int = 1,
    exclude: Iterable[str] = (),
    notes: list[str] | None = None,
) -> list[Obliged]:
    """The waves, and who owes the target consultation or neutrality.

    Args:
        commitments: who owes what to whom on the day.
        target: who is attacked.
        attacker: by whom.
        waves: how many.
        exclude: terms owed to the attacker that keep a state out.
        notes: gets how many obligations and states were left out, where any were.
    """
    bound, dropped = _bound(commitments, attacker), set(exclude)
    owed_to, left_out, excluded = defaultdict[str, list[Commitment]](list), list[Commitment](), list[Commitment]()
    for one in commitments:
        if one.debtor in (target, attacker):
            continue
        if one.term == "defense" and one.attacker_is_party and attacker not in one.against:
            left_out.append(one)
        elif any(other.term in dropped for other in bound.get(one.debtor, [])):
            excluded.append(one)
        else:
            owed_to[one.creditor].append(one)
    rows: list[Obliged] = []
    # Helpers by state, and whether all that leads to them is certain.
    reached, newest = {target: True}, {target: True}
    for wave in range(1, waves + 1):
        found = [
            one
            for victim in newest
            for one in owed_to[victim]
            if one.term == "defense" and one.debtor not in reached and one.creditor != attacker
        ]
        rows += _rows("defense", wave, found, newest, bound, attacker)
        acting = {one.debtor for one in found if _conditions(one, attacker) != "unmet"}
        sure = {one.debtor for one in found if one.certain and reached[one.creditor]}
        newest = {state: state in sure for state in acting}
        reached |= newest
    for duty in ("consultation", "neutrality"):
        defends = {row.state for row in rows if row.duty == "defense" and row.wave == 1}
        found = [one for one in owed_to[target] if one.term == duty and one.debtor not in defends]
        rows += _rows(duty, 1, found, {target: True}, bound, attacker)
    if notes is not None:
        if pacts := sorted({str(one.pact) for one in left_out if one.creditor in reached}):
            notes.append(
                f"the attacker is a party itself, so they bind nobody to defend against it: {', '.join(pacts)}"
            )
        if states := sorted({one.debtor for one in excluded if one.creditor in reached and one.term == "defense"}):
            notes.append(f"left out as bound to the attacker: {', '.join(states)}")
    return rows


def _within(fetched: Sequence[Owing], target: str, waves: int) -> set[str]:
    """Who may be a victim in so many waves, and maybe more: whatever else is owed need not be paired."""
    around = defaultdict[str, set[str]](set)
    for row in fetched:
        if row.kind == "pair":
            around[row.key].update(one.state for one in row.told if "defense" in one.terms)
        elif any(duty.term == "defense" for duty in row.duties):
            parties = {party.state for party in row.parties}
            for state in parties:
                around[state] |= parties
    found, newest = {target}, {target}
    for _ in range(waves - 1):
        newest = {state for victim in newest for state in around[victim]} - found
        if not newest:
            break
        found |= newest
    return found


def _bound(commitments: Iterable[Commitment], attacker: str | None) -> dict[str, list[Commitment]]:
    """What each state owes the attacker."""
    owed = defaultdict[str, list[Commitment]](list)
    for one in commitments:
        if attacker is not None and one.creditor == attacker:
            owed[one.debtor].append(one)
    return owed


def _rows(
    duty: Duty,
    wave: int,
    found: Sequence[Commitment],
    victims: Mapping[str, bool],
    bound: Mapping[str, list[Commitment]],
    attacker: str | None,
) -> list[Obliged]:
    """A row for each state and obligation, however many victims it is owed to."""
    grouped = defaultdict[tuple[str, str, str, str, str], list[Commitment]](list)
    for one in found:
        conditions = _conditions(one, attacker)
        grouped[one.debtor, one.pact or "", one.dataset, one.article or "", conditions].append(one)
    return [
        Obliged(
            duty=duty,
            wave=wave,
            state=state,
            obliged_by=sorted({one.creditor for one in same}),
            pact=pact or None,
            dataset=dataset,
            article=article or None,
            conditions=_conditions(same[0], attacker),
            conflict=sorted({one.told for one in bound.get(state, []) if one.term in BINDING}),
            certain=any(one.certain and victims[one.creditor] for one in same),
        )
        for (state, pact, dataset, article, _), same in sorted(grouped.items())
    ]


def _conditions(one: Commitment, attacker: str | None) -> Conditions:
    if one.against and attacker is not None:
        return "met" if attacker in one.against else "unmet"
    return "met" if one.conditional is False and not one.against else "unknown"
