"""Rules on responses: what is nested in another, what adds up."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from .aggregate import Aggregate, key_of, related
from .findings import Said, inconsistent, rule
from .rates import Rate, rate_of, same_denominator
from .words import named

BEST_RESPONSES = ("overall-response", "stable-disease", "progressive-disease")
EARLY_DEATH = "early-death"


@rule("response-nests", inconsistent)
def response_nests(aggregate: Aggregate) -> Said:
    """A response that another includes is not commoner than it: complete remission within overall response."""
    for group in _groups(aggregate).values():
        for whole in group:
            inner = _nested(whole.endpoint)
            for part in group:
                if part.endpoint.slug in inner and _exceeds(rate_of(part), rate_of(whole)):
                    sentence = f"{named(part)} is {rate_of(part)}, more than {named(whole)}, {rate_of(whole)}."
                    yield sentence, [part, whole]


@rule("responses-add-up", inconsistent)
def responses_add_up(aggregate: Aggregate) -> Said:
    """The responses that another consists of do not exceed it together, and give it if all of them are known."""
    for group in _groups(aggregate).values():
        for whole in group:
            needed = _direct_parts(whole.endpoint)
            parts = [row for row in group if row.endpoint.slug in needed and row.events is not None]
            total = _sum([whole, *parts])
            if not parts or total is None:
                continue
            complete = {row.endpoint.slug for row in parts} == needed
            together, counted = total - whole.events, whole.events
            if together > counted or (complete and together != counted):
                terms = " + ".join(f"{row.endpoint} {row.events}" for row in parts)
                yield f"{named(whole)} is {rate_of(whole)}, but {terms} = {together}.", [whole, *parts]


@rule("best-responses", inconsistent)
def best_responses(aggregate: Aggregate) -> Said:
    """Overall response, stable disease and progressive disease together give all patients with a result."""
    for group in _groups(aggregate).values():
        by_slug = {row.endpoint.slug: row for row in group}
        rows = [by_slug[slug] for slug in BEST_RESPONSES if slug in by_slug]
        together = _sum(rows)
        if len(rows) < len(BEST_RESPONSES) or together is None:
            continue
        total = rows[0].total
        if together > total or (together < total and together not in _with_a_result(aggregate, rows[0])):
            terms = " + ".join(f"{row.endpoint} {row.events}" for row in rows)
            yield f"{terms} = {together}, of {total} patients.", rows


def _with_a_result(aggregate: Aggregate, row: Any) -> set[int]:
    """How many are left once patients without a result are taken off: the inevaluable, or early deaths."""
    evaluable = (aggregate.study.n_evaluable, getattr(related(row, "arm"), "n_evaluable", None))
    found = {n for n in evaluable if n is not None}
    for other in aggregate["outcomes"]:
        same = all(key_of(row, name) == key_of(other, name) for name in ("arm", "subgroup"))
        if same and key_of(other, "endpoint") == EARLY_DEATH and other.events is not None:
            found.add(row.total - other.events)
    return found


def _groups(aggregate: Aggregate) -> dict[tuple, list[Any]]:
    """Outcomes that may be compared with each other: the same patients, criteria, time and unit."""
    groups = defaultdict(list)
    for row in aggregate["outcomes"]:
        if related(row, "endpoint") is not None:
            groups[_ground(row)].append(row)
    return groups


def _ground(row: Any) -> tuple:
    keys = (key_of(row, name) for name in ("arm", "subgroup", "criteria"))
    time = (row.time_origin, row.time_point, row.time_unit, row.timing)
    return (*keys, row.category, row.assessor, row.analysis_set, row.denominator_unit, *time)


def _nested(endpoint: Any) -> set[str]:
    """Slugs of what an endpoint includes, and of what that includes."""
    found: set[str] = set()
    waiting = [endpoint]
    while waiting:
        for inner in _included(waiting.pop()):
            if inner.slug not in found:
                found.add(inner.slug)
                waiting.append(inner)
    return found


def _included(endpoint: Any) -> Iterable[Any]:
    return endpoint.includes.all() if endpoint.pk is not None else ()


def _direct_parts(endpoint: Any) -> set[str]:
    """Slugs of the parts that exclude each other: those not nested in another part."""
    parts = list(_included(endpoint))
    inner = {slug for part in parts for slug in _nested(part)}
    return {part.slug for part in parts} - inner


def _exceeds(part: Rate, whole: Rate) -> bool:
    if not same_denominator(part, whole) or part.span is None or whole.span is None:
        return False
    return part.span[0] > whole.span[1]


def _sum(rows: list[Any]) -> int | None:
    """The counts of rows added up; None unless all have one, of one whole."""
    rates = [rate_of(row) for row in rows]
    if any(rate.events is None for rate in rates) or not same_denominator(*rates):
        return None
    return sum(rate.events for rate in rates if rate.events is not None)
