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


CHARSETS = ("LC_ALL", "LC_CTYPE", "LANG")
"""What names the character set of the terminal, the first that is set."""


def charset() -> str:
    """Return the character set that the environment names for the terminal, ``UTF-8`` where it names none.

    Python itself reads C and POSIX as UTF-8, which is right for files and not for what the terminal draws.
    """
    named = next((os.environ[name] for name in CHARSETS if os.environ.get(name)), "")
    language, _, codeset = named.partition("@")[0].partition(".")
    if codeset:
        return codeset.upper().replace("UTF8", "UTF-8")
    return "ASCII" if language in {"C", "POSIX"} else "UTF-8"


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
