"""Shared terms, with their other names and their codes."""

from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField, Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from studies.models import (
    AdverseEventTerm,
    Agent,
    AgentClass,
    Code,
    Disease,
    Endpoint,
    Regimen,
    ResponseCriteria,
    Setting,
    Synonym,
)
from studies.models.labels import TERMS

from .fields import AutocompleteMultiple

KIND_OF_TERM = {path.lower(): kind for kind, path in TERMS.items()}


class LabelFormSet(BaseInlineFormSet):
    """Rows of a table, whose fields are named for those who do not see its head."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)


class LabelInline(admin.TabularInline):
    """Labels of one kind of term: only that foreign key is filled."""

    formset = LabelFormSet
    extra = 0

    def __init__(self, parent_model: type[Model], admin_site: admin.AdminSite) -> None:
        self.fk_name = KIND_OF_TERM[parent_model._meta.label_lower]
        super().__init__(parent_model, admin_site)


class SynonymInline(LabelInline):
    """Brands, spellings, research codes, words of other languages."""

    model = Synonym
    fields = ("text", "kind", "language")


class CodeInline(LabelInline):
    """Codes in outside systems, each with what confirmed it."""

    model = Code
    fields = ("system", "code", "label", "source")
    verbose_name_plural = "codes: confirmed by a public source, else left out"


class TermAdmin(admin.ModelAdmin):
    """A term is found by its name, its abbreviation and every synonym."""

    list_display: tuple[str, ...] = ("name", "abbreviation", "slug")
    search_fields = ("name", "abbreviation", "slug", "synonyms__text")
    search_help_text = "Name, abbreviation or synonym"
    inlines = (SynonymInline, CodeInline)
    prepopulated_fields = {"slug": ("name",)}
    list_per_page = 100

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = AutocompleteMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Disease)
class DiseaseAdmin(TermAdmin):
    """Diseases."""

    list_display = ("name", "abbreviation", "parent", "headline_endpoint")
    list_select_related = ("parent", "headline_endpoint")
    autocomplete_fields = ("parent", "headline_endpoint")


@admin.register(AgentClass)
class AgentClassAdmin(TermAdmin):
    """Classes of agents."""

    list_display = ("name", "abbreviation", "parent")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)


@admin.register(Agent)
class AgentAdmin(TermAdmin):
    """Agents."""

    list_display = ("name", "abbreviation", "kind", "agent_class")
    list_filter = ("kind", "agent_class")
    list_select_related = ("agent_class",)
    autocomplete_fields = ("agent_class",)


@admin.register(Setting)
class SettingAdmin(TermAdmin):
    """Settings."""

    list_display = ("name", "axis", "parent")
    list_filter = ("axis",)
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)


@admin.register(Regimen)
class RegimenAdmin(TermAdmin):
    """Regimens."""

    autocomplete_fields = ("agents",)


@admin.register(Endpoint)
class EndpointAdmin(TermAdmin):
    """Endpoints."""

    list_display = ("name", "abbreviation", "domain", "kind", "direction", "position")
    list_filter = ("domain", "kind")
    autocomplete_fields = ("includes",)


@admin.register(ResponseCriteria)
class ResponseCriteriaAdmin(TermAdmin):
    """Response criteria."""

    list_display = ("name", "version", "abbreviation")


@admin.register(AdverseEventTerm)
class AdverseEventTermAdmin(TermAdmin):
    """Terms for harm."""

    list_display = ("name", "system_organ_class", "hematologic")
    list_filter = ("system_organ_class", "hematologic")
