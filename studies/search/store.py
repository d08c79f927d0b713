"""Writing the index: what changed goes in with the transaction that changed it; all of it anew by the command.

A change is one row that says which codes a study gained and lost. The stored bitmaps take the changes in when there
are many (folding), so that publishing one study writes a few small rows however large the base is.
"""

import json
import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Max
from pyroaring import BitMap

from studies.choices import ReportRole
from studies.models import IndexChange, IndexedStudy, IndexedWord, IndexState, Posting, Study, StudyReport

from .documents import Document
from .live import COLUMN, current_in_transaction, first_state, locked_state, new_token, words_in
from .orders import ABSENT
from .pages import forget_pages
from .snapshot import COLUMNS, Move, Snapshot

FOLD_AFTER = 300  # changes
AT_ONCE = 1_000  # rows a statement
BATCH = 400  # studies that are read together
Make = Callable[[Sequence[int]], Iterable[Document]]
Progress = Callable[[int, int], None]  # of so many studies so many are done


def apply(changed: Iterable[Document], gone: Iterable[int] = (), *, terms: bool = False, pages: bool = False) -> None:
    """Brings the index to what these documents say, within the caller's transaction.

    ``gone`` are primary keys of studies that readers may no longer see; ``terms`` says that the vocabulary changed;
    ``pages`` that some page did: that is a new version, even where the index holds the same.
    """
    state = locked_state()
    moves: list[Move] = []
    words: dict[str, str] = {}
    for document in changed:
        words |= _new_words(document)
        if move := _store(document):
            moves.append(move)
    for study in gone:
        if row := IndexedStudy.objects.filter(study=study).first():
            moves.append(Move(row.number, study, (), tuple(row.codes.split()), None, 0))
            row.delete()
    if not moves and not terms and not pages:
        return
    state.version += 1
    state.token = new_token()
    if terms:
        state.terms_token = new_token()
    entries = [vars(move) for move in moves]
    IndexChange.objects.create(version=state.version, token=state.token, changes={"moves": entries, "words": words})
    state.save()
    if state.version - state.folded_version >= FOLD_AFTER:
        fold(state)


def _new_words(document: Document) -> dict[str, str]:
    known = set(IndexedWord.objects.filter(stem__in=list(document.words)).values_list("stem", flat=True))
    new = {stem: word for stem, word in document.words.items() if stem not in known}
    IndexedWord.objects.bulk_create(IndexedWord(stem=stem, word=word) for stem, word in new.items())
    return new


