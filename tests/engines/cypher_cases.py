"""Cypher cases with the answer that Neo4j gives: what every engine must answer alike.

Each case stands alone: on a database that holds `SEED` and nothing else, the statements of `before` run in order, then
the query, one transaction each. All are in the Cypher that Neo4j 5.26 and the calendar releases share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class Outcome(Enum):
    """An answer that is not a table."""

    REFUSED = "refused"  # the engine must say no
    ANYTHING = "anything"  # the engine must take it; what it returns differs by version


REFUSED = Outcome.REFUSED
ANYTHING = Outcome.ANYTHING


@dataclass(frozen=True)
class AnyOrder:
    """These rows, in whichever order."""

    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Members:
    """A list value with these members, in whichever order."""

    values: Sequence[Any]


Statement = str | tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """One query and its answer; in `before`, a statement that starts with `!` must be refused."""

    name: str
    area: str
    query: str
    expected: Sequence[Sequence[Any]] | AnyOrder | Outcome
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    before: Sequence[Statement] = ()


SEED = [
    """
    CREATE
    (us:Entity:State {key:'us', name:'United States', pop:331, area:9.8, active:true,
      aliases:['USA','U.S.'], founded:date('1776-07-04'), note:null}),
    (fr:Entity:State {key:'fr', name:'France', pop:68, area:0.64, active:true,
      aliases:['RF'], founded:date('1792-09-21')}),
    (gb:Entity:State {key:'gb', name:'United Kingdom', pop:67, area:0.24, active:true,
      aliases:[], founded:date('1707-05-01')}),
    (jp:Entity:State {key:'jp', name:'Japan', active:false}),
    (su:Entity:State {key:'su', name:'Soviet Union', pop:290, area:22.4, active:false, founded:date('1922-12-30')}),
    (xx:Entity:State {key:'xx', name:'Nowhere', pop:1}),
    (nato:Entity:Org {key:'nato', kind:'mil'}),
    (un:Entity:Org {key:'un', kind:'gen'}),
    (eu:Entity:Org {key:'eu', kind:'econ'}),
    (us)-[:MEMBER_OF {since:1949}]->(nato),
    (us)-[:MEMBER_OF {since:1945}]->(un),
    (fr)-[:MEMBER_OF {since:1949}]->(nato),
    (fr)-[:MEMBER_OF {since:1945}]->(un),
    (fr)-[:MEMBER_OF {since:1958}]->(eu),
    (gb)-[:MEMBER_OF {since:1949}]->(nato),
    (gb)-[:MEMBER_OF {since:1945}]->(un),
    (gb)-[:MEMBER_OF {since:1973, until:2020}]->(eu),
    (jp)-[:MEMBER_OF {since:1956}]->(un),
    (su)-[:MEMBER_OF {since:1945, until:1991}]->(un)
    """,
    """
    CREATE
    (a:N {key:'a'}),
    (b:N {key:'b'}),
    (c:N {key:'c'}),
    (d:N {key:'d'}),
    (e:N {key:'e'}),
    (a)-[:R]->(b),
    (b)-[:R]->(c),
    (c)-[:R]->(a),
    (c)-[:R]->(d),
    (e)-[:R]->(e),
    (d)-[:S]->(e),
    (a)-[:P {w:1}]->(b),
    (a)-[:P {w:2}]->(b)
    """,
]

CASES = [
    Case(
        "create-multilabel",
        "write",
        (
            "CREATE (n:Zed:Entity2:Third {s:'x', i:1, f:1.5, b:true, l:['a','b'], d:date('2001-06-15'), z:null}) "
            "RETURN size(labels(n)), n.i, n.z"
        ),
        [[3, 1, None]],
    ),
    Case(
        "where-isnull",
        "match",
        "MATCH (s:State)-[m:MEMBER_OF]->(o:Org {key:'eu'}) WHERE m.until IS NULL RETURN s.key",
        [["fr"]],
    ),
    Case(
        "optional-where",
        "match",
        (
            "MATCH (s:State) OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Org) WHERE o.kind='mil' "
            "RETURN s.key, o.key ORDER BY s.key"
        ),
        [["fr", "nato"], ["gb", "nato"], ["jp", None], ["su", None], ["us", "nato"], ["xx", None]],
    ),
    Case(
        "optional-count",
        "agg",
        (
            "MATCH (s:State) OPTIONAL MATCH (s)-[:MEMBER_OF]->(o:Org) WITH s, count(o) AS n "
            "RETURN s.key, n ORDER BY n DESC, s.key"
        ),
        [["fr", 3], ["gb", 3], ["us", 2], ["jp", 1], ["su", 1], ["xx", 0]],
    ),
    Case(
        "optional-chain",
        "match",
        (
            "MATCH (s:State {key:'xx'}) OPTIONAL MATCH (s)-[:MEMBER_OF]->(o:Org) "
            "OPTIONAL MATCH (o)<-[:MEMBER_OF]-(t:State) RETURN s.key, o.key, t.key"
        ),
        [["xx", None, None]],
    ),
    Case("optional-nodata", "match", "OPTIONAL MATCH (s:State {key:'nope'}) RETURN s.key, count(*)", [[None, 1]]),
    Case(
        "optional-var-where",
        "match",
        (
            "MATCH (s:State) WHERE s.key IN ['us','xx'] OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Org) "
            "WHERE m.since > 1947 AND s.pop > 100 RETURN s.key, o.key ORDER BY s.key"
        ),
        [["us", "nato"], ["xx", None]],
    ),
    Case("agg-null-skip", "agg", "MATCH (s:State) RETURN size(collect(s.pop)), count(s.pop), count(*)", [[5, 5, 6]]),
    Case(
        "collect-distinct",
        "agg",
        (
            "MATCH (s:State)-[m:MEMBER_OF]->(o:Org) WITH collect(DISTINCT m.since) AS y UNWIND y AS z "
            "RETURN z ORDER BY z"
        ),
        [[1945], [1949], [1956], [1958], [1973]],
    ),
    Case("list-comprehension", "expr", "RETURN [x IN range(1,5) WHERE x % 2 = 1 | x*10] AS l", [[[10, 30, 50]]]),
    Case(
        "pattern-comprehension",
        "subq",
        ("MATCH (s:State {key:'fr'}) RETURN size([(s)-[m:MEMBER_OF]->(o:Org) WHERE m.since < 1950 | o.key]) AS n"),
        [[2]],
    ),
    Case(
        "case-generic",
        "expr",
        (
            "MATCH (s:State) "
            "RETURN s.key, CASE WHEN s.pop > 300 THEN 'big' WHEN s.pop IS NULL THEN 'unknown' ELSE 'small' END "
            "AS c "
            "ORDER BY s.key"
        ),
        [["fr", "small"], ["gb", "small"], ["jp", "unknown"], ["su", "small"], ["us", "big"], ["xx", "small"]],
    ),
    Case("case-simple", "expr", "RETURN CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS c", [["b"]]),
    Case(
        "exists-match",
        "subq",
        (
            "MATCH (s:State) WHERE EXISTS { MATCH (s)-[m:MEMBER_OF]->(:Org {key:'eu'}) "
            "WHERE m.until IS NULL } RETURN s.key"
        ),
        [["fr"]],
    ),
    Case(
        "exists-pattern",
        "subq",
        ("MATCH (s:State) WHERE EXISTS { (s)-[:MEMBER_OF]->(:Org {key:'eu'}) } RETURN s.key ORDER BY s.key"),
        [["fr"], ["gb"]],
    ),
    Case("not-pattern", "subq", "MATCH (s:State) WHERE NOT (s)-[:MEMBER_OF]->(:Org) RETURN s.key", [["xx"]]),
    Case(
        "not-exists",
        "subq",
        ("MATCH (s:State) WHERE NOT EXISTS { (s)-[:MEMBER_OF]->(:Org {key:'nato'}) } RETURN s.key ORDER BY s.key"),
        [["jp"], ["su"], ["xx"]],
    ),
    Case(
        "count-subq",
        "subq",
        "MATCH (s:State) RETURN s.key, COUNT { (s)-[:MEMBER_OF]->(:Org) } AS n ORDER BY s.key",
        [["fr", 3], ["gb", 3], ["jp", 1], ["su", 1], ["us", 2], ["xx", 0]],
    ),
    Case(
        "count-subq-where",
        "subq",
        (
            "MATCH (s:State) WHERE COUNT { MATCH (s)-[m:MEMBER_OF]->(:Org) WHERE m.since < 1950 } = 2 "
            "RETURN s.key ORDER BY s.key"
        ),
        [["fr"], ["gb"], ["us"]],
    ),
    Case(
        "call-subq",
        "subq",
        ("CALL { MATCH (s:State) RETURN max(s.pop) AS mx } MATCH (s:State) WHERE s.pop = mx RETURN s.key"),
        [["us"]],
    ),
    Case(
        "call-with",
        "subq",
        (
            "MATCH (s:State) CALL { WITH s MATCH (s)-[m:MEMBER_OF]->(o:Org) RETURN o.key AS ok "
            "ORDER BY m.since, o.key LIMIT 1 } RETURN s.key, ok ORDER BY s.key"
        ),
        [["fr", "un"], ["gb", "un"], ["jp", "un"], ["su", "un"], ["us", "un"]],
    ),
    Case(
        "call-scope",
        "subq",
        (
            "MATCH (s:State) CALL (s) { MATCH (s)-[m:MEMBER_OF]->(o:Org) RETURN o.key AS ok "
            "ORDER BY m.since, o.key LIMIT 1 } RETURN s.key, ok ORDER BY s.key"
        ),
        [["fr", "un"], ["gb", "un"], ["jp", "un"], ["su", "un"], ["us", "un"]],
    ),
    Case(
        "call-scope-agg",
        "subq",
        (
            "MATCH (s:State) CALL (s) { MATCH (s)-[:MEMBER_OF]->(o:Org) RETURN count(o) AS n } "
            "RETURN s.key, n ORDER BY s.key"
        ),
        [["fr", 3], ["gb", 3], ["jp", 1], ["su", 1], ["us", 2], ["xx", 0]],
    ),
    Case(
        "collect-subq",
        "subq",
        (
            "MATCH (s:State {key:'gb'}) RETURN COLLECT { MATCH (s)-[m:MEMBER_OF]->(o:Org) RETURN o.key "
            "ORDER BY m.since } AS l"
        ),
        [[["un", "nato", "eu"]]],
    ),
    Case("reduce", "expr", "RETURN reduce(t=0, x IN [1,2,3] | t+x) AS r", [[6]]),
    Case(
        "quantifiers",
        "expr",
        (
            "RETURN any(x IN [1,2] WHERE x=2) AS a, all(x IN [1,2] WHERE x>0) AS b, none(x IN [1,2] "
            "WHERE x>5) AS c, single(x IN [1,2] WHERE x=1) AS d"
        ),
        [[True, True, True, True]],
    ),
    Case("union", "match", "RETURN 1 AS x UNION RETURN 1 AS x UNION RETURN 2 AS x", AnyOrder([[1], [2]])),
    Case("union-all", "match", "RETURN 1 AS x UNION ALL RETURN 1 AS x UNION ALL RETURN 2 AS x", [[1], [1], [2]]),
    Case(
        "varlen",
        "path",
        "MATCH (a:N {key:'a'})-[:R*1..3]->(x:N) RETURN x.key, count(*) AS c ORDER BY x.key",
        [["a", 1], ["b", 1], ["c", 1], ["d", 1]],
    ),
    Case("varlen-trail", "path", "MATCH (a:N {key:'a'})-[:R*1..6]->(x:N) RETURN count(*) AS c", [[4]]),
    Case("varlen-unbounded", "path", "MATCH (a:N {key:'a'})-[:R*]->(x:N) RETURN count(*) AS c", [[4]]),
    Case("varlen-zero", "path", "MATCH (a:N {key:'a'})-[:R*0..1]->(x:N) RETURN x.key ORDER BY x.key", [["a"], ["b"]]),
    Case(
        "varlen-relprops",
        "path",
        ("MATCH (a:N {key:'a'})-[rs:P*1..2]->(b:N) WHERE all(r IN rs WHERE r.w > 1) RETURN count(*) AS c"),
        [[1]],
    ),
    Case("rel-unique-fixed", "path", "MATCH (a:N {key:'a'})-[r1:P]->(b:N)<-[r2:P]-(c:N) RETURN count(*) AS c", [[2]]),
    Case(
        "rel-unique-comma", "path", "MATCH (a:N {key:'a'})-[r1:P]->(b:N), (c:N)-[r2:P]->(b) RETURN count(*) AS c", [[2]]
    ),
    Case(
        "rel-unique-2match",
        "path",
        "MATCH (a:N {key:'a'})-[r1:P]->(b:N) MATCH (c:N)-[r2:P]->(b) RETURN count(*) AS c",
        [[4]],
    ),
    Case("undirected-loop", "path", "MATCH (x:N {key:'e'})-[r:R]-(y:N) RETURN count(*) AS c", [[1]]),
    Case("undirected", "path", "MATCH (x:N {key:'c'})-[r:R]-(y:N) RETURN y.key ORDER BY y.key", [["a"], ["b"], ["d"]]),
    Case(
        "path-functions",
        "path",
        (
            "MATCH p=(a:N {key:'a'})-[:R*2]->(x:N) "
            "RETURN [n IN nodes(p) | n.key] AS ns, [r IN relationships(p) | type(r)] AS rs, length(p) AS l"
        ),
        [[["a", "b", "c"], ["R", "R"], 2]],
    ),
    Case(
        "shortestPath",
        "path",
        ("MATCH (a:N {key:'a'}), (d:N {key:'d'}) MATCH p = shortestPath((a)-[:R*]->(d)) RETURN length(p) AS l"),
        [[3]],
    ),
    Case(
        "shortestPath-none",
        "path",
        (
            "MATCH (a:N {key:'d'}), (d:N {key:'a'}) OPTIONAL MATCH p = shortestPath((a)-[:R*..10]->(d)) "
            "RETURN p IS NULL AS l"
        ),
        [[True]],
    ),
    Case(
        "allShortestPaths",
        "path",
        "MATCH p = allShortestPaths((a:N {key:'a'})-[:P*]->(b:N {key:'b'})) RETURN count(p) AS c",
        [[2]],
    ),
    Case(
        "SHORTEST-1",
        "path5",
        "MATCH p = SHORTEST 1 (a:N {key:'a'})-[:R]->+(d:N {key:'d'}) RETURN length(p) AS l",
        [[3]],
    ),
    Case(
        "qpp",
        "path5",
        ("MATCH (a:N {key:'a'}) ((x:N)-[:R]->(y:N)){1,3} (z:N) RETURN z.key, size(x) AS n ORDER BY n, z.key"),
        [["b", 1], ["c", 2], ["a", 3], ["d", 3]],
    ),
    Case("qpp-short", "path5", "MATCH (a:N {key:'a'})-[:R]->{1,3}(z:N) RETURN count(*) AS c", [[4]]),
    Case("label-or", "match", "MATCH (n:State|Org) RETURN count(n) AS c", [[9]]),
    Case("label-andnot", "match5", "MATCH (n:Entity&!Org) RETURN count(n) AS c", [[6]]),
    Case("label-multi", "match", "MATCH (n:Entity:Org) RETURN count(n) AS c", [[3]]),
    Case("label-predicate", "match", "MATCH (n) WHERE n:Org RETURN count(n) AS c", [[3]]),
    Case("type-alt", "match", "MATCH (a:N)-[r:R|S]->(b:N) RETURN count(*) AS c", [[6]]),
    Case("inline-where", "match5", "MATCH (s:State WHERE s.pop > 300) RETURN s.key", [["us"]]),
    Case(
        "untyped-rel",
        "match",
        "MATCH (s:State {key:'us'})-[r]->(o) RETURN type(r) AS t, o.key ORDER BY o.key",
        [["MEMBER_OF", "nato"], ["MEMBER_OF", "un"]],
    ),
    Case(
        "map-projection",
        "expr",
        "MATCH (o:Org {key:'un'}) RETURN o{.key, .kind, extra: 1} AS m",
        [[{"key": "un", "kind": "gen", "extra": 1}]],
    ),
    Case("map-projection-all", "expr", "MATCH (o:Org {key:'un'}) RETURN o{.*} AS m", [[{"key": "un", "kind": "gen"}]]),
    Case("map-literal", "expr", "RETURN {a:1, b:'x'} AS m", [[{"a": 1, "b": "x"}]]),
    Case(
        "date-eq",
        "temporal",
        "RETURN date('2001-06-15') = date({year:2001, month:6, day:15}) AS e, date('2001-06-15').year AS y",
        [[True, 2001]],
    ),
    Case("date-return", "temporal", "RETURN date('2001-06-15') AS d", [["2001-06-15"]]),
    Case(
        "date-compare",
        "temporal",
        "MATCH (s:State) WHERE s.founded < date('1800-01-01') RETURN s.key ORDER BY s.key",
        [["fr"], ["gb"], ["us"]],
    ),
    Case(
        "date-order",
        "temporal",
        "MATCH (s:State) WHERE s.founded IS NOT NULL RETURN s.key ORDER BY s.founded DESC",
        [["su"], ["fr"], ["us"], ["gb"]],
    ),
    Case(
        "date-prop-year",
        "temporal",
        "MATCH (s:State {key:'us'}) RETURN s.founded.year AS y, toString(s.founded) AS t",
        [[1776, "1776-07-04"]],
    ),
    Case("duration-add", "temporal", "RETURN toString(date('2001-01-31') + duration('P1M')) AS d", [["2001-02-28"]]),
    Case(
        "duration-between",
        "temporal",
        (
            "RETURN duration.between(date('2000-01-01'), date('2001-06-15')).months AS m, "
            "duration.inDays(date('2001-01-01'), date('2001-02-01')).days AS d"
        ),
        [[17, 31]],
    ),
    Case("datetime", "temporal", "RETURN datetime('2001-06-15T12:00:00Z').year AS y", [[2001]]),
    Case(
        "conversions",
        "expr",
        (
            "RETURN toString(1) AS a, toString(1.5) AS b, coalesce(null,'x') AS c, toInteger('42') AS d, "
            "toFloat('1.5') AS e"
        ),
        [["1", "1.5", "x", 42, 1.5]],
    ),
    Case("toInteger-bad", "expr", "RETURN toInteger('abc') AS a", [[None]]),
    Case(
        "properties-keys",
        "meta",
        "MATCH (o:Org {key:'un'}) RETURN properties(o) AS p, size(keys(o)) AS k",
        [[{"key": "un", "kind": "gen"}, 2]],
    ),
    Case("labels", "meta", "MATCH (o:Org {key:'un'}) UNWIND labels(o) AS l RETURN l ORDER BY l", [["Entity"], ["Org"]]),
    Case(
        "type-start-end",
        "meta",
        (
            "MATCH (:State)-[r:MEMBER_OF {since:1958}]->(:Org) "
            "RETURN type(r) AS t, startNode(r).key AS s, endNode(r).key AS e"
        ),
        [["MEMBER_OF", "fr", "eu"]],
    ),
    Case("elementId", "meta", "MATCH (o:Org) RETURN count(DISTINCT elementId(o)) AS c", [[3]]),
    Case("id", "meta", "MATCH (o:Org) RETURN count(DISTINCT id(o)) AS c", [[3]]),
    Case("percentileCont", "agg", "MATCH (s:State) RETURN percentileCont(s.pop, 0.5) AS c", [[68]]),
    Case("stDev", "agg", "UNWIND [1,2,3,4] AS x RETURN round(stDev(x)*1000)/1000 AS c", [[1.291]]),
    Case(
        "min-max-avg",
        "agg",
        (
            "MATCH (s:State)-[:MEMBER_OF]->(o:Org) "
            "RETURN o.kind AS k, min(s.pop) AS a, max(s.pop) AS b, round(avg(s.pop)) AS c ORDER BY k"
        ),
        [["econ", 67, 68, 68.0], ["gen", 67, 331, 189.0], ["mil", 67, 331, 155.0]],
    ),
    Case(
        "group-null-key",
        "agg",
        "MATCH (s:State) RETURN s.active AS a, count(*) AS n ORDER BY n DESC",
        [[True, 3], [False, 2], [None, 1]],
    ),
    Case(
        "agg-expr",
        "agg",
        ("MATCH (s:State)-[:MEMBER_OF]->(o:Org) RETURN o.key AS k, count(*) * 2 + 1 AS n ORDER BY n DESC"),
        [["un", 11], ["nato", 7], ["eu", 5]],
    ),
    Case(
        "having",
        "agg",
        ("MATCH (s:State)-[:MEMBER_OF]->(o:Org) WITH o, count(s) AS n WHERE n > 2 RETURN o.key, n ORDER BY n"),
        [["nato", 3], ["un", 5]],
    ),
    Case(
        "order-by-agg",
        "error",
        "MATCH (s:State)-[:MEMBER_OF]->(o:Org) RETURN o.key AS k ORDER BY count(*) DESC",
        REFUSED,
    ),
    Case(
        "order-by-agg-alias",
        "agg",
        ("MATCH (s:State)-[:MEMBER_OF]->(o:Org) RETURN o.key AS k, count(*) AS n ORDER BY count(*) DESC"),
        [["un", 5], ["nato", 3], ["eu", 2]],
    ),
    Case(
        "distinct-node",
        "agg",
        "MATCH (s:State)-[:MEMBER_OF]->(o:Org) RETURN count(DISTINCT s) AS a, count(s) AS b",
        [[5, 10]],
    ),
    Case("with-distinct", "agg", "MATCH (s:State)-[:MEMBER_OF]->(o:Org) WITH DISTINCT s RETURN count(*) AS c", [[5]]),
    Case(
        "empty-agg",
        "agg",
        ("MATCH (x:State {key:'zzz'}) RETURN count(x) AS a, sum(x.pop) AS b, max(x.pop) AS c, collect(x.key) AS d"),
        [[0, 0, None, []]],
    ),
    Case("empty-group", "agg", "MATCH (x:State {key:'zzz'}) RETURN x.key AS k, count(*) AS n", []),
    Case(
        "sum-nulls",
        "agg",
        "UNWIND [1,null,2] AS x RETURN sum(x) AS s, avg(x) AS a, collect(x) AS c",
        [[3, 1.5, [1, 2]]],
    ),
    Case("null-filter", "null", "UNWIND [1,null,3] AS x WITH x WHERE NOT (x = 1) RETURN x", [[3]]),
    Case(
        "null-in", "null", "RETURN null IN [1,null] AS a, 1 IN [1,null] AS b, 2 IN [1,null] AS c", [[None, True, None]]
    ),
    Case("null-eq", "null", "RETURN null = null AS a, null <> null AS b", [[None, None]]),
    Case(
        "null-3vl",
        "null",
        "RETURN (null OR true) AS a, (null AND false) AS b, (null XOR true) AS c, (NOT null) AS d",
        [[True, False, None, None]],
    ),
    Case("null-prop-ne", "null", "MATCH (s:State) WHERE s.pop <> 68 RETURN count(*) AS c", [[4]]),
    Case(
        "order-null-asc",
        "null",
        "MATCH (s:State) RETURN s.key ORDER BY s.pop",
        [["xx"], ["gb"], ["fr"], ["su"], ["us"], ["jp"]],
    ),
    Case(
        "order-null-desc",
        "null",
        "MATCH (s:State) RETURN s.key ORDER BY s.pop DESC",
        [["jp"], ["us"], ["su"], ["fr"], ["gb"], ["xx"]],
    ),
    Case("missing-prop", "null", "MATCH (s:State) WHERE s.nosuch IS NULL RETURN count(s) AS c", [[6]]),
    Case("mixed-compare", "null", "RETURN 1 = '1' AS a, (1 < 'a') AS b", [[False, None]]),
    Case(
        "null-access",
        "null",
        ("OPTIONAL MATCH (s:State {key:'nope'}) RETURN s.pop + 1 AS a, coalesce(s.name,'-') AS b, labels(s) AS c"),
        [[None, "-", None]],
    ),
    Case("arith", "expr", "RETURN 7/2 AS a, 7.0/2 AS b, 7%3 AS c, -7/2 AS d, 2^3 AS e", [[3, 3.5, 1, -3, 8.0]]),
    Case(
        "string-ops",
        "expr",
        ("RETURN 'abc' STARTS WITH 'a' AS a, 'abc' CONTAINS 'b' AS b, 'abc' =~ 'a.*' AS c, 'abc' =~ 'b' AS d"),
        [[True, True, True, False]],
    ),
    Case(
        "string-fns",
        "expr",
        (
            "RETURN toUpper('ab') AS a, split('a,b',',') AS b, substring('hello',1,3) AS c, "
            "replace('aba','a','x') AS d, trim(' x ') AS e, left('abc',2) AS f"
        ),
        [["AB", ["a", "b"], "ell", "xbx", "x", "ab"]],
    ),
    Case("unwind-empty", "expr", "UNWIND [] AS x RETURN count(*) AS c", [[0]]),
    Case(
        "list-ops",
        "expr",
        (
            "RETURN [1,2,3,4][1..3] AS a, [1,2,3][-1] AS b, [1,2,3][0] AS c, head([1,2]) AS d, last([1,2]) AS e, "
            "tail([1,2,3]) AS f, [1]+[2] AS g"
        ),
        [[[2, 3], 3, 1, 1, 2, [2, 3], [1, 2]]],
    ),
    Case(
        "param-list",
        "param",
        "MATCH (s:State) WHERE s.key IN $keys RETURN count(s) AS c",
        [[2]],
        parameters={"keys": ["us", "fr", "nope"]},
    ),
    Case(
        "param-nested",
        "param",
        "UNWIND $rows AS row RETURN row.id AS i, row.props.name AS n",
        [[1, "a"], [2, None]],
        parameters={"rows": [{"id": 1, "props": {"name": "a"}}, {"id": 2, "props": {}}]},
    ),
    Case("param-null", "param", "RETURN coalesce($x, 'dflt') AS x", [["dflt"]], parameters={"x": None}),
    Case(
        "param-date",
        "param",
        "CREATE (x:Dp {key:'k', d:$d}) RETURN x.d = date('2001-06-15') AS e",
        [[True]],
        parameters={"d": date(2001, 6, 15)},
    ),
    Case(
        "param-limit",
        "param",
        "MATCH (s:State) RETURN s.key ORDER BY s.key SKIP $a LIMIT $b",
        [["gb"], ["jp"]],
        parameters={"a": 1, "b": 2},
    ),
    Case(
        "param-unicode",
        "param",
        "RETURN $s AS s",
        [["Côte d’Ivoire 中 '\"\\"]],
        parameters={"s": "Côte d’Ivoire 中 '\"\\"},
    ),
    Case("param-map-match", "param", "MATCH (s:State {key:$k}) RETURN s.name", [["France"]], parameters={"k": "fr"}),
    Case(
        "comembership",
        "match",
        (
            "MATCH (a:State)-[m1:MEMBER_OF]->(o:Org)<-[m2:MEMBER_OF]-(b:State) "
            "WHERE a.key < b.key AND m1.since <= $y AND (m1.until IS NULL OR m1.until > $y) AND m2.since <= $y "
            "AND (m2.until IS NULL OR m2.until > $y) "
            "RETURN a.key AS x, b.key AS y, count(o) AS n ORDER BY n DESC, x, y LIMIT 3"
        ),
        [["fr", "gb", 3], ["fr", "us", 2], ["gb", "us", 2]],
        parameters={"y": 2000},
    ),
    Case(
        "comments-backticks",
        "match",
        (
            "// first line\n"
            "MATCH (`the state`:State) /* c */ WHERE `the state`.key = 'us' RETURN `the state`.key AS `my key`"
        ),
        [["us"]],
    ),
    Case("shadow", "match", "MATCH (s:State) WITH s.key AS s RETURN s ORDER BY s LIMIT 1", [["fr"]]),
    Case("dynamic-prop", "match", "MATCH (s:State {key:'us'}) RETURN s['name'] AS n", [["United States"]]),
    Case("with-star", "match", "MATCH (s:State {key:'us'}) WITH *, 1 AS one RETURN s.key, one", [["us", 1]]),
    Case(
        "node-eq",
        "match",
        ("MATCH (a:State)-[:MEMBER_OF]->(:Org {key:'eu'})<-[:MEMBER_OF]-(b:State) WHERE a <> b RETURN count(*) AS c"),
        [[2]],
    ),
    Case(
        "two-agg-levels",
        "agg",
        ("MATCH (s:State)-[:MEMBER_OF]->(o:Org) WITH s, count(o) AS n RETURN n, collect(s.key) AS k ORDER BY n"),
        [[1, Members(["jp", "su"])], [2, Members(["us"])], [3, Members(["fr", "gb"])]],
    ),
    Case(
        "merge-node",
        "write",
        "MATCH (n:Mg {key:'m1'}) RETURN n.v, n.name",
        [[2, "made"]],
        before=[
            "MERGE (n:Mg {key:'m1'}) ON CREATE SET n.v=1, n.name='made' ON MATCH SET n.v=n.v+1",
            "MERGE (n:Mg {key:'m1'}) ON CREATE SET n.v=1, n.name='made' ON MATCH SET n.v=n.v+1",
        ],
    ),
    Case(
        "merge-rel",
        "write",
        "MATCH (:N {key:'a'})-[r:M]->(:N {key:'b'}) RETURN r.y AS y, r.c AS c ORDER BY y",
        [[1, 2], [2, 1]],
        before=[
            (
                "MATCH (a:N {key:'a'}),(b:N {key:'b'}) MERGE (a)-[r:M {y:1}]->(b) ON CREATE SET r.c=1 ON "
                "MATCH SET r.c=r.c+1"
            ),
            (
                "MATCH (a:N {key:'a'}),(b:N {key:'b'}) MERGE (a)-[r:M {y:1}]->(b) ON CREATE SET r.c=1 ON "
                "MATCH SET r.c=r.c+1"
            ),
            (
                "MATCH (a:N {key:'a'}),(b:N {key:'b'}) MERGE (a)-[r:M {y:2}]->(b) ON CREATE SET r.c=1 ON "
                "MATCH SET r.c=r.c+1"
            ),
        ],
    ),
    Case(
        "bulk-merge-nodes",
        "write",
        "MATCH (n:Bk) RETURN n.key, n.name, n.pop ORDER BY n.key",
        [["x", "X2", 2], ["y", "Y", None]],
        before=[
            (
                "UNWIND $rows AS row MERGE (n:Bk {key: row.key}) SET n += row.props",
                {
                    "rows": [
                        {"key": "x", "props": {"name": "X", "pop": 1}},
                        {"key": "y", "props": {"name": "Y"}},
                        {"key": "x", "props": {"name": "X2", "pop": 2}},
                    ]
                },
            )
        ],
    ),
    Case(
        "bulk-merge-rels",
        "write",
        "MATCH (a:Bk)-[r:BR]->(b:Bk) RETURN a.key, b.key, r.since, r.until",
        [["x", "y", 1950, 1960]],
        before=[
            (
                "UNWIND $rows AS row MERGE (n:Bk {key: row.key}) SET n += row.props",
                {
                    "rows": [
                        {"key": "x", "props": {"name": "X", "pop": 1}},
                        {"key": "y", "props": {"name": "Y"}},
                        {"key": "x", "props": {"name": "X2", "pop": 2}},
                    ]
                },
            ),
            (
                (
                    "UNWIND $rows AS row MATCH (a:Bk {key: row.a}) MATCH (b:Bk {key: row.b}) "
                    "MERGE (a)-[r:BR {since: row.since}]->(b) SET r += row.props"
                ),
                {
                    "rows": [
                        {"a": "x", "b": "y", "since": 1950, "props": {"until": 1955}},
                        {"a": "x", "b": "y", "since": 1950, "props": {"until": 1960}},
                    ]
                },
            ),
        ],
    ),
    Case(
        "bulk-set-explicit",
        "write",
        "MATCH (n:Bk) WHERE n.key STARTS WITH 'z' RETURN n.key, n.name, n.pop ORDER BY n.key",
        [["z1", "a", 1], ["z2", "b", 2]],
        before=[
            (
                "UNWIND $rows AS row MERGE (n:Bk {key: row.key}) SET n.name = row.name, n.pop = row.pop",
                {"rows": [{"key": "z1", "name": "a", "pop": 1}, {"key": "z2", "name": "b", "pop": 2}]},
            )
        ],
    ),
    Case(
        "bulk-date-prop",
        "write",
        "MATCH (n:Bk {key:'dd'}) RETURN n.d = date('1999-12-31') AS e",
        [[True]],
        before=[
            (
                "UNWIND $rows AS row MERGE (n:Bk {key: row.key}) SET n.d = date(row.d)",
                {"rows": [{"key": "dd", "d": "1999-12-31"}]},
            )
        ],
    ),
    Case(
        "set-null-removes",
        "write",
        "MATCH (n:St {key:'s1'}) RETURN n.a, n.b",
        [[None, 2]],
        before=["CREATE (:St {key:'s1', a:1, b:1})", "MATCH (n:St {key:'s1'}) SET n += {a:null, b:2}"],
    ),
    Case(
        "remove-prop",
        "write",
        "MATCH (n:St {key:'s2'}) RETURN n.a, n.b",
        [[None, 1]],
        before=["CREATE (:St {key:'s2', a:1, b:1})", "MATCH (n:St {key:'s2'}) REMOVE n.a"],
    ),
    Case(
        "set-replace",
        "write",
        "MATCH (n:St {key:'s3'}) RETURN n.a, n.b",
        [[None, 5]],
        before=["CREATE (:St {key:'s3', a:1})", "MATCH (n:St {key:'s3'}) SET n = {key:'s3', b:5}"],
    ),
    Case(
        "set-label",
        "write",
        "MATCH (n:St:Extra) RETURN count(n) AS c",
        [[1]],
        before=["CREATE (:St {key:'s4'})", "MATCH (n:St {key:'s4'}) SET n:Extra"],
    ),
    Case(
        "delete-connected",
        "write",
        "MATCH (d:D1) DELETE d",
        REFUSED,
        before=["CREATE (:D1 {key:'p'})-[:DX]->(:D2 {key:'q'})"],
    ),
    Case(
        "detach-delete",
        "write",
        "MATCH (d:D2) RETURN count(d) AS c",
        [[0]],
        before=["CREATE (:D1 {key:'p2'})-[:DX]->(:D2 {key:'q2'})", "MATCH (d:D2) DETACH DELETE d"],
    ),
    Case(
        "foreach",
        "write",
        "MATCH (t:Tmp) RETURN count(t) AS c",
        [[3]],
        before=["FOREACH (x IN [1,2,3] | CREATE (:Tmp {v:x}))"],
    ),
    Case("merge-null-key", "write", "MERGE (x:Mn {key: null}) RETURN x", REFUSED),
    Case(
        "list-prop",
        "write",
        "MATCH (n:Mg {key:'ml'}) RETURN n.l, size(n.l), 'b' IN n.l",
        [[["a", "b"], 2, True]],
        before=["CREATE (:Mg {key:'ml', l:['a','b']})"],
    ),
    Case(
        "constraint-ddl",
        "schema",
        "CREATE CONSTRAINT cn_key IF NOT EXISTS FOR (n:Cn) REQUIRE n.key IS UNIQUE",
        ANYTHING,
    ),
    Case(
        "constraint-enforced",
        "schema",
        "CREATE (:Cn {key:'dup'})",
        REFUSED,
        before=[
            "CREATE CONSTRAINT cn_key IF NOT EXISTS FOR (n:Cn) REQUIRE n.key IS UNIQUE",
            "CREATE (:Cn {key:'dup'})",
        ],
    ),
    Case(
        "constraint-in-set",
        "schema",
        "MATCH (n:Cn {key:'dup3'}) SET n.key = 'dup'",
        REFUSED,
        before=[
            "CREATE CONSTRAINT cn_key IF NOT EXISTS FOR (n:Cn) REQUIRE n.key IS UNIQUE",
            "CREATE (:Cn {key:'dup'})",
            "CREATE (:Cn {key:'dup3'})",
        ],
    ),
    Case("index-ddl", "schema", "CREATE INDEX st_name IF NOT EXISTS FOR (n:State) ON (n.name)", ANYTHING),
    Case("index-rel", "schema", "CREATE INDEX mo_since IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() ON (r.since)", ANYTHING),
    Case(
        "index-idempotent",
        "schema",
        "CREATE INDEX st_name IF NOT EXISTS FOR (n:State) ON (n.name)",
        ANYTHING,
        before=["CREATE INDEX st_name IF NOT EXISTS FOR (n:State) ON (n.name)"],
    ),
    Case("show-constraints", "schema", "SHOW CONSTRAINTS", ANYTHING),
    Case("explain", "schema", "EXPLAIN MATCH (s:State) RETURN s", ANYTHING),
    Case("db-labels", "schema", "CALL db.labels() YIELD label RETURN count(label) > 1 AS c", [[True]]),
    Case(
        "call-in-tx",
        "schema",
        "UNWIND range(1,10) AS i CALL (i) { CREATE (:Tx {v:i}) } IN TRANSACTIONS OF 5 ROWS",
        ANYTHING,
    ),
    Case(
        "agg-implicit-group",
        "error",
        ("MATCH (s:State)-[:MEMBER_OF]->(o:Org) RETURN o.kind + '/' + toString(count(s)) AS k ORDER BY k"),
        REFUSED,
    ),
    Case(
        "agg-explicit-group",
        "agg",
        (
            "MATCH (s:State)-[:MEMBER_OF]->(o:Org) WITH o.kind AS kd, count(s) AS n "
            "RETURN kd + '/' + toString(n) AS k ORDER BY k"
        ),
        [["econ/2"], ["gen/5"], ["mil/3"]],
    ),
    Case(
        "agg-in-case",
        "agg",
        (
            "MATCH (s:State)-[:MEMBER_OF]->(o:Org) "
            "RETURN o.key AS k, sum(CASE WHEN s.active THEN 1 ELSE 0 END) AS n ORDER BY k"
        ),
        [["eu", 2], ["nato", 3], ["un", 3]],
    ),
    Case(
        "agg-nested-collect",
        "agg",
        (
            "MATCH (s:State)-[m:MEMBER_OF]->(o:Org) WITH o, s, m ORDER BY m.since, s.key "
            "RETURN o.key AS k, [x IN collect({s:s.key, y:m.since}) | x.s + toString(x.y)] AS l "
            "ORDER BY k"
        ),
        [
            ["eu", ["fr1958", "gb1973"]],
            ["nato", ["fr1949", "gb1949", "us1949"]],
            ["un", ["fr1945", "gb1945", "su1945", "us1945", "jp1956"]],
        ],
    ),
    Case(
        "collect-order-slice",
        "agg",
        ("MATCH (s:State) WITH s ORDER BY s.pop DESC WHERE s.pop IS NOT NULL RETURN collect(s.key)[..2] AS l"),
        [[["us", "su"]]],
    ),
    Case(
        "optional-agg-null",
        "agg",
        (
            "MATCH (s:State) OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Org {key:'eu'}) "
            "RETURN s.key AS k, collect(o.key) AS l, count(m) AS n ORDER BY k LIMIT 3"
        ),
        [["fr", ["eu"], 1], ["gb", ["eu"], 1], ["jp", [], 0]],
    ),
    Case(
        "optional-multi-hop",
        "match",
        (
            "MATCH (s:State {key:'jp'}) "
            "OPTIONAL MATCH (s)-[:MEMBER_OF]->(o:Org)<-[:MEMBER_OF]-(t:State {key:'fr'}) "
            "RETURN o.key, t.key"
        ),
        [["un", "fr"]],
    ),
    Case(
        "optional-with-filter-row",
        "match",
        (
            "MATCH (s:State) WHERE s.key IN ['fr','jp'] OPTIONAL MATCH (s)-[:MEMBER_OF]->(o:Org) "
            "WHERE o.key = 'eu' WITH s, o WHERE o IS NULL RETURN s.key"
        ),
        [["jp"]],
    ),
    Case(
        "exists-correlated2",
        "subq",
        (
            "MATCH (a:State),(b:State) WHERE a.key < b.key AND NOT EXISTS { "
            "MATCH (a)-[:MEMBER_OF]->(:Org)<-[:MEMBER_OF]-(b) } RETURN count(*) AS c"
        ),
        [[5]],
    ),
    Case(
        "count-subq-in-with",
        "subq",
        ("MATCH (o:Org) WITH o, COUNT { (o)<-[:MEMBER_OF]-() } AS n WHERE n > 2 RETURN o.key, n ORDER BY n"),
        [["nato", 3], ["un", 5]],
    ),
    Case(
        "call-union",
        "subq",
        (
            "CALL { MATCH (s:State {key:'us'}) RETURN s.key AS k UNION MATCH (o:Org {key:'un'}) "
            "RETURN o.key AS k } RETURN k ORDER BY k"
        ),
        [["un"], ["us"]],
    ),
    Case(
        "union-then-distinct",
        "match",
        ("MATCH (s:State) WHERE s.pop > 300 RETURN s.key AS k UNION MATCH (s:State) WHERE s.active RETURN s.key AS k"),
        AnyOrder([["us"], ["fr"], ["gb"]]),
    ),
    Case(
        "varlen-bind-nodes",
        "path",
        "MATCH p=(a:N {key:'a'})-[:R*]->(x:N {key:'d'}) RETURN [n IN nodes(p) | n.key] AS l",
        [[["a", "b", "c", "d"]]],
    ),
    Case(
        "varlen-undirected",
        "path",
        "MATCH (a:N {key:'a'})-[:R*2]-(x:N) RETURN x.key AS k ORDER BY k",
        [["b"], ["c"], ["d"]],
    ),
    Case(
        "varlen-both-types",
        "path",
        "MATCH (a:N {key:'a'})-[:R|S*4]->(x:N) RETURN x.key AS k, count(*) AS c",
        [["e", 1]],
    ),
    Case(
        "varlen-where-none",
        "path",
        (
            "MATCH p=(a:N {key:'a'})-[:R*1..4]->(x:N) WHERE none(n IN nodes(p)[1..] WHERE n.key = 'd') "
            "RETURN count(*) AS c"
        ),
        [[3]],
    ),
    Case("path-cycle", "path", "MATCH p=(a:N {key:'a'})-[:R*]->(a) RETURN length(p) AS l", [[3]]),
    Case(
        "shortest-where",
        "path",
        (
            "MATCH p = shortestPath((a:State {key:'jp'})-[:MEMBER_OF*..6]-(b:State {key:'us'})) "
            "RETURN length(p) AS l, [n IN nodes(p) | n.key] AS ns"
        ),
        [[2, ["jp", "un", "us"]]],
    ),
    Case(
        "shortest-many",
        "path",
        (
            "MATCH (a:State {key:'us'}), (b:State) WHERE b.key <> 'us' AND b.key <> 'xx' "
            "MATCH p = shortestPath((a)-[:MEMBER_OF*..6]-(b)) RETURN b.key AS k, length(p) AS l "
            "ORDER BY k"
        ),
        [["fr", 2], ["gb", 2], ["jp", 2], ["su", 2]],
    ),
    Case("triangle", "path", "MATCH (a:N)-[:R]->(b:N)-[:R]->(c:N)-[:R]->(a) RETURN count(*) AS c", [[3]]),
    Case("in-list-null", "null", "MATCH (s:State) WHERE s.pop IN [67, null] RETURN s.key", [["gb"]]),
    Case("not-in-null", "null", "MATCH (s:State) WHERE NOT s.pop IN [67, null] RETURN count(*) AS c", [[0]]),
    Case(
        "null-concat",
        "null",
        ("RETURN 'a' + null AS a, null STARTS WITH 'a' AS b, size(null) AS c, [1,null,2][1] AS d, {a:null}.a AS e"),
        [[None, None, None, None, None]],
    ),
    Case("null-distinct", "null", "UNWIND [1,null,1,null] AS x RETURN DISTINCT x ORDER BY x", [[1], [None]]),
    Case(
        "null-case",
        "null",
        (
            "UNWIND [null, true, false] AS x "
            "RETURN CASE WHEN x THEN 'y' ELSE 'n' END AS c, CASE x WHEN null THEN 'z' ELSE 'o' END AS d"
        ),
        [["n", "o"], ["y", "o"], ["n", "o"]],
    ),
    Case(
        "list-eq-null",
        "null",
        "RETURN [1,null] = [1,null] AS a, [1,2] = [1,2] AS b, [1,2] = [1,null] AS c, {a:1} = {a:1} AS d",
        [[None, True, None, True]],
    ),
    Case(
        "any-null",
        "null",
        (
            "RETURN any(x IN [null,1] WHERE x = 1) AS a, all(x IN [null,1] "
            "WHERE x = 1) AS b, none(x IN [null] WHERE x = 1) AS c"
        ),
        [[True, None, None]],
    ),
    Case("int-float-eq", "expr", "RETURN 1 = 1.0 AS a, 0.1 + 0.2 = 0.3 AS b, 5 IN [5.0] AS c", [[True, False, True]]),
    Case(
        "string-order",
        "expr",
        "UNWIND ['b','A','a','é','Z'] AS x RETURN collect(x) AS l, min(x) AS mn, max(x) AS mx",
        [[["b", "A", "a", "é", "Z"], "A", "é"]],
    ),
    Case(
        "order-mixed",
        "expr",
        "MATCH (s:State) WHERE s.pop IS NOT NULL RETURN s.key ORDER BY s.active DESC, s.pop ASC",
        [["xx"], ["gb"], ["fr"], ["us"], ["su"]],
    ),
    Case(
        "range-reduce",
        "expr",
        (
            "WITH range(1,4) AS l RETURN reduce(a='', x IN [y IN l "
            "WHERE y>1 | toString(y)] | a + x + ';') AS s, [x IN l | [y IN l WHERE y < x | x*y]] AS n"
        ),
        [["2;3;4;", [[], [2], [3, 6], [4, 8, 12]]]],
    ),
    Case("percentileDisc2", "agg", "MATCH (s:State) RETURN percentileDisc(s.pop, 0.5) AS c", [[68]]),
    Case(
        "date-arith",
        "temporal",
        (
            "RETURN toString(date('2000-02-29') + duration({years:1})) AS a, toString(date('2001-03-01') - "
            "duration({days:1})) AS b, date('2000-01-01') < date('2000-01-02') AS c, date.truncate('month', "
            "date('2001-06-15')) = date('2001-06-01') AS d"
        ),
        [["2001-02-28", "2001-02-28", True, True]],
    ),
    Case(
        "date-old",
        "temporal",
        ("RETURN toString(date('0987-07-03')) AS a, date('1492-10-12').month AS b, toString(date('-0044-03-15')) AS c"),
        [["0987-07-03", 10, "-0044-03-15"]],
    ),
    Case(
        "date-maxmin",
        "temporal",
        "MATCH (s:State) RETURN toString(min(s.founded)) AS a, toString(max(s.founded)) AS b",
        [["1707-05-01", "1922-12-30"]],
    ),
    Case("date-null", "temporal", "RETURN date(null) AS a, toString(null) AS b", [[None, None]]),
    Case(
        "duration-days",
        "temporal",
        "RETURN duration.inDays(date('1914-07-28'), date('1918-11-11')).days AS d",
        [[1567]],
    ),
    Case(
        "param-date-compare",
        "param",
        "MATCH (s:State) WHERE s.founded < $d RETURN s.key ORDER BY s.key",
        [["fr"], ["gb"], ["us"]],
        parameters={"d": date(1800, 1, 1)},
    ),
    Case(
        "param-date-in-map",
        "param",
        "UNWIND $rows AS row CREATE (x:Dp {key:row.k, d:row.d}) RETURN x.d = date('1950-05-09') AS e",
        [[True]],
        parameters={"rows": [{"k": "k2", "d": date(1950, 5, 9)}]},
    ),
    Case(
        "param-map-set",
        "param",
        "CREATE (x:Dq $props) RETURN x.a, x.b",
        [[1, ["p", "q"]]],
        parameters={"props": {"a": 1, "b": ["p", "q"]}},
    ),
    Case(
        "merge-dup-batch",
        "write",
        "MATCH (n:Md) RETURN n.k, n.c ORDER BY n.k",
        [[1, 2], [2, 1]],
        before=["UNWIND [1,1,2] AS k MERGE (n:Md {k:k}) ON CREATE SET n.c=1 ON MATCH SET n.c=n.c+1"],
    ),
    Case(
        "merge-rel-noprops",
        "write",
        "MATCH (:Md {k:1})-[r:MM]->(:Md {k:2}) RETURN count(r) AS c, r.n AS n",
        [[1, 3]],
        before=[
            "UNWIND [1,1,2] AS k MERGE (n:Md {k:k}) ON CREATE SET n.c=1 ON MATCH SET n.c=n.c+1",
            (
                "UNWIND [1,2,3] AS i MATCH (a:Md {k:1}), (b:Md {k:2}) MERGE (a)-[r:MM]->(b) ON CREATE "
                "SET r.n = 1 ON MATCH SET r.n = r.n + 1"
            ),
        ],
    ),
    Case(
        "merge-path-partial",
        "write",
        "MATCH (x:Me) RETURN count(x) AS c",
        [[3]],
        before=["CREATE (:Me {k:1})", "MERGE (a:Me {k:1})-[:ME]->(b:Me {k:2})"],
    ),
    Case(
        "merge-undirected",
        "write",
        "MATCH (:Mf)-[r:MU]-(:Mf) RETURN count(DISTINCT r) AS c",
        [[1]],
        before=["CREATE (a:Mf {k:1}), (b:Mf {k:2})-[:MU]->(a)", "MATCH (a:Mf {k:1}),(b:Mf {k:2}) MERGE (a)-[:MU]-(b)"],
    ),
    Case(
        "create-then-match-eager",
        "write",
        "MATCH (x:Eg) RETURN count(x) AS c",
        [[4]],
        before=["CREATE (:Eg {v:1}), (:Eg {v:2})", "MATCH (x:Eg) CREATE (:Eg {v:x.v+10})"],
    ),
    Case(
        "delete-in-unwind",
        "write",
        "MATCH (x:Eg) RETURN count(x) AS c",
        [[2]],
        before=[
            "CREATE (:Eg {v:1}), (:Eg {v:2})",
            "MATCH (x:Eg) CREATE (:Eg {v:x.v+10})",
            "MATCH (x:Eg) WHERE x.v > 10 WITH collect(x) AS xs UNWIND xs AS x DETACH DELETE x",
        ],
    ),
    Case(
        "set-from-node",
        "write",
        "MATCH (n:Sx) RETURN n.key, n.kind",
        [["un", "gen"]],
        before=["MATCH (o:Org {key:'un'}) CREATE (n:Sx) SET n = o"],
    ),
    Case(
        "conditional-foreach",
        "write",
        "MATCH (n:Fc) RETURN n.v ORDER BY n.v",
        [[2]],
        before=["UNWIND [1,2] AS i FOREACH (_ IN CASE WHEN i = 2 THEN [1] ELSE [] END | CREATE (:Fc {v:i}))"],
    ),
    Case(
        "dup-create-rel",
        "write",
        "MATCH (:Dr)-[r:DD]->(:Dr) RETURN count(r) AS c",
        [[2]],
        before=["CREATE (a:Dr {k:1})-[:DD]->(b:Dr {k:2}), (a)-[:DD]->(b)"],
    ),
    Case(
        "stmt-atomic",
        "write",
        "MATCH (x:Sa) RETURN count(x) AS c",
        [[0]],
        before=["!UNWIND [1,0] AS i CREATE (:Sa {v: 1/i})"],
    ),
    Case("err-syntax", "error", "MATCH (s:State RETURN s", REFUSED),
    Case("err-undefined-var", "error", "MATCH (s:State) RETURN q.key", REFUSED),
    Case("err-agg-in-where", "error", "MATCH (s:State) WHERE count(s) > 1 RETURN s", REFUSED),
    Case("err-missing-param", "error", "MATCH (s:State {key:$nope}) RETURN s.key", REFUSED),
    Case("err-unknown-fn", "error", "RETURN nosuchfn(1) AS x", REFUSED),
    Case("err-divzero", "error", "RETURN 1/0 AS x", REFUSED),
    Case("err-overflow", "error", "RETURN 9223372036854775807 + 1 AS x", REFUSED),
    Case("err-type", "error", "RETURN 'a' * 2 AS x", REFUSED),
    Case(
        "readonly-atomic",
        "error",
        "MATCH (s:St) WHERE s.key='at' RETURN count(s) AS c",
        [[0]],
        before=["!CREATE (s:St {key: 'at'}) WITH s RETURN 1 / 0 AS x"],
    ),
]
