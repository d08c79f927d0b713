"""Comparisons of two outcomes."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from studies.choices import Finding, Measure, Operator, PSides

from .base import LIMIT, SourcedRow, decimal_field, owned_by_study, state_field, within_study
from .constraints import check, needs, ordered, value_xor_state, within


class Comparison(SourcedRow):
    """An outcome against its reference: other arms, other subgroups or other times."""

    study = owned_by_study("comparisons")
    outcome = within_study("Outcome", "comparisons", "What is compared …")
    reference = within_study("Outcome", "reference_of", "… with what.")
    measure = models.CharField(max_length=4, choices=Measure.choices, default=Measure.NONE)
    estimate = decimal_field("The hazard ratio, difference …")
    lower = decimal_field("Lower bound.")
    upper = decimal_field("Upper bound.")
    level = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="Level of the interval, in percent."
    )
    finding = models.CharField(max_length=16, choices=Finding.choices, help_text="What the source says of it.")
    p_operator = models.CharField(max_length=2, choices=Operator.choices, blank=True)
    p_value = models.DecimalField(max_digits=12, decimal_places=10, null=True, blank=True)
    p_state = state_field("the p-value")
    p_sides = models.CharField(max_length=3, choices=PSides.choices, blank=True)
    test = models.CharField(max_length=160, blank=True, help_text="The test, and over what: “Friedman, days 0, 7, 28”.")
    adjusted_for = models.CharField(max_length=300, blank=True, help_text="“multivariate; covariates not stated”.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            within("p_value", 0, 1, "A p-value lies between 0 and 1."),
            within("estimate", -LIMIT, LIMIT, "The estimate is no plausible number."),
            within("lower", -LIMIT, LIMIT, "The lower bound is no plausible number."),
            within("upper", -LIMIT, LIMIT, "The upper bound is no plausible number."),
            within("level", Decimal("0.1"), Decimal("99.9"), "A level lies between 0.1 and 99.9 percent."),
            ordered("lower", "upper", "The lower bound is above the upper."),
            value_xor_state("p_value", "p_state"),
            check(
                "p_operator_needs_p_value",
                Q(p_operator="") | Q(p_value__isnull=False),
                "A sign needs its p-value.",
            ),
            check(
                "estimate_needs_measure",
                Q(estimate__isnull=True) | ~Q(measure=Measure.NONE),
                "Say what the estimate is.",
            ),
            needs("p_value", "finding", "Say what was found."),
            check("p_or_state", Q(p_value__isnull=False) | ~Q(p_state=""), "Give p, or say why it is absent."),
            check("two_outcomes", ~Q(outcome=models.F("reference")), "An outcome is not compared with itself."),
        ]
