"""Rules on what is typed against what is printed, and on what was computed."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import DecimalField, IntegerField

from studies.choices import DenominatorUnit

from .aggregate import Aggregate, related
from .denominators import SIZES, courses_given
from .figures import decimals_of, grades_in, prints
from .findings import Said, impossible, rule
from .formulas import equations
from .rates import half_unit
from .words import named, plain

NOT_PRINTED = ("id", "position")
GRADES = ("grade_from", "grade_to")
# A time, a cycle and a grade often stand at the head of a table or a paragraph, not beside the figure.
FROM_THE_HEAD = (*GRADES, "time_point", "cycles_from", "cycles_to", "age")
DENOMINATORS = ("total", "at_risk", "n_analysed")
HEADS = ("timing", "category", "level", "grade_text", "condition", "patient")


@rule("figure-printed", impossible)
def figure_printed(aggregate: Aggregate) -> Said:
    """Each typed number stands in what is printed at its place or at a further place, or is computed.

    A denominator may stand at the head of a table: then it is the number of its subgroup, of its arm or of all
    courses. A patient's age may stand beside another event of the same patient. The time of a value that is not
    reported needs no print.
    """
    for row in aggregate.sourced():
        for field, value in typed_numbers(row):
            if field in (row.computed or {}) or _is_printed(row, field, value):
                continue
            if value not in _known_elsewhere(aggregate, row, field):
                label = field.replace("_", " ")
                printed = f"“{row.as_reported}”" if row.as_reported else "nothing"
                yield f"{named(row)}: {label} {plain(value)} is typed, but {printed} is printed at {row.place}.", [row]


@rule("computed-has-formula", impossible)
def computed_has_formula(aggregate: Aggregate) -> Said:
    """Each computed value has its formula, and each formula its value."""
    for row in aggregate.sourced():
        for field, formula in (row.computed or {}).items():
            label = field.replace("_", " ")
            if not str(formula).strip():
                yield f"{named(row)}: {label} is computed, but its formula is empty.", [row]
            elif getattr(row, field, None) in (None, "", [], {}):
                yield f"{named(row)}: there is a formula for {label} (“{formula}”), but no value.", [row]


@rule("formula-holds", impossible)
def formula_holds(aggregate: Aggregate) -> Said:
    """The arithmetic of a formula is right, and the computed value is one of its figures."""
    for row in aggregate.sourced():
        for field, formula in (row.computed or {}).items():
            pairs = equations(str(formula))
            for left, right in pairs:
                if not left.agrees_with(right):
                    sentence = f"{named(row)}: the formula “{formula}” does not hold: {left.text} is not {right.text}."
                    yield sentence, [row]
            value = dict(typed_numbers(row)).get(field)
            if pairs and value is not None and not _gives(str(formula), pairs[-1][1].value, value):
                yield f"{named(row)}: {field} is {plain(value)}, which the formula “{formula}” does not give.", [row]


def _gives(formula: str, result: Fraction, value: Decimal | int) -> bool:
    """Whether a value is one of a formula's figures, or its result rounded: 0.24 × 17 = 4.1 gives 4."""
    rounding = half_unit(decimals_of(Decimal(value)))
    return prints(formula, value) or abs(result - Fraction(value)) <= rounding


def typed_numbers(row: Any) -> Iterator[tuple[str, Decimal | int]]:
    """The numbers that a curator typed in a row, by field."""
    for field in row._meta.concrete_fields:
        is_number = isinstance(field, IntegerField | DecimalField) and field.name not in NOT_PRINTED
        if is_number and (value := getattr(row, field.name)) is not None:
            yield field.name, value


def _known_elsewhere(aggregate: Aggregate, row: Any, field: str) -> set[Any]:
    """Numbers that a row may repeat from another row of the study, where they have their place."""
    if field in DENOMINATORS:
        return {*_sizes(row), *(courses for total, courses in courses_given(aggregate) if _counts_courses(row))}
    if field == "age":
        same = [other for other in aggregate["patient_events"] if other.patient == row.patient]
        return {row.age} if any(_is_printed(other, field, row.age) for other in same) else set()
    return {row.time_point} if field == "time_point" and getattr(row, "state", None) else set()


def _sizes(row: Any) -> set[int | None]:
    groups = [(related(row, "subgroup"), ("n",)), (related(row, "arm"), SIZES)]
    return {getattr(group, name) for group, names in groups if group is not None for name in names}


def _counts_courses(row: Any) -> bool:
    return row.denominator_unit == DenominatorUnit.COURSES


def _is_printed(row: Any, field: str, value: Decimal | int) -> bool:
    texts = [row.as_reported, *(entry.get("as_reported", "") for entry in row.also_at or ())]
    if field in FROM_THE_HEAD:
        texts += [row.place, *(entry.get("place", "") for entry in row.also_at or ())]
        texts += [str(getattr(row, head, "")) for head in HEADS]
    if field in GRADES:
        return any(value in grades_in(text) for text in texts)
    return any(prints(text, value) for text in texts)
