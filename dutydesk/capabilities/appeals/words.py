"""How rows about appeals are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.appeals import events as ev
from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.i18n import listed, say


def _disposed(event: ev.DisposalApproved, names: Mapping[str, str]) -> str:
    by = names.get(event.approved_by, event.approved_by)
    head = say("处置方案: 转 {0}, {1} 同意", listed(event.recipients), by)
    return f"{head}{agreed(event.agreement, names)}\n{event.text}"


TELL.update(
    {
        ev.DisposalApproved.KIND: _disposed,
    }
)
