"""Where a study matched: a piece of our own text about it, or of its reports, with the words marked."""

from functools import lru_cache

from .reading import Reading
from .sentences import PLACES, WRITTEN, words_within
from .vocabulary import Vocabulary
from .words import FILLERS, stem

MOST_KEPT = 20_000  # words
LONGEST = 160  # letters of a snippet

Piece = tuple[str, bool]  # text, whether it is what matched


def snippet_of(reading: Reading, sentences: str) -> tuple[str, list[Piece]] | None:
    """(where, the text in pieces) of the sentence with most of the words, first of equals; None if no text has one.

    ``sentences`` are those of the index (see ``sentences_of``).
    """
    stems, starts = _wanted(reading)
    matches, wanted = _matches(stems, starts), [f" {one} " for one in stems]
    most, best = 0, ""
    for line in sentences.split("\n") if sentences else ():
        if starts:
            held = len({matches[piece] for piece in WRITTEN.findall(line.split("\t")[1])} - {""})
        else:
            stood = line[line.rindex("\t") :]
            held = sum(one in stood for one in wanted)
        if held > most:
            most, best = held, line
            if held == len(wanted) and not starts:
                break
    if not most:
        return None
    name, sentence, _ = best.split("\t")
    return PLACES[name], _marked(_shortened(sentence, matches), matches)


def names_with(reading: Reading, vocabulary: Vocabulary) -> dict[str, str]:
    """The facet values of terms that one of the words names, each with the first name that has it."""
    stems, starts = _wanted(reading)
    matches = _matches(stems, starts)
    begun = [one for one in vocabulary.named_by if starts and one.startswith(starts)]
    terms = {term.code: term for one in (*stems, *begun) for term in vocabulary.named_by.get(one, ())}
    found = {code: [form for form in term.forms if any(map(matches.__getitem__, WRITTEN.findall(form)))]
             for code, term in terms.items()}  # fmt: skip
    return {code: forms[0] for code, forms in found.items() if forms}


class _Matches(dict[str, str]):
    """A written word → the stem by which it matches, or nothing; found out when it is first asked for."""

    def __init__(self, stems: frozenset[str], starts: tuple[str, ...]) -> None:
        super().__init__()
        self.stems, self.starts = stems, starts

    def __missing__(self, written: str) -> str:
        if len(self) > MOST_KEPT:
            self.clear()
        self[written] = found = self._found(written)
        return found

    def _found(self, written: str) -> str:
        for word, stemmed in words_within(written):
            if stemmed in self.stems or (self.starts and word.startswith(self.starts)):
                return stemmed
        return ""


@lru_cache(maxsize=256)
def _matches(stems: frozenset[str], starts: tuple[str, ...]) -> _Matches:
    return _Matches(stems, starts)


def _wanted(reading: Reading) -> tuple[frozenset[str], tuple[str, ...]]:
    units = [unit for unit in reading.units if unit.is_text and not unit.negative]
    words = (word for unit in units if unit.kind != "start" for word in unit.words if word not in FILLERS)
    return frozenset(map(stem, words)), tuple(unit.words[0] for unit in units if unit.kind == "start")


def _shortened(sentence: str, matches: _Matches) -> str:
    """The sentence, or as much of it around its first match as there is room for."""
    if len(sentence) <= LONGEST:
        return sentence
    first = next((match.start() for match in WRITTEN.finditer(sentence) if matches[match[0]]), 0)
    begin = max(0, min(first - LONGEST // 3, len(sentence) - LONGEST))
    begin = sentence.rfind(" ", 0, begin) + 1 if begin else 0
    end = sentence.find(" ", begin + LONGEST)
    cut = sentence[begin : end if end > 0 else len(sentence)].strip()
    return ("… " if begin else "") + cut + (" …" if 0 < end < len(sentence) else "")


def _marked(text: str, matches: _Matches) -> list[Piece]:
    pieces: list[Piece] = []
    last = 0
    for match in WRITTEN.finditer(text):
        if matches[match[0]]:
            pieces += [(text[last : match.start()], False), (match[0], True)]
            last = match.end()
    return [piece for piece in (*pieces, (text[last:], False)) if piece[0]]
