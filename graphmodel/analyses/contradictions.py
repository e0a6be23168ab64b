"""Which states are bound to both sides: obligations that cannot both be kept, clauses that forbid, ties to two blocs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, cast

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.duties import Owing, owed
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, TextsLike
from graphmodel.errors import MissingData, QueryError
from graphmodel.results import Row

Kind = Literal["legal", "charter", "alignment"]
FIGHTS = frozenset({"defense", "offense"})
ALLIES = FIGHTS | {"military_cooperation"}


def _both_ways(terms: Iterable[str], others: Iterable[str]) -> frozenset[tuple[str | None, str | None]]:
    pairs = list(product(terms, others))
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


LEGAL = _both_ways(FIGHTS, [*FIGHTS, "neutrality", "nonaggression"])
"""Terms owed to the two sides that cannot both be kept in a war of both."""
CHARTER = _both_ways(ALLIES, ["no_opposing_alliance", "exclusion_of_foreign_forces"])
"""Terms of which the one is a clause that forbids the other."""


class Contradiction(Row):
    """One state that is bound to both sides; the header of `contradictory_commitments` says what each column means."""

    state: str
    side_a: str
    side_b: str
    pact_a: str | None
    pact_b: str | None
    kind: Kind
    terms_a: list[str]
    terms_b: list[str]
    certain: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds a state to a side, or two rivals."""

    kind: Literal["rivals", "owed", "joined"]
    state: str
    side: str
    term: str | None = None
    pact: str | None = None
    bilateral: bool = False
    dataset: str = "curated"
    article: str | None = None
    certain: bool = True


Found = dict[tuple[str, str], dict[str | None, list[Tie]]]
"""By state and side, then by pact: what binds it."""


def contradictory_commitments(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    a: StateLike | None = None,
    b: StateLike | None = None,
    as_of: DayLike | None = None,
    kinds: TextsLike | None = None,
    bloc_a: Sequence[OrganizationLike] | None = None,
    bloc_b: Sequence[OrganizationLike] | None = None,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Contradiction]:
    """Which states are bound to both sides of a rivalry, or of a pair that is named, and by what.

    Entrapment after Snyder 1997, terms after Leeds et al. 2002; the header of
    `cypher/analyses/contradictory_commitments.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.contradictory_commitments` fills it in.
        a: one side: a `State`, its key, code or name; every pair of rivals when no side is named.
        b: the other side.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        kinds: "legal", "charter", "alignment"; the first two when None.
        bloc_a: for alignment, organizations that stand for one side.
        bloc_b: for alignment, organizations that stand for the other.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state or organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: only one side is named, or alignment is asked for without sides.
        MissingData: the graph has no pacts, or, where no sides are named, no rivals on the day.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.contradictory_commitments("Saudi Arabia", "Iran", "2026-01-01")
    ...     [(row.state, row.kind, row.pact_a, row.pact_b) for row in rows if row.pact_b == "sco-charter-2002"]
    [('PAK', 'legal', 'sau-pak-2025', 'sco-charter-2002')]
    """
    wanted = {"legal", "charter"} if kinds is None else {kinds} if isinstance(kinds, str) else set(kinds)
    named = (a is not None or bool(bloc_a), b is not None or bool(bloc_b))
    if named[0] != named[1]:
        raise QueryError("Only one side is named: give a or bloc_a, and b or bloc_b.")
    if "alignment" in wanted and not any(named):
        raise QueryError("alignment needs sides that are named: give a or bloc_a, and b or bloc_b.")
    if any(named) and "alignment" not in wanted and (a is None or b is None):
        raise QueryError("Blocs are asked of alignment only: give a and b, or kinds=['alignment'].")

    def compute(fetched: Sequence[Owing], parameters: Mapping[str, Any], notes: list[str]) -> list[Contradiction]:
        ties = list(_ties(fetched, {parameters["a"], parameters["b"]}))
        rivals = [(tie.state, tie.side) for tie in ties if tie.kind == "rivals"]
        if not any(named) and not rivals:
            raise MissingData(
                f"No rivals are known on {parameters['as_of']}: name the sides with a and b, or import rivalries with "
                "`graphmodel import rivalries FILE`."
            )
        if any(tie.kind == "owed" and tie.pact is None for tie in ties):
            notes.append(
                "where a data set tells of pairs, two obligations by one pact cannot be told from a contradiction"
            )
        sides = parameters["a"], parameters["b"]
        pairs = sorted(set(rivals)) if not any(named) else [sides] if None not in sides else []
        blocs: list[list[str]] = [
            ([str(side)] if side else []) + [str(key) for key in cast("list[str]", parameters[bloc] or [])]
            for side, bloc in zip(sides, ("bloc_a", "bloc_b"), strict=True)
        ]
        notes += _untold(ties, wanted)
        rows = list(contradictions(ties, pairs, wanted & {"legal", "charter"}))
        if "alignment" in wanted:
            rows += alignments(ties, *blocs)
        return sorted(rows, key=lambda r: (r.side_a, r.side_b, r.state, r.kind, r.pact_a or "", r.pact_b or ""))

    def sources(rows: Sequence[Contradiction]) -> Ties:
        both = [
            (row.state, side, pact)
            for row in rows
            for side, pact in ((row.side_a, row.pact_a), (row.side_b, row.pact_b))
        ]
        return [(state, pact or side) for state, side, pact in both] + [(side, pact) for _, side, pact in both if pact]

    given = {"a": a, "b": b, "as_of": as_of, "kinds": kinds, "bloc_a": bloc_a, "bloc_b": bloc_b}
    given |= {"datasets": datasets, "certain": certain}
    needs = (*COMMITMENTS, "MEMBER_OF") if bloc_a or bloc_b else COMMITMENTS
    computed = Computed(Owing, compute)
    uses = needs if any(named) else (*needs, "RIVAL_OF")
    return ask(
        world,
        "contradictory_commitments",
        Contradiction,
        given,
        needs=needs,
        uses=uses,
        sources=sources,
        computed=computed,
    )


