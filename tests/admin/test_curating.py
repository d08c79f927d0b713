"""Curating a study through the admin's own pages."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from studies.admin.sections import SECTIONS
from studies.models import AdverseEventTerm, Agent, Disease, Endpoint, Regimen, Report, Setting, Study
from studies.records import SECTIONS as RECORD_SECTIONS
from studies.records import rows_of_study
from tests.admin.forms import LOCATED, PAGES, Curator, add_row, errors_of, row_of, typed
from tests.samples import load, shared_files

pytestmark = pytest.mark.django_db
DERIVED = {"IndexChange", "IndexState", "IndexedStudy", "IndexedWord", "Posting", "StudyPage"}  # nobody curates them


def pk_of(model, slug: str) -> int:
    return model.objects.get(slug=slug).pk


def test_every_model_is_curated_on_a_page_of_its_own_or_of_a_study():
    inline = {one.model for section in SECTIONS.values() for one in section.inlines}
    inline |= {one.model for model_admin in admin.site._registry.values() for one in model_admin.inlines}
    curated = inline | set(admin.site._registry)
    missing = [model for model in apps.get_app_config("studies").get_models() if model not in curated]
    assert {model.__name__ for model in missing} == DERIVED


def test_every_field_of_a_row_stands_on_its_page(curator: Curator, draft: Study):
    inlines = [inline for section in SECTIONS.values() for inline in section.inlines]
    assert {inline.model for inline in inlines} == set(RECORD_SECTIONS.values())
    for inline in inlines:
        groups = inline.fieldsets or [(None, {"fields": inline.fields})]
        shown = {name for _, group in groups for name in group["fields"]}
        columns = [*inline.model._meta.concrete_fields, *inline.model._meta.local_many_to_many]
        assert {column.name for column in columns} - {"id", "study"} == shown, inline


@pytest.fixture
def empty(curator: Curator) -> Study:
    """A draft made in the admin, with its report."""
    load(shared_files())
    made = {
        "slug": "poe-2024-cll",
        "title": "Azacitidine in CLL",
        "design": "single_arm",
        "extraction": "manual_single",
        "countries": "IT\nBR",
    }
    curator.client.post("/admin/studies/study/add/", made)
    study = Study.objects.get(slug="poe-2024-cll")
    page = curator.opens(study.pk)
    data = typed(page)
    add_row(
        page, data, "study_reports", key="main", report=pk_of(Report, "doe-2020"), role="primary", extent="full_text"
    )
    assert curator.saves(study.pk, data).status_code == 302
    return study


def test_a_new_study_is_a_draft_of_who_made_it(empty: Study):
    assert (empty.state, empty.created_by, empty.saved_by) == ("draft", "anna", ["anna"])
    assert empty.countries == ["IT", "BR"]


# Section → the rows that are typed there, in turn: each turn is one save, and may point at rows of the one before.
STUDY = {
    "change": [
        {
            "registrations": {"key": "nct", "registry": "nct", "identifier": "NCT00000000"},
            "study_diseases": {"key": "cll", "disease": (Disease, "cll"), "n": 9},
            "study_settings": {"key": "refractory", "setting": (Setting, "refractory"), "n_state": "not_reported"},
            "study_endpoints": {"key": "orr", "endpoint": (Endpoint, "overall-response"), "primary": "on"},
            "facts": {"key": "n-enrolled", "field": "n_enrolled"},
        }
    ],
    "arms": [
        {
            "arms": {"key": "only", "label": "azacitidine", "role": "only", "n_assigned": 9},
            "schedules": {"key": "main", "regimen": (Regimen, "azacitidine-lenalidomide")},
        },
        {
            "components": {
                "key": "aza",
                "schedule": "main",
                "agent": (Agent, "azacitidine"),
                "dose_from": "75",
                "dose_unit": "mg/m2",
                "days": "1-7",
            },
            "arm_schedules": {"key": "only-main", "arm": "only", "schedule": "main"},
        },
        {"dose_steps": {"key": "up", "component": "aza", "kind": "escalation", "dose": "100", "dose_unit": "mg/m2"}},
    ],
    "patients": [
        {"subgroups": {"key": "all", "variable": "all", "n": 9}},
        {
            "characteristics": {
                "key": "age",
                "arm": "only",
                "subgroup": "all",
                "variable": "age",
                "statistic": "median",
                "estimate": "64.5",
                "unit": "a",
            },
            "therapies": {
                "key": "prior",
                "arm": "only",
                "kind": "prior",
                "description": "fludarabine",
                "agents": (Agent, "fludarabine"),
            },
        },
    ],
    "outcomes": [
        {
            "outcomes": {
                "key": "orr",
                "arm": "only",
                "subgroup": "all",
                "endpoint": (Endpoint, "overall-response"),
                "events": 0,
                "total": 9,
                "denominator_unit": "patients",
                "computed": "events: no patient = 0",
                "also_at": "Abstract :: 0 of 9",
            }
        },
        {"outcomes": {"key": "os", "endpoint": (Endpoint, "overall-survival"), "state": "not_reported"}},
        {
            "comparisons": {
                "key": "os-orr",
                "outcome": "os",
                "reference": "orr",
                "finding": "no_difference",
                "p_state": "not_reported",
            }
        },
    ],
    "harm": [
        {
            "adverse_events": {
                "key": "neutropenia-3-4",
                "term": (AdverseEventTerm, "neutropenia"),
                "term_as_reported": "Neutropenia",
                "scale": "ctcae",
                "grade_from": 3,
                "grade_to": 4,
                "affected": 4,
                "at_risk": 9,
                "denominator_unit": "patients",
            },
            "patient_events": {"key": "death", "arm": "only", "patient": "86-year-old", "event": "died"},
        }
    ],
    "discrepancies": [
        {"discrepancies": {"key": "n", "kind": "two_values", "statement": "Two n.", "used": "9", "reason": "Table."}},
        {"discrepancy_figures": {"key": "n-table", "discrepancy": "n", "outcome": "orr"}},
    ],
}
BY_KEY = {"outcome", "reference"}
LISTED = {"arm": "arms", "subgroup": "subgroups", "schedule": "schedules", "component": "components"}
LISTED |= {"discrepancy": "discrepancies"}


def as_sent(study: Study, name: str, value):
    """What a browser sends for a choice: a row's key where it is typed, else a primary key."""
    if isinstance(value, tuple):
        return pk_of(*value)
    if name in LISTED and name not in BY_KEY:
        return getattr(study, LISTED[name]).get(key=value).pk
    return value


