"""Pictures of the world."""

from graphmodel.show.alliances import MARK, picture

__all__ = ["MARK", "picture"]
