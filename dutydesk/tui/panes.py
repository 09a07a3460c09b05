"""Rows of the side panes, made from the picture of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from dutydesk.capabilities.duties.rules import UNSET_WORDS
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, PROPOSED, Matter
from dutydesk.i18n import IN_SECONDS, LEFT_CELLS, say, time_left, title, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.store.views import ClockView
from dutydesk.tui.state import DeskState
from dutydesk.tui.widgets.paint import COLOUR_WORDS, Part, left_style
from dutydesk.tui.widgets.rows import Row

Item = TypeVar("Item")
BAR_CELLS = 8


def _each(items: Iterable[Item], key: Callable[[Item], str], make: Callable[[Item], Row]) -> list[Row]:
    """Make a row of each; one that cannot be shown (a word of a newer version) is a row that says so."""
    rows: list[Row] = []
    for item in items:
        try:
            rows.append(make(item))
        except Exception:  # noqa: BLE001 - one bad row stays one bad row, whatever is wrong with it
            rows.append(Row(key(item), (Part(say("无法显示: {0}", key(item)[-8:]), "red", -1),)))
    return rows


def matter_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the open matters."""
    return _each(state.matters, lambda matter: matter.id, lambda matter: _matter_row(state, matter, now))


def _matter_row(state: DeskState, matter: Matter, now: Instant) -> Row:
    due = state.next_due.get(matter.id)
    level = LEVEL_MARKS.get(matter.level, "")
    title = f"{translate('待确认')} {matter.title}" if matter.state == PROPOSED else matter.title
    remaining = time_left(due - now) if due is not None else ""
    return Row(
        matter.id,
        (
            Part(f"{_colour(matter.colour)} ", matter.colour or "dim", 5),
            Part(level, "strong", 3),
            Part(f"{matter.label} ", "dim", 4),
            Part(f"{say('应定{0}级', state.reached[matter.id])} " if matter.id in state.reached else "", "red"),
            Part(f"{translate(UNSET_WORDS)} " if matter.id in state.ungraded else "", "red"),
            Part(f"{translate(state.restricted[matter.id])} " if matter.id in state.restricted else "", "yellow"),
            Part(title, "plain", -1),
            Part(f" {remaining}", left_style(due, now) if due is not None else "dim", LEFT_CELLS + 1, right=True),
        ),
        (("按编号", matter.label), ("按收到先后", matter.received_at), ("按标题", matter.title)),
    )


def _colour(colour: str) -> str:
    word = COLOUR_WORDS.get(colour, "  ")
    return word[0] + translate(word[1:])


def clock_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the running clocks, the next due first."""
    holder = state.names.get(state.shift.a, state.shift.a) if state.shift else ""
    return _each(
        state.clocks,
        lambda clock: clock.id,
        lambda clock: _clock_row(clock, now, _owner(state, clock, holder), unset=clock.matter_id in state.ungraded),
    )


def _owner(state: DeskState, clock: ClockView, holder: str) -> str:
    """Who has it now: whoever the newest alert went to, else A."""
    alert = next((one for one in state.alerts if one.obligation == clock.id and not one.step.startswith("warn:")), None)
    if alert is not None and alert.people:
        return state.names.get(alert.people[0], alert.people[0])
    return holder


def _clock_row(clock: ClockView, now: Instant, owner: str, *, unset: bool) -> Row:
    style = left_style(clock.due_at, now)
    return Row(
        clock.id,
        (
            Part(time_left(clock.due_at - now, seconds=True), style, LEFT_CELLS, right=True),
            Part(" "),
            Part(f"{title(clock.title)} ", "plain" if style == "plain" else style),
            Part(f"{translate(UNSET_WORDS)} " if unset else "", "red"),
            Part(f"{clock.label} {clock.matter_title}" if clock.label else "", "dim", -1),
            Part(_bar(clock, now), style if style != "plain" else "dim", BAR_CELLS + 1, right=True),
            Part(f" {owner}", "dim", 8),
        ),
        (("按事项", clock.label), ("按名称", title(clock.title)), ("按起算先后", clock.trigger_at)),
    )


def _bar(clock: ClockView, now: Instant) -> str:
    """How much of the time from trigger to due has gone."""
    whole = max(1, clock.due_at - clock.trigger_at)
    gone = max(0, min(BAR_CELLS, (now - clock.trigger_at) * BAR_CELLS // whole))
    return "▓" * gone + "░" * (BAR_CELLS - gone)


def sheet_rows(state: DeskState) -> list[Row]:
    """Return the rows of the checklist."""
    rows: list[Row] = []
    for line in state.sheet:
        abnormal = line.raw_state == "abnormal"
        shown = " ".join(part for part in (line.state, line.note, line.automatic) if part)
        rows.append(
            Row(
                line.item,
                (
                    Part("☑ " if line.ticked else "☐ ", "dim" if line.ticked else "strong", 2),
                    Part(translate(line.text), "dim" if line.ticked and not abnormal else "plain"),
                    Part("  "),
                    Part(shown, "red" if line.alarming else "yellow" if abnormal else "dim", -1),
                ),
                (("未填的在前", int(line.ticked)),),
            )
        )
    return rows


def inbox_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the messages that wait."""
    today = local_date(now)
    return _each(state.inbox, lambda one: one.id, lambda one: _message_row(one, today))


def _message_row(one: MessageView, today: date) -> Row:
    source = " ".join(part for part in (one.channel, one.sender) if part)
    told = str(one.proposal.get("title") or "") or one.text
    return Row(
        one.id,
        (
            Part(f"{_colour(one.colour)} ", one.colour or "dim", 5),
            Part(f"{when(one.received_at, today)} ", "dim"),
            Part(f"{translate('未打开')} " if one.opened_at is None else "", "strong"),
            Part(f"{source}: " if source else "", "dim"),
            Part(told, "plain" if one.opened_at is not None else "strong", -1),
        ),
        (("按收到先后", one.received_at), ("按来源", source)),
    )


def answered(state: DeskState) -> tuple[int, int]:
    """Return how many items are answered, and how many there are."""
    return sum(1 for line in state.sheet if line.ticked), len(state.sheet)


def changed_by_second(clocks: Sequence[ClockView], now: Instant) -> bool:
    """Return whether any countdown is in its last two minutes, so that seconds are shown."""
    return any(0 <= clock.due_at - now < IN_SECONDS for clock in clocks)
