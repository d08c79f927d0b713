"""The study: root of the aggregate."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left
from django.db.models.lookups import LessThanOrEqual

from studies.choices import (
    Answer,
    Design,
    Extraction,
    Phase,
    Randomisation,
    ReportRole,
    ReviewStatus,
    ScheduleRole,
    State,
    TimeUnit,
    ValueState,
)

from .base import LIMIT, PARTIAL_DATE, NaturalKeyManager, count_field, decimal_field
from .constraints import at_most, check, not_empty, ordered, within
from .validators import country_codes, list_of_texts

DRAFT_SUFFIX = "~draft"
SLUG = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*(~draft)?\Z", "Lower-case letters, digits and single hyphens only.")


class StudyQuerySet(models.QuerySet):
    """Questions in the field's words. Public queries start from ``published()``."""

    def published(self):
        """What readers may see."""
        return self.filter(state=State.PUBLISHED)

    def exportable(self):
        """What fixtures hold: everything but working copies."""
        return self.filter(revises__isnull=True)

    def for_disease(self, *diseases):
        """Studies with patients of one of these diseases, or of a narrower one."""
        from .disease import Disease

        found = Disease.objects.with_descendants(diseases)
        return self.filter(_has(self.model, "study_diseases", disease__in=found))

    def in_setting(self, *settings):
        """Studies in one of these settings, or in a narrower one."""
        from .setting import Setting

        found = Setting.objects.with_descendants(settings)
        return self.filter(_has(self.model, "study_settings", setting__in=found))

    def with_agents(self, *agents, match: str = "any"):
        """Studies that gave these agents: any of them, or all of them within one arm.

        Agents that are alternatives to each other are not "all". Control arms match; prior therapy never
        does: it is on no arm's schedule.
        """
        from .arm import ArmSchedule
        from .schedule import ScheduleComponent

        given = ArmSchedule.objects.filter(study=OuterRef("pk"))
        if match != "all":
            return self.filter(Exists(given.filter(schedule__components__agent__in=agents)))
        same_schedule, same_arm = given, given.exclude(role=ScheduleRole.ALTERNATIVE)
        for agent in agents:
            here = ScheduleComponent.objects.filter(agent=agent)
            same_schedule = same_schedule.filter(Exists(here.filter(schedule=OuterRef("schedule"))))
            beside = here.filter(schedule__arm_schedules__arm=OuterRef("arm")).exclude(
                schedule__arm_schedules__role=ScheduleRole.ALTERNATIVE
            )
            same_arm = same_arm.filter(Exists(beside))
        return self.filter(Exists(same_schedule) | Exists(same_arm))

    def published_since(self, year: int):
        """Studies whose primary report is of this year or later."""
        return self.filter(_has(self.model, "study_reports", role=ReportRole.PRIMARY, report__year__gte=year))

    def published_until(self, year: int):
        """Studies whose primary report is of this year or earlier."""
        return self.filter(_has(self.model, "study_reports", role=ReportRole.PRIMARY, report__year__lte=year))

    def reporting(self, *endpoints):
        """Studies that report one of these endpoints, be it for a subgroup only."""
        from .outcome import Outcome

        rows = Outcome.objects.filter(study=OuterRef("pk"), endpoint__in=endpoints)
        return self.filter(Exists(rows.exclude(state=ValueState.NOT_REPORTED)))

    def with_event(self, *terms):
        """Studies that tell of one of these adverse events."""
        return self.filter(_has(self.model, "adverse_events", term__in=terms))

    def with_regimen(self, *regimens):
        """Studies in which an arm was given one of these named regimens."""
        return self.filter(_has(self.model, "schedules", regimen__in=regimens, arm_schedules__isnull=False))


def _has(model, relation: str, **lookups) -> Exists:
    rows = model._meta.get_field(relation).related_model._default_manager
    return Exists(rows.filter(study=OuterRef("pk"), **lookups))


