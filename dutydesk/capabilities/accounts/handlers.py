"""Accounts: people, roles, secrets, in and out of use, unlocking.

Least privilege needs two rules beside the table: nobody changes the own roles, and there is always somebody
left who can manage accounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.accounts import factor, reads
from dutydesk.capabilities.accounts.acts import (
    DisableAccount,
    EnableAccount,
    RenamePerson,
    ResetFactor,
    SetFactor,
    SetRoles,
    SetSecret,
    UnlockAccount,
)
from dutydesk.capabilities.accounts.login import spelled
from dutydesk.capabilities.accounts.secrets import is_digest
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.shifts import events as e
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.kernel.people import DESK, ROLE_NAMES, ROLES
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import folded
from dutydesk.kernel.wording import nearest
from dutydesk.store import secrets
from dutydesk.store.audit import factor_seal, secret_seal
from dutydesk.store.journal import Row
from dutydesk.store.views import OfficerView
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

NOTICE = "account_notice"
"""Rule of the notice about a locked account; unlocking it meets the clock."""

_ACCOUNT = re.compile(r"^[\w.-]{1,40}$")

_MACHINE_NAMES = frozenset({DESK, "dutydesk", "值班台", "驻京值班台"})
"""What the log calls the machine, in both languages (folded)."""


def person(work: Work, typed: str, field: str = "officer") -> OfficerView:
    """Return the person named by account or name.

    Raises:
        Refused: nobody, or several.
    """
    officers = work.views.officers()
    if typed in officers:
        return officers[typed]
    found = [one for one in officers.values() if typed == one.name]
    if len(found) != 1:
        known = {one.id: one.name for one in officers.values()}
        raise Refused(field, "没有这个人: {0}, {1}", typed, nearest(typed, known))
    return found[0]


@handles(AddOfficer)
def add(work: Work, act: AddOfficer) -> Row:
    """Add a person, or change name and roles of one; with a digest also a secret, to be changed at the first use."""
    officer = act.officer.strip()
    if not _ACCOUNT.match(officer) or (officer not in work.views.officers() and not _is_plainly_written(officer)):
        raise Refused("officer", "账号须为 1 至 40 个字母、数字或汉字: {0}", officer)
    role, also = _roles(act.role or "officer", act.also)
    _check_name(work, officer)
    known = work.views.officers().get(officer)
    if known is not None and set(known.roles) != {role, *also}:
        _check_change(work, known, (role, *also))
    name = act.name.strip() or officer
    _check_shown_name(work, officer, name)
    row = work.append(e.OfficerAdded(officer=officer, name=name, role=role, also=also))
    if act.digest:
        _keep(work, officer, act.digest)
    return row


def _is_plainly_written(account: str) -> bool:
    """Whether every letter is a Latin one or a Han character: others look like those and are none (zhаng with a Cyrillic а)."""
    letters = (one for one in account if one.isalpha())
    return all(unicodedata.name(one, "").startswith(("LATIN ", "FULLWIDTH LATIN ", "CJK ")) for one in letters)


def _check_name(work: Work, account: str) -> None:
    """Refuse an account that is the machine's name, or another's but for width, case or space."""
    if folded(account) in _MACHINE_NAMES:
        raise Refused("officer", "账号不能叫 {0}: 那是值班台本身", account)
    like = next((one for one in work.views.officers() if one != account and folded(one) == folded(account)), None)
    if like is not None:
        raise Refused("officer", "账号 {0} 与已有的 {1} 只差全半角、大小写或空格", account, like)


def _check_shown_name(work: Work, account: str, name: str) -> None:
    """Refuse a name that the log could not tell from the machine's, or from another person's name or account."""
    if folded(name) in _MACHINE_NAMES:
        raise Refused("name", "姓名不能是 {0}: 日志里那是值班台本身", name)
    for other in work.views.officers().values():
        if other.id != account and folded(name) in {folded(other.name), folded(other.id)}:
            raise Refused("name", "已有 {0} ({1}); 请写得能区别, 如 {0}(二处)", other.name, other.id)


@handles(SetRoles)
def set_roles(work: Work, act: SetRoles) -> Row:
    """Give a person other roles; the former ones are in the entry."""
    officer = person(work, act.officer)
    role, also = _roles(act.role, act.also)
    if set(officer.roles) == {role, *also}:
        raise Refused("role", "{0} 已是这个角色", officer.name)
    _check_change(work, officer, (role, *also))
    return work.append(ev.RolesSet(officer=officer.id, role=role, also=also, former=list(officer.roles)))


@handles(RenamePerson)
def rename(work: Work, act: RenamePerson) -> Row:
    """Write a person's name as it should be."""
    officer = person(work, act.officer)
    name = act.name.strip()
    if name == officer.name:
        raise Refused("name", "{0} 已是这个姓名", officer.name)
    _check_shown_name(work, officer.id, name)
    return work.append(ev.PersonRenamed(officer=officer.id, name=name, former=officer.name))


