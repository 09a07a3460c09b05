"""How rows about leader's instructions are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.instructions import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import listed, say


def _feedback(event: ev.InstructionFeedback, _names: Mapping[str, str]) -> str:
    word = "批示 {0} 办结, 反馈 {1}: {2}" if event.last else "批示 {0} 反馈 {1}: {2}"
    return say(word, event.number, listed(event.recipients), event.text)


TELL.update(
    {
        ev.InstructionFeedback.KIND: _feedback,
    }
)
