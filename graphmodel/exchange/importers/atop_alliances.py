"""ATOP by alliances and members, version 4.01: pacts with their provisions, who was bound when, and what they promise.

An alliance is one pact; where its terms changed its members have a row for each phase, and each phase has obligations of its own.
Version 5.1 is another data set: the two are never mixed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import Alliance, Obligation
from graphmodel.domain.relationships import Obliges, OwedBy, PartyTo
from graphmodel.domain.vocabularies import Confidence, ObligationTerm, PactKind, PactScope
from graphmodel.errors import InvalidDate
from graphmodel.exchange.importers.atop_dyads import LEEDS
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.model import CENSORED, GraphObject, PartialDate, Period, ref

if TYPE_CHECKING:
    import polars as pl

ATOP_4_01 = DataSet(
    key="atop_4_01",
    title="Alliance Treaty Obligations and Provisions, version 4.01: alliances and members",
    publisher="ATOP Project, Rice University",
    published="2018",
    citation=LEEDS,
    url="http://www.atopdata.org",
    known_to=date(2016, 12, 31),
)
TERMS = {
    "defense": ObligationTerm.DEFENSE,
    "offense": ObligationTerm.OFFENSE,
    "neutral": ObligationTerm.NEUTRALITY,
    "nonagg": ObligationTerm.NONAGGRESSION,
    "consul": ObligationTerm.CONSULTATION,
}
CONDITIONS = {"defense": "def", "offense": "off", "neutral": "neu", "consul": "con"}
"""How the columns of conditions begin, by the column of the term: `defcon` whether there are any, `defcoadv` on the adversary."""
NAMED_THREAT = 1
"""What `specthrt` is where the threat is one state or two, named in `statthr1` and `statthr2`; other codes name not all of it."""
PROVISIONS = ("milaid", "milcon", "intcom", "subord", "base", "organ1", "contrib", "compag")
MEMBERS = sheet(
    "members of alliances",
    integer=f"atopid member yrent moent dayent yrexit moexit dayexit phase {' '.join(TERMS)}",
    optional=f"bilat asymm conditio specthrt statthr1 statthr2 {' '.join(PROVISIONS)} "
    + " ".join(f"{each}con {each}coadv" for each in CONDITIONS.values()),
)
ALLIANCES = sheet(
    "alliances",
    integer=f"atopid begyr begmo begday endyr endmo endday bilat {' '.join(PROVISIONS)}",
    optional="asymm milinst",
)
SCORES = sheet("scores of Benson and Clinton", integer="atopid", number="depth.score scope.score potmilcapacity.score")
BENSON_CLINTON = DataSet(
    key="benson_clinton_2016",
    title="Scores of the depth, scope and capacity of alliances",
    publisher="Brett V. Benson and Joshua D. Clinton",
    published="2016",
    citation=(
        "Benson, Brett V., and Joshua D. Clinton. 2016. Assessing the Variation of Formal Military Alliances. Journal of Conflict "
        "Resolution 60(5): 866-898."
    ),
    url="https://doi.org/10.1177/0022002714560348",
    known_to=date(2000, 12, 31),
)
RULE = "atop_member"
"""By what somebody is party to an alliance: a row of the file of members."""


def by_alliance(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Alliances, their obligations, and who was party to them, from the file of members and that of alliances where it is given."""
    told = (
        {row["atopid"]: row for row in frames[ALLIANCES.name].iter_rows(named=True)} if ALLIANCES.name in frames else {}
    )
    if not told:
        draft.notes.append(
            "Without the file of alliances their provisions are those of the members' rows, and milinst is not known."
        )
    scores: dict[int, float] = {}
    for row in frames[SCORES.name].iter_rows(named=True) if SCORES.name in frames else ():
        if None in (row["atopid"], row["depth.score"]) or row["atopid"] in scores:
            draft.drop("the alliance or its score is empty, or given before")
        else:
            scores[row["atopid"]] = row["depth.score"]
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in frames[MEMBERS.name].iter_rows(named=True):
        if None in (row["atopid"], row["member"], row["yrent"], row["phase"]):
            draft.drop("the alliance, member, phase or first year is empty")
        else:
            rows[row["atopid"]].append(row)
    draft.drop("an alliance without members in the other file", len(told.keys() - rows.keys()))
    draft.drop("a score of an alliance without members in the other file", len(scores.keys() - rows.keys()))
    facts = [fact for key in sorted(rows) for fact in _alliance(key, rows[key], told.get(key), scores.get(key), draft)]
    return [BENSON_CLINTON.source(), *facts] if scores else facts


def _alliance(
    atopid: int, rows: list[dict[str, Any]], told: Mapping[str, Any] | None, score: float | None, draft: Draft
) -> Iterator[GraphObject]:
    parties = list(_parties(atopid, rows, draft))
    if not parties:
        return
    key = f"{draft.dataset.key}.{atopid}"
    names = sorted({each.start.key for _, each in parties})
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    valid = _valid(told, "beg", "end", draft) if told else None
    valid = valid or _span([each.valid for _, each in parties])
    bilateral = (told or rows[0]).get("bilat")
    codes: dict[str, Any] = {name: told.get(name) if told else _most(rows, name) for name in (*PROVISIONS, "asymm")}
    pact = Alliance.model_validate(
        {
            "key": key,
            "name": f"Alliance {atopid} of {shown}",
            "kind": PactKind.ALLIANCE,
            "scope": PactScope.BILATERAL if bilateral == 1 else PactScope.MULTILATERAL,
            "signed": _day(told, "beg") if told else None,
            "valid": valid,
            "confidence": Confidence.VERIFIED,
            "date_confidence": Confidence.VERIFIED,
            "dataset": draft.dataset.key,
            "milinst": told.get("milinst") if told else None,
            "benson_clinton": score,
            **codes,
        }
    )
    yield pact
    yield from _obligations(pact, parties, draft)
    yield from (each for _, each in parties)


