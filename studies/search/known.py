"""The words of all texts. They only ever grow more, so every snapshot of a process shares them."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from functools import cached_property


class KnownWords(Mapping[str, str]):
    """Stem → word as first met; and the stems in order, to find them by their start."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, stemmed: str) -> str:
        return self._words[stemmed]

    def __contains__(self, stemmed: object) -> bool:
        return stemmed in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._words))  # another thread may add to them

    def __len__(self) -> int:
        return len(self._words)

    def add(self, new: Mapping[str, str]) -> None:
        """Takes in what new texts brought."""
        in_order = self._in_order
        for stemmed, word in new.items():
            if stemmed not in self._words:
                self._words[stemmed] = word
                insort(in_order, stemmed)

    def beginning(self, start: str, most: int) -> list[str]:
        """The first stems, by their letters, that begin so; no more than asked for."""
        at = bisect_left(self._in_order, start)
        found = self._in_order[at : at + most]
        return [one for one in found if one.startswith(start)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._words)
