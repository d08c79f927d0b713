"""A check of the index: whether its bitmaps and columns say the same as its rows."""

from collections import defaultdict
from collections.abc import Iterator

from pyroaring import BitMap

from studies.models import IndexedStudy, IndexedWord, Posting

from .live import current_in_transaction, words_in
from .orders import ABSENT, Numbers
from .snapshot import COLUMNS, NOBODY, Snapshot

AT_ONCE = 1_000


def check_bitmaps() -> list[str]:
    """What bitmaps and columns, with what is not yet folded into them, say otherwise than the rows of the studies."""
    snapshot = current_in_transaction()
    held: dict[str, BitMap] = defaultdict(BitMap)
    everything = BitMap()
    wrong = []
    for row in (
        IndexedStudy.objects.defer("texts", "folded", "sentences", "line").order_by("slug_key").iterator(AT_ONCE)
    ):
        everything.add(row.number)
        for code in row.codes.split():
            held[code].add(row.number)
        wrong += [f"{row.slug}: {fault}" for fault in _faults_of_columns(snapshot, row)]
    if snapshot.everything != everything:
        wrong.append("everything: the bitmap holds other studies than the rows.")
    return wrong + list(_faults_of_postings(snapshot, held)) + list(_faults_of_words(held)) + _faults_of_names(snapshot)


def _faults_of_columns(snapshot: Snapshot, row: IndexedStudy) -> Iterator[str]:
    if any(_at(snapshot.columns[name], row.number) != getattr(row, name) for name in COLUMNS):
        yield "a column that lists are ordered by has another value."
    if _at(snapshot.studies, row.number) != row.study_id:
        yield "its number stands for another study."


def _faults_of_postings(snapshot: Snapshot, held: dict[str, BitMap]) -> Iterator[str]:
    stored = Posting.objects.filter(whole=False).values_list("code", flat=True)
    for code in sorted({*held, *snapshot.postings, *stored}):
        found = words_in(snapshot, [code])[code] if code[1] == ":" else snapshot.having(code)
        if found != held.get(code, NOBODY):
            yield f"{code}: the bitmap holds other studies than the rows."


def _faults_of_words(held: dict[str, BitMap]) -> Iterator[str]:
    stems = {code[2:] for code in held if code[1] == ":"}
    for stem in sorted(stems.difference(IndexedWord.objects.values_list("stem", flat=True))):
        yield f"{stem}: stands in a text, and is not among the known words."


def _faults_of_names(snapshot: Snapshot) -> list[str]:
    by_slug = sorted(IndexedStudy.objects.values_list("slug", "number"))
    places = [_at(snapshot.columns["name"], number) for _, number in by_slug]
    return [] if places == list(range(len(places))) else ["The order by name is another than that of the slugs."]


def _at(column: Numbers, number: int) -> int | None:
    value = int(column[number]) if number < len(column) else ABSENT
    return None if value == ABSENT else value
