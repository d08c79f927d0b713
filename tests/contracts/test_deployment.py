"""Rules about starting the site: production is strict, and says in one line what it lacks."""

from pathlib import Path

import pytest

from tests.conftest import PRODUCTION, Manage

pytestmark = pytest.mark.once

SECRET = "hunter2hunter2"
BAD_DATABASE_URLS = {
    "missing": "",
    "no scheme": "hemakb",
    "a scheme we do not speak": f"mysql://hemakb:{SECRET}@db/hemakb",
    "a scheme misspelt": f"postgress://hemakb:{SECRET}@db/hemakb",
    "a port in letters": f"postgres://hemakb:{SECRET}@db:54a32/hemakb",
    "a port out of range": f"postgres://hemakb:{SECRET}@db:99999/hemakb",
    "no database name": f"postgres://hemakb:{SECRET}@db:5432",
    "an empty database name": f"postgres://hemakb:{SECRET}@db:5432/",
    "a name with a slash": f"postgres://hemakb:{SECRET}@db/hema/kb",
    "no host": f"postgres://hemakb:{SECRET}@/hemakb",
    "an unclosed bracket": f"postgres://hemakb:{SECRET}@[::1/hemakb",
    "a bare # in the password": f"postgres://hemakb:{SECRET}#1@db/hemakb",
    "a bare / in the password": f"postgres://hemakb:{SECRET}/1@db/hemakb",
    "a space": f"postgres://hemakb:{SECRET} @db/hemakb",
    "a line break": f"postgres://hemakb:{SECRET}@db/hemakb\n",
    "an unknown option": f"postgres://hemakb@db/hemakb?pasword={SECRET}",
    "SQLite without a path": "sqlite://",
    "SQLite with an empty path": "sqlite:///",
    "SQLite with a host": f"sqlite://hemakb:{SECRET}@db/hemakb.sqlite3",
    "SQLite in a folder": "sqlite:////var/lib/hemakb/",
}


def assert_one_clear_line(done, about: str) -> None:
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert about in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize("url", BAD_DATABASE_URLS.values(), ids=BAD_DATABASE_URLS.keys())
@pytest.mark.parametrize("profile", ["local", "production"])
def test_a_bad_database_url_stops_the_start_in_one_line(manage: Manage, url: str, profile: str) -> None:
    variables = PRODUCTION | {"DATABASE_URL": url, "HEMAKB_PROFILE": profile}
    assert_one_clear_line(manage("check", **variables), "DATABASE_URL")


def test_production_never_falls_back_to_sqlite(manage: Manage) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != "DATABASE_URL"}
    assert_one_clear_line(manage("check", **variables), "DATABASE_URL is missing: ")


@pytest.mark.parametrize("command", ["migrate", "load_fixtures"])
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"postgres://hemakb:{SECRET}@127.0.0.1:1/hemakb", "port 1 failed: Connection refused."),
        ("sqlite:///{folder}/nowhere/hemakb.sqlite3", "unable to open database file ("),
        ("sqlite:///{folder}/text.sqlite3", "file is not a database ("),
    ],
    ids=["a server that is down", "a folder that is not there", "a file of text"],
)
def test_a_database_out_of_reach_ends_a_command_in_one_line(
    manage: Manage, tmp_path: Path, command: str, url: str, reason: str
) -> None:
    (tmp_path / "text.sqlite3").write_text("not a database\n" * 100)
    done = manage(command, "--verbosity", "0", **PRODUCTION | {"DATABASE_URL": url.format(folder=tmp_path)})
    assert_one_clear_line(done, reason)
    assert done.stderr.startswith("HemaKB cannot reach its database: ")


def test_a_database_without_our_tables_ends_a_command_in_one_line(manage: Manage, tmp_path: Path) -> None:
    empty = PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    assert_one_clear_line(manage("load_fixtures", **empty), "run manage.py migrate.")


def test_whoever_wants_the_traceback_of_a_database_gets_it(manage: Manage, tmp_path: Path) -> None:
    nowhere = PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/hemakb.sqlite3"}
    assert "Traceback" in manage("migrate", "--traceback", **nowhere).stderr


@pytest.mark.parametrize("key", ["", "short", "a" * 80, "django-insecure-" + "abcdefgh" * 10])
def test_production_refuses_a_missing_or_weak_secret_key(manage: Manage, key: str) -> None:
    done = manage("check", **PRODUCTION | {"SECRET_KEY": key})
    assert_one_clear_line(done, "SECRET_KEY")
    assert not key or key not in done.stderr


@pytest.mark.parametrize("hosts", ["", "*", "hemakb.example,*"])
def test_production_refuses_hosts_that_are_not_named(manage: Manage, hosts: str) -> None:
    assert_one_clear_line(manage("check", **PRODUCTION | {"ALLOWED_HOSTS": hosts}), "ALLOWED_HOSTS")


@pytest.mark.parametrize("name", ["HEMAKB_PROFILE", "HEMAKB_PROXIES", "CONN_MAX_AGE", "STATEMENT_TIMEOUT"])
def test_a_setting_that_cannot_be_read_stops_the_start_in_one_line(manage: Manage, name: str) -> None:
    assert_one_clear_line(manage("check", **PRODUCTION | {name: "many"}), name)


def test_without_a_profile_the_rules_of_production_hold(manage: Manage) -> None:
    assert_one_clear_line(manage("check"), "SECRET_KEY")


def test_production_passes_djangos_deployment_check(manage: Manage) -> None:
    done = manage("check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_migrations_say_what_the_models_say(manage: Manage) -> None:
    sqlite = PRODUCTION | {"DATABASE_URL": "sqlite:///:memory:"}
    done = manage("makemigrations", "--check", "--dry-run", **sqlite)
    assert done.returncode == 0, done.stdout
