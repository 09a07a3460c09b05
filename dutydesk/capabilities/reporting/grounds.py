"""What a sentence of a draft rests on, and what was found in a text, each on a line."""

from __future__ import annotations

from dutydesk.capabilities.reporting.rules.findings import NAMES, WEIGHTS, Finding
from dutydesk.capabilities.reporting.texts import Ground, Sentence
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.text import clauses, one_line
from dutydesk.kernel.wording import Word


def ground_line(one: Ground) -> str:
    """Return what it is, how it is said, whence, when, and whether somebody verified it."""
    parts = [f"{one.what}: {one.said}"]
    if one.source:
        parts.append(say("来源 {0}", one.source))
    if one.at is not None:
        parts.append(when(one.at))
    if one.verified is not None:
        checked = " ".join(filter(None, (translate(Word("已核实")), one.by, one.through)))
        parts.append(checked if one.verified else translate(Word("待核实")))
    return one_line(clauses(parts))


def sentence_line(one: Sentence | None) -> str:
    """Return what stands under a text while the cursor is in a sentence of it."""
    if one is None:
        return translate("这一句是手改的, 没有对应的事实")
    told = " | ".join(ground_line(ground) for ground in one.grounds)
    return told or translate("这一句是固定写法")


def found_line(one: Finding) -> str:
    """Return a finding on a line: what was looked at, weight, place, words, what is wrong."""
    where = translate("标题") if one.title else say("第 {0} 字", one.start + 1) if one.words else ""
    words = f" “{one.words}”" if one.words else ""
    head = f"{translate(NAMES[one.check])} ({translate(WEIGHTS[one.weight])}) {where}{words}"
    return one_line(f"{head}: {explain(one.said)}")
