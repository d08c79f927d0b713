"""A study's sections as what its page shows; templates only place it."""

from collections import defaultdict
from dataclasses import dataclass, replace

from studies.choices import (
    AnalysisSet,
    Answer,
    Assessor,
    EndpointDomain,
    Exposure,
    PhaseOfCare,
    ScheduleRole,
    TherapyKind,
    TimeOrigin,
    ValueState,
)
from studies.evidence import headline_of
from studies.models import Comparison, Outcome, PatientEvent, Study, Subgroup

from .adverse_events import EventTable, event_table
from .doses import DoseGrid, dose_grid
from .facts import FactLine, fact_lines
from .figures import Figure, outcome_figure, plain_figure, state_words
from .headlines import HeadlineLine, headline_line
from .notes import Note, Notes, notes_of
from .numbers import number, p_value, time_text


@dataclass(frozen=True)
class Line:
    """A caption, what narrows it, and its figure."""

    caption: str
    detail: str
    figure: Figure
    definition: str = ""
    n: str = ""


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]
    reference: Line | None = None

    @property
    def has_bars(self) -> bool:
        return any(line.figure.bar for line in self.lines)


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
    shown = StudyPage(
        headlines=tuple(
            headline_line(headline_of(arm, outcomes, sections["adverse_events"], preferred), sections, notes)
            for arm in study_arms(sections)
        ),
        facts=fact_lines(study, sections, notes),
        arms=_arms(sections, notes),
        grids=_grids(sections, notes),
        baseline=_baseline(sections, notes, several=several),
        therapies=_therapies(sections, notes),
        efficacy=_efficacy(outcomes, notes, several=several),
        subgroups=_subgroups(outcomes, notes),
        comparisons=tuple(_comparison(row, notes) for row in _placed(sections["comparisons"])),
        events=tuple(event_table(arm, sections, notes, several=several) for arm in study_arms(sections)),
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


def _placed(rows: list) -> list:
    return sorted(rows, key=lambda row: (row.position, row.key))


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
    for one in _placed(sections["components"]):
        components[one.schedule_id].append(one)
    return tuple(dose_grid(one, components[one.pk], _placed(steps), notes) for one in _placed(sections["schedules"]))


def whom(arm, subgroup: Subgroup | None, *, several: bool) -> str:
    """The arm where there are several, and the subgroup where it is one."""
    parts = [arm.label if several else "", "" if subgroup is None or subgroup.is_all else str(subgroup)]
    return ", ".join(filter(None, parts))


def _baseline(sections: dict, notes: Notes, *, several: bool) -> tuple[Group, ...]:
    groups: dict[str, list[Line]] = {}
    for row in _placed(sections["characteristics"]):
        detail = whom(row.arm, row.subgroup, several=several)
        title = f"{row.variable}, {row.level}" if row.level else row.variable
        line = Line(row.level or row.variable, detail, plain_figure(row, notes, title))
        groups.setdefault(row.variable, []).append(line)
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())


def _therapies(sections: dict, notes: Notes) -> tuple[Group, ...]:
    groups: dict[str, list[Line]] = {}
    for row in _placed(sections["therapies"]):
        exposure = Exposure(row.exposure).label if row.exposure else ""
        detail = ". ".join(filter(None, (exposure, row.definition)))
        figure = plain_figure(row, notes, row.description)
        if not figure.plain:
            said = exposure if row.exposure == Exposure.NOT_GIVEN else "given"
            figure = Figure(main=said, note=figure.note, computed=figure.computed)
        groups.setdefault(TherapyKind(row.kind).label, []).append(Line(row.description, detail, figure))
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items())


def outcome_detail(row: Outcome, *, several: bool = False) -> str:
    """What narrows an outcome: category, arm, subgroup, criteria, analysis set, assessor, time."""
    return "; ".join(
        filter(
            None,
            (
                row.category,
                whom(row.arm, row.subgroup, several=several),
                row.criteria.abbreviation or row.criteria.name if row.criteria else "",
                AnalysisSet(row.analysis_set).label if row.analysis_set else "",
                f"{number(row.n_analysed)} analysed" if row.n_analysed is not None else "",
                Assessor(row.assessor).label if row.assessor else "",
                when(row) if when(row) != row.category else "",
                PhaseOfCare(row.phase_of_care).label if row.phase_of_care and not when(row) else "",
            ),
        )
    )


def when(row: Outcome | PatientEvent) -> str:
    """“12 months after start of treatment”, “day 12 after transplantation”, “end of cycle 1”."""
    origin = TimeOrigin(row.time_origin).label if row.time_origin else ""
    if row.time_point is None:
        return row.timing or (f"from {origin}" if origin else "")
    length = time_text(row.time_point, row.time_unit)
    text = f"{length} after {origin}" if origin else length
    return f"{text} ({row.timing})" if row.timing else text


