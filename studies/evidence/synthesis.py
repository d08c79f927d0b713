"""Results pooled, stratum by stratum, or refused with what would have to be chosen first."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.statistics import Difference, Model, Pooled, Refusal, default_model, pool, pool_subgroups

from .comparability import BLOCKING, Aspect, Evidence, Mix, Result, mixes

STRATA = (Aspect.SETTING, Aspect.DISEASE, Aspect.REGIMEN, Aspect.CRITERIA, Aspect.TIME)


@dataclass(frozen=True)
class Choices:
    """What the reader chose.

    ``accepted`` are aspects to pool across, ``by`` the aspect to stratify by (None: by setting where it is mixed),
    ``together`` asks for no strata at all, ``model`` for another model than the default.
    """

    accepted: frozenset[Aspect] = frozenset()
    by: Aspect | None = None
    together: bool = False
    model: Model | None = None


@dataclass(frozen=True)
class Stratum:
    """Results that are pooled together, and what came of it; None where pooling is blocked or makes no sense."""

    name: str
    results: tuple[Result, ...]
    pooled: Pooled | Refusal | None


@dataclass(frozen=True)
class Synthesis:
    """The forest: strata in order, what blocks a pooled value, and the test of a difference between strata."""

    evidence: Evidence
    strata: tuple[Stratum, ...]
    by: Aspect | None
    blocked: tuple[Mix, ...] = ()
    overlapping: bool = False
    model: Model | None = None
    difference: Difference | None = None

    @property
    def results(self) -> tuple[Result, ...]:
        """Every result in the order of the plot."""
        return tuple(result for stratum in self.strata for result in stratum.results)

    @property
    def is_blocked(self) -> bool:
        return bool(self.blocked) or self.overlapping


def synthesise(evidence: Evidence, choices: Choices, *, pooled: bool) -> Synthesis:
    """The strata of some evidence, each pooled by itself under one model if nothing is mixed that was not accepted.

    Without ``pooled`` (medians, hazard ratios) the forest is drawn and no value made.
    """
    by = _by(evidence.results, choices)
    groups = _grouped(evidence.results, by)
    blocked = _blocked(groups.values(), choices)
    overlapping = bool(evidence.overlaps) and Aspect.OVERLAP not in choices.accepted
    if not pooled or blocked or overlapping:
        strata = tuple(Stratum(name, results, None) for name, results in groups.items())
        return Synthesis(evidence, strata, by, blocked, overlapping=overlapping)
    counts = [result.counts for result in evidence.results]
    model = choices.model or (default_model(counts) if counts else Model())
    if by is None:
        only = Stratum("", tuple(evidence.results), pool(counts, model))
        return Synthesis(evidence, (only,), by, model=model)
    found = pool_subgroups({name: [one.counts for one in results] for name, results in groups.items()}, model)
    strata = tuple(Stratum(name, results, found.groups[name]) for name, results in groups.items())
    return Synthesis(evidence, strata, by, model=model, difference=found.difference)


def _by(results: Iterable[Result], choices: Choices) -> Aspect | None:
    """The reader's strata; settings by default where they are mixed."""
    if choices.together:
        return None
    if choices.by is not None:
        return choices.by
    return Aspect.SETTING if mixes(results, (Aspect.SETTING,)) else None


def _grouped(results: Iterable[Result], by: Aspect | None) -> dict[str, tuple[Result, ...]]:
    """Results by their label, the largest group first; all under one empty name without strata."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.labels[by] if by else "", []).append(result)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {name: tuple(some) for name, some in ordered}


def _blocked(groups: Iterable[Iterable[Result]], choices: Choices) -> tuple[Mix, ...]:
    """What is mixed within a stratum and was not accepted, over all strata."""
    listed = [list(group) for group in groups]
    asked = [aspect for aspect in BLOCKING if aspect is not Aspect.OVERLAP and aspect not in choices.accepted]
    within = {mix.aspect for group in listed for mix in mixes(group, asked)}
    everything = [result for group in listed for result in group]
    return tuple(mix for mix in mixes(everything, asked) if mix.aspect in within)
