"""py2neo and its values as modules: they have no types, so everything of theirs is `Any`, from here on and no further."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from graphmodel.errors import MissingExtra


def library(name: str = "py2neo") -> Any:
    """A module of py2neo or of what comes with it.

    Raises:
        MissingExtra: when py2neo is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra("This needs py2neo: pip install 'graphmodel[py2neo]'.") from None
