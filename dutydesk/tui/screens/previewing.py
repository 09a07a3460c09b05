"""What the preview says of the thing under the cursor: from the picture that the screen holds, nothing is read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.files.pages import arithmetic_words
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES, LEVEL_MARKS, Matter
from dutydesk.i18n import say, time_left, title, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.tui.text import shown_lines
from dutydesk.tui.widgets.preview import Told

if TYPE_CHECKING:
    from dutydesk.store.views import ClockView
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.state import DeskState

CLOCKS = 2
"""How many of a matter's next clocks are named."""


def preview_of(screen: DeskScreen, now: Instant) -> Told:
    """Return what is said of the row under the cursor of the pane that one is in; nothing where it has none."""
    pane = screen.pane_name
    told = _log(screen) if pane == "log" else _TELLERS[pane](screen.state, screen.rows(pane).key, now)
    return [(shown_lines(words), style) for words, style in told if words.strip()]


def _log(screen: DeskScreen) -> Told:
    line = screen.log_pane.line
    if line is None:
        return ()
    struck = translate("已被更正; 以注明更正的那一条为准") if line.struck else ""
    head = say("第 {0} 条  {1}  {2}", line.seq, when(line.at), line.who)
    return ((head, "dim"), (struck, "yellow"), (line.text, "struck" if line.struck else "plain"))


def _matter(state: DeskState, key: str, now: Instant) -> Told:
    matter = state.matter(key)
    if matter is None:
        return ()
    next_ones = [clock for clock in state.clocks if clock.matter_id == key][:CLOCKS]
    return (
        (f"{matter.label} {matter.title}", "strong"),
        ("  ".join(_standing(matter)), "plain"),
        *((_due(clock, now), "red" if clock.due_at <= now else "plain") for clock in next_ones),
        (say("来源 {0}  收到 {1}", matter.source or "-", when(matter.received_at)), "dim"),
    )


def _standing(matter: Matter) -> list[str]:
    words = [translate(KIND_NAMES[matter.kind]), translate(COLOUR_NAMES[matter.colour])]
    if matter.kind == "incident":
        words += [
            say("级别 {0}", LEVEL_MARKS.get(matter.level, "-")),
            say("响应 {0}", LEVEL_MARKS.get(matter.response_level, "-")),
        ]
    return [*words, matter.place, say("牵头 {0}", matter.lead) if matter.lead else ""]


def _due(clock: ClockView, now: Instant) -> str:
    return f"{title(clock.title)}  {when(clock.due_at)}  {time_left(clock.due_at - now)}"


def _clock(state: DeskState, key: str, now: Instant) -> Told:
    clock = next((one for one in state.clocks if one.id == key), None)
    if clock is None:
        return ()
    told = [alert for alert in state.alerts if alert.obligation == key]
    people = [state.names.get(one, one) for one in (told[0].people if told else ())]
    return (
        (_due(clock, now), "red" if clock.due_at <= now else "strong"),
        (f"{clock.label} {clock.matter_title}" if clock.label else "", "plain"),
        (arithmetic_words(clock), "dim"),
        (say("已提醒 {0}", " ".join(people)) if people else "", "dim"),
    )


def _item(state: DeskState, key: str, _now: Instant) -> Told:
    item = next((one for one in state.sheet if one.item == key), None)
    if item is None:
        return ()
    said = "  ".join(part for part in (item.state, item.note) if part)
    return (
        (translate(item.text), "strong"),
        (
            said or ("" if item.answered else translate("还没有填")),
            "yellow" if item.raw_state == "abnormal" else "plain",
        ),
        (item.automatic, "dim"),
    )


def _message(state: DeskState, key: str, _now: Instant) -> Told:
    message = next((one for one in state.inbox if one.id == key), None)
    if message is None:
        return ()
    head = "  ".join(part for part in (when(message.received_at), message.channel, message.sender) if part)
    return ((head, "dim"), (message.text, "plain"))


_TELLERS = {"matters": _matter, "clocks": _clock, "checklist": _item, "inbox": _message}
