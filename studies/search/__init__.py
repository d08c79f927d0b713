"""Words as hematologists type them: what a query names, and which studies it finds, from an index in memory."""

from .identifiers import study_of_identifier
from .live import Moved, check_version, consistently, current, rows_of
from .matching import Found, find, in_order, narrowed, read
from .reading import Reading, Unit
from .snapshot import ORDERS, Snapshot
from .vocabulary import KINDS, VocabularyTerm
from .words import fold, words_of

__all__ = [
    "KINDS",
    "ORDERS",
    "Found",
    "Moved",
    "Reading",
    "Snapshot",
    "Unit",
    "VocabularyTerm",
    "check_version",
    "consistently",
    "current",
    "find",
    "fold",
    "in_order",
    "narrowed",
    "read",
    "rows_of",
    "study_of_identifier",
    "words_of",
]
