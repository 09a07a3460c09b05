"""The terminal's driver: a desk that was stopped and goes on reads its keys as before.

Textual (8.2.8) begins anew when the process is continued, whether it had let go of the terminal or not: two threads then
read the keys, one of them takes what the other waits for, and the desk cannot end because that one waits for ever; the
terminal's modes at that moment, its own, are what it gives back at its end.
"""

from __future__ import annotations

import os
import signal
import termios
import tty
from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

MODES = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?7l\x1b[?2004h"
"""Alternate screen, no cursor, focus reports, no line wrap, bracketed paste: what the shell may have undone meanwhile."""


class Continued(Message, bubble=False):
    """The process goes on after a stop, and something else may have written on the terminal."""


class DeskDriver(LinuxDriver):
    """Textual's driver, which goes on where it was after a stop that it did not prepare for."""

    def resume_application_mode(self) -> None:
        """Go on: where the terminal was let go of begin anew, else set its modes again and draw everything."""
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
        self._app.post_message(Continued())
