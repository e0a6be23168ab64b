"""What a world answers about its evidence: according to whom, since when they say so, and who disagrees."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import ClaimKind, Disagreement, Mode, Predicate
from graphmodel.domain.entities import Collective, Entity, Organization, Person, State
from graphmodel.domain.evidence import assertions_in
from graphmodel.domain.policies import OFFICIAL_FIRST, Policy
from graphmodel.domain.provenance import UNCITED
from graphmodel.domain.relationships import MemberOf
from graphmodel.domain.slots import set_aside
from graphmodel.domain.sources import Claim, Contradicts, Source, States
from graphmodel.domain.vocabularies import Confidence
from graphmodel.errors import AmbiguousName, NotFound, QueryError, UnknownName
from graphmodel.evidence.checking import checked, see_that_it_is_no_other
from graphmodel.evidence.entering import SHAPES, Draft, key_for, require
from graphmodel.evidence.finding import REAL, find_claims, find_contradictions, sources_of, with_parts
from graphmodel.evidence.known import KnownFact, KnownWorld
from graphmodel.evidence.naming import (
    Fact,
    entity_called,
    facts_between,
    facts_called,
    relationship_called,
    source_called,
    word_of,
)
from graphmodel.evidence.reasons import Why, assess, describe, reasons_for
from graphmodel.evidence.roots import provenance_in
from graphmodel.evidence.rows import Assessment, ClaimRow, Contradiction
from graphmodel.model import Node, PartialDate, Period, Relationship, as_day, is_ref
from graphmodel.query import select
from graphmodel.results import Citations, Table
from graphmodel.sessions import Graph

E = TypeVar("E", bound=Entity)

EntityLike = Entity | str
"""An entity, its key, or a name of it."""
SPEAKERS = (Person, Organization, State, Collective)


class Asking(Graph):
    """The part of a `World` that answers questions about evidence."""

    policy: Policy = OFFICIAL_FIRST
    """The policy under which this program derived the world last: what a claim by hand would change is worked out under it."""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is supposed beside what is stored, as results say it: nothing, but in a what-if."""
        return ()

    @abstractmethod
    def lookup(self, model: type[E], name: str) -> E:
        """The entity of a class with this key or name."""

    @abstractmethod
    def coverage(self) -> date:
        """The last day to which the world is known."""

    @abstractmethod
    def covered(self, type_: str) -> tuple[Any, ...]:
        """The data sets that have relationships of a type, and how far each reaches."""

    def why(
        self,
        fact: Fact | str | type[Relationship[Any, Any]],
        *,
        start: EntityLike | None = None,
        end: EntityLike | None = None,
        on: date | str | None = None,
    ) -> Why:
        """What is said for and against a fact: by whom, where, since when, and how many of them are independent.

        Args:
            fact: a relationship or node of the world, a claim, the key of a spell, claim or entity, or an entity's name; or a class
                of relationships, or its name, with `start` and `end`.
            start: an entity, its key or its name.
            end: the other.
            on: a day on which it holds; where the two have several spells, None means that of the day to which the data reach.

        Raises:
            UnknownName: nothing has this key; `candidates` has what comes near.
            AmbiguousName: several facts fit; `candidates` has their keys.
            NotFound: there is no such relationship between the two.

        >>> from graphmodel import World
        >>> from graphmodel.domain import MemberOf
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     why = world.why(MemberOf, start="Iran", end="SCO", on="2010-01-01")
        >>> [(row.bearing, row.source, row.said) for row in why][0]
        ('for', 'S106', '2005-07-06')
        """
        if not isinstance(fact, (str, type, Node, Relationship)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise QueryError(f"A fact is a relationship or node, its key, or a class with start and end, not {fact!r}.")
        if isinstance(fact, (str, type)) and start is not None and end is not None:
            model = relationship_called(fact) if isinstance(fact, str) else fact
            found = facts_between(self, self.lookup, model, start, end, None if on is None else str(as_day(on)))
            hint = "say on which day, or give the key of the spell"
        elif isinstance(fact, str):
            if start is not None or end is not None or on is not None:
                raise QueryError("start and end belong together, to a class of relationships; on goes with both.")
            found, hint = self._facts_named(fact), "give the object itself"
        elif isinstance(fact, type):
            raise QueryError(f"Which {fact.__name__}? Give start and end, or the relationship itself.")
        else:
            hint = ""
            found = [self.get(type(fact), fact.key) if isinstance(fact, Entity) and is_ref(fact) else fact]
        if len(found) > 1 and on is None:
            # What is asked as of no day in particular is asked as of the day to which the world is known.
            with suppress(NotFound):
                day = self.coverage()
                found = [each for each in found if _is_so(each, day)] or found
        if len(found) > 1:
            told = "; ".join(_in_short(each) for each in found)
            raise AmbiguousName(
                f"Several fit: {told}. So {hint}.", candidates=[key for each in found if (key := _key_of(each))]
            )
        return reasons_for(self, found[0])

    def claims(  # noqa: PLR0913  (a condition each)
        self,
        *,
        about: EntityLike | Iterable[EntityLike] | None = None,
        by: EntityLike | None = None,
        source: Source | str | None = None,
        predicate: str | None = None,
        kind: ClaimKind | str | None = None,
        mode: Mode | str | None = None,
        positive: bool | None = None,
        counted: bool | None = None,
        on: date | str | None = None,
        including_parts: bool = False,
    ) -> Table[ClaimRow]:
        """The claims that fulfil every condition given.

        Args:
            about: what they are about, as subject, object or beside these: one entity, or any of several.
            by: whose words they are: the speaker, or who carried the words; or, if it is one, the source.
            source: which source states them.
            predicate: such as `member_of`.
            kind: such as `sanction`; `row` are those of the curated tables.
            mode: such as `denied`.
            positive: False for those that say that something is not so.
            counted: True for those with a quantity, False for those without.
            on: those by which something possibly is so, or happened, on this day; undated ones are left out.
            including_parts: also those about what is part of it, or lies in it.

        Raises:
            UnknownName: a name, key or word is not known; `candidates` has what comes near.
            AmbiguousName: a name has several bearers.
            InvalidDate: `on` is no single day.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     world.claims(about="NATO", predicate="organization")[0].sources
        ['S83']
        """
        names = () if about is None else (about,) if isinstance(about, (str, Entity)) else tuple(about)
        speaker, stated_by = self._speaker_or_source(by)
        if source is not None:
            if stated_by is not None:
                raise QueryError("by is a source here, and source is given too: give one of the two.")
            stated_by = source_called(self, source)
        entities = [entity_called(self, self.lookup, name) for name in names]
        return find_claims(
            self,
            about=None if about is None else with_parts(self, entities) if including_parts else entities,
            speaker=speaker,
            source=stated_by,
            predicate=None if predicate is None else self._predicate(predicate),
            kind=None if kind is None else word_of(ClaimKind, kind, "kind of claim"),
            mode=None if mode is None else word_of(Mode, mode, "mode"),
            positive=positive,
            counted=counted,
            on=None if on is None else as_day(on),
        )

    def contradictions(
        self,
        about: EntityLike | Iterable[EntityLike] | None = None,
        kind: Disagreement | str | Iterable[Disagreement | str] | None = None,
        between: tuple[Source | str, Source | str] | None = None,
        *,
        including_parts: bool = False,
    ) -> Table[Contradiction]:
        """The pairs of claims that are against each other.

        Args:
            about: what one of the two is about: an entity, or any of several.
            kind: in which ways; `contradicts`, `corrects` and `refutes` when None. `tension`, `differs_in_scope`, `differs_in_time`
                and `differs_in_definition` only look like contradictions, and have to be asked for.
            between: two sources, each of which makes one of the claims.
            including_parts: also those about what is part of it, or lies in it.

        Raises:
            UnknownName: a name, key or word is not known; `candidates` has what comes near.
        """
        names = () if about is None else (about,) if isinstance(about, (str, Entity)) else tuple(about)
        words = REAL if kind is None else (kind,) if isinstance(kind, str) else tuple(kind)
        entities = [entity_called(self, self.lookup, name) for name in names]
        return find_contradictions(
            self,
            about=None if about is None else with_parts(self, entities) if including_parts else entities,
            kinds=[word_of(Disagreement, word, "kind of disagreement") for word in words],
            between=None if between is None else (source_called(self, between[0]), source_called(self, between[1])),
        )

    def assessment(self, claim: Claim | str) -> Table[Assessment]:
        """What is said for and against a claim, by references and by other claims, counted by independent sources.

        Args:
            claim: a claim or its key.

        Raises:
            NotFound: there is no claim with this key.
        """
        return assess(self, self.get(Claim, claim if isinstance(claim, str) else claim.key))

    def known_on(self, day: date | str | None, *, recorded: date | str | None = None) -> KnownWorld:
        """The world as it was known on a day: derived from the claims whose sources had been published by then.

        Args:
            day: the last day of publication that counts; None: every source, whatever its date.
            recorded: the last day of entering a claim here that counts; every claim when None.

        Raises:
            InvalidDate: when one of them is no single day.

        >>> from graphmodel import World
        >>> from graphmodel.domain import MemberOf
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     known = world.known_on("2016-01-01").facts(MemberOf)
        >>> [(each.fact.valid, each.certainly) for each in known if each.fact.spell == "sco.IRN.1"]
        [(Period('2005-07-05', CENSORED('2005-07-06')), True)]
        """
        return KnownWorld(
            assertions_in(self),
            provenance_in(self),
            set_aside(self.stream(select(Contradicts))),
            lambda name: entity_called(self, self.lookup, name),
            None if day is None else as_day(day),
            None if recorded is None else as_day(recorded),
        )

    def status(
        self,
        state: EntityLike,
        organization: EntityLike,
        *,
        as_of: date | str | None = None,
        known_on: date | str | None = None,
    ) -> Table[KnownFact]:
        """What a state is in an organization, on a day, as known on a day, with sources; and what texts say of the two.

        Args:
            state: a state, its key or a name.
            organization: the same of the organization.
            as_of: the day on which it holds; when None `known_on`, and without that the day to which the data reach.
            known_on: only what had been said by then; all that is known when None.

        Raises:
            UnknownName: a name is not known.
            InvalidDate: when one of them is no single day.

        >>> from graphmodel import World
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     [(row.value, row.holds, row.known) for row in world.status("Iran", "SCO", known_on="2016-01-01")]
        [('observer', 'possibly', 'certainly'), ...]
        """
        on = as_of or known_on or self.coverage()
        return self.known_on(known_on).table(
            MemberOf,
            start=entity_called(self, self.lookup, state, (State, Organization)),
            end=entity_called(self, self.lookup, organization, (Organization,)),
            on=as_day(on),
            with_texts=True,
        )

    def citations(self, sources: Iterable[Source | str] | None = None) -> Citations:
        """Sources as text, BibTeX or CSL-JSON.

        Args:
            sources: sources or their keys; every source of the world when None. A table of results has `citations()` of its own.

        Raises:
            UnknownName: there is no such source; `candidates` has keys that come near.
        """
        if sources is None:
            return Citations(self.all(select(Source)), self._uncited())
        given = [sources] if isinstance(sources, str) else list(sources)
        keys = [each for each in given if isinstance(each, str)]
        found = {each.key: each for each in sources_of(self, keys)}
        cited = [each if isinstance(each, Source) else found.get(each) or source_called(self, each) for each in given]
        return Citations(cited, self._uncited() if any(each.key == UNCITED for each in cited) else ())

    def _uncited(self) -> list[str]:
        return self.all(select(Claim.key).match(Source, States, Claim).where(Source.key == UNCITED))

    def claim(  # noqa: PLR0913  (what a claim says)
        self,
        subject: EntityLike | Sequence[EntityLike],
        predicate: Predicate | str,
        object: EntityLike | Sequence[EntityLike] | None = None,  # noqa: A002  (the end that it is)
        *,
        source: Source | str | Sequence[Source | str],
        by: EntityLike | Sequence[EntityLike] = (),
        via: EntityLike | Sequence[EntityLike] = (),
        paragraphs: int | tuple[int, int] | None = None,
        value: str | None = None,
        valid: Period | str | None = None,
        on: PartialDate | date | str | None = None,
        mode: Mode | str = Mode.ASSERTED,
        positive: bool = True,
        confidence: Confidence | str | None = None,
        qualifiers: Mapping[str, str] | None = None,
        key: str | None = None,
        **more: Any,
    ) -> Draft:
        """A claim to be entered by hand. Nothing is written: look at its `changes()`, then `accept()` it.

        Args:
            subject: what it is about; entities are in the graph, and are given as such or by key or name.
            predicate: what it says, such as `member_of`.
            object: what it relates the subject to.
            source: who says so: a new source, or the key of one that is known.
            by: whose words it is, where the source only reports them: the speaker, or speakers step by step.
            via: who carried the words, as an agency.
            paragraphs: where in the source: a paragraph, or the first and the last.
            value: a status, the title of an office, a wording.
            valid: when it holds.
            on: the day of what happened once.
            mode: asserted, planned, speculative, denied.
            positive: False when it says that it is not so.
            confidence: how far it was checked.
            qualifiers: the rest that it says, by name; rules read some of these, as the `role` of an office.
            key: of the claim; `hand/...` when None.
            more: other fields of `Claim`, such as `hedge`, `quantity` or `note`.

        Raises:
            UnknownName: an entity, source or word is not known; `candidates` has what comes near.
            QueryError: it lacks what its predicate needs, or its key is taken.

        >>> from graphmodel import Period, World
        >>> from graphmodel.domain import Source
        >>> with World.connect() as world:
        ...     report = world.load_seeds()
        ...     press = Source(key="press", title="Mongolia applies", publisher="a newspaper", date="2026-07-01")
        ...     draft = world.claim("MNG", "member_of", "sco", value="member", valid=Period("2026-07-01"), source=press)
        ...     [(row.change, row.fact) for row in draft.changes()][0]
        ('added', 'MNG MEMBER_OF sco (MNG.member_of.sco.1)')
        """
        word = Predicate(self._predicate(predicate))
        shape = SHAPES.get(word)
        subjects = self._entities(subject, shape.subject if shape else ())
        objects = [] if object is None else self._entities(object, shape.object if shape else ())
        if shape and shape.values and value is not None:
            value = word_of(shape.values, value, f"value of {word}").value
        require(word, {"value": value, "valid": valid, "on": on, **(qualifiers or {})})
        given = [source] if isinstance(source, (str, Source)) else [*(source or ())]
        sources = [source_called(self, each) for each in given]
        if not sources:
            raise QueryError("A claim needs a source: somebody says so, if only you. Give source=Source(...).")
        for each in sources:
            see_that_it_is_no_other(self, each)
        if key is not None and key.split() != [key]:
            raise QueryError(f"The key of a claim is one word, not {key!r}; leave it out to have one made.")
        taken = self.all(select(Claim.key))
        if key in taken:
            raise QueryError(f"There is a claim {key!r} already: give another key, or none.")
        fields: dict[str, Any] = {
            "key": key or key_for(taken, subjects[0], word, objects),
            "predicate": word,
            "value": value,
            "valid": Period(valid) if isinstance(valid, str) and not set(valid) & set("/[]()") else valid,
            "on": on,
            "mode": word_of(Mode, mode, "mode"),
            "positive": positive,
            "confidence": None if confidence is None else word_of(Confidence, confidence, "confidence"),
            "qualifiers": [f"{name}={text}" for name, text in dict(qualifiers or {}).items()],
            **more,
        }
        try:
            claim = Claim.model_validate(fields)
        except ValidationError as error:
            told = "; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors(include_url=False))
            raise QueryError(f"A claim cannot be so: {told}. help(Claim) lists what it can say.") from None
        claim = checked(self, claim, subjects, objects)
        assertion = Assertion(
            claim,
            tuple(each.key for each in sources),
            tuple(subjects),
            tuple(objects),
            attributed_to=tuple(self._entities(by, SPEAKERS)) if by else (),
            via=tuple(self._entities(via, SPEAKERS)) if via else (),
            paragraphs=_from_to(paragraphs),
        )
        return Draft(self, assertion, sources, self.policy)

    def _facts_named(self, name: str) -> list[Fact]:
        """The facts with this key; else the entity with this name."""
        try:
            return facts_called(self, name)
        except UnknownName as error:
            with suppress(UnknownName):
                return [entity_called(self, self.lookup, name)]
            raise error from None

    def _entities(self, given: EntityLike | Sequence[EntityLike], among: tuple[type[Entity], ...]) -> list[Entity]:
        names = [given] if isinstance(given, (str, Entity)) or not isinstance(given, Iterable) else list(given)  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        if not names:
            raise QueryError("A claim is about something: give an entity, its key or its name.")
        found = [entity_called(self, self.lookup, name, among) for name in names]
        for each in found:
            if among and not isinstance(each, among):
                raise QueryError(
                    f"{type(each).__name__} {each.key} cannot stand there: "
                    f"{' or '.join(model.__name__ for model in among)} can."
                )
        return found

    def _predicate(self, given: str) -> str:
        return word_of(Predicate, given, "predicate").value

    def _speaker_or_source(self, by: EntityLike | None) -> tuple[Entity | None, Source | None]:
        if by is None or isinstance(by, Source):
            return None, by
        if isinstance(by, str) and (source := self.find(Source, by)) is not None:
            return None, source
        return entity_called(self, self.lookup, by, SPEAKERS), None


def _from_to(paragraphs: int | tuple[int, int] | None) -> tuple[int, int] | None:
    if paragraphs is None:
        return None
    first, last = (paragraphs, paragraphs) if isinstance(paragraphs, int) else paragraphs
    if not 1 <= first <= last:
        raise QueryError(f"Paragraphs are counted from 1, the first before the last: not {paragraphs!r}.")
    return first, last


def _key_of(fact: Fact) -> str | None:
    return next((key for name in ("spell", "act", "key") if (key := getattr(fact, name, None))), None)


def _is_so(fact: Fact, day: date) -> bool:
    valid = getattr(fact, "valid", None)
    return isinstance(valid, Period) and valid.possibly_on(day)


def _in_short(fact: Fact) -> str:
    told = [str(part) for name in ("status", "office", "valid") if (part := getattr(fact, name, None)) is not None]
    return f"{describe(fact)} {' '.join(told)}".strip()
