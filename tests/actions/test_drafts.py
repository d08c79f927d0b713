"""Drafts and working copies: who may change what, and when not."""

import pytest
from django.core.exceptions import ValidationError

from studies.actions import Refused, Stale, create_study, discard_draft, revise, save_draft
from studies.exchange.fixture_writer import bundle, exportable, fixture_files, study_file
from studies.models import Study
from studies.records import rows_of_study
from tests.samples import CASE, TRIAL, counts, load, sample_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial():
    load(sample_files())
    return Study.objects.get(slug=TRIAL)


def test_a_working_copy_holds_what_the_study_holds(trial):
    copy = revise(study=trial, by="curator")

    assert (copy.slug, copy.revises, copy.created_by, copy.saved_by) == (
        f"{TRIAL}~draft",
        trial,
        "curator",
        ["curator"],
    )
    original, copied = rows_of_study(trial), rows_of_study(copy)
    former_slug = 1
    assert len(copied) == len(original) - former_slug
    assert str(copied).replace(f"{TRIAL}~draft", TRIAL).count("'orr'") == str(original).count("'orr'")


def test_a_study_has_one_working_copy(trial):
    revise(study=trial, by="curator")

    with pytest.raises(Refused, match="has a working copy already"):
        revise(study=trial, by="another curator")


def test_a_draft_is_not_revised(trial):
    copy = revise(study=trial, by="curator")

    with pytest.raises(Refused, match="is a draft already"):
        revise(study=copy, by="curator")


def test_a_save_counts_and_names_who_saved(trial):
    copy = revise(study=trial, by="curator")

    result = save_draft(study=copy, by="another curator", seen_edits=0, apply=lambda: copy.save() or "done")

    copy.refresh_from_db()
    assert (result, copy.edits, copy.saved_by) == ("done", 1, ["another curator", "curator"])


def test_a_stale_save_is_refused_and_changes_nothing(trial):
    copy = revise(study=trial, by="curator")
    other_window = Study.objects.get(pk=copy.pk)
    save_draft(study=copy, by="curator", seen_edits=0, apply=lambda: Study.objects.update(funding="First."))

    with pytest.raises(Stale, match="saved by somebody else"):
        save_draft(study=other_window, by="late", seen_edits=0, apply=lambda: Study.objects.update(funding="Late."))

    copy.refresh_from_db()
    assert (copy.funding, copy.saved_by) == ("First.", ["curator"])


def test_a_save_that_fails_leaves_the_draft_as_it_was(trial):
    copy = revise(study=trial, by="curator")

    def fail():
        Study.objects.filter(pk=copy.pk).update(funding="Half.")
        raise ValidationError("wrong")

    with pytest.raises(ValidationError):
        save_draft(study=copy, by="another", seen_edits=0, apply=fail)

    copy = Study.objects.get(pk=copy.pk)
    assert (copy.edits, copy.funding, copy.saved_by) == (0, "None.", ["curator"])


def test_a_published_study_is_not_edited_in_place(trial):
    with pytest.raises(Refused, match="is published: revise it"):
        save_draft(study=trial, by="curator", seen_edits=trial.edits, apply=lambda: None)


def test_a_discarded_working_copy_leaves_the_published_study(trial):
    before = counts()
    copy = revise(study=trial, by="curator")

    discard_draft(study=copy, by="curator", seen_edits=0)

    assert counts() == before


def test_a_draft_that_somebody_saved_meanwhile_is_not_discarded(trial):
    copy = revise(study=trial, by="curator")
    save_draft(study=copy, by="another", seen_edits=0, apply=lambda: None)

    with pytest.raises(Stale):
        discard_draft(study=copy, by="curator", seen_edits=0)
    assert Study.objects.filter(pk=copy.pk).exists()


def test_a_draft_that_is_gone_is_told_so(trial):
    copy = revise(study=trial, by="curator")
    discard_draft(study=copy, by="curator", seen_edits=0)

    with pytest.raises(Stale, match="no longer there"):
        save_draft(study=Study(pk=10**6, slug=copy.slug), by="curator", seen_edits=1, apply=lambda: None)


def test_a_published_study_is_not_discarded(trial):
    with pytest.raises(Refused, match="is published"):
        discard_draft(study=trial, by="curator", seen_edits=trial.edits)


def test_a_new_study_is_a_draft_of_whoever_made_it():
    study = create_study(by="curator", slug="x-2026", title="X", design="case_report", extraction="manual_single")

    assert (study.state, study.version, study.created_by, study.saved_by) == ("draft", 0, "curator", ["curator"])


def test_a_new_study_with_a_wrong_field_is_refused():
    with pytest.raises(ValidationError, match="Lower-case"):
        create_study(by="curator", slug="X 2026", title="X", design="case_report", extraction="manual_single")
    assert not Study.objects.exists()


def test_no_export_holds_a_working_copy(trial):
    copy = revise(study=trial, by="curator")

    assert not any("~draft" in name + text for name, text in fixture_files(drafts=True).items())
    assert copy not in exportable(drafts=True)
    for write in (study_file, lambda study: bundle([study])):
        with pytest.raises(ValueError, match="which no file holds"):
            write(copy)


def test_drafts_are_exported_only_if_asked_for(trial):
    create_study(by="curator", slug="x-2026", title="X", design="case_report", extraction="manual_single")

    assert "studies/x-2026.json" not in fixture_files()
    assert "studies/x-2026.json" in fixture_files(drafts=True)
    assert f"studies/{CASE}.json" in fixture_files()
