"""Which results answer an endpoint, which are left out and why, and what blocks a pooled value."""

from types import SimpleNamespace

import pytest

from studies.evidence import Aspect, Candidate, Choices, Reason, gather, synthesise
from studies.models import Arm, Disease, Endpoint, Outcome, Regimen, ResponseCriteria, Setting, Study, Subgroup
from studies.statistics import Pooled, Refusal, pool

ALL = Subgroup(variable="all")
AML = Disease(pk=1, slug="aml", name="Acute myeloid leukemia", abbreviation="AML")
FLT3 = Disease(pk=2, slug="aml-flt3", name="FLT3-mutated acute myeloid leukemia", abbreviation="FLT3+ AML", parent=AML)
CLL = Disease(pk=3, slug="cll", name="Chronic lymphocytic leukemia", abbreviation="CLL")
RELAPSED = Setting(pk=1, slug="relapsed", name="Relapsed", axis="disease_status")
AFTER_ALLO = Setting(pk=2, slug="after-allo", name="Relapse after transplantation", axis="transplantation")
AZA = Regimen(pk=1, slug="azacitidine", name="Azacitidine")
LEN = Regimen(pk=2, slug="lenalidomide", name="Lenalidomide")
RESPONSE = Endpoint(slug="overall-response", name="Overall response", kind="proportion", domain="response")


def study(number: int, events=10, total=40, *, disease=AML, regimen=AZA, **row):
    """A made-up study of one arm with one result."""
    design, setting = row.pop("design", "single_arm"), row.pop("setting", RELAPSED)
    made = Study(pk=number, slug=f"study-{number}", design=design, n_enrolled=total or 40)
    arm = Arm(pk=number, study=made, key="only", label="Only", role="only")
    return Candidate(
        made,
        sections_of(number, arm, disease, regimen, setting, [result(arm, events, total, **row)]),
        f"Author {number}",
    )


def result(arm: Arm, events, total, **row) -> Outcome:
    values = {"events": events, "total": total, "denominator_unit": "patients", "subgroup": ALL, "endpoint": RESPONSE}
    return Outcome(arm=arm, key="orr", **(values | row))


def sections_of(number, arm, disease, regimen, setting, outcomes) -> dict:
    given = SimpleNamespace(arm_id=arm.pk, schedule=SimpleNamespace(regimen=regimen, regimen_id=regimen.pk))
    return {
        "arms": [arm],
        "arm_schedules": [given],
        "outcomes": outcomes,
        "study_diseases": [SimpleNamespace(disease=disease, n=None)],
        "study_settings": [SimpleNamespace(setting=setting, n=None)],
    }


def synthesis(*candidates: Candidate, links=(), choices: Choices | None = None, **asked):
    evidence = gather(candidates, links, counted=True, **asked)
    return synthesise(evidence, choices or Choices(), pooled=True)


def test_alike_results_are_pooled_as_the_statistics_pool_them():
    found = synthesis(study(1), study(2, 20, 50), study(3, 5, 30))
    assert not found.is_blocked
    (stratum,) = found.strata
    assert stratum.pooled == pool([(10, 40), (20, 50), (5, 30)])


def test_two_results_are_refused_with_a_sentence():
    (stratum,) = synthesis(study(1), study(2)).strata
    assert isinstance(stratum.pooled, Refusal)
    assert stratum.pooled.sentence


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (study(1, 1, 1, design="case_report"), Reason.CASE_REPORT),
        (study(1, 2, 4), Reason.TOO_FEW),
        (study(1, None, None, percent=50), Reason.NO_DENOMINATOR),
        (study(1, None, 284, percent=94), Reason.NOT_COUNTED),
        (study(1, 30, 300, denominator_unit="courses"), Reason.NOT_PATIENTS),
        (study(1, None, None, state="not_reported"), Reason.NO_VALUE),
    ],
)
def test_what_cannot_stand_in_the_plot_is_named_with_its_reason(candidate, reason):
    evidence = gather([candidate], [], counted=True)
    assert evidence.results == ()
    assert [one.reason for one in evidence.excluded] == [reason]
    assert evidence.excluded[0].sentence


def test_a_study_without_the_endpoint_is_named():
    empty = study(1)
    empty.sections["outcomes"].clear()
    assert [one.reason for one in gather([empty], [], counted=True).excluded] == [Reason.NO_RESULT]


