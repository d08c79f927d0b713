"""Provenance: where a figure was read, how it came about, what contradicts it."""

from dataclasses import dataclass, field

from studies.models import Discrepancy, Report, Study
from studies.models.base import SourcedRow

INITIALS = 3  # as many letters at most
TITLE = 40  # letters of a title that stand for it
FIELD_NAMES = {
    "events": "count",
    "total": "denominator",
    "percent": "percent",
    "estimate": "value",
    "affected": "affected",
    "at_risk": "at risk",
    "lower": "lower bound",
    "upper": "upper bound",
    "text": "words",
    "dose_from": "dose",
    "dose_to": "highest dose",
    "time_point": "time",
    "n": "number",
    "n_given": "patients given it",
    "n_assigned": "patients assigned",
    "n_treated": "patients treated",
    "n_evaluable": "patients evaluable",
    "cycle_from": "length of a cycle",
    "cycle_to": "length of a cycle",
    "cycles_from": "first cycle",
    "cycles_to": "last cycle",
    "grade_from": "lowest grade",
    "grade_to": "highest grade",
    "field": "value",
    "dose": "dose",
}


@dataclass(frozen=True)
class Place:
    """A place in a report, and what is printed there."""

    report: str
    place: str
    as_reported: str


@dataclass(frozen=True)
class Note:
    """Everything behind one figure; opened from it on screen, a numbered footnote in print."""

    id: str
    title: str
    places: tuple[Place, ...]
    formulas: tuple[tuple[str, str], ...]
    remark: str
    discrepancies: tuple[Discrepancy, ...]


def citation_short(report: Report) -> str:
    """“Ferrajoli 2008”; without known authors the journal, without that the first words of the title."""
    year = f" {report.year}" if report.year else ""
    if report.authors:
        return f"{family_name(report.authors[0])}{year}"
    if report.journal:
        return f"{report.journal}{year}"
    short = report.title if len(report.title) <= TITLE else f"{report.title[:TITLE].rstrip()}…"
    return f"{short}{year}"


def family_name(author: str) -> str:
    """“Ferrajoli” of “Ferrajoli A” as of “Alessandra Ferrajoli”: initials, where they stand, stand last."""
    *first, last = author.split()
    if first and last.isupper() and len(last) <= INITIALS:
        return " ".join(first)
    return last


def report_address(report: Report) -> str:
    """Where a reader finds the report: its DOI, else PubMed, else its own address."""
    if report.doi:
        return f"https://doi.org/{report.doi}"
    if report.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{report.pmid}/"
    return report.url


@dataclass
class Notes:
    """The notes of one page, numbered as they are first asked for."""

    study: Study
    discrepancies: dict[tuple[str, int], list[Discrepancy]]
    reports: dict[str, Report]
    made: dict[tuple[str, int], Note] = field(default_factory=dict)

    def of(self, row: SourcedRow, title: str, formulas: tuple[tuple[str, str], ...] = ()) -> Note:
        """The note of a row; made once, however often the row is shown."""
        where = (row._meta.label, row.pk)
        if where not in self.made:
            self.made[where] = self._make(row, where, title, formulas)
        return self.made[where]

    def _make(self, row: SourcedRow, where, title: str, formulas) -> Note:
        in_order = sorted(row.computed.items())  # databases keep the keys of a map in orders of their own
        own = tuple((FIELD_NAMES.get(name, name.replace("_", " ")), formula) for name, formula in in_order)
        return Note(
            id=f"n{len(self.made) + 1}",
            title=title[:1].upper() + title[1:] if title[1:2].isalpha() else title,
            places=tuple(self._places(row)),
            formulas=own + formulas,
            remark=row.note,
            discrepancies=tuple(self.discrepancies.get(where, ())),
        )

    def _places(self, row: SourcedRow):
        yield Place(citation_short(row.report), row.place, row.as_reported)
        for further in row.also_at:
            report = self.reports.get(further.get("report", ""), row.report)
            yield Place(citation_short(report), further["place"], further.get("as_reported", ""))


def note_of(
    notes: Notes | None, row: SourcedRow, title: str, formulas: tuple[tuple[str, str], ...] = ()
) -> Note | None:
    """The row's note where the page has notes; a list has none."""
    return notes.of(row, title, formulas) if notes else None


def notes_of(study: Study, sections: dict) -> Notes:
    """An empty set of notes that knows the study's discrepancies and reports."""
    about: dict[tuple[str, int], list[Discrepancy]] = {}
    by_pk = {one.pk: one for one in sections["discrepancies"]}
    for figure in sections["discrepancy_figures"]:
        row = figure.row
        if row is not None:
            found = about.setdefault((row._meta.label, row.pk), [])
            if by_pk[figure.discrepancy_id] not in found:
                found.append(by_pk[figure.discrepancy_id])
    reports = {link.report.slug: link.report for link in sections["study_reports"]}
    return Notes(study, about, reports)
