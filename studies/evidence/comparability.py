"""Which results answer one endpoint over some studies, which do not and why, and what is mixed among those that do.

A reader may choose to pool across what is mixed; nothing here does it unasked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studies.choices import AnalysisSet, ArmRole, DenominatorUnit, Design, TimeUnit, ValueState
from studies.models import Arm, Disease, Outcome, Study, StudySetting

FEWEST_PATIENTS = 5
# A setting that is counted for every patient tells most by transplantation; one that is not counted may be of a part.
WHOLE_AXES = ("transplantation", "disease_status", "line", "fitness", "intent")
UNCOUNTED_AXES = ("disease_status", "transplantation", "line", "fitness", "intent")
NOT_STATED = "not stated"


class Aspect(StrEnum):
    """In what results may differ. The first five block a pooled value until the reader chooses."""

    DISEASE = "disease"
    REGIMEN = "regimen"
    CRITERIA = "criteria"
    TIME = "time"
    OVERLAP = "overlap"
    SETTING = "setting"
    ANALYSIS_SET = "analysis_set"


BLOCKING = (Aspect.DISEASE, Aspect.REGIMEN, Aspect.CRITERIA, Aspect.TIME, Aspect.OVERLAP)


class Reason(StrEnum):
    """Why a result is left out."""

    NO_RESULT = "no result"
    CASE_REPORT = "case report"
    CONTROL_ARM = "control arm"
    OTHER_ARM = "other arm"
    NOT_COUNTED = "not counted"
    NO_DENOMINATOR = "no denominator"
    NOT_PATIENTS = "not patients"
    TOO_FEW = "too few"
    SAME_PATIENTS = "same patients"
    NO_VALUE = "no value"


@dataclass(frozen=True)
class Candidate:
    """A study with the rows that a synthesis needs: ``sections`` as the list reads them."""

    study: Study
    sections: Mapping[str, Sequence]
    citation: str


@dataclass(frozen=True)
class Result:
    """One arm's result of the endpoint: one line of a forest plot."""

    study: Study
    citation: str
    arm: Arm
    outcome: Outcome
    several_arms: bool
    labels: Mapping[Aspect, str]

    @property
    def counts(self) -> tuple[int, int]:
        """Events of total; only of results that were counted."""
        return self.outcome.events or 0, self.outcome.total or 0

    @property
    def name(self) -> str:
        """“Schroeder 2023”, with the arm where the study has several."""
        return f"{self.citation}, {self.arm.label}" if self.several_arms else self.citation


@dataclass(frozen=True)
class Excluded:
    """A study or an arm that is left out, and why, in a sentence."""

    study: Study
    citation: str
    reason: Reason
    sentence: str


@dataclass(frozen=True)
class Mix:
    """An aspect in which results differ: each value with the names of the results that have it."""

    aspect: Aspect
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Evidence:
    """What answers the endpoint, what is left out, and groups of records with the same patients."""

    results: tuple[Result, ...]
    excluded: tuple[Excluded, ...]
    overlaps: tuple[tuple[Study, ...], ...]


def gather(
    candidates: Iterable[Candidate],
    links: Iterable[tuple[int, int]],
    *,
    counted: bool,
    wanted: Callable[[Iterable], bool] | None = None,
    controls: bool = False,
    once: bool = False,
) -> Evidence:
    """The results of whole arms, one an arm.

    ``counted`` asks for events of a total (a proportion), else for a value. ``wanted`` says of an arm's schedules
    whether the reader asked for them; without it control arms are left out unless ``controls``. ``links`` are pairs of
    studies with the same patients; with ``once`` only the largest of each such group stays.
    """
    results: list[Result] = []
    excluded: list[Excluded] = []
    for candidate in candidates:
        for found in _of_study(candidate, counted=counted, wanted=wanted, controls=controls):
            if isinstance(found, Result):
                results.append(found)
            else:
                excluded.append(found)
    overlaps = _overlaps(results, links)
    if once:
        results, dropped = _largest(results, overlaps)
        excluded += dropped
        overlaps = ()
    return Evidence(tuple(results), tuple(excluded), overlaps)


