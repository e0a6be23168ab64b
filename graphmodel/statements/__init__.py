"""Questions, writes and schemas as statements: text, parameters, and how to read the answer. Pure: nothing is sent."""

from graphmodel.statements.objects import unexpected
from graphmodel.statements.periods import holds
from graphmodel.statements.reading import compile, explain  # noqa: A004  (used as gm.compile)
from graphmodel.statements.statement import Counters, Result, Statement

__all__ = ["Counters", "Result", "Statement", "compile", "explain", "holds", "unexpected"]
