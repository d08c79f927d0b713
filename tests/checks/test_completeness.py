"""What a study needs before readers see it."""

import pytest
from django.core.management import CommandError, call_command

from studies.actions import Refused, create_study, publish
from studies.checks import Aggregate, lacking
from studies.models import Study
from tests.curated import load_seeds

pytestmark = pytest.mark.django_db


def test_the_curated_studies_lack_nothing():
    load_seeds()
    assert {study.slug: lacking(Aggregate.from_study(study)) for study in Study.objects.all()} == {
        slug: [] for slug in Study.objects.values_list("slug", flat=True)
    }


def test_an_empty_study_is_told_all_that_it_lacks_and_is_not_published():
    study = create_study(by="curator", slug="empty", title="Empty", design="single_arm", extraction="manual_single")
    found = lacking(Aggregate.from_study(study))
    assert len(found) == 6
    with pytest.raises(Refused, match="no primary report"):
        publish(study=study, by="somebody else", reason="to see")
    assert Study.objects.get(slug="empty").state == "draft"


def test_an_update_is_no_primary_report_and_a_reason_stands_for_the_number_of_patients():
    load_seeds()
    study = Study.objects.get(slug="malik-2013-azacitidine-cll")
    study.study_reports.update(role="update")
    study.n_enrolled = None
    study.save()
    study.facts.filter(field="n_enrolled").update(state="not_reported")
    assert [one.sentence for one in lacking(Aggregate.from_study(study))] == ["The study has no primary report."]
    with pytest.raises(CommandError, match="1 finding"):
        call_command("check_studies", study.slug)
