"""The command about copies of the store."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from dutydesk.capabilities.backups import reads
from dutydesk.store.views import Views
from dutydesk.tui.commands.asking import About, Ask


class Backups(Ask):
    """Say where the daily copies go."""

    id = "backups"
    words = "每日备份"
    does = "backups place"
    asks = ("folder", "none", "second", "send", "key_file", "hourly", "daily", "monthly")
    more = ("none", "send", "hourly", "daily", "monthly")
    help_text = "每日备份: 定位置、第二位置、加密和保留份数; 有位置后看护每天 03:00 备份并作恢复演练"
    sought = ("备份", "数据备份", "副本", "backup", "copies")

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """What holds now."""

        def standing(views: Views) -> Mapping[str, str]:
            found = reads.place(views)
            if found is None:
                return {}
            counts = {"hourly": str(found.hourly), "daily": str(found.daily), "monthly": str(found.monthly)}
            command = shlex.join(found.command)
            return {
                "folder": found.folder,
                "second": found.second,
                "key_file": found.key_file,
                "send": command,
                **counts,
            }

        return await about.screen.gateway.read(standing)
