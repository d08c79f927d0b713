"""Rules on estimates, their bounds and their absence."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from studies.choices import BoundsKind, Finding, Statistic, ValueState

from .aggregate import Aggregate, key_of
from .findings import Said, impossible, inconsistent, rule
from .words import named, plain

SMALL_P = Decimal("0.01")
PROGRESSION_FREE, OVERALL = "progression-free-survival", "overall-survival"
VALUE_OF = {"p_state": "p_value", "dose_state": "dose_from"}
NOT_REACHED = re.compile(r"\W*(?:median\W+)?(?:(?:was|were)\W+)?(?:not (?:yet )?reached|NR\b)", re.IGNORECASE)


@rule("estimate-within-bounds", inconsistent)
def estimate_within_bounds(aggregate: Aggregate) -> Said:
    """An estimate lies between its bounds: confidence interval, range, quartiles of a median."""
    for row, value, lower, upper in _bounded(aggregate):
        above = lower is not None and value < lower
        below = upper is not None and value > upper
        if above or below:
            bounds = f"{'?' if lower is None else plain(lower)} to {'?' if upper is None else plain(upper)}"
            yield f"{named(row)}: {plain(value)} lies outside its bounds, {bounds}.", [row]


def _bounded(aggregate: Aggregate) -> Iterator[tuple[Any, Any, Any, Any]]:
    for name in ("therapies", "characteristics", "outcomes"):
        for row in aggregate[name]:
            # A laboratory's reference range binds nobody, and a mean may lie outside the quartiles.
            loose = row.bounds_kind == BoundsKind.NORMAL or (
                row.bounds_kind == BoundsKind.INTERQUARTILE and row.statistic == Statistic.MEAN
            )
            value = row.percent if row.estimate is None and row.unit == "%" else row.estimate
            if value is not None and not loose:
                yield row, value, row.lower, row.upper
    for row in aggregate["comparisons"]:
        if row.estimate is not None:
            yield row, row.estimate, row.lower, row.upper
    study, fact = aggregate.study, aggregate.fact("follow_up_median")
    if fact is not None and study.follow_up_median is not None:
        yield fact, study.follow_up_median, study.follow_up_from, study.follow_up_to


@rule("absent-without-value", impossible)
def absent_without_value(aggregate: Aggregate) -> Said:
    """A value that is not reached, not reported or otherwise absent has no number beside it."""
    for row in aggregate.sourced():
        for state, value in _states(row):
            if getattr(row, state) and getattr(row, value, None) is not None:
                absent = ValueState(getattr(row, state)).label
                number = plain(getattr(row, value))
                yield f"{named(row)}: {value.replace('_', ' ')} is {number} and yet “{absent}”.", [row]


def _states(row: Any) -> Iterator[tuple[str, str]]:
    """Each field that says why a value is absent, with the field of that value."""
    for field in row._meta.concrete_fields:
        if field.name == "state":
            yield from (("state", value) for value in ("events", "affected", "percent", "estimate"))
        elif field.name.endswith("_state"):
            yield field.name, VALUE_OF.get(field.name, field.name.removesuffix("_state"))


@rule("not-reached", inconsistent)
def not_reached(aggregate: Aggregate) -> Said:
    """A median that is printed as not reached has no value."""
    for row in aggregate["outcomes"]:
        if row.statistic == Statistic.MEDIAN and row.estimate is not None and NOT_REACHED.match(row.as_reported):
            yield f"{named(row)}: {plain(row.estimate)} is typed, but “{row.as_reported}” is printed.", [row]


@rule("progression-before-death", inconsistent)
def progression_before_death(aggregate: Aggregate) -> Said:
    """Median progression-free survival is not longer than median overall survival of the same patients."""
    medians = [row for row in aggregate["outcomes"] if row.statistic in ("", Statistic.MEDIAN)]
    free = [row for row in medians if key_of(row, "endpoint") == PROGRESSION_FREE]
    alive = [row for row in medians if key_of(row, "endpoint") == OVERALL and row.estimate is not None]
    for one, other in product(free, alive):
        same = all(key_of(one, name) == key_of(other, name) for name in ("arm", "subgroup"))
        if not same or (one.category, one.time_origin) != (other.category, other.time_origin):
            continue
        if one.state == ValueState.NOT_REACHED:
            yield f"{named(one)} is not reached, but {named(other)} is {plain(other.estimate)}.", [one, other]
        elif one.estimate is not None and one.unit == other.unit and one.estimate > other.estimate:
            yield f"{named(one)} {plain(one.estimate)} exceeds {named(other)} {plain(other.estimate)}.", [one, other]


@rule("finding-fits-p", inconsistent)
def finding_fits_p(aggregate: Aggregate) -> Said:
    """A comparison with p below 0.01 is not one without a difference."""
    for row in aggregate["comparisons"]:
        small = row.p_value is not None and row.p_value < SMALL_P and row.p_operator in ("", "<", "<=")
        if small and row.finding == Finding.NO_DIFFERENCE:
            yield f"{named(row)}: no difference is recorded, but p {row.p_operator or '='} {plain(row.p_value)}.", [row]
