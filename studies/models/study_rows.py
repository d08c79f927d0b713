"""What a study is about and where its own figures stand: small rows of the aggregate."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from studies.choices import Extent, LinkKind, Registry, ReportRole

from .base import SourcedRow, StudyRow, count_field, owned_by_study, state_field
from .constraints import check, not_empty, value_xor_state

FACT_FIELDS = (
    "acronym",
    "design",
    "phase",
    "prospective",
    "randomisation",
    "centres",
    "countries",
    "enrolment_from",
    "enrolment_to",
    "n_enrolled",
    "n_evaluable",
    "data_cutoff",
    "follow_up_median",
    "follow_up_from",
    "follow_up_to",
    "stopped_because",
    "funding",
)


class StudyFact(SourcedRow):
    """Where a figure of the study itself was read, or why it is absent: one row a field of Study."""

    study = owned_by_study("facts")
    field = models.CharField(max_length=20, choices=[(name, name.replace("_", " ")) for name in FACT_FIELDS])
    state = state_field("the figure")

    class Meta(SourcedRow.Meta):
        constraints = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("study", "field"),
                name="%(class)s_field_unique_in_study",
                violation_error_message="This field of the study has its place already.",
            ),
            check("field_known", Q(field__in=FACT_FIELDS), "No such field of a study."),
        ]


class Registration(StudyRow):
    """An entry in a trial registry."""

    study = owned_by_study("registrations")
    registry = models.CharField(max_length=10, choices=Registry.choices)
    identifier = models.CharField(max_length=40, help_text="As the registry writes it: NCT00267059.")

    class Meta(StudyRow.Meta):
        constraints = [
            *StudyRow.Meta.constraints,
            not_empty("identifier", "A registration needs its identifier."),
            models.UniqueConstraint(
                fields=("study", "registry", "identifier"),
                name="%(class)s_unique_in_study",
                violation_error_message="The study has this registration already.",
            ),
        ]


class StudyReport(StudyRow):
    """A report of this study: what it is to the study, how much of it was read, and from which text."""

    study = owned_by_study("study_reports")
    report = models.ForeignKey("studies.Report", on_delete=models.PROTECT, related_name="study_reports")
    role = models.CharField(max_length=10, choices=ReportRole.choices)
    extent = models.CharField(max_length=20, choices=Extent.choices, help_text="How much of it was read.")
    source_address = models.CharField(max_length=400, blank=True, help_text="Public address of the text read.")
    source_sha256 = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text read.")
    note = models.TextField(blank=True)

    class Meta(StudyRow.Meta):
        constraints = [
            *StudyRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("study", "report"),
                name="%(class)s_report_unique_in_study",
                violation_error_message="The study has this report already.",
            ),
        ]


class StudyDisease(SourcedRow):
    """A disease among the study's patients, with its own n."""

    study = owned_by_study("study_diseases")
    disease = models.ForeignKey("studies.Disease", on_delete=models.PROTECT, related_name="study_diseases")
    n = count_field("Patients with it.")
    n_state = state_field("the number")

    class Meta(SourcedRow.Meta):
        constraints = [
            *SourcedRow.Meta.constraints,
            value_xor_state("n", "n_state"),
            models.UniqueConstraint(
                fields=("study", "disease"),
                name="%(class)s_disease_unique_in_study",
                violation_error_message="The study has this disease already.",
            ),
        ]


class StudySetting(SourcedRow):
    """A setting of the study's patients, with its own n and the source's definition."""

    study = owned_by_study("study_settings")
    setting = models.ForeignKey("studies.Setting", on_delete=models.PROTECT, related_name="study_settings")
    n = count_field("Patients in it.")
    n_state = state_field("the number")
    definition = models.TextField(blank=True, help_text="How this study defines it, in our words.")

    class Meta(SourcedRow.Meta):
        constraints = [
            *SourcedRow.Meta.constraints,
            value_xor_state("n", "n_state"),
            models.UniqueConstraint(
                fields=("study", "setting"),
                name="%(class)s_setting_unique_in_study",
                violation_error_message="The study has this setting already.",
            ),
        ]


class StudyEndpoint(SourcedRow):
    """An endpoint that the study planned."""

    study = owned_by_study("study_endpoints")
    endpoint = models.ForeignKey("studies.Endpoint", on_delete=models.PROTECT, related_name="study_endpoints")
    primary = models.BooleanField(help_text="Primary, else secondary.")
    target = models.CharField(max_length=200, blank=True, help_text="What the design asked for: “20% or higher”.")

    class Meta(SourcedRow.Meta):
        constraints = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("study", "endpoint"),
                name="%(class)s_endpoint_unique_in_study",
                violation_error_message="The study has this endpoint already.",
            ),
        ]


class StudyLink(StudyRow):
    """Another record with some of the same patients."""

    study = owned_by_study("links")
    # Never empty, but NULL for the moment in which loaddata waits for the other study's file.
    other = models.ForeignKey("studies.Study", on_delete=models.PROTECT, null=True, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    note = models.TextField(blank=True)

    class Meta(StudyRow.Meta):
        constraints = [
            *StudyRow.Meta.constraints,
            check("not_to_itself", ~Q(study=models.F("other")), "A study is not linked to itself."),
        ]

    def clean(self):
        super().clean()
        if self.other_id is not None and self.other and self.other.is_working_copy:
            raise ValidationError({"other": "Link to the published study, not to its working copy."})
        if self.other_id is not None and self.other_id == self.study.revises_id:
            raise ValidationError({"other": "A study is not linked to itself."})
