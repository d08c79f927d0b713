"""The base's own quality figure: how far two readers agreed on each study, and how much of it stands in its source."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

from .agreement import compare

KEPT = Path(__file__).with_name("tally.json")


@dataclass(frozen=True)
class StudyTally:
    """One study: values that both readers filled alike or not, and printed figures found in the source's text."""

    slug: str
    equal: int
    differ: int
    only_a: int
    only_b: int
    found: int
    recorded: int

    @property
    def values(self) -> int:
        """Values that either reader filled."""
        return self.equal + self.differ + self.only_a + self.only_b

    @property
    def one_only(self) -> int:
        """Values that one reader filled and the other left out."""
        return self.only_a + self.only_b


def tally_of(slug: str, a: dict, b: dict, found: int, recorded: int) -> StudyTally:
    """The tally of two readings (nested records) of a study, with the source checker's count of its record."""
    counts: Counter = Counter()
    for section in compare(a, b).values():
        counts += section.counts
    of = {kind: counts["values", kind] for kind in ("equal", "differs", "only A", "only B")}
    return StudyTally(slug, of["equal"], of["differs"], of["only A"], of["only B"], found, recorded)


def together(tallies: Iterable[StudyTally]) -> StudyTally:
    """All studies as one; 0 everywhere if there is none."""
    rows = [asdict(one) for one in tallies]
    numbers = [one.name for one in fields(StudyTally) if one.name != "slug"]
    return StudyTally("all", **{name: sum(row[name] for row in rows) for name in numbers})


def written(tallies: Iterable[StudyTally]) -> str:
    """The tallies as they are kept, by name of study."""
    rows = sorted((asdict(one) for one in tallies), key=lambda row: row["slug"])
    return "[\n" + ",\n".join(" " + json.dumps(row) for row in rows) + "\n]\n"


@cache
def kept() -> tuple[StudyTally, ...]:
    """The committed tallies, by name of study."""
    return tuple(StudyTally(**row) for row in json.loads(KEPT.read_text()))
