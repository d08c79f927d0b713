"""Loads curated studies from fixture files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from studies.actions import LoadReport, load_rows
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.records import NotLoadable


class Command(BaseCommand):
    """Inserts what is absent, leaves what is equal, lists what differs and touches none of it."""

    help = "Load fixtures: insert what is absent, leave what is equal, list what differs without touching it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, default=[Path("fixtures")], help="Folders or files.")
        parser.add_argument("--as-draft", action="store_true", help="Make working copies of studies that differ.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and keep nothing.")
        parser.add_argument("--by", default="load_fixtures", help="Who loads: named as the author of drafts.")

    def handle(self, *, paths: list[Path], as_draft: bool, dry_run: bool, by: str, **options) -> None:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"There is no {', '.join(missing)}.")
        try:
            files = [file for path in paths for file in (files_in(path) if path.is_dir() else [path])]
            report = load_rows(rows=read_fixtures(read_files(files)), by=by, as_draft=as_draft, dry_run=dry_run)
        except NotLoadable as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Nothing was loaded: {_count(len(refused.problems), 'problem')}.") from None
        self._tell(report, dry_run=dry_run)

    def _tell(self, report: LoadReport, *, dry_run: bool) -> None:
        for difference in report.differs:
            self.stdout.write(f"differs: {difference}")
        for slug in report.drafted:
            self.stdout.write(f"working copy: {slug}")
        for sentence in report.not_drafted:
            self.stdout.write(f"no working copy: {sentence}")
        self.stdout.write(
            f"{_count(len(report.inserted), 'record')} {'would be inserted' if dry_run else 'inserted'}, "
            f"{len(report.equal)} equal, {_count(len(report.differs), 'difference')} left as in the database."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
