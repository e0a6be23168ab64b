"""The alliance picture of a day: one HTML page that needs nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import Organization, Pact, State
from graphmodel.domain.relationships import MemberOf, PartyTo
from graphmodel.domain.sources import Claim, Source, States
from graphmodel.errors import MissingData
from graphmodel.model import as_day
from graphmodel.query import select
from graphmodel.show.layout import rings

if TYPE_CHECKING:
    from graphmodel.sessions import Graph

MARK = "<!-- alliances, drawn by graphmodel -->"
"""Stands in every picture, so that it is known as ours."""
INNER, OUTER, LABELS = 205.0, 400.0, 12.0


def picture(world: Graph, as_of: date | str) -> str:
    """Draw who belonged to what on a day.

    Args:
        world: where the memberships, pacts and sources are.
        as_of: the day; what possibly held on it is drawn.

    Returns:
        One HTML page, with no address in it that a browser would load.

    Raises:
        InvalidDate: when it is not one day.
        MissingData: when nobody belonged to anything on that day.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     picture(world, "2024-07-04").startswith("<!DOCTYPE html>")
    True
    """
    day = as_day(as_of)
    members = world.all(select(State, MemberOf, Organization).match(State, MemberOf, Organization).as_of(day))
    if not members:
        raise MissingData(
            f"Nobody belongs to anything on {day} in this graph. "
            "Choose another day, or load the curated world with world.load_seeds() or `graphmodel load`."
        )
    parties = world.all(select(State, PartyTo, Pact).match(State, PartyTo, Pact).as_of(day))
    sources = _sources(world)
    states = {state.key: state for state, _, _ in members}
    orgs = {org.key: org for _, _, org in members}
    angles, outer, inner = rings(states, orgs, [(s.key, o.key) for s, _, o in members], inner=INNER, outer=OUTER)
    # The golden angle: neighbours on the ring differ most.
    hues = {key: round(137.5 * place) % 360 for place, key in enumerate(inner)}

    def told(tie: MemberOf | PartyTo, *, other: str, word: str) -> dict[str, Any]:
        start, end = str(tie.valid)[1:-1].split(", ")
        on = tie.valid.certainly_on(day)
        cited = sorted({line for claim in tie.evidence for line in sources.get(claim, [])})
        return {"to": other, "status": word, "since": start, "until": end, "certain": on, "sources": cited}

    ordered = sorted(members, key=lambda row: (row[2].key, row[0].key, row[1].spell))
    names = {key: state.name for key, state in sorted(states.items())}
    names |= {key: org.short_name or org.name for key, org in sorted(orgs.items())}
    pacts = {pact.key: pact.name for _, _, pact in parties}
    data = {
        "names": names,
        "memberships": [{"from": s.key, **told(m, other=o.key, word=m.status)} for s, m, o in ordered],
        "pacts": pacts,
        "parties": [
            {"from": s.key, **told(p, other=pact.key, word="party")}
            for s, p, pact in sorted(parties, key=lambda row: (row[2].key, row[0].key, row[1].spell))
            if s.key in states
        ],
    }
    lines = [_line(s.key, o.key, outer[s.key], inner[o.key], hues[o.key], full=_full(m, day)) for s, m, o in ordered]
    return _filled(
        {
            "MARK": MARK,
            "DAY": day.isoformat(),
            "COUNTS": f"{len(states)} states, {len(orgs)} organizations, {len(pacts)} pacts in force",
            "LINES": "\n".join(lines),
            "STATES": "\n".join(_state(states[key], outer[key], angles[key]) for key in sorted(outer)),
            "ORGANIZATIONS": "\n".join(_organization(orgs[key], inner[key], hues[key]) for key in sorted(inner)),
            "NAMES": "\n".join(f'<option value="{escape(name)}">' for name in sorted({*names.values()})),
            "PACTS": "\n".join(_pacts(orgs.values(), pacts)),
            # Inside <script> only "<" could end the block; JSON has another way to write it.
            "DATA": json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        }
    )


def _filled(parts: dict[str, str]) -> str:
    template = (Path(__file__).parent / "picture.html").read_text(encoding="utf-8")
    # All at once: what is put in is not looked at again, whatever it holds.
    return re.sub(r"\{\{([A-Z]+)\}\}", lambda found: parts[found[1]], template)


def _sources(world: Graph) -> dict[str, list[str]]:
    """By the key of a claim: the sources that make it, a line each."""
    found: dict[str, list[str]] = {}
    rows = world.all(select(Claim.key, Source.title, Source.publisher, Source.key).match(Source, States, Claim))
    for claim, title, publisher, key in rows:
        found.setdefault(claim, []).append(f"{title}. {publisher}. [{key}]")
    return found


def _full(member: MemberOf, day: date) -> bool:
    return member.full is not None and member.full.possibly_on(day)


def _line(state: str, org: str, start: tuple[float, float], end: tuple[float, float], hue: int, *, full: bool) -> str:
    # Bent towards the middle, so that lines to one organization run together.
    bend = f"{(start[0] + end[0]) * 0.42:.1f} {(start[1] + end[1]) * 0.42:.1f}"
    path = f"M{start[0]} {start[1]}Q{bend} {end[0]} {end[1]}"
    kind = "full" if full else "less"
    return f'<path class="{kind}" style="--hue:{hue}" data-a="{escape(state)}" data-b="{escape(org)}" d="{path}"/>'


def _state(state: State, at: tuple[float, float], angle: float) -> str:
    turned = 90 < angle % 360 < 270
    turn, x, anchor = (angle + 180, -LABELS, "end") if turned else (angle, LABELS, "start")
    label = f'x="{x}" dy="0.35em" text-anchor="{anchor}" transform="rotate({turn:.1f})"'
    return (
        f'<g class="state" data-key="{escape(state.key)}" transform="translate({at[0]} {at[1]})" tabindex="0" role="button" '
        f'aria-label="{escape(state.name)}"><circle r="5"/><text class="long" {label}>{escape(state.name)}</text>'
        f'<text class="short" {label}>{escape(state.key)}</text></g>'
    )


def _organization(org: Organization, at: tuple[float, float], hue: int) -> str:
    name = org.short_name or org.name
    width = 16 + 10 * len(name)
    return (
        f'<g class="org" data-key="{escape(org.key)}" style="--hue:{hue}" transform="translate({at[0]} {at[1]})" tabindex="0" '
        f'role="button" aria-label="{escape(name)}"><rect x="{-width / 2}" y="-14" width="{width}" height="28" rx="6"/>'
        f'<text dy="0.35em" text-anchor="middle">{escape(name)}</text></g>'
    )


def _pacts(orgs: Iterable[Organization], pacts: dict[str, str]) -> Iterable[str]:
    charters = {key: org for org in sorted(orgs, key=lambda org: org.key) for key in org.constitutive_pacts}
    for key, name in sorted(pacts.items(), key=lambda pact: (pact[0] not in charters, pact[1])):
        of = (
            f" <small>charter of {escape(charters[key].short_name or charters[key].name)}</small>"
            if key in charters
            else ""
        )
        yield f'<li><button type="button" data-pact="{escape(key)}">{escape(name)}</button>{of}</li>'
