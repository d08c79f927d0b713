"""Therapy other than the salvage regimen itself."""

from django.db import models

from studies.choices import Exposure, TherapyKind

from .base import SourcedRow, owned_by_study, within_study
from .constraints import not_empty
from .measured import Measured


class Therapy(SourcedRow, Measured):
    """Prior therapy, conditioning, prophylaxis or subsequent therapy of an arm; how many had it, where told."""

    study = owned_by_study("therapies")
    arm = within_study("Arm", "therapies")
    kind = models.CharField(max_length=12, choices=TherapyKind.choices)
    description = models.CharField(max_length=300, help_text="What was given, in our words.")
    agents = models.ManyToManyField("studies.Agent", blank=True, related_name="therapies")
    exposure = models.CharField(max_length=12, choices=Exposure.choices, blank=True)
    definition = models.TextField(blank=True, help_text="How the source defines refractory or intolerant; our words.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "kind", "position", "key")
        verbose_name_plural = "therapies"
        constraints = [
            *SourcedRow.Meta.constraints,
            *Measured.Meta.constraints,
            not_empty("description", "Say what was given."),
        ]
