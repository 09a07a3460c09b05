"""The words a journey is told in: a desk in a terminal of its own, keys in, visible cells out.

Nothing here looks into the program: what a journey knows, it has read from the screen, or from the command line on
the same store. Sentences are written in Chinese and looked for in the desk's language. Nothing sleeps: a wait ends
when the screen shows what is waited for, and fails with the screen when it never does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from terminal import KEYS, UNSET, Screen, Terminal

from dutydesk import i18n
from dutydesk.kernel.instants import Instant, iso
from dutydesk.tui.themes import THEMES

LIMIT = 60.0
"""Seconds until something that ought to show counts as never shown; the machine may be busy with others."""

QUIET = 0.03
"""Seconds without a byte after which a key's echo is over, where the desk waits: twice the longest pause within one."""

PANES = {
    "log": "1 值班日志",
    "matters": "2 在办事项",
    "clocks": "3 时限",
    "checklist": "4 交接清单",
    "inbox": "5 收件箱",
}
CURSOR = THEMES["dark"].variables["cursor-ground"].removeprefix("#").lower()
"""Ground of the row under a list's cursor, in the theme that every desk begins with."""

CORNERS = "╭╮╰╯"
BELOW = 2
"""Rows under the panes: the entry line and the keys."""


def program() -> list[str]:
    """The installed program, by the script that users have where there is one."""
    script = Path(sys.executable).with_name("dutydesk")
    return [str(script)] if script.exists() else [sys.executable, "-m", "dutydesk"]


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane as it stands on the screen: its cells between the borders, and nothing outside of them."""

    screen: Screen
    top: int
    left: int
    bottom: int
    right: int
    """First and last row and column inside the borders; the last ones are not inside."""

    def rows(self) -> list[str]:
        """Its rows, without the blank ones at its end; a scroll bar's column is not among them."""
        found = [self._cells(y).rstrip() for y in range(self.top, self.bottom)]
        while found and not found[-1]:
            found.pop()
        return found

    def _cells(self, y: int) -> str:
        return self.screen.cells(y, self.left, self.right).replace("┃", " ").replace("█", " ")

    @property
    def height(self) -> int:
        """How many rows it has room for."""
        return self.bottom - self.top

    @property
    def title(self) -> str:
        """What stands in its upper border."""
        return self.screen.cells(self.top - 1, max(0, self.left - 1), self.right).strip(f"─━ {CORNERS}")

    @property
    def footer(self) -> str:
        """What stands in its lower border."""
        if self.bottom >= self.screen.rows:
            return ""
        return self.screen.cells(self.bottom, max(0, self.left - 1), self.right).strip(f"─━ {CORNERS}")

    @property
    def cursor(self) -> int | None:
        """Which of its rows has the cursor's ground, None where the cursor is not in it (or out of sight)."""
        for y in range(self.top, self.bottom):
            grounds = [self.screen.look(y, x).bg for x in range(self.left, self.right)]
            if grounds.count(CURSOR) > len(grounds) // 2:
                return y - self.top
        return None

    @property
    def cursor_row(self) -> str:
        """The words of the cursor's row, empty where it is out of sight."""
        at = self.cursor
        return "" if at is None else self._cells(self.top + at).rstrip()


@dataclass
class Effort:
    """What a person did for a task (IN-17): keys pressed, texts typed or pasted, and of those typed again.

    A text counts once however long it is: it is what somebody has to know and say.
    """

    keys: int = 0
    texts: list[str] = field(default_factory=list[str])

    @property
    def again(self) -> int:
        """Texts that stood word for word in something typed before: the desk knew them."""
        return sum(
            any(text in before for before in self.texts[:number])
            for number, text in enumerate(self.texts)
            if len(text) > 1
        )


