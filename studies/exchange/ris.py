"""Citations as RIS, written in full: no field can break another's line."""

from collections.abc import Iterable

from studies.choices import ReportKind
from studies.models import Report

TYPES: dict[str, str] = {ReportKind.MEETING_ABSTRACT: "CPAPER", ReportKind.REGISTRY_RECORD: "DATA"}


def ris_text(reports: Iterable[Report]) -> str:
    """One record a report, fields that are not known left out."""
    return "".join(_record(report) for report in reports)


def _record(report: Report) -> str:
    first, _, last = report.pages.replace("–", "-").partition("-")
    fields = [
        ("TY", TYPES.get(report.kind, "JOUR")),
        ("ID", report.slug),
        *[("AU", author) for author in report.authors],
        ("TI", report.title),
        ("JO", report.journal),
        ("PY", report.year),
        ("VL", report.volume),
        ("IS", report.issue),
        ("SP", first),
        ("EP", last),
        ("DO", report.doi),
        ("AN", f"PMID {report.pmid}" if report.pmid else ""),
        ("LA", report.language),
        ("UR", report.url),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _one_line(value) -> str:
    return " ".join(str(value).split())
