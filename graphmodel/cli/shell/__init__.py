"""`graphmodel shell`: Cypher and analyses in one place, with completion, a history, and statements that can be stopped."""

from graphmodel.cli.shell.prompting import shell

__all__ = ["shell"]
