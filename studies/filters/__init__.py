"""The one definition of a list's parameters, and its facets."""

from .facets import Facet, Option, facets_of
from .sorting import SORTS, ordered
from .studies import StudyFilter

__all__ = ["SORTS", "Facet", "Option", "StudyFilter", "facets_of", "ordered"]
