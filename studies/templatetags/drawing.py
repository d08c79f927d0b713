"""Positions of drawings on a 0–100 axis, and captions that begin as they should."""

from django import template

from studies.rendering.forest import Mark
from studies.rendering.lines import within

register = template.Library()
register.filter(within)


@register.filter
def of_hundred(share: float) -> str:
    """A share of 1 as a position on an axis of 100."""
    return f"{share * 100:.1f}"


@register.filter
def interval_width(bar: tuple[float, float, float]) -> str:
    """How wide an interval is drawn; never invisible."""
    return f"{max((bar[2] - bar[0]) * 100, 0.6):.1f}"


@register.filter
def marker(share: float) -> str:
    """Left edge of the mark at a share, kept inside the axis."""
    return f"{min(max(share * 100 - 1, 0), 98):.1f}"


@register.filter
def sentence(text: str) -> str:
    """A capital at the start, unless the first word is more than a word: “t(3;3)” and “del(5q)” stay."""
    first = text.split(" ", 1)[0].rstrip(",;:")
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


@register.filter
def p_text(value: float) -> str:
    """A P value of ours: two figures, never 0."""
    return "P < 0.001" if value < LEAST_P else f"P = {value:.2g}"


LEAST_P = 0.001
SMALLEST, LARGEST = 4.0, 14.0  # height of a result's square, in a row of 16
FLAT = 0.18  # a unit across is drawn that much wider than one down


@register.filter
def mark_height(mark: Mark) -> str:
    """Height of a result's square: its area goes with the weight."""
    return f"{SMALLEST + (LARGEST - SMALLEST) * mark.size:.1f}"


@register.filter
def mark_side(mark: Mark) -> str:
    return f"{float(mark_height(mark)) * FLAT:.1f}"


@register.filter
def mark_top(mark: Mark) -> str:
    return f"{8 - float(mark_height(mark)) / 2:.1f}"


@register.filter
def mark_left(mark: Mark) -> str:
    """Left edge of the square, kept inside the axis."""
    side = float(mark_side(mark))
    return f"{min(max(mark.middle * 100 - side / 2, 0), 100 - side):.1f}"


@register.filter
def mark_width(mark: Mark) -> str:
    """How wide the interval is drawn; never invisible."""
    return f"{max(((mark.upper or 0) - (mark.lower or 0)) * 100, 0.6):.1f}"
