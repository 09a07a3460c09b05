"""Policies and meetings: their acts, and what can be read of them; matters that look alike."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.appeals import reads as appeals
from dutydesk.capabilities.appeals.rules import Likeness
from dutydesk.capabilities.duplicates import reads as duplicates
from dutydesk.capabilities.files import files, pages
from dutydesk.capabilities.instructions.reads import UnitView
from dutydesk.capabilities.intake.reads import message
from dutydesk.capabilities.matters.rules import KIND_NAMES, Matter
from dutydesk.capabilities.meetings import reads as meetings
from dutydesk.capabilities.meetings.rules import LEVEL_NAMES
from dutydesk.capabilities.policies import reads as policies
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import DAY, Instant, iso
from dutydesk.kernel.text import one_line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``policy``, ``meeting`` and ``similar``."""

    def read(below: Any, verb: str, words: str, run: Any) -> argparse.ArgumentParser:
        one = below.add_parser(
            verb, parents=[shared], help=translate(words), description=translate(words), allow_abbrev=False
        )
        one.set_defaults(run=run)
        return one

    family = add("policy", "政策文件: interpret, recipients, push, deadline, window, answer …", _alone)
    below = add_verbs(family, "policy", shared)
    below.required = True
    read(below, "show", "解读、推送、更正、窗口", policy_show).add_argument("matter", metavar="M")
    register = read(below, "windows", "申报窗口登记簿", windows)
    register.add_argument("--all", action="store_true", dest="past", help=translate("也列已截止的"))
    read(below, "lag", "收文比印发晚多久", lag)
    family = add("meeting", "会议: plan, notice, receipt, test, note, decide, minutes, cancel, move …", _alone)
    below = add_verbs(family, "meeting", shared)
    below.required = True
    read(below, "show", "会议通知、记录、议定、纪要", meeting_show).add_argument("matter", metavar="M")
    read(below, "draft", "纪要草稿", meeting_draft).add_argument("matter", metavar="M")
    read(below, "rooms", "三级视频会议库", rooms)
    add("similar", "相似的既往事项", similar).add_argument("matter", metavar="M")


