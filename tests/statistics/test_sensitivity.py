"""Subgroups, and each study left out in turn."""

import pytest
from scipy.stats import norm

from studies.statistics import (
    Bounds,
    Estimator,
    Model,
    Pooled,
    Reason,
    Refusal,
    Scale,
    default_model,
    leave_one_out,
    pool,
    pool_subgroups,
)

STUDIES = [(3, 12), (20, 35), (11, 40), (9, 20)]
OTHERS = [(30, 40), (25, 30), (11, 20)]


@pytest.mark.parametrize("model", [Model(), Model(Scale.DOUBLE_ARCSINE), Model(bounds=Bounds.NORMAL)])
def test_two_groups_differ_as_their_values_do_by_a_z_test(model):
    found = pool_subgroups({"first": STUDIES, "second": OTHERS}, model)
    assert found.groups == {"first": pool(STUDIES, model), "second": pool(OTHERS, model)}
    first, second = (group.on_scale for group in found.groups.values())
    z = (first.value - second.value) / (first.standard_error**2 + second.standard_error**2) ** 0.5
    assert found.difference.q == pytest.approx(z**2)
    assert found.difference.df == 1
    assert found.difference.p == pytest.approx(2 * norm.sf(abs(z)))


def test_the_parts_of_the_fixed_effects_q_add_up():
    model = Model(estimator=Estimator.FIXED, bounds=Bounds.NORMAL)
    groups = {"first": STUDIES, "second": OTHERS, "third": [(1, 10), (2, 30), (3, 33)]}
    found = pool_subgroups(groups, model)
    within = sum(group.heterogeneity.q for group in found.groups.values())
    whole = pool([count for counts in groups.values() for count in counts], model)
    assert found.difference.df == 2
    assert within + found.difference.q == pytest.approx(whole.heterogeneity.q)


def test_groups_that_are_the_same_do_not_differ():
    difference = pool_subgroups({"first": STUDIES, "second": STUDIES}).difference
    assert (difference.q, difference.p) == (pytest.approx(0), pytest.approx(1))


def test_a_group_too_small_is_refused_and_not_tested():
    found = pool_subgroups({"first": STUDIES, "small": OTHERS[:2]})
    assert isinstance(found.groups["first"], Pooled)
    assert found.groups["small"].reason is Reason.TWO_STUDIES
    assert found.difference is None


def test_a_group_without_spread_is_not_tested_by_the_uncorrected_interval():
    same = [(5, 20)] * 3
    assert pool_subgroups({"same": same, "other": OTHERS}, Model(bounds=Bounds.HARTUNG_KNAPP)).difference is None
    assert pool_subgroups({"same": same, "other": OTHERS}, Model()).difference is not None


def test_one_empty_cell_decides_the_model_of_every_group():
    found = pool_subgroups({"first": STUDIES, "second": [*OTHERS, (0, 5)]})
    assert found.model == default_model([(0, 5)])
    assert {group.model for group in found.groups.values()} == {found.model}


def test_each_study_is_left_out_in_turn_under_one_model():
    left = leave_one_out([(0, 9), *STUDIES])
    assert len(left) == 5
    model = default_model([(0, 9)])
    assert left[0] == pool(STUDIES, model)
    assert left[2] == pool([(0, 9), STUDIES[0], *STUDIES[2:]], model)


def test_of_three_studies_none_can_be_left_out():
    left = leave_one_out(OTHERS)
    assert [each.reason for each in left if isinstance(each, Refusal)] == [Reason.TWO_STUDIES] * 3
