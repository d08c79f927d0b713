"""Two made-up studies and the terms they use, as fixture files, and ways to change them."""

import json
from collections.abc import Callable
from pathlib import Path

from django.apps import apps

from studies.actions import LoadReport, load_rows
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.records import SHARED_FILES

FOLDER = Path(__file__).parent / "exchange" / "data"
TRIAL = "doe-2020-cll"
CASE = "roe-2021-aml"
Rows = list[dict]


def sample_files(folder: Path = FOLDER) -> dict[str, bytes]:
    """Path below the folder → content."""
    return {Path(name).relative_to(folder).as_posix(): content for name, content in read_files(files_in(folder))}


def shared_files() -> dict[str, bytes]:
    return {name: content for name, content in sample_files().items() if name.removesuffix(".json") in SHARED_FILES}


def load(files: dict[str, bytes], **how) -> LoadReport:
    """Loads files as the command does."""
    return load_rows(rows=read_fixtures(files.items()), **({"by": "loader"} | how))


def changed(name: str, change: Callable[[Rows], object]) -> dict[str, bytes]:
    """The sample with one file changed in place."""
    files = sample_files()
    rows = json.loads(files[name])
    change(rows)
    return files | {name: as_file(rows)}


def as_file(rows: Rows) -> bytes:
    """Rows as a file; a text that begins with ``raw:`` stands there as the bare JSON after it."""
    text = json.dumps(rows, ensure_ascii=True)
    while '"raw:' in text:
        before, _, rest = text.partition('"raw:')
        bare, _, after = rest.partition('"')
        text = f"{before}{bare}{after}"
    return text.encode()


def find(rows: Rows, model: str, key: str) -> dict:
    """The fields of one row."""
    return next(
        row["fields"]
        for row in rows
        if row["model"] == f"studies.{model}" and key in (row["fields"].get("key"), row["fields"].get("slug"))
    )


def counts() -> dict[str, int]:
    """How many records each table holds."""
    return {model.__name__: model.objects.count() for model in apps.get_app_config("studies").get_models()}


def many(number: int) -> dict[str, bytes]:
    """The trial, many times over."""
    files = sample_files()
    one = files.pop(f"studies/{TRIAL}.json")
    for count in range(number):
        slug = f"{TRIAL}-{count}".encode()
        copy = one.replace(f'"{TRIAL}"'.encode(), b'"' + slug + b'"')
        files[f"studies/{slug.decode()}.json"] = copy.replace(b"doe-2019-cll", b"doe-2019-cll-" + str(count).encode())
    return files