def _ties(fetched: Sequence[Owing], named: set[str | None]) -> Iterator[Tie]:
    """Rivals, members, and what is owed to rivals and to the sides that are named."""
    sides = {side for side in named if side is not None}
    for row in fetched:
        if row.kind == "rivals":
            sides |= {row.key, *(one.state for one in row.told)}
            for one in row.told:
                yield Tie("rivals", row.key, one.state, dataset=one.dataset, certain=one.certain)
        elif row.kind == "joined":
            for one in row.told:
                for status in one.terms:
                    yield Tie("joined", one.state, row.key, status, dataset=one.dataset, certain=one.certain)
    for one in owed(fetched, sides, bare=True):
        told = one.pact, one.bilateral, one.dataset, one.article
        yield Tie("owed", one.debtor, one.creditor, one.term, *told, certain=one.certain)


def _untold(ties: Sequence[Tie], wanted: set[str]) -> Iterator[str]:
    """The kinds of which these data cannot tell, as nobody owes the sides what they rest on."""
    owed = {tie.term for tie in ties if tie.kind == "owed"}
    for kind, clashes in (("legal", LEGAL), ("charter", CHARTER)):
        if kind in wanted and not any({one, other} <= owed for one, other in clashes):
            yield f"{kind}: the data know of no two terms owed to sides on the day that could clash"
    if "alignment" in wanted and not any(
        tie.kind == "joined" or (tie.kind == "owed" and tie.bilateral) for tie in ties
    ):
        yield "alignment: the data know of no bilateral pact of a side, and no member of a bloc, on the day"


