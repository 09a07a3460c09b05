"""The desk itself: one object that performs acts on one store, whoever asks (screen, command line, script)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any

from dutydesk.capabilities import collect
from dutydesk.capabilities.consents.handlers import asking
from dutydesk.capabilities.log.events import ActRefused
from dutydesk.capabilities.log.lines import name_items
from dutydesk.clock import Timekeeper
from dutydesk.desk import overtaken
from dutydesk.i18n import tell_time_by
from dutydesk.ids import new_id
from dutydesk.kernel import acts
from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.text import refuse_marked
from dutydesk.store import drafts
from dutydesk.store.engine import AlreadySavedError, Store, Transaction
from dutydesk.store.journal import Row
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rulebooks import accepted_seq
from dutydesk.usecase import handling
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import Books, load_books
from dutydesk.usecase.entitled import check_right
from dutydesk.usecase.handling import perform
from dutydesk.usecase.work import Work

collect("handlers")


@dataclass(frozen=True, slots=True)
class Done:
    """What an act left behind: its own row first, then all that followed from it. ``again``: it was saved before."""

    id: str
    seq: int
    rows: tuple[Row, ...] = ()
    again: bool = False


class _RehearsedError(Exception):
    """Ends a transaction of which nothing is to stay."""


class Desk:
    """Performs acts: checks rights, reads what was typed, asks the domain, writes in one transaction.

    ``by_key``: it serves a session that came in over SSH and proved only a key. It names no files of the machine, and what
    a person signs for takes the own secret.
    """

    def __init__(
        self, store: Store, timekeeper: Timekeeper, books: Books, *, accepted: int = -1, by_key: bool = False
    ) -> None:
        self.by_key = by_key
        self.store = store
        self.timekeeper = timekeeper
        self.books = books
        self.accepted = accepted
        """The row by which the books were accepted; -1: not looked at yet, they are as given."""
        tell_time_by(self.now)
        name_items(books.checklist)

    def now(self) -> Instant:
        """Return the wall clock."""
        return self.timekeeper.clock.wall()

    def work(
        self,
        tx: Transaction,
        actor: str,
        act_id: str | None = None,
        act: type[acts.Act] | None = None,
        signed: frozenset[str] = frozenset(),
        said: Instant | None = None,
    ) -> Work:
        """Return what a use case works with inside a transaction; what it makes is named after the act."""
        if act is not None:
            act_id = act_id or new_id()
            tx.begin_act(act_id)
        self.timekeeper.look(tx.head()[0])
        effective_now = self.timekeeper.effective_now if self.timekeeper.stepped() else _judge_by_wall(tx.now)
        self.take_up(Views(tx.execute))
        times = acts.times_of(act) if act else {}
        return Work(
            tx,
            Views(tx.read, path=tx.path),
            self.books,
            actor,
            tx.now,
            tx.now if said is None else said,
            effective_now,
            act_id,
            times,
            signed,
        )

    def take_up(self, reader: Reader) -> None:
        """Take up the books that any session accepted meanwhile: rules, rights, channels, checklist, all at once."""
        seq = accepted_seq(reader)
        if self.accepted not in (-1, seq):
            self.books = load_books(source_of(reader))
            name_items(self.books.checklist)
        self.accepted = seq

    def perform(
        self,
        act: acts.Act,
        *,
        actor: str,
        act_id: str | None = None,
        signed: Iterable[str] = (),
        ask: str = "",
        draft: str = "",
        said: Instant | None = None,
        since: int | None = None,
        brought: handling.Brings | None = None,
    ) -> Done:
        """Perform an act.

        Args:
            act: what to do, in the words of the person.
            actor: officer id; ``DESK`` for what happens by itself.
            act_id: the caller's id of the act; the same id twice is saved once.
            signed: others who proved with it who they are (``login.check_secret``): their consent is a signature.
            ask: who is asked to sign it in a session of their own, by account or name: it waits for that and is not done yet.
            draft: the place of the actor's draft that this act saves: wiped in the same transaction.
            since: how far of the journal was known to whoever filled the form; what was saved of the same since then
                is shown before anything is written over it (``OvertakenError``).
            brought: what it brings from outside the store, where whoever asks has it already; else it is read here.
            said: the act's own time, where it was said before it could be performed here; now, when left out.

        Raises:
            Refused: nothing changed; the reason names the field.
            StoreError: the store could not take it; nothing was written.
        """
        came: handling.Brings | None = brought

        def bring() -> handling.Brings | None:
            if brought is not None or type(act) not in handling.BROUGHT:
                return brought
            self.store.write(lambda tx: check_right(self.work(tx, actor), act.RIGHT), now=self.now())
            if self.by_key and actor != DESK:
                check_files(act)
            _check_storable(act)
            return handling.brought(act, self.store.path)

        def do(tx: Transaction) -> Done:
            if act_id is not None and tx.has(act_id):
                raise AlreadySavedError(act_id)
            if said is not None and said > tx.now:
                raise Refused("", "时间在将来: {0} (现在 {1})", When(said), When(tx.now))
            work = self.work(tx, actor, act_id, type(act), frozenset(signed), said)
            work.brought = came
            self._check_session(work, act)
            row = _done(work, act, ask)
            if since is not None:
                overtaken.check(tx, act, since)
            if draft:
                drafts.wipe(tx, actor, draft)
            return Done(row.id, row.seq, tuple(tx.appended))

        try:
            came = bring()
            return self.store.write(do, now=self.now())
        except AlreadySavedError as error:
            return Done(error.row_id, 0, again=True)
        except Refused as refusal:
            if came is not None:
                self._take_back(came)
            if refusal.traced:
                self._trace(act.NAME, refusal, actor, getattr(act, "matter", ""))
            raise

    def _take_back(self, came: handling.Brings) -> None:
        """Leave nothing of what a refused act brought; under the store's lock, so that no other act is about to name it."""
        self.store.write(lambda tx: came.take_back(self.work(tx, DESK)), now=self.now())

    def look_at(self, act: acts.Act, *, actor: str, signed: Iterable[str]) -> Refused | None:
        """Return what would stop an act if these people signed it at this terminal, though not in sessions of their own.

        Raises:
            Refused: it would be refused either way; what is said is what stops it here.
        """
        signed = list(signed)
        try:
            self.rehearse(act, actor=actor, signed=signed)
        except Refused as stops:
            with suppress(Refused):
                self.rehearse(act, actor=actor, signed=signed, elsewhere=True)
                return stops
        else:
            return None
        self.rehearse(act, actor=actor, signed=signed, traced=True)
        return None

    def rehearse(
        self,
        act: acts.Act,
        *,
        actor: str,
        signed: Iterable[str] = (),
        traced: bool = False,
        elsewhere: bool = False,
    ) -> tuple[Row, ...]:
        """Return the rows that an act would write; nothing of it stays.

        What a form asks before it opens, before anybody signs, and what an import shows: the checks are the act's own.
        ``elsewhere``: those who signed did so in sessions of their own. ``traced``: a refusal worth it leaves its entry (R30), as when the act is performed.

        Raises:
            Refused: as when it is performed.
            StoreError: the store could not be asked.
        """
        rows: list[Row] = []

        def do(tx: Transaction) -> None:
            work = self.work(tx, actor, None, type(act), frozenset(signed))
            work.elsewhere = elsewhere
            if self.by_key:
                check_files(act)
            _done(work, act, "")
            rows.extend(tx.appended)
            raise _RehearsedError

        try:
            self.store.write(do, now=self.now())
        except _RehearsedError:
            pass
        except Refused as refusal:
            if traced and refusal.traced:
                self._trace(act.NAME, refusal, actor, getattr(act, "matter", ""))
            raise
        return tuple(rows)

    def require(self, right: str, *, actor: str, what: str) -> None:
        """Ask for a right where no act is performed: a read, a repair. A refusal is an entry like that of an act.

        Raises:
            Refused: the actor may not.
        """
        try:
            self.store.write(lambda tx: check_right(self.work(tx, actor), right), now=self.now())
        except Refused as refusal:
            self._trace(what, refusal, actor)
            raise

    def note(self, event: Event, *, actor: str, matter_id: str | None = None) -> Row:
        """Write down what happened outside of any act: something left the house, somebody looked at what is restricted.

        Raises:
            StoreError: the store could not take it.
        """
        return self.store.write(lambda tx: tx.append(event, actor=actor, matter_id=matter_id), now=self.now())

    def _check_session(self, work: Work, act: acts.Act) -> None:
        """Refuse, in a session that proved only a key, a file of the machine, and a signature without the secret."""
        if not self.by_key or work.actor == DESK:
            return
        check_files(act)
        work.by_key = _has_secret(work)
        if act.proves():
            work.check_own()

    def _trace(self, name: str, refusal: Refused, actor: str, named: str = "") -> None:
        """Write the refusal as an entry of its own kind (R30), on the matter it was about if that exists."""

        def do(tx: Transaction) -> None:
            found = Views(tx.execute).matter(named) if named else None
            event = ActRefused(act=name, field=refusal.field, reason=str(refusal))
            tx.append(event, actor=actor, matter_id=found.id if found else None)

        self.store.write(do, now=self.now())


