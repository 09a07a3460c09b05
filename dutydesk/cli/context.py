"""What a command works with: the store, who acts, how to print."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk import config, i18n, terminal
from dutydesk.bootstrap import Container, bring_up, open_container
from dutydesk.clock import Clock, DrillClock, SystemClock
from dutydesk.i18n import say
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store import connect
from dutydesk.store.views import OfficerView, Views
from dutydesk.store.views.seen import NOBODY, holders, is_any, masked_for, outgoing, seen_by

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace

    from dutydesk.capabilities.accounts.login import Proof
    from dutydesk.capabilities.matters.rules import Matter
    from dutydesk.kernel.acts import Act
    from dutydesk.remote import Remote
    from dutydesk.usecase.accepted import Accepted


SECRET_BYTES = 4096
"""A secret has at most 1024 characters; UTF-8 takes up to four bytes for each."""


class CommandError(Worded):
    """A command cannot be carried out; one sentence for stderr."""


class Context:
    """One run of the command line."""

    def __init__(self, parsed: argparse.Namespace | SimpleNamespace, came: Remote | None = None) -> None:
        self.parsed = parsed
        self.came = came
        """Who came in over SSH, None at the machine itself."""
        self.json: bool = getattr(parsed, "json", False)
        self.config = config.load()
        if self.config.lang and not getattr(parsed, "lang", None) and not os.environ.get("DUTYDESK_LANG"):
            i18n.use(i18n.choose(self.config.lang))
        i18n.tell_time_by(self.now)
        self.path: Path = config.store_path(getattr(parsed, "db", None), self.config)
        if self.config.told is not None:
            print(one_line(f"{i18n.explain(self.config.told)} ({say('库')}: {self.path})"), file=sys.stderr)
        self._proved = came.officer if came is not None else ""
        self._proofs: dict[str, Proof] = {}
        self._opened: Views | None = None
        """The store as it is; ``views`` is what whoever asks may see of it."""
        self.act: type[Act] | None = None
        """The act under way: whose fields a refusal names."""

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock, or a made-up one on a drill store.

        Raises:
            CommandError: ``--clock`` or ``--speed`` on a real store.
        """
        typed, speed = getattr(self.parsed, "clock", None), getattr(self.parsed, "speed", None)
        if typed is None and speed is None:
            return SystemClock()
        self._bring_up()
        views = Views.open(self.path)
        drill = views.meta().get("drill") == "1"
        views.close()
        return made_up_clock(typed, speed, drill=drill)

    @cached_property
    def container(self) -> Container:
        """The open desk."""
        self._bring_up()
        return open_container(self.path, clock=self.clock, by_key=self.came is not None)

    @cached_property
    def rulebook(self) -> Accepted | None:
        """The books that count for this store: what it accepted, None for the shipped ones. Never just a folder."""
        from dutydesk.usecase.accepted import source_of

        if self._opened is None:
            _ = self.views
        assert self._opened is not None
        return source_of(self._opened)

    @cached_property
    def views(self) -> Views:
        """Reads only: the write side is not imported for them."""
        self._bring_up()
        opened = Views.open(self.path)
        if connect.is_immutable(self.path):
            print(i18n.say("库在只读的磁盘上: 只看不写"), file=sys.stderr)
        self._opened = opened
        self.__dict__["views"] = seen_by(opened, self._proved or NOBODY)  # what proving who one is reads by
        return self._shortened(seen_by(opened, self._reads_as()))

    def _shortened(self, views: Views) -> Views:
        """Return the same reads with numbers shortened where whoever is named may not write (an auditor)."""
        typed = self._proved or getattr(self.parsed, "actor", None) or os.environ.get("DUTYDESK_AS") or ""
        found = [one for one in views.officers().values() if typed in (one.id, one.name)] if typed else []
        if len(found) != 1:
            return views
        from dutydesk.usecase.books import load_rights

        return views if load_rights(self.rulebook).may(found[0].roles, "write") else masked_for(views)

    def going_out(self) -> None:
        """Read from here on what may leave the house: the mobile and identity numbers of people are shortened."""
        self.__dict__["views"] = outgoing(self.views)

    def _reads_as(self) -> str:
        """Return who reads, proved; nobody in particular where nothing is restricted to named people.

        Reading needs no name: one that cannot be proved here (no terminal, no file with the secret) reads what everybody may.
        """
        typed = getattr(self.parsed, "actor", None) or ""
        if self._proved or not typed or self._opened is None or not is_any(self._opened):
            return self._proved or NOBODY
        who = named(self.views, typed)
        if not self.views.has_secret(who.id):
            return who.id if self.views.meta().get("drill") == "1" else NOBODY
        if not (sys.stdin.isatty() or os.environ.get("DUTYDESK_SECRET_FILE")):
            return NOBODY
        self._proof(who)
        return who.id

    def opened(self, matter_id: str, how: str) -> None:
        """Write down who looked at a matter that only named people see, and ``how``; nothing for all others."""
        if holders(self.views, matter_id) is None:
            return
        from dutydesk.capabilities.restricted.events import RestrictedOpened

        reader = self._proved or self._reads_as()
        self.container.desk.note(RestrictedOpened(how=how), actor=reader, matter_id=matter_id)

    def matter(self, name: str) -> Matter:
        """Return a matter by number, label or id, as whoever asks may see it.

        Raises:
            CommandError: there is none; an attempt on one that is restricted to others is an entry that its holders see.
        """
        found = self.views.matter(name) if name else None
        if found is not None:
            return found
        hidden = self._opened.matter(name) if name and self._opened is not None else None
        if hidden is not None:
            self._trace_refused(name, hidden.id)
        raise CommandError("没有这个事项: {0}", name or "-")

    def _trace_refused(self, name: str, matter_id: str) -> None:
        """Write down that somebody who may not know of a matter asked for it; the reading commands prove nobody."""
        from dutydesk.capabilities.log.events import ActRefused
        from dutydesk.kernel.people import DESK
        from dutydesk.store.errors import StoreError

        typed = getattr(self.parsed, "actor", None) or os.environ.get("DUTYDESK_AS") or "-"
        reason = str(Worded("限定知悉, 未给看: {0}; 自称 {1}, {2}", name, typed, terminal.here()))
        event = ActRefused(act=str(getattr(self.parsed, "command", "")), field="matter", reason=reason)
        with suppress(StoreError):
            self.container.desk.note(event, actor=self._proved or DESK, matter_id=matter_id)

    def _bring_up(self) -> None:
        """Migrate a store of an older version before it is used, and say where the copy of it is."""
        copy = bring_up(self.path)
        if copy is not None:
            print(i18n.say("库已升级到本版本; 升级前的副本: {0}", str(copy)), file=sys.stderr)

    def now(self) -> int:
        """Return the wall clock of this command (µs)."""
        return self.clock.wall()

    def actor(self, *, changing: bool = False) -> str:
        """Return the officer who acts, the secret checked where there is one; asked once a run.

        Args:
            changing: the command is about to change the own secret, so an old one will do.

        Raises:
            CommandError: nobody was named, the person is unknown, there is no secret, or it must be changed first.
            Refused: the secret is wrong, or the account locked or out of use.
        """
        if not self._proved:
            who = self.person()
            if self.views.has_secret(who.id):
                self._prove(who, changing=changing)
            elif self.views.meta().get("drill") != "1":
                raise CommandError("{0} 还没有口令, 不能在真实库上操作; 请主任或管理员用 people secret 代设", who.name)
            self._proved = who.id
            if self._opened is not None:
                self.__dict__["views"] = self._shortened(seen_by(self._opened, who.id))
        return self._proved

    def person(self) -> OfficerView:
        """Return who is named for the act; nothing is proved by it.

        Raises:
            CommandError: nobody was named, or the person is unknown.
        """
        return named(self.views, getattr(self.parsed, "actor", None) or os.environ.get("DUTYDESK_AS") or "")

    def _prove(self, who: OfficerView, *, changing: bool) -> None:
        proof = self._proof(who)
        if proof.must_change is None or changing:
            return
        if not sys.stdin.isatty():
            raise CommandError("{0}: {1}; 请先运行 dutydesk people secret", who.name, proof.must_change)
        print(i18n.explain(proof.must_change), file=sys.stderr)
        self.change_secret(who.id, who.id, read_new_secret(say("{0} 的新口令: ", who.name)))

    def _proof(self, who: OfficerView) -> Proof:
        """Check the secret of whoever is named, asked once a run.

        Raises:
            Refused: it is wrong, or the account locked or out of use.
        """
        from dutydesk.capabilities.accounts.login import prove
        from dutydesk.usecase.books import load_rights

        if self._proofs.get(who.id) is None:
            secret = read_secret(self._asking(who))
            rights, here = load_rights(self.rulebook), terminal.here()
            self._proofs[who.id] = prove(
                self.views, rights, who.id, secret, here, self.now(), lambda: self.container.desk
            )
        return self._proofs[who.id]

    def _asking(self, who: OfficerView) -> str:
        """Return what a person is asked: the own secret, and the code of the device behind it where one was set."""
        return say("{0} 的口令, 空一格, 动态码: " if self.views.has_factor(who.id) else "{0} 的口令: ", who.name)

    def signer(self, typed: str, option: str = "--signed") -> str:
        """Return the officer who signs at this terminal beside the one who acts, the own secret checked.

        Args:
            typed: account or name, or ``name=file`` with a file of the secret, where there is no terminal.
            option: how the command names who signs.

        Raises:
            CommandError: nobody of that name, or no secret was to be had.
            Refused: the secret is wrong, or the account locked or out of use.
        """
        from dutydesk.capabilities.accounts.login import check_signature

        name, _, path = typed.partition("=")
        who = named(self.views, name or "-")
        needed = self.views.has_secret(who.id) or self.views.meta().get("drill") != "1"
        if needed and not path and not sys.stdin.isatty():
            raise CommandError("需要 {0} 的口令: 请在终端运行, 或写 {1} {0}=口令文件", who.name, option)
        secret = typed_secret(self._asking(who), path) if needed else ""
        check_signature(self.container.desk, who.id, secret, terminal.here())
        return who.id

    def change_secret(self, actor: str, officer: str, secret: str) -> int:
        """Set a secret that was typed twice; return the seq of its entry.

        Raises:
            Refused: it is too easy, the old one, or the actor may not.
        """
        from dutydesk.capabilities.accounts.acts import SetSecret
        from dutydesk.capabilities.accounts.login import new_digest

        digest = new_digest(self.views, self.container.desk.books.rights, officer, secret)
        return self.container.desk.perform(SetSecret(officer=officer, digest=digest), actor=actor).seq

    def close(self) -> None:
        """Close what was opened for reading, so that the last one out folds the log into the store."""
        opened = self.__dict__.pop("views", None)
        if opened is not None:
            opened.close()

    # ------------------------------------------------------------ printing

    def object(self, content: Mapping[str, Any]) -> None:
        """Print one JSON object on a line of its own; escaped on a terminal, where raw text could act."""
        print(json.dumps(content, ensure_ascii=sys.stdout.isatty()))

    def text(self, text: str) -> None:
        """Print text that was cleaned already."""
        print(text)


