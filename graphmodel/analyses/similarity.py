"""How similar the alliance portfolios of two states are: S, pi and kappa, tau-b. All are computed from one matrix.

The matrix has a row for each state of a list, what it owes each of them: `portfolios` makes it, the rest are formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from graphmodel.analyses.asking import Computed, Ties, ask, in_all
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.duties import Owing
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.errors import MissingData, QueryError
from graphmodel.results import Columns, Row
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
EVERY = slice(None)

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
    return _filled(states, (([debtor], [creditor], term) for debtor, creditor, term in owed), coding)


def _filled(states: Sequence[str], owed: Iterable[tuple[Sequence[str], Sequence[str], str]], coding: str) -> Matrix:
    """The matrix of what each of some debtors owes each of some creditors."""
    numpy, n = needed("numpy", "analysis"), len(states)
    place, largest = {state: at for at, state in enumerate(states)}, 3 if coding == "valued" else 1
    ranked: dict[int, list[int]] = {rank: [] for rank in range(1, largest + 1)}
    for debtors, creditors, term in owed:
        if term in VALUED:
            rows, columns = ([place[state] for state in side if state in place] for side in (debtors, creditors))
            ranked[min(VALUED[term], largest)] += [row * n + column for row in rows for column in columns]
    matrix = numpy.zeros(n * n)
    for rank, at in ranked.items():  # from the least, so that the highest stays
        matrix[at] = rank
    matrix = matrix.reshape(n, n)
    numpy.fill_diagonal(matrix, largest)
    return matrix


def s_of_all(p: Matrix, largest: int, weights: Matrix, of: slice = EVERY) -> tuple[Matrix, Matrix]:
    """S of all pairs of rows, or of the rows `of` with all, by absolute and by squared distances."""
    total, filled = weights.sum(), p[of].any(axis=0)
    # Where the rows `of` have nothing, the distance from another is all that it has; the rest is looked at entry by entry.
    absolute = (p @ (weights * ~filled))[None, :]
    few, counting = p[:, filled], weights[filled]
    for least in range(1, largest + 1):
        # The distance of two whole numbers is the count of thresholds that lie between them.
        over = (few >= least).astype(float)
        absolute = absolute + (over[of] * counting) @ (1 - over).T + ((1 - over[of]) * counting) @ over.T
    return 1 - 2 * absolute / (largest * total), 1 - 2 * _squared(p, weights, of) / (largest**2 * total)


def pi_and_kappa_of_all(p: Matrix, of: slice = EVERY) -> tuple[Matrix, Matrix]:
    """Scott's pi and Cohen's kappa of all pairs of rows, or of the rows `of` with all, with squared distances.

    Not a number where chance expects none.
    """
    numpy = needed("numpy", "analysis")
    n, sums, squares = p.shape[1], p.sum(axis=1), (p * p).sum(axis=1)
    found = _squared(p, numpy.ones(n), of)
    # Whole numbers throughout, times N or 2N, so that an expectation of 0 is exactly 0.
    pooled = squares[of, None] + squares[None, :]
    pi = 2 * n * pooled - (sums[of, None] + sums[None, :]) ** 2
    spread = n * squares - sums**2
    kappa = spread[of, None] + spread[None, :] + (sums[of, None] - sums[None, :]) ** 2
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return (
            numpy.where(pi > 0, 1 - 2 * n * found / pi, numpy.nan),
            numpy.where(kappa > 0, 1 - n * found / kappa, numpy.nan),
        )


def tau_b_of_all(p: Matrix, largest: int, of: slice = EVERY) -> Matrix:
    """Kendall's tau-b of all pairs of rows, or of the rows `of` with all; not a number where one of them ranks all alike."""
    numpy = needed("numpy", "analysis")
    few = p[:, p[of].any(axis=0)]
    levels = [(few == level).astype(float) for level in range(largest + 1)]
    # How many states are at level u for one and at level v for the other, for all pairs of rows at once.
    at = [[u[of] @ v.T for v in levels] for u in levels]
    count = numpy.array([(p == level).sum(axis=1) for level in range(largest + 1)], dtype=float)
    # With those that are at 0 for all rows `of`.
    at[0] = [found + count[v] - levels[v].sum(axis=1) for v, found in enumerate(at[0])]
    concordant, discordant = numpy.zeros(at[0][0].shape), numpy.zeros(at[0][0].shape)
    for u, v in ((u, v) for u in range(largest + 1) for v in range(largest + 1)):
        for higher in range(u + 1, largest + 1):
            concordant += at[u][v] * sum((at[higher][w] for w in range(v + 1, largest + 1)), numpy.zeros(()))
            discordant += at[u][v] * sum((at[higher][w] for w in range(v)), numpy.zeros(()))
    n = p.shape[1]
    untied = n * (n - 1) / 2 - (count * (count - 1) / 2).sum(axis=0)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        scale = numpy.sqrt(untied[of, None] * untied[None, :])
        return numpy.where(scale > 0, (concordant - discordant) / scale, numpy.nan)


