"""What scholars ask first: everything between two states over time, and balanced panels of years."""

from graphmodel.histories.dyads import Tie, Timeline, dyad
from graphmodel.histories.frames import Panel
from graphmodel.histories.panels import DyadYear, LeaderYear, PanelOptions, StateYear, Unit, panel
from graphmodel.histories.units import DayRule

__all__ = [
    "DayRule",
    "DyadYear",
    "LeaderYear",
    "Panel",
    "PanelOptions",
    "StateYear",
    "Tie",
    "Timeline",
    "Unit",
    "dyad",
    "panel",
]
