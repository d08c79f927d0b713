"""One spelling for one word, in Python, so that every database answers alike."""

import re
import unicodedata

LONGEST_QUERY = 256
MOST_WORDS = 16
SPELLINGS = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("tumour", "tumor"),
    ("oede", "ede"),
    ("diarrhoe", "diarrhe"),
    ("randomiz", "randomis"),
)
WORD = re.compile(r"[0-9a-zα-ω]+(?:[.+][0-9a-z]+)*")


def fold(text: str) -> str:
    """Without accents, case or British spelling; signs and hyphens as spaces; NUL and lone surrogates gone."""
    plain = unicodedata.normalize("NFKD", text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " "))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    for british, american in SPELLINGS:
        plain = plain.replace(british, american)
    return " ".join(WORD.findall(plain))


def words_of(text: str) -> list[str]:
    """The folded words of a query, capped in length and number."""
    return fold(text[:LONGEST_QUERY]).split()[:MOST_WORDS]
