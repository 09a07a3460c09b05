"""Reports: numbered, frozen when sent, each with its recipients and its time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from dutydesk.capabilities.closing.acts import Close
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.reads import consents_of
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.reporting import checking, drafting, gates, signing
from dutydesk.capabilities.reporting import events as e
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.acts import Excuse, Forward, Proofread, Report, SignOffChoose
from dutydesk.capabilities.reporting.blanks import draft
from dutydesk.capabilities.reporting.rules import findings as fd
from dutydesk.capabilities.reporting.rules import reporting as rules
from dutydesk.capabilities.reporting.rules.checks import findings
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.refusal import Refused, naming, refuse_all
from dutydesk.kernel.wording import Word, nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

ACTS: Mapping[str, str] = {
    "phone": "report.first.phone_logged",
    "first": "report.first.sent",
    "follow_up": "report.follow_up.sent",
    "change": "report.follow_up.sent",
    "final": "report.final.sent",
}
"""The act that each kind of report is, by the rulebook's names; a correction meets nothing."""

Ending = tuple[str, str]
"""The criterion and the outcome (an id of ``closing.rules.OUTCOMES``, or empty) with which a matter is closed."""

CLOSING_WORDS = ("to", "text", "text_file", "differs", "gap", "signed_off_by", "read_by", "unread")
"""Fields that a closing has for the report that goes with it."""

LEAST_SIGNS = 2
"""Letters and figures that a text has at the least."""

_BETWEEN = re.compile("[\u3001,\uff0c;\uff1b\n]")


def recipients_of(words: list[str]) -> list[str]:
    """Return recipients as typed, several in one word allowed, each once."""
    names = (name.strip() for word in words for name in _BETWEEN.split(word))
    return list(dict.fromkeys(name for name in names if name))


def report_of_close(act: Close) -> Report | None:
    """Return the report that is sent in the same act as a closing, if any."""
    if isinstance(act.report, Mapping):
        given = cast("Mapping[str, Any]", act.report)
        words = {"kind": "follow_up", **given, "matter": act.matter.id}
        return Report.from_words(words)
    kind = act.report or act.kind
    own = {name: getattr(act, name) for name in CLOSING_WORDS}
    if kind:
        return Report.from_words({"matter": act.matter.id, "kind": kind, **own})
    if any(own.values()):  # nobody said what it is to be: a closing sends no follow-up of its own accord
        raise Refused("kind", "写了报告的收件单位、正文或签发, 请写明同时发续报还是终报 (--kind)")
    return None


