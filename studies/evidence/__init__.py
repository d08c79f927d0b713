"""Which results answer a reader's question, and which may stand beside each other."""

from .headline import HEADLINE_ENDPOINTS, Headline, headline_of, preferred_endpoint

__all__ = ["HEADLINE_ENDPOINTS", "Headline", "headline_of", "preferred_endpoint"]
