"""What pooling gives back: a pooled proportion with all that qualifies it, or a refusal with its sentence."""

from dataclasses import dataclass
from enum import StrEnum

from .intervals import Interval
from .model import Model


@dataclass(frozen=True)
class OnScale:
    """The pooled value on the scale of the model (logits, or radians): value, standard error, bounds."""

    value: float
    standard_error: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Heterogeneity:
    """How far the studies differ.

    ``tau2`` is the variance between studies on the model's scale, ``tau2_interval`` its bounds by the Q-profile (None
    for the fixed effect and the binomial-normal model). ``i2`` (percent) and ``h2`` compare τ² with the typical
    variance within studies; for the fixed effect they rest on Q. ``i2_from_q`` (percent) is Higgins' (Q - df) / Q,
    None for the binomial-normal model. ``q`` with ``df`` and ``p`` is Cochran's test, for the binomial-normal model
    the likelihood-ratio test of one common proportion.
    """

    tau2: float
    tau2_interval: tuple[float, float] | None
    i2: float
    i2_from_q: float | None
    h2: float
    q: float
    df: int
    p: float


@dataclass(frozen=True)
class Pooled:
    """A pooled proportion, between 0 and 1, of ``studies`` studies.

    ``prediction`` is where the true proportion of a new study is expected: the normal or t(k - 1) quantile that the
    interval has too, as metafor does it. ``prediction_hts`` is the same with t(k - 2), after Higgins, Thompson and
    Spiegelhalter. Both are None for the fixed effect. ``weights`` are percents in the order given, None for the
    binomial-normal model, which has none. ``corrected`` counts the studies whose empty cell was filled with 1/2.
    """

    model: Model
    studies: int
    estimate: float
    interval: Interval
    prediction: Interval | None
    prediction_hts: Interval | None
    heterogeneity: Heterogeneity
    weights: tuple[float, ...] | None
    corrected: int
    on_scale: OnScale


class Reason(StrEnum):
    """Why a set of studies is not pooled."""

    NO_STUDY = "no study"
    ONE_STUDY = "one study"
    TWO_STUDIES = "two studies"
    NO_EVENT = "no event"
    ONLY_EVENTS = "only events"
    NO_MIXED_STUDY = "no mixed study"
    NO_CONVERGENCE = "no convergence"


@dataclass(frozen=True)
class Refusal:
    """No pooled value: the reason, its sentence, and each study's own Clopper–Pearson interval in the order given."""

    reason: Reason
    sentence: str
    intervals: tuple[Interval, ...]
