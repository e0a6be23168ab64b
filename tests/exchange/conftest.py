"""A py2neo graph on the empty database of a test, and ours over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import graphmodel as gm
from graphmodel.exchange.library import library

from ..support.engines import Place


@pytest.fixture
def py2neo_graph(place: Place) -> Iterator[Any]:
    """py2neo's `Graph`."""
    opened = library().Graph(place.url, auth=place.auth)
    yield opened
    opened.service.connector.close()


@pytest.fixture
def bridge(py2neo_graph: Any) -> gm.Graph:
    """A graph of ours over py2neo's."""
    return gm.connect_py2neo(py2neo_graph, schema="ensure")
