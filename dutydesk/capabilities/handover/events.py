"""The handover: the walkthrough, its signatures, the sealed sheet; and the signed heads of the journal."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class HandoverEvent(Event):
    """Something about one walkthrough."""

    handover: str


class HandoverStarted(HandoverEvent):
    """Cut-off: entries after row ``cut_off`` are read as a delta. The posts are those of the shift to come; ``reason``: why A stays."""

    KIND = "handover.started"
    SEARCHED = ("reason",)
    shift: str
    cut_off: int
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    reason: str = ""


class PageRead(HandoverEvent):
    """A page of the briefing was read out. ``upto``: the newest journal row that it could show."""

    KIND = "handover.item_read"
    QUIET = True
    page: str
    upto: int


class OverdueCosigned(HandoverEvent):
    """The reason why something overdue is handed over, by the row's actor. ``side``: out, in."""

    KIND = "handover.cosigned"
    SEARCHED = ("name", "reason")
    obligation: str
    name: str
    reason: str
    side: str


class HandoverSigned(HandoverEvent):
    """A signature of the row's actor. ``side``: out, in; ``despite``: the sentences that stood open (带病交接).

    ``unread``: pages that this signature covers without their having been read out.
    """

    KIND = "handover.signed"
    SEARCHED = ("text", "despite", "reason")
    MARK = "√"
    side: str
    text: str = ""
    """The read-back of the incoming: three things."""
    despite: list[str] = field(default_factory=list[str])
    reason: str = ""
    unread: list[str] = field(default_factory=list[str])


class HandoverReturned(HandoverEvent):
    """The incoming refuses (R29): signatures are void, back to the briefing."""

    KIND = "handover.returned"
    SEARCHED = ("reason",)
    SAYS = (("交接退回, 签字作废: {0}", "reason"),)
    reason: str


class HandoverCancelled(HandoverEvent):
    """The walkthrough was broken off; the shift goes on as before."""

    KIND = "handover.cancelled"
    SEARCHED = ("reason",)
    SAYS = (("交接中止: {0}", "reason"),)
    SETS = ("handover", "ended_at")
    reason: str


class LeaderInformed(HandoverEvent):
    """The leader knows of the handover. ``note``: how, when somebody else says so."""

    KIND = "handover.informed"
    SEARCHED = ("note",)
    SAYS = (("带班领导知悉: {0} {1}", "leader", "note"),)
    leader: str
    note: str = ""


class HandoverSealed(HandoverEvent):
    """The sheet, frozen. ``count`` and ``head`` are those of the journal before this row, ``signature`` is theirs."""

    KIND = "handover.sealed"
    MARK = "■"
    outgoing: str
    """The shift that ended."""
    incoming: str
    """The shift that began."""
    relieved: list[str]
    """Who may write no more until they are on duty again."""
    count: int
    head: str
    signature: str
    sheet: str
    digest: str
    """SHA-256 of the sheet's text (UTF-8)."""


class HandoverAddendum(HandoverEvent):
    """Added after sealing: never part of the sealed sheet, always shown below it."""

    KIND = "handover.addendum"
    SEARCHED = ("text",)
    SAYS = (("交接单封存后补记: {0}", "text"),)
    text: str


class HeadSigned(Event):
    """An anchor: Ed25519 over the store's id, count and head (hex). ``why``: handover, regular (hourly in older rows), backup."""

    KIND = "head.signed"
    QUIET = True
    count: int
    head: str
    signature: str
    why: str
