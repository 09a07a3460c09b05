"""What the next report of a matter would say: everything known for a first one, news and state for a follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.appeals.events import DisposalApproved
from dutydesk.capabilities.calls import reads as call_reads
from dutydesk.capabilities.coordination import events as c
from dutydesk.capabilities.coordination import reads as units_reads
from dutydesk.capabilities.grading import levels
from dutydesk.capabilities.grading.events import LevelSet
from dutydesk.capabilities.intake.events import MessageDisposed
from dutydesk.capabilities.intake.heard import heard
from dutydesk.capabilities.matters import facts as facts_reads
from dutydesk.capabilities.matters.events import FiguresRecorded
from dutydesk.capabilities.matters.reads import FactView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.papers.reads import number_of_report
from dutydesk.capabilities.reporting import texts
from dutydesk.capabilities.reporting.blanks import draft
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.corrections import Fix, framed
from dutydesk.capabilities.reporting.rules.differences import contradictions
from dutydesk.capabilities.response.events import ResponseActivated
from dutydesk.kernel.events import Event, decoded
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.prose import day_words, official
from dutydesk.store.views import EntryView, FigureView, ReportView, Views
from dutydesk.usecase.books import Books

CORRECTION = "correction"
REACHED = "reached"
LEADING = ("leader", "director")
"""Whose role stands before the name where a plan says who agreed."""


def material(
    views: Views, books: Books, matter: Matter, now: Instant, *, figures_at: Instant | None = None
) -> texts.Material:
    """Gather what a draft is made of; ``figures_at``: an earlier time whose figures it is to carry."""
    every = views.reports(matter.id)
    reports = [report for report in every if report.kind != CORRECTION and not report.forwards]
    since = max((report.seq for report in reports), default=0)
    figures = views.figures(matter.id, at=figures_at)
    officers = views.officers()
    plan: texts.Planned | None = None
    put: dict[str, int] = {}
    told: list[texts.Told] = []
    acknowledged: list[texts.Told] = []
    happened: list[str] = []
    reasons: dict[str, str] = {}
    level_before: str | None = None
    response_since: str | None = None
    for entry, event in _events(views.matter_entries(matter.id)):
        if isinstance(event, c.UnitNotified):
            told.append(texts.Told(event.unit, entry.at, entry.seq))
        elif isinstance(event, MessageDisposed):
            put[event.message] = entry.seq
        elif isinstance(event, DisposalApproved):
            who = officers.get(event.approved_by)
            by = f"{ROLE_NAMES[who.role] if who.role in LEADING else ''}{who.name}" if who is not None else ""
            plan = texts.Planned(event.text, event.recipients, by, entry.at, entry.seq)
        elif isinstance(event, c.UnitAcknowledged):
            acknowledged.append(texts.Told(event.unit, entry.at, entry.seq))
        if entry.seq <= since:
            continue
        if isinstance(event, FiguresRecorded) and event.reason:
            moved = [name for name, value in event.values.items() if value != event.previous.get(name)]
            reasons.update(dict.fromkeys(moved or event.values, event.reason))
        elif isinstance(event, LevelSet) and level_before is None:
            level_before = event.previous
        elif isinstance(event, ResponseActivated) and response_since is None:
            response_since = event.previous
        elif isinstance(event, c.ActionMoved) and event.state == "done":
            happened.append(official(f"{event.text.rstrip('。')}已办{f'，{event.note}' if event.note else ''}"))
        elif isinstance(event, c.ResourceMoved) and event.state == "arrived":
            happened.append(official(f"{event.unit}支援的{event.what}已到位"))
    kinds = tuple(filter(None, (matter.subtype, matter.category, matter.kind)))
    return texts.Material(
        matter=matter,
        what=books.taxonomy.name_of(matter.category, matter.subtype),
        now=now,
        kinds=kinds,
        asked={"casualties": books.wording.asks_people(kinds)},
        figures=figures,
        facts=facts_reads.facts(views, matter.id),
        heard=_fitting(heard(views, matter.id, put), figures),
        reports=every,
        last=reports[-1] if reports else None,
        since=since,
        told=told,
        acknowledged=acknowledged,
        happened=list(dict.fromkeys(happened)),
        unfinished=[
            f"{one.owner}: {one.text}" for one in units_reads.actions(views, matter.id) if one.ended_at is None
        ],
        plan=plan,
        reasons=reasons,
        checked=_checked(views, matter, since),
        level_reached=levels.undecided(views, books, matter),
        level_before=level_before if level_before != matter.level else None,
        response_since=response_since,
    )


def drafted(views: Views, books: Books, matter: Matter, kind: str, now: Instant) -> texts.Draft:
    """Return the desk's draft of the next report of a kind."""
    return draft(material(views, books, matter, now), books.wording, kind)


def correction_draft(views: Views, wrong: ReportView, fix: Fix, cause: str) -> str:
    """Return the desk's text of a correction of a report that was sent."""
    return framed(day_words(wrong.sent_at), wrong.paper_title, number_of_report(views, wrong), fix, cause)


def _fitting(told: Sequence[FactView], figures: Mapping[str, FigureView]) -> list[FactView]:
    """Return what messages name, without the clauses that say of people and money otherwise than is recorded."""
    values = {name: one.value for name, one in figures.items()}
    found: list[FactView] = []
    for one in told:
        said = "，".join(part for part in one.text.split("，") if not contradictions(read(part), values))
        if said:
            found.append(replace(one, text=said))
    return found


def _events(entries: Sequence[EntryView]) -> list[tuple[EntryView, Event]]:
    """Return the rows of a matter with their events; one that cannot be read says nothing here."""
    found = ((entry, decoded(entry.kind, entry.payload)) for entry in entries)
    return [(entry, event) for entry, event in found if event is not None]


def _checked(views: Views, matter: Matter, since: int) -> tuple[str, Instant] | None:
    """Return who outside of the office was asked last since the last report, and when."""
    own = {text for one in views.officers().values() for text in (one.id, one.name)}
    calls = [
        one
        for one in call_reads.calls(views, matter.id)
        if one.seq > since and one.result == REACHED and one.name not in own
    ]
    return (official(calls[-1].name), calls[-1].at) if calls else None
