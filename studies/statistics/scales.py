"""The scales on which proportions are averaged: there and back."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from .model import Scale

Floats = NDArray[np.float64]
Back = Callable[[float], float]


def has_empty_cell(events: Floats, totals: Floats) -> NDArray[np.bool_]:
    """For each study, whether none or all had the event."""
    return (events == 0) | (events == totals)


def logits(events: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Log odds and their variances, with 1/2 added to both cells of those studies that have an empty one.

    Source: metafor's ``escalc(measure = "PLO", add = 1/2, to = "only0")``.
    """
    added = np.where(has_empty_cell(events, totals), 0.5, 0.0)
    yes, no = events + added, totals - events + added
    return np.log(yes / no), 1 / yes + 1 / no


def double_arcsines(events: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Freeman and Tukey's double arcsines, halved (radians), and their variances.

    Source: Freeman MF, Tukey JW, Ann Math Stat 1950;21:607; metafor's ``escalc(measure = "PFT")``.
    """
    values = (np.arcsin(np.sqrt(events / (totals + 1))) + np.arcsin(np.sqrt((events + 1) / (totals + 1)))) / 2
    return values, 1 / (4 * totals + 2)


def inverse_double_arcsine(value: float, total: float) -> float:
    """The proportion whose double arcsine is ``value`` in a study of ``total``; 0 or 1 beyond its reach.

    Source: Miller JJ, Am Stat 1978;32:138; metafor's ``transf.ipft``.
    """
    least = np.arcsin(np.sqrt(1 / (total + 1))) / 2
    if value <= least:
        return 0.0
    if value >= np.pi / 2 - least:
        return 1.0
    sine = np.sin(2 * value)
    root = np.sqrt(max(0.0, 1 - (sine + (sine - 1 / sine) / total) ** 2))
    return float((1 - np.sign(np.cos(2 * value)) * root) / 2)


def transformed(scale: Scale, events: Floats, totals: Floats) -> tuple[Floats, Floats, Back]:
    """Values, variances, and the way back to a proportion.

    The way back from a pooled double arcsine takes the harmonic mean of the totals, as metafor's ``transf.ipft.hm``.
    """
    if scale is Scale.LOGIT:
        return *logits(events, totals), lambda value: float(expit(value))
    typical = len(totals) / float(np.sum(1 / totals))
    return *double_arcsines(events, totals), lambda value: inverse_double_arcsine(value, typical)
