"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
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
    "Header",
    "ObligationProfile",
    "Parameter",
    "Portfolio",
    "Result",
    "Row",
    "cite",
    "co_membership",
    "ego_portfolio",
    "header",
    "obligation_profile",
]
