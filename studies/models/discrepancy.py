"""Where a source contradicts itself."""

from django.db import models
from django.db.models import Q

from studies.choices import DiscrepancyKind

from .base import SourcedRow, StudyRow, owned_by_study, within_study
from .constraints import check, not_empty
from .validators import list_of_texts

ABOUT = (
    "fact",
    "component",
    "dose_step",
    "arm",
    "therapy",
    "subgroup",
    "characteristic",
    "outcome",
    "comparison",
    "adverse_event",
    "patient_event",
)


class Discrepancy(StudyRow):
    """A contradiction, or a single impossible or misprinted figure: what, which figure we use, and why."""

    study = owned_by_study("discrepancies")
    kind = models.CharField(max_length=12, choices=DiscrepancyKind.choices)
    statement = models.TextField(help_text="What does not fit, in our words.")
    used = models.CharField(max_length=200, help_text="The figure we use, or “neither”.")
    reason = models.TextField(help_text="Why that one.")
    rules = models.JSONField(
        default=list,
        blank=True,
        validators=[list_of_texts],
        help_text="Rules of the checks whose findings this explains: [“percent-fits”].",
    )
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(StudyRow.Meta):
        ordering = ("study", "position", "key")
        verbose_name_plural = "discrepancies"
        constraints = [
            *StudyRow.Meta.constraints,
            not_empty("statement", "Say what does not fit."),
            not_empty("used", "Say which figure we use, or “neither”."),
            not_empty("reason", "Say why."),
        ]


def about(model: str) -> models.ForeignKey:
    return within_study(model, "discrepancy_figures", null=True, blank=True)


class DiscrepancyFigure(SourcedRow):
    """One of the figures that do not fit: where it stands, and the row it is about (one real key a kind)."""

    study = owned_by_study("discrepancy_figures")
    discrepancy = within_study("Discrepancy", "figures")
    fact = about("StudyFact")
    component = about("ScheduleComponent")
    dose_step = about("DoseStep")
    arm = about("Arm")
    therapy = about("Therapy")
    subgroup = about("Subgroup")
    characteristic = about("Characteristic")
    outcome = about("Outcome")
    comparison = about("Comparison")
    adverse_event = about("AdverseEvent")
    patient_event = about("PatientEvent")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        ordering = ("study", "discrepancy", "position", "key")
        constraints = [
            *SourcedRow.Meta.constraints,
            not_empty("as_reported", "Give the figure as printed."),
            check(
                "about_one_row_at_most",
                Q(*[(f"{name}__isnull", True) for name in ABOUT])
                | Q(
                    *[Q(**{f"{name}__isnull": name != chosen for name in ABOUT}) for chosen in ABOUT],
                    _connector=Q.OR,
                ),
                "A figure is about one row.",
            ),
        ]

    @property
    def row(self):
        """The row it is about; None where it is about the study as a whole."""
        for name in ABOUT:
            if getattr(self, f"{name}_id") is not None:
                return getattr(self, name)
        return None
