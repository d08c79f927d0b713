"""Load, export, load, export: the same bytes, on each engine and across both."""

from pathlib import Path

import pytest
from django.core.management import call_command

from studies.exchange.fixture_folder import write_files
from studies.exchange.fixture_writer import bundle, fixture_files, study_file
from studies.models import Study
from tests.conftest import ROOT
from tests.samples import CASE, FOLDER, TRIAL, changed, counts, load, sample_files, shared_files

CURATED = ROOT / "fixtures"
FOLDERS = [pytest.param(FOLDER, id="sample"), pytest.param(CURATED, id="curated")]


def exported() -> dict[str, bytes]:
    return {name: text.encode() for name, text in fixture_files(drafts=True).items()}


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_exported_is_what_was_loaded_byte_for_byte(folder):
    files = sample_files(folder)

    load(files)

    assert exported() == files


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_loading_twice_changes_nothing(folder):
    files = sample_files(folder)
    load(files)
    before = counts()

    report = load(files)

    assert (report.inserted, report.differs, counts()) == ([], [], before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_other_engine_gives_the_same_bytes_back(folder, tmp_path, manage):
    """From this engine through SQLite and back; run on both engines, that is all four pairs."""
    load(sample_files(folder))
    first = exported()
    write_files(tmp_path / "first", fixture_files(drafts=True))
    elsewhere = {
        "HEMAKB_PROFILE": "local",
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3",
    }
    for arguments in (
        ("migrate", "--verbosity=0"),
        ("load_fixtures", str(tmp_path / "first")),
        ("export", str(tmp_path / "second"), "--drafts"),
    ):
        done = manage(*arguments, **elsewhere)
        assert done.returncode == 0, done.stderr

    second = sample_files(tmp_path / "second")
    empty()
    load(second)

    assert second == first
    assert exported() == first


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_djangos_own_loader_accepts_every_file_into_an_empty_database(folder):
    call_command("loaddata", *[str(folder / name) for name in sample_files(folder)], verbosity=0)

    assert exported() == sample_files(folder)
    assert load(sample_files(folder)).differs == []


@pytest.mark.django_db
def test_a_study_loaded_by_djangos_own_loader_gets_its_history_from_ours():
    call_command("loaddata", *[str(FOLDER / name) for name in sample_files()], verbosity=0)
    assert not Study.objects.filter(revisions__isnull=False).exists()

    load(sample_files())

    assert not Study.objects.filter(revisions__isnull=True).exists()


@pytest.mark.django_db
def test_one_studys_file_is_the_one_among_the_fixtures():
    files = sample_files()
    load(files)

    assert study_file(Study.objects.get(slug=TRIAL)).encode() == files[f"studies/{TRIAL}.json"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("own_loader", [True, False], ids=["our loader", "Django's loader"])
def test_a_bundle_loads_into_an_empty_database_and_gives_the_same_study(own_loader, tmp_path):
    load(sample_files())
    both = Study.objects.order_by("slug")
    text = bundle(both)
    expected = {one.slug: study_file(one) for one in both}
    empty()

    if own_loader:
        load({"bundle.json": text.encode()})
    else:
        path = tmp_path / "bundle.json"
        path.write_text(text, encoding="utf-8")
        call_command("loaddata", str(path), verbosity=0)

    assert {one.slug: study_file(one) for one in both.all()} == expected


@pytest.mark.django_db
def test_a_bundle_holds_what_its_study_needs_and_no_more():
    load(sample_files())

    text = bundle(Study.objects.filter(slug=TRIAL))

    for needed in ("mature-b-cell-neoplasm", "leucemia linfocítica", "antimetabolite", "L01BC07", "doe-2020-copy"):
        assert needed in text
    for other in ("An endpoint that no study uses", CASE, "A made-up letter"):
        assert other not in text
    load({"bundle.json": text.encode()}, dry_run=True)


@pytest.mark.django_db
def test_shared_records_alone_make_a_round_trip():
    files = shared_files()

    load(files)

    assert exported() == files


@pytest.mark.django_db(transaction=True)
def test_two_studies_that_link_to_each_other_load_in_any_order():
    link = {
        "model": "studies.studylink",
        "fields": {"study": [CASE], "key": "doe", "other": [TRIAL], "kind": "suspected_overlap"},
    }
    files = changed(f"studies/{CASE}.json", lambda rows: rows.insert(2, link))

    load(files)
    both = exported()
    empty()
    load(dict(reversed(files.items())))

    assert exported() == both


def test_every_curated_file_lies_where_fixtures_belong():
    assert {Path(name).parent.as_posix() for name in sample_files(CURATED)} <= {".", "terms", "studies", "history"}
