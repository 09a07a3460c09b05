"""What a form asks, and what it says when it is left: light, so that commands can name their fields early."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.tui.choices import Choice


@dataclass(frozen=True)
class Field:
    """A field of a form. ``name`` is the act's; ``hint`` stands beside it, never in it; ``area``: several lines.

    Without a ``label`` it is called as its act declares it, with the remark of that declaration as its hint.
    """

    name: str
    label: str = ""
    value: str = ""
    hint: str = ""
    area: bool = False
    secret: bool = False
    """Typed unseen and never kept as a draft."""
    choices: tuple[Choice, ...] = ()
    """The words that may stand here; the list opens while one types, or by F3."""
    free: bool = False
    """Other words than the choices may stand here too."""
    many: bool = False
    """Several may stand here, with 、 between them."""
    required: bool = False
    """Nothing is saved while it is empty; marked with a star. What the act declares so, every form asks so."""
    instead: tuple[str, ...] = ()
    """Fields any of which may stand for this one, if it is required."""
    proposed: bool = False
    """Its value is a proposal, and marked as one until it is changed."""
    begun: bool = False
    """Its value is what somebody has begun to type: the next letter goes behind it."""
    more: bool = False
    """Shown only once it holds something, is complained about or asked for with 更多."""
    needs: tuple[str, tuple[str, ...]] = ("", ())
    """Another field's name and values: this one is shown without 更多 when that one has one of them (none: anything)."""


SEVERAL = "可填几个, 用顿号分开"
"""Hint of a field in which several may stand."""

SEPARATORS = "、，,;；"
"""What stands between several in one field; the first is what is written."""


@dataclass(frozen=True)
class Said:
    """What is said beside a field: how it is read, or why it cannot be (``wrong``)."""

    text: str
    wrong: bool = False


UNSAID = tuple(
    f"gap_{name}"
    for name in (
        "time", "place", "nature", "casualties", "loss", "background", "cause", "course", "scope", "trend", "handling",
        "commander", "measures", "next", "requests", "aboard", "reported", "aftermath", "responsibility", "problems",
    )
)  # fmt: skip
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
