"""Shares of a whole, as exact as the source prints them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from studies.models import AdverseEvent

from .figures import decimals_of, printed_decimals
from .words import plain, rounded

HALF = Fraction(1, 2)
HUNDRED = 100


@dataclass(frozen=True)
class Rate:
    """Events of a total, the percent printed beside them, or only one of the two."""

    events: int | None
    total: int | None
    unit: str
    percent: Decimal | None
    decimals: int
    operator: str

    @property
    def exact(self) -> Fraction | None:
        """The percent that the counts give."""
        if self.events is None or not self.total:
            return None
        return Fraction(self.events * HUNDRED, self.total)

    @property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """Lowest and highest percent that it can be: one point where counts are known, else within rounding."""
        if (exact := self.exact) is not None:
            return exact, exact
        if self.percent is None or self.operator:
            return None
        half = half_unit(self.decimals)
        return Fraction(self.percent) - half, Fraction(self.percent) + half

    def possible_events(self, total: int | None = None) -> range | None:
        """The counts that it can stand for: the printed one, else those that give the percent of the total."""
        if self.events is not None:
            return range(self.events, self.events + 1)
        whole = self.total or total
        if whole is None or (span := self.span) is None:
            return None
        low, high = (bound * whole / HUNDRED for bound in span)
        return range(max(0, ceil(low)), min(whole, floor(high)) + 1)

    def __str__(self) -> str:
        if self.exact is not None:
            return f"{self.events} of {self.total} ({rounded(self.exact)} %)"
        return f"{self.operator}{plain(self.percent)} %" if self.percent is not None else "no figure"


def rate_of(row: Any) -> Rate:
    """The rate that an outcome, a characteristic, a therapy or an adverse event holds."""
    is_event = isinstance(row, AdverseEvent)
    return Rate(
        events=row.affected if is_event else row.events,
        total=row.at_risk if is_event else row.total,
        unit=row.denominator_unit,
        percent=row.percent,
        decimals=_decimals(row),
        operator=row.percent_operator,
    )


def rows_with_rates(aggregate: Any) -> list[Any]:
    """Every row that can hold a rate."""
    sections = ("therapies", "characteristics", "outcomes", "adverse_events")
    return [row for name in sections for row in aggregate[name]]


def half_unit(decimals: int) -> Fraction:
    """Half of the last printed place: rounding half up and half to even are both right."""
    return HALF / 10**decimals


def gives(exact: Fraction, percent: Decimal, decimals: int) -> bool:
    """Whether an exact percent is printed so, at so many decimals."""
    return abs(exact - Fraction(percent)) <= half_unit(decimals)


def has_sign(exact: Fraction, operator: str, percent: Decimal) -> bool:
    """Whether an exact percent agrees with one printed behind a sign. “About” agrees with everything."""
    other = Fraction(percent)
    return {"<": exact < other, "<=": exact <= other, ">": exact > other, ">=": exact >= other}.get(operator, True)


def same_denominator(*rates: Rate) -> bool:
    """Whether rates are shares of one whole, as far as their denominators tell."""
    totals = {rate.total for rate in rates if rate.total is not None}
    return len(totals) <= 1 and len({rate.unit for rate in rates if rate.unit}) <= 1


def _decimals(row: Any) -> int:
    if row.percent is None:
        return 0
    texts = [row.as_reported, *(entry.get("as_reported", "") for entry in row.also_at or ())]
    printed = (printed_decimals(text, Decimal(row.percent)) for text in texts)
    return next((count for count in printed if count is not None), decimals_of(row.percent))
