"""How the rows about accounts are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import listed, say
from dutydesk.kernel.people import ROLE_NAMES

Names = Mapping[str, str]


def _roles(roles: list[str]) -> str:
    return listed(ROLE_NAMES.get(role, role) for role in roles)


def _who(officer: str, names: Names) -> str:
    return names.get(officer, officer)


def _roles_set(event: ev.RolesSet, names: Names) -> str:
    now = _roles([event.role, *event.also])
    return say("角色: {0} {1} (原为 {2})", _who(event.officer, names), now, _roles(event.former))


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
        ev.LoggedIn.KIND: _logged_in,
    }
)
