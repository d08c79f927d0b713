"""One typing slip a word, forgiven: a letter too many, too few, another, or two in the wrong order."""

from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 6  # letters of a word whose slip we mend: alcl is not ALL, atra no ara-C, tower not lower


def meant_for(word: str, names: Mapping[str, int], in_texts: Iterable[str], found_by: Callable[[str], bool]) -> str:
    """The word one slip away: of a term's name before one of the texts, the commoner of two; empty if there is none.

    ``names`` say how common each word is; ``found_by`` whether a word of the texts still finds a study.
    A word with a digit is not mended: the next number is another trial, another code, another chromosome.
    """
    if len(word) < SHORTEST or any(sign.isdigit() for sign in word):
        return ""
    found = _near(word, names)
    if not found:
        found = [one for one in _near(word, in_texts) if found_by(one)]
    return min(found, key=lambda one: (-names.get(one, 0), one), default="")


def _near(word: str, words: Iterable[str]) -> list[str]:
    likely = [one for one in words if abs(len(one) - len(word)) <= 1 and len(one) >= SHORTEST - 1]
    near = process.extract(word, likely, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [one for one, _, _ in near]
