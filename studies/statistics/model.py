"""What can be chosen for a pooled proportion, in the words of R's metafor, so that a script can repeat it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    """Where proportions are averaged."""

    LOGIT = "PLO"
    DOUBLE_ARCSINE = "PFT"  # Freeman and Tukey's, for comparison with older reviews


class Estimator(StrEnum):
    """How the spread between studies is taken into account."""

    FIXED = "EE"  # one true proportion, no spread
    DERSIMONIAN_LAIRD = "DL"
    REML = "REML"
    PAULE_MANDEL = "PM"
    BINOMIAL_NORMAL = "GLMM"  # the counts themselves, without a correction of empty cells


class Bounds(StrEnum):
    """How the interval of the pooled value is drawn."""

    NORMAL = "z"
    HARTUNG_KNAPP = "knha"  # t with k - 1 degrees of freedom and a variance from the residuals
    AD_HOC = "adhoc"  # the same, but never narrower for agreement by chance: its factor is at least 1
    T = "t"  # t with k - 1 degrees of freedom; the counterpart for the binomial-normal model


BOUNDS_OF = {
    Estimator.FIXED: (Bounds.NORMAL,),
    Estimator.DERSIMONIAN_LAIRD: (Bounds.NORMAL, Bounds.HARTUNG_KNAPP, Bounds.AD_HOC),
    Estimator.REML: (Bounds.NORMAL, Bounds.HARTUNG_KNAPP, Bounds.AD_HOC),
    Estimator.PAULE_MANDEL: (Bounds.NORMAL, Bounds.HARTUNG_KNAPP, Bounds.AD_HOC),
    Estimator.BINOMIAL_NORMAL: (Bounds.NORMAL, Bounds.T),
}


@dataclass(frozen=True)
class Model:
    """A complete choice: scale, estimator, interval.

    ``points`` are the quadrature points per study of the binomial-normal model (1 is Laplace's approximation); the
    other estimators do not read it. Raises ValueError for a combination that does not exist.
    """

    scale: Scale = Scale.LOGIT
    estimator: Estimator = Estimator.REML
    bounds: Bounds = Bounds.AD_HOC
    points: int = 7

    def __post_init__(self) -> None:
        if self.bounds not in BOUNDS_OF[self.estimator]:
            raise ValueError(f"{self.estimator} has no interval by {self.bounds}.")
        if self.estimator is Estimator.BINOMIAL_NORMAL and self.scale is not Scale.LOGIT:
            raise ValueError("The binomial-normal model is defined on the logit scale only.")
        if self.points < 1:
            raise ValueError(f"Quadrature needs a point, not {self.points}.")


def default_model(counts: Sequence[tuple[int, int]]) -> Model:
    """The model used when the reader chose none, for ``counts`` of (events, total).

    Logit scale, REML, Hartung–Knapp with the ad-hoc correction; the binomial-normal model with its t interval where a
    study has no event or nothing but events, because the logit of such a study rests on a correction. Sources:
    Langan D et al., Res Synth Methods 2019;10:83 (REML); Röver C et al., BMC Med Res Methodol 2015;15:99 (ad-hoc
    correction); Stijnen T et al., Stat Med 2010;29:3046 (binomial-normal model).
    """
    if any(events in (0, total) for events, total in counts):
        return Model(estimator=Estimator.BINOMIAL_NORMAL, bounds=Bounds.T)
    return Model()
