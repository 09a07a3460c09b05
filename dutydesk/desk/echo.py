"""What is said back after an act beside 已保存: what was saved means less, or something else, than one may think."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.appeals.rules import Likeness
from dutydesk.capabilities.consents.events import ConsentAsked
from dutydesk.capabilities.duplicates import reads as duplicates
from dutydesk.capabilities.duplicates.events import Noticed
from dutydesk.capabilities.duplicates.words import why
from dutydesk.capabilities.grading.events import CriteriaAnswered
from dutydesk.capabilities.intake.reads import message
from dutydesk.capabilities.log.events import MessageReceived
from dutydesk.capabilities.log.lines import figures
from dutydesk.capabilities.matters.events import FiguresRecorded, MatterAmended, MatterOpened
from dutydesk.capabilities.matters.rules import CLOSED, LEVEL_MARKS
from dutydesk.capabilities.policies.dated import last_days
from dutydesk.capabilities.reporting.events import ReportSent
from dutydesk.capabilities.reporting.rules.findings import name_of
from dutydesk.capabilities.response.events import Assessed
from dutydesk.capabilities.restricted.events import KeyChanged, MatterSealed
from dutydesk.capabilities.roster import events as r
from dutydesk.kernel import figures as f
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.wording import Word, Worded, together
from dutydesk.store.journal import Row
from dutydesk.store.views import Views

if TYPE_CHECKING:
    from dutydesk.usecase.books import Books

SPEAKING = frozenset(one.KIND for one in (MatterOpened, MatterAmended, FiguresRecorded, CriteriaAnswered, Assessed))
"""Rows after which a grading table may propose another level than before."""


def remarks(rows: Sequence[Row]) -> list[Worded]:
    """Return the remarks on what an act wrote, in order; mostly none."""
    found: list[Worded] = []
    for row in rows:
        if row.kind == r.RosterChanged.KIND:
            found += _of_roster(row)
        if row.kind.startswith("register."):
            found += [
                Worded("注意: {0}", Word(words)) for words in getattr(decode(row.kind, row.payload), "warned", ())
            ]
        if row.kind == Noticed.KIND:
            found.append(_noticed(row))
        if row.kind == MatterSealed.KIND:
            found += _of_sealing(row)
        if row.kind == KeyChanged.KIND:
            found.append(Worded("旧内容仍要旧密钥, 都在密钥文件里; 它不在备份里, 请重新另存"))
        if row.kind == ReportSent.KIND:
            found += _of_report(row)
        if row.kind == MessageReceived.KIND:
            found += _of_message(row)
        if row.kind == ConsentAsked.KIND:
            found.append(Worded("已送本人待签, 签字后才办, 现在还没有办"))
        if row.kind != FiguresRecorded.KIND:
            continue
        event = decode(row.kind, row.payload)
        assert isinstance(event, FiguresRecorded)
        stands = {name: event.previous.get(name) for name in event.older}
        known = {name: value for name, value in stands.items() if value is not None}
        if known:
            found.append(Worded("早于现有数字, 只作历史, 不算升降; 现为 {0}", figures(known)))
        if event.replaced:
            names = [f.NAMES[name] for name in event.replaced]
            found.append(Worded("未核实的新数字替代了已核实的: {0}", names))
    return found


def proposed(views: Views, books: Books, rows: Sequence[Row]) -> list[Worded]:
    """Return what the grading table says of the incident that an act told of: the level it proposes and why, its hints.

    Nothing for other matters, and where nobody has said what kind of incident it is.
    """
    from dutydesk.capabilities.grading.levels import proposal_for  # the write side: not for whoever only reads

    told = next((row for row in rows if row.kind in SPEAKING and row.matter_id), None)
    matter = views.matter(told.matter_id) if told is not None and told.matter_id else None
    if matter is None or matter.kind != "incident" or not (matter.category or matter.subtype):
        return []
    if matter.state == CLOSED:
        return [Worded("事项已办结: 数字已补记, 变化请以终报或更正补报")]
    proposal = proposal_for(views, books, matter)
    if proposal.decided is None:
        return list(proposal.hints)
    why, source = proposal.decided.worded(), proposal.decided.origin()
    return [Worded("表内建议{0}级: {1}. 来源 {2}", LEVEL_MARKS[proposal.level], why, source), *proposal.hints]


def _of_message(row: Row) -> list[Worded]:
    """What a document says must be done by a day: nothing reminds of it until somebody enters it."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, MessageReceived)
    days = last_days(event.text) if event.proposal.get("kind") == "policy" else ()
    return [Worded("原文写着期限 {0}: 立项后登记文件时限或申报窗口, 登记了才会提醒", list(days))] if days else []


def _of_sealing(row: Row) -> list[Worded]:
    """What stood in plain before stays so."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, MatterSealed)
    return [Worded("此前写入的 {0} 条在日志和以前的备份里仍为明文, 再也改不了", event.before)] if event.before else []


def _of_report(row: Row) -> list[Worded]:
    """What the checks found that blocks print and mail, and nobody gave a reason for: named as the report goes."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, ReportSent)
    found = [
        Worded("{0} {1}{2}", name, f"“{words}” " if (words := one["words"]) not in {"", name} else "", one["said"])
        for one in event.findings
        if not one.get("excused") and (name := name_of(one["check"]))
    ]
    template = "报告已记下, 打印和经通道外发以前还须改正或写理由 (excuse): {0}"
    return [Worded(template, together(found))] if found else []


def _noticed(row: Row) -> Worded:
    """A matter was opened that may be the same as another one."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, Noticed)
    said = Worded("{0}", why(event.score, event.reasons))
    return Worded(
        "可能与 {0} 是同一件 ({1}): 是则并案 (merge … --into {0}), 不是则记一下 (not-same … {0})", event.label, said
    )


def alike(views: Views, rows: Sequence[Row], now: Instant) -> list[Worded]:
    """Return what a message just taken in may be the same as: a matter under way, an earlier message."""
    taken = next((row for row in rows if row.kind == MessageReceived.KIND), None)
    one = message(views, taken.id) if taken is not None else None
    if one is None or one.disposed:
        return []
    said = [
        Worded(
            "可能是 {0} 的事 ({1}): message dispose {2} --as belongs --matter {0}", other.label, _why(likely), one.seq
        )
        for other, likely in duplicates.candidates(views, duplicates.of_message(one), now)
    ]
    return said + [
        Worded("可能与消息 #{0} 重复 ({1}): message dispose {2} --as duplicate --of {0}", seq, _why(likely), one.seq)
        for seq, _, likely in duplicates.same_messages(views, one)
    ]


def _why(likely: Likeness) -> Worded:
    return Worded("{0}", why(likely.score, dict(likely.reasons)))


def _of_roster(row: Row) -> list[Worded]:
    """A change that something above it beats throughout, or that stands where nothing was planned."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, r.RosterChanged)
    words = {"none": "未改变现有排班: 已是如此, 或其上有临时调整", "gap": "其中有没有排班的时段, 已补上"}
    return [Worded(words[event.effect])] if event.effect in words else []
