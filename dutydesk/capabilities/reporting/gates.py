"""What stops a report before it goes, the same through every door."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.reporting import checking, texts
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.acts import Report
from dutydesk.capabilities.reporting.rules import findings as fd
from dutydesk.capabilities.reporting.rules import reporting as rules
from dutydesk.capabilities.reporting.rules.claims import CASUALTIES, read
from dutydesk.capabilities.reporting.rules.corrections import Fix, fixes, said_right
from dutydesk.capabilities.reporting.rules.differences import Difference, contradictions
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Word, Worded, nearest, together
from dutydesk.store.views import ReportView, Views
from dutydesk.usecase.work import Work


def report_said(work: Work, said: str) -> ReportView:
    """Return the report of an id, or of a matter and a report's name (Y1/续报一).

    Raises:
        Refused: there is none, or the actor may not see it.
    """
    found = ledger.report_named(work.views, said.strip())
    if found is None or not work.may_see(found.matter_id):
        raise Refused("report", "没有这份报告: {0}", said)
    return found


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


def gaps_typed(work: Work, act: Report, material: texts.Material) -> dict[str, str]:
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


def refuse_differing(act: Report, text: str, figures: Mapping[str, float]) -> list[str]:
    """Return where the text and the figures of its time differ, side by side (Chinese).

    Raises:
        Refused: they differ and nobody says why it goes all the same.
    """
    claims = said_right(text) if act.kind == "correction" else read(text)
    found = contradictions(claims, figures)
    if found and not act.differs.strip():
        template = "正文与记录的数字不一致: {0}; 未发送. 先更新数字 (figures) 或改正文, 确需照发请写理由 (--differs)"
        raise Refused("differs", template, together([_side_by_side(one) for one in found]), traced=True)
    return [one.spelled() for one in found]


def _side_by_side(one: Difference) -> Worded:
    """Return what a text says beside what is recorded, for whoever wrote it."""
    name = Word("伤亡") if one.field == CASUALTIES else Word(f.NAMES[one.field])
    if one.recorded is None:
        return Worded("{0}: 正文“{1}”, 记录未登记", name, one.words)
    if one.field in f.MONEY:
        return Worded(
            "{0}: 正文“{1}”, 记录{2}", name, one.words, f.spell_yuan(one.recorded) if one.recorded else Word("0元")
        )
    return Worded("{0}: 正文“{1}”, 记录{2}人", name, one.words, f"{one.recorded:.0f}")


def cause_typed(act: Report) -> str:
    """Return the cause of a correction; nothing else has one."""
    if act.kind != "correction":
        if act.cause.strip():
            raise Refused("cause", "只有更正写原因")
        return ""
    return cause_of(act.cause)


def cause_of(typed: str) -> str:
    """Return a cause by its code or name, our own error where nobody says.

    Raises:
        Refused: there is no such cause.
    """
    names = {name: key for key, name in rules.CAUSES.items()}
    cause = names.get(typed.strip(), typed.strip() or "own")
    if cause not in rules.CAUSES:
        raise Refused("cause", "没有原因 {0}; 可填 own 本办差错, source 来源更改", typed.strip())
    return cause


def fix_typed(act: Report) -> Fix | None:
    """Return the wrong and the right words of a correction, None where they stand in its text; nothing else has them.

    Raises:
        Refused: only one of the two was written, or they were written for another kind of report.
    """
    fix = fix_of(act.wrong, act.right)
    if fix is not None and act.kind != "correction":
        raise Refused("wrong", "只有更正写错的字句和正确的写法")
    return fix


def fix_of(wrong: str, right: str) -> Fix | None:
    """Return wrong and right words as typed, with or without quotes; None where neither was.

    Raises:
        Refused: only one of the two was written.
    """
    typed = {"wrong": wrong.strip(" “”"), "right": right.strip(" “”")}
    lacking = [name for name, said in typed.items() if not said]
    if len(lacking) == 1:
        raise Refused(lacking[0], "错的字句和正确的写法须一起写")
    return None if lacking else Fix(typed["wrong"], typed["right"])


def corrected_report(views: Views, matter: Matter, typed: str) -> ReportView:
    """Return the report that a correction is of: by its entry, its id, 首报 or Y1/续报一.

    Raises:
        Refused: none was named, or the matter has no such report.
    """
    reports = views.reports(matter.id)
    if not reports:
        raise Refused("corrects", "这个事项还没有发过报告")
    if not typed:
        raise Refused("corrects", "请写明更正哪份报告")
    entry = views.entry_by_id(typed)
    found = next((one for one in reports if entry and one.seq == entry.seq), None) or ledger.report_named(views, typed)
    if found is None:
        found = next((one for one in reports if checking.called(one.kind, one.number) == typed), None)
    if found is None or found.matter_id != matter.id:
        raise Refused("corrects", "没有这份报告: {0}", typed)
    return found


def refuse_others(to: list[str], wrong: ReportView) -> None:
    """Refuse a correction that does not go to exactly those who had the wrong text.

    Raises:
        Refused: naming them.
    """
    if set(to) != set(wrong.recipients):
        template = "更正须发给收到原报告的各单位, 不多不少: {0}"
        raise Refused("to", template, "、".join(wrong.recipients), traced=True)


def refuse_unquoted(text: str, wrong: ReportView) -> None:
    """Refuse a correction that does not quote what was wrong, as it was sent, and what is right.

    Raises:
        Refused: with the form that is expected.
    """
    if not fixes(text, f"{wrong.title}\n{wrong.body}"):
        template = "更正须引出原文中错的字句和正确的写法, 如: {0}“剩余45人”应为“剩余15人”"
        raise Refused("text", template, wrong.title, traced=True)


def refuse_found(found: list[fd.Finding], act: Report) -> None:
    """Refuse what no text may leave the house with; 无伤亡 that the record does not bear goes with a reason.

    Raises:
        Refused: naming the check, the words and what is wrong.
    """
    stopped = [one for one in found if one.gates and one.check != "P-12"]
    for one in stopped:
        name = fd.NAMES[one.check]
        if one.check not in fd.REASONED:
            raise Refused("text", "{0}: “{1}” {2}; 未发送", name, one.words, one.said, traced=True)
        if not act.differs.strip():
            template = "{0}: “{1}” {2}; 未发送. 改正文, 确需照发请写理由 (--differs)"
            raise Refused("differs", template, name, one.words, one.said, traced=True)


def open_reasons(work: Work, gaps: dict[str, str], open_ones: list[str]) -> dict[str, str]:
    """Return why each element of a final report is still 待核实.

    Raises:
        Refused: one has no reason: a final report waits until everything is settled, or says why not.
    """
    lacking = [name for name in open_ones if not rules.is_reason(gaps.get(name, ""))]
    if lacking:
        elements = work.books.reporting.elements
        template = "终报还有待核实: {0}. 先核实 (figures/fact --verified-by), 或逐项写明理由 (--gap 要素=理由)"
        raise Refused("gap", template, [elements.get(name, name) for name in lacking], traced=True)
    return {name: gaps.get(name, "") for name in dict.fromkeys([*gaps, *open_ones])}
