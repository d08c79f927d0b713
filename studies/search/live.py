"""The index as this process knows it: read once, then followed from version to version."""

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np
from django.db import connection, transaction
from pyroaring import BitMap

from studies.models import IndexChange, IndexedStudy, IndexedWord, IndexState, Posting

from .known import KnownWords
from .orders import Numbers
from .snapshot import Move, Snapshot
from .vocabulary import load_vocabulary

T = TypeVar("T")
TRIES = 4
COLUMN = "column:"
MOST_WORDS_KEPT = 5_000
STATE_COLUMNS = ("version", "token", "folded_version", "folded_token", "terms_token")
STATE = f"SELECT {', '.join(STATE_COLUMNS)} FROM {IndexState._meta.db_table}"  # noqa: S608  # names of our own
ROWS = (
    f"SELECT kept.number, state.token, {{named}} FROM {IndexedStudy._meta.db_table} kept, "  # noqa: S608  # likewise
    f"{IndexState._meta.db_table} state WHERE kept.number IN ({{places}})"
)
HOLDING = (
    f"SELECT state.token, kept.number, kept.folded FROM {IndexState._meta.db_table} state "  # noqa: S608  # likewise
    f"LEFT JOIN {IndexedStudy._meta.db_table} kept ON kept.number IN ({{places}}) AND kept.folded LIKE %s"
)
WORDS = (  # a row also where no word is stored: that there is none is of a version, too
    f"SELECT state.folded_version, word.code, word.bitmap FROM {IndexState._meta.db_table} state "  # noqa: S608  # likewise
    f"LEFT JOIN {Posting._meta.db_table} word ON word.code IN ({{places}})"
)
_lock = threading.Lock()
_held: list[Snapshot] = []


class Moved(Exception):
    """The data moved on while an answer was made: it is to be made again."""


def consistently(answer: Callable[[Snapshot], T], *, proves: bool = False) -> T:
    """What ``answer`` makes of one version of the data; made again where the data moved on meanwhile.

    ``answer`` raises Moved where it reads tables that are of another version than its snapshot. One that ``proves``
    does so always, as by ``rows_of``: it may begin with the version last seen, which spares a statement a page.
    """
    for turn in range(TRIES):
        try:
            return answer(_held[0] if proves and not turn and _held else current())
        except Moved:
            continue
    with transaction.atomic():  # writers wait for us this once
        locked_state()
        return answer(current())


def current() -> Snapshot:
    """The newest version: one small query where nothing changed, and what changed where something did."""
    state = _state()
    if _held and _is(_held[0], state):
        return _held[0]
    with _lock:
        state = _state()
        if not _held or not _is(_held[0], state):
            _held[:] = [_followed(_held[0], state) if _held else _loaded()]
        return _held[0]


def _state() -> dict[str, Any]:
    """The state's columns by name. Plain SQL, for it is asked with every page."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        row = cursor.fetchone()
        if row is None:
            first_state()
            cursor.execute(STATE)
            row = cursor.fetchone()
    return dict(zip(STATE_COLUMNS, row, strict=True))


def first_state() -> IndexState:
    """The state of an index that holds nothing yet."""
    tokens = {"token": new_token(), "folded_token": "", "terms_token": new_token()}
    state, _ = IndexState.objects.get_or_create(pk=1, defaults=tokens | {"folded_token": tokens["token"]})
    return state


def locked_state() -> IndexState:
    """The state, kept from other writers until the transaction ends."""
    first_state()
    return IndexState.objects.select_for_update().get()


def new_token() -> str:
    """A name for a version that no other has."""
    return uuid4().hex


def _is(snapshot: Snapshot, state: dict[str, Any]) -> bool:
    return snapshot.token == state["token"] and snapshot.vocabulary.token == state["terms_token"]


def check_version(snapshot: Snapshot) -> None:
    """Raises Moved if the data are no longer of this version."""
    if not _is(snapshot, _state()):
        raise Moved


def _followed(held: Snapshot, state: dict[str, Any]) -> Snapshot:
    """The next version out of the one held; read anew where the way there is not known."""
    if held.vocabulary.token != state["terms_token"]:
        return _loaded()
    changes = list(IndexChange.objects.filter(version__range=(held.version, state["version"])).order_by("version"))
    known = {state["folded_version"]: state["folded_token"]} | {one.version: one.token for one in changes}
    later = [one for one in changes if one.version > held.version]
    whole = [one.version for one in later] == list(range(held.version + 1, held.version + 1 + len(later)))
    if known.get(held.version) != held.token or not whole or (later[-1].token if later else "") != state["token"]:
        return _loaded()
    snapshot = _applied(held, later)
    snapshot.forget_pending(state["folded_version"])
    return snapshot


def _applied(snapshot: Snapshot, changes: Iterable[IndexChange]) -> Snapshot:
    for one in changes:
        moves = map(Move.of, one.changes["moves"])
        snapshot = snapshot.moved(one.version, one.token, moves, one.changes["words"])
    return snapshot


def _loaded() -> Snapshot:
    """The index from its tables: the stored bitmaps, then what changed since they were written."""
    for _ in range(TRIES * 5):
        state = _state()
        snapshot = _read_whole(state)
        if _state() == state and snapshot.token == state["token"]:
            return snapshot
    with transaction.atomic():
        locked_state()
        return _read_whole(_state())


def current_in_transaction() -> Snapshot:
    """The newest version as the caller's own transaction sees it; other readers may not see it yet."""
    return _read_whole(_state())


