"""The first figures of an arm as a reader sees them: the bottom line of a page, the row of a list."""

from dataclasses import dataclass

from studies.evidence import Headline
from studies.models import AdverseEvent, Outcome

from .figures import Figure, event_figure, outcome_figure
from .notes import Notes

WORST = 5


@dataclass(frozen=True)
class Named:
    """A figure with what it is the figure of."""

    name: str
    short: str
    figure: Figure


@dataclass(frozen=True)
class HeadlineLine:
    """One arm: its regimens, and each first figure or None."""

    arm: str
    regimens: tuple[tuple[str, str], ...]
    response: Named | None
    complete_remission: Named | None
    survival: Named | None
    early_death: Named | None
    severe: tuple[Named, ...]


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
    for given in sections["arm_schedules"]:
        if given.arm_id == found.arm.pk:
            regimens[given.schedule.regimen.slug] = given.schedule.regimen.name
    complete = found.complete_remission
    return HeadlineLine(
        arm=found.arm.label,
        regimens=tuple(regimens.items()),
        response=_outcome(found.response, notes),
        complete_remission=None if complete is found.response else _outcome(complete, notes),
        survival=_outcome(found.survival, notes),
        early_death=_outcome(found.early_death, notes),
        severe=tuple(_event(row, notes) for row in (found.severe_hematologic, found.severe_other) if row),
    )


def _outcome(row: Outcome | None, notes: Notes | None) -> Named | None:
    if row is None:
        return None
    name = row.endpoint.name
    if row.criteria:
        name = f"{name} ({row.criteria.abbreviation or row.criteria.name})"
    return Named(name, row.endpoint.abbreviation or row.endpoint.name, outcome_figure(row, notes, name))


def _event(row: AdverseEvent, notes: Notes | None) -> Named:
    name = f"{row.term.name}, {grade_text(row)}"
    return Named(name, name, event_figure(row, notes, name))
