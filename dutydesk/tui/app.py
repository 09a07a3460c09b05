"""The application: one store, one officer, the watch beside the screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual._compositor import ChopsUpdate
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.notifications import Notify
from textual.screen import Screen
from textual.worker import WorkerFailed

from dutydesk import i18n, preferences
from dutydesk.capabilities.log.lines import Line
from dutydesk.clock import Clock
from dutydesk.config import Config
from dutydesk.i18n import say, translate
from dutydesk.ids import new_id
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import is_marked_secret
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui import drafts, paste, text, themes, timers, tour
from dutydesk.tui.alarms import Alarms
from dutydesk.tui.commands import every
from dutydesk.tui.commands.base import keys_in_force, ways_to
from dutydesk.tui.cursor import CursorFollowing
from dutydesk.tui.drafts import ENTRY_PLACE, Drafts
from dutydesk.tui.fields import DraftKept
from dutydesk.tui.gate import GatedApp
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.palette import DeskCommands, DeskPalette
from dutydesk.tui.screens import arranging
from dutydesk.tui.screens.desk import DeskScreen
from dutydesk.tui.screens.host import CommandScreen, act_of
from dutydesk.tui.sitting import TerminalSession
from dutydesk.tui.text import REACHED
from dutydesk.tui.widgets.seqs import AllBut
from dutydesk.tui.widgets.updates import CellsUpdate
from dutydesk.tui.workers import Policy

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dutydesk.remote import Remote
    from dutydesk.watch.intake import Intake


FIRST_LINES = 60
"""Lines of the log that are read for the first frame: more than most terminals show; the rest comes right after it."""

FEED_SECONDS = 0.1
SWEEP_SECONDS = 1.0
AFTER_FIRST_FRAME = 0.3
"""Seconds before the slow things begin: imports and a million rows in a thread would hold up the first frame."""

CHECKED_ROWS = 20_000
"""Rows of the chain read again after the first frame; ``dutydesk verify`` reads all."""

BEHIND = 3
"""Screens drawn behind the one on top, each within the drawing of the next: a dozen are more calls within each other than Python makes."""

MOST_TOLD = 3
"""Messages in passing at one time; while a red alert asks, one: they lie over what it is about."""

_ = every  # importing it registers all commands


class DeskApp(CursorFollowing, GatedApp):
    """The desk's application."""

    TITLE = "dutydesk"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {DeskCommands}
    BINDINGS: ClassVar[list[Any]] = []
    CLOSE_TIMEOUT = 2.0

    def __init__(self, path: Path, *, clock: Clock, actor: str, config: Config, came: Remote | None = None) -> None:
        self._colours = dict[str, dict[str, str]]()
        styles = ["styles/desk.tcss", *(["styles/ascii.tcss"] if config.glyphs == "ascii" else [])]
        super().__init__(css_path=list[str | PurePath](styles))
        self.gateway = Gateway(path, clock, actor, config.rulebook, came)
        self.policy = Policy(self, self.gateway.faults)
        self.sitting = TerminalSession(self)
        self.keys, wrong = keys_in_force(config.keys)
        REACHED.update(ways_to(self.keys))
        if self.keys["manual"]:  # over forms and dialogs too: nobody leaves one to read
            everywhere = Binding(self.keys["manual"], "manual", show=False, priority=True)
            self._bindings.key_to_bindings.setdefault(everywhere.key, []).append(everywhere)
        self.config = replace(config, faults=(*config.faults, *wrong))
        self.state = self.gateway.first_state()
        self.first = self.gateway.first_lines(max(FIRST_LINES, self.console.height), self.state.names)
        self.alarms = Alarms(self)
        self.farewell = ""
        self.tours = False
        """Whether the desk opens with the tour."""
        self.answered: str | None = None
        self.entry_id = new_id()
        self.drafts = Drafts(self)
        self.uses = dict[str, Counter[str]]()
        """By field, how often each choice was saved in this session."""
        self.used = Counter[str]()
        """How often each command was run in this session."""
        self._saved_words: Sequence[str] = ()
        self._refreshing = False
        self._again = False
        self._sweeping = False
        self._behind = False
        self._settled = False
        self._leaving = False
        self._intakes: list[Intake] = []
        self._theme_name = config.theme
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.set_reactive(App.theme, self._shown_theme())  # before the stylesheet is read the first time
        self.stylesheet.set_variables(self.get_css_variables())
        if came is not None or os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"
        text.use_ascii(config.glyphs == "ascii")

    @property
    def is_closing(self) -> bool:
        """Whether the desk is being left: its widgets go."""
        return self._exit or not any(isinstance(one, DeskScreen) and one.drawn for one in self.screen_stack)

    @property
    def desk_screen(self) -> DeskScreen:
        """The desk's screen."""
        return next(screen for screen in self.screen_stack if isinstance(screen, DeskScreen))

    def on_mount(self) -> None:
        """Show the desk; everything slow begins after the first frame."""
        self.set_class(self.config.glyphs == "ascii", "-ascii")
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):  # from the first frame on: the terminal is given back as it was
            self.policy.on_signal(loop, number, self.leave, "leave")
        self.policy.after(self, AFTER_FIRST_FRAME, self._begin, "begin")

    def get_default_screen(self) -> Screen[None]:
        """The desk is the first screen: no blank one is drawn before it."""
        return DeskScreen(self.gateway, self.keys, self.first, self.size)

    async def _begin(self) -> None:
        """After the first frame: the entry line, signals, the whole log, the watch, the drafts, the checks."""
        gc.freeze()  # what was made until here stays: the collector need not look at it again
        gc.enable()
        self.desk_screen.close_entry(self.state.read_only is not None)
        arranging.arrange(self.desk_screen)
        if self.tours:
            self.desk_screen.walk.begin()
        every = self.policy.every
        every(self, FEED_SECONDS, self._look_at_feed, "feed")
        every(self, SWEEP_SECONDS, self._second, "second")
        every(self, drafts.SECONDS, self.drafts.save, "draft")
        self.policy.once(self, self._settle, "settle")

    async def _read_the_past(self) -> None:
        """Put the whole log behind the first lines."""
        last, skipped = await self.gateway.read(lambda views: views.past())
        self.desk_screen.add_older(last, skipped)

    async def _settle(self) -> None:
        """The start after the first frame, each step by itself; nothing is watched later because a log cannot be read."""
        if not await self.policy.attempt(self._read_the_past, "settle"):
            self.policy.start(self, self._read_the_past, "settle")
        self._settled = True
        await self.policy.attempt(self.sitting.begin, "sitting")
        await self._sweep()
        self.policy.start(self, self.drafts.offer, "draft", group="offer")
        self.policy.start(self, self._check, "check")
        if not self.gateway.is_immutable:
            self._take_in()
        if self.state.shift is None and not self.state.drill:
            from dutydesk.capabilities.setup.commands import offer

            self.policy.start(self, partial(offer, self.desk_screen), "setup", group="setup")

    def _take_in(self) -> None:
        """Take in what arrives from now on, as long as no ``watch`` and no other desk does."""
        from dutydesk.watch.intake import Intake, sources

        gateway = self.gateway
        for one in sources(gateway.path, self.config.inbox, self.config.mailbox):
            intake = Intake(gateway.path, one, first=False, clock=gateway.clock, faults=gateway.faults)
            self._intakes.append(intake)
            intake.start()

    async def _check(self) -> None:
        """Check file and chain; a failure stops writing."""
        self.alarms.say(notice=translate("核验中"))
        wrong = await self.gateway.check_store(CHECKED_ROWS)
        if wrong:
            await self.gateway.stop_writing(wrong)
            self.alarms.stopped = say("库核验不通过, 已停止写入: {0}", wrong)
            self.alarms.say(trouble=translate("核验不通过"))
            self.show_trouble()
        else:
            self.alarms.say()

    def show_trouble(self) -> None:
        """Show on every screen what fails now."""
        self.alarms.show_trouble()

    @property
    def banner(self) -> str:
        """What must be seen above everything, empty when nothing must."""
        return self.alarms.banner

    # ------------------------------------------------------------ seconds, feed, watch

    def _second(self) -> None:
        if self._terminal_is_gone():
            self.hung_up()
            return
        if self._settled:
            self.policy.start(self, self._sweep, "sweep")
        if self._behind:
            self.policy.start(self, self.refresh_state, "feed")
        self.sitting.second()
        now = self.gateway.now()
        last = self.gateway.last_watched()
        self.alarms.second(now, now - last if last is not None else None)

    async def _sweep(self) -> None:
        """Tick once; trouble is shown and the next second tries again."""
        if not self._sweeping:
            self._sweeping = True
            try:
                await self.policy.attempt(self._tick, "tick")
            finally:
                self._sweeping = False

    async def _tick(self) -> None:
        ticked = await self.gateway.tick()
        if ticked.raised:
            await self.refresh_state()
        self._plan(ticked.next_due)

    def _plan(self, next_due: Instant | None) -> None:
        """Let the scheduler wake the sweep at the next due instant, beside the one-second sweep."""
        if not hasattr(self, "_waker"):
            from dutydesk.watch.waker import Waker

            self._waker = Waker(self._wake)
            self._waker.start()
        self._waker.plan(next_due)

    def _wake(self) -> None:
        self.policy.start(self, self._sweep, "sweep")

    def _look_at_feed(self) -> None:
        if self.gateway.moved():
            self.policy.start(self, self.refresh_state, "feed")

    async def refresh_state(self) -> None:
        """Read the picture again and show it; calls that come meanwhile are one more reading.

        What fails is shown and tried again by itself: whoever asked goes on, what was saved is saved.
        """
        if self._refreshing:
            self._again = True
            return
        self._refreshing = True
        try:
            while True:
                self._again = False
                if not await self.policy.attempt(self._read_and_show, "refresh"):
                    self._behind = True
                    break
                self._behind = False
                if not self._again:
                    break
        finally:
            self._refreshing = False

    async def _read_and_show(self) -> None:
        head = self.state.head
        state = await self.gateway.state()
        new: list[int] = []
        lines: list[Line] = []
        struck = False
        if state.head > head:
            new = await self.gateway.read(lambda views: views.seqs_after(head))
            lines = await self.gateway.lines(new[-500:], state.names)
            struck = any(line.kind == "entry.corrected" for line in lines)
        if self.is_closing:
            return  # left meanwhile: there is no screen to show it on
        desk = self.desk_screen
        if new:
            desk.log_pane.supply(lines, repaint=False)
        self.state = state
        if self.gateway.seen_anew:  # a matter was restricted or lifted, or somebody else sits here
            self.gateway.seen_anew = False
            desk.log_pane.again(AllBut(*await self.gateway.read(lambda views: views.past())))
        desk.add_lines(new, struck=struck)
        own = state.names.get(self.gateway.actor, self.gateway.actor)
        desk.walk.saw(kinds=tour.shown_by(lines, own))
        desk.show_state(state)
        desk.close_entry(state.read_only is not None)
        self.alarms.show()
        self.show_trouble()
        for screen in self.screen_stack if state.head > head else ():
            if isinstance(screen, CommandScreen) and screen.drawn:
                await screen.reload()

    # ------------------------------------------------------------ entries and drafts

    async def save_entry(self, typed: str) -> bool:
        """Save a line of the log; False when it was refused (what was typed stays)."""
        try:
            done = await self.gateway.perform(act_of("log", {"text": typed}), self.entry_id, draft=ENTRY_PLACE)
        except (Worded, StoreError) as error:
            self.notify(text.shown(text.reason_of(error)), severity="error", markup=False, timeout=10)
            if is_marked_secret(typed):
                self.desk_screen.entry.clear()
                self.drafts.put(ENTRY_PLACE, "")
            return False
        self.entry_id = new_id()
        self.drafts.put(ENTRY_PLACE, "")
        log = self.desk_screen.log_pane
        if not (log.region and log.following):  # where it is not seen to come it is said
            self.desk_screen.say_saved(done)
        await self.refresh_state()
        return True

    @on(DraftKept)
    def _draft_kept(self, event: DraftKept) -> None:
        self.drafts.put(event.place, event.body)

    # ------------------------------------------------------------ who sits here

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there, then do as always."""
        self.sitting.saw(event)
        await super().on_event(event)

    def say_saved(self, lines: Sequence[str]) -> None:
        """Say what was saved just now; what was said of the act before it goes, so that a row of acts covers nothing."""
        for one in [one for one in self._notifications if one.message in self._saved_words]:
            self._unnotify(one, refresh=False)
        self._saved_words = [text.shown(words) for words in lines]
        for words in lines:
            self.notify(text.shown(words), markup=False, timeout=4)

    def on_notify(self, _event: Notify) -> None:
        """Let no row of messages grow over what stands there."""
        self.keep_told((1 if self.alarms.asks_red else MOST_TOLD) - 1)

    def keep_told(self, most: int) -> None:
        """Let the oldest messages in passing go, but for the newest of them; a warning or an error stays its time."""
        told = [one for one in self._notifications if one.severity == "information"]
        for one in told[: max(0, len(told) - most)]:
            self._unnotify(one, refresh=False)

    def lock_screen(self) -> None:
        """Lock until a secret is typed."""
        self.policy.once(self, self.sitting.lock, "sitting")

    def change_sitting(self) -> None:
        """Let another person take over."""
        self.policy.once(self, self.sitting.switch, "sitting")

    async def change_person(self, officer: str) -> None:
        """Act as another person from now on; the entry line holds that person's draft."""
        await self.policy.attempt(self.drafts.save, "draft")
        self.gateway.actor = officer
        entry = self.desk_screen.entry
        entry.text = ""
        self.entry_id, self.answered = new_id(), None
        arranging.arrange(self.desk_screen)
        self.policy.start(self, self.drafts.offer, "draft", group="offer")

    def action_command_palette(self) -> None:
        """No palette over the locked screen."""
        if not self.sitting.locked and not isinstance(self.screen, DeskPalette):
            self.push_screen(DeskPalette())

    def action_manual(self) -> None:
        """The user's guide over whatever is open; not over the lock, nor over what must be answered first."""
        from dutydesk.tui.screens.dialogs import RedAlertScreen
        from dutydesk.tui.screens.reading_manual import read_manual

        if not self.sitting.locked and not isinstance(self.screen, RedAlertScreen):
            self.policy.once(self, partial(read_manual, self), "manual")

    def on_continued(self) -> None:
        """Draw every cell again."""
        drawn = self.screen._compositor  # noqa: SLF001 - Textual has no other way to draw what it takes for drawn
        self._display(self.screen, drawn.render_update(full=True, screen_stack=self._background_screens))

    def get_driver_class(self) -> type[Driver]:
        """Read the terminal with a parser that makes no key of a paste, and by one thread alone; timers of no time end too."""
        paste.install()
        timers.install()
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from dutydesk.tui.driver import DeskDriver

        return DeskDriver

    # ------------------------------------------------------------ screens, language, theme, leaving

    def push_screen(self, screen: Any, callback: Any = None, wait_for_dismiss: Any = False, **more: Any) -> Any:
        """Push a screen; one that comes while a red alert stands there comes under it."""
        pushed = super().push_screen(screen, callback, wait_for_dismiss, **more)
        self.alarms.keep_above(screen)
        return pushed

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Return the screens that are drawn behind the one on top, the lowest first: the desk, and two of those that lie on it.

        Whoever opens the message of one red alert after the other has as many on each other as messages came.
        """
        behind = super()._background_screens
        return behind if len(behind) <= BEHIND else [behind[0], *behind[1 - BEHIND :]]

    def open_matter(self, matter_id: str | None) -> None:
        """Open a matter's file."""
        from dutydesk.tui.screens.matter import MatterScreen

        if matter_id and not isinstance(self.screen_stack[-1], MatterScreen):
            self.push_screen(MatterScreen(self.gateway, self.keys, matter_id))

    def switch_language(self) -> None:
        """Switch between Chinese and English, everywhere at once."""
        i18n.use("en" if i18n.current() == "zh" else "zh")
        preferences.keep(self.gateway.path, self.gateway.actor, "lang", i18n.current())
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.drawn:
                screen.relabel()
        self.alarms.show()
        self.desk_screen.show_state(self.state)
        self.desk_screen.refresh(layout=True)
        self.policy.start(self, self.refresh_state, "feed")  # what the sheet says was worded as it was read

    def _shown_theme(self) -> str:
        """Return the theme that is shown: under NO_COLOR always the one without, by their greys red would be the least that is seen."""
        return themes.THEMES["mono" if self.no_color else self._theme_name].name

    def switch_theme(self) -> None:
        """Go to the next theme."""
        self._theme_name = themes.next_theme(self._theme_name)
        preferences.keep(self.gateway.path, self.gateway.actor, "theme", self._theme_name)
        self.theme = self._shown_theme()
        self.desk_screen.log_pane.supply(())

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours, worked out once a theme: the rows' styles ask for them too, before the first frame."""
        if self.theme not in self._colours:
            self._colours[self.theme] = super().get_css_variables()
        self.theme_variables = self._colours[self.theme]
        return self.theme_variables

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that do not name them."""
        return dict(themes.THEMES["dark"].variables)

    def get_system_commands(self, screen: Screen[Any]) -> Any:  # noqa: ARG002 - Textual's signature
        """Return none of Textual's own commands: the screenshot could write files."""
        empty: list[SystemCommand] = []
        return empty

    def action_suspend_process(self) -> None:
        """Ctrl-Z does nothing: a desk that is stopped watches nothing."""

    async def action_quit(self) -> None:
        """Textual's own key for leaving asks like ours does; a locked desk is not left."""
        if self.sitting.locked:
            return
        self.desk_screen.action_command("quit")

    def _handle_exception(self, error: Exception) -> None:
        """End on an unforeseen error without printing what anybody typed: no locals, no parameters, only where.

        The drafts are kept first; the trace goes into a file of the user's cache. A worker of Textual's own (the
        palette's) that fails ends nothing, and what fails because the desk is being left is only written down.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        if isinstance(error, WorkerFailed) or self._exit:
            own = error.error if isinstance(error, WorkerFailed) else error
            if self._exit:
                self.policy.faults.failed("leave", own, standing=False)
            else:
                self.policy.tell("worker", own)
            return
        import traceback

        from dutydesk.config import user_folder

        self.drafts.save_now()
        self.drafts.set_aside()

        folder = user_folder("cache")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        report = folder / "crash.txt"
        report.write_text("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__, encoding="utf-8")
        self.farewell = say("值班台出错退出; 已保存的都在, 草稿保留. 重新启动即可; 出错位置见 {0}", str(report))
        self._return_code = 1
        self._exception = error
        self._exception_event.set()
        self._close_messages_no_wait()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send fewer cells than Textual would."""
        super()._display(screen, CellsUpdate.of(renderable) if type(renderable) is ChopsUpdate else renderable)

    def _terminal_is_gone(self) -> bool:
        """Whether the terminal hung up: an orphan would watch nothing and burn a core."""
        stdin = sys.__stdin__
        return not self.is_headless and stdin is not None and not os.isatty(stdin.fileno())

    def hung_up(self) -> None:
        """The terminal is gone, and with it whoever sat there."""
        self.policy.once(self, self.leave, "leave")

    async def leave(self) -> None:
        """Keep what was typed and close, whatever fails on the way; told twice, once."""
        if self._leaving:
            return
        self._leaving = True
        await self.policy.attempt(self.drafts.save, "draft")
        aside = self.drafts.set_aside()
        await self.policy.attempt(self.sitting.end, "sitting")
        self.farewell = self.policy.trouble(self.gateway.now())[0]  # what failed to the last, and where a copy is
        if aside is not None:
            kept = say("草稿存不进库, 已另存, 下次打开即恢复: {0}", str(aside))
            self.farewell = "\n".join(filter(None, (self.farewell, kept)))
        self.exit()

    async def on_unmount(self) -> None:
        """Stop the scheduler and close the store."""
        if hasattr(self, "_waker"):
            self._waker.stop()
        for one in self._intakes:
            one.stop()
        self.sitting.company.leave()
        self.gateway.close(with_process=not self.is_headless)
