"""The outbox as couriers use it: claim a message under a lease, record what came of it.

Every function runs inside one write transaction, so any number of processes may send. Leases, attempts and
the next time are kept outside the journal and in the machine's own time; what was sent is in the journal, so
``rebuild`` sends nothing again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from dutydesk.capabilities.delivery.events import ChannelRestored, DispatchFailed, DispatchGivenUp, DispatchSent
from dutydesk.capabilities.delivery.rules import RESERVED, SLOWEST, ChannelSpec, Outgoing, is_given_up, wait_after
from dutydesk.kernel.instants import HOUR, MINUTE, SECOND, Instant
from dutydesk.kernel.sealed import BEGINS, loudest
from dutydesk.store.engine import Transaction
from dutydesk.store.views.reader import Reader

LEASE: Instant = 30 * SECOND
"""How long a message belongs to the process that claimed it; then it is sent again, with the same key."""

PROBE: Instant = MINUTE
"""While a channel fails, its messages but red go one at a time, this far apart."""

URGENT = f"(o.colour = 'red' OR o.colour LIKE '{BEGINS}%')"
"""What goes first: red, and what is sealed, of which the file does not say whether it is."""

_DUE = (
    "FROM outbox o LEFT JOIN outbox_lease l ON l.key = o.key WHERE o.state = 'queued' AND o.channel = :channel "  # noqa: S608
    f"AND (l.key IS NULL OR ((l.until <= :now OR l.until > :now + {LEASE}) AND (l.next_at <= :now OR l.next_at > :now + {SLOWEST}))) "
    f"AND ({URGENT} OR NOT EXISTS (SELECT 1 FROM outage x WHERE x.channel = :channel) OR NOT EXISTS (SELECT 1 FROM "
    "outbox_lease f JOIN outbox q ON q.key = f.key AND q.state = 'queued' WHERE f.channel = :channel AND f.key <> o.key "
    f"AND f.attempts > 0 AND f.claimed_at > :now - {PROBE} AND f.claimed_at <= :now)) "
)
"""Messages of ``:channel`` that may be tried at ``:now``. What lies further ahead than it can was written before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process sends now. ``attempt`` counts from 1."""

    outgoing: Outgoing
    attempt: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of an attempt, in the receiver's words."""

    sent: bool
    retry: bool
    reason: str
    detail: str
    delivered: tuple[str, ...] = ()


_RED = f"AND {URGENT} "


def is_due(reader: Reader, channel: str, now: Instant, *, red_only: bool = False) -> bool:
    """Return whether a channel has anything to send: the read before the lock."""
    return bool(reader.rows(f"SELECT 1 {_DUE}{_RED if red_only else ''}LIMIT 1", {"channel": channel, "now": now}))


def claim(
    tx: Transaction, spec: ChannelSpec, owner: str, now: Instant, *, site: str, drill: bool, red_only: bool = False
) -> Claimed | None:
    """Claim the most urgent message of a channel: red first, then what was tried least, then the oldest.

    While the channel fails, all but red go one at a time, so that hundreds of messages do not each run into the
    same wall; beyond the pace that the receiver allows nothing is claimed, and some of that pace is kept for red.

    Args:
        tx: the write transaction.
        spec: the channel.
        owner: who claims.
        now: the machine's own time (µs).
        site: name of the office.
        drill: whether the store is a drill's.
        red_only: leave all but red to another thread.
    """
    colours = "" if not red_only and _may_send(tx, spec, now, red=False) else _RED
    if colours and not _may_send(tx, spec, now, red=True):
        return None
    sql = (
        "SELECT o.key, o.heading, o.body, o.colour, o.how, o.people, o.label, o.raised_at, coalesce(l.attempts, 0), "
        f"coalesce(l.delivered, '[]'), o.report {_DUE} {colours} ORDER BY NOT {URGENT}, coalesce(l.attempts, 0), o.seq LIMIT 1"
    )
    rows = tx.read(sql, {"channel": spec.name, "now": now})
    if not rows:
        return None
    key, heading, body, colour, how, people, label, raised_at, attempts, delivered, report = rows[0]
    tx.execute(
        "INSERT INTO outbox_lease (key, channel, owner, claimed_at, until, next_at, attempts, reported, delivered) "
        "VALUES (:key,:channel,:owner,:now,:until,0,0,0,'[]') ON CONFLICT (key) DO UPDATE "
        "SET owner = :owner, claimed_at = :now, until = :until",
        {"key": key, "channel": spec.name, "owner": owner, "now": now, "until": now + LEASE},
    )
    outgoing = Outgoing(
        key=key,
        title=heading,
        text=body,
        colour=loudest(colour),
        how=how,
        to=tuple(json.loads(people)),
        site=site,
        raised_at=raised_at,
        matter=label,
        drill=drill,
        delivered=tuple(json.loads(delivered)),
        report=report,
    )
    return Claimed(outgoing, int(attempts) + 1)


