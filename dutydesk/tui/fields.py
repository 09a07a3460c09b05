"""What a form asks, and what it says when it is left: light, so that commands can name their fields early."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass(frozen=True)
class Field:
    """A field of a form. ``name`` is the act's; ``hint`` stands in the empty field; ``area``: several lines."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    area: bool = False
    secret: bool = False
    """Typed unseen and never kept as a draft."""


class DraftKept(Message):
    """What was typed in a form that was left."""

    def __init__(self, place: str, body: str) -> None:
        self.place = place
        self.body = body
        super().__init__()
