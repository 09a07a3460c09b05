"""What a form asks, and what it says when it is left: light, so that commands can name their fields early."""

from __future__ import annotations

from textual.message import Message

from dutydesk.domain.values import dataclass


@dataclass(frozen=True)
class Field:
    """A field of a form. ``name`` is the act's; ``hint`` stands in the empty field; ``area``: several lines."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    area: bool = False


class DraftKept(Message):
    """What was typed in a form that was left."""

    def __init__(self, place: str, body: str) -> None:
        self.place = place
        self.body = body
        super().__init__()