def _done(work: Work, act: acts.Act, ask: str) -> Row:
    check_right(work, act.RIGHT)
    _check_storable(act)
    return asking.ask(work, act, ask) if ask else perform(work, act)


def check_files(act: acts.Act) -> None:
    """Refuse a field that names a file of the machine."""
    for item in fields(act):
        value = getattr(act, item.name)
        if item.metadata.get("file") and value and value != "-":
            raise Refused(item.name, "SSH 上不读也不写服务器的文件: 只可用 - (标准输入)")


def _has_secret(work: Work) -> bool:
    """Whether the actor has a secret to give: on a real store always, in a drill where one was set."""
    return not work.views.is_drill() or work.views.has_secret(work.actor)


def _judge_by_wall(now: Instant) -> Callable[[int], Instant]:
    return lambda _born_seq: now


def _check_storable(act: acts.Act) -> None:
    """Refuse, naming the field, whatever may not even be looked up: lone surrogates, NUL, a state-secret marking."""
    for item in fields(act):
        value: Any = getattr(act, item.name)
        words = [*value.keys(), *value.values()] if isinstance(value, dict) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        for word in words if isinstance(words, list) else [words]:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(word, str) and any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in word):
                raise Refused(item.name, "文字中有不能保存的字符 (NUL 或残缺字符)")
            if isinstance(word, str) and not item.metadata.get("graded"):
                with naming(item.name):
                    refuse_marked(word)
