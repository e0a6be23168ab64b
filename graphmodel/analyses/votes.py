"""Analyses of votes: who votes with whom, and whether those do who belong to the same organizations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.coverage import CURATED
from graphmodel.analyses.missing import MISSING
from graphmodel.analyses.quadratic import mrqap
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, StateLike, StatusesLike, TextsLike
from graphmodel.domain.observed import Vote
from graphmodel.errors import MissingData, QueryError
from graphmodel.results import Columns, Row, shown
from graphmodel.results.rows import needed


class VoteAlignment(Row):
    """A pair of states in a session; the header of `vote_alignment` says what each column means."""

    a: str
    b: str
    session: int
    n: int
    same: int
    same_vote: float
    lijphart: float
    s_abs: float
    s_sq: float
    shared_orgs: int | None
    certain: bool


class VoteCorrelation(Row):
    """A kind of tie and how it goes with agreement; the header of `vote_correlation` says what each column means."""

    tie: str
    session: int
    correlation: float
    coefficient: float
    t: float
    p: float
    states: int
    pairs: int
    r_squared: float
    certain: bool


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


def vote_alignment(  # noqa: PLR0913  (what reviewers ask to vary)
    world: Asked,
    state: StateLike | None = None,
    other: StateLike | None = None,
    session: int | None = None,
    to_session: int | None = None,
    *,
    important: bool = False,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[VoteAlignment]:
    """How often two states vote alike, and how many organizations they share.

    Agreement as Voeten (2013) and Lijphart (1963) measure it, and S; the header of `cypher/analyses/vote_alignment.cypher` has the
    definitions.

    Args:
        world: the world that is asked; `world.analyses.vote_alignment` fills it in.
        state: only pairs with this state: a `State`, its key, code or name. All pairs when None.
        other: only the pair of both.
        session: the session, or the first of several; the last of which there are votes when None.
        to_session: the last of several.
        important: only votes that the United States Department of State called important.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        datasets: only votes of these data sets; all when None.
        certain: count only memberships that certainly hold.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        QueryError: the last session is before the first, or `other` is given without `state`.
        MissingData: the graph has no votes, or none of these sessions, or does not know which of them are important; the message
            says how to import them.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> from graphmodel.domain import RollCall, State, Voted
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     calls = [RollCall(key=f"mine.{i}", name="On a question", session=1, date="2020-01-01") for i in (1, 2)]
    ...     russia, iran = world.lookup(State, "Russia"), world.lookup(State, "Iran")
    ...     said = [(russia, 0, "yes"), (iran, 0, "yes"), (russia, 1, "yes"), (iran, 1, "abstain")]
    ...     report = world.merge(calls, [Voted(start=s, end=calls[i], vote=vote) for s, i, vote in said])
    ...     [(row.same_vote, row.lijphart) for row in world.analyses.vote_alignment("Russia", "Iran")]
    [(0.5, 0.75)]
    """
    if state is None and other is not None:
        raise QueryError("other names the second state of a pair: give state too.")
    if to_session is not None and session is None:
        raise QueryError("to_session is the last of several sessions: give session, the first of them, too.")
    if to_session is not None and session is not None and to_session < session:
        raise QueryError(f"to_session={to_session} is before session={session}, the first of them.")
    fetched: list[VoteGroup] = []

    def rows(groups: Sequence[VoteGroup], parameters: Mapping[str, Any], notes: list[str]) -> Sequence[VoteAlignment]:
        fetched.extend(groups)
        see_sessions(world, groups, parameters, notes)
        made = list[dict[str, Any]]()
        for number in sorted({group.session for group in groups if group.kind != "organization"}):
            session = _Session([group for group in groups if group.session == number], parameters["state"])
            untold = session.see_untold(world)
            found = _pairs(session, number, parameters["state"], parameters["other"])
            notes.append(f"session {number}: {session.calls} roll calls, {len(session.states)} states that voted")
            silent = [key for key in (parameters["state"], parameters["other"]) if key and key not in session.states]
            if silent:
                notes.append(f"{' and '.join(silent)} voted in none of them")
            elif not len(found["a"]):
                notes.append("no two of the states asked about voted in one of them")
            if untold:
                notes.append(f"no membership of {shown(untold)} is known at its end: shared_orgs is null")
            made.append(found)
        _correlate(made, notes)
        return _together(made)

    given = {
        "state": state,
        "other": other,
        "session": session,
        "to_session": to_session,
        "important": important,
        "statuses": statuses,
        "max_size": max_size,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "vote_alignment",
        VoteAlignment,
        given,
        needs="VOTED",
        sources=lambda rows: _sources(fetched, {key for row in rows for key in (row.a, row.b)}),
        computed=Computed(VoteGroup, rows, kept=lambda _: ("state", "other")),
    )


def vote_correlation(  # noqa: PLR0913  (what reviewers ask to vary)
    world: Asked,
    session: int | None = None,
    measure: Literal["same_vote", "lijphart", "s_abs", "s_sq"] = "same_vote",
    ties: TextsLike | None = None,
    *,
    important: bool = False,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    permutations: int = 1000,
    seed: int = 1,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[VoteCorrelation]:
    """Whether states that belong to the same organizations vote alike: regression with permutations of states (MRQAP).

    Dekker, Krackhardt & Snijders (2007); the header of `cypher/analyses/vote_correlation.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.vote_correlation` fills it in.
        session: the session; the last of which there are votes when None.
        measure: how agreement is measured.
        ties: what it is regressed on: `shared_orgs`, `jaccard`, `weight`; the first when None.
        important: only votes that the United States Department of State called important.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        permutations: how often the states are permuted.
        seed: that of the permutations.
        datasets: only votes of these data sets; all when None.
        certain: count only memberships that certainly hold.

    Raises:
        QueryError: ties are the same for all pairs, or follow from each other.
        MissingData: the graph has no votes, none of the session, or no memberships, or does not know which votes are important;
            the message says how to load them.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> from graphmodel.domain import RollCall, State, Voted
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     calls = [RollCall(key=f"mine.{i}", name="On a question", session=1, date="2020-01-01") for i in (1, 2)]
    ...     said = {"RUS": ("yes", "no"), "BLR": ("yes", "no"), "IRN": ("yes", "abstain"), "USA": ("no", "yes")}
    ...     states = {key: world.lookup(State, key) for key in said}
    ...     votes = [Voted(start=states[k], end=call, vote=v) for k, vs in said.items() for call, v in zip(calls, vs)]
    ...     report = world.merge(calls, votes)
    ...     [(row.pairs, row.correlation > 0) for row in world.analyses.vote_correlation()]
    [(6, True)]
    """
    fetched: list[VoteGroup] = []

    def rows(groups: Sequence[VoteGroup], parameters: Mapping[str, Any], notes: list[str]) -> list[VoteCorrelation]:
        fetched.extend(groups)
        see_sessions(world, groups, parameters, notes)
        return _regressed(world, groups, parameters, notes)

    given = {
        "session": session,
        "measure": measure,
        "ties": ties,
        "important": important,
        "statuses": statuses,
        "max_size": max_size,
        "permutations": permutations,
        "seed": seed,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "vote_correlation",
        VoteCorrelation,
        given,
        needs="VOTED",
        sources=lambda _: _sources(fetched, {state for group in fetched for state in group.states}),
        computed=Computed(VoteGroup, rows),
    )


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


class _Session:
    """The votes of a session and the memberships at its end, as matrices over the states that voted.

    With `one`, of its row only: `rows` are the places of the states that have one.
    """

    def __init__(self, groups: Sequence[VoteGroup], one: str | None = None) -> None:
        numpy = needed("numpy", "analysis")
        votes = [group for group in groups if group.kind != "organization"]
        organizations = [group for group in groups if group.kind == "organization"]
        self.states = sorted({state for group in votes for state in group.states})
        at = {state: i for i, state in enumerate(self.states)}
        self.rows = [*range(len(at))] if one is None else [at[one]] if one in at else []
        of = slice(None) if one is None else self.rows
        calls = {key: j for j, key in enumerate(sorted({group.key for group in votes}))}
        self.calls = len(calls)
        told = {vote.value: numpy.zeros((len(at), len(calls))) for vote in Vote}
        for group in votes:
            told[group.kind][[at[state] for state in group.states], calls[group.key]] = 1.0
        self.voted = sum(matrix.sum(axis=1) for matrix in told.values())
        self.agreement = agreement(told["yes"], told["abstain"], told["no"], of)
        self.known = bool(organizations)
        self.day = next((group.day for group in organizations), None)
        self.told = numpy.full(len(at), fill_value=True)
        """Of which states the data tell memberships."""
        member, sure = (numpy.zeros((len(at), len(organizations))) for _ in range(2))
        for j, group in enumerate(organizations):
            member[[at[state] for state in group.states if state in at], j] = 1.0
            sure[[at[state] for state in group.sure if state in at], j] = 1.0
        self.shared_orgs = member[of] @ member.T
        self.certain = (self.shared_orgs if (sure == member).all() else sure[of] @ sure.T) == self.shared_orgs
        newman = [1 / (group.size - 1) if group.size and group.size > 1 else 0.0 for group in organizations]
        self.weight = (member[of] * numpy.array(newman)) @ member.T
        each = self.belongs = member.sum(axis=1)
        either = each[of, None] + each[None, :] - self.shared_orgs
        self.jaccard = self.shared_orgs / numpy.where(either > 0, either, 1.0)

    def see_untold(self, world: Asked) -> list[str]:
        """The states of which the data tell no membership at all on the day, such as Belarus before COW's list has it.

        That they share nothing with others would be untrue.
        """
        none = [state for state, many in zip(self.states, self.belongs, strict=True) if not many]
        if not self.known or not none:
            return []
        untold = world.run(UNTOLD, {"states": none, "day": self.day}, into=str, reads=True)
        self.told = ~needed("numpy", "analysis").isin(self.states, untold)
        return untold


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


def see_sessions(world: Asked, groups: Sequence[VoteGroup], parameters: Mapping[str, Any], notes: list[str]) -> None:
    """See that the votes of the sessions are there, and say of which they are not, or how far memberships are carried.

    Raises:
        MissingData: the graph has no votes of these sessions, or does not know which of them are important.
    """
    voted = {group.session for group in groups if group.kind != "organization"}
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
    days = [group.day for group in groups if group.kind != "organization" and group.day is not None]
    belonging = {each for group in groups if group.kind == "organization" for each in group.datasets}
    for each in world.covered("MEMBER_OF") if days else ():
        if each.dataset in belonging and each.last is not None and each.last < max(days):
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


def _pairs(session: _Session, number: int, state: str | None, other: str | None) -> dict[str, Any]:
    """The pairs that voted in one roll call, as columns in order."""
    numpy, found = needed("numpy", "analysis"), session.agreement
    own, states = numpy.array(session.rows, dtype=int)[:, None], numpy.arange(len(session.states))
    wanted = (found.n > 0) & (states > own if state is None else states != own)
    if other is not None:
        wanted &= numpy.array(session.states, dtype=object) == other
    i, j = numpy.nonzero(wanted)
    order = numpy.lexsort((j, i, -found.n[i, j], -found.same_vote[i, j]))
    i, j = i[order], j[order]
    names = numpy.array(session.states, dtype=object)
    told = session.told[own[i, 0]] & session.told[j] & session.known
    return {
        "a": names[own[i, 0]],
        "b": names[j],
        "session": numpy.full(len(i), number),
        "n": found.n[i, j].astype(int),
        "same": found.same[i, j].astype(int),
        **{name: getattr(found, name)[i, j] for name in ("same_vote", "lijphart", "s_abs", "s_sq")},
        "shared_orgs": numpy.where(told, session.shared_orgs[i, j].astype(int).astype(object), None),
        "certain": session.certain[i, j] & (told | (not session.known)),
    }


def _together(sessions: Sequence[dict[str, Any]]) -> Sequence[VoteAlignment]:
    """The rows, which can be millions, are made when they are looked at."""
    numpy = needed("numpy", "analysis")
    if not sessions:
        return []
    columns = {name: numpy.concatenate([each[name] for each in sessions]) for name in sessions[0]}

    def values(start: int, stop: int) -> dict[str, list[Any]]:
        return {name: column[start:stop].tolist() for name, column in columns.items()}

    return Columns(VoteAlignment, len(columns["a"]), values)


def _correlate(sessions: Sequence[dict[str, Any]], notes: list[str]) -> None:
    numpy = needed("numpy", "analysis")
    if not sum(len(each["a"]) for each in sessions):
        return
    same, shared = (numpy.concatenate([each[name] for each in sessions]) for name in ("same_vote", "shared_orgs"))
    known = numpy.not_equal(shared, None)
    if not known.any():
        notes.append("no memberships are known on the day of the last vote, so shared_orgs is null")
        return
    columns = numpy.array([same[known], shared[known].astype(float)])
    count = columns.shape[1]
    if count > 2 and columns.std(axis=1).all():
        notes.append(f"same_vote and shared_orgs correlate at {numpy.corrcoef(columns)[0, 1]:.3f} over {count} rows")


def _regressed(
    world: Asked, groups: Sequence[VoteGroup], parameters: Mapping[str, Any], notes: list[str]
) -> list[VoteCorrelation]:
    numpy = needed("numpy", "analysis")
    votes = [group for group in groups if group.kind != "organization"]
    if not votes:
        return []
    session, number = _Session(groups), votes[0].session
    if not session.known:
        raise MissingData(
            f"No membership is known on the day of the last vote of session {number}: {MISSING['MEMBER_OF'][1]}, or import "
            "those of COW with `graphmodel import cow_igo FILE`."
        )
    untold = session.see_untold(world)
    voters: Any = session.voted > session.calls / 2
    often = numpy.flatnonzero(voters & session.told)
    notes.append(
        f"session {number}: {session.calls} roll calls; {voters.sum()} states that voted in more than half of them, "
        f"{len(session.states) - voters.sum()} others left out"
    )
    if left := [state for state in untold if voters[session.states.index(state)]]:
        notes.append(f"{shown(left)} left out too: no membership of theirs is known on {session.day}")
    grid, names = numpy.ix_(often, often), list(dict.fromkeys(parameters["ties"] or ["shared_orgs"]))
    found = mrqap(
        getattr(session.agreement, parameters["measure"])[grid],
        {name: getattr(session, name)[grid] for name in names},
        permutations=parameters["permutations"],
        seed=parameters["seed"],
    )
    pairs = len(often) * (len(often) - 1) // 2
    return [
        VoteCorrelation(
            tie=each.name,
            session=number,
            correlation=each.correlation,
            coefficient=each.coefficient,
            t=each.t,
            p=each.p,
            states=len(often),
            pairs=pairs,
            r_squared=each.r_squared,
            certain=bool(session.certain[grid].all()),
        )
        for each in found
    ]


def _sources(groups: Sequence[VoteGroup], states: set[str]) -> list[str | tuple[str, str]]:
    datasets = {each for group in groups for each in group.datasets} - {"curated"}
    pairs = {
        (state, group.key)
        for group in groups
        if group.kind == "organization" and "curated" in group.datasets
        for state in states.intersection(group.states)
    }
    return [*sorted(datasets), *sorted(pairs)]
