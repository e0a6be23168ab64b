"""What a shell knows to complete: keywords, what is in the graph, analyses with their parameters, and commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphmodel.cli import completing

if TYPE_CHECKING:
    from graphmodel.analyses import Header, Parameter
    from graphmodel.world import World

KEYWORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "ORDER BY", "LIMIT", "SKIP", "DISTINCT", "UNWIND", "AS", "AND", "OR",
    "NOT", "XOR", "IN", "IS NULL", "IS NOT NULL", "STARTS WITH", "ENDS WITH", "CONTAINS", "EXISTS", "COUNT", "COLLECT", "CASE",
    "WHEN", "THEN", "ELSE", "END", "UNION", "UNION ALL", "CALL", "YIELD", "CREATE", "MERGE", "SET", "REMOVE", "DELETE",
    "DETACH DELETE", "ON CREATE SET", "ON MATCH SET", "FOREACH", "EXPLAIN", "PROFILE", "ASC", "DESC", "TRUE", "FALSE", "NULL",
)  # fmt: skip
FUNCTIONS = (
    "count(", "collect(", "sum(", "avg(", "min(", "max(", "size(", "coalesce(", "date(", "labels(", "type(", "properties(",
    "keys(", "nodes(", "relationships(", "length(", "shortestPath(", "toLower(", "toUpper(", "toString(", "toInteger(",
    "toFloat(", "split(", "substring(", "trim(", "range(", "head(", "last(", "any(", "all(", "none(", "single(", "reduce(",
)  # fmt: skip
BEGINNINGS = frozenset({
    "ALTER", "CALL", "CREATE", "CYPHER", "DEALLOCATE", "DELETE", "DENY", "DETACH", "DROP", "DRYRUN", "ENABLE", "EXPLAIN", "FILTER",
    "FINISH", "FOR", "FOREACH", "GRANT", "INSERT", "LET", "LIMIT", "LOAD", "MATCH", "MERGE", "NODETACH", "OFFSET", "OPTIONAL",
    "ORDER", "PROFILE", "REALLOCATE", "REMOVE", "RENAME", "RETURN", "REVOKE", "SET", "SHOW", "SKIP", "START", "STOP", "TERMINATE",
    "UNWIND", "USE", "USING", "WHEN", "WITH",
})  # fmt: skip
"""The words that a statement begins with, in Neo4j or the embedded engine; of reading, writing and ruling a database."""
FIRST = re.compile(r"\s*(\w*)")
WORD = re.compile(r"[\w.:$-]*$")
DECLARED = re.compile(r"[(\[]\s*(\w+)\s*:\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to put in place of the last so many characters, and what it is."""

    text: str
    replaces: int
    about: str = ""


