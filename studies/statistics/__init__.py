"""Intervals and pooled proportions: pure functions on plain numbers, no Django."""

from .intervals import Interval, clopper_pearson, wilson
from .model import BOUNDS_OF, Bounds, Estimator, Model, Scale, default_model
from .pooling import pool
from .results import Heterogeneity, OnScale, Pooled, Reason, Refusal
from .sensitivity import Difference, Subgroups, leave_one_out, pool_subgroups

__all__ = [
    "BOUNDS_OF",
    "Bounds",
    "Difference",
    "Estimator",
    "Heterogeneity",
    "Interval",
    "Model",
    "OnScale",
    "Pooled",
    "Reason",
    "Refusal",
    "Scale",
    "Subgroups",
    "clopper_pearson",
    "default_model",
    "leave_one_out",
    "pool",
    "pool_subgroups",
    "wilson",
]
