"""Random questions over small graphs: what they ask as data, as a query of graphmodel, and answered in plain Python."""

# pyright: reportUnknownLambdaType=false
from __future__ import annotations

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Key, Node, Period, Relationship


class Land(Node):
    key: Key[str]
    size: int | None = None
    valid: Period


class Club(Node):
    key: Key[str]
    size: int | None = None


class Joined(Relationship[Land, Club]):
    number: Key[int]
    weight: int | None = None
    valid: Period


class Border(Relationship[Land, Land]):
    number: Key[int]
    weight: int | None = None
    valid: Period


MODELS: dict[str, Any] = {"l": Land, "c": Club, "j": Joined, "b": Border}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """A node or relationship of the data; `start` and `end` are there for relationships."""

    kind: str
    name: Any
    size: int | None
    valid: Period | None = None
    start: Any = None
    end: Any = None


@dataclass
class Data:
    """A graph."""

    nodes: list[Thing]
    edges: list[Thing]

    def objects(self) -> Iterator[Any]:
        """The same as model objects."""
        for n in self.nodes:
            yield (
                Land(key=n.name, size=n.size, valid=n.valid or Period("1"))
                if n.kind == "l"
                else Club(key=n.name, size=n.size)
            )
        for e in self.edges:
            ends = {"start": gm.ref(Land, e.start.name), "end": gm.ref(Land if e.kind == "b" else Club, e.end.name)}
            yield MODELS[e.kind](**ends, number=e.name, weight=e.size, valid=e.valid)


# --- what is asked ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """From one node of a chain to the next. Its name says its kind: b1 is a border."""

    name: str
    way: str
    search: str | None = None
    least: int = 1
    most: int = 1
    heavier: int | None = None


@dataclass(frozen=True)
class Chain:
    """A pattern: names of nodes, l0 a land and c1 a club, and the steps between them."""

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    optional: bool = False
    where: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Question:
    """Columns and conditions are tuples whose first item says what they are."""

    chains: tuple[Chain, ...]
    columns: tuple[Any, ...]
    conditions: tuple[Any, ...] = ()
    day: str | None = None
    distinct: bool = False
    having: tuple[Any, ...] = ()
    limit: tuple[int, int] | None = None
    union: Question | None = None
    all: bool = False


# --- as a query ---------------------------------------------------------------------------------------------------------


