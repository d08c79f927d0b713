"""Filling in the admin's pages as a browser does: what the page shows, and what a curator changes in it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from studies.admin.sections import ROW_SECTIONS

PAGES = ["change", *(section.name for section in ROW_SECTIONS)]
Typed = dict[str, Any]
LOCATED = {"place": "Table 1", "as_reported": "9"}


def typed(response: HttpResponse) -> Typed:
    """Every value that the page's forms would send if it were saved untouched."""
    data: Typed = {}
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    for form in [response.context["adminform"].form, *(form for formset in formsets for form in _forms(formset))]:
        data |= _values(form)
    return data


def _forms(formset: Any) -> Iterable[Any]:
    return [formset.management_form, *formset.forms]


def _values(form: Any) -> Typed:
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def add_row(response: HttpResponse, data: Typed, prefix: str, **values: Any) -> None:
    """One more row of a kind, filled in like a new row that a curator unfolds."""
    formset = next(one.formset for one in response.context["inline_admin_formsets"] if one.formset.prefix == prefix)
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {name.replace("__prefix__", str(number)): value for name, value in _values(formset.empty_form).items()}
    data |= row | {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    data[f"{prefix}-TOTAL_FORMS"] = number + 1


def row_of(data: Typed, prefix: str, key: str) -> str:
    """How the fields of one row begin: “outcomes-3”."""
    return next(
        name.removesuffix("-key")
        for name, value in data.items()
        if name.startswith(f"{prefix}-") and name.endswith("-key") and value == key
    )


def errors_of(response: HttpResponse) -> list[str]:
    """Every complaint of the page's forms."""
    context = response.context
    found = [*context["adminform"].form.non_field_errors()]
    found += [message for some in context["adminform"].form.errors.values() for message in some]
    for one in context["inline_admin_formsets"]:
        found += [*one.formset.non_form_errors()]
        found += [message for form in one.formset.forms for some in form.errors.values() for message in some]
    return found


class Curator:
    """A browser with somebody logged in."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def opens(self, pk: int, section: str = "change") -> HttpResponse:
        response = self.client.get(f"/admin/studies/study/{pk}/{section}/")
        assert response.status_code == 200
        return response

    def saves(self, pk: int, data: Typed, section: str = "change") -> HttpResponse:
        return self.client.post(f"/admin/studies/study/{pk}/{section}/", data | {"_continue": "Save"})

    def decides(self, pk: int, deed: str, **data: Any) -> HttpResponse:
        return self.client.post(f"/admin/studies/study/{pk}/{deed}/", data, follow=True)
