"""What a page of a study asks of the database, however many rows it has."""

import json
from pathlib import Path

import pytest

from studies.models import Study
from tests.admin.forms import PAGES, Curator

pytestmark = pytest.mark.django_db

COUNTS = json.loads((Path(__file__).parent / "query_counts.json").read_text())


@pytest.mark.parametrize("section", [*PAGES, "check"])
def test_a_page_of_a_study_takes_no_more_queries_than_agreed(
    curator: Curator, draft: Study, section: str, django_assert_max_num_queries
):
    curator.opens(draft.pk, section)
    with django_assert_max_num_queries(COUNTS[section]):
        curator.opens(draft.pk, section)


def test_more_rows_take_no_more_queries(curator: Curator, draft: Study, django_assert_max_num_queries):
    orr = draft.outcomes.get(key="orr")
    for number in range(60):
        orr.pk, orr.key = None, f"orr-{number}"
        orr.save(force_insert=True)
    curator.opens(draft.pk, "outcomes")
    with django_assert_max_num_queries(COUNTS["outcomes"]):
        page = curator.opens(draft.pk, "outcomes")
    assert page.context["rows_window"].pages == [(1, "p=1"), (2, "p=2")]
    found = curator.client.get(f"/admin/studies/study/{draft.pk}/outcomes/?q=orr-59")
    assert [row.instance.key for row in found.context["inline_admin_formsets"][0].formset.initial_forms] == ["orr-59"]
