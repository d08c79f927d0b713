#!/usr/bin/env python3
"""HemaKB's one command, in the standard library only: it builds the environment that all else runs in.

python3 dev.py run [--port N]      environment, database, curated data, server on http://127.0.0.1:8000
python3 dev.py test [-- ARGS]      lint, and every test on SQLite, PostgreSQL and in Chromium; with ARGS
                                   for pytest, only the tests that they select
python3 dev.py lint [--fix]        style, types, templates and the floors of the design
python3 dev.py audit               known vulnerabilities of the locked packages
python3 dev.py bench [-- ARGS]     the benchmarks in tests/benchmarks
python3 dev.py manage COMMAND …    Django's manage.py under the local profile
python3 dev.py lock                makes both lock files again from pyproject.toml

Every command may be repeated. DATABASE_URL chooses another database for run and manage,
TEST_DATABASE_URL a PostgreSQL server for test, CHROMIUM a browser.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
TEST_SQLITE = "sqlite:///.local/test.sqlite3"
NO_TESTS_COLLECTED = 5  # pytest's exit code
Options = argparse.Namespace


class Stop(Exception):
    """The work cannot go on; the message is the one sentence that the user gets."""


class Unavailable(Exception):
    """A part of the tests cannot run here; the message says why."""


def say(text: str) -> None:
    print(f"▸ {text}", flush=True)


def call(*command: str | Path, **environment: str) -> int:
    """The exit code of a program run in the repository under the local profile."""
    return subprocess.run(command, cwd=ROOT, env=local_environment(**environment), check=False).returncode


def quietly(complaint: str, *command: str | Path) -> None:
    """Runs a program whose output matters only when it fails, and is then kept in a log."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        log = LOCAL / "last-failure.log"
        log.write_text(done.stdout + done.stderr)
        raise Stop(f"{complaint}; what was said is in {log.relative_to(ROOT)}.")


def local_environment(**more: str) -> dict[str, str]:
    """The variables everything here runs under: the local profile, and the key of this working copy."""
    environment = os.environ | {"HEMAKB_PROFILE": "local"} | more
    environment.setdefault("SECRET_KEY", secret_key())
    return environment


def secret_key() -> str:
    """Made once, and readable by its owner only."""
    path = LOCAL / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


# --- Environment -------------------------------------------------------------------------------


def build_environment(lock_file: Path) -> None:
    """Makes .venv hold what the lock names; a stamp makes the second time instant."""
    stamp = VENV / f"{lock_file.stem}.stamp"
    wanted = hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    config = VENV / "pyvenv.cfg"
    if not (config.exists() and f"version = {sys.version.split()[0]}\n" in config.read_text()):
        make_venv(VENV)
    packages = sum("==" in line for line in lock_file.read_text().splitlines())
    say(f"Installing {packages} packages from {lock_file.name} (a minute or two the first time)")
    pip_install(PYTHON, "--require-hashes", "--no-deps", "-r", lock_file)
    stamp.write_text(wanted)


def make_venv(folder: Path) -> None:
    say(f"Making the environment {folder.relative_to(ROOT)}")
    # Debian's python3 has no ensurepip, so the environment stays without pip and is filled by ours.
    venv: list[str | Path] = [sys.executable, "-m", "venv", "--clear", "--without-pip", folder]
    quietly("The environment could not be made (on Debian, python3 must be installed whole)", *venv)


def pip_install(python: Path, *what: str | Path) -> None:
    quietly("pip is missing (on Debian: apt-get install python3-pip)", *PIP, "--version")
    options = ["--python", str(python), "install", "--no-input", "--progress-bar", "off", "--retries", "2"]
    quietly("The packages could not be installed (can the package registry be reached?)", *PIP, *options, *what)


def lock(_: Options) -> None:
    tools = LOCAL / "lock"
    if not (tools / "bin" / "uv").exists():
        make_venv(tools)
        pip_install(tools / "bin" / "python", "uv>=0.5")
    # A lock names packages, versions and hashes, for every system we run on, and no address.
    bare = ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet"]
    resolve = ["pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--upgrade"]
    resolve += ["--fork-strategy", "fewest", *bare]
    groups = ["--group", "test", "--group", "lint", "--constraint", RUN_LOCK.name]
    for target, more in ((RUN_LOCK, []), (DEV_LOCK, groups)):
        say(f"Making {target.name}")
        if call(tools / "bin" / "uv", *resolve, *more, "--output-file", target.name):
            raise Stop(f"{target.name} could not be made; the reason stands above.")


# --- The site ----------------------------------------------------------------------------------


def manage(options: Options) -> int:
    build_environment(RUN_LOCK)
    return call(PYTHON, "manage.py", *options.arguments)


def run(options: Options) -> None:
    check_port(options.port)
    build_environment(RUN_LOCK)
    for sentence, command in (
        ("Checking the configuration", "check"),
        ("Bringing the database up to date", "migrate --no-input --verbosity 0"),
        ("Loading the curated data", "load_fixtures"),
        ("Bringing the search index up to date", "index_studies"),
        ("Collecting style sheets and scripts", "collectstatic --no-input --verbosity 0"),
    ):
        say(sentence)
        if call(PYTHON, "manage.py", *command.split()):
            raise Stop(f"{sentence} failed; the reason stands above.")
    say("To curate, make yourself an account: python3 dev.py manage createsuperuser")
    address = f"127.0.0.1:{options.port}"
    say(f"HemaKB is at http://{address}/ and its admin at http://{address}/admin/ (Ctrl-C stops it)")
    os.chdir(ROOT)
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--bind", address, "hemakb.wsgi"]
    os.execve(PYTHON, gunicorn, local_environment())  # noqa: S606  # the server takes our place


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise Stop(f"Port {port} cannot be used, perhaps it is in use: choose another with --port.") from None


