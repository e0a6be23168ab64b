"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.accession import AccessionPathway, AccessionSurvival, accession_pathway, accession_survival
from graphmodel.analyses.changes import Change, PortfolioYear, portfolio_over_time, snapshot_diff
from graphmodel.analyses.churn import MembershipChurn, WithdrawalRisk, membership_churn, withdrawal_risk_flags
from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.overlaps import BridgeState, OrgOverlap, bridge_states, org_overlap
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.paths import InstitutionalPath, IsolatedState, institutional_path, isolated_states
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
from graphmodel.results import Citations, Row, cite

__all__ = [
    "ANALYSES",
    "About",
    "AccessionPathway",
    "AccessionSurvival",
    "Analyses",
    "Analysis",
    "Bound",
    "BridgeState",
    "Change",
    "Citations",
    "CoMembership",
    "Column",
    "Header",
    "InstitutionalPath",
    "IsolatedState",
    "MembershipChurn",
    "ObligationProfile",
    "OrgOverlap",
    "Parameter",
    "Portfolio",
    "PortfolioYear",
    "Result",
    "Row",
    "WithdrawalRisk",
    "accession_pathway",
    "accession_survival",
    "bridge_states",
    "cite",
    "co_membership",
    "ego_portfolio",
    "header",
    "institutional_path",
    "isolated_states",
    "membership_churn",
    "obligation_profile",
    "org_overlap",
    "portfolio_over_time",
    "snapshot_diff",
    "withdrawal_risk_flags",
]
