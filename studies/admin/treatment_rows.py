"""Rows that say who was treated with what: arms, regimens with their doses, patients, other therapy."""

from studies.models import (
    Arm,
    ArmSchedule,
    Characteristic,
    DoseStep,
    Schedule,
    ScheduleComponent,
    Subgroup,
    Therapy,
)

from .rows import ABSENT, BOUNDS, SOURCE, VALUE, RowInline


class ArmsInline(RowInline):
    """Groups of patients treated alike."""

    model = Arm
    head = ("label", "role", "n_assigned", "place")
    fieldsets = (
        (None, {"fields": ("key", "label", "role", "n_assigned", "n_treated", "n_evaluable", "position")}),
        SOURCE,
    )
    words = "A study without groups has one arm, “the only arm”."


class SchedulesInline(RowInline):
    """How the study gave a regimen."""

    model = Schedule
    head = ("regimen", "label", "place")
    fieldsets = (
        (None, {"fields": ("key", "regimen", "label", "cycle_from", "cycle_to", "max_cycles", "until", "position")}),
        SOURCE,
    )
    words = "The exact way this study gave a regimen. Save it, then give each of its agents a component."


class ComponentsInline(RowInline):
    """Agents of a schedule with their doses."""

    model = ScheduleComponent
    verbose_name = "component of a schedule"
    verbose_name_plural = "components: each agent of a schedule, with its dose"
    head = ("schedule", "agent", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "schedule", "agent", "combination", "position")}),
        (
            "Dose",
            {
                "fields": (
                    "dose_from", "dose_to", "dose_unit", "dose_basis", "dose_state",
                    "route", "days", "frequency", "max_doses",
                )
            },
        ),
        SOURCE,
    )  # fmt: skip
    words = "One row an agent: dose in a UCUM unit, on which days of the cycle. A dose not given says why."


class DoseStepsInline(RowInline):
    """Escalations, reductions and dose levels."""

    model = DoseStep
    verbose_name_plural = "dose steps"
    head = ("component", "kind", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "component", "kind", "dose", "dose_unit", "n", "condition", "position")}),
        SOURCE,
    )


class ArmSchedulesInline(RowInline):
    """Which arm was given which schedule."""

    model = ArmSchedule
    verbose_name = "schedule of an arm"
    verbose_name_plural = "which arm was given which schedule"
    head = ("arm", "schedule", "role", "place")
    fieldsets = (
        (None, {"fields": ("key", "arm", "schedule", "role", "n_given", "cycles_from", "cycles_to")}),
        SOURCE,
    )


class SubgroupsInline(RowInline):
    """Patients at one level of a variable."""

    model = Subgroup
    head = ("variable", "level", "n", "n_state", "place")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "key", "variable", "level", "n", "n_state", "parent",
                    "exclusive", "complete", "prespecified", "position",
                )
            },
        ),
        SOURCE,
    )  # fmt: skip
    words = (
        "“all” is a row too: make it first. Exclusive: no patient is at two levels; a union is not. Complete: "
        "the exclusive levels add up to the wider group. A subgroup’s result is never the whole arm’s."
    )


class CharacteristicsInline(RowInline):
    """What patients were like before treatment."""

    model = Characteristic
    head = ("variable", "level", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "arm", "subgroup", "variable", "level", "position")}),
        VALUE,
        BOUNDS,
        ABSENT,
        SOURCE,
    )
    words = "What patients were like before treatment: age, stage, cytogenetics; n of N, or a median with its range."


class TherapiesInline(RowInline):
    """Therapy other than the salvage regimen."""

    model = Therapy
    head = ("kind", "description", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "arm", "kind", "description", "agents", "exposure", "definition", "position")}),
        VALUE,
        BOUNDS,
        ABSENT,
        SOURCE,
    )
    words = "Therapy other than the salvage regimen: prior, conditioning, prophylaxis, supportive, subsequent."
