"""Positions of drawings on a 0–100 axis, and captions that begin as they should."""

from django import template

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
