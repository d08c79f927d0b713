"""A study aggregate, and the shared terms, as data: fixture rows, the nested record, digests."""

from studies.models.sections import SECTIONS

from .aggregate import aggregate_objects, aggregates_of_studies, rows_of_studies, rows_of_study
from .digest import canonical_text, digest, sorted_keys
from .fields import field_named, json_value, plain, row_fields, row_of, to_the_millisecond, without_defaults
from .nested import nested_record, rows_from_nested
from .rows import MODELS, NotLoadable, Problem, Row, in_order, key_of, renamed
from .shared import SHARED_FILES, rows_of_shared

__all__ = [
    "MODELS",
    "SECTIONS",
    "SHARED_FILES",
    "NotLoadable",
    "Problem",
    "Row",
    "aggregate_objects",
    "aggregates_of_studies",
    "canonical_text",
    "digest",
    "field_named",
    "in_order",
    "json_value",
    "key_of",
    "nested_record",
    "plain",
    "renamed",
    "row_fields",
    "row_of",
    "rows_from_nested",
    "rows_of_shared",
    "rows_of_studies",
    "rows_of_study",
    "sorted_keys",
    "to_the_millisecond",
    "without_defaults",
]
