"""What the next report of a matter would say: everything known for a first one, only the changes for a follow-up."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.coordination import events as c
from dutydesk.capabilities.coordination import reads as units_reads
from dutydesk.capabilities.grading.events import LevelSet
from dutydesk.capabilities.matters import facts as facts_reads
from dutydesk.capabilities.matters.events import FactRecorded
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, Matter
from dutydesk.capabilities.reporting import texts
from dutydesk.capabilities.response.events import ResponseActivated
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant
from dutydesk.store.views import EntryView, Views
from dutydesk.usecase.books import Books

CORRECTION = "correction"


def material(
    views: Views, books: Books, matter: Matter, now: Instant, *, figures_at: Instant | None = None
) -> texts.Material:
    """Gather what a draft is made of; ``figures_at``: an earlier time whose figures it is to carry."""
    reports = [report for report in views.reports(matter.id) if report.kind != CORRECTION and not report.forwards]
    since = max((report.seq for report in reports), default=0)
    figures = views.figures(matter.id, at=figures_at)
    return texts.Material(
        matter=matter,
        what=books.taxonomy.name_of(matter.category, matter.subtype),
        now=now,
        figures=figures,
        facts={
            name: texts.Known(fact.text, fact.verified) for name, fact in facts_reads.facts(views, matter.id).items()
        },
        changed_figures=[figure for figure in figures.values() if figure.seq > since],
        changes=_changes([entry for entry in views.matter_entries(matter.id) if entry.seq > since]),
        units=[unit.unit for unit in units_reads.units(views, matter.id)],
    )


def drafted(views: Views, books: Books, matter: Matter, kind: str, now: Instant) -> str:
    """Return the desk's draft of the next report of a kind."""
    return texts.draft(material(views, books, matter, now), kind)


def _changes(entries: Sequence[EntryView]) -> list[str]:
    """Return what happened as sentences of an official text, oldest first; the newest word on a fact counts."""
    found: dict[str, str] = {}
    for entry in entries:
        try:
            _change(entry, found)
        except Exception:  # noqa: BLE001 - said in the draft, so that whoever signs it sees what is missing
            found[f"row {entry.seq}"] = f"(第{entry.seq}条无法显示)"
    return list(found.values())


def _change(entry: EntryView, found: dict[str, str]) -> None:
    """Put what one row changed among the sentences."""
    event = decode(entry.kind, entry.payload)
    if isinstance(event, FactRecorded):
        mark = "" if event.verified else texts.UNVERIFIED
        found.pop(event.name, None)
        found[event.name] = f"{texts.LEADS[event.name]}{event.text.rstrip('。')}{mark}。"
    elif isinstance(event, LevelSet):
        found["level"] = f"事件级别调整为{LEVEL_MARKS[event.level]}级。"
    elif isinstance(event, ResponseActivated):
        word = "响应调整为" if event.previous else "已启动"
        found["response"] = f"{word}{LEVEL_MARKS[event.level]}级响应, 牵头单位{event.lead}。"
    elif isinstance(event, c.UnitAcknowledged):
        found[f"unit {event.unit}"] = f"{event.unit}已回执。"
    elif isinstance(event, c.ActionMoved) and event.state == "done":
        found[f"action {event.action}"] = f"{event.text.rstrip('。')}: 已办。{event.note}"
    elif isinstance(event, c.ResourceMoved) and event.state == "arrived":
        found[f"resource {event.resource}"] = f"{event.unit}支援的{event.what}已到位。"
