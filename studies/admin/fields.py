"""Form fields of the curating pages: choices that are read once a page, and JSON that is typed as plain lines."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models

from studies.models.base import StudyRow
from studies.records import plain

BETWEEN = " :: "  # a printed table row holds bars already


class Known(forms.ModelChoiceField):
    """A choice among records that the page has read already, once for all its forms."""

    known: dict[str, models.Model]

    def know(self, records: Iterable[models.Model]) -> None:
        """Remembers these records; every copy of the field shares them."""
        self.known = {str(record.pk): record for record in records}

    def record(self, pk: Any) -> models.Model:
        """The record of this primary key, from memory if it is known. Raises ValidationError."""
        if str(pk) not in self.known:
            record = forms.ModelChoiceField.to_python(self, pk)
            if record is None:
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
            self.known[str(pk)] = record
        return self.known[str(pk)]


class KnownChoiceField(Known):
    """One known record."""

    def to_python(self, value: Any) -> models.Model | None:
        return None if value in self.empty_values else self.record(value)


class KnownMultipleField(forms.ModelMultipleChoiceField, Known):
    """Several known records."""


class RowChoiceField(KnownChoiceField):
    """A row of the same study, chosen from a list."""

    def know(self, records: Iterable[models.Model]) -> None:
        super().know(records)
        empty = [] if self.required and self.initial is not None else [("", "—")]
        self.choices = [*empty, *((pk, row_label(row)) for pk, row in self.known.items())]


class RowByKeyField(KnownChoiceField):
    """A row of the same study, typed as its key; the page offers the keys there are."""

    by_key: dict[str, StudyRow]

    def know(self, records: Iterable[models.Model]) -> None:
        super().know(records)
        self.by_key = {row.key: row for row in self.known.values() if isinstance(row, StudyRow)}

    def prepare_value(self, value: Any) -> Any:
        row = self.known.get(str(value))
        return row.key if isinstance(row, StudyRow) else value

    def to_python(self, value: Any) -> models.Model | None:
        if value in self.empty_values:
            return None
        found = self.by_key.get(str(value).strip())
        if found is None:
            raise ValidationError("No such row in this study: type its key.", code="invalid_choice")
        return found


def list_of_keys(model: type[models.Model]) -> str:
    """The id under which a page offers the keys of one kind of row."""
    return f"rows-{model._meta.model_name}"


def row_label(row: models.Model) -> str:
    """What a curator recognises a row (or report) by: its key, and its own words if it has any."""
    key = getattr(row, "key", str(row))
    return key if str(row) == key else f"{key}: {row}"


class KnownLabels(AutocompleteMixin, forms.Select):
    """An autocomplete that takes the words of what is chosen from the field's known records."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list:
        field = self.choices.field
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", selected=False, index=0))
        for pk in value:
            if pk in field.empty_values:
                continue
            try:
                label = field.label_from_instance(field.record(pk))
            except ValidationError:
                continue  # the field itself says that there is no such record
            options.append(self.create_option(name, pk, label, selected=True, index=len(options)))
        return [(None, options, 0)]


class KnownAutocomplete(KnownLabels, AutocompleteSelect):
    """One term, found by typing a part of any of its names."""


class AutocompleteMultiple(AutocompleteSelectMultiple):
    """Several terms, each found by typing a part of any of its names."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        del attrs["data-placeholder"]  # it would stand in the list without being an item of it
        attrs["data-allow-clear"] = "false"
        return attrs


class KnownAutocompleteMultiple(KnownLabels, AutocompleteMultiple):
    """Several terms, whose words the page knows."""


class PlainDecimalField(forms.DecimalField):
    """A clinical number as it is read: 75, not 75.000000."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else plain(value)


class LinesField(forms.CharField):
    """A JSON value typed as lines of text."""

    widget = forms.Textarea(attrs={"rows": 2})
    empty_value: Any = []

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(self.lines_of(value))

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines()]
        return self.value_of([line for line in lines if line])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (self.value_of([]) if initial is None else initial)
        except ValidationError:
            return True

    def run_validators(self, value: Any) -> None:
        """The characters are judged as typed, the value by the model."""
        super().run_validators("\n".join(self.lines_of(value)))

    def lines_of(self, value: Any) -> list[str]:
        return [str(one) for one in value]

    def value_of(self, lines: list[str]) -> Any:
        return lines


class MapField(LinesField):
    """A map of names to texts: “name: text”, one a line."""

    def lines_of(self, value: Any) -> list[str]:
        return [f"{name}: {text}" for name, text in value.items()]

    def value_of(self, lines: list[str]) -> Any:
        pairs = [line.partition(":") for line in lines]
        if any(not colon or not name.strip() or not text.strip() for name, colon, text in pairs):
            raise ValidationError("Write each line as “name: text”.", code="invalid")
        return {name.strip(): text.strip() for name, _, text in pairs}


class PlacesField(LinesField):
    """Further places of a figure: “place :: as printed :: slug of another report”, one a line."""

    parts = ("place", "as_reported", "report")

    def lines_of(self, value: Any) -> list[str]:
        return [BETWEEN.join(self._cells(one)) for one in value]

    def _cells(self, entry: dict) -> list[str]:
        cells = [str(entry.get(part, "")) for part in self.parts]
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def value_of(self, lines: list[str]) -> Any:
        return [self._place(line) for line in lines]

    def _place(self, line: str) -> dict[str, str]:
        cells = [cell.strip() for cell in line.split(BETWEEN.strip())]
        if len(cells) > len(self.parts):
            raise ValidationError("A place is “place :: as printed :: report”.", code="invalid")
        return {part: cell for part, cell in zip(self.parts, cells, strict=False) if cell}


PLACES_HELP = "Further places of the same figure, one a line: place :: as printed :: slug of the report if another."
COMPUTED_HELP = "Values that we computed, one a line: field: formula with its figures (events: 0.24 × 100 = 24)."
COMPLETED_HELP = "Fields completed from public records, one a line: field: address of the record."
LINES: dict[str, tuple[type[LinesField], str]] = {
    "also_at": (PlacesField, PLACES_HELP),
    "computed": (MapField, COMPUTED_HELP),
    "completed_from": (MapField, COMPLETED_HELP),
    "authors": (LinesField, "In order, one a line: Ferrajoli A."),
    "countries": (LinesField, "ISO 3166 codes of two letters, one a line: IT."),
    "rules": (LinesField, "Rules of the checks whose findings this explains, one a line: percent-fits."),
}


def plain_formfield(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a JSON or decimal column, as a curator types it; None for other columns."""
    if isinstance(db_field, models.JSONField):
        form_class, help_text = LINES[db_field.name]
        kwargs.pop("widget", None)
        return db_field.formfield(**kwargs, form_class=form_class, help_text=help_text)
    if isinstance(db_field, models.DecimalField):
        return db_field.formfield(**kwargs, form_class=PlainDecimalField)
    return None