@handles(Report)
def send(work: Work, act: Report, *, ending: Ending | None = None) -> Row:
    """Send a report: freeze its text, note its recipients and gaps, meet what it meets.

    ``ending``: how its matter is closed in the same act; the draft tells it.
    """
    if act.kind not in m.REPORT_KINDS:
        raise Refused("kind", "没有报告种类 {0}, {1}", act.kind, nearest(act.kind, m.REPORT_NAMES))
    matter = act.matter
    _check_order(work, matter, act)
    wrong = gates.corrected_report(work.views, matter, act.corrects) if act.kind == "correction" else None
    to = recipients_of(act.to) or (list(wrong.recipients) if wrong else [])
    if not to:
        raise Refused("to", "还没有填收件单位")
    to = [work.text("to", name) for name in to]
    if wrong is not None:
        gates.refuse_others(to, wrong)
    number = matter.follow_ups + 1 if act.kind in {"follow_up", "change"} else 0
    sent_at = work.said if act.at is None else act.at
    if act.at is not None and sent_at < matter.received_at:  # a clock of a drill begins anew with every command
        raise Refused("at", "{0} 早于事项收到的时间 {1}", When(sent_at), When(matter.received_at))
    before = max((report.sent_at for report in work.views.reports(matter.id)), default=sent_at)
    if act.at is not None and sent_at < before:
        raise Refused("at", "发出时间 {0} 早于上一份报告 {1}", When(sent_at), When(before))
    known_at = act.at
    as_it_ends = replace(matter, closed_at=sent_at, criterion=ending[0], outcome=ending[1]) if ending else matter
    material = drafting.material(work.views, work.books, as_it_ends, sent_at, figures_at=known_at)
    cause = gates.cause_typed(act)
    fix = gates.fix_typed(act)
    if wrong is not None:
        drafted = drafting.correction_draft(work.views, wrong, fix, cause) if fix is not None else ""
    else:
        drafted = draft(material, work.books.wording, act.kind).text
    text = _text(work, act, drafted)
    if wrong is not None:
        gates.refuse_unquoted(text, wrong)
    gaps = gates.gaps_typed(work, act, material)
    if act.kind == "final":
        open_ones = checking.pending(material, text, text == drafted)
        gaps = gates.open_reasons(work, gaps, open_ones)
    figures = {name: figure.value for name, figure in material.figures.items()}
    difference = gates.refuse_differing(act, text, figures)
    gates.refuse_repeated(work, matter, act.kind, text, to, sent_at, act.again)
    if not act.signed_off_by:  # who signs and who reads: what is missing is said at once
        refuse_all(signing.lacking(work, matter, act, text))
    signer = signing.signer(work, matter, act, sent_at)
    looked_at = checking.checked(
        work.views, work.books, material, act.kind, text, to, signer=signer.person, drafter=work.actor
    )
    found = findings(looked_at)
    gates.refuse_found(found, act)
    with naming("excuse"):
        given = checking.excuses(act.excuse)
    reader = signing.reader(work, matter, act, text, sent_at)
    sent = e.ReportSent(
        report=work.new_id("report"),
        report_kind=act.kind,
        number=number,
        title=f"关于{matter.title}的报告({checking.called(act.kind, number)})",
        text=text,
        recipients=to,
        corrects=wrong.id if wrong else "",
        gaps=gaps,
        figures=figures,
        differs=act.differs if difference else "",
        difference=difference,
        cause=cause,
        signed_off=signer.person,
        agreement=signer.agreement,
        reason=act.again,
        heading=looked_at.title,
        read_by=reader.person,
        read_agreement=reader.agreement,
        unread="" if reader.person else act.unread,
        findings=checking.kept(found, {**dict.fromkeys(fd.REASONED, act.differs), **given}),
        edited=checking.edited(drafted, text) if drafted and act.kind != "phone" else [],
        for_phone=act.kind == "first" and _call_owed(work, matter),
        beside=[] if wrong else checking.beside(work.views.matter_entries(matter.id), text),
    )
    row = work.append(sent, at=sent_at, matter=matter)
    consents.keep(work, signer, row, matter)
    if reader.how != c.OWN:
        consents.keep(work, reader, row, matter)
    _follow(work, matter, act.kind, sent_at, closing=ending is not None)
    return row


@handles(Forward)
def forward(work: Work, act: Forward) -> Row:
    """Send a report that was sent, word for word, to further recipients; it meets nothing and bears nothing."""
    found = gates.report_said(work, act.report)
    matter = work.matter(found.matter_id)
    to = [work.text("to", name) for name in recipients_of(act.to)]
    if not to:
        raise Refused("to", "还没有填收件单位")
    at = act.at
    gates.refuse_repeated(work, matter, found.kind, found.body, to, at, act.again)
    sent = e.ReportSent(
        report=work.new_id("report"),
        report_kind=found.kind,
        number=found.number,
        title=found.title,
        text=found.body,
        recipients=to,
        gaps=dict(found.gaps),
        figures=dict(found.figures),
        signed_off=found.signed_off,
        heading=found.heading,
        read_by=found.read_by,
        findings=[dict(one) for one in found.findings],
        forwards=found.id,
        reason=act.again,
    )
    return work.append(sent, at=at, matter=matter)


@handles(Excuse)
def excuse(work: Work, act: Excuse) -> Row:
    """Say why something found in a sent report stays as it is."""
    found = gates.report_said(work, act.report)
    check = checking.check_named(act.check)
    standing = [one["check"] for one in found.findings]
    if check not in standing:
        raise Refused(
            "check",
            "这份报告没有核对项 {0}; 有: {1}",
            act.check,
            [Word(fd.name_of(one)) for one in sorted(set(standing))] or "-",
        )
    event = e.ReportExcused(report=found.id, check=check, reason=act.reason)
    return work.append(event, matter=found.matter_id)


@handles(Proofread)
def proofread(work: Work, act: Proofread) -> Row:
    """Say that one has read a report that waits for a signature (核稿)."""
    waiting = [one for one in consents_of(work.views, act.entry.strip()) if one.state == c.WAITING]
    asked = next((one for one in waiting if one.act == e.ReportSent.KIND), None)
    if asked is None:
        raise Refused("entry", "没有等签发的这份报告: {0}", act.entry)
    if asked.recorded_by == work.actor:
        raise Refused("entry", "自己拟的稿须由别人核", traced=True)
    text = str(asked.words["shown"]["text"])
    read = e.ReportRead(consent=asked.id, digest=ledger.digest_of(text), note=act.note)
    return work.append(read, matter=asked.matter_id)


