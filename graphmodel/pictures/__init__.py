"""The world as a picture: who belongs to what and is bound by which pact, through the years, with the evidence."""

from graphmodel.pictures.on_day import OnDay

__all__ = ["OnDay"]
