"""Named CHECK constraints that are safe for NULL.

SQL lets a CHECK pass when it is unknown: ``n <= total`` accepts n = 10 with total NULL. Each condition here
is written so that it is true or false, never unknown.
"""

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan


def check(name: str, condition, sentence: str) -> CheckConstraint:
    """A CHECK with the sentence a curator reads when it is broken; ``name`` follows the table's name."""
    return CheckConstraint(
        name=f"%(class)s_{name}",
        condition=condition,
        violation_error_message=sentence,
        violation_error_code=name,
    )


def not_empty(field: str, sentence: str) -> CheckConstraint:
    """A text that is more than white space."""
    return check(f"{field}_not_empty", GreaterThan(Length(Trim(field)), 0), sentence)


def within(field: str, low, high, sentence: str) -> CheckConstraint:
    """NULL, or low ≤ value ≤ high. NaN, which PostgreSQL sorts above every number, is refused too."""
    return check(f"{field}_in_range", Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (low, high)}), sentence)


def ordered(low: str, high: str, sentence: str) -> CheckConstraint:
    """low ≤ high where both are known."""
    unknown = Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True})
    return check(f"{low}_to_{high}", unknown | Q(**{f"{low}__lte": F(high)}), sentence)


def at_most(part: str, whole: str, sentence: str) -> CheckConstraint:
    """A part needs its whole and stays within it."""
    condition = Q(**{f"{part}__isnull": True}) | Q(**{f"{whole}__isnull": False, f"{part}__lte": F(whole)})
    return check(f"{part}_within_{whole}", condition, sentence)


def needs(field: str, other: str, sentence: str) -> CheckConstraint:
    """A number that means nothing unless the (text) field beside it is filled."""
    return check(f"{field}_needs_{other}", Q(**{f"{field}__isnull": True}) | ~Q(**{other: ""}), sentence)


def value_xor_state(field: str, state: str) -> CheckConstraint:
    """A state of absence stands only where the value is absent."""
    return check(
        f"{field}_or_{state}",
        Q(**{state: ""}) | Q(**{f"{field}__isnull": True}),
        f"{field.replace('_', ' ').capitalize()} has a value and a reason for its absence: keep one.",
    )
