"""The one definition of a list's parameters, and how the index answers them."""

from .facets import Choice, Facet, Option, choices_of, facets_of, label_of
from .listing import Listing
from .selection import Selection, selected
from .sorting import SORTS
from .studies import StudyFilter

__all__ = [
    "SORTS",
    "Choice",
    "Facet",
    "Listing",
    "Option",
    "Selection",
    "StudyFilter",
    "choices_of",
    "facets_of",
    "label_of",
    "selected",
]
