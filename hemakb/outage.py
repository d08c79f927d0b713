"""Telling a database that cannot be used from a fault in our code, and saying so in few words."""

from __future__ import annotations

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

# What each database says when the tables are those of another version of this code.
UNDEFINED_IN_POSTGRES = {"42P01", "42703"}
UNDEFINED_IN_SQLITE = ("no such table", "no such column")


def outage(error: BaseException) -> str:
    """One sentence without a secret if `error` means that the database cannot be used, else nothing."""
    if not isinstance(error, Error):
        return ""
    state = getattr(error.__cause__, "sqlstate", None)
    if state in UNDEFINED_IN_POSTGRES or str(error).startswith(UNDEFINED_IN_SQLITE):
        return "HemaKB's database lacks tables or columns of this version: run manage.py migrate."
    # SQLite says of a file that is no database no more than "DatabaseError"; Django raises that too, without a cause.
    spoilt = type(error) is DatabaseError and error.__cause__ is not None
    if not spoilt and not isinstance(error, OperationalError | InterfaceError):
        return ""
    # Only a server that was reached gives its refusal a code.
    return f"HemaKB cannot {'use' if state else 'reach'} its database: {_reason(error)}."


def _reason(error: Error) -> str:
    """The first line of what the driver said; PostgreSQL's goes on with hints and with every other attempt."""
    said = str(error).strip().partition("\n")[0].removeprefix("connection failed: ").rstrip(".: ")
    if password := connection.settings_dict["PASSWORD"]:
        said = said.replace(password, "***")
    if connection.vendor == "sqlite":
        said += f" ({connection.settings_dict['NAME']})"
    return said or "no reason was given"
