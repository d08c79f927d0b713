"""What is not the same in studies that stand side by side: diseases, settings, criteria, what denominators count."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studies.choices import EndpointDomain
from studies.models import Outcome, Study

from .side_by_side import PERCENT_ONLY, Aligned, Column, Row, outcome_unit

NOT_STATED = "not stated"


class Mixed(StrEnum):
    """What may differ between the studies as wholes."""

    DISEASE = "Diseases"
    SETTING = "Settings"
    CRITERIA = "Response criteria"
    UNIT = "Denominators"


@dataclass(frozen=True)
class Mixture:
    """Something that is not the same in all studies: each set of names with the studies that have it."""

    what: Mixed
    values: tuple[tuple[tuple[str, ...], tuple[Study, ...]], ...]


def mixtures(columns: Sequence[Column], results: Iterable[Aligned]) -> tuple[Mixture, ...]:
    """In what the studies differ: criteria and units only where more than one study gives the same endpoint or term."""
    studies = {column.study.pk: column for column in columns}
    shared = [row for row in results if row.studies > 1]
    said = {
        Mixed.DISEASE: {pk: _widest(row.disease for row in one.sections["study_diseases"])
                        for pk, one in studies.items()},
        Mixed.SETTING: {pk: _widest(row.setting for row in one.sections["study_settings"])
                        for pk, one in studies.items()},
        Mixed.CRITERIA: _named(columns, shared, _criteria),
        Mixed.UNIT: _named(columns, shared, _unit),
    }  # fmt: skip
    found = []
    for what, by_study in said.items():
        having: dict[tuple[str, ...], list[Study]] = defaultdict(list)
        for pk, names in by_study.items():
            having[names].append(studies[pk].study)
        if len(having) > 1:
            found.append(Mixture(what, tuple((names, tuple(some)) for names, some in having.items())))
    return tuple(found)


def _widest(terms: Iterable) -> tuple[str, ...]:
    """The terms that stand under no other of them."""
    listed = list(terms)
    own = {term.pk for term in listed}
    widest = {term.name for term in listed if not own & {above.pk for above in term.ancestors()}}
    return tuple(sorted(widest)) or (NOT_STATED,)


def _named(
    columns: Sequence[Column], rows: Iterable[Aligned], name: Callable[[Row], str]
) -> dict[int, tuple[str, ...]]:
    """Study → what its results name; studies that name nothing are left out."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            found[column.study.pk] |= {name(one) for one in cell.rows} - {""}
    return {pk: tuple(sorted(names)) for pk, names in found.items() if names}


def _criteria(row: Row) -> str:
    """The criteria of a response; what is no response needs none."""
    if not isinstance(row, Outcome) or row.endpoint.domain != EndpointDomain.RESPONSE:
        return ""
    return row.criteria.abbreviation or row.criteria.name if row.criteria else NOT_STATED


def _unit(row: Row) -> str:
    unit = outcome_unit(row) if isinstance(row, Outcome) else row.denominator_unit
    return "a percent of something not stated" if unit == PERCENT_ONLY else unit
