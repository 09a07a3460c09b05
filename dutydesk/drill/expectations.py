"""Comparing what a drill expects with what the store holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dutydesk.capabilities.duties.reads import ungraded
from dutydesk.capabilities.files import pages
from dutydesk.capabilities.handover import since
from dutydesk.capabilities.handover.reads import sealed
from dutydesk.capabilities.matters.rules import in_order
from dutydesk.capabilities.restricted.reads import marks
from dutydesk.capabilities.statistics import statistics
from dutydesk.drill.script import Drill
from dutydesk.i18n import as_of
from dutydesk.kernel.instants import MINUTE, Instant, iso
from dutydesk.store import drafts
from dutydesk.store.views import ClockView, Views
from dutydesk.usecase.books import Books, load_indicators

CLOCK_KEYS = frozenset({"matter", "rule", "subject", "trigger", "due", "met", "state", "raised", "not_raised"})
"""Keys of a clock row; another one is a typing error, and an error must not pass for agreement."""

VIEWS = ("log", "audit", "drafts", "due", "matters", "sheet", "sealed", "statistics", "since")
Raised = Mapping[tuple[str, str], Instant]


@dataclass(frozen=True, slots=True)
class Found:
    """One comparison: what was expected, what was found instead, whether it holds."""

    line: str
    at: str
    expected: str
    found: str
    ok: bool


def spell(table: Mapping[str, Any]) -> str:
    """Return an expectation in one line."""
    return ", ".join(f"{key}={value}" for key, value in table.items())


def clock_row(drill: Drill, views: Views, table: Mapping[str, Any], raised: Raised, now: Instant) -> tuple[bool, str]:
    """Compare one row of clocks; return whether it holds and what was found."""
    unknown = sorted(set(table) - CLOCK_KEYS)
    if unknown:
        return False, f"unknown: {', '.join(unknown)}"
    view = _find(drill, views, table)
    if table.get("state") == "none":
        return view is None, "none" if view is None else f"{view.title} {view.standing(now)}"
    if view is None:
        return False, "none"
    wrong: list[str] = []
    for key, value in (("trigger", view.trigger_at), ("due", view.due_at), ("met", view.met_at)):
        if key in table and not _same(drill, str(table[key]), value):
            wrong.append(f"{key}={iso(value)}")
    if "state" in table and view.standing(now) != table["state"]:
        wrong.append(f"state={view.standing(now)}")
    times = {step: at for (obligation, step), at in raised.items() if obligation == view.id}
    wrong.extend(_raised_wrong(drill, table, times))
    return not wrong, " ".join(wrong) or "ok"


def _raised_wrong(drill: Drill, table: Mapping[str, Any], times: Mapping[str, Instant]) -> list[str]:
    wrong: list[str] = []
    for wanted in table.get("raised", []):
        step, _, at = str(wanted).partition("@")
        if step not in times:
            wrong.append(f"{step} not raised")
        elif at and not _same(drill, at, times[step]):
            wrong.append(f"{step}@{iso(times[step])}")
    wrong.extend(
        f"{step} raised @{iso(times[step])}" for step in map(str, table.get("not_raised", [])) if step in times
    )
    return wrong


def _same(drill: Drill, text: str, instant: Instant | None) -> bool:
    """Whether a written time names an instant: to the minute, or to the second if seconds are written."""
    if text in {"", "-", "none"}:
        return instant is None
    if instant is None:
        return False
    grain = 1_000_000 if text.count(":") >= 2 and "T" not in text else MINUTE
    return drill.time(text) // grain == instant // grain


def _find(drill: Drill, views: Views, table: Mapping[str, Any]) -> ClockView | None:
    label = table.get("matter")
    matter = views.matter(str(label)) if label and label not in {"shift", "sys"} else None
    if label and label not in {"shift", "sys"} and matter is None:
        return None
    subject = str(table["subject"]) if table.get("subject") is not None else None
    found = views.find_clocks(rule=str(table["rule"]), matter_id=matter.id if matter else None, subject=subject)
    if "trigger" in table:
        found = [view for view in found if _same(drill, str(table["trigger"]), view.trigger_at)]
    still = [view for view in found if view.state == "open"]
    return (still or found or [None])[-1]


def text_shown(views: Views, books: Books, table: Mapping[str, Any], now: Instant) -> tuple[bool, str]:
    """Compare what a person would see; return whether it holds and what is missing or too much."""
    unknown = sorted(set(table) - {"view", "has", "has_not"})
    if unknown or table.get("view") not in VIEWS:
        return False, f"unknown: {', '.join(unknown) or table.get('view')}"
    with as_of(now):
        shown = page(views, books, str(table["view"]), now)
    missing = [word for word in _words(table, "has") if word not in shown]
    too_much = [word for word in _words(table, "has_not") if word in shown]
    found = [f"missing: {word}" for word in missing] + [f"shown: {word}" for word in too_much]
    return not found, "; ".join(found) or "ok"


def _words(table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    return [str(item) for item in (value if isinstance(value, list) else [value])]


def page(views: Views, books: Books, name: str, now: Instant) -> str:
    """Return the text of a view of ``VIEWS``: ``statistics`` are of the last shift, ``since`` is for A."""
    if name == "sheet":
        return pages.sheet_page(views, books, now)
    if name == "statistics":
        return statistics.page(statistics.of_shift(views, statistics.choose(views, "previous"), load_indicators(), now))
    return _PAGES[name](views, now)


def _log(views: Views, _now: Instant) -> str:
    return pages.log_page(views, views.entries_between(0, 1 << 62))


def _audit(views: Views, _now: Instant) -> str:
    entries = views.entries_between(0, 1 << 62, audit=True)
    return pages.log_page(views, [entry for entry in entries if entry.audit])


def _drafts(views: Views, _now: Instant) -> str:
    return "\n".join(f"{officer} {place}: {body}" for officer, place, body in drafts.everyones(views))


def _due(views: Views, now: Instant) -> str:
    return pages.due_page(views.clocks(), now, ungraded(views))


def _matters(views: Views, now: Instant) -> str:
    clocks = views.clocks()
    return pages.matters_page(in_order(views.matters(), pages.next_due_by_matter(clocks)), clocks, now, marks(views))


def _sealed(views: Views, _now: Instant) -> str:
    found = sealed(views)
    return found.sheet if found is not None else ""


def _since(views: Views, now: Instant) -> str:
    shift = views.shift()
    return since.page(since.read(views, shift.a if shift is not None else ""), now)


_PAGES = {
    "log": _log,
    "audit": _audit,
    "drafts": _drafts,
    "due": _due,
    "matters": _matters,
    "sealed": _sealed,
    "since": _since,
}