def _of_study(candidate: Candidate, *, counted: bool, wanted, controls: bool):
    """Each arm's result, or why it is left out; one line for a study that has none."""
    study, sections = candidate.study, candidate.sections
    if study.design == Design.CASE_REPORT:
        yield _out(candidate, Reason.CASE_REPORT, "a case report: one patient is no rate")
        return
    # A subgroup, or a part of an endpoint's answer (“CR + CRh”), is never the whole arm's result.
    whole = [row for row in sections["outcomes"] if row.subgroup.is_all and not row.category]
    answering = replace(candidate, sections={**sections, "outcomes": whole})
    arms = [arm for arm in sections["arms"] if any(row.arm_id == arm.pk for row in whole)]
    together = [arm for arm in arms if arm.role == ArmRole.ALL]
    apart = [arm for arm in arms if arm.role != ArmRole.ALL]
    if not arms:
        said = "gives it for subgroups or by parts only" if sections["outcomes"] else "does not give it for a whole arm"
        yield _out(candidate, Reason.NO_RESULT, said)
    # All arms together answer only where no arm does by itself.
    for arm in apart or together:
        yield _of_arm(answering, arm, counted=counted, wanted=wanted, controls=controls, several=len(apart) > 1)


def _of_arm(candidate: Candidate, arm: Arm, *, counted: bool, wanted, controls: bool, several: bool):
    sections = candidate.sections
    given = [row for row in sections["arm_schedules"] if row.arm_id == arm.pk]
    who = f"its arm {arm.label} " if several else ""
    if wanted is not None and arm.role != ArmRole.ALL and not wanted(given):
        return _out(candidate, Reason.OTHER_ARM, f"its arm {arm.label} was given something else")
    if wanted is None and arm.role == ArmRole.CONTROL and not controls:
        return _out(candidate, Reason.CONTROL_ARM, f"its arm {arm.label} is a control")
    rows = [row for row in sections["outcomes"] if row.arm_id == arm.pk]
    outcome = min(
        rows, key=lambda row: (bool(row.state), row.time_point is not None, bool(row.timing), row.position, row.key)
    )
    refused = _refused(outcome, counted=counted)
    if refused:
        return _out(candidate, refused[0], who + refused[1])
    labels = {
        Aspect.DISEASE: _diseases(row.disease for row in sections["study_diseases"]),
        Aspect.REGIMEN: " or ".join(dict.fromkeys(row.schedule.regimen.name for row in given)) or NOT_STATED,
        Aspect.CRITERIA: outcome.criteria.name if outcome.criteria else NOT_STATED,
        Aspect.TIME: _time(outcome),
        Aspect.SETTING: _setting(sections["study_settings"], candidate.study.n_enrolled),
        Aspect.ANALYSIS_SET: AnalysisSet(outcome.analysis_set).label if outcome.analysis_set else NOT_STATED,
    }
    return Result(candidate.study, candidate.citation, arm, outcome, several, labels)


def _time(row: Outcome) -> str:
    """When it was counted: “2 years”, “after two cycles”."""
    at = ""
    if row.time_point is not None:
        unit = TimeUnit(row.time_unit).label
        at = f"{row.time_point.normalize():f} {unit[:-1] if row.time_point == 1 else unit}"
    return ", ".join(filter(None, (at, row.timing))) or NOT_STATED


def _refused(row: Outcome, *, counted: bool) -> tuple[Reason, str] | None:
    """Why a row is no result that can stand in the plot: the first of the reasons that holds."""
    if row.state == ValueState.NOT_REACHED and not counted:
        return None  # a time that was not reached is a result, often the best one
    if row.state:
        return Reason.NO_VALUE, f"has no value that could be drawn: {row.get_state_display()}"
    if not counted:
        return None if row.estimate is not None else (Reason.NO_VALUE, "gives no value in figures")
    unit, total = row.denominator_unit, row.total
    reasons = (
        (unit not in {"", DenominatorUnit.PATIENTS}, Reason.NOT_PATIENTS, f"counts {unit}, not patients"),
        (total is None, Reason.NO_DENOMINATOR, "gives a percent whose denominator is not stated"),
        (row.events is None, Reason.NOT_COUNTED, f"gives a percent of {total} that fits several counts"),
        ((total or 0) < FEWEST_PATIENTS, Reason.TOO_FEW, f"has fewer than {FEWEST_PATIENTS} patients"),
    )
    return next(((reason, said) for holds, reason, said in reasons if holds), None)


