"""Roles, who may do what, and who holds the posts. The rights table is small on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = ("officer", "leader", "director", "admin", "auditor")
ROLE_NAMES = {"officer": "值班员", "leader": "带班领导", "director": "主任", "admin": "管理员", "auditor": "审计员"}

DESK_ROLES = frozenset({"officer", "leader", "director"})
RIGHTS: dict[str, frozenset[str]] = {
    "write": DESK_ROLES,
    "handover": DESK_ROLES,
    "waive": frozenset({"leader", "director"}),
    "people": frozenset({"director", "admin"}),
    "verify": frozenset({"officer", "leader", "director", "auditor"}),
}


def may(role: str, right: str) -> bool:
    """Return whether a role has a right: ``write`` (the log and all acts; not who was relieved by a handover), ``handover`` (taking part in one, adding to its sheet), ``waive``, ``people``, ``verify``."""
    return role in RIGHTS[right]


@dataclass(frozen=True)
class Duty:
    """Who holds the posts at this moment: officer ids, empty when nobody does (R14)."""

    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    away: frozenset[str] = field(default_factory=frozenset[str])
    also: tuple[str, ...] = ()
    """Who hears every alert besides its addressee: both shifts while one hands over to the other (R27)."""

    def holder(self, post: str) -> str:
        """Return the officer who hears alerts of a post; A's go to B while A is away."""
        if post == "A" and "A" in self.away and self.b:
            return self.b
        if post == "B" and "B" in self.away and self.a:
            return self.a
        return {"A": self.a, "B": self.b, "leader": self.leader, "director": self.director}.get(post, "")

    def everyone(self) -> list[str]:
        """Return all people on duty, each once."""
        return list(dict.fromkeys(who for who in (self.a, self.b, self.leader, self.director) if who))
