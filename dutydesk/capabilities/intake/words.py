"""What became of messages, as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.intake import events as ev
from dutydesk.capabilities.intake.rules import AS
from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import Word


def _disposed(event: ev.MessageDisposed, _names: Mapping[str, str]) -> str:
    how = say("消息处理: {0}", AS.get(event.how, event.how))
    chosen = COLOUR_NAMES.get(event.chosen.get("colour", ""), "")
    less = say("▲ 红色建议改为 {0}", Word(chosen)) if chosen else translate("▲ 红色建议不立项")
    what = f"“{event.what}”" if event.what else ""
    return " ".join(part for part in (how, less if event.less else "", event.to, event.reason, what) if part)


TELL.update({ev.MessageDisposed.KIND: _disposed})
