"""Pooled proportions: one entry for every model, and what it refuses."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.stats import chi2

from . import binomial_normal
from .intervals import check_count, check_level, clopper_pearson
from .mean import Mean
from .model import Bounds, Estimator, Model, Scale, default_model
from .results import Heterogeneity, Pooled, Reason, Refusal
from .scales import Floats, has_empty_cell, transformed
from .spread import TAU2, against_typical_variance, heterogeneity, weighted_mean

FEWEST = 3

SENTENCES = {
    Reason.NO_STUDY: "There is no study to pool.",
    Reason.ONE_STUDY: "One study is not pooled: its own interval says all it can say.",
    Reason.TWO_STUDIES: "Two studies are not pooled: how far studies differ cannot be estimated from two.",
    Reason.NO_EVENT: "No patient of any study had the event: a pooled value would be made of a correction alone.",
    Reason.ONLY_EVENTS: "In each study all patients had the event: a pooled value would be made of a correction alone.",
    Reason.NO_MIXED_STUDY: "In each study none or all had the event: the binomial-normal model has no finite estimate.",
    Reason.NO_CONVERGENCE: "The binomial-normal model finds no settled estimate: the studies lie too far apart.",
}


def pool(counts: Sequence[tuple[int, int]], model: Model | None = None, level: float = 0.95) -> Pooled | Refusal:
    """The proportion that studies with ``counts`` of (events, total) have in common, or why it is not given.

    Without a ``model``, that of ``default_model``. ``level`` is that of every interval. Fewer than three studies, no
    event at all and nothing but events are refused, whatever the model. Raises ValueError for an impossible count or
    level.
    """
    for events, total in counts:
        check_count(events, total)
    check_level(level)
    model = model or default_model(counts)
    reason = _reason_against(counts, model)
    if reason:
        return _refusal(reason, counts, level)
    yes, totals = np.array(counts, dtype=float).T
    if model.estimator is Estimator.BINOMIAL_NORMAL:
        return _by_counts(yes, totals, model, level) or _refusal(Reason.NO_CONVERGENCE, counts, level)
    return _by_inverse_variance(yes, totals, model, level)


def _reason_against(counts: Sequence[tuple[int, int]], model: Model) -> Reason | None:
    if len(counts) < FEWEST:
        return (Reason.NO_STUDY, Reason.ONE_STUDY, Reason.TWO_STUDIES)[len(counts)]
    if all(events == 0 for events, _ in counts):
        return Reason.NO_EVENT
    if all(events == total for events, total in counts):
        return Reason.ONLY_EVENTS
    if model.estimator is Estimator.BINOMIAL_NORMAL and all(events in (0, total) for events, total in counts):
        return Reason.NO_MIXED_STUDY
    return None


def _refusal(reason: Reason, counts: Sequence[tuple[int, int]], level: float) -> Refusal:
    return Refusal(reason, SENTENCES[reason], tuple(clopper_pearson(*count, level) for count in counts))


def _by_inverse_variance(events: Floats, totals: Floats, model: Model, level: float) -> Pooled:
    values, variances, back = transformed(model.scale, events, totals)
    fixed = model.estimator is Estimator.FIXED
    tau2 = 0.0 if fixed else TAU2[model.estimator](values, variances)
    weights = 1 / (variances + tau2)
    mean = Mean(weighted_mean(values, weights), _standard_error(values, weights, model.bounds), tau2, len(values))
    return Pooled(
        model=model,
        studies=len(values),
        estimate=back(mean.value),
        interval=mean.interval(model.bounds, level, back),
        prediction=None if fixed else mean.prediction(model.bounds, level, back),
        prediction_hts=None if fixed else mean.prediction_hts(level, back),
        heterogeneity=heterogeneity(values, variances, model.estimator, tau2, level),
        weights=tuple(float(share) for share in 100 * weights / weights.sum()),
        corrected=int(has_empty_cell(events, totals).sum()) if model.scale is Scale.LOGIT else 0,
        on_scale=mean.on_scale(model.bounds, level),
    )


def _standard_error(values: Floats, weights: Floats, bounds: Bounds) -> float:
    """Of the mean by ``weights``.

    Sources: Hartung J, Knapp G, Stat Med 2001;20:3875; for the factor of at least 1 Knapp G, Hartung J, Stat Med
    2003;22:2693.
    """
    factor = float(np.sum(weights * (values - weighted_mean(values, weights)) ** 2)) / (len(values) - 1)
    if bounds is Bounds.NORMAL:
        factor = 1.0
    elif bounds is Bounds.AD_HOC:
        factor = max(1.0, factor)
    return sqrt(factor / float(weights.sum()))


def _by_counts(events: Floats, totals: Floats, model: Model, level: float) -> Pooled | None:
    fit = binomial_normal.fit(events, totals, model.points)
    if fit is None:
        return None
    values, variances, back = transformed(Scale.LOGIT, events, totals)
    mean = Mean(fit.value, fit.standard_error, fit.tau2, len(values))
    i2, h2 = against_typical_variance(fit.tau2, variances)
    q, df = binomial_normal.likelihood_ratio(events, totals), len(values) - 1
    return Pooled(
        model=model,
        studies=len(values),
        estimate=back(mean.value),
        interval=mean.interval(model.bounds, level, back),
        prediction=mean.prediction(model.bounds, level, back),
        prediction_hts=mean.prediction_hts(level, back),
        heterogeneity=Heterogeneity(fit.tau2, None, i2, None, h2, q, df, float(chi2.sf(q, df))),
        weights=None,
        corrected=0,
        on_scale=mean.on_scale(model.bounds, level),
    )
