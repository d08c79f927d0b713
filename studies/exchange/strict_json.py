"""JSON read strictly: nothing is rounded, dropped or guessed, and every oddity stays where it stands.

`json` keeps the last of two equal keys, turns 12.70 into a float and accepts NaN. Here such things come through
as values that no field accepts, so that the row and the field can be named.
"""

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_INTEGER = 20  # digits
SHOWN = 60  # characters of a value that a sentence quotes


class NotJson(ValueError):
    """The text is no JSON that we read; the message says why."""


@dataclass(frozen=True)
class Number:
    """A number that is no plain whole number or decimal: with an exponent, too long, NaN or infinite."""

    text: str


class Object(dict):
    """A JSON object that remembers which of its keys stood in it twice."""

    twice: tuple[str, ...] = ()


def parse(content: bytes):
    """The value that the file holds: whole numbers as int, decimals as Decimal, odd numbers as Number.

    Raises NotJson for what is no JSON at all, is too large, or is nested too deeply.
    """
    if len(content) > LARGEST_FILE:
        raise NotJson(f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        return json.loads(
            content.decode("utf-8"),
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=Number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start + 1} is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno}, column {error.colno} is not JSON ({error.msg}).") from None
    except RecursionError:
        raise NotJson("the values are nested too deeply.") from None


def faults(value) -> list[str]:
    """What no value may hold at any depth, as sentences: a key twice, NUL, half a character, an odd number.

    Raises RecursionError if the value is nested too deeply.
    """
    if isinstance(value, str):
        return _faults_of_text(value)
    if isinstance(value, Number):
        return [f"{value.text} is not a plain number."]
    if isinstance(value, Object):
        found = [f"the key {shown(key)} stands there twice." for key in value.twice]
        return found + [fault for pair in value.items() for part in pair for fault in faults(part)]
    return [fault for one in value for fault in faults(one)] if isinstance(value, list) else []


def shown(value) -> str:
    """A value as a sentence quotes it: as JSON, short."""
    if isinstance(value, Number | Decimal):
        return str(getattr(value, "text", value))
    text = json.dumps(value, default=shown, ensure_ascii=True)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _faults_of_text(text: str) -> list[str]:
    if "\x00" in text:
        return ["a text holds the character NUL."]
    if any("\ud800" <= character <= "\udfff" for character in text):
        return ["a text holds half a character (a lone surrogate)."]
    return []


def _whole(text: str) -> int | Number:
    return int(text) if len(text) <= LONGEST_INTEGER else Number(text)


def _decimal(text: str) -> Decimal | Number:
    return Number(text) if "e" in text.lower() else Decimal(text)


def _object(pairs: list[tuple[str, object]]) -> Object:
    found = Object(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        found.twice = tuple(sorted(key for key in counts if counts[key] > 1))
    return found
