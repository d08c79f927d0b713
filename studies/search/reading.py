"""How a query was read: what it asks for, as terms of the field and as words."""

from dataclasses import dataclass

from .vocabulary import VocabularyTerm


@dataclass(frozen=True)
class Unit:
    """One thing a query asks for: a term, a word, a phrase or the start of a word.

    ``typed`` is what stands in the query for it; ``words`` are folded words, one of a word or start of a word.
    """

    kind: str
    typed: str
    words: tuple[str, ...]
    term: VocabularyTerm | None = None
    negative: bool = False

    @property
    def text(self) -> str:
        """What it is read as."""
        if self.term:
            return self.term.name
        return " ".join(self.words) + ("…" if self.kind == "start" else "")

    @property
    def is_text(self) -> bool:
        """Whether it is looked for in texts, and not by a term."""
        return self.term is None


Group = tuple[Unit, ...]


@dataclass(frozen=True)
class Reading:
    """How a query was read: every group is asked for, any unit of a group will do; a negative unit stands alone."""

    groups: tuple[Group, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()  # typed, taken for

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(unit for group in self.groups for unit in group)

    @property
    def terms(self) -> tuple[VocabularyTerm, ...]:
        """The terms that are asked for."""
        return tuple(unit.term for unit in self.units if unit.term and not unit.negative)

    @property
    def words(self) -> tuple[str, ...]:
        """What is left to be looked for in texts."""
        return tuple(" ".join(unit.words) for unit in self.units if unit.is_text and not unit.negative)

    @property
    def has_text(self) -> bool:
        return any(unit.is_text and not unit.negative for unit in self.units)

    def without(self, unit: Unit) -> str:
        """The query with one unit taken out."""
        groups = (tuple(one for one in group if one is not unit) for group in self.groups)
        return " ".join(" OR ".join(_typed(one) for one in group) for group in groups if group)


def _typed(unit: Unit) -> str:
    return f"-{unit.typed}" if unit.negative else unit.typed
