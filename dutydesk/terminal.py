"""Which terminal a person sits at: for the audit of logins."""

from __future__ import annotations

import os
import sys

from dutydesk.domain.text import one_line

CHARACTERS = 80


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
