"""Between the screen and the house: reads and writes in threads of their own, results back on the loop.

The write side (SQLModel, the rulebook, APScheduler) is imported in the writer's thread after the first
frame; until then an act simply waits its turn. Reads have one long-lived read-only connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dutydesk import terminal
from dutydesk.capabilities.log.lines import Line, line_of, name_items
from dutydesk.clock import Clock
from dutydesk.config import user_folder
from dutydesk.faults import Faults
from dutydesk.i18n import tell_time_by
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Worded
from dutydesk.store import connect
from dutydesk.store.errors import StoreError
from dutydesk.store.feed import Feed
from dutydesk.store.views import Views
from dutydesk.store.views.rulebooks import accepted_seq
from dutydesk.store.views.seen import Sight
from dutydesk.tui.state import DeskState, read_state
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import load_checklist, load_rights

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.accounts.login import Proof
    from dutydesk.desk.service import Done
    from dutydesk.kernel.acts import Act
    from dutydesk.kernel.reading import Problem
    from dutydesk.remote import Remote
    from dutydesk.watch.channels import Outcome
    from dutydesk.watch.standby import Rung, Standby
    from dutydesk.watch.tick import Ticked

Result = TypeVar("Result")


def _tick(container: Container, rung: Sequence[Rung]) -> Ticked:
    ticked = container.watch.tick(rung=rung)
    container.carry(raised=bool(ticked.raised))
    return ticked


class Gateway:
    """The screen's only door to the store."""

    def __init__(
        self, path: Path, clock: Clock, actor: str, rulebook: Path | None = None, came: Remote | None = None
    ) -> None:
        self.came = came
        """Who came in over SSH, by a key alone; None at the machine itself."""
        self.path = path
        self.clock = clock
        self.actor = actor
        tell_time_by(clock.wall)
        self.terminal = terminal.here()
        self.rulebook = rulebook
        self.unaccepted: list[str] = []
        """Files of the configured rulebook that the store has not accepted; known once the write side is open."""
        self.broken: tuple[Problem, ...] = ()
        """What cannot be used of the rulebook, accepted or configured; known with it."""
        self.open_files: list[str] = []  # of the store, which others can read or change; known once it was checked
        self.faults = Faults(path, clock.wall)
        self.upgrade: list[str] = []
        """Files that this version of dutydesk ships with other text than when the store's rulebook was accepted; known with it."""
        self._sight = Sight(Views.open(path))
        self.seen_anew = False  # other matters are hidden from whoever sits here than when the log was shown
        self._accepted = accepted_seq(self._sight.whole)
        self._read_books()
        self._feed = Feed(path)
        self.is_immutable = connect.is_immutable(path)
        self._house: Container | None = None
        self.standby: Standby | None = None
        self._reader, self._writer, self._checker = (ThreadPoolExecutor(1, name) for name in ("read", "write", "check"))
        self._closed = False

    @property
    def _views(self) -> Views:
        """The store as whoever sits here may see it."""
        return self._sight.of(self.actor)

    def _read_books(self) -> None:
        """Read what the screen itself needs of the books that count."""
        books = source_of(self._sight.whole)
        self.checklist = load_checklist(books)
        name_items(self.checklist)
        self.rights = load_rights(books)
        self._sight.writers = self.rights.table["write"]

    def _picture(self, views: Views) -> DeskState:
        """Read the picture, by the books that count now: another session may have accepted others."""
        self.seen_anew = self._sight.changed(self.actor) or self.seen_anew
        seq = accepted_seq(views)
        if seq != self._accepted:
            self._read_books()
            self._accepted = seq
        return read_state(views, self.checklist, self.now(), self.actor, self.rights)

    # ------------------------------------------------------------ the first frame

    def first_state(self) -> DeskState:
        """Read the picture for the first frame, on the caller's thread."""
        return read_state(self._views, self.checklist, self.now(), self.actor, self.rights)

    def first_lines(self, count: int, names: dict[str, str]) -> list[Line]:
        """Read the newest log lines for the first frame, on the caller's thread."""
        seqs = self._views.newest_seqs(count)
        return [line_of(entry, names) for entry in self._views.entries(seqs)]

    # ------------------------------------------------------------ reading

    async def read(self, work: Callable[[Views], Result]) -> Result:
        """Run a read on the reader's thread, what its person may see too: the screen waits for no read of another."""
        officer = self.actor
        return await self._run(self._reader, lambda: work(self._sight.of(officer)))

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[..., Result], *arguments: object) -> Result:
        """Run something on one of the threads; what still asks while the desk closes is cancelled, which is no failure."""
        if self._closed:
            raise asyncio.CancelledError
        return await asyncio.get_running_loop().run_in_executor(thread, work, *arguments)

    async def state(self) -> DeskState:
        """Read the picture, and what may fall due by it (R33)."""
        from dutydesk.watch.standby import Standby, read_picture  # not on the way to the first frame

        state, picture = await self.read(lambda views: (self._picture(views), read_picture(views, self.now())))
        if self.standby is None:
            self.standby = Standby(self.clock)
        self.standby.see(picture)
        return replace(state, alerts=self.standby.over(state.alerts))

    def ring_unwritten(self, state: DeskState, *, failing: bool) -> DeskState | None:
        """Ring what is due by the rows read last though nobody could raise it; return the picture with it, None when nothing is new."""
        if self.standby is None or not self.standby.look(failing=failing):
            return None
        return replace(state, alerts=self.standby.over(state.alerts))

    async def lines(self, seqs: Sequence[int], names: dict[str, str]) -> list[Line]:
        """Read log lines by seq."""
        return await self.read(lambda views: [line_of(entry, names) for entry in views.entries(seqs)])

    def moved(self) -> bool:
        """Whether anything was committed since the last look (3 µs)."""
        return self._feed.moved()

    # ------------------------------------------------------------ writing

    async def write(self, work: Callable[[Container], Result]) -> Result:
        """Run something with the house on the writer's thread."""
        return await self._run(self._writer, lambda: self._with_house(work))

    def _with_house(self, work: Callable[[Container], Result]) -> Result:
        if self._house is None:
            from dutydesk.bootstrap import open_container

            self._house = open_container(self.path, clock=self.clock, faults=self.faults, by_key=self.came is not None)
            self._compare_books(self._house)
        accepted = self._house.desk.accepted
        result = work(self._house)
        if self._house.desk.accepted != accepted:
            self._compare_books(self._house)
        return result

    def _compare_books(self, container: Container) -> None:
        """See what of the accepted books cannot be used, and what else is offered: the configured folder, this version's own."""
        from dutydesk.capabilities.rulebooks import handlers as bound

        with suppress(Worded, OSError):
            self.broken = bound.broken(container.views, self.rulebook)
            self.unaccepted = bound.differs(container.views, self.rulebook) if self.rulebook is not None else []
            self.upgrade = bound.upgraded(container.views)

    async def perform(
        self,
        act: Act,
        act_id: str | None = None,
        signed: Sequence[str] = (),
        *,
        ask: str = "",
        draft: str = "",
        since: int | None = None,
    ) -> Done:
        """Perform an act as this session's officer; raise what the desk raises.

        Args:
            act: the act.
            act_id: its id, so that a retry is recognised.
            signed: who signed it here too.
            ask: who is asked to sign it in a session of their own.
            draft: the place whose draft it saves, wiped in the same transaction.
            since: see ``Desk.perform``.
        """
        actor = self.actor  # who sits here now: another person may take over before the writer's turn comes
        return await self.write(
            lambda container: container.desk.perform(
                act, actor=actor, act_id=act_id, signed=signed, ask=ask, draft=draft, since=since
            )
        )

    async def look_at(self, act: Act, signed: Sequence[str]) -> Refused | None:
        """Return what stops an act only where these people sign here; raise what stops it anyhow. Nothing is written."""
        actor = self.actor
        return await self.write(lambda container: container.desk.look_at(act, actor=actor, signed=signed))

    async def check_signature(self, officer: str, secret: str) -> None:
        """Check that somebody signs here with the own secret; see ``accounts.login``."""
        from dutydesk.capabilities.accounts.login import check_signature

        where = self.terminal
        await self.write(lambda container: check_signature(container.desk, officer, secret, where))

    async def perform_as(
        self, officer: str, secret: str, act: Act, act_id: str | None = None, *, since: int | None = None
    ) -> Done:
        """Perform an act as another officer at this terminal, who proves it with the own secret (refused as at a login)."""
        where = self.terminal

        def work(container: Container) -> Done:
            from dutydesk.capabilities.accounts.login import check_signature

            check_signature(container.desk, officer, secret, where)
            return container.desk.perform(act, actor=officer, act_id=act_id, signed=(officer,), since=since)

        return await self.write(work)

    async def tick(self) -> Ticked:
        """One look at what is due; what is to leave the house is carried by threads of its own."""
        rung = self.standby.rung() if self.standby is not None else []
        return await self.write(lambda container: _tick(container, rung))

    async def keep_draft(self, place: str, body: str, officer: str = "") -> bool:
        """Keep what was typed; False when it may not be written."""
        from dutydesk.store import drafts

        actor = officer or self.actor
        return await self.write(lambda h: drafts.keep(h.desk.store, actor, place, body, h.desk.now()))

    async def drafts(self) -> dict[str, str]:
        """Return this officer's drafts by place, the oldest first."""
        from dutydesk.store import drafts

        actor = self.actor
        return await self.read(lambda views: drafts.all_of(views, actor))

    def keep_draft_now(self, place: str, body: str, officer: str) -> None:
        """Keep a draft on the way out, on the caller's thread."""
        from dutydesk.store import drafts

        self._with_house(lambda h: drafts.keep(h.desk.store, officer, place, body, h.desk.now()))

    async def take_back_drafts(self) -> None:
        """Put drafts that the store could not take before into it; as long as it cannot, they stay in their file."""
        from dutydesk.store import aside

        state = user_folder("state")
        if not any(path.exists() for path in aside.places(self.path, state)):
            return
        with suppress(StoreError):
            await self.write(lambda container: aside.take_back(container.desk.store, state, container.desk.now()))

    async def draft(self, place: str) -> str:
        """Return this officer's draft for a place."""
        from dutydesk.store import drafts

        actor = self.actor
        return await self.read(lambda views: drafts.find(views, actor, place))

    # ------------------------------------------------------------ who sits here

    async def needs_secret(self, officer: str) -> bool:
        """Whether a person is asked for a secret: always on a real store, in a drill where there is one."""
        return await self.read(lambda views: views.has_secret(officer) or views.meta().get("drill") != "1")

    async def check_secret(self, officer: str, secret: str) -> Proof:
        """Check a typed secret; see ``accounts.login``."""
        from dutydesk.capabilities.accounts import login

        where = self.terminal
        return await self.write(lambda container: login.check_secret(container.desk, officer, secret, where))

    async def change_secret(self, officer: str, secret: str) -> None:
        """Set a person's own new secret; the old one was checked just before."""
        from dutydesk.capabilities.accounts import login
        from dutydesk.capabilities.accounts.acts import SetSecret

        def work(container: Container) -> None:
            digest = login.new_digest(container.views, self.rights, officer, secret)
            container.desk.perform(SetSecret(officer=officer, digest=digest), actor=officer, signed=(officer,))

        await self.write(work)

    async def new_digest(self, officer: str, secret: str) -> str:
        """Return the digest of a secret that is given to somebody.

        Raises:
            Refused: it is not good enough.
        """
        from dutydesk.capabilities.accounts import login

        return await self.write(lambda container: login.new_digest(container.views, self.rights, officer, secret))

    async def try_channel(self, name: str) -> Outcome:
        """Send one marked message through a channel, beside the watch, and write what came of it.

        Raises:
            Refused: there is no such channel, or it is a program and this session came from outside.
        """
        from dutydesk.watch.channels import deliver, trial

        actor = self.actor
        spec, outgoing = await self.write(
            lambda container: trial.message(container.desk.books.channels, name, container.views)
        )
        if self.came is not None and spec.kind == "command":
            raise Refused("", "SSH 上不启动程序: 请在本机测试 {0}", name)
        outcome = await self._run(self._checker, deliver, spec, outgoing, outgoing.raised_at)
        await self.write(lambda container: trial.keep(container.desk, spec, outcome, actor))
        return outcome

    async def log_in(self, officer: str, *, proved: bool, instead_of: str = "") -> None:
        """Write that a session began, or changed hands."""
        from dutydesk.capabilities.accounts import login

        where, key = self.terminal, self.came.fingerprint if self.came is not None else ""
        await self.write(
            lambda container: login.log_in(
                container.desk, officer, where, proved=proved and not key, instead_of=instead_of, key=key
            )
        )

    async def log_out(self) -> None:
        """Write that the session ended."""
        from dutydesk.capabilities.accounts import login

        actor, where = self.actor, self.terminal
        await self.write(lambda container: login.log_out(container.desk, actor, where))

    async def check_store(self, last: int) -> str:
        """Check file and chain (the newest ``last`` rows); return what is wrong, empty when sound. Modes are kept in ``open_files``."""
        from dutydesk.store import integrity, modes

        def work() -> str:
            self.open_files = [path.name for path, _mode in modes.open_to_others(self.path)]
            damage = integrity.quick_check(self.path)
            if damage:
                return damage
            views = Views.open(self.path)
            since = max(0, views.head()[0] - last)
            views.close()
            return integrity.verify_chain(self.path, since=since).detail

        return await self._run(self._checker, work)  # no thread of the loop's own: it would wait for it at its end

    async def stop_writing(self, reason: str) -> None:
        """Refuse all further writes."""
        await self.write(lambda container: container.desk.store.stop(reason))

    def last_watched(self) -> int | None:
        """When somebody last watched (µs), by the heartbeat file."""
        from dutydesk.watch.heartbeat import Heartbeat

        return Heartbeat(self.path).last()

    def close(self, *, with_process: bool = False) -> None:
        """Close threads and connections; no read or write is begun from here on. A write that is under way is waited for; a read or a check is given up.

        Args:
            with_process: the process ends now: a write side that is still being opened, which nobody has used, goes
                with it.
        """
        self._closed = True
        self._checker.shutdown(wait=False, cancel_futures=True)
        self._sight.whole.interrupt()
        self._reader.shutdown(wait=True, cancel_futures=True)
        if with_process and self._house is None:
            return
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._feed.close()
        self._sight.whole.close()
        if self._house is not None:
            self._house.close()
        self.faults.close()

    def now(self) -> int:
        """Return the wall clock (µs)."""
        return self.clock.wall()
