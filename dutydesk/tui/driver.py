"""The terminal's driver: it holds up nothing, whatever the terminal does.

Textual (8.2.8) has one thread that writes. When the terminal hangs up that thread dies; thirty writes later the desk waits
for it for ever, before anything on the way out is done. When the terminal takes nothing (a line that stands still), the
desk waits, too, and with it the watch. What is read it takes for UTF-8 throughout, and ends the desk where it is not.

It begins anew when the process is continued, whether it had let go of the terminal or not: two threads then read the
keys, and one takes what the other waits for. And it does so inside the signal handler, which may have come in the middle
of a write: that handler then waits for itself. (A session leader's end sends SIGCONT behind SIGHUP.)
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from queue import Full
from typing import TYPE_CHECKING, Any

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

MODES = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?7l\x1b[?2004h"
"""Alternate screen, no cursor, focus reports, no line wrap, bracketed paste: what the shell may have undone meanwhile."""

PATIENCE = 2.0
"""Seconds that the desk waits for a terminal that takes nothing; from then on it goes on without it."""

READ_SECONDS = 0.1
"""How often the reader looks whether it is to end."""
READ_BYTES = 4096


class Continued(Message, bubble=False):
    """Something else may have written on the terminal, or not all that was written reached it: draw every cell again."""


class Writer(WriterThread):
    """The thread that writes; a terminal that is gone takes everything, one that stands still is written to no more.

    Args:
        file: what is written on.
        caught_up: called once a terminal that stood still takes again; what came meanwhile was thrown away.
        patience: seconds until it stands still.
    """

    def __init__(self, file: Any, caught_up: Callable[[], object], patience: float = PATIENCE) -> None:
        super().__init__(file)
        self._caught_up = caught_up
        self._patience = patience
        self._behind = False

    def write(self, text: str) -> None:
        """Give text to the thread; waits as long as the patience lasts."""
        if self._behind and not self._queue.empty():
            return
        if self._behind:
            self._behind = False
            self._caught_up()
        try:
            self._queue.put(text, timeout=self._patience)
        except Full:
            self._behind = True

    def run(self) -> None:
        """Write what comes until the end; what a terminal that hung up refuses is thrown away."""
        while (text := self._queue.get()) is not None:
            with suppress(OSError, ValueError):
                self._file.write(text)
                if self._queue.empty():
                    self._file.flush()
        with suppress(OSError, ValueError):
            self._file.flush()

    def stop(self) -> None:
        """End the thread, where it stands still with the process."""
        with suppress(Full):
            self._queue.put(None, timeout=0 if self._behind else self._patience)
            self.join(self._patience)


class DeskDriver(LinuxDriver):
    """Textual's driver, for a terminal that may hang up, stand still, be stopped, or send anything."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self._file is None or not self._file.isatty():  # 2> FILE takes errors; the screen stays on the terminal
            self._file = sys.__stdout__
        self._hung_up = False
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # a desk that is stopped watches nothing

    def _sigcont_application(self, *_: object) -> None:
        """Go on, but not inside the handler: it may have come in the middle of anything."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self.resume_application_mode)

    def start_application_mode(self) -> None:
        """Begin, with a writer that holds up nothing."""
        linux_driver.WriterThread = partial(Writer, caught_up=self._draw_again)  # pyright: ignore[reportPrivateImportUsage]
        super().start_application_mode()

    def _draw_again(self) -> None:
        self._app.post_message(Continued())

    def resume_application_mode(self) -> None:
        """Go on: where the terminal was let go of begin anew, else set its modes again and draw everything."""
        if self._hung_up:
            return
        if self._key_thread is None or not self._key_thread.is_alive():
            super().resume_application_mode()
            return
        with suppress(termios.error):  # the terminal may be gone
            modes = termios.tcgetattr(self.fileno)
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
        self.write(MODES)
        self._enable_mouse_support()
        os.kill(os.getpid(), signal.SIGWINCH)  # it may have another size by now
        self._draw_again()

    def run_input_thread(self) -> None:
        """Read keys until the desk or the terminal ends."""
        parser = linux_driver.XTermParser(self._debug)  # pyright: ignore[reportPrivateImportUsage]
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            came: list[Message] = []
            if select.select([self.fileno], [], [], READ_SECONDS)[0]:
                try:
                    data = os.read(self.fileno, READ_BYTES)
                except OSError:
                    data = b""
                if not data:
                    self._end()
                    return
                if text := decode(
                    data
                ):  # nothing yet of a character that came in part; to the parser nothing is the end
                    came += parser.feed(text)
            for message in [*came, *parser.tick()]:
                self.process_message(message)

    def _end(self) -> None:
        """The terminal hung up: nobody sits here any more."""
        self._hung_up = True
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._app.hung_up)  # pyright: ignore[reportAttributeAccessIssue]
