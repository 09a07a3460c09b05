"""Roles, and who holds the posts. What a role may do stands in the office's table (``kernel.rights``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import vocabulary


class Machine(str):
    """The actor of what happens by itself: no account, whatever it is called, is ever one (checked by type, not by name)."""

    __slots__ = ()


DESK = Machine("desk")
"""How the machine stands in the journal."""

ROLES = ("officer", "leader", "director", "admin", "auditor")
ROLE_NAMES = vocabulary(
    {"officer": "值班员", "leader": "带班领导", "director": "主任", "admin": "管理员", "auditor": "审计员"}
)


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
    named: Mapping[str, str] = field(default_factory=dict[str, str])
    """Officer ids by name, for clocks that are a person's own: their subject is the name."""

    def post(self, post: str) -> str:
        """Return the officer who has a post: A, B, leader or director; empty while nobody has."""
        return {"A": self.a, "B": self.b, "leader": self.leader, "director": self.director}.get(post, "")

    def holder(self, post: str) -> str:
        """Return the officer who hears alerts of a post; A's go to B while A is away."""
        if post == "A" and "A" in self.away and self.b:
            return self.b
        if post == "B" and "B" in self.away and self.a:
            return self.a
        posts = {"A": self.a, "B": self.b, "leader": self.leader, "director": self.director}
        holder = posts.get(post, "")
        first = next((name for name, who in posts.items() if who == holder), post)
        return holder if first == post else ""  # nobody holds two posts, in stores of before either (R14)

    def everyone(self) -> list[str]:
        """Return all people on duty, each once."""
        return list(dict.fromkeys(who for who in (self.a, self.b, self.leader, self.director) if who))