# --- Tests -------------------------------------------------------------------------------------


class Report:
    """What each part of a run came to; printed at the end, and judged."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.outcomes: set[str] = set()

    def add(self, part: str, work: Callable[[], int]) -> None:
        say(part)
        start, note = time.monotonic(), ""
        try:
            outcome = "failed" if work() else "passed"
        except Unavailable as reason:
            outcome, note = "skipped", f": {reason}"
        self.outcomes.add(outcome)
        self.lines.append(f"{outcome:8}{time.monotonic() - start:7.1f} s  {part}{note}")

    def close(self) -> int:
        print("", *self.lines, sep="\n", flush=True)
        fatal = {"failed", "skipped"} if os.environ.get("CI") == "true" else {"failed"}
        return int(bool(fatal & self.outcomes))


def test(options: Options) -> int:
    build_environment(DEV_LOCK)
    report, arguments = Report(), options.arguments
    if not arguments:
        add_lint(report, fix=False)
    report.add("Tests on SQLite", partial(pytest, arguments, "not e2e", DATABASE_URL=TEST_SQLITE))
    report.add("Tests on PostgreSQL", partial(test_on_postgres, arguments))
    report.add("Tests in Chromium", partial(test_in_chromium, arguments))
    return report.close()


def pytest(arguments: list[str], marked: str, **environment: str) -> int:
    code = call(PYTHON, "-m", "pytest", "-q", "-n", "2", "-m", marked, *arguments, **environment)
    if code == NO_TESTS_COLLECTED and arguments:
        raise Unavailable("none selected")
    return code


def test_on_postgres(arguments: list[str]) -> int:
    """On the given server, or on the one in the wheel, which runs for as long as we need it."""
    marked = "not e2e and not once"
    if given := os.environ.get("TEST_DATABASE_URL"):
        return pytest(arguments, marked, DATABASE_URL=given)
    log = LOCAL / "postgres.log"
    command = [PYTHON, ROOT / "tests" / "postgres_server.py", LOCAL / "postgres"]
    with log.open("w") as errors:
        server = subprocess.Popen(command, stdin=-1, stdout=-1, stderr=errors, text=True)
    with server:  # leaving closes its input, at which it stops: so too if we are killed
        url = server.stdout.readline().strip() if server.stdout else ""
        if not url:
            raise Unavailable(f"it did not start, see {log.relative_to(ROOT)} (TEST_DATABASE_URL may name one)")
        return pytest(arguments, marked, DATABASE_URL=url)


def test_in_chromium(arguments: list[str]) -> int:
    candidates = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else CHROMIUM_NAMES
    found = next(filter(None, map(shutil.which, candidates)), None)
    if not found:
        raise Unavailable("Chromium is not installed (CHROMIUM may name one)")
    return pytest(arguments, "e2e", CHROMIUM=found, DATABASE_URL=TEST_SQLITE)


def lint(options: Options) -> int:
    build_environment(DEV_LOCK)
    report = Report()
    add_lint(report, fix=options.fix)
    return report.close()


def add_lint(report: Report, *, fix: bool) -> None:
    for tool in (
        "ruff check --quiet" + " --fix" * fix,
        "ruff format --quiet" + " --diff" * (not fix),
        "djlint templates --quiet --lint",
        "mypy",
        "lint-imports --no-logo",
    ):
        program, *arguments = tool.split()
        report.add(f"Lint: {tool}", partial(call, VENV / "bin" / program, *arguments))


def audit(_: Options) -> int:
    build_environment(DEV_LOCK)
    # Strict: a package that the advisory service does not know is a finding, not a silence.
    return call(VENV / "bin" / "pip-audit", "--strict", "--require-hashes", "--disable-pip", "-r", DEV_LOCK)


def bench(options: Options) -> int:
    if not any((ROOT / "tests" / "benchmarks").glob("*.py")):
        raise Stop("There are no benchmarks in tests/benchmarks.")
    build_environment(DEV_LOCK)
    return call(PYTHON, "-m", "pytest", "-q", "-s", "tests/benchmarks", *options.arguments)


def main() -> int | None:
    if sys.version_info < (3, 11):
        raise Stop(f"HemaKB needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    LOCAL.mkdir(exist_ok=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for work in (run, test, lint, audit, bench, manage, lock):
        command = commands.add_parser(work.__name__)
        command.set_defaults(work=work)
        if work is run:
            command.add_argument("--port", type=int, default=8000)
        elif work is lint:
            command.add_argument("--fix", action="store_true")
        elif work in {test, bench, manage}:
            command.add_argument("arguments", nargs=argparse.REMAINDER if work is manage else "*")
    options = parser.parse_args()
    return options.work(options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as reason:
        sys.exit(f"dev.py: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)
