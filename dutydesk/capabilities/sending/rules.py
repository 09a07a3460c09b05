"""How a report may go to a recipient, and what that says of it."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import vocabulary

HAND, FAX, EXCHANGE, PHONE, CHANNEL = "hand", "fax", "exchange", "phone", "channel"
WAYS: Mapping[str, str] = vocabulary(
    {HAND: "派人送达", FAX: "传真", EXCHANGE: "公文交换", PHONE: "电话", CHANNEL: "通道外发"}
)
RECEIVED = "report.received"
"""What meets the clock of a receipt."""

NOT_SENT, OWED, OVERDUE, TAKEN, WITHOUT = "untold", "owed", "overdue", "received", "delivered"
STANDINGS: Mapping[str, str] = vocabulary(
    {
        NOT_SENT: "未登记送达",
        OWED: "待签收",
        OVERDUE: "超时未签收",
        TAKEN: "已签收",
        WITHOUT: "已送出",
    }
)
"""What stands at a recipient; ``WITHOUT``: it went, and the rulebook asks for no receipt."""

CARRIED: Mapping[str, str] = vocabulary({"queued": "等待外发", "sent": "对方已收", "given_up": "放弃外发"})
"""How far a channel is with it."""


@dataclass(frozen=True)
class Went:
    """One way that a report went to a recipient. ``carried``: state in the outbox, with the attempts made, by a channel."""

    way: str
    at: Instant
    actor: str
    taken_by: str = ""
    note: str = ""
    channel: str = ""
    carried: str = ""
    attempts: int = 0
    carried_at: Instant | None = None
    unit: str = ""


@dataclass(frozen=True)
class Recipient:
    """A recipient of a report: how it went, and whether they have it.

    ``forwarded_at``: it went to them later, word for word. ``told``: the report itself was a telephone call.
    """

    unit: str
    report: str
    forwarded_at: Instant | None
    went: tuple[Went, ...] = ()
    due_at: Instant | None = None
    received_at: Instant | None = None
    received_by: str = ""
    received_note: str = ""
    told: bool = False

    def standing(self, now: Instant) -> str:
        """Return what stands at this recipient, one of ``STANDINGS``."""
        if self.received_at is not None:
            return TAKEN
        if self.due_at is not None:
            return OVERDUE if now > self.due_at else OWED
        return WITHOUT if self.went or self.told else NOT_SENT


def receipt_subject(unit: str, name: str) -> str:
    """Return what the clock of a receipt is about: the unit, and the report by its short name (首报, 续报一)."""
    return f"{unit}: {name}"