class Asking:
    """Makes a query of a question; names are aliases and ways."""

    def __init__(self, made: dict[str, Any] | None = None, optional: frozenset[str] = frozenset()) -> None:
        self.made = {} if made is None else made
        self.optional = optional

    def named(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = gm.alias(MODELS[name[0]])
        return self.made[name]

    def step(self, step: Step) -> Any:
        part = self.named(step.name) if step.search is None else MODELS[step.name[0]]
        directed = {"out": gm.outgoing, "in": gm.incoming, "either": gm.either}[step.way](part)
        if step.search is None:
            return directed
        where = [] if step.heavier is None else [gm.col(MODELS[step.name[0]].weight) > step.heavier]
        if step.search == "hops":
            self.made[step.name] = gm.hops(directed, step.least, step.most, where=where)
        else:
            self.made[step.name] = getattr(gm, step.search)(directed, step.most, where=where)
        return self.made[step.name]

    def chain(self, query: Any, chain: Chain) -> Any:
        parts: list[Any] = [self.named(chain.nodes[0])]
        for step, node in zip(chain.steps, chain.nodes[1:], strict=True):
            parts += [self.step(step), self.named(node)]
        where = [self.condition(each) for each in chain.where]
        return (query.optional if chain.optional else query.match)(*parts, where=where)

    def sub(self, chain: Chain, conditions: tuple[Any, ...] = ()) -> Any:
        query = self.chain(empty(), chain)
        return query.where(*(self.condition(each) for each in conditions))

    def condition(self, asked: Any) -> Any:
        match asked:
            case ("size", name, sign, number):
                return OPERATORS[sign](self.value(name), number)
            case ("less", a, b):
                return self.named(a).key < self.named(b).key
            case ("same", a, b):
                return self.named(a).size == self.named(b).size
            case ("missing", name):
                return self.named(name).key == None  # noqa: E711
            case ("length", name, sign, number):
                return OPERATORS[sign](gm.length(self.named(name)), number)
            case ("not", inner):
                return gm.not_(self.condition(inner))
            case ("or", a, b):
                return self.condition(a) | self.condition(b)
            case ("exists", chain, inner):
                return gm.exists(self.sub(chain, inner))
            case ("counted", chain, inner, sign, number):
                return OPERATORS[sign](gm.count(self.sub(chain, inner)), number)
            case (("any" | "all" | "none" | "single") as quantifier, chain, inner):
                return getattr(gm, quantifier)(self.sub(chain), *(self.condition(each) for each in inner))
            case ("in", name, chain, of):
                query = self.chain(gm.select(self.named(of).size), chain)
                return gm.in_(self.value(name), gm.subquery(query))
            case _:
                raise AssertionError(asked)

    def value(self, name: str) -> Any:
        part = self.named(name)
        return part.size if name[0] in "lc" else part.weight

    def column(self, asked: Any) -> Any:
        match asked:
            case ("key", name):
                return self._maybe(name, self.named(name).key if name[0] in "lc" else self.named(name).number)
            case ("value", name):
                return self._maybe(name, self.value(name))
            case ("part", name):
                return self._maybe(name, self.named(name))
            case ("length", name):
                return self._maybe(name, gm.length(self.named(name)))
            case ("nodes", name):
                return self._maybe(name, gm.nodes(self.named(name)))
            case ("edges", name):
                return self._maybe(name, gm.relationships(self.named(name)))
            case ("count",):
                return gm.count()
            case ("count", name, distinct):
                return gm.count(self.named(name), distinct=distinct)
            case ("collect", name):
                return gm.collect(self.value(name))
            case ("exists", chain, inner):
                return gm.exists(self.sub(chain, inner))
            case ("counted", chain, inner):
                return gm.count(self.sub(chain, inner))
            case ("rows", chain, columns, most):
                query = self.chain(gm.select(*map(self.column, columns)), chain)
                return gm.subquery(query.order_by(*map(self.column, columns)).limit(most))
            case _:
                raise AssertionError(asked)

    def _maybe(self, name: str, value: Any) -> Any:
        return gm.maybe(value) if name in self.optional else value


def empty() -> Any:
    """A query without anything."""
    return cast("Any", gm.Query)(())


def as_query(asked: Question) -> Any:
    """The question as a query."""
    there = {name for chain in asked.chains if not chain.optional for name in names_of(chain)}
    asking = Asking(optional=frozenset({name for chain in asked.chains for name in names_of(chain)} - there))
    query: Any = empty()
    for chain in asked.chains:
        query = asking.chain(query, chain)
    query = query.where(*map(asking.condition, asked.conditions))
    query = replace(query, columns=tuple(map(asking.column, asked.columns)))
    if asked.day is not None:
        query = query.as_of(asked.day)
    if asked.distinct:
        query = query.distinct()
    if asked.having:
        query = query.having(*(OPERATORS[sign](asking.column(column), number) for column, sign, number in asked.having))
    if asked.union is not None:
        query = gm.union(query, as_query(asked.union), all=asked.all)
    if asked.limit is not None:
        query = query.order_by(*query.columns).skip(asked.limit[0]).limit(asked.limit[1])
    return query


def names_of(chain: Chain) -> list[str]:
    """The names that a chain gives."""
    return [*chain.nodes, *(step.name for step in chain.steps)]


# --- in plain Python ----------------------------------------------------------------------------------------------------

Row = dict[str, Any]


class Answering:
    """Answers a question from the data."""

    def __init__(self, data: Data, day: str | None) -> None:
        self.data, self.day = data, None if day is None else date.fromisoformat(day)

    def holds(self, thing: Thing) -> bool:
        return self.day is None or thing.valid is None or thing.valid.possibly_on(self.day)

    def rows(self, chains: tuple[Chain, ...], row: Row) -> list[Row]:
        rows = [row]
        for chain in sorted(chains, key=lambda chain: chain.optional):
            following: list[Row] = []
            for each in rows:
                found = [r for r in self.chain(chain, each) if all(self.condition(c, r) is True for c in chain.where)]
                if chain.optional and not found:
                    found = [{**dict.fromkeys(names_of(chain)), **each}]
                following += found
            rows = following
        return rows

    def chain(self, chain: Chain, row: Row) -> Iterator[Row]:
        """The steps that are searched for their shortest way come last, as the library does."""
        shortest = [i for i, step in enumerate(chain.steps) if step.search in ("shortest", "all_shortest")]
        others = [i for i in range(len(chain.steps)) if i not in shortest]
        for each in self.walked(chain, others, row, frozenset()):
            yield from self.searched(chain, shortest, each)

    def node(self, name: str, row: Row) -> Iterator[Row]:
        if name not in row:
            yield from (
                {**row, name: thing} for thing in self.data.nodes if thing.kind == name[0] and self.holds(thing)
            )
        elif row[name] is not None:
            yield row

    def ends(self, chain: Chain, i: int, row: Row) -> Iterator[Row]:
        for each in self.node(chain.nodes[i], row):
            yield from self.node(chain.nodes[i + 1], each)

    def walked(self, chain: Chain, left: list[int], row: Row, used: frozenset[Thing]) -> Iterator[Row]:
        if not left:
            yield row
            return
        i, step = left[0], chain.steps[left[0]]
        for each in self.ends(chain, i, row):
            start, end = each[chain.nodes[i]], each[chain.nodes[i + 1]]
            for way, there in self.ways(step, start, used):
                if there == end:
                    found = way[0] if step.search is None else (start, way)
                    yield from self.walked(chain, left[1:], {**each, step.name: found}, used | set(way))

    def searched(self, chain: Chain, left: list[int], row: Row) -> Iterator[Row]:
        if not left:
            yield row
            return
        i, step = left[0], chain.steps[left[0]]
        for each in self.ends(chain, i, row):
            start, end = each[chain.nodes[i]], each[chain.nodes[i + 1]]
            found = [] if start == end else self.shortest(step, start, end)
            for way in found[:1] if step.search == "shortest" else found:
                yield from self.searched(chain, left[1:], {**each, step.name: (start, way)})

    def edges(self, step: Step, at: Thing) -> Iterator[tuple[Thing, Thing]]:
        for edge in self.data.edges:
            if edge.kind != step.name[0] or not self.holds(edge):
                continue
            if (
                step.search is not None
                and step.heavier is not None
                and not (edge.size is not None and edge.size > step.heavier)
            ):
                continue
            if step.way != "in" and edge.start == at:
                yield edge, edge.end
            if step.way != "out" and edge.end == at and not (step.way == "either" and edge.start == edge.end):
                yield edge, edge.start

    def ways(self, step: Step, at: Thing, used: frozenset[Thing]) -> Iterator[tuple[tuple[Thing, ...], Thing]]:
        """Trails of at least and at most so many edges."""
        pending: list[tuple[tuple[Thing, ...], Thing]] = [((), at)]
        while pending:
            way, end = pending.pop()
            if len(way) >= step.least:
                yield way, end
            if len(way) < step.most:
                for edge, there in self.edges(step, end):
                    if edge not in way and edge not in used and (step.search is None or self.holds(there)):
                        pending.append(((*way, edge), there))

    def shortest(self, step: Step, start: Thing, end: Thing) -> list[tuple[Thing, ...]]:
        level: list[tuple[tuple[Thing, ...], Thing]] = [((), start)]
        for _ in range(step.most):
            level = [
                ((*way, edge), there)
                for way, at in level
                for edge, there in self.edges(step, at)
                if edge not in way and self.holds(there)
            ]
            if found := [way for way, at in level if at == end]:
                return found
        return []

    def condition(self, asked: Any, row: Row) -> Any:
        match asked:
            case ("size", name, sign, number):
                value = None if row[name] is None else row[name].size
                return None if value is None else OPERATORS[sign](value, number)
            case ("less", a, b):
                return None if row[a] is None or row[b] is None else row[a].name < row[b].name
            case ("same", a, b):
                sizes = [None if row[name] is None else row[name].size for name in (a, b)]
                return None if None in sizes else sizes[0] == sizes[1]
            case ("missing", name):
                return row[name] is None
            case ("length", name, sign, number):
                return None if row[name] is None else OPERATORS[sign](len(row[name][1]), number)
            case ("not", inner):
                found = self.condition(inner, row)
                return None if found is None else not found
            case ("or", a, b):
                both = {self.condition(a, row), self.condition(b, row)}
                return True if True in both else None if None in both else False
            case ("exists", chain, inner):
                return bool(self.within(chain, inner, row))
            case ("counted", chain, inner, sign, number):
                return OPERATORS[sign](len(self.within(chain, inner, row)), number)
            case (("any" | "all" | "none" | "single") as quantifier, chain, inner):
                every, fulfilled = len(self.within(chain, (), row)), len(self.within(chain, inner, row))
                return {
                    "any": fulfilled > 0,
                    "all": fulfilled == every,
                    "none": fulfilled == 0,
                    "single": fulfilled == 1,
                }[quantifier]
            case ("in", name, chain, of):
                value = None if row[name] is None else row[name].size
                values = [None if r[of] is None else r[of].size for r in self.rows((chain,), row)]
                if value is None:
                    return None if values else False
                return True if value in values else None if None in values else False
            case _:
                raise AssertionError(asked)

    def within(self, chain: Chain, inner: tuple[Any, ...], row: Row) -> list[Row]:
        return [r for r in self.rows((chain,), row) if all(self.condition(c, r) is True for c in inner)]

    def column(self, asked: Any, row: Row) -> Any:
        match asked:
            case ("key", name):
                return None if row[name] is None else row[name].name
            case ("value", name):
                return None if row[name] is None else row[name].size
            case ("part", name):
                return seen_as(row[name])
            case ("length", name):
                return None if row[name] is None else len(row[name][1])
            case ("nodes", name):
                return None if row[name] is None else tuple(map(seen_as, nodes_of(row[name])))
            case ("edges", name):
                return None if row[name] is None else tuple(map(seen_as, row[name][1]))
            case ("exists", chain, inner):
                return bool(self.within(chain, inner, row))
            case ("counted", chain, inner):
                return len(self.within(chain, inner, row))
            case ("rows", chain, columns, most):
                found = [tuple(self.column(c, r) for c in columns) for r in self.rows((chain,), row)]
                cut = sorted(found, key=lambda values: list(map(sorting, values)))[:most]
                return tuple(cut) if len(columns) > 1 else tuple(values[0] for values in cut)
            case _:
                raise AssertionError(asked)

    def aggregate(self, asked: Any, rows: list[Row]) -> Any:
        match asked:
            case ("count",):
                return len(rows)
            case ("count", name, distinct):
                there = [row[name] for row in rows if row[name] is not None]
                return len(set(there)) if distinct else len(there)
            case ("collect", name):
                return tuple(
                    sorted(row[name].size for row in rows if row[name] is not None and row[name].size is not None)
                )
            case _:
                raise AssertionError(asked)


def seen_as(thing: Thing | None) -> Any:
    """What two answers compare of a node or relationship."""
    if thing is None:
        return None
    return (thing.name,) if thing.start is None else (thing.start.name, thing.end.name, thing.name)


def nodes_of(found: Any) -> list[Thing]:
    """The nodes of a way."""
    at, way = found
    nodes = [at]
    for edge in way:
        at = edge.end if edge.start == at else edge.start
        nodes.append(at)
    return nodes


def sorting(value: Any) -> Any:
    """Nulls come last."""
    return (value is None, 0 if value is None else value)


def is_aggregate(column: Any) -> bool:
    """Whether a column speaks of a group."""
    return column[0] in ("count", "collect")


def answer(asked: Question, data: Data) -> list[tuple[Any, ...]]:
    """The rows of a question; in order if it has limits."""
    answering = Answering(data, asked.day)
    rows = [
        r for r in answering.rows(asked.chains, {}) if all(answering.condition(c, r) is True for c in asked.conditions)
    ]
    if any(map(is_aggregate, asked.columns)) or asked.having:
        keys = [column for column in asked.columns if not is_aggregate(column)]
        groups: dict[Any, list[Row]] = defaultdict(list)
        for row in rows:
            groups[tuple(answering.column(key, row) for key in keys)].append(row)
        if not keys and not groups:
            groups[()] = []
        found: list[tuple[Any, ...]] = []
        for key, members in groups.items():
            if all(
                OPERATORS[sign](answering.aggregate(column, members), number) for column, sign, number in asked.having
            ):
                values = iter(key)
                found.append(
                    tuple(answering.aggregate(c, members) if is_aggregate(c) else next(values) for c in asked.columns)
                )
    else:
        found = [tuple(answering.column(c, row) for c in asked.columns) for row in rows]
        found = list(dict.fromkeys(found)) if asked.distinct else found
    if asked.union is not None:
        found += answer(asked.union, data)
        found = found if asked.all else list(dict.fromkeys(found))
    if asked.limit is not None:
        first, most = asked.limit
        found = sorted(found, key=lambda values: list(map(sorting, values)))[first : first + most]
    return found


def as_found(value: Any) -> Any:
    """What the library gave, as `answer` has it."""
    if isinstance(value, (Land, Club)):
        return (value.key,)
    if isinstance(value, (Joined, Border)):
        return (value.start.key, value.end.key, value.number)
    if isinstance(value, (list, tuple)):
        return tuple(map(as_found, value))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


def comparable(asked: Question, rows: list[Any]) -> Any:
    """Rows of the library, so that they compare with those of `answer`."""
    found = [row if len(asked.columns) > 1 else (row,) for row in rows]
    made = [
        tuple(tuple(sorted(v)) if c[0] == "collect" else as_found(v) for c, v in zip(asked.columns, row, strict=True))
        for row in found
    ]
    return made if asked.limit is not None else Counter(made)


# --- drawing them -------------------------------------------------------------------------------------------------------

SIZES = st.none() | st.integers(0, 3)
YEARS = st.tuples(st.integers(2001, 2004), st.none() | st.integers(2005, 2008))


@st.composite
def graphs(draw: st.DrawFn) -> Data:
    """Up to five lands and three clubs, with relationships between them."""

    def period() -> Period:
        start, end = draw(YEARS)
        return Period(f"{start}") if end is None else Period(f"{start}", f"{end}")

    lands = [Thing("l", f"l{i}", draw(SIZES), period()) for i in range(draw(st.integers(1, 5)))]
    clubs = [Thing("c", f"c{i}", draw(SIZES)) for i in range(draw(st.integers(1, 3)))]
    edges: list[Thing] = []
    for number in range(draw(st.integers(0, 5)) + draw(st.integers(0, 7))):
        border = draw(st.booleans())
        start, end = draw(st.sampled_from(lands)), draw(st.sampled_from(lands if border else clubs))
        edges.append(Thing("b" if border else "j", number, draw(SIZES), period(), start, end))
    return Data([*lands, *clubs], edges)


class _Drawing:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.serial = draw, 0
        self.left = 5  # steps that ways may have in all: the number of ways grows with their power

    def fresh(self, kind: str) -> str:
        self.serial += 1
        return f"{kind}{self.serial}"

    def node(self, kind: str, known: list[str]) -> str:
        old = [name for name in known if name[0] == kind]
        return self.draw(st.sampled_from(old)) if old and self.draw(st.booleans()) else self.fresh(kind)

    def chain(
        self, known: list[str], *, hops: int, start: str | None = None, ways: bool = True, optional: bool = False
    ) -> Chain:
        draw = self.draw
        nodes, steps = [start or self.node(draw(st.sampled_from("lc")), known)], list[Step]()
        for _ in range(draw(st.integers(1, hops))):
            at = nodes[-1][0]
            kind = "j" if at == "c" else draw(st.sampled_from("jb"))
            end = "l" if kind == "b" or at == "c" else "c"
            way = draw(st.sampled_from(["out", "in", "either"])) if kind == "b" else ("in" if at == "c" else "out")
            search = (
                draw(st.sampled_from([None, None, "hops", "hops", "shortest", "all_shortest"]))
                if kind == "b" and ways
                else None
            )
            if optional and search in ("shortest", "all_shortest"):
                search = "hops"
            search = search if self.left else None
            most = draw(st.integers(1, min(3, self.left))) if search else 1
            least = draw(st.integers(0, most)) if search == "hops" else 1
            self.left -= most if search else 0
            heavier = draw(st.none() | st.integers(0, 2)) if search else None
            steps.append(Step(self.fresh(kind), way, search, least, most, heavier))
            nodes.append(self.node(end, [*known, *nodes]))
        return Chain(tuple(nodes), tuple(steps), optional)

    def simple(self, nodes: list[str], ways: list[str]) -> Any:
        draw = self.draw
        kinds = ["size", "size"] + (["less", "same"] if len(nodes) > 1 else []) + (["length"] if ways else [])
        match draw(st.sampled_from(kinds)):
            case "size":
                return (
                    "size",
                    draw(st.sampled_from(nodes)),
                    draw(st.sampled_from(list(OPERATORS))),
                    draw(st.integers(0, 3)),
                )
            case "length":
                return (
                    "length",
                    draw(st.sampled_from(ways)),
                    draw(st.sampled_from(list(OPERATORS))),
                    draw(st.integers(0, 3)),
                )
            case kind:
                return (kind, draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes)))

    def sub(self, nodes: list[str]) -> tuple[Chain, tuple[Any, ...]]:
        chain = self.chain(nodes, hops=2, start=self.draw(st.sampled_from(nodes)))
        inside = [name for name in chain.nodes if name not in nodes] or list(chain.nodes)
        ways = [step.name for step in chain.steps if step.search]
        condition = self.simple([*nodes, *inside], ways)
        return chain, (condition,) if self.draw(st.booleans()) else ()

    def condition(self, nodes: list[str], ways: list[str], depth: int = 1) -> Any:
        draw = self.draw
        match draw(
            st.sampled_from(
                ["simple", "simple", "exists", "counted", "any", "all", "none", "single", "in", "not", "or"]
            )
        ):
            case "not" if depth:
                return ("not", self.condition(nodes, ways, depth - 1))
            case "or" if depth:
                return ("or", self.condition(nodes, ways, depth - 1), self.condition(nodes, ways, depth - 1))
            case "exists":
                return ("exists", *self.sub(nodes))
            case "counted":
                return ("counted", *self.sub(nodes), draw(st.sampled_from(list(OPERATORS))), draw(st.integers(0, 3)))
            case ("any" | "all" | "none" | "single") as quantifier:
                chain, inner = self.sub(nodes)
                return (quantifier, chain, inner or (self.simple([*nodes, *chain.nodes], []),))
            case "in":
                chain, _ = self.sub(nodes)
                return ("in", draw(st.sampled_from(nodes)), chain, chain.nodes[-1])
            case _:
                return self.simple(nodes, ways)

    def question(self, *, whole: bool = True) -> Question:
        draw = self.draw
        chains: list[Chain] = []
        known: list[str] = []
        for _ in range(draw(st.integers(1, 2))):
            chains.append(self.chain(known, hops=3 if not chains else 2))
            known += [name for name in chains[-1].nodes if name not in known]
        there = list(known)
        for _ in range(draw(st.integers(0, 1))):
            chain = self.chain(known, hops=2, start=draw(st.sampled_from(known)), optional=True)
            inside = list(dict.fromkeys(chain.nodes))
            where = (self.simple(inside, [s.name for s in chain.steps if s.search]),) if draw(st.booleans()) else ()
            chains.append(Chain(chain.nodes, chain.steps, True, where))
            known += [name for name in chain.nodes if name not in known]
        ways = [step.name for chain in chains for step in chain.steps if step.search]
        conditions = tuple(self.condition(there, ways) for _ in range(draw(st.integers(0, 2))))
        if len(known) > len(there) and draw(st.booleans()):
            conditions += (draw(st.sampled_from([("missing", known[-1]), ("size", known[-1], ">", 1)])),)
        day = draw(st.none() | st.sampled_from(["2002-06-01", "2005-03-01", "2008-01-01"]))
        if draw(st.integers(0, 3)) == 0:
            return self.grouped(chains, known, conditions, day)
        columns = self.columns(chains, known, there, flat=not whole)
        if not whole:
            return Question(tuple(chains), columns, conditions, day)
        flat = all(column[0] in ("key", "value", "length", "counted") for column in columns)
        limit = draw(st.none() | st.tuples(st.integers(0, 2), st.integers(0, 5))) if flat else None
        distinct = draw(st.booleans())
        return Question(tuple(chains), columns, conditions, day, distinct, (), limit)

    def columns(self, chains: list[Chain], known: list[str], there: list[str], *, flat: bool) -> tuple[Any, ...]:
        draw = self.draw
        plain = [step.name for chain in chains for step in chain.steps if step.search is None]
        ways = [step for chain in chains for step in chain.steps if step.search]
        found: list[Any] = []
        kinds = ["key", "value"] + ([] if flat else ["part", "rows", "counted", "exists"])
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from([*kinds, *(["way"] if ways and not flat else [])]))
            if kind == "way":
                step = draw(st.sampled_from(ways))
                asked = (
                    ["length"] if step.search == "shortest" else ["length", "nodes", "edges"]
                )  # any one of the shortest
                found.append((draw(st.sampled_from(asked)), step.name))
            elif kind in ("counted", "exists"):
                found.append((kind, *self.sub(there)))
            elif kind == "rows":
                chain = self.chain(there, hops=2, start=draw(st.sampled_from(there)))
                found.append(
                    ("rows", chain, (("key", chain.nodes[-1]), ("value", chain.nodes[0])), draw(st.integers(0, 4)))
                )
            else:
                found.append((kind, draw(st.sampled_from([*known, *plain]))))
        return tuple(found)

    def grouped(self, chains: list[Chain], known: list[str], conditions: tuple[Any, ...], day: str | None) -> Question:
        draw = self.draw
        keys = [("key", draw(st.sampled_from(known))) for _ in range(draw(st.integers(0, 2)))]
        aggregates: list[Any] = [
            draw(
                st.sampled_from(
                    [
                        ("count",),
                        ("count", draw(st.sampled_from(known)), draw(st.booleans())),
                        ("collect", draw(st.sampled_from(known))),
                    ]
                )
            )
            for _ in range(draw(st.integers(1, 2)))
        ]
        having: tuple[Any, ...] = ()
        if draw(st.booleans()):
            of = draw(st.sampled_from([("count",), ("count", draw(st.sampled_from(known)), True)]))
            having = ((of, draw(st.sampled_from([">", ">=", "<"])), draw(st.integers(0, 3))),)
        limit = (
            draw(st.none() | st.tuples(st.integers(0, 1), st.integers(0, 4)))
            if all(a[0] == "count" for a in aggregates)
            else None
        )
        return Question(tuple(chains), (*keys, *aggregates), conditions, day, False, having, limit)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """One question."""
    if draw(st.integers(0, 5)) > 0:
        return _Drawing(draw).question()
    one, other = _Drawing(draw).question(whole=False), _Drawing(draw).question(whole=False)
    if len(one.columns) != len(other.columns) or any(map(is_aggregate, (*one.columns, *other.columns))):
        return one
    if any((a[0], a[1][0] in "lc") != (b[0], b[1][0] in "lc") for a, b in zip(one.columns, other.columns, strict=True)):
        return one
    return Question(
        one.chains,
        one.columns,
        one.conditions,
        one.day,
        one.distinct,
        (),
        draw(st.none() | st.just((0, 4))),
        other,
        draw(st.booleans()),
    )
