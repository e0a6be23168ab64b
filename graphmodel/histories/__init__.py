"""What scholars ask first: everything between two states over time, and balanced panels of years."""

from graphmodel.histories.dyads import Tie, dyad

__all__ = ["Tie", "dyad"]