class Desk:
    """A person at a desk. A context manager; leaving it ends the program."""

    def __init__(
        self,
        store: Path,
        *,
        columns: int = 120,
        rows: int = 36,
        lang: str = "zh",
        actor: str = "zhang",
        clock: Instant | None = None,
        environ: Mapping[str, str] | None = None,
        options: tuple[str, ...] = (),
    ) -> None:
        self.store, self.lang, self.actor = store, lang, actor
        self._clock = clock
        self._environ = {
            "DUTYDESK_CONFIG": str(store.with_name("config.toml")),
            "DUTYDESK_LANG": lang,
            "XDG_CACHE_HOME": str(store.with_name("cache")),
            "XDG_DATA_HOME": str(store.with_name("data")),
            "XDG_STATE_HOME": str(store.with_name("state")),
            **(environ or {}),
        }
        self._options = options
        self._columns, self._rows = columns, rows
        self.effort = Effort()
        self.terminal = self._start()

    @property
    def full(self) -> bool:
        """Whether it is the usual desk: 120×36 in Chinese."""
        return self.lang == "zh" and self._columns == 120

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        self.terminal.__exit__(None, None, None)

    # ------------------------------------------------------------ beginning and ending

    def _start(self) -> Terminal:
        timed = ("--clock", str(iso(self._clock))) if self._clock is not None else ()
        command = [*program(), "--db", str(self.store), "--as", self.actor, *timed, *self._options]
        self._began = time.monotonic()
        return Terminal(command, columns=self._columns, rows=self._rows, environ=self._environ)

    def reopen(self, *, actor: str | None = None) -> None:
        """End the program as a closed terminal does, and start it on the same store."""
        self._clock = self.now() if self._clock is not None else None
        self.__exit__()
        self.actor = actor or self.actor
        self.terminal = self._start()

    def hang_up(self, number: int = signal.SIGHUP) -> int:
        """Send the program a signal and wait for its end; return its exit status."""
        os.kill(self.terminal.process.pid, number)
        deadline = time.monotonic() + LIMIT
        while self.terminal.process.poll() is None:
            assert time.monotonic() < deadline, "never ended"
            self.terminal.settle(0.05, 0.2)
        return self.terminal.process.returncode

    def close_terminal(self) -> None:
        """Take the terminal away while the program writes on it, and wait for its end."""
        os.kill(self.terminal.process.pid, signal.SIGWINCH)
        self.terminal.close()
        deadline = time.monotonic() + LIMIT
        while self.terminal.process.poll() is None:
            assert time.monotonic() < deadline, "never ended"
            time.sleep(0.05)

    def now(self) -> Instant:
        """What the desk's clock shows, to a second or two."""
        if self._clock is None:
            return time.time_ns() // 1000
        return self._clock + int((time.monotonic() - self._began) * 1_000_000)

    # ------------------------------------------------------------ keys in

    def keys(self, keys: str) -> None:
        """Press keys one by one, as a person does; named as in ``KEYS``, other words letter by letter: ``"1 home x"``."""
        for data in split(keys):
            self.effort.keys += 1
            self._send(data)

    def type(self, text: str) -> None:
        """Type a text, spaces and all, in one write: as an input method gives a phrase."""
        self.effort.texts.append(text)
        self._send(text.encode())

    def packet(self, keys: str, *texts: str) -> None:
        """Press keys in one write, as a slow line delivers them; ``{}`` stands for the next of ``texts``."""
        rest = list(texts)
        self.terminal.send(b"".join(rest.pop(0).encode() if key == b"{}" else key for key in split(keys)))

    def paste(self, text: str) -> None:
        """Paste a text, bracketed as every terminal does."""
        self.effort.texts.append(text)
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        """Write bytes as they are."""
        self._send(data)

    def _send(self, data: bytes) -> None:
        self.terminal.send(data)
        self.terminal.rest(QUIET, 1.0)

    def click(self, words: str, *, times: int = 1, skip: int = 0) -> None:
        """Click in the middle of some words; ``skip`` leaves out so many places where they stand."""
        self.effort.keys += 1
        self.sees(words)
        places = self.places(words)
        assert len(places) > skip, f"{words} stands {len(places)} times\n{self.screen.text}"
        row, column = places[skip]
        self.click_at(row, column, times=times)

    def click_at(self, row: int, column: int, *, times: int = 1) -> None:
        """Click on a cell, counted from 0."""
        at = b"%d;%d" % (column + 1, row + 1)
        self._send((b"\x1b[<0;" + at + b"M\x1b[<0;" + at + b"m") * times)

    def wheel(self, pane: str, notches: int) -> None:
        """Turn the wheel over a pane: down by notches, up where negative."""
        self._send(self.notches(pane, notches))

    def notches(self, pane: str, notches: int) -> bytes:
        """Return what a terminal sends for that."""
        there = self.pane(pane)
        at = b"%d;%d" % ((there.left + there.right) // 2 + 1, (there.top + there.bottom) // 2 + 1)
        return b"\x1b[<%d;%bM" % (65 if notches > 0 else 64, at) * abs(notches)

    def stop(self) -> None:
        """Stop the process; keys pressed now wait in the terminal."""
        os.kill(self.terminal.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let the stopped process go on."""
        if self.terminal.process.poll() is None:
            os.kill(self.terminal.process.pid, signal.SIGCONT)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        self.terminal.resize(columns, rows)

    # ------------------------------------------------------------ cells out

    @property
    def screen(self) -> Screen:
        """What stands on the screen now."""
        self.terminal.settle(0.0, 0.5)
        return self.terminal.screen

    @property
    def text(self) -> str:
        """All lines of the screen."""
        return self.screen.text

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.screen.lines

    @property
    def bells(self) -> int:
        """How often the bell rang so far."""
        return self.screen.bells

    def words(self, template: str, *values: Any) -> str:
        """A sentence of the desk in this desk's language, ``{0}`` filled in."""
        with i18n.speaking(self.lang):
            return i18n.say(template, *values) if values else i18n.title(template)

    def until(self, look: Callable[[Screen], object], what: str = "", limit: float = LIMIT) -> None:
        """Wait until the screen looks as wanted.

        Raises:
            AssertionError: it never did; the screen is in the message.
        """
        deadline = time.monotonic() + limit
        while True:
            self.terminal.rest(QUIET, 0.5)
            if look(self.terminal.screen):
                return
            if self.terminal.over or time.monotonic() > deadline:
                raise AssertionError(
                    f"never shown: {what or look}; cursor {self.terminal.screen.cursor}\n{self.terminal.screen.text}"
                )
            self.terminal.wait(0.25)

    def sees(self, *words: str, limit: float = LIMIT) -> None:
        """Wait until all these words stand on the screen."""
        said = [self.words(one) for one in words]
        self.until(lambda screen: all(one in screen.text for one in said), "; ".join(said), limit)

    def lacks(self, *words: str, limit: float = LIMIT) -> None:
        """Wait until none of these words stands on the screen."""
        said = [self.words(one) for one in words]
        self.until(lambda screen: all(one not in screen.text for one in said), f"without {'; '.join(said)}", limit)

    def has(self, words: str) -> bool:
        """Whether words stand on the screen at this moment."""
        return self.words(words) in self.text

    def places(self, words: str) -> list[tuple[int, int]]:
        """Rows and columns of the middle of some words, from above."""
        said, screen, found = self.words(words), self.screen, []
        for y in range(screen.rows):
            line = ""
            columns: list[int] = []
            for x in range(screen.columns):
                data = screen.look(y, x).data
                line += data
                columns += [x] * len(data)
            at = line.find(said)
            while at >= 0:
                found.append((y, (columns[at] + columns[at + len(said) - 1]) // 2))
                at = line.find(said, at + 1)
        return found

    def colour(self, words: str) -> str:
        """Colour in which some words stand, six hexadecimal digits."""
        row, column = self.places(words)[0]
        return self.terminal.screen.look(row, column).fg

    def line_with(self, words: str) -> str:
        """The screen's line in which some words stand."""
        self.sees(words)
        return self.terminal.screen.lines[self.places(words)[0][0]]

    def cursor_after(self, words: str) -> bool:
        """Whether the terminal's own cursor stands right behind some words: what an input method looks for."""
        screen = self.screen
        row, column = screen.cursor
        return screen.cells(row - 1, 0, column - 1).endswith(self.words(words))

    def pane(self, name: str) -> Pane:
        """A pane of the desk by name: log, matters, clocks, checklist."""
        title = self.words(PANES[name].partition(" ")[2])
        return self.pane_titled(f"{PANES[name][0]} {title}")

    def pane_titled(self, title: str) -> Pane:
        """A pane by the beginning of its title."""
        self.until(lambda screen: screen.find(title), f"a pane {title}")
        screen = self.terminal.screen
        place = screen.find(title)
        assert place is not None
        row, column = place
        left = next((x for x in range(column, -1, -1) if screen.look(row, x).data == "╭"), None)
        if left is None:
            return self._edged_above(screen, row, column)
        right = next(x for x in range(column, screen.columns) if screen.look(row, x).data == "╮")
        bottom = next(y for y in range(row + 1, screen.rows) if screen.look(y, left).data == "╰")
        return Pane(screen, row + 1, left + 1, bottom, right)

    def _edged_above(self, screen: Screen, row: int, column: int) -> Pane:
        """A pane with no edge but the upper one: a list in a dialog, to the first blank row, or a pane of a narrow desk."""
        sides = [x for x in range(screen.columns) if screen.look(row, x).data == "│"]
        left, right = (
            max((x for x in sides if x < column), default=-1),
            min((x for x in sides if x > column), default=-1),
        )
        if left < 0 or right < 0:
            return Pane(screen, row + 1, 0, screen.rows - BELOW, screen.columns)
        inside = range(row + 1, screen.rows - BELOW)
        bottom = next((y for y in inside if not screen.cells(y, left + 1, right).strip()), inside.stop)
        return Pane(screen, row + 1, left + 1, bottom, right)

    # ------------------------------------------------------------ the same store from outside

    def command(self, *words: str, actor: str | None = None) -> list[Any]:
        """Run a command of another session on the same store; return its JSON objects, else its lines.

        Raises:
            AssertionError: it was refused.
        """
        done = self._run(*(("--as", actor) if actor else ()), *words)
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        return [json.loads(line) for line in lines] if "--json" in words else lines

    def refused(self, *words: str) -> str:
        """Run a command of another session that must be refused; return what it says."""
        done = self._run(*words)
        assert done.returncode != 0, done.stdout
        return done.stderr

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        timed = ("--clock", str(iso(self.now()))) if self._clock is not None else ()
        environ = {name: value for name, value in os.environ.items() if name not in UNSET}
        return subprocess.run(
            [*program(), "--db", str(self.store), *timed, *words],
            capture_output=True,
            check=False,
            env={**environ, **self._environ},
            stdin=subprocess.DEVNULL,
            text=True,
        )


def split(keys: str) -> list[bytes]:
    """Return what a terminal sends for keys: named ones by name, other words letter by letter."""
    sent: list[bytes] = []
    for word in keys.split():
        name = word.lower()
        if word == "{}":
            sent.append(b"{}")
        elif name in KEYS and len(word) > 1:
            sent.append(KEYS[name])
        elif name == "esc":
            sent.append(KEYS["escape"])
        else:
            sent.extend(letter.encode() for letter in word)
    return sent
