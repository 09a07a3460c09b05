"""Copies: the newest word on each is a choice of the office's like others."""

from __future__ import annotations

from dutydesk.capabilities.backups import events as ev
from dutydesk.capabilities.limits.tables import Choice
from dutydesk.store.statements import Fixed, opens

for _kind in (ev.BackupsPlaced, ev.BackupMade, ev.BackupVerified, ev.BackupFailed, ev.StoreRestored):
    opens(_kind, Choice, if_there="replace", key=Fixed(_kind.KIND), value=lambda _row, v: v.payload())
