"""Small dialogs: choose one, read a text, the red alert."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.capabilities.obligations.bundles import Bundle, is_anothers
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.text import folded
from dutydesk.store.views import AlertView
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import spells
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.flow import Columns, Hint
from dutydesk.tui.widgets.line import TypedLine
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.widgets.strip import AlarmStrip
from dutydesk.tui.workers import Guarded, policy_of

if TYPE_CHECKING:
    from textual.screen import Screen

    from dutydesk.tui.state import DeskState

    class Beneath(Alarmed, Screen[Any]):
        """What it stands in front of."""
else:
    Beneath = object


class FilterLine(TypedLine):
    """Takes letters and digits; what moves in the list goes to the list."""

    MOVES: ClassVar[dict[str, tuple[str, tuple[int, ...]]]] = {
        "up": ("move", (-1,)),
        "down": ("move", (1,)),
        "pageup": ("page", (-1,)),
        "pagedown": ("page", (1,)),
        "home": ("first", ()),
        "end": ("last", ()),
    }

    def __init__(self, rows: RowsPane) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False
        self.rows = rows

    async def _on_key(self, event: events.Key) -> None:
        move = self.MOVES.get(event.key)
        if move is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        getattr(self.rows, f"action_{move[0]}")(*move[1])


class ChooseScreen(Fitted, Guarded, Alarmed, ModalScreen[str]):
    """Choose one of some things by number, by arrows, by mouse, or by typing a part of it; Escape chooses nothing (empty)."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", show=False)]
    BODY = "#choices"

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.choices = choices

    def compose(self) -> ComposeResult:
        """Compose title, filter and list."""
        rows = RowsPane("choices", translate("没有相符的"))
        rows.led = True
        rows.styles.height = len(self.choices) + 1
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading), classes="title")
            yield FilterLine(rows)
            yield rows
            at_once = "按数字即选定, 或上下移动、输入文字筛选后 Enter; Esc 返回"
            hint = at_once if len(self.choices) < 10 else "上下移动或按数字, 输入文字筛选, Enter 选定, Esc 返回"
            yield Hint(translate(hint))

    def on_mount(self) -> None:
        """Show everything; the filter line has the keys."""
        self._show("")
        self.query_one(FilterLine).focus()

    def _show(self, typed: str) -> None:
        """Show the rows that hold all of the typed words."""
        words = [folded(word) for word in typed.split()]
        digits = len(str(len(self.choices)))
        self.query_one(RowsPane).show(
            [
                Row(str(n), (Part(f"{n:>{digits}}  ", "dim"), Part(said, "plain", -1)))
                for n, (_, said) in enumerate(self.choices, 1)
                if all(word in folded(said) or spells(word, said) for word in words)
            ]
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """A number goes to its row and takes it as soon as no longer one begins like it; anything else filters."""
        typed, count = event.value.strip(), len(self.choices)
        if not typed.isdecimal() or not 1 <= int(typed) <= count:
            self._show(event.value)
            self.query_one(RowsPane).action_first()
            return
        self._show("")
        self.query_one(RowsPane).go(int(typed) - 1)
        if int(typed) * 10 > count:
            self._take(typed)

    def _take(self, number: str) -> None:
        self.dismiss(self.choices[int(number) - 1][0])

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.query_one(RowsPane).action_choose()

    @on(RowsPane.Chosen)
    def _chosen(self, event: RowsPane.Chosen) -> None:
        self._take(event.key)


class StripKeys(Beneath):
    """A plain class in front of a dialog in which nothing is typed: the keys that the strip shows work."""

    def strip_keys(self, bundle: Bundle) -> tuple[str, ...]:
        """Acknowledge what is not for somebody else's hand, and report where the alert is of a matter."""
        if is_anothers(bundle.first, self.query_one(AlarmStrip).state.actor):
            return ()
        return ("acknowledge", "report") if bundle.first.matter_id else ("acknowledge",)

    def on_key(self, event: events.Key) -> None:
        """Press the strip's keys, as it shows them."""
        strip = self.query_one(AlarmStrip)
        keys: dict[str, str] = self.app.keys  # pyright: ignore[reportAttributeAccessIssue] - the desk's application
        for command in self.strip_keys(strip.bundles[0]) if strip.bundles else ():
            if event.key == keys[command]:
                event.stop()
                self.press_strip(strip.bundles[0], command)


class TextScreen(StripKeys, Fitted, Guarded, Alarmed, ModalScreen[None]):
    """Read a text: an entry in full; or names and what is said of each: the help."""

    TAKES_FILES = True
    CSS_PATH = "../styles/screens.tcss"
    BODY = ".scroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, title: str, text: str | Sequence[tuple[str, str]], leave: str = "Esc 返回") -> None:
        super().__init__()
        self.heading = title
        self.text = text
        self.leave = leave

    def compose(self) -> ComposeResult:
        """Compose title and text."""
        with Vertical(classes="dialog") as frame:
            yield Static(safe(self.heading), classes="title")
            with Reading(classes="scroll", frame=frame):
                yield Static(safe(self.text)) if isinstance(self.text, str) else Columns(self.text)
            yield Hint(translate(self.leave))

    @staticmethod
    def room(width: int) -> int:
        """Return how many cells a line has in a terminal so wide: the frame is ``.dialog`` of the style sheet."""
        return min(76, width * 96 // 100) - 7

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one(Reading).focus()


BOX_ROWS, BOX_COLUMNS = 18, 8
"""What the box of a red alert takes beside its list: lines with the bar above it, columns of its frame."""


def _red_line(alert: AlertView) -> str:
    return f"{alert.label} {alert.matter_title}"


class RedAlertScreen(Guarded, Alarmed, ModalScreen[str]):
    """The full-screen red alert: only an acknowledgement clock of a red matter (R12).

    Someone may be typing when it comes up: a key counts only if it was pressed when the alert had stood for a moment,
    and whoever goes on typing is not answering yet: each key that does not count begins the moment anew.
    """

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer('ack')", show=False),
        Binding("asterisk", "answer('all')", show=False),
        Binding("enter", "answer('open')", show=False),
        Binding("escape", "answer('later')", show=False),
    ]
    DEAF_SECONDS = 0.4
    GOES_SECONDS = 2.0
    """How long one stays that was answered elsewhere: long enough to be read by whoever was about to answer it."""

    def __init__(self, alert: AlertView, people: str, uncalled: str = "", *, proposed: bool = False) -> None:
        super().__init__()
        self.uncalled = uncalled
        """Whose call ends with the acknowledgement."""
        self.proposed = proposed
        """Nobody has confirmed yet that it is red: the sorting of a message proposes it."""
        self.alert = alert
        self.people = people
        self.also: tuple[AlertView, ...] = ()
        """Other red alerts, each whole on lines of its own below this one: what one key acknowledges with it."""
        self._unlisted = 0
        self._calls_of_all = ""
        self.withdrawn = False
        self._hears_from = float("inf")

    def compose(self) -> ComposeResult:
        """Compose the alarm."""
        alert = self.alert
        with Vertical(classes="dialog"):
            words = translate("待确认红色" if self.proposed else "红色预警")
            yield Static(safe(f"▲▲▲  {words}  ▲▲▲"), classes="alarm")
            yield Static(safe(f"{alert.label} {alert.matter_title}"), classes="alarm")
            raised = say("{0} 发出, {1} 前须签收; 已通知 {2}", when(alert.raised_at), when(alert.due_at), self.people)
            yield Static(safe(raised))
            yield Static(safe(self.uncalled), id="uncalled", classes="" if self.uncalled else "-none")
            yield Static(safe(self._listed()), id="also", classes="" if self.also else "-none")
            yield Hint(self._keys(), name="keys")

    def _keys(self) -> str:
        keys = "a 签收    Enter 签收并看消息    Esc 暂收起 (铃声继续)"
        keys = translate(keys if self.proposed else "a 签收    Enter 签收并打开事项    Esc 暂收起 (铃声继续)")
        return f"{keys}    {say('* 签收所列 {0} 件', len(self.also) + 1)}" if self.also else keys

    def _listed(self) -> str:
        """The other red alerts, and what of them is not among them."""
        more = say("另有 {0} 件未列, 随后再提醒", self._unlisted) if self._unlisted else ""
        return "\n".join(filter(None, ("", *map(_red_line, self.also), more, self._calls_of_all)))

    def lists(self, others: Sequence[AlertView], width: int, height: int) -> None:
        """List the other red alerts that wait below this one, as many as stand there whole.

        What is new in the list begins the moment without ears anew: a key counts for what was seen.
        """
        inner, room = max(1, width * 4 // 5 - BOX_COLUMNS), height - BOX_ROWS
        listed: list[AlertView] = []
        kept = {one.obligation for one in self.also}
        for one in sorted(others, key=lambda one: one.obligation not in kept):  # what stands there stays there
            room -= -(-cell_len(_red_line(one)) // inner)
            if room < 0:
                break
            listed.append(one)
        if not self.withdrawn and ([one.obligation for one in listed], len(others) - len(listed)) != (
            [one.obligation for one in self.also],
            self._unlisted,
        ):
            new = {one.obligation for one in listed} - kept
            self.also, self._unlisted = tuple(listed), len(others) - len(listed)
            if new and self._hears_from != float("inf"):
                self.stood()
            self._draw_list()

    def calls_of_all(self, uncalled: str) -> None:
        """Say whose call ends when all that is listed is acknowledged."""
        said = f"* {uncalled}" if uncalled and uncalled != self.uncalled else ""
        if said != self._calls_of_all:
            self._calls_of_all = said
            self._draw_list()

    def _draw_list(self) -> None:
        for line in self.query("#also").results(Static):
            line.update(safe(self._listed()))
            line.set_class(not self.also, "-none")
        for line in self.query("#keys").results(Hint):
            line.say(self._keys())

    def on_screen_resume(self) -> None:
        """Uncovered behind another dialog: what was answered or ended meanwhile asks nothing more."""
        state: DeskState = self.app.state  # pyright: ignore[reportAttributeAccessIssue] - the desk's application
        if all(one.obligation != self.alert.obligation for one in state.unacknowledged):
            policy_of(self).later(self, self._ask_nothing_more, "red")

    def calls(self, uncalled: str) -> None:
        """Say whose call ends with the acknowledgement, from now on."""
        if uncalled != self.uncalled:
            self.uncalled = uncalled
            for line in self.query("#uncalled").results(Static):
                line.update(safe(uncalled))
                line.set_class(not uncalled, "-none")

    def withdraw(self) -> None:
        """Say that it was answered elsewhere, and go; for that moment a key meant for it closes it and does nothing else."""
        if self.withdrawn:
            return
        self.withdrawn = True
        self.query_one("#keys", Hint).say(translate("已在别处签收或办结, 随即收起"))
        policy_of(self).after(self, self.GOES_SECONDS, self._ask_nothing_more, "red")

    def _ask_nothing_more(self) -> None:
        """Give back what lies below, unless an answer has done that."""
        if self.is_current:
            self.dismiss("later")

    def stood(self) -> None:
        """The moment begins when it is drawn."""
        self._hears_from = time.monotonic() + self.DEAF_SECONDS

    @property
    def hears(self) -> bool:
        """Whether a key pressed now counts."""
        return time.monotonic() >= self._hears_from

    def on_key(self, event: events.Key) -> None:
        """A key that was meant for what was there before does nothing, however late it comes."""
        if event.time < self._hears_from:
            self._hears_from = max(self._hears_from, event.time + self.DEAF_SECONDS)
            event.stop()
            event.prevent_default()

    def action_answer(self, answer: str) -> None:
        """Close with what was pressed."""
        if answer != "all" or self.also:
            self.dismiss("later" if self.withdrawn else answer)
