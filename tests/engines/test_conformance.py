"""Every engine answers the Cypher cases alike; where one does not, the difference has a name here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, LiteralString, cast

import neo4j
import neo4j.time
import pytest
from neo4j.exceptions import Neo4jError

from ..support.engines import Engine
from .cypher_cases import ANYTHING, CASES, REFUSED, SEED, AnyOrder, Case, Members, Outcome, Statement

# Where the embedded engine is known to differ, and what it does instead. A difference that goes away fails here too.
EMBEDDED_DIFFERS: dict[str, Sequence[Sequence[Any]] | Outcome] = {
    "SHORTEST-1": REFUSED,
    "percentileCont": [[68.0]],  # always a float; Neo4j keeps the integer when it falls on a value
    # An auto-commit statement that fails while its rows are read keeps what it wrote: write in explicit transactions.
    "readonly-atomic": [[1]],
}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_answers_as_neo4j(case: Case, engine: Engine, driver: neo4j.Driver) -> None:
    expected = EMBEDDED_DIFFERS.get(case.name, case.expected) if engine.embedded else case.expected
    with driver.session() as session:
        for statement in [*SEED, *case.before]:
            _prepare(session, statement)
        if expected is REFUSED:
            with pytest.raises(Neo4jError):
                _rows(session, case.query, case.parameters)
            return
        rows = _rows(session, case.query, case.parameters)
    if expected is ANYTHING:
        return
    if isinstance(expected, AnyOrder):
        assert sorted(map(_exact, rows), key=repr) == sorted(map(_exact, expected.rows), key=repr)
    else:
        assert _exact(_unordered(rows, expected)) == _exact(expected)


def test_a_transaction_that_fails_while_read_leaves_nothing(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        with pytest.raises(Neo4jError):
            session.execute_write(lambda tx: tx.run("CREATE (n:Half) WITH n RETURN 1 / 0 AS x").values())
        assert session.run("MATCH (n:Half) RETURN count(n) AS c").values() == [[0]]


def test_cases_are_all_here() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) == 196
    assert set(names) >= EMBEDDED_DIFFERS.keys()


def _prepare(session: neo4j.Session, statement: Statement) -> None:
    nothing: Mapping[str, Any] = {}
    text, parameters = (statement, nothing) if isinstance(statement, str) else statement
    if text.startswith("!"):
        with pytest.raises(Neo4jError):
            _rows(session, text[1:], parameters)
    else:
        _rows(session, text, parameters)


def _rows(session: neo4j.Session, text: str, parameters: Mapping[str, Any]) -> list[list[Any]]:
    # Auto-commit: CALL { } IN TRANSACTIONS takes no other. The cases' text is literal, if not to the checker.
    return session.run(cast("LiteralString", text), dict(parameters)).values()


def _unordered(got: Any, expected: Any) -> Any:
    """`got`, with each list that is expected as `Members` put into that form."""
    if isinstance(expected, Members):
        return Members(got)
    if isinstance(got, list) and isinstance(expected, list):
        pairs = zip_longest(cast("list[Any]", got), cast("list[Any]", expected))
        return [_unordered(one, other) for one, other in pairs]
    return cast("Any", got)


def _exact(value: Any) -> Any:
    """A form in which 1, 1.0 and true differ, as they do in Cypher; dates as their text."""
    if isinstance(value, list):
        return [_exact(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, Members):
        return ("members", sorted(value.values))
    if isinstance(value, neo4j.time.Date):
        return ("str", value.iso_format())
    return (type(value).__name__, value)
