"""The study list's columns: name, label, definition and raw typed value; one row a study.

Where a study has several arms the figures are those of its first experimental arm, which ``arm`` names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from studies.choices import ArmRole, DenominatorUnit, ReportRole
from studies.evidence import Headline, headline_of
from studies.models import AdverseEvent, Outcome, Study
from studies.statistics import wilson

SMALL = 5


@dataclass(frozen=True)
class Line:
    """What a column reads: the study, its sections and the first figures of its first arm."""

    study: Study
    sections: dict
    headline: Headline | None


@dataclass(frozen=True)
class Column:
    """One column. ``read`` gives a raw value: text, whole number, Decimal or None."""

    name: str
    label: str
    definition: str
    read: Callable[[Line], object]

    def value(self, study: Study, sections: dict, preferred: str):
        """The value for one study; ``preferred`` is its diseases' headline response."""
        return self.read(_line(study, sections, preferred))


def _line(study: Study, sections: dict, preferred: str) -> Line:
    arms = sorted(
        (arm for arm in sections["arms"] if arm.role != ArmRole.ALL),
        key=lambda arm: (arm.role == ArmRole.CONTROL, arm.position, arm.key),
    )
    if not arms:
        return Line(study, sections, None)
    return Line(study, sections, headline_of(arms[0], sections["outcomes"], sections["adverse_events"], preferred))


def _report(name: str):
    def read(line: Line):
        links = [link for link in line.sections["study_reports"] if link.role == ReportRole.PRIMARY]
        return getattr(links[0].report, name) if links else None

    return read


def _first_author(line: Line):
    authors = _report("authors")(line)
    return authors[0] if authors else None


def _joined(section: str, term: str):
    return lambda line: "; ".join(getattr(row, term).slug for row in line.sections[section])


def _regimens(line: Line) -> str:
    return "; ".join(dict.fromkeys(row.schedule.regimen.slug for row in line.sections["arm_schedules"]))


def _of(figure: str, name: str):
    def read(line: Line):
        row = getattr(line.headline, figure) if line.headline else None
        return raw(getattr(row, name)) if row is not None else None

    return read


def _term(figure: str, relation: str):
    def read(line: Line):
        row = getattr(line.headline, figure) if line.headline else None
        related = getattr(row, relation) if row is not None else None
        return related.slug if related is not None else None

    return read


def raw(value):
    """A value as data: a Decimal without padding zeros, an empty text as nothing."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return Decimal(text)
    return None if value == "" else value


def _interval(bound: str):
    def read(line: Line):
        row: Outcome | None = line.headline.response if line.headline else None
        if (
            row is None
            or row.events is None
            or (row.total or 0) < SMALL
            or row.denominator_unit != DenominatorUnit.PATIENTS
        ):
            return None
        share = getattr(wilson(row.events, row.total), bound)
        return Decimal(str(share * 100)).quantize(Decimal("0.01"))

    return read


def _grade(figure: str):
    def read(line: Line):
        row: AdverseEvent | None = getattr(line.headline, figure) if line.headline else None
        return f"{row.grade_from}-{row.grade_to}" if row is not None else None

    return read


def _events(figure: str, words: str) -> list[Column]:
    return [
        Column(f"{figure}_term", words, f"Most frequent {words} of grade 3 or above.", _term(figure, "term")),
        Column(f"{figure}_grade", "Grade", "Its grade band.", _grade(figure)),
        Column(f"{figure}_affected", "Affected", "How many were affected.", _of(figure, "affected")),
        Column(f"{figure}_at_risk", "At risk", "Of how many.", _of(figure, "at_risk")),
        Column(f"{figure}_unit", "Unit", "What the denominator counts.", _of(figure, "denominator_unit")),
        Column(f"{figure}_percent_sign", "Sign", "A sign printed before the percent.", _of(figure, "percent_operator")),
        Column(f"{figure}_percent", "Percent", "The percent as printed.", _of(figure, "percent")),
    ]


STUDY_COLUMNS: tuple[Column, ...] = (
    Column("study", "Study", "The study's name in addresses.", lambda line: line.study.slug),
    Column("title", "Title", "What it studied, in our words.", lambda line: line.study.title),
    Column("first_author", "First author", "Of the primary report.", _first_author),
    Column("year", "Year", "Of the primary report.", _report("year")),
    Column("doi", "DOI", "Of the primary report.", _report("doi")),
    Column("pmid", "PMID", "Of the primary report.", _report("pmid")),
    Column(
        "registrations",
        "Registrations",
        "Entries in trial registries.",
        lambda line: "; ".join(row.identifier for row in line.sections["registrations"]) or None,
    ),
    Column("design", "Design", "Kind of study.", lambda line: line.study.design),
    Column("phase", "Phase", "Phase of the trial.", lambda line: line.study.phase or None),
    Column("n_enrolled", "n", "Patients enrolled, or described.", lambda line: line.study.n_enrolled),
    Column("diseases", "Diseases", "Slugs of the patients' diseases.", _joined("study_diseases", "disease")),
    Column("settings", "Settings", "Slugs of the patients' settings.", _joined("study_settings", "setting")),
    Column("regimens", "Regimens", "Slugs of the regimens given.", _regimens),
    Column(
        "arm",
        "Arm",
        "The arm of the figures that follow.",
        lambda line: line.headline.arm.label if line.headline else None,
    ),
    Column(
        "response_endpoint", "Response", "The disease's own response, or the one given.", _term("response", "endpoint")
    ),
    Column("response_criteria", "Criteria", "Criteria of the response.", _term("response", "criteria")),
    Column("response_events", "Responders", "Patients with the response.", _of("response", "events")),
    Column("response_total", "Of", "Patients in its denominator.", _of("response", "total")),
    Column("response_percent_sign", "Sign", "A sign printed before the percent.", _of("response", "percent_operator")),
    Column("response_percent", "Percent", "The percent as printed.", _of("response", "percent")),
    Column(
        "response_wilson_lower", "Lower", "Lower bound of Wilson's 95 % interval, percent; ours.", _interval("lower")
    ),
    Column(
        "response_wilson_upper", "Upper", "Upper bound of Wilson's 95 % interval, percent; ours.", _interval("upper")
    ),
    Column(
        "response_computed",
        "Computed",
        "Values of the response that we computed.",
        lambda line: (
            ("; ".join(sorted(line.headline.response.computed)) or None)
            if line.headline and line.headline.response
            else None
        ),
    ),
    Column("cr_events", "Complete remissions", "Patients in complete remission.", _of("complete_remission", "events")),
    Column("cr_total", "Of", "Patients in their denominator.", _of("complete_remission", "total")),
    Column("os_median", "Median OS", "Median overall survival.", _of("survival", "estimate")),
    Column("os_unit", "Unit", "Its unit (UCUM).", _of("survival", "unit")),
    Column("os_state", "State", "Why the median is absent.", _of("survival", "state")),
    *_events("severe_hematologic", "hematologic adverse event"),
    *_events("severe_other", "non-hematologic adverse event"),
    Column("review_status", "Review", "Whether a hematologist has reviewed it.", lambda line: line.study.review_status),
    Column("version", "Version", "Of the record.", lambda line: line.study.version),
)
