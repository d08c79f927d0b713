"""Studies as the lines of a list, taken ready-made from the index."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from studies.rendering.markup import PART
from studies.search import Reading, Snapshot, rows_of
from studies.search.snippets import names_with, snippet_of

FOUND = '<span class="sub found"><span class="of">{}:</span> {}</span>'
MOST_NAMES = 3


@dataclass(frozen=True)
class Line:
    """A study of a list and its markup."""

    slug: str
    html: SafeString


def lines_of(
    snapshot: Snapshot, numbers: list[int], *, reading: Reading | None = None, choosing: bool = False,
    chosen: Collection[str] = (),
) -> list[Line]:  # fmt: skip
    """The lines of these studies, in their order; with a box to choose each, and where it matched a reading.

    Raises Moved if the index moved on.
    """
    matching = reading is not None and reading.has_text
    names = names_with(reading, snapshot.vocabulary) if reading is not None and matching else {}
    columns = ["slug", "line", *(["sentences"] if matching else []), *(["codes"] if names else [])]
    found = []
    for row in rows_of(snapshot, numbers, *columns):
        head, box, rest = row["line"].split(PART)  # the line as far as its box to choose the study, that box, the rest
        if not choosing:
            box = ""
        elif row["slug"] in chosen:
            box = box.replace("<input ", "<input checked ", 1)
        where = _where(reading, names, row) if reading is not None and matching else ""
        found.append(Line(row["slug"], mark_safe(head + box + where + rest)))  # noqa: S308  # made by our own template
    return found


def _where(reading: Reading, names: dict[str, str], row: dict[str, Any]) -> str:
    """Where the words stand in what we hold of the study."""
    if found := snippet_of(reading, row["sentences"]):
        place, pieces = found
        text = "".join(f"<mark>{escape(piece)}</mark>" if marked else escape(piece) for piece, marked in pieces)
        return FOUND.format(place, text)
    if not names:
        return ""
    named = list(dict.fromkeys(names[code] for code in row["codes"].split() if code in names))[:MOST_NAMES]
    if not named:
        return ""
    return FOUND.format("Terms", escape(", ".join(named)))
