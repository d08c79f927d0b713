"""Measured values and times, shared by outcomes, characteristics, therapies and patients' events."""

from decimal import Decimal

from django.db import models

from studies.choices import BoundsKind, DenominatorUnit, Operator, Statistic, TimeOrigin, TimeUnit

from .base import LIMIT, count_field, decimal_field, state_field
from .constraints import at_most, check, needs, ordered, value_xor_state, within


class Measured(models.Model):
    """A measured value: events of a total, a percent, an estimate with its bounds, or a text.

    A percent without counts is legal. Absent values have a state, in words: absent is not zero.
    """

    events = count_field("How many had it.")
    events_state = state_field("the count")
    total = count_field("Of how many.")
    total_state = state_field("the denominator")
    denominator_unit = models.CharField(
        max_length=12, choices=DenominatorUnit.choices, blank=True, help_text="What the denominator counts."
    )
    percent = decimal_field("The percent as printed; leave empty where the source prints none.")
    percent_operator = models.CharField(max_length=2, choices=Operator.choices, blank=True)
    percent_state = state_field("the percent")
    statistic = models.CharField(
        max_length=10, choices=Statistic.choices, blank=True, help_text="What the estimate is."
    )
    estimate = decimal_field("Median, mean, rate or value, in the unit beside it.")
    unit = models.CharField(max_length=40, blank=True, help_text="UCUM: mo, d, a, mg, /uL, g/dL, %.")
    text = models.TextField(blank=True, help_text="A result that is words, such as a karyotype.")
    lower = decimal_field("Lower bound.")
    lower_state = state_field("the lower bound")
    upper = decimal_field("Upper bound.")
    upper_state = state_field("the upper bound")
    bounds_kind = models.CharField(
        max_length=10, choices=BoundsKind.choices, blank=True, help_text="What the bounds are."
    )
    bounds_level = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="Level of a confidence interval, in percent."
    )
    state = state_field("the whole value")

    class Meta:
        abstract = True
        constraints = [
            at_most("events", "total", "Events need a total and cannot exceed it."),
            within("total", 1, 10_000_000, "A total is at least 1."),
            within("percent", 0, 100, "A percent lies between 0 and 100."),
            within("estimate", -LIMIT, LIMIT, "The estimate is no plausible number."),
            within("lower", -LIMIT, LIMIT, "The lower bound is no plausible number."),
            within("upper", -LIMIT, LIMIT, "The upper bound is no plausible number."),
            within("bounds_level", Decimal("0.1"), Decimal("99.9"), "A level lies between 0.1 and 99.9 percent."),
            ordered("lower", "upper", "The lower bound is above the upper."),
            needs("total", "denominator_unit", "Say what the denominator counts."),
            needs("estimate", "statistic", "Say what the estimate is: median, mean, rate …"),
            needs("lower", "bounds_kind", "Say what the bounds are."),
            needs("upper", "bounds_kind", "Say what the bounds are."),
            check(
                "percent_operator_needs_percent",
                models.Q(percent_operator="") | models.Q(percent__isnull=False),
                "A sign needs its percent.",
            ),
            value_xor_state("events", "events_state"),
            value_xor_state("total", "total_state"),
            value_xor_state("percent", "percent_state"),
            value_xor_state("lower", "lower_state"),
            value_xor_state("upper", "upper_state"),
            check(
                "state_only_without_value",
                models.Q(state="")
                | models.Q(events__isnull=True, percent__isnull=True, estimate__isnull=True, text=""),
                "There is a value and a reason for its absence: keep one.",
            ),
        ]


HAS_VALUE = (
    models.Q(events__isnull=False)
    | models.Q(percent__isnull=False)
    | models.Q(estimate__isnull=False)
    | models.Q(lower__isnull=False)
    | models.Q(upper__isnull=False)
    | ~models.Q(text="")
    | ~models.Q(state="")
)


def value_or_state() -> models.CheckConstraint:
    """Absent is not zero: a measured row has a value or says in words why not."""
    return check("value_or_state", HAS_VALUE, "Give a value, or say why it is absent.")


class Timed(models.Model):
    """When something was measured or happened, counted from an origin."""

    time_origin = models.CharField(
        max_length=20, choices=TimeOrigin.choices, blank=True, help_text="What the time is counted from."
    )
    time_point = decimal_field("How long after the origin.")
    time_unit = models.CharField(max_length=10, choices=TimeUnit.choices, blank=True)
    timing = models.CharField(
        max_length=120, blank=True, help_text="The time in words where it is no number: “end of cycle 1”."
    )

    class Meta:
        abstract = True
        constraints = [
            within("time_point", -LIMIT, LIMIT, "The time is no plausible number."),
            needs("time_point", "time_unit", "A time needs its unit."),
        ]