def _squared(p: Matrix, weights: Matrix, of: slice) -> Matrix:
    """The weighted squared distances of the rows `of` from all rows."""
    squares = (p * p) @ weights
    return squares[of, None] + squares[None, :] - 2 * (p[of] * weights) @ p.T


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

    def rows(p: Matrix, pairs: _Pairs) -> Columns[SimilarityS]:
        s_abs, s_sq = s_of_all(p, pairs.largest, pairs.weights(weights), pairs.of)
        return pairs.by(SimilarityS, s_abs=s_abs, s_sq=s_sq)

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding, "weights": weights}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "alliance_similarity_s", SimilarityS, given, rows)


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

    def rows(p: Matrix, pairs: _Pairs) -> Columns[SimilarityKappa]:
        pi, kappa = pi_and_kappa_of_all(p, pairs.of)
        return pairs.by(SimilarityKappa, kappa=kappa, pi=pi)

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "alliance_similarity_kappa", SimilarityKappa, given, rows)


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

    def rows(p: Matrix, pairs: _Pairs) -> Columns[TauB]:
        return pairs.by(TauB, tau_b=tau_b_of_all(p, pairs.largest, pairs.of))

    given = {"state": state, "other": other, "as_of": as_of, "system": system, "coding": coding}
    given |= {"datasets": datasets, "certain": certain}
    return _ask(world, "tau_b_portfolio", TauB, given, rows)


class _Pairs:
    """The pairs asked for: their places in the matrix, and the columns that all three analyses have."""

    def __init__(self, fetched: Sequence[Owing], parameters: Mapping[str, Any], notes: list[str]) -> None:
        self._members = sorted(member for row in fetched for member in row.members)
        self._notes = notes
        self.states, self._system = [each.state for each in self._members], str(parameters["system"])
        place = {state: at for at, state in enumerate(self.states)}
        self._one, self._other = (_placed(place, parameters[name], self._system) for name in ("state", "other"))
        unsure = _unsure(fetched)
        self._certain = [state not in unsure for state in self.states]
        self.largest = 3 if parameters["coding"] == "valued" else 1
        self._listed = all(member.certain for member in self._members)
        self.of = EVERY if self._one is None else slice(self._one, self._one + 1)
        """The rows of the matrix whose pairs are asked for."""

    def by(self, row: type[R], **measures: Matrix) -> Columns[R]:
        """The pairs, ordered by the first measure, the largest first; not a number last; then by key."""
        numpy, count = needed("numpy", "analysis"), len(self.states)
        if self._one is None:
            i, j = numpy.triu_indices(count, 1)
        else:
            others = range(count) if self._other is None else [self._other]
            j = numpy.array([at for at in others if at != self._one], dtype=int)
            i = numpy.zeros_like(j)
        found = {name: measure[i, j] for name, measure in measures.items()}
        order = numpy.argsort(-next(iter(found.values())), kind="stable")
        i, j = i[order] + (self._one or 0), j[order]
        found = {name: each[order] for name, each in found.items()}
        certain = numpy.array(self._certain) & self._listed

        def values(start: int, stop: int) -> dict[str, list[Any]]:
            part = slice(start, stop)
            one, other = i[part], j[part]
            return {
                "a": [self.states[at] for at in one.tolist()],
                "b": [self.states[at] for at in other.tolist()],
                "n": [count] * len(one),
                "system": [self._system] * len(one),
                **{name: [_known(value) for value in each[part].tolist()] for name, each in found.items()},
                "certain": (certain[one] & certain[other]).tolist(),
            }

        return Columns(row, len(order), values)

    def weights(self, chosen: str) -> Matrix:
        """How much each state counts.

        Raises:
            MissingData: nobody has a figure on the day.
        """
        numpy = needed("numpy", "analysis")
        if chosen == "none":
            return numpy.ones(len(self._members))
        if not any(each.figure for each in self._members):
            raise MissingData(
                "Nobody has a figure of material capabilities on the day: import COW's with `graphmodel import cow_nmc FILE`, "
                "choose a day that it covers, or weights='none'."
            )
        if without := [each.state for each in self._members if each.figure is None]:
            self._notes.append(f"without a figure and thus of no weight: {', '.join(without)}")
        return numpy.array([each.figure or 0.0 for each in self._members])


