"""The same studies in two programs that answer such questions: Datasette at its best settings, and Groonga."""

import json
import shutil
import sqlite3
import subprocess
import venv
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from .serving import BENCH, free_port, running

FACETS = ("disease", "setting", "agent", "design")
COLUMNS = ("slug", "title", "n", "year", "text", *FACETS)
LONG = "20000"  # milliseconds a statement: below its own limits Datasette leaves facets out and says nothing


def rows() -> Iterator[dict]:
    """Every indexed study with its facet values, ancestors among them, and its texts."""
    from studies.models import IndexedStudy

    for row in IndexedStudy.objects.order_by("number").iterator(2_000):
        held: dict[str, list[str]] = {name: [] for name in FACETS}
        for code in row.codes.split():
            kind, _, value = code.partition(":")
            if kind in held:
                held[kind].append(value)
        texts = json.loads(row.texts)
        yield {"number": row.number, "slug": row.slug, "title": texts["title"], "n": row.n, "year": row.year,
               "text": " ".join(texts.values()), **held}  # fmt: skip


# --- Datasette ---------------------------------------------------------------------------------


@contextmanager
def datasette(name: str) -> Iterator[str]:
    """Datasette over the studies as one table with indexes and full-text search; gives its address."""
    program = _datasette_program()
    base = BENCH / f"datasette-{name}.db"
    if not base.exists():
        _fill_sqlite(base)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"facet_time_limit_ms": LONG, "sql_time_limit_ms": LONG, "facet_suggest_time_limit_ms": "1",
                "suggest_facets": "off", "default_page_size": "25", "num_sql_threads": "3"}  # fmt: skip
    options = [part for name, value in settings.items() for part in ("--setting", name, value)]
    with running([program, "serve", "-i", base, "--port", str(port), *options], f"{address}/-/versions.json"):
        yield f"{address}/{base.stem}/studies.json"


def _datasette_program() -> Path:
    folder = BENCH / "datasette"
    if not (folder / "bin" / "datasette").exists():
        venv.create(folder, with_pip=False)
        subprocess.run(
            ["python3", "-m", "pip", "--python", folder / "bin" / "python", "install", "-q", "datasette>=0.65,<0.66"],
            check=True,
        )  # fmt: skip
    return folder / "bin" / "datasette"


def _fill_sqlite(base: Path) -> None:
    made = base.with_suffix(".part")
    made.unlink(missing_ok=True)
    with closing(sqlite3.connect(made)) as db, db:
        db.execute(f"CREATE TABLE studies (number INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
        db.executemany(
            "INSERT INTO studies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((row["number"], row["slug"], row["title"], row["n"], row["year"], row["text"],
              *(json.dumps(row[name]) for name in FACETS[:3]), row["design"][0]) for row in rows()),
        )  # fmt: skip
        for column in ("n", "year", "design"):
            db.execute(f"CREATE INDEX by_{column} ON studies ({column})")
        db.execute(
            "CREATE VIRTUAL TABLE studies_fts USING fts5"
            " (title, text, content='studies', content_rowid='number', tokenize='porter')"
        )
        db.execute("INSERT INTO studies_fts (rowid, title, text) SELECT number, title, text FROM studies")
        db.execute("ANALYZE")
    made.rename(base)


def of_datasette(**asked: str) -> str:
    """The query of a list with its facets."""
    pairs = [("_facet_array", name) for name in FACETS[:3]]
    pairs += [("_facet", "design"), ("_facet_size", "50"), ("_size", "25"), ("_col", "slug"), ("_col", "title")]
    for name, value in asked.items():
        pairs.append(
            {"q": ("_search", value), "sort": ("_sort_desc", value)}.get(name, (f"{name}__arraycontains", value))
        )
    return f"?{urlencode(pairs)}"


# --- Groonga -----------------------------------------------------------------------------------


@contextmanager
def groonga(name: str) -> Iterator[str]:
    """Groonga over the studies, facets as vectors of references, words in an index; gives its address."""
    folder = BENCH / f"groonga-{name}"
    base = folder / "studies"
    if not base.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        subprocess.run(
            ["groonga", "-n", base], input=_groonga_dump(rows()), stdout=subprocess.DEVNULL, check=True, text=True
        )
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(["groonga", "-s", "--protocol", "http", "--port", str(port), base], f"{address}/d/status"):
        yield f"{address}/d/select"


def _groonga_dump(studies: Iterable[dict]) -> str:
    said = ["table_create Studies TABLE_PAT_KEY ShortText", "column_create Studies title COLUMN_SCALAR ShortText",
            "column_create Studies text COLUMN_SCALAR Text", "column_create Studies n COLUMN_SCALAR Int32",
            "table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto",
            "column_create Words in_text COLUMN_INDEX|WITH_POSITION Studies text"]  # fmt: skip
    for name in FACETS:
        said.append(f"table_create Of_{name} TABLE_PAT_KEY ShortText")
        said.append(f"column_create Studies {name} COLUMN_VECTOR Of_{name}")
        said.append(f"column_create Of_{name} studies COLUMN_INDEX Studies {name}")
    loaded = [
        json.dumps({"_key": row["slug"], "title": row["title"], "text": row["text"], "n": row["n"] or 0,
                    **{name: row[name] for name in FACETS}}, ensure_ascii=False)
        for row in studies
    ]  # fmt: skip
    return "\n".join([*said, "load --table Studies", "[", ",\n".join(loaded), "]", ""])


def of_groonga(**asked: str) -> str:
    """The query of a list with its facets, not from its cache."""
    conditions = [
        f'text @ "{value}"' if name == "q" else f'{name} @ "{value}"' for name, value in asked.items() if name != "sort"
    ]
    pairs = {"table": "Studies", "limit": "25", "output_columns": "_key,title,n", "drilldown": ",".join(FACETS),
             "drilldown_limit": "50", "drilldown_sort_keys": "-_nsubrecs", "cache": "no"}  # fmt: skip
    if conditions:
        pairs["filter"] = " && ".join(conditions)
    if "sort" in asked:
        pairs["sort_keys"] = "-n"
    return f"?{urlencode(pairs, quote_via=quote)}"
