"""The binomial-normal model: counts are binomial, and the logits of the studies' true proportions are normal.

No empty cell is filled. The likelihood is integrated by adaptive Gauss–Hermite quadrature around each study's own
mode, as lme4's ``glmer(nAGQ = 7)`` does for metafor's ``rma.glmm(measure = "PLO")``.
Sources: Stijnen T et al., Stat Med 2010;29:3046; Pinheiro JC, Bates DM, J Comput Graph Stat 1995;4:12.
"""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit, logsumexp, xlogy

from .scales import Floats, logits
from .spread import paule_mandel

STEP = 1e-3  # of the second differences
LONGEST = 0.5  # in logits: within it the curvature changes too little for Newton's step to run away
WIDEST = 10.0  # a τ, in logits, past which the true proportions would be all but 0 or 1
MOST = 800  # likelihoods looked at; a search that settles takes some 200
LIMIT = 200  # steps to a mode
SETTLED = 1e-9  # of a mode, in standard deviations
SAME = 1e-8  # log likelihoods closer than this are one


@dataclass(frozen=True)
class Fit:
    """Mean logit, its standard error, and the variance of the logits between studies."""

    value: float
    standard_error: float
    tau2: float


@dataclass(frozen=True)
class Likelihood:
    """The likelihood of (mean, τ) for ``events`` of ``totals``, shape (k,), with ``points`` per study."""

    events: Floats
    totals: Floats
    points: int

    def modes(self, mean: float, tau: float) -> Floats:
        """For each study, the standardised deviation of its logit that is most likely (Newton's method)."""
        values, variances = logits(self.events, self.totals)
        deviations = tau * (values - mean) / (tau**2 + variances)  # where a normal likelihood would have them
        for _ in range(LIMIT):
            shares = expit(mean + tau * deviations)
            slope = tau * (self.events - self.totals * shares) - deviations
            step = slope / (1 + tau**2 * self.totals * shares * (1 - shares))
            step /= np.maximum(1.0, tau * np.abs(step) / LONGEST)
            deviations += step
            if np.max(np.abs(step)) < SETTLED:
                break
        return deviations

    def log(self, mean: float, tau: float) -> float:
        """The log likelihood, without the binomial coefficients; symmetric in τ, and searched up to ``WIDEST`` only."""
        tau = abs(tau)
        if tau > WIDEST:
            return -np.inf
        nodes, weights = np.polynomial.hermite_e.hermegauss(self.points)
        modes = self.modes(mean, tau)
        shares = expit(mean + tau * modes)
        widths = 1 / np.sqrt(1 + tau**2 * self.totals * shares * (1 - shares))
        deviations = modes[:, None] + widths[:, None] * nodes
        predictors = mean + tau * deviations
        terms = self.events[:, None] * predictors - self.totals[:, None] * np.logaddexp(0, predictors)
        terms += (nodes**2 - deviations**2) / 2 + np.log(weights / sqrt(2 * np.pi))
        return float(np.sum(np.log(widths) + logsumexp(terms, axis=1)))


def fit(events: Floats, totals: Floats, points: int = 7) -> Fit | None:
    """The model of highest likelihood, None where the search does not settle on a τ below 10.

    ``events`` and ``totals`` have shape (k,); at least one study must have both events and non-events, otherwise the
    likelihood grows without end. The standard error is that of the mean with τ estimated too, from second differences
    of the log likelihood.
    """
    likelihood = Likelihood(events, totals, points)
    values, variances = logits(events, totals)
    start = (float(values.mean()), sqrt(max(0.05, paule_mandel(values, variances))))
    found = minimize(
        lambda place: -likelihood.log(*place),
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-11, "maxfev": MOST},
    )
    mean, tau = float(found.x[0]), abs(float(found.x[1]))
    if not found.success or tau > 0.99 * WIDEST:
        return None
    share = float(events.sum() / totals.sum())
    common = float(logit(share))
    if likelihood.log(common, 0.0) >= -found.fun - SAME:
        return Fit(common, 1 / sqrt(float(totals.sum()) * share * (1 - share)), 0.0)
    return Fit(mean, _standard_error(likelihood, mean, tau), tau**2)


def _standard_error(likelihood: Likelihood, mean: float, tau: float) -> float:
    """Of the mean, from the inverse of the observed information of (mean, τ)."""

    def at(left: int, right: int) -> float:
        return likelihood.log(mean + left * STEP, tau + right * STEP)

    middle = 2 * at(0, 0)
    by_mean = (middle - at(1, 0) - at(-1, 0)) / STEP**2
    by_tau = (middle - at(0, 1) - at(0, -1)) / STEP**2
    both = (at(1, -1) + at(-1, 1) - at(1, 1) - at(-1, -1)) / (4 * STEP**2)
    return 1 / sqrt(by_mean - both**2 / by_tau)


def likelihood_ratio(events: Floats, totals: Floats) -> float:
    """Twice the log likelihood that one proportion per study gains over one common proportion (χ² with k - 1)."""
    apart = float(np.sum(xlogy(events, events / totals) + xlogy(totals - events, 1 - events / totals)))
    yes, all_patients = float(events.sum()), float(totals.sum())
    common = yes * log(yes / all_patients) + (all_patients - yes) * log(1 - yes / all_patients)
    return max(0.0, 2 * (apart - common))