def made_up_clock(typed: str | None, speed: float | None, *, drill: bool) -> Clock:
    """Return the clock for ``--clock`` and ``--speed``.

    Raises:
        CommandError: the store is a real one, or the time is none.
    """
    if not drill:
        raise CommandError("--clock 和 --speed 只能用于演练库: 真实日志不能有虚构的时间")
    from dutydesk.kernel.instants import local_date, start_of
    from dutydesk.kernel.when import BEGINS, read

    system = SystemClock().wall()
    midnight = start_of(local_date(system))  # an hour alone is one of today
    start = read(typed, system, BEGINS, since=midnight - 1) if typed else system
    if speed is not None and not 0 < speed <= 100_000:
        raise CommandError("--speed 须大于 0 且不超过 100000")
    return DrillClock(start, speed or 1.0)


def named(views: Views, typed: str) -> OfficerView:
    """Return the person of a name or account; nobody named: who is on duty in a drill, or the only one.

    Raises:
        CommandError: nobody, or several.
    """
    officers = views.officers()
    if not typed:
        typed = _unnamed(views, list(officers))
    found = [officer for officer in officers.values() if typed in (officer.id, officer.name)]
    if len(found) != 1:
        raise CommandError("没有这个人: {0}", typed)
    return found[0]


def _unnamed(views: Views, known: list[str]) -> str:
    drill = views.meta().get("drill") == "1"
    shift = views.shift()
    if drill and shift is not None and (shift.a or shift.b):
        return shift.a or shift.b
    if len(known) != 1 and not (drill and known):
        raise CommandError("请写明是谁: --as 姓名 或 DUTYDESK_AS")
    return known[0]


