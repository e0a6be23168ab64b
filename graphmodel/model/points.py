"""`Point`: a place on the Earth, or in a plane or space."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal, Self

from graphmodel.errors import InvalidPoint

System = Literal["wgs-84", "cartesian"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place, of two or three coordinates. Make it with `Point.on_earth` or `Point.cartesian`.

    `x` and `y` are degrees of longitude and latitude on the Earth (the system "wgs-84"), or plain lengths ("cartesian"); `z` is the
    height in metres, or the third length, or None.

    Raises:
        InvalidPoint: for coordinates that are not finite, or not on the Earth.

    >>> tehran = Point.on_earth(latitude=35.69, longitude=51.39)
    >>> tehran.y, tehran.system
    (35.69, 'wgs-84')
    >>> Point.cartesian(1, 2)
    Point(x=1.0, y=2.0, z=None, system='cartesian')
    """

    x: float
    y: float
    z: float | None = None
    system: System = "cartesian"

    def __post_init__(self) -> None:
        for name in ("x", "y", "z"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, float(value))  # as the graph stores it
        if not all(isfinite(value) for value in self.coordinates):
            raise InvalidPoint(f"{self!r}: its coordinates must be finite numbers.")
        if self.system not in ("wgs-84", "cartesian"):
            raise InvalidPoint(f"{self.system!r} is no system of coordinates: say 'wgs-84' or 'cartesian'.")
        if self.system == "wgs-84" and (abs(self.x) > 180 or abs(self.y) > 90):
            raise InvalidPoint(f"{self!r} is not on the Earth: longitude is -180 to 180, latitude -90 to 90 degrees.")

    @classmethod
    def on_earth(cls, *, latitude: float, longitude: float, height: float | None = None) -> Self:
        """A place by its latitude and longitude in degrees (WGS-84), and its height in metres if it is known."""
        return cls(x=longitude, y=latitude, z=height, system="wgs-84")

    @classmethod
    def cartesian(cls, x: float, y: float, z: float | None = None) -> Self:
        """A point in a plane, or in space, in whatever unit."""
        return cls(x=x, y=y, z=z, system="cartesian")

    @property
    def coordinates(self) -> tuple[float, ...]:
        """Its two or three numbers."""
        return (self.x, self.y) if self.z is None else (self.x, self.y, self.z)
