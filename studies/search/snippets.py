"""Where a study matched: a piece of our own text about it, or of its reports, with the words marked."""

import re
from collections.abc import Mapping
from functools import lru_cache

from .documents import TIERS
from .reading import Reading
from .words import FILLERS, fold, stem, written_words

LONGEST = 160  # letters of a snippet
WHERE = {"title": "Title", "acronym": "Acronym", "summary": "Summary", "conclusion": "Conclusion",
         "reports": "Reports", "registries": "Registered as"}  # fmt: skip
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
WRITTEN = re.compile(r"\w+(?:\([^\s()]+\)|[^\w\s]+\w+)*")  # what is written together: del(17p), IL-6, 1.5

Piece = tuple[str, bool]  # text, whether it is what matched


def snippet_of(reading: Reading, texts: Mapping[str, str]) -> tuple[str, list[Piece]] | None:
    """(where, the text in pieces) of the sentence with most of the words, first of equals; None if no text has one."""
    stems, starts = _wanted(reading)
    likely = _likely(stems, starts)
    best: tuple[int, str, str] | None = None
    for names in TIERS.values():
        for name in names:
            if not likely.search(fold(texts.get(name, "")).replace(" ", "")):
                continue
            for sentence in SENTENCE.split(texts[name]):
                held = len({_matching(word, stems, starts) for word in WRITTEN.findall(sentence)} - {""})
                if held and (best is None or held > best[0]):
                    best = (held, WHERE[name], sentence)
    if best is None:
        return None
    return best[1], _marked(_shortened(best[2], stems, starts), stems, starts)


def _likely(stems: set[str], starts: tuple[str, ...]) -> re.Pattern[str]:
    """What a folded text without spaces has if one of the words may be in it: quicker to see than the words."""
    begun = sorted({one[:-1] or one for one in stems} | set(starts))
    return re.compile("|".join(map(re.escape, begun)) or r"(?!)")


def _wanted(reading: Reading) -> tuple[set[str], tuple[str, ...]]:
    units = [unit for unit in reading.units if unit.is_text and not unit.negative]
    stems = {stem(word) for unit in units if unit.kind != "start" for word in unit.words if word not in FILLERS}
    return stems, tuple(unit.words[0] for unit in units if unit.kind == "start")


def _matching(written: str, stems: set[str], starts: tuple[str, ...]) -> str:
    """The stem by which a written word matches, or nothing."""
    for word, stemmed in _read(written):
        if stemmed in stems or (starts and word.startswith(starts)):
            return stemmed
    return ""


@lru_cache(maxsize=50_000)
def _read(written: str) -> tuple[tuple[str, str], ...]:
    """The words of what is written together, as the index reads them, each with its stem."""
    return tuple((word, stem(word)) for word in dict.fromkeys(written_words(written)))


def _shortened(sentence: str, stems: set[str], starts: tuple[str, ...]) -> str:
    """The sentence, or as much of it around its first match as there is room for."""
    if len(sentence) <= LONGEST:
        return sentence.strip()
    first = next(match.start() for match in WRITTEN.finditer(sentence) if _matching(match[0], stems, starts))
    begin = max(0, min(first - LONGEST // 3, len(sentence) - LONGEST))
    begin = sentence.rfind(" ", 0, begin) + 1 if begin else 0
    end = sentence.find(" ", begin + LONGEST)
    cut = sentence[begin : end if end > 0 else len(sentence)].strip()
    return ("… " if begin else "") + cut + (" …" if 0 < end < len(sentence) else "")


def _marked(text: str, stems: set[str], starts: tuple[str, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    last = 0
    for match in WRITTEN.finditer(text):
        if _matching(match[0], stems, starts):
            pieces += [(text[last : match.start()], False), (match[0], True)]
            last = match.end()
    return [piece for piece in (*pieces, (text[last:], False)) if piece[0]]


def named(reading: Reading, names: list[str]) -> list[str]:
    """Which of these names of terms have one of the words."""
    stems, starts = _wanted(reading)
    return [name for name in names if any(_matching(word, stems, starts) for word in fold(name).split())]
