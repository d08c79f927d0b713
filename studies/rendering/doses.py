"""Doses as text and as a grid of agents by days."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from studies.choices import Combination, DoseStepKind, Route
from studies.models import DoseStep, Schedule, ScheduleComponent

from .figures import state_words
from .notes import Note, Notes, note_of
from .numbers import number, span, unit_text

LONGEST_GRID = 56  # days; a longer cycle is told in words only


def days_of(days: str) -> list[int]:
    """“1-5,8” as [1, 2, 3, 4, 5, 8]."""
    found: list[int] = []
    for run in filter(None, days.split(",")):
        first, _, last = run.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def days_text(days: str) -> str:
    """“days 1–7”."""
    if not days:
        return ""
    return ("day " if days.isdigit() else "days ") + days.replace("-", "–").replace(",", ", ")


def dose_text(component: ScheduleComponent, steps: Sequence[DoseStep] = ()) -> str:
    """“75 mg/m²”, “10–25 mg”, “2.5 or 5 mg” where the ends are dose levels, “dose not reported”."""
    if component.dose_from is None:
        return f"dose {state_words(component.dose_state)}"
    low, high = number(component.dose_from), number(component.dose_to)
    amount = span(low, high) if high and high != low else low
    levels = {step.dose for step in steps if step.kind == DoseStepKind.LEVEL}
    if levels == {component.dose_from, component.dose_to} and not _rises(steps):
        amount = f"{low} or {high}"
    unit = unit_text(component.dose_unit)
    return f"{amount}{unit}" if unit.startswith("/") else f"{amount} {unit}"


def _rises(steps: Sequence[DoseStep]) -> bool:
    return any(step.kind == DoseStepKind.ESCALATION for step in steps)


def component_text(component: ScheduleComponent, steps: Sequence[DoseStep] = ()) -> str:
    """“azacitidine 75 mg/m² subcutaneously, daily, days 1–7”."""
    route = Route(component.route).label if component.route else ""
    most = f"at most {component.max_doses} doses" if component.max_doses else ""
    first = " ".join(filter(None, (component.agent.name, dose_text(component, steps), route)))
    return ", ".join(filter(None, (first, component.frequency, days_text(component.days), most)))


def cycle_text(schedule: Schedule, *, dosed: bool = True) -> str:
    """“28-day cycles, at most 8, until progression”; nobody misses a cycle's length where no dose is given."""
    if schedule.cycle_from is None and schedule.cycle_to is None:
        length = "length of a cycle not reported" if dosed else ""
    elif schedule.cycle_from == schedule.cycle_to or schedule.cycle_to is None:
        length = f"cycles of {schedule.cycle_from} days"
    else:
        length = f"cycles of {span(number(schedule.cycle_from), number(schedule.cycle_to))} days"
    most = f"at most {schedule.max_cycles} cycles" if schedule.max_cycles else ""
    until = f"treated until {schedule.until[0].lower()}{schedule.until[1:].rstrip('.')}" if schedule.until else ""
    return "; ".join(filter(None, (", ".join(filter(None, (length, most))), until)))


def step_text(step: DoseStep) -> str:
    """“reduction to 25 mg (6 patients): after effusions”."""
    kind = {
        DoseStepKind.ESCALATION: "escalation",
        DoseStepKind.REDUCTION: "reduction",
        DoseStepKind.LEVEL: "dose level",
    }[DoseStepKind(step.kind)]
    dose = f"{number(step.dose)} {unit_text(step.dose_unit)}" if step.dose is not None else ""
    patients = f"({step.n} patient{'' if step.n == 1 else 's'})" if step.n is not None else ""
    head = " ".join(filter(None, (kind, dose, patients)))
    return f"{head}: {step.condition}" if step.condition else head


@dataclass(frozen=True)
class GridRow:
    """One agent's line of the grid: which of the days it is given, and what is given on a day."""

    agent: str
    dose: str
    days: tuple[bool, ...]
    escalates: bool
    words: str


@dataclass(frozen=True)
class DoseGrid:
    """Agents by days of one cycle, with the same in words. Not a prescribing order."""

    id: str
    title: str
    cycles: str
    length: int
    rows: tuple[GridRow, ...]
    lines: tuple[tuple[str, Note | None], ...]
    steps: tuple[tuple[str, Note | None], ...]
    day_one: str
    note: Note | None
    drawable: bool

    @property
    def columns(self) -> range:
        return range(1, self.length + 1)


def dose_grid(schedule: Schedule, components: list, steps: list, notes: Notes | None) -> DoseGrid:
    """The grid of one schedule. Agents without days are told in words and leave their line empty."""
    by_component = defaultdict(list)
    for step in steps:
        by_component[step.component_id].append(step)
    last = max((max(days_of(one.days), default=0) for one in components), default=0)
    length = max(last, schedule.cycle_to or schedule.cycle_from or 0)
    rows = tuple(_row(one, by_component[one.pk], length) for one in components)
    first = [_day_one(one, by_component[one.pk]) for one in components if 1 in days_of(one.days)]
    return DoseGrid(
        id=f"grid-{schedule.study.slug}-{schedule.key}",
        title=schedule.label or schedule.regimen.name,
        cycles=cycle_text(schedule, dosed=any(one.dose_from is not None for one in components)),
        length=min(length, LONGEST_GRID),
        rows=rows,
        lines=tuple(
            (_line(one, by_component[one.pk]), note_of(notes, one, f"Dose of {one.agent.name}")) for one in components
        ),
        steps=tuple(
            (step_text(step), note_of(notes, step, f"Dose step of {one.agent.name}"))
            for one in components
            for step in by_component[one.pk]
        ),
        day_one=" + ".join(first),
        note=note_of(notes, schedule, "Schedule"),
        drawable=0 < length <= LONGEST_GRID and any(any(row.days) for row in rows),
    )


def _day_one(component: ScheduleComponent, steps: list[DoseStep]) -> str:
    """What is given on the first day: the lowest dose of one that is raised."""
    if _rises(steps) and component.dose_from is not None:
        unit = unit_text(component.dose_unit)
        return f"{component.agent.name} {number(component.dose_from)} {unit}"
    return f"{component.agent.name} {dose_text(component, steps)}"


def _line(component: ScheduleComponent, steps: Sequence[DoseStep]) -> str:
    before = {Combination.ALTERNATIVE: "or ", Combination.SEQUENTIAL: "then "}.get(
        Combination(component.combination), ""
    )
    return before + component_text(component, steps)


def _row(component: ScheduleComponent, steps: list, length: int) -> GridRow:
    given = set(days_of(component.days))
    return GridRow(
        agent=component.agent.name,
        dose=dose_text(component, steps),
        days=tuple(day in given for day in range(1, min(length, LONGEST_GRID) + 1)),
        escalates=_rises(steps),
        words="" if component.days else "days not reported",
    )
