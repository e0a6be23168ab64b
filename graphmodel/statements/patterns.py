"""The MATCH and WHERE of a query: which part is which variable, and after which clause each condition stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, cast

from graphmodel.errors import AmbiguousReference, QueryError
from graphmodel.model import GraphObject, Node, mapping_of, relationship_mapping_of
from graphmodel.query import Alias, Clock, Hop, Pattern, Query, is_node, is_part, model_of, named
from graphmodel.statements.directions import called, direction, implied
from graphmodel.statements.objects import concrete
from graphmodel.statements.searching import search_call
from graphmodel.statements.statement import SUBQUERY, labels, quoted
from graphmodel.statements.temporal import Temporal
from graphmodel.statements.ways import Direction, Way, arrow, native_shortest, searched_shortest


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A pattern with the variables and directions of its parts."""

    pattern: Pattern
    nodes: tuple[str, ...]
    hops: tuple[str, ...]
    directions: tuple[Direction, ...]


class Patterns(Temporal):
    """The variables of one query, its parameters, and the clauses that its patterns and conditions make."""

    def __init__(self, query: Query[Any], outer: Patterns | None = None, beside: Patterns | None = None) -> None:
        self.query, self._outer = query, outer
        shared = outer or beside  # a query around this one, or another branch of a union: one statement has both
        self.parameters: dict[str, Any] = {} if shared is None else shared.parameters
        self.parts: dict[str, Any] = {}
        """Variable -> the class or alias that it stands for; anonymous ones too, those of a query around this one not."""
        self.ends: dict[str, tuple[str, str, bool]] = {}
        """Variable of a relationship -> variables of its start and end; the last says that it was matched either way."""
        self.requires: set[str] = set() if shared is None else shared.requires
        """What an engine must be able to do, as `Capabilities` names it."""
        self.models: dict[str, tuple[type[GraphObject], ...]] = {}
        """Variable -> the classes that it may be of, where its part does not say so."""
        self.score: str | None = None
        """The variable of the score of a search."""
        self.serial: Iterator[int] = count() if shared is None else shared.serial
        self.variables: dict[Any, str] = {} if outer is None else dict(outer.variables)
        self.ways: dict[Any, Way] = {} if outer is None else dict(outer.ways)
        self.ambiguous: set[Any] = set() if outer is None else set(outer.ambiguous)
        self.bound = set(self.variables.values())
        """The variables that the clauses so far have bound."""
        self._timed: set[Clock] = set()
        """The fields of time that are asked for and that a part has, here or in a sub-query."""
        self.times = query.times if outer is None else (*(t for t in outer.times if t.period is None), *query.times)
        patterns = self._patterns()
        self._placed = [self._place(pattern) for pattern in patterns]
        there = {part for pattern in patterns if not pattern.optional for part in _named(pattern)}
        self.optional = {part for pattern in patterns for part in _named(pattern)} - there
        """The parts and ways that may be missing."""
        if outer is not None:
            self.optional = {part for part in self.optional if part not in outer.variables}
        self._own = there | self.optional
        self._met: set[Any] = set()
        self._waiting = [(set(named(each, deep=True)), each) for each in query.conditions]
        self._waiting += [(set(named(c, deep=True)), c) for p in patterns if not p.optional for c in p.conditions]
        self._waiting_times = [(set(named(asked.period)), asked) for asked in query.times if asked.period is not None]
        self._clauses = list(self._made())

    @property
    def single(self) -> bool:
        """Whether a row is one node and nothing else, so that no node stands in two."""
        return len(self.parts) == 1 and not self.ways and self.query.source is None

    def clauses(self) -> list[str]:
        """The clauses that match, each with its WHERE."""
        return list(self._clauses)

    def also_timed(self, parts: Iterable[Any]) -> None:
        """Take the times for asked that one of these classes has, which are read beside the query."""
        self._timed |= self.clocks(parts)

    def check_times(self) -> None:
        """Refuse a time that says nothing of any part: call it when all of the query is compiled.

        Raises:
            QueryError: naming what the parts lack.
        """
        for asked in self.query.times:
            if asked.period is None and asked.clock not in self._timed:
                raise QueryError(
                    f"{asked.method}: nothing in the patterns of this query has a field named {asked.clock}."
                )

    def parameter(self, value: Any) -> str:
        """The name that a value gets in the statement."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def variable(self, part: Any) -> str:
        """The variable of a class or alias.

        Raises:
            AmbiguousReference: when the class stands twice in the patterns.
            QueryError: when it is not in the patterns.
        """
        if part in self.ambiguous:
            raise AmbiguousReference(
                f"{part.__name__} stands more than once in this query: name each use, a = gm.alias({part.__name__}), and ask that."
            )
        if part not in self.variables:
            if any(hop.part is part for placed in self._placed for hop in placed.pattern.hops):
                raise QueryError(
                    f"{called(part)} stands for several relationships on end here: ask gm.relationships(way), or "
                    "say what each must fulfil with gm.hops(..., where=[...])."
                )
            raise QueryError(f"{called(part)} is not in the patterns of this query: add it with .match(...).")
        return self.variables[part]

    def way(self, hop: Hop[Any]) -> Way:
        """What stands for a way of several relationships.

        Raises:
            QueryError: when it is not in the patterns.
        """
        if hop not in self.ways:
            raise QueryError(
                "This way is not in the patterns of this query: put what gm.hops(...) gave into .match(...)."
            )
        return self.ways[hop]

    # --- naming ----------------------------------------------------------------------------------------------------

    def _patterns(self) -> list[Pattern]:
        """The patterns in the order of their clauses: what is optional comes last, and hangs on a node that is there.

        Raises:
            QueryError: when an optional pattern hangs on nothing, so that each row would come with all that it could be.
        """
        patterns = sorted(self.query.patterns or (self._implied(),), key=lambda pattern: pattern.optional)
        known = set(self.variables)
        for i, pattern in enumerate(patterns):
            if pattern.optional and not known & {*pattern.nodes}:
                if i > 0 or known:
                    raise QueryError(
                        f"optional: none of {', '.join(map(called, pattern.nodes))} is in the patterns before, on which it could "
                        "hang: name the node that they share, a = gm.alias(...), and use that name in both."
                    )
                known.add(pattern.nodes[0])
                patterns = [Pattern((pattern.nodes[0],), ()), *patterns]
            # A class that stands twice is two nodes; an alias is one.
            known |= {node for node in pattern.nodes if isinstance(node, Alias) or len(self.query.patterns) == 1}
        return patterns

    def _implied(self) -> Pattern:
        query = self.query
        # What rows are sorted by is not what they are: the ends of a relationship that is selected, but no relationship more.
        values = (query.columns, query.conditions, query.groups, query.source)
        found = dict.fromkeys(part for value in values for part in named(value) if is_part(part))
        ends = [part for part in named(query.orders) if is_part(part) and is_node(part)]
        found |= dict.fromkeys(ends) if not found or any(not is_node(part) for part in found) else {}
        return implied([part for part in found if part not in self.variables] or list(found))

    def _place(self, pattern: Pattern) -> _Placed:
        nodes = tuple(map(self._name_of_node, pattern.nodes))
        hops, directions = list[str](), list[Direction]()
        for i, hop in enumerate(pattern.hops):
            way = direction(hop, model_of(pattern.nodes[i]), model_of(pattern.nodes[i + 1]))
            variable = self._new(hop.part) if hop.search else self._name(hop.part)
            if hop.search is None:
                left, right = nodes[i], nodes[i + 1]
                self.ends[variable] = (right, left, False) if way == "in" else (left, right, way == "either")
            elif hop in self.ways:
                raise QueryError(
                    "One way stands twice in this query: each gm.hops(...) or gm.shortest(...) is one way."
                )
            else:
                self.ways[hop] = Way(variable, f"nodes(p{variable[1:]})")
            hops.append(variable)
            directions.append(way)
        return _Placed(pattern, nodes, tuple(hops), tuple(directions))

    def _name_of_node(self, part: Any) -> str:
        around = self._outer is not None and part in self._outer.variables
        if part in self.variables and (isinstance(part, Alias) or around):
            return self.variable(part)
        return self._name(part)

    def _name(self, part: Any) -> str:
        if (known := self.variables.get(part)) is not None:
            if isinstance(part, Alias):
                raise QueryError(
                    f"{part} stands twice as a relationship: each relationship of a pattern is another one."
                )
            if known in self.parts:  # of this query; a class of the query around it is hidden by its own
                self.ambiguous.add(part)
        variable = self._new(part)
        self.parts[variable] = part
        self.variables[part] = variable
        return variable

    def _new(self, part: Any) -> str:
        initial = model_of(part).__name__[0].lower()
        return f"{initial if initial.isascii() and initial.isalpha() else 'x'}{next(self.serial)}"

    # --- clauses ---------------------------------------------------------------------------------------------------

    def _made(self) -> Iterator[str]:
        if self.query.source is not None:
            self.score = f"score{next(self.serial)}"
            self.requires.add("fulltext_and_vector_indexes")
            yield search_call(self, self.query.source, self.variable(self.query.source.field.owner), self.score)
        for placed in self._placed:
            if placed.pattern.optional:
                yield from self._optional(placed)
            else:
                yield from self._required(placed)
        yield from _filter(self._ready(everything=True))

    def _required(self, placed: _Placed) -> Iterator[str]:
        searched = [i for i, hop in enumerate(placed.pattern.hops) if hop.search in ("shortest", "all_shortest")]
        later = bool(self.bound)
        paths, conditions = self._paths(placed)
        self._met |= _named(placed.pattern) - {placed.pattern.hops[i] for i in searched}
        conditions += self._ready()
        # The engines' own search fails, or finds a way of no step, where both ends are the same node.
        conditions += [f"{placed.nodes[i]} <> {placed.nodes[i + 1]}" for i in searched]
        if not (paths or conditions or searched):  # a node of the query around alone, in a sub-query
            paths = [f"({placed.nodes[0]})"]
        # The embedded engine asks a condition as soon as the variables outside of its sub-queries are there; in a WITH it waits.
        waiting = [each for each in conditions if (later or len(paths) > 1) and SUBQUERY.search(each) is not None]
        conditions = [each for each in conditions if each not in waiting]
        yield from [_where(f"MATCH {', '.join(paths)}", conditions)] if paths else _filter(conditions)
        yield from _filter(waiting)
        for i in searched:
            clause = self._shortest(placed, i)
            self._met.add(placed.pattern.hops[i])
            yield clause
            yield from _filter(self._ready())

    def _optional(self, placed: _Placed) -> Iterator[str]:
        pattern = placed.pattern
        if any(hop.search in ("shortest", "all_shortest") for hop in pattern.hops):
            if len(pattern.hops) > 1 or pattern.conditions or not {*placed.nodes} <= self.bound:
                raise QueryError(
                    "An optional shortest way stands alone between two nodes that are matched already: "
                    "query.match(a).match(b).optional(a, gm.shortest(R, 5), b); its conditions go into shortest(..., where=[...])."
                )
            yield self._shortest(placed, 0)
        else:
            paths, conditions = self._paths(placed)
            self._met |= _named(pattern)
            conditions += [*map(self.text, pattern.conditions), *self._ready(only_times=True)]
            yield _where(f"OPTIONAL MATCH {', '.join(paths)}", conditions)
        self._met |= _named(pattern)

    def _ready(self, *, everything: bool = False, only_times: bool = False) -> list[str]:
        """The conditions that can be asked now and were not yet."""

        def ready(named: set[Any]) -> bool:
            return everything or not (named & self._own) - self._met

        found: list[str] = []
        if not only_times:
            found += [self.text(condition) for named, condition in self._waiting if ready(named)]
            self._waiting = [each for each in self._waiting if not ready(each[0])]
        for _, asked in [each for each in self._waiting_times if ready(each[0])]:
            found.append(self.holding_by_name(asked))
        self._waiting_times = [each for each in self._waiting_times if not ready(each[0])]
        return found

    def _paths(self, placed: _Placed) -> tuple[list[str], list[str]]:
        """The paths of one MATCH, and what its new parts must fulfil. Each way of several relationships is a path of its own."""
        pattern, conditions, new = placed.pattern, list[str](), dict[str, Any]()
        texts = [self._node(*each, conditions, new) for each in zip(placed.nodes, pattern.nodes, strict=True)]
        bound = {f"({variable})" for variable in placed.nodes if variable not in new}
        paths = [texts[0]]
        for i, (hop, variable, right) in enumerate(zip(pattern.hops, placed.hops, texts[1:], strict=True)):
            if hop.search is None:
                paths[-1] += self._arrow(placed, i, variable) + right
                new[variable] = hop.part
            elif hop.search == "hops":
                steps, nodes = self._on_the_way(hop)
                name = f"p{variable[1:]}"
                left = paths.pop() if paths[-1] == texts[i] else f"({placed.nodes[i]})"
                bounds = f"*{hop.least}..{hop.most}"
                paths += [
                    f"{name} = {left}{self._arrow(placed, i, variable, bounds)}{right}",
                    f"({placed.nodes[i + 1]})",
                ]
                bound.add(paths[-1])
                conditions += [f"all(r IN {variable} WHERE {' AND '.join(steps)})"] if steps else []
                conditions += [f"all(n IN nodes({name}) WHERE {' AND '.join(nodes)})"] if nodes else []
            else:
                paths.append(right)
        paths = [path for path in paths if path not in bound]  # a node alone that is bound by another path adds nothing
        conditions += self._holding(new)
        self.bound |= {*new, *placed.nodes}
        return paths, conditions

    def _node(self, variable: str, part: Any, conditions: list[str], new: dict[str, Any]) -> str:
        if variable in self.bound or variable in new:
            return f"({variable})"
        new[variable] = part
        model = cast("type[Node]", model_of(part))
        mapping = model.__graph__
        if mapping is None:
            found = list(dict.fromkeys(m.key_label for m in concrete(model)))
            if not found:
                mapping_of(model)  # says what is wrong with it
            return f"({variable})" if model is Node else f"({variable}:{'|'.join(map(quoted, found))})"
        # Only the label of the key has an index, so the pattern names that one and the others are tested.
        if len(mapping.labels) > 1:
            conditions.append(f"{variable}{labels(mapping.labels[1:])}")
        return f"({variable}{labels(mapping.labels[:1])})"

    def _arrow(self, placed: _Placed, i: int, variable: str, bounds: str = "") -> str:
        type_ = quoted(relationship_mapping_of(model_of(placed.pattern.hops[i].part)).type)
        return arrow(placed.directions[i], f"{variable}:{type_}{bounds}")

    # --- ways ------------------------------------------------------------------------------------------------------

    def _on_the_way(self, hop: Hop[Any]) -> tuple[list[str], list[str]]:
        """What each relationship `r` and each node `n` of a way must fulfil."""
        hidden = self.variables.get(hop.part)
        self.variables[hop.part] = "r"
        steps = [*self._holding({"r": hop.part}), *map(self.text, hop.conditions)]
        del self.variables[hop.part]
        if hidden is not None:
            self.variables[hop.part] = hidden
        mapping, nodes = relationship_mapping_of(model_of(hop.part)), list[str]()
        for end in dict.fromkeys((*mapping.start, *mapping.end)):
            for each in concrete(end):
                if held := self._holding({"n": each.model}):
                    nodes.append(f"(NOT n:{quoted(each.label)} OR {' AND '.join(held)})")
        return steps, nodes

    def _shortest(self, placed: _Placed, i: int) -> str:
        hop, variable = placed.pattern.hops[i], placed.hops[i]
        left, right, every = placed.nodes[i], placed.nodes[i + 1], hop.search == "all_shortest"
        steps, nodes = self._on_the_way(hop)
        path = f"p{variable[1:]}"
        if not (steps or nodes or placed.pattern.optional or left == right):
            self.ways[hop] = Way(f"relationships({path})", f"nodes({path})")
            step = self._arrow(placed, i, "", f"*..{hop.most}")
            return f"MATCH {native_shortest(path, left, right, step, every=every)}"
        self.ways[hop] = Way(variable, path)
        about = {self.variables[part] for part in named(hop.conditions, deep=True) if part in self.variables}
        return searched_shortest(
            left=left, right=right, way=placed.directions[i], most=self.parameter(hop.most), steps=steps, nodes=nodes,
            type_=quoted(relationship_mapping_of(model_of(hop.part)).type), every=every, optional=placed.pattern.optional,
            imported=sorted({left, right} | (about & self.bound)), names=(variable, path), serial=variable[1:],
        )  # fmt: skip

    def _holding(self, parts: dict[str, Any]) -> list[str]:
        held, clocks = self.holding(parts), self.clocks(parts.values())
        scope: Patterns | None = self
        while scope is not None:
            scope._timed |= clocks  # noqa: SLF001  (others of this class)
            scope = scope._outer  # noqa: SLF001  (its own class)
        return held


def _named(pattern: Pattern) -> set[Any]:
    """What conditions and columns may name of a pattern: its nodes, its relationships, its ways."""
    return {*pattern.nodes, *(hop if hop.search else hop.part for hop in pattern.hops)}


def _where(clause: str, conditions: Sequence[str]) -> str:
    return f"{clause} WHERE {' AND '.join(conditions)}" if conditions else clause


def _filter(conditions: Sequence[str]) -> list[str]:
    return [f"WITH * WHERE {' AND '.join(conditions)}"] if conditions else []
