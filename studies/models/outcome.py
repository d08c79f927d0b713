"""Outcomes: results of treatment."""

from django.db import models

from studies.choices import AnalysisSet, Assessor, PhaseOfCare

from .base import SourcedRow, count_field, owned_by_study, within_study
from .measured import Measured, Timed, value_or_state


class Outcome(SourcedRow, Measured, Timed):
    """One endpoint of one arm and subgroup, with its criteria, analysis set, time and value."""

    study = owned_by_study("outcomes")
    arm = within_study("Arm", "outcomes")
    subgroup = within_study("Subgroup", "outcomes")
    endpoint = models.ForeignKey("studies.Endpoint", on_delete=models.PROTECT, related_name="outcomes")
    category = models.CharField(
        max_length=120, blank=True, help_text="Where an endpoint has several: “1 cycle”, “10 mg/d”."
    )
    criteria = models.ForeignKey(
        "studies.ResponseCriteria", on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    assessor = models.CharField(max_length=20, choices=Assessor.choices, blank=True)
    analysis_set = models.CharField(max_length=12, choices=AnalysisSet.choices, blank=True)
    n_analysed = count_field("Patients analysed, where the value itself has no denominator.")
    phase_of_care = models.CharField(max_length=16, choices=PhaseOfCare.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            *Measured.Meta.constraints,
            *Timed.Meta.constraints,
            value_or_state(),
        ]
