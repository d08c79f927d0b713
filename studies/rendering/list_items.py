"""A study as one item of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import Design, Extraction, ReportRole, ReviewStatus
from studies.evidence import headline_of
from studies.evidence.headline import arms_in_reading_order
from studies.models import Report, Study
from studies.models.base import TreeTerm

from .headlines import HeadlineLine, headline_line
from .notes import citation_short
from .numbers import number


@dataclass(frozen=True)
class ListItem:
    """What a list's line says of a study; a line an arm where there are several."""

    slug: str
    title: str
    citation: str
    diseases: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]  # “Relapse after transplantation (43)” where it is not all patients
    mix: str
    design: str
    n: str
    reviewed: bool
    case_report: bool
    synthetic: bool  # made up by a program, for tests of size
    lines: tuple[HeadlineLine, ...]


def list_item(study: Study, sections: dict, preferred: str) -> ListItem:
    """One study's line from ``records.list_sections``."""
    diseases = sorted(sections["study_diseases"], key=lambda row: (-(row.n or 0), row.disease.name))
    mixed = len(diseases) > 1 and all(row.n is not None for row in diseases)
    return ListItem(
        slug=study.slug,
        title=study.title,
        citation=citation_of(study, sections),
        diseases=broadest(row.disease for row in diseases),
        settings=_settings(study, sections),
        mix=", ".join(f"{row.disease.abbreviation or row.disease.name} {row.n}" for row in diseases) if mixed else "",
        design=", ".join(
            filter(
                None, (study.get_design_display(), study.get_phase_display() if study.phase not in {"", "na"} else "")
            )
        ),
        n=number(study.n_enrolled) or "not reported",
        reviewed=study.review_status == ReviewStatus.REVIEWED,
        case_report=study.design == Design.CASE_REPORT,
        synthetic=study.extraction == Extraction.SYNTHETIC,
        lines=tuple(
            headline_line(headline_of(arm, sections["outcomes"], sections["adverse_events"], preferred), sections, None)
            for arm in arms_in_reading_order(sections)
        ),
    )


def _settings(study: Study, sections: dict) -> tuple[tuple[str, str], ...]:
    """The broadest settings; how many patients each is said of, where these are not all."""
    some = {row.setting.slug: row.n for row in sections["study_settings"] if row.n and row.n != study.n_enrolled}
    named = broadest(row.setting for row in sections["study_settings"])
    return tuple((slug, f"{name} ({number(some[slug])})" if slug in some else name) for slug, name in named)


def broadest(terms: Iterable[TreeTerm]) -> tuple[tuple[str, str], ...]:
    """The terms that stand under no other of them, as (slug, name)."""
    listed = list(terms)
    own = {term.pk for term in listed}
    return tuple((term.slug, term.name) for term in listed if not own & {above.pk for above in term.ancestors()})


def primary_report(sections: dict) -> Report | None:
    """The report a study is known by."""
    reports = [link.report for link in sections["study_reports"] if link.role == ReportRole.PRIMARY]
    return reports[0] if reports else None


def citation_of(study: Study, sections: dict) -> str:
    """“Ferrajoli 2008”, else the study's slug."""
    report = primary_report(sections)
    return citation_short(report) if report else study.slug
