"""How rows about policies are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.capabilities.policies import events as ev
from dutydesk.i18n import listed, say, translate, when


def _interpreted(event: ev.PolicyInterpreted, names: Mapping[str, str]) -> str:
    reader = names.get(event.second_reader, event.second_reader)
    head = say("签发解读表 {0}", event.number) + (
        say(", 复核 {0}", reader) + agreed(event.agreement, names) if reader else ""
    )
    rows = (
        ("关键原文", event.wording),
        ("适用范围", event.scope),
        ("生效日期", event.effective),
        ("约束对象", event.bound),
        ("未作规定", event.silent),
    )
    return "\n".join([head, *(f"{translate(name)}: {text}" for name, text in rows)])


def _named(event: ev.PolicyRecipientsNamed, _names: Mapping[str, str]) -> str:
    keywords = list(dict.fromkeys(word for word in event.because if word))
    because = say(" (按关键词 {0} 建议)", listed(keywords)) if keywords else ""
    return say("推送对象: {0}", listed(event.recipients)) + because


def _withdrawn(event: ev.PolicyWithdrawn, _names: Mapping[str, str]) -> str:
    told = listed(event.recipients) if event.recipients else translate("无")
    return say("撤回解读表 {0}: {1}; 须更正: {2}", event.number, event.reason, told)


def _answered(event: ev.PolicyAnswered, _names: Mapping[str, str]) -> str:
    to = say("已反馈 {0}", listed(event.recipients)) if event.recipients else translate("已反馈")
    return " ".join(part for part in (to, event.subject, event.text) if part)


def _window(event: ev.PolicyWindowEntered, _names: Mapping[str, str]) -> str:
    opens = "-" if event.opens_at is None else when(event.opens_at)
    return f"{say('申报窗口: {0} 至 {1}', opens, when(event.ends_at))} {event.subject}".rstrip()


TELL.update(
    {
        ev.PolicyInterpreted.KIND: _interpreted,
        ev.PolicyRecipientsNamed.KIND: _named,
        ev.PolicyWithdrawn.KIND: _withdrawn,
        ev.PolicyAnswered.KIND: _answered,
        ev.PolicyWindowEntered.KIND: _window,
    }
)
