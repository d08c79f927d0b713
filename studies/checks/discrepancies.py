"""Which findings a study's discrepancies explain, and the rule that they explain something."""

from collections.abc import Iterable
from typing import Any

from .aggregate import Aggregate, identity, key_of, subject
from .findings import RULES, Finding, Said, Severity, inconsistent, rule

EXPLAINS_NOTHING = "explains-nothing"


@rule(EXPLAINS_NOTHING, inconsistent)
def explains_nothing(aggregate: Aggregate) -> Said:
    """A discrepancy that names a rule explains something which that rule finds."""
    others = [other for other in RULES.values() if other.name != EXPLAINS_NOTHING]
    findings = [finding for other in others for finding in other.findings(aggregate)]
    for discrepancy in aggregate["discrepancies"]:
        for name in discrepancy.rules or ():
            if not any(finding.rule == name and explains(aggregate, discrepancy, finding) for finding in findings):
                sentence = f"Discrepancy {discrepancy.key} explains “{name}”, which finds nothing there."
                yield sentence, [discrepancy]


def unexplained(findings: Iterable[Finding], aggregate: Aggregate) -> list[Finding]:
    """What stands in the way of publication: the impossible, and the inconsistent that no discrepancy explains."""
    return [
        finding
        for finding in findings
        if finding.severity == Severity.IMPOSSIBLE
        or not any(explains(aggregate, discrepancy, finding) for discrepancy in aggregate["discrepancies"])
    ]


def explains(aggregate: Aggregate, discrepancy: Any, finding: Finding) -> bool:
    """Whether a discrepancy names the finding's rule, and one of its figures a row that the finding is about."""
    if finding.rule not in (discrepancy.rules or ()):
        return False
    own = [figure for figure in aggregate["discrepancy_figures"] if key_of(figure, "discrepancy") == discrepancy.key]
    rows = [row for figure in own for row in (figure, subject(figure)) if row is not None]
    return any(identity(row) in finding.rows for row in rows)
