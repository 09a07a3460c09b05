"""Roles, and who may do what. The rights table is small on purpose; each role has the least it needs."""

from __future__ import annotations

ROLES = ("officer", "leader", "director", "admin", "auditor")
ROLE_NAMES = {"officer": "值班员", "leader": "带班领导", "director": "主任", "admin": "管理员", "auditor": "审计员"}

DESK_ROLES = frozenset({"officer", "leader", "director"})
RIGHTS: dict[str, frozenset[str]] = {
    "write": DESK_ROLES,
    "waive": frozenset({"leader", "director"}),
    "people": frozenset({"director", "admin"}),
    "verify": frozenset({"officer", "leader", "director", "auditor"}),
}


def may(role: str, right: str) -> bool:
    """Return whether a role has a right: ``write`` (the log and all acts), ``waive``, ``people``, ``verify``."""
    return role in RIGHTS[right]