def test_a_curator_types_a_whole_study(curator: Curator, empty: Study):
    for section, turns in STUDY.items():
        for rows in turns:
            page = curator.opens(empty.pk, section)
            data = typed(page)
            for prefix, values in rows.items():
                sent = {name: as_sent(empty, name, value) for name, value in values.items()}
                located = {} if prefix in ("registrations", "discrepancies") else LOCATED
                add_row(page, data, prefix, **located | sent)
            response = curator.saves(empty.pk, data, section)
            assert response.status_code == 302, errors_of(response)
    sections = {name: getattr(empty, name).count() for name in RECORD_SECTIONS}
    assert [name for name, count in sections.items() if not count] == ["former_slugs", "links"]
    orr = empty.outcomes.get(key="orr")
    assert (orr.events, orr.total, orr.computed) == (0, 9, {"events": "no patient = 0"})
    assert orr.also_at == [{"place": "Abstract", "as_reported": "0 of 9"}]
    assert orr.report.slug == "doe-2020"  # the study's only report is taken unless another is chosen
    assert [agent.slug for agent in empty.therapies.get().agents.all()] == ["fludarabine"]


@pytest.mark.parametrize("section", PAGES)
def test_saving_a_page_untouched_changes_nothing(curator: Curator, draft: Study, section: str):
    before = rows_of_study(draft)

    response = curator.saves(draft.pk, typed(curator.opens(draft.pk, section)), section)

    assert response.status_code == 302, errors_of(response)
    assert rows_of_study(draft) == before
    assert Study.objects.get(pk=draft.pk).edits == draft.edits + 1


