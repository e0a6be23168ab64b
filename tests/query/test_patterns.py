# Mistakes are made here on purpose.
# pyright: reportCallIssue=false, reportArgumentType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# pyright: reportUnknownVariableType=false, reportAttributeAccessIssue=false, reportUnnecessaryComparison=false

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

import graphmodel as gm
from graphmodel import FullText, Graph, Key, Node, Relationship, Vector, alias, ref, select
from graphmodel.errors import AmbiguousReference, NotSupported, QueryError
from graphmodel.model import is_ref

from ..model.toy import Borders, Kind, King, Leader, MemberOf, Organization, Person, Rules, State, member


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        [State(iso3=key, name=key.title(), population=number) for key, number in zip("ABCDE", [1, 2, 3, None, 5], strict=True)],
        [Organization(key=key, name=key.upper(), kind=Kind.BLOC) for key in "xyz"],
        member("A", "x", "2001"), member("B", "x", "2005", "2010"), member("B", "y", "2001"), member("C", "y", "2001", "2003"),
        [Borders(start=ref(State, a), end=ref(State, b), km=km) for a, b, km in ("AB1", "BC2", "CD9", "AD5", "DA7", "EE3")],
        Leader(key="l"), King(key="k"), Person(key="p"),
        Rules(start=ref(Leader, "l"), end=ref(State, "A")), Rules(start=ref(King, "k"), end=ref(Organization, "x")),
    )  # fmt: skip
    return graph


a, b, o, m = alias(State), alias(State), alias(Organization), alias(MemberOf)

# --- optional parts -----------------------------------------------------------------------------------------------------


def test_optional_parts_are_none_where_they_are_not(world: Graph) -> None:
    query = select(a, gm.maybe(m), gm.maybe(o), gm.maybe(o.name)).optional(a, m, o).order_by(a.iso3, o.key)
    rows = world.all(query)
    assert [(s.iso3, found and found.key, name) for s, _, found, name in rows] == [
        ("A", "x", "X"), ("B", "x", "X"), ("B", "y", "Y"), ("C", "y", "Y"), ("D", None, None), ("E", None, None),
    ]  # fmt: skip
    assert rows[0][1] is not None
    assert rows[0][1].start is rows[0][0]
    assert rows[0][1].end is rows[0][2]
    assert rows[4][1] is None
    (alone,) = world.all(select(gm.maybe(m)).match(a).optional(a, m, o).where(a.iso3 == "E"))
    assert alone is None


def test_conditions_inside_an_optional_part_take_no_rows_away(world: Graph) -> None:
    counted = select(a.iso3, gm.count(m)).match(a).order_by(a.iso3)
    assert world.all(counted.optional(a, m, o, where=[o.key == "y"])) == [
        ("A", 0),
        ("B", 1),
        ("C", 1),
        ("D", 0),
        ("E", 0),
    ]
    assert world.all(counted.optional(a, m, o).where(o.key == "y")) == [("B", 1), ("C", 1)]
    missing: Any = o.key == None  # noqa: E711
    assert world.all(counted.optional(a, m, o).where(missing)) == [("D", 0), ("E", 0)]
    assert world.all(counted.optional(a, m, o).as_of("2004-06-01")) == [
        ("A", 1),
        ("B", 1),
        ("C", 0),
        ("D", 0),
        ("E", 0),
    ]
    assert world.all(counted.optional(a, m, o).as_of("2004-06-01", on=m.valid)) == [
        ("A", 1), ("B", 1), ("C", 0), ("D", 0), ("E", 0),
    ]  # fmt: skip


def test_what_also_stands_in_a_match_is_there(world: Graph) -> None:
    query = select(o.key, gm.maybe(b.iso3)).optional(o, MemberOf, b, where=[b.iso3 != "B"]).match(o)
    assert sorted(world.all(query), key=str) == [("x", "A"), ("y", "C"), ("z", None)]
    assert sorted(world.all(select(o.key).optional(a, MemberOf, o).match(a, MemberOf, o).distinct())) == ["x", "y"]


