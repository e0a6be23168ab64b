"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.balance import Triad, structural_balance
from graphmodel.analyses.cascades import Obliged, obligation_cascade
from graphmodel.analyses.contradictions import Contradiction, contradictory_commitments
from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
from graphmodel.analyses.similarity import (
    SimilarityKappa,
    SimilarityS,
    TauB,
    alliance_similarity_kappa,
    alliance_similarity_s,
    tau_b_portfolio,
)
from graphmodel.analyses.treaties import Lifecycle, PactDepth, pact_depth, treaty_lifecycle
from graphmodel.results import Citations, Row, cite

__all__ = [
    "ANALYSES",
    "About",
    "Analyses",
    "Analysis",
    "Bound",
    "Citations",
    "CoMembership",
    "Column",
    "Contradiction",
    "Header",
    "Lifecycle",
    "ObligationProfile",
    "Obliged",
    "PactDepth",
    "Parameter",
    "Portfolio",
    "Result",
    "Row",
    "SimilarityKappa",
    "SimilarityS",
    "TauB",
    "Triad",
    "alliance_similarity_kappa",
    "alliance_similarity_s",
    "cite",
    "co_membership",
    "contradictory_commitments",
    "ego_portfolio",
    "header",
    "obligation_cascade",
    "obligation_profile",
    "pact_depth",
    "structural_balance",
    "tau_b_portfolio",
    "treaty_lifecycle",
]
