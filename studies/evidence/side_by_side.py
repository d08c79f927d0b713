"""Studies side by side: which results of their arms answer the same question, and why a cell stays empty.

Nothing here is worked out between columns: a row holds what several arms give under the same endpoint, criteria, time
and denominator, and what differs in one of these has a row of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from studies.choices import ArmRole, DenominatorUnit, TimeUnit, ValueState
from studies.models import AdverseEvent, Arm, Characteristic, Outcome, Study

Row = Outcome | Characteristic | AdverseEvent
ROLES = (ArmRole.EXPERIMENTAL, ArmRole.ONLY, ArmRole.CONTROL, ArmRole.ALL)
PERCENT_ONLY = "percent"
ANY_GRADE = {"any", "any grade", "all grades"}
MONTHS = {TimeUnit.YEAR: 12}


class Differs(StrEnum):
    """In what a result may differ from another under the same endpoint, term or variable."""

    CATEGORY = "category"
    CRITERIA = "criteria"
    TIME = "time"
    ANALYSIS_SET = "analysis set"
    UNIT = "unit"
    GRADE = "grade"
    ARMS = "arms"


Near = tuple[Row, tuple[Differs, ...]]


@dataclass(frozen=True)
class Column:
    """An arm of a study, with the study's sections."""

    study: Study
    sections: Mapping[str, Sequence]
    arm: Arm
    several: bool

    def rows(self, section: str) -> list:
        """Its results of whole arms, in order; one that says it is not reported is none."""
        return _whole(self.sections[section], self.arm.pk)

    def rows_together(self, section: str) -> list:
        """What the study gives for all its arms together, where the column is one of them."""
        together = [arm for arm in self.sections["arms"] if arm.role == ArmRole.ALL and arm.pk != self.arm.pk]
        return [row for arm in together for row in _whole(self.sections[section], arm.pk)]


@dataclass(frozen=True)
class Question:
    """What a row of the comparison asks: a subject, and what narrows it."""

    subject: str
    aspects: tuple[tuple[Differs, Hashable], ...] = ()

    def apart(self, other: "Question") -> tuple[Differs, ...]:
        """In what another question about the same subject differs."""
        return tuple(mine[0] for mine, theirs in zip(self.aspects, other.aspects, strict=True) if mine != theirs)


@dataclass(frozen=True)
class Instead:
    """What a column gives under the same subject, nearest first: a result, and in what it differs."""

    near: tuple[Near, ...]


@dataclass(frozen=True)
class Cell:
    """A column's results in a row; without any, what it gives instead, or nothing."""

    rows: tuple = ()
    instead: Instead | None = None


@dataclass(frozen=True)
class Aligned:
    """One question with each column's answer."""

    question: Question
    cells: tuple[Cell, ...]
    studies: int  # that say anything of the subject
    varies: frozenset[Differs]  # in what the subject's rows differ among each other

    @property
    def first(self) -> Any:
        """A result that stands for the row's endpoint, criteria and time."""
        return next(cell.rows[0] for cell in self.cells if cell.rows)


def columns_of(studies: Iterable[tuple[Study, Mapping[str, Sequence]]]) -> list[Column]:
    """The arms of these studies; all arms together only where a study has no other."""
    found = []
    for study, sections in studies:
        arms = sorted(sections["arms"], key=lambda arm: (ROLES.index(arm.role), arm.position, arm.key))
        apart = [arm for arm in arms if arm.role != ArmRole.ALL] or arms
        found += [Column(study, sections, arm, len(apart) > 1) for arm in apart]
    return found


def characteristics(columns: Sequence[Column]) -> list[Aligned]:
    """Who the patients were, in the order in which the studies tell it."""
    return align(columns, "characteristics", characteristic_question)


def outcomes(columns: Sequence[Column]) -> list[Aligned]:
    """Results by endpoint; of one endpoint the whole before its categories, what most columns give before the rest."""
    found = align(columns, "outcomes", outcome_question)
    return sorted(found, key=lambda row: (row.first.endpoint.position, row.question.subject, *_narrowness(row)))


def events(columns: Sequence[Column]) -> list[Aligned]:
    """Adverse events by term; of one term the highest grades first."""
    found = align(columns, "adverse_events", event_question)
    return sorted(found, key=lambda row: (row.first.term.name, -(row.first.grade_from or 0), *_narrowness(row)))


