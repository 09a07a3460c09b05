"""The log's row numbers: the same as a list of them, whatever is left out."""

from __future__ import annotations

import random

import pytest

from dutydesk.tui.widgets.seqs import AllBut, Seqs


@pytest.mark.parametrize("seed", range(20))
def test_all_but_is_the_list_without_the_skipped(seed: int) -> None:
    chance = random.Random(seed)
    last = chance.randrange(60)
    skipped = sorted(chance.sample(range(1, last + 1), chance.randrange(last + 1)))
    expected = [seq for seq in range(1, last + 1) if seq not in skipped]
    numbers = AllBut(last, skipped)
    assert list(numbers) == expected
    assert len(numbers) == len(expected)
    assert numbers[-3:] == expected[-3:]
    with pytest.raises(IndexError):
        numbers[len(expected)]


def test_the_past_stands_before_what_is_newer() -> None:
    seqs = Seqs([5, 7], AllBut(7, [2, 6]), 3)
    seqs.extend([8])
    assert list(seqs) == [1, 3, 4, 5, 7, 8]
    assert seqs[-1] == 8
    assert seqs[2:4] == [4, 5]
    assert not Seqs()