def _may_send(tx: Transaction, spec: ChannelSpec, now: Instant, *, red: bool) -> bool:
    """Whether the receiver's pace allows another message."""
    if not spec.per_minute:
        return True
    room = spec.per_minute if red else max(1, spec.per_minute - RESERVED)
    sql = (
        "SELECT count(*) FROM outbox_lease WHERE channel = :channel AND claimed_at > :claimed_at AND claimed_at <= :now"
    )
    return int(tx.execute(sql, {"channel": spec.name, "claimed_at": now - MINUTE, "now": now})[0][0]) < room


def record(tx: Transaction, claimed: Claimed, channel: str, owner: str, now: Instant, outcome: Recorded) -> bool:
    """Record what came of an attempt; return whether the journal says anything new about the channel.

    Sent counts whoever holds the lease by now; a failure counts only for the holder.
    """
    key = claimed.outgoing.key
    if outcome.sent:
        return _sent(tx, claimed, channel)
    held = tx.execute(
        "SELECT reported FROM outbox_lease WHERE key = :key AND owner = :owner", {"key": key, "owner": owner}
    )
    if not held or not tx.execute("SELECT 1 FROM outbox WHERE key = :key AND state = 'queued'", {"key": key}):
        return False
    news = not held[0][0] and not tx.execute("SELECT 1 FROM outage WHERE channel = :channel", {"channel": channel})
    if news:
        failed = DispatchFailed(
            key=key, channel=channel, attempts=claimed.attempt, reason=outcome.reason, detail=outcome.detail
        )
        tx.append(failed, actor="desk")
    tx.execute(
        "UPDATE outbox_lease SET attempts = :attempts, until = 0, next_at = :next_at, delivered = :delivered, reported = :reported WHERE key = :key",
        {
            "attempts": claimed.attempt,
            "next_at": now + wait_after(claimed.attempt, hopeless=not outcome.retry),
            "delivered": json.dumps(list(outcome.delivered or claimed.outgoing.delivered), ensure_ascii=False),
            "reported": int(bool(held[0][0]) or news),
            "key": key,
        },
    )
    return news


def _sent(tx: Transaction, claimed: Claimed, channel: str) -> bool:
    key = claimed.outgoing.key
    if not tx.execute("SELECT 1 FROM outbox WHERE key = :key AND state = 'queued'", {"key": key}):
        return False
    tx.append(DispatchSent(key=key, channel=channel, attempts=claimed.attempt), actor="desk")
    tx.execute("UPDATE outbox_lease SET until = 0, next_at = 0, attempts = 0 WHERE key = :key", {"key": key})
    outage = tx.execute("SELECT since FROM outage WHERE channel = :channel", {"channel": channel})
    if outage:
        tx.append(ChannelRestored(channel=channel, since=int(outage[0][0])), actor="desk")
        tx.execute(
            "UPDATE outbox_lease SET next_at = 0 WHERE channel = :channel", {"channel": channel}
        )  # all that waited goes now
    return bool(outage)


_ENDED = (
    "SELECT o.key, o.channel, b.ended_at, coalesce(l.attempts, 0) FROM outbox o JOIN obligation b ON b.id = o.obligation "
    "LEFT JOIN outbox_lease l ON l.key = o.key WHERE o.state = 'queued' AND b.ended_at IS NOT NULL ORDER BY o.seq"
)
_OLD_LEASES = (
    "FROM outbox_lease WHERE claimed_at < :claimed_at AND key NOT IN (SELECT key FROM outbox WHERE state = 'queued')"
)


def is_untidy(reader: Reader, now: Instant, machine_now: Instant) -> bool:
    """Return whether ``tidy`` would find anything: the read before the lock."""
    old = reader.rows(f"SELECT 1 {_OLD_LEASES} LIMIT 1", {"claimed_at": machine_now - HOUR})
    return bool(old) or any(is_given_up(int(row[2]), now) for row in reader.rows(_ENDED))


def tidy(tx: Transaction, now: Instant, machine_now: Instant) -> int:
    """Give up what was about things that ended long ago, and forget old leases; return how many were given up.

    Args:
        tx: the write transaction.
        now: the desk's time, by which things end.
        machine_now: the machine's own time, by which leases count.
    """
    over = [row for row in tx.execute(_ENDED) if is_given_up(int(row[2]), now)]
    for key, channel, _ended_at, attempts in over:
        tx.append(DispatchGivenUp(key=str(key), channel=str(channel), attempts=int(attempts)), actor="desk")
    tx.execute(f"DELETE {_OLD_LEASES}", {"claimed_at": machine_now - HOUR})
    return len(over)
