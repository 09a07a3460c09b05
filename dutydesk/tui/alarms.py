"""Alarms of one session: the bars of all screens, the bell, the red alert over everything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events

from dutydesk.capabilities.log.lines import uncalled
from dutydesk.capabilities.matters.rules import PROPOSED
from dutydesk.capabilities.obligations.bundles import Bundle, is_anothers
from dutydesk.capabilities.obligations.commands import acknowledge, acknowledge_listed, act_on_shown
from dutydesk.capabilities.obligations.rules.bells import ONCE, Bell, bells_to_sound
from dutydesk.i18n import explain, lasting, listed, say, translate
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import clauses
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.widgets.alarms import AlarmBar

if TYPE_CHECKING:
    from textual.screen import Screen

    from dutydesk.store.views import AlertView
    from dutydesk.tui.app import DeskApp
    from dutydesk.tui.screens.dialogs import RedAlertScreen
    from dutydesk.tui.state import DeskState

AUDIBLE = ("bell", "call", "group")
TROUBLE = "trouble"
"""Name of the bell for what fails."""


class Alarms:
    """What the bars show, which bells sounded, which red alerts came up."""

    def __init__(self, app: DeskApp) -> None:
        self.app = app
        self.now: Instant = app.gateway.now()
        self.banner = self.stopped = ""
        self.notice = self.trouble = ""
        self.fault, self.fault_old = "", False
        self.offer = ""
        """What waits to be looked at: this version ships another rulebook than the accepted one."""
        self.here = 0
        """How many other sessions are on this store now."""
        self._red_seen: set[str] = set()
        self._red: RedAlertScreen | None = None
        """The red alert that stands above everything now."""
        self._asking = False
        """Whether one stands, or is on its way to."""
        self._sounded: dict[str, Instant] = {}
        self._last_bell: Instant | None = None

    @property
    def state(self) -> DeskState:
        """The picture of the store."""
        return self.app.state

    def _bars(self) -> Iterator[AlarmBar]:
        """The bars of all screens: one that is covered is right when it is seen again."""
        for screen in self.app.screen_stack:
            for bar in screen.query_children(AlarmBar):
                if bar.stands:
                    yield bar

    def pressed(self, screen: Alarmed, shown: object, command: str) -> None:
        """Do with an alert of the strip what was pressed there; over a lock nothing."""
        if self.app.sitting.locked:
            return
        if command == "open":
            if screen.TAKES_FILES and isinstance(shown, Bundle):
                self.app.open_matter(shown.first.matter_id)
        elif command == "acknowledge" or screen.TAKES_FILES:
            act = partial(act_on_shown, self.app.desk_screen, shown, command)
            self.app.policy.once(screen, act, "command")

    # ------------------------------------------------------------ showing

    def show(self) -> None:
        """The picture of the store changed, or the language."""
        self.now = self.app.gateway.now()
        for bar in self._bars():
            bar.fill(self)
        if self._red is not None:
            self._red.calls(self._uncalled(self._red.alert))
            self._list(self._red)
            if not self._waits(self._red):
                self._red.withdraw()
        self._show_red()

    @property
    def asks_red(self) -> bool:
        """Whether a red alert stands above everything."""
        return self._red is not None

    def _waits(self, screen: RedAlertScreen) -> bool:
        """Whether what a red alert asks has not been answered, here or elsewhere."""
        return any(one.obligation == screen.alert.obligation for one in self.state.unacknowledged)

    def say(self, notice: str = "", trouble: str = "") -> None:
        """Show what the desk is doing (核验中), or what is wrong."""
        self.notice, self.trouble = notice, trouble
        for bar in self._bars():
            bar.fill(self)

    def others(self, count: int) -> None:
        """Show how many other sessions are here."""
        if count != self.here:
            self.here = count
            for bar in self._bars():
                bar.fill(self)

    def show_trouble(self) -> None:
        """Show what fails now, and above everything what has for long, or what must be seen always."""
        words, old = self.app.policy.trouble(self.app.gateway.now())
        banner = self.stopped or (words if old else "") or self._standing()
        offer = translate("规则册有新版 (^p)") if self.app.gateway.upgrade else ""
        if (words, old, banner, offer) != (self.fault, self.fault_old, self.banner, self.offer):
            self.fault, self.fault_old, self.banner, self.offer = words, old, banner, offer
            for bar in self._bars():
                bar.fill(self)

    def _standing(self) -> str:
        """What must be seen above everything as long as it is so."""
        state = self.state
        if state.doubtful:
            return say("时钟可疑: 记录比现在晚 {0}, 请核对时间后按 T", lasting(state.doubtful))
        if self.app.gateway.is_immutable:
            return translate("库在只读的磁盘上: 只看不写")
        files = [explain(self.app.config.told)] if self.app.config.told is not None else []
        if self.app.gateway.open_files:
            files.append(say("别人也能读或改: {0}; 请收回权限 (dutydesk doctor)", self.app.gateway.open_files))
        broken = list(dict.fromkeys(problem.where for problem in self.app.gateway.broken))
        if broken:
            files.append(say("规则册文件有错, 未采用, 其余照常: {0} (dutydesk doctor)", broken))
        if files:
            return clauses(files)
        unaccepted = self.app.gateway.unaccepted
        if unaccepted:
            return say("配置的规则册有改动, 未采用, 仍按已采用的办: {0} (^p 规则册)", unaccepted)
        return explain(state.read_only) if state.relieved and state.read_only is not None else ""

    def second(self, now: Instant, age: Instant | None) -> None:
        """A second has passed, on every screen: none depends on which is on top."""
        self.now = now
        app = self.app
        rung = app.gateway.ring_unwritten(app.state, failing=bool(app.policy.faults.standing()))
        if rung is not None:
            app.state = rung
            app.desk_screen.show_state(rung)
            self.show()
        self.show_trouble()
        for bar in self._bars():
            bar.tick(self, age)
        for screen in self.app.screen_stack:
            if isinstance(screen, CommandScreen) and screen.drawn:
                screen.tick(now)
        self._ring(now)

    # ------------------------------------------------------------ ringing

    def _show_red(self) -> None:
        """The full-screen alert for red acknowledgements, once a clock (R12); it names the matter, so not while locked."""
        if self.app.sitting.locked or self._asking:
            return  # what comes while one stands is listed in it, or comes up after it
        for alert in self.state.unacknowledged:
            if alert.rule == "red_ack" and alert.obligation not in self._red_seen:
                self._red_seen.add(alert.obligation)
                self._asking = True
                from dutydesk.tui.screens.dialogs import RedAlertScreen

                people = listed(self.state.names.get(who, who) for who in alert.people)
                matter = self.state.matter(alert.matter_id)
                proposed = matter is not None and matter.state == PROPOSED
                asked = RedAlertScreen(alert, people, self._uncalled(alert), proposed=proposed)
                self.app.policy.once(self.app, partial(self._ask_red, asked), "red")
                return

    def _list(self, screen: RedAlertScreen) -> None:
        """Let a red alert list the others that wait: one key acknowledges what stands in its box."""
        others = [
            one
            for one in self.state.unacknowledged
            if one.rule == "red_ack"
            and one.obligation != screen.alert.obligation
            and not is_anothers(one, self.state.actor)
        ]
        screen.lists(others, *self.app.size)
        screen.calls_of_all(self._uncalled(screen.alert, *screen.also) if screen.also else "")

    def _uncalled(self, *alerts: AlertView) -> str:
        """Say who was to be called about these clocks alone, and will not be once they are acknowledged; nothing, where nobody is."""
        asked = {alert.obligation for alert in alerts}
        others = {clock.id for clock in self.state.clocks} - asked
        tasks = [one for one in self.state.call_tasks if asked & set(one.clocks) and not others & set(one.clocks)]
        people = listed(self.state.names.get(who, who) for who in dict.fromkeys(one.person for one in tasks))
        return uncalled(people) if tasks else ""

    def keep_above(self, pushed: Screen[Any]) -> None:
        """Let no screen that opens while a red alert stands cover it: the alert is lifted over what a key began before.

        The alert's moment without ears begins anew: a key that comes now may be meant for the screen that opened.
        """
        from dutydesk.tui.screens.dialogs import RedAlertScreen

        stack = self.app._screen_stack  # noqa: SLF001 - Textual's stack can only be pushed and popped
        red = next((one for one in stack if isinstance(one, RedAlertScreen)), None)
        if red is None or self.app.sitting.locked or isinstance(pushed, RedAlertScreen):
            return
        stack.remove(red)
        stack.append(red)
        pushed.post_message(events.ScreenSuspend())
        red.post_message(events.ScreenResume())
        red.stood()

    async def _ask_red(self, screen: RedAlertScreen) -> None:
        try:
            await self._answered(screen)
        finally:
            self._red, self._asking = None, False
        self._show_red()

    async def _answered(self, screen: RedAlertScreen) -> None:
        """Ask, and do what is answered; nothing for what was answered or ended while another dialog stood there."""
        if not self._waits(screen):
            return
        self._red = screen
        self._list(screen)
        self.app.keep_told(1)
        answer = await self.app.push_screen_wait(screen)
        self._red = None
        if answer in {"ack", "open"}:
            await acknowledge(self.app.desk_screen, Bundle((screen.alert,)))
            if answer == "open":
                await self._open(screen.alert.matter_id)
        elif answer == "all":
            await acknowledge_listed(self.app.desk_screen, (screen.alert, *screen.also))
        elif not screen.withdrawn:
            self._red_seen.update(one.obligation for one in screen.also)  # put away with what was listed

    async def _open(self, matter_id: str | None) -> None:
        """Open what was acknowledged: the matter's file; of a red proposal the message, unless that stands there already."""
        one = next((one for one in self.state.inbox if matter_id and one.proposed == matter_id), None)
        if one is None:
            self.app.open_matter(matter_id)
            return
        from dutydesk.capabilities.intake.commands import look_at
        from dutydesk.capabilities.intake.screen import MessageScreen

        top = self.app.screen
        if not (isinstance(top, MessageScreen) and top.one.id == one.id):
            await look_at(self.app.desk_screen, one.id)

    def _ring(self, now: Instant) -> None:
        """Sound the bell for alerts that want it (R12)."""
        waiting = [a for a in self.state.unacknowledged if a.how in AUDIBLE]
        bells = [
            Bell(key, ONCE if is_anothers(a, self.state.actor) else a.colour, self._sounded.get(key))
            for a in waiting
            for key in (f"{a.id}@{a.sounded_at}",)
        ]
        _, old = self.app.policy.trouble(now)
        if old:  # trouble of the desk itself rings too: nothing says so louder than a bell at night
            bells.append(Bell(TROUBLE, "red", self._sounded.get(TROUBLE)))
        elif TROUBLE in self._sounded:
            del self._sounded[TROUBLE]
        due = bells_to_sound(bells, self._last_bell, now)
        if due:
            self._last_bell = now
            self._sounded.update({bell.alert: now for bell in due})
            self.app.bell()
