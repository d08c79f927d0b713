"""Subgroups of a study's patients."""

from django.db import models
from django.db.models import Q

from studies.choices import Answer

from .base import SourcedRow, count_field, owned_by_study, state_field, within_study
from .constraints import check, not_empty, value_xor_state


class Subgroup(SourcedRow):
    """Patients at one level of a variable. "All patients" is a row too (variable "all")."""

    study = owned_by_study("subgroups")
    variable = models.CharField(max_length=120, help_text="“all”, “FISH”, “fludarabine”, “lymph nodes”.")
    level = models.CharField(max_length=160, blank=True, help_text="“17p−”, “refractory”, “larger than 5 cm”.")
    n = count_field("Patients in it.")
    n_state = state_field("the number")
    parent = within_study("Subgroup", "parts", "The wider group; empty for all patients.", null=True, blank=True)
    exclusive = models.BooleanField(
        default=True, help_text="No patient is at two levels of this variable; a union of levels is not exclusive."
    )
    complete = models.BooleanField(
        default=False, help_text="With the other exclusive levels of this variable it makes up the wider group."
    )
    prespecified = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            value_xor_state("n", "n_state"),
            not_empty("variable", "A subgroup needs its variable."),
            check("has_level", Q(variable="all") | ~Q(level=""), "A subgroup needs its level."),
        ]

    @property
    def is_all(self) -> bool:
        return self.variable == "all"

    def __str__(self) -> str:
        return "all patients" if self.is_all else f"{self.variable}: {self.level}"
