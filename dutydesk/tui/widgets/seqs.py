"""The log's row numbers without a list of them: a million would be eight megabytes and a third of a second.

The journal has no gaps, so the past is every number from 1 on without the few that the daily log leaves out.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import overload


class AllBut(Sequence[int]):
    """The numbers from 1 to ``last`` without the ``skipped`` ones (ascending)."""

    def __init__(self, last: int, skipped: Sequence[int]) -> None:
        self.last = last
        self.skipped = skipped

    def __len__(self) -> int:
        return self.last - len(self.skipped)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        # before skipped[n] stand skipped[n] - 1 numbers, n of them skipped as well
        passed = bisect_right(range(len(self.skipped)), place, key=lambda n: self.skipped[n] - 1 - n)
        return place + 1 + passed


class Seqs(Sequence[int]):
    """The first ``older`` of the ``past``, then the ``newer`` ones; grows at the end."""

    def __init__(self, newer: Iterable[int] = (), past: Sequence[int] = (), older: int = 0) -> None:
        self.newer = array("q", newer)
        self.past = past
        self.older = older

    def __len__(self) -> int:
        return self.older + len(self.newer)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return self.past[place] if place < self.older else self.newer[place - self.older]

    def extend(self, seqs: Iterable[int]) -> None:
        """Append newer numbers."""
        self.newer.extend(seqs)


class Backwards(Sequence[int]):
    """The same numbers, the newest first."""

    def __init__(self, seqs: Sequence[int]) -> None:
        self.seqs = seqs

    def __len__(self) -> int:
        return len(self.seqs)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        return self.seqs[len(self.seqs) - 1 - range(len(self))[index]]
