"""The terminal that a person sits at: which it is, for the audit of logins, and leaving it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from dutydesk.kernel.text import one_line

CHARACTERS = 80


def leave(status: int) -> NoReturn:
    """End the process now: what was to be kept is kept, and nothing waits for threads that only read or check.

    Python itself would wait for each of them, and take a hundred thousand objects apart one by one.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the terminal may be gone
            stream.flush()
    os._exit(status)


def here() -> str:
    """Return the peer of an SSH session, else the terminal's device; ``-`` where there is neither."""
    peer = os.environ.get("SSH_CONNECTION", "").split(" ")[0]
    if peer:
        return one_line(f"ssh {peer}".encode("utf-8", "replace").decode())[:CHARACTERS]
    stdin = sys.__stdin__
    try:
        return one_line(os.ttyname(stdin.fileno()))[:CHARACTERS] if stdin is not None else "-"
    except (OSError, ValueError):
        return "-"
