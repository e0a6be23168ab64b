"""Which memberships look fragile, by rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.kept import kept
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike
from graphmodel.results import Row


class WithdrawalRisk(Row):
    """A membership that looks fragile; the header of `withdrawal_risk_flags` says what each column means."""

    state: str
    org: str
    flags: list[str]
    evidence: list[str]
    ended: str | None
    attendance_known: bool
    certain: bool
    sources: list[str]


def withdrawal_risk_flags(
    world: Asked,
    as_of: DayLike | None = None,
    state: StateLike | None = None,
    organization: OrganizationLike | None = None,
    missed: int = 2,
    years: int = 3,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[WithdrawalRisk]:
    """Which memberships look fragile, and what says so.

    Rules, not a model: frozen participation, missed summits, arrears, an announced exit; the header of
    `cypher/analyses/withdrawal_risk_flags.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.withdrawal_risk_flags` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        state: only memberships of this state: a `State`, its key, code or name. Of all when None.
        organization: only memberships in this one: an `Organization`, its key or name. In all when None.
        missed: how many missed meetings make a flag.
        years: meetings, claims and acts of so many years before the day count.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state or organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.withdrawal_risk_flags("2025-01-01", organization="CSTO")[0].evidence
    ['participation_frozen since 2024-02-22']
    """

    def sources(rows: Sequence[WithdrawalRisk]) -> list[str]:
        return [source for row in rows for source in row.sources]

    given = {
        "as_of": as_of,
        "state": state,
        "organization": organization,
        "missed": missed,
        "years": years,
        "datasets": datasets,
        "certain": certain,
    }

    def noted(rows: Sequence[WithdrawalRisk], _: Mapping[str, Any], notes: list[str], /) -> list[WithdrawalRisk]:
        notes += kept(world, "rules that judge nobody", lambda: _not_judged(world))
        return list(rows)

    computed = Computed(WithdrawalRisk, noted)
    return ask(
        world, "withdrawal_risk_flags", WithdrawalRisk, given, needs="MEMBER_OF", sources=sources, computed=computed
    )


RULES_NEED = {
    "frozen_participation": (
        "MATCH ()-[m:MEMBER_OF]->() WHERE m.overlay = true RETURN 1 AS found LIMIT 1",
        "no spell that freezes a membership is in this graph: merge `MemberOf` with overlay=True",
    ),
    "missed_summits": (
        (
            "MATCH (:Organization)<-[:INVOLVES {role: 'meeting_of'}]-(:Event)-[absence:INVOLVES|ATTENDED]-() "
            "WHERE absence.role = 'absent' RETURN 1 AS found LIMIT 1"
        ),
        "no absence from a meeting is in this graph: merge `Involves` of the meeting with role='absent'",
    ),
    "arrears": (
        "MATCH (:State)<-[:SUBJECT]-(c:Claim {predicate: 'defaults_on'})-[:OBJECT]->(:Organization) RETURN 1 AS found LIMIT 1",
        "no claim that a state owes an organization is in this graph: enter `defaults_on` with world.claim(...)",
    ),
    "announced_exit": (
        (
            "OPTIONAL MATCH (c:Claim {predicate: 'withdraws_from'}) WITH count(c) AS claims "
            "OPTIONAL MATCH ()-[act:TREATY_ACT]->() WHERE act.kind IN ['denunciation', 'withdrawal'] "
            "WITH claims, count(act) AS acts WHERE claims + acts > 0 RETURN claims + acts AS found"
        ),
        "no announced exit is in this graph: enter `withdraws_from` with world.claim(...)",
    ),
}
"""Each rule, whether the graph has anything to judge by, and what to do where it has not."""


def _not_judged(world: Asked) -> list[str]:
    return [
        f"{rule} judges nobody: {lacking}"
        for rule, (text, lacking) in RULES_NEED.items()
        if not world.run(text, {}, into=int, reads=True)
    ]
