"""How the rows about accounts are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import listed, say, when
from dutydesk.kernel.people import ROLE_NAMES

Names = Mapping[str, str]


def _roles(roles: list[str]) -> str:
    return listed(ROLE_NAMES.get(role, role) for role in roles)


def _who(officer: str, names: Names) -> str:
    return names.get(officer, officer)


def _because(reason: str) -> str:
    return say(" 理由: {0}", reason) if reason else ""


def _roles_set(event: ev.RolesSet, names: Names) -> str:
    now = _roles([event.role, *event.also])
    return say("角色: {0} {1} (原为 {2})", _who(event.officer, names), now, _roles(event.former))


def _locked(event: ev.AccountLocked, names: Names) -> str:
    who = _who(event.officer, names)
    return say(
        "账号锁定: {0}, 口令连错 {1} 次, 至 {2}, 终端 {3}", who, event.failures, when(event.until), event.terminal
    )


def _logged_in(event: ev.LoggedIn, names: Names) -> str:
    who = _who(event.officer, names)
    if event.instead_of:
        said = say("换人: {0} 接 {1} 的终端 {2}", who, _who(event.instead_of, names), event.terminal)
    else:
        said = say("登录: {0}, 终端 {1}", who, event.terminal)
    if event.key:
        return said + say(", 公钥 {0}", event.key)
    return said if event.proved else said + say(" (无口令)")


TELL.update(
    {
        ev.RolesSet.KIND: _roles_set,
        ev.PersonRenamed.KIND: lambda v, n: say("改姓名: {0}, 由 {1} 改为 {2}", _who(v.officer, n), v.former, v.name),
        ev.SecretSet.KIND: lambda v, n: say("改口令: {0}", _who(v.officer, n)),
        ev.SecretGiven.KIND: lambda v, n: say("代设口令: {0}, 首次使用时须改", _who(v.officer, n)),
        ev.FactorSet.KIND: lambda v, n: say("设动态码: {0}", _who(v.officer, n)),
        ev.FactorReset.KIND: lambda v, n: (
            say("取消动态码: {0}, {1} 同签", _who(v.officer, n), _who(v.second, n)) + _because(v.reason)
        ),
        ev.LoginFailed.KIND: lambda v, n: say("口令不对: {0}, 终端 {1}", _who(v.officer, n), v.terminal),
        ev.AccountLocked.KIND: _locked,
        ev.AccountUnlocked.KIND: lambda v, n: say("账号解锁: {0}", _who(v.officer, n)) + _because(v.reason),
        ev.AccountDisabled.KIND: lambda v, n: say("账号停用: {0}", _who(v.officer, n)) + _because(v.reason),
        ev.AccountEnabled.KIND: lambda v, n: say("账号启用: {0}", _who(v.officer, n)) + _because(v.reason),
        ev.LoggedIn.KIND: _logged_in,
        ev.LoggedOut.KIND: lambda v, n: say("退出: {0}, 终端 {1}", _who(v.officer, n), v.terminal),
    }
)
