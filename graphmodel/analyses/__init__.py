"""The canned analyses: a Cypher file with a header that says everything, and a typed function of the same name each."""

from graphmodel.analyses.accession import AccessionPathway, accession_pathway
from graphmodel.analyses.balance import Triad, structural_balance
from graphmodel.analyses.blocs import Bloc, blocs_detect
from graphmodel.analyses.cascades import Obliged, obligation_cascade
from graphmodel.analyses.changes import Change, PortfolioYear, portfolio_over_time, snapshot_diff
from graphmodel.analyses.churn import MembershipChurn, membership_churn
from graphmodel.analyses.contradictions import Contradiction, contradictory_commitments
from graphmodel.analyses.energy import Control, energy_interdependence
from graphmodel.analyses.events import Cadence, ChainEvent, pact_cadence_after_shock, summit_chain
from graphmodel.analyses.evidence import Strength, evidence_strength
from graphmodel.analyses.headers import Column, Header, Parameter, header
from graphmodel.analyses.leaders import LeaderPair, TenurePacts, leader_pairs, tenure_x_pacts
from graphmodel.analyses.memberships import CoMembership, Portfolio, co_membership, ego_portfolio
from graphmodel.analyses.networks import Broker, StructuralHoles, brokers_betweenness, structural_holes
from graphmodel.analyses.overlaps import BridgeState, OrgOverlap, bridge_states, org_overlap
from graphmodel.analyses.pacts import ObligationProfile, obligation_profile
from graphmodel.analyses.paths import InstitutionalPath, IsolatedState, institutional_path, isolated_states
from graphmodel.analyses.power import PowerInOrg, power_in_org
from graphmodel.analyses.registry import ANALYSES, Analyses, Analysis, Bound
from graphmodel.analyses.results import About, Result
from graphmodel.analyses.sanctions import SanctionPair, sanction_blocs
from graphmodel.analyses.similarity import (
    SimilarityKappa,
    SimilarityS,
    TauB,
    alliance_similarity_kappa,
    alliance_similarity_s,
    tau_b_portfolio,
)
from graphmodel.analyses.survival import AccessionSurvival, accession_survival
from graphmodel.analyses.treaties import Lifecycle, PactDepth, pact_depth, treaty_lifecycle
from graphmodel.analyses.votes import VoteAlignment, VoteCorrelation, vote_alignment, vote_correlation
from graphmodel.analyses.withdrawals import WithdrawalRisk, withdrawal_risk_flags
from graphmodel.results import Citations, Row, cite

__all__ = [
    "ANALYSES",
    "About",
    "AccessionPathway",
    "AccessionSurvival",
    "Analyses",
    "Analysis",
    "Bloc",
    "Bound",
    "BridgeState",
    "Broker",
    "Cadence",
    "ChainEvent",
    "Change",
    "Citations",
    "CoMembership",
    "Column",
    "Contradiction",
    "Control",
    "Header",
    "InstitutionalPath",
    "IsolatedState",
    "LeaderPair",
    "Lifecycle",
    "MembershipChurn",
    "ObligationProfile",
    "Obliged",
    "OrgOverlap",
    "PactDepth",
    "Parameter",
    "Portfolio",
    "PortfolioYear",
    "PowerInOrg",
    "Result",
    "Row",
    "SanctionPair",
    "SimilarityKappa",
    "SimilarityS",
    "Strength",
    "StructuralHoles",
    "TauB",
    "TenurePacts",
    "Triad",
    "VoteAlignment",
    "VoteCorrelation",
    "WithdrawalRisk",
    "accession_pathway",
    "accession_survival",
    "alliance_similarity_kappa",
    "alliance_similarity_s",
    "blocs_detect",
    "bridge_states",
    "brokers_betweenness",
    "cite",
    "co_membership",
    "contradictory_commitments",
    "ego_portfolio",
    "energy_interdependence",
    "evidence_strength",
    "header",
    "institutional_path",
    "isolated_states",
    "leader_pairs",
    "membership_churn",
    "obligation_cascade",
    "obligation_profile",
    "org_overlap",
    "pact_cadence_after_shock",
    "pact_depth",
    "portfolio_over_time",
    "power_in_org",
    "sanction_blocs",
    "snapshot_diff",
    "structural_balance",
    "structural_holes",
    "summit_chain",
    "tau_b_portfolio",
    "tenure_x_pacts",
    "treaty_lifecycle",
    "vote_alignment",
    "vote_correlation",
    "withdrawal_risk_flags",
]
