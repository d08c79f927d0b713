"""A measured row as a figure: count, percent, interval, estimate or the words for an absent value."""

from dataclasses import dataclass

from studies.choices import Answer, BoundsKind, DenominatorUnit, EndpointDomain, EndpointKind, Statistic, ValueState
from studies.models import AdverseEvent, Characteristic, Outcome, Therapy
from studies.statistics import Interval, wilson

from .notes import Note, Notes, note_of
from .numbers import (
    NARROW,
    interval_percent,
    number,
    percent,
    share_percent,
    span,
    unit_text,
    with_unit,
)

Measured = Outcome | Characteristic | Therapy
NO_FIGURE = "figure not reported"
SMALL = 5  # fewer patients than this have neither percent nor interval
INTERVAL_DOMAINS = {
    EndpointDomain.RESPONSE,
    EndpointDomain.DURATION,
    EndpointDomain.SURVIVAL,
    EndpointDomain.TRANSPLANT,
}
WILSON = "Wilson’s 95 % interval"


@dataclass(frozen=True)
class Figure:
    """One value as a reader sees it. ``bar`` holds an interval of 0–1 for drawing, with its middle."""

    main: str
    percent: str = ""
    interval: str = ""
    interval_ours: bool = False
    words: str = ""
    computed: bool = False  # the main text is ours
    share_computed: bool = False  # the percent is
    total_computed: bool = False  # the denominator is
    note: Note | None = None
    bar: tuple[float, float, float] | None = None

    @property
    def discrepant(self) -> bool:
        return bool(self.note and self.note.discrepancies)

    @property
    def any_computed(self) -> bool:
        return self.computed or self.share_computed or self.total_computed

    @property
    def plain(self) -> str:
        """The figure in one line of text, as for a title or a text alternative."""
        return " ".join(part for part in (self.main, self.percent, self.interval, self.words) if part)


def state_words(state: str) -> str:
    """“not reached”, never an abbreviation."""
    return ValueState(state).label if state else ""


def unsaid_words(state: str) -> str:
    """What stands for the value of a row: the source names it, or there would be no row, but gives no figure."""
    return NO_FIGURE if state == ValueState.NOT_REPORTED else state_words(state)


def count_text(events: int, total: int, unit: str) -> str:
    """“14/44”, and the unit where it is not patients: “135/333 courses”."""
    text = f"{number(events)}/{number(total)}"
    return text if unit in {"", DenominatorUnit.PATIENTS} else f"{text} {DenominatorUnit(unit).label}"


def interval_of(events: int | None, total: int | None, unit: str) -> Interval | None:
    """Wilson's interval, where patients were counted and there are enough of them: courses cluster in patients."""
    if events is None or total is None or total < SMALL or unit != DenominatorUnit.PATIENTS:
        return None
    return wilson(events, total)


def outcome_figure(row: Outcome, notes: Notes | None, title: str) -> Figure:
    """An outcome: with an interval where one is right, the printed one if there is one."""
    binomial = row.endpoint.kind == EndpointKind.PROPORTION and row.endpoint.domain in INTERVAL_DOMAINS
    return _measured(row, notes, title, binomial=binomial)


def plain_figure(row: Measured, notes: Notes | None, title: str) -> Figure:
    """A characteristic or a therapy: nothing is inferred from it, so it has no interval of ours."""
    return _measured(row, notes, title, binomial=False)


def _measured(row: Measured, notes: Notes | None, title: str, *, binomial: bool) -> Figure:
    if row.state:
        return Figure(
            main="",
            words=" ".join(filter(None, (unsaid_words(row.state), _bounds(row)))),
            note=note_of(notes, row, title),
            computed=bool(row.computed),
        )
    printed = row.bounds_kind == BoundsKind.CONFIDENCE and row.percent is not None
    ours = interval_of(row.events, row.total, row.denominator_unit) if binomial and not printed else None
    formulas = ((WILSON, f"{row.events}/{row.total} → {interval_percent(ours.lower, ours.upper)}"),) if ours else ()
    if row.events is not None and row.percent is None and _shows_percent(row):
        formulas = (("percent", f"{row.events} / {row.total} = {share_percent(row.events, row.total)}"), *formulas)
    main, share, words = _parts(row)
    ours_of = set(row.computed)
    return Figure(
        main=main,
        percent=share,
        interval=_printed_interval(row) if printed else _interval_text(ours),
        interval_ours=ours is not None,
        words=words,
        computed=bool(ours_of & {"events", "estimate", "lower", "upper", "text"}),
        share_computed=bool(share) and (row.percent is None or "percent" in ours_of),
        total_computed=row.events is not None and "total" in ours_of,
        note=note_of(notes, row, title, formulas),
        bar=_bar(row, ours, printed=printed),
    )


def _shows_percent(row: Measured) -> bool:
    return bool(row.total and row.total >= SMALL)


