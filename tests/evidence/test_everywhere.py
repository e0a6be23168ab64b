"""Asking and entering on every engine: once through on the world that is worked out by hand."""

from __future__ import annotations

from graphmodel import Period, World
from graphmodel.domain import Claim, MemberOf, Source
from graphmodel.evidence import Roots

from .test_reasons import said


def test_once_through(small: World) -> None:
    why = small.why("MEMBER_OF", start="Aland", end="The Club", on="2015-01-01")
    assert said(why) == {
        ("for", "texts/joins", "agency"),
        ("for", "texts/joins", "paper"),
        ("for", "texts/looked_up", "book"),
        ("against", "texts/denial", "note"),
        ("differs_in_time", "texts/before", "note"),
    }
    assert (why.roots, why.against_roots) == (Roots(2, 2), Roots(1, 1))
    assert {row.claim for row in small.claims(about="site", counted=True, including_parts=True, positive=True)} == {
        "texts/two",
        "texts/eight",
        "texts/total",
    }
    assert [row.claim for row in small.claims(by="The Wire", mode="denied", counted=False)] == ["texts/denial"]
    assert {(row.a, row.b) for row in small.contradictions(about=["AAA", "unit"])} == {
        ("texts/denial", "texts/joins"),
        ("texts/two", "texts/eight"),
    }
    assert [row.roots for row in small.assessment("texts/joins")] == ["1", "1", "1"]
    assert [row.value for row in small.status("AAA", "club", known_on="2010-05-02")] == ["member"]

    paper = Source(key="press", title="Beland joins", publisher="A paper", date="2021-03-02")  # pyright: ignore[reportArgumentType]
    draft = small.claim("Beland", "member_of", "club", value="member", valid=Period("2021-03-01"), source=paper)
    claims = small.count(Claim)
    assert [row.change for row in draft.changes()] == ["added"]
    assert small.count(Claim) == claims
    draft.accept()
    spell = small.get(MemberOf, start="BBB", end="club")
    assert [row.source for row in small.why(spell)] == ["press"]
    assert small.get(Claim, draft.claim.key).recorded is not None
