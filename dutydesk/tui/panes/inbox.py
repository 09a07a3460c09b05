"""The messages that nobody has disposed of, the most urgent first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.i18n import offered, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.tui.panes.pane import Pane, colour_words, each, found
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import MESSAGE, Pointed
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.preview import Told


def inbox_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the messages that wait."""
    today = local_date(now)
    return each(state.inbox, lambda one: one.id, lambda one: _row(one, today))


def _row(one: MessageView, today: date) -> Row:
    source = " ".join(part for part in (offered(one.channel), one.sender) if part)
    told = str(one.proposal.get("title") or "") or one.text
    return Row(
        one.id,
        (
            Part(f"{colour_words(one.colour)} ", one.colour or "dim", 5),
            Part(f"{when(one.received_at, today)} ", "dim"),
            Part(f"{translate('未打开')} " if one.opened_at is None else "", "strong"),
            Part(f"{source}: " if source else "", "dim"),
            Part(told, "plain" if one.opened_at is not None else "strong", -1),
        ),
        (("按收到先后", one.received_at), ("按来源", source)),
    )


def _message(state: DeskState, key: str) -> MessageView | None:
    return found(state.inbox, key, lambda one: one.id)


def _is_what(_state: DeskState, message: MessageView) -> Pointed:
    return Pointed(MESSAGE, one_line(message.text))


def _says(_state: DeskState, message: MessageView, _now: Instant) -> Told:
    head = "  ".join(part for part in (when(message.received_at), message.channel, message.sender) if part)
    return ((head, "dim"), (message.text, "plain"))


def _chosen(screen: DeskScreen, _key: str) -> None:
    screen.action_command("message_file")


PANE = Pane(
    "inbox", "收件箱", "收件",
    empty="没有待处理的消息; 粘贴原文后按 F2 收下",
    help="收件箱: 红的在前; Enter 打开一条, 原文与建议并列, 一键说明去向; 蓝色的可一并处理 (^p)",
    rows=inbox_rows, count=lambda state: str(len(state.inbox)),
    item=_message, is_what=_is_what, says=_says, chosen=_chosen, stands_for="checklist",
)  # fmt: skip
