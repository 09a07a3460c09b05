"""What the walkthrough is about, read from the store: what blocks, the pages to be read, the delta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutydesk.capabilities.consents.rules import COUNTERSIGN, REQUEST, RETURNED_TO
from dutydesk.capabilities.handover import sheet
from dutydesk.capabilities.handover.rules import SIGN_GROUP, Checklist
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.blocking import Answered, Block, Owed, blocks
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ClockView, EntryView, ShiftView, Views

RED_ACK = "red_ack"
"""The rule of a red acknowledgement (clocks.md R15)."""

UNBLOCKING = frozenset({COUNTERSIGN, REQUEST, RETURNED_TO})
"""Rules that block no handover and want no reason: what they ask is one person's, and goes over to the next shift."""

SINCE, DELTA = "since", "delta"
"""Pages that are no item: what changed since the incoming was last on duty, what was written since the cut-off."""

OWN_KINDS = ("handover.started", "handover.cosigned", "handover.signed", "handover.returned", "handover.informed")
"""Rows of the walkthrough itself: they are no news of the delta."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be read out. ``key``: an item, a matter's id, ``since`` or ``delta``; ``about`` its matter or item."""

    key: str
    group: str
    matter: Matter | None = None


def posts_of(shift: ShiftView) -> w.Posts:
    """Return the posts of a shift."""
    return w.Posts(shift.a, shift.b, shift.leader, shift.director)


def words_of(clock: ClockView) -> Worded:
    """Return a clock as a sentence names it: label and name, the name in the reader's language."""
    name = type(clock.title)(one_line(clock.title))
    return Worded("{0} {1}", one_line(clock.label), name) if clock.label else Worded("{0}", name)


def overdue(views: Views, now: Instant) -> list[ClockView]:
    """Return what is overdue and wants a reason that both put their names under."""
    return [c for c in views.clocks() if now >= c.due_at and c.rule not in {RED_ACK, sheet.HANDOVER_SIGN, *UNBLOCKING}]


def blocking(views: Views, checklist: Checklist, now: Instant, walk: w.Walkthrough | None) -> list[Block]:
    """Return everything that blocks a signature now."""
    shift = views.shift()
    if shift is None:
        return []
    answers = views.answers(shift.id)
    standing: dict[str, Answered] = {}
    for row in sheet.rows(views, checklist, now):
        one = answers.get(row.item)
        automatic = row.answered and not row.raw_state
        standing[row.item] = Answered(one.state, one.note, one.at, automatic) if one else Answered(automatic=automatic)
    owed = [
        Owed(c.id, words_of(c), c.rule == RED_ACK, now >= c.due_at, c.rule == sheet.HANDOVER_SIGN)
        for c in views.clocks()
        if c.rule not in UNBLOCKING
    ]
    cosigned = frozenset(key for key, one in walk.cosigned.items() if one.complete) if walk else frozenset[str]()
    since = w.answers_count_from(walk, shift.ends, now)
    items = list(checklist.items.values())
    return blocks(owed, cosigned, sheet.unset_classifications(views), items, standing, since)


def pages(matters: Sequence[Matter], checklist: Checklist) -> list[Page]:
    """Return all pages in order: red matters first, then the others, what changed, then the sections 一 to 六."""
    found = [Page(matter.id, "", matter) for matter in matters]
    found.append(Page(SINCE, ""))
    found += [Page(item.id, item.group) for item in checklist.items.values() if item.group != SIGN_GROUP]
    return found


def delta(views: Views, walk: w.Walkthrough) -> list[EntryView]:
    """Return the log lines since the cut-off, or since the delta was last read out."""
    since = max(walk.cut_off, walk.read.get(DELTA, 0))
    return [
        entry
        for entry in views.entries(views.seqs_after(since))
        if entry.kind not in OWN_KINDS and entry.kind != "item.checked"
    ]


def not_read(views: Views, checklist: Checklist, walk: w.Walkthrough | None) -> list[str]:
    """Return in words what nobody read out: matters by label, items by id, the delta when there is one."""
    missing = [page for page in pages(views.matters(), checklist) if walk is None or page.key not in walk.read]
    names = [one_line(page.matter.label) if page.matter else page.key for page in missing]
    if walk is not None and delta(views, walk):
        names.append(DELTA)
    return names