def test_an_optional_column_must_say_that_it_may_be_missing() -> None:
    base: tuple[Any, ...] = (o, m, o.name, o.name + "!", gm.upper(o.name)) if hasattr(gm, "upper") else (o, m, o.name)
    for column in base:
        with pytest.raises(QueryError, match=r"gm\.maybe"):
            gm.compile(select(a, column).optional(a, m, o))
    way = gm.hops(gm.outgoing(Borders), 1, 2)
    for asked in (gm.length(way), gm.nodes(way), gm.relationships(way)):
        with pytest.raises(QueryError, match=r"gm\.maybe"):
            gm.compile(select(a, asked).optional(a, way, b))
    for fine in (gm.count(o), gm.collect(o.name), gm.maybe(o), gm.exists(gm.match(o))):
        gm.compile(select(a.iso3, fine).optional(a, m, o))


# --- ways ---------------------------------------------------------------------------------------------------------------


def test_ways_of_several_relationships(world: Graph) -> None:
    way = gm.hops(gm.outgoing(Borders), 1, 3)
    query = select(b.iso3, gm.length(way), gm.nodes(way), gm.relationships(way)).match(a, way, b).where(a.iso3 == "A")
    rows = world.all(query.order_by(gm.length(way), b.iso3))
    assert [(end, length, "".join(n.iso3 for n in nodes), [r.km for r in found]) for end, length, nodes, found in rows] == [
        ("B", 1, "AB", [1]), ("D", 1, "AD", [5]), ("A", 2, "ADA", [5, 7]), ("C", 2, "ABC", [1, 2]),
        ("B", 3, "ADAB", [5, 7, 1]), ("D", 3, "ABCD", [1, 2, 9]),
    ]  # fmt: skip
    assert rows[0][2][0] == world.get(State, "A")
    assert is_ref(rows[0][3][0].start)
    assert (rows[0][3][0].start.iso3, rows[0][3][0].end.iso3) == ("A", "B")
    nearby = gm.hops(gm.either(Borders), 0, 1, where=[gm.col(Borders.km) < 6])
    assert sorted(world.all(select(b.iso3).match(a, nearby, b).where(a.iso3 == "A"))) == ["A", "B", "D"]


def test_shortest_ways(world: Graph) -> None:
    for made, where in (
        (gm.shortest, []),
        (gm.all_shortest, []),
        (gm.shortest, [Borders.km != 5]),
        (gm.all_shortest, [Borders.km != 5]),
    ):
        way = made(gm.outgoing(Borders), 4, where=where)
        query = select(b.iso3, gm.length(way)).match(a, way, b).where(a.iso3 == "A").order_by(b.iso3)
        assert world.all(query) == [("B", 1), ("C", 2), ("D", 3 if where else 1)]
        short = made(gm.outgoing(Borders), 2, where=where)
        assert len(world.all(select(b.iso3).match(a, short, b).where(a.iso3 == "A", b.iso3 == "D"))) == (
            0 if where else 1
        )
        same = made(gm.either(Borders), 2, where=where)
        assert world.all(select(a.iso3).match(a, same, b).where(a.iso3 == b.iso3)) == []
        assert world.all(select(a.iso3).match(a, made(gm.either(Borders), 2, where=where), a)) == []
    way = gm.shortest(gm.outgoing(Borders), 4)
    known = (
        select(b.iso3, gm.maybe(gm.length(way)))
        .match(a)
        .match(b)
        .optional(a, way, b)
        .where(a.iso3 == "A")
        .order_by(b.iso3)
    )
    assert world.all(known) == [("A", None), ("B", 1), ("C", 2), ("D", 1), ("E", None)]


# --- sub-queries --------------------------------------------------------------------------------------------------------

joined = gm.match(a, MemberOf, o)


