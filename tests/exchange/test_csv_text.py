"""Tables as CSV: whole, typed, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.exchange.csv_text import csv_text


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5%", "@sum", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cells(csv_text(["a"], [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, "-5"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("1E+3"), "1000"),
        (0, "0"),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (datetime(2026, 1, 31, 12, 0, 0, 123000, tzinfo=UTC), "2026-01-31T12:00:00.123Z"),
        ("14 (32%)", "14 (32%)"),
    ],
)
def test_values_are_raw_and_numbers_never_marked(value, cell):
    assert csv_text(["a", "b"], [[value, "x"]]) == f"a,b\r\n{cell},x\r\n"


def test_quotes_commas_and_line_breaks_follow_the_standard():
    assert csv_text(["a"], [['say "no", twice\r\nor more']]) == 'a\r\n"say ""no"", twice\r\nor more"\r\n'


def test_a_table_without_rows_has_its_header():
    assert csv_text(["slug", "-n"], []) == "slug,'-n\r\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_every_text_comes_back_when_one_apostrophe_is_taken_off_a_marked_cell(text):
    cell = cells(csv_text(["a", "b"], [[text, 1]]))[1][0]

    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    bare = cell.lstrip("'")
    marked = cell.startswith("'") and bare.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (cell[1:] if marked else cell) == text
