"""How well claims are supported: by hand, laws of the score, and against what the world says of its evidence elsewhere."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graphmodel import World
from graphmodel.analyses import evidence_strength
from graphmodel.analyses.evidence import WEIGHTS, belief
from graphmodel.domain import BasedOn, Claim, Contradicts, Source, State, States, Subject, Supports
from graphmodel.domain.claim_vocabularies import CopyKind, Disagreement, Mode, Standing, SupportBasis
from graphmodel.domain.provenance import STANDINGS, Root
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.model import PartialDate

DAY = "2020-01-01"


@pytest.fixture
def small(empty_world: World) -> World:
    """`c` is stated by a depositary and a paper, copied by a mirror; `d` contradicts it, `e` supports it."""
    state = State(key="AAA", name="Land A")
    gov, paper, mirror, blog, anon, rival = sources = [
        Source(key="gov", title="Act", publisher="", standing=Standing.DEPOSITARY, date=PartialDate("2010-01-01")),
        Source(key="paper", title="Report", publisher="", date=PartialDate("2015-01-01")),
        Source(key="mirror", title="Report", publisher=""),
        Source(key="blog", title="Post", publisher="", date=PartialDate("2021")),
        Source(key="anon", title="Copy", publisher=""),
        Source(key="rival", title="Other", publisher=""),
    ]
    unknown, nobody = Source(key="unknown", title="", publisher=""), Source(key="uncited", title="", publisher="")
    claims = {
        key: Claim(key=key, predicate="met", value="twice" if key == "c" else None, positive=key != "d", mode=mode)
        for key, mode in (
            *((key, Mode.ASSERTED) for key in "cdegxw"),
            ("n", Mode.PLANNED),
        )
    }

    def states(source: Source, claim: str, paragraph: int | None = None) -> States:
        return States(start=source, end=claims[claim], paragraph_from=paragraph, paragraph_to=paragraph)

    told = [
        states(gov, "c", 4),
        states(paper, "c"),
        states(mirror, "c"),
        states(rival, "d"),
        states(blog, "e"),
        states(anon, "g"),
        states(nobody, "n"),
        states(paper, "x"),
    ]
    links = [
        BasedOn(start=mirror, end=paper, how=CopyKind.COPY),
        BasedOn(start=anon, end=unknown, how=CopyKind.COPY),
        Contradicts(start=claims["d"], end=claims["c"], kind=Disagreement.CONTRADICTS),
        Contradicts(start=claims["x"], end=claims["g"], kind=Disagreement.CORRECTS),
        Contradicts(start=claims["e"], end=claims["g"], kind=Disagreement.TENSION),
        Supports(start=claims["e"], end=claims["c"], basis=SupportBasis.STATED),
        *(Supports(start=claims[key], end=claims["w"], basis=SupportBasis.DERIVED) for key in "cg"),
        *(Subject(start=claim, end=state) for claim in claims.values()),
    ]
    empty_world.merge(state, sources, unknown, nobody, list(claims.values()), told, links)
    return empty_world


def test_by_hand(small: World) -> None:
    rows = {row.claim: row for row in evidence_strength(small, as_of=DAY)}
    c = rows["c"]
    # The blog is of 2021, and not yet there; the mirror is the paper.
    assert (c.sources, c.n_sources, c.n_independent, c.n_possible, c.primary) == (
        ["gov", "mirror", "paper"],
        3,
        2,
        2,
        1,
    )
    assert (c.conflicts, c.against, c.value, c.last_said) == (["d"], 1, "Land A met: twice", "2015-01-01")
    believed, doubted = 1 - 0.1 * 0.4, 0.6
    assert c.agreement == pytest.approx(believed / (believed + doubted))
    assert c.score == pytest.approx(believed * believed / (believed + doubted))
    assert (c.level, c.best_source, c.best_quote) == ("moderate", "gov, 4", "twice")
    d = rows["d"]
    assert (d.value, d.positive, d.conflicts, d.score) == (
        "Land A not met",
        False,
        ["c"],
        pytest.approx(0.6 * 0.6 / 1.56),
    )
    g = rows["g"]  # an unknown origin counts for one; what only is in tension is not against it
    assert (g.n_independent, g.n_possible, g.conflicts, g.against) == (1, 1, ["x"], 1)
    assert g.score == pytest.approx(0.6 / 2)
    assert (rows["x"].conflicts, rows["x"].score, rows["x"].best_quote) == ([], pytest.approx(0.6), "Report")
    w = rows["w"]  # worked out: as strong as the weaker input
    assert (w.n_sources, w.score, w.agreement, w.best_source) == (0, g.score, None, None)
    n = rows["n"]
    assert (n.n_sources, n.score, n.level, n.mode) == (0, 0.0, "none", "planned")
    assert [source.key for source in evidence_strength(small, "c", as_of=DAY).citations()] == ["gov", "mirror", "paper"]


def test_what_is_published_later_counts_later(small: World) -> None:
    before, after = (evidence_strength(small, "c", as_of=day)[0] for day in ("2020-12-31", "2021-01-01"))
    assert (before.n_independent, after.n_independent, after.last_said) == (2, 3, "2021-12-31")
    assert after.score > before.score


def test_what_was_said_may_fade(small: World) -> None:
    now, faded = (evidence_strength(small, "c", as_of=DAY, half_life=years)[0] for years in (None, 5))
    assert faded.score == pytest.approx(now.score * 0.5 ** (1826 / 365.25 / 5))
    undated = [evidence_strength(small, "g", as_of=DAY, half_life=years)[0].score for years in (None, 5)]
    assert undated[0] == undated[1]


def test_narrowing(small: World) -> None:
    assert [row.claim for row in evidence_strength(small, contested=True, as_of=DAY)] == ["c", "d", "g"]
    assert [row.claim for row in evidence_strength(small, ["x", "c", "x"], as_of=DAY)] == ["c", "x"]
    assert len(evidence_strength(small, about="AAA", as_of=DAY)) == 7
    assert len(evidence_strength(small, about=["BBB"], as_of=DAY)) == 0


def test_what_cannot_be_asked_is_said_clearly(small: World) -> None:
    with pytest.raises(UnknownName, match="There is no claim 'zz'"):
        evidence_strength(small, "zz", as_of=DAY)
    with pytest.raises(QueryError, match="half_life takes a number"):
        evidence_strength(small, half_life=-1, as_of=DAY)
    small.run("MATCH ()-[r:STATES]->() DELETE r")
    small.run("MATCH (c:Claim) DETACH DELETE c")
    with pytest.raises(MissingData, match="no claims with sources"):
        evidence_strength(small, as_of=DAY)


def test_laws_of_belief() -> None:
    for better, worse in pairwise(STANDINGS):
        assert belief({Root("a"): better}) > belief({Root("a"): worse})
    own = {Root(key): Standing.OTHER for key in "abc"}
    assert [round(belief(dict(list(own.items())[:n])), 3) for n in range(4)] == [0, 0.6, 0.84, 0.936]
    assert belief(own, {Root("a")}) == belief({key: own[key] for key in list(own)[1:]})
    unknown = {Root("m", known=False): Standing.OTHER, Root("n", known=False): Standing.COMPILATION}
    assert belief(unknown) == pytest.approx(0.6)  # one at least, and perhaps no more
    assert belief(own | unknown) == belief(own)
    assert set(WEIGHTS) == {*Standing}


def test_on_the_curated_world(world: World) -> None:
    rows = world.analyses.evidence_strength()
    assert len(rows) == world.count(Claim)
    for row in rows:
        assert 0 <= row.score <= 1, row
        assert row.n_independent <= row.n_possible <= max(row.n_sources, row.n_possible)
        assert row.agreement is None or 0 <= row.agreement <= 1
        assert (row.level == "none") == (row.score == 0)
    by_key = {row.claim: row for row in rows}
    mutual = {row.claim: row.conflicts for row in rows}
    plain = world.all(Contradicts)
    for link in plain:
        if link.kind is Disagreement.CONTRADICTS:
            assert link.end.key in mutual[link.start.key]
            assert link.start.key in mutual[link.end.key]
    # What the evidence room counts for a claim of one source, and for one of many.
    for key in ("memberships/sco.IRN.2", "F001-049", "F000-037"):
        stated = next(side for side in world.assessment(key) if side.side == "stated")
        assert {*stated.sources} <= {*by_key[key].sources}
        assert by_key[key].n_independent >= stated.roots_least
    assert by_key["F001-049"].sources == ["R03", "T001"]


def test_the_text_runs_as_it_stands_with_the_headers_example(world: World) -> None:
    header = world.analyses.evidence_strength.header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert {row["kind"] for row in rows} == {"claim", "named", "source", "states", "bears", "based"}
