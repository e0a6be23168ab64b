"""Roll calls of sessions as they were voted on: who was there, how states agree, and to what they belong when a session ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from graphmodel.analyses.coverage import CURATED
from graphmodel.analyses.values import Asked
from graphmodel.domain.observed import Vote
from graphmodel.errors import MissingData
from graphmodel.results import Row
from graphmodel.results.rows import needed


class VoteGroup(Row):
    """States that voted the same way in a roll call, or that belong to an organization on `day`, when the session ends."""

    kind: Literal["yes", "abstain", "no", "organization"]
    key: str
    session: int
    day: date | None
    size: int | None
    states: list[str]
    sure: list[str]
    datasets: list[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How pairs of states agree, as numpy matrices: roll calls in common and the same vote, and the measures (nan without any)."""

    n: Any
    same: Any
    same_vote: Any
    lijphart: Any
    s_abs: Any
    s_sq: Any


def agreement(yes: Any, abstain: Any, no: Any, of: Any = slice(None)) -> Agreement:
    """How states agree.

    Args:
        yes: who voted yes, a numpy matrix of 0 and 1, states by roll calls.
        abstain: who abstained.
        no: who voted no.
        of: the places of the states whose rows are wanted; all when left out.
    """
    numpy = needed("numpy", "analysis")
    sided, voted = yes + no, yes + abstain + no
    n, same = voted[of] @ voted.T, yes[of] @ yes.T + abstain[of] @ abstain.T + no[of] @ no.T
    half = abstain[of] @ sided.T + sided[of] @ abstain.T
    opposed = n - same - half
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return Agreement(
            n, same, same / n, (same + half / 2) / n, 1 - 2 * (half / 2 + opposed) / n, 1 - 2 * (half / 4 + opposed) / n
        )


class Session:
    """The votes of a session and the memberships at its end, as matrices over the states that voted."""

    def __init__(self, world: Asked, groups: Sequence[VoteGroup]) -> None:
        numpy = needed("numpy", "analysis")
        votes = [group for group in groups if group.kind != "organization"]
        organizations = [group for group in groups if group.kind == "organization"]
        self.states = sorted({state for group in votes for state in group.states})
        self._at = at = {state: i for i, state in enumerate(self.states)}
        calls = {key: j for j, key in enumerate(sorted({group.key for group in votes}))}
        self.calls = len(calls)
        self._told = {vote.value: numpy.zeros((len(at), len(calls))) for vote in Vote}
        for group in votes:
            self._told[group.kind][[at[state] for state in group.states], calls[group.key]] = 1.0
        self.voted = sum(matrix.sum(axis=1) for matrix in self._told.values())
        self.known = bool(organizations)
        self.day = next((group.day for group in organizations), None)
        # Counts up to 16 million are exact in 32 bits.
        self._member, self._sure = (numpy.zeros((len(at), len(organizations)), numpy.float32) for _ in range(2))
        for j, group in enumerate(organizations):
            self._member[[at[state] for state in group.states if state in at], j] = 1.0
            self._sure[[at[state] for state in group.sure if state in at], j] = 1.0
        self._all_sure = bool((self._sure == self._member).all())
        self._newman = numpy.array(
            [1 / (each.size - 1) if each.size and each.size > 1 else 0.0 for each in organizations]
        )

        none = [state for state, many in zip(self.states, self._member.sum(axis=1), strict=True) if not many]
        self.untold = _untold(world, none, self.day) if self.known and none else []
        """The states of which the data tell no membership at all on the day: that they share nothing would be untrue."""
        self.told = ~numpy.isin(self.states, self.untold)

    def places(self, state: str | None) -> list[int]:
        """The places of the states whose rows are wanted: all, or the one that is named, if it voted."""
        return [*range(len(self.states))] if state is None else [self._at[state]] if state in self._at else []

    def agreement(self, of: Any = slice(None)) -> Agreement:
        """How the states at these places agree with all."""
        return agreement(self._told["yes"], self._told["abstain"], self._told["no"], of)

    def shared_orgs(self, of: Any = slice(None)) -> Any:
        """How many organizations the states at these places share with all."""
        return self._member[of] @ self._member.T

    def jaccard(self) -> Any:
        """That as a share of the organizations that either of two states belongs to."""
        numpy, shared, each = needed("numpy", "analysis"), self.shared_orgs().astype(float), self._member.sum(axis=1)
        either = each[:, None] + each[None, :] - shared
        return shared / numpy.where(either > 0, either, 1.0)

    def weight(self) -> Any:
        """The organizations that two states share, each the less the more members it has (Newman 2001)."""
        return (self._member * self._newman) @ self._member.T

    def certain(self, of: Any = slice(None)) -> Any:
        """Whether the states at these places certainly share what they share with all."""
        shared = self.shared_orgs(of)
        return (shared if self._all_sure else self._sure[of] @ self._sure.T) == shared


