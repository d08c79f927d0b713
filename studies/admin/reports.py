"""Reports, and the history of studies."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studies.models import Report, Revision

from .fields import plain_formfield


class ReportForm(forms.ModelForm):
    """A citation, whose identifiers may be pasted with their resolver's address."""

    class Meta:
        model = Report
        fields = ()

    def _one_spelling(self, name: str) -> str | None:
        report = Report(**{name: self.cleaned_data[name]})
        report.clean()
        return getattr(report, name)

    def clean_doi(self) -> str | None:
        return self._one_spelling("doi")

    def clean_pmid(self) -> str | None:
        return self._one_spelling("pmid")

    def clean_pmcid(self) -> str | None:
        return self._one_spelling("pmcid")


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Publications: a DOI or PMID that another report has is refused."""

    form = ReportForm
    list_display = ("slug", "title", "journal", "year", "kind", "status")
    list_filter = ("kind", "status", "year")
    search_fields = ("slug", "title", "authors", "journal", "doi", "pmid", "pmcid")
    autocomplete_fields = ("copy_of",)
    list_per_page = 50
    fieldsets = (
        (
            "Citation",
            {
                "fields": (
                    "slug", "kind", "title", "authors", "journal", "year", "volume", "issue", "pages", "language",
                ),
                "description": "Fields that nothing confirms stay blank.",
            },
        ),
        ("Identifiers", {"fields": ("doi", "pmid", "pmcid", "url")}),
        ("Status", {"fields": ("status", "status_note", "copy_of", "completed_from")}),
    )  # fmt: skip

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return plain_formfield(db_field, **kwargs) or super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    """What each published version was. Appended to by publishing, never changed."""

    list_display = ("study", "version", "by", "at", "reason")
    list_select_related = ("study",)
    search_fields = ("study__slug", "by", "reason")
    fields = ("study", "version", "by", "at", "reason", "digest", "previous_digest", "as_fixture")
    readonly_fields = ("as_fixture",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Revision]:
        return super().get_queryset(request).order_by("-at", "study__slug")

    @admin.display(description="the study as a fixture")
    def as_fixture(self, revision: Revision) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(revision.snapshot, ensure_ascii=False, indent=1))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False
