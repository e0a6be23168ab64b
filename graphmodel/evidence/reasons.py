"""Why a fact is in the world: the claims for it and against it, who makes them, and how many of those are independent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from graphmodel.domain.claim_vocabularies import ClaimKind, Mode, Predicate, SourceKind, SupportBasis
from graphmodel.domain.entities import Entity
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.rules.deriving import RULES
from graphmodel.domain.sources import Claim, Contradicts, Object, Source, Subject, Supports
from graphmodel.evidence.finding import REAL, disagreements, sources_of
from graphmodel.evidence.naming import Fact
from graphmodel.evidence.roots import NONE, Roots, independent, provenance_in
from graphmodel.evidence.rows import Assessment, Because
from graphmodel.evidence.told import Told, earliest_said, name_of, place_of, tell
from graphmodel.model import PartialDate, Relationship, identity
from graphmodel.query import alias, in_, outgoing, select
from graphmodel.results import Table, published
from graphmodel.sessions.operations import Operations

FOR, AGAINST, INPUT = "for", "against", "input"


class Why(Table[Because]):
    """What is said for and against a fact: a row for each claim and source.

    `fact` is what was asked about, `rules` the rules that derive it, `earliest_said` when it was first said as far as that is
    known, `roots` how many independent sources stand behind it: behind the weakest of the claims that it takes. `against_roots`
    is how many stand behind the claims against it.
    """

    def __init__(
        self,
        rows: Sequence[Because],
        *,
        fact: Fact,
        rules: tuple[str, ...],
        earliest_said: PartialDate | None,
        roots: Roots,
        against_roots: Roots,
        sources: Callable[[Sequence[Because]], list[Source]],
    ) -> None:
        self.fact = fact
        self.rules = rules
        self.earliest_said = earliest_said
        self.roots = roots
        self.against_roots = against_roots
        said = f"first said {earliest_said}" if earliest_said else "no source that says so is dated"
        caption = [*rules, said, f"independent sources: {roots} for it, {against_roots} against it"]
        super().__init__(
            rows, row=Because, title=f"Why {describe(fact)}", caption="; ".join(caption) + ".", sources=sources
        )

    @property
    def for_it(self) -> list[Because]:
        """What is said for it."""
        return [row for row in self if row.bearing == FOR]

    @property
    def against_it(self) -> list[Because]:
        """What is said against it."""
        return [row for row in self if row.bearing == AGAINST]


def describe(fact: Fact) -> str:
    """A fact in one line: `IRN MEMBER_OF sco (sco.IRN.2)`."""
    if isinstance(fact, Relationship):
        start, end = (getattr(side, "key", "?") for side in (fact.start, fact.end))
        spell = getattr(fact, "spell", None) or getattr(fact, "act", None)
        kind = type(fact).__graph__
        named = f" ({spell})" if spell else ""
        return f"{start} {kind.type if kind else type(fact).__name__} {end}{named}"
    key = fact.key if isinstance(fact, Entity) else "?"
    return f"{type(fact).__name__} {name_of(fact)} ({key})" if isinstance(fact, Entity) else type(fact).__name__


def reasons_for(graph: Operations, fact: Fact) -> Why:
    """The claims that a fact of the world rests on, or one claim, and all that bears on them."""
    base = [fact.key] if isinstance(fact, Claim) else [*getattr(fact, "evidence", ())]
    links = disagreements(graph, base) if base else []
    supports = _supports(graph, base) if base else []
    bearing = (
        _bearings(base, supports, links) | _rivals(graph, fact) | dict.fromkeys(_denials(graph, fact, base), AGAINST)
    )
    reasons: dict[str, str | None] = {}
    for link in (*supports, *links):
        ends = (link.start.key, link.end.key)
        # Two claims of one fact that are against each other: one gave it a value in the place of the other's.
        both = all(key in base for key in ends)
        for key in ends:
            if both or key not in base:
                reasons.setdefault(key, link.reason)
    told = tell(graph, [*base, *bearing])
    provenance = provenance_in(graph)
    rows: list[Because] = []
    for key, each in told.items():
        rows += _rows(each, bearing.get(key, FOR), independent(each.sources, provenance), reasons.get(key))
    behind = [
        _strength(each, told, supports, provenance) for each in _needed([told[key] for key in base if key in told])
    ]
    said_by = [source for key, each in told.items() if bearing.get(key, FOR) == FOR for source in each.sources]
    against = [source for key, each in told.items() if bearing.get(key) == AGAINST for source in each.sources]
    return Why(
        rows,
        fact=fact,
        rules=() if isinstance(fact, Claim) else rules_of(fact),
        earliest_said=earliest_said(said_by),
        roots=_weakest(behind),
        against_roots=independent(against, provenance),
        sources=lambda chosen: sources_of(graph, (row.source for row in chosen if row.source)),
    )


def rules_of(fact: Fact) -> tuple[str, ...]:
    """The rules that give facts like this one, each with why it is right; the very rule where the fact names it."""
    named = getattr(fact, "rule", None)
    fitting = [rule for rule in RULES if type(fact) in rule.gives]
    exact = [rule for rule in fitting if rule.name == named]
    return tuple(f"rule {rule.name}: {rule.why}" for rule in exact or fitting)


def _supports(graph: Operations, keys: Sequence[str]) -> list[Supports]:
    a, b = alias(Claim), alias(Claim)
    query = select(Supports).match(a, outgoing(Supports), b).where(in_(a.key, keys) | in_(b.key, keys))
    return sorted(graph.all(query), key=lambda each: (each.start.key, each.end.key))


def _rivals(graph: Operations, fact: Fact) -> dict[str, str]:
    """The claims of single values between which a contested fact was not decided, and how each bears on what is reported."""
    contested: list[str] = getattr(fact, "contested", [])
    spell: str | None = getattr(fact, "spell", None)
    if not contested or not (spell or isinstance(fact, Entity)):
        return {}
    claim = alias(Claim)
    rivals = select(claim).match(claim).where(claim.predicate == Predicate.HAS_VALUE)
    if isinstance(fact, Entity):
        of = cast("Any", alias(type(fact)))
        rivals = rivals.match(claim, outgoing(Subject), of).where(of.key == fact.key, claim.spell == None)  # noqa: E711  (it is Cypher's)
        about = fact.key
    else:
        rivals, about = rivals.where(claim.spell == spell), spell
    found: dict[str, str] = {}
    reported = {entry.partition("=")[0]: entry for entry in reversed(contested)}
    for each in graph.all(rivals):
        slot = f"{about}.{each.property}"
        entry = f"{slot}={each.on if each.on is not None else each.value}"
        if entry in contested:
            found[each.key] = FOR if reported[slot] == entry else AGAINST
    return found


def _denials(graph: Operations, fact: Fact, base: Sequence[str]) -> list[str]:
    """The claims by which a relationship is not so: negative or denied, with a predicate of those that it rests on."""
    if not (isinstance(fact, Relationship) and base):
        return []
    claim = alias(Claim)
    ends: tuple[Entity, Entity] = (fact.start, fact.end)
    start, end = (cast("Any", alias(type(each))) for each in ends)
    predicates = graph.all(select(claim.predicate).match(claim).where(in_(claim.key, base)).distinct())
    query = (
        select(claim)
        .match(claim, outgoing(Subject), start)
        .match(claim, outgoing(Object), end)
        .where(start.key == ends[0].key, end.key == ends[1].key, in_(claim.predicate, predicates))
        .where((claim.positive == False) | (claim.mode == Mode.DENIED))  # noqa: E712  (it is Cypher's)
    )
    valid = getattr(fact, "valid", None)
    return [
        each.key
        for each in graph.all(query)
        if each.valid is None or valid is None or each.valid.possibly_overlaps(valid)
    ]


def _bearings(base: Sequence[str], supports: Iterable[Supports], links: Iterable[Contradicts]) -> dict[str, str]:
    """How the claims around those of a fact bear on it. One worked out from them adds nothing, and is left out."""
    found: dict[str, str] = {}
    for link in links:
        for key in (link.start.key, link.end.key):
            if key not in base:
                found.setdefault(key, AGAINST if link.kind in REAL else link.kind.value)
    for link in supports:
        if link.start.key not in base:
            found.setdefault(link.start.key, INPUT if link.basis is SupportBasis.DERIVED else FOR)
        elif link.end.key not in base and link.basis is SupportBasis.STATED:
            found.setdefault(link.end.key, FOR)  # both say so
    return found


def _rows(told: Told, bearing: str, roots: Roots, reason: str | None) -> list[Because]:
    claim = told.claim
    stated: list[tuple[Any, Source | None]] = [*told.stated] or [(None, None)]
    return [
        Because(
            bearing=bearing,
            claim=claim.key,
            says=told.says,
            source=source.key if source else None,
            place=place_of(states) if states else None,
            said=_when_said(source) if source else None,
            speakers=told.spoken_by or None,
            mode=claim.mode,
            hedge=claim.hedge,
            confidence=claim.confidence,
            roots=str(roots),
            reason=reason,
        )
        for states, source in stated
    ]


def _when_said(source: Source) -> str | None:
    first, last = published(source)
    if first is None and last is None:
        return None
    return str(first) if first == last else f"{first or '..'}/{last or '..'}"


def _needed(base: Sequence[Told]) -> list[list[Told]]:
    """The claims that a fact takes, each with those that say the same.

    It takes every row of a table that is among its claims; a text says the same as a row about the same things. Where there are
    only texts, each says it all.
    """
    rows = [each for each in base if each.claim.kind is ClaimKind.ROW]
    texts = [each for each in base if each.claim.kind is not ClaimKind.ROW]
    if not rows:
        return [texts] if texts else []
    return [[row, *(text for text in texts if _ends(text) == _ends(row))] for row in rows]


def _ends(told: Told) -> set[tuple[Any, ...]]:
    return {identity(entity) for _, entity in (*told.subjects, *told.objects)}


def _strength(
    same: Sequence[Told], around: dict[str, Told], supports: Sequence[Supports], provenance: Provenance
) -> Roots:
    """How many independent sources stand behind claims that say the same: their own, and those that bear them out.

    Behind a derived one stand as many as behind the weakest of what it was worked out from.
    """
    sources: list[Source] = []
    for told in same:
        key = told.claim.key
        if told.claim.kind is ClaimKind.DERIVED:
            return _weakest_input(key, around, supports, provenance)
        sources += told.sources
        sources += [
            source for other in _bearing_out(key, supports) if other in around for source in around[other].sources
        ]
    return independent(sources, provenance)


def _weakest_input(key: str, around: dict[str, Told], supports: Sequence[Supports], provenance: Provenance) -> Roots:
    inputs = [
        independent(around[link.start.key].sources, provenance)
        for link in supports
        if link.end.key == key and link.basis is SupportBasis.DERIVED and link.start.key in around
    ]
    return _weakest(inputs)


def _weakest(roots: Sequence[Roots]) -> Roots:
    return Roots(min(each.least for each in roots), min(each.most for each in roots)) if roots else NONE


def _bearing_out(key: str, supports: Iterable[Supports]) -> list[str]:
    """The claims that bear out one: those that support it and, where both say so, those that it supports."""
    found: list[str] = []
    for link in supports:
        if link.end.key == key and link.basis is not SupportBasis.DERIVED:
            found.append(link.start.key)
        elif link.start.key == key and link.basis is SupportBasis.STATED:
            found.append(link.end.key)
    return found


def assess(graph: Operations, claim: Claim) -> Table[Assessment]:
    """What is said for and against a claim, by its own sources and by others, counted by independent sources."""
    key = claim.key
    links = disagreements(graph, [key])
    supports = _supports(graph, [key])
    against = [other for link in links if link.kind in REAL for other in (link.start.key, link.end.key) if other != key]
    sides = {"stated": [key], FOR: _bearing_out(key, supports), AGAINST: list(dict.fromkeys(against))}
    told = tell(graph, (each for keys in sides.values() for each in keys))
    provenance = provenance_in(graph)
    own = independent(told[key].sources, provenance)
    rows: list[Assessment] = []
    for side, keys in sides.items():
        sources = {source.key: source for each in keys for source in told[each].sources}
        roots = independent(sources.values(), provenance)
        if side == FOR:  # together with its own, less its own
            both = independent([*told[key].sources, *sources.values()], provenance)
            roots = Roots(max(0, both.least - own.least), max(0, both.most - own.most))
        rows.append(
            Assessment(
                side=side,
                claims=keys,
                references=[each for each in keys if _is_reference(told[each])],
                sources=sorted(sources),
                roots=str(roots),
                roots_least=roots.least,
                roots_most=roots.most,
            )
        )
    return Table(
        rows,
        row=Assessment,
        title=f"Assessment of {told[key].says}",
        sources=lambda chosen: sources_of(graph, (source for row in chosen for source in row.sources)),
    )


def _is_reference(told: Told) -> bool:
    return told.claim.kind is ClaimKind.REFERENCE or any(source.kind is SourceKind.REFERENCE for source in told.sources)
