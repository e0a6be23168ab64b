"""ATOP's conditions and adversaries, and the scores of Benson and Clinton, as the columns have them."""

from __future__ import annotations

from pathlib import Path

from graphmodel import World

MEMBERS = """\
atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul,milcon,\
conditio,defcon,offcon,neucon,concon,defcoadv,offcoadv,neucoadv,concoadv,specthrt,statthr1,statthr2
9001,2,1990,1,1,0,0,0,0,1,0,0,1,1,2,1,1,0,0,0,1,0,0,0,1,365,0
9001,20,1990,1,1,0,0,0,0,1,0,0,1,1,2,1,1,0,0,0,1,0,0,0,1,365,0
9002,2,1990,1,1,0,0,0,0,1,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0
9002,200,1990,1,1,0,0,0,0,1,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0
9003,2,1990,1,1,0,0,0,0,1,0,0,0,0,0,1,1,0,0,0,1,0,0,0,4,365,710
9003,220,1990,1,1,0,0,0,0,1,0,0,0,0,0,1,1,0,0,0,1,0,0,0,4,365,710
9004,2,1990,1,1,0,0,0,0,1,0,0,0,0,0,,,,,,,,,,,,
9004,255,1990,1,1,0,0,0,0,1,0,0,0,0,0,,,,,,,,,,,,
"""
SCORES = """\
atopid,polity,PotMilCapacity.score,Depth.score,Scope.score,indx
9001,0.5,-0.958,1.537,2.738,1
9002,0.5,0.1,-0.25,0.3,2
9002,0.5,0.1,9.9,0.3,2
9009,0.5,0.1,0.2,0.3,3
"""


def test_conditions_adversaries_and_scores(empty_world: World, tmp_path: Path) -> None:
    world, members, scores = empty_world, tmp_path / "members.csv", tmp_path / "scores.csv"
    members.write_text(MEMBERS, encoding="utf-8")
    scores.write_text(SCORES, encoding="utf-8")
    report = world.import_data("atop", members, scores)
    assert report.dropped == {
        "the alliance or its score is empty, or given before": 1,
        "a score of an alliance without members in the other file": 1,
    }
    found = world.records(
        "MATCH (o:Obligation) RETURN o.key AS key, o.conditional AS conditional, o.against AS against ORDER BY key",
        reads=True,
    )
    assert {
        (row["key"].removeprefix("atop_4_01."), row["conditional"], tuple(row["against"] or ())) for row in found
    } == {
        ("9001.0.defense", True, ("RUS", "SUN")),
        ("9001.0.nonaggression", None, ()),  # its conditions are not coded, and the treaty has some
        ("9001.0.consultation", False, ()),
        ("9002.0.defense", False, ()),
        ("9002.0.nonaggression", False, ()),  # the treaty has none
        ("9003.0.defense", True, ()),  # the threat is more than the states that are named
        ("9004.0.defense", None, ()),
    }
    for attacker, conditions in (
        ("RUS", {"CAN": "met", "GBR": "met", "FRA": "unknown", "DEU": "unknown"}),
        ("CHN", {"CAN": "unmet", "GBR": "met", "FRA": "unknown", "DEU": "unknown"}),
    ):
        helpers = world.analyses.obligation_cascade("USA", attacker, as_of="2010-01-01")
        assert {row.state: row.conditions for row in helpers if row.duty == "defense"} == conditions
    depth = world.analyses.pact_depth(as_of="2010-01-01")
    assert {row.pact.removeprefix("atop_4_01."): row.benson_clinton for row in depth} == {
        "9001": 1.537,
        "9002": -0.25,
        "9003": None,
        "9004": None,
    }
    assert [source.key for source in depth.citations()] == ["atop_4_01", "benson_clinton_2016"]
    assert not world.import_data("atop", members, scores).changed
    world.import_data("atop", members)
    assert all(row.benson_clinton is None for row in world.analyses.pact_depth(as_of="2010-01-01"))
