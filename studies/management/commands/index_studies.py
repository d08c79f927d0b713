"""Builds the search index and the ready-made pages where they are missing or of other code; compares them."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.indexing import differences, is_behind, is_current, rebuild_index
from studies.search.store import Progress
from studies.study_pages import make_pages, missing_pages

MANY, TOLD_EVERY = 5_000, 4_000  # studies


class Command(BaseCommand):
    help = "Build the search index and the studies' ready-made pages where they are missing or were made by other code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="build them anew in any case")
        parser.add_argument("--check", action="store_true", help="compare them with the tables, and change nothing")
        parser.add_argument("--no-pages", action="store_true", help="leave out the pages: they take most of the time")

    def handle(self, *args: object, rebuild: bool, check: bool, no_pages: bool, **options: object) -> None:
        if check:
            self._check()
            return
        if rebuild or is_behind() or not is_current():
            count = rebuild_index(self._told("studies read"))
            self.stdout.write(f"Indexed {count} studies.")
        else:
            self.stdout.write("The index is as this code makes it.")
        if not no_pages and (missing := missing_pages()):
            self.stdout.write(f"Made {make_pages(missing, self._told('pages made'))} pages.")
            if left := len(missing_pages()):
                self.stdout.write(f"{left} are still to be made: somebody published meanwhile, or the log says why.")

    def _check(self) -> None:
        found = differences()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"Index and tables differ in {len(found)} places: rebuild it with --rebuild.")
        self.stdout.write("The index holds what the tables hold.")

    def _told(self, what: str) -> Progress:
        def told(done: int, of: int) -> None:
            if of >= MANY and (done == of or done % TOLD_EVERY == 0):
                self.stdout.write(f"  {done} of {of} {what}")
                self.stdout.flush()

        return told
