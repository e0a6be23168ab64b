"""Asking about evidence: why, contradictions, claims, assessments, what was known when, and entering claims."""

from graphmodel.evidence.asking import Asking
from graphmodel.evidence.entering import Change, Draft
from graphmodel.evidence.known import Known, KnownFact, KnownWorld
from graphmodel.evidence.reasons import Why
from graphmodel.evidence.roots import Roots
from graphmodel.evidence.rows import Assessment, Because, ClaimRow, Contradiction, PolicyChange

__all__ = [
    "Asking",
    "Assessment",
    "Because",
    "Change",
    "ClaimRow",
    "Contradiction",
    "Draft",
    "Known",
    "KnownFact",
    "KnownWorld",
    "PolicyChange",
    "Roots",
    "Why",
]