def test_sub_queries(world: Graph) -> None:
    def keys(*conditions: bool) -> str:
        return "".join(sorted(world.all(select(a.iso3).where(*conditions))))

    assert keys(gm.exists(joined)) == "ABC"
    assert keys(gm.not_(gm.exists(joined))) == "DE"
    assert keys(gm.exists(joined.as_of("2007-01-01"))) == "AB"
    assert keys(gm.count(joined) > 1) == "B"
    assert keys(gm.any(joined, o.key == "y")) == "BC"
    assert keys(gm.all(joined, o.key == "y")) == "CDE"
    assert keys(gm.none(joined, o.key == "y")) == "ADE"
    assert keys(gm.single(joined, o.key == "y")) == "BC"
    neighbours = gm.match(a, gm.outgoing(Borders), b)
    assert (
        keys(gm.all(neighbours, gm.col(b.population) < 3), gm.exists(neighbours)) == "D"
    )  # D is not known: it does not hold
    assert keys(gm.exists(select(gm.count()).match(a, MemberOf, o).having(gm.count() > 1))) == "B"
    assert keys(gm.exists(gm.match(a, MemberOf, o).skip(1))) == "B"
    assert keys(gm.in_(a.name, gm.subquery(select(State.iso3).where(State.iso3 < "C")))) == "AB"
    per_state = select(
        a.iso3, gm.count(joined), gm.subquery(select(o).match(a, MemberOf, o).order_by(gm.desc(o.key)).limit(1))
    )
    rows = world.all(per_state.order_by(gm.desc(gm.count(joined)), a.iso3))
    assert [(key, n, [each.key for each in found]) for key, n, found in rows] == [
        ("B", 2, ["y"]), ("A", 1, ["x"]), ("C", 1, ["y"]), ("D", 0, []), ("E", 0, []),
    ]  # fmt: skip
    (pairs,) = world.all(
        select(gm.subquery(select(m, o.key).match(a, m, o).order_by(o.key).into(Term))).where(a.iso3 == "B")
    )
    assert [(type(each), each.term.start.iso3, each.key) for each in pairs] == [(Term, "B", "x"), (Term, "B", "y")]


@dataclass
class Term:
    term: MemberOf
    key: str


def test_the_day_holds_in_sub_queries(world: Graph) -> None:
    query = select(a.iso3).where(gm.exists(joined)).order_by(a.iso3)
    assert world.all(query.as_of("2007-01-01")) == ["A", "B"]
    assert world.all(select(a.iso3, gm.count(joined)).as_of("2004-01-01").order_by(a.iso3)) == [
        ("A", 1), ("B", 1), ("C", 0), ("D", 0), ("E", 0),
    ]  # fmt: skip


def test_classes_in_sub_queries(world: Graph) -> None:
    """A node of the query around is the same one; a relationship is the sub-query's own."""
    query = select(State.iso3, MemberOf.since).match(State, MemberOf, Organization)
    twice = query.where(gm.exists(gm.match(State, MemberOf, alias(Organization)).where(MemberOf.since == "2005")))
    assert sorted(world.all(twice)) == [("B", "2001"), ("B", "2005")]


# --- unions -------------------------------------------------------------------------------------------------------------


def test_unions(world: Graph) -> None:
    bloc, big = select(a).match(a, MemberOf, o).where(o.key == "x"), select(b).where(gm.col(b.population) > 1)
    assert sorted(s.iso3 for s in world.all(gm.union(bloc, big))) == ["A", "B", "C", "E"]
    assert sorted(s.iso3 for s in world.all(gm.union(bloc, big, all=True))) == ["A", "B", "B", "C", "E"]
    assert world.count(gm.union(bloc, big)) == 4
    assert world.count(gm.union(bloc, big, all=True).limit(1)) == 5
    assert [s.iso3 for s in world.all(gm.union(bloc, big).order_by(gm.desc(a.iso3)).skip(1).limit(2))] == ["C", "B"]
    first = world.first(gm.union(bloc, big).order_by(a.iso3))
    assert first is not None
    assert first.iso3 == "A"
    assert world.exists(gm.union(bloc, big))
    names = gm.union(select(a.iso3), select(o.key).limit(1), select(b.name).where(b.iso3 == "A"))
    assert world.count(names) == 6
    mixed = world.all(gm.union(select(a).where(a.iso3 == "A"), select(o).where(o.key == "x")))
    assert {type(each) for each in mixed} == {State, Organization}
    terms = world.all(
        gm.union(select(m, a).match(a, m, o).where(o.key == "x"), select(m, a).match(a, m, o).where(a.iso3 == "B"))
    )
    assert sorted((t.start.iso3, t.end.key, s.iso3) for t, s in terms) == [
        ("A", "x", "A"),
        ("B", "x", "B"),
        ("B", "y", "B"),
    ]
    counted = gm.union(select(a.iso3, gm.count()).match(a, m, o), select(b.iso3, gm.count(b))).into(Pair)
    assert sorted(world.all(counted), key=str) == [
        Pair("A", 1), Pair("B", 1), Pair("B", 2), Pair("C", 1), Pair("D", 1), Pair("E", 1),
    ]  # fmt: skip
    within = select(a.iso3).where(
        gm.in_(a.iso3, gm.subquery(gm.union(select(b.iso3).where(b.iso3 == "A"), select(o.key))))
    )
    assert world.all(within) == ["A"]


