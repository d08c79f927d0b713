"""Studies side by side as what the page shows; templates only place it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from studies.choices import Assessor, Attribution, EndpointDomain, SystemOrganClass, TimeOrigin
from studies.evidence.mixtures import mixtures
from studies.evidence.side_by_side import Aligned, Cell, Column, characteristics, events, outcomes
from studies.models import AdverseEvent, Characteristic, Outcome, StudyLink

from .compare_heads import Head, heads_of, patients_text, study_facts
from .compare_words import instead_words, narrowed, warnings_of
from .figures import Figure, event_figure, outcome_figure, plain_figure
from .numbers import number

NOT_REPORTED = "not reported"


@dataclass(frozen=True)
class SideCell:
    """A column's figures, each with what narrows it; or words that say why there is none."""

    figures: tuple[tuple[Figure, str], ...] = ()
    words: str = ""
    absent: bool = False
    columns: int = 1  # as many as it stands under

    @property
    def reason(self) -> bool:
        """Whether the words say what the study gives instead."""
        return self.absent and self.words != NOT_REPORTED

    @property
    def said(self) -> tuple[str, ...]:
        """Everything the cell says, to tell it from another."""
        return (self.words, *(f"{figure.plain} {detail}" for figure, detail in self.figures))


@dataclass(frozen=True)
class SideRow:
    """A caption, what narrows it, and cells, each with its column's name; one may be of several arms."""

    caption: str
    detail: str
    cells: tuple[tuple[str, SideCell], ...]
    definition: str = ""
    shared: bool = True

    @property
    def alike(self) -> bool:
        """Whether every column says the same."""
        return len({cell.said for _, cell in self.cells}) == 1


