"""The source checker: whether each printed figure of a study stands in the text of its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .aggregate import Aggregate, identity, key_of
from .figures import normalised
from .findings import Finding, Severity
from .words import named

RULE = "found-in-source"
GAP = 400  # characters, spaces left out, between two parts of one figure: about three sentences
SECTION = 12_000  # how far a section reaches behind its heading
TABLE = 3_000
ROW = 80
PARTS = re.compile(r"[|;…]|\.\.\.")
IS_ROW = re.compile(r"row\b", re.IGNORECASE)
OPENING = re.compile(r"abstract\b", re.IGNORECASE)  # copies often leave their headings out
# Parts of a place that no copy prints as a heading.
INNER = ["para", "sentence", "last sentence", "line", "column", "whole", "legend", "title", "head", "footnote"]
UNPLACED = re.compile(rf"(?:{'|'.join(INNER)})", re.IGNORECASE)
BREAK = re.compile(r"(?<=[^\W\d])-\s*\n\s*(?=[^\W\d])")


@dataclass(frozen=True)
class SourceCheck:
    """What a source's text does not hold at the named place, and how much of what is recorded it does."""

    findings: tuple[Finding, ...]
    found: int
    recorded: int


def check_source(aggregate: Aggregate, report: str, text: str) -> SourceCheck:
    """Looks for everything recorded as printed in a report (its slug) in the report's text, which is not kept."""
    squeezed = _squeezed(text)
    findings, recorded = [], 0
    for row, place, printed in _recorded(aggregate, report):
        recorded += 1
        pattern = _pattern(printed)
        if not any(pattern.search(squeezed, *span) for span in _spans(squeezed, place)):
            where = "stands elsewhere in the text, but not there" if pattern.search(squeezed) else "is not in the text"
            sentence = f"{named(row)}: “{printed}”, recorded at {place}, {where}."
            findings.append(Finding(RULE, Severity.INCONSISTENT, sentence, (identity(row),)))
    return SourceCheck(tuple(findings), recorded - len(findings), recorded)


def _recorded(aggregate: Aggregate, report: str) -> Iterator[tuple[Any, str, str]]:
    """Each row of a report with each place in it and what is printed there."""
    for row in aggregate.sourced():
        own = key_of(row, "report")
        for entry in ({"place": row.place, "as_reported": row.as_reported}, *(row.also_at or ())):
            printed = entry.get("as_reported", "")
            if (entry.get("report") or own) == report and _pattern(printed).pattern:
                yield row, entry.get("place", ""), printed


def _squeezed(text: str) -> str:
    """The text without what differs between copies: line breaks, spaces, quotes, raised figures."""
    text = normalised(BREAK.sub("", text)).casefold().replace("×", "x").replace("^", "")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"[^\w.%<>≥≤=+\s]|_", " ", text)
    # A point that is no decimal point; then every space but one between two figures.
    text = re.sub(r"\.(?!\d)", " ", text)
    text = re.sub(r"(?<=[\d.%])\s+(?=[\d.])", "\0", text)
    return re.sub(r"\s+", "", text).replace("\0", " ")


def _pattern(printed: str) -> re.Pattern:
    """What is printed, its parts in order; a number is found whole only: 35 does not stand in 135 or 3.35."""
    parts = [re.escape(part) for one in PARTS.split(printed) if (part := _squeezed(one))]
    whole = [rf"(?<![\d.]){part}" if re.match(r"\\?\.?\d", part) else part for part in parts]
    whole = [rf"{part}(?!\d|\.\d)" if part[-1].isdigit() else part for part in whole]
    return re.compile(rf".{{0,{GAP}}}?".join(whole))


def _spans(squeezed: str, place: str) -> list[tuple[int, int]]:
    """Where the named place may be: behind each of its headings, as far as they are found in the text."""
    spans = [(0, len(squeezed))]
    for name in map(str.strip, place.split(",")):
        heading = _squeezed(IS_ROW.sub("", name))
        if heading and not UNPLACED.match(name):
            inner = [span for one in spans for span in _behind(squeezed, heading, one, _reach(name))]
            inner += [(0, SECTION)] if OPENING.match(name) else []
            spans = inner or spans
        if IS_ROW.match(name):
            break  # what follows names a column, and its head stands above the row
    return spans


def _reach(name: str) -> int:
    if IS_ROW.match(name):
        return ROW
    return TABLE if name.casefold().startswith("table") else SECTION


def _behind(squeezed: str, heading: str, span: tuple[int, int], reach: int) -> list[tuple[int, int]]:
    starts = [match.start() for match in re.compile(re.escape(heading)).finditer(squeezed, *span)]
    return [(start, min(start + reach, span[1])) for start in starts]
