"""Loads curated studies from fixture files."""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePath

from django.core.management.base import BaseCommand, CommandError

from studies.actions import Difference, LoadReport, load_rows
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.records import NotLoadable


class Command(BaseCommand):
    """Inserts what is absent, leaves what is equal, counts what differs and touches none of it."""

    help = (
        "Load fixtures: insert what is absent, leave what is equal, count what differs without touching it; "
        "with -v 2, list every difference."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, default=[Path("fixtures")], help="Folders or files.")
        parser.add_argument("--as-draft", action="store_true", help="Make working copies of studies that differ.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and keep nothing.")
        parser.add_argument("--by", default="load_fixtures", help="Who loads: named as the author of drafts.")

    def handle(self, *, paths: list[Path], as_draft: bool, dry_run: bool, by: str, verbosity: int, **options) -> None:
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
        self._tell_differences(report.differs, in_full=verbosity > 1, as_draft=as_draft)

    def _tell(self, report: LoadReport, *, dry_run: bool) -> None:
        for slug in report.drafted:
            self.stdout.write(f"working copy: {slug}")
        for sentence in report.not_drafted:
            self.stdout.write(f"no working copy: {sentence}")
        self.stdout.write(
            f"{_count(len(report.inserted), 'record')} {'would be inserted' if dry_run else 'inserted'}, "
            f"{len(report.equal)} equal, {_count(len(report.differs), 'difference')} left as in the database."
        )

    def _tell_differences(self, differs: Sequence[Difference], *, in_full: bool, as_draft: bool) -> None:
        """A line for each file, after it every difference if asked for, and at last what can be done."""
        by_file: dict[str, list[Difference]] = defaultdict(list)
        for difference in differs:
            by_file[difference.file].append(difference)
        for file, found in by_file.items():
            self.stdout.write(f"{_label(file)}: {_summary(found)}")
            for difference in found if in_full else ():
                self.stdout.write(f"  {difference}")
        if not differs:
            return
        ways = [] if in_full else ["To review: manage.py load_fixtures -v 2"]
        if not as_draft:
            ways.append("to take the files' version of studies as working copies: --as-draft")
        ways.append("or " * bool(ways) + "start from an empty database")
        advice = "; ".join(ways)
        self.stdout.write(f"Nothing that differs was touched. {advice[0].upper()}{advice[1:]}.")


def _label(file: str) -> str:
    """A study by its name, any other file by its folder and name."""
    path = PurePath(file)
    return path.stem if path.parent.name == "studies" else "/".join(path.with_suffix("").parts[-2:])


def _summary(found: Sequence[Difference]) -> str:
    """How many fields differ, and how many rows only one side has."""
    fields = sum(bool(difference.field) for difference in found)
    rows = len(found) - fields
    parts = [f"{_count(fields, 'field')} differ{'s' * (fields == 1)}"] * bool(fields)
    parts += [f"{_count(rows, 'row')} on one side only"] * bool(rows)
    return ", ".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
