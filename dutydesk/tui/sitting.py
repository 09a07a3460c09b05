"""Who sits at this terminal: how long no key came, the lock, and changing the person.

Only time without keys locks, by the elapsed clock: a step of the wall clock neither locks nor opens. The
bells, the watch and all drafts go on behind the lock.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.screen import ModalScreen

from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.instants import SECOND, Instant
from dutydesk.store.errors import StoreError
from dutydesk.tui.company import Company
from dutydesk.tui.text import shown

if TYPE_CHECKING:
    from dutydesk.store.views import ShiftView
    from dutydesk.tui.app import DeskApp
    from dutydesk.tui.screens.lock import Taken
    from dutydesk.tui.state import DeskState

LOOKED: Instant = 10 * SECOND
"""How often a session says that it is here and looks who else is."""

HANDS = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""Events that show that somebody is there."""


class TerminalSession:
    """The person at one session's terminal."""

    def __init__(self, app: DeskApp) -> None:
        self.app = app
        self.company = Company(app.gateway)
        self.locked = False
        self._began = False
        self._looked: Instant | None = None
        self._touched: Instant = app.gateway.clock.elapsed()

    def saw(self, event: events.Event) -> None:
        """Note a key, a click, a paste."""
        if isinstance(event, HANDS):
            self._touched = self.app.gateway.clock.elapsed()

    async def begin(self) -> None:
        """Write who sits here now, where people have secrets."""
        gateway = self.app.gateway
        if gateway.came is not None or await gateway.needs_secret(gateway.actor):
            with suppress(StoreError):
                await gateway.log_in(gateway.actor, proved=True)
            self._began = True
        self._say_read_only()

    async def end(self) -> None:
        """Write that the session ended, if its beginning was written."""
        if self._began:
            with suppress(StoreError):
                await self.app.gateway.log_out()

    # ------------------------------------------------------------ the lock

    def second(self) -> None:
        """A second has passed: say that one is here, and lock after the office's time without a key."""
        gateway = self.app.gateway
        self._look_around()
        if self.locked or gateway.clock.elapsed() - self._touched < gateway.rights.limits.idle:
            return
        self._touched = gateway.clock.elapsed()
        self.app.policy.once(self.app, self.lock, "sitting")

    def _look_around(self) -> None:
        """Every ten seconds: this session is here, and the status line says how many others are."""
        now = self.app.gateway.clock.elapsed()
        if self._looked is not None and 0 <= now - self._looked < LOOKED:
            return
        self._looked = now
        self.company.be_here()
        self.app.alarms.others(self.company.others())

    async def lock(self) -> bool:
        """Lock until a secret is typed; False where the person has none to type."""
        from dutydesk.tui.screens.lock import LockScreen

        gateway = self.app.gateway
        if self.locked:
            return False
        self.locked = True
        if not await gateway.needs_secret(gateway.actor):
            self.locked = False
            return False
        self.app.clear_notifications()
        await self.app.policy.attempt(self.app.drafts.save, "draft")
        taken = await self.app.push_screen_wait(LockScreen(self.app, gateway.actor))
        self.locked = False
        self._touched = gateway.clock.elapsed()
        await self._take(taken)
        return True

    # ------------------------------------------------------------ another person

    async def switch(self) -> None:
        """Ask who takes over; first the other one on duty, so that one key and the secret are enough."""
        from dutydesk.tui.screens.lock import SwitchScreen

        if self.app.gateway.came is not None:
            self.app.notify(shown(translate("SSH 上谁的公钥就是谁, 不能换人; 请退出后用本人的公钥登录")), markup=False)
            return
        officer = next_person(self.app.state)
        if not officer:
            self.app.notify(shown(translate("没有别的账号可换")), markup=False)
            return
        taken = await self.app.push_screen_wait(SwitchScreen(self.app, officer))
        await self._take(taken)

    async def _take(self, taken: Taken | None) -> None:
        """Let a person sit here; the one who sat here comes back to the same place."""
        from dutydesk.tui.screens.host import CommandScreen

        app, gateway = self.app, self.app.gateway
        if taken is not None and taken.officer != gateway.actor:
            before = gateway.actor
            await self._clear_table()
            await app.change_person(taken.officer)
            self._began = True
            with suppress(StoreError):
                await gateway.log_in(taken.officer, proved=taken.by_secret, instead_of=before)
            name = app.state.names.get(taken.officer, taken.officer)
            words = say("现在是 {0}", name) if taken.by_secret else say("现在是 {0} (演练库, 没有口令)", name)
            app.notify(shown(words), markup=False)
        await app.refresh_state()
        if isinstance(app.screen, CommandScreen) and app.screen.drawn:
            await app.screen.reload()  # what only this screen shows may have changed behind the lock
        if taken is not None:
            self._say_read_only()

    def _say_read_only(self) -> None:
        """Say why this person only reads, where it is so."""
        if self.app.state.read_only is not None:
            self.app.notify(shown(explain(self.app.state.read_only)), markup=False)

    async def _clear_table(self) -> None:
        """Close what the former person left open; half-filled forms are kept as that person's drafts."""
        from dutydesk.tui.screens.desk import DeskScreen
        from dutydesk.tui.screens.form import FormScreen

        app = self.app
        while not isinstance(app.screen, DeskScreen):
            screen = app.screen
            if isinstance(screen, FormScreen) and screen.place:
                app.drafts.put(screen.place, screen.kept())
            if isinstance(screen, ModalScreen):
                await screen.dismiss(None)  # as if Escape was pressed: whoever waits for it goes on
            else:
                await app.pop_screen()


def next_person(state: DeskState) -> str:
    """Return who most likely takes over: the other one on duty, else anybody else in use, else nobody."""
    others = [one.id for one in state.officers.values() if not one.disabled and one.id != state.actor]
    on_duty = _on_duty(state.shift)
    return next((who for who in on_duty if who in others), next(iter(others), ""))


def _on_duty(shift: ShiftView | None) -> tuple[str, ...]:
    return (shift.a, shift.b, shift.leader, shift.director) if shift is not None else ()