def _alone(_context: Context, _parsed: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for the act")  # pragma: no cover - required=True


def _matter(context: Context, name: str, kind: str = "") -> Matter:
    matter = context.matter(name)
    if kind and matter.kind != kind:
        raise CommandError("{0} 是{1}, 不是{2}", matter.label, KIND_NAMES[matter.kind], KIND_NAMES[kind])
    return matter


def _sections(context: Context, matter: Matter) -> None:
    read = files.read(context.views, matter, context.views.names(), context.now())
    context.text(f"{matter.label} {one_line(matter.title)}")
    for step in read.steps:
        context.text(f"> {one_line(step)}")
    for section in read.sections:
        context.text(pages.section_page(section))


# ---------------------------------------------------------------- policies


def _window(one: policies.WindowView) -> dict[str, Any]:
    return {
        "matter": one.matter_id,
        "label": one.label,
        "title": one.title,
        "subject": one.subject or None,
        "opens_at": iso(one.opens_at),
        "ends_at": iso(one.ends_at),
        "confirmed_at": iso(one.confirmed_at),
    }


def policy_show(context: Context, parsed: argparse.Namespace) -> int:
    """Print a policy's sheets, recipients and windows."""
    matter = _matter(context, parsed.matter, "policy")
    if not context.json:
        _sections(context, matter)
        return 0
    known = policies.policy(context.views, matter.id)
    sheets = [
        {
            "number": one.number,
            **{name: getattr(one, name) for name in files.SHEET_NAMES},
            "actor": one.actor,
            "second_reader": one.second_reader or None,
            "signed_at": iso(one.signed_at),
            "withdrawn_at": iso(one.withdrawn_at),
            "reason": one.reason or None,
        }
        for one in known.sheets
    ]
    recipients = [
        {
            "name": one.name,
            "keyword": one.because or None,
            "pushed_at": iso(one.pushed_at),
            "to_correct": one.to_correct,
            "corrected_at": iso(one.corrected_at),
        }
        for one in known.recipients
    ]
    context.object(
        {
            "matter": matter.id,
            "label": matter.label,
            "issued_at": iso(known.issued_at),
            "received_at": iso(matter.received_at),
            "pushed": known.pushed,
            "total": len(known.recipients),
            "sheets": sheets,
            "recipients": recipients,
            "windows": [_window(one) for one in known.windows],
        }
    )
    return 0


def windows(context: Context, parsed: argparse.Namespace) -> int:
    """Print the register of windows by their end."""
    now = context.now()
    for one in policies.windows(context.views, now, past=parsed.past):
        if context.json:
            context.object(_window(one))
        else:
            context.text(f"{one.label} {one_line(one.title)} {one_line(files.window_words(one, now))}")
    return 0


def lag(context: Context, _parsed: argparse.Namespace) -> int:
    """Print how long each document was on its way, and the mean."""
    found = policies.lags(context.views)
    for one in found:
        if context.json:
            context.object(
                {
                    "matter": one.matter_id,
                    "label": one.label,
                    "issued_at": iso(one.issued_at),
                    "received_at": iso(one.received_at),
                    "lag_days": round(one.lag / DAY, 2),
                }
            )
        else:
            context.text(f"{one.label} {one_line(one.title)} {files.span(one.lag)}")
    if found and not context.json:
        context.text(say("平均 {0}, 共 {1} 件", files.span(sum(one.lag for one in found) // len(found)), len(found)))
    return 0


# ---------------------------------------------------------------- meetings


def _unit(one: UnitView) -> dict[str, Any]:
    return {"unit": one.unit, "sent_at": iso(one.told_at), "acknowledged_at": iso(one.acknowledged_at)}


def meeting_show(context: Context, parsed: argparse.Namespace) -> int:
    """Print a meeting: times, receipts, notes, decisions, minutes."""
    matter = _matter(context, parsed.matter, "routine")
    if not context.json:
        _sections(context, matter)
        return 0
    known = meetings.meeting(context.views, matter.id)
    written = meetings.proceedings(context.views, matter.id)
    context.object(
        {
            "matter": matter.id,
            "label": matter.label,
            "title": matter.title,
            "begins_at": iso(known.begins_at) if known else None,
            "ends_at": iso(known.ends_at) if known else None,
            "place": (known.place or None) if known else None,
            "room": (known.room or None) if known else None,
            "tested_at": iso(known.tested_at) if known else None,
            "called_off_at": iso(known.called_off_at) if known else None,
            "receipts": [_unit(one) for one in meetings.invited(context.views, matter.id)],
            "notes": [{"at": iso(one.at), "actor": one.actor, "text": one.text} for one in written.notes],
            "decisions": [
                {"at": iso(one.at), "text": one.text, "owner": one.owner or None, "due_at": iso(one.due_at)}
                for one in written.decisions
            ],
            "minutes": [
                {"at": iso(one.at), "text": one.text, "approved": one.approved, "approved_by": one.approved_by or None}
                for one in written.minutes
            ],
        }
    )
    return 0


def meeting_draft(context: Context, parsed: argparse.Namespace) -> int:
    """Print the minutes drawn from notes and decisions; nothing is written."""
    from dutydesk.capabilities.meetings.handlers import drafted
    from dutydesk.kernel.text import clean

    text = drafted(context.views, _matter(context, parsed.matter, "routine"))
    if context.json:
        context.object({"text": text})
    else:
        context.text(clean(text))
    return 0


def rooms(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the list of video meetings by level."""
    from dutydesk.usecase.books import load_books

    for one in load_books(context.rulebook).meeting_rooms:
        if context.json:
            context.object({"level": one.level, "name": one.name, "number": one.number or None, "contact": one.contact})
        else:
            number = one.number or translate("号码见会议通知")
            context.text(one_line(f"{translate(LEVEL_NAMES[one.level])} {one.name} {number} {one.contact}"))
    return 0


def similar(context: Context, parsed: argparse.Namespace) -> int:
    """Print the matters that look like a matter (of the 90 days before it) or like a message (those under way), with score and reasons."""
    now = context.now()
    one = context.views.matter(parsed.matter)
    waiting = None if one is not None else message(context.views, parsed.matter.removeprefix("#"))
    if waiting is not None:
        found = duplicates.candidates(context.views, duplicates.of_message(waiting), now)
    else:
        found = appeals.similar(context.views, _matter(context, parsed.matter))
    _print_similar(context, found, now)
    return 0


def _print_similar(context: Context, found: Sequence[tuple[Matter, Likeness]], now: Instant) -> None:
    """Print matters with score and reasons."""
    for one, alike in found:
        if context.json:
            context.object(
                {
                    "matter": one.id,
                    "label": one.label,
                    "kind": one.kind,
                    "title": one.title,
                    "state": one.state,
                    "received_at": iso(one.received_at),
                    "score": alike.score,
                    "reasons": [{"reason": what, "words": words or None} for what, words in alike.reasons],
                }
            )
        else:
            context.text(one_line(files.similar_words(one, alike, now)))
