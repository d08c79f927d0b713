"""What a study needs before readers see it."""

import pytest

from studies.actions import Refused, create_study, publish
from studies.checks import Aggregate, lacking
from studies.models import Study
from tests.curated import load_curated

pytestmark = pytest.mark.django_db


def test_the_curated_studies_lack_nothing():
    load_curated()
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
