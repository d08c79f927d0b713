"""An agent's adverse events as its studies report them: a line an arm, grade and unit, nothing summed or averaged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import ArmRole, Attribution, DenominatorUnit, ScheduleRole, SystemOrganClass
from studies.models import AdverseEvent, Arm, ArmSchedule, Study

from .adverse_events import BANDS, OTHER, band_of
from .figures import Figure, event_figure
from .headlines import grade_text
from .lines import within
from .list_items import citation_of

OPEN = 12  # terms that stand open
NAMED = 3  # further regimens of an arm


@dataclass(frozen=True)
class GivenArm:
    """An arm that was given the agent, with its study's sections as the list reads them."""

    study: Study
    sections: dict
    arm: Arm
    schedules: frozenset[int]  # those of its schedules that hold the agent


@dataclass(frozen=True)
class ProfileLine:
    """What one arm's study reports of one term and grade band in one unit."""

    grade: str
    slug: str
    citation: str
    given: str
    detail: str
    unit: str
    figure: Figure


@dataclass(frozen=True)
class ProfileTerm:
    """A term, how many studies give a value for it, and their lines."""

    name: str
    studies: int
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True)
class ProfileClass:
    """The terms of a system organ class."""

    name: str
    terms: tuple[ProfileTerm, ...]


@dataclass(frozen=True)
class Profile:
    """The whole profile: the terms that stand open, and the rest."""

    first: tuple[ProfileClass, ...]
    rest: tuple[ProfileClass, ...]
    arms: int
    studies: int

    @property
    def terms_left(self) -> int:
        return sum(len(one.terms) for one in self.rest)


def profile_of(given: Iterable[GivenArm], events: Iterable[AdverseEvent]) -> Profile:
    """The profile over these arms; ``events`` are their whole-arm rows."""
    arms = {one.arm.pk: one for one in given}
    rows = [row for row in events if row.arm_id in arms]
    terms: dict[tuple[str, str], list[AdverseEvent]] = defaultdict(list)
    for row in rows:
        terms[row.term.system_organ_class, row.term.name].append(row)
    made = [(soc, _term(name, found, arms)) for (soc, name), found in terms.items()]
    order = SystemOrganClass.values
    made.sort(key=lambda pair: (order.index(pair[0]), -pair[1].studies, pair[1].name))
    return Profile(
        _classes(made[:OPEN]),
        _classes(made[OPEN:]),
        arms=len({row.arm_id for row in rows}),
        studies=len({row.study_id for row in rows}),
    )


def _classes(terms: Iterable[tuple[str, ProfileTerm]]) -> tuple[ProfileClass, ...]:
    grouped: dict[str, list[ProfileTerm]] = {}
    for soc, term in terms:
        grouped.setdefault(SystemOrganClass(soc).label, []).append(term)
    return tuple(ProfileClass(name, tuple(found)) for name, found in grouped.items())


def _term(name: str, rows: list[AdverseEvent], arms: dict[int, GivenArm]) -> ProfileTerm:
    """The term's lines by grade band: a row of the records is a line, and none is made of two."""
    bands = [*BANDS.values(), OTHER]
    listed = [(bands.index(band_of(row)), _line(row, arms[row.arm_id])) for row in rows]
    listed.sort(key=lambda pair: (pair[0], pair[1].grade, pair[1].citation, pair[1].slug, pair[1].given, pair[1].unit))
    return ProfileTerm(name, len({row.study_id for row in rows if not row.state}), tuple(line for _, line in listed))


def _line(row: AdverseEvent, given: GivenArm) -> ProfileLine:
    band = band_of(row)
    printed = "" if row.term_as_reported.casefold() == row.term.name.casefold() else row.term_as_reported
    attributed = row.attribution and row.attribution != Attribution.ANY
    cause = Attribution(row.attribution).label if attributed else ""
    return ProfileLine(
        grade=grade_text(row) or "grade not reported" if band == OTHER else band,
        slug=given.study.slug,
        citation=citation_of(given.study, given.sections),
        given=what_was_given(given),
        detail="; ".join(filter(None, (printed, row.timing, cause))),
        unit=DenominatorUnit(row.denominator_unit).label,
        figure=event_figure(row, None, row.term.name),
    )


def what_was_given(given: GivenArm) -> str:
    """The regimens of the arm that hold the agent, what else the arm was given, and whether it is a control."""
    rows = [row for row in given.sections["arm_schedules"] if row.arm_id == given.arm.pk]
    rows.sort(key=lambda row: (row.schedule.position, row.key))
    if not rows:  # all arms together
        rows = list(given.sections["arm_schedules"])
    alternative = [row for row in rows if row.role == ScheduleRole.ALTERNATIVE]
    own = _regimens(row for row in rows if row.schedule_id in given.schedules)
    others = _regimens(row for row in alternative if row.schedule_id not in given.schedules)
    beside = _regimens(row for row in rows if row not in alternative and row.schedule_id not in given.schedules)
    parts = (
        " or ".join([*own[:1], *map(within, own[1:])]),
        f"the arm was also given {_listed(beside)}" if beside else "",
        f"others of the arm were given {_listed(others)}" if others else "",
        "control arm" if given.arm.role == ArmRole.CONTROL else "",
    )
    return "; ".join(filter(None, parts))


def _regimens(rows: Iterable[ArmSchedule]) -> list[str]:
    return list(dict.fromkeys(row.schedule.regimen.name for row in rows))


def _listed(names: list[str]) -> str:
    """“decitabine, FLAG-Ida and 3 more”."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(map(within, names[:NAMED])) + more
