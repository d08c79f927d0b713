"""How far two readings of a study agree, field by field.

Every field that either reader filled is equal, differs, or is filled by one reader only. Three groups are counted
apart:

values   numbers, units, terms, states, closed lists, references: the agreement figure
sources  the place, the figure as printed, the further places, which fields were computed; "Results" and
         "Results, sentence 2" are one place, told more or less exactly
words    notes, labels, definitions and other free text; in no agreement figure
"""

from collections import Counter
from dataclasses import dataclass, field

from .matching import HEAD, IDENTITY, NOT_COMPARED, SOURCES, WORDS, comparable, filled, in_words_of, same

KINDS = ("equal", "differs", "only A", "only B")


@dataclass
class Tally:
    """Fields by group and kind, and the differences one by one, of one section of one study."""

    rows: Counter = field(default_factory=Counter)
    counts: Counter = field(default_factory=Counter)
    differences: list[tuple] = field(default_factory=list)
    settled: Counter = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.rows += other.rows
        self.counts += other.counts
        self.settled += other.settled


def compare_rows(section: str, a: dict | None, b: dict | None, final: dict | None, tally: Tally) -> None:
    """Counts the fields of one pair; a missing row leaves all its fields to the other reader."""
    a_row, b_row = a or {}, b or {}
    for name in sorted(set(a_row) | set(b_row)):
        if name in NOT_COMPARED or (isinstance((a_row | b_row)[name], list) and name in IDENTITY):
            continue
        one, other = (comparable(name, filled(row, name)) for row in (a_row, b_row))
        if one is None and other is None:
            continue
        kind = (
            "equal" if same(name, one, other) else "only A" if other is None else "only B" if one is None else "differs"
        )
        group = "sources" if name in SOURCES else "words" if name in WORDS else "values"
        tally.counts[group, kind] += 1
        if kind == "equal" or group == "words":
            continue
        tally.differences.append((section, a_row.get("key"), b_row.get("key"), name, kind, one, other))
        if group == "values" and final is not None:
            kept = comparable(name, filled(final, name)) if final else None
            where = "in no row" if not final else "as A" if kept == one else "as B" if kept == other else "otherwise"
            tally.settled[where] += 1


def compare(a: dict, b: dict, final: dict | None = None) -> dict[str, Tally]:
    """Section -> tally of two nested records."""
    tallies = {}
    to_b = in_words_of(b, a)
    to_final = in_words_of(final, a) if final else {}
    b_to_final = in_words_of(final, b) if final else {}
    whole: dict[str, list[tuple[dict | None, dict | None]]] = {HEAD: [(a, b)], **to_b}
    for section, pairs in whole.items():
        tally = tallies[section] = Tally()
        from_a = {one["key"]: last for one, last in to_final.get(section, []) if one and last}
        from_b = {one["key"]: last for one, last in b_to_final.get(section, []) if one and last}
        for one, other in pairs:
            last = None
            if final:
                last = final if section == HEAD else _kept(one, from_a) or _kept(other, from_b) or {}
            tally.rows["both" if one and other else "only A" if one else "only B"] += 1
            compare_rows(section, one, other, last, tally)
    return tallies


def _kept(row: dict | None, final: dict[str, dict]) -> dict | None:
    """What became of a reader's row in the record; None where it is in no row."""
    return final.get(row["key"]) if row else None
