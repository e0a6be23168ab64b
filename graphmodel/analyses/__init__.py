"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.energy import Control, energy_interdependence
from graphmodel.analyses.events import Cadence, ChainEvent, pact_cadence_after_shock, summit_chain
from graphmodel.analyses.evidence import Strength, evidence_strength
from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.leaders import LeaderPair, TenurePacts, leader_pairs, tenure_x_pacts
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
from graphmodel.analyses.sanctions import SanctionPair, sanction_blocs
from graphmodel.results import Citations, Row, cite

__all__ = [
    "ANALYSES",
    "About",
    "Analyses",
    "Analysis",
    "Bound",
    "Cadence",
    "ChainEvent",
    "Citations",
    "CoMembership",
    "Column",
    "Control",
    "Header",
    "LeaderPair",
    "ObligationProfile",
    "Parameter",
    "Portfolio",
    "Result",
    "Row",
    "SanctionPair",
    "Strength",
    "TenurePacts",
    "cite",
    "co_membership",
    "ego_portfolio",
    "energy_interdependence",
    "evidence_strength",
    "header",
    "leader_pairs",
    "obligation_profile",
    "pact_cadence_after_shock",
    "sanction_blocs",
    "summit_chain",
    "tenure_x_pacts",
]
