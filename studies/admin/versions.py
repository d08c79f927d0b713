"""Two versions in view: what is stored now beside what was typed into a stale form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Version:
    """One field that the stored study has otherwise than the form."""

    row: str
    field: str
    stored: str
    typed: str


def differences(form: Any, inline_formsets: Any) -> list[Version]:
    """Every field of the study, and of the rows on the page, that differs."""
    found = list(_of_form(form, "the study"))
    for one in inline_formsets:
        name = one.opts.verbose_name
        for row in one.formset.initial_forms:
            found.extend(_of_form(row, f"{name} {row.instance}" if row.instance.pk else f"{name}, no longer there"))
    return found


def _of_form(form: Any, row: str) -> Iterator[Version]:
    for name in form.changed_data:
        bound = form[name]
        if not bound.is_hidden:
            yield Version(row, str(bound.label), _shown(bound, bound.initial), _shown(bound, bound.data))


def _shown(bound: Any, value: Any) -> str:
    value = bound.field.prepare_value(value)
    choices = dict(getattr(bound.field, "choices", None) or ()) if not hasattr(bound.field, "known") else {}
    record = getattr(bound.field, "known", {}).get(str(value))
    return "nothing" if value in (None, "", []) else str(record or choices.get(value, value))
