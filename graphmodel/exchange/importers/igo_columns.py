"""The columns of COW's wide file of organizations: a state each, under a short name of its own.

Most are the name of the state without blanks. The others stand here, with the COW number that the codebook gives them.
"""

from __future__ import annotations

import re

from graphmodel.domain.spelling import folded
from graphmodel.exchange.importers.codes import CodeTables

ABBREVIATED = {
    "antiguabarbuda": 58,
    "bavariaelect": 245,
    "congobrazz": 484,
    "czechrep": 316,
    "domrepublic": 42,
    "egermany": 265,
    "eqguinea": 411,
    "etimor": 860,
    "fyromacedonia": 343,
    "germany": 255,
    "hesseelect": 273,
    "hessegrand": 275,
    "italy": 325,
    "korea": 730,
    "marshallis": 983,
    "mecklenburg": 280,
    "micronesiafs": 987,
    "nokorea": 731,
    "nyemen": 678,
    "soafrica": 560,
    "sokorea": 732,
    "solomonis": 940,
    "sosudan": 626,
    "stkitts": 60,
    "stlucia": 56,
    "stvincent": 57,
    "svietnam": 817,
    "syemen": 680,
    "trinidad": 52,
    "vietnam": 816,
    "wgermany": 260,
    "wsamoa": 990,
    "wurtenburg": 271,
    "yemen": 679,
    "yugoslaviaserb": 345,
}


def codes_of(columns: list[str], codes: CodeTables) -> tuple[dict[str, int], list[str]]:
    """The COW number of each column that names a state, and the columns that name none."""
    named: dict[str, set[str]] = {}
    for state in codes.states.values():
        for name in (state.name, *state.aliases):
            named.setdefault(_close(name), set()).add(state.key)
    found: dict[str, int] = {}
    unknown: list[str] = []
    for column in columns:
        states = named.get(_close(column), set())
        numbers = {number for state in states for number in codes.code_of("cow", state)}
        if column in ABBREVIATED:
            found[column] = ABBREVIATED[column]
        elif len(numbers) == 1:
            found[column] = numbers.pop()
        else:
            unknown.append(column)
    return found, unknown


def _close(name: str) -> str:
    return re.sub(r"\W", "", folded(name))
