"""The MATCH and WHERE of a query: which part is which variable, which way relationships point, what is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from graphmodel.errors import AmbiguousReference, NotSupported, QueryError
from graphmodel.model import GraphObject, Node, Relationship, RelationshipMapping, mapping_of
from graphmodel.model.codecs import PERIODS, Codec
from graphmodel.model.expressions import Attribute, Combined, Comparison, Constant, Expression, IsNull, Negated
from graphmodel.query import Aggregate, Alias, AsOf, Certain, Count, Hop, Pattern, Query, is_node, model_of, named_parts
from graphmodel.statements.objects import concrete
from graphmodel.statements.statement import labels, quoted


class Scope:
    """The variables of one query, its parameters, and the clauses that its patterns and conditions make."""

    def __init__(self, query: Query[Any]) -> None:
        self.parameters: dict[str, Any] = {}
        self.parts: dict[str, Any] = {}
        """Variable -> the class or alias that it stands for; anonymous ones too."""
        self.ends: dict[str, tuple[str, str, bool]] = {}
        """Variable of a relationship -> variables of its start and end; the last says that it was matched either way."""
        self._ambiguous: set[Any] = set()
        self._variables: dict[Any, str] = {}
        self._days = query.days
        named = [part for value in (*query.columns, *query.conditions, *query.orders) for part in named_parts(value)]
        patterns = query.patterns or (_implied(list({id(p): p for p in named}.values())),)
        self._matches = [self._match(pattern) for pattern in patterns]
        conditions = [condition for each in self._matches for condition in each[1]]
        conditions += [self.text(condition) for condition in query.conditions]
        conditions += [condition for day in query.days for condition in self._holds(day)]
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

    # --- expressions -----------------------------------------------------------------------------------------------

    def text(self, value: Any) -> str:
        """An expression as Cypher, its values as parameters."""
        match value:
            case Attribute():
                return f"{self.variable(value.owner)}.{quoted(value.property.column)}"
            case Constant():
                return self.parameter(value.value)
            case Comparison():
                return self._comparison(value)
            case Combined():
                return (
                    f"({f' {value.operator} '.join(self.text(part) for part in value.parts)})"
                    if value.parts
                    else "false"
                )
            case Negated():
                return f"NOT ({self.text(value.condition)})"
            case IsNull():
                return f"{self.text(value.value)} IS NULL"
            case Count():
                of = "*" if value.of is None else self._counted(value.of)
                return f"count({'DISTINCT ' if value.distinct else ''}{of})"
            case Aggregate():
                if value.function != "collect":
                    refuse_period(value.of)
                return f"{value.function}({'DISTINCT ' if value.distinct else ''}{self.text(value.of)})"
            case Certain():
                return self._certain(value)
            case _:
                raise NotSupported(f"{type(value).__name__} cannot be asked of a graph.")

    def order(self, value: Any) -> str:
        """An expression to sort by.

        Raises:
            QueryError: for a period, which has no place in an order.
        """
        refuse_period(value)
        return self.text(value)

    def _counted(self, of: Any) -> str:
        return self.text(of) if isinstance(of, Expression) else self.variable(of)

    def _comparison(self, value: Comparison) -> str:
        left, right = value.left, value.right
        codec = next((side.property.codec for side in (left, right) if isinstance(side, Attribute)), None)
        if codec is not None and len(codec.suffixes) > 1 and value.operator not in ("=", "<>", "IN"):
            raise QueryError(f"{left} is known only in part and has no order: compare its days in hand-written Cypher.")
        among = value.operator == "IN"
        return f"{self._side(left, codec)} {value.operator} {self._side(right, codec, among=among)}"

    def _side(self, side: Expression, codec: Codec | None, *, among: bool = False) -> str:
        if not isinstance(side, Constant) or codec is None or side.value is None:
            return self.text(side)
        value: Any = side.value
        if among:
            return self.parameter([_stored(each, codec) for each in cast("list[Any]", value)])
        return self.parameter(_stored(value, codec))

    # --- time ------------------------------------------------------------------------------------------------------

    def _holds(self, asked: AsOf) -> list[str]:
        if asked.period is not None:
            periods = [self._period(asked.period)]
        else:
            periods = [f"{variable}.{prefix}" for variable, part in self.parts.items() if (prefix := _valid(part))]
        if not periods:
            raise QueryError("as_of: nothing in the patterns of this query has a field named valid.")
        day = self.parameter(asked.day)
        return [(_certainly if asked.certain else _possibly)(period, day) for period in periods]

    def _certain(self, value: Certain) -> str:
        if not self._days:
            raise QueryError("certain(...) needs the day: add .as_of(day) to the query.")
        prefix = self._period(value.of) if isinstance(value.of, Attribute) else None
        if prefix is None:
            if not (name := _valid(value.of)):
                raise QueryError(f"certain: {_called(value.of)} has no field named valid.")
            prefix = f"{self.variable(value.of)}.{name}"
        return _certainly(prefix, self.parameter(self._days[-1].day))

    def _period(self, attribute: Any) -> str:
        if not isinstance(attribute, Attribute) or attribute.property.codec is not PERIODS:
            raise QueryError(f"{attribute} is no period field.")
        return f"{self.variable(attribute.owner)}.{attribute.property.columns[0].removesuffix('_text')}"


def refuse_period(value: Any) -> None:
    """Refuse to put periods into an order: which of two comes first is a question about one of their days."""
    if isinstance(value, Attribute) and value.property.codec is PERIODS:
        raise QueryError(f"{value} is a period and has no order: name one of its days in hand-written Cypher.")


def _possibly(period: str, day: str) -> str:
    return f"{_prop(period, '_from_earliest')} <= {day} AND {_prop(period, '_to_latest')} > {day}"


def _certainly(period: str, day: str) -> str:
    return f"{_prop(period, '_from_latest')} <= {day} AND {_prop(period, '_to_earliest')} > {day}"


def _prop(period: str, suffix: str) -> str:
    variable, _, name = period.partition(".")
    return f"{variable}.{quoted(name + suffix)}"


def _valid(part: Any) -> str | None:
    """The stored prefix of a part's field `valid`, where it has one that is a period."""
    mapping = getattr(model_of(part), "__graph__", None)
    p = mapping.by_name.get("valid") if mapping is not None else None
    return p.columns[0].removesuffix("_text") if p is not None and p.codec is PERIODS else None


def _stored(value: Any, codec: Codec) -> Any:
    try:
        return codec.encode(value)[0] if not isinstance(value, date) or len(codec.suffixes) == 1 else str(value)
    except (AttributeError, TypeError):
        return value  # compared as it is: a plain text with an enumeration


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
