"""Words as hematologists type them: what a query names, and which studies it finds."""

from .identifiers import study_of_identifier
from .reading import Reading, ReadTerm, read_query
from .texts import studies_with_words
from .words import fold, words_of

__all__ = ["ReadTerm", "Reading", "fold", "read_query", "studies_with_words", "study_of_identifier", "words_of"]
