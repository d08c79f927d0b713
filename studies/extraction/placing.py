"""What every row of a sheet has: its place in the source, what is printed there, its key."""

import re
from dataclasses import dataclass, field

from .sentences import Source


def slugified(*parts: object) -> str:
    """A row's key from words: lower case, digits and single hyphens."""
    text = "-".join(str(part) for part in parts if part not in (None, ""))
    text = text.replace("≥", "at-least-").replace("≤", "at-most-").replace(">", "over-").replace("<", "under-")
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:90].strip("-") or "row"


@dataclass
class Placing:
    """A sheet being written out, with the keys given so far and what is wrong with it."""

    sheet: dict
    slug: str
    source: Source
    problems: list[str] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def placed(self, row: dict, what: str) -> dict:
        """A sheet row without its shorthand: place, printed figure, further places."""
        given = dict(row)
        mark, printed = given.pop("at", None), given.pop("printed", "")
        out: dict = {"report": self.slug}
        if mark is None:
            self.problems.append(f"{what}: no place (at).")
            out["place"] = "Abstract"
        else:
            out["place"] = self.place(mark, printed, what)
        if printed:
            out["as_reported"] = printed
        also = [
            {"place": self.place(where, text, what)} | ({"as_reported": text} if text else {})
            for where, text in given.pop("also", [])
        ]
        if also:
            out["also_at"] = also
        return {name: value for name, value in given.items() if value not in (None, "", [], {})} | out

    def place(self, mark: str, printed: str, what: str) -> str:
        """The place in words; what is printed must stand there, its pieces in order."""
        try:
            place, text = self.source.at(str(mark))
        except KeyError:
            self.problems.append(f"{what}: there is no place {mark}.")
            return "Abstract"
        start = 0
        for piece in re.split(r"…|\.\.\.", printed or ""):
            squeezed = _squeezed(piece)
            at = _squeezed(text).find(squeezed, start)
            if at < 0:
                self.problems.append(f"{what}: “{piece.strip()}” does not stand in {mark} (in that order).")
                break
            start = at + len(squeezed)
        return place

    def key(self, section: str, *parts: object) -> str:
        taken = self.keys.setdefault(section, set())
        stem = key = slugified(*parts)
        number = 2
        while key in taken:
            key, number = f"{stem}-{number}", number + 1
        taken.add(key)
        return key


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