def _parts(row: Measured) -> tuple[str, str, str]:
    """Main text, percent and words of a present value."""
    if row.estimate is not None or (row.percent is None and row.events is None and _bounds(row)):
        return _estimate(row), "", ", ".join(filter(None, (_measured_of(row), row.text)))
    if row.events is not None:
        share = percent(row.percent, row.percent_operator) if row.percent is not None else ""
        if not share and _shows_percent(row):
            share = share_percent(row.events, row.total)
        return count_text(row.events, row.total, row.denominator_unit), share if _shows_percent(row) else "", row.text
    if row.percent is not None:
        missing = state_words(row.events_state or ValueState.NOT_REPORTED)
        unit = DenominatorUnit(row.denominator_unit).label if row.denominator_unit else "patients"
        whole = f"of {number(row.total)} {unit}, " if row.total else f"of {unit}, " if row.denominator_unit else ""
        return percent(row.percent, row.percent_operator), "", f"{whole}count {missing}"
    return row.text, "", ""


def _measured_of(row: Measured) -> str:
    """“19 specimens”: what an estimate was taken from, where it is not patients."""
    if row.total is None or row.denominator_unit in {"", DenominatorUnit.PATIENTS}:
        return ""
    return f"of {number(row.total)} {DenominatorUnit(row.denominator_unit).label}"


def _estimate(row: Measured) -> str:
    unsaid = {"", Statistic.VALUE, Statistic.COUNT, Statistic.RATE}
    name = "" if row.statistic in unsaid else Statistic(row.statistic).label
    bounds = _bounds(row)
    value = with_unit(row.estimate, row.unit) if row.estimate is not None else ""
    return " ".join(filter(None, (name, value, f"({bounds})" if bounds and value else bounds)))


def _bounds(row: Measured) -> str:
    """“range 49–86”, “95 % CI 3–not reached”."""
    low = number(row.lower) or state_words(row.lower_state)
    high = number(row.upper) or state_words(row.upper_state)
    if not low and not high:
        return ""
    kind = BoundsKind(row.bounds_kind).label if row.bounds_kind else ""
    if row.bounds_kind == BoundsKind.CONFIDENCE:
        kind = f"{number(row.bounds_level) or 95}{NARROW}% CI"
    elif row.bounds_kind == BoundsKind.NORMAL:
        kind = "normal"
    unit = unit_text(row.unit) if row.estimate is None else ""
    if not low or not high:
        return " ".join(filter(None, (kind, f"from {low}" if low else f"up to {high}", unit)))
    return " ".join(filter(None, (kind, span(low, high), unit)))


def _printed_interval(row: Measured) -> str:
    level = number(row.bounds_level) or "95"
    return f"{level}{NARROW}% CI {span(number(row.lower), number(row.upper))}{NARROW}%"


def _interval_text(interval: Interval | None) -> str:
    return f"95{NARROW}% CI {interval_percent(interval.lower, interval.upper)}" if interval else ""


def _bar(row: Measured, ours: Interval | None, *, printed: bool) -> tuple[float, float, float] | None:
    if ours:
        return ours.lower, row.events / row.total, ours.upper
    if printed and row.lower is not None and row.upper is not None:
        return float(row.lower) / 100, float(row.percent) / 100, float(row.upper) / 100
    return None


def event_figure(row: AdverseEvent, notes: Notes | None, title: str) -> Figure:
    """An adverse event's count with its own denominator and unit."""
    fatal = "fatal" if row.fatal == Answer.YES else ""
    if row.state:
        words = ", ".join(filter(None, (fatal, unsaid_words(row.state))))
        return Figure(main="", words=words, note=note_of(notes, row, title))
    ours_of = set(row.computed)
    if row.affected is None:
        return Figure(
            main=percent(row.percent, row.percent_operator),
            words=", ".join(filter(None, (fatal, _event_base(row)))),
            note=note_of(notes, row, title),
            computed="percent" in ours_of,
        )
    interval = interval_of(row.affected, row.at_risk, row.denominator_unit)
    bounds = interval_percent(interval.lower, interval.upper) if interval else ""
    formulas = ((WILSON, f"{row.affected}/{row.at_risk} → {bounds}"),) if interval else ()
    share = percent(row.percent, row.percent_operator) if row.percent is not None else ""
    if not share and row.at_risk >= SMALL:
        share = share_percent(row.affected, row.at_risk)
        formulas = (("percent", f"{row.affected} / {row.at_risk} = {share}"), *formulas)
    return Figure(
        main=count_text(row.affected, row.at_risk, row.denominator_unit),
        percent=share if row.at_risk >= SMALL else "",
        interval=_interval_text(interval),
        interval_ours=interval is not None,
        words=fatal,
        computed="affected" in ours_of,
        share_computed=bool(share) and (row.percent is None or "percent" in ours_of),
        total_computed="at_risk" in ours_of,
        note=note_of(notes, row, title, formulas),
    )


def _event_base(row: AdverseEvent) -> str:
    """What a percent without a count is a percent of."""
    unit = DenominatorUnit(row.denominator_unit).label
    missing = state_words(row.affected_state or ValueState.NOT_REPORTED)
    if row.at_risk:
        return f"of {number(row.at_risk)} {unit}, count {missing}"
    return f"of {unit}, count and denominator {missing}"