def _parties(atopid: int, rows: Sequence[dict[str, Any]], draft: Draft) -> Iterator[tuple[dict[str, Any], PartyTo]]:
    number: Counter[tuple[int, int]] = Counter()
    for row in rows:
        valid = _valid(row, "ent", "exit", draft)
        if valid is None:
            draft.drop("its days are not in the calendar, or it ends before it begins")
            continue
        open_end = not row["yrexit"]
        last = draft.dataset.known_to if open_end else valid.bounds.to_latest
        for state, period in draft.pieces("cow", row["member"], valid, last):
            member, phase = row["member"], row["phase"]
            number[member, phase] += 1
            run = number[member, phase]
            yield (
                row,
                PartyTo(
                    start=state,
                    end=ref(Alliance, f"{draft.dataset.key}.{atopid}"),
                    spell=f"{draft.dataset.key}.{atopid}.{member}.{phase}.{run}",
                    rule=RULE,
                    valid=period,
                    confidence=Confidence.VERIFIED,
                    dataset=draft.dataset.key,
                ),
            )


def _obligations(
    pact: Alliance, parties: Sequence[tuple[dict[str, Any], PartyTo]], draft: Draft
) -> Iterator[GraphObject]:
    """A term of each phase, and its conditions; who owes it is said where not all members of the phase do."""
    for phase in sorted({row["phase"] for row, _ in parties}):
        of_phase = [(row, party) for row, party in parties if row["phase"] == phase]
        members = {party.start.key for _, party in of_phase}
        for column, term in TERMS.items():
            owing = [party for row, party in of_phase if row[column] == 1]
            if not owing:
                continue
            valid = _span([each.valid for each in owing])
            coded = [row for row, _ in of_phase if row[column] == 1]
            duty = Obligation(
                key=f"{pact.key}.{phase}.{term}",
                term=term,
                valid=valid,
                conditional=_conditional(coded, column),
                against=_against(coded, column, valid, draft),
            )
            yield duty
            yield Obliges(start=pact, end=duty)
            states = {each.start.key: each.start for each in owing}
            if states.keys() != members:
                yield from (OwedBy(start=duty, end=state) for state in states.values())


def _conditional(rows: Sequence[Mapping[str, Any]], column: str) -> bool | None:
    """Whether a term has conditions; that of nonaggression is not coded, but no treaty without any has one."""
    if (begin := CONDITIONS.get(column)) is not None:
        code = _most(rows, f"{begin}con")
        return None if code is None else code > 0
    return False if _most(rows, "conditio") == 0 else None


def _against(rows: Sequence[Mapping[str, Any]], column: str, valid: Period, draft: Draft) -> list[str]:
    """The states against which alone a term is owed: where it depends on the adversary, and the threat is all named."""
    begin = CONDITIONS.get(column)
    if begin is None or _most(rows, f"{begin}coadv") != 1 or _most(rows, "specthrt") != NAMED_THREAT:
        return []
    first, last = valid.bounds.from_earliest, min(valid.bounds.to_latest, draft.dataset.known_to)
    codes = {row[name] for row in rows for name in ("statthr1", "statthr2") if row.get(name)}
    return sorted({each.state for code in codes for each in draft.codes.during("cow", code, first, last)})


def _span(periods: Sequence[Period]) -> Period:
    """From the first start to the last end."""
    first = min(periods, key=lambda each: (each.bounds.from_earliest, each.bounds.from_latest))
    last = max(periods, key=lambda each: (each.bounds.to_latest, each.bounds.to_earliest))
    return Period(first.start, last.end)


def _most(rows: Sequence[Mapping[str, Any]], name: str) -> int | None:
    """Of several phases the highest code."""
    return max((row[name] for row in rows if row.get(name) is not None), default=None)


def _valid(row: Mapping[str, Any], begin: str, end: str, draft: Draft) -> Period | None:
    """From the day of its start to that of its end; a year of 0 is still in force. None where the days are none."""
    start = _day(row, begin)
    last = CENSORED(draft.dataset.known_to) if not _year(row, end) else _day(row, end)
    if start is None or last is None:
        return None
    try:
        return Period(start, last)
    except InvalidDate:
        return None


def _year(row: Mapping[str, Any], which: str) -> int | None:
    return row[f"{which}yr"] if f"{which}yr" in row else row[f"yr{which}"]


def _day(row: Mapping[str, Any], which: str) -> PartialDate | None:
    """A day in three columns; where the day, or the month, is 0 or empty, the month or the year is all that is known."""
    year = _year(row, which)
    month = row[f"{which}mo"] if f"{which}mo" in row else row[f"mo{which}"]
    day = row[f"{which}day"] if f"{which}day" in row else row[f"day{which}"]
    text = f"{year:04}" if year else ""
    if month:
        text += f"-{month:02}"
        if day:
            text += f"-{day:02}"
    try:
        return PartialDate(text)
    except InvalidDate:
        return None
