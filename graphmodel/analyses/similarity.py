"""How similar the alliance portfolios of two states are: S, pi and kappa, tau-b. All are computed from one matrix.

The matrix has a row for each state of a list, what it owes each of them: `portfolios` makes it, the rest are formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.pacts import COMMITMENTS
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.errors import MissingData, QueryError
from graphmodel.results import Row
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

System = Literal["cow", "gw", "un"]
Coding = Literal["valued", "binary"]
Weights = Literal["none", "cinc"]
VALUED = {"defense": 3, "offense": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1}
"""The rank of a term after Chiba, Johnson & Leeds (2015)."""

ANY = "MATCH ()-[r]->() WHERE type(r) IN ['PARTY_TO', 'OBLIGED_TO'] RETURN count(r) AS found"


class SimilarityS(Row):
    """S of one pair; the header of `alliance_similarity_s` says what each column means."""

    a: str
    b: str
    n: int
    system: str
    s_abs: float
    s_sq: float
    certain: bool


class SimilarityKappa(Row):
    """Pi and kappa of one pair; the header of `alliance_similarity_kappa` says what each column means."""

    a: str
    b: str
    n: int
    system: str
    pi: float | None
    kappa: float | None
    certain: bool


class TauB(Row):
    """Tau-b of one pair; the header of `tau_b_portfolio` says what each column means."""

    a: str
    b: str
    n: int
    system: str
    tau_b: float | None
    certain: bool


class _Portfolio(Row):
    """A member of the list, and what it owes whom."""

    state: str
    listed: bool
    figure: float | None = None
    owed: list[dict[str, Any]]


R = TypeVar("R", SimilarityS, SimilarityKappa, TauB)


def portfolios(
    states: Sequence[str], owed: Sequence[tuple[str, str, str]], coding: str = "valued"
) -> NDArray[np.float64]:
    """What each state owes each: a row a state, in their order, its own entry the maximum.

    Args:
        states: keys of the states of the list.
        owed: debtor, creditor and term; those of states that are not in the list are left out.
        coding: `valued` 3/2/1/0, or `binary`.
    """
    numpy = needed("numpy", "analysis")
    place, largest = {state: at for at, state in enumerate(states)}, 3 if coding == "valued" else 1
    matrix = numpy.zeros((len(states), len(states)))
    for debtor, creditor, term in owed:
        if debtor in place and creditor in place and term in VALUED:
            at = place[debtor], place[creditor]
            matrix[at] = max(matrix[at], min(VALUED[term], largest))
    numpy.fill_diagonal(matrix, largest)
    return matrix


def s_of_all(p: Matrix, largest: int, weights: Matrix) -> tuple[Matrix, Matrix]:
    """S of all pairs of rows, by absolute and by squared distances."""
    total = weights.sum()
    absolute = p[:, :0] @ p[:, :0].T
    for least in range(1, largest + 1):
        # The distance of two whole numbers is the count of thresholds that lie between them.
        over = (p >= least).astype(float)
        absolute = absolute + (over * weights) @ (1 - over).T + ((1 - over) * weights) @ over.T
    return 1 - 2 * absolute / (largest * total), 1 - 2 * _squared(p, weights) / (largest**2 * total)


def pi_and_kappa_of_all(p: Matrix) -> tuple[Matrix, Matrix]:
    """Scott's pi and Cohen's kappa of all pairs of rows, with squared distances; not a number where chance expects none."""
    numpy = needed("numpy", "analysis")
    n, sums, squares = p.shape[1], p.sum(axis=1), (p * p).sum(axis=1)
    found = _squared(p, numpy.ones(n))
    # Whole numbers throughout, times N or 2N, so that an expectation of 0 is exactly 0.
    pooled = squares[:, None] + squares[None, :]
    pi = 2 * n * pooled - (sums[:, None] + sums[None, :]) ** 2
    spread = n * squares - sums**2
    kappa = spread[:, None] + spread[None, :] + (sums[:, None] - sums[None, :]) ** 2
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return (
            numpy.where(pi > 0, 1 - 2 * n * found / pi, numpy.nan),
            numpy.where(kappa > 0, 1 - n * found / kappa, numpy.nan),
        )


def tau_b_of_all(p: Matrix, largest: int) -> Matrix:
    """Kendall's tau-b of all pairs of rows; not a number where one of them ranks all alike."""
    numpy = needed("numpy", "analysis")
    levels = [(p == level).astype(float) for level in range(largest + 1)]
    # How many states are at level u for one and at level v for the other, for all pairs of rows at once.
    at = [[u @ v.T for v in levels] for u in levels]
    concordant, discordant = numpy.zeros(at[0][0].shape), numpy.zeros(at[0][0].shape)
    for u, v in ((u, v) for u in range(largest + 1) for v in range(largest + 1)):
        for higher in range(u + 1, largest + 1):
            concordant += at[u][v] * sum((at[higher][w] for w in range(v + 1, largest + 1)), numpy.zeros(()))
            discordant += at[u][v] * sum((at[higher][w] for w in range(v)), numpy.zeros(()))
    n = p.shape[1]
    untied = n * (n - 1) / 2 - sum((u.sum(axis=1) * (u.sum(axis=1) - 1) / 2 for u in levels), numpy.zeros(()))
    with numpy.errstate(divide="ignore", invalid="ignore"):
        scale = numpy.sqrt(untied[:, None] * untied[None, :])
        return numpy.where(scale > 0, (concordant - discordant) / scale, numpy.nan)


