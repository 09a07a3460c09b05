"""How rows about channels out of the house are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.delivery import events as d
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import listed, say, translate


def _failed(event: d.DispatchFailed, _names: Mapping[str, str]) -> str:
    return say("通道不通: {0}, {1} {2}; 将继续重试", event.channel, translate(event.reason), event.detail)


def _tested(event: d.ChannelTested, _names: Mapping[str, str]) -> str:
    told = say("通道测试: {0} 已送达", event.channel) if event.sent else say("通道测试: {0} 没有送达", event.channel)
    return f"{told} {event.detail}".rstrip()


TELL.update({
    d.DispatchQueued.KIND: lambda v, _n: say("待外送 {0}: {1} → {2}", v.channel, v.heading, listed(v.people)),
    d.DispatchFailed.KIND: _failed,
    d.ChannelTested.KIND: _tested,
})  # fmt: skip
