"""Names and values that try to get out of their quotes: they come back as they were, and nothing of them is run."""

from __future__ import annotations

import random
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model

import graphmodel as gm
from graphmodel import Graph, Key, Node, Relationship, Stored, select
from graphmodel.errors import ModelError

from ..model.times import examples

EVIL = [
    "`", "``", "a`b", "`) DETACH DELETE n //", "}) DETACH DELETE n //", "'", '"', "a'b", "{x: 1}", "}", "$p0", "n", "null",
    "MATCH", "a b", "a-b", "a.b", "a:b", "ü", "名前", "é", "🕊", "1", "-1", "a;b", "//", "%s", "{0}", "a\u00a0b", "count()",
    "type", "id", "labels", "x" * 200,
]  # fmt: skip
NAMES = st.sampled_from(EVIL) | st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\\*,~"),
    min_size=1,
    max_size=20,
).filter(lambda name: name == name.strip() and not name.startswith("@"))
VALUES = st.sampled_from([*EVIL, "\\", "\\'", "'}) DETACH DELETE n //", "`}) DETACH DELETE n //"]) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
)


def models(label: str, type_: str, key: str, value: str) -> tuple[Any, Any]:
    thing: Any = create_model(
        "Thing", __base__=Node, __module__=__name__, __cls_kwargs__={"label": label},
        k=(Annotated[Key[str], Stored(key)], ...), v=(Annotated[str | None, Stored(value)], None),
    )  # fmt: skip

    class Link(Relationship[thing, thing], type=type_):
        k: Annotated[Key[str], Stored(key)]
        v: Annotated[str | None, Stored(value)] = None

    return thing, Link


@examples(12)
@given(
    names=st.lists(NAMES, min_size=4, max_size=4, unique=True),
    values=st.lists(VALUES, min_size=2, max_size=2, unique=True),
)
def test_hostile_names_and_values(graph: Graph, names: list[str], values: list[str]) -> None:
    graph.run("MATCH (n) DETACH DELETE n")
    graph.run("CREATE (:Witness {x: 1})-[:SEES]->(:Witness {x: 2})")
    # The graph outlives the examples, and one name cannot be a label and a type in it.
    Thing, Link = models(names[0] + "l", names[1] + "t", *names[2:])  # noqa: N806
    a, b = Thing(k=values[0], v=values[1]), Thing(k=values[1], v=values[0])
    link = Link(start=a, end=b, k=values[0], v=values[1])
    assert graph.merge(link, a, b).created == 3
    assert graph.merge(link, a, b).unchanged == 3
    assert graph.get(Thing, values[0]) == a
    assert graph.get(Link, start=values[0], end=values[1], k=values[0]).v == values[1]
    x, y = gm.alias(Thing), gm.alias(Thing)
    asked = select(x, Link, y).match(x, gm.outgoing(Link), y).where(x.k == values[0], Link.v == values[1])
    ((start, found, end),) = graph.all(asked)
    assert (start, end, found.v) == (a, b, values[1])
    assert sorted(graph.all(select(Thing.v).where(gm.in_(Thing.k, values)))) == sorted(values)
    other = select(x, Link, y).match(x, gm.outgoing(Link), y).where(x.k == "else", Link.v == "other")
    assert gm.compile(asked).text == gm.compile(other).text
    with graph.session() as s:
        s.get(Thing, values[0]).v = None
    graph.delete(link)
    assert graph.delete(a, b) == 2
    assert graph.run("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n) AS n, count(r) AS r, sum(n.x) AS x") == [
        {"n": 2, "r": 1, "x": 3}
    ]


PIECES = [
    *EVIL, "\\", "\n", "\t", "\u2028", "\x7f", "'})", "`})", " OR true", "]->(", "-[:", "WITH 1 AS x", "CALL {", "SET n = {}",
    "$rows", "row[0]", "/*", "*/", "\\u0060", "\\`", "😀", "\u202e", "\ufeff", "\U0010ffff", "%00", "${jndi:x}", "REMOVE n:Witness",
]  # fmt: skip


