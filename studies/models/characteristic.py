"""Baseline characteristics."""

from django.db import models

from .base import SourcedRow, owned_by_study, within_study
from .constraints import not_empty
from .measured import Measured, value_or_state


class Characteristic(SourcedRow, Measured):
    """What the patients were like before treatment: age, stage, cytogenetics; n / N, or a median with its range."""

    study = owned_by_study("characteristics")
    arm = within_study("Arm", "characteristics")
    subgroup = within_study("Subgroup", "characteristics")
    variable = models.CharField(max_length=120, help_text="“age”, “Rai stage”, “hemoglobin”, “karyotype”.")
    level = models.CharField(max_length=160, blank=True, help_text="“III–IV”, “female”.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            *Measured.Meta.constraints,
            value_or_state(),
            not_empty("variable", "A characteristic needs its variable."),
        ]
