"""Curating a study: one page a section, saved only if nobody saved it meanwhile."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from studies.actions import Refused, create_study, save_draft
from studies.choices import State
from studies.exchange.fixture_writer import StillChanging, bundle
from studies.models import Study

from .fields import RowByKeyField, list_of_keys, plain_formfield
from .findings import Findings
from .manual import manual_view
from .publication import DRAFTS, MAY_EDIT, PublicationAdmin
from .refusals import sentence_of
from .sections import CHECK, IDENTITY, ROW_SECTIONS, SECTIONS, name_of_page, page_after
from .study_fields import BY_THE_HOUSE, FIELDSETS
from .study_form import StudyForm
from .versions import differences
from .window import window_of

SHOWN_AT_ONCE = 3


@admin.register(Study)
class StudyAdmin(PublicationAdmin):
    """Drafts and working copies are edited; a published study is read, and revised."""

    form = StudyForm
    list_display = ("slug", "title", "state", "design", "n_enrolled", "review_status", "version")
    list_filter = (
        "state",
        "review_status",
        "design",
        "extraction",
        ("study_diseases__disease", admin.RelatedOnlyFieldListFilter),
        ("study_settings__setting", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = (
        "slug",
        "title",
        "acronym",
        "registrations__identifier",
        "study_reports__report__doi",
        "study_reports__report__pmid",
        "study_reports__report__title",
    )
    search_help_text = "Name, title, registration, DOI, PMID"
    actions = ("export_fixture", "run_the_checks")
    list_per_page = 50

    # --- Addresses and pages -------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"<int:object_id>/{section.name}/",
                self.admin_site.admin_view(self.section_view),
                {"section": section.name},
                name=f"studies_study_{section.name}",
            )
            for section in ROW_SECTIONS
        ]
        manual = path("manual/", self.admin_site.admin_view(manual_view), name="studies_study_manual")
        return [manual, *pages, *super().get_urls()]

    def section_view(self, request: HttpRequest, object_id: int, section: str) -> HttpResponse:
        """The rows of one section of a study."""
        return self.changeform_view(request, str(object_id))

    def get_fieldsets(self, request: HttpRequest, obj: Study | None = None) -> Any:
        return FIELDSETS if _section(request) == IDENTITY.name else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Study | None = None) -> Any:
        named = obj is not None and (obj.version > 0 or obj.is_working_copy)
        return (*BY_THE_HOUSE, "slug") if named else BY_THE_HOUSE

    def get_inlines(self, request: HttpRequest, obj: Study | None) -> Any:
        return () if obj is None else SECTIONS[_section(request)].inlines

    def get_formset_kwargs(self, request: HttpRequest, obj: Study, inline: Any, prefix: str) -> dict[str, Any]:
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        found["queryset"] = window_of(request).narrow(found["queryset"].filter(study=obj))
        return found

    def get_form(self, request: HttpRequest, obj: Study | None = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form: Any = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 60})
        return plain_formfield(db_field, **kwargs) or super().formfield_for_dbfield(db_field, request, **kwargs)

    # --- Who may --------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Study | None = None) -> bool:
        """Only drafts. What was typed into one that was published meanwhile is refused in words, and kept."""
        open_to_edits = obj is None or obj.state in DRAFTS or request.method == "POST"
        return open_to_edits and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Study | None = None) -> bool:
        """A draft is discarded, a published study withdrawn; neither is deleted here."""
        return False

    def get_view_on_site_url(self, obj: Study | None = None) -> str | None:
        return reverse("study", args=[obj.slug]) if obj and obj.state == State.PUBLISHED else None

    # --- Saving ---------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except (Refused, ValidationError, IntegrityError) as error:
            # Nothing was saved. Shown once more, with what was typed and why it was refused.
            request.refusal = sentence_of(error)  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, *args, **kwargs)
            if isinstance(error, Refused) and response.status_code == HTTPStatus.OK:
                response.status_code = HTTPStatus.CONFLICT
            return response

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Study:  # noqa: FBT001  # Django's own
        if change:
            return super().save_form(request, form, change)
        return create_study(by=request.user.get_username(), **form.cleaned_data)

    def save_model(self, request: HttpRequest, obj: Study, form: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing yet: the study and its rows are saved together, in one action."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        def apply() -> None:
            super(StudyAdmin, self).save_model(request, form.instance, form, change)
            super(StudyAdmin, self).save_related(request, form, formsets, change)

        if change:
            seen = form.cleaned_data["seen_edits"]
            save_draft(study=form.instance, by=request.user.get_username(), seen_edits=seen, apply=apply)

    def response_add(self, request: HttpRequest, obj: Study, post_url_continue: str | None = None) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, f"The draft {obj} is made. Begin with its reports.", messages.SUCCESS)
        return HttpResponseRedirect(reverse(name_of_page(IDENTITY.name), args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Study) -> HttpResponse:
        self.message_user(request, "Saved.", messages.SUCCESS)
        self._tell_findings(request, obj)
        if "_next" not in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(reverse(name_of_page(page_after(_section(request))), args=[obj.pk]))

    def _tell_findings(self, request: HttpRequest, study: Study) -> None:
        findings = Findings.of(study)
        first = " ".join(shown.finding.sentence for shown in findings.standing[:SHOWN_AT_ONCE])
        check = format_html('<a href="{}">{}</a>', reverse(name_of_page(CHECK), args=[study.pk]), f"Check of {study}")
        message = format_html("{}: {} {}", check, findings, first)
        self.message_user(request, message, messages.WARNING if findings.standing else messages.INFO)

    # --- What the page shows --------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        study, form = context.get("original"), context["adminform"].form
        if study is not None:
            context |= self.study_context(request, study, _section(request))
            context["datalists"] = _datalists(context["inline_admin_formsets"])
            context["rows_window"] = window_of(request)
            if form.is_bound and form.is_stale:
                context["stale"] = differences(form, context["inline_admin_formsets"])
                context["last_save"] = _last_save(study)
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("stale") is not None:
            response.status_code = HTTPStatus.CONFLICT
        return response

    def study_context(self, request: HttpRequest, study: Study, section: str) -> dict[str, Any]:
        pages = [(one.name, one.title) for one in SECTIONS.values()] + [(CHECK, "Check and publish")]
        return {
            "section": section,
            "is_nav_sidebar_enabled": False,  # the rows need the width
            "pages": [(name, title, reverse(name_of_page(name), args=[study.pk])) for name, title in pages],
            "next_title": dict(pages).get(page_after(section)) if section != CHECK else "",
            "is_draft": study.state in DRAFTS,
            "working_copy": Study.objects.filter(revises=study).first(),
            "may_edit": request.user.has_perm(MAY_EDIT),
        }

    # --- Actions on several ----------------------------------------------------------------------

    @admin.action(description="Export chosen studies as fixtures", permissions=["view"])
    def export_fixture(self, request: HttpRequest, queryset: models.QuerySet[Study]) -> HttpResponse | None:
        """One file that loads into an empty database."""
        if any(study.is_working_copy for study in queryset):
            self.message_user(request, "A working copy is in no file: choose the study it revises.", messages.ERROR)
            return None
        try:
            text = bundle(queryset.order_by("slug"))
        except StillChanging as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        headers = {"Content-Disposition": 'attachment; filename="hemakb-studies.json"'}
        return HttpResponse(text, content_type="application/json", headers=headers)

    @admin.action(description="Check chosen studies", permissions=["view"])
    def run_the_checks(self, request: HttpRequest, queryset: models.QuerySet[Study]) -> None:
        """A line of findings for each."""
        for study in queryset:
            self._tell_findings(request, study)


def _section(request: HttpRequest) -> str:
    return request.resolver_match.kwargs.get("section", IDENTITY.name) if request.resolver_match else IDENTITY.name


def _datalists(inline_formsets: Any) -> dict[str, list[tuple[str, str]]]:
    """The keys that the page's rows may point at: id of the list → (key, what the row is)."""
    lists = {}
    for one in inline_formsets:
        for name, field in one.formset.form.base_fields.items():
            if isinstance(field, RowByKeyField):
                target = one.formset.model._meta.get_field(name).related_model
                lists[list_of_keys(target)] = [(key, str(row)) for key, row in field.by_key.items()]
    return lists


def _last_save(study: Study) -> LogEntry | None:
    """Who saved the study last, and when."""
    kind = ContentType.objects.get_for_model(Study)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(study.pk)).select_related("user")
    return entries.order_by("-action_time").first()
