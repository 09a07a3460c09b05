"""A program on a real pty, measured as its user feels it.

The child sees a terminal of 120×40 that answers what programs ask at their start (device attributes, cursor
position, modes). What it writes is kept in pieces with the time each arrived; the screen is put together by
pyte afterwards, so that looking at it never delays the child. Times are seconds, memory MB (2**20 bytes).
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pyte
from pyte.modes import IRM
from pyte.screens import Char, wcwidth

COLUMNS, ROWS = 120, 40
KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "slash": b"/",
    "space": b" ",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "enter": b"\r",
    "alt+enter": b"\x1b\r",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "escape": b"\x1b[27u",
    **{f"f{n}": b"\x1bO" + letter for n, letter in ((1, b"P"), (2, b"Q"), (3, b"R"), (4, b"S"))},
    **{
        f"f{n}": b"\x1b[%d~" % code
        for n, code in ((5, 15), (6, 17), (7, 18), (8, 19), (9, 20), (10, 21), (11, 23), (12, 24))
    },
    **{f"ctrl+{letter}": bytes([ord(letter) - 96]) for letter in "abcdefgjklnopqrstuvwxyz"},
}
"""Keys as a terminal sends them. Escape as the kitty protocol has it: a bare ESC with a letter behind it in one
packet is Alt+letter in every terminal."""
UNSET = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "PYTHONDEVMODE",
    "SSH_CONNECTION",
    "NO_COLOR",
    "LINES",
    "COLUMNS",
)
"""What no desk has in its environment; the first would compile every module at every start."""

FOREIGN = re.compile(
    rb"\x1b\[[<=>][\d;:]*[A-Za-z]|\x1b\[\?[\d;]*(?:\$p|u)|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\", re.DOTALL
)
"""Keyboard protocols, mode questions and strings: pyte would print them."""

STYLED = re.compile(r"\x1b\[([\d;]*)m([^\x00-\x1f\x7f-\x9f]*)")
"""A style and the text behind it; the rest goes through pyte's parser, which takes one character after another."""

QUESTION = re.compile(rb"\x1b\[(?:0?(c)|(6n)|\?(\d+)\$p)")
UNFINISHED = re.compile(rb"\x1b(?:\[[\d;?]*\$?)?$")
MODES = {b"2026": b"2"}
"""Modes the terminal knows, and their state: synchronised output, off until asked for."""

SCREENFUL_PAUSE = 0.25
Look = Callable[["Screen"], bool]


