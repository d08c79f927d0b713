"""The arithmetic in a formula: “0.24 × 100 = 24”, “17 progressed + 2 early deaths = 19”, “3 / 9 = 33.3 %”."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .figures import normalised
from .rates import half_unit

RAISED = re.compile("(?<=\\d)[⁰¹²³⁴-⁹]+")
OF = re.compile(r"(?<=\d)\s+of\s+(?:the\s+)?(?=\d)", re.IGNORECASE)
TIMES = re.compile(r"×|(?<=[\d%)])\s*x\s*(?=[\d(])|(?<=\s)x(?=\s+\d)", re.IGNORECASE)
# Units, and words that say what is counted.
PROSE = re.compile(r"[^\W\d_][\w/]*")
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)\s*(%?)|([-+*/^()]))")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
CLAUSES = re.compile(r"[;:]|,\s")
EQUALS = re.compile(r"[=≈→]")
HUNDRED = 100
LARGEST_POWER = 12


@dataclass(frozen=True)
class Side:
    """One side of an equation: its value, and how far rounding may have moved it where it is a single number."""

    text: str
    value: Fraction
    slack: Fraction

    def agrees_with(self, other: "Side") -> bool:
        """Whether the other side is the same number, as far as it is written out."""
        if abs(self.value - other.value) <= max(self.slack, other.slack):
            return True
        # A percent may be meant as its number: 100 - 24 = 76 %.
        return other.text.endswith("%") and abs(self.value - HUNDRED * other.value) <= HUNDRED * other.slack


def equations(formula: str) -> list[tuple[Side, Side]]:
    """Each pair of neighbouring sides of the equations in a formula. Clauses that are words give none."""
    found = []
    spelt = GROUPED.sub("", normalised(RAISED.sub(_as_power, formula)))
    for clause in CLAUSES.split(spelt):
        sides = EQUALS.split(clause)
        for before, after in pairwise(sides):
            # “7 of 29 = 24.1 %” divides; “14 + 19 = 33 of 44” gives 33.
            left, right = _side(OF.sub("/", before)), _side(OF.split(after)[0])
            if left is not None and right is not None:
                found.append((left, right))
    return found


def _as_power(match: re.Match) -> str:
    return "^" + unicodedata.normalize("NFKC", match[0])


def _side(text: str) -> Side | None:
    spelt = PROSE.sub(" ", TIMES.sub("*", text).replace("÷", "/")).strip(" .")
    tokens = _tokens(spelt)
    if not tokens:
        return None
    try:
        value, rest = _sum(tokens)
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return None if rest else Side(text.strip(), value, _slack(tokens))


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            return []
        tokens.append(match[3] or match[1] + match[2])
        position = match.end()
        if not text[position:].strip():
            break
    return tokens


def _slack(tokens: list[str]) -> Fraction:
    """A single number was rounded at its last place; a calculation was not."""
    if len(tokens) > 1:
        return Fraction(0)
    decimals = len(tokens[0].rstrip("%").partition(".")[2])
    return half_unit(decimals) / (HUNDRED if tokens[0].endswith("%") else 1)


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        other, after = _product(rest[1:])
        value, rest = (value + other if rest[0] == "+" else value - other), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _power(tokens)
    while rest and rest[0] in "*/":
        other, after = _power(rest[1:])
        value, rest = (value * other if rest[0] == "*" else value / other), after
    return value, rest


def _power(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _number(tokens)
    if rest and rest[0] == "^":
        exponent, rest = _number(rest[1:])
        if abs(exponent) > LARGEST_POWER or exponent.denominator != 1:
            raise ValueError("no power of a dose or a count")
        value = value ** int(exponent)
    return value, rest


def _number(tokens: list[str]) -> tuple[Fraction, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        value, rest = _sum(rest)
        if rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return value, rest[1:]
    if first == "-":
        value, rest = _number(rest)
        return -value, rest
    if first.endswith("%"):
        return Fraction(first[:-1]) / HUNDRED, rest
    return Fraction(first), rest
