"""The pooled mean on the scale of a model, and the intervals around it."""

from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri, stdtrit

from .intervals import Interval
from .model import Bounds
from .results import OnScale
from .scales import Back


@dataclass(frozen=True)
class Mean:
    """A mean of ``studies`` values with its standard error, and the variance τ² of the true values around it."""

    value: float
    standard_error: float
    tau2: float
    studies: int

    def _quantile(self, bounds: Bounds, level: float) -> float:
        share = 0.5 + level / 2
        return float(ndtri(share) if bounds is Bounds.NORMAL else stdtrit(self.studies - 1, share))

    def on_scale(self, bounds: Bounds, level: float) -> OnScale:
        """The mean and its interval, not transformed back."""
        half = self._quantile(bounds, level) * self.standard_error
        return OnScale(self.value, self.standard_error, self.value - half, self.value + half)

    def interval(self, bounds: Bounds, level: float, back: Back) -> Interval:
        """Where the mean lies, as a proportion: the normal quantile, or t with k - 1 degrees of freedom."""
        here = self.on_scale(bounds, level)
        return Interval(back(here.lower), back(here.upper), level)

    def prediction(self, bounds: Bounds, level: float, back: Back) -> Interval:
        """Where the true proportion of a new study lies, with the quantile of the interval.

        Source: metafor's ``predict.rma``.
        """
        return self._predicted(self._quantile(bounds, level), level, back)

    def prediction_hts(self, level: float, back: Back) -> Interval:
        """Where the true proportion of a new study lies, by t with k - 2 degrees of freedom.

        Source: Higgins JPT, Thompson SG, Spiegelhalter DJ, J R Stat Soc A 2009;172:137.
        """
        return self._predicted(float(stdtrit(self.studies - 2, 0.5 + level / 2)), level, back)

    def _predicted(self, quantile: float, level: float, back: Back) -> Interval:
        half = quantile * sqrt(self.standard_error**2 + self.tau2)
        return Interval(back(self.value - half), back(self.value + half), level)
