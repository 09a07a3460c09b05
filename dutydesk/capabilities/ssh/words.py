"""How the rows about keys are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.ssh import events as ev
from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import vocabulary

WHY: Mapping[str, str] = vocabulary(
    {
        "unknown": "未登记的公钥",
        "revoked": "已撤销的公钥",
        "disabled": "账号已停用",
        "locked": "账号已锁定",
        "right": "没有查看权限",
        "command": "不许的命令",
    }
)


def _added(event: ev.KeyAdded, names: Mapping[str, str]) -> str:
    note = f" ({event.comment})" if event.comment else ""
    return say("登记 SSH 公钥: {0}, {1}{2}", names.get(event.officer, event.officer), event.fingerprint, note)


def _turned_away(event: ev.TurnedAway, _names: Mapping[str, str]) -> str:
    asked = f": {event.asked}" if event.asked else ""
    why = translate(WHY.get(event.why, event.why))
    return say("SSH 拒绝: {0}{1}, 公钥 {2}, 终端 {3}", why, asked, event.fingerprint, event.terminal)


TELL.update(
    {ev.KeyAdded.KIND: _added, ev.TurnedAway.KIND: _turned_away},
)
