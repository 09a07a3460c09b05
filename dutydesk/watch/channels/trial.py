"""Trying a channel out: one marked message, and what became of it in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.delivery.events import ChannelTested
from dutydesk.capabilities.delivery.rules import TEST_TEXT, TEST_TITLE, Channels, ChannelSpec, Outgoing
from dutydesk.clock import SystemClock
from dutydesk.ids import new_id
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.watch.channels.outcome import Outcome

if TYPE_CHECKING:
    from dutydesk.desk.service import Desk
    from dutydesk.store.views import Views


def message(channels: Channels, name: str, views: Views) -> tuple[ChannelSpec, Outgoing]:
    """Return a channel, switched on or not, and the message that tries it out, of the machine's own hour.

    Raises:
        Refused: there is no such channel.
    """
    spec = channels.by_name.get(name)
    if spec is None:
        raise Refused("", "没有这个通道: {0}; {1}", name, nearest(name, channels.by_name))
    outgoing = Outgoing(
        key=f"test/{new_id()}",
        title=TEST_TITLE,
        text=TEST_TEXT,
        colour=spec.colours[0] if spec.colours else "blue",
        how=spec.serves[0] if spec.serves else "group",
        to=tuple(spec.people),
        site=views.meta().get("site", ""),
        raised_at=SystemClock().wall(),
        drill=views.is_drill(),
    )
    return spec, outgoing


def keep(desk: Desk, spec: ChannelSpec, outcome: Outcome, actor: str) -> None:
    """Write what became of the test."""
    detail = f"{outcome.reason} {outcome.detail}".strip()
    tested = ChannelTested(channel=spec.name, sent=outcome.sent, detail=detail)
    desk.store.write(lambda tx: tx.append(tested, actor=actor), now=desk.now())