@dataclass(slots=True)
class Words:
    """What there is: labels and types with their properties, analyses, commands of the shell with the words that they take."""

    labels: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    types: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    analyses: Mapping[str, Header] = field(default_factory=dict[str, "Header"])
    commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def offers(self, text: str, parameters: Iterable[str] = ()) -> Iterator[Offer]:
        """What may come at the end of a text.

        Args:
            text: all that was typed up to there.
            parameters: names of parameters that are set.

        >>> words = Words(labels={"State": ("key", "name")}, types={"MEMBER_OF": ("status",)}, commands={"help": ()})
        >>> for typed in ("MATCH (s:St", "MATCH (s:State) RETURN s.n", "MATCH (s)-[:MEM", ":he"):
        ...     print([offer.text for offer in words.offers(typed)])
        ['State']
        ['name']
        ['MEMBER_OF']
        ['help']
        """
        if text.lstrip().startswith(":"):
            yield from self._of_command(text.lstrip()[1:])
            return
        first, space, rest = text.lstrip().partition(" ")
        if space and first in self.analyses:
            yield from self._of_analysis(self.analyses[first], rest)
            return
        yield from self._of_cypher(text, parameters)

    def _of_command(self, text: str) -> Iterator[Offer]:
        name, space, rest = text.partition(" ")
        if not space:
            yield from _begun(name, self.commands, "command")
        elif name in {"help", "analyses"}:
            yield from _begun(rest, self.analyses, "analysis")
        else:
            yield from _begun(rest, self.commands.get(name, ()), "")

    def _of_analysis(self, header: Header, rest: str) -> Iterator[Offer]:
        before, _, typed = rest.rpartition(" ")
        try:
            words = shlex.split(before)
        except ValueError:  # within quotes
            return
        name, equals, value = typed.partition("=")
        if equals:
            for parameter in header.parameters:
                if parameter.name == name:
                    yield from _values(parameter, value)
            return
        given = {word.partition("=")[0] for word in words if "=" in word}
        given |= {each.name for each, word in zip(header.parameters, words, strict=False) if "=" not in word}
        for parameter in header.parameters:
            if parameter.name.startswith(typed) and parameter.name not in given:
                yield Offer(f"{parameter.name}=", len(typed), parameter.meaning)
        # A value without a name is that of the parameter in its place.
        for parameter in header.parameters[len(words) : len(words) + 1]:
            if parameter.name not in given:
                yield from _values(parameter, typed)

    def _of_cypher(self, text: str, parameters: Iterable[str]) -> Iterator[Offer]:
        found = WORD.search(text)
        word = found.group() if found else ""
        before = text[: len(text) - len(word)]
        if word.startswith("$"):
            yield from (Offer(f"${name}", len(word), "parameter") for name in parameters if name.startswith(word[1:]))
        elif ":" in word:
            begun = word.rpartition(":")[2]
            in_relationship = before.rfind("[") > before.rfind("]") and before.rfind("[") > before.rfind("(")
            known, about = (self.types, "relationship") if in_relationship else (self.labels, "label")
            yield from _begun(begun, known, about)
        elif "." in word:
            variable, _, begun = word.partition(".")
            meant = [kind for name, kind in DECLARED.findall(text) if name == variable]
            every = {**self.labels, **self.types}
            of = [every[kind] for kind in meant if kind in every] or list(every.values())
            yield from _begun(begun, dict.fromkeys(name for names in of for name in names), ", ".join(meant))
        elif word:
            if not before.strip():
                yield from _begun(word, self.analyses, "analysis")
            for known, about in ((KEYWORDS, ""), (FUNCTIONS, "function")):
                begun = word.casefold()
                yield from (Offer(name, len(word), about) for name in known if name.casefold().startswith(begun))


def begins_cypher(text: str) -> bool:
    """Whether a text may be Cypher by its first word. What begins with no word, as a comment does, is left to the engine.

    >>> [begins_cypher(text) for text in ("match(n) RETURN n", "// all of them", "co_membershp Iran")]
    [True, True, False]
    """
    found = FIRST.match(text)
    word = found.group(1) if found else ""
    return not word or word.upper() in BEGINNINGS


def words_of(world: World, commands: Mapping[str, tuple[str, ...]]) -> Words:
    """What a world knows: its models, and labels and types that are in its graph without one."""
    from graphmodel.analyses import ANALYSES
    from graphmodel.errors import EngineError
    from graphmodel.model import mapping_of
    from graphmodel.model.mapping import NodeMapping

    words = Words(analyses={name: each.header for name, each in ANALYSES.items()}, commands=commands)
    for model in world.models:
        mapping = mapping_of(model)
        if isinstance(mapping, NodeMapping):
            words.labels[mapping.label] = mapping.columns
        else:
            words.types[mapping.type] = mapping.columns
    for text, known in (("CALL db.labels()", words.labels), ("CALL db.relationshipTypes()", words.types)):
        try:
            for row in world.records(text, reads=True):
                known.setdefault(str(next(iter(row.values()))), ())
        except EngineError:  # then those of the models will do
            continue
    return words


def _values(parameter: Parameter, begun: str) -> Iterator[Offer]:
    one = begun.rpartition(",")[2]
    known = completing.values(parameter.type, parameter.choices)
    return (Offer(word, len(one), about) for word, about in (known(one) if known else ()))


def _begun(begun: str, known: Iterable[str], about: str) -> Iterator[Offer]:
    return (Offer(name, len(begun), about) for name in sorted(known) if name.casefold().startswith(begun.casefold()))
