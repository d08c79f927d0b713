"""Publishing, withdrawing, renaming: what readers see, and the history that is kept of it."""

import pytest

from studies.actions import Refused, Stale, create_study, publish, rename, revise, save_draft, withdraw
from studies.choices import ReviewStatus, State
from studies.exchange.fixture_writer import study_file
from studies.models import (
    Arm,
    ArmSchedule,
    Disease,
    FormerSlug,
    Outcome,
    PatientEvent,
    Regimen,
    Report,
    Schedule,
    Study,
    StudyDisease,
    StudyFact,
    StudyLink,
    StudyReport,
)
from studies.records import digest, rows_of_study
from tests.samples import CASE, TRIAL, counts, load, sample_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    load(sample_files())
    return Study.objects.get(slug=CASE)


@pytest.fixture
def draft(case):
    """A working copy in which a curator changed one word."""
    copy = revise(study=case, by="curator")
    save_draft(study=copy, by="curator", seen_edits=0, apply=lambda: relabel(copy))
    return copy


def relabel(study: Study) -> None:
    arm = study.arms.get(key="only")
    arm.label = "azacitidine, 75 mg/m²"
    arm.save()


def test_a_working_copy_takes_the_place_of_what_it_revises(case, draft):
    arms = case.arms.count()

    published = publish(study=draft, by="reviewer", reason="Dose in the label.")

    assert (published.pk, published.slug, published.state) == (case.pk, CASE, State.PUBLISHED)
    assert published.version == 2
    assert published.published_at > case.published_at
    assert published.arms.get(key="only").label == "azacitidine, 75 mg/m²"
    assert published.arms.count() == arms
    assert not Study.objects.filter(pk=draft.pk).exists()


def test_publishing_leaves_no_row_behind(case):
    before = counts()

    publish(study=revise(study=case, by="curator"), by="reviewer", reason="Read again.")

    added = {"Revision": 1, "IndexChange": 1}  # the second is derived: what the search index has to follow
    assert counts() == before | {name: before[name] + more for name, more in added.items()}


def test_a_whole_study_survives_its_revision_unchanged_but_for_its_version():
    load(sample_files())
    trial = Study.objects.get(slug=TRIAL)
    before = rows_of_study(trial)
    copy = revise(study=trial, by="curator")

    replace_without_checks(trial, copy)

    after = rows_of_study(Study.objects.get(slug=TRIAL))
    assert after[1:] == before[1:]


def replace_without_checks(trial, copy):
    """The sample is made up to fill every field, and its figures do not fit."""
    from studies.actions.publication import _replace

    _replace(trial, copy)
    trial.save()


def test_each_version_is_kept_whole_with_the_digest_of_the_one_before(case, draft):
    published = publish(study=draft, by="reviewer", reason=" Dose in the label. ")

    first, second = published.revisions.order_by("version")
    assert second.previous_digest == first.digest
    assert second.digest == digest(second.snapshot) == digest(rows_of_study(published))
    assert (second.version, second.by, second.reason) == (2, "reviewer", "Dose in the label.")
    assert second.at == published.published_at
    assert second.at.microsecond % 1000 == 0
    first.refresh_from_db()
    assert "75 mg/m²" not in str(first.snapshot)


def test_a_study_without_history_gets_its_first_version_kept_before_it_is_replaced(case, draft):
    case.revisions.all().delete()

    published = publish(study=draft, by="reviewer", reason="Dose in the label.")

    assert [one.version for one in published.revisions.order_by("version")] == [1, 2]


@pytest.mark.parametrize("by", ["curator", " curator "])
def test_nobody_approves_what_he_saved(draft, by):
    with pytest.raises(Refused, match="A reviewer is never the extractor"):
        publish(study=draft, by=by, reason="Mine.")


def test_whoever_saved_a_draft_once_cannot_approve_it(draft):
    save_draft(study=draft, by="second curator", seen_edits=1, apply=lambda: None)

    for by in ("curator", "second curator"):
        with pytest.raises(Refused, match="never the extractor"):
            publish(study=draft, by=by, reason="Mine.")
    publish(study=draft, by="reviewer", reason="Read again.")


def test_whoever_loaded_a_draft_cannot_approve_it():
    load(sample_files(), by="loader")
    Study.objects.filter(slug=CASE).update(state=State.DRAFT, version=0)

    with pytest.raises(Refused, match="never the extractor"):
        publish(study=Study.objects.get(slug=CASE), by="loader", reason="Mine.")


def test_what_was_reviewed_is_what_is_published(draft):
    seen = digest(rows_of_study(draft))
    draft.arms.update(note="Added after the review.")

    with pytest.raises(Stale, match="changed after it was reviewed"):
        publish(study=draft, by="reviewer", reason="Read again.", seen_digest=seen)

    publish(study=draft, by="reviewer", reason="Read again.", seen_digest=digest(rows_of_study(draft)))


def test_what_cannot_be_right_is_not_published(draft):
    draft.arms.update(n_assigned=2)

    with pytest.raises(Refused, match=r"Put right or explain first: .*n assigned 2"):
        publish(study=draft, by="reviewer", reason="Read again.")


