"""Ways of several relationships as Cypher: variable length, and the shortest among those that fulfil a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["out", "in", "either"]
_BACK: dict[Direction, Direction] = {"out": "in", "in": "out", "either": "either"}


@dataclass(frozen=True, slots=True)
class Way:
    """What stands for a way in expressions: the list of its relationships, and that of its nodes."""

    relationships: str
    nodes: str


def arrow(way: Direction, inside: str) -> str:
    """A relationship between two nodes.

    >>> arrow("in", "m:MEMBER_OF")
    '<-[m:MEMBER_OF]-'
    """
    return {"out": f"-[{inside}]->", "in": f"<-[{inside}]-", "either": f"-[{inside}]-"}[way]


def native_shortest(path: str, left: str, right: str, step: str, *, every: bool) -> str:
    """The engine's own search, for ways on which there is no condition."""
    return f"{path} = {'allShortestPaths' if every else 'shortestPath'}(({left}){step}({right}))"


def searched_shortest(  # noqa: PLR0913  (each is one blank of the text)
    *, left: str, right: str, way: Direction, type_: str, most: str, steps: list[str], nodes: list[str],
    every: bool, optional: bool, imported: list[str], names: tuple[str, str], serial: str,
) -> str:  # fmt: skip
    """A search that goes only where the conditions hold on steps (relationships `r`) and nodes (`n`), as `CALL (...) { ... }`.

    The embedded engine tests the shortest way after it has found it, so that a longer one that would pass is missed.
    This is the same on each engine: level by level from `left`, each node once, to `right`; then back along the levels.
    """
    seen, far, ways, way_ = (f"{name}{serial}" for name in ("seen", "far", "ways", "way"))
    back = "".join(f" AND {each}" for each in steps)
    tests = back + "".join(f" AND {each}" for each in nodes)
    found = f"[w IN {ways} WHERE size(w[1]) > 0]"
    rows = f"CASE WHEN size({far}) = 0 OR {far}[0] = 0 THEN [[null, null, null]] ELSE {ways} END" if optional else found
    return "\n".join([
        f"CALL ({', '.join(imported)}) {{",
        f"  WITH *, reduce({seen} = [[{left}, 0]], i IN range(1, {most}) |",
        f"    CASE WHEN any(s IN {seen} WHERE s[0] = {right}) THEN {seen} ELSE {seen} + COLLECT {{",
        f"      UNWIND [s IN {seen} WHERE s[1] = i - 1 | s[0]] AS x",
        f"      MATCH (x){arrow(way, f'r:{type_}')}(n) WHERE none(s IN {seen} WHERE s[0] = n){tests}",
        f"      RETURN DISTINCT [n, i] AS reached }} END) AS {seen}",
        f"  WITH *, [s IN {seen} WHERE s[0] = {right} | s[1]] AS {far}",
        f"  WITH *, reduce({ways} = [[{right}, [], [{right}]]],",
        f"    i IN CASE WHEN size({far}) = 0 THEN [] ELSE range(1, {far}[0]) END |",
        f"    COLLECT {{ UNWIND {ways} AS w UNWIND [w[0]] AS x",
        f"      MATCH (x){arrow(_BACK[way], f'r:{type_}')}(n)",
        f"      WHERE any(s IN {seen} WHERE s[0] = n AND s[1] = {far}[0] - i){back}",
        f"      RETURN [n, [r] + w[1], [n] + w[2]] AS longer{'' if every else ' LIMIT 1'} }}) AS {ways}",
        f"  UNWIND {rows} AS {way_}",
        f"  RETURN {way_}[1] AS {names[0]}, {way_}[2] AS {names[1]}",
        "}",
    ])  # fmt: skip
