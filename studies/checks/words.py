"""Rows and numbers as a finding's sentence names them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from studies.models import AdverseEvent, Arm, Characteristic, Outcome, Subgroup

from .aggregate import related


def plain(value: Decimal | int) -> str:
    """A number without padding zeros."""
    text = format(Decimal(value).normalize(), "f")
    return "0" if text == "-0" else text


def rounded(value: Fraction, decimals: int = 1) -> str:
    """An exact share in so many decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def named(row: Any) -> str:
    """What a curator calls a row."""
    name = _own_name(row)
    subgroup = related(row, "subgroup")
    if subgroup is not None and not subgroup.is_all:
        name += f" ({subgroup})"
    return name[:1].upper() + name[1:]


def _own_name(row: Any) -> str:
    if isinstance(row, Outcome) and related(row, "endpoint") is not None:
        return f"{row.endpoint}, {row.category}" if row.category else str(row.endpoint)
    if isinstance(row, AdverseEvent):
        return " ".join(filter(None, (row.term_as_reported or row.key, grades(row))))
    if isinstance(row, Characteristic):
        return f"{row.variable}: {row.level}" if row.level else row.variable
    if isinstance(row, Subgroup | Arm):
        return str(row)
    return f"{row._meta.verbose_name} {row.key}"


def grades(row: AdverseEvent) -> str:
    """The grade band of an adverse event."""
    if row.grade_from is None or row.grade_to is None:
        return row.grade_text and f"grade {row.grade_text}"
    if row.grade_from == row.grade_to:
        return f"grade {row.grade_from}"
    return f"grade {row.grade_from}–{row.grade_to}"