def _store(document: Document) -> Move | None:
    """Saves what the index knows of one study; None if it knew all of it."""
    row = IndexedStudy.objects.filter(study=document.study).first()
    had = set(row.codes.split()) if row else set()
    same_slug = row is not None and row.slug == document.slug
    number = row.number if row else (IndexedStudy.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    new = _row(document, number)
    if row is not None and not differing(document, row):
        return None
    new.save(force_insert=row is None, force_update=row is not None)
    before = IndexedStudy.objects.filter(slug_key__lt=document.slug.encode()).exclude(study=document.study)
    return Move(
        number=number,
        study=document.study,
        gained=tuple(sorted(document.codes - had)),
        lost=tuple(sorted(had - document.codes)),
        columns={name: getattr(document, name) for name in COLUMNS},
        name=None if same_slug else before.count(),
    )


_COMPARED = ("slug", "codes", "texts", "folded", "sentences", "line", *COLUMNS)


def differing(document: Document, row: IndexedStudy) -> list[str]:
    """What of a document the stored row has otherwise."""
    new = _row(document, row.number)
    return [name for name in _COMPARED if getattr(row, name) != getattr(new, name)]


def _row(document: Document, number: int) -> IndexedStudy:
    return IndexedStudy(
        study_id=document.study,
        number=number,
        slug=document.slug,
        slug_key=document.slug.encode(),
        codes=" ".join(sorted(document.codes)),
        texts=json.dumps(document.texts, ensure_ascii=False),
        folded=document.folded,
        sentences=document.sentences,
        line=document.line,
        **{name: getattr(document, name) for name in COLUMNS},
    )


def fold(state: IndexState) -> None:
    """Takes the changes into the stored bitmaps. Those of the fold before are forgotten: who is behind reads anew."""
    changes = IndexChange.objects.filter(version__gt=state.folded_version)
    snapshot = current_in_transaction()
    moves = [Move.of(entry) for one in changes for entry in one.changes["moves"]]
    touched = {code for move in moves for code in (*move.gained, *move.lost)}
    held = words_in(snapshot, (code for code in touched if code[1] == ":"))
    held |= {code: snapshot.having(code) for code in touched if code[1] != ":"}
    Posting.objects.filter(code__in=[code for code, found in held.items() if not found]).delete()
    _save_postings((code, found) for code, found in held.items() if found)
    _save_columns(snapshot)
    IndexChange.objects.filter(version__lt=state.folded_version).delete()
    state.folded_version, state.folded_token = state.version, state.token
    state.save()


def _save_postings(found: Iterable[tuple[str, BitMap]]) -> None:
    def rows() -> Iterator[Posting]:
        for code, numbers in found:
            numbers.run_optimize()
            yield Posting(code=code, whole=code[1] != ":", bitmap=numbers.serialize())

    _upsert(rows())


def _save_columns(snapshot: Snapshot) -> None:
    _save_postings([("everything", snapshot.everything.copy())])
    columns = snapshot.columns | {"studies": snapshot.studies}
    _upsert(Posting(code=COLUMN + name, whole=True, bitmap=column.tobytes()) for name, column in columns.items())


def _upsert(rows: Iterable[Posting]) -> None:
    Posting.objects.bulk_create(
        rows, AT_ONCE, update_conflicts=True, unique_fields=["code"], update_fields=["bitmap", "whole"]
    )


# --- All of it anew ----------------------------------------------------------------------------


def rebuild(make: Make, stamp: str, progress: Progress | None = None) -> int:
    """Writes the whole index anew, and says how many studies it holds.

    The documents are made before writers are kept waiting; what was published meanwhile is made once more.
    """
    began = first_state()
    pks = _in_default_order()
    with tempfile.TemporaryFile() as spool:
        for start in range(0, len(pks), BATCH):
            for document in _in_order(make(pks[start : start + BATCH]), pks[start : start + BATCH]):
                pickle.dump(document, spool)
            if progress:
                progress(min(start + BATCH, len(pks)), len(pks))
        spool.seek(0)
        with transaction.atomic():
            state = locked_state()
            newer = _changed_since(began.version, began.token, state)
            published = set(Study.objects.published().values_list("pk", flat=True))
            late = list(make(sorted((newer | (published - set(pks))) & published)))
            kept = (one for one in _read(spool) if one.study in published and one.study not in newer)
            if state.terms_token == began.terms_token:  # else lines may be of names that changed meanwhile
                state.behind = ""
            forget_pages()
            return _write(kept, late, state, stamp)


def _read(spool: Any) -> Iterator[Document]:
    while True:
        try:
            yield pickle.load(spool)  # noqa: S301  # our own file, written above, without a name
        except EOFError:
            return


def _in_order(made: Iterable[Document], pks: Sequence[int]) -> list[Document]:
    by_key = {document.study: document for document in made}
    return [by_key[pk] for pk in pks if pk in by_key]


def _in_default_order() -> list[int]:
    """Newest first, then by name: numbers given in this order make the bitmaps of the commonest list compact."""
    years: dict[int, int] = {}
    primary = StudyReport.objects.filter(role=ReportRole.PRIMARY)
    for study, year in primary.values_list("study", "report__year"):
        if year is not None:
            years[study] = max(year, years.get(study, year))
    rows = Study.objects.published().order_by().values_list("pk", "slug")
    return [pk for pk, _ in sorted(rows, key=lambda row: (-years.get(row[0], ABSENT), row[1]))]


def _changed_since(version: int, token: str, state: IndexState) -> set[int]:
    """Studies that changed since a version; all of them where the way from there is not known."""
    if (state.version, state.token) == (version, token):
        return set()
    changes = list(IndexChange.objects.filter(version__gt=version))
    if len(changes) < state.version - version:
        return set(Study.objects.values_list("pk", flat=True))
    return {entry["study"] for one in changes for entry in one.changes["moves"]}


def _write(kept: Iterable[Document], late: Sequence[Document], state: IndexState, stamp: str) -> int:
    for model in (IndexedStudy, IndexedWord, Posting, IndexChange):
        model.objects.all().delete()
    postings: dict[str, array] = {}
    words: dict[str, str] = {}
    columns: dict[str, list[int]] = {name: [ABSENT] for name in (*COLUMNS, "studies")}  # numbers count from 1
    slugs: list[bytes] = []

    def taken() -> Iterator[IndexedStudy]:
        for number, document in enumerate((one for some in (kept, late) for one in some), start=1):
            for code in document.codes:
                postings.setdefault(code, array("I")).append(number)
            for stem, word in document.words.items():
                words.setdefault(stem, word)
            for name in COLUMNS:
                value = getattr(document, name)
                columns[name].append(ABSENT if value is None else value)
            columns["studies"].append(document.study)
            slugs.append(document.slug.encode())
            yield _row(document, number)

    _in_batches(IndexedStudy, taken())
    _in_batches(IndexedWord, (IndexedWord(stem=stem, word=word) for stem, word in words.items()))
    names = np.full(len(slugs) + 1, ABSENT, np.int64)
    names[1 + np.array(sorted(range(len(slugs)), key=slugs.__getitem__), np.int64)] = np.arange(len(slugs))
    arrays = {name: np.array(column, np.int64) for name, column in columns.items()} | {"name": names}
    _in_batches(Posting, _posting_rows(postings, len(slugs), arrays))
    token = new_token()
    state.version, state.token, state.terms_token = state.version + 1, token, new_token()
    state.stamp = stamp
    state.folded_version, state.folded_token = state.version, token
    state.save()
    return len(slugs)


def _posting_rows(postings: dict[str, array], count: int, columns: dict[str, Any]) -> Iterator[Posting]:
    everything = BitMap(range(1, count + 1))
    for code, numbers in [("everything", everything), *((code, BitMap(held)) for code, held in postings.items())]:
        numbers.run_optimize()
        yield Posting(code=code, whole=code[1] != ":", bitmap=numbers.serialize())
    for name, column in columns.items():
        yield Posting(code=COLUMN + name, whole=True, bitmap=column.tobytes())


def _in_batches(model: Any, rows: Iterator[Any]) -> None:
    waiting: list[Any] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            model.objects.bulk_create(waiting)
            waiting = []
    model.objects.bulk_create(waiting)
