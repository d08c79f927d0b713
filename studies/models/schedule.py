"""Schedules: the exact doses that a study gave of a regimen."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from studies.choices import Combination, DoseBasis, DoseStepKind, Route

from .base import LIMIT, SourcedRow, count_field, decimal_field, owned_by_study, state_field, within_study
from .constraints import check, needs, ordered, value_xor_state, within

DAYS = RegexValidator(r"\A\d+(-\d+)?(,\d+(-\d+)?)*\Z", "Days and runs of days: “1-7” or “1-5,8,15”.")


class Schedule(SourcedRow):
    """How this study gave a regimen. "Not a prescribing order" stands beside it wherever it is shown."""

    study = owned_by_study("schedules")
    regimen = models.ForeignKey("studies.Regimen", on_delete=models.PROTECT, related_name="schedules")
    label = models.CharField(max_length=160, blank=True, help_text="What tells it from the study's other schedules.")
    cycle_from = count_field("Shortest cycle, in days.")
    cycle_to = count_field("Longest cycle, in days; the same if fixed.")
    max_cycles = count_field("Most cycles planned.")
    until = models.CharField(max_length=200, blank=True, help_text="What ended treatment, in our words.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            within("cycle_from", 1, 3650, "A cycle lasts at least a day."),
            within("cycle_to", 1, 3650, "A cycle lasts at least a day."),
            ordered("cycle_from", "cycle_to", "The shortest cycle is longer than the longest."),
        ]


class ScheduleComponent(SourcedRow):
    """One agent of a schedule: dose from/to in a UCUM unit, on which days of the cycle."""

    study = owned_by_study("components")
    schedule = within_study("Schedule", "components")
    agent = models.ForeignKey("studies.Agent", on_delete=models.PROTECT, related_name="components")
    dose_from = decimal_field("Dose, or the lowest of a range.")
    dose_to = decimal_field("Highest dose of a range; empty if there is one dose.")
    dose_state = state_field("the dose")
    dose_unit = models.CharField(max_length=40, blank=True, help_text="UCUM: mg, mg/m2, 10*6/kg.")
    dose_basis = models.CharField(max_length=10, choices=DoseBasis.choices, blank=True)
    route = models.CharField(max_length=4, choices=Route.choices, blank=True)
    days = models.CharField(
        max_length=120, blank=True, validators=[DAYS], help_text="Days of the cycle: “1-7” or “1-5,8”."
    )
    frequency = models.CharField(max_length=80, blank=True, help_text="“daily”, “once daily”, “up to three doses”.")
    max_doses = count_field("Most doses in all.")
    combination = models.CharField(max_length=12, choices=Combination.choices, default=Combination.TOGETHER)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "schedule", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            within("dose_from", 0, LIMIT, "A dose is not negative."),
            within("dose_to", 0, LIMIT, "A dose is not negative."),
            ordered("dose_from", "dose_to", "The lowest dose is above the highest."),
            needs("dose_from", "dose_unit", "A dose needs its unit."),
            value_xor_state("dose_from", "dose_state"),
            check(
                "range_has_lowest_dose",
                Q(dose_to__isnull=True) | Q(dose_from__isnull=False),
                "A range of doses needs its lowest.",
            ),
            check("dose_or_state", Q(dose_from__isnull=False) | ~Q(dose_state=""), "Give a dose, or say why not."),
        ]


class DoseStep(SourcedRow):
    """A step of a component: an escalation, a reduction, a dose level."""

    study = owned_by_study("dose_steps")
    component = within_study("ScheduleComponent", "steps")
    kind = models.CharField(max_length=12, choices=DoseStepKind.choices)
    dose = decimal_field("The dose at this step; or the amount of the step, said in the condition.")
    dose_unit = models.CharField(max_length=40, blank=True)
    n = count_field("Patients who received it.")
    condition = models.CharField(max_length=300, blank=True, help_text="When and for whom, in our words.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "component", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            within("dose", 0, LIMIT, "A dose is not negative."),
            needs("dose", "dose_unit", "A dose needs its unit."),
        ]
