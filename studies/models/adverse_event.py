"""Adverse events."""

from django.db import models
from django.db.models import Q

from studies.choices import Answer, Attribution, DenominatorUnit, GradingScale, Operator

from .base import SourcedRow, count_field, decimal_field, owned_by_study, state_field, within_study
from .constraints import at_most, check, needs, ordered, value_xor_state, within


class AdverseEvent(SourcedRow):
    """Harm of one kind and grade band: how many affected of how many at risk, and what those are."""

    study = owned_by_study("adverse_events")
    arm = within_study("Arm", "adverse_events")
    subgroup = within_study("Subgroup", "adverse_events")
    term = models.ForeignKey("studies.AdverseEventTerm", on_delete=models.PROTECT, related_name="adverse_events")
    term_as_reported = models.CharField(max_length=200, help_text="The source's own word, spelling kept.")
    scale = models.CharField(max_length=14, choices=GradingScale.choices, blank=True)
    scale_version = models.CharField(max_length=20, blank=True, help_text="“3.0”")
    grade_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Lowest grade of the band, 1–5.")
    grade_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Highest grade of the band, 1–5.")
    grade_text = models.CharField(max_length=60, blank=True, help_text="A grade in words: “any”, “moderate or severe”.")
    affected = count_field("How many were affected.")
    affected_state = state_field("the count")
    at_risk = count_field("Of how many.")
    at_risk_state = state_field("the denominator")
    denominator_unit = models.CharField(
        max_length=12, choices=DenominatorUnit.choices, help_text="Patients, courses: of its own place in the source."
    )
    percent = decimal_field("The percent as printed.")
    percent_operator = models.CharField(max_length=2, choices=Operator.choices, blank=True)
    percent_state = state_field("the percent")
    state = state_field("the whole value")
    attribution = models.CharField(max_length=10, choices=Attribution.choices, blank=True)
    fatal = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    timing = models.CharField(max_length=120, blank=True, help_text="When, in words: “after the first cycle”.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            at_most("affected", "at_risk", "Affected need their number at risk and cannot exceed it."),
            within("at_risk", 1, 10_000_000, "At least one is at risk."),
            within("percent", 0, 100, "A percent lies between 0 and 100."),
            within("grade_from", 1, 5, "Grades run from 1 to 5."),
            within("grade_to", 1, 5, "Grades run from 1 to 5."),
            ordered("grade_from", "grade_to", "The lowest grade is above the highest."),
            check(
                "grades_together",
                Q(grade_from__isnull=True, grade_to__isnull=True) | Q(grade_from__isnull=False, grade_to__isnull=False),
                "A grade band has both ends.",
            ),
            check("denominator_unit_known", ~Q(denominator_unit=""), "Say what the denominator counts."),
            needs("grade_from", "scale", "A grade needs its scale."),
            value_xor_state("affected", "affected_state"),
            value_xor_state("at_risk", "at_risk_state"),
            value_xor_state("percent", "percent_state"),
            check(
                "percent_operator_needs_percent",
                Q(percent_operator="") | Q(percent__isnull=False),
                "A sign needs its percent.",
            ),
            check(
                "value_or_state",
                Q(state="", affected__isnull=False)
                | Q(state="", percent__isnull=False)
                | (Q(affected__isnull=True, percent__isnull=True) & ~Q(state="")),
                "Give a count or a percent, or say why it is absent: one of the two.",
            ),
        ]