@dataclass
class Pair:
    key: str
    n: int


# --- groups -------------------------------------------------------------------------------------------------------------


def test_having_and_orders_of_groups(world: Graph) -> None:
    grouped = select(o.key, gm.count(a)).match(a, MemberOf, o)
    assert world.all(grouped.having(gm.count(a) > 1).order_by(o.key)) == [("x", 2), ("y", 2)]
    assert world.all(grouped.having(gm.count(a) > 2)) == []
    assert world.all(select(o.key).match(a, MemberOf, o).having(gm.count(a) > 1, o.key != "x")) == ["y"]
    assert world.all(select(a.iso3, gm.count()).match(a, MemberOf, o).order_by(gm.desc(gm.count()), gm.desc(a.iso3))) == [
        ("B", 2), ("C", 1), ("A", 1),
    ]  # fmt: skip
    assert world.count(grouped.having(gm.count(a) > 1)) == 2
    assert world.all(select(gm.count(), gm.collect(a.iso3)).where(a.iso3 == "nobody")) == [(0, [])]
    assert world.all(select(a.iso3, gm.count()).where(a.iso3 == "nobody")) == []
    club = alias(Organization)  # a class whose initial is that of a column
    assert {there for there, _ in world.all(select(gm.exists(gm.match(club)), club).match(club).distinct())} == {True}


# --- what is refused ----------------------------------------------------------------------------------------------------


def test_what_cannot_be_asked_of_patterns() -> None:
    way = gm.hops(gm.outgoing(Borders), 1, 2)
    wrong: list[Any] = [
        lambda: gm.hops(Borders, 3, 1), lambda: gm.hops(Borders, -1, 1), lambda: gm.hops(Borders, 1, None),
        lambda: gm.hops(Borders, True, 2),
        lambda: gm.shortest(Borders, 0), lambda: gm.hops(way, 1, 2), lambda: gm.length(Borders),
        lambda: gm.nodes(gm.outgoing(Borders)),
        lambda: gm.compile(select(gm.length(way))), lambda: gm.compile(select(a).match(a, way, b).match(b, way, a)),
        lambda: gm.compile(select(a).match(a, way, b).where(gm.col(Borders.km) > 3)), lambda: select(a).match(a, way, b, way),
        lambda: gm.compile(select(Borders).match(a, way, b)), lambda: select(a).optional(a), lambda: gm.maybe(3),
        lambda: gm.compile(select(a).match(a).optional(a, gm.shortest(gm.outgoing(Borders), 3), b)),
        lambda: gm.exists(State), lambda: gm.subquery(joined), lambda: gm.union(select(a)),
        lambda: gm.union(select(a), select(a, b)),
        lambda: gm.union(joined, joined), lambda: gm.compile(gm.union(select(a), select(a.iso3))),
        lambda: gm.compile(gm.union(select(Borders), select(MemberOf))), lambda: gm.union(select(a), select(b)).match(a),
        lambda: gm.union(select(a), select(b)).where(a.iso3 == "x"),
        lambda: gm.compile(gm.union(select(a), select(b)).order_by(b.iso3)),
        lambda: gm.compile(gm.union(gm.union(select(a), select(b)), select(b))), lambda: gm.any(joined.limit(3), o.key == "x"),
        lambda: gm.union(select(a).into(Pair), select(b)), lambda: gm.any(joined, True), lambda: gm.compile(joined),
        lambda: gm.compile(select(a).having(a.iso3 == "x")), lambda: gm.compile(select(Node)),
        lambda: gm.compile(select(alias(Node))),
        lambda: gm.compile(select(gm.score())), lambda: gm.compile(select(a).search(a.name, "x")),
        lambda: select(a).search(3, "x"), lambda: select(a).search(a.name, "x").search(a.name, "y"),
        lambda: gm.compile(select(a).match(o, gm.outgoing(MemberOf), a)),
        lambda: gm.compile(select(a).match(a, gm.either(MemberOf), b)),
        lambda: gm.compile(select(a.iso3, gm.count()).order_by(a.name)), lambda: gm.compile(select(a).order_by(a)),
        lambda: gm.compile(select(a).where(gm.exists(gm.match(a, m, o).match(a, m, o)))),
        lambda: gm.compile(select(a).match(a, m, o).where(gm.exists(gm.match(a, m, o)))),
        lambda: gm.compile(select(State.iso3).as_of("2001-01-01").where(gm.exists(gm.match(State, Borders, b)))),
    ]  # fmt: skip
    for i, ask in enumerate(wrong):
        with pytest.raises(QueryError):
            pytest.fail(f"number {i} was not refused: {ask()!r}")
    with pytest.raises(AmbiguousReference, match="outgoing"):
        gm.compile(select(a).match(a, gm.hops(Borders, 1, 2), b))


