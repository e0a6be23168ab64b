"""The columns of panels: how many organizations, allies and rivals, what is owed, how strong, how alike the votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graphmodel.analyses.missing import MISSING
from graphmodel.errors import MissingData
from graphmodel.evidence import Asking
from graphmodel.histories import facts as f
from graphmodel.histories.units import Rule, Units
from graphmodel.results import needed

Known = f.Known
TERMS = f.TERM_WORDS
KINDS: dict[str, str] = {
    "memberships": "MEMBER_OF",
    "commitments": "OBLIGED_TO",
    "rivalries": "RIVAL_OF",
    "capabilities": "MEASURED",
    "votes": "VOTED",
}
"""What columns are made of, and the type of its relationships."""
OF_STATES: dict[str, str] = {
    "igos": "memberships",
    "allies": "commitments",
    "defense_allies": "commitments",
    "rivals": "rivalries",
    "cinc": "capabilities",
    "votes": "votes",
}
"""The columns of a state and year, and what each is made of."""
OF_PAIRS: dict[str, str] = {
    "shared_igos": "memberships",
    **dict.fromkeys(TERMS, "commitments"),
    "rival": "rivalries",
    "cinc_a": "capabilities",
    "cinc_b": "capabilities",
    "votes": "votes",
    "agreement": "votes",
}
"""The columns of a pair and year, and what each is made of."""
_REALS = ("cinc", "cinc_a", "cinc_b", "agreement")


def missing(world: Asking, type_: str, datasets: Sequence[str] | None) -> str:
    """What lacks where there is nothing of a type of relationship in the data sets, and how to come by it."""
    what, how = MISSING[type_]
    other = f.chosen(world, type_, None)
    if datasets is None or other is None:
        return f"There are no {what} in this graph: {how}."
    return f"There are no {what} in {', '.join(datasets)}, but in {other}: name it in datasets, or leave these out."


class Measures:
    """What is known of the units of a panel, by kind."""

    def __init__(
        self, world: Asking, units: Units, rule: Rule, datasets: Sequence[str] | None, wanted: Iterable[str]
    ) -> None:
        self.units, self.rule, self.by_year = units, rule, units.by_year()
        self.index = {year: {unit: at for at, unit in enumerate(found)} for year, found in self.by_year.items()}
        self._world, self._datasets = world, datasets
        span = units.first, units.last
        load: dict[str, Callable[[], Known | None]] = {
            "memberships": lambda: f.known(world, f.MEMBERS, "MEMBER_OF", datasets, span),
            "commitments": lambda: f.commitments(world, datasets, span),
            "rivalries": lambda: f.known(world, f.RIVALS, "RIVAL_OF", datasets, span),
            "capabilities": lambda: f.known(world, f.CINC, "MEASURED", datasets, span),
            "votes": lambda: f.ballots(world, datasets, *span),
        }
        self.known = {kind: load[kind]() for kind in dict.fromkeys(wanted)}
        self._named = {
            kind: f.named(world, KINDS[kind])
            for kind, known in self.known.items()
            if known is not None and known.dataset == f.CURATED
        }

    def notes(self) -> list[str]:
        """Which data set each kind is from and which years it covers, and what there is none of."""
        told = [
            f"{kind}: {known}" if known else missing(self._world, KINDS[kind], self._datasets).rstrip(".")
            for kind, known in self.known.items()
        ]
        curated = [kind for kind, known in self.known.items() if known and known.dataset == f.CURATED]
        if curated:
            told.append(
                f"curated {' and '.join(curated)} are of some organizations and pacts: a state that they do not name has no value, "
                "and 0 is none of these"
            )
        return told

    def require(self, kinds: Iterable[str]) -> None:
        """Raise MissingData for a kind that was asked for by name and that there is none of."""
        for kind in kinds:
            if self.known[kind] is None:
                raise MissingData(missing(self._world, KINDS[kind], self._datasets))

    def datasets(self) -> list[str]:
        """The data sets used; what is curated is none."""
        return sorted({known.dataset for known in self.known.values() if known and known.dataset != f.CURATED})

    # --- states ----------------------------------------------------------------------------------------------------

    def of_states(self, columns: Iterable[str]) -> dict[str, dict[tuple[int, str], Any]]:
        """For each column what is known by year and unit; who is not there has 0 in the years covered."""
        make: dict[str, Callable[[], dict[tuple[int, str], Any]]] = {
            "igos": lambda: _counted((year, one, fact.b) for year, one, fact in self._sides("memberships")),
            "allies": lambda: self._allies(TERMS),
            "defense_allies": lambda: self._allies(("defense",)),
            "rivals": lambda: _counted(
                pair
                for year, one, other, _ in self._pairs("rivalries")
                for pair in ((year, one, other), (year, other, one))
            ),
            "cinc": lambda: {(year, one): fact.value for year, one, fact in self._sides("capabilities")},
            "votes": lambda: _counted((year, one, str(at)) for year, at, one, _ in self._ballots()),
        }
        return {column: make[column]() for column in columns}

    def _allies(self, terms: Sequence[str]) -> dict[tuple[int, str], int]:
        chosen = set(terms)
        return _counted(
            pair
            for year, one, other, fact in self._pairs("commitments")
            if not chosen.isdisjoint(fact.said)
            for pair in ((year, one, other), (year, other, one))
        )

    def _sides(self, kind: str) -> Iterable[tuple[int, str, Any]]:
        known = self.known.get(kind)
        for year, fact in f.by_year(known.facts if known else (), self.units, self.rule):
            for one in self.units.units.get((fact.a, year), ()):
                yield year, one, fact

    def _pairs(self, kind: str) -> Iterable[tuple[int, str, str, Any]]:
        for year, one, fact in self._sides(kind):
            for other in self.units.units.get((fact.b, year), ()):
                yield year, one, other, fact

    def _ballots(self) -> Iterable[tuple[int, int, str, str]]:
        """Year, number of the vote, unit and how it voted."""
        known = self.known.get("votes")
        for at, ballot in enumerate(known.facts if known else ()):
            year = ballot.on.year
            for state, vote in zip(ballot.states, ballot.votes, strict=True):
                for one in self.units.units.get((state, year), ()):
                    yield year, at, one, vote

    # --- pairs -----------------------------------------------------------------------------------------------------

    def of_pairs(self, columns: Sequence[str], *, directed: bool) -> dict[str, Callable[[int], Any]]:
        """For each column a function that gives its matrix for a year, a row and column for each unit; None where not covered."""
        numpy = needed("numpy", "analysis")
        made: dict[str, Callable[[int], Any]] = {}
        if "shared_igos" in columns:
            made["shared_igos"] = self._shared(numpy)
        for term in set(columns) & set(TERMS):
            made[term] = self._marked(
                numpy, "commitments", lambda fact, term=term: term in fact.said, both=not directed
            )
        if "rival" in columns:
            made["rival"] = self._marked(numpy, "rivalries", lambda _: True, both=True)
        if {"cinc_a", "cinc_b"} & set(columns):
            made |= self._strength(numpy)
        if {"votes", "agreement"} & set(columns):
            made |= self._alike(numpy)
        return {column: made[column] for column in columns}

    def covers(self, kind: str, year: int) -> bool:
        """Whether the data set of a kind looked at a year."""
        known = self.known.get(kind)
        return known is not None and known.covers(year)

    def looks_at(self, kind: str, year: int, unit: str) -> bool:
        """Whether the data set of a kind looked at a unit in a year. What is curated looks at the states that it names."""
        if not self.covers(kind, year):
            return False
        named = self._named.get(kind)
        return named is None or self.units.state[year, unit] in named

    def _size(self, year: int) -> int:
        return len(self.by_year.get(year, ()))

    def _shared(self, numpy: Any) -> Callable[[int], Any]:
        belongs: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for year, one, fact in self._sides("memberships"):
            belongs[year].append((self.index[year][one], fact.b))

        def matrix(year: int) -> Any:
            orgs = {org: at for at, org in enumerate(dict.fromkeys(org for _, org in belongs[year]))}
            # Exact: counts are far below what a float holds, and floats multiply quickly.
            ties = numpy.zeros((self._size(year), len(orgs)), dtype=numpy.float32)
            for one, org in belongs[year]:
                ties[one, orgs[org]] = 1
            return (ties @ ties.T).astype(numpy.int16)

        return matrix

    def _marked(self, numpy: Any, kind: str, fits: Callable[[Any], bool], *, both: bool) -> Callable[[int], Any]:
        marks: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for year, one, other, fact in self._pairs(kind):
            if fits(fact):
                marks[year].add((self.index[year][one], self.index[year][other]))

        def matrix(year: int) -> Any:
            size = self._size(year)
            found = numpy.zeros((size, size), dtype=numpy.int16)
            for one, other in marks[year]:
                found[one, other] = 1
                if both:
                    found[other, one] = 1
            return found

        return matrix

    def _strength(self, numpy: Any) -> dict[str, Callable[[int], Any]]:
        values: dict[int, dict[int, float]] = defaultdict(dict)
        for year, one, fact in self._sides("capabilities"):
            values[year][self.index[year][one]] = fact.value

        def row(year: int) -> Any:
            found = numpy.full(self._size(year), numpy.nan)
            for one, value in values[year].items():
                found[one] = value
            return found

        def of_a(year: int) -> Any:
            return numpy.repeat(row(year)[:, None], self._size(year), axis=1)

        return {"cinc_a": of_a, "cinc_b": lambda year: of_a(year).T}

    def _alike(self, numpy: Any) -> dict[str, Callable[[int], Any]]:
        cast: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for year, at, one, vote in self._ballots():
            cast[year].append((self.index[year][one], at, vote))

        def both_and_same(year: int) -> tuple[Any, Any]:
            calls = {at: number for number, at in enumerate(dict.fromkeys(at for _, at, _ in cast[year]))}
            words = sorted({vote for _, _, vote in cast[year]})
            ways = numpy.zeros((len(words), self._size(year), len(calls)), dtype=numpy.float32)
            for one, at, vote in cast[year]:
                ways[words.index(vote), one, calls[at]] = 1
            voted = ways.sum(axis=0).clip(max=1) if words else numpy.zeros((self._size(year), 0), dtype=numpy.float32)
            same = sum((way @ way.T for way in ways), numpy.zeros((self._size(year),) * 2))
            return voted @ voted.T, same

        def agreement(year: int) -> Any:
            both, same = both_and_same(year)
            return numpy.where(both > 0, same / numpy.maximum(both, 1), numpy.nan)

        return {"votes": lambda year: both_and_same(year)[0].astype(numpy.int16), "agreement": agreement}


def _counted(found: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str], int]:
    """How many different ones by year and unit."""
    others: dict[tuple[int, str], set[str]] = defaultdict(set)
    for year, one, other in found:
        others[year, one].add(other)
    return {at: len(each) for at, each in others.items()}


def is_real(column: str) -> bool:
    """Whether a column has numbers with a fraction, which are empty where they were not measured."""
    return column in _REALS