def read_secret(prompt: str, path: str | None = None) -> str:
    """Return a secret from a file or the terminal.

    Raises:
        CommandError: there is neither.
    """
    path = path or os.environ.get("DUTYDESK_SECRET_FILE")
    if not path and not sys.stdin.isatty():
        raise CommandError("需要口令: 请在终端运行, 或用 DUTYDESK_SECRET_FILE 指明口令文件")
    return typed_secret(prompt, path)


def typed_secret(prompt: str, path: str | None) -> str:
    """Return a secret from the named file, else as typed."""
    if path:
        return _secret_of(path)
    import getpass

    return getpass.getpass(prompt)


def read_new_secret(prompt: str, path: str | None = None) -> str:
    """Return a new secret from a file, or typed twice on the terminal.

    Raises:
        CommandError: there is neither, or the two differ.
    """
    if path:
        return _secret_of(path)
    if not sys.stdin.isatty():
        raise CommandError("需要新口令: 请在终端运行, 或用 --secret-file 指明口令文件")
    import getpass

    secret = getpass.getpass(prompt)
    if getpass.getpass(say("再输一次: ")) != secret:
        raise CommandError("两次输入不一样; 未改动")
    return secret


def _secret_of(path: str) -> str:
    """Return the secret in a file, read to ``SECRET_BYTES``: a wrong path must not be read for ever."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(SECRET_BYTES + 1)
        if len(content) > SECRET_BYTES:
            raise CommandError("口令文件大于 {0} 字节, 未读: {1}", SECRET_BYTES, path)
        return content.decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("读不出口令文件: {0}", path) from error
