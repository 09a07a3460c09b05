"""Who sits here: the locked screen, and changing the person at a shared terminal.

The locked screen says that something is due and when, never what it is about: names of rules and times, no
titles, no matters. Nothing can be acknowledged on it; bells go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.i18n import LEFT_CELLS, say, time_left, title, translate
from dutydesk.kernel.instants import MINUTE, Instant, to_datetime
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Typed
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.state import DeskState
from dutydesk.tui.text import fit, reason_of, safe, shown
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.secret import SecretForm
from dutydesk.tui.workers import Guarded, policy_of

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp

HEADS = 8
"""Heads of the due list on the locked screen, where it is high enough."""

OTHER_LINES = 16
"""Lines of the screen that the heads must leave to the rest: frame, time, alarms, form, hint."""

WATCH_OLD: Instant = MINUTE // 2
LOOK_SECONDS = 1.0


class Taken:
    """Answer of these screens: who sits here from now on, or signs; ``ask``: who is to sign elsewhere."""

    def __init__(self, officer: str, *, by_secret: bool, ask: str = "", by_phone: bool = False) -> None:
        self.officer = officer
        self.ask = ask
        self.by_phone = by_phone
        self.by_secret = by_secret


class ProofScreen(Guarded, Alarmed, ModalScreen["Taken | None"]):
    """Asks one person's secret; F3 asks another's."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "other", show=False)]

    def __init__(self, desk: DeskApp, officer: str) -> None:
        super().__init__()
        self.desk = desk
        self.officer = officer

    @property
    def form(self) -> SecretForm:
        """The form that asks."""
        return self.query_one(SecretForm)

    def name_of(self, officer: str) -> str:
        """Return a person's name."""
        return self.desk.state.names.get(officer, officer)

    def action_other(self) -> None:
        """Choose another person."""
        from dutydesk.tui.screens.dialogs import ChooseScreen

        if self.desk.gateway.came is not None:
            return  # who came in by a key is who acts
        people = [one for one in self.desk.state.officers.values() if not one.disabled and one.id != self.form.officer]
        if people:
            choices = [(one.id, one.name) for one in people]
            self.app.push_screen(ChooseScreen(translate("谁来接这个终端"), choices), self._chosen)

    async def _chosen(self, officer: str | None) -> None:
        if officer:
            await self.form.ask(officer, self.name_of(officer))

    @on(SecretForm.Proved)
    def _proved(self, event: SecretForm.Proved) -> None:
        self.dismiss(Taken(event.officer, by_secret=event.by_secret))


