"""Which rulebook counts. Imported when the first such row is met."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event


class RulebookAccepted(Event):
    """The text of all files (name to content) that counts from here on.

    ``first``: what the store started with. ``shipped``: digests of the files that came with dutydesk then, by name; a later
    version that ships others is an upgrade to look at.
    """

    KIND = "rulebook.accepted"
    SEARCHED = ("reason",)
    SAYS = (("采用规则册 {0}", "version"), (", 改动: {0}", "changed"), (" {0}", "reason"))
    version: str
    files: dict[str, str]
    changed: list[str] = field(default_factory=list[str])
    reason: str = ""
    first: bool = False
    shipped: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def quiet(self) -> bool:
        """What a store starts with is no news."""
        return self.first
