"""The statistics of a month (papers 4.17): incidents by class and level, people, money, beside the months before; the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dutydesk.capabilities.matters.rules import LEVEL_NAMES, LEVELS, MERGED, PROPOSED, Matter
from dutydesk.capabilities.obligations.reads import overdue
from dutydesk.capabilities.papers.case import Case, Found, clock, day_words
from dutydesk.capabilities.papers.sheets import month_of
from dutydesk.capabilities.statistics.rules.punctuality import Ended, rate
from dutydesk.kernel.instants import MINUTE, Instant, local_date
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import Views

CLASSES = ("natural", "accident", "health", "security")
"""The four classes of incidents, in the order of the columns; what has none stands in the total alone."""

PEOPLE: Mapping[str, str] = {"deaths": "死亡", "missing": "失联", "injured": "受伤"}
YUAN = 10_000
"""Yuan in a unit of the sheet (万元)."""

FEW = 3
"""With fewer cases a rate or a mean says 样本不足 (papers 4.17)."""


def statistics(case: Case) -> Found:
    """The incidents of a month by class; every number is computed from the matters and their newest figures."""
    first = case.day.replace(day=1)
    since, after = month_of(case.day)
    until = min(after, case.now)
    found = received(case.views, since, until)
    figures = {one.id: {k: f.value for k, f in case.views.figures(one.id, at=until).items()} for one in found}
    rows = [
        _row("起数", found, lambda _: 1),
        *(_row(LEVEL_NAMES[level], found, lambda one, level=level: int(one.level == level)) for level in LEVELS),
        _row("未定级", found, lambda one: int(not one.level)),
        *(_row(said, found, lambda one, key=key: figures[one.id].get(key, 0)) for key, said in PEOPLE.items()),
        _row("直接经济损失", found, lambda one: figures[one.id].get("loss_yuan", 0) / YUAN, places=1),
        _row("上月起数", received(case.views, *month_of(first - timedelta(days=1))), lambda _: 1),
        _row("上年同月", received(case.views, *month_of(_year_before(first))), lambda _: 1),
    ]
    last = local_date(until - 1)
    open_ones = sum(1 for one in found if one.closed_at is None or one.closed_at >= until)
    unclassed = sum(1 for one in found if one.category not in CLASSES)
    notes = [
        "死亡、失联、受伤和损失按统计期末最近一次数字计",
        "级别按制表时认定",
        f"未结{open_ones}起，数字截至{day_words(last)}{'24时' if until == after else clock(until, last)}",
        *([f"未分类{unclassed}起，只计入合计"] if unclassed else []),
    ]
    return Found(
        {
            "month": f"{first.year}年{first.month}月",
            "span": f"{first.month}月{first.day}日至{last.month}月{last.day}日",
            "taker": case.printer,
            "day": day_words(local_date(case.now)),
        },
        text=[_reports(case, found, since, after), f"说明：{'；'.join(notes)}。"],
        rows=rows,
        refused=[] if until > since else [Worded("这个月还没有开始")],
    )


def received(views: Views, since: Instant, until: Instant) -> list[Matter]:
    """Return the incidents that came in within a time; merged ones count where they went, proposals not at all."""
    return [
        one
        for one in views.matters(ended=True)
        if one.kind == "incident" and one.state not in {MERGED, PROPOSED} and since <= one.received_at < until
    ]


def _year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def _row(what: str, found: Sequence[Matter], count: Callable[[Matter], float], *, places: int = 0) -> dict[str, str]:
    """Return a line of the sheet: each class, and the sum of all."""
    by_class = {name: sum(count(one) for one in found if one.category == name) for name in CLASSES}
    row = {name: f"{value:.{places}f}" for name, value in by_class.items()}
    return {"what": what, **row, "all": f"{sum(count(one) for one in found):.{places}f}"}


def _reports(case: Case, found: Sequence[Matter], since: Instant, after: Instant) -> str:
    """Return how many reports went, how many of those owed in time, and how long the first ones took.

    A clock belongs to the month in which it falls due, whenever the sheet is made (I2): one that was ended before its time
    counts already, one that still runs not yet.
    """
    until = min(after, case.now)
    sent = [
        one
        for matter in case.views.matters(ended=True)
        for one in case.views.reports(matter.id)
        if since <= one.sent_at < until and not one.forwards
    ]
    corrected = sum(1 for one in sent if one.kind == "correction")
    late = overdue(case.views)
    owed = rate(
        (
            Ended(one.state, one.declined, one.id in late)
            for one in case.views.clocks(ended=True)
            if since <= one.due_at < after and (one.due_at < until or one.state != "open") and is_report(case, one.rule)
        ),
        FEW,
    )
    said = f"应报{owed.due}次，按时{owed.met}次"
    if owed.percent is not None:
        said += f"，及时率{owed.percent:.1f}%" if owed.enough else "（样本不足，不计及时率）"
    took = [(one.first_sent_at - one.received_at) / MINUTE for one in found if one.first_sent_at is not None]
    mean = f"首报平均用时{sum(took) / len(took):.0f}分钟（{len(took)}起" if took else ""
    tail = f"；{mean}{'' if len(took) >= FEW else '，样本不足'}）" if took else ""
    return f"发出报告{len(sent)}份；{said}；更正{corrected}份{tail}。"


def is_report(case: Case, rule: str) -> bool:
    """Whether a clock is met by sending a report."""
    known = case.books.rules.rules.get(rule)
    return known is not None and any(
        act.startswith("report.") and act.endswith((".sent", ".phone_logged")) for act in known.met_when.events
    )


GATHERS: Mapping[str, Callable[[Case], Found]] = {"statistics": statistics}
