"""The parts of a field that a query can name: the days of a period or a partial date, the fields of a nested value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from graphmodel.model.codecs import PARTIAL_DATES, PERIODS, TEMPORAL
from graphmodel.model.periods import Bounds

if TYPE_CHECKING:
    from graphmodel.model.properties import Property


@lru_cache(maxsize=1024)
def parts_of(field: Property) -> Mapping[str, Property]:
    """Name -> what is stored of it. Empty where the value has no parts."""
    if field.codec is PARTIAL_DATES:
        return {name: _day(field, name, i) for i, name in enumerate(("earliest", "latest"), 1)}
    if field.codec is PERIODS:
        if field.annotation is Bounds:
            return {name: _day(field, name, i) for i, name in enumerate(Bounds._fields, 1)}
        return {"bounds": replace(field, name=f"{field.name}.bounds", annotation=Bounds)}
    return field.parts


def _day(field: Property, name: str, column: int) -> Property:
    day = date | None if field.optional else date
    name = f"{field.name}.{name}"
    return replace(
        field, name=name, annotation=day, codec=TEMPORAL, columns=(field.columns[column],), key=False, unique=False
    )


@lru_cache(maxsize=1024)
def order_of(field: Property) -> Property:
    """The same field by what is stored to tell which of two values comes first: for decimals and timedeltas a number."""
    return replace(field, columns=(field.columns[field.codec.order or 0],))
