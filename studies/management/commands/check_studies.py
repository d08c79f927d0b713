"""Runs the consistency checks over the studies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studies.checks import Aggregate, lacking, run_checks, unexplained
from studies.choices import State
from studies.models import Study


class Command(BaseCommand):
    """Prints what the checks find; fails if something is impossible, or inconsistent and not explained."""

    help = "Check studies; fail on what is impossible, and on contradictions that no discrepancy explains."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="Only these studies, drafts among them.")

    def handle(self, *, slugs: list[str], **options: Any) -> None:
        studies = Study.objects.order_by("slug")
        if slugs:
            studies = studies.filter(slug__in=slugs)
            missing = sorted(set(slugs) - {study.slug for study in studies})
            if missing:
                raise CommandError(f"There is no study {', '.join(missing)}.")
        count = sum(self._check(study) for study in studies)
        if count:
            raise CommandError(f"{count} finding{'' if count == 1 else 's'} to be put right or explained.")
        self.stdout.write(f"{len(studies)} studies checked: nothing stands unexplained.")

    def _check(self, study: Study) -> int:
        """How many findings stand."""
        aggregate = Aggregate.from_study(study)
        missing = lacking(aggregate) if study.state == State.PUBLISHED else []  # a draft in the making is not asked
        findings = [*missing, *run_checks(aggregate)]
        standing = [*missing, *unexplained(findings[len(missing) :], aggregate)]
        for finding in findings:
            mark = finding.severity if finding in standing else "explained"
            self.stdout.write(f"{study.slug}: {mark}: {finding.rule}: {finding.sentence}")
        return len(standing)
