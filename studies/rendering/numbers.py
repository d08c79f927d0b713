"""Plain numbers as text: the one place where digits, signs and units are chosen."""

from calendar import month_name
from decimal import ROUND_HALF_UP, Decimal

from studies.choices import Operator, TimeUnit

UNGROUPED = 4  # digits; a longer number has its thousands apart
NARROW = "\u202f"  # narrow no-break space: "32 %" never breaks
UNITS = {
    "d": "days",
    "wk": "weeks",
    "mo": "months",
    "a": "years",
    "{cycle}": "cycles",
    "{course}": "courses",
    "mg/m2": "mg/m²",
    "10*6/kg": "×10⁶/kg",
    "10*6": "×10⁶",
    "10*3/uL": "×10³/µL",
    "10*9/L": "×10⁹/L",
    "/uL": "/µL",
    "umol/L": "µmol/L",
    "ug/mL": "µg/mL",
    "%": "%",
    "1": "",
    "/mm2": "/mm²",
    "{vessels}/mm2": "vessels/mm²",
    "{microvessels}/mm2": "microvessels/mm²",
    "{cells}/uL": "cells/µL",
    "[degF]": "°F",
    "Cel": "°C",
    "/(100.a)": "per 100 patient-years",
}
ONE = {"days": "day", "weeks": "week", "months": "month", "years": "year", "cycles": "cycle", "courses": "course"}


def number(value: Decimal | int | None) -> str:
    """A number as it was given: no exponent, no padding zeros, thousands apart."""
    if value is None:
        return ""
    text = format(Decimal(value).normalize(), "f")
    whole, point, rest = text.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    if len(digits) > UNGROUPED:
        digits = f"{int(digits):,}".replace(",", NARROW)
    return f"{sign}{digits}{point}{rest}"


def unit_text(unit: str, value: Decimal | int | None = None) -> str:
    """A UCUM unit as readers write it."""
    text = UNITS.get(unit, unit)
    return ONE.get(text, text) if value == 1 else text


def with_unit(value: Decimal | int | None, unit: str) -> str:
    """A number with its unit: “6.5 months”, “4.8 g/dL”, “3.6 %”."""
    if value is None:
        return ""
    text = unit_text(unit, value)
    joined = "" if text.startswith("/") else NARROW if text == "%" else " "
    return f"{number(value)}{joined}{text}" if text else number(value)


def sign(operator: str) -> str:
    """“<” as a sign before a number; “about” as a word."""
    return {"": "", "~": "about "}.get(operator, Operator(operator).label if operator else "")


def percent(value: Decimal, operator: str = "") -> str:
    """A percent as printed: “32 %”, “<1 %”."""
    return f"{sign(operator)}{number(value)}{NARROW}%"


def share_percent(events: int, total: int) -> str:
    """A percent that we computed from counts: whole percents, one decimal where those would say none or all."""
    share = Decimal(events * 100) / Decimal(total)
    edge = events not in {0, total} and share.quantize(Decimal(1), ROUND_HALF_UP) in {0, 100}
    return percent(share.quantize(Decimal("0.1") if edge else Decimal(1), ROUND_HALF_UP))


def span(low: str, high: str) -> str:
    """“20–47”; with minus signs “−3 to 5”."""
    return f"{low} to {high}" if low.startswith("−") or high.startswith("−") else f"{low}–{high}"


def interval_percent(lower: float, upper: float) -> str:
    """Bounds of a proportion in whole percents: “20–47 %”."""
    low, high = (number(Decimal(str(bound * 100)).quantize(Decimal(1), ROUND_HALF_UP)) for bound in (lower, upper))
    return f"{span(low, high)}{NARROW}%"


def p_value(value: Decimal, operator: str = "") -> str:
    """“P = 0.018”, “P < 0.00001”."""
    return f"P {Operator(operator).label if operator else '='} {number(value)}"


def time_text(value: Decimal, unit: str) -> str:
    """“9 months”, “day 12”."""
    return f"day {number(value)}" if unit == TimeUnit.DAY else with_unit(value, unit)


def date_text(partial: str) -> str:
    """A partial date in words: “December 2005”, “2013”, “4 May 2010”."""
    year, _, rest = partial.partition("-")
    if not rest:
        return year
    month, _, day = rest.partition("-")
    return f"{int(day)} {month_name[int(month)]} {year}" if day else f"{month_name[int(month)]} {year}"
