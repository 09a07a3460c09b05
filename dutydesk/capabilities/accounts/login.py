"""Proving who somebody is: the one place that looks at a secret.

Used by the command line, the screen and signatures. A wrong secret is counted in the journal, whatever the
terminal; too many lock the account for a while and the leader on duty is told. The secret itself goes
nowhere: not into the journal, a draft, an error or a log.

A right secret needs no write, so opening the desk does not wait for the store's write side; only failures
and the beginning and end of sessions are written. Where a person set a second factor, the code stands behind the secret
(``factor``), and that it was used is written: it is taken once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.accounts import factor, reads
from dutydesk.capabilities.accounts.secrets import matches
from dutydesk.kernel.instants import DAY, Instant, When
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused, WrongSecretError
from dutydesk.kernel.rights import Rights
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import OfficerView, Views

if TYPE_CHECKING:
    from dutydesk.desk.service import Desk
    from dutydesk.store.engine import Transaction


@dataclass(frozen=True)
class Proof:
    """Somebody proved who they are. ``must_change``: why the secret must be changed before anything else, or None."""

    officer: str
    must_change: Worded | None = None


def check_secret(desk: Desk, officer: str, secret: str, terminal: str) -> Proof:
    """Check a typed secret; failures are counted, too many lock the account.

    Args:
        desk: whose store and limits.
        officer: account id.
        secret: what was typed.
        terminal: where it was typed (``terminal.here()``).

    Raises:
        Refused: wrong, locked, out of use, or no secret at all; the sentence says which and what to do.
    """
    views = Views.open(desk.store.path)
    try:
        return prove(views, desk.books.rights, officer, secret, terminal, desk.now(), lambda: desk)
    finally:
        views.close()


def check_signature(desk: Desk, officer: str, secret: str, terminal: str) -> None:
    """Check that somebody signs with the own secret: the same door as a login, failures, lock and trace included.

    On a drill store a person without a secret needs none.

    Raises:
        Refused: wrong, locked, out of use, no secret at all, or one that must be changed first.
    """
    views = Views.open(desk.store.path)
    try:
        who = views.officers().get(officer)
        if who is not None and not who.disabled and not views.secret(officer) and views.meta().get("drill") == "1":
            return
        proof = prove(views, desk.books.rights, officer, secret, terminal, desk.now(), lambda: desk)
        if proof.must_change is not None:
            name = who.name if who is not None else officer
            raise Refused("secret", "{0} 还不能签字: {1}; 请先登录修改", name, proof.must_change)
    finally:
        views.close()


def prove(
    views: Views, rights: Rights, officer: str, secret: str, terminal: str, now: Instant, desk: Callable[[], Desk]
) -> Proof:
    """Check a secret as ``check_secret`` does; ``desk`` is asked for only when something must be written."""
    account = reads.account(views, officer)
    who = views.officers().get(officer)
    if who is None:
        raise Refused("", "没有这个人: {0}", officer)
    _check_open(views, rights, who, account, terminal, now)
    if not account.digest:
        raise Refused("", "{0} 还没有口令; 请主任或管理员用 people secret 代设", who.name)
    second = reads.factor_of(views, officer)
    if second is None:
        if not matches(secret, account.digest):
            raise _failed(desk(), who, terminal)
    else:
        _prove_both(desk, who, secret, account, second, terminal, now)
    if reads.failures(views, officer, 0, terminal):
        _settle(desk(), who, terminal)
    return Proof(officer, why_change(account, rights, now))


def _prove_both(
    desk: Callable[[], Desk],
    who: OfficerView,
    typed: str,
    account: reads.AccountView,
    second: reads.FactorView,
    terminal: str,
    now: Instant,
) -> None:
    """Check secret and code; which of the two was wrong is not said. A code that is used again is refused, and no failure."""
    secret, code = factor.parted(typed)
    if not code:
        raise Refused("", "{0} 设了动态码: 在口令后空一格, 再写验证器上的 6 位数字", who.name)
    right, step = matches(secret, account.digest), factor.step_of(second.shared, code, now)
    if not right or step is None:
        failed = _failed(desk(), who, terminal)
        raise WrongSecretError("", "{0} (也可能是动态码不对: 核对设备的时间, 等下一个再试)", failed)
    _spend(desk(), who, step)


def _spend(desk: Desk, who: OfficerView, step: int) -> None:
    """Keep that a code was used, unless it was already."""
    from dutydesk.store import secrets  # heavy: only who has a second factor writes at a login

    def work(tx: Transaction) -> None:
        second = reads.factor_of(Views(tx.execute), who.id)
        if second is None or step <= second.used:
            raise Refused("", "{0} 的这个动态码已用过; 等设备上的下一个 (至多半分钟)", who.name)
        secrets.spend_code(tx, who.id, step)

    desk.store.write(work, now=desk.now())


def spelled(who: OfficerView) -> str:
    """Return a person as the notice about a locked account names them: no two are the same."""
    return who.name if who.name == who.id else f"{who.name} ({who.id})"


def why_change(account: reads.AccountView, rights: Rights, now: Instant) -> Worded | None:
    """Return why a secret must be changed now (not raised): given by another, or too old."""
    if account.must_change:
        return Worded("口令是别人代设的, 须先改成自己的")
    if now - account.set_at > rights.limits.change:
        return Worded("口令已用 {0} 天, 超过 {1} 天须更改", (now - account.set_at) // DAY, rights.limits.change // DAY)
    return None


def _check_open(
    views: Views, rights: Rights, who: OfficerView, account: reads.AccountView, terminal: str, now: Instant
) -> None:
    if who.disabled:
        raise Refused("", "{0} 的账号已停用", who.name)
    until = reads.locked_at(views, account, terminal, now)
    if until is not None:
        others = _who_may(views, rights, who, "unlock")
        if others:
            told = "{0} 的账号因口令连错在这里已锁定至 {1}; 可请 {2} 在任一终端解锁 (people unlock)"
            raise Refused("", told, who.name, When(until), others)
        raise Refused("", "{0} 的账号因口令连错在这里已锁定至 {1}", who.name, When(until))


def _who_may(views: Views, rights: Rights, who: OfficerView, right: str) -> list[str]:
    """Return the names of the others who have a right: to give a person a new secret, to end a lock."""
    people = (one for one in views.officers().values() if one.id != who.id and not one.disabled)
    return [one.name for one in people if rights.may(one.roles, right)]


def _failed(desk: Desk, who: OfficerView, terminal: str) -> WrongSecretError:
    """Count a failure, lock after too many; return what to say."""
    limits = desk.books.rights.limits

    def work(tx: Transaction) -> WrongSecretError:
        views = Views(tx.execute)
        account = reads.account(views, who.id)
        until = reads.locked_at(views, account, terminal, tx.now)
        if until is None:
            tx.append(ev.LoginFailed(officer=who.id, terminal=terminal), actor=DESK)
            count = reads.failures(views, who.id, tx.now - limits.window, terminal)
            if count < limits.failures:
                left, minutes = limits.failures - count, limits.lock // 60_000_000
                others = _who_may(views, desk.books.rights, who, "people")
                if others:
                    told = "口令不对: {0} (忘了请找 {3} 代设); 再错 {1} 次账号锁定 {2} 分钟"
                    return WrongSecretError("", told, who.name, left, minutes, others)
                return WrongSecretError("", "口令不对: {0}; 再错 {1} 次账号锁定 {2} 分钟", who.name, left, minutes)
            _lock(desk, tx, who, terminal, count)
            until = tx.now + limits.lock
        shift = views.shift()
        if shift is not None and shift.leader == who.id:
            return WrongSecretError("", "口令不对: {0}; 账号锁定至 {1}, 已记录并告知主任或主班", who.name, When(until))
        return WrongSecretError("", "口令不对: {0}; 账号锁定至 {1}, 已记录并告知带班领导", who.name, When(until))

    return desk.store.write(work, now=desk.now())


def _lock(desk: Desk, tx: Transaction, who: OfficerView, terminal: str, count: int) -> None:
    from dutydesk.capabilities.obligations import dues  # heavy, and a lock is rare

    # at this door only: whoever sits at one terminal locks nobody out of another
    until = tx.now + desk.books.rights.limits.lock
    tx.append(ev.AccountLocked(officer=who.id, until=until, failures=count, terminal=terminal), actor=DESK)
    dues.trigger(desk.work(tx, DESK), {"account.locked": tx.now}, None, subject=spelled(who))


def _settle(desk: Desk, who: OfficerView, terminal: str) -> None:
    """A right secret after wrong ones: they count no more, unless the account was locked meanwhile."""

    def work(tx: Transaction) -> None:
        views = Views(tx.execute)
        _check_open(views, desk.books.rights, who, reads.account(views, who.id), terminal, tx.now)
        tx.append(ev.LoggedIn(officer=who.id, terminal=terminal), actor=who.id)

    desk.store.write(work, now=desk.now())


def log_in(
    desk: Desk, officer: str, terminal: str, *, proved: bool = True, instead_of: str = "", key: str = ""
) -> None:
    """Write that a session began, or that a person took one over; ``key``: the fingerprint of the key that let them in."""
    events = [ev.LoggedIn(officer=officer, terminal=terminal, proved=proved, instead_of=instead_of, key=key)]

    def work(tx: Transaction) -> None:
        if instead_of:
            tx.append(ev.LoggedOut(officer=instead_of, terminal=terminal), actor=instead_of)
        for event in events:
            tx.append(event, actor=officer)

    desk.store.write(work, now=desk.now())


def log_out(desk: Desk, officer: str, terminal: str) -> None:
    """Write that a session ended."""

    def work(tx: Transaction) -> None:
        tx.append(ev.LoggedOut(officer=officer, terminal=terminal), actor=officer)

    desk.store.write(work, now=desk.now())


def new_digest(views: Views, rights: Rights, officer: str, secret: str) -> str:
    """Return the digest of a new secret that is good enough and not the old one.

    Raises:
        Refused: why it is not; names the field ``secret``.
    """
    from dutydesk.capabilities.accounts.secrets import digest
    from dutydesk.kernel.refusal import naming

    who = views.officers().get(officer)
    with naming("secret"):
        rights.limits.check_secret(secret, (officer, who.name if who else ""))
    old = reads.account(views, officer).digest
    if old and matches(secret, old):
        raise Refused("secret", "新口令须与原口令不同")
    return digest(secret)
