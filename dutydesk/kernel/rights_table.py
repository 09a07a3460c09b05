"""Reading the office's table of rights, and what no office may put into it: an auditor who writes, an admin on the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel.instants import DAY, MINUTE
from dutydesk.kernel.people import ROLES
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.rights import LATER, RIGHTS, Limits, Rights
from dutydesk.kernel.wording import Word, Worded, nearest

CEILING: Mapping[str, frozenset[str]] = {
    "auditor": frozenset({"read_log", "read_audit", "verify", "export", "own_secret"}),
    "admin": frozenset(
        {"read_log", "verify", "people", "unlock", "rulebook", "rebuild", "backup", "restore", "own_secret"},
    ),
}
"""The most that these roles can be given (DESIGN §11): the auditor writes nothing, the admin is kept off the log."""

LIMITS: Mapping[str, tuple[int, int]] = {
    "failures": (2, 20),
    "window_minutes": (1, 24 * 60),
    "lock_minutes": (1, 24 * 60),
    "idle_minutes": (1, 8 * 60),
    "change_days": (1, 3660),
    "shortest": (6, 64),
    "shortest_plain": (6, 64),
}
"""Keys of ``[limits]`` with the smallest and largest value that is taken for no typing error."""


def read_rights(file: str, document: Mapping[str, Any]) -> Rights:
    """Build the table from the parsed ``rights.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    sources: Mapping[str, Any] = document.get("sources", {})
    table: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}
    for number, row in enumerate(tables(file, document, "right", problems), 1):
        entry = Entry(file, str(row.get("id", f"#{number}")), row, problems)
        entry.only(("id", "name", "roles", "source"))
        right, name = entry.word("id", RIGHTS), entry.text("name")
        entry.word("source", sources)
        if right in table:
            entry.problem("id", Worded("重复的编号"))
        table[right] = _roles(entry)
        names[right] = Word(name)
        for role, most in CEILING.items():
            if right in RIGHTS and role in table[right] and right not in most:
                entry.problem("roles", Worded("{0} 不得有这项权利: 审计员不写, 管理员不碰日志", role))
    for right, (name, roles) in LATER.items():
        table.setdefault(right, roles)
        names.setdefault(right, Word(name))
    problems.extend(Problem(file, right, "id", Worded("缺少这项权利")) for right in RIGHTS if right not in table)
    if "people" in table and not table["people"]:
        problems.append(Problem(file, "people", "roles", Worded("须有人能管理账号")))
    limits = _read_limits(file, document, problems)
    if problems:
        raise RulebookError(problems)
    assert limits is not None
    return Rights(table, names, limits)


def _roles(entry: Entry) -> frozenset[str]:
    roles = entry.texts("roles")
    for role in roles:
        if role not in ROLES:
            entry.problem("roles", Worded("没有角色 “{0}”, {1}", role, nearest(role, ROLES)))
    return frozenset(roles)


def _read_limits(file: str, document: Mapping[str, Any], problems: list[Problem]) -> Limits | None:
    before = len(problems)
    found: Any = document.get("limits", {})
    if not isinstance(found, Mapping):
        problems.append(Problem(file, "limits", "-", Worded("须为表 [limits]")))
        return None
    values: Mapping[str, Any] = found  # pyright: ignore[reportUnknownVariableType]
    entry = Entry(file, "limits", values, problems)
    entry.only(LIMITS)
    for key, (low, high) in LIMITS.items():
        value = values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            entry.problem(key, Worded("须为 {0} 至 {1} 的整数, 不是 {2}", low, high, repr(value)))
    if len(problems) > before:
        return None
    if values["shortest_plain"] < values["shortest"]:
        entry.problem("shortest_plain", Worded("不得小于 shortest ({0})", values["shortest"]))
        return None
    return Limits(
        failures=values["failures"],
        window=values["window_minutes"] * MINUTE,
        lock=values["lock_minutes"] * MINUTE,
        idle=values["idle_minutes"] * MINUTE,
        change=values["change_days"] * DAY,
        shortest=values["shortest"],
        shortest_plain=values["shortest_plain"],
    )
