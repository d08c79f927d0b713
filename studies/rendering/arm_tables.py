"""Results of several arms side by side: a row an endpoint, a column an arm, and what compares them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from studies.choices import EndpointDomain, Finding
from studies.models import Arm, Comparison, Outcome

from .comparisons import comparison_line, how_compared
from .figures import Figure, outcome_figure
from .lines import outcome_detail
from .notes import Notes


@dataclass
class ArmRow:
    """An endpoint under the same criteria, analysis set and time: each arm's figures, and the arms compared."""

    caption: str
    detail: str
    definition: str
    cells: dict[int, list[Figure]] = field(default_factory=dict)
    compared: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class ArmTable:
    """One domain's rows. A cell without a figure is one that the source does not report."""

    title: str
    arms: tuple[str, ...]
    rows: tuple[tuple[ArmRow, tuple[tuple[str, list[Figure]], ...]], ...]
    compares: bool


def arm_tables(
    outcomes: Iterable[Outcome], comparisons: Iterable[Comparison], arms: Iterable[Arm], notes: Notes
) -> tuple[tuple[ArmTable, ...], set[int]]:
    """Tables of whole arms by domain, and the keys of the comparisons that stand in them."""
    domains: dict[str, dict[tuple, ArmRow]] = {label: {} for _, label in EndpointDomain.choices}
    for row in outcomes:
        if row.subgroup.is_all:
            rows = domains[EndpointDomain(row.endpoint.domain).label]
            caption, detail = row.endpoint.name, outcome_detail(row)
            title = f"{caption}: {row.arm.label}" + (f"; {detail}" if detail else "")
            here = rows.setdefault(_same(row), ArmRow(caption, detail, row.endpoint.definition))
            here.cells.setdefault(row.arm_id, []).append(outcome_figure(row, notes, title))
    placed = _place(comparisons, {key: row for rows in domains.values() for key, row in rows.items()}, notes)
    shown = [arm for arm in arms if any(arm.pk in row.cells for rows in domains.values() for row in rows.values())]
    tables = tuple(_table(title, rows.values(), shown) for title, rows in domains.items() if rows)
    return tables, placed


def _same(row: Outcome) -> tuple:
    """What makes the results of two arms answer one question."""
    return (row.endpoint_id, outcome_detail(row))


def _place(comparisons: Iterable[Comparison], rows: dict[tuple, ArmRow], notes: Notes) -> set[int]:
    """Puts each comparison of two whole arms into the row of its outcome."""
    placed = set()
    for one in comparisons:
        row = rows.get(_same(one.outcome))
        whole = one.outcome.subgroup.is_all and one.reference.subgroup.is_all
        if row and whole and one.outcome.arm_id != one.reference.arm_id and _same(one.outcome) == _same(one.reference):
            figure = comparison_line(one, notes).figure
            said = figure.main.removeprefix(one.get_finding_display())
            how = how_compared(one)
            row.compared.append(replace(figure, main=_finding(one) + said + (f" ({how})" if how else "")))
            placed.add(one.pk)
    return placed


def _finding(row: Comparison) -> str:
    """Which arm did better: “Enasidenib better”."""
    if row.finding in {Finding.BETTER, Finding.WORSE}:
        better = row.outcome if row.finding == Finding.BETTER else row.reference
        return f"{better.arm.label} better"
    if row.finding in {Finding.HIGHER, Finding.LOWER}:
        return f"{row.outcome.arm.label} {row.finding}"
    return row.get_finding_display()


def _table(title: str, rows: Iterable[ArmRow], arms: list[Arm]) -> ArmTable:
    listed = list(rows)
    return ArmTable(
        title=title,
        arms=tuple(arm.label for arm in arms),
        rows=tuple((row, tuple((arm.label, row.cells.get(arm.pk, [])) for arm in arms)) for row in listed),
        compares=any(row.compared for row in listed),
    )
