"""What a database URL means to Django."""

import pytest

from hemakb.configuration import ConfigurationError, database


def test_a_postgres_url_is_read_part_by_part() -> None:
    read = database("postgresql://hema%40kb:p%2Fw%23@db.example:5433/hema?sslmode=verify-full", statement_seconds=9)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["NAME"], read["USER"], read["PASSWORD"]) == ("hema", "hema@kb", "p/w#")
    assert (read["HOST"], read["PORT"]) == ("db.example", "5433")
    assert read["OPTIONS"] == {"sslmode": "verify-full", "options": "-c statement_timeout=9s"}


def test_a_postgres_connection_is_kept_and_checked_before_use() -> None:
    read = database("postgres://hemakb@db/hemakb", connection_seconds=7)
    assert (read["CONN_MAX_AGE"], read["CONN_HEALTH_CHECKS"]) == (7, True)


def test_a_postgres_url_may_name_the_folder_of_a_socket() -> None:
    assert database("postgresql://postgres:@/hemakb?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_sqlite_takes_its_write_lock_at_once_and_keeps_what_it_acknowledges() -> None:
    read = database("sqlite:////var/lib/hemakb/hema%20kb.sqlite3")
    assert read["NAME"] == "/var/lib/hemakb/hema kb.sqlite3"
    assert (read["OPTIONS"]["transaction_mode"], read["OPTIONS"]["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in read["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in read["OPTIONS"]["init_command"]


def test_a_sqlite_path_may_be_relative() -> None:
    assert database("sqlite:///hemakb.sqlite3")["NAME"] == "hemakb.sqlite3"


def test_a_complaint_repeats_nothing_of_the_url() -> None:
    with pytest.raises(ConfigurationError) as caught:
        database("postgres://curator:hunter2@db.example/hemakb?pasword=hunter2")
    assert not any(part in str(caught.value) for part in ("curator", "hunter2", "db.example", "pasword"))
