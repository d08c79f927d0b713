"""Reports: what was published of a study."""

from django.core.validators import RegexValidator
from django.db import models

from studies.choices import ReportKind, ReportStatus

from .base import KEY, NaturalKeyManager
from .constraints import not_empty
from .validators import list_of_texts, map_of_texts

DOI = RegexValidator(r"\A10\.\d{4,9}/\S+\Z", "A DOI in lower case, from “10.” on: 10.3324/haematol.2022.282570.")
PMID = RegexValidator(r"\A[1-9]\d{0,8}\Z", "Digits only.")
PMCID = RegexValidator(r"\APMC\d+\Z", "PMC and digits.")


class Report(models.Model):
    """A publication. One study has many reports, and one report may hold two studies, so it is shared.

    Fields that nothing confirms stay blank; ``completed_from`` names where a field came from that the
    document itself lacks.
    """

    slug = models.CharField(max_length=80, unique=True, validators=[KEY])
    kind = models.CharField(max_length=20, choices=ReportKind.choices)
    title = models.TextField()
    authors = models.JSONField(
        default=list,
        blank=True,
        validators=[list_of_texts],
        help_text="In order: [“Ferrajoli A”, “Lee BN”]; a name as the record gives it.",
    )
    journal = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True, help_text="Pages or article number.")
    language = models.CharField(max_length=8, blank=True, default="en")
    doi = models.CharField(max_length=200, null=True, blank=True, unique=True, validators=[DOI])
    pmid = models.CharField(max_length=9, null=True, blank=True, unique=True, validators=[PMID])
    pmcid = models.CharField(max_length=12, null=True, blank=True, unique=True, validators=[PMCID])
    url = models.URLField(max_length=400, blank=True)
    status = models.CharField(max_length=20, choices=ReportStatus.choices, blank=True)
    status_note = models.TextField(blank=True)
    completed_from = models.JSONField(
        default=dict,
        blank=True,
        validators=[map_of_texts],
        help_text="Fields completed from public records: {field: address of the record}.",
    )
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies",
        help_text="The report of which this is another public copy.",
    )  # fmt: skip

    natural_key_lookups = ("slug",)
    objects = NaturalKeyManager()

    class Meta:
        ordering = ("slug",)
        constraints = [
            not_empty("slug", "A report needs its name in addresses."),
            not_empty("title", "A report needs its title."),
            models.CheckConstraint(
                name="%(class)s_year_in_range",
                condition=models.Q(year__isnull=True) | models.Q(year__range=(1900, 2100)),
                violation_error_message="The year lies between 1900 and 2100.",
            ),
            models.CheckConstraint(
                name="%(class)s_identifiers_not_empty",
                condition=~models.Q(doi="") & ~models.Q(pmid="") & ~models.Q(pmcid=""),
                violation_error_message="An identifier that is not known is left out, not empty.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self):
        return (self.slug,)

    def clean(self):
        """Identifiers have one spelling: a DOI in lower case without its resolver's address, else none."""
        super().clean()
        doi = (self.doi or "").strip().lower()
        for start in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
            doi = doi.removeprefix(start)
        self.doi = doi.strip() or None
        self.pmid = (self.pmid or "").strip() or None
        self.pmcid = (self.pmcid or "").strip().upper() or None
