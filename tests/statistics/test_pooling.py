"""What holds of pooled proportions whatever the studies, and what is refused."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from studies.statistics import (
    BOUNDS_OF,
    Bounds,
    Estimator,
    Model,
    Pooled,
    Reason,
    Refusal,
    Scale,
    clopper_pearson,
    default_model,
    pool,
)
from studies.statistics.binomial_normal import fit
from studies.statistics.scales import double_arcsines, inverse_double_arcsine
from studies.statistics.spread import generalised_q, paule_mandel, q_profile

MODELS = [
    Model(scale, estimator, bounds)
    for estimator, choices in BOUNDS_OF.items()
    for bounds in choices
    for scale in ((Scale.LOGIT,) if estimator is Estimator.BINOMIAL_NORMAL else Scale)
]
BY_COUNTS = Model(estimator=Estimator.BINOMIAL_NORMAL, bounds=Bounds.T)

counts = st.integers(1, 300).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
sets = st.lists(counts, min_size=3, max_size=8)
every_model = pytest.mark.parametrize(
    "model", MODELS, ids=lambda model: f"{model.scale}-{model.estimator}-{model.bounds}"
)
modest = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def pooled_of(studies, model=None, level=0.95):
    answer = pool(studies, model, level)
    assume(isinstance(answer, Pooled))
    return answer


def figures(pooled):
    interval, prediction = pooled.interval, pooled.prediction or pooled.interval
    return (pooled.estimate, interval.lower, interval.upper, prediction.lower, prediction.upper)


@every_model
@modest
@given(sets)
def test_intervals_contain_the_estimate_and_each_other(model, studies):
    pooled = pooled_of(studies, model)
    inner, outer = pooled.interval, pooled.prediction or pooled.interval
    assert 0 <= outer.lower <= inner.lower <= pooled.estimate <= inner.upper <= outer.upper <= 1


@every_model
@modest
@given(sets, st.randoms(use_true_random=False))
def test_the_order_of_studies_does_not_matter(model, studies, random):
    shuffled = random.sample(studies, len(studies))
    tolerance = 1e-4 if model.estimator is Estimator.BINOMIAL_NORMAL else 1e-7
    assert figures(pooled_of(shuffled, model)) == pytest.approx(figures(pooled_of(studies, model)), abs=tolerance)


@every_model
@modest
@given(sets)
def test_patients_without_the_event_mirror_those_with_it(model, studies):
    mirrored = pooled_of([(total - events, total) for events, total in studies], model)
    estimate, lower, upper, *predicted = figures(mirrored)
    tolerance = 1e-4 if model.estimator is Estimator.BINOMIAL_NORMAL else 1e-7
    expected = (1 - estimate, 1 - upper, 1 - lower, 1 - predicted[1], 1 - predicted[0])
    assert figures(pooled_of(studies, model)) == pytest.approx(expected, abs=tolerance)


@every_model
@modest
@given(sets)
def test_a_higher_level_gives_wider_intervals(model, studies):
    narrow, wide = pooled_of(studies, model, 0.8).interval, pooled_of(studies, model, 0.99).interval
    assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper
    assert (narrow.level, wide.level) == (0.8, 0.99)


@pytest.mark.parametrize("estimator", [each for each in Estimator if each is not Estimator.BINOMIAL_NORMAL])
@modest
@given(sets)
def test_the_same_studies_once_more_narrow_the_interval(estimator, studies):
    model = Model(estimator=estimator, bounds=Bounds.NORMAL)
    once, twice = pooled_of(studies, model).on_scale, pooled_of(studies * 2, model).on_scale
    assert twice.standard_error < once.standard_error


@modest
@given(st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))), st.integers(3, 8))
def test_identical_studies_are_pooled_as_the_one_large_study_they_are(count, number):
    events, total = count
    for model in MODELS:
        if model.scale is Scale.LOGIT:
            pooled = pool([count] * number, model)
            assert pooled.estimate == pytest.approx(events / total, abs=1e-7)
            assert pooled.heterogeneity.tau2 == pytest.approx(0, abs=1e-12)
    merged = pool([count] * number, Model(estimator=Estimator.FIXED, bounds=Bounds.NORMAL)).on_scale
    assert merged.standard_error == pytest.approx(sqrt((1 / events + 1 / (total - events)) / number))


@modest
@given(sets)
def test_weights_are_percents_and_more_even_where_studies_differ(studies):
    fixed = pooled_of(studies, Model(estimator=Estimator.FIXED, bounds=Bounds.NORMAL)).weights
    random = pooled_of(studies, Model()).weights
    assert sum(fixed) == pytest.approx(100)
    assert sum(random) == pytest.approx(100)
    assert max(random) - min(random) <= max(fixed) - min(fixed) + 1e-9


@modest
@given(sets)
def test_the_ad_hoc_interval_is_never_narrower_than_either_it_corrects(studies):
    plain, ad_hoc = (pooled_of(studies, Model(bounds=bounds)) for bounds in (Bounds.HARTUNG_KNAPP, Bounds.AD_HOC))
    normal = pooled_of(studies, Model(bounds=Bounds.NORMAL))
    for other in (plain, normal):
        assert ad_hoc.interval.lower <= other.interval.lower + 1e-12
        assert ad_hoc.interval.upper >= other.interval.upper - 1e-12


@modest
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 2)), min_size=3, max_size=10))
def test_paule_and_mandels_spread_makes_q_its_expectation_and_lies_in_the_profile(effects):
    values, variances = np.array(effects).T
    tau2 = paule_mandel(values, variances)
    q = generalised_q(values, variances, tau2)
    assert q == pytest.approx(len(values) - 1) if tau2 else q <= len(values) - 1
    lower, upper = q_profile(values, variances, 0.99)
    assert lower <= tau2
    assert tau2 <= upper or tau2 == upper == 0


@given(counts)
def test_the_double_arcsine_comes_back(count):
    events, total = (np.array([float(number)]) for number in count)
    values, _ = double_arcsines(events, total)
    assert inverse_double_arcsine(float(values[0]), count[1]) == pytest.approx(count[0] / count[1], abs=1e-6)


def test_no_cell_is_filled_but_an_empty_one():
    assert pool([(3, 10), (4, 12), (9, 30)]).corrected == 0
    filled = pool([(0, 10), (4, 12), (9, 9)], Model())
    assert filled.corrected == 2
    odds = [0.5 / 10.5, 4 / 8, 9.5 / 0.5]
    variances = [1 / 0.5 + 1 / 10.5, 1 / 4 + 1 / 8, 1 / 9.5 + 1 / 0.5]
    fixed = pool([(0, 10), (4, 12), (9, 9)], Model(estimator=Estimator.FIXED, bounds=Bounds.NORMAL))
    expected = np.average([log(each) for each in odds], weights=[1 / each for each in variances])
    assert fixed.on_scale.value == pytest.approx(expected)


def test_more_points_no_longer_move_the_binomial_normal_model():
    events, totals = np.array([0.0, 14, 24, 28, 8]), np.array([9.0, 44, 100, 50, 18])
    seven, many = fit(events, totals, 7), fit(events, totals, 25)
    assert seven.value == pytest.approx(many.value, abs=1e-5)
    assert seven.standard_error == pytest.approx(many.standard_error, abs=1e-5)
    assert seven.tau2 == pytest.approx(many.tau2, abs=1e-5)


def test_the_default_is_reml_with_the_ad_hoc_correction_and_the_counts_where_a_cell_is_empty():
    assert default_model([(3, 10), (4, 12), (9, 30)]) == Model(Scale.LOGIT, Estimator.REML, Bounds.AD_HOC)
    for empty in ((0, 10), (10, 10)):
        assert default_model([empty, (4, 12), (9, 30)]) == BY_COUNTS
        assert pool([empty, (4, 12), (9, 30)]).model == BY_COUNTS


@pytest.mark.parametrize(
    ("studies", "reason", "words"),
    [
        ([], Reason.NO_STUDY, "no study"),
        ([(7, 21)], Reason.ONE_STUDY, "One study"),
        ([(3, 12), (20, 35)], Reason.TWO_STUDIES, "Two studies"),
        ([(0, 10), (0, 12), (0, 25)], Reason.NO_EVENT, "No patient"),
        ([(10, 10), (12, 12), (25, 25)], Reason.ONLY_EVENTS, "all patients had"),
    ],
)
@every_model
def test_what_cannot_be_pooled_is_refused_with_its_sentence_and_exact_intervals(studies, reason, words, model):
    answer = pool(studies, model, 0.9)
    assert isinstance(answer, Refusal)
    assert answer.reason is reason
    assert words in answer.sentence
    assert answer.intervals == tuple(clopper_pearson(*count, 0.9) for count in studies)


@pytest.mark.parametrize(
    ("studies", "reason"),
    [
        ([(0, 10), (12, 12), (0, 25)], Reason.NO_MIXED_STUDY),
        ([(30, 30), (30, 30), (4, 10), (0, 5)], Reason.NO_CONVERGENCE),
    ],
)
def test_the_binomial_normal_model_refuses_studies_without_a_finite_estimate(studies, reason):
    answer = pool(studies, BY_COUNTS)
    assert isinstance(answer, Refusal)
    assert answer.reason is reason
    assert isinstance(pool(studies, Model()), Pooled)


@pytest.mark.parametrize("studies", [[(1, 0)] * 3, [(-1, 5)] * 3, [(6, 5)]])
def test_an_impossible_count_is_an_error(studies):
    with pytest.raises(ValueError, match="No proportion"):
        pool(studies)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_an_impossible_level_is_an_error(level):
    with pytest.raises(ValueError, match="level"):
        pool([(3, 10), (4, 12), (9, 30)], level=level)


def test_a_model_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="no interval"):
        Model(estimator=Estimator.FIXED, bounds=Bounds.AD_HOC)
    with pytest.raises(ValueError, match="logit scale only"):
        Model(Scale.DOUBLE_ARCSINE, Estimator.BINOMIAL_NORMAL, Bounds.T)
    with pytest.raises(ValueError, match="point"):
        Model(points=0)
