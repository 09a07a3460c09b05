"""Drafts of reports. A draft says what is known, marks what is not, and is changed or sent by a person."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.domain import figures as f
from dutydesk.domain.instants import Instant, to_datetime
from dutydesk.domain.matters import LEVEL_MARKS, LEVEL_NAMES, Matter
from dutydesk.store.views import FigureView, ReportView

UNVERIFIED = "(待核实)"


def draft(matter: Matter, kind: str, history: Sequence[FigureView], reports: Sequence[ReportView], what: str) -> str:
    """Return the draft text of a report.

    Args:
        matter: the matter as it stands.
        kind: phone, first, follow_up, change or final.
        history: all figures recorded, oldest first.
        reports: what was sent so far.
        what: the name of category or subtype.
    """
    if kind in {"follow_up", "change"}:
        return _changes(matter, history, reports)
    lines = [
        (
            f"{_when(matter.received_at)}接{matter.source or '来电'}报告: "
            f"{_when(matter.occurred_at) if matter.occurred_at else '时间' + UNVERIFIED}, "
            f"{matter.place or '地点' + UNVERIFIED}发生{what or matter.title}。"
        )
    ]
    lines.append(_figures(history) or f"伤亡和损失情况正在核实{UNVERIFIED}。")
    lines.append(f"事件原因正在调查{UNVERIFIED}。")
    if matter.level:
        lines.append(f"初步判断为{LEVEL_MARKS[matter.level]}级({LEVEL_NAMES[matter.level]})。")
    if matter.response_level:
        lines.append(f"已启动{LEVEL_MARKS[matter.response_level]}级响应, 牵头单位{matter.lead}。")
    lines.append("处置工作已结束。" if kind == "final" else "有新情况续报。")
    return "\n".join(lines)


def _changes(matter: Matter, history: Sequence[FigureView], reports: Sequence[ReportView]) -> str:
    """Only what changed since the last report; 无新进展 is a legal content but must be sent (IN-10)."""
    since = max((report.seq for report in reports), default=0)
    new = [figure for figure in history if figure.seq > since]
    if not new:
        return f"{matter.title}: 截至目前无新进展。有新情况续报。"
    return f"{_figures(new)}\n有新情况续报。"


def _figures(history: Sequence[FigureView]) -> str:
    current = {figure.field: figure for figure in history}
    if not current:
        return ""
    parts = [
        f.spell({field: current[field].value}) + ("" if current[field].verified else UNVERIFIED)
        for field in f.FIELDS
        if field in current
    ]
    return "据初步核实, " + ", ".join(parts) + "。"


def _when(instant: Instant) -> str:
    moment = to_datetime(instant)
    return f"{moment.month}月{moment.day}日{moment.hour}时{moment.minute:02d}分"