def test_no_value_of_a_pattern_stands_in_the_text() -> None:
    way = gm.shortest(gm.outgoing(Borders), 4, where=[gm.col(Borders.km) < 98765])
    query = (
        select(a)
        .match(a, way, b)
        .where(gm.any(joined, o.name == "SECRET"))
        .optional(a, m, o, where=[o.key == "SECRET"])
    )
    statement = gm.compile(gm.union(query, query.where(gm.in_(a.name, gm.subquery(select(b.name).limit(87654))))))
    for value in ("SECRET", "98765", "87654"):
        assert value not in statement.text


class Paper(Node):
    key: Key[str]
    title: FullText[str]
    at: Annotated[list[float], Vector(3)]


class Cites(Relationship[Paper, Paper]):
    why: FullText[str]


PAPERS = [
    Paper(key="1", title="Alliances and war", at=[1.0, 0.0, 0.0]),
    Paper(key="2", title="War (and) peace: AND OR", at=[0.0, 1.0, 0.0]),
    Paper(key="3", title="Trade", at=[0.9, 0.1, 0.0]),
]


@pytest.mark.engine("neo4j")
def test_searches(graph: Graph) -> None:
    cites = Cites(start=ref(Paper, "1"), end=ref(Paper, "3"), why="peace by trade")
    graph.merge(PAPERS, cites)
    graph.run("CALL db.awaitIndexes(60)")
    p, q, c = alias(Paper), alias(Paper), alias(Cites)
    found = graph.all(select(p, gm.score()).search(p.title, "war peace").order_by(gm.desc(gm.score())))
    assert [paper.key for paper, _ in found] == ["2", "1"]
    assert found[0][1] > found[1][1] > 0
    operators = select(p.key).search(p.title, 'war (peace) AND: "').order_by(gm.desc(gm.score()))
    assert graph.all(operators) == ["2", "1"]
    assert graph.all(select(p.key).search(p.title, "war AND peace", lucene=True)) == ["2"]
    assert graph.all(select(p.key, q.key).match(p, gm.outgoing(Cites), q).search(p.title, "war")) == [("1", "3")]
    assert [found.why for found in graph.all(select(c).search(c.why, "trade"))] == ["peace by trade"]
    assert graph.count(select(p).search(p.title, "war").where(p.key == "1")) == 1
    near = select(p.key, gm.score()).nearest(p.at, [1, 0, 0], 2).order_by(gm.desc(gm.score()))
    assert [key for key, _ in graph.all(near)] == ["1", "3"]
    assert graph.exists(near)