class Sessions:
    """What was fetched of sessions."""

    def __init__(self, world: Asked, groups: Sequence[VoteGroup]) -> None:
        self._organizations = [group for group in groups if group.kind == "organization"]
        votes = [group for group in groups if group.kind != "organization"]
        by_number = defaultdict[int, list[VoteGroup]](list)
        for group in groups:
            by_number[group.session].append(group)
        self.by_number = {
            number: Session(world, by_number[number]) for number in sorted({group.session for group in votes})
        }
        self.days = {group.day for group in votes if group.day is not None}
        self.of_memberships = {each for group in self._organizations for each in group.datasets}
        self._datasets = {each for group in groups for each in group.datasets} - {CURATED}

    def sources(self, states: Collection[str]) -> list[str | tuple[str, str]]:
        """What rests on votes and memberships of these states: data sets, and ties whose claims have sources."""
        pairs = {
            (state, group.key)
            for group in self._organizations
            if CURATED in group.datasets
            for state in group.states
            if state in states
        }
        return [*sorted(self._datasets), *sorted(pairs)]


class _Held(Row):
    """A session of which the graph has roll calls: how many, and of how many it does not know whether they are important."""

    session: int
    calls: int
    uncoded: int


UNTOLD = """
UNWIND $states AS key
MATCH (s:State {key: key})
OPTIONAL MATCH (s)-[m:MEMBER_OF]->() WHERE m.valid_from_earliest <= $day AND m.valid_to_latest > $day
WITH key, count(m) AS held WHERE held = 0
RETURN key ORDER BY key
"""
HELD = """
MATCH (r:RollCall)
WHERE $datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets
RETURN r.session AS session, count(*) AS calls, sum(CASE WHEN r.important IS NULL THEN 1 ELSE 0 END) AS uncoded
ORDER BY session
"""


def _untold(world: Asked, states: Sequence[str], day: date | None) -> list[str]:
    """Those of which no membership is known on the day, such as Belarus before COW's list has it."""
    return world.run(UNTOLD, {"states": states, "day": day}, into=str, reads=True)


def see_sessions(world: Asked, sessions: Sessions, parameters: Mapping[str, Any], notes: list[str]) -> None:
    """See that the votes of the sessions are there, and say of which they are not, or how far memberships are carried.

    Raises:
        MissingData: the graph has no votes of these sessions, or does not know which of them are important.
    """
    voted = {*sessions.by_number}
    first, last = parameters["session"], parameters.get("to_session") or parameters["session"]
    wanted = voted if first is None else {*range(first, last + 1)}
    if parameters["important"] or wanted - voted:
        _see(
            wanted,
            voted,
            world.run(HELD, {"datasets": parameters["datasets"]}, into=_Held, reads=True),
            parameters,
            notes,
        )
    days = sessions.days
    for each in world.covered("MEMBER_OF") if days else ():
        if each.dataset in sessions.of_memberships and each.last is not None and each.last < max(days):
            named = "curated memberships" if each.dataset == CURATED else f"memberships of {each.dataset}"
            notes.append(
                f"{named} reach to {each.last} only: those open then are carried forward to {max(days)} as possible"
            )


def _see(
    wanted: set[int], voted: set[int], held: Sequence[_Held], parameters: Mapping[str, Any], notes: list[str]
) -> None:
    there = {each.session: each for each in held}
    if not held:
        return
    asked = wanted or {max(there)}
    if missing := sorted(asked - there.keys()):
        text = f"the graph has no votes of session {spans(missing)}, but of {spans(sorted(there))}"
        if not asked & there.keys():
            raise MissingData(f"T{text[1:]}: import it with `graphmodel import unga_votes FILE --only {missing[0]}`.")
        notes.append(text)
    if not parameters["important"]:
        return
    if uncoded := sorted(number for number in asked & there.keys() if there[number].uncoded):
        text = f"which votes were called important is not known of session {spans(uncoded)}"
        if all(there[number].uncoded == there[number].calls for number in asked & there.keys()):
            raise MissingData(f"W{text[1:]}: leave out important, or ask of other sessions.")
        notes.append(f"{text}, or not of all of them, which are left out")
    if none := sorted(asked & there.keys() - voted - {*uncoded}):
        notes.append(f"no vote of session {spans(none)} was called important")


def spans(numbers: Sequence[int]) -> str:
    """Numbers in order, those that follow each other as from to.

    >>> spans([60, 62, 63, 64])
    '60, 62 to 64'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
