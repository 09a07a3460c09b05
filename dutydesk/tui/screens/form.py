"""A form: labelled fields, one act. What was typed stays until it is saved, whatever is refused."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from dutydesk.desk.refusal import Refused
from dutydesk.domain.wording import Worded
from dutydesk.i18n import explain, translate
from dutydesk.store.errors import StoreError
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import Choice, fitting, folded, word_of
from dutydesk.tui.cursor import Placed
from dutydesk.tui.fields import TITLE, DraftKept, Field, Suggested
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import reason_of, safe, shown
from dutydesk.tui.workers import Guarded, policy_of

Submit = Callable[[dict[str, str]], Awaitable[None]]
Grow = Callable[[Mapping[str, str]], Awaitable[Sequence[Field]]]
"""What else is asked, given what stands in the fields."""


class FieldInput(Guarded, Input):
    """An input that joins the lines of a paste instead of dropping all but the first."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            value=word_of(field.value, field.choices),
            placeholder=shown(translate(field.hint)) or (translate("F3 选") if field.choices else ""),
            id=f"field-{field.name}",
            compact=True,
            password=field.secret,
        )
        self.cursor_blink = False
        self.field = field

    @property
    def fits(self) -> list[Choice]:
        """The choices that what stands here fits."""
        return fitting(self.value, self.field.choices)

    def answer(self) -> str:
        """Return what goes to the act: a code where exactly one choice fits, else what was typed."""
        if not self.field.choices or not self.value.strip():
            return self.value
        found = self.fits
        if len(found) == 1 and not (self.field.free and folded(self.value) not in found[0].names()):
            return found[0].code
        return self.value

    def doubt(self) -> Refused | None:
        """Return what is wrong with what stands here, as a refusal that is not raised."""
        field, typed = self.field, self.value.strip()
        if not typed or field.free or not field.choices or len(self.fits) == 1:
            return None
        if not self.fits:
            return Refused(field.name, "没有这一项: {0}; 按 F3 选", typed)
        return Refused(
            field.name, "{0} 有 {1} 项相符, 按 F3 选: {2}", typed, len(self.fits), [one.word for one in self.fits[:5]]
        )

    def take(self, choice: Choice) -> None:
        """Let a choice stand here."""
        self.value = choice.shown
        self.cursor_position = len(self.value)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs: behind the last letter, not a cell further as Textual has it."""
        return super().cursor_screen_offset - Offset(int(self.cursor_position == len(self.value)), 0)

    def _on_paste(self, event: events.Paste) -> None:
        joined = " ".join(line.strip() for line in event.text.splitlines() if line.strip())
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(joined)


class FieldArea(Guarded, Placed, TextArea):
    """A field of several lines; Tab goes on to the next field."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            field.value, id=f"field-{field.name}", compact=True, soft_wrap=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        if "\n" not in field.value:  # one line is gone on with, a drafted text is read from its beginning
            self.move_cursor(self.document.end)


