"""Who may do what: the office's table of roles and rights, and the limits on secrets and sessions.

The table is data (``rights.toml``), read by ``kernel.rights_table``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.people import ROLE_NAMES, ROLES
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

RIGHTS = (
    "read_log", "read_audit", "verify", "export", "write", "handover", "waive", "approve", "roster", "people",
    "unlock", "rulebook", "rebuild", "backup", "restore", "own_secret", "restricted",
)  # fmt: skip
"""Every right that the desk asks for; the table must name each once."""

LATER: Mapping[str, tuple[str, frozenset[str]]] = {
    "restore": ("恢复备份", frozenset({"admin"})),
    "restricted": ("限定知悉范围", frozenset({"leader", "director"})),
}
"""Rights that came after the first tables were accepted, with name and roles for a table that does not name them yet."""

LONGEST_SECRET = 1024


@dataclass(frozen=True)
class Limits:
    """Limits on secrets and sessions. ``window``, ``lock``, ``idle`` and ``change`` in µs; the others are counts."""

    failures: int
    window: Instant
    lock: Instant
    idle: Instant
    change: Instant
    shortest: int
    shortest_plain: int

    def check_secret(self, secret: str, own_words: Iterable[str] = ()) -> None:
        """Refuse a new secret that is too easy.

        Args:
            secret: what was typed.
            own_words: account and name of the person, which are no secret.

        Raises:
            Worded: too short, of one kind of characters and short, over-long, or one of the own words.
        """
        if len(secret) < self.shortest:
            raise Worded("口令至少 {0} 个字符", self.shortest)
        if len(secret) > LONGEST_SECRET:
            raise Worded("口令至多 {0} 个字符", LONGEST_SECRET)
        if kinds(secret) < 2 and len(secret) < self.shortest_plain:
            raise Worded("口令只有一类字符时至少 {0} 个; 或混用字母、数字、符号", self.shortest_plain)
        if secret.casefold() in {word.casefold() for word in own_words}:
            raise Worded("口令不能就是账号或姓名")
        if len(set(secret)) == 1:
            raise Worded("口令不能只是一个字符的重复")


def kinds(secret: str) -> int:
    """Return how many kinds of characters a text has: small letters, capitals, digits, all others."""
    return len({_kind(character) for character in secret})


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isascii() and character.isalpha():
        return "lower" if character.islower() else "upper"
    return "other"


@dataclass(frozen=True)
class Rights:
    """The table: right to the roles that have it, the names of the rights, and the limits."""

    table: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    limits: Limits

    def may(self, roles: str | Iterable[str], right: str) -> bool:
        """Return whether one of a person's roles has a right.

        Raises:
            KeyError: no such right.
        """
        return not self.table[right].isdisjoint((roles,) if isinstance(roles, str) else roles)

    def needed(self, right: str) -> Worded:
        """Return in words who may (免办须由带班领导或主任); not raised.

        Raises:
            KeyError: no such right.
        """
        return Worded(
            "{0}须由{1}", self.names[right], one_of([ROLE_NAMES[one] for one in ROLES if one in self.table[right]])
        )

    def lacking(self, name: str, roles: Iterable[str], right: str) -> Worded | None:
        """Return why a person may not, None where they may; not raised. The same sentence at every door.

        Args:
            name: the person's.
            roles: all of the person's roles.
            right: what is asked for.

        Raises:
            KeyError: no such right.
        """
        having = tuple(roles)
        if self.may(having, right):
            return None
        own = [ROLE_NAMES.get(role, role) for role in having]
        return Worded("{0}; {1} ({2}) 无权", self.needed(right), name, own)


def one_of(words: list[str]) -> Worded | str:
    """Return words as a choice: 值班员、带班领导或主任."""
    if len(words) < 2:
        return words[0] if words else "-"
    return Worded("{0}或{1}", words[:-1], words[-1])
