"""The adverse events of the arms that were given an agent."""

from studies.choices import ArmRole
from studies.models import AdverseEvent, Agent, Arm, ScheduleComponent


def schedules_with(agent: Agent, pks: list[int]) -> set[int]:
    """Primary keys of the schedules of these studies that hold the agent."""
    return set(ScheduleComponent.objects.filter(agent=agent, study__in=pks).values_list("schedule_id", flat=True))


def arms_given(sections: dict, schedules: set[int]) -> list[Arm]:
    """A study's arms that were given one of these schedules.

    All arms together were given it where each of the others was, or where there is no other.
    """
    given = {row.arm_id for row in sections["arm_schedules"] if row.schedule_id in schedules}
    apart = {arm.pk for arm in sections["arms"] if arm.role != ArmRole.ALL}
    return [
        arm for arm in sections["arms"] if arm.pk in given or (arm.role == ArmRole.ALL and apart and apart <= given)
    ]


def events_of(arms: list[Arm]) -> list[AdverseEvent]:
    """The adverse events of whole arms, in the order of their studies; one query."""
    rows = AdverseEvent.objects.filter(arm__in=[arm.pk for arm in arms], subgroup__variable="all")
    return list(rows.select_related("term").order_by("position", "key"))
