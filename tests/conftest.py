"""What every test shares."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Enough for a production start; every value is made up.
PRODUCTION = {
    "HEMAKB_PROFILE": "production",
    "SECRET_KEY": "a-key-made-up-for-the-tests-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "hemakb.example",
    "DATABASE_URL": "postgres://hemakb:made-up@127.0.0.1:1/hemakb",
}
OURS = {*PRODUCTION, "HEMAKB_PROXIES", "CONN_MAX_AGE", "STATEMENT_TIMEOUT", "STATIC_ROOT", "DEBUG"}
OURS |= {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the second is set for the walks in Chromium

Manage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def manage() -> Manage:
    """Runs manage.py in a process of its own, under exactly the variables given."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=inherited | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
