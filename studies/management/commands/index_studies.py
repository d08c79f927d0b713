"""Builds the search index where it is missing, behind or of other code; compares it with the tables."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.indexing import differences, is_behind, is_current, rebuild_index

MANY, TOLD_EVERY = 5_000, 4_000  # studies


class Command(BaseCommand):
    help = "Build the search index if it is missing or was made by other code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="build it anew in any case")
        parser.add_argument("--check", action="store_true", help="compare it with the tables, and change nothing")

    def handle(self, *args: object, rebuild: bool, check: bool, **options: object) -> None:
        if check:
            found = differences()
            for line in found:
                self.stderr.write(line)
            if found:
                raise CommandError(f"Index and tables differ in {len(found)} places: rebuild it with --rebuild.")
            self.stdout.write("The index holds what the tables hold.")
        elif rebuild or is_behind() or not is_current():
            count = rebuild_index(self._progress)
            self.stdout.write(f"Indexed {count} studies.")
        else:
            self.stdout.write("The index is as this code makes it.")

    def _progress(self, done: int, of: int) -> None:
        if of >= MANY and (done == of or done % TOLD_EVERY == 0):
            self.stdout.write(f"  {done} of {of} studies read")
            self.stdout.flush()
