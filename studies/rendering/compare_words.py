"""What differs between studies side by side, in words: why a cell is empty, what narrows a row, what is mixed."""

from collections.abc import Callable, Collection, Iterable, Sequence

from studies.choices import AnalysisSet, DenominatorUnit, Design, LinkKind
from studies.evidence.mixtures import Mixed, Mixture
from studies.evidence.side_by_side import (
    ANY_GRADE,
    PERCENT_ONLY,
    Aligned,
    Column,
    Differs,
    Instead,
    Row,
    outcome_unit,
)
from studies.models import AdverseEvent, Outcome, StudyLink

from .compare_heads import cited
from .headlines import grade_text
from .lines import within
from .numbers import time_text

MOST_NEAR = 2  # results that a cell names instead
CONSEQUENCES = {
    Mixed.DISEASE: "a difference between columns may be one between diseases",
    Mixed.SETTING: "a difference between columns is no effect of treatment",
    Mixed.CRITERIA: "responses by different criteria stand in rows of their own",
    Mixed.UNIT: "shares of different things stand in rows of their own",
}


def narrowed(row: Aligned) -> str:
    """What narrows a row: what is stated, and what is not where another row of the same endpoint states it."""
    said = []
    for aspect, value in row.question.aspects:
        stated = value not in ("", None, (None, "", "")) and (aspect, value) != (Differs.UNIT, DenominatorUnit.PATIENTS)
        if stated or aspect in _telling(row.varies):
            said.append(aspect_words(aspect, row.first))
    return "; ".join(filter(None, said))


def instead_words(instead: Instead) -> str:
    """Why a cell is empty: what the study gives instead of this."""
    said = list(dict.fromkeys(_difference(row, differs) for row, differs in instead.near))
    return ", or ".join(said[:MOST_NEAR]) + (", or others" if len(said) > MOST_NEAR else "")


def _difference(row: Row, differs: tuple[Differs, ...]) -> str:
    if Differs.CATEGORY in differs and isinstance(row, Outcome):
        return f"only “{row.category}”" if row.category else "only overall"
    said = []
    for aspect in _telling(differs):
        words = aspect_words(aspect, row)
        other = aspect is Differs.CRITERIA and isinstance(row, Outcome) and row.criteria is not None
        said.append(f"other criteria: {words}" if other else words)
    return "; ".join(said)


def _telling(differs: Collection[Differs]) -> list[Differs]:
    """What a difference is told by: another analysis set only where nothing weightier differs."""
    return [one for one in differs if one is not Differs.ANALYSIS_SET or len(differs) == 1]


def aspect_words(aspect: Differs, row: Row) -> str:
    """What a result says of an aspect, in words: “at 12 months”, “counted in courses”, “criteria not stated”."""
    if aspect is Differs.ARMS:
        return "for all arms together only"
    if isinstance(row, AdverseEvent):
        return _grade(row) if aspect is Differs.GRADE else _unit_words(row.denominator_unit)
    return OUTCOME_WORDS[aspect](row) if isinstance(row, Outcome) else ""


def _grade(row: AdverseEvent) -> str:
    return "any grade" if row.grade_text in ANY_GRADE else grade_text(row) or "grade not stated"


def _criteria(row: Outcome) -> str:
    return row.criteria.abbreviation or row.criteria.name if row.criteria else "criteria not stated"


def _time(row: Outcome) -> str:
    if row.time_point is None:
        return row.timing or "time not stated"
    text = f"at {time_text(row.time_point, row.time_unit)}"
    return f"{text} ({row.timing})" if row.timing else text


def _analysis_set(row: Outcome) -> str:
    return f"analysed: {AnalysisSet(row.analysis_set).label}" if row.analysis_set else "analysis set not stated"


def _unit_words(unit: str) -> str:
    if unit == PERCENT_ONLY:
        return "a percent only"
    return f"counted in {DenominatorUnit(unit).label}" if unit else "not counted"


OUTCOME_WORDS: dict[Differs, Callable[[Outcome], str]] = {
    Differs.CATEGORY: lambda row: row.category,
    Differs.CRITERIA: _criteria,
    Differs.TIME: _time,
    Differs.ANALYSIS_SET: _analysis_set,
    Differs.UNIT: lambda row: _unit_words(outcome_unit(row)),
}


def warnings_of(columns: Sequence[Column], mixed: Iterable[Mixture], links: Iterable[StudyLink]) -> tuple[str, ...]:
    """A sentence for everything that differs between the studies, and for studies with the same patients."""
    named = {column.study.pk: cited(column) for column in columns}
    said = [f"{one.what} are mixed: {_values(one, named)}; {CONSEQUENCES[one.what]}." for one in mixed]
    pairs = {frozenset((link.study_id, link.other_id)): link for link in links}  # a pair linked twice is told once
    for link in pairs.values():
        one, other = named[link.study_id], named[link.other_id or link.study_id]
        said.append(f"Patients are shared: {one} is {SHARED[LinkKind(link.kind)]} {other}.")
    if any(column.study.design == Design.CASE_REPORT for column in columns):
        cases = {named[column.study.pk]: 1 for column in columns if column.study.design == Design.CASE_REPORT}
        said.append(f"Case reports stand beside series: {', '.join(cases)}; one patient is no rate.")
    return tuple(said)


SHARED = {
    LinkKind.SAME_COHORT: "of the same cohort as",
    LinkKind.SUBSET: "a subset of",
    LinkKind.SUSPECTED_OVERLAP: "suspected to overlap with",
}


def _values(one: Mixture, named: dict[int, str]) -> str:
    """“refractory (Malik 2013); first salvage and relapse after transplantation (Schroeder 2023)”."""
    return "; ".join(
        f"{' and '.join(map(within, names))} ({', '.join(named[study.pk] for study in some)})"
        for names, some in one.values
    )
