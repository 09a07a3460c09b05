"""Pages of plain text: what a person would see of the log, the due list, the matters and the checklist.

Used by the command line, for printing, and by drill files that expect a text to be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dutydesk.capabilities.duties.rules import UNSET_WORDS
from dutydesk.capabilities.files import files, stages
from dutydesk.capabilities.files.waiting import denials
from dutydesk.capabilities.handover import sheet
from dutydesk.capabilities.log.lines import line_of, print_line, standing_figures
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.restricted.words import who_may_know
from dutydesk.capabilities.shifts.weather import weather_lines
from dutydesk.i18n import LEFT_CELLS, as_of, listed, say, time_left, title, translate, when
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, Instant, When, local_date
from dutydesk.kernel.text import clauses, one_line
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import ClockView, EntryView, Views
from dutydesk.store.views.rows import levels_reached
from dutydesk.usecase.books import Books

STANDINGS = vocabulary(
    {
        "running": "在办",
        "overdue": "超时",
        "met": "办结",
        "met_late": "超时办结",
        "waived": "免办",
        "cancelled": "取消",
    }
)


def log_page(views: Views, entries: Sequence[EntryView]) -> str:
    """Return log lines; a correction names who corrected what and when in its own line."""
    people = views.names()
    return "\n".join(print_line(line_of(entry, people)) for entry in entries)


def day_page(views: Views, day_start: Instant) -> str:
    """Return one day's log as text for printing, with site, date and the chain's head below."""
    meta = views.meta()
    entries = views.entries_between(day_start, day_start + DAY)
    seq, head, _ = views.head()
    mark = translate(" (演练)") if meta.get("drill") == "1" else ""
    heading = say("{0} 值班日志 {1}", one_line(meta.get("site", "")), str(local_date(day_start))) + mark
    foot = say("共 {0} 条; 日志至第 {1} 条, 链首 {2}", len(entries), seq, head.hex()[:16])
    with as_of(day_start):
        lines = log_page(views, entries)
        heading = "\n".join([heading, *weather_lines(views, day_start)])
    return f"{heading}\n{'=' * 60}\n{lines}\n{'=' * 60}\n{foot}"


def due_page(clocks: Sequence[ClockView], now: Instant, ungraded: Collection[str] = ()) -> str:
    """Return the due list: time left, standing, what, on which matter, due when.

    Args:
        clocks: in the order to list them.
        now: what is left is counted from here.
        ungraded: ids of matters whose paper has no grade yet; they say so.
    """
    today = local_date(now)
    rows: list[str] = []
    for clock in clocks:
        remaining = time_left(clock.due_at - now) if clock.state == "open" else ""
        remaining = remaining.rjust(LEFT_CELLS - sum(len(one.encode()) > 1 for one in remaining))  # Han take two cells
        standing = translate(STANDINGS[clock.standing(now)])
        matter = f" {one_line(clock.label)} {one_line(clock.matter_title)}" if clock.label else ""
        unset = f" {translate(UNSET_WORDS)}" if clock.matter_id in ungraded and clock.state == "open" else ""
        due = when(clock.due_at, today)
        if clock.state != "open":  # the hour alone would be read as that at which it was done
            due = clauses((when(clock.met_at or clock.ended_at, today), say("应于 {0}", due)))
        rows.append(f"{remaining} {standing} {one_line(title(clock.title))}{matter}{unset} {due}")
    return "\n".join(rows)


def matters_page(
    matters: Sequence[m.Matter], clocks: Sequence[ClockView], now: Instant, marks: Mapping[str, str]
) -> str:
    """Return the open matters: colour in words, level, the one that is reached, label, mark of a restricted one, title, next due."""
    rows: list[str] = []
    next_due, reached = next_due_by_matter(clocks), levels_reached(clocks)
    for matter in matters:
        level = say("{0}级", m.LEVEL_MARKS[matter.level]) if matter.level else ""
        colour = translate(m.COLOUR_NAMES[matter.colour])
        state = translate("待确认") if matter.state == m.PROPOSED else translate(m.KIND_NAMES[matter.kind])
        due = next_due.get(matter.id)
        remaining = time_left(due - now) if due is not None else ""
        mark = translate(marks[matter.id]) if matter.id in marks else ""
        above = say("应定{0}级", reached[matter.id]) if matter.id in reached else ""
        parts = (colour, one_line(matter.label), state, level, above, mark, one_line(matter.title), remaining)
        rows.append(" ".join(part for part in parts if part))
    return "\n".join(rows)


def next_due_by_matter(clocks: Sequence[ClockView]) -> dict[str, Instant]:
    """Return the earliest due time of each matter's open clocks."""
    found: dict[str, Instant] = {}
    for clock in clocks:
        if clock.matter_id is not None and clock.state == "open":
            found[clock.matter_id] = min(clock.due_at, found.get(clock.matter_id, clock.due_at))
    return found


