"""Analyses of votes: who votes with whom, and whether those do who belong to the same organizations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.lines import line
from graphmodel.analyses.missing import MISSING
from graphmodel.analyses.quadratic import mrqap
from graphmodel.analyses.results import Result
from graphmodel.analyses.rollcalls import Session, Sessions, VoteGroup, see_sessions
from graphmodel.analyses.values import Asked, StateLike, StatusesLike, TextsLike
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
    used: list[Sessions] = []

    def rows(sessions: Sessions, parameters: Mapping[str, Any], notes: list[str]) -> Sequence[VoteAlignment]:
        used.append(sessions)
        see_sessions(world, sessions, parameters, notes)
        made = list[dict[str, Any]]()
        for number, of in sessions.by_number.items():
            made.append(_pairs(of, number, parameters["state"], parameters["other"]))
            notes.append(f"session {number}: {of.calls} roll calls, {len(of.states)} states that voted")
            silent = [key for key in (parameters["state"], parameters["other"]) if key and key not in of.states]
            if silent:
                notes.append(f"{' and '.join(silent)} voted in none of them")
                instead = {key: next((one for one in line(world, key) if one in of.states), None) for key in silent}
                notes += [f"in the place of {key} voted {one}" for key, one in instead.items() if one]
            elif not len(made[-1]["a"]):
                notes.append("no two of the states asked about voted in one of them")
            if of.untold:
                notes.append(f"no membership of {shown(of.untold)} is known at its end: shared_orgs is null")
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
        sources=lambda rows: used[0].sources({key for row in rows for key in (row.a, row.b)}),
        computed=Computed(VoteGroup, rows, made=partial(Sessions, world), kept=lambda _: ("state", "other")),
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
    used: list[Sessions] = []

    def rows(sessions: Sessions, parameters: Mapping[str, Any], notes: list[str]) -> list[VoteCorrelation]:
        used.append(sessions)
        see_sessions(world, sessions, parameters, notes)
        return _regressed(sessions, parameters, notes)

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
        sources=lambda _: used[0].sources({state for each in used[0].by_number.values() for state in each.states}),
        computed=Computed(VoteGroup, rows, made=partial(Sessions, world)),
    )


def _pairs(session: Session, number: int, state: str | None, other: str | None) -> dict[str, Any]:
    """The pairs that voted in one roll call, as columns in order."""
    numpy, own = needed("numpy", "analysis"), session.places(state)
    of = slice(None) if state is None else own
    found, shared, certain = session.agreement(of), session.shared_orgs(of), session.certain(of)
    own, states = numpy.array(own, dtype=int)[:, None], numpy.arange(len(session.states))
    wanted = (found.n > 0) & (states > own if state is None else states != own)
    if other is not None:
        wanted &= numpy.array(session.states, dtype=object) == other
    i, j = numpy.nonzero(wanted)
    order = numpy.lexsort((j, i, -found.n[i, j], -found.same_vote[i, j]))
    i, j = i[order], j[order]
    names = numpy.array(session.states, dtype=object)
    told, common = session.told[own[i, 0]] & session.told[j] & session.known, shared[i, j].astype(int)
    return {
        "a": names[own[i, 0]],
        "b": names[j],
        "session": numpy.full(len(i), number),
        "n": found.n[i, j].astype(int),
        "same": found.same[i, j].astype(int),
        **{name: getattr(found, name)[i, j] for name in ("same_vote", "lijphart", "s_abs", "s_sq")},
        "shared_orgs": common if told.all() else numpy.where(told, common.astype(object), None),
        "certain": certain[i, j] & (told | (not session.known)),
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


def _regressed(sessions: Sessions, parameters: Mapping[str, Any], notes: list[str]) -> list[VoteCorrelation]:
    numpy = needed("numpy", "analysis")
    if not sessions.by_number:
        return []
    ((number, session),) = sessions.by_number.items()
    if not session.known:
        raise MissingData(
            f"No membership is known on the day of the last vote of session {number}: {MISSING['MEMBER_OF'][1]}, or import "
            "those of COW with `graphmodel import cow_igo FILE`."
        )
    voters: Any = session.voted > session.calls / 2
    often = numpy.flatnonzero(voters & session.told)
    notes.append(
        f"session {number}: {session.calls} roll calls; {voters.sum()} states that voted in more than half of them, "
        f"{len(session.states) - voters.sum()} others left out"
    )
    if left := [state for state in session.untold if voters[session.states.index(state)]]:
        notes.append(f"{shown(left)} left out too: no membership of theirs is known on {session.day}")
    grid, names = numpy.ix_(often, often), list(dict.fromkeys(parameters["ties"] or ["shared_orgs"]))
    found = mrqap(
        getattr(session.agreement(), parameters["measure"])[grid],
        {name: getattr(session, name)()[grid] for name in names},
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
            certain=bool(session.certain()[grid].all()),
        )
        for each in found
    ]
