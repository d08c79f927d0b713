"""Reading and judging the environment that `settings.py` is driven by.

A fault here stops the start with one sentence for whoever deploys, so each function raises
`ConfigurationError` with that sentence, and no sentence ever repeats a secret or a whole URL.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

Database = dict[str, Any]

POSTGRES = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"

# The same measure as Django's deployment check security.W009.
SECRET_KEY_LENGTH = 50
SECRET_KEY_VARIETY = 5

# What a PostgreSQL URL may say after the question mark; anything else is more likely a slip.
POSTGRES_OPTIONS = {
    "host",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
}

# WAL lets readers go on while one writes; FULL keeps an acknowledged write through a power cut.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"


class ConfigurationError(ValueError):
    """The environment cannot be served from; the message is one sentence that says what to set."""


def strong_secret_key(key: str) -> str:
    """The key itself, if it is long and varied enough to sign sessions in production."""
    if not key:
        raise ConfigurationError("SECRET_KEY is missing: set it to at least 50 random characters.")
    if len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_VARIETY or key.startswith("django-insecure-"):
        raise ConfigurationError("SECRET_KEY is too weak: set it to at least 50 random characters.")
    return key


def explicit_hosts(hosts: list[str]) -> list[str]:
    """The host names we answer to, named one by one."""
    if not hosts:
        raise ConfigurationError("ALLOWED_HOSTS is missing: name the hosts of this site, separated by commas.")
    if any("*" in host for host in hosts):
        raise ConfigurationError("ALLOWED_HOSTS holds a wildcard: name each host of this site instead.")
    return hosts


def database(url: str, *, connection_seconds: int = 60, statement_seconds: int = 30) -> Database:
    """Django's description of the database that `url` names: sqlite:///path or postgres://user:password@host/name.

    `connection_seconds` is how long a connection is kept, `statement_seconds` how long one statement may run on
    PostgreSQL.
    """
    if not url:
        raise ConfigurationError(
            "DATABASE_URL is missing: set it to sqlite:///path or postgres://user:password@host/name."
        )
    if any(character.isspace() or not character.isprintable() for character in url):
        raise ConfigurationError("DATABASE_URL holds a space or a control character: write it percent-encoded.")
    scheme, _, rest = url.partition("://")
    if not rest or scheme.lower() not in {"sqlite", "postgres", "postgresql"}:
        raise ConfigurationError("DATABASE_URL must begin with sqlite:/// or postgres://.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError("DATABASE_URL has a host or port that cannot be read.") from None
    if parts.fragment:
        raise ConfigurationError("DATABASE_URL holds a # sign: write it as %23.")
    if scheme.lower() == "sqlite":
        return _sqlite(parts, connection_seconds)
    return _postgres(parts, port, connection_seconds, statement_seconds)


def _sqlite(parts: SplitResult, connection_seconds: int) -> Database:
    if parts.netloc or parts.query:
        raise ConfigurationError("DATABASE_URL for SQLite must be sqlite:/// and a path, nothing more.")
    name = unquote(parts.path[1:])
    if not name or name.endswith("/"):
        raise ConfigurationError("DATABASE_URL names no SQLite file: write sqlite:/// and its path.")
    return {
        "ENGINE": SQLITE,
        "NAME": name,
        "CONN_MAX_AGE": connection_seconds,
        # IMMEDIATE takes the write lock at the start: two writers then wait for each other
        # instead of failing half-way with "database is locked".
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def _postgres(parts: SplitResult, port: int | None, connection_seconds: int, statement_seconds: int) -> Database:
    name = unquote(parts.path[1:])
    if not re.fullmatch(r"[^/\x00]+", name):
        raise ConfigurationError("DATABASE_URL names no PostgreSQL database: end it with / and the name.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - POSTGRES_OPTIONS):
        raise ConfigurationError(f"DATABASE_URL has options we do not know: {len(unknown)} after the question mark.")
    # A server on this machine may be named by the folder of its socket: ?host=/run/postgresql.
    host = options.pop("host", "") or unquote(parts.hostname or "")
    if not host:
        raise ConfigurationError("DATABASE_URL names no PostgreSQL host: write postgres://user:password@host/name.")
    return {
        "ENGINE": POSTGRES,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": connection_seconds,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | {"options": f"-c statement_timeout={statement_seconds}s"},
    }
