"""From `conflicts.csv` to claims: each side of a conflict is one claim for each row and column that it is about.

Where the row of the main table has the value of a side, its claim plays that side: the claim of the side supports it, and
the claim of the other side is against it. Where it has neither, the claims of the sides are against each other. A conflict
about no row has claims about the text that it was found in; the claims of that text play the side that they are of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import (
    ClaimKind,
    Concept,
    CopyKind,
    Disagreement,
    Predicate,
    Standing,
    SupportBasis,
)
from graphmodel.domain.provenance import UNCITED
from graphmodel.domain.slots import NOT, value_of
from graphmodel.domain.sources import BasedOn, Claim, Contradicts, Source, Supports
from graphmodel.domain.tables.evidence_rows import ConflictRow, SourceRelationRow
from graphmodel.errors import InvalidDate
from graphmodel.model import PartialDate, ref

Link = Contradicts | Supports


class _Side(NamedTuple):
    """One of the two sides of a conflict."""

    letter: str
    rows: tuple[str, ...]
    coded: tuple[str, ...]
    concepts: tuple[Concept, ...]
    words: str
    said_by: str | None
    sources: tuple[str, ...]
    standing: Standing | None
    texts: tuple[str, ...]


def conflict_claims(rows: Iterable[ConflictRow], claims: Iterable[Assertion]) -> tuple[list[Assertion], list[Link]]:
    """The claims of all sides, and how they bear on each other and on the claims of the rows concerned.

    Args:
        rows: of `conflicts.csv`.
        claims: those of the other tables.

    >>> from graphmodel.domain.claims import claims_from
    >>> from graphmodel.domain.tables.reading import read_tables
    >>> from graphmodel.resources import folder
    >>> tables = read_tables(folder("seeds"))
    >>> sides, links = conflict_claims(tables.conflicts, claims_from(tables))
    >>> [(side.key, str(side.on)) for side in sides if "rus-prk-2024" in side.key]
    [('conflicts/C03.a/rus-prk-2024.signed', '2024-06-19'), ('conflicts/C03.b/rus-prk-2024.signed', '2024-06-18')]
    """
    by_key = {each.key: each for each in claims}
    made: list[Assertion] = []
    links: list[Link] = []
    for row in rows:
        more, joined = _about_rows(row, by_key) if row.table else _about_texts(row, by_key)
        made += more
        links += joined
    return made, links


def _sides(row: ConflictRow) -> tuple[_Side, _Side]:
    return (
        _Side("a", row.rows_a or row.rows, row.coded_a, row.concepts_a, row.value_a, row.source_a, row.source_ids_a,
              row.standing_a, ()),
        _Side("b", row.rows_b or row.rows, row.coded_b, row.concepts_b, row.value_b, row.source_b, row.source_ids_b,
              row.standing_b, row.claims_b),
    )  # fmt: skip


def _about_rows(row: ConflictRow, by_key: Mapping[str, Assertion]) -> tuple[list[Assertion], list[Link]]:
    made: list[Assertion] = []
    links: list[Link] = []
    for number, property_ in enumerate(row.properties):
        players: dict[str, dict[str, Claim]] = {"a": {}, "b": {}}
        for side in _sides(row):
            for key in side.rows:
                main = by_key[f"{row.table}/{key}"]
                own = _claim_of_side(row, side, main, property_, number)
                made.append(own)
                agrees = own.claim.positive and value_of(own, property_) == value_of(main, property_)
                if agrees:
                    links.append(
                        Supports(start=own.claim, end=main.claim, basis=SupportBasis.STATED, reason=row.advice)
                    )
                players[side.letter][key] = main.claim if agrees else own.claim
        links += _against(row, players["a"], players["b"])
    return made, links


def _against(row: ConflictRow, one: Mapping[str, Claim], other: Mapping[str, Claim]) -> Iterator[Contradicts]:
    """The other is against the one, row by row where they are about the same; but what corrects comes from the one."""
    shared = [(one[key], other[key]) for key in one if key in other]
    for a, b in shared or product(one.values(), other.values()):
        start, end = (a, b) if row.kind in (Disagreement.CORRECTS, Disagreement.REFUTES) else (b, a)
        yield Contradicts(start=start, end=end, kind=row.kind, reason=row.advice)


def _claim_of_side(row: ConflictRow, side: _Side, main: Assertion, property_: str, number: int) -> Assertion:
    coded = side.coded[number]
    value = coded.removeprefix(NOT)
    day = _day(value)
    concept = side.concepts[number if len(side.concepts) > 1 else 0] if side.concepts else None
    about = f"{main.row}.{property_}"
    claim = Claim(
        key=f"conflicts/{row.key}.{side.letter}/{about}",
        predicate=Predicate.HAS_VALUE,
        kind=ClaimKind.PROPERTY,
        positive=value == coded,
        value=value if day is None else None,
        on=day,
        date_text=None if day is None else side.words,
        concept=concept,
        spell=main.claim.spell,
        property=property_,
        standing=side.standing,
        qualifiers=_qualifiers(row, side),
        note=row.advice,
    )
    return Assertion(claim, side.sources or (UNCITED,), main.subjects, main.objects)


def _about_texts(row: ConflictRow, by_key: Mapping[str, Assertion]) -> tuple[list[Assertion], list[Link]]:
    made: list[Assertion] = []
    players: list[list[Claim]] = []
    links: list[Link] = []
    for side in _sides(row):
        claim = Claim(
            key=f"conflicts/{row.key}.{side.letter}",
            predicate=Predicate.HAS_VALUE,
            kind=ClaimKind.PROPERTY,
            value=side.words,
            standing=side.standing,
            qualifiers=_qualifiers(row, side),
            note=row.advice,
        )
        text = ref(Source, (row.source_ids_b or (UNCITED,))[0])
        made.append(Assertion(claim, side.sources or (UNCITED,), (text,)))
        texts = [by_key[key].claim for key in side.texts if key in by_key]
        links += (Supports(start=claim, end=said, basis=SupportBasis.STATED, reason=row.advice) for said in texts)
        players.append(texts or [claim])
    for a, b in product(*players):
        links += _against(row, {"": a}, {"": b})
    return made, links


def _qualifiers(row: ConflictRow, side: _Side) -> list[str]:
    said = {"subject": row.subject, "words": side.words, "said_by": side.said_by}
    return [*(f"{name}={text}" for name, text in said.items() if text), *(f"text_claim={key}" for key in side.texts)]


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate(text)
    except InvalidDate:
        return None


def source_links(rows: Iterable[SourceRelationRow]) -> Iterator[BasedOn]:
    """Where sources have from what they say."""
    for row in rows:
        yield BasedOn(
            start=ref(Source, row.source), end=ref(Source, row.based_on), how=CopyKind(row.how), note=row.note
        )
