"""A paste is text, whatever bytes it holds: no key is ever made of it.

Textual's own parser (8.2.8) reads an ESC inside a bracketed paste as the begin of a key and runs what follows.
Here the text between the brackets never reaches that parser. Escape and a letter close behind it are two keys: the parser
makes a letter with Alt of them, which a field takes for text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import _character_to_key  # pyright: ignore[reportPrivateUsage] - what Textual calls a character's key
from textual.message import Message

BROKEN_OFF = 5.0
"""Seconds without a byte after which a paste whose end never came is what came of it."""

HALF_KEY = 0.1
"""Seconds after which the begin of a bracket that does not go on is a key: Textual's own wait for an escape sequence."""

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but for the line end and the tab."""

ESCAPE, ESCAPE_ALONE = "\x1b", "\x1b[27u"
"""The key as most terminals send it, and as those do that tell it from the begin of a sequence."""

ESCAPE_AND_KEY = re.compile("\x1b(?=[^\x1b\\[\\]O\\\\P^_X\x7f])")
"""Escape with the next key close behind: a terminal sends the same for a letter with Alt, and no command has that.

Behind the characters that are left out a sequence of the terminal's own may follow; 7F is Alt and Backspace.
"""

SEQUENCE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    "|\x1b[\\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\\\)"  # OSC, DCS, SOS, PM, APC with their end
    "|\x1b[()*+#%][0-9A-Za-z]|\x1b[78=>]"  # character sets, cursor kept and put back, keypad
)
"""Escape sequences that come along with text copied from a terminal (ECMA-48 5.3 to 5.6)."""


def printable(text: str) -> str:
    """Return pasted text with plain line ends, without escape sequences and control characters, which no field can hold."""
    text = SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", text)


class PasteSafeParser(XTermParser):
    """Textual's parser, without the pastes."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        """What came of a paste so far, as it came: joined once, however long it is."""
        self._held = ""
        """What may be the begin of a bracket, or an Escape with more behind it, not given on yet."""
        self._came = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what the bytes mean; the empty string is the end."""
        self._came = time.monotonic()
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        while data:
            data = yield from self._keys(data) if self._pasted is None else self._paste(data)

    def _keys(self, data: str) -> Iterator[Message]:
        """Give what stands before a paste on; return what comes behind its first bracket."""
        before, bracket, data = data.partition(BRACKETED_PASTE_START)
        if not bracket:
            half = next((n for n in (5, 4, 3, 2, 1) if before.endswith(BRACKETED_PASTE_START[:n])), 0)
            before, self._held = before[: len(before) - half], before[len(before) - half :]
        elif before.endswith(ESCAPE):
            before = before.removesuffix(ESCAPE) + ESCAPE_ALONE
        if before:
            yield from _apart(super().feed(ESCAPE_AND_KEY.sub(ESCAPE_ALONE, before)))
        if bracket:
            self._pasted = []
        return data

    def _paste(self, data: str) -> Iterator[Message]:
        """Collect; return what comes behind the last bracket."""
        came = self._pasted or []
        tail = ""
        while came and len(tail) < len(BRACKETED_PASTE_END):  # the bracket may begin in what came before
            tail = came.pop() + tail
        text, bracket, rest = (tail + data).partition(BRACKETED_PASTE_END)
        came.append(text)
        if not bracket:
            self._pasted = came
            return ""
        self._pasted = None
        yield events.Paste(printable("".join(came)))
        return rest

    def tick(self) -> Iterable[Message]:
        """Yield what waited long enough: half a bracket is a key, half a paste is a paste."""
        waited = time.monotonic() - self._came
        if self._held and waited > HALF_KEY:
            held, self._held = self._held, ""
            yield from super().feed(ESCAPE_ALONE if held == ESCAPE else held)
        if self._pasted is not None and waited > BROKEN_OFF:
            came, self._pasted = self._pasted, None
            yield events.Paste(printable("".join(came)))
        yield from _apart(super().tick())


def _apart(read: Iterable[Message]) -> Iterator[Message]:
    """Yield what was read, a letter with Alt as the Escape and the letter that it was."""
    for one in read:
        if isinstance(one, events.Key) and one.key.startswith("alt+") and one.is_printable and one.character:
            yield events.Key("escape", ESCAPE)
            yield events.Key(_character_to_key(one.character), one.character)
        else:
            yield one


def install() -> None:
    """Let Textual's driver read with this parser; before an application starts."""
    from textual.drivers import linux_driver

    linux_driver.XTermParser = PasteSafeParser  # pyright: ignore[reportPrivateImportUsage] - a test reads it back
