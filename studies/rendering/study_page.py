"""A study's sections as what its page shows; templates only place it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from studies.choices import (
    Answer,
    ArmRole,
    EndpointDomain,
    EndpointKind,
    Exposure,
    ScheduleRole,
    TherapyKind,
    ValueState,
)
from studies.evidence import headline_of
from studies.models import Outcome, PatientEvent, Study

from .adverse_events import EventTable, event_tables
from .arm_tables import ArmTable, arm_tables
from .comparisons import comparison_line
from .doses import DoseGrid, dose_grid
from .facts import FactLine, fact_lines
from .figures import Figure, outcome_figure, plain_figure
from .headlines import HeadlineLine, headline_line
from .lines import Group, Line, outcome_detail, placed, subgroup_size, when, whom
from .notes import Note, Notes, notes_of
from .numbers import number, time_text


@dataclass(frozen=True)
class StudyPage:
    """Everything on a study's page, in the order in which it is read."""

    headlines: tuple[HeadlineLine, ...]
    facts: tuple[FactLine, ...]
    arms: tuple[Group, ...]
    grids: tuple[DoseGrid, ...]
    baseline: tuple[Group, ...]
    therapies: tuple[Group, ...]
    efficacy: tuple[Group, ...]
    by_arm: tuple[ArmTable, ...]
    subgroups: tuple[Group, ...]
    comparisons: tuple[Line, ...]
    events: tuple[EventTable, ...]
    courses: tuple[Line, ...]
    notes: tuple[Note, ...]


def study_page(study: Study, sections: dict, preferred: str) -> StudyPage:
    """The page of a study from its sections (``records.aggregate_objects``); asks the database nothing.

    ``preferred`` is the slug of its diseases' own headline response.
    """
    notes = notes_of(study, sections)
    several = len(sections["arms"]) > 1
    outcomes = sorted(_shown(sections), key=_outcome_order)
    comparisons = placed(sections["comparisons"])
    tables, in_tables = arm_tables(outcomes, comparisons, study_arms(sections), notes) if several else ((), set())
    shown = StudyPage(
        headlines=tuple(
            headline_line(headline_of(arm, outcomes, sections["adverse_events"], preferred), sections, notes)
            for arm in compared_arms(sections)
        ),
        facts=fact_lines(study, sections, notes),
        arms=_arms(sections, notes),
        grids=_grids(sections, notes),
        baseline=_baseline(sections, notes, several=several),
        therapies=_therapies(sections, notes),
        efficacy=() if several else _efficacy(outcomes, notes),
        by_arm=tables,
        subgroups=_subgroups(outcomes, notes, several=several),
        comparisons=tuple(comparison_line(row, notes) for row in comparisons if row.pk not in in_tables),
        events=event_tables(study_arms(sections), sections, notes),
        courses=_courses(sections["patient_events"], notes),
        notes=(),
    )
    return replace(shown, notes=tuple(notes.made.values()))


def _shown(sections: dict) -> list[Outcome]:
    """Outcomes that stand in tables. A side of a comparison whose value is not reported stands there only."""
    compared = {pk for row in sections["comparisons"] for pk in (row.outcome_id, row.reference_id)}
    return [row for row in sections["outcomes"] if not (row.state == ValueState.NOT_REPORTED and row.pk in compared)]


def study_arms(sections: dict) -> list:
    """Arms in reading order: experimental, only, control, all together."""
    order = ["experimental", "only", "control", "all"]
    return sorted(sections["arms"], key=lambda arm: (order.index(arm.role), arm.position, arm.key))


def compared_arms(sections: dict) -> list:
    """The arms that a bottom line is given for: all together only where there is no other."""
    arms = study_arms(sections)
    return [arm for arm in arms if arm.role != ArmRole.ALL] or arms


def _outcome_order(row: Outcome) -> tuple:
    return (row.endpoint.position, row.endpoint.slug, row.position, row.key)


def _arms(sections: dict, notes: Notes) -> tuple[Group, ...]:
    """Who was assigned, treated and evaluable, arm by arm."""
    groups = []
    for arm in study_arms(sections):
        counts = ((arm.n_assigned, "assigned"), (arm.n_treated, "treated"), (arm.n_evaluable, "evaluable"))
        said = ", ".join(f"{count} {word}" for count, word in counts if count is not None)
        figure = Figure(main=said or "not reported", note=notes.of(arm, arm.label), computed=bool(arm.computed))
        lines = [Line("Patients", "", figure)]
        own = (given for given in sections["arm_schedules"] if given.arm_id == arm.pk)
        lines.extend(_given(given, notes) for given in own)
        groups.append(Group(f"{arm.label} ({arm.get_role_display()})", tuple(lines)))
    return tuple(groups)


def _given(given, notes: Notes) -> Line:
    cycles = ""
    if given.cycles_from is not None:
        last = "" if given.cycles_to in {None, given.cycles_from} else f"–{given.cycles_to}"
        cycles = f"cycle{'s' if last else ''} {given.cycles_from}{last}"
    patients = f"{given.n_given} patient{'' if given.n_given == 1 else 's'}" if given.n_given is not None else ""
    role = "" if cycles or given.role == ScheduleRole.COMBINED else given.get_role_display()
    said = ", ".join(filter(None, (role, cycles, patients))) or "given"
    title = given.schedule.label or given.schedule.regimen.name
    return Line(title, "", Figure(main=said, note=notes.of(given, title), computed=bool(given.computed)))


def _grids(sections: dict, notes: Notes) -> tuple[DoseGrid, ...]:
    components, steps = defaultdict(list), sections["dose_steps"]
    for one in placed(sections["components"]):
        components[one.schedule_id].append(one)
    return tuple(dose_grid(one, components[one.pk], placed(steps), notes) for one in placed(sections["schedules"]))


