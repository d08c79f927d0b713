"""Rules on subgroups: their sizes, and their results against those of the wider group."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from studies.choices import AnalysisSet, DenominatorUnit

from .aggregate import Aggregate, key_of, name_of_section, related
from .findings import Said, inconsistent, rule
from .rates import Rate, rate_of
from .words import named, plain, rounded

# What two results share when they answer one question, their subgroups apart.
SAME = ("category", "variable", "level", "statistic", "unit", "grade_from", "grade_to", "grade_text")
SAME_TIME = ("time_origin", "time_point", "time_unit", "timing")
# What a source often says of one result only: blank agrees with everything.
COMPATIBLE = ("criteria", "assessor", "analysis_set", "denominator_unit")
WHOLE_SETS = ("", AnalysisSet.ENROLLED, AnalysisSet.INTENTION_TO_TREAT, AnalysisSet.TREATED, AnalysisSet.EVALUABLE)
COMPARED = ("characteristics", "outcomes", "adverse_events")


@rule("subgroup-within", inconsistent)
def subgroup_within(aggregate: Aggregate) -> Said:
    """A subgroup is not larger than the wider group."""
    for row in aggregate["subgroups"]:
        wider = wider_group(aggregate, row)
        if wider is not None and row.n is not None and wider.n is not None and row.n > wider.n:
            yield f"{named(row)} has {row.n} patients, more than {named(wider)}, {wider.n}.", [row, wider]


@rule("subgroups-add-up", inconsistent)
def subgroups_add_up(aggregate: Aggregate) -> Said:
    """Levels that exclude each other do not exceed the wider group; those that make it up have its number."""
    for wider, levels in _levels(aggregate):
        sizes = [row.n for row in levels if row.n is not None]
        if wider.n is None or not sizes:
            continue
        whole = all(row.complete and row.n is not None for row in levels) and len(levels) > 1
        if sum(sizes) > wider.n or (whole and sum(sizes) != wider.n):
            terms = " + ".join(map(str, sizes))
            sentence = f"{levels[0].variable}: {terms} = {sum(sizes)} patients, but {named(wider)} has {wider.n}."
            yield sentence, [*levels, wider]


@rule("subgroup-events-add-up", inconsistent)
def subgroup_events_add_up(aggregate: Aggregate) -> Said:
    """Levels that make up the wider group have its events together; a count behind a percent is derived."""
    for whole, parts in _partitions(aggregate):
        counts = [rate_of(row).possible_events(denominator(row)) for row in (whole, *parts)]
        if any(count is None or len(count) != 1 for count in counts):
            continue
        events, *others = (count[0] for count in counts if count is not None)
        if sum(others) != events:
            terms = " + ".join(f"{count} ({row.subgroup.level})" for count, row in zip(others, parts, strict=True))
            yield f"{named(whole)}: {terms} = {sum(others)} events, but all together {events}.", [whole, *parts]


@rule("subgroup-rates-contain", inconsistent)
def subgroup_rates_contain(aggregate: Aggregate) -> Said:
    """The rate of a whole group lies between the rates of the levels that make it up."""
    for whole, parts in _partitions(aggregate):
        spans = [rate_of(row).span for row in parts]
        span = rate_of(whole).span
        if span is None or any(one is None for one in spans):
            continue
        lowest = min(one[0] for one in spans if one is not None)
        highest = max(one[1] for one in spans if one is not None)
        if span[1] < lowest or span[0] > highest:
            levels = " and ".join(f"{_shown(rate_of(row))} ({row.subgroup.level})" for row in parts)
            yield f"{named(whole)}: {levels} cannot make up {_shown(rate_of(whole))} of all.", [whole, *parts]


@rule("subgroup-events-within", inconsistent)
def subgroup_events_within(aggregate: Aggregate) -> Said:
    """A subgroup has no more events than a wider group, and no more patients without the event."""
    for part, whole in _nested_results(aggregate):
        inner, outer = rate_of(part), rate_of(whole)
        n, total = denominator(part), denominator(whole)
        few, many = inner.possible_events(n), outer.possible_events(total)
        if not few or not many or n is None or total is None or n > total:
            continue
        if few[0] > many[-1]:
            yield f"{named(part)}: at least {few[0]} events, but at most {many[-1]} in the wider group.", [part, whole]
        elif n - few[-1] > total - many[0]:
            without = f"at least {n - few[-1]} without the event, but at most {total - many[0]} in the wider group"
            yield f"{named(part)}: {without}.", [part, whole]


def wider_group(aggregate: Aggregate, row: Any) -> Any:
    """The group a subgroup is a part of: its parent, else all patients."""
    if row.is_all:
        return None
    return related(row, "parent") or next((one for one in aggregate["subgroups"] if one.is_all), None)


def denominator(row: Any) -> int | None:
    """What a rate is a share of: its own total, else the patients of its subgroup where it is about all of them."""
    rate = rate_of(row)
    if rate.total is not None:
        return rate.total
    about_all = getattr(row, "analysis_set", "") in WHOLE_SETS and rate.unit in ("", DenominatorUnit.PATIENTS)
    subgroup = related(row, "subgroup")
    return subgroup.n if about_all and subgroup is not None else None


def _levels(aggregate: Aggregate) -> Iterator[tuple[Any, list[Any]]]:
    """Each wider group with the levels of one variable that exclude each other."""
    groups: dict[tuple, list[Any]] = defaultdict(list)
    for row in aggregate["subgroups"]:
        if row.exclusive and (wider := wider_group(aggregate, row)) is not None:
            groups[wider.key, row.variable].append(row)
    for levels in groups.values():
        yield wider_group(aggregate, levels[0]), levels


def _makes_up(wider: Any, levels: list[Any]) -> bool:
    """Whether levels make up the wider group: the source says so, or their numbers do."""
    if len(levels) <= 1:
        return False
    sizes = [row.n for row in levels]
    return all(row.complete for row in levels) or (None not in sizes and sum(sizes) == wider.n)


def _partitions(aggregate: Aggregate) -> Iterator[tuple[Any, list[Any]]]:
    """Each result of a wider group with the results of the levels that make it up."""
    results = _results(aggregate)
    for wider, levels in _levels(aggregate):
        if not _makes_up(wider, levels):
            continue
        for whole in [row for (_, subgroup), rows in results.items() if subgroup == wider.key for row in rows]:
            parts = [_counterpart(results, whole, level.key) for level in levels]
            if None not in parts and _cover(whole, parts):
                yield whole, parts


def _cover(whole: Any, parts: list[Any]) -> bool:
    """Whether the parts' denominators, as far as all are known, add up to the whole's."""
    totals = [denominator(row) for row in parts]
    return None in totals or denominator(whole) in (None, sum(n for n in totals if n))


def _nested_results(aggregate: Aggregate) -> Iterator[tuple[Any, Any]]:
    """Each result of a subgroup with that of every wider group."""
    results = _results(aggregate)
    for part in [row for rows in results.values() for row in rows]:
        for wider in _wider_groups(aggregate, related(part, "subgroup")):
            whole = _counterpart(results, part, wider.key)
            if whole is not None:
                yield part, whole


def _wider_groups(aggregate: Aggregate, subgroup: Any) -> list[Any]:
    found: list[Any] = []
    while subgroup is not None and (subgroup := wider_group(aggregate, subgroup)) not in (None, *found):
        found.append(subgroup)
    return found


def _results(aggregate: Aggregate) -> dict[tuple, list[Any]]:
    """Rates by the question they answer and the subgroup they answer it for."""
    found = defaultdict(list)
    for section in COMPARED:
        for row in aggregate[section]:
            found[_question(row), key_of(row, "subgroup")].append(row)
    return found


def _counterpart(results: dict[tuple, list[Any]], row: Any, subgroup: str) -> Any:
    """The result that answers the same question for another subgroup."""
    candidates = results.get((_question(row), subgroup), [])
    return next((other for other in candidates if _compatible(row, other)), None)


def _question(row: Any) -> tuple:
    keys = (key_of(row, name) for name in ("arm", "endpoint", "term"))
    return (name_of_section(row), *keys, *(getattr(row, name, "") for name in (*SAME, *SAME_TIME)))


def _compatible(row: Any, other: Any) -> bool:
    pairs = ((_value(row, name), _value(other, name)) for name in COMPATIBLE)
    return all(one == two or not one or not two for one, two in pairs)


def _value(row: Any, name: str) -> Any:
    return key_of(row, name) if name == "criteria" else getattr(row, name, "")


def _shown(rate: Rate) -> str:
    if rate.percent is not None:
        return f"{plain(rate.percent)} %"
    return f"{rounded(rate.exact)} %" if rate.exact is not None else "?"
