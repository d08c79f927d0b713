"""A query as a reader types it, read as terms of the field first, then as words.

flu-refractory CLL Revlimid      terms: a setting, a disease, an agent
"tumor flare" -ofatumumab        a phrase; what must not be there (NOT says it too)
aza OR decitabine                either of two neighbours; so are two diseases at a slash
thromb*                          words that begin so
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from .reading import Group, Reading, Unit
from .vocabulary import Vocabulary, VocabularyTerm
from .words import FILLERS, LONGEST_QUERY, MOST_PARTS, MOST_WORDS, WORD, fold, joined, plain, stem

PIECE = re.compile(r'(?P<minus>[-−]?)"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+)')
EITHER = frozenset({"OR", "|"})
OR = frozenset({"or", "ou"})  # the same between words, where it is no part of a term's name
NOT = "NOT"
RELAPSED = "rr"  # before a disease: RRMM
SHORTEST_START = 2  # letters before a *
LONGEST_ABBREVIATION = 5  # in capitals it is none's slip


@dataclass(frozen=True)
class _Asked:
    """A piece of the query: bare words, a quoted phrase, or a sign between them."""

    text: str
    quoted: bool = False
    negative: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it may be part of a name with its neighbours."""
        return not self.quoted and not self.negative and self.text not in EITHER and not self.text.endswith("*")


@dataclass(frozen=True)
class _Piece:
    """A word of the query with the piece of it as typed, and which piece that is."""

    word: str
    typed: str
    at: int


class Reader:
    """Reads queries against one vocabulary.

    ``used`` says whether a published study has the term; ``known`` whether a name or text has a word of this stem,
    ``finds`` whether it finds a study; ``mend`` gives the word that an unknown one was meant for, or nothing.
    """

    def __init__(
        self, vocabulary: Vocabulary, used: Callable[[VocabularyTerm], bool], known: Callable[[str], bool],
        finds: Callable[[str], bool], mend: Callable[[str], str],
    ) -> None:  # fmt: skip
        self.vocabulary, self.used, self.known, self.finds, self.mend = vocabulary, used, known, finds, mend
        self.mended: dict[str, str] = {}
        self.as_typed = False

    def read(self, query: str, *, as_typed: bool = False) -> Reading:
        """The reading of a query; ``as_typed`` mends no slips."""
        self.mended, self.as_typed = {}, as_typed
        return Reading(_once(_grouped(self._units(query))), tuple(self.mended.items()))

    def _units(self, query: str) -> Iterator[Unit | None]:
        """What the query asks for, one after the other; None stands for OR."""
        run: list[str] = []
        for asked in _asked(query):
            if asked.is_plain:
                run.append(asked.text)
                continue
            yield from self._run(run)
            run = []
            yield from self._sign(asked)
        yield from self._run(run)

    def _sign(self, asked: _Asked) -> Iterator[Unit | None]:
        if asked.quoted:
            yield from _phrase(asked.text, negative=asked.negative)
        elif asked.text.endswith("*"):
            yield from self._start(asked.text, negative=asked.negative)
        elif asked.negative:
            yield from self._without(asked.text)
        else:
            yield None

    def _without(self, typed: str) -> Iterator[Unit]:
        yield from (replace(unit, negative=True) for unit in self._run([typed]) if unit)

    def _start(self, typed: str, *, negative: bool) -> Iterator[Unit | None]:
        """The start of a word, and what is written together with it before."""
        *words, last = fold(typed).split() or [""]
        yield from self._without("-".join(words)) if negative else self._run(["-".join(words)])
        if len(last) >= SHORTEST_START:
            yield Unit("start", f"{last}*", (last,), negative=negative)

    def _run(self, typed: list[str]) -> Iterator[Unit | None]:
        """Words that follow each other: the longest names of terms first, the rest as words."""
        pieces = [piece for at, one in enumerate(typed) for piece in self._pieces(one, at)]
        start = 0
        before: Unit | None = None
        while start < len(pieces):
            unit, taken = (None, 1) if pieces[start].word in OR else self._unit(pieces[start:])
            at_a_slash = before and unit and _at_a_slash(before, unit, pieces[start - 1], pieces[start])
            if pieces[start].word in OR or at_a_slash:
                yield None
            if unit:
                yield unit
            start, before = start + taken, unit

    def _unit(self, pieces: list[_Piece]) -> tuple[Unit | None, int]:
        """What these words begin with, and how many of them it takes."""
        unit, taken = self._term(pieces)
        if unit is None:
            unit, taken = self._named(pieces)
        together = [piece for piece in pieces if piece.at == pieces[0].at]
        return self._word(pieces, together) if unit is None or self._goes_on(together, taken) else (unit, taken)

    def _goes_on(self, together: list[_Piece], taken: int) -> bool:
        """Whether a term is only the beginning of a word: PD-L1 is no progressive disease, HL-60 no lymphoma."""
        if not (rest := together[taken:]) or "/" in rest[0].typed:
            return False
        return self._is_known(together) or any(sign.isdigit() for sign in rest[0].word)

    def _is_known(self, pieces: list[_Piece]) -> bool:
        """Whether a text has these words written as one."""
        one = joined([piece.word for piece in pieces])
        return bool(one) and self.known(stem(one))

    def _pieces(self, typed: str, at: int) -> Iterator[_Piece]:
        for word in WORD.findall(plain(typed)):
            rest = word.removeprefix(RELAPSED)
            if rest != word and any(term.kind == "disease" for term in self.vocabulary.forms.get(rest, ())):
                yield from (_Piece(part, part, at) for part in (RELAPSED, rest))
            else:
                yield _Piece(self._mended(word, typed), typed, at)

    def _term(self, pieces: list[_Piece]) -> tuple[Unit | None, int]:
        for size in range(min(len(pieces), self.vocabulary.longest), 0, -1):
            words = [piece.word for piece in pieces[:size]]
            for term in self.vocabulary.meant(" ".join(words)):
                if self.used(term):
                    return Unit("term", _as_typed(pieces[:size]), tuple(words), term), size
        return None, 0

    def _named(self, pieces: list[_Piece]) -> tuple[Unit | None, int]:
        """An agent that no study gave, by a name that no text has (a brand): it is looked for by its own name."""
        for size in range(min(len(pieces), self.vocabulary.longest), 0, -1):
            words = tuple(piece.word for piece in pieces[:size])
            for term in self.vocabulary.meant(" ".join(words)):
                name = tuple(fold(term.name).split())
                spoken_of = name and self._found(name) and not self._found(words)
                if term.kind == "agent" and spoken_of and not self.as_typed:
                    return Unit("phrase" if len(name) > 1 else "word", _as_typed(pieces[:size]), name), size
        return None, 0

    def _found(self, words: tuple[str, ...]) -> bool:
        """Whether each of these words finds a study."""
        return all(word in FILLERS or self.finds(stem(word)) for word in words)

    def _word(self, pieces: list[_Piece], together: list[_Piece]) -> tuple[Unit | None, int]:
        """A word; what is written together, or known as written together, as one."""
        for size in range(min(len(pieces), MOST_PARTS), 1, -1):
            if self._is_known(pieces[:size]):
                words = [piece.word for piece in pieces[:size]]
                return Unit("word", _as_typed(pieces[:size]), ("".join(words),)), size
        words = [piece.word for piece in together]
        if joined(words) and not any(self._term([piece])[0] for piece in together[1:]):
            return Unit("phrase", _as_typed(together), tuple(words)), len(together)
        word = pieces[0].word
        if word in FILLERS:
            return None, 1
        return Unit("word", _as_typed(pieces[:1]), (word,)), 1

    def _mended(self, word: str, typed: str) -> str:
        """The word itself if it is one, else what it was meant for."""
        abbreviation = typed.isupper() and len(word) <= LONGEST_ABBREVIATION
        if self.as_typed or abbreviation or word in FILLERS or word in self.vocabulary.forms or self.known(stem(word)):
            return word
        meant = self.mend(word)
        if meant:
            self.mended[word] = meant
        return meant or word


