"""A study aggregate, and the shared terms, as data: fixture rows, the nested record, digests."""

from .aggregate import SECTIONS, aggregate_objects, rows_of_study
from .digest import canonical_text, digest
from .fields import row_fields, row_of
from .nested import nested_record, rows_from_nested
from .shared import SHARED_FILES, rows_of_shared

__all__ = [
    "SECTIONS",
    "SHARED_FILES",
    "aggregate_objects",
    "canonical_text",
    "digest",
    "nested_record",
    "row_fields",
    "row_of",
    "rows_from_nested",
    "rows_of_shared",
    "rows_of_study",
]
