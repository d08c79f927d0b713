"""Rows that say what a study is about, and where its own figures stand."""

from studies.models import (
    FormerSlug,
    Registration,
    StudyDisease,
    StudyEndpoint,
    StudyFact,
    StudyLink,
    StudyReport,
    StudySetting,
)

from .rows import SOURCE, RowInline


class ReportsInline(RowInline):
    """Reports of the study."""

    model = StudyReport
    verbose_name_plural = "reports"
    head = ("report", "role", "extent")
    fields = ("key", "report", "role", "extent", "source_address", "source_sha256", "note")
    words = (
        "Begin here: every row names the report it was read from. One study has many reports, and one report may hold "
        "two studies. Another public copy, from which a lost table cell was taken, is a report of its own."
    )


class RegistrationsInline(RowInline):
    """Entries in trial registries."""

    model = Registration
    head = ("registry", "identifier")
    fields = ("key", "registry", "identifier")


class DiseasesInline(RowInline):
    """Diseases of the patients."""

    model = StudyDisease
    verbose_name_plural = "diseases"
    head = ("disease", "n", "n_state", "place")
    fieldsets = ((None, {"fields": ("key", "disease", "n", "n_state")}), SOURCE)
    words = "Each disease with its own n; “not reported” where the source gives none."


class SettingsInline(RowInline):
    """Settings of the patients."""

    model = StudySetting
    verbose_name_plural = "settings"
    head = ("setting", "n", "n_state", "place")
    fieldsets = ((None, {"fields": ("key", "setting", "n", "n_state", "definition")}), SOURCE)
    words = "Disease status, transplantation, fitness, intent and line: a study has settings on several of these."


class EndpointsInline(RowInline):
    """Endpoints that were planned."""

    model = StudyEndpoint
    verbose_name_plural = "planned endpoints"
    head = ("endpoint", "target", "place")
    fieldsets = ((None, {"fields": ("key", "endpoint", "primary", "target")}), SOURCE)


class FactsInline(RowInline):
    """Places of the study's own figures."""

    model = StudyFact
    verbose_name = "place of a figure of the study"
    verbose_name_plural = "places of the study’s own figures"
    head = ("field", "as_reported", "state", "place")
    fieldsets = ((None, {"fields": ("key", "field", "state")}), SOURCE)
    words = (
        "Each field above that the source states (n enrolled, dates, centres, follow-up, phase, why it stopped …) has "
        "one row here that says where. A figure the reader would expect and that is absent has a row with its reason."
    )


class LinksInline(RowInline):
    """Other records with some of the same patients."""

    model = StudyLink
    fk_name = "study"
    verbose_name = "link to another study"
    verbose_name_plural = "links to other studies"
    head = ("kind", "other")
    fields = ("key", "other", "kind", "note")


class FormerSlugsInline(RowInline):
    """Names that the study once had in addresses."""

    model = FormerSlug
    verbose_name_plural = "former names in addresses"
    fields = ("slug",)
    readonly_fields = ("slug",)
    can_delete = False
    max_num = 0
    words = "Kept by renaming, so that old addresses go on working."
