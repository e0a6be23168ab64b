"""The MATCH and WHERE of a query: which part is which variable, which way relationships point, what is asked of them."""

from __future__ import annotations

from typing import Any, cast

from graphmodel.errors import AmbiguousReference, QueryError
from graphmodel.model import GraphObject, Node, Relationship, RelationshipMapping, mapping_of
from graphmodel.query import Alias, Hop, Pattern, Query, is_node, model_of, named_parts
from graphmodel.statements.objects import concrete
from graphmodel.statements.statement import labels, quoted
from graphmodel.statements.temporal import Temporal


class Scope(Temporal):
    """The variables of one query, its parameters, and the clauses that its patterns and conditions make."""

    def __init__(self, query: Query[Any]) -> None:
        self.parameters: dict[str, Any] = {}
        self.parts: dict[str, Any] = {}
        """Variable -> the class or alias that it stands for; anonymous ones too."""
        self.ends: dict[str, tuple[str, str, bool]] = {}
        """Variable of a relationship -> variables of its start and end; the last says that it was matched either way."""
        self._ambiguous: set[Any] = set()
        self._variables: dict[Any, str] = {}
        self.times = query.times
        named = [part for value in (*query.columns, *query.conditions, *query.orders) for part in named_parts(value)]
        patterns = query.patterns or (_implied(list({id(p): p for p in named}.values())),)
        self._matches = [self._match(pattern) for pattern in patterns]
        conditions = [condition for each in self._matches for condition in each[1]]
        conditions += [self.text(condition) for condition in query.conditions]
        conditions += [*self.holding(self.parts), *self.holding_by_name()]
        self.check_times(self.parts.values())
        self._conditions = conditions

    def clauses(self) -> list[str]:
        """The MATCH clauses and the WHERE."""
        text = [match for match, _ in self._matches]
        return [*text, f"WHERE {' AND '.join(self._conditions)}"] if self._conditions else text

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
        if part in self._ambiguous:
            raise AmbiguousReference(
                f"{part.__name__} stands more than once in this query: name each use, a = gm.alias({part.__name__}), and ask that."
            )
        if part not in self._variables:
            raise QueryError(f"{_called(part)} is not in the patterns of this query: add it with .match(...).")
        return self._variables[part]

    # --- patterns --------------------------------------------------------------------------------------------------

    def _match(self, pattern: Pattern) -> tuple[str, list[str]]:
        conditions: list[str] = []
        nodes = [self._node(part, conditions) for part in pattern.nodes]
        text = nodes[0][1]
        for i, hop in enumerate(pattern.hops):
            variable, type_ = self._name(hop.part), cast("RelationshipMapping", mapping_of(model_of(hop.part))).type
            way = hop.way or _direction(hop, model_of(pattern.nodes[i]), model_of(pattern.nodes[i + 1]))
            left, right = nodes[i][0], nodes[i + 1][0]
            self.ends[variable] = (right, left, False) if way == "in" else (left, right, way == "either")
            arrow = f"[{variable}:{quoted(type_)}]"
            text += {"out": f"-{arrow}->", "in": f"<-{arrow}-", "either": f"-{arrow}-"}[way] + nodes[i + 1][1]
        return f"MATCH {text}", conditions

    def _node(self, part: Any, conditions: list[str]) -> tuple[str, str]:
        model = cast("type[Node]", model_of(part))
        if isinstance(part, Alias) and part in self._variables:
            variable = self._variables[part]
            return variable, f"({variable})"
        variable = self._name(part)
        mapping = model.__graph__
        if mapping is None:
            found = list(dict.fromkeys(m.key_label for m in concrete(model)))
            if not found:
                mapping_of(model)  # says what is wrong with it
            return variable, f"({variable})" if model is Node else f"({variable}:{'|'.join(map(quoted, found))})"
        # Only the label of the key has an index, so the pattern names that one and the others are tested.
        if len(mapping.labels) > 1:
            conditions.append(f"{variable}{labels(mapping.labels[1:])}")
        return variable, f"({variable}{labels(mapping.labels[:1])})"

    def _name(self, part: Any) -> str:
        initial = model_of(part).__name__[0].lower()
        variable = f"{initial if initial.isascii() and initial.isalpha() else 'x'}{len(self.parts)}"
        if part in self._variables:
            if isinstance(part, Alias):
                raise QueryError(
                    f"{part} stands twice as a relationship: each relationship of a pattern is another one."
                )
            self._ambiguous.add(part)
        self.parts[variable] = part
        self._variables[part] = variable
        return variable


def _direction(hop: Hop, left: type[GraphObject], right: type[GraphObject]) -> Any:
    mapping = cast("RelationshipMapping", mapping_of(model_of(hop.part)))
    out = _fits(left, mapping.start) and _fits(right, mapping.end)
    back = _fits(right, mapping.start) and _fits(left, mapping.end)
    name = mapping.model.__name__
    if out and back:
        raise AmbiguousReference(
            f"{name} may point either way here: write gm.outgoing({name}), gm.incoming({name}) or gm.either({name})."
        )
    if not out and not back:
        raise QueryError(
            f"{name} goes from {_names(mapping.start)} to {_names(mapping.end)}: not between {left.__name__} and {right.__name__}."
        )
    return "out" if out else "in"


def _fits(model: type[GraphObject], allowed: tuple[type[Node], ...]) -> bool:
    return any(issubclass(model, each) or issubclass(each, model) for each in allowed)


def _names(models: tuple[type[Node], ...]) -> str:
    return " or ".join(model.__name__ for model in models)


def _called(part: Any) -> str:
    return getattr(part, "__name__", repr(part))


def _implied(named: list[Any]) -> Pattern:
    """The pattern of a query without `match`: one node, or one relationship with its ends."""
    nodes = [part for part in named if is_node(part)]
    hops = [part for part in named if not is_node(part)]
    if len(nodes) == 1 and not hops:
        return Pattern((nodes[0],), ())
    if len(hops) == 1 and len(nodes) <= 2:
        mapping = cast("RelationshipMapping", mapping_of(cast("type[Relationship[Any, Any]]", model_of(hops[0]))))
        ends: list[Any] = [None, None]
        for node in nodes:
            fits = [i for i, end in enumerate((mapping.start, mapping.end)) if _fits(model_of(node), end)]
            if len(fits) != 1 or ends[fits[0]] is not None:
                raise AmbiguousReference(
                    f"{_called(node)} does not fit exactly one end of {mapping.model.__name__}: say which with .match(...)."
                )
            ends[fits[0]] = node
        for i, end in enumerate((mapping.start, mapping.end)):
            ends[i] = ends[i] or Alias(end[0] if len(end) == 1 else Node)  # the type alone says what may stand there
        return Pattern((ends[0], ends[1]), (Hop(hops[0], "out"),))
    raise QueryError(
        "Say how these hang together with .match(node, relationship, node, ...): " + ", ".join(map(_called, named))
    )
