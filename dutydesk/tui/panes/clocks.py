"""The running clocks, the next due first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.duties.rules import UNSET_WORDS
from dutydesk.i18n import IN_SECONDS, LEFT_CELLS, say, time_left, title, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.store.views import ClockView
from dutydesk.tui.panes.pane import Pane, each, found
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import CLOCK, Pointed, clock_words
from dutydesk.tui.widgets.paint import Part, left_style
from dutydesk.tui.widgets.rows import Row

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.preview import Told

BAR_CELLS = 8


def clock_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the running clocks, the next due first."""
    holder = state.names.get(state.shift.a, state.shift.a) if state.shift else ""
    return each(
        state.clocks,
        lambda clock: clock.id,
        lambda clock: _row(clock, now, _owner(state, clock, holder), unset=clock.matter_id in state.ungraded),
    )


def _owner(state: DeskState, clock: ClockView, holder: str) -> str:
    """Who has it now: whoever the newest alert went to, else A."""
    alert = next((one for one in state.alerts if one.obligation == clock.id and not one.step.startswith("warn:")), None)
    if alert is not None and alert.people:
        return state.names.get(alert.people[0], alert.people[0])
    return holder


def _row(clock: ClockView, now: Instant, owner: str, *, unset: bool) -> Row:
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


def changed_by_second(clocks: Sequence[ClockView], now: Instant) -> bool:
    """Return whether any countdown is in its last two minutes, so that seconds are shown."""
    return any(0 <= clock.due_at - now < IN_SECONDS for clock in clocks)


def due_words(clock: ClockView, now: Instant) -> str:
    """Return what falls due, when, and how much time is left."""
    return f"{title(clock.title)}  {when(clock.due_at)}  {time_left(clock.due_at - now)}"


def _clock(state: DeskState, key: str) -> ClockView | None:
    return found(state.clocks, key, lambda one: one.id)


def _is_what(state: DeskState, clock: ClockView) -> Pointed:
    return Pointed(CLOCK, clock_words(clock), state.matter(clock.matter_id))


def _says(state: DeskState, clock: ClockView, now: Instant) -> Told:
    from dutydesk.capabilities.files.pages import arithmetic_words

    told = [alert for alert in state.alerts if alert.obligation == clock.id]
    people = [state.names.get(one, one) for one in (told[0].people if told else ())]
    return (
        (due_words(clock, now), "red" if clock.due_at <= now else "strong"),
        (f"{clock.label} {clock.matter_title}" if clock.label else "", "plain"),
        (arithmetic_words(clock), "dim"),
        (say("已提醒 {0}", " ".join(people)) if people else "", "dim"),
    )


def _chosen(screen: DeskScreen, key: str) -> None:
    clock = _clock(screen.state, key)
    if clock is not None and clock.matter_id:
        screen.desk.open_matter(clock.matter_id)
    else:
        screen.action_command("meet")


PANE = Pane(
    "clocks", "时限", "时限",
    empty="没有未办结的时限; 按 o 起算",
    help="时限: 按到期先后; Enter 打开事项, a 签收, m 办结, z 稍后, D 不办",
    rows=clock_rows, count=lambda state: str(len(state.clocks)),
    item=_clock, is_what=_is_what, says=_says, chosen=_chosen, of_matters=True, counts_down=True, markable=True,
)  # fmt: skip
