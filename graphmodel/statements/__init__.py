"""Questions, writes and schemas as statements: text, parameters, and how to read the answer. Pure: nothing is sent."""

from graphmodel.statements.loading import related
from graphmodel.statements.objects import unexpected
from graphmodel.statements.paging import Page
from graphmodel.statements.periods import holds
from graphmodel.statements.program import Program, ask
from graphmodel.statements.reading import compile, explain
from graphmodel.statements.statement import Counters, Notification, Result, Statement

__all__ = [
    "Counters",
    "Notification",
    "Page",
    "Program",
    "Result",
    "Statement",
    "ask",
    "compile",
    "explain",
    "holds",
    "related",
    "unexpected",
]
