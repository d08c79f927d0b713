"""The commands of the shell: what they print, and when they fail."""

import pytest
from django.core.management import CommandError, call_command

from studies.models import Agent, Study, StudyFact
from tests.samples import CASE, FOLDER, TRIAL, changed, find, load, sample_files

pytestmark = pytest.mark.django_db


def test_a_folder_is_loaded_and_then_found_equal(capsys):
    call_command("load_fixtures", FOLDER)
    call_command("load_fixtures", FOLDER)

    assert capsys.readouterr().out.splitlines() == [
        "26 records inserted, 0 equal, 0 differences left as in the database.",
        "0 records inserted, 26 equal, 0 differences left as in the database.",
    ]


def test_differences_are_counted_for_each_file_and_are_no_failure(capsys):
    load(sample_files())
    Agent.objects.filter(slug="azacitidine").update(abbreviation="AZA")
    Study.objects.filter(slug=CASE).update(title="Changed here", summary="Changed too")
    StudyFact.objects.filter(study__slug=CASE).first().delete()

    call_command("load_fixtures", FOLDER)

    *counts, advice = capsys.readouterr().out.splitlines()
    assert counts == [
        "0 records inserted, 24 equal, 4 differences left as in the database.",
        "terms/agents: 1 field differs",
        f"{CASE}: 2 fields differ, 1 row on one side only",
    ]
    assert advice == (
        "Nothing that differs was touched. To review: manage.py load_fixtures -v 2; to take the files' version "
        "of studies as working copies: --as-draft; or start from an empty database."
    )


def test_each_difference_is_listed_when_asked_for(capsys):
    load(sample_files())
    Agent.objects.filter(slug="azacitidine").update(abbreviation="AZA")

    call_command("load_fixtures", FOLDER / "terms" / "agents.json", verbosity=2)

    _, count, difference, advice = capsys.readouterr().out.splitlines()
    assert count == "terms/agents: 1 field differs"
    assert difference.endswith('agent azacitidine, field abbreviation: nothing in the file, "AZA" in the database')
    assert advice.startswith("Nothing that differs was touched. To take the files' version")


def test_a_wrong_file_fails_with_every_problem_and_loads_nothing(tmp_path, capsys):
    path = tmp_path / "studies" / f"{TRIAL}.json"
    path.parent.mkdir()
    path.write_bytes(
        changed(f"studies/{TRIAL}.json", lambda rows: find(rows, "outcome", "orr").update(events=12.7))[
            f"studies/{TRIAL}.json"
        ]
    )

    with pytest.raises(CommandError, match="Nothing was loaded: 1 problem"):
        call_command("load_fixtures", path)

    assert "(outcome orr), field events: 12.7 is not a whole number." in capsys.readouterr().err
    assert not Study.objects.exists()


def test_a_path_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"There is no .*nowhere"):
        call_command("load_fixtures", tmp_path / "nowhere")


def test_a_file_where_no_fixture_belongs_is_refused(tmp_path, capsys):
    (tmp_path / "termz").mkdir()
    (tmp_path / "termz" / "agents.json").write_text("[]")

    with pytest.raises(CommandError):
        call_command("load_fixtures", tmp_path)

    assert "no fixture belongs here" in capsys.readouterr().err


def test_a_dry_run_keeps_nothing(capsys):
    call_command("load_fixtures", FOLDER, "--dry-run")

    assert "26 records would be inserted" in capsys.readouterr().out
    assert not Study.objects.exists()


def test_a_study_that_differs_becomes_a_working_copy(tmp_path, capsys):
    load(sample_files())
    Study.objects.filter(slug=CASE).update(title="Changed here")

    call_command("load_fixtures", FOLDER, "--as-draft", "--by", "curator")

    assert f"working copy: {CASE}~draft" in capsys.readouterr().out
    assert Study.objects.get(slug=f"{CASE}~draft").created_by == "curator"


def test_an_export_is_what_was_loaded(tmp_path, capsys):
    load(sample_files())

    call_command("export", tmp_path)

    assert sample_files(tmp_path) == sample_files()
    assert capsys.readouterr().out == f"10 files written to {tmp_path}.\n"


def test_an_export_of_one_study_writes_its_file_alone(tmp_path):
    load(sample_files())

    call_command("export", tmp_path, "--study", CASE)

    assert list(sample_files(tmp_path)) == [f"studies/{CASE}.json"]


def test_an_export_names_files_that_it_did_not_write(tmp_path, capsys):
    load(sample_files())
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "gone-1999.json").write_text("[]")

    call_command("export", tmp_path)

    assert "not in the database: studies/gone-1999.json" in capsys.readouterr().out


@pytest.mark.parametrize("slug", ["nobody-1999", f"{CASE}~draft"])
def test_a_study_that_cannot_be_exported_is_one_sentence(slug, tmp_path):
    load(sample_files())

    with pytest.raises(CommandError, match=f"There is no study {slug} to export"):
        call_command("export", tmp_path, "--study", slug)


def test_studies_that_fit_are_said_to(capsys):
    load(sample_files())

    call_command("check_studies", CASE)

    assert capsys.readouterr().out == "1 studies checked: nothing stands unexplained.\n"


def test_findings_are_printed_and_fail(capsys):
    load(sample_files())

    with pytest.raises(CommandError, match="to be put right or explained"):
        call_command("check_studies")

    assert f"{TRIAL}: impossible: figure-printed: " in capsys.readouterr().out


def test_a_study_that_is_not_there_cannot_be_checked():
    with pytest.raises(CommandError, match="There is no study nobody-1999"):
        call_command("check_studies", "nobody-1999")
