"""Reports: numbered, frozen when sent, each with its recipients and its time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from dutydesk.capabilities.closing.acts import Close
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules.obligations import follow_up_subject
from dutydesk.capabilities.reporting import drafting, texts
from dutydesk.capabilities.reporting import events as e
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.acts import Forward, Report
from dutydesk.capabilities.reporting.rules import reporting as rules
from dutydesk.capabilities.reporting.rules.claims import contradictions, read
from dutydesk.capabilities.reporting.rules.corrections import fixes, said_right
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import ReportView
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
    if not kind and not act.to and not act.text and not act.text_file:
        return None
    own = {"text": act.text, "text_file": act.text_file, "differs": act.differs}
    return Report.from_words({"matter": act.matter.id, "kind": kind or "follow_up", "to": act.to, **own})


@handles(Report)
def send(work: Work, act: Report, *, closing: bool = False) -> Row:
    """Send a report: freeze its text, note its recipients and gaps, meet what it meets."""
    if act.kind not in m.REPORT_KINDS:
        raise Refused("kind", "没有报告种类 {0}, {1}", act.kind, nearest(act.kind, m.REPORT_NAMES))
    matter = act.matter
    _check_order(work, matter, act)
    wrong = _corrected_report(work, matter, act) if act.kind == "correction" else None
    to = recipients_of(act.to) or (list(wrong.recipients) if wrong else [])
    if not to:
        raise Refused("to", "还没有填收件单位")
    to = [work.text("to", name) for name in to]
    number = matter.follow_ups + 1 if act.kind in {"follow_up", "change"} else 0
    sent_at = work.said if act.at is None else act.at
    before = max((report.sent_at for report in work.views.reports(matter.id)), default=sent_at)
    if act.at is not None and sent_at < before:
        raise Refused("at", "发出时间 {0} 早于上一份报告 {1}", When(sent_at), When(before))
    known_at = act.at
    material = drafting.material(work.views, work.books, matter, sent_at, figures_at=known_at)
    text = _text(work, act, material)
    cause = _cause(act)
    if wrong is not None:
        _refuse_unquoted(text, wrong)
    gaps = _gaps(work, act, material)
    figures = {name: figure.value for name, figure in material.figures.items()}
    difference = _refuse_differing(act, text, figures)
    refuse_repeated(work, matter, act.kind, text, to, sent_at, act.again)
    signer = _signed_off(work, matter, act, sent_at)
    sent = e.ReportSent(
        report=work.new_id("report"),
        report_kind=act.kind,
        number=number,
        title=title(matter, act.kind, number),
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
    )
    row = work.append(sent, at=sent_at, matter=matter)
    consents.keep(work, signer, row, matter)
    _follow(work, matter, act.kind, sent_at, closing=closing)
    return row


@handles(Forward)
def forward(work: Work, act: Forward) -> Row:
    """Send a report that was sent, word for word, to further recipients; it meets nothing and bears nothing."""
    found = work.views.report(act.report)
    if found is None:
        raise Refused("report", "没有这份报告: {0}", act.report)
    matter = work.matter(found.matter_id)
    to = [work.text("to", name) for name in recipients_of(act.to)]
    if not to:
        raise Refused("to", "还没有填收件单位")
    at = act.at
    refuse_repeated(work, matter, found.kind, found.body, to, at, act.again)
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
        forwards=found.id,
        reason=act.again,
    )
    return work.append(sent, at=at, matter=matter)


def refuse_repeated(work: Work, matter: Matter, kind: str, text: str, to: list[str], now: Instant, again: str) -> None:
    """Warn of a double sending (IN-15): nothing is sent unless a reason says why it goes again.

    Raises:
        Refused: naming recipient, report and time.
    """
    if again.strip():
        return
    twice = rules.repeated(ledger.sent(work.views, matter.id), kind, text, to, now, work.books.reporting.repeat_within)
    if twice:
        name, earlier = twice[0]
        template = "重复报送: {0} 已于 {1} 收到同样内容的 {2}; 未发送. 确需再发请写理由 (--again)"
        raise Refused("to", template, name, When(earlier.sent_at), earlier.title, traced=True)


def _gaps(work: Work, act: Report, material: texts.Material) -> dict[str, str]:
    """Return what this text leaves 待核实, each with the typed reason, empty where none was.

    Raises:
        Refused: a first report lacks what the office requires and says not why (IN-08); a telephone call never waits.
    """
    elements = work.books.reporting.elements
    names = {name: key for key, name in elements.items()}
    typed: dict[str, str] = {}
    for item in act.gap:
        word, _, reason = item.partition("=")
        key = names.get(word.strip(), word.strip())
        if key not in elements:
            raise Refused("gap", "没有要素 {0}, {1}", word, nearest(word, elements))
        typed[key] = work.text("gap", reason, required=False).strip()
    if act.kind not in {"first", "final"}:
        return typed
    missing = texts.gaps_of(material)
    if act.kind == "first":
        refuse_unexplained(elements, rules.unexplained(missing, work.books.reporting.required, typed))
    return {name: typed.get(name, "") for name in dict.fromkeys([*missing, *typed])}


def refuse_unexplained(elements: Mapping[str, str], lacking: list[str], field: str = "gap") -> None:
    """Refuse a first report that lacks required elements without a reason for each.

    Raises:
        Refused: naming them.
    """
    if lacking:
        template = "首报缺 {0}: 先补充事实 (amend), 或逐项写明为何缺 (--gap 要素=理由; 只写正在核实不算理由)"
        raise Refused(field, template, [elements.get(name, name) for name in lacking], traced=True)


def _refuse_differing(act: Report, text: str, figures: Mapping[str, float]) -> list[str]:
    """Return where the text and the figures of its time differ, side by side (Chinese).

    Raises:
        Refused: they differ and nobody says why it goes all the same.
    """
    claims = said_right(text) if act.kind == "correction" else read(text)
    found = [one.spelled() for one in contradictions(claims, figures)]
    if found and not act.differs.strip():
        template = "正文与记录的数字不一致: {0}; 未发送. 先更新数字 (figures) 或改正文, 确需照发请写理由 (--differs)"
        raise Refused("differs", template, "; ".join(found), traced=True)
    return found


def _cause(act: Report) -> str:
    """Return the cause of a correction; nothing else has one."""
    typed = act.cause.strip()
    if act.kind != "correction":
        if typed:
            raise Refused("cause", "只有更正写原因")
        return ""
    names = {name: key for key, name in rules.CAUSES.items()}
    cause = names.get(typed, typed or "own")
    if cause not in rules.CAUSES:
        raise Refused("cause", "没有原因 {0}; 可填 own 本办差错, source 来源更改", typed)
    return cause


def _refuse_unquoted(text: str, wrong: ReportView) -> None:
    """Refuse a correction that does not quote what was wrong, as it was sent, and what is right.

    Raises:
        Refused: with the form that is expected.
    """
    if not fixes(text, f"{wrong.title}\n{wrong.body}"):
        template = "更正须引出原文中错的字句和正确的写法, 如: {0}“剩余45人”应为“剩余15人”"
        raise Refused("text", template, wrong.title, traced=True)


def _signed_off(work: Work, matter: Matter, act: Report, sent_at: Instant) -> Consent:
    """Return the consent of the leader who signed the report off; refused where one is asked for and there is none."""
    if not act.signed_off_by and not work.books.reporting.needs_sign_off(act.kind, matter.level):
        return Consent()
    template = "{0}须带班领导签发: 写明签发人 (--signed-off-by), 或由领导本人发出"
    nobody = Refused("signed_off_by", template, m.REPORT_NAMES[act.kind], traced=True)
    said_at = sent_at if act.agreed_at is None else act.agreed_at
    return consents.leader(work, "signed_off_by", act.signed_off_by, nobody, at=said_at)


def title(matter: Matter, kind: str, number: int) -> str:
    """Return the title of a report: 关于…的报告(续报四)."""
    name = follow_up_subject(number) if kind in {"follow_up", "change"} else m.REPORT_NAMES[kind]
    return f"关于{matter.title}的报告({name})"


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
    if kind in {"follow_up", "change", "final"} and matter.first_sent_at is None:
        raise Refused("kind", "首报尚未发出, 请先发首报", traced=True)


def _first_again(work: Work, matter: Matter, to: list[str]) -> Refused:
    """What is said when a first report would go out a second time: who had it when, and what to do instead."""
    first = next((one for one in ledger.sent(work.views, matter.id) if one.kind == "first"), None)
    if first is None:  # 办结 without a text: a script, or a report that went another way
        return Refused("kind", "首报已办结, 不能再发; 新情况请发续报", traced=True)
    had = [name for name in to if name in first.recipients]
    if had:
        template = "重复报送: 首报 {0} 已发 {1}, 未再发; 新情况请发续报"
        return Refused("kind", template, When(first.sent_at), had, traced=True)
    template = "首报 {0} 已发出, 不能再发; 另发别的单位请用原文转发 (forward), 新情况请发续报"
    return Refused("kind", template, When(first.sent_at), traced=True)


def _corrected_report(work: Work, matter: Matter, act: Report) -> ReportView:
    reports = work.views.reports(matter.id)
    if not reports:
        raise Refused("corrects", "这个事项还没有发过报告")
    if not act.corrects:
        raise Refused("corrects", "请写明更正哪份报告")
    entry = work.views.entry_by_id(act.corrects)
    found = work.views.report(act.corrects) or next((r for r in reports if entry and r.seq == entry.seq), None)
    if found is None:
        names = {title(matter, one.kind, one.number): one for one in reports}
        found = next((one for name, one in names.items() if f"({act.corrects})" in name), None)
    if found is None or found.matter_id != matter.id:
        raise Refused("corrects", "没有这份报告: {0}", act.corrects)
    return found


def _text(work: Work, act: Report, material: texts.Material) -> str:
    """The typed text, the file's, or the desk's own draft; an empty one is refused."""
    if act.text_file:
        if is_marked_name(Path(act.text_file).name):
            raise Refused("text_file", "文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
        try:
            typed = Path(act.text_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("text_file", "读不出正文文件: {0}", act.text_file) from error
        if not typed.strip():
            raise Refused("text", "报告是空的")
        return work.text("text", typed)
    if act.text:
        return work.text("text", act.text)
    if act.kind == "correction":
        raise Refused("text", "更正须写正文")
    return texts.draft(material, act.kind)
