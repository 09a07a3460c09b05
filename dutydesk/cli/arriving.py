"""Where things arrive for a store: the named or the configured folder, the configured mailbox."""

from __future__ import annotations

from pathlib import Path

from dutydesk.cli.context import CommandError, Context
from dutydesk.config import MailAccount


def folder_of(context: Context) -> Path | None:
    """Return the watched folder: the named one, else the configured one; a drill takes in nothing that is real by itself.

    Raises:
        CommandError: the named one is none.
    """
    typed = getattr(context.parsed, "inbox", None)
    if typed is None:
        return context.config.inbox if is_real(context) else None
    path = Path(typed).expanduser()
    if not path.is_dir():
        raise CommandError("没有这个文件夹: {0}", typed)
    return path


def mailbox_of(context: Context) -> MailAccount | None:
    """Return the configured mailbox, of a real store alone."""
    return context.config.mailbox if is_real(context) else None


def is_real(context: Context) -> bool:
    """Return whether the store is no drill's."""
    return context.views.meta().get("drill") != "1"