def test_a_study_that_links_to_a_draft_is_not_published(draft):
    other = create_study(by="a", slug="other", title="Other", design="case_report", extraction="manual_single")
    StudyLink.objects.create(study=draft, key="other", other=other, kind="same_cohort")

    with pytest.raises(Refused, match="links to other, which is not published"):
        publish(study=draft, by="reviewer", reason="Read again.")


def test_a_published_study_is_not_published_again(case):
    with pytest.raises(Refused, match="only a draft can be published"):
        publish(study=case, by="reviewer", reason="Again.")


@pytest.mark.parametrize(("by", "reason", "says"), [("", "x", "who does this"), ("reviewer", " ", "Say why")])
def test_a_publication_says_who_and_why(draft, by, reason, says):
    with pytest.raises(Refused, match=says):
        publish(study=draft, by=by, reason=reason)


def test_a_new_study_is_published_as_its_first_version(case):
    study = create_study(
        by="curator", slug="new-2026", title="New", design="case_report", n_enrolled=1, extraction="manual_single"
    )
    report = Report.objects.get(slug="roe-2021")
    StudyReport.objects.create(study=study, key="primary", report=report, role="primary", extent="full_text")
    place = {"study": study, "report": report, "place": "Abstract", "as_reported": "1 patient"}
    StudyFact.objects.create(key="n-enrolled", field="n_enrolled", **place)
    StudyDisease.objects.create(key="cll", disease=Disease.objects.get(slug="cll"), **place)
    arm = Arm.objects.create(key="only", label="Only", role="only", **place)
    schedule = Schedule.objects.create(key="main", regimen=Regimen.objects.get(), **place)
    ArmSchedule.objects.create(key="only-main", arm=arm, schedule=schedule, **place)
    PatientEvent.objects.create(key="response", arm=arm, patient="the case", event="Responded", **place)

    published = publish(study=study, by="reviewer", reason="Ready.")

    assert (published.pk, published.version, published.state) == (study.pk, 1, State.PUBLISHED)
    assert published.revisions.get().previous_digest == ""


def test_a_revision_is_not_yet_reviewed_by_anybody(case):
    assert case.review_status == ReviewStatus.REVIEWED

    copy = revise(study=case, by="curator")

    assert (copy.review_status, copy.reviewed_by, copy.reviewed_at) == (ReviewStatus.UNREVIEWED, "", None)


def test_a_withdrawn_study_leaves_the_readers_and_keeps_its_history(case):
    study = withdraw(study=case, by="editor", reason="Retracted by its journal.")

    assert not Study.objects.published().filter(pk=case.pk).exists()
    assert (study.state, study.version) == (State.WITHDRAWN, 2)
    assert study.revisions.get(version=2).reason == "Retracted by its journal."
    assert '"withdrawn"' in study_file(study)


def test_only_a_published_study_can_be_withdrawn(draft):
    with pytest.raises(Refused, match="is not published"):
        withdraw(study=draft, by="editor", reason="Why not.")


def test_a_withdrawn_study_can_be_revised_and_published_again(case):
    study = withdraw(study=case, by="editor", reason="Doubts.")

    again = publish(study=revise(study=study, by="curator"), by="reviewer", reason="Doubts are settled.")

    assert (again.state, again.version) == (State.PUBLISHED, 3)


def test_an_old_name_goes_on_leading_to_the_study(case, draft):
    renamed = rename(study=case, slug="roe-2021-case", by="editor")

    assert (renamed.pk, renamed.slug, renamed.version) == (case.pk, "roe-2021-case", 2)
    assert FormerSlug.objects.get(slug=CASE).study == case
    draft.refresh_from_db()
    assert draft.slug == "roe-2021-case~draft"
    assert renamed.revisions.get(version=2).reason == f"renamed from {CASE}"


def test_a_study_may_take_its_old_name_again(case):
    rename(study=rename(study=case, slug="other-name", by="editor"), slug=CASE, by="editor")

    assert list(case.former_slugs.values_list("slug", flat=True)) == ["other-name"]


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        (TRIAL, f"There is a study named {TRIAL}"),
        ("doe-2019-cll", "Another study was once named"),
        ("Upper Case", "Lower-case letters"),
        (f"{CASE}~draft", "A working copy has no name of its own"),
        ("a" * 115, "too long"),
        (CASE, f"There is a study named {CASE}"),
    ],
)
def test_a_name_that_cannot_be_is_refused(case, slug, says):
    with pytest.raises(Refused, match=says):
        rename(study=case, slug=slug, by="editor")


def test_a_working_copy_is_not_renamed(draft):
    with pytest.raises(Refused, match="rename the published study"):
        rename(study=draft, slug="another", by="editor")


def test_a_new_draft_is_renamed_without_a_trace(case):
    study = create_study(by="a", slug="old", title="Old", design="case_report", extraction="manual_single")

    renamed = rename(study=study, slug="new", by="a")

    assert (renamed.slug, renamed.version, FormerSlug.objects.filter(slug="old").exists()) == ("new", 0, False)


def test_rows_keep_pointing_at_rows_of_their_own_study():
    load(sample_files())
    copy = revise(study=Study.objects.get(slug=TRIAL), by="curator")

    for outcome in Outcome.objects.filter(study=copy).select_related("arm", "subgroup"):
        assert outcome.arm.study_id == outcome.subgroup.study_id == copy.pk
    assert {agent.slug for agent in copy.therapies.get().agents.all()} == {"azacitidine", "fludarabine"}
