"""Reports as full citations, and how each was read."""

from dataclasses import dataclass

from studies.choices import Extent, LinkKind, State
from studies.models import Report, Study, StudyLink, StudyReport

from .notes import report_address

MOST_AUTHORS = 6


@dataclass(frozen=True)
class SourceLine:
    """A report of the study with everything a reader needs to find it, and how much of it was read."""

    role: str
    citation: str
    title: str
    address: str
    identifiers: tuple[tuple[str, str], ...]
    extent: str
    read_address: str
    sha256: str
    status: str
    note: str
    completed: str
    authors: str


def citation_full(report: Report) -> str:
    """“Blood 2008;111(11):5291–5297”, without what is not known."""
    volume = f"{report.volume}({report.issue})" if report.issue and report.volume else report.volume
    where = ":".join(filter(None, (volume, report.pages.replace("-", "–"))))
    when = str(report.year) if report.year else "year not known"
    return " ".join(filter(None, (report.journal, f"{when};{where}" if where else when)))


def authors_text(report: Report) -> str:
    """Six authors at most, then “et al.”."""
    if not report.authors:
        return "authors not shown by the source"
    named = ", ".join(report.authors[:MOST_AUTHORS])
    return f"{named} et al." if len(report.authors) > MOST_AUTHORS else named


def source_lines(sections: dict) -> tuple[SourceLine, ...]:
    """The study's reports, primary first."""
    order = ["primary", "update", "abstract", "copy"]
    links = sorted(sections["study_reports"], key=lambda link: (order.index(link.role), link.key))
    return tuple(_line(link) for link in links)


def _line(link: StudyReport) -> SourceLine:
    report = link.report
    identifiers = []
    if report.doi:
        identifiers.append((f"doi:{report.doi}", f"https://doi.org/{report.doi}"))
    if report.pmid:
        identifiers.append((f"PMID {report.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{report.pmid}/"))
    if report.pmcid:
        identifiers.append((report.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{report.pmcid}/"))
    return SourceLine(
        role=link.get_role_display(),
        citation=citation_full(report),
        title=report.title,
        address=report_address(report),
        identifiers=tuple(identifiers),
        extent=link.get_extent_display(),
        read_address=link.source_address,
        sha256=link.source_sha256,
        status=report.get_status_display() if report.status else "",
        note=link.note,
        completed=", ".join(sorted(name.replace("_", " ") for name in report.completed_from)),
        authors=authors_text(report),
    )


# How a link reads from its other end.
INVERSE = {LinkKind.SUBSET: "contains"}


@dataclass(frozen=True)
class SharedPatients:
    """Another record with some of the same patients: how they stand to each other, its name, and what is known."""

    how: str
    slug: str
    title: str
    note: str


def shared_patients(own: list[StudyLink], others: list[StudyLink]) -> tuple[SharedPatients, ...]:
    """What a study links to and what links to it, published records only; a pair linked twice is told once."""
    found: dict[str, SharedPatients] = {}
    for link in own:
        if link.other and link.other.state == State.PUBLISHED:
            found[link.other.slug] = _shared(link.get_kind_display(), link.other, link.note)
    for link in others:
        if link.study.state == State.PUBLISHED:
            how = INVERSE.get(LinkKind(link.kind), link.get_kind_display())
            found.setdefault(link.study.slug, _shared(how, link.study, link.note))
    return tuple(found[slug] for slug in sorted(found))


def _shared(how: str, study: Study, note: str) -> SharedPatients:
    return SharedPatients(how, study.slug, study.title, note)


def abstract_alone(sections: dict) -> bool:
    """Whether nothing but abstracts was read: a reader is told so at the top."""
    extents = {link.extent for link in sections["study_reports"]} - {Extent.CITATION}
    return extents == {Extent.ABSTRACT}


@dataclass(frozen=True)
class DiscrepancyLine:
    """A contradiction with its figures and their places."""

    key: str
    statement: str
    figures: tuple[tuple[str, str], ...]
    used: str
    reason: str


def discrepancy_lines(sections: dict) -> tuple[DiscrepancyLine, ...]:
    """The study's discrepancies in order, each with its figures in order."""
    lines = []
    for one in sorted(sections["discrepancies"], key=lambda row: (row.position, row.key)):
        figures = sorted(
            (row for row in sections["discrepancy_figures"] if row.discrepancy_id == one.pk),
            key=lambda row: (row.position, row.key),
        )
        places = dict.fromkeys((row.place, row.as_reported) for row in figures)
        lines.append(DiscrepancyLine(one.key, one.statement, tuple(places), one.used.rstrip("."), one.reason))
    return tuple(lines)
