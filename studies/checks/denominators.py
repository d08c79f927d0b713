"""Rules on numbers of patients: arms, diseases, denominators, and what a denominator counts."""

from collections.abc import Iterator
from typing import Any

from studies.choices import AnalysisSet, ArmRole, DenominatorUnit

from .aggregate import Aggregate, key_of, related
from .findings import Said, inconsistent, rule
from .rates import rate_of, rows_with_rates
from .words import named

COURSES_TOTAL = "courses-total"
SIZES = {"n_assigned": "assigned", "n_treated": "treated", "n_evaluable": "evaluable"}
# The field of an arm that an analysis set cannot exceed.
SET_SIZE: dict[str, str] = {
    AnalysisSet.ENROLLED: "n_assigned",
    AnalysisSet.INTENTION_TO_TREAT: "n_assigned",
    AnalysisSet.TREATED: "n_treated",
    AnalysisSet.EVALUABLE: "n_evaluable",
}


@rule("arms-within-study", inconsistent)
def arms_within_study(aggregate: Aggregate) -> Said:
    """No arm, and not all arms together, have more patients than the study enrolled."""
    enrolled = aggregate.study.n_enrolled
    if enrolled is None:
        return
    fact = aggregate.fact("n_enrolled")
    facts = [] if fact is None else [fact]
    for arm in aggregate["arms"]:
        for field, word in SIZES.items():
            n = getattr(arm, field)
            if n is not None and n > enrolled:
                yield f"{named(arm)}: {n} {word}, but the study enrolled {enrolled}.", [arm, *facts]
    arms = [arm for arm in aggregate["arms"] if arm.role != ArmRole.ALL and arm.n_assigned is not None]
    together = sum(arm.n_assigned for arm in arms)
    if len(arms) > 1 and together > enrolled:
        yield f"The arms have {together} patients together, but the study enrolled {enrolled}.", [*arms, *facts]


@rule("given-within-arm", inconsistent)
def given_within_arm(aggregate: Aggregate) -> Said:
    """A schedule is not given to more patients than its arm has."""
    for row in aggregate["arm_schedules"]:
        arm = related(row, "arm")
        most = None if arm is None else _largest(arm)
        if row.n_given is not None and most is not None and row.n_given > most:
            yield f"{named(row)}: given to {row.n_given} patients of {most}.", [row, arm]


@rule("diseases-add-up", inconsistent)
def diseases_add_up(aggregate: Aggregate) -> Said:
    """Patients by disease add up to those enrolled, where no disease is a kind of another."""
    enrolled, rows = aggregate.study.n_enrolled, aggregate["study_diseases"]
    if enrolled is None or not rows or any(related(row, "disease") is None for row in rows) or _nested(rows):
        return
    sizes = [row.n for row in rows if row.n is not None]
    together = sum(sizes)
    if together > enrolled or (len(sizes) == len(rows) and together != enrolled):
        fact = aggregate.fact("n_enrolled")
        terms = " + ".join(f"{row.disease} {row.n}" for row in rows if row.n is not None)
        rows = rows if fact is None else (*rows, fact)
        yield f"{terms} = {together} patients, but the study enrolled {enrolled}.", rows


def _nested(rows: Any) -> bool:
    slugs = {row.disease.slug for row in rows}
    return any(above.slug in slugs for row in rows for above in row.disease.ancestors())


@rule("denominator-within", inconsistent)
def denominator_within(aggregate: Aggregate) -> Said:
    """A denominator of patients is not larger than its subgroup, its analysis set and its arm."""
    for row, n in _patients(aggregate):
        for group, most, whole in _limits(aggregate, row):
            if most is not None and n > most:
                yield f"{named(row)}: of {n} patients, but {group} has {most}.", [row, *whole]


def _patients(aggregate: Aggregate) -> Iterator[tuple[Any, int]]:
    for row in rows_with_rates(aggregate):
        rate = rate_of(row)
        if rate.total is not None and rate.unit == DenominatorUnit.PATIENTS:
            yield row, rate.total
        if (analysed := getattr(row, "n_analysed", None)) is not None:
            yield row, analysed


def _limits(aggregate: Aggregate, row: Any) -> Iterator[tuple[str, int | None, list[Any]]]:
    """What a row's denominator cannot exceed: in words, how many, and the row that says so."""
    subgroup, arm = related(row, "subgroup"), related(row, "arm")
    if subgroup is not None:
        yield f"the subgroup ({subgroup})", subgroup.n, [subgroup]
    if arm is not None:
        field = SET_SIZE.get(_analysis_set(row))
        yield f"the arm ({arm})", _largest(arm), [arm]
        if field is not None:
            yield f"that analysis set of the arm ({arm})", getattr(arm, field), [arm]
    if _analysis_set(row) == AnalysisSet.EVALUABLE:
        fact = aggregate.fact("n_evaluable")
        yield "the evaluable set of the study", aggregate.study.n_evaluable, [] if fact is None else [fact]


def _analysis_set(row: Any) -> str:
    return str(getattr(row, "analysis_set", ""))


def _largest(arm: Any) -> int | None:
    return max((n for field in SIZES if (n := getattr(arm, field)) is not None), default=None)


@rule("courses-or-patients", inconsistent)
def courses_or_patients(aggregate: Aggregate) -> Said:
    """Courses are shares of all courses given, and patients are not counted in courses."""
    totals = list(courses_given(aggregate))
    for row in rows_with_rates(aggregate):
        rate = rate_of(row)
        for total, courses in totals:
            if key_of(row, "arm") != key_of(total, "arm") or key_of(row, "subgroup") != key_of(total, "subgroup"):
                continue
            patients = related(total, "subgroup").n if related(total, "subgroup") is not None else None
            if rate.unit == DenominatorUnit.COURSES and rate.total not in (None, courses):
                yield f"{named(row)}: of {rate.total} courses, but {courses} were given.", [row, total]
            if rate.unit == DenominatorUnit.PATIENTS and rate.total == courses != patients:
                yield f"{named(row)}: of {rate.total} patients, the number of courses.", [row, total]


def courses_given(aggregate: Aggregate) -> Iterator[tuple[Any, int]]:
    """Each total of courses given, and how many they are."""
    for row in aggregate["outcomes"]:
        if key_of(row, "endpoint") == COURSES_TOTAL and row.category == "":
            count = row.estimate if row.estimate is not None else row.events
            if count is not None:
                yield row, int(count)
