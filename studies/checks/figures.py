"""The figures in a printed text: digits, powers of ten, thousands, small numbers in words."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FIRST = ["first", "second", "third", "fourth", "fifth", "sixth"]
ORDINALS = [*FIRST, "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
WORDS = {word: number for number, word in enumerate(["zero", *UNITS, *TEENS])}
WORDS |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
WORDS |= {word: number for number, word in enumerate(ORDINALS, start=1)} | {"both": 2, "hundred": 100}
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}

DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣-"), "-")
THOUSANDS = re.compile(r"(?<=\d)[\u2009\u202f](?=\d{3}(?!\d))")
POWER = re.compile(r"(\d+(?:\.\d+)?)\s*[x×*·]\s*10\^?(\d{1,2})(?!\d)")
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+,\d+|\d+(?:\.\d+)?|(?<!\d)\.\d+")
PERCENT = re.compile(r"\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(TENS)})[- ]({'|'.join(UNITS)})|({'|'.join(sorted(WORDS, key=len, reverse=True))}))\b",
    re.IGNORECASE,
)
SCALES = (3, 6, 9)  # units count in thousands, millions and thousand millions


@dataclass(frozen=True)
class Figure:
    """One printed figure: the values it may be read as, its decimals, and whether a percent sign follows."""

    values: frozenset[Decimal]
    decimals: int = 0
    is_percent: bool = False


def normalised(text: str) -> str:
    """One spelling of dashes, superscripts, decimal points and thousands."""
    text = THOUSANDS.sub("", text)
    text = unicodedata.normalize("NFKC", text.replace("\u00b7", "."))
    return text.translate(DASHES)


def figures(text: str) -> list[Figure]:
    """Every figure of a printed text."""
    text = normalised(text)
    found = [_power(match) for match in POWER.finditer(text)]
    found += [_number(match, text) for match in NUMBER.finditer(text)]
    return found + [_in_words(match, text) for match in IN_WORDS.finditer(text)]


def prints(text: str, value: Decimal | int) -> bool:
    """Whether a value stands in a printed text."""
    return any(Decimal(value) in figure.values for figure in figures(text))


def grades_in(text: str) -> set[int]:
    """Grades in a text, in Arabic or Roman figures."""
    roman = {ROMAN[word] for word in re.findall(r"\b(?:I{1,3}|IV|V)\b", text)}
    arabic = {value for figure in figures(text) for value in figure.values}
    return roman | {int(value) for value in arabic if value == int(value)}


def printed_decimals(text: str, value: Decimal) -> int | None:
    """With how many decimals a percent is printed in a text; None if it does not stand there."""
    same = [figure for figure in figures(text) if value in figure.values]
    signed = [figure.decimals for figure in same if figure.is_percent]
    return max(signed or [figure.decimals for figure in same], default=None)


def percents(text: str) -> list[tuple[Decimal, int]]:
    """The percents printed in a text, each with its decimals."""
    return [(max(figure.values), figure.decimals) for figure in figures(text) if figure.is_percent]


def decimals_of(value: Decimal) -> int:
    """Decimals of a number without its padding zeros."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _power(match: re.Match) -> Figure:
    """Copies lose the superscript: “0.5×106” may be 0.5 × 10⁶, so 0.5 in millions and 500 in thousands."""
    mantissa, power = Decimal(match[1]), int(match[2])
    return Figure(frozenset({mantissa, *(mantissa.scaleb(power - scale) for scale in (0, *SCALES))}))


def _number(match: re.Match, text: str) -> Figure:
    printed = match[0]
    percent = PERCENT.match(text, match.end()) is not None
    if re.fullmatch(r"\d+,\d+", printed) and not re.fullmatch(r"\d{1,3},\d{3}", printed):
        # A decimal comma, or two numbers of a list set without a space.
        parts = printed.split(",")
        values = {Decimal(".".join(parts)), *map(Decimal, parts)} if not percent else {Decimal(".".join(parts))}
        return Figure(frozenset(values), len(parts[1]), percent)
    value = Decimal(printed.replace(",", ""))
    decimals = len(printed.partition(".")[2])
    return Figure(frozenset({-value if _is_negative(text, match.start()) else value}), decimals, percent)


def _is_negative(text: str, start: int) -> bool:
    """A dash before a number is a sign, unless it joins the number to something before it: a range, a hyphen."""
    if not text[:start].endswith("-"):
        return False
    ahead = text[: start - 1]
    if ahead.endswith(" "):
        return not (ahead.rstrip()[-1:].isdigit() or ahead.rstrip().endswith("%"))
    return not ahead or not (ahead[-1].isalnum() or ahead[-1] in "%)]-")


def _in_words(match: re.Match, text: str) -> Figure:
    tens, unit, word = (part and part.lower() for part in match.groups())
    value = WORDS[tens] + WORDS[unit] if tens else WORDS[word]
    return Figure(frozenset({Decimal(value)}), 0, PERCENT.match(text, match.end()) is not None)
