"""The journeys' eyes: what they read is what pyte's own parser puts on the screen, cell by cell."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from terminal import Screen

COLUMNS, ROWS = 12, 4

PIECES = st.one_of(
    st.text("ab 值班日志▲é\u0301\u200b👨", max_size=COLUMNS + 3),
    st.sampled_from(["\r", "\n", "\t", "\b", "\x1b[K", "\x1b[2J", "\x1b[H", "\x1b[L", "\x1b[P", "\x1b[4h", "\x1b[4l"]),
    st.sampled_from(["\x1b[m", "\x1b[0m", "\x1b[1;9m", "\x1b[;31m", "\x1b[38;2;1;22;255;48;5;9m", "\x1b[27;4m"]),
    st.builds("\x1b[{};{}H".format, st.integers(1, ROWS), st.integers(1, COLUMNS)),
)


@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=6))
def test_a_screen_reads_as_pyte_does(writes: list[str]) -> None:
    """Styles, wide and combining characters, wrapping, insertion; lines are put together anew where they changed."""
    read, plain = Screen(COLUMNS, ROWS), pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(plain)
    for data in writes:
        read.feed(data.encode())
        stream.feed(data.encode())
        cells = [[plain.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]
        assert [[read.look(y, x) for x in range(COLUMNS)] for y in range(ROWS)] == cells
        assert read.lines == ["".join(cell.data for cell in row) for row in cells]
        assert read.cursor == (plain.cursor.y + 1, plain.cursor.x + 1)