def _baseline(sections: dict, notes: Notes, *, several: bool) -> tuple[Group, ...]:
    groups: dict[str, list[Line]] = {}
    for row in placed(sections["characteristics"]):
        detail = whom(row.arm, row.subgroup, several=several)
        title = f"{row.variable}, {row.level}" if row.level else row.variable
        line = Line(row.level or row.variable, detail, plain_figure(row, notes, title))
        groups.setdefault(row.variable, []).append(line)
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())


def _therapies(sections: dict, notes: Notes) -> tuple[Group, ...]:
    groups: dict[str, list[Line]] = {}
    for row in placed(sections["therapies"]):
        exposure = Exposure(row.exposure).label if row.exposure else ""
        detail = ". ".join(filter(None, (exposure, row.definition)))
        figure = plain_figure(row, notes, row.description)
        if not figure.plain:
            said = exposure if row.exposure == Exposure.NOT_GIVEN else "given"
            figure = Figure(main=said, note=figure.note, computed=figure.computed)
        groups.setdefault(TherapyKind(row.kind).label, []).append(Line(row.description, detail, figure))
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())


def _outcome_line(row: Outcome, notes: Notes, *, caption: str = "", n: str = "") -> Line:
    detail = outcome_detail(row)
    title = f"{row.endpoint.name}: {detail}" if detail else row.endpoint.name
    return Line(caption or row.endpoint.name, detail, outcome_figure(row, notes, title), row.endpoint.definition, n)


def _efficacy(outcomes: list[Outcome], notes: Notes) -> tuple[Group, ...]:
    """Results of the only arm, by domain."""
    groups: dict[str, list[Line]] = {label: [] for _, label in EndpointDomain.choices}
    for row in outcomes:
        if row.subgroup.is_all:
            groups[EndpointDomain(row.endpoint.domain).label].append(_outcome_line(row, notes))
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items() if lines)


def _subgroups(outcomes: list[Outcome], notes: Notes, *, several: bool) -> tuple[Group, ...]:
    """Results of subgroups by endpoint, time and arm, with the whole arm's beside them as the reference."""
    groups: dict[tuple, list[Outcome]] = {}
    order = sorted(outcomes, key=lambda row: (*_outcome_order(row)[:2], row.subgroup.position, row.position, row.key))
    for row in order:
        if not row.subgroup.is_all:
            groups.setdefault(_forest_of(row), []).append(row)
    titles = Counter((row.arm_id, _forest_title(row)) for (row, *_) in groups.values())
    made = []
    for rows in groups.values():
        first = rows[0]
        parts = [_forest_title(first)]
        if titles[first.arm_id, parts[0]] > 1 and first.time_point is not None:
            parts.append(time_text(first.time_point, first.time_unit))
        if several:
            parts.append(first.arm.label)
        whole = next((row for row in order if all(_is_whole_of(row, one) for one in rows)), None)
        caption = "All patients" if not several or first.arm.role == ArmRole.ALL else "All of this arm"
        reference = _outcome_line(whole, notes, caption=caption) if whole else None
        made.append(Group(", ".join(parts), tuple(_subgroup_line(row, notes) for row in rows), reference))
    return tuple(made)


def _forest_title(row: Outcome) -> str:
    correlative = row.category if row.endpoint.domain == EndpointDomain.CORRELATIVE else ""
    return ", ".join(filter(None, (row.endpoint.name, correlative)))


def _forest_of(row: Outcome) -> tuple:
    """The forest a subgroup's row stands in: rates at two times, and two arms, have one each."""
    at_time = row.endpoint.kind == EndpointKind.RATE_AT_TIME
    return (row.arm_id, _forest_title(row), (row.time_point, row.time_unit) if at_time else None)


def _is_whole_of(whole: Outcome, part: Outcome) -> bool:
    """Whether a row is the whole arm's for a subgroup's: same endpoint, arm and time, nothing else that differs.

    What only one of the two says (criteria, analysis set, when) is no difference.
    """
    same = ("endpoint_id", "arm_id", "category", "time_point", "time_unit")
    said = ("time_origin", "timing", "criteria_id", "analysis_set", "assessor")
    return (
        whole.subgroup.is_all
        and whole.state != ValueState.NOT_REPORTED
        and all(getattr(whole, name) == getattr(part, name) for name in same)
        and all(getattr(whole, name) in {getattr(part, name), "", None} or not getattr(part, name) for name in said)
    )


def _subgroup_line(row: Outcome, notes: Notes) -> Line:
    n = subgroup_size(row.subgroup)
    line = _outcome_line(row, notes, caption=str(row.subgroup), n=n)
    rest = "; ".join(part for part in line.detail.split("; ") if part != str(row.subgroup))
    return replace(line, detail=rest, definition="")


def _courses(rows: list[PatientEvent], notes: Notes) -> tuple[Line, ...]:
    """What happened to single patients; of a lone patient the times are the captions."""
    lone = len({row.patient for row in rows}) == 1
    return tuple(_course(row, notes, lone=lone) for row in placed(rows))


def _course(row: PatientEvent, notes: Notes, *, lone: bool) -> Line:
    age = f"{number(row.age)} years" if row.age is not None and number(row.age) not in row.patient else ""
    fatal = "fatal" if row.fatal == Answer.YES else ""
    said = ". ".join(filter(None, (row.event, f"Cause: {row.cause}" if row.cause else "", fatal)))
    detail = ", ".join(filter(None, (age, when(row))))
    figure = Figure(main=said, note=notes.of(row, f"{row.patient}: {row.event}"))
    if lone:
        return Line(when(row) or row.patient, "", figure)
    return Line(row.patient, detail, figure)
