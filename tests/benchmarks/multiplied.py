"""A base of ten times the studies out of a made-up one: every study ten times, under ten names.

To make a million studies row by row takes hours; lists, counts, search and suggestions read the index alone, and this
writes the index that those studies would have. Only pages of single studies would miss their rows.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from pyroaring import BitMap

TIMES = 10
COLUMN = "column:"
ABSENT = -(2**62)


def multiply(source: Path, target: Path) -> None:
    """Writes the tenfold SQLite base beside its source."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    shutil.copy(source, part)
    with closing(sqlite3.connect(part)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        (last,) = db.execute("SELECT max(number) FROM studies_indexedstudy").fetchone()
        (highest,) = db.execute("SELECT max(id) FROM studies_study").fetchone()
        for copy in range(1, TIMES):
            _copy_studies(db, copy, highest)
            _copy_rows(db, copy, last, highest)
        _multiply_postings(db, last, highest)
        db.commit()
        db.execute("PRAGMA journal_mode = WAL")
    part.rename(target)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _copy_studies(db: sqlite3.Connection, copy: int, highest: int) -> None:
    names = _columns(db, "studies_study")
    taken = [{"id": f"id + {copy * highest}", "slug": f"slug || '-{copy}'"}.get(name, name) for name in names]
    said = f"INSERT INTO studies_study ({', '.join(names)}) SELECT {', '.join(taken)} FROM studies_study"
    db.execute(f"{said} WHERE id <= {highest}")


def _copy_rows(db: sqlite3.Connection, copy: int, last: int, highest: int) -> None:
    names = _columns(db, "studies_indexedstudy")
    changed = {
        "study_id": f"study_id + {copy * highest}",
        "number": f"number + {copy * last}",
        "slug": f"slug || '-{copy}'",
        "slug_key": f"CAST(slug || '-{copy}' AS BLOB)",
        "line": f"replace(line, slug, slug || '-{copy}')",
    }
    taken = ", ".join(changed.get(name, name) for name in names)
    said = f"INSERT INTO studies_indexedstudy ({', '.join(names)}) SELECT {taken} FROM studies_indexedstudy"
    db.execute(f"{said} WHERE number <= {last}")


def _multiply_postings(db: sqlite3.Connection, last: int, highest: int) -> None:
    for key, code, stored in db.execute("SELECT id, code, bitmap FROM studies_posting").fetchall():
        if code.startswith(COLUMN):
            made = _column(code.removeprefix(COLUMN), np.frombuffer(stored, np.int64)[: last + 1], highest)
        else:
            once = BitMap.deserialize(stored)
            tenfold = BitMap.union(*(once.shift(copy * last) for copy in range(TIMES)))
            tenfold.run_optimize()
            made = tenfold.serialize()
        db.execute("UPDATE studies_posting SET bitmap = ? WHERE id = ?", (made, key))


def _column(name: str, once: np.ndarray, highest: int) -> bytes:
    """Numbers count from 1; a copy's name comes right after the one it is a copy of."""
    held = once[1:]
    copies = [held] * TIMES
    if name == "studies":
        copies = [held + copy * highest for copy in range(TIMES)]
    if name == "name":
        copies = [held * TIMES + copy for copy in range(TIMES)]
    return np.concatenate([[ABSENT], *copies]).astype(np.int64).tobytes()
