"""A forest plot as rows with positions on one axis: the page's table, its drawings and its files are made from it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from studies.choices import EndpointKind
from studies.evidence import Aspect, Result, Stratum, Synthesis
from studies.evidence.comparability import NOT_STATED
from studies.models import Endpoint
from studies.statistics import Interval, Pooled, Refusal, wilson

from .numbers import NARROW, number, with_unit

DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
MONTH = DAYS["mo"]
TICKS = (1, 2, 5)
MOST_TICKS = 6


class Kind(StrEnum):
    """What a row of the plot is."""

    STRATUM = "stratum"
    RESULT = "result"
    POOLED = "pooled"
    PREDICTION = "prediction"


@dataclass(frozen=True)
class Mark:
    """Where a row is drawn: shares of the axis, 0 to 1, its bounds None where the source gives none; size by weight."""

    middle: float
    lower: float | None
    upper: float | None
    size: float = 0.0
    clipped: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the plot; a stratum's line has its name only."""

    kind: Kind
    name: str
    slug: str = ""
    about: str = ""
    events: str = ""
    total: str = ""
    value: str = ""
    bounds: str = ""
    weight: str = ""
    mark: Mark | None = None

    @property
    def spoken(self) -> str:
        """The row in one sentence, as the text alternative of its drawing."""
        counts = f"{self.events} of {self.total}, " if self.total else ""
        return f"{self.name}: {counts}{self.value} {self.bounds}".strip()


@dataclass(frozen=True)
class Axis:
    """What the plot's column measures: ticks as (share, label), and the unit in words."""

    unit: str
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Forest:
    """The whole plot in the order in which it is read."""

    title: str
    axis: Axis
    rows: tuple[Row, ...]
    counted: bool

    @property
    def description(self) -> str:
        """What the plot shows, for those who do not see it."""
        results = [row for row in self.rows if row.kind is Kind.RESULT]
        pooled = [row for row in self.rows if row.kind is Kind.POOLED]
        said = "; ".join(f"{row.name} {row.value} {row.bounds}" for row in pooled)
        return f"{self.title}: {len(results)} results. {said}".strip()


def forest_of(endpoint: Endpoint, synthesis: Synthesis) -> Forest:
    """The plot of a synthesis: proportions on 0–100 %, times on an axis from 0."""
    counted = endpoint.kind == EndpointKind.PROPORTION
    axis, place = _percents() if counted else _times(synthesis.results, endpoint)
    rows: list[Row] = []
    for stratum in synthesis.strata:
        if stratum.name:
            rows.append(Row(Kind.STRATUM, stratum.name))
        rows += [_result(one, stratum, share, counted=counted, place=place) for one, share in _weighted(stratum)]
        rows += _pooled(stratum)
    return Forest(endpoint.name, axis, tuple(rows), counted)


def _weighted(stratum: Stratum) -> list[tuple[Result, float | None]]:
    """Each result with its weight in percent, where it has one."""
    weights = stratum.pooled.weights if isinstance(stratum.pooled, Pooled) else None
    return list(zip(stratum.results, weights or [None] * len(stratum.results), strict=True))


def _percents():
    ticks = tuple((step / 100, f"{step}") for step in (0, 25, 50, 75, 100))
    return Axis("%", ticks), lambda value: value / 100


def _times(results: Iterable[Result], endpoint: Endpoint):
    """An axis in months (a rate at a time: in percent) as long as the largest value or bound asks."""
    if endpoint.kind == EndpointKind.RATE_AT_TIME:
        return _percents()
    largest = max((months for one in results for months in _months(one) if months), default=1.0)
    step = next(
        unit * 10**power for power in range(-1, 6) for unit in TICKS if largest / (unit * 10**power) <= MOST_TICKS
    )
    end = step * math.ceil(largest / step) or step
    count = round(end / step)
    ticks = tuple((index / count, f"{step * index:g}") for index in range(count + 1))
    return Axis("months", ticks), lambda value: value / end


def _months(result: Result) -> tuple[float, float | None, float | None]:
    """A time and its bounds in months; values in percent as they are. Bounds that are a range are no interval."""
    row = result.outcome
    factor = DAYS.get(row.unit, MONTH) / MONTH
    interval = row.bounds_kind == "ci"
    lower = float(row.lower) * factor if interval and row.lower is not None else None
    upper = float(row.upper) * factor if interval and row.upper is not None else None
    return float(row.estimate or 0) * factor, lower, upper


def _result(one: Result, stratum: Stratum, weight: float | None, *, counted: bool, place) -> Row:
    about = one.labels[Aspect.REGIMEN]
    if one.labels[Aspect.TIME] != NOT_STATED:
        about = f"{about}; {one.labels[Aspect.TIME]}"
    if not counted:
        middle, lower, upper = _months(one)
        bounds = [place(bound) if bound is not None else None for bound in (lower, upper)]
        row = one.outcome
        low = number(row.lower) or (row.get_lower_state_display() if row.lower_state else "")
        high = number(row.upper) or (row.get_upper_state_display() if row.upper_state else "")
        interval = f"[{low}–{high}]" if row.bounds_kind == "ci" and (low or high) else ""
        return Row(
            Kind.RESULT, one.name, one.study.slug, about,
            value=with_unit(row.estimate, row.unit) or row.get_state_display(),
            bounds=interval,
            total=number(row.total or one.arm.n_treated or one.arm.n_assigned) or "",
            mark=Mark(place(middle), bounds[0], bounds[1], 0.35) if row.estimate is not None else None,
        )  # fmt: skip
    events, total = one.counts
    interval_ = wilson(events, total)
    largest = max(counts.counts[1] for counts in stratum.results)
    return Row(
        Kind.RESULT, one.name, one.study.slug, about,
        events=str(events), total=str(total),
        value=_percent(events / total), bounds=_bounds(interval_),
        weight=f"{weight:.1f}{NARROW}%" if weight is not None else "",
        mark=Mark(events / total, interval_.lower, interval_.upper, math.sqrt(total / largest)),
    )  # fmt: skip


def _pooled(stratum: Stratum) -> list[Row]:
    """The pooled value and where a new study is expected; a refusal says why."""
    found = stratum.pooled
    name = f"Pooled, {stratum.name}" if stratum.name else "Pooled"
    if found is None:
        return []
    if isinstance(found, Refusal):
        return [Row(Kind.POOLED, name, value="not pooled", about=found.sentence)]
    rows = [
        Row(
            Kind.POOLED, name, about=f"{found.studies} results",
            value=_percent(found.estimate), bounds=_bounds(found.interval),
            mark=Mark(found.estimate, found.interval.lower, found.interval.upper),
        )
    ]  # fmt: skip
    if found.prediction:
        middle = (found.prediction.lower + found.prediction.upper) / 2
        rows.append(
            Row(
                Kind.PREDICTION, "Prediction interval", about="where a new study is expected",
                bounds=_bounds(found.prediction),
                mark=Mark(middle, found.prediction.lower, found.prediction.upper),
            )
        )  # fmt: skip
    return rows


def _percent(share: float) -> str:
    return f"{share * 100:.1f}{NARROW}%"


def _bounds(interval: Interval) -> str:
    return f"[{interval.lower * 100:.1f}–{interval.upper * 100:.1f}]"