def _roles(role: str, also: Sequence[str]) -> tuple[str, list[str]]:
    named = {name: one for one, name in ROLE_NAMES.items()}
    role, also = named.get(role.strip(), role.strip()), [named.get(one.strip(), one.strip()) for one in also]
    for one, field in ((role, "role"), *((other, "also") for other in also)):
        if one not in ROLES:
            raise Refused(field, "没有角色 {0}, {1}", one, nearest(one, ROLE_NAMES))
    return role, [one for one in ROLES if one in also and one != role]


def _check_change(work: Work, officer: OfficerView, roles: Sequence[str]) -> None:
    if officer.id == work.actor:
        raise Refused("officer", "不能改自己的角色", traced=True)
    if not work.books.rights.may(roles, "people"):
        _check_keeper(work, officer)


def _check_keeper(work: Work, officer: OfficerView) -> None:
    """Refuse to take away the last one who can manage accounts."""
    if work.books.rights.may(officer.roles, "people") and not _others_who_may(work, officer, "people"):
        raise Refused("officer", "{0} 是最后一个能管理账号的人", officer.name, traced=True)


def _others(work: Work, officer: OfficerView) -> list[OfficerView]:
    """Return everybody else whose account is in use."""
    return [one for one in work.views.officers().values() if one.id != officer.id and not one.disabled]


def _others_who_may(work: Work, officer: OfficerView, right: str) -> list[OfficerView]:
    """Return everybody else in use who has a right."""
    return [one for one in _others(work, officer) if work.books.rights.may(one.roles, right)]


@handles(SetSecret)
def set_secret(work: Work, act: SetSecret) -> Row:
    """Store the digest of a new secret. For another person that takes the right to manage accounts."""
    officer = person(work, act.officer or work.actor)
    own = officer.id == work.actor
    if not own:
        _check_may_give(work, officer)
    return _keep(work, officer.id, act.digest)


def _check_may_give(work: Work, officer: OfficerView) -> None:
    actor = work.views.officers().get(work.actor)
    if actor is not None and not work.books.rights.may(actor.roles, "people"):
        raise Refused("officer", "无权代设 {0} 的口令", officer.name, traced=True)


def _keep(work: Work, officer: str, digest: str) -> Row:
    """Put a digest into the private table; the journal learns only that it happened."""
    if not is_digest(digest):
        raise Refused("digest", "还没有填口令")
    own = officer == work.actor
    seal = secret_seal(officer, digest)
    row = work.append(ev.SecretSet(officer=officer, seal=seal) if own else ev.SecretGiven(officer=officer, seal=seal))
    secrets.keep(work.tx, officer, digest, work.now)
    return row


