"""A study as data: the same rows, in the same order, whatever was read and from where."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studies.models import Outcome, Study
from studies.records import (
    SECTIONS,
    aggregate_objects,
    digest,
    in_order,
    nested_record,
    plain,
    row_fields,
    rows_from_nested,
    rows_of_studies,
    rows_of_study,
)
from tests.samples import TRIAL, load, many, sample_files


@pytest.fixture
def trial(db):
    load(sample_files())
    return Study.objects.get(slug=TRIAL)


def test_a_study_is_read_in_as_many_queries_as_it_has_sections(trial):
    with CaptureQueriesContext(connection) as captured:
        rows_of_study(trial)

    agents_of_therapies = 1
    assert len(captured) == len(SECTIONS) + agents_of_therapies


@pytest.mark.django_db
def test_many_studies_are_read_in_as_many_queries_as_one():
    load(many(7))
    studies = list(Study.objects.all())

    with CaptureQueriesContext(connection) as captured:
        together = {study.slug: rows for study, rows in rows_of_studies(studies)}

    assert len(captured) == len(SECTIONS) + 1
    assert together == {study.slug: rows_of_study(study) for study in studies}


def test_the_sample_fills_every_section(trial):
    """Else the round trips would prove less than they seem to."""
    assert all(aggregate_objects(trial).values())


def test_what_a_row_points_at_is_the_very_row_of_its_section(trial):
    sections = aggregate_objects(trial)

    assert sections["discrepancy_figures"][1].outcome in sections["outcomes"]
    assert all(row.study is trial for rows in sections.values() for row in rows)
    assert any(figure.outcome is row for figure in sections["discrepancy_figures"] for row in sections["outcomes"])


def test_a_row_reads_what_it_is_then_its_value_then_its_source():
    names = [field.name for field in row_fields(Outcome)]

    assert names[:5] == ["study", "key", "arm", "subgroup", "endpoint"]
    assert names.index("position") < names.index("events") < names.index("report") < names.index("note")


def test_a_nested_record_gives_its_rows_back(trial):
    rows = rows_of_study(trial)

    assert digest(rows_from_nested(nested_record(rows))) == digest(rows)


def test_a_digest_does_not_mind_the_order_of_keys(trial):
    rows = rows_of_study(trial)
    turned = [{"fields": dict(reversed(row["fields"].items())), "model": row["model"]} for row in rows]

    assert digest(turned) == digest(rows)
    turned[0]["fields"]["title"] += "."
    assert digest(turned) != digest(rows)


@pytest.mark.parametrize(
    ("value", "text"), [("1.500000", "1.5"), ("100", "100"), ("1E+2", "100"), ("-0.0", "0"), ("0.000001", "0.000001")]
)
def test_a_decimal_has_one_spelling(value, text):
    assert plain(Decimal(value)) == text


@pytest.mark.django_db
def test_decimals_come_back_from_the_database_as_they_went_in(trial):
    outcome = Outcome.objects.get(study=trial, key="os")

    @given(st.decimals(-(10**9), 10**9, places=6))
    def comes_back(number: Decimal) -> None:
        Outcome.objects.filter(pk=outcome.pk).update(estimate=number)
        outcome.refresh_from_db()
        assert plain(outcome.estimate) == plain(number)

    Outcome.objects.filter(pk=outcome.pk).update(lower=None, bounds_kind="")
    comes_back()


def test_rows_of_a_file_are_put_in_the_order_of_sections_and_keys(trial):
    from studies.exchange.fixture_reader import read_fixture

    name = f"studies/{TRIAL}.json"
    rows = read_fixture(name, sample_files()[name])

    assert in_order(reversed(rows)) == rows
