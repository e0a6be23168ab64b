"""Pictures of graphs and of results."""

from graphmodel.show.graph import Column, Edge, Evidence, Said, Vertex
from graphmodel.show.picture import MARK, Picture
from graphmodel.show.view import view

__all__ = ["MARK", "Column", "Edge", "Evidence", "Picture", "Said", "Vertex", "view"]