def _squared(p: Matrix, weights: Matrix) -> Matrix:
    """The weighted squared distances of all pairs of rows."""
    squares = (p * p * weights).sum(axis=1)
    return squares[:, None] + squares[None, :] - 2 * (p * weights) @ p.T


def alliance_similarity_s(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    state: StateLike | None = None,
    other: StateLike | None = None,
    as_of: DayLike | None = None,
    system: System = "cow",
    coding: Coding = "valued",
    weights: Weights = "none",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[SimilarityS]:
    """How similar the alliance portfolios of two states are, by Signorino and Ritter's S.

    Signorino & Ritter 1999, with the ranks of Chiba, Johnson & Leeds 2015; the header of
    `cypher/analyses/alliance_similarity_s.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.alliance_similarity_s` fills it in.
        state: only pairs with this state: a `State`, its key, code or name. All pairs when None.
        other: only the pair of both.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        system: the list of states whose members make up a portfolio.
        coding: `valued` (3 defense or offense, 2 neutrality or consultation, 1 nonaggression) or `binary`.
        weights: `cinc` weighs each state by its share of material capabilities; `none` all alike.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: a state is not in the list on the day.
        MissingData: the graph has no pacts, the list no member on the day, or nobody a figure to weigh by.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.alliance_similarity_s("Russia", "Belarus", "2014-12-31")[0]
    ...     row.n, round(row.s_abs, 3)
    (195, 0.956)
    """

    def rows(p: Matrix, pairs: _Pairs) -> list[SimilarityS]:
        s_abs, s_sq = s_of_all(p, pairs.largest, pairs.weights(weights))
        return [SimilarityS(**pair, s_abs=float(s_abs[i, j]), s_sq=float(s_sq[i, j])) for (i, j), pair in pairs]

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding, "weights": weights}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "alliance_similarity_s", SimilarityS, given, rows, lambda row: row.s_abs)


def alliance_similarity_kappa(
    world: Asked,
    state: StateLike | None = None,
    other: StateLike | None = None,
    as_of: DayLike | None = None,
    system: System = "cow",
    coding: Coding = "valued",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[SimilarityKappa]:
    """How similar the alliance portfolios of two states are beyond chance, by Scott's pi and Cohen's kappa.

    Haege 2011, with the ranks of Chiba, Johnson & Leeds 2015; the header of
    `cypher/analyses/alliance_similarity_kappa.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.alliance_similarity_kappa` fills it in.
        state: only pairs with this state: a `State`, its key, code or name. All pairs when None.
        other: only the pair of both.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        system: the list of states whose members make up a portfolio.
        coding: `valued` (3 defense or offense, 2 neutrality or consultation, 1 nonaggression) or `binary`.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: a state is not in the list on the day.
        MissingData: the graph has no pacts, or the list no member on the day.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.alliance_similarity_kappa("Russia", "Kazakhstan", "2014-12-31")[0]
    ...     round(row.pi or 0, 3), round(row.kappa or 0, 3)
    (0.877, 0.877)
    """

    def rows(p: Matrix, pairs: _Pairs) -> list[SimilarityKappa]:
        pi, kappa = pi_and_kappa_of_all(p)
        return [SimilarityKappa(**pair, pi=_known(pi[i, j]), kappa=_known(kappa[i, j])) for (i, j), pair in pairs]

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "alliance_similarity_kappa", SimilarityKappa, given, rows, lambda row: row.kappa)


def tau_b_portfolio(
    world: Asked,
    state: StateLike | None = None,
    other: StateLike | None = None,
    as_of: DayLike | None = None,
    system: System = "cow",
    coding: Coding = "valued",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[TauB]:
    """Whether two states rank others alike by what they promise them, by Kendall's tau-b.

    Bueno de Mesquita 1975, with the ranks of Chiba, Johnson & Leeds 2015; the header of
    `cypher/analyses/tau_b_portfolio.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.tau_b_portfolio` fills it in.
        state: only pairs with this state: a `State`, its key, code or name. All pairs when None.
        other: only the pair of both.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        system: the list of states whose members make up a portfolio.
        coding: `valued` (3 defense or offense, 2 neutrality or consultation, 1 nonaggression) or `binary`.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: a state is not in the list on the day.
        MissingData: the graph has no pacts, or the list no member on the day.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     round(world.analyses.tau_b_portfolio("Russia", "Kazakhstan", "2014-12-31")[0].tau_b or 0, 3)
    0.817
    """

    def rows(p: Matrix, pairs: _Pairs) -> list[TauB]:
        tau_b = tau_b_of_all(p, pairs.largest)
        return [TauB(**pair, tau_b=_known(tau_b[i, j])) for (i, j), pair in pairs]

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "tau_b_portfolio", TauB, given, rows, lambda row: row.tau_b)