def _ask(
    world: Asked,
    name: str,
    row: type[R],
    given: Mapping[str, Any],
    rows: Callable[[Matrix, _Pairs], Columns[R]],
) -> Result[R]:
    if given["state"] is None and given["other"] is not None:
        raise QueryError("other names the second state of a pair: give state too.")
    owing: list[Owing] = []

    def compute(fetched: Sequence[Owing], parameters: Mapping[str, Any], notes: list[str]) -> Sequence[R]:
        listed = {member.state for row in fetched for member in row.members}
        if not listed:
            raise MissingData(
                f"The list of states {parameters['system']!r} has no members on {parameters['as_of']}: load the curated world "
                "with world.load_seeds() or `graphmodel load`, or choose another system."
            )
        both = {parameters["state"], parameters["other"]}
        counted = _datasets(fetched, listed if parameters["other"] is None else listed & both)
        if not counted and not world.run(ANY, {}, into=int, reads=True)[0]:
            return []
        pairs = _Pairs(fetched, parameters, notes)
        notes.append(f"{len(listed)} states in the list")
        owing.extend(fetched)
        owed = (
            ([one.state for one in debtors], creditors, term)
            for each in fetched
            for debtors, creditors, term, _ in each.between()
        )
        return rows(_filled(pairs.states, owed, parameters["coding"]), pairs)

    def sources(chosen: Sequence[R]) -> Ties:
        return _ties(owing, {key for each in chosen for key in (each.a, each.b)})

    computed = Computed(Owing, compute, kept=lambda _: ("state", "other"))
    # A figure rests on all that is not owed.
    return ask(world, name, row, given, needs=COMMITMENTS, sources=sources, computed=computed, bare=in_all)


def _ties(fetched: Sequence[Owing], states: set[str]) -> Ties:
    """What it rests on that these states owe others."""
    ties = set[tuple[str, str]]()
    for row in fetched:
        for debtors, creditors, _, _ in row.between():
            for debtor in {one.state for one in debtors} & states:
                others = [creditor for creditor in creditors if creditor != debtor]
                if row.kind == "pair":
                    ties.update((debtor, other) for other in others)
                elif others:
                    ties.update((state, row.key) for state in (debtor, *others))
    return sorted(ties)


def _datasets(fetched: Sequence[Owing], states: set[str]) -> list[str]:
    """The data sets by which these states owe others."""
    every, found = {one.dataset for row in fetched for one in (*row.parties, *row.told)}, set[str]()
    for row in fetched:
        for debtors, creditors, _, _ in row.between():
            found |= {
                one.dataset
                for one in debtors
                if one.state in states and any(creditor != one.state for creditor in creditors)
            }
        if found == every:  # most often there is one
            break
    return sorted(found)


def _unsure(fetched: Sequence[Owing]) -> set[str]:
    """Who owes somebody something that does not certainly hold, by any pact or data set."""
    parties = {(row.key, one.state) for row in fetched for one in row.parties if one.certain}
    possible, sure = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    doubtful = [row for row in fetched if not all(one.certain for one in (*row.parties, *row.duties, *row.told))]
    if not doubtful:
        return set()
    suspects = {
        (one.state, creditor, term)
        for row in doubtful
        for debtors, creditors, term, _ in row.between()
        for one in debtors
        for creditor in creditors
        if creditor != one.state
    }
    for row in fetched:
        for debtors, creditors, term, duty in row.between():
            for one in debtors:
                for creditor in creditors:
                    tie = (one.state, creditor, term)
                    if tie in suspects:
                        possible.add(tie)
                        if duty and one.certain and (row.kind == "pair" or (row.key, creditor) in parties):
                            sure.add(tie)
    return {state for state, _, _ in possible - sure}


def _placed(place: Mapping[str, int], state: str | None, system: str) -> int | None:
    if state is not None and state not in place:
        raise QueryError(f"{state} is not in the list of states {system!r} on the day: choose another system or day.")
    return None if state is None else place[state]


def _known(value: Any) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124  (what is not a number is not itself)
