"""Deciding in the admin: revise, publish, withdraw, rename, discard; and who may."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

from studies.choices import State
from studies.models import Revision, Study, StudyLink, Synonym
from studies.records import rows_of_study
from tests.admin.forms import Curator, typed
from tests.samples import CASE, TRIAL, load

pytestmark = pytest.mark.django_db


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def publishes(who: Curator, study: Study, reason: str = "Read against the source."):
    seen = who.opens(study.pk, "check").context["digest"]
    return who.decides(study.pk, "publish", reason=reason, seen_digest=seen)


def test_one_person_revises_and_another_publishes(curator: Curator, reviewer: Curator, case: Study):
    curator.decides(case.pk, "revise")
    draft = Study.objects.get(revises=case)
    data = typed(curator.opens(draft.pk)) | {"title": "A better title"}
    assert curator.saves(draft.pk, data).status_code == 302

    assert "Published." in messages_of(publishes(reviewer, draft))

    published = Study.objects.get(slug=CASE)
    assert (published.title, published.version, published.state) == ("A better title", 2, State.PUBLISHED)
    assert not Study.objects.filter(pk=draft.pk).exists()
    assert published.revisions.get(version=2).by == "berta"


def test_nobody_publishes_their_own_draft(curator: Curator, trial: Study):
    curator.decides(trial.pk, "revise")
    draft = Study.objects.get(revises=trial)

    response = publishes(curator, draft)

    assert "never the extractor" in messages_of(response)
    assert Study.objects.get(pk=draft.pk).state == State.DRAFT


def test_what_was_changed_after_the_review_is_not_published(curator: Curator, reviewer: Curator, draft: Study):
    seen = reviewer.opens(draft.pk, "check").context["digest"]
    curator.saves(draft.pk, typed(curator.opens(draft.pk)) | {"title": "Changed meanwhile"})

    response = reviewer.decides(draft.pk, "publish", reason="Read.", seen_digest=seen)

    assert "changed after it was reviewed" in messages_of(response)


def test_a_draft_with_an_unexplained_finding_is_not_published(curator: Curator, reviewer: Curator, draft: Study):
    draft.outcomes.filter(key="orr").update(percent="51")

    response = publishes(reviewer, draft)

    assert "Not done" in messages_of(response)
    assert Study.objects.filter(pk=draft.pk).exists()


def test_a_working_copy_is_discarded_and_the_study_stays(curator: Curator, draft: Study, trial: Study):
    before = rows_of_study(trial)

    curator.decides(draft.pk, "discard", seen_edits=draft.edits)

    assert not Study.objects.filter(pk=draft.pk).exists()
    assert rows_of_study(trial) == before


@pytest.mark.parametrize("seen", ["", "x", "99"])
def test_a_draft_that_somebody_saved_is_not_discarded_unseen(curator: Curator, draft: Study, seen: str):
    response = curator.decides(draft.pk, "discard", seen_edits=seen)

    assert "Not done" in messages_of(response)
    assert Study.objects.filter(pk=draft.pk).exists()


def test_a_study_is_withdrawn_with_its_reason(curator: Curator, trial: Study):
    assert "Say why" in messages_of(curator.decides(trial.pk, "withdraw"))

    curator.decides(trial.pk, "withdraw", reason="Retracted.")

    assert Study.objects.get(pk=trial.pk).state == State.WITHDRAWN


def test_a_study_is_renamed_and_a_taken_name_refused(curator: Curator, trial: Study):
    assert "There is a study named" in messages_of(curator.decides(trial.pk, "rename", slug=CASE))

    curator.decides(trial.pk, "rename", slug="doe-2020-azacitidine")

    assert Study.objects.get(pk=trial.pk).slug == "doe-2020-azacitidine"


@pytest.mark.parametrize("deed", ["revise", "publish", "withdraw", "rename", "discard"])
def test_a_decision_is_never_taken_by_following_a_link(curator: Curator, trial: Study, deed: str):
    assert curator.client.get(f"/admin/studies/study/{trial.pk}/{deed}/").status_code == 405


@pytest.mark.parametrize("deed", ["revise", "publish", "withdraw", "rename", "discard"])
def test_who_may_only_look_decides_nothing(trial: Study, deed: str):
    viewer = Client()
    viewer.force_login(User.objects.create_user("vera", password="a long enough password", is_staff=True))

    assert viewer.post(f"/admin/studies/study/{trial.pk}/{deed}/").status_code == 403
    assert viewer.get(f"/admin/studies/study/{trial.pk}/check/").status_code == 403


@pytest.mark.parametrize("page", ["change", "outcomes", "check", "delete"])
def test_a_study_is_for_those_who_are_logged_in(client: Client, trial: Study, page: str):
    assert client.get(f"/admin/studies/study/{trial.pk}/{page}/").status_code == 302


def test_no_study_is_deleted(curator: Curator, trial: Study, draft: Study):
    for study in (trial, draft):
        assert curator.client.post(f"/admin/studies/study/{study.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Study.objects.filter(pk__in=[trial.pk, draft.pk]).count() == 2


def test_chosen_studies_are_exported_as_a_fixture_that_loads(curator: Curator, trial: Study):
    chosen = {"action": "export_fixture", "_selected_action": [trial.pk]}
    rows = rows_of_study(trial)

    response = curator.client.post("/admin/studies/study/", chosen)

    assert response["Content-Disposition"].startswith("attachment")
    assert json.loads(response.content)
    for model in (Revision, StudyLink, Study):
        model.objects.all().delete()
    load({"chosen.json": response.content})
    again = Study.objects.get(slug=TRIAL)
    assert [row for row in rows_of_study(again) if row["model"] != "studies.studylink"] == [
        row for row in rows if row["model"] != "studies.studylink"
    ]


def test_a_working_copy_is_in_no_export(curator: Curator, draft: Study):
    response = curator.client.post(
        "/admin/studies/study/", {"action": "export_fixture", "_selected_action": [draft.pk]}, follow=True
    )

    assert "working copy" in messages_of(response)


def test_chosen_studies_are_checked(curator: Curator, trial: Study):
    chosen = {"action": "run_the_checks", "_selected_action": [trial.pk]}

    assert TRIAL in messages_of(curator.client.post("/admin/studies/study/", chosen, follow=True))


def test_a_term_is_found_by_its_brand(curator: Curator, draft: Study):
    assert Synonym.objects.filter(text="Vidaza").exists()
    asked = {"app_label": "studies", "model_name": "schedulecomponent", "field_name": "agent", "term": "Vidaza"}

    found = curator.client.get("/admin/autocomplete/", asked).json()["results"]

    assert [one["text"] for one in found] == ["Azacitidine"]


def test_a_term_in_use_is_not_deleted(curator: Curator, trial: Study):
    agent = trial.components.first().agent

    response = curator.client.post(f"/admin/studies/agent/{agent.pk}/delete/", {"post": "yes"})

    assert response.status_code in (200, 403)
    assert type(agent).objects.filter(pk=agent.pk).exists()


def test_a_second_report_with_the_same_doi_is_refused(curator: Curator, trial: Study):
    other = trial.study_reports.first().report
    other.doi = "10.1000/182"
    other.save()
    again = {"slug": "again", "kind": "article", "title": "Again", "doi": "https://doi.org/10.1000/182"}

    response = curator.client.post("/admin/studies/report/add/", again)

    assert response.status_code == 200
    assert "already exists" in response.content.decode()


def test_history_is_read_only(curator: Curator, trial: Study):
    curator.decides(trial.pk, "withdraw", reason="Retracted.")
    revision = trial.revisions.first()

    assert curator.client.get(f"/admin/studies/revision/{revision.pk}/change/").status_code == 200
    for page in (f"{revision.pk}/change/", f"{revision.pk}/delete/", "add/"):
        assert curator.client.post(f"/admin/studies/revision/{page}", {"post": "yes"}).status_code == 403


def test_every_page_of_the_admin_opens(curator: Curator, trial: Study):
    for model in ("study", "report", "disease", "agent", "agentclass", "setting", "regimen", "endpoint", "revision"):
        assert curator.client.get(f"/admin/studies/{model}/?q=a").status_code == 200
    for model in ("report", "disease", "agent", "agentclass", "setting", "regimen", "endpoint", "responsecriteria"):
        assert curator.client.get(f"/admin/studies/{model}/add/").status_code == 200
    assert "As printed" in curator.client.get("/admin/studies/study/manual/").content.decode()
