"""Rules on grades of harm."""

from itertools import permutations
from typing import Any

from .aggregate import Aggregate, key_of
from .findings import Said, inconsistent, rule
from .rates import rate_of, same_denominator
from .words import named

ANY_GRADE = (1, 5)
ANY_WORDS = ("", "any", "all", "any grade", "all grades")
SAME = ("scale", "denominator_unit", "attribution", "fatal", "timing")


@rule("grades-within", inconsistent)
def grades_within(aggregate: Aggregate) -> Said:
    """An adverse event of grade 3 and above, or of another narrow band, is not commoner than of the wider band."""
    for narrow, wide in permutations(aggregate["adverse_events"], 2):
        if not (_same_harm(narrow, wide) and _lies_within(narrow, wide)):
            continue
        few, many = rate_of(narrow), rate_of(wide)
        if few.span and many.span and same_denominator(few, many) and few.span[0] > many.span[1]:
            yield f"{named(narrow)}: {few}, more than {named(wide)}: {many}.", [narrow, wide]


def _same_harm(one: Any, other: Any) -> bool:
    """The same term in the same patients, in words of which one may say more than the other."""
    if any(key_of(one, name) != key_of(other, name) for name in ("arm", "subgroup", "term")):
        return False
    if any(getattr(one, name) != getattr(other, name) for name in SAME if getattr(one, name) and getattr(other, name)):
        return False
    words, others = (set(row.term_as_reported.casefold().split()) for row in (one, other))
    return words <= others or others <= words


def _lies_within(narrow: Any, wide: Any) -> bool:
    inner, outer = _band(narrow), _band(wide)
    return None not in (inner, outer) and inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _band(row: Any) -> Any:
    if row.grade_from is not None and row.grade_to is not None:
        return row.grade_from, row.grade_to
    return ANY_GRADE if row.grade_text.casefold() in ANY_WORDS else None
