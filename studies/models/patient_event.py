"""Courses of single patients, where a source tells them."""

from django.db import models

from studies.choices import Answer

from .base import SourcedRow, decimal_field, owned_by_study, within_study
from .constraints import not_empty, within
from .measured import Timed


class PatientEvent(SourcedRow, Timed):
    """One event of one patient: an early death with its day and cause, a step of a case report."""

    study = owned_by_study("patient_events")
    arm = within_study("Arm", "patient_events")
    patient = models.CharField(max_length=60, help_text="What tells this patient from others: “86-year-old”.")
    age = decimal_field("Age in years.")
    event = models.CharField(max_length=300, help_text="What happened, in our words.")
    cause = models.CharField(max_length=200, blank=True)
    fatal = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            *Timed.Meta.constraints,
            within("age", 0, 130, "An age lies between 0 and 130 years."),
            not_empty("event", "Say what happened."),
            not_empty("patient", "Say which patient."),
        ]