def _read_whole(state: dict[str, Any]) -> Snapshot:
    changes = IndexChange.objects.filter(version__gt=state["folded_version"]).order_by("version")
    return _applied(_stored(state), changes)


def _stored(state: dict[str, Any]) -> Snapshot:
    postings: dict[str, BitMap] = {}
    columns: dict[str, Numbers] = {}
    for code, stored in Posting.objects.filter(whole=True).values_list("code", "bitmap"):
        if code.startswith(COLUMN):
            columns[code.removeprefix(COLUMN)] = np.frombuffer(bytes(stored), np.int64)
        else:
            postings[code] = BitMap.deserialize(bytes(stored))
    studies = columns.pop("studies", np.zeros(0, np.int64))
    everything = postings.pop("everything", BitMap())
    empty = {name: np.zeros(0, np.int64) for name in ("year", "n", "response", "published", "name")}
    known = KnownWords(dict(IndexedWord.objects.values_list("stem", "word")))
    vocabulary = load_vocabulary(state["terms_token"])
    return Snapshot(
        state["folded_version"],
        state["folded_token"],
        vocabulary,
        everything,
        postings,
        empty | columns,
        studies,
        known,
    )


def words_in(snapshot: Snapshot, codes: Iterable[str]) -> dict[str, BitMap]:
    """Postings of words, read when they are first asked for. Raises Moved if the stored ones are of a later version."""
    known = dict(snapshot.words)  # other threads may add to it, or empty it
    wanted = list(dict.fromkeys(codes))
    missing = [code for code in wanted if code not in known]
    if missing:
        if len(known) > MOST_WORDS_KEPT:
            snapshot.words.clear()
        folded, stored = _stored_words(missing)
        if folded > snapshot.version:
            raise Moved
        found = {code: _with_pending(snapshot, code, stored.get(code, b""), folded) for code in missing}
        snapshot.words.update(found)
        known |= found
    return {code: known[code] for code in wanted}


def _stored_words(codes: list[str]) -> tuple[int, dict[str, bytes]]:
    """The version up to which the stored bitmaps hold the changes, and those of these words; of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS.format(places=", ".join(["%s"] * len(codes))), codes)
        rows = cursor.fetchall()
    return rows[0][0], {code: bytes(bitmap) for _, code, bitmap in rows if code is not None}


def _with_pending(snapshot: Snapshot, code: str, stored: bytes, folded: int) -> BitMap:
    found = BitMap.deserialize(stored) if stored else BitMap()
    for version, number, gained in snapshot.pending.get(code, ()):
        if version > folded:
            (found.add if gained else found.discard)(number)
    return found


def rows_of(snapshot: Snapshot, numbers: list[int], *columns: str) -> list[dict[str, Any]]:
    """What the index keeps of these studies, in their order. Raises Moved if it is of another version.

    One plain statement reads the rows with the version they are of.
    """
    if not numbers:
        check_version(snapshot)
        return []
    named = ", ".join(f"kept.{column}" for column in columns)
    places = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(named=named, places=places), numbers)
        known = {row[0]: row for row in cursor.fetchall()}
    if len(known) < len(numbers) or any(row[1] != snapshot.token for row in known.values()):
        raise Moved
    return [_named(columns, known[number][2:]) for number in numbers]


def folded_with(snapshot: Snapshot, numbers: list[int], phrase: str) -> dict[int, str]:
    """The folded texts, by number, of those of these studies in which a phrase of folded words stands.

    Raises Moved if they are of another version. Folded words have no sign that LIKE would read otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDING.format(places=", ".join(["%s"] * len(numbers))), [*numbers, f"% {phrase} %"])
        rows = cursor.fetchall()
    if not rows or rows[0][0] != snapshot.token:
        raise Moved
    return {number: folded for _, number, folded in rows if number is not None}


def _named(columns: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    row = dict(zip(columns, values, strict=True))
    if "texts" in row:
        row["texts"] = json.loads(row["texts"])
    return row
