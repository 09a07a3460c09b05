"""A paste is text, whatever bytes it holds: no key is ever made of it.

Textual's own parser (8.2.8) reads an ESC inside a bracketed paste as the begin of a key and runs what follows.
Here the text between the brackets never reaches that parser.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

BROKEN_OFF = 5.0
"""Seconds without a byte after which a paste whose end never came is what came of it."""

HALF_KEY = 0.1
"""Seconds after which the begin of a bracket that does not go on is a key: Textual's own wait for an escape sequence."""

KEPT = "\n\t"


SEQUENCE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    "|\x1b[\\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\\\)"  # OSC, DCS, SOS, PM, APC with their end
    "|\x1b[()*+#%][0-9A-Za-z]|\x1b[78=>]"  # character sets, cursor kept and put back, keypad
)
"""Escape sequences that come along with text copied from a terminal (ECMA-48 5.3 to 5.6)."""


def printable(text: str) -> str:
    """Return pasted text with plain line ends, without escape sequences and control characters, which no field can hold."""
    text = SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in KEPT or not (one < " " or "\x7f" <= one <= "\x9f"))


class PasteSafeParser(XTermParser):
    """Textual's parser, without the pastes."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: str | None = None
        self._held = ""
        """What may be the begin of a bracket, not given on yet."""
        self._given = ""
        """The begin of a bracket that was given on, because a lone ESC is a key that must not wait."""
        self._came = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what the bytes mean; the empty string is the end."""
        self._came = time.monotonic()
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        while data:
            if self._pasted is None:
                began = self._given + data
                if self._given and BRACKETED_PASTE_START.startswith(began):
                    self._held = data
                    return
                if self._given and began.startswith(BRACKETED_PASTE_START):
                    rest = len(BRACKETED_PASTE_START) - len(self._given)
                    for _ in super().feed(data[:rest] + BRACKETED_PASTE_END):
                        pass  # what it makes of a paste with nothing in it
                    self._pasted, data = "", data[rest:]
                else:
                    data = yield from self._keys(data)
                self._given = self._given if not data and self._pasted is None else ""
            else:
                data = yield from self._paste(data)

    def _keys(self, data: str) -> Iterator[Message]:
        """Give what stands before a paste on; return what comes behind its first bracket."""
        before, bracket, data = data.partition(BRACKETED_PASTE_START)
        half = 0
        if not bracket:
            half = next((n for n in (5, 4, 3, 2, 1) if before.endswith(BRACKETED_PASTE_START[:n])), 0)
        self._given = BRACKETED_PASTE_START[:half] if half <= 2 else ""
        if half > 2:
            before, self._held = before[:-half], before[-half:]
        if before:
            yield from super().feed(before)
        if bracket:
            self._pasted, self._given = "", ""
        return data

    def _paste(self, data: str) -> Iterator[Message]:
        """Collect; return what comes behind the last bracket."""
        text, bracket, rest = ((self._pasted or "") + data).partition(BRACKETED_PASTE_END)
        if not bracket:
            self._pasted = text
            return ""
        self._pasted = None
        yield events.Paste(printable(text))
        return rest

    def tick(self) -> Iterable[Message]:
        """Yield what waited long enough: half a bracket is a key, half a paste is a paste."""
        waited = time.monotonic() - self._came
        if self._held and waited > HALF_KEY:
            held, self._held, self._given = self._held, "", ""
            yield from super().feed(held)
        if self._pasted is not None and waited > BROKEN_OFF:
            text, self._pasted = self._pasted, None
            yield events.Paste(printable(text))
        yield from super().tick()


def install() -> None:
    """Let Textual's driver read with this parser; before an application starts."""
    from textual.drivers import linux_driver

    linux_driver.XTermParser = PasteSafeParser  # pyright: ignore[reportPrivateImportUsage] - a test reads it back
