"""Who is meant by a name or a code: one resolver for states, organizations, people, pacts and whatever else has names. Pure.

What a name is compared with comes in this order, and the first that has it decides:

1. the key, written exactly;
2. names: the key in other case, ISO codes, name, official name, short name, alternative name;
3. other names: aliases, former names, of people the surname, where nobody has it as an alias;
4. of states what other languages call them, which stands for the English name.

On a given day the second and the third count alike, and only who existed then. Codes of lists (COW, Gleditsch and Ward, United
Nations) are never taken for names: a scheme must be given, since AUS is Austria in one list and Australia in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from graphmodel.domain.entities import Entity, Instrument, Organization, Person
from graphmodel.domain.relationships import InSystem, SucceededBy
from graphmodel.domain.spelling import bracketed, folded, foreign_names, turned
from graphmodel.domain.successions import line_of
from graphmodel.domain.vocabularies import HolderKind, SuccessionKind
from graphmodel.errors import AmbiguousName, QueryError, UnknownName
from graphmodel.model import ONGOING, PartialDate, Period

E = TypeVar("E", bound=Entity)
Day = PartialDate | date | str

_NAMES = ("key", "iso2", "iso3", "name", "official_name", "short_name", "alt_name")
_CODES = {"key": "key", "iso2": "iso2", "iso3": "iso3", "wikidata": "wikidata_qid", "cow_igo": "cow_ioname"}
"""Schemes whose codes are properties."""
_TOGETHER = {"gw": ("gw", "gw_microstates"), "un": ("un", "un_observers")}
"""Schemes that are more than one list; every other list is a scheme of its own."""
_NEAR, _MOST_NEAR = 70, 5
_SHOWN = 20


_Tiers = tuple[list[str], list[str]]
"""Who has something as a name, and who has it as another name."""


class _Use(NamedTuple):
    """That a code means somebody, for a time; None: always."""

    key: str
    valid: Period | None


class Names(Generic[E]):
    """The names and codes of all entities of one class, made once and then asked often.

    Args:
        model: the class.
        entities: all that there are.
        spells: who was in which list of states under which code; these are also when a state existed.
        successions: what came after what.

    >>> from graphmodel.domain import State
    >>> names = Names(State, [State(key="COG", name="Republic of the Congo", aliases=["Congo"]),
    ...                       State(key="COD", name="Democratic Republic of the Congo", aliases=["Congo", "Zaire"])])
    >>> names.find("zaïre").key, names.find("Congo, Republic of the").key
    ('COD', 'COG')
    >>> [each.key for each in names.candidates("Congo")]
    ['COD', 'COG']
    """

    def __init__(
        self,
        model: type[E],
        entities: Iterable[E],
        *,
        spells: Iterable[InSystem] = (),
        successions: Iterable[SucceededBy] = (),
    ) -> None:
        self.model = model
        self._entities = {each.key: each for each in sorted(entities, key=lambda each: each.key)}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._others: dict[str, list[str]] = defaultdict(list)
        self._codes: dict[str, dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
        self._lives: dict[str, list[Period]] = defaultdict(list)
        self._by_iso2: dict[str, list[str]] = defaultdict(list)
        surnames: dict[str, list[str]] = defaultdict(list)
        for each in self._entities.values():
            self._take(each, surnames)
        for name, keys in surnames.items():
            if name not in self._names and name not in self._others:
                self._others[name] = keys
        for spell in spells:
            self._take_spell(spell)
        for scheme, lists in _TOGETHER.items():
            joined = [uses for each in lists for uses in self._codes.get(each, {}).items()]
            for code, uses in joined if scheme in self._codes else ():
                self._codes[scheme][code] = list(dict.fromkeys([*self._codes[scheme][code], *uses]))
        self._pairs = _in_order(each for each in successions if each.start.key in self._entities)
        self._find = lru_cache(maxsize=65536)(self._resolve)

    def _take(self, each: E, surnames: dict[str, list[str]]) -> None:
        for field in _NAMES:
            name = getattr(each, field, None)
            if isinstance(name, str):
                _add(self._names, folded(name), each.key)
        for name in getattr(each, "aliases", ()):
            _add(self._others, folded(name), each.key)
        if isinstance(each, Person) and each.kind is HolderKind.PERSON:
            words = folded(each.name).split()
            for first in range(1, len(words)):
                _add(surnames, " ".join(words[first:]), each.key)
        for scheme, field in _CODES.items():
            if isinstance(code := getattr(each, field, None), str):
                self._codes[scheme][_code(code)].append(_Use(each.key, None))
        if isinstance(iso2 := getattr(each, "iso2", None), str):
            _add(self._by_iso2, iso2, each.key)
        if life := _life(each):
            self._lives[each.key].append(life)

    def _take_spell(self, spell: InSystem) -> None:
        key = spell.start.key
        if key in self._entities and isinstance(spell.start, self.model):
            self._lives[key].append(spell.valid)
            if spell.code is not None:
                self._codes[spell.end.key][_code(spell.code)].append(_Use(key, spell.valid))

    def __len__(self) -> int:
        return len(self._entities)

    def __iter__(self) -> Iterator[E]:
        return iter(self._entities.values())

    @property
    def schemes(self) -> list[str]:
        """The schemes that have codes here."""
        return sorted(self._codes)

    # --- asking ----------------------------------------------------------------------------------------------------

    def find(self, name: str | int, *, scheme: str | None = None, on: Day | None = None) -> E:
        """The only one that is meant.

        Args:
            name: a key, name or alias; with a scheme, a code, which may be a number.
            scheme: whose code it is: see `schemes`.
            on: the day, month or year for which it is asked: who did not exist then is not meant.

        Raises:
            UnknownName: nobody is; `candidates` has the keys of what comes near.
            AmbiguousName: several are; `candidates` has their keys.
            InvalidDate: `on` is no date.
        """
        if not isinstance(name, (str, int)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise QueryError(f"A name is a text, and a code a text or a number, not {name!r}.")
        return self._find(str(name), scheme, None if on is None else _day(on))

    def find_all(
        self, names: Iterable[str | int], *, scheme: str | None = None, on: Day | None = None
    ) -> dict[str | int, E]:
        """Each of many names with who is meant; each name once. Arguments as for `find`.

        Raises:
            UnknownName: some are unknown or ambiguous; the message says why of each, and `name` lists them.
        """
        found: dict[str | int, E] = {}
        unclear: dict[str | int, UnknownName] = {}
        day = None if on is None else _day(on)
        for name in dict.fromkeys(names):
            try:
                found[name] = self._find(str(name), scheme, day)
            except UnknownName as error:
                unclear[name] = error
        if unclear:
            lines = [f"  {error}" for error in unclear.values()]
            more = [f"  ... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
            raise UnknownName(
                "\n".join(
                    [f"{len(unclear)} of {len(found) + len(unclear)} names are not clear:", *lines[:_SHOWN], *more]
                ),
                name=", ".join(map(str, unclear)),
                candidates=list(dict.fromkeys(key for error in unclear.values() for key in error.candidates)),
            )
        return found

    def candidates(self, name: str | int, *, scheme: str | None = None, on: Day | None = None) -> list[E]:
        """All who may be meant, by key: none where nobody is called so. Arguments as for `find`."""
        day = None if on is None else _day(on)
        keys = self._called(str(name), day) if scheme is None else self._coded(str(name), scheme, day)
        return [self._entities[key] for key in sorted(keys)]

    def line(self, entity: E | str, *, on: Day | None = None) -> list[E]:
        """What was before it under another name, itself, and what came after it, the oldest first.

        States are the same line where one continues another (Soviet Union, Russia); organizations by every succession.

        Args:
            entity: the entity, its key or name.
            on: only what existed then.
        """
        one = entity if not isinstance(entity, str) else self.find(entity)
        kinds = {*SuccessionKind} if issubclass(self.model, Organization) else {SuccessionKind.CONTINUES}
        keys = line_of(one.key, [(first, second) for first, second, how in self._pairs if how in kinds])
        day = None if on is None else _day(on)
        return [self._entities[key] for key in keys if key in self._entities and (day is None or self._lived(key, day))]

    # --- finding ---------------------------------------------------------------------------------------------------

    def _resolve(self, name: str, scheme: str | None, on: PartialDate | None) -> E:
        keys = self._called(name, on) if scheme is None else self._coded(name, scheme, on)
        if len(keys) == 1:
            return self._entities[keys[0]]
        if keys:
            what = "the name" if scheme is None else f"the {scheme} code"
            advice = "Give the key." if on is not None else "Give the key, or a day (on=...)."
            raise AmbiguousName(
                f"{name!r} is {what} of several: {self._listed(sorted(keys))}. {advice}",
                name=name,
                candidates=sorted(keys),
            )
        raise self._unknown(name, scheme, on)

    def _coded(self, code: str, scheme: str, on: PartialDate | None) -> list[str]:
        uses = self._scheme(scheme).get(_code(code), [])
        meant = [
            each.key
            for each in uses
            if on is None or (self._lived(each.key, on) if each.valid is None else _touches(each.valid, on))
        ]
        return list(dict.fromkeys(meant))

    def _scheme(self, scheme: str) -> dict[str, list[_Use]]:
        if scheme not in self._codes:
            known = ", ".join(self.schemes)
            raise UnknownName(
                f"No {self.model.__name__} has a code in a scheme {scheme!r}; there are: {known}.", name=scheme
            )
        return self._codes[scheme]

    def _called(self, name: str, on: PartialDate | None) -> list[str]:
        """The keys of who is called so (on that day)."""
        if name in self._entities:
            return [name]
        return self._of_tiers(self._tiers(name), on)

    def _of_tiers(self, tiers: _Tiers, on: PartialDate | None) -> list[str]:
        names, others = tiers
        if on is None:
            return names or others
        return [key for key in dict.fromkeys([*names, *others]) if self._lived(key, on)]

    def _tiers(self, name: str) -> _Tiers:
        """The keys of who has it as a name, and of who has it as another name."""
        for form in (name, *turned(name)):
            tiers = self._plain(folded(form))
            if any(tiers):
                return tiers
        parts = bracketed(name)
        if parts is None:
            return [], []
        first, second = map(self._tiers, parts)
        both = {key for tier in first for key in tier} & {key for tier in second for key in tier}
        return [key for key in first[0] if key in both], [key for key in first[1] if key in both]

    def _plain(self, name: str) -> _Tiers:
        tiers = self._names.get(name, []), self._others.get(name, [])
        if any(tiers) or not self._by_iso2:
            return tiers
        # Deutschland is whoever is called Germany.
        keys = [key for code in sorted(foreign_names().get(name, ())) for key in self._by_iso2.get(code, ())]
        english = [folded(str(getattr(self._entities[key], "name", key))) for key in keys]
        names, others = (
            list(dict.fromkeys(key for each in english for key in index.get(each, ())))
            for index in (self._names, self._others)
        )
        return names, others

    def _lived(self, key: str, on: PartialDate) -> bool:
        lives = self._lives.get(key)
        return not lives or any(_touches(life, on) for life in lives)

    # --- telling ---------------------------------------------------------------------------------------------------

    def _unknown(self, name: str, scheme: str | None, on: PartialDate | None) -> UnknownName:
        kind = self.model.__name__
        if on is not None:
            ever = self._called(name, None) if scheme is None else self._coded(name, scheme, None)
            if ever:
                then = [key for key in self._beside(ever) if self._lived(key, on)]
                went_on = f" There was then, before or after it: {self._listed(then)}." if then else ""
                what = "it is the name of" if scheme is None else f"it is the {scheme} code of"
                return UnknownName(
                    f"No {kind} was {name!r} on {on}; {what}: {self._listed(ever)}.{went_on}",
                    name=name,
                    candidates=list(dict.fromkeys([*then, *ever])),
                )
        if scheme is not None:
            return UnknownName(f"No {kind} has the {scheme} code {name!r}.", name=name)
        schemes = [each for each, codes in self._codes.items() if _code(name) in codes]
        if schemes:
            return UnknownName(
                f"No {kind} is called {name!r}. It is a code in {', '.join(sorted(schemes))}: give the scheme (scheme=...).",
                name=name,
                candidates=sorted({use.key for each in schemes for use in self._codes[each][_code(name)]}),
            )
        near = self._near(folded(name))
        hint = f"Did you mean {self._listed(near)}?" if near else "Nothing comes near it."
        return UnknownName(f"No {kind} is called {name!r}. {hint}", name=name, candidates=near)

    def _beside(self, keys: list[str]) -> Iterator[str]:
        """What came directly before and after."""
        for first, second, _ in self._pairs:
            if first in keys or second in keys:
                yield second if first in keys else first

    def _near(self, name: str) -> list[str]:
        """The keys of whose names come near, best first."""
        from rapidfuzz import fuzz, process

        called = [*self._names, *self._others]
        close = process.extract(name, called, scorer=fuzz.ratio, limit=_MOST_NEAR, score_cutoff=_NEAR) if name else []
        return list(
            dict.fromkeys(
                key for text, *_ in close for key in (*self._names.get(text, ()), *self._others.get(text, ()))
            )
        )

    def _listed(self, keys: Iterable[str]) -> str:
        return ", ".join(map(self._shown, dict.fromkeys(keys)))

    def _shown(self, key: str) -> str:
        times = "; ".join(f"{start} to {end}" for start, end in _joined(self._lives.get(key, [])))
        name = f"{getattr(self._entities[key], 'name', key)} ({key})"
        return f"{name} [{times}]" if times else name


def _add(index: dict[str, list[str]], name: str, key: str) -> None:
    if name and key not in index[name]:
        index[name].append(key)


def _code(code: str) -> str:
    """A code as it is compared: 004 is 4, gbr is GBR."""
    plain = code.strip().casefold()
    return plain.lstrip("0") or plain if plain.isdecimal() else plain


def _day(on: Day) -> PartialDate:
    return on if isinstance(on, PartialDate) else PartialDate(on)


def _touches(valid: Period, on: PartialDate) -> bool:
    """Whether a period may have a day in common with a day, month or year."""
    first, _, _, end = valid.bounds
    return first <= on.latest and on.earliest < end


def _life(entity: Entity) -> Period | None:
    """When something existed by its own properties; None where they do not say when it began."""
    if isinstance(entity, Organization):
        first, end = entity.founded or entity.in_force, entity.dissolved
    elif isinstance(entity, Instrument):
        first, end = entity.signed or entity.in_force, entity.ended
    else:
        return None
    return None if first is None else Period(first, end or ONGOING)


def _joined(lives: Iterable[Period]) -> list[tuple[str, str]]:
    """Periods as texts of first day and end, those that touch as one."""
    joined: list[tuple[date, date, Period]] = []
    for life in sorted(lives, key=lambda life: life.bounds):
        first, _, _, end = life.bounds
        if joined and first <= joined[-1][1]:
            before = joined[-1]
            joined[-1] = (before[0], max(before[1], end), life if end > before[1] else before[2])
        else:
            joined.append((first, end, life))
    return [(first.isoformat(), str(life.end) if life.end_kind == "date" else "now") for first, _, life in joined]


def _in_order(successions: Iterable[SucceededBy]) -> list[tuple[str, str, SuccessionKind]]:
    dated = sorted(successions, key=lambda each: (each.date.earliest if each.date else date.min, each.end.key))
    return [(each.start.key, each.end.key, each.how) for each in dated]
