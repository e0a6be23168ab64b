"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.blocs import Bloc, blocs_detect
from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.networks import Broker, StructuralHoles, brokers_betweenness, structural_holes
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.power import PowerInOrg, power_in_org
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
from graphmodel.analyses.votes import VoteAlignment, VoteCorrelation, vote_alignment, vote_correlation
from graphmodel.results import Citations, Row, cite

__all__ = [
    "ANALYSES",
    "About",
    "Analyses",
    "Analysis",
    "Bloc",
    "Bound",
    "Broker",
    "Citations",
    "CoMembership",
    "Column",
    "Header",
    "ObligationProfile",
    "Parameter",
    "Portfolio",
    "PowerInOrg",
    "Result",
    "Row",
    "StructuralHoles",
    "VoteAlignment",
    "VoteCorrelation",
    "blocs_detect",
    "brokers_betweenness",
    "cite",
    "co_membership",
    "ego_portfolio",
    "header",
    "obligation_profile",
    "power_in_org",
    "structural_holes",
    "vote_alignment",
    "vote_correlation",
]