@handles(SetFactor)
def set_factor(work: Work, act: SetFactor) -> Row:
    """Keep the key of a device that has just shown a right code of it."""
    officer = person(work, work.actor)
    if not set(officer.roles) & set(factor.ROLES):
        raise Refused("", "动态码由带班领导、主任和管理员设; {0} 不必", officer.name)
    if not work.views.has_secret(officer.id):
        raise Refused("", "{0} 还没有口令; 先设口令, 再设动态码", officer.name)
    if not _others_who_may(work, officer, "people"):
        raise Refused("", "除 {0} 外没有人能管理账号: 设备丢了就没有人能取消动态码; 请先添加另一个管理员", officer.name)
    if not factor.is_key(act.shared):
        raise Refused("shared", "还没有密钥: 由程序生成")
    step = factor.step_of(act.shared, factor.digits(act.code), work.now)
    if step is None:
        raise Refused("code", "动态码不对, 未设: 核对设备的时间, 写现在显示的 6 位数字")
    row = work.append(ev.FactorSet(officer=officer.id, seal=factor_seal(officer.id, act.shared)))
    secrets.keep_factor(work.tx, officer.id, act.shared, step, work.now)
    return row


@handles(ResetFactor)
def reset_factor(work: Work, act: ResetFactor) -> Row:
    """Take a person's second factor away: never one's own, and never alone."""
    officer = person(work, act.officer)
    if officer.id == work.actor:
        raise Refused("officer", "不能取消自己的动态码; 换设备用 people totp", traced=True)
    if not work.views.has_factor(officer.id):
        raise Refused("officer", "{0} 没有设动态码", officer.name)
    signer = consents.named(work, "director", act.director)
    if signer is None:
        raise Refused("director", "取消动态码须主任同签", traced=True)
    directors = [one for one in _others(work, officer) if one.id != work.actor and "director" in one.roles]
    role = "director" if directors else "leader"
    if signer.id != work.actor and (signer.id == officer.id or role not in signer.roles):
        raise Refused("director", "同签的须是{0}, 且不是本人: {1} 不是", ROLE_NAMES[role], signer.name, traced=True)
    own = "取消动态码须另一人同签, {0} 不能又办又签"
    second = consents.another(work, "director", act.director, own, since=work.said, by_phone=False)
    row = work.append(ev.FactorReset(officer=officer.id, second=second.person, reason=act.reason))
    secrets.drop_factor(work.tx, officer.id)
    consents.keep(work, second, row, None)
    return row


@handles(DisableAccount)
def disable(work: Work, act: DisableAccount) -> Row:
    """Take an account out of use; what the person owes stays with the shift."""
    officer = person(work, act.officer)
    reason = act.reason
    if officer.id == work.actor:
        raise Refused("officer", "不能停用自己的账号", traced=True)
    if officer.disabled:
        raise Refused("officer", "{0} 的账号已停用", officer.name)
    _check_keeper(work, officer)
    return work.append(ev.AccountDisabled(officer=officer.id, reason=reason))


@handles(EnableAccount)
def enable(work: Work, act: EnableAccount) -> Row:
    """Take an account into use again."""
    officer = person(work, act.officer)
    if not officer.disabled:
        raise Refused("officer", "{0} 的账号没有停用", officer.name)
    return work.append(ev.AccountEnabled(officer=officer.id, reason=act.reason))


@handles(UnlockAccount)
def unlock(work: Work, act: UnlockAccount) -> Row:
    """End a lock before its time; that the lock was looked into is done with it."""
    officer = person(work, act.officer)
    if officer.id == work.actor:
        raise Refused("officer", "不能给自己解锁", traced=True)
    if not reads.account(work.views, officer.id).is_locked(work.now):
        raise Refused("officer", "{0} 的账号没有锁定", officer.name)
    reason = act.reason
    row = work.append(ev.AccountUnlocked(officer=officer.id, reason=reason))
    for view in work.views.find_clocks(rule=NOTICE, matter_id=None, subject=spelled(officer)):
        if view.state == "open":
            dues.end_met(work, view, work.said)
    return row
