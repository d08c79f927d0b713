"""A study's subgroup forests: each arm by itself, each time by itself, with the whole arm's own result beside them."""

from django.test import TestCase

from studies.models import Arm, Outcome, Study
from studies.records import aggregate_objects
from studies.rendering.study_page import study_page
from tests.curated import FERRAJOLI, load_seeds

ALL = "all"


class SubgroupForestTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()
        cls.study = Study.objects.get(slug=FERRAJOLI)

    def forests(self) -> dict:
        page = study_page(self.study, aggregate_objects(self.study), "overall-response")
        return {group.title: group for group in page.subgroups}

    def copied(self, row, **changes):
        row.pk, row.key = None, f"made-up-{row.key}-{len(changes)}"[:100]
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
        return row

    def responses(self):
        return Outcome.objects.filter(study=self.study, endpoint__slug="overall-response")

    def test_the_only_arm_is_the_reference_and_needs_no_name(self):
        group = self.forests()["Overall response"]
        assert group.reference.caption == "All patients"
        assert group.reference.figure.main == "14/44"
        assert all(line.figure.main != "14/44" for line in group.lines)

    def test_each_arm_has_a_forest_with_its_own_reference(self):
        second = self.copied(Arm.objects.get(study=self.study), label="Second arm", role="control")
        self.copied(self.responses().get(subgroup__variable=ALL), arm=second, events=30, percent=None, also_at=[])
        part = self.responses().exclude(subgroup__variable=ALL).filter(events__isnull=False).first()
        self.copied(part, arm=second, events=1, percent=None, also_at=[])
        forests = self.forests()
        assert "Overall response" not in forests
        first, other = forests["Overall response, Lenalidomide"], forests["Overall response, Second arm"]
        assert (first.reference.figure.main, other.reference.figure.main) == ("14/44", "30/44")
        assert len(first.lines) == 19
        assert len(other.lines) == 1
        assert other.reference.caption == "All of this arm"

    def test_a_result_at_another_time_or_by_other_criteria_is_no_reference(self):
        whole = self.responses().get(subgroup__variable=ALL)
        for changes in ({"time_point": 6, "time_unit": "mo"}, {"category": "early"}, {"assessor": "independent"}):
            Outcome.objects.filter(pk=whole.pk).update(**changes)
            expected = "assessor" in changes  # the parts do not say who assessed them: no difference
            assert bool(self.forests()["Overall response"].reference) == expected, changes
            Outcome.objects.filter(pk=whole.pk).update(time_point=None, time_unit="", category="")

    def test_a_whole_arm_whose_value_is_not_reported_is_no_reference(self):
        whole = self.responses().get(subgroup__variable=ALL)
        empty = {"events": None, "total": None, "percent": None, "denominator_unit": "", "state": "not_reported"}
        Outcome.objects.filter(pk=whole.pk).update(**empty)
        assert self.forests()["Overall response"].reference is None