def _asked(query: str) -> Iterator[_Asked]:
    """The pieces of a query; NOT is a minus before the next."""
    denied = False
    for match in PIECE.finditer(_capped(query)):
        bare = match["bare"]
        if bare == NOT:
            denied = True
            continue
        if bare is None:
            yield _Asked(match["quoted"], quoted=True, negative=denied or bool(match["minus"]))
        elif len(bare) > 1 and bare[0] in "-−" and bare[1].isalnum():
            yield _Asked(bare[1:], negative=True)
        else:
            yield _Asked(bare, negative=denied)
        denied = False


def _grouped(units: Iterable[Unit | None]) -> list[Group]:
    """Units with OR between them in one group; what must not be there stands alone."""
    groups: list[Group] = []
    either = False
    for unit in units:
        if unit is None:
            either = True
            continue
        if either and groups and not unit.negative and not groups[-1][0].negative:
            groups[-1] = (*groups[-1], unit)
        else:
            groups.append((unit,))
        either = False
    return groups


def _at_a_slash(one: Unit, other: Unit, last: _Piece, first: _Piece) -> bool:
    """Whether two diseases are written as one piece: CLL/SLL means either."""
    diseases = all(unit.term and unit.term.kind == "disease" for unit in (one, other))
    return diseases and last.at == first.at and "/" in first.typed


def _capped(query: str) -> str:
    """No longer than we read, and without what no database takes."""
    query = query[:LONGEST_QUERY].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    return " ".join(query.split()[:MOST_WORDS])


def _phrase(quoted: str, *, negative: bool) -> list[Unit]:
    words = tuple(fold(quoted).split())
    return [Unit("phrase", f'"{quoted}"', words, negative=negative)] if words else []


def _as_typed(pieces: list[_Piece]) -> str:
    """What was typed for these words; the words themselves where they are only a part of what was typed together."""
    whole = dict.fromkeys((piece.at, piece.typed) for piece in pieces)
    text = " ".join(typed for _, typed in whole)
    return text if len(WORD.findall(plain(text))) == len(pieces) else "-".join(piece.word for piece in pieces)


def _once(groups: list[Group]) -> tuple[Group, ...]:
    """Asking for one thing twice is asking once."""
    seen: dict[tuple, Group] = {}
    for group in groups:
        seen.setdefault(tuple((one.kind, one.negative, one.term or one.words) for one in group), group)
    return tuple(seen.values())
