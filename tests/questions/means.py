"""What the tests of questions share: the keys of the claims that an answer reached, and what was looked up on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphmodel import World
from graphmodel.evidence import Assessment, Because, ClaimRow, Contradiction
from graphmodel.evidence.known import KnownFact
from graphmodel.resources import folder


@dataclass(frozen=True)
class Reference:
    """A row of `references_on.cypher`."""

    claim: str
    reference: str
    fact: str
    date: str
    sources: list[str]


Reached = ClaimRow | Contradiction | Because | Assessment | KnownFact | Reference | str


def references_on(world: World, claims: Iterable[str]) -> list[Reference]:
    """What was looked up on claims that a query has found."""
    text = (folder("cypher") / "evidence" / "references_on.cypher").read_text(encoding="utf-8")
    return world.run(text, {"claims": sorted(set(claims))}, into=Reference, reads=True)


def reached(*answers: Iterable[Reached]) -> set[str]:
    """The keys of all claims that the answers hold."""
    keys: set[str] = set()
    for answer in answers:
        for row in answer:
            match row:
                case str():
                    keys.add(row)
                case Contradiction():
                    keys |= {row.a, row.b}
                case Reference():
                    keys |= {row.claim, row.reference}
                case Assessment() | KnownFact():
                    keys |= set(row.claims)
                case _:
                    keys.add(row.claim)
    return keys


def listed(text: str) -> set[str]:
    """The keys that a list of evidence names: `F001-010..F001-012` are three."""
    keys: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        stem, start = first[:5], int(first[5:] or 0)
        keys |= {f"{stem}{number:03}" for number in range(start, int(last[5:]) + 1)} if last else {first}
    return keys
