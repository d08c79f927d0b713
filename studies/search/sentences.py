"""A study's texts as the index keeps them to be looked through: sentences with their stems, and folded words."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .words import FILLERS, fold, stem, written_words

# The texts of a study, most telling first, and what a reader is told of where a sentence stands.
PLACES = {"title": "Title", "acronym": "Acronym", "summary": "Summary", "conclusion": "Conclusion",
          "reports": "Reports", "registries": "Registered as"}  # fmt: skip
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
WRITTEN = re.compile(r"\w+(?:\([^\s()]+\)|[^\w\s]+\w+)*")  # what is written together: del(17p), IL-6, 1.5


def sentences_of(texts: Mapping[str, str]) -> str:
    """One line a sentence: its text's name, itself, its stems with a space around each; apart by tabs."""
    return "\n".join(f"{name}\t{sentence}\t {' '.join(_stems(sentence))} " for name, sentence in _sentences(texts))


def folded_texts(texts: Mapping[str, str]) -> str:
    """One line a text: its name, and its folded words with a space around each."""
    return "\n".join(f"{name}\t {fold(texts.get(name, ''))} " for name in PLACES)


def texts_with(folded: str, phrase: str) -> set[str]:
    """The names of the texts that hold these folded words beside each other."""
    lines = (line.split("\t") for line in folded.split("\n"))
    return {name for name, words in lines if f" {phrase} " in words}


def _sentences(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in PLACES:
        for sentence in SENTENCE.split(texts.get(name, "")):
            if said := " ".join(sentence.split()):
                yield name, said


def _stems(sentence: str) -> dict[str, bool]:
    pieces = WRITTEN.findall(sentence)
    return {stemmed: True for piece in pieces for word, stemmed in words_within(piece) if word not in FILLERS}


@lru_cache(maxsize=50_000)
def words_within(written: str) -> tuple[tuple[str, str], ...]:
    """The words of what is written together, as the index reads them, each with its stem."""
    return tuple((word, stem(word)) for word in dict.fromkeys(written_words(written)))
