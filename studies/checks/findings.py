"""What a check says, and the register of the rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .aggregate import Aggregate, name_of_section


class Severity(StrEnum):
    """How a finding stands in the way of publication."""

    IMPOSSIBLE = "impossible"  # the record cannot be right: it is put right before it is published
    INCONSISTENT = "inconsistent"  # figures that do not fit each other: right, or explained by a discrepancy


Row = tuple[str, str]  # the section a row stands in, and its key


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: under which rule, in a sentence, and the rows it is about."""

    rule: str
    severity: Severity
    sentence: str
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return self.sentence


Said = Iterable[tuple[str, Iterable[Any]]]  # sentences, each with the rows it is about


@dataclass(frozen=True)
class Rule:
    """One thing that must hold in a study aggregate."""

    name: str
    severity: Severity
    description: str
    look: Callable[[Aggregate], Said]

    def findings(self, aggregate: Aggregate) -> Iterable[Finding]:
        """What of the aggregate breaks this rule."""
        for sentence, rows in self.look(aggregate):
            yield self.finding(sentence, rows)

    def finding(self, sentence: str, rows: Iterable[Any]) -> Finding:
        return Finding(self.name, self.severity, sentence, tuple((name_of_section(row), row.key) for row in rows))


RULES: dict[str, Rule] = {}


def rule(name: str, severity: Severity) -> Callable[[Callable[[Aggregate], Said]], Callable[[Aggregate], Said]]:
    """Registers a function as a rule; its docstring is the rule's public description."""

    def register(look: Callable[[Aggregate], Said]) -> Callable[[Aggregate], Said]:
        RULES[name] = Rule(name, severity, " ".join((look.__doc__ or "").split()), look)
        return look

    return register


impossible = Severity.IMPOSSIBLE
inconsistent = Severity.INCONSISTENT
