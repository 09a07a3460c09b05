"""What is kept longer than the office decided: how many entries of each kind, and of personal data every one of them.

Nothing is taken out: the journal is a chain. What becomes of an entry that is due, a person decides (``retention.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutydesk.capabilities.duties.events import VisitorCame, VisitorLeft
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.masking import masked_outside
from dutydesk.kernel.retention import Retention
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import EntryView, Views

JOURNAL, AUDIT, PERSONAL = "journal", "audit", "personal"
"""Kinds of the shipped ``retention.toml`` whose entries are known; of others the time alone is."""

OF_PEOPLE = frozenset({VisitorCame.KIND, VisitorLeft.KIND})
"""Entries that name somebody from outside, number or not."""

SHORTENED = "****"
"""Stands in a number that whoever reads may not see whole."""


@dataclass(frozen=True)
class Over:
    """An entry with personal data, and when its time was over."""

    entry: EntryView
    until: Instant


@dataclass(frozen=True)
class Aged:
    """A kind of record: how many are over their time, since when the oldest stands; None where that is not known here."""

    kept: Retention
    count: int | None = None
    oldest: Instant | None = None
    entries: Sequence[Over] = ()


def aged(views: Views, retention: Sequence[Retention], now: Instant) -> list[Aged]:
    """Return what is over its time, by kind, in the order of the office's file."""
    return [_aged(views, one, now) for one in retention]


def _aged(views: Views, kept: Retention, now: Instant) -> Aged:
    if kept.keep is None:
        return Aged(kept, 0)
    if kept.id == PERSONAL:
        found = list(_personal(views, kept.keep, now))
        return Aged(kept, len(found), min((one.entry.at for one in found), default=None), tuple(found))
    if kept.id in {JOURNAL, AUDIT}:
        return Aged(kept, *views.count_before(kept.keep.before(now), audit=kept.id == AUDIT))
    return Aged(kept)


def _personal(views: Views, keep: Duration, now: Instant) -> Iterator[Over]:
    """Yield entries with a person's number, or a visitor, whose time is over; that of a matter begins when the matter is closed."""
    closed = {one.id: one.closed_at for one in views.matters(ended=True)}
    for entry in views.entries_before(keep.before(now)):
        ended = closed.get(entry.matter_id, entry.at) if entry.matter_id else entry.at
        if ended is None or not _is_personal(entry):
            continue
        until = keep.after(max(entry.at, ended))
        if until <= now:
            yield Over(entry, until)


def _is_personal(entry: EntryView) -> bool:
    return entry.kind in OF_PEOPLE or SHORTENED in entry.payload or masked_outside(entry.payload) != entry.payload
