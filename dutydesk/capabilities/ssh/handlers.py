"""Keys: letting a person in by one, and no more.

One key is one person's, for ever: a revoked one may be in other hands, so it never lets in again.
"""

from __future__ import annotations

from dutydesk.capabilities.accounts.handlers import person
from dutydesk.capabilities.ssh import events as ev
from dutydesk.capabilities.ssh import reads, rules
from dutydesk.capabilities.ssh.acts import AddKey, RevokeKey
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import one_line
from dutydesk.store.journal import Row
from dutydesk.store.views import OfficerView
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(AddKey)
def add(work: Work, act: AddKey) -> Row:
    """Register a key."""
    officer = person(work, act.officer)
    if officer.disabled:
        raise Refused("officer", "{0} 的账号已停用", officer.name)
    typed = rules.read(act.key)
    known = reads.key(work.views, typed.fingerprint)
    if known is not None:
        name = work.views.officers()[known.officer].name
        if known.revoked_at is not None:
            raise Refused("key", "此公钥 ({0}) 已撤销, 不能再用; 请另做一对", name)
        raise Refused("key", "此公钥已登记给 {0}", name)
    return work.append(
        ev.KeyAdded(
            officer=officer.id,
            ssh_kind=typed.kind,
            ssh_key=typed.body,
            fingerprint=typed.fingerprint,
            comment=work.text("key", typed.comment, required=False),
        )
    )


@handles(RevokeKey)
def revoke(work: Work, act: RevokeKey) -> Row:
    """Revoke a key, or all of a person."""
    officer = person(work, act.officer)
    rows = [
        work.append(ev.KeyRevoked(officer=officer.id, fingerprint=one.fingerprint, reason=act.reason))
        for one in _meant(work, act, officer)
    ]
    return rows[0]


def _meant(work: Work, act: RevokeKey, officer: OfficerView) -> list[reads.KeyView]:
    """Return the keys that are to be revoked, at least one."""
    held = [one for one in reads.keys(work.views, officer.id) if one.revoked_at is None]
    typed = act.key.strip()
    if not held:
        raise Refused("officer", "{0} 没有可撤销的公钥", officer.name)
    if act.all:
        if typed:
            raise Refused("key", "--all 是全部公钥, 不可再写指纹")
        return held
    found = [one for one in held if one.fingerprint.removeprefix("SHA256:").startswith(typed.removeprefix("SHA256:"))]
    if len(found) == 1:
        return found
    listed = ", ".join(one.fingerprint for one in held)
    if not found:
        raise Refused("key", "{0} 没有公钥 {1}; 有: {2}", officer.name, one_line(typed), listed)
    raise Refused("key", "{0} 有 {1} 个公钥, 请写明哪一个或 --all: {2}", officer.name, len(found), listed)
