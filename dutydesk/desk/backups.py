"""Whether the daily backup is watched: only where there is a place to back up to.

A clock that no act of the desk can meet falls due every day and teaches people to look away.
"""

from __future__ import annotations

from dutydesk.store.views.reader import Reader

RULE = "backup_daily"
PLACE = "backup_place"
"""Key of the table ``meta``: where backups go; a store that ``init`` made has none until one is configured."""


def is_watched(views: Reader, rule: str) -> bool:
    """Return whether a rule's clocks are born; all are but the backup's where nothing is backed up. Drills keep it."""
    return rule != RULE or is_configured(views)


def is_configured(views: Reader) -> bool:
    """Return whether the daily backup has a place to go to, or the store is a drill's."""
    meta = views.meta()
    return meta.get("drill") == "1" or bool(meta.get(PLACE))
