"""Confidence intervals of a binomial proportion."""

from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri
from scipy.stats import beta


@dataclass(frozen=True)
class Interval:
    """Bounds of a proportion, between 0 and 1, and their level."""

    lower: float
    upper: float
    level: float


def check_count(events: int, total: int) -> None:
    """Raise ValueError unless ``events`` of ``total`` can be a proportion."""
    if total < 1 or not 0 <= events <= total:
        raise ValueError(f"No proportion: {events} of {total}.")


def check_level(level: float) -> None:
    """Raise ValueError unless ``level`` lies between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not at {level}.")


def wilson(events: int, total: int, level: float = 0.95) -> Interval:
    """Wilson's score interval for ``events`` of ``total`` independent trials, without continuity correction.

    Source: Wilson EB, J Am Stat Assoc 1927;22:209; R's ``prop.test(x, n, correct = FALSE)``.
    Raises ValueError for an impossible count or level.
    """
    check_count(events, total)
    check_level(level)
    z = float(ndtri(0.5 + level / 2))
    share = events / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    lower = 0.0 if events == 0 else middle - half
    upper = 1.0 if events == total else middle + half
    return Interval(lower, upper, level)


def clopper_pearson(events: int, total: int, level: float = 0.95) -> Interval:
    """The exact interval of Clopper and Pearson for ``events`` of ``total`` independent trials.

    Source: Clopper CJ, Pearson ES, Biometrika 1934;26:404; R's ``binom.test``.
    Raises ValueError for an impossible count or level.
    """
    check_count(events, total)
    check_level(level)
    tail = (1 - level) / 2
    lower = 0.0 if events == 0 else float(beta.ppf(tail, events, total - events + 1))
    upper = 1.0 if events == total else float(beta.ppf(1 - tail, events + 1, total - events))
    return Interval(lower, upper, level)