@dataclass(frozen=True)
class SideTable:
    """Rows under headings of their own."""

    title: str
    heads: tuple[Head, ...]
    groups: tuple[tuple[str, tuple[SideRow, ...]], ...]

    @property
    def size(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


@dataclass(frozen=True)
class SideSection:
    """A part of the page: rows that more than one study can answer, and those that only one does."""

    key: str
    title: str
    shared: SideTable
    alone: SideTable


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page, in the order in which it is read."""

    warnings: tuple[str, ...]
    facts: SideTable
    sections: tuple[SideSection, ...]
    hidden: int


def compare_page(columns: Sequence[Column], links: Iterable[StudyLink], *, only_differences: bool) -> ComparePage:
    """The page of these columns; asks the database nothing."""
    heads = heads_of(columns)
    found, harm = outcomes(columns), events(columns)
    who = [("", _row(row, heads, _characteristic_caption, _plain)) for row in characteristics(columns)]
    results = [(_domain(row), _row(row, heads, _endpoint, _outcome)) for row in found]
    harms = [(_organ_class(row), _row(row, heads, _term, _event)) for row in harm]
    facts = [("", row) for row in _facts(columns, heads)]
    parts = [facts, who, _in_order(results, EndpointDomain.labels), _in_order(harms, SystemOrganClass.labels)]
    kept = [[(title, row) for title, row in part if not (only_differences and row.alike)] for part in parts]
    names = (("characteristics", "Patients before treatment"), ("outcomes", "Outcomes"), ("events", "Adverse events"))
    return ComparePage(
        warnings=warnings_of(columns, mixtures(columns, [*found, *harm]), links),
        facts=_table("Studies", heads, kept[0]),
        sections=tuple(_section(*name, heads, part) for name, part in zip(names, kept[1:], strict=True)),
        hidden=sum(map(len, parts)) - sum(map(len, kept)),
    )


def _section(key: str, title: str, heads: tuple[Head, ...], rows: list[tuple[str, SideRow]]) -> SideSection:
    shared = _table(title, heads, [one for one in rows if one[1].shared])
    alone = _table(f"{title} given by one study only", heads, [one for one in rows if not one[1].shared])
    return SideSection(key, title, shared, alone)


def _table(title: str, heads: tuple[Head, ...], rows: list[tuple[str, SideRow]]) -> SideTable:
    groups: dict[str, list[SideRow]] = {}
    for heading, row in rows:
        groups.setdefault(heading, []).append(row)
    return SideTable(title, heads, tuple((heading, tuple(some)) for heading, some in groups.items()))


def _in_order(rows: list[tuple[str, SideRow]], headings: Sequence[str]) -> list[tuple[str, SideRow]]:
    return sorted(rows, key=lambda one: headings.index(one[0]))


def _facts(columns: Sequence[Column], heads: tuple[Head, ...]) -> list[SideRow]:
    """The arms' patients, then the studies' own figures, one cell a study."""
    patients = [patients_text(column) for column in columns]
    own = tuple((head.label, _text_cell(text)) for head, text in zip(heads, patients, strict=True))
    first = [SideRow("Patients", "", own)] if any(patients) else []
    return first + [_study_row(caption, texts, heads) for caption, texts in study_facts(columns)]


def _study_row(caption: str, texts: list[str], heads: tuple[Head, ...]) -> SideRow:
    arms = Counter(head.slug for head in heads)
    by_study = {head.slug: (head, text) for head, text in zip(heads, texts, strict=True)}
    alike = Counter(head.citation for head, _ in by_study.values())
    cells = []
    for slug, (head, text) in by_study.items():
        name = head.citation if alike[head.citation] == 1 else f"{head.citation} ({slug})"
        cells.append((head.label if arms[slug] == 1 else name, replace(_text_cell(text), columns=arms[slug])))
    return SideRow(caption, "", tuple(cells))


def _text_cell(text: str) -> SideCell:
    return SideCell(words=text or NOT_REPORTED, absent=not text)


def _row(row: Aligned, heads: tuple[Head, ...], caption: Callable, figure: Callable) -> SideRow:
    name, definition = caption(row.first)
    return SideRow(
        caption=name,
        detail=narrowed(row),
        cells=tuple((head.label, _side_cell(cell, figure)) for head, cell in zip(heads, row.cells, strict=True)),
        definition=definition,
        shared=row.studies > 1,
    )


def _side_cell(cell: Cell, figure: Callable) -> SideCell:
    if cell.rows:
        return SideCell(figures=tuple(figure(row) for row in cell.rows))
    return SideCell(words=instead_words(cell.instead) if cell.instead else NOT_REPORTED, absent=True)


def _characteristic_caption(row: Characteristic) -> tuple[str, str]:
    return f"{row.variable}: {row.level}" if row.level else row.variable, ""


def _endpoint(row: Outcome) -> tuple[str, str]:
    return row.endpoint.name, row.endpoint.definition


def _term(row: AdverseEvent) -> tuple[str, str]:
    return row.term.name, ""


def _domain(row: Aligned) -> str:
    return EndpointDomain(row.first.endpoint.domain).label


def _organ_class(row: Aligned) -> str:
    return SystemOrganClass(row.first.term.system_organ_class).label


def _plain(row: Characteristic) -> tuple[Figure, str]:
    return plain_figure(row, None, ""), ""


def _outcome(row: Outcome) -> tuple[Figure, str]:
    """An outcome with what the row does not say of it: who judged, how many were analysed, from when."""
    detail = (
        f"{number(row.n_analysed)} analysed" if row.n_analysed is not None else "",
        f"judged by {Assessor(row.assessor).label}" if row.assessor else "",
        f"from {TimeOrigin(row.time_origin).label}" if row.time_origin else "",
    )
    return outcome_figure(row, None, ""), ", ".join(filter(None, detail))


def _event(row: AdverseEvent) -> tuple[Figure, str]:
    attributed = row.attribution and row.attribution != Attribution.ANY
    detail = (Attribution(row.attribution).label if attributed else "", row.timing)
    return event_figure(row, None, ""), ", ".join(filter(None, detail))