def characteristic_question(row: Characteristic) -> Question:
    """A variable and its level; the figure itself says what it counts."""
    return Question(f"{row.variable.casefold()}, {row.level.casefold()}" if row.level else row.variable.casefold())


def outcome_question(row: Outcome) -> Question:
    """An endpoint under its criteria, at its time, in its set and its unit."""
    point, unit = row.time_point, row.time_unit
    if point is not None and unit in MONTHS:
        point, unit = point * MONTHS[TimeUnit(unit)], TimeUnit.MONTH
    return Question(
        row.endpoint.slug,
        (
            (Differs.CATEGORY, row.category),
            (Differs.CRITERIA, row.criteria_id),
            (Differs.TIME, (Decimal(point) if point is not None else None, unit, row.timing)),
            (Differs.ANALYSIS_SET, row.analysis_set),
            (Differs.UNIT, outcome_unit(row)),
        ),
    )


def outcome_unit(row: Outcome) -> str:
    """What a result counts: a unit, a percent of something not stated, or nothing (a time, a value, words)."""
    if row.estimate is not None and row.denominator_unit == DenominatorUnit.PATIENTS:
        return ""
    return row.denominator_unit or (PERCENT_ONLY if row.percent is not None else "")


def event_question(row: AdverseEvent) -> Question:
    """A term in a band of grades, counted in a unit."""
    words = "" if row.grade_text in ANY_GRADE else row.grade_text
    band = (1, 5, "") if row.grade_text in ANY_GRADE else (row.grade_from, row.grade_to, words)
    return Question(row.term.slug, ((Differs.GRADE, band), (Differs.UNIT, row.denominator_unit)))


def align(columns: Sequence[Column], section: str, asks: Callable[..., Question]) -> list[Aligned]:
    """Every question that a column answers, with the answer of each column."""
    own = [_answers(column.rows(section), asks) for column in columns]
    together = [_answers(column.rows_together(section), asks) for column in columns]
    questions = list(dict.fromkeys(question for answers in own for question in answers))
    givers, varies = _givers(columns, own), _varies(questions)
    return [
        Aligned(
            question,
            tuple(_cell(question, mine, whole) for mine, whole in zip(own, together, strict=True)),
            len(givers[question.subject]),
            varies[question.subject],
        )
        for question in questions
    ]


def _whole(rows: Iterable, arm: int) -> list:
    found = [row for row in rows if row.arm_id == arm and row.subgroup.is_all and row.state != ValueState.NOT_REPORTED]
    return sorted(found, key=lambda row: (row.position, row.key))


def _answers(rows: Iterable, asks: Callable[..., Question]) -> dict[Question, list]:
    found: dict[Question, list] = defaultdict(list)
    for row in rows:
        found[asks(row)].append(row)
    return dict(found)


def _givers(columns: Sequence[Column], own: Sequence[dict]) -> dict[str, set[int]]:
    """Subject → the studies that give anything of it."""
    found: dict[str, set[int]] = defaultdict(set)
    for column, answers in zip(columns, own, strict=True):
        for question in answers:
            found[question.subject].add(column.study.pk)
    return found


def _varies(questions: Iterable[Question]) -> dict[str, frozenset[Differs]]:
    """Subject → in what its questions differ."""
    alike: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        alike[question.subject].append(question)
    return {
        subject: frozenset(one for other in some for one in some[0].apart(other)) for subject, some in alike.items()
    }


def _cell(question: Question, own: dict[Question, list], together: dict[Question, list]) -> Cell:
    """The column's answer; else the nearest it gives, else that it is given for all arms together."""
    if question in own:
        return Cell(tuple(own[question]))
    near: list[Near] = [
        (rows[0], question.apart(other)) for other, rows in own.items() if other.subject == question.subject
    ]
    if near:
        return Cell(instead=Instead(tuple(_nearest(near))))
    whole = [rows[0] for other, rows in together.items() if other.subject == question.subject]
    return Cell(instead=Instead(((whole[0], (Differs.ARMS,)),))) if whole else Cell()


def _nearest(near: list[Near]) -> list[Near]:
    """Those that differ in least; another category is further away than anything else."""
    ranks = [(Differs.CATEGORY in differs, len(differs)) for _, differs in near]
    return [one for one, rank in zip(near, ranks, strict=True) if rank == min(ranks)]


def _narrowness(row: Aligned) -> tuple:
    category = next((value for aspect, value in row.question.aspects if aspect is Differs.CATEGORY), "")
    return (category != "", -sum(bool(cell.rows) for cell in row.cells))