class LockScreen(ProofScreen):
    """The screen after ten minutes without a key; only a secret opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "own", show=False)]

    def compose(self) -> ComposeResult:
        """Compose what is due, and the form."""
        with Vertical(classes="dialog"):
            yield Static(id="locked")
            yield SecretForm(self.desk.gateway, self.officer, self.name_of(self.officer))
            yield Hint(translate("Enter 解锁, 回到原处    F3 换人接手    Esc 回到本人"))

    def on_mount(self) -> None:
        """Look every second; only what changed is drawn."""
        self._shown = Content("")
        self._look()
        policy_of(self).every(self, LOOK_SECONDS, self._look, "locked")

    def _look(self) -> None:
        gateway = self.desk.gateway
        last = gateway.last_watched()
        now = gateway.now()
        heads = max(1, min(HEADS, self.size.height - OTHER_LINES))
        age = now - last if last is not None else 0
        words = locked_words(self.desk.state, now, age, self.desk.banner, heads)
        if words != self._shown:
            self._shown = words
            self.query_one("#locked", Static).update(words)

    async def action_own(self) -> None:
        """Ask the own secret again."""
        await self.form.ask(self.officer, self.name_of(self.officer))


class SwitchScreen(ProofScreen):
    """Another person takes this terminal over."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """Compose heading and form."""
        with Vertical(classes="dialog"):
            yield Static(safe(translate("换人: 谁来接这个终端")), classes="title")
            yield SecretForm(self.desk.gateway, self.officer, self.name_of(self.officer))
            yield Hint(translate("Enter 确认    F3 换一个人    Esc 不换"))


class SignScreen(ProofScreen):
    """Somebody whose consent an act needs signs it here, has agreed by telephone, or is asked to sign in the own session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("f2", "by_phone", show=False),
        Binding("f4", "ask", show=False),
        Binding("f3", "nothing", show=False),
    ]

    def __init__(self, desk: DeskApp, officer: str, stops: Refused | None = None) -> None:
        """``stops``: what refuses the act though the person signs here; then it can only wait for them elsewhere."""
        super().__init__(desk, officer)
        self.stops = stops

    def compose(self) -> ComposeResult:
        """Compose who signs, the form, and the way by telephone."""
        name = self.name_of(self.officer)
        with Vertical(classes="dialog"):
            yield Static(safe(say("{0} 签字", name)), classes="title")
            if self.stops is None:
                yield SecretForm(self.desk.gateway, self.officer, name)
                yield Hint(translate("Enter 本人签字    F2 电话里同意 (记入日志, 本人补签)"))
            else:
                yield Static(safe(say("还不能在这里签: {0}", Typed(reason_of(self.stops)))))
            yield Hint(translate("F4 请其在自己的会话里签 (签了才办)    Esc 返回"))

    def action_by_phone(self) -> None:
        """The person is not here and agreed by telephone: the act's name alone says so."""
        if self.stops is None:
            self.dismiss(Taken("", by_secret=False, by_phone=True))

    def action_ask(self) -> None:
        """The person signs it in a session of their own; until then nothing is done."""
        self.dismiss(Taken("", by_secret=False, ask=self.officer))

    def action_nothing(self) -> None:
        """Nobody else signs in this person's place."""


class OwnScreen(ProofScreen):
    """Who came in by a key alone gives the own secret for what a person signs for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """Compose who signs, and the form."""
        name = self.name_of(self.officer)
        with Vertical(classes="dialog"):
            yield Static(safe(say("{0}: 凭公钥登录的, 这一步须输本人口令", name)), classes="title")
            yield SecretForm(self.desk.gateway, self.officer, name)
            yield Hint(translate("Enter 确认    Esc 返回, 不保存"))


def locked_words(state: DeskState, now: Instant, age: Instant, banner: str, heads: int) -> Content:
    """Return what the locked screen says: time, alarms by colour, heads of the due list; no titles, no matters.

    Args:
        state: the picture of the store.
        now: the wall clock (µs UTC).
        age: age of the newest tick (µs).
        banner: trouble of the desk itself, empty when there is none.
        heads: how many clocks there is room for.
    """
    moment = to_datetime(now)
    drill = f"  {translate('演练')}" if state.drill else ""
    pieces: list[tuple[str, str] | str] = [(shown(f"{moment:%H:%M}  {moment:%m-%d}{drill}"), "bold"), "\n"]
    if banner:
        pieces += [(shown(f"▲ {banner}"), "bold $error"), "\n"]
    if age > WATCH_OLD:
        pieces += [(shown(say("看护 {0} 分前", age // MINUTE)), "bold $error"), "\n"]
    for colour, glyph, style in (("red", "▲", "bold $error"), ("yellow", "▲", "bold $warning"), ("blue", "·", "")):
        count = sum(1 for alert in state.unacknowledged if alert.colour == colour)
        pieces.append((shown(f"{glyph}{translate(COLOUR_NAMES[colour])}{count} "), style if count else "$dim"))
    pieces += [shown(translate("待签收; 解锁后签收")), "\n"]
    for clock in state.clocks[:heads]:
        remaining = clock.due_at - now
        pieces.append(("\n" + fit(time_left(remaining), LEFT_CELLS + 2, right=True), "bold" if remaining < 0 else ""))
        pieces.append(shown(f"  {title(clock.name)}"))
    more = len(state.clocks) - heads
    if more > 0:
        pieces += ["\n", shown(say("另 {0} 条", more))]
    return Content.assemble(*pieces)
