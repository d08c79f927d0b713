"""Which faults of a database are an outage, and what is said of them."""

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from hemakb.outage import outage


class Refusal(Exception):
    """A driver's error, with the code that a server gave it."""

    def __init__(self, sqlstate: str = "") -> None:
        self.sqlstate = sqlstate or None


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InterfaceError("connection already closed"), "cannot reach its database: connection already closed"),
        (OperationalError(), "cannot reach its database: "),
        (caused(OperationalError("statement timeout"), Refusal("57014")), "cannot use its database: statement timeout"),
        (caused(DatabaseError("file is not a database"), Refusal()), "cannot reach its database: file is not"),
        (caused(ProgrammingError("relation does not exist"), Refusal("42P01")), "run manage.py migrate"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(error: Exception, sentence: str) -> None:
    assert sentence in outage(error)
    assert "\n" not in outage(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no such table"),
        DatabaseError("Save with update_fields did not affect any rows."),
        caused(IntegrityError("a row is doubled"), Refusal("23505")),
        caused(ProgrammingError("a syntax error"), Refusal("42601")),
    ],
)
def test_a_fault_of_our_own_is_no_outage(error: Exception) -> None:
    assert outage(error) == ""
