"""Tables as CSV (RFC 4180, UTF-8 once encoded), safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from studies.records import json_value

# A spreadsheet takes a cell that begins like this for a formula. A text that already begins with our own
# mark before such a sign gets one more, so that taking one off gives every text back.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table with raw typed values: numbers plain and never marked, absent values empty, times in ISO 8601.

    A text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | datetime):
        return str(json_value(value))
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
