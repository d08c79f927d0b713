"""The first figures of an arm as a reader sees them: the bottom line of a page, the row of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import Attribution, EndpointKind, ScheduleRole
from studies.evidence import Headline
from studies.models import AdverseEvent, ArmSchedule, Outcome

from .figures import Figure, event_figure, outcome_figure
from .notes import Notes
from .numbers import time_text

WORST = 5
NOT_REPORTED, OF_SUBGROUPS = "not reported", "for subgroups only"
SHOWN = 2  # regimens of one arm in a list


@dataclass(frozen=True)
class Named:
    """A figure with what it is the figure of."""

    name: str
    short: str
    figure: Figure
    when: str = ""  # “at 3 years”, of a rate at a time


@dataclass(frozen=True)
class HeadlineLine:
    """One arm: its regimens, and each first figure or None."""

    arm: str
    regimens: tuple[tuple[str, str], ...]
    joint: str  # the word between the regimens
    response: Named | None
    complete_remission: Named | None
    survival: Named | None
    survival_rate: Named | None
    early_death: Named | None
    severe: tuple[Named, ...]
    no_response: str  # what is said where the arm has no response, no survival
    no_survival: str

    @property
    def first_regimens(self) -> tuple[tuple[str, str], ...]:
        """What a list has room for: all of them, or two where there are more than three."""
        return self.regimens if len(self.regimens) <= SHOWN + 1 else self.regimens[:SHOWN]

    @property
    def more_regimens(self) -> int:
        return len(self.regimens) - len(self.first_regimens)

    @property
    def label(self) -> str:
        """The arm's own name, where it says more than its regimen does."""
        return "" if self.arm.casefold() in {name.casefold() for _, name in self.regimens} else self.arm


def grade_text(row: AdverseEvent) -> str:
    """“grade 3–4”, “grade 3”, “moderate or severe”."""
    if row.grade_from is None:
        return row.grade_text
    if (row.grade_from, row.grade_to) == (1, 5):
        return "any grade"
    if row.grade_to == WORST and row.grade_from != WORST:
        return f"grade ≥ {row.grade_from}"
    band = f"{row.grade_from}" if row.grade_from == row.grade_to else f"{row.grade_from}–{row.grade_to}"
    return f"grade {band}"


def headline_line(found: Headline, sections: dict, notes: Notes | None) -> HeadlineLine:
    """An arm's first figures as text; with notes where the page has them."""
    schedules = [row for row in sections["arm_schedules"] if row.arm_id == found.arm.pk]
    schedules.sort(key=lambda row: (row.schedule.position, row.key))
    regimens = {row.schedule.regimen.slug: row.schedule.regimen.name for row in schedules}
    complete = found.complete_remission
    return HeadlineLine(
        arm=found.arm.label,
        regimens=tuple(regimens.items()),
        joint=joint_of(schedules),
        response=_outcome(found.response, notes),
        complete_remission=None if complete is found.response else _outcome(complete, notes),
        survival=_outcome(found.survival, notes),
        survival_rate=_outcome(found.survival_rate, notes),
        early_death=_outcome(found.early_death, notes),
        severe=tuple(_event(row, notes) for row in (found.severe_hematologic, found.severe_other) if row),
        no_response=OF_SUBGROUPS if "response" in found.of_subgroups_only else NOT_REPORTED,
        no_survival=OF_SUBGROUPS if "survival" in found.of_subgroups_only else NOT_REPORTED,
    )


def joint_of(schedules: Iterable[ArmSchedule]) -> str:
    """What stands between the regimens of an arm: “or”, “then”, and “with” where all were given together."""
    roles = {row.role for row in schedules}
    if roles & {ScheduleRole.ALTERNATIVE, ScheduleRole.DOSE_LEVEL}:
        return "or"
    return "then" if ScheduleRole.SEQUENCE in roles else "with"


def _outcome(row: Outcome | None, notes: Notes | None) -> Named | None:
    if row is None:
        return None
    name, short, when = row.endpoint.name, row.endpoint.abbreviation or row.endpoint.name, ""
    if row.category:
        name, short = f"{name}: {row.category}", row.category
    if row.time_point is not None and row.endpoint.kind == EndpointKind.RATE_AT_TIME:
        when = f"at {time_text(row.time_point, row.time_unit)}"
        name = f"{name} {when}"
    elif row.endpoint.kind == EndpointKind.RATE_AT_TIME:
        when = row.timing
    if row.criteria:
        name = f"{name} ({row.criteria.abbreviation or row.criteria.name})"
    return Named(name, short, outcome_figure(row, notes, name), when)


def _event(row: AdverseEvent, notes: Notes | None) -> Named:
    related = "treatment-related, " if row.attribution == Attribution.RELATED else ""
    name = f"{row.term.name}, {related}{grade_text(row)}"
    return Named(name, name, event_figure(row, notes, name))
