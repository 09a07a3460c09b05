"""What became of messages, as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.intake import events as ev
from dutydesk.capabilities.intake.rules import AS
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate


def _disposed(event: ev.MessageDisposed, _names: Mapping[str, str]) -> str:
    return " ".join(
        part for part in (say("消息处理: {0}", AS.get(event.how, event.how)), event.to, event.reason) if part
    )


TELL.update({ev.MessageOpened.KIND: lambda _v, _n: translate("消息已打开"), ev.MessageDisposed.KIND: _disposed})
