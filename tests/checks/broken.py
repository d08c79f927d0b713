"""Records that break one rule each; the functions that make them register themselves here."""

from collections.abc import Callable

from .conftest import Record

Broken = Callable[[Record], object]
BROKEN: dict[str, list[Broken]] = {}


def breaks(rule: str) -> Callable[[Broken], Broken]:
    """Marks a function that breaks a sound record in one way, which this rule must find."""

    def mark(broken: Broken) -> Broken:
        BROKEN.setdefault(rule, []).append(broken)
        return broken

    return mark