def _out(candidate: Candidate, reason: Reason, sentence: str) -> Excluded:
    return Excluded(candidate.study, candidate.citation, reason, sentence)


def _diseases(diseases: Iterable[Disease]) -> str:
    """The diseases as readers call them: FLT3-mutated leukemia is acute myeloid leukemia."""
    return " and ".join(sorted({_named(disease).name for disease in diseases})) or NOT_STATED


def _named(disease: Disease) -> Disease:
    """The widest disease above that has an abbreviation; a group of diseases has none."""
    line = [term for term in (*disease.ancestors(), disease) if getattr(term, "abbreviation", "")]
    return line[0] if line else disease  # type: ignore[return-value]


def _setting(rows: Sequence[StudySetting], enrolled: int | None) -> str:
    """The broadest setting of all patients on the axis that tells most; else of one that is not counted."""
    whole = [row.setting for row in rows if enrolled is not None and row.n == enrolled]
    uncounted = [row.setting for row in rows if row.n is None]
    for settings, axes in ((whole, WHOLE_AXES), (uncounted, UNCOUNTED_AXES)):
        for axis in axes:
            here = [setting for setting in settings if setting.axis == axis]
            if here:
                return " and ".join(sorted({(setting.ancestors() or [setting])[0].name for setting in here}))
    return NOT_STATED


def mixes(results: Iterable[Result], aspects: Iterable[Aspect]) -> tuple[Mix, ...]:
    """The aspects in which these results differ."""
    listed = list(results)
    found = []
    for aspect in aspects:
        names: dict[str, list[str]] = defaultdict(list)
        for result in listed:
            if aspect in result.labels:
                names[result.labels[aspect]].append(result.name)
        if len(names) > 1:
            values = sorted(names.items(), key=lambda pair: (-len(pair[1]), pair[0]))
            found.append(Mix(aspect, tuple((value, tuple(having)) for value, having in values)))
    return tuple(found)


def _overlaps(results: Sequence[Result], links: Iterable[tuple[int, int]]) -> tuple[tuple[Study, ...], ...]:
    """Groups of studies among the results that are linked, directly or over another."""
    studies = {result.study.pk: result.study for result in results}
    group = {pk: pk for pk in studies}

    def root(pk: int) -> int:
        while group[pk] != pk:
            pk = group[pk]
        return pk

    for one, other in links:
        if one in group and other in group:
            group[root(one)] = root(other)
    found: dict[int, list[Study]] = defaultdict(list)
    for pk, study in studies.items():
        found[root(pk)].append(study)
    return tuple(tuple(sorted(some, key=lambda one: one.slug)) for some in found.values() if len(some) > 1)


def _largest(results: Sequence[Result], overlaps) -> tuple[list[Result], list[Excluded]]:
    """Of each group with the same patients the record with most; the others say whose patients they have."""
    size: dict[int, int] = defaultdict(int)
    for result in results:
        size[result.study.pk] += result.outcome.total or result.study.n_enrolled or 0
    kept_of: dict[int, Study] = {}
    for group in overlaps:
        kept = max(group, key=lambda study: (size[study.pk], study.slug))
        kept_of |= {study.pk: kept for study in group if study.pk != kept.pk}
    citations = {result.study.pk: result.citation for result in results}
    dropped = [
        Excluded(one.study, one.citation, Reason.SAME_PATIENTS,
                 f"has some of the patients of {citations[kept_of[one.study.pk].pk]}")
        for one in results if one.study.pk in kept_of
    ]  # fmt: skip
    return [one for one in results if one.study.pk not in kept_of], dropped
