"""Writes the studies as fixture files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from studies.exchange.fixture_folder import files_in, write_files
from studies.exchange.fixture_writer import StillChanging, exportable, fixture_files, study_files
from studies.records import NotLoadable


class Command(BaseCommand):
    """Writes shared records and studies as fixtures, byte for byte the same from every database."""

    help = "Write fixtures: shared records, published studies and their histories. Working copies are never written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="Where to write; files of the same names are replaced.")
        parser.add_argument("--study", nargs="+", metavar="SLUG", help="Only the files of these studies.")
        parser.add_argument("--drafts", action="store_true", help="Drafts too.")

    def handle(self, *, folder: Path, study: list[str] | None, drafts: bool, **options) -> None:
        try:
            files = self._chosen(study, drafts=drafts) if study else fixture_files(drafts=drafts)
        except StillChanging as error:
            raise CommandError(str(error)) from None
        write_files(folder, files)
        self.stdout.write(f"{len(files)} files written to {folder}.")
        if not study:
            self._tell_of_others(folder, files)

    def _chosen(self, slugs: list[str], *, drafts: bool) -> dict[str, str]:
        found = list(exportable(drafts=drafts).filter(slug__in=slugs))
        missing = sorted(set(slugs) - {one.slug for one in found})
        if missing:
            raise CommandError(f"There is no study {', '.join(missing)} to export.")
        return study_files(found)

    def _tell_of_others(self, folder: Path, files: dict[str, str]) -> None:
        try:
            others = {path.relative_to(folder).as_posix() for path in files_in(folder)} - set(files)
        except NotLoadable as strangers:
            others = {problem.file for problem in strangers.problems}
        for name in sorted(others):
            self.stdout.write(f"left as it is, and not in the database: {name}")
