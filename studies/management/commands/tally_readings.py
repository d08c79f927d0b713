"""Counts how far two readings of each study agree, and how much of its record stands in its source."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studies.checks import Aggregate, check_source
from studies.extraction.sentences import Source, read_source
from studies.extraction.sheet import compiled
from studies.extraction.tally import KEPT, StudyTally, kept, tally_of, together, written
from studies.models import Study


class Command(BaseCommand):
    """Reads READINGS/a, READINGS/b (sheets) and READINGS/sources (texts), one file a study, and counts."""

    help = "Compare two readers' sheets of each study and look for its figures in its source; keep the tally."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("readings", type=Path, help="Folder with a/SLUG.json, b/SLUG.json, sources/SLUG.txt.")
        parser.add_argument("--keep", action="store_true", help="Write the tally to where the site reads it.")

    def handle(self, *, readings: Path, keep: bool, **options: Any) -> None:
        slugs = sorted(path.stem for path in (readings / "a").glob("*.json"))
        if not slugs:
            raise CommandError(f"There is no sheet in {readings / 'a'}.")
        tallies = [self._tally(readings, slug) for slug in slugs]
        for one in [*tallies, together(tallies)]:
            self.stdout.write(
                f"{one.slug}: {one.values} values, {one.equal} equal, {one.differ} differ, {one.only_a} only A, "
                f"{one.only_b} only B; {one.found} of {one.recorded} printed figures found"
            )
        if keep:
            KEPT.write_text(written({one.slug: one for one in [*kept(), *tallies]}.values()))

    def _tally(self, readings: Path, slug: str) -> StudyTally:
        text = _read(readings / "sources" / f"{slug}.txt")
        source = read_source(text)
        a, b = (self._record(readings / reader / f"{slug}.json", slug, source) for reader in "ab")
        study = Study.objects.filter(slug=slug).first()
        if study is None:
            raise CommandError(f"There is no study {slug}.")
        checked = check_source(Aggregate.from_study(study), _primary(study), text)
        for finding in checked.findings:
            self.stdout.write(f"{slug}: {finding.sentence}")
        return tally_of(slug, a, b, checked.found, checked.recorded)

    def _record(self, path: Path, slug: str, source: Source) -> dict:
        record, problems = compiled(json.loads(_read(path)), slug, source)
        for problem in problems:
            self.stderr.write(f"{path.name}: {problem}")
        return record


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def _primary(study: Study) -> str:
    return study.study_reports.get(role="primary").report.slug
