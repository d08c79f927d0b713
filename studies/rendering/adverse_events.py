"""The table of harm: terms by system organ class, columns by grade band, each figure with its own denominator."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import Attribution, SystemOrganClass
from studies.models import AdverseEvent, Arm

from .figures import Figure, event_figure
from .headlines import grade_text
from .notes import Notes

BANDS = {
    (1, 2): "Grade 1–2",
    (3, 4): "Grade 3–4",
    (3, 3): "Grade 3",
    (4, 4): "Grade 4",
    (5, 5): "Grade 5",
    (3, 5): "Grade ≥ 3",
    (1, 5): "Any grade",
}
OTHER = "Other or unknown grade"
ANY_GRADE = {"any", "any grade", "all grades"}


@dataclass(frozen=True)
class EventRow:
    """One term in one unit: its figures in the table's columns, those of other bands said beside it."""

    term: str
    as_reported: str
    cells: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True)
class EventTable:
    """An arm's table. A cell without a figure is one that the source does not report."""

    title: str
    columns: tuple[str, ...]
    classes: tuple[tuple[str, tuple[EventRow, ...]], ...]


def event_tables(arms: Iterable[Arm], sections: dict, notes: Notes) -> tuple[EventTable, ...]:
    """A table an arm that has events; one without any where no arm has."""
    listed = list(arms)
    tables = [event_table(arm, sections, notes, several=len(listed) > 1) for arm in listed]
    return tuple(table for table in tables if table.classes) or (EventTable("", (), ()),)


def event_table(arm: Arm, sections: dict, notes: Notes, *, several: bool) -> EventTable:
    """The adverse events of one arm; rows of subgroups and of single units stand under their term."""
    rows = sorted(
        (row for row in sections["adverse_events"] if row.arm_id == arm.pk), key=lambda row: (row.position, row.key)
    )
    used = {band_of(row) for row in rows}
    columns = tuple(label for label in (*BANDS.values(), OTHER) if label in used)
    classes = []
    for value, label in SystemOrganClass.choices:
        here = [row for row in rows if row.term.system_organ_class == value]
        if here:
            classes.append((label, _term_rows(here, columns, notes)))
    return EventTable(arm.label if several else "", columns, tuple(classes))


def band_of(row: AdverseEvent) -> str:
    """The column of a row, by its grades."""
    if row.grade_text in ANY_GRADE:
        return BANDS[1, 5]
    return BANDS.get((row.grade_from or 0, row.grade_to or 0), OTHER)


def _term_rows(rows: list[AdverseEvent], columns: tuple[str, ...], notes: Notes) -> tuple[EventRow, ...]:
    grouped: dict[tuple, list[AdverseEvent]] = {}
    for row in rows:
        grouped.setdefault((row.term.name, _whose(row)), []).append(row)
    return tuple(_term_row(key, found, columns, notes) for key, found in grouped.items())


def _whose(row: AdverseEvent) -> str:
    """What a row is of, beyond its term: a subgroup, a unit that is not courses or patients' own, a time."""
    related = "treatment-related" if row.attribution == Attribution.RELATED else ""
    parts = ["" if row.subgroup.is_all else str(row.subgroup), related, row.timing]
    return ", ".join(filter(None, parts))


def _term_row(key: tuple, rows: list[AdverseEvent], columns: tuple[str, ...], notes: Notes) -> EventRow:
    cells: dict[str, list[Figure]] = {label: [] for label in columns}
    for row in rows:
        band = band_of(row)
        title = ", ".join(filter(None, (row.term.name, grade_text(row), key[1])))
        figure = event_figure(row, notes, title)
        if band == OTHER:
            said = grade_text(row) or "grade not reported"
            figure = Figure(**{**figure.__dict__, "words": ", ".join(filter(None, (figure.words, said)))})
        cells[band].append(figure)
    reported = {row.term_as_reported for row in rows}
    return EventRow(
        term=f"{key[0]} ({key[1]})" if key[1] else key[0],
        as_reported=", ".join(sorted(word for word in reported if word.lower() != key[0].lower())),
        cells=tuple(tuple(found) for found in cells.values()),
    )
