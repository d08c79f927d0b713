"""A source text in numbered sentences, so that two readers name one place alike."""

import hashlib
import re
from dataclasses import dataclass

# A full stop that ends no sentence: abbreviations, initials, enumerations.
ABBREVIATION = re.compile(r"(?:\b(?:vs|v|e\.g|i\.e|cf|al|approx|Fig|No|Dr|ca|i\.v|p\.o|s\.c|St|Inc)|\b[A-Z])\.$")
END = re.compile(r"[.!?][”\"')\]]*\s+(?=[“\"'(\[]?[A-Z0-9])")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number in the whole text, its place in words, and what it says."""

    number: int
    place: str
    text: str


@dataclass(frozen=True)
class Source:
    """A text that was read: where it stands, how the page cites it, its title and its sentences."""

    address: str
    citation: str
    title: str
    sentences: tuple[Sentence, ...]
    sha256: str

    def at(self, mark: str) -> tuple[str, str]:
        """Place and text behind a mark: “s4”, “title”, “citation”. Raises KeyError for another."""
        if mark in ("title", "citation"):
            return mark.capitalize(), getattr(self, mark)
        match = re.fullmatch(r"s(\d+)", mark)
        if match and 1 <= int(match[1]) <= len(self.sentences):
            found = self.sentences[int(match[1]) - 1]
            return found.place, found.text
        raise KeyError(mark)


def read_source(text: str) -> Source:
    """The source in a file: address, citation and title on a line each, then the abstract.

    A line “# Results” is a section's label. The digest is of the abstract as the page shows it, labels in their
    places and every run of white space as one space.
    """
    address, citation, title, *lines = text.replace("\r\n", "\n").split("\n")
    body = re.sub(r"\s+", " ", " ".join(line.removeprefix("# ") for line in lines)).strip()
    return Source(
        address=address.strip(),
        citation=citation.strip(),
        title=title.strip(),
        sentences=tuple(_numbered(lines)),
        sha256=hashlib.sha256(body.encode()).hexdigest(),
    )


def _numbered(lines: list[str]):
    number, label, within = 0, "", 0
    for line in _paragraphs(lines):
        if line.startswith("# "):
            label, within = line[2:].strip(" :"), 0
            continue
        for text in split_sentences(line):
            number, within = number + 1, within + 1
            place = f"Abstract, {label}, sentence {within}" if label else f"Abstract, sentence {within}"
            yield Sentence(number, place, text)


def _paragraphs(lines: list[str]):
    """Lines as one text between labels: a copy's line breaks mean nothing."""
    waiting: list[str] = []
    for line in lines:
        if line.startswith("# "):
            yield " ".join(waiting)
            waiting = []
            yield line
        else:
            waiting.append(line.strip())
    yield " ".join(waiting)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; a stop behind an abbreviation ends none."""
    text = re.sub(r"\s+", " ", text).strip()
    found, start = [], 0
    for match in END.finditer(text):
        before = text[start : match.start() + 1]
        if not ABBREVIATION.search(before) and before.count("(") <= before.count(")"):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [*found, text[start:]] if text[start:] else found
