"""Analyses of treaties as instruments: how deep they are, and how each party came to be bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, PactLike, StateLike, TextsLike
from graphmodel.domain.vocabularies import ActKind
from graphmodel.errors import MissingData
from graphmodel.resources import folder
from graphmodel.results import Row

Status = Literal["signed", "ratified", "in_force", "left", "ended"]
CONSENTS = frozenset(
    {
        ActKind.RATIFICATION,
        ActKind.ACCEPTANCE,
        ActKind.APPROVAL,
        ActKind.ACCESSION,
        ActKind.SUCCESSION,
        ActKind.RE_ACCESSION,
    }
)
EXITS = frozenset({ActKind.WITHDRAWAL, ActKind.DENUNCIATION})


class PactDepth(Row):
    """How institutionalized one pact is; the header of `pact_depth` says what each column means."""

    pact: str
    name: str
    depth: int | None
    milinst: int | None
    items: list[str]
    missing: list[str]
    benson_clinton: float | None
    certain: bool


class Lifecycle(Row):
    """How one party came to be bound by one pact; the header of `treaty_lifecycle` says what each column means."""

    pact: str
    state: str
    signed: str | None
    ratified: str | None
    consent: str | None
    in_force: str | None
    left: str | None
    lag_days: int | None
    lag_least: int | None
    lag_most: int | None
    waiting_days: int | None
    status: Status
    certain: bool


class Act(Row):
    """What a party did: the date as it is known, and its bounds."""

    kind: ActKind
    date: str
    earliest: date
    latest: date


class Spell(Row):
    """When it is a party."""

    valid: str
    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date


class PartyOfPact(Row):
    """A party and a pact, as fetched: `party` is as which it is counted, `bearer` who it is."""

    pact: str
    party: str
    bearer: str
    acts: list[Act]
    spells: list[Spell]


def pact_depth(
    world: Asked,
    pact: PactLike | None = None,
    as_of: DayLike | None = None,
    in_force: bool = True,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[PactDepth]:
    """How institutionalized pacts are: eight provisions that ATOP codes, counted, and ATOP's own scale beside them.

    Leeds & Anac 2005 and the provisions of Alley 2021; the header of `cypher/analyses/pact_depth.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.pact_depth` fills it in.
        pact: only this pact: a `Pact`, its key or name. All with coded provisions when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        in_force: only pacts in force on the day; when false, of any time.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: only pacts that certainly are in force on the day.

    Raises:
        UnknownName, AmbiguousName: no pact, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: no pact has coded provisions; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     coded = world.run("MATCH (p:Pact {key: 'cst-1992'}) SET p.milinst = 2, p.organ1 = 3 RETURN p.milinst AS m", into=int)
    ...     world.analyses.pact_depth()[0].items
    ['organ1']
    """

    def sources(rows: Sequence[PactDepth]) -> Sequence[str | tuple[str, str]]:
        keys = [row.pact for row in rows]
        text = (
            "MATCH (s:State)-[:PARTY_TO]->(p:Pact) WHERE p.key IN $keys RETURN DISTINCT s.key AS state, p.key AS pact"
        )
        scored = ["benson_clinton_2016"] if any(row.benson_clinton is not None for row in rows) else []
        return [
            *((each.state, each.pact) for each in world.run(text, {"keys": keys}, into=_Party, reads=True)),
            *scored,
        ]

    given = {"pact": pact, "as_of": as_of, "in_force": in_force, "datasets": datasets, "certain": certain}
    rows = ask(world, "pact_depth", PactDepth, given, needs="PARTY_TO", sources=sources)
    if not rows:
        coded = "MATCH (p:Pact) WHERE p.milinst IS NOT NULL OR p.intcom IS NOT NULL RETURN count(p) AS coded"
        if not world.run(coded, {}, into=int, reads=True)[0]:
            raise MissingData(
                "No provisions of pacts are coded in this graph: import ATOP's alliances with `graphmodel import atop FILE`."
            )
        if named := rows.about.parameters["pact"]:
            raise MissingData(
                f"No provisions of {named} are coded in the data used: without pact all are shown that are."
            )
    return rows


class _Party(Row):
    state: str
    pact: str


def treaty_lifecycle(
    world: Asked,
    pact: PactLike | None = None,
    state: StateLike | None = None,
    as_of: DayLike | None = None,
    status: Status | None = None,
    continuity: bool = True,
    lineage: bool = False,
    certain: bool = False,
) -> Result[Lifecycle]:
    """Who signed, ratified, is bound by or left a treaty, how long it took, and who still waits.

    After Simmons 2009 and Haftel & Thompson 2013; the header of `cypher/analyses/treaty_lifecycle.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.treaty_lifecycle` fills it in.
        pact: only this pact: a `Pact`, its key or name. All when None.
        state: only this party: a `State`, its key, code or name. All, organizations too, when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        status: only those who have "signed" and no more, or "ratified" and are not known to be bound, for whom it is "in_force",
            who have "left", or for whom it "ended".
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.
        certain: only those whose status certainly holds on the day.

    Raises:
        UnknownName, AmbiguousName: no pact or state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no acts on treaties and no parties; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.treaty_lifecycle("rus-irn-2025", as_of="2025-06-01")
    ...     [(row.state, row.ratified, row.lag_days, row.status) for row in rows]
    [('IRN', '2025-05-21', 124, 'ratified'), ('RUS', '2025-04-21', 94, 'ratified')]
    """
    rested: list[list[str]] = []

    def compute(fetched: Sequence[PartyOfPact], parameters: Mapping[str, Any], notes: list[str]) -> list[Lifecycle]:
        rested.extend([each.bearer, each.pact, each.party] for each in fetched)
        rows = [lifecycle(each, parameters["as_of"]) for each in _as_one(fetched)]
        kept = [row for row in rows if parameters["status"] in (None, row.status)]
        if parameters["certain"]:
            kept = [row for row in kept if row.certain]
        if fetched and not kept:
            notes.append(f"none of {len(rows)} parties {'certainly ' if parameters['certain'] else ''}has this status")
        return sorted(kept, key=lambda r: (r.pact, -(r.waiting_days or 0), -(r.lag_most or 0), r.state))

    def sources(rows: Sequence[Lifecycle]) -> list[str]:
        text = (folder("cypher") / "evidence" / "sources_of_acts.cypher").read_text(encoding="utf-8")
        shown = {(row.state, row.pact) for row in rows}
        parameters = {"parties": [[bearer, pact] for bearer, pact, party in rested if (party, pact) in shown]}
        return world.run(text, parameters, into=str, reads=True)

    given = {
        "pact": pact,
        "state": state,
        "as_of": as_of,
        "status": status,
        "continuity": continuity,
        "lineage": lineage,
        "certain": certain,
    }
    computed = Computed(PartyOfPact, compute)
    return ask(
        world,
        "treaty_lifecycle",
        Lifecycle,
        given,
        needs=("TREATY_ACT", "PARTY_TO"),
        sources=sources,
        computed=computed,
    )


def _as_one(fetched: Sequence[PartyOfPact]) -> Iterator[PartyOfPact]:
    """Those of one pact who are counted as one party, together."""
    for (pact, party), found in groupby(fetched, key=lambda each: (each.pact, each.party)):
        each = list(found)
        acts = sorted((act for one in each for act in one.acts), key=lambda act: (act.earliest, act.latest))
        spells = sorted((spell for one in each for spell in one.spells), key=lambda spell: spell.from_earliest)
        yield PartyOfPact(pact=pact, party=party, bearer=each[-1].bearer, acts=acts, spells=spells)


def lifecycle(of: PartyOfPact, day: date) -> Lifecycle:
    """What one party did about one pact up to a day, and what it is on it."""
    signed = next((act for act in of.acts if act.kind == ActKind.SIGNATURE), None)
    consents = [act for act in of.acts if act.kind in CONSENTS]
    exit_ = next((act for act in reversed(of.acts) if act.kind in EXITS), None)
    consent = consents[0] if consents else None
    possible = [spell for spell in of.spells if spell.to_latest > day]
    begun = [spell for spell in possible if spell.from_latest <= day]
    back = exit_ is not None and any(act.earliest > exit_.earliest for act in consents)
    status: Status
    if begun or (possible and not of.acts):
        status, certain = "in_force", any(day < spell.to_earliest for spell in begun)
    elif exit_ is not None and not back:
        status, certain = "left", exit_.latest <= day
    elif of.spells and not possible:
        status, certain = "ended", True
    else:
        status, last = ("signed", signed) if consent is None else ("ratified", consent)
        certain = not possible and (last is None or last.latest <= day)
    ended = of.spells[-1] if status in ("left", "ended") and of.spells else None
    lag = None if signed is None or consent is None else _days(signed, consent)
    return Lifecycle(
        pact=of.pact,
        state=of.party,
        signed=signed and signed.date,
        ratified=consent and consent.date,
        consent=consent and consent.kind.value,
        in_force=_start(of.spells[0]) if of.spells else None,
        left=exit_.date if exit_ and status == "left" else ended and _end(ended),
        lag_days=lag[0] if lag and lag[0] == lag[1] else None,
        lag_least=lag and lag[0],
        lag_most=lag and lag[1],
        waiting_days=(day - signed.earliest).days if signed is not None and status == "signed" else None,
        status=status,
        certain=certain,
    )


def _days(signed: Act, consent: Act) -> tuple[int, int]:
    """The fewest and the most days between them."""
    return (consent.earliest - signed.latest).days, (consent.latest - signed.earliest).days


def _start(spell: Spell) -> str:
    return spell.valid[1:-1].partition(", ")[0]


def _end(spell: Spell) -> str:
    return spell.valid[1:-1].partition(", ")[2]