def contradictions(
    fetched: Sequence[Tie], pairs: Sequence[tuple[str, str]], kinds: set[str]
) -> Iterator[Contradiction]:
    """Who owes both sides of one of the pairs what cannot both be kept."""
    owed, parties = _owed(fetched), _parties(fetched)
    owing = defaultdict[str, set[str]](set)
    for state, side in owed:
        owing[side].add(state)
    rivals = [tie for tie in fetched if tie.kind == "rivals"]
    unsure = {(tie.state, tie.side) for tie in rivals} - {(tie.state, tie.side) for tie in rivals if tie.certain}
    for a, b in pairs:
        for state in owing[a] & owing[b] - {a, b}:
            for pact_a, ties_a in owed[state, a].items():
                for pact_b, ties_b in owed[state, b].items():
                    # A pact does not bind against its own members.
                    to_a = _against(ties_a, b in parties[pact_a])
                    to_b = _against(ties_b, a in parties[pact_b])
                    for kind in sorted(kinds):
                        clash = _clash(kind, to_a, to_b)
                        if clash is not None and (pact_a is None or pact_a != pact_b):
                            sides = (a, pact_a, clash[0]), (b, pact_b, clash[1])
                            yield _row(state, kind, *sides, rivals=(a, b) not in unsure)


def alignments(fetched: Sequence[Tie], side_a: Sequence[str], side_b: Sequence[str]) -> Iterator[Contradiction]:
    """Who has a tie to each side: a membership of any status, or a bilateral pact."""
    ties: Found = defaultdict(lambda: defaultdict(list))
    for tie in fetched:
        if tie.kind == "joined" or (tie.kind == "owed" and tie.bilateral):
            ties[tie.state, tie.side][tie.pact].append(tie)
    for state in {state for state, _ in ties}:
        for a in side_a:
            for b in side_b:
                if state in (a, b) or a == b:
                    continue
                for pact_a, ties_a in ties.get((state, a), {}).items():
                    for pact_b, ties_b in ties.get((state, b), {}).items():
                        yield _row(state, "alignment", (a, pact_a, ties_a), (b, pact_b, ties_b))


def _owed(fetched: Sequence[Tie]) -> Found:
    owed: Found = defaultdict(lambda: defaultdict(list))
    for tie in fetched:
        if tie.kind == "owed" and tie.term is not None:
            owed[tie.state, tie.side][tie.pact].append(tie)
    return owed


def _parties(fetched: Sequence[Tie]) -> dict[str | None, set[str]]:
    """The sides that are parties of each pact."""
    parties = defaultdict[str | None, set[str]](set)
    for tie in fetched:
        if tie.kind == "owed" and tie.pact is not None:
            parties[tie.pact].add(tie.side)
    return parties


def _against(ties: Sequence[Tie], other_is_party: bool) -> list[Tie]:
    return [tie for tie in ties if not (other_is_party and tie.term in ALLIES)]


def _clash(kind: str, to_a: Sequence[Tie], to_b: Sequence[Tie]) -> tuple[list[Tie], list[Tie]] | None:
    """The terms of both sides that clash; None where none do."""
    clashes = LEGAL if kind == "legal" else CHARTER
    found = {(one.term, other.term) for one in to_a for other in to_b} & clashes
    if not found:
        return None
    terms_a, terms_b = {one for one, _ in found}, {other for _, other in found}
    return [tie for tie in to_a if tie.term in terms_a], [tie for tie in to_b if tie.term in terms_b]


def _row(
    state: str,
    kind: Any,
    side_a: tuple[str, str | None, Sequence[Tie]],
    side_b: tuple[str, str | None, Sequence[Tie]],
    *,
    rivals: bool = True,
) -> Contradiction:
    (a, pact_a, ties_a), (b, pact_b, ties_b) = side_a, side_b
    return Contradiction(
        state=state,
        side_a=a,
        side_b=b,
        pact_a=pact_a,
        pact_b=pact_b,
        kind=kind,
        terms_a=_terms(ties_a),
        terms_b=_terms(ties_b),
        certain=rivals and _certain(ties_a) and _certain(ties_b),
    )


def _terms(ties: Sequence[Tie]) -> list[str]:
    return sorted({f"{tie.term or 'pact'} {tie.article}" if tie.article else tie.term or "pact" for tie in ties})


def _certain(ties: Sequence[Tie]) -> bool:
    """Whether each term certainly holds by one of the ties."""
    return {tie.term for tie in ties} == {tie.term for tie in ties if tie.certain}