class FormScreen(Fitted, Guarded, Alarmed, ModalScreen[bool]):
    """Shows a form; F2 or Enter in the last field saves, Escape leaves and keeps the draft."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", show=False),
        Binding("escape", "leave", show=False),
        Binding("f3", "pick", show=False),
        Binding("f4", "swap", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Submit,
        *,
        draft: str = "",
        place: str = "",
        notes: Sequence[str] = (),
        echo: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None,
        grow: Grow | None = None,
        does: str = "F2 保存",
    ) -> None:
        super().__init__()
        self.does = does
        self.grow = grow
        self._draft = draft
        self.echo = echo
        self.heading = title
        self.fields = list(fields)
        self.submit = submit
        self.place = place
        self.notes = [note for note in notes if note]
        self._before = {field.name: field.value for field in self.fields}
        self._restored = _restore(self.fields, draft)
        self._swap: Mapping[str, float] = {}
        self._saving = False

    def compose(self) -> ComposeResult:
        """Compose title, fields, complaints, buttons."""
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading), classes="title")
            if self.notes:
                yield Static(safe("\n".join(self.notes)), classes="notes")
            with VerticalScroll(classes="fields", can_focus=False):
                for field in self.fields:
                    yield from self._row(field)
            yield Static("", classes="complaint", id="complaint-")
            with Horizontal(classes="buttons"):
                yield Button(safe(translate(self.does)), id="save")
                yield Button(safe(translate("F4 互换")), id="swap")
                yield Button(safe(translate("Esc 返回")), id="leave")
            words = (
                "已恢复上次的草稿"
                if self._restored
                else "Enter 下一栏, Tab/Shift+Tab 移动, F3 列出可选; 返回时草稿保留"
            )
            yield Static(safe(translate(words)), classes="hint")

    def _row(self, field: Field) -> list[Widget]:
        """Return a field with its label, how a time in it is read, and the place for what is wrong with it."""
        asked = FieldArea(field) if field.area else FieldInput(field)
        row: list[Widget] = [Horizontal(Label(safe(translate(field.label))), asked, classes="row")]
        if self.echo is not None:
            row.append(Static("", classes="echo", id=f"echo-{field.name}"))
        return [*row, Static("", classes="complaint", id=f"complaint-{field.name}")]

    @on(events.DescendantBlur)
    def _left(self, event: events.DescendantBlur) -> None:
        """What was chosen in a field may ask for more: only then, when one has gone on from it."""
        if self.grow is not None and isinstance(event.widget, FieldInput) and event.widget.field.choices:
            policy_of(self).once(self, self._grown, "grow")

    async def _grown(self) -> None:
        """Ask what else is asked, below the rest; what stands in a draft stands there again."""
        if self.grow is None or self._saving:
            return
        known = {field.name for field in self.fields}
        asked = await self.grow(self.values())
        for field in asked:
            if field.name in known and self.is_open:
                self._offer_others(field)
        more = [field for field in asked if field.name not in known]
        if not more or not self.is_open:
            return
        _restore(more, self._draft)
        await self.query_one(".fields").mount(*(one for field in more for one in self._row(field)))
        self._before.update({field.name: "" for field in more})
        self.fields += more

    def _offer_others(self, field: Field) -> None:
        """Let a field that is asked already offer what goes with what was chosen elsewhere; what stands in it stays."""
        widget = self._widget(field.name)
        if isinstance(widget, FieldInput) and widget.field.choices != field.choices:
            widget.field = replace(widget.field, choices=field.choices, hint=field.hint)
            widget.placeholder = shown(translate(field.hint))

    def on_mount(self) -> None:
        """Begin in the first field that is empty."""
        if self._restored and self.grow is not None:
            policy_of(self).once(self, self._grown, "grow")
        self.query_one("#swap", Button).display = False
        areas = [index for index, field in enumerate(self.fields) if field.area and field.value]
        before = self.fields[: areas[0]] if areas else self.fields
        text = self.fields[areas[0]] if areas else self.fields[0]  # a text that is drafted is what one reads first
        self._widget(next((field for field in before if not field.value), text).name).focus()

    @on(Input.Changed)
    def _say_back(self) -> None:
        """Say beside each time how it is read, before it is saved."""
        if self.echo is None:
            return
        read = self.echo(self.values())
        for field in self.fields:
            line = self.query_one(f"#echo-{field.name}", Static)
            line.update(safe(read.get(field.name, "")))
            line.set_class(field.name in read, "-shown")

    def _widget(self, name: str) -> FieldInput | FieldArea:
        widget = self.query_one(f"#field-{name}")
        assert isinstance(widget, FieldInput | FieldArea)
        return widget

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        found: dict[str, str] = {}
        for field in self.fields:
            widget = self._widget(field.name)
            found[field.name] = widget.answer() if isinstance(widget, FieldInput) else widget.text
        return found

    @on(Input.Submitted)
    def _next_or_save(self, event: Input.Submitted) -> None:
        widget = event.input
        assert isinstance(widget, FieldInput)
        if widget.doubt() is not None and widget.fits:  # several fit: one of them is meant
            self.action_pick()
            return
        if widget.value.strip() and len(widget.fits) == 1 and not widget.field.free:
            widget.take(widget.fits[0])
        self._onwards(widget)

    def _onwards(self, widget: FieldInput) -> None:
        """Go to the field behind one; behind the last the form is saved."""
        names = [f"field-{field.name}" for field in self.fields]
        index = names.index(str(widget.id))
        if index == len(names) - 1:
            self.action_save()
        else:
            self.query_one(f"#{names[index + 1]}").focus()

    def action_pick(self) -> None:
        """List the choices of the field that one is in."""
        widget = self.focused
        if isinstance(widget, FieldInput) and widget.field.choices:
            policy_of(self).once(self, partial(self._pick, widget), "command")
        else:
            self.notify(shown(translate("这一栏没有可选的, 请直接填写")), markup=False, timeout=4)

    async def _pick(self, widget: FieldInput) -> None:
        """Let one be chosen; what fits what was typed is offered, or everything."""
        from dutydesk.tui.screens.dialogs import ChooseScreen

        offered = widget.fits or list(widget.field.choices)
        if len(offered) == 1:
            offered = list(widget.field.choices)
        rows = [(str(n), one.listed) for n, one in enumerate(offered)]
        chosen = await self.app.push_screen_wait(ChooseScreen(translate(widget.field.label), rows))
        if chosen:
            widget.take(offered[int(chosen)])
            self._onwards_softly(widget)

    def _onwards_softly(self, widget: FieldInput) -> None:
        """Go to the next field; a choice in the last one saves nothing by itself."""
        if widget.field.name != self.fields[-1].name:
            self._onwards(widget)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        actions: dict[str, Callable[[], Any]] = {
            "save": self.action_save,
            "swap": self.action_swap,
            "leave": self.action_leave,
        }
        actions[str(event.button.id)]()

    def action_save(self) -> None:
        """Try to save, beside the screen: alarms go on while the store is busy."""
        if not self._saving:
            self._saving = True
            policy_of(self).once(self, self._save, "save")

    async def _save(self) -> None:
        """Try to save; a refusal is shown at its field and everything typed stays."""
        for complaint in self.query(".complaint"):
            complaint.remove_class("-shown")
        try:
            for widget in self.query(FieldInput):
                doubt = widget.doubt()
                if doubt is not None:
                    raise doubt
            await self.submit(self.values())
        except Suggested as suggestion:
            self._suggest(suggestion)
        except Refused as refusal:
            self._complain(refusal.field, reason_of(refusal))
            self._offer(refusal.swap)
        except (Worded, StoreError) as error:
            self._complain("", reason_of(error))
        else:
            self.dismiss(True)
        finally:
            self._saving = False

    def _complain(self, name: str, reason: str) -> None:
        known = name in {field.name for field in self.fields}
        complaint = self.query_one(f"#complaint-{name if known else ''}", Static)
        complaint.update(safe(reason))
        complaint.add_class("-shown")
        if known:
            self._widget(name).focus()
        seen = partial(complaint.scroll_visible, animate=False)
        policy_of(self).later(self, seen, "complaint")  # below the fold it would look as if nothing happened

    def _suggest(self, suggestion: Suggested) -> None:
        """Put what is proposed into its fields; saving again confirms it, changing it is as easy."""
        for name, value in suggestion.proposed.items():
            widget = self._widget(name)
            if isinstance(widget, FieldInput):
                widget.value = word_of(value, widget.field.choices)
        self._complain(suggestion.field, explain(suggestion))

    def _offer(self, swap: Mapping[str, float]) -> None:
        self._swap = swap
        self.query_one("#swap", Button).display = bool(swap)

    def action_swap(self) -> None:
        """Exchange two figures that look swapped; nothing is saved by it."""
        for name, value in self._swap.items():
            widget = self._widget(name)
            if isinstance(widget, FieldInput):
                widget.value = f"{value:g}" if value < 1_000_000 else f"{value:.0f}"
        self._offer({})

    def action_leave(self) -> None:
        """Leave; what was typed is kept as a draft."""
        kept = self.kept()
        if kept:
            self.app.post_message(DraftKept(self.place, kept))
        self.dismiss(False)

    def kept(self) -> str:
        """Return what was typed as a draft to be kept, empty when there is nothing to keep; never a secret."""
        values = {name: value for name, value in self.values().items() if name in self._open_fields}
        changed = any(values[name] != self._before[name] for name in values)
        return json.dumps({TITLE: self.heading, **values}, ensure_ascii=False) if self.place and changed else ""

    @property
    def _open_fields(self) -> set[str]:
        return {field.name for field in self.fields if not field.secret}

    @property
    def is_open(self) -> bool:
        """Whether its fields stand and nothing of them is being saved."""
        return self.is_mounted and not self._saving and bool(self.query(f"#field-{self.fields[-1].name}"))


def _restore(fields: list[Field], draft: str) -> bool:
    """Put a draft's values into the fields; return whether anything was restored."""
    if not draft:
        return False
    try:
        values: dict[str, Any] = json.loads(draft)
    except ValueError:
        return False
    restored = False
    for index, field in enumerate(fields):
        value = str(values.get(field.name, ""))
        if field.name in values and value != field.value and not field.secret:
            fields[index] = replace(field, value=value)
            restored = True
    return restored
