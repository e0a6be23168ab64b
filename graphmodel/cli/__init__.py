"""The command line: `graphmodel` and `python -m graphmodel`."""

from graphmodel.cli.app import main

__all__ = ["main"]
