"""Analyses of the evidence: how well claims are supported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, TextsLike
from graphmodel.domain.claim_vocabularies import CopyKind, Standing
from graphmodel.domain.provenance import STANDINGS, Provenance, Root
from graphmodel.domain.sources import BasedOn, Source
from graphmodel.errors import UnknownName
from graphmodel.model import ref
from graphmodel.results import Row

WEIGHTS = {
    Standing.DEPOSITARY: 0.9,
    Standing.STATE_CONCERNED: 0.8,
    Standing.OTHER_PARTY: 0.7,
    Standing.OTHER: 0.6,
    Standing.COMPILATION: 0.5,
}
"""How far one root is believed, by the standing in which it says something."""
PRIMARY = (Standing.DEPOSITARY, Standing.STATE_CONCERNED)
"""In what positions a source is a primary one."""
LEVELS = ((0.8, "high"), (0.5, "moderate"), (0.0, "low"))
"""From which score on which word."""
YEAR = 365.25


class Strength(Row):
    """A claim and what stands behind it; the header of `evidence_strength` says what each column means."""

    claim: str
    value: str
    mode: str
    positive: bool
    n_sources: int
    n_independent: int
    n_possible: int
    primary: int
    against: int
    conflicts: list[str]
    last_said: str | None
    agreement: float | None
    score: float
    level: str
    best_source: str | None
    best_quote: str | None
    sources: list[str]


class _Fetched(Row):
    """A node or a relationship of the evidence; the header has the columns."""

    kind: Literal["claim", "named", "source", "states", "bears", "based"]
    a: str
    b: str | None
    word: str | None
    text: str | None
    more: str | None
    yes: bool | None
    number: int | None
    until: int | None
    first: date | None
    last: date | None


def evidence_strength(
    world: Asked,
    claims: TextsLike | None = None,
    about: TextsLike | None = None,
    as_of: DayLike | None = None,
    half_life: float | None = None,
    contested: bool = False,
) -> Result[Strength]:
    """How well claims are supported, and what contradicts them.

    Independent roots, weighted by standing and set against those on the other side, in words after the habit of analytic standards
    (ICD 203); the header of `cypher/analyses/evidence_strength.cypher` has the formula.

    Args:
        world: the world that is asked; `world.analyses.evidence_strength` fills it in.
        claims: keys of claims; all when None.
        about: only claims that name an entity with one of these keys as subject or object.
        as_of: the day up to which sources count; the day to which the data reach when None.
        half_life: years after which what was said counts half; it does not fade when None.
        contested: only claims that something is against.

    Raises:
        UnknownName: there is no claim with this key.
        InvalidDate: `as_of` is not one day.
        QueryError: another value is none that the parameter takes.
        MissingData: the graph has no claims; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.evidence_strength("F001-049")[0]  # a text has Iran an observer of the SCO
    ...     row.sources, row.n_independent, round(row.score, 2), row.level
    (['R03', 'T001'], 2, 0.84, 'high')
    """
    given = {"claims": claims, "about": about, "as_of": as_of, "half_life": half_life, "contested": contested}
    return ask(
        world,
        "evidence_strength",
        Strength,
        given,
        needs="STATES",
        sources=lambda rows: sorted({source for row in rows for source in row.sources}),
        computed=Computed(_Fetched, _strengths, kept=lambda _: ("claims", "about", "half_life", "contested")),
    )


@dataclass(slots=True)
class _Evidence:
    """All claims, what states them, and how they bear on each other."""

    provenance: Provenance
    claims: dict[str, _Fetched] = field(default_factory=dict[str, _Fetched])
    sources: dict[str, _Fetched] = field(default_factory=dict[str, _Fetched])
    named: dict[str, list[_Fetched]] = field(default_factory=lambda: defaultdict[str, list[_Fetched]](list))
    stated: dict[str, list[_Fetched]] = field(default_factory=lambda: defaultdict[str, list[_Fetched]](list))
    supports: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    against: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    inputs: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))

    def standing(self, told: _Fetched) -> Standing:
        """In what position a source makes a claim."""
        return Standing(told.word) if told.word else self.provenance.standing([told.a])

    def roots(self, told: Iterable[_Fetched]) -> dict[Root, Standing]:
        """The roots of what is told, each with the best standing in which it is told."""
        found: dict[Root, Standing] = {}
        for each in told:
            own = self.standing(each)
            for root in self.provenance.roots(each.a):
                found[root] = min(own, found.get(root, own), key=STANDINGS.index)
        return found

    def told_by(self, claims: Iterable[str]) -> list[_Fetched]:
        """What states these claims."""
        return [each for claim in claims for each in self.stated[claim]]


def _evidence(fetched: Sequence[_Fetched]) -> _Evidence:
    sources = [each for each in fetched if each.kind == "source"]
    based = [
        BasedOn(start=ref(Source, each.a), end=ref(Source, each.b), how=CopyKind(each.word))
        for each in fetched
        if each.kind == "based" and each.b is not None
    ]
    known = [
        Source(key=each.a, title=each.text or "", publisher="", standing=Standing(each.word or Standing.OTHER))
        for each in sources
    ]
    found = _Evidence(Provenance.of(known, based), sources={each.a: each for each in sources})
    for each in fetched:
        other = each.b or ""
        match each.kind:
            case "claim":
                found.claims[each.a] = each
            case "named":
                found.named[each.a].append(each)
            case "states":
                found.stated[other].append(each)
            case "bears":
                _bear(found, each.a, other, each.word)
            case _:
                pass
    return found


def _bear(found: _Evidence, a: str, b: str, how: str | None) -> None:
    match how:
        case "derived":
            found.inputs[b].add(a)
        case "supports":
            found.supports[b].add(a)
        case "contradicts":
            found.against[b].add(a)
            found.against[a].add(b)
        case _:  # what corrects or refutes is not itself called in question by what it corrects
            found.against[b].add(a)


def _strengths(fetched: Sequence[_Fetched], parameters: Mapping[str, Any], _notes: list[str]) -> list[Strength]:
    found = _evidence(fetched)
    asked: list[str] = parameters["claims"] or sorted(found.claims)
    for key in asked:
        if key not in found.claims:
            near = get_close_matches(key, found.claims, n=5)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise UnknownName(f"There is no claim {key!r}.{hint}", name=key, candidates=near)
    about: list[str] | None = parameters["about"]
    rows: list[Strength] = []
    for key in sorted({*asked}):
        if about is not None and not any(each.b in about for each in found.named[key]):
            continue
        if found.against[key] or not parameters["contested"]:
            rows.append(_strength(found, key, parameters))
    return rows


def _strength(found: _Evidence, key: str, parameters: Mapping[str, Any]) -> Strength:
    claim, told, opposed = (
        found.claims[key],
        _speak(found, key, found.supports),
        found.told_by(sorted(found.against[key])),
    )
    own, other = found.roots(told), found.roots(opposed)
    agreement = _agreement(own, other)
    keys = sorted({each.a for each in told})
    days = [day for source in keys if (day := found.sources[source].last) is not None]
    score = _score(found, key, parameters, frozenset())
    best = min(
        told, key=lambda each: (STANDINGS.index(found.standing(each)), each.number is None, each.a), default=None
    )
    least, most = _counted(own.keys())
    return Strength(
        claim=key,
        value=_says(claim, found.named[key]),
        mode=claim.more or "",
        positive=claim.yes is not False,
        n_sources=len(keys),
        n_independent=least,
        n_possible=most,
        primary=len({each.a for each in told if found.standing(each) in PRIMARY}),
        against=_counted(other.keys())[0],
        conflicts=sorted(found.against[key]),
        last_said=str(max(days)) if days else None,
        agreement=agreement,
        score=score,
        level=_level(score),
        best_source=None if best is None else _place(best),
        best_quote=None if best is None else best.text or best.more or claim.text or found.sources[best.a].text,
        sources=keys,
    )


def _speak(found: _Evidence, key: str, supports: Mapping[str, set[str]]) -> list[_Fetched]:
    """What states a claim, and what states those that support it."""
    return found.told_by([key, *sorted(supports.get(key, ()))])


def _agreement(own: Mapping[Root, Standing], other: Mapping[Root, Standing]) -> float | None:
    for_it, against = belief(own, other.keys()), belief(other, own.keys())
    return for_it / (for_it + against) if for_it + against else None


def belief(own: Mapping[Root, Standing], other: Collection[Root] = ()) -> float:
    """How far one side is believed: 1 - the product of what each of its independent roots leaves in doubt.

    >>> round(belief({Root("a"): Standing.OTHER, Root("b"): Standing.OTHER}), 2)
    0.84
    """
    one_sided = {root: standing for root, standing in own.items() if root not in other}
    known = [WEIGHTS[standing] for root, standing in one_sided.items() if root.known]
    unknown = [WEIGHTS[standing] for root, standing in one_sided.items() if not root.known]
    doubt = 1.0
    for weight in known or ([max(unknown)] if unknown else []):
        doubt *= 1 - weight
    return 1 - doubt


def _score(found: _Evidence, key: str, parameters: Mapping[str, Any], passed: frozenset[str]) -> float:
    inputs = found.inputs.get(key, set[str]()) - passed
    if inputs:
        return min(_score(found, each, parameters, passed | {key}) for each in sorted(inputs))
    told = _speak(found, key, found.supports)
    own, other = found.roots(told), found.roots(found.told_by(found.against.get(key, ())))
    fading = _recency(found, {each.a for each in told}, parameters["half_life"], parameters["as_of"])
    return belief(own, other.keys()) * (_agreement(own, other) or 0.0) * fading


def _recency(found: _Evidence, sources: Collection[str], half_life: float | None, as_of: date) -> float:
    days = [day for source in sources if (day := found.sources[source].last) is not None]
    if half_life is None or not days:
        return 1.0
    return 0.5 ** (max(0, (as_of - max(days)).days) / YEAR / half_life)


def _counted(roots: Collection[Root]) -> tuple[int, int]:
    """How many independent roots there are, at least and at most."""
    known = sum(root.known for root in roots)
    return max(known, min(1, len(roots))), len(roots)


def _level(score: float) -> str:
    return next((word for least, word in LEVELS if score >= least), "none") if score > 0 else "none"


def _says(claim: _Fetched, named: Sequence[_Fetched]) -> str:
    in_order = sorted(named, key=lambda each: (each.number or 0, each.b or ""))
    subjects, objects = (
        ", ".join(each.text or each.b or "" for each in in_order if each.word == word) for word in ("SUBJECT", "OBJECT")
    )
    said = " ".join(part for part in (subjects, "" if claim.yes is not False else "not", claim.word, objects) if part)
    return f"{said}: {claim.text}" if claim.text else said


def _place(told: _Fetched) -> str:
    if told.number is None:
        return told.a
    last = f"-{told.until}" if told.until is not None and told.until != told.number else ""
    return f"{told.a}, {told.number}{last}"
