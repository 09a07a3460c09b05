"""Secrets of channels: looked up by reference at each attempt, so that a changed one counts at once."""

from __future__ import annotations

import os
from pathlib import Path

LONGEST = 4096


class MissingSecretError(LookupError):
    """There is no secret where the reference points; the message is the reference."""


def resolve(reference: str) -> str:
    """Return the secret for ``env:NAME`` or ``file:/path``; an empty reference has none.

    Raises:
        MissingSecretError: nothing there, or nothing readable.
    """
    if not reference:
        return ""
    kind, _, place = reference.partition(":")
    if kind == "env":
        secret = os.environ.get(place, "")
    else:
        try:
            with Path(place).open("rb") as file:
                secret = file.read(LONGEST).decode("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise MissingSecretError(reference) from error
    if not secret:
        raise MissingSecretError(reference)
    return secret


def is_open_to_others(reference: str) -> bool:
    """Whether the file of a reference can be read by other accounts of the machine."""
    kind, _, place = reference.partition(":")
    try:
        return kind == "file" and bool(Path(place).stat().st_mode & 0o077)
    except OSError:
        return False