@examples(1)
@given(names=st.lists(NAMES, min_size=24, max_size=24, unique=True), seed=st.integers(0, 2**32))
def test_thousands_of_hostile_values_in_a_few_statements(graph: Graph, names: list[str], seed: int) -> None:
    graph.run("MATCH (n) DETACH DELETE n")
    graph.run("CREATE (:Witness {x: 1})-[:SEES]->(:Witness {x: 2})")
    draw = random.Random(seed)  # noqa: S311  (no secret)

    def text() -> str:
        return "".join(draw.choices(PIECES, k=draw.randrange(4)))

    label, type_, key, *others = names
    fields: dict[str, Any] = {
        f"f{i}": (Annotated[str | None, Stored(name)], None) for i, name in enumerate(others[:10])
    }
    lists: dict[str, Any] = {f"l{i}": (Annotated[list[str], Stored(name)], []) for i, name in enumerate(others[10:14])}
    make: Any = create_model
    nested = make("Nested", a=(Annotated[str, Stored(others[14])], ...), b=(Annotated[str, Stored(others[15])], ""))
    Thing: Any = make(  # noqa: N806
        "Thing", __base__=Node, __module__=__name__, __cls_kwargs__={"label": label + "l"},
        k=(Annotated[Key[str], Stored(key)], ...), n=(Annotated[nested, Stored(others[16])], ...),
        j=(Annotated[gm.Json[dict[str, str]], Stored(others[17])], {}), **fields, **lists,
    )  # fmt: skip

    class Link(Relationship[Thing, Thing], type=type_ + "t"):
        k: Annotated[Key[str], Stored(key)]
        v: Annotated[str | None, Stored(others[0])] = None

    made = [
        Thing(
            k=f"{i} {text()}", n=nested(a=text(), b=text()), j={text(): text()},
            **{name: text() for name in fields}, **{name: [text(), text()] for name in lists},
        )
        for i in range(250)
    ]  # fmt: skip
    links = [Link(start=draw.choice(made), end=draw.choice(made), k=f"{i} {text()}", v=text()) for i in range(500)]
    graph.learn(Thing, Link)
    with gm.tracer() as trace:
        assert graph.merge(made, links).created == 750
        assert graph.merge(made, links).unchanged == 750
        found = graph.all(Thing)
        ties = graph.all(select(Link))
    assert len(trace) <= 6
    by_key = {each.k: each for each in found}
    assert by_key == {each.k: each for each in made}
    assert {(tie.k, tie.v, tie.start.k, tie.end.k) for tie in ties} == {
        (tie.k, tie.v, tie.start.k, tie.end.k) for tie in links
    }
    chosen = draw.sample(made, 20)
    assert {each.k for each in graph.all(select(Thing).where(gm.in_(Thing.k, [each.k for each in chosen])))} == {
        each.k for each in chosen
    }
    assert [graph.get(Thing, each.k) for each in chosen[:5]] == chosen[:5]
    with graph.session() as session:
        for each in session.all(Thing):
            each.f0, each.n.b = each.f1, each.f2
    assert {each.k: (each.f0, each.n.b) for each in graph.all(Thing)} == {each.k: (each.f1, each.f2) for each in made}
    assert graph.delete(*links[:3]) == 3
    assert graph.run(
        "MATCH (n:Witness) OPTIONAL MATCH (n)-[r:SEES]->() RETURN count(n) AS n, count(r) AS r, sum(n.x) AS x"
    ) == [{"n": 2, "r": 1, "x": 3}]
    assert graph.run("MATCH (n) RETURN count(n) AS n", into=int) == [252]
    assert graph.run("MATCH ()-[r]->() RETURN count(r) AS n", into=int) == [498]


@pytest.mark.parametrize("name", EVIL)
def test_each_hostile_name_alone(graph: Graph, name: str) -> None:
    Thing, Link = models(name, name + "_t", name, name + "v")  # noqa: N806
    a = Thing(k=name, v=name)
    graph.merge(a, Link(start=a, end=a, k=name, v=name))
    assert graph.all(Thing) == [a]
    assert graph.all(select(Link))[0].v == name
    assert graph.schema.plan(Thing, Link) == []
    assert graph.run("MATCH (n) RETURN count(n) AS n", into=int) == [1]


def test_field_names_of_any_script(graph: Graph) -> None:
    words = ["имя", "名前", "été", "x_", "match", "where", "node", "order", "value"]
    fields: dict[str, Any] = dict.fromkeys(words, (str, "d"))
    Thing: Any = create_model("Ding", __base__=Node, __module__=__name__, key=(Key[str], ...), **fields)  # noqa: N806
    made = Thing(key="k", **dict.fromkeys(fields, "v"))
    graph.merge(made)
    assert graph.get(Thing, "k") == made
    assert graph.count(select(Thing).where(*(getattr(Thing, word) == "v" for word in fields))) == 1


@given(name=st.text(max_size=8))
def test_any_name_is_taken_whole_or_refused(name: str) -> None:
    try:
        Thing, _ = models(name, "T_" + name, "k" + name, "v" + name)  # noqa: N806
    except ModelError:
        return
    statement = gm.compile(select(Thing).where(Thing.v == "x"))
    assert _outside_quotes(statement.text).isascii()
    assert "\n" not in name


def _outside_quotes(text: str) -> str:
    """What is left of a statement when every quoted name is taken out, two backticks being one within a name."""
    kept, inside, i = "", False, 0
    while i < len(text):
        if text[i] == "`" and inside and text[i + 1 : i + 2] == "`":
            i += 1
        elif text[i] == "`":
            inside = not inside
        elif not inside:
            kept += text[i]
        i += 1
    assert not inside
    return kept
