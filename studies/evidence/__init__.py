"""Which results answer a reader's question, and which may stand beside each other."""

from .comparability import BLOCKING, Aspect, Candidate, Evidence, Excluded, Mix, Reason, Result, gather, mixes
from .headline import HEADLINE_ENDPOINTS, Headline, headline_of, preferred_endpoint
from .synthesis import STRATA, Choices, Stratum, Synthesis, synthesise

__all__ = [
    "BLOCKING",
    "HEADLINE_ENDPOINTS",
    "STRATA",
    "Aspect",
    "Candidate",
    "Choices",
    "Evidence",
    "Excluded",
    "Headline",
    "Mix",
    "Reason",
    "Result",
    "Stratum",
    "Synthesis",
    "gather",
    "headline_of",
    "mixes",
    "preferred_endpoint",
    "synthesise",
]
