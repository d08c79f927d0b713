"""The first figures of an arm as a reader sees them: the bottom line of a page, the row of a list."""

from dataclasses import dataclass

from studies.choices import EndpointKind
from studies.evidence import Headline
from studies.models import AdverseEvent, Outcome

from .figures import Figure, event_figure, outcome_figure
from .notes import Notes
from .numbers import time_text

WORST = 5
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
    response: Named | None
    complete_remission: Named | None
    survival: Named | None
    survival_rate: Named | None
    early_death: Named | None
    severe: tuple[Named, ...]

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
    regimens = {}
    for given in sorted(sections["arm_schedules"], key=lambda row: (row.schedule.position, row.key)):
        if given.arm_id == found.arm.pk:
            regimens[given.schedule.regimen.slug] = given.schedule.regimen.name
    complete = found.complete_remission
    return HeadlineLine(
        arm=found.arm.label,
        regimens=tuple(regimens.items()),
        response=_outcome(found.response, notes),
        complete_remission=None if complete is found.response else _outcome(complete, notes),
        survival=_outcome(found.survival, notes),
        survival_rate=_outcome(found.survival_rate, notes),
        early_death=_outcome(found.early_death, notes),
        severe=tuple(_event(row, notes) for row in (found.severe_hematologic, found.severe_other) if row),
    )


def _outcome(row: Outcome | None, notes: Notes | None) -> Named | None:
    if row is None:
        return None
    name, when = row.endpoint.name, ""
    if row.time_point is not None and row.endpoint.kind == EndpointKind.RATE_AT_TIME:
        when = f"at {time_text(row.time_point, row.time_unit)}"
        name = f"{name} {when}"
    if row.criteria:
        name = f"{name} ({row.criteria.abbreviation or row.criteria.name})"
    return Named(name, row.endpoint.abbreviation or row.endpoint.name, outcome_figure(row, notes, name), when)


def _event(row: AdverseEvent, notes: Notes | None) -> Named:
    name = f"{row.term.name}, {grade_text(row)}"
    return Named(name, name, event_figure(row, notes, name))
