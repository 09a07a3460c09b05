"""Since you were last on duty: everything that changed meanwhile, across shifts, by matter, red first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.log.lines import Line, cell, line_of, standing_figures
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES, LEVEL_MARKS, Matter
from dutydesk.capabilities.shifts.responsibility import on_duty
from dutydesk.i18n import say, title, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.store.views import ClockView, EntryView, FigureView, Views

MOST_LINES = 12
"""Lines shown of one matter on the page: the newest; the matter's file has all."""

MOST_ROWS = 20_000
"""Rows read at most, the newest: some months of a busy desk."""

BATCH = 5_000
BORN_BY_DESK = frozenset({"alert.raised"})
"""Rows that tell nothing a reader of the matter does not see from its clocks."""

_ORDER = {"red": 0, "yellow": 1, "blue": 2, "": 3}


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened about one matter; ``matter`` None for everything that belongs to none."""

    matter: Matter | None
    lines: tuple[Line, ...]
    clocks: tuple[ClockView, ...] = ()
    figures: Mapping[str, FigureView] | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """The page. ``seq`` and ``at``: where the officer's last shift ended, 0 and None for somebody new."""

    seq: int
    at: Instant | None
    shifts: int
    changed: tuple[Changed, ...]


def last_duty(views: Views, officer: str) -> tuple[int, Instant | None]:
    """Return the row and time at which an officer's last finished turn ended; (0, None) when there was none."""
    ended = [one for one in on_duty(views) if officer in one.people and one.until is not None]
    if not ended:
        return 0, None
    newest = max(ended, key=lambda one: one.until or 0)
    return newest.until or 0, newest.ended_at


def read(views: Views, officer: str) -> Since:
    """Read what changed since an officer was last on duty."""
    seq, at = last_duty(views, officer)
    names = views.names()
    matters = {matter.id: matter for matter in views.matters(ended=True)}
    open_ones = views.clocks()
    groups: dict[str, list[Line]] = {}
    for entry in _after(views, seq) if seq else _of_open_matters(views):
        if entry.kind in BORN_BY_DESK:
            continue
        groups.setdefault(entry.matter_id or "", []).append(line_of(entry, names))
    changed = [
        Changed(
            matters.get(key),
            tuple(lines),
            tuple(clock for clock in open_ones if clock.matter_id == key) if key else (),
            views.figures(key) if key else None,
        )
        for key, lines in groups.items()
    ]
    shifts = len({one.shift for one in on_duty(views) if one.seq >= seq and seq and officer not in one.people})
    return Since(seq, at, shifts, tuple(sorted(changed, key=_urgency)))


def _after(views: Views, seq: int) -> list[EntryView]:
    """The log lines after a row, oldest first."""
    seqs = views.seqs_after(seq)[-MOST_ROWS:]
    return [entry for start in range(0, len(seqs), BATCH) for entry in views.entries(seqs[start : start + BATCH])]


def _of_open_matters(views: Views) -> list[EntryView]:
    """For somebody who never was on duty: the whole file of everything that is still open."""
    entries = [entry for matter in views.matters() for entry in views.matter_entries(matter.id) if not entry.audit]
    return sorted(entries, key=lambda entry: entry.seq)


def _urgency(one: Changed) -> tuple[bool, bool, int, int]:
    """Red first; what is closed after what is open; what belongs to no matter last."""
    matter = one.matter
    if matter is None:
        return True, True, 9, 0
    return False, matter.state not in {"open", "proposed"}, _ORDER.get(matter.colour, 3), matter.received_at


def page(found: Since, now: Instant, *, most: int = MOST_LINES) -> str:
    """Return the page as text."""
    today = local_date(now)
    if found.at is None:
        head = translate("此前没有上过岗: 在办事项的全部经过")
    else:
        head = say("上次下岗 {0}; 其间 {1} 个班次", when(found.at, today), found.shifts)
    parts = [head]
    parts += ["\n".join(_section(one, now, most)) for one in found.changed]
    if not found.changed:
        parts.append(translate("没有变化"))
    return "\n\n".join(parts)


def _section(one: Changed, now: Instant, most: int) -> Sequence[str]:
    today = local_date(now)
    lines = [heading(one)]
    if one.figures:
        lines.append(f"  {standing_figures(one.figures)}")
    lines += [
        say("  时限 {0} {1}", one_line(title(clock.title)), when(clock.due_at, today))
        + (f" {translate('超时')}" if clock.due_at <= now else "")
        for clock in one.clocks
    ]
    hidden = len(one.lines) - most
    if hidden > 0:
        lines.append(say("  … 较早的 {0} 条见事项档案", hidden))
    lines += [
        f"  {when(line.at, today)} {line.who} " + cell(line).replace("\n", "\n      ") for line in one.lines[-most:]
    ]
    return lines


def heading(one: Changed) -> str:
    """Return the heading of a matter's part."""
    matter = one.matter
    if matter is None:
        return translate("其他")
    colour = translate(COLOUR_NAMES.get(matter.colour, "")) if matter.colour else ""
    state = translate("已办结") if matter.state == "closed" else translate(KIND_NAMES[matter.kind])
    level = LEVEL_MARKS.get(matter.level, "")
    return " ".join(part for part in (colour, one_line(matter.label), level, state, one_line(matter.title)) if part)
