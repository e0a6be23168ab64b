"""Who belonged to what: through the years as a timeline, and on one day as a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from graphmodel.domain import MemberOf, Organization, State
from graphmodel.domain.entities import Entity
from graphmodel.errors import MissingData, NotFound
from graphmodel.evidence import Asking
from graphmodel.evidence.finding import sources_of
from graphmodel.evidence.naming import entity_called
from graphmodel.evidence.told import name_of, tell
from graphmodel.model import as_day
from graphmodel.model.cards import name_of as short_name_of
from graphmodel.model.words import in_words
from graphmodel.query import select
from graphmodel.results import cite
from graphmodel.show.chart import Chart
from graphmodel.show.charts import Said, finished
from graphmodel.show.maps import Place, world_map
from graphmodel.show.strips import Stretch, strips

CURATED = "curated"


def timeline(
    world: Asking, name: str, *, until: date | str | None = None, datasets: Iterable[str] | None = None
) -> Chart:
    """The timeline of `world.timeline(...)`, which has the arguments and errors."""
    about = entity_called(world, world.lookup, name, (State, Organization))
    to = as_day(until) if until is not None else _coverage(world)
    spells = _spells(world, about, datasets)
    names = _names(world)
    of_members = any(each.end.key == about.key for each in spells)
    stretches = [
        Stretch(
            names[key],
            _kind(each),
            (each.valid.bounds.from_earliest, each.valid.bounds.from_latest),
            (each.valid.bounds.to_earliest, each.valid.bounds.to_latest),
            _tip(names[key], each),
            aside=each.overlay,
        )
        for each in spells
        for key in [each.start.key if of_members else each.end.key]
    ]
    what = "Members of" if of_members else "Memberships of"
    caption = f"What each was, and when{'' if to is None else f'; known to {in_words(to)}'}."
    said = Said(f"{what} {short_name_of(about)}", caption, _sources(world, spells))
    return finished(strips(stretches, until=to, order=_by_rank(spells)), said)


def members_map(world: Asking, name: str, day: date, *, datasets: Iterable[str] | None = None) -> Chart:
    """The map of `world.as_of(day).map(...)`, which has the arguments and errors."""
    about = entity_called(world, world.lookup, name, (Organization,))
    names = _names(world)
    # A state is shown by the fullest of what it is on the day; what runs beside a membership is told, and not shown.
    spells = [each for each in _spells(world, about, datasets) if each.valid.possibly_on(day)]
    if not spells:
        raise MissingData(f"Nobody is known to have belonged to {name_of(about)} on {day}. Choose another day.")
    by_state: dict[str, list[MemberOf]] = {}
    for each in sorted(
        spells, key=lambda each: (each.overlay, not each.valid.certainly_on(day), each.rank or 99, each.spell)
    ):
        by_state.setdefault(each.start.key, []).append(each)
    shown = {
        key: Place(_kind(some[0]), some[0].valid.certainly_on(day), "; ".join(_tip("", each) for each in some))
        for key, some in by_state.items()
    }
    title = f"Who belonged to {short_name_of(about)} on {in_words(day)}"
    drawn = world_map(shown, names, order=_by_rank(spells), others=f"not in {short_name_of(about)}")
    return finished(drawn, Said(title, sources=_sources(world, spells)))


def _spells(world: Asking, about: Entity, datasets: Iterable[str] | None) -> list[MemberOf]:
    side = Organization if isinstance(about, Organization) else State
    kept = None if datasets is None else {datasets} if isinstance(datasets, str) else set(datasets)
    query = select(MemberOf).match(State, MemberOf, Organization).where(side.key == about.key)
    found = [each for each in world.all(query) if kept is None or (each.dataset or CURATED) in kept]
    if not found:
        raise MissingData(
            f"This graph has no memberships of {name_of(about)}. Load the curated world with world.load_seeds(), "
            "or import a data set of memberships."
        )
    return sorted(found, key=lambda each: each.spell)


def _names(world: Asking) -> Mapping[str, str]:
    return {each.key: short_name_of(each) for model in (State, Organization) for each in world.all(model)}


def _kind(spell: MemberOf) -> str:
    return spell.status.value.replace("_", " ")


def _by_rank(spells: Iterable[MemberOf]) -> list[str]:
    """The statuses, the fullest first."""
    ranks: dict[str, int] = {}
    for each in spells:
        rank = 99 if each.rank is None or each.overlay else each.rank
        ranks[_kind(each)] = min(rank, ranks.get(_kind(each), 99))
    return sorted(ranks, key=lambda kind: (ranks[kind], kind != "member", kind))


def _tip(name: str, spell: MemberOf) -> str:
    basis = f"basis: {spell.basis}" if spell.basis else ""
    rests = f"data set: {spell.dataset}" if spell.dataset else ""
    return "; ".join(filter(None, [name, f"{_kind(spell)}: {in_words(spell.valid)}", basis, rests]))


def _sources(world: Asking, spells: Iterable[MemberOf]) -> list[tuple[str, str]]:
    """Publisher and whole line of each source that spells rest on."""
    spells = list(spells)
    claims = tell(world, list(dict.fromkeys(key for each in spells for key in each.evidence)))
    found = {source.key: source for each in claims.values() for source in each.sources}
    found |= {each.key: each for each in sources_of(world, {each.dataset for each in spells if each.dataset})}
    return [(found[key].publisher, cite(found[key])) for key in sorted(found)]


def _coverage(world: Asking) -> date | None:
    try:
        return world.coverage()
    except NotFound:
        return None