@handles(SignOffChoose)
def choose_sign_off(work: Work, act: SignOffChoose) -> Row:
    """Choose which kinds of reports are read by another and signed off before they go."""
    with naming("kinds"):
        kinds = rules.read_kinds(act.kinds)
    return work.append(e.SignOffChosen(kinds=list(kinds), reason=act.reason))


def _call_owed(work: Work, matter: Matter) -> bool:
    """Whether a call by telephone is owed that a written first report meets as well (``first_report_phone``)."""
    rules = work.books.rules.rules
    running = [rules[one.rule] for one in work.views.clocks(matter_id=matter.id) if one.rule in rules]
    return any(o.is_met_by(rule, {ACTS["phone"]}) and o.is_met_by(rule, {ACTS["first"]}) for rule in running)


def _follow(work: Work, matter: Matter, kind: str, sent_at: Instant, *, closing: bool) -> None:
    """What a sending does to the clocks (R1, R6, R8, R16, R17)."""
    matter = work.refreshed(matter)
    dues.acted(work, matter)
    act = ACTS.get(kind)
    if act is None:
        return
    met = {act}
    if closing and kind == "final":
        met.add(dues.FOLLOW_UP_ACT)
    dues.meet(work, met, matter, sent_at, last=closing)
    dues.end_snoozes(work, matter, "filed")
    if not closing:
        dues.trigger(work, {act: sent_at}, work.refreshed(matter))


def _check_order(work: Work, matter: Matter, act: Report) -> None:
    kind = act.kind
    if matter.state == m.MERGED:
        raise Refused("matter", "事项 {0} 已并案, 请在并入的事项上报告", matter.label)
    first_owed = kind in {"phone", "first"} and any(
        clock.state == "open" and clock.rule.startswith("first_report")
        for clock in work.views.clocks(matter_id=matter.id)
    )
    if matter.state == m.CLOSED and kind not in {"final", "correction"} and not first_owed:
        raise Refused("matter", "事项 {0} 已办结, 只能发终报或更正", matter.label)
    if matter.state == m.PROPOSED:
        raise Refused("matter", "事项 {0} 还是待确认的建议, 请先确认", matter.label)
    if kind == "first" and matter.first_sent_at is not None:
        raise _first_again(work, matter, recipients_of(act.to))
    final = next((one for one in ledger.sent(work.views, matter.id) if one.kind == "final"), None)
    if kind == "final" and final is not None and not act.again.strip():
        template = "终报 {0} 已发 {1}: 另发别的单位请用原文转发 (forward), 有误请发更正; 确需另发终报请写理由 (--again)"
        raise Refused("again", template, When(final.sent_at), list(final.recipients), traced=True)
    if kind in {"follow_up", "change", "final"} and matter.first_sent_at is None:
        raise Refused("kind", "首报尚未发出, 请先发首报", traced=True)


def _first_again(work: Work, matter: Matter, to: list[str]) -> Refused:
    """What is said when a first report would go out a second time: who had it when, and what to do instead."""
    first = next((one for one in ledger.sent(work.views, matter.id) if one.kind == "first"), None)
    if first is None:  # ended by hand, as older journals have it
        return Refused("kind", "首报已办结, 不能再发; 新情况请发续报", traced=True)
    had = [name for name in to if name in first.recipients]
    if had:
        template = "重复报送: 首报 {0} 已发 {1}, 未再发; 新情况请发续报"
        return Refused("kind", template, When(first.sent_at), had, traced=True)
    template = "首报 {0} 已发出, 不能再发; 另发别的单位请用原文转发 (forward), 新情况请发续报"
    return Refused("kind", template, When(first.sent_at), traced=True)


def _said(work: Work, typed: str) -> str:
    """Return a typed text.

    Raises:
        Refused: it says nothing: no two letters or figures.
    """
    if sum(map(str.isalnum, typed)) < LEAST_SIGNS:
        raise Refused("text", "报告没有内容")
    return work.text("text", typed)


def _text(work: Work, act: Report, drafted: str) -> str:
    """The typed text, the file's, or the desk's own draft; an empty one is refused."""
    if act.text_file:
        if is_marked_name(Path(act.text_file).name):
            raise Refused("text_file", "文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
        try:
            typed = Path(act.text_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("text_file", "读不出正文文件: {0}", act.text_file) from error
        return _said(work, typed)
    if act.text:
        return _said(work, act.text)
    if not drafted:
        raise Refused("text", "更正须写正文")
    return drafted
