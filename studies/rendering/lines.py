"""Captions and figures, and the words that narrow them."""

from dataclasses import dataclass

from studies.choices import AnalysisSet, Assessor, PhaseOfCare, TimeOrigin
from studies.models import Outcome, PatientEvent, Subgroup

from .figures import Figure
from .numbers import number, time_text


@dataclass(frozen=True)
class Line:
    """A caption, what narrows it, and its figure."""

    caption: str
    detail: str
    figure: Figure
    definition: str = ""
    n: str = ""


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]
    reference: Line | None = None

    @property
    def has_bars(self) -> bool:
        return any(line.figure.bar for line in self.lines)


def within(name: str) -> str:
    """A name as it stands within a sentence: “azacitidine”, but “FLAG-IDA”."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def placed(rows: list) -> list:
    return sorted(rows, key=lambda row: (row.position, row.key))


def whom(arm, subgroup: Subgroup | None, *, several: bool) -> str:
    """The arm where there are several, and the subgroup where it is one."""
    parts = [arm.label if several else "", "" if subgroup is None or subgroup.is_all else str(subgroup)]
    return ", ".join(filter(None, parts))


def subgroup_size(subgroup: Subgroup) -> str:
    """“n = 24”, marked where the number is ours."""
    if subgroup.n is None:
        return ""
    return f"n = {number(subgroup.n)}" + (" ƒ" if "n" in subgroup.computed else "")


def outcome_detail(row: Outcome) -> str:
    """What narrows an outcome of an arm: category, subgroup, criteria, analysis set, assessor, time."""
    return "; ".join(
        filter(
            None,
            (
                row.category,
                whom(row.arm, row.subgroup, several=False),
                row.criteria.abbreviation or row.criteria.name if row.criteria else "",
                AnalysisSet(row.analysis_set).label if row.analysis_set else "",
                f"{number(row.n_analysed)} analysed" if row.n_analysed is not None else "",
                Assessor(row.assessor).label if row.assessor else "",
                when(row) if when(row) != row.category else "",
                PhaseOfCare(row.phase_of_care).label if row.phase_of_care and not when(row) else "",
            ),
        )
    )


def when(row: Outcome | PatientEvent) -> str:
    """“12 months after start of treatment”, “day 12 after transplantation”, “end of cycle 1”."""
    origin = TimeOrigin(row.time_origin).label if row.time_origin else ""
    if row.time_point is None:
        return row.timing or (f"from {origin}" if origin else "")
    length = time_text(row.time_point, row.time_unit)
    text = f"{length} after {origin}" if origin else length
    return f"{text} ({row.timing})" if row.timing else text
