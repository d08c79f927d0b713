"""Two curators at one study, and studies that are published: no edit is lost, none slips through."""

import pytest

from studies.actions import revise, save_draft
from studies.models import Study
from tests.admin.forms import PAGES, Curator, errors_of, typed

pytestmark = pytest.mark.django_db


def test_a_second_curator_is_told_and_keeps_what_was_typed(curator: Curator, reviewer: Curator, draft: Study):
    first, second = curator.opens(draft.pk, "arms"), reviewer.opens(draft.pk, "arms")
    assert reviewer.saves(draft.pk, typed(second) | {"arms-0-label": "by Berta"}, "arms").status_code == 302

    response = curator.saves(draft.pk, typed(first) | {"arms-0-label": "by Anna"}, "arms")

    assert response.status_code == 409
    assert draft.arms.get().label == "by Berta"
    page = response.content.decode()
    assert 'value="by Anna"' in page  # what was typed
    assert "<td>by Berta</td>" in page  # what is stored
    assert "<strong>berta</strong> saved this study" in page


def test_a_form_that_does_not_say_what_it_saw_is_refused(curator: Curator, draft: Study):
    data = typed(curator.opens(draft.pk, "arms")) | {"arms-0-label": "blind"}
    del data["seen_edits"]

    assert curator.saves(draft.pk, data, "arms").status_code == 200
    assert draft.arms.get().label != "blind"


def test_a_save_that_loses_in_the_last_moment_is_refused_too(
    curator: Curator, draft: Study, monkeypatch: pytest.MonkeyPatch
):
    data = typed(curator.opens(draft.pk, "arms")) | {"arms-0-label": "late"}

    def overtaken(**how):
        Study.objects.filter(pk=draft.pk).update(edits=draft.edits + 1)
        return save_draft(**how)

    monkeypatch.setattr("studies.admin.study.save_draft", overtaken)
    response = curator.saves(draft.pk, data, "arms")

    assert response.status_code == 409
    assert "late" in response.content.decode()
    assert draft.arms.get().label != "late"


@pytest.mark.parametrize("section", PAGES)
def test_a_published_study_is_read_only(curator: Curator, trial: Study, section: str):
    page = curator.opens(trial.pk, section)

    assert not page.context["has_change_permission"]
    assert "read-only" in page.content.decode()
    assert 'name="_continue"' not in page.content.decode()


def test_what_is_sent_to_a_published_study_is_refused_in_words(curator: Curator, trial: Study):
    copy = revise(study=trial, by="anna")
    data = typed(curator.opens(copy.pk)) | {"title": "Overwritten"}
    data = {name: value for name, value in data.items() if "-" not in name or name.endswith("_FORMS")}
    data |= {name: 0 for name in data if name.endswith(("TOTAL_FORMS", "INITIAL_FORMS"))} | {"seen_edits": trial.edits}

    response = curator.saves(trial.pk, data)

    assert response.status_code == 409
    assert "revise it" in " ".join(errors_of(response))
    assert Study.objects.get(pk=trial.pk).title != "Overwritten"
