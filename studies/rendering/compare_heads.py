"""What stands above a column of a comparison, and the studies' own figures in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from studies.evidence.side_by_side import Column

from .facts import fact_text
from .lines import within
from .list_items import broadest, citation_of
from .numbers import number

GLUE = "\u00a0"  # “n = 44” is not broken
FACTS = ("phase", "prospective", "enrolment", "centres", "follow_up")
CAPTIONS = {"phase": "Phase", "prospective": "Prospective", "enrolment": "Enrolment", "centres": "Centres",
            "follow_up": "Follow-up"}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """What stands above a column. ``label`` is its name in small tables and on a phone."""

    slug: str
    citation: str
    label: str
    arm: str
    n: str
    design: str
    settings: str


def heads_of(columns: Sequence[Column]) -> tuple[Head, ...]:
    """The columns' names; an arm's, where its study's citation alone would not tell it from another."""
    citations = Counter(cited(column) for column in columns)
    heads = [_head(column, alone=citations[cited(column)] == 1) for column in columns]
    labels = Counter(head.label for head in heads)
    return tuple(
        head if labels[head.label] == 1 else replace(head, label=f"{head.label} ({head.slug})") for head in heads
    )


def _head(column: Column, *, alone: bool) -> Head:
    study, arm = column.study, column.arm
    citation = cited(column)
    given = sorted(
        (row for row in column.sections["arm_schedules"] if row.arm_id == arm.pk),
        key=lambda row: (row.schedule.position, row.key),
    )
    regimens = list(dict.fromkeys(row.schedule.regimen.name for row in given))
    patients = next(filter(None, (arm.n_assigned, arm.n_treated, arm.n_evaluable)), None)
    if patients is None and not column.several:
        patients = study.n_enrolled
    treatment = " or ".join([*regimens[:1], *map(within, regimens[1:])])
    own = "" if arm.label.casefold() in {name.casefold() for name in regimens} else arm.label
    return Head(
        slug=study.slug,
        citation=citation,
        label=citation if alone else f"{citation}, {arm.label}",
        arm=f"{own}: {treatment}" if own and column.several and treatment else treatment or arm.label,
        n=f"n{GLUE}={GLUE}{number(patients)}" if patients is not None else "n not reported",
        design=study.get_design_display(),
        settings=_terms(row.setting for row in column.sections["study_settings"]),
    )


def _terms(terms: Iterable) -> str:
    names = sorted(name for _, name in broadest(terms))
    return ", ".join([*names[:1], *map(within, names[1:])])


def cited(column: Column) -> str:
    """The study's citation: “Ferrajoli 2008”."""
    return citation_of(column.study, dict(column.sections))


def fact_texts(columns: Sequence[Column]) -> list[tuple[str, list[str]]]:
    """Captions with a text a column; what no study gives is left out."""
    rows = [
        ("Diseases", [_counted(column.sections["study_diseases"], "disease") for column in columns]),
        ("Settings", [_counted(column.sections["study_settings"], "setting") for column in columns]),
        ("Patients", [_patients(column) for column in columns]),
        *((CAPTIONS[name], [fact_text(column.study, name)[0] for column in columns]) for name in FACTS),
        ("Read", [_read(column) for column in columns]),
    ]
    return [(caption, texts) for caption, texts in rows if any(texts)]


def _counted(rows: Iterable, name: str) -> str:
    """“CLL (n = 44)”: each term with its patients."""
    listed = sorted(rows, key=lambda row: (-(row.n or 0), getattr(row, name).name))
    return "; ".join(
        getattr(row, name).name + (f" (n{GLUE}={GLUE}{number(row.n)})" if row.n is not None else "") for row in listed
    )


def _patients(column: Column) -> str:
    arm = column.arm
    counts = ((arm.n_assigned, "assigned"), (arm.n_treated, "treated"), (arm.n_evaluable, "evaluable"))
    return ", ".join(f"{number(count)} {word}" for count, word in counts if count is not None)


def _read(column: Column) -> str:
    """How much of the study's reports was read."""
    return ", ".join(dict.fromkeys(link.get_extent_display() for link in column.sections["study_reports"]))