@pytest.mark.engine("embedded")
def test_a_search_needs_an_engine_that_has_indexes_for_it(graph: Graph) -> None:
    graph.merge(PAPERS)
    for query in (select(Paper).search(Paper.title, "war"), select(Paper).nearest(Paper.at, [1, 0, 0], 2)):
        assert gm.compile(query).requires == ("fulltext_and_vector_indexes",)
        with pytest.raises(NotSupported):
            graph.all(query)
    assert gm.compile(select(Paper)).requires == ()


def test_searches_that_cannot_be() -> None:
    with pytest.raises(QueryError, match="3 numbers"):
        gm.compile(select(Paper).nearest(Paper.at, [1, 0], 2))
    with pytest.raises(QueryError, match="FullText"):
        gm.compile(select(State).search(State.name, "x"))


def test_leaders_of_either(world: Graph) -> None:
    assert world.all(select(King.key).match(King, Rules, Organization, MemberOf, a).where(a.iso3 == "A")) == ["k"]
    assert world.all(select(Leader.key, a.iso3).match(Leader, Rules, a, MemberOf, o)) == [("l", "A")]


def test_an_optional_pattern_hangs_on_what_is_there(world: Graph) -> None:
    o = alias(Organization)
    backwards = select(o.key, gm.count(MemberOf)).match(o).optional(State, MemberOf, o).order_by(o.key)
    forwards = select(o.key, gm.count(MemberOf)).match(o).optional(o, MemberOf, State).order_by(o.key)
    assert world.all(backwards) == world.all(forwards)
    assert "MATCH (s" not in gm.compile(backwards).text.split("OPTIONAL")[0]
    for apart in (
        select(o.key).match(o).optional(State, MemberOf, Organization),
        select(Organization.key).match(Organization).optional(State, MemberOf, Organization),
    ):
        with pytest.raises(QueryError, match="on which it could hang"):
            gm.compile(apart)


def test_sorting_adds_no_pattern(world: Graph) -> None:
    with pytest.raises(QueryError, match=r"MemberOf is not in the patterns.*match"):
        gm.compile(select(State.name).order_by(MemberOf.since))
    rows = world.all(select(MemberOf).order_by(State.iso3, MemberOf.since))
    assert [m.start.iso3 for m in rows] == sorted(m.start.iso3 for m in rows)


def test_a_relationship_met_from_both_of_its_ends_is_one(world: Graph) -> None:
    met = select(Borders).match(State, gm.either(Borders), alias(State))
    each_once = sorted((each.start.iso3, each.end.iso3) for each in world.all(select(Borders)))
    assert len(world.all(met)) > len(each_once)
    assert sorted((each.start.iso3, each.end.iso3) for each in world.all(met.distinct())) == each_once
    assert world.count(met.distinct()) == len(each_once)
    counted = world.all(select(Borders, gm.count()).match(State, gm.either(Borders), alias(State)))
    assert sorted((each.start.iso3, each.end.iso3) for each, _ in counted) == each_once
    assert {(each.start.iso3, count) for each, count in counted if each.start.iso3 == each.end.iso3} == {("E", 1)}


def test_a_subquery_is_asked_once_all_that_it_names_is_there(world: Graph) -> None:
    c = alias(State)
    another = gm.exists(gm.match(c, MemberOf, o).where(c.iso3 != b.iso3))
    rows = select(a.iso3, b.iso3).match(o, MemberOf, a).match(alias(Organization), MemberOf, b)
    found = world.all(rows.where(another | (a.population == 99)).distinct().order_by(a.iso3, b.iso3))
    assert found == [(x, y) for x in "ABC" for y in "ABC"]


def test_what_is_missing_from_several_nodes_is_missing_once(world: Graph) -> None:
    joined = select(gm.maybe(MemberOf)).match(a).optional(a, MemberOf, Organization)
    assert world.all(joined).count(None) == 2
    found = world.all(joined.distinct())
    assert found.count(None) == 1
    assert len(found) == world.count(joined.distinct()) == 5
