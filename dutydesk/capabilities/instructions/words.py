"""How rows about leader's instructions are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.instructions import events as ev
from dutydesk.capabilities.log.lines import MARKS, TELL
from dutydesk.i18n import listed, say, when


def _received(event: ev.InstructionReceived, _names: Mapping[str, str]) -> str:
    limit = say(" ({0} 前反馈)", when(event.limit_at)) if event.limit_at is not None else ""
    return say("批示 {0} {1}: {2}", event.number, event.who, event.text) + limit


def _feedback(event: ev.InstructionFeedback, _names: Mapping[str, str]) -> str:
    word = "批示 {0} 办结, 反馈 {1}: {2}" if event.last else "批示 {0} 反馈 {1}: {2}"
    return say(word, event.number, listed(event.recipients), event.text)


TELL.update(
    {
        ev.InstructionReceived.KIND: _received,
        ev.InstructionTaken.KIND: lambda v, _n: say("批示 {0} {1}: {2} (并案转入)", v.number, v.who, v.text),
        ev.InstructionRelayed.KIND: lambda v, _n: say("批示 {0} 转办 {1}", v.number, listed(v.recipients)),
        ev.InstructionAcknowledged.KIND: lambda v, _n: say(
            "批示 {0} {1} 已签收 ({2}/{3})", v.number, v.unit, v.done, v.total
        ),
        ev.InstructionFeedback.KIND: _feedback,
    }
)
MARKS.update(
    {
        ev.InstructionReceived.KIND: "★",
        ev.InstructionTaken.KIND: "★",
        ev.InstructionRelayed.KIND: "→",
        ev.InstructionFeedback.KIND: "→",
    }
)
