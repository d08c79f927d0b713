"""Intervals: pure functions on plain numbers, no Django."""

from .intervals import Interval, clopper_pearson, wilson

__all__ = ["Interval", "clopper_pearson", "wilson"]