class Study(models.Model):
    """A study of salvage therapy. Where its own figures stand in the source is told by its facts."""

    slug = models.CharField(max_length=120, unique=True, validators=[SLUG], help_text="First author, year, subject.")
    title = models.CharField(max_length=300, help_text="What it studied, in our own words.")
    acronym = models.CharField(max_length=40, blank=True)
    design = models.CharField(max_length=20, choices=Design.choices)
    phase = models.CharField(max_length=5, choices=Phase.choices, blank=True)
    prospective = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    randomisation = models.CharField(max_length=12, choices=Randomisation.choices, blank=True)
    centres = count_field("How many centres took part.")
    countries = models.JSONField(
        default=list, blank=True, validators=[country_codes], help_text="ISO 3166 codes of two letters: [“IT”]."
    )
    enrolment_from = models.CharField(max_length=10, blank=True, validators=[PARTIAL_DATE])
    enrolment_to = models.CharField(max_length=10, blank=True, validators=[PARTIAL_DATE])
    n_enrolled = count_field("Patients enrolled, or described.")
    n_evaluable = count_field("Patients evaluable for response, where the source says so.")
    data_cutoff = models.CharField(max_length=10, blank=True, validators=[PARTIAL_DATE])
    follow_up_median = decimal_field("Median follow-up.")
    follow_up_from = decimal_field("Shortest follow-up.")
    follow_up_to = decimal_field("Longest follow-up.")
    follow_up_unit = models.CharField(max_length=10, choices=TimeUnit.choices, blank=True)
    stopped_because = models.TextField(blank=True, help_text="Why it ended before its plan, if it did.")
    funding = models.TextField(blank=True)
    summary = models.TextField(blank=True, help_text="Our own words, two or three sentences.")
    conclusion = models.TextField(blank=True, help_text="What the authors concluded, in our words.")

    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0, help_text="0 until published, then raised with every revision.")
    edits = models.PositiveIntegerField(default=0, help_text="Raised with every save: a stale form is refused.")
    revises = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="working_copy",
        help_text="The published study that this working copy revises.",
    )  # fmt: skip
    created_by = models.CharField(max_length=150, blank=True, help_text="Account that made the draft, as text.")
    saved_by = models.JSONField(
        default=list,
        blank=True,
        validators=[list_of_texts],
        help_text="Every account that saved the draft, as text: none of them may approve it.",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    extraction = models.CharField(max_length=20, choices=Extraction.choices)
    extraction_note = models.TextField(blank=True, help_text="How the figures were taken from the source.")
    review_status = models.CharField(max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.UNREVIEWED)
    reviewed_by = models.CharField(max_length=150, blank=True, help_text="Named only if that person acted.")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    natural_key_lookups = ("slug",)
    objects = NaturalKeyManager.from_queryset(StudyQuerySet)()

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "studies"
        constraints = [
            not_empty("slug", "A study needs its name in addresses."),
            not_empty("title", "A study needs a title."),
            at_most("n_evaluable", "n_enrolled", "More evaluable than enrolled."),
            within("centres", 1, 100_000, "At least one centre."),
            within("follow_up_median", 0, LIMIT, "Follow-up is not negative."),
            within("follow_up_from", 0, LIMIT, "Follow-up is not negative."),
            within("follow_up_to", 0, LIMIT, "Follow-up is not negative."),
            ordered("follow_up_from", "follow_up_to", "The shortest follow-up is above the longest."),
            check(
                "follow_up_has_unit",
                Q(follow_up_median__isnull=True, follow_up_from__isnull=True, follow_up_to__isnull=True)
                | ~Q(follow_up_unit=""),
                "Follow-up needs its unit.",
            ),
            check(
                "enrolment_in_order",
                Q(enrolment_from="")
                | Q(enrolment_to="")
                | LessThanOrEqual(Left("enrolment_from", 4), Left("enrolment_to", 4)),  # one may have a month
                "Enrolment ends before it begins.",
            ),
            check(
                "published_has_version",
                Q(state__in=(State.DRAFT, State.IN_REVIEW)) | Q(version__gte=1, published_at__isnull=False),
                "A published study has a version and a date.",
            ),
            check(
                "working_copy_is_draft",
                Q(revises__isnull=True) | Q(state__in=(State.DRAFT, State.IN_REVIEW)),
                "A working copy is a draft.",
            ),
            check(
                "working_copy_slug",
                (Q(revises__isnull=True) & ~Q(slug__endswith=DRAFT_SUFFIX))
                | Q(revises__isnull=False, slug__endswith=DRAFT_SUFFIX),
                "A working copy, and only that, is named “…~draft”.",
            ),
            check(
                "reviewed_by_somebody",
                Q(review_status=ReviewStatus.UNREVIEWED, reviewed_by="", reviewed_at__isnull=True)
                | (Q(review_status=ReviewStatus.REVIEWED, reviewed_at__isnull=False) & ~Q(reviewed_by="")),
                "A review has a reviewer and a date; without a review, neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self):
        return (self.slug,)

    @property
    def is_working_copy(self) -> bool:
        return self.revises_id is not None

    @property
    def public_slug(self) -> str:
        """The slug readers know: a working copy's original's."""
        return self.slug.removesuffix(DRAFT_SUFFIX)


class FormerSlug(models.Model):
    """A name that a study once had: old addresses go on working."""

    slug = models.CharField(max_length=120, unique=True, validators=[SLUG])
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="former_slugs")

    natural_key_lookups = ("slug",)
    objects = NaturalKeyManager()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    def natural_key(self):
        return (self.slug,)