def matter_page(views: Views, matter: m.Matter, now: Instant) -> str:
    """Return a matter's file: facts, figures, clocks, reports, timeline."""
    facts = [
        f"{one_line(matter.label)} {one_line(matter.title)}",
        *head_facts(matter),
        one_line(who_may_know(views, matter.id, views.names())),
        *denials(views, matter.id, views.names()),
        standing_figures(views.figures(matter.id)),
    ]
    parts = ["\n".join(fact for fact in facts if fact)]
    parts.extend(section_page(section) for section in files.read(views, matter, views.names(), now).sections)
    parts.append(due_page(views.clocks(ended=True, matter_id=matter.id), now))
    parts.extend(
        f"{when(report.sent_at)} {one_line(report.title)} → {one_line(listed(report.recipients))}"
        for report in views.reports(matter.id)
    )
    parts.append(log_page(views, [e for e in views.matter_entries(matter.id) if not e.audit]))
    return "\n\n".join(part for part in parts if part)


def head_facts(matter: m.Matter) -> list[str]:
    """Return what a file begins with: what belongs to its kind, an incident alone has levels and an hour at which it happened."""
    kind, colour = m.KIND_NAMES[matter.kind], m.COLOUR_NAMES[matter.colour]
    times = [when(at) or "-" for at in (matter.occurred_at, matter.received_at, stages.opened(matter))]
    if matter.kind != "incident":
        return [say("{0} {1}", kind, colour), say("收到 {0} 立项 {1}", *times[1:])]
    level, response = m.LEVEL_MARKS.get(matter.level, "-"), m.LEVEL_MARKS.get(matter.response_level, "-")
    return [
        say("{0} {1} 级别 {2} 响应 {3}", kind, colour, level, response),
        say("发生 {0} 收到 {1} 立项 {2}", *times),
    ]


def arithmetic_words(clock: ClockView) -> str:
    """Return how a clock's due time was found, in words: from when, how long; by hand where a person typed it."""
    begin, _, rule = clock.arithmetic.partition(" + ")
    if not rule:
        return translate("手工填写") if begin.endswith("←") else ""
    form, _, rest = rule.partition(":")
    if rest:
        return say("自 {0}, 到 {1}", When(clock.trigger_at), When(clock.due_at))
    length = Duration.parse(form)
    words = say("{0} 个月", length.months) if length.months else files.span(length.exact)
    if 0 < length.exact < 2 * HOUR:
        words = say("{0} 分钟", length.exact // MINUTE)
    return say("自 {0} 起 {1}", When(clock.trigger_at), words)


def section_page(section: files.Section) -> str:
    """Return a section of a file: its heading, its lines indented."""
    return "\n".join([one_line(section.heading), *(f"  {one_line(line)}" for line in section.lines)])


def sheet_page(views: Views, books: Books, now: Instant) -> str:
    """Return the handover checklist with its automatic counts, states and remarks."""
    rows: list[str] = []
    group = ""
    for row in sheet.rows(views, books.checklist, now):
        if row.group != group:
            group = row.group
            rows.append(translate(books.checklist.groups[group]))
        box = "[√]" if row.ticked else "[ ]"
        state = f" {row.state}" if row.state else ""
        note = f" ({one_line(row.note)})" if row.note else ""
        automatic = f" · {one_line(row.automatic)}" if row.automatic else ""
        rows.append(f"{box} {translate(row.text)}{state}{note}{automatic}")
    return "\n".join(rows)
