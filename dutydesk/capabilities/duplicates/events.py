"""What was said about matters that look alike. ``score`` 0 to 100; ``reasons`` are the words in common by what is alike."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event


class Noticed(Event):
    """A matter was opened that looks like one that is open, and nobody said whether it is the same."""

    KIND = "alike.noticed"
    SEARCHED = ("label",)
    MARK = "?"
    other: str
    label: str
    score: int
    reasons: dict[str, str] = field(default_factory=dict[str, str])


class NotTheSame(Event):
    """An officer decided that two matters that look alike are not the same."""

    KIND = "alike.not_same"
    SEARCHED = ("label", "reason")
    MARK = "≠"
    other: str
    label: str
    score: int
    reasons: dict[str, str] = field(default_factory=dict[str, str])
    reason: str = ""
