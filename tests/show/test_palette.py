"""The colours of statuses: the same in every picture, and told apart by readers who see colours differently."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graphmodel import World
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.show.chart import Chart
from graphmodel.show.palette import STATUSES

Matrix = np.ndarray[Any, np.dtype[np.float64]]

# Machado, Oliveira & Fernandes 2009, A Physiologically-based Model for Simulation of Color Vision Deficiency: of linear RGB.
SEEN: dict[str, Matrix] = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
# Ottosson 2020, Oklab: a distance of 0.02 is the least that is seen.
LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)


def linear(color: str) -> Matrix:
    parts = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: Matrix) -> Matrix:
    return LAB @ np.cbrt(LMS @ np.clip(light, 0, 1))


@pytest.mark.parametrize("seen", SEEN)
def test_any_two_statuses_are_far_apart_however_colours_are_seen(seen: str) -> None:
    assert set(STATUSES) == set(MembershipStatus)
    looks = {status: lab(SEEN[seen] @ linear(color)) for status, color in STATUSES.items()}
    near = {(a, b): float(np.linalg.norm(looks[a] - looks[b])) for a, b in combinations(looks, 2)}
    assert min(near.values()) > 0.1, min(near, key=lambda pair: near[pair])


def painted(chart: Chart) -> dict[str, str]:
    """The colours in the legends of a chart, by what they stand for."""
    found: dict[str, str] = {}

    def look(part: dict[str, Any]) -> dict[str, Any]:
        if "range" in part:
            found.update(zip(part["domain"], part["range"], strict=True))
        return part

    json.loads(json.dumps(chart.to_dict()), object_hook=look)
    return found


@pytest.mark.engine("embedded")
def test_a_status_has_the_same_colour_in_every_picture(world: World, tmp_path: Path) -> None:
    pytest.importorskip("altair", reason="needs the extra 'plot'")
    by_word = {status.replace("_", " "): color for status, color in STATUSES.items()}
    charts = [
        world.timeline("SCO"),
        world.timeline("Iran"),
        world.timeline("CSTO"),
        world.as_of("2024-07-04").map("SCO"),
        world.analyses.accession_pathway("SCO").plot(),
    ]
    for chart in charts:
        colors = {kind.partition(" (")[0]: color for kind, color in painted(chart).items()}
        assert colors.items() <= by_word.items()
        assert len(colors) > 1
    pytest.importorskip("rustworkx", reason="needs the extra 'picture'")
    page = world.as_of("2024-07-04").show("SCO").save(tmp_path / "sco.html").read_text(encoding="utf-8")
    found = re.search(r'<script[^>]* id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    [column] = [each for each in json.loads(found[1])["colors"] if each["name"] == "status on 2024-07-04"]
    assert column["names"] == ["member", "observer", "dialogue partner"]
    assert column["colors"] == [by_word[name] for name in column["names"]]