@pytest.mark.parametrize(
    ("other", "aspect"),
    [
        ({"disease": CLL}, Aspect.DISEASE),
        ({"regimen": LEN}, Aspect.REGIMEN),
        ({"criteria": ResponseCriteria(slug="iwg", name="IWG")}, Aspect.CRITERIA),
    ],
)
def test_what_differs_blocks_until_the_reader_accepts_it_or_stratifies_by_it(other, aspect):
    alike = [study(number) for number in (1, 2, 3)]
    different = [study(number, **other) for number in (4, 5, 6)]
    blocked = synthesis(*alike, *different)
    assert [mix.aspect for mix in blocked.blocked] == [aspect]
    assert [stratum.pooled for stratum in blocked.strata] == [None]
    accepted = synthesis(*alike, *different, choices=Choices(accepted=frozenset({aspect})))
    assert isinstance(accepted.strata[0].pooled, Pooled)
    apart = synthesis(*alike, *different, choices=Choices(by=aspect))
    assert len(apart.strata) == 2
    assert all(isinstance(stratum.pooled, Pooled) for stratum in apart.strata)


def test_a_subtype_is_the_disease_that_readers_name():
    assert not synthesis(study(1), study(2), study(3, disease=FLT3)).blocked


def test_settings_are_strata_unless_all_are_asked_for_together():
    candidates = [study(1), study(2), study(3), study(4, setting=AFTER_ALLO)]
    found = synthesis(*candidates)
    assert (found.by, [len(stratum.results) for stratum in found.strata]) == (Aspect.SETTING, [3, 1])
    together = synthesis(*candidates, choices=Choices(together=True))
    assert (together.by, len(together.results)) == (None, 4)
    assert isinstance(together.strata[0].pooled, Pooled)


def test_records_of_the_same_patients_block_and_the_largest_can_be_kept():
    candidates = [study(1), study(2), study(3), study(4, 20, 90)]
    blocked = synthesis(*candidates, links=[(1, 4)])
    assert blocked.overlapping
    assert blocked.strata[0].pooled is None
    once = synthesis(*candidates, links=[(1, 4)], once=True)
    assert not once.overlapping
    assert [one.study.pk for one in once.results] == [2, 3, 4]
    assert [(one.reason, one.sentence) for one in once.evidence.excluded] == [
        (Reason.SAME_PATIENTS, "has some of the patients of Author 4")
    ]


def test_control_arms_are_left_out_unless_asked_for_and_the_agent_decides_where_one_is_chosen():
    made = Study(pk=1, slug="trial", design="randomised", n_enrolled=80)
    new = Arm(pk=1, study=made, key="new", label="New", role="experimental")
    old = Arm(pk=2, study=made, key="old", label="Old", role="control")
    sections = sections_of(1, new, AML, AZA, RELAPSED, [result(new, 20, 40), result(old, 10, 40)])
    sections["arms"] = [new, old]
    sections["arm_schedules"].append(SimpleNamespace(arm_id=2, schedule=SimpleNamespace(regimen=LEN, regimen_id=2)))
    trial = Candidate(made, sections, "Trial 2000")
    plain = gather([trial], [], counted=True)
    assert ([one.name for one in plain.results], [one.reason for one in plain.excluded]) == (
        ["Trial 2000, New"], [Reason.CONTROL_ARM],
    )  # fmt: skip
    assert len(gather([trial], [], counted=True, controls=True).results) == 2
    wanted = gather([trial], [], counted=True, wanted=lambda given: any(row.schedule.regimen_id == 2 for row in given))
    assert [one.arm.key for one in wanted.results] == ["old"]


def test_times_are_shown_and_never_pooled():
    median = Endpoint(slug="overall-survival", name="Overall survival", kind="time_to_event", domain="survival")
    candidates = [
        study(number, None, None, endpoint=median, estimate=number, statistic="median", unit="mo")
        for number in (1, 2, 3)
    ]
    found = synthesise(gather(candidates, [], counted=False), Choices(), pooled=False)
    assert len(found.results) == 3
    assert found.strata[0].pooled is None
    assert not found.is_blocked


def test_a_subgroup_or_a_part_of_the_answer_is_never_the_whole_arms_result():
    young = Subgroup(variable="age", level="young")
    found = synthesis(study(1), study(2, subgroup=young), study(3, category="CR + CRh"))
    assert [one.study.pk for one in found.evidence.results] == [1]
    assert [one.sentence for one in found.evidence.excluded] == ["gives it for subgroups or by parts only"] * 2
