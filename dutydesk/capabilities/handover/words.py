"""How rows of the handover are told."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover.rules.walkthrough import SIDE_NAMES
from dutydesk.capabilities.log.lines import TELL, item_words
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.wording import Word

Names = Mapping[str, str]

PAGES = {"since": Word("接班人上次下岗以来"), "delta": Word("截止后的新记录")}
ID_LENGTH = 36
"""Characters of an id (a UUID)."""
_LABEL = re.compile(r"[A-Z]{1,3}\d+")


def page_name(page: str) -> str:
    """Return what a page of the briefing is called: a matter's label, an item in words; never a key or an id."""
    if page in PAGES:
        return translate(PAGES[page])
    if _LABEL.fullmatch(page):
        return page
    return translate("一个事项") if len(page) == ID_LENGTH else item_words(page)


def _started(event: h.HandoverStarted, names: Names) -> str:
    pairs = (("A", event.a), ("B", event.b), ("带班", event.leader))
    people = " ".join(f"{translate(post)} {names.get(who, who) or translate('空缺')}" for post, who in pairs)
    told = say("交接开始, 接班 {0}; 截止第 {1} 条, 班次 {2} 起", people, event.cut_off, when(event.begins))
    return f"{told}; {say('A 岗不换人: {0}', event.reason)}" if event.reason else told


def _signed(event: h.HandoverSigned, _names: Names) -> str:
    parts = [say("{0}签字", SIDE_NAMES[event.side])]
    if event.text:
        parts.append(say("复述: {0}", event.text))
    if event.despite:
        parts.append(say("带病交接 {0} 项", len(event.despite)))
    if event.reason:
        parts.append(say("理由: {0}", event.reason))
    return ", ".join(parts)


def _cosigned(event: h.OverdueCosigned, _names: Names) -> str:
    return say("{0}签认超时移交: {1} {2}", SIDE_NAMES[event.side], event.name, event.reason)


TELL.update(
    {
        h.HandoverStarted.KIND: _started,
        h.PageRead.KIND: lambda v, _n: say("交接宣读: {0}", page_name(v.page)),
        h.OverdueCosigned.KIND: _cosigned,
        h.HandoverSigned.KIND: _signed,
        h.HandoverSealed.KIND: lambda v, _n: say("交接单封存: 日志至第 {0} 条, 链首 {1}", v.count, v.head[:16]),
        h.HeadSigned.KIND: lambda v, _n: say("链首签名: 第 {0} 条 {1}", v.count, v.head[:16]),
    }
)
