"""Fills an empty database with made-up studies, to see how the software does with many."""

from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.actions import Refused, generate_studies, load_rows
from studies.actions.synthetic import AT_ONCE, refuse_beside_others
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.indexing import rebuild_index

TOLD_EVERY = 10_000  # studies


class Command(BaseCommand):
    help = "Add made-up studies, marked as such, and index them. Refused where curated studies are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int, help="How many.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same studies.")
        parser.add_argument("--beside-curated", action="store_true", help="Even where curated studies are.")

    def handle(self, *args: object, count: int, seed: int, beside_curated: bool, **options: object) -> None:
        if count < 1:
            raise CommandError("Ask for one study at least.")
        self.began = monotonic()
        try:
            refuse_beside_others(beside_curated=beside_curated)
            load_rows(rows=read_fixtures(read_files(_files_of_terms())), by="generate_studies")
            generate_studies(
                count=count, seed=seed, by="generate_studies", beside_curated=beside_curated, progress=self._made
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        indexed = rebuild_index(self._indexed)
        self.stdout.write(f"{count} synthetic studies; {indexed} in the index; {monotonic() - self.began:.0f} s.")

    def _made(self, done: int, of: int) -> None:
        self._tell("made", done, of)

    def _indexed(self, done: int, of: int) -> None:
        self._tell("read for the index", done, of)

    def _tell(self, what: str, done: int, of: int) -> None:
        if done == of or done % TOLD_EVERY < AT_ONCE:
            self.stdout.write(f"  {done} of {of} {what}, {monotonic() - self.began:.0f} s")
            self.stdout.flush()


def _files_of_terms() -> list[Path]:
    """The shared terms, which made-up studies use as curated ones do."""
    folders = map(Path, settings.FIXTURE_DIRS)
    return [path for folder in folders for path in files_in(folder) if path.parent.name == "terms"]
