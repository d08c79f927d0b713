"""The rule that nothing is entered twice."""

from itertools import combinations
from typing import Any

from .aggregate import Aggregate, key_of
from .findings import Said, inconsistent, rule
from .words import named

KEYS = ("arm", "subgroup", "endpoint", "criteria", "term", "outcome", "reference")
TIME = ("time_origin", "time_point", "time_unit", "timing", "phase_of_care")
MEASURE = ("statistic", "unit", "denominator_unit", "text")
MEANING: dict[str, tuple[str, ...]] = {
    "characteristics": ("variable", "level", *MEASURE),
    "outcomes": ("category", "assessor", "analysis_set", *TIME, *MEASURE),
    "adverse_events": (
        *("term_as_reported", "grade_from", "grade_to", "grade_text", "scale"),
        *("denominator_unit", "attribution", "fatal", "timing"),
    ),
    "comparisons": ("measure", "test", "adjusted_for", "p_sides"),
}


@rule("entered-twice", inconsistent)
def entered_twice(aggregate: Aggregate) -> Said:
    """No result, characteristic, adverse event or comparison is entered twice."""
    for section, meaning in MEANING.items():
        for one, other in combinations(aggregate[section], 2):
            if _meaning(one, meaning) == _meaning(other, meaning):
                yield f"{named(one)} is entered twice: {one.key} and {other.key}.", [one, other]


def _meaning(row: Any, fields: tuple[str, ...]) -> tuple:
    values = (getattr(row, name) for name in fields)
    keys = (key_of(row, name) for name in KEYS)
    return (*keys, *(value.casefold() if isinstance(value, str) else value for value in values))
