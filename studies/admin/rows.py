"""The rows of a study as forms within its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from studies.choices import ReportRole
from studies.models import Report, Study, StudyReport
from studies.models.base import SourcedRow, StudyRow

from .fields import (
    Known,
    KnownAutocomplete,
    KnownAutocompleteMultiple,
    KnownChoiceField,
    KnownMultipleField,
    RowByKeyField,
    RowChoiceField,
    list_of_keys,
    plain_formfield,
)

Group = tuple[str | None, Any]  # a heading, and what stands under it

SOURCE: Group = ("Where it was read", {"fields": ("report", "place", "as_reported", "also_at", "computed", "note")})
VALUE: Group = (
    "Value",
    {
        "fields": (
            "events", "total", "denominator_unit", "percent_operator", "percent",
            "statistic", "estimate", "unit", "text",
        )
    },
)  # fmt: skip
BOUNDS: Group = ("Bounds", {"fields": ("lower", "upper", "bounds_kind", "bounds_level")})
ABSENT: Group = (
    "Absent because",
    {
        "fields": ("state", "events_state", "total_state", "percent_state", "lower_state", "upper_state"),
    },
)
TIME: Group = ("When", {"fields": ("time_origin", "time_point", "time_unit", "timing")})
SHORT_LISTS = {"arm", "subgroup", "schedule", "component", "discrepancy", "parent", "report"}


class RowForm(forms.ModelForm):
    """A row as typed. What was not touched is not judged again: that would ask the database about each rule."""

    head: tuple[str, ...] = ()

    def _post_clean(self) -> None:
        if self.instance.pk is None or self.has_changed():
            super()._post_clean()  # type: ignore[misc]

    @property
    def unfolded(self) -> bool:
        """Whether the page shows the row open: it is new, or was typed into and is not saved."""
        return self.instance.pk is None or (self.is_bound and bool(self.errors or self.has_changed()))

    @property
    def summary(self) -> list[str]:
        """What tells the folded row from the others, beside its key."""
        return [text for text in map(self._shown, self.head) if text]

    def _shown(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name, None)
        return "" if value is None else str(value)


class RowInline(admin.StackedInline):
    """One kind of row. Its foreign keys choose among this study's rows, its terms are looked up as typed."""

    template = "admin/studies/study/rows.html"
    form = RowForm
    extra = 0
    words = ""  # what the extraction manual asks of these rows
    head: tuple[str, ...] = ()  # what the folded row shows beside its key

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        foreign = [field.name for field in self.model._meta.concrete_fields if field.is_relation]
        rows = super().get_queryset(request).select_related(*[name for name in foreign if name != "study"])
        return rows.prefetch_related(*[field.name for field in self.model._meta.local_many_to_many])

    def get_formset(self, request: HttpRequest, obj: Study | None = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.head = self.head
        for name, field in formset.form.base_fields.items():
            if isinstance(field, Known):
                self._read_choices(name, field, obj)
        return formset

    def _read_choices(self, name: str, field: Any, study: Study | None) -> None:
        own = self.model._default_manager.filter(study=study).values(name)
        offered: Any = field.queryset
        if not isinstance(field, RowChoiceField | RowByKeyField):
            field.know(offered.filter(pk__in=own))
            return
        field.queryset = reports_of(study, own) if offered.model is Report else offered.filter(study=study)
        rows = list(field.queryset)
        field.initial = usual(rows) if field.required else None
        field.know(rows)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        plain = plain_formfield(db_field, **kwargs)
        if plain is not None:
            return plain
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 30})
        if db_field.is_relation:
            kwargs |= self._choice(db_field)
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def _choice(self, db_field: models.Field) -> dict[str, Any]:
        """How a foreign key is chosen: a row or report of this study from a list or by key, a term as typed."""
        target: Any = db_field.related_model
        if db_field.many_to_many:
            return {"form_class": KnownMultipleField, "widget": KnownAutocompleteMultiple(db_field, self.admin_site)}
        if not issubclass(target, StudyRow) and not (target is Report and issubclass(self.model, SourcedRow)):
            return {"form_class": KnownChoiceField, "widget": KnownAutocomplete(db_field, self.admin_site)}
        if db_field.name in SHORT_LISTS:
            return {"form_class": RowChoiceField, "widget": forms.Select()}
        attrs = {"list": list_of_keys(target), "autocomplete": "off", "size": 24}
        return {"form_class": RowByKeyField, "widget": forms.TextInput(attrs=attrs)}


def reports_of(study: Study | None, read: models.QuerySet) -> models.QuerySet[Report]:
    """The reports of a study, the primary one first; and what rows were ``read`` from, if it is another."""
    mine = StudyReport.objects.filter(study=study)
    primary = mine.filter(role=ReportRole.PRIMARY, report=models.OuterRef("pk"))
    either = models.Q(pk__in=mine.values("report")) | models.Q(pk__in=read)
    return Report.objects.filter(either).order_by(~models.Exists(primary), "slug")


def usual(rows: list[Any]) -> int | None:
    """What a new row points at unless told otherwise: the only one, the primary report, all patients."""
    whole = [row for row in rows if isinstance(row, Report) or getattr(row, "is_all", False)]
    found = whole or (rows if len(rows) == 1 else [])
    return found[0].pk if found else None
