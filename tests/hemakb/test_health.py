"""The two addresses that probes ask."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from studies.indexing import rebuild_index
from studies.models import IndexState


def test_healthz_says_that_the_process_answers_without_touching_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_answers_a_probe_that_knows_no_host_name(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200


@pytest.mark.django_db
def test_readyz_is_ready_when_every_migration_is_applied_and_the_index_built(client: Client) -> None:
    rebuild_index()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_waits_for_an_index_that_is_missing_or_of_other_code(client: Client) -> None:
    rebuild_index()
    IndexState.objects.update(stamp="of other code")
    response = client.get("/readyz")
    sentence = b"The search index is missing or of other code: run manage.py index_studies.\n"
    assert (response.status_code, response.content) == (503, sentence)


@pytest.mark.django_db
def test_readyz_waits_for_an_unapplied_migration(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"Migrations are waiting to be applied: 1.\n")


def test_readyz_says_that_the_database_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise OperationalError("connection to server at db failed: password hunter2")

    monkeypatch.setattr("hemakb.health.MigrationExecutor", down)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database cannot be reached.\n")
