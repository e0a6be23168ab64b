"""The time that a query is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day asked for, for every part with a field `valid`, or for the named period alone."""

    day: date
    period: Any
    certain: bool
