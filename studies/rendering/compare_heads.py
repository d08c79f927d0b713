"""What stands above a column of a comparison, and the studies' own figures in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from studies.evidence.side_by_side import Column

from .facts import fact_text
from .headlines import joint_of
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
    citation = cited(column)
    return Head(
        slug=column.study.slug,
        citation=citation,
        label=citation if alone else f"{citation}, {column.arm.label}",
        arm=_treatment(column),
        n=_size(column),
        design=column.study.get_design_display(),
        settings=_terms(row.setting for row in column.sections["study_settings"]),
    )


def _treatment(column: Column) -> str:
    """The arm's regimens, and its own name where a study has several arms and the name says more."""
    given = sorted(
        (row for row in column.sections["arm_schedules"] if row.arm_id == column.arm.pk),
        key=lambda row: (row.schedule.position, row.key),
    )
    names = list(dict.fromkeys(row.schedule.regimen.name for row in given))
    label = column.arm.label
    if not names or (column.several and all(name.casefold() in label.casefold() for name in names)):
        return label
    treatment = f" {joint_of(given)} ".join([*names[:1], *map(within, names[1:])])
    return f"{label}: {treatment}" if column.several else treatment


def _size(column: Column) -> str:
    """“n = 44”; where only all arms together are counted, so many in all."""
    arm, study = column.arm, column.study
    own = next(filter(None, (arm.n_assigned, arm.n_treated, arm.n_evaluable)), None)
    n = own or study.n_enrolled
    if n is None:
        return "n not reported"
    return f"n{GLUE}={GLUE}{number(n)}" + (" in all arms" if own is None and column.several else "")


def _terms(terms: Iterable) -> str:
    names = sorted(name for _, name in broadest(terms))
    return ", ".join([*names[:1], *map(within, names[1:])])


def cited(column: Column) -> str:
    """The study's citation: “Ferrajoli 2008”."""
    return citation_of(column.study, dict(column.sections))


def study_facts(columns: Sequence[Column]) -> list[tuple[str, list[str]]]:
    """Captions with a text a column, of the study whatever the arm; what no study gives is left out."""
    rows = [
        ("Diseases", [_counted(column.sections["study_diseases"], "disease") for column in columns]),
        ("Settings", [_counted(column.sections["study_settings"], "setting") for column in columns]),
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


def patients_text(column: Column) -> str:
    """“44 assigned, 44 treated”: who the arm's patients were counted as."""
    arm = column.arm
    counts = ((arm.n_assigned, "assigned"), (arm.n_treated, "treated"), (arm.n_evaluable, "evaluable"))
    return ", ".join(f"{number(count)} {word}" for count, word in counts if count is not None)


def _read(column: Column) -> str:
    """How much of the study's reports was read."""
    return ", ".join(dict.fromkeys(link.get_extent_display() for link in column.sections["study_reports"]))