class Cells(pyte.Screen):
    """Pyte's screen; text in one style, which is nearly all that a desk writes, without pyte's loop for each character."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self._styles: dict[tuple[Char, str], Char] = {}
        self._made: dict[tuple[Char, str], Char] = {}

    def style(self, attributes: str) -> None:
        """Write in another style from now on."""
        key = (self.cursor.attrs, attributes)
        if key not in self._styles:
            self.select_graphic_rendition(*(int(one or 0) for one in attributes.split(";")))
            self._styles[key] = self.cursor.attrs
        self.cursor.attrs = self._styles[key]

    def draw(self, data: str) -> None:
        """Put characters into cells; what wraps, combines or has no width is left to pyte."""
        cursor, made = self.cursor, self._made
        line, x, attrs = self.buffer[cursor.y], cursor.x, cursor.attrs
        self.dirty.update((cursor.y, max(0, cursor.y - 1)))  # a combining character may belong to the line above
        for n, letter in enumerate(data):
            width = wcwidth(letter)
            if width < 1 or x + width > self.columns or self.charset or IRM in self.mode:
                super().draw(data[n:])
                return
            for cell in (letter, "")[:width]:
                key = (attrs, cell)
                if key not in made:
                    made[key] = attrs._replace(data=cell)
                line[x] = made[key]
                x += 1
            cursor.x = x


class Screen:
    """What a terminal would show: cells by row and column, a wide character followed by an empty cell."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = Cells(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self.columns, self.rows = columns, rows
        self.bells = 0
        self._lines: list[str] = []

    def feed(self, data: bytes) -> None:
        plain = FOREIGN.sub(b"", data)
        self.bells += plain.count(b"\x07")
        text, done = self._decoder.decode(plain), 0
        for styled in STYLED.finditer(text):
            self._stream.feed(text[done : styled.start()])
            self._screen.style(styled[1])
            self._screen.draw(styled[2])
            done = styled.end()
        self._stream.feed(text[done:])

    def resize(self, columns: int, rows: int) -> None:
        """Be of another size, empty until the child draws again."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._screen.erase_in_display(2)
        self._lines = []

    def cells(self, row: int, begin: int = 0, end: int | None = None) -> str:
        line = self._screen.buffer[row]
        return "".join(line[x].data for x in range(begin, self.columns if end is None else end))

    @property
    def lines(self) -> list[str]:
        """All lines; those that nothing was written to since the last look are as they were."""
        changed = self._screen.dirty if self._lines else range(self.rows)
        self._lines = self._lines or [""] * self.rows
        for y in changed:
            self._lines[y] = self.cells(y)
        self._screen.dirty.clear()
        return list(self._lines)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def find(self, words: str) -> tuple[int, int] | None:
        """Row and column of some words, or None."""
        for y, line in enumerate(self.lines):
            at = line.find(words)
            if at >= 0:
                length = 0
                for x in range(self.columns):
                    if length == at and self._screen.buffer[y][x].data:
                        return y, x
                    length += len(self._screen.buffer[y][x].data)
        return None

    def look(self, row: int, column: int) -> Char:
        """How a cell looks: ``fg`` and ``bg`` as six hexadecimal digits, ``bold``, ``strikethrough`` …"""
        return self._screen.buffer[row][column]

    @property
    def cursor_hidden(self) -> bool:
        return bool(self._screen.cursor.hidden)

    @property
    def cursor(self) -> tuple[int, int]:
        return self._screen.cursor.y + 1, self._screen.cursor.x + 1


@dataclass(frozen=True, slots=True)
class Echo:
    """What a key brought: seconds to its first byte, and bytes until it was quiet again."""

    first: float
    size: int


PIECE = 1024
"""Bytes written at a time: what a terminal that says it is ready takes without waiting."""


class Terminal:
    """A child on a pty; a context manager that ends it."""

    def __init__(
        self, command: Sequence[str], *, columns: int = COLUMNS, rows: int = ROWS, environ: dict[str, str] | None = None
    ) -> None:
        self.screen = Screen(columns, rows)
        self.size = 0
        self.over = False
        self._pieces: list[tuple[float, bytes]] = []
        self._rest = b""
        self._asking = b""
        child = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(environ or {})}
        for name in UNSET:
            child.pop(name, None)
        self._fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=child, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        deadline = time.perf_counter() + 5
        while self.process.poll() is None:
            if time.perf_counter() > deadline:
                os.killpg(self.process.pid, signal.SIGKILL)
                break
            self._take(0.02)
        self.process.wait()
        self.close()

    def close(self) -> None:
        """Close our end: the child's terminal hangs up."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self.over = -1, True

    # ------------------------------------------------------------ bytes

    def _take(self, patience: float) -> float | None:
        """Take what the child wrote, waiting at most ``patience``; return when it came, None for nothing."""
        if self.over:
            time.sleep(max(0.0, patience))
            return None
        if not select.select([self._fd], [], [], max(0.0, patience))[0]:
            return None
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the child has closed its end
            data = b""
        now = time.perf_counter()
        if not data:
            self.over = True
            return None
        self.size += len(data)
        self._pieces.append((now, data))
        self._answer(data)
        return now

    def _answer(self, data: bytes) -> None:
        data = self._asking + data
        unfinished = UNFINISHED.search(data)
        self._asking = unfinished.group() if unfinished else b""
        for attributes, position, mode in QUESTION.findall(data):
            if attributes:
                os.write(self._fd, b"\x1b[?62;22c")
            elif position:
                self._draw()
                os.write(self._fd, b"\x1b[%d;%dR" % self.screen.cursor)
            else:
                os.write(self._fd, b"\x1b[?%b;%b$y" % (mode, MODES.get(mode, b"0")))

    def _draw(self, look: Look | None = None) -> float | None:
        """Put the pieces on the screen, in order; return when the one came after which ``look`` was content."""
        while self._pieces:
            came, data = self._pieces.pop(0)
            data = self._rest + data
            cut = data.rfind(b"\x1b", max(0, len(data) - 64))  # an escape cut in two waits for its other half
            whole = cut < 0 or re.match(rb"\x1b(?:\[[\x20-\x3f]*[\x40-\x7e]|[^\[\]P])", data[cut:])
            self._rest = b"" if whole else data[cut:]
            self.screen.feed(data if whole else data[:cut])
            if look is not None and look(self.screen):
                return came
        return None

    # ------------------------------------------------------------ what is measured

    def until(self, look: Look, limit: float = 60.0) -> float:
        """Wait until the screen looks as wanted; return the seconds from the start of the child.

        Raises:
            AssertionError: it never did; the screen is in the message.
        """
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            self._take(SCREENFUL_PAUSE)
            while self._take(SCREENFUL_PAUSE / 5) is not None:
                pass
            came = self._draw(look)
            if came is not None:
                return came - self.began
            if self.over:
                break
        raise AssertionError(f"never shown by {self.process.args}:\n{self.screen.text}")

    def settle(self, quiet: float, limit: float) -> None:
        """Wait until nothing was written for ``quiet`` seconds, ``limit`` at most."""
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline and self._take(quiet) is not None:
            pass
        self._draw()

    def rest(self, quiet: float, limit: float) -> None:
        """Wait until the child is done: for ``quiet`` seconds it wrote nothing, and then it waits; ``limit`` at most.

        However busy the machine is: a child that has work waits for the processor, and not for a key.
        """
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline and (self._take(quiet) is not None or (self.works and not self.over)):
            pass
        self._draw()

    def wait(self, limit: float) -> None:
        """Wait until the child writes something, ``limit`` seconds at most; what came while one typed counts."""
        if not self._pieces:
            self._take(limit)

    @property
    def works(self) -> bool:
        """Whether a thread of the child runs, or would if the processor or the disk were free."""
        for thread in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            with suppress(OSError):  # the thread has ended
                if thread.read_text().rpartition(")")[2].split()[0] in {"R", "D"}:
                    return True
        return False

    def idle(self, seconds: float) -> int:
        """Watch for some seconds without touching anything; return the bytes written."""
        self.settle(0.0, 0.1)
        before, deadline = self.size, time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._take(left)
        self._draw()
        return self.size - before

    def press(self, key: str, quiet: float = 0.08, limit: float = 1.0) -> Echo | None:
        """Press a key; None when nothing was written for it."""
        self.settle(0.0, 0.1)
        before = self.size
        pressed = time.perf_counter()
        os.write(self._fd, KEYS.get(key) or key.encode())
        first = self._take(limit)
        if first is None:
            return None
        while self._take(quiet) is not None and time.perf_counter() < pressed + limit:
            pass
        return Echo(first - pressed, self.size - before)

    def send(self, data: bytes) -> None:
        """Write bytes to the child, all at once; more than it takes in while it draws waits for it, as a terminal does."""
        deadline = time.perf_counter() + 60
        while data:
            assert time.perf_counter() < deadline, f"{len(data):,} bytes were never read by {self.process.args}"
            _, ready, _ = select.select([], [self._fd], [], 0.05)
            if ready:
                data = data[os.write(self._fd, data[:PIECE]) :]
            while self._take(0) is not None:
                pass

    def resize(self, columns: int, rows: int) -> None:
        """Let the terminal have another size."""
        self.settle(0.05, 1.0)
        self.screen.resize(columns, rows)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.process.pid, signal.SIGWINCH)

    @property
    def echoes(self) -> bool:
        """Whether the terminal writes what is typed by itself, as a shell needs it."""
        return bool(termios.tcgetattr(self._fd)[3] & termios.ECHO)

    def memory(self) -> float:
        """Resident memory of the child and its children in MB."""
        process = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 2**20