def _outcome_line(row: Outcome, notes: Notes, *, several: bool, caption: str = "", n: str = "") -> Line:
    detail = outcome_detail(row, several=several)
    title = f"{row.endpoint.name}: {detail}" if detail else row.endpoint.name
    return Line(caption or row.endpoint.name, detail, outcome_figure(row, notes, title), row.endpoint.definition, n)


def _efficacy(outcomes: list[Outcome], notes: Notes, *, several: bool) -> tuple[Group, ...]:
    """Results of whole arms, by domain."""
    groups: dict[str, list[Line]] = {label: [] for _, label in EndpointDomain.choices}
    for row in outcomes:
        if row.subgroup.is_all:
            groups[EndpointDomain(row.endpoint.domain).label].append(_outcome_line(row, notes, several=several))
    return tuple(Group(name, tuple(lines)) for name, lines in groups.items() if lines)


def _subgroups(outcomes: list[Outcome], notes: Notes) -> tuple[Group, ...]:
    """Results of subgroups by endpoint, with the whole arm's beside them as the reference."""
    whole: dict[tuple, Line] = {}
    groups: dict[tuple, list[Line]] = {}
    order = sorted(outcomes, key=lambda row: (*_outcome_order(row)[:2], row.subgroup.position, row.position, row.key))
    for row in order:
        where = (row.arm_id, row.endpoint.name, row.category if row.endpoint.domain == "correlative" else "")
        if row.subgroup.is_all:
            if not row.category:
                whole.setdefault(where, _outcome_line(row, notes, several=False, caption="All patients"))
            continue
        n = f"n = {number(row.subgroup.n)}" if row.subgroup.n is not None else ""
        detailed = _outcome_line(row, notes, several=False, caption=str(row.subgroup), n=n)
        rest = "; ".join(part for part in detailed.detail.split("; ") if part != str(row.subgroup))
        groups.setdefault(where, []).append(Line(detailed.caption, rest, detailed.figure, n=n))
    return tuple(
        Group(f"{name}, {category}" if category else name, tuple(lines), whole.get((arm, name, category)))
        for (arm, name, category), lines in groups.items()
    )


def _comparison(row: Comparison, notes: Notes) -> Line:
    """“de novo versus secondary: P = 0.037”."""
    caption = row.outcome.endpoint.name
    if row.outcome.category:
        caption = f"{caption}, {row.outcome.category}"
    sides = [side_text(one, row) for one in (row.outcome, row.reference)]
    measure = f"{row.get_measure_display()} {number(row.estimate)}" if row.estimate is not None else ""
    p = p_value(row.p_value, row.p_operator) if row.p_value is not None else f"P {state_words(row.p_state)}"
    said = ", ".join(filter(None, (row.get_finding_display(), measure, p)))
    how = "; ".join(
        filter(
            None,
            (
                row.test,
                row.get_p_sides_display() if row.p_sides else "",
                f"adjusted: {row.adjusted_for}" if row.adjusted_for else "",
            ),
        )
    )
    detail = f"{sides[0]} versus {sides[1]}" + (f" ({how})" if how else "")
    figure = Figure(main=said, note=notes.of(row, f"{caption}: {detail}"), computed=bool(row.computed))
    return Line(caption, detail, figure)


def side_text(outcome: Outcome, row: Comparison) -> str:
    """What tells one side of a comparison from the other: subgroup, time, category or arm."""
    other = row.reference if outcome is row.outcome else row.outcome
    parts = []
    if outcome.arm_id != other.arm_id:
        parts.append(outcome.arm.label)
    if outcome.subgroup_id != other.subgroup_id or not outcome.subgroup.is_all:
        parts.append(str(outcome.subgroup))
    if when(outcome) != when(other):
        parts.append(when(outcome) or "no time given")
    if outcome.endpoint_id != other.endpoint_id:
        parts.append(outcome.endpoint.name)
    if outcome.category != other.category:
        parts.append(outcome.category or "overall")
    return ", ".join(parts) or str(outcome.subgroup)


def _courses(rows: list[PatientEvent], notes: Notes) -> tuple[Line, ...]:
    """What happened to single patients; of a lone patient the times are the captions."""
    lone = len({row.patient for row in rows}) == 1
    return tuple(_course(row, notes, lone=lone) for row in _placed(rows))


def _course(row: PatientEvent, notes: Notes, *, lone: bool) -> Line:
    age = f"{number(row.age)} years" if row.age is not None and number(row.age) not in row.patient else ""
    fatal = "fatal" if row.fatal == Answer.YES else ""
    said = ". ".join(filter(None, (row.event, f"Cause: {row.cause}" if row.cause else "", fatal)))
    detail = ", ".join(filter(None, (age, when(row))))
    figure = Figure(main=said, note=notes.of(row, row.patient), computed=bool(row.computed))
    if lone:
        return Line(when(row) or row.patient, "", figure)
    return Line(row.patient, detail, figure)
