"""Worlds that are only supposed: one transaction that is never committed."""

from graphmodel.what_if.hypothetical import Hypothetical
from graphmodel.what_if.supposing import Supposing

__all__ = ["Hypothetical", "Supposing"]