BAD_VALUES = {
    "more events than patients": ("outcomes", "orr", {"events": 24, "total": 23}, "cannot exceed"),
    "a percent of 171": ("outcomes", "orr", {"percent": "171"}, "between 0 and 100"),
    "a state beside a value": ("outcomes", "orr", {"events_state": "not_reported"}, "keep one"),
    "a key twice": ("outcomes", "orr", {"key": "os"}, "duplicate data for key"),
    "a formula of no field": ("outcomes", "orr", {"computed": "nothing: 1 + 1"}, "is no field"),
    "a formula without its field": ("outcomes", "orr", {"computed": "1 + 1"}, "name: text"),
    "no place": ("outcomes", "orr", {"place": " "}, "required"),
    "grade 6": ("adverse_events", "neutropenia-3-4", {"grade_to": 6}, "from 1 to 5"),
    "no such row": ("comparisons", "orr-17p", {"reference": "nowhere"}, "No such row"),
    "an outcome against itself": ("comparisons", "orr-17p", {"reference": "orr-17p"}, "compared with itself"),
    "too many decimals": ("outcomes", "orr", {"estimate": "0.12345678"}, "decimal places"),
    "a NUL": ("outcomes", "orr", {"also_at": "Abstract\0"}, "Null characters"),
}
PAGE_OF = {"outcomes": "outcomes", "comparisons": "outcomes", "adverse_events": "harm"}


@pytest.mark.parametrize(("section", "key", "values", "complaint"), BAD_VALUES.values(), ids=BAD_VALUES.keys())
def test_what_the_database_would_refuse_is_said_on_the_form(
    curator: Curator, draft: Study, section: str, key: str, values: dict, complaint: str
):
    data = typed(curator.opens(draft.pk, PAGE_OF[section]))
    row = row_of(data, section, key)
    data |= {f"{row}-{name}": value for name, value in values.items()}
    before = rows_of_study(draft)

    response = curator.saves(draft.pk, data, PAGE_OF[section])

    assert response.status_code == 200
    assert any(complaint in message for message in errors_of(response)), errors_of(response)
    assert rows_of_study(draft) == before


def test_a_new_row_with_a_key_that_there_is_already_is_refused(curator: Curator, draft: Study):
    page = curator.opens(draft.pk, "patients")
    data = typed(page)
    add_row(page, data, "subgroups", **LOCATED | {"key": "all", "variable": "all", "n": 3})

    response = curator.saves(draft.pk, data, "patients")

    assert response.status_code == 200
    assert any("duplicate" in message for message in errors_of(response))


def test_a_row_that_others_point_at_is_not_deleted(curator: Curator, draft: Study):
    data = typed(curator.opens(draft.pk, "arms"))

    response = curator.saves(draft.pk, data | {"arms-0-DELETE": "on"}, "arms")

    assert response.status_code == 200
    assert any("would require deleting" in message for message in errors_of(response))
    assert draft.arms.exists()


def test_a_row_is_deleted(curator: Curator, draft: Study):
    data = typed(curator.opens(draft.pk, "harm"))

    assert curator.saves(draft.pk, data | {"patient_events-0-DELETE": "on"}, "harm").status_code == 302

    assert not draft.patient_events.exists()


def test_a_row_of_another_study_is_not_on_offer(curator: Curator, draft: Study, trial: Study):
    data = typed(curator.opens(draft.pk, "outcomes"))
    elsewhere = trial.arms.get()

    response = curator.saves(draft.pk, data | {"outcomes-0-arm": elsewhere.pk}, "outcomes")

    assert response.status_code == 200
    assert draft.outcomes.filter(arm=elsewhere).count() == 0


def test_a_save_says_what_the_checks_find(curator: Curator, draft: Study):
    data = typed(curator.opens(draft.pk, "outcomes"))
    row = row_of(data, "outcomes", "orr")

    curator.saves(draft.pk, data | {f"{row}-percent": "51"}, "outcomes")
    messages = [str(message) for message in curator.opens(draft.pk, "outcomes").context["messages"]]

    assert any("to put right" in message for message in messages)
    assert "51" in curator.opens(draft.pk, "check").content.decode()
    assert LogEntry.objects.filter(object_id=str(draft.pk)).exists()
