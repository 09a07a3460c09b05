"""What a form asks, and what it says when it is left: light, so that commands can name their fields early."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from dutydesk.domain.values import dataclass
from dutydesk.domain.wording import Worded
from dutydesk.tui.choices import Choice


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
    choices: tuple[Choice, ...] = ()
    """The words that may stand here; F3 lists them."""
    free: bool = False
    """Other words than the choices may stand here too."""


UNSAID = ("gap_time", "gap_place", "gap_nature")
"""Fields that a form's check turns into words of the act."""


TITLE = ""
"""Name under which a form's draft says what the form is called; no field of a form has it."""


class Suggested(Worded):
    """Something is proposed before saving: ``values`` go into the fields, and saving again confirms them."""

    def __init__(self, field: str, values: dict[str, str], template: str, *said: Any) -> None:
        super().__init__(template, *said)
        self.field = field
        self.proposed = values


class DraftKept(Message):
    """What was typed in a form that was left."""

    def __init__(self, place: str, body: str) -> None:
        self.place = place
        self.body = body
        super().__init__()
