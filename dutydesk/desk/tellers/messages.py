"""What became of messages, as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.desk.lines import TELL
from dutydesk.domain.events import messages as ev
from dutydesk.domain.messages import AS
from dutydesk.i18n import say, translate


def _disposed(event: ev.MessageDisposed, _names: Mapping[str, str]) -> str:
    parts = [say("消息处理: {0}", AS.get(event.how, event.how)), event.to]
    told = " ".join(part for part in parts if part)
    return f"{told} {say('(理由: {0})', event.reason)}" if event.reason else told


TELL.update({ev.MessageOpened.KIND: lambda _v, _n: translate("消息已打开"), ev.MessageDisposed.KIND: _disposed})
