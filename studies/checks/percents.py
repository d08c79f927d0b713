"""Rules on printed percents against their counts, at the precision of print."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from .aggregate import Aggregate, key_of
from .figures import figures, percents
from .findings import Said, inconsistent, rule
from .rates import Rate, gives, has_sign, rate_of, rows_with_rates
from .words import grades, named, plain, rounded


@rule("percent-fits", inconsistent)
def percent_fits(aggregate: Aggregate) -> Said:
    """A printed percent is that of its counts, rounded as printed; half up and half to even are both right."""
    for row in rows_with_rates(aggregate):
        rate = rate_of(row)
        if rate.exact is None or rate.percent is None or _fits(rate, rate.exact, rate.percent):
            continue
        counts = f"{rate.events} of {rate.total} is {rounded(rate.exact, rate.decimals + 1)} %"
        yield f"{named(row)}: {counts}, but {rate.operator}{plain(rate.percent)} % is printed at {row.place}.", [row]


def _fits(rate: Rate, exact: Fraction, percent: Decimal) -> bool:
    if rate.operator:
        return has_sign(exact, rate.operator, percent)
    return gives(exact, percent, rate.decimals)


@rule("percent-fits-elsewhere", inconsistent)
def percent_fits_elsewhere(aggregate: Aggregate) -> Said:
    """Where a percent is printed at further places too, one there is the percent of its counts, or the same."""
    exchanged = {id(row) for pair in exchanged_pairs(aggregate) for row in pair}
    for row in rows_with_rates(aggregate):
        rate = rate_of(row)
        if rate.percent is None or rate.operator or id(row) in exchanged:
            continue
        for place, text, figure in list(aggregate.places(row))[1:]:
            printed = percents(text)
            if printed and not any(_agrees(rate, *percent) for percent in printed):
                shown = " and ".join(f"{plain(value)} %" for value, _ in printed)
                sentence = f"{named(row)}: {rate} is used, but {place} prints {shown}."
                yield sentence, [row] if figure is None else [row, figure]


def _agrees(rate: Rate, value: Decimal, decimals: int) -> bool:
    if rate.percent is not None and value == rate.percent:
        return True
    if rate.exact is not None:
        return gives(rate.exact, value, decimals)
    # Without counts the two percents are compared at the coarser of their precisions.
    return (
        rate.percent is not None and abs(rate.percent - value) <= Decimal(1).scaleb(-min(decimals, rate.decimals)) / 2
    )


@rule("percent-possible", inconsistent)
def percent_possible(aggregate: Aggregate) -> Said:
    """Where a percent has a denominator but no count, some whole count gives that percent."""
    for row in rows_with_rates(aggregate):
        rate = rate_of(row)
        if rate.events is None and rate.total is not None and rate.possible_events() == range(0):
            yield f"{named(row)}: no count of {rate.total} is {rate}, printed at {row.place}.", [row]


@rule("exchanged", inconsistent)
def exchanged(aggregate: Aggregate) -> Said:
    """Two grade bands of an adverse event do not have their percents exchanged between two places."""
    for one, other in exchanged_pairs(aggregate):
        here = f"{plain(one.percent)} % for {grades(one)} and {plain(other.percent)} % for {grades(other)}"
        elsewhere = _place_with_the_others(aggregate, one, other)
        yield f"{one.term_as_reported}: {one.place} prints {here}, {elsewhere} the other way round.", [one, other]


def exchanged_pairs(aggregate: Aggregate) -> Iterator[tuple[Any, Any]]:
    """Pairs of grade bands for each of which a further place prints the percent of the other."""
    rows = [row for row in aggregate["adverse_events"] if row.percent is not None]
    for one, other in combinations(rows, 2):
        same = all(key_of(one, name) == key_of(other, name) for name in ("arm", "subgroup", "term"))
        if not same or one.denominator_unit != other.denominator_unit or grades(one) == grades(other):
            continue
        if _place_with_the_others(aggregate, one, other) and _place_with_the_others(aggregate, other, one):
            yield one, other


def _place_with_the_others(aggregate: Aggregate, row: Any, other: Any) -> str:
    """A further place of a row that prints the other's percent and not its own; else empty."""
    for place, text, _ in list(aggregate.places(row))[1:]:
        printed = {value for value, _ in percents(text)} or {one for figure in figures(text) for one in figure.values}
        if Decimal(other.percent) in printed and Decimal(row.percent) not in printed:
            return place
    return ""