class _Pairs:
    """The pairs asked for: their places in the matrix, and the columns that all three analyses have."""

    def __init__(self, fetched: Sequence[_Portfolio], parameters: Mapping[str, Any], notes: list[str]) -> None:
        self._fetched, self._notes = fetched, notes
        self._states, self._system = [each.state for each in fetched], str(parameters["system"])
        place = {state: at for at, state in enumerate(self._states)}
        self._one, self._other = (_placed(place, parameters[name], self._system) for name in ("state", "other"))
        unsure = {
            each.state for each in fetched if _told(each.owed) != _told(one for one in each.owed if one["certain"])
        }
        self._certain = [state not in unsure for state in self._states]
        self.largest = 3 if parameters["coding"] == "valued" else 1
        self._listed = all(row.listed for row in fetched)

    def __iter__(self) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
        count = len(self._states)
        if self._one is None:
            places: Iterator[tuple[int, int]] = ((i, j) for i in range(count) for j in range(i + 1, count))
        else:
            others = range(count) if self._other is None else [self._other]
            one = self._one
            places = ((one, j) for j in others if j != one)
        for i, j in places:
            certain = self._listed and self._certain[i] and self._certain[j]
            yield (
                (i, j),
                {"a": self._states[i], "b": self._states[j], "n": count, "system": self._system, "certain": certain},
            )

    def weights(self, chosen: str) -> Matrix:
        """How much each state counts.

        Raises:
            MissingData: nobody has a figure on the day.
        """
        numpy = needed("numpy", "analysis")
        if chosen == "none":
            return numpy.ones(len(self._fetched))
        if not any(each.figure for each in self._fetched):
            raise MissingData(
                "Nobody has a figure of material capabilities on the day: import COW's with `graphmodel import cow_nmc FILE`, "
                "choose a day that it covers, or weights='none'."
            )
        if without := [each.state for each in self._fetched if each.figure is None]:
            self._notes.append(f"without a figure and thus of no weight: {', '.join(without)}")
        return numpy.array([each.figure or 0.0 for each in self._fetched])


def _ask(
    world: Asked,
    name: str,
    row: type[R],
    given: Mapping[str, Any],
    rows: Callable[[Matrix, _Pairs], list[R]],
    by: Callable[[R], float | None],
) -> Result[R]:
    if given["state"] is None and given["other"] is not None:
        raise QueryError("other names the second state of a pair: give state too.")
    ties: dict[str, list[tuple[str, str]]] = {}

    def compute(fetched: Sequence[_Portfolio], parameters: Mapping[str, Any], notes: list[str]) -> list[R]:
        if not fetched:
            raise MissingData(
                f"The list of states {parameters['system']!r} has no members on {parameters['as_of']}: load the curated world "
                "with world.load_seeds() or `graphmodel load`, or choose another system."
            )
        if not any(each.owed for each in fetched) and not world.run(ANY, {}, into=int, reads=True)[0]:
            return []
        pairs = _Pairs(fetched, parameters, notes)
        notes.append(f"{len(fetched)} states in the list")
        for each in fetched:
            ties[each.state] = [tie for one in each.owed for tie in _ties(each.state, one)]
        counted = sorted({one["dataset"] for each in fetched for one in each.owed})
        if len(counted) > 1:
            notes.append(f"counted together: {', '.join(counted)}")
        p = portfolios(
            [each.state for each in fetched],
            [(each.state, one["to"], one["term"]) for each in fetched for one in each.owed],
            parameters["coding"],
        )
        found = rows(p, pairs)
        return sorted(found, key=lambda each: (by(each) is None, -(by(each) or 0), each.a, each.b))

    def sources(chosen: Sequence[R]) -> Ties:
        return [tie for state in {key for each in chosen for key in (each.a, each.b)} for tie in ties.get(state, [])]

    return ask(world, name, row, given, needs=COMMITMENTS, sources=sources, computed=Computed(_Portfolio, compute))


def _ties(state: str, one: Mapping[str, Any]) -> Ties:
    if one["pact"] is None:
        return [(state, one["to"])]
    return [(state, one["pact"]), (one["to"], one["pact"])]


def _told(owed: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(one["to"], one["term"]) for one in owed}


def _placed(place: Mapping[str, int], state: str | None, system: str) -> int | None:
    if state is not None and state not in place:
        raise QueryError(f"{state} is not in the list of states {system!r} on the day: choose another system or day.")
    return None if state is None else place[state]


def _known(value: Any) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124  (what is not a number is not itself)
