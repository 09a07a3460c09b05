"""A row of a form: a field with its label, and what is said about it."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Label, Static

from dutydesk.i18n import translate
from dutydesk.kernel.text import clauses
from dutydesk.tui.fields import Said
from dutydesk.tui.text import safe, shown, width_of
from dutydesk.tui.widgets.fields import FieldArea, FieldInput
from dutydesk.tui.workers import Guarded


class Beside(Guarded, Static):
    """What is said beside a field."""

    class Resized(Message):
        """It has its width, or another one: what fits there may have changed."""

    def on_resize(self) -> None:
        """Whoever says something else where this has no room says it now."""
        self.post_message(self.Resized())


class FieldRow(Guarded, Vertical):
    """A field with its label, and what is said about it: beside it where there is room, else below."""

    def __init__(self, asked: FieldInput | FieldArea, *, starred: bool) -> None:
        super().__init__(classes="field" + " -area" * asked.field.area + " -many" * asked.field.many)
        self.asked = asked
        self.field = asked.field
        self._starred = starred
        self.error = ""
        self.reading = ""
        self._first = asked.answer()
        self._beside = Beside("", classes="beside", id=f"echo-{self.field.name}")
        self._below = Static("", classes="complaint", id=f"complaint-{self.field.name}")

    def compose(self) -> ComposeResult:
        """Compose label, field, what is beside and below."""
        star = "*" if self.field.required else " " * self._starred
        yield Horizontal(Label(safe(star + translate(self.field.label))), self.asked, self._beside, classes="row")
        yield self._below

    def on_mount(self) -> None:
        """Say the hint, or that the value is proposed."""
        self.tell()

    @on(Beside.Resized)
    def on_resize(self) -> None:
        """What had room beside may have none now."""
        self.tell()

    def on_click(self, event: events.Click) -> None:
        """A click on the label goes to the field, one beside it lists its choices, as F3 does."""
        if event.widget is not self.asked:
            event.stop()
            self.asked.focus()
            if event.widget is self._beside and isinstance(self.asked, FieldInput) and self.field.choices:
                self.asked.browse()

    @property
    def says_beside(self) -> bool:
        """Whether something can be said beside the field: on a small screen names and texts need that room themselves."""
        return self._beside.display

    @property
    def is_proposed(self) -> bool:
        """Whether what stands here is the desk's proposal yet."""
        return self.field.proposed and bool(self._first.strip()) and self.asked.answer() == self._first

    def say(self, said: Said | None) -> None:
        """Say how the field is read, or what is wrong with it (None: neither)."""
        error = said.text if said is not None and said.wrong else ""
        reading = said.text if said is not None and not said.wrong else ""
        self.error, self.reading = error, reading
        self.tell()

    def tell(self) -> None:
        """Show what there is to say, the most important first; nothing is repainted that says the same."""
        words = " ".join(filter(None, (translate("建议") if self.is_proposed else "", self.reading)))
        room = self._beside.size.width - 1 if self.says_beside else 0
        below = self.error or (words if width_of(words) > room else "")
        beside = "" if below == words and words else words or self._hint()
        if str(self._beside.content) != beside:
            self._beside.update(safe(beside))
        self._beside.set_class(not words, "-hint")
        if below and str(self._below.content) != below:
            self._below.update(safe(below))
        self._below.set_class(bool(self.error), "-shown")
        self._below.set_class(bool(below and not self.error), "-said")

    @property
    def says_its_hint(self) -> bool:
        """Whether all of the hint has room beside the field, or something else stands there."""
        says_another = str(self._beside.content) != self._hint()
        return self.says_beside and (says_another or width_of(self._hint()) < self._beside.size.width)

    def _hint(self) -> str:
        """What may stand in the field; marked, so that it is not taken for a value."""
        field = self.field
        hint = shown(translate(field.hint))
        listed = translate("F3 选") if field.choices and "F3" not in hint else ""
        return clauses((listed, hint))
