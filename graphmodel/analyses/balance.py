"""Signed triads: whether friends of friends are friends, and enemies of enemies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.kept import kept
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.errors import MissingData
from graphmodel.results import Columns, Row
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Mixed = Literal["leave_out", "positive", "negative"]
Pair = tuple[str, str]
STARTS = 20
"""How often the search for two camps starts anew."""


class Triad(Row):
    """Three states with three signs; the header of `structural_balance` says what each column means."""

    a: str
    b: str
    c: str
    signs: str
    balanced: bool
    share: float
    certain: bool


class SignedTie(Row):
    """What makes two states friends or enemies, as fetched."""

    a: str
    b: str
    friends: bool
    pact: str | None = None
    dataset: str = "curated"
    certain: bool = True


def structural_balance(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    state: StateLike | None = None,
    as_of: DayLike | None = None,
    terms: TextsLike | None = None,
    negative: TextsLike | None = None,
    mixed: Mixed = "leave_out",
    seed: int = 1,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Triad]:
    """Whether triads of friends and enemies are balanced; the notes of the result say how far the whole network is from it.

    Cartwright & Harary 1956, of states after Maoz et al. 2007; the header of `cypher/analyses/structural_balance.cypher`
    has the definitions.

    Args:
        world: the world that is asked; `world.analyses.structural_balance` fills it in.
        state: only triads with this state: a `State`, its key, code or name. All triads when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        terms: obligations that make friends; defense, offense, neutrality and consultation when None.
        negative: what makes enemies: "rivalry", "sanctions"; both when None.
        mixed: what becomes of a pair that is both: "leave_out", "positive" or "negative".
        seed: of the searches for the frustration.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no pacts, or no enemies are known on the day; the message says how to load them.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import Period, World
    >>> from graphmodel.domain import RivalOf, State
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     iran, saudi, russia = (world.lookup(State, key) for key in ("IRN", "SAU", "RUS"))
    ...     rivals = [("IRN.SAU", iran, saudi), ("RUS.SAU", russia, saudi)]
    ...     merged = world.merge(*(RivalOf(start=a, end=b, spell=key, valid=Period("1979")) for key, a, b in rivals))
    ...     rows = world.analyses.structural_balance("Saudi Arabia", "2026-06-30")
    ...     [(row.a, row.b, row.c, row.signs) for row in rows if not row.balanced]
    [('IRN', 'PAK', 'SAU', '+-+'), ('PAK', 'RUS', 'SAU', '++-')]
    """
    ties = defaultdict[Pair, list[SignedTie]](list)

    def compute(fetched: Sequence[SignedTie], parameters: Mapping[str, Any], notes: list[str]) -> Columns[Triad]:
        if fetched and all(tie.friends for tie in fetched):
            raise MissingData(
                f"No enemies are known on {parameters['as_of']}, so that every triad would be balanced: import rivalries with "
                "`graphmodel import rivalries FILE`, or enter some."
            )
        of_all = repr(sorted({**parameters, "state": None}.items()))
        network = kept(world, ("signs", of_all), lambda: _Whole(fetched, parameters))
        ties.update(network.ties)
        rows = triads(network.signs, parameters["state"])
        notes.append(network.note)
        notes.append(f"{sum(part.count(True) for part in rows.column('balanced'))} of {len(rows)} triads balanced")
        least, most = network.frustration
        notes.append(f"frustration {least}" if least == most else f"frustration from {least} to {most}")
        return rows

    def sources(rows: Sequence[Triad]) -> Ties:
        pairs = {pair for row in rows for pair in combinations((row.a, row.b, row.c), 2)}
        found: Ties = []
        for a, b in pairs:
            for tie in ties[a, b]:
                found += [(a, tie.pact), (b, tie.pact)] if tie.pact else [(a, b), (b, a)]
        return found

    given: dict[str, Any] = {"state": state, "as_of": as_of, "terms": terms, "negative": negative, "mixed": mixed}
    given |= {"seed": seed, "datasets": datasets, "certain": certain}
    enemies = {"rivalry": "RIVAL_OF", "sanctions": "SANCTIONS"}
    named = [negative] if isinstance(negative, str) else [*(negative or enemies)]
    return ask(
        world,
        "structural_balance",
        Triad,
        given,
        needs=(*COMMITMENTS, "RIVAL_OF", "SANCTIONS"),
        uses=(*COMMITMENTS, *(enemies[each] for each in named if each in enemies)),
        sources=sources,
        computed=Computed(SignedTie, compute, kept=lambda _: ("state",)),
    )


class _Whole:
    """The network of all states, which is the same whichever state is asked about."""

    def __init__(self, fetched: Sequence[SignedTie], parameters: Mapping[str, Any]) -> None:
        notes: list[str] = []
        self.ties = defaultdict[Pair, list[SignedTie]](list)
        for tie in fetched:
            self.ties[min(tie.a, tie.b), max(tie.a, tie.b)].append(tie)
        self.signs = signed(fetched, parameters["mixed"], notes)
        (self.note,) = notes
        self.frustration = frustration(self.signs, parameters["seed"])


def signed(
    ties: Sequence[SignedTie], mixed: str = "leave_out", notes: list[str] | None = None
) -> dict[Pair, tuple[int, bool]]:
    """The sign of each pair, 1 or -1, and whether it certainly holds; counts the mixed pairs in the notes."""
    friends, enemies = dict[Pair, bool](), dict[Pair, bool]()
    for tie in ties:
        pair, side = (min(tie.a, tie.b), max(tie.a, tie.b)), friends if tie.friends else enemies
        side[pair] = side.get(pair, False) or tie.certain
    both = friends.keys() & enemies.keys()
    signs = {pair: (1, sure) for pair, sure in friends.items() if pair not in both or mixed == "positive"}
    signs |= {pair: (-1, sure) for pair, sure in enemies.items() if pair not in both or mixed == "negative"}
    if notes is not None:
        counts = [sum(sign == each for sign, _ in signs.values()) for each in (1, -1)]
        notes.append(f"{counts[0]} pairs of friends, {counts[1]} of enemies, {len(both)} mixed")
    return signs


def triads(signs: Mapping[Pair, tuple[int, bool]], state: str | None = None) -> Columns[Triad]:
    """The triads, or those with one state, unbalanced ones first."""
    found: list[tuple[bool, str, str, str, str, bool]] = []
    for a, b, c in _threes(signs, state):
        three = signs[a, b], signs[a, c], signs[b, c]
        text = "".join("+" if sign > 0 else "-" for sign, _ in three)
        found.append((text.count("-") % 2 == 0, a, b, c, text, all(sure for _, sure in three)))
    found.sort()
    share = sum(each[0] for each in found) / len(found) if found else 0.0

    def values(start: int, stop: int) -> dict[str, list[Any]]:
        names = ("balanced", "a", "b", "c", "signs", "certain")
        columns = {name: [each[at] for each in found[start:stop]] for at, name in enumerate(names)}
        return {**columns, "share": [share] * len(columns["a"])}

    return Columns(Triad, len(found), values)


def _threes(signs: Mapping[Pair, object], state: str | None) -> Iterator[tuple[str, str, str]]:
    """Who is tied all to all, in order of their keys; only those with a state."""
    near = defaultdict[str, set[str]](set)
    for a, b in signs:
        near[a].add(b)
        near[b].add(a)
    if state is not None:
        for b in near[state]:
            for c in near[state] & near[b]:
                if b < c:
                    a, b_, c_ = sorted((state, b, c))
                    yield a, b_, c_
        return
    for a, b in signs:
        yield from ((a, b, c) for c in near[a] & near[b] if c > b)


def frustration(signs: Mapping[Pair, tuple[int, bool]], seed: int) -> tuple[int, int]:
    """Bounds of the least number of pairs whose sign has to change for two camps to remain."""
    used, least = set[Pair](), 0
    unbalanced = ((a, b, c) for a, b, c in _threes(signs, None) if signs[a, b][0] * signs[a, c][0] * signs[b, c][0] < 0)
    for a, b, c in sorted(unbalanced):
        pairs = {(a, b), (a, c), (b, c)}
        if not pairs & used:
            used |= pairs
            least += 1
    return least, _best_camps(_matrix(signs), seed)


def _matrix(signs: Mapping[Pair, tuple[int, bool]]) -> NDArray[np.int64]:
    numpy = needed("numpy", "analysis")
    place = {state: at for at, state in enumerate(sorted({state for pair in signs for state in pair}))}
    matrix = numpy.zeros((len(place), len(place)), dtype=numpy.int64)
    for (a, b), (sign, _) in signs.items():
        matrix[place[a], place[b]] = matrix[place[b], place[a]] = sign
    return matrix


def _best_camps(matrix: NDArray[np.int64], seed: int) -> int:
    """The fewest pairs against the camps that local search finds: who gains most by changing camp does, until nobody gains."""
    numpy = needed("numpy", "analysis")
    random = numpy.random.default_rng(seed)
    best = int((matrix < 0).sum() // 2)  # all in one camp
    for start in range(STARTS if len(matrix) else 0):
        camp = numpy.ones(len(matrix), dtype=numpy.int64) if start == 0 else random.choice([-1, 1], size=len(matrix))
        pulls = matrix @ camp
        while (gains := -camp * pulls).max() > 0:
            mover = int(gains.argmax())
            camp[mover] *= -1
            pulls += 2 * camp[mover] * matrix[mover]
        against = int((numpy.abs(matrix).sum() - camp @ matrix @ camp) // 4)
        best = min(best, against)
    return best
