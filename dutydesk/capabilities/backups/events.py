"""Copies of the store: where they go, which were made, which were proved, and that one was put back."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class BackupsPlaced(Event):
    """From now on copies go here every day; an empty folder: nowhere any more.

    ``second``: another folder, ``command``: what carries a copy elsewhere ({file} is its path); ``key_file``: what seals it;
    ``hourly``, ``daily``, ``monthly``: how many of each are kept.
    """

    KIND = "backup.placed"
    SEARCHED = ("folder",)
    folder: str
    second: str = ""
    command: list[str] = field(default_factory=list[str])
    key_file: str = ""
    hourly: int = 24
    daily: int = 14
    monthly: int = 12


class BackupMade(Event):
    """A copy of the first ``count`` rows stands in a file, checked: the file, the chain, the head. Who made it is the row's actor."""

    KIND = "backup.made"
    QUIET = True
    SEARCHED = ("file",)
    SAYS = (("已备份: {0} ({1} 条)", "file", "count"),)
    file: str
    count: int
    head: str
    size: int
    sha256: str
    sealed: bool = False
    carried: list[str] = field(default_factory=list[str])
    """Where else it was carried: the second folder, the command."""


class BackupVerified(Event):
    """A copy was put back into scratch, and its tables computed anew from its journal are the same."""

    KIND = "backup.verified"
    SEARCHED = ("file",)
    SAYS = (("备份已作恢复演练, 与日志重算的一致: {0} ({1} 条)", "file", "count"),)
    file: str
    count: int


class BackupFailed(Event):
    """A copy could not be made, carried on or proved."""

    KIND = "backup.failed"
    SEARCHED = ("why",)
    SAYS = (("备份未成: {0}", "why"),)
    why: str
    file: str = ""


class StoreRestored(Event):
    """A copy of ``count`` rows was put back; its first row. What was written after the copy and is lost is named here.

    ``anchor``: the newest row that is known to have been written; rows ``missing_first`` to ``missing_last`` are lost
    (0: none is known of), written between ``lost_since`` and ``lost_until``. ``second``: who agreed. ``former_key``: the
    public key by which the heads before this row are signed, where the key was lost too and there is a new one.
    """

    KIND = "store.restored"
    SEARCHED = ("file", "reason")
    file: str
    count: int
    anchor: int = 0
    missing_first: int = 0
    missing_last: int = 0
    lost_since: Instant = 0
    lost_until: Instant = 0
    second: str = ""
    reason: str = ""
    kept_aside: str = ""
    former_key: str = ""
