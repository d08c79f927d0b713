"""Arms, and the schedules they were given."""

from django.db import models

from studies.choices import ArmRole, ScheduleRole

from .base import SourcedRow, count_field, owned_by_study, within_study
from .constraints import ordered


class Arm(SourcedRow):
    """A group of patients treated alike."""

    study = owned_by_study("arms")
    label = models.CharField(max_length=160)
    role = models.CharField(max_length=12, choices=ArmRole.choices)
    n_assigned = count_field("Patients assigned or enrolled.")
    n_treated = count_field("Patients who were treated.")
    n_evaluable = count_field("Patients evaluable for response.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            ordered("n_treated", "n_assigned", "More treated than assigned."),
            ordered("n_evaluable", "n_assigned", "More evaluable than assigned."),
        ]

    def __str__(self) -> str:
        return self.label


class ArmSchedule(SourcedRow):
    """Which schedule an arm was given, how it stands to the arm's others, and in which cycles."""

    study = owned_by_study("arm_schedules")
    arm = within_study("Arm", "schedules")
    schedule = within_study("Schedule", "arm_schedules")
    role = models.CharField(max_length=12, choices=ScheduleRole.choices, default=ScheduleRole.COMBINED)
    n_given = count_field("Patients given it.")
    cycles_from = count_field("First cycle in which it was given.")
    cycles_to = count_field("Last cycle in which it was given.")

    class Meta(SourcedRow.Meta):
        constraints = [
            *SourcedRow.Meta.constraints,
            ordered("cycles_from", "cycles_to", "The first cycle comes after the last."),
            models.UniqueConstraint(
                fields=("study", "arm", "schedule"),
                name="%(class)s_schedule_unique_in_arm",
                violation_error_message="The arm has this schedule already.",
            ),
        ]
