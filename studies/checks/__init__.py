"""Checks of a study aggregate: what cannot be right, and what does not fit. They read, and never write."""

# Each of these registers its rules.
from . import (  # noqa: F401
    denominators,
    facts,
    percents,
    printed,
    relations,
    repetition,
    responses,
    safety,
    schedules,
    subgroups,
    values,
)
from .aggregate import Aggregate
from .completeness import lacking
from .discrepancies import explains, unexplained
from .findings import RULES, Finding, Rule, Severity
from .source import SourceCheck, check_source

__all__ = [
    "RULES",
    "Aggregate",
    "Finding",
    "Rule",
    "Severity",
    "SourceCheck",
    "check_source",
    "explains",
    "lacking",
    "run_checks",
    "unexplained",
]


def run_checks(aggregate: Aggregate) -> list[Finding]:
    """Every finding of every rule, by the rules' order in the register."""
    return [finding for rule in RULES.values() for finding in rule.findings(aggregate)]
