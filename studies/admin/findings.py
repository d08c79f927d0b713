"""What the checks say of a study, as a curator sees it."""

from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils.http import urlencode

from studies.checks import Aggregate, Finding, lacking, run_checks, unexplained
from studies.models import Study
from studies.records import SECTIONS as RECORD_SECTIONS

from .sections import SECTIONS, name_of_page

PAGE_OF_MODEL = {inline.model: section.name for section in SECTIONS.values() for inline in section.inlines}


@dataclass(frozen=True)
class Shown:
    """A finding with the pages on which its rows can be put right."""

    finding: Finding
    links: tuple[tuple[str, str], ...]  # (address, key)


@dataclass(frozen=True)
class Findings:
    """What stands in the way of publication, and what a discrepancy explains."""

    standing: tuple[Shown, ...]
    explained: tuple[Shown, ...]

    @classmethod
    def of(cls, study: Study) -> Self:
        aggregate = Aggregate.from_study(study)
        found = run_checks(aggregate)
        standing = [*lacking(aggregate), *unexplained(found, aggregate)]
        rest = [finding for finding in found if finding not in standing]
        return cls(tuple(_shown(study, one) for one in standing), tuple(_shown(study, one) for one in rest))

    def __str__(self) -> str:
        count = len(self.standing)
        if not count:
            return "nothing stands in the way of publication."
        return f"{count} finding{'s' if count > 1 else ''} to put right, or to explain by a discrepancy."


def _shown(study: Study, finding: Finding) -> Shown:
    return Shown(finding, tuple((_address(study, section, key), key) for section, key in finding.rows))


def _address(study: Study, section: str, key: str) -> str:
    page = PAGE_OF_MODEL[RECORD_SECTIONS[section]]
    return f"{reverse(name_of_page(page), args=[study.pk])}?{urlencode({'q': key})}"
