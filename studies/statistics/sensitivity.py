"""What pooling says of parts of a set: subgroups with a test of their difference, and each study left out in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from .model import Model, default_model
from .pooling import pool
from .results import Pooled, Refusal
from .spread import generalised_q

FEWEST_GROUPS = 2
NO_ERROR = 1e-12  # a standard error that is rounding only


@dataclass(frozen=True)
class Difference:
    """The test that all pooled groups share one value: Q between groups, its degrees of freedom, and p."""

    q: float
    df: int
    p: float


@dataclass(frozen=True)
class Subgroups:
    """Each group's own pooled value or refusal, in the order given, under one model.

    ``difference`` tests the pooled groups; None where fewer than two could be pooled, or where a group has no standard
    error (studies that agree exactly, by Hartung–Knapp without the ad-hoc correction).
    """

    model: Model
    groups: Mapping[str, Pooled | Refusal]
    difference: Difference | None


def pool_subgroups(
    groups: Mapping[str, Sequence[tuple[int, int]]], model: Model | None = None, level: float = 0.95
) -> Subgroups:
    """Pool each group of (events, total) by itself, with its own τ², and test whether the groups differ.

    Without a ``model``, that of ``default_model`` for all studies together, so that groups are compared alike. The test
    weighs each group's value by its squared standard error on the model's scale. Raises ValueError as ``pool`` does.
    Source: Borenstein M et al., Introduction to Meta-Analysis, 2009, chapter 19 (separate estimates of τ²).
    """
    model = model or default_model([count for counts in groups.values() for count in counts])
    results = {name: pool(counts, model, level) for name, counts in groups.items()}
    return Subgroups(model, results, _difference([found for found in results.values() if isinstance(found, Pooled)]))


def _difference(groups: Sequence[Pooled]) -> Difference | None:
    if len(groups) < FEWEST_GROUPS or any(group.on_scale.standard_error < NO_ERROR for group in groups):
        return None
    values = np.array([group.on_scale.value for group in groups])
    variances = np.array([group.on_scale.standard_error**2 for group in groups])
    q, df = generalised_q(values, variances, 0.0), len(groups) - 1
    return Difference(q, df, float(chi2.sf(q, df)))


def leave_one_out(
    counts: Sequence[tuple[int, int]], model: Model | None = None, level: float = 0.95
) -> tuple[Pooled | Refusal, ...]:
    """For each study of ``counts``, in order, what pooling says without it.

    Without a ``model``, that of ``default_model`` for all studies, kept for every set. Raises ValueError as ``pool``
    does. Source: metafor's ``leave1out``.
    """
    model = model or default_model(counts)
    return tuple(pool([*counts[:place], *counts[place + 1 :]], model, level) for place in range(len(counts)))
