"""The spread between studies: estimators of τ², Cochran's Q, and what is derived from them.

``values`` are the studies' values on one scale, ``variances`` their variances within the studies (both of shape (k,)).
"""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from .model import Estimator
from .results import Heterogeneity
from .scales import Floats

GRID = 60  # places where the slope of the restricted likelihood is looked at
TINY = 1e-15


def weighted_mean(values: Floats, weights: Floats) -> float:
    """The mean of ``values`` by ``weights``."""
    return float(np.sum(weights * values) / np.sum(weights))


def generalised_q(values: Floats, variances: Floats, tau2: float) -> float:
    """Q with weights 1 / (variance + τ²); Cochran's Q where τ² is 0."""
    weights = 1 / (variances + tau2)
    return float(np.sum(weights * (values - weighted_mean(values, weights)) ** 2))


def tau2_where_q_is(target: float, values: Floats, variances: Floats) -> float:
    """The τ² at which the generalised Q falls to ``target``, 0 where it lies below from the start."""

    def excess(tau2: float) -> float:
        return generalised_q(values, variances, tau2) - target

    if excess(0.0) <= 0:
        return 0.0
    squares = float(np.sum((values - values.mean()) ** 2))
    return float(brentq(excess, 0.0, 1.001 * squares / target, xtol=TINY))  # Q ≤ squares / τ²


def _freedom(variances: Floats, tau2: float) -> float:
    """Σw - Σw²/Σw: the trace of the matrix that takes the mean out."""
    weights = 1 / (variances + tau2)
    return float(np.sum(weights) - np.sum(weights**2) / np.sum(weights))


def dersimonian_laird(values: Floats, variances: Floats) -> float:
    """τ² by the method of moments. Source: DerSimonian R, Laird N, Control Clin Trials 1986;7:177."""
    excess = generalised_q(values, variances, 0.0) - (len(values) - 1)
    return max(0.0, excess / _freedom(variances, 0.0))


def paule_mandel(values: Floats, variances: Floats) -> float:
    """τ² at which Q is its own expectation, k - 1. Source: Paule RC, Mandel J, J Res Natl Bur Stand 1982;87:377."""
    return tau2_where_q_is(len(values) - 1, values, variances)


def _restricted_likelihood(tau2: float, values: Floats, variances: Floats) -> float:
    total = float(np.sum(1 / (variances + tau2)))
    spread = float(np.sum(np.log(variances + tau2)))
    return -(spread + np.log(total) + generalised_q(values, variances, tau2)) / 2


def _slope(tau2: float, values: Floats, variances: Floats) -> float:
    weights = 1 / (variances + tau2)
    residuals = values - weighted_mean(values, weights)
    return float(np.sum((weights * residuals) ** 2)) - _freedom(variances, tau2)


def restricted_maximum_likelihood(values: Floats, variances: Floats) -> float:
    """τ² of the highest restricted likelihood: 0, or the best of the places where its slope is 0.

    Source: Viechtbauer W, J Educ Behav Stat 2005;30:261.
    """
    farthest = 10 * (float(np.ptp(values)) ** 2 + float(variances.max()))
    grid = [0.0, *np.geomspace(farthest * 1e-8, farthest, GRID)]
    slopes = [_slope(tau2, values, variances) for tau2 in grid]
    flat = [
        float(brentq(_slope, grid[place], grid[place + 1], args=(values, variances), xtol=TINY))
        for place in range(GRID)
        if slopes[place] > 0 >= slopes[place + 1]
    ]
    return max([0.0, *flat], key=lambda tau2: _restricted_likelihood(tau2, values, variances))


TAU2 = {
    Estimator.DERSIMONIAN_LAIRD: dersimonian_laird,
    Estimator.PAULE_MANDEL: paule_mandel,
    Estimator.REML: restricted_maximum_likelihood,
}


def q_profile(values: Floats, variances: Floats, level: float) -> tuple[float, float]:
    """The interval of τ² by the Q-profile; both bounds are 0 where the studies agree more than chance allows.

    Source: Viechtbauer W, Stat Med 2007;26:37; metafor's ``confint.rma.uni``.
    """
    df, tail = len(values) - 1, (1 - level) / 2
    lower, upper = (tau2_where_q_is(chi2.ppf(share, df), values, variances) for share in (1 - tail, tail))
    return lower, upper


def typical_variance(variances: Floats) -> float:
    """The typical variance within studies. Source: Higgins JPT, Thompson SG, Stat Med 2002;21:1539, equation 9."""
    return (len(variances) - 1) / _freedom(variances, 0.0)


def against_typical_variance(tau2: float, variances: Floats) -> tuple[float, float]:
    """I² in percent and H², as τ² beside the typical variance. Source: metafor's ``rma.uni``."""
    typical = typical_variance(variances)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def heterogeneity(values: Floats, variances: Floats, estimator: Estimator, tau2: float, level: float) -> Heterogeneity:
    """All that is said about the spread of studies pooled by inverse variance."""
    df = len(values) - 1
    q = generalised_q(values, variances, 0.0)
    from_q = 100 * max(0.0, (q - df) / q) if q else 0.0
    p = float(chi2.sf(q, df))
    if estimator is Estimator.FIXED:
        return Heterogeneity(0.0, None, from_q, from_q, q / df, q, df, p)
    i2, h2 = against_typical_variance(tau2, variances)
    return Heterogeneity(tau2, q_profile(values, variances, level), i2, from_q, h2, q, df, p)
