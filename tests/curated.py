"""The curated studies of fixtures/, the five first of them, and small studies to fill a list with."""

import copy
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.db import connection

from studies.actions import load_rows
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.indexing import rebuild_index
from studies.models import Disease, Report, Study, StudyDisease, StudyReport
from studies.records import aggregate_objects

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MALIK = "malik-2013-azacitidine-cll"
CASE = "azacitidine-lenalidomide-aml-case-2014"
LESSI = "lessi-2021-hypomethylating-agents-aml"
AZALENA = "schroeder-2023-azalena"
FERRAJOLI = "ferrajoli-2008-lenalidomide-cll"


SEEDS = (MALIK, CASE, LESSI, AZALENA, FERRAJOLI)


def load_corpus() -> None:
    """Everything in fixtures/, as `load_fixtures` loads it."""
    load_rows(rows=read_fixtures(read_files(files_in(FIXTURES))), by="tests")
    with connection.cursor() as cursor:
        for model in apps.get_app_config("studies").get_models():
            # As the server does by itself: a planner without statistics joins blindly. Table by table, for a bare
            # ANALYZE also locks what all databases of a server share.
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def load_seeds() -> None:
    """All terms and reports, and the five first studies only: what the pages show of them is known by heart."""
    files = [path for path in files_in(FIXTURES) if path.parent.name != "studies" or path.stem in SEEDS]
    load_rows(rows=read_fixtures(read_files(files)), by="tests")


def load_terms() -> None:
    """The shared terms only."""
    files = [path for path in files_in(FIXTURES) if path.parent.name == "terms"]
    load_rows(rows=read_fixtures(read_files(files)), by="tests")


def many_studies(count: int, disease: str = "cll") -> None:
    """Plainly made-up published studies of one disease, numbered."""
    of = Disease.objects.get(slug=disease)
    for number in range(1, count + 1):
        report = Report.objects.create(
            slug=f"made-up-{number}", kind="article", title=f"Made-up report {number}", year=1990 + number % 30
        )
        study = Study.objects.create(
            slug=f"made-up-{number}",
            title=f"Made-up study {number}",
            design="single_arm",
            extraction="manual_single",
            n_enrolled=number,
            state="published",
            version=1,
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        StudyReport.objects.create(study=study, key="report", report=report, role="primary", extent="citation")
        StudyDisease.objects.create(study=study, key=disease, disease=of, n=number, report=report, place="Title")
    rebuild_index()


def copy_of(slug: str, number: int) -> Study:
    """A made-up study with the same sections as a real one; whoever makes some rebuilds the index after the last."""
    study = Study.objects.get(slug=slug)
    sections = aggregate_objects(study)
    study.pk, study._state.adding, study.slug = None, True, f"made-up-copy-{number}"
    study.save()
    made: dict[tuple, object] = {}
    for name in ("arms", "schedules", "subgroups", "components", "arm_schedules", "study_diseases", "study_settings",
                 "study_reports", "outcomes", "adverse_events"):  # fmt: skip
        for row in sections[name]:
            new = copy.copy(row)
            new.pk, new.study = None, study
            new._state = copy.copy(row._state)
            new._state.adding = True
            for field in row._meta.concrete_fields:
                if field.is_relation and (field.related_model, getattr(row, field.attname)) in made:
                    setattr(new, field.name, made[field.related_model, getattr(row, field.attname)])
            new.save()
            made[type(row), row.pk] = new
    return study
