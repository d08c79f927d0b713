"""One spelling for one word, in Python, so that every database answers alike."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 256
MOST_WORDS = 16
SPELLINGS = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("tumour", "tumor"),
    ("oede", "ede"),
    ("diarrhoe", "diarrhe"),
    ("pnoe", "pne"),
    ("paeni", "peni"),
    ("paed", "ped"),
    ("centre", "center"),
    ("analogue", "analog"),
    ("randomiz", "randomis"),
)
GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega
"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", GREEK_NAMES.split(), strict=True))
WORD = re.compile(r"\d+(?:\.\d+)+|[0-9a-z]+")
CHUNK = re.compile(r"\S+")
POSSESSIVE = re.compile(r"['’]s\b")
SHORT_PART, MOST_PARTS = 3, 4
# Words that hold sentences together, of English and of Portuguese: nobody means to find a study by them.
SMALL_WORDS = """
    a an and are as at by for from in is of on or the to vs versus was were with
    com da das de do dos e em na nas no nos o os para por
"""
FILLERS = frozenset(SMALL_WORDS.split())
_stemmer = snowballstemmer.stemmer("english")


def plain(text: str) -> str:
    """Without accents, case, Greek letters or British spelling; NUL and lone surrogates gone; signs as they are."""
    if text.isascii():  # as most of our texts are
        text = text.replace("\0", " ").lower()
    else:
        text = unicodedata.normalize("NFKD", text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " "))
        text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
        text = "".join(GREEK.get(sign, sign) for sign in text)
    text = POSSESSIVE.sub("", text)
    for british, american in SPELLINGS:
        text = text.replace(british, american)
    return text


def fold(text: str) -> str:
    """The plain words of a text, apart by one space; signs and hyphens are no part of a word, but 1.5 is one."""
    return " ".join(WORD.findall(plain(text)))


def unfinished(start: str) -> list[str]:
    """What a folded start means if it breaks off within a British spelling: leuke of leukae, tumo of tumou."""
    meant = {}
    for british, american in SPELLINGS:
        for cut in range(len(british) - 1, 0, -1):
            if start.endswith(british[:cut]) and not american.startswith(british[:cut]):
                meant[start[:-cut] + american[: max(0, cut - len(british) + len(american))]] = True
    return list(meant)


def words_of(text: str) -> list[str]:
    """The folded words of a query, capped in length and number."""
    return fold(text[:LONGEST_QUERY]).split()[:MOST_WORDS]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of an English word share; a word with a digit is its own stem."""
    return word if any(sign.isdigit() for sign in word) else _stemmer.stemWord(word)


def stems_of(folded: str) -> str:
    """The stems of a folded text, apart by a space."""
    return " ".join(map(stem, folded.split()))


def joined(parts: list[str]) -> str:
    """“il6” of IL-6, “cart” of CAR-T, “del17p” of del(17p); empty where the parts are words of their own."""
    if not 1 < len(parts) <= MOST_PARTS:
        return ""
    short = any(len(part) <= SHORT_PART or any(sign.isdigit() for sign in part) for part in parts)
    return "".join(parts) if short else ""


def closed(name: str) -> str:
    """“cc5013” of CC-5013, “arac” of ARA-C: a name of one piece without its signs; empty where it has none."""
    parts = WORD.findall(plain(name))
    return "".join(parts) if len(parts) > 1 and len(name.split()) == 1 else ""


def written_words(text: str) -> Iterator[str]:
    """Every word of a text, and what is written together as one word beside its parts."""
    for chunk in CHUNK.findall(plain(text)):
        parts = WORD.findall(chunk)
        yield from parts
        for size in range(2, len(parts) + 1):
            for start in range(len(parts) - size + 1):
                if one := joined(parts[start : start + size]):
                    yield one
