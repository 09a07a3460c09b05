"""A form: labelled fields, one act. What was typed stays until it is saved, whatever is refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from dutydesk.i18n import explain, listed, say, translate
from dutydesk.kernel.acts import Act
from dutydesk.kernel.refusal import Refused, WrongSecretError
from dutydesk.kernel.text import clauses
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import word_of
from dutydesk.tui.fields import TITLE, DraftKept, Field, Said, Suggested
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import reason_of, safe, shown, width_of
from dutydesk.tui.widgets.field_row import Beside, FieldRow
from dutydesk.tui.widgets.fields import FieldArea, FieldInput
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.offered import ChoiceList
from dutydesk.tui.workers import Guarded, policy_of

LABEL_CELLS, NARROW_CELLS = 18, 15
"""Cells of the labels, on a wide and on a narrow screen, unless one of a form's is longer."""

NAMED_INSTEAD = 3
"""How many fields are named that may stand for a required one."""

Submit = Callable[[dict[str, str]], Awaitable[None]]
Grow = Callable[[Mapping[str, str]], Awaitable[Sequence[Field]]]
"""What else is asked, given what stands in the fields."""

ReadBack = Callable[[Mapping[str, str]], Mapping[str, Said]]
"""How what stands in the fields is read, for those that hold something to be read."""

Uses = dict[str, Counter[str]]
"""By field, how often each choice was saved in this session."""

NEXT, NEXT_OF_AREA = "Enter 或 Tab 下一栏", "Tab 下一栏, Enter 换行, Ctrl+Home/End 首尾"
SAVE, SAVE_LAST = "F2 {0}", "Enter 或 F2 {0}"
LIST, BACK, KEEPS = "F3 列出可选", "Esc 返回", "草稿保留"
"""What the keys do, each where it is so: to the next field, out of the form, to the list of choices, back."""


class FormScreen(Fitted, Guarded, Alarmed, ModalScreen[bool]):
    """Shows a form; F2 or Enter in the last field saves, Escape leaves and keeps the draft."""

    CSS_PATH = "../styles/screens.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-medium"), (108, "-wide")]  # noqa: RUF012 - Textual's own idiom
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", show=False),
        Binding("escape", "leave", show=False),
        Binding("f3", "pick", show=False),
        Binding("f4", "swap", show=False),
        Binding("f5", "more", show=False),
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
        read: ReadBack | None = None,
        grow: Grow | None = None,
        uses: Uses | None = None,
        does: str = Act.DOES,
    ) -> None:
        super().__init__()
        self.does = does
        self.grow = grow
        self._draft = draft
        self.read = read
        self.heading = title
        self.fields = list(fields)
        self.submit = submit
        self.place = place
        self.notes = [note for note in notes if note]
        self.uses: Uses = uses if uses is not None else {}
        self._before = {field.name: field.value for field in self.fields}
        self._restored = _restore(self.fields, draft)
        self._swap: Mapping[str, float] = {}
        self._saving = False
        self._all_shown = False
        self.offered = ChoiceList()
        self._label_cells(self.fields)

    def _label_cells(self, fields: Iterable[Field]) -> None:
        """Give the labels no more room than the longest of those that are shown: what is left is the fields'."""
        widest = max((width_of(f"*{translate(field.label)}") for field in fields), default=0)
        self.set_class(widest >= LABEL_CELLS, "-long")  # a label that is broken over lines is read twice
        self.set_class(NARROW_CELLS <= widest < LABEL_CELLS, "-mid")

    # ------------------------------------------------------------ composing

    def compose(self) -> ComposeResult:
        """Compose title, fields, complaints, buttons, and the list of choices over all of them."""
        with Vertical(classes="dialog"):
            star = translate("* 必填") if self._starred else ""
            yield Static(safe("   ".join(filter(None, (self.heading, star)))), classes="title")
            if self.notes:
                yield Static(safe("\n".join(self.notes)), classes="notes")
            with VerticalScroll(classes="fields", can_focus=False):
                for field in self.fields:
                    yield self._row(field)
            yield Static("", classes="complaint", id="complaint-")
            with Horizontal(classes="buttons"):
                yield Button(safe(f"F2 {translate(self.does)}"), id="save")
                yield Button("", id="more")
                yield Button(safe(translate("F4 互换")), id="swap")
                yield Button(safe(translate("Esc 返回")), id="leave")
            yield Hint(translate("已恢复上次的草稿") if self._restored else "")
        yield self.offered

    def _row(self, field: Field) -> FieldRow:
        uses = self.uses.setdefault(field.name, Counter())
        asked = FieldArea(field) if field.area else FieldInput(field, self.offered, uses)
        row = FieldRow(asked, starred=self._starred)
        row.display = self._is_shown(row, {})
        return row

    @property
    def _starred(self) -> bool:
        """Whether something is required: the labels of other fields then begin a cell further right."""
        return any(field.required for field in self.fields)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows of all fields, in their order."""
        return list(self.query(FieldRow))

    def on_mount(self) -> None:
        """Begin in the field that somebody has begun to type, else in the first that is empty."""
        if not any(row.display for row in self.rows):
            return  # left while it opened
        if self._restored and self.grow is not None:
            policy_of(self).once(self, self._grown, "grow")
        self.query_one("#swap", Button).display = False
        self.watch(self.query_one(".fields"), "scroll_y", self._scrolled, init=False)
        self._show_needed()
        self._read_back()
        fields = [row.field for row in self.rows if row.display]
        areas = [index for index, field in enumerate(fields) if field.area and field.value]
        before = fields[: areas[0]] if areas else fields
        text = fields[areas[0]] if areas else fields[0]  # a text that is drafted is what one reads first
        begun = next((field for field in fields if field.begun), None)
        self._widget((begun or next((field for field in before if not field.value), text)).name).focus()

    def _widget(self, name: str) -> FieldInput | FieldArea:
        return self._row_of(name).asked

    def _row_of(self, name: str) -> FieldRow:
        return next(row for row in self.rows if row.field.name == name)

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {row.field.name: row.asked.answer() for row in self.rows}

    # ------------------------------------------------------------ what is shown

    def _is_shown(self, row: FieldRow, values: Mapping[str, str]) -> bool:
        """Whether a field is on the form now: what this case needs, what holds something, or everything once asked for."""
        field = row.field
        other, wanted = field.needs
        there = values.get(other, "").strip() if other else ""
        needed = bool(there) and (not wanted or there in wanted)
        kept = bool(row.error or row.asked.answer().strip()) or row.asked.has_focus
        return not (field.more or other) or self._all_shown or needed or kept

    def _show_needed(self) -> None:
        """Show and hide fields by what stands in the others; say how many are not shown."""
        values = self.values()
        for row in self.rows:
            wanted = self._is_shown(row, values)
            if row.display != wanted:
                row.display = wanted
        self._label_cells(row.field for row in self.rows if row.display)
        hidden = sum(not row.display for row in self.rows)
        button = self.query_one("#more", Button)
        button.display = bool(hidden) and not self._all_shown
        words = say("F5 更多 {0} 栏", hidden)
        if button.display and str(button.label) != words:
            button.label = safe(words)

    def action_more(self) -> None:
        """Show every field, as long as the form is open; the cursor goes to what is wrong, else to the first that was hidden.

        One that this case does not need is no place to type in: 更正哪份 in a report that corrects nothing.
        """
        hidden = next((row for row in self.rows if row.error), None)
        hidden = hidden or next((row for row in self.rows if not row.display and not row.field.needs[0]), None)
        self._all_shown = True
        self._show_needed()
        if hidden is not None:
            policy_of(self).later(self, hidden.asked.focus, "focus")

    def _scrolled(self) -> None:
        """The list of choices does not stay where its field was."""
        if self.offered.owner is not None:
            self.offered.close()

    def on_resize(self) -> None:
        """Nor in another size."""
        self._scrolled()

    # ------------------------------------------------------------ reading what was typed

    @on(events.DescendantFocus)
    def _entered(self, event: events.DescendantFocus) -> None:
        self._say_keys(event.widget)

    @on(Beside.Resized)
    def _has_another_width(self) -> None:
        self._say_keys(self.focused)

    def _say_keys(self, asked: Widget | None) -> None:
        """Say what the keys do here; where it does not fit beside the field, its hint too."""
        if self._restored and not any(row.asked.typed for row in self.rows):
            return
        if isinstance(asked, FieldInput | FieldArea):
            hint = "" if self._row_of(asked.field.name).says_its_hint else translate(asked.field.hint)
            self.query_one(Hint).say(clauses((hint, self.own_keys(asked), self._keys(asked))))

    def own_keys(self, asked: FieldInput | FieldArea) -> str:  # noqa: ARG002 - for the forms that have some
        """Return the keys that work in a field of this form alone."""
        return ""

    def _keys(self, asked: FieldInput | FieldArea) -> str:
        lists = [translate(LIST)] if asked.field.choices else []
        back = translate(BACK)
        if isinstance(asked, FieldArea):
            return ", ".join([translate(NEXT_OF_AREA), *lists, say(SAVE, translate(self.does)), back])
        last = asked in [row.asked for row in self.rows if row.display][-1:]
        saves = [say(SAVE_LAST, translate(self.does)), *lists]
        found = saves if last else [translate(NEXT), *lists, say(SAVE, translate(self.does))]
        keeps = [translate(KEEPS)] if self.place and not asked.field.secret else []
        return f"{', '.join(found)}; {', '.join([back, *keeps])}"

    @on(events.DescendantBlur)
    def _left(self, event: events.DescendantBlur) -> None:
        """Read a field that one has gone on from, if something was typed; what was chosen in it may ask for more."""
        asked = event.widget
        if not isinstance(asked, FieldInput | FieldArea):
            return
        if isinstance(asked, FieldInput):
            asked.settle()
        if asked.typed:
            asked.typed = False
            self._check(self._row_of(asked.field.name))
            self._show_needed()
        if self.grow is not None and isinstance(asked, FieldInput) and asked.field.choices:
            policy_of(self).once(self, self._grown, "grow")

    def _check(self, row: FieldRow) -> None:
        """Read one field and say beside it how, or what is wrong."""
        row.say(self._said(row, self._readings()))

    def _readings(self) -> Mapping[str, Said]:
        return self.read(self.values()) if self.read is not None else {}

    @staticmethod
    def _said(row: FieldRow, readings: Mapping[str, Said]) -> Said | None:
        doubt = row.asked.doubt() if isinstance(row.asked, FieldInput) else None
        return Said(explain(doubt), wrong=True) if doubt is not None else readings.get(row.field.name)

    @on(Input.Changed)
    def _line_changed(self, event: Input.Changed) -> None:
        put = isinstance(event.input, FieldInput) and event.input.is_put
        self._read_back(None if put else event.input)

    @on(TextArea.Changed)
    def _area_changed(self, event: TextArea.Changed) -> None:
        if isinstance(event.text_area, FieldArea) and event.text_area.has_focus:
            event.text_area.typed = True
        self._read_back(event.text_area)

    def _read_back(self, changed: Widget | None = None) -> None:
        """Say again how fields are read while one types; a mistake only in the field that shows one already."""
        readings = self._readings()
        for row in self.rows:
            said = readings.get(row.field.name)
            if row.asked is changed and row.error:
                row.say(self._said(row, readings))
            elif not row.error:
                row.say(said if said is not None and not said.wrong else None)

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
        await self.query_one(".fields").mount(*(self._row(field) for field in more))
        self._before.update({field.name: "" for field in more})
        self.fields += more

    def _offer_others(self, field: Field) -> None:
        """Let a field that is asked already offer what goes with what was chosen elsewhere; what stands in it stays."""
        row = self._row_of(field.name)
        if isinstance(row.asked, FieldInput) and row.field.choices != field.choices:
            row.field = row.asked.field = replace(row.field, choices=field.choices, hint=field.hint)
            row.tell()

    # ------------------------------------------------------------ moving on, choosing

    @on(Input.Submitted)
    def _next_or_save(self, event: Input.Submitted) -> None:
        widget = event.input
        assert isinstance(widget, FieldInput)
        if widget.doubt() is not None and widget.fits:  # several fit: one of them is meant
            self.action_pick()
            return
        widget.settle()
        self._onwards(widget, saving=True)

    def _onwards(self, widget: FieldInput, *, saving: bool) -> None:
        """Go to the field behind one; behind the last the form is saved, but not by a choice that was taken in it."""
        shown_ones = [row.asked for row in self.rows if row.display]
        index = shown_ones.index(widget)
        if index < len(shown_ones) - 1:
            shown_ones[index + 1].focus()
        elif saving:
            self.action_save()

    @on(FieldInput.Taken)
    def _taken(self, event: FieldInput.Taken) -> None:
        event.stop()
        self._check(self._row_of(event.asked.field.name))
        self._show_needed()
        if event.onwards:
            self._onwards(event.asked, saving=False)

    @on(ChoiceList.Picked)
    def _picked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        asked = self.offered.owner
        if isinstance(asked, FieldInput):
            asked.take(event.choice)
            self._taken(FieldInput.Taken(asked, onwards=False))

    def action_pick(self) -> None:
        """List the choices of the field that one is in."""
        widget = self.focused
        if isinstance(widget, FieldInput) and widget.field.choices:
            widget.browse()
        else:
            self.notify(shown(translate("这一栏没有可选的, 请直接填写")), markup=False, timeout=4)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        actions: dict[str, Callable[[], Any]] = {
            "save": self.action_save,
            "more": self.action_more,
            "swap": self.action_swap,
            "leave": self.action_leave,
        }
        actions[str(event.button.id)]()

    # ------------------------------------------------------------ saving

    def action_save(self) -> None:
        """Try to save, beside the screen: alarms go on while the store is busy."""
        if not self._saving:
            self._saving = True
            policy_of(self).once(self, self._save, "save")

    def _lacks(self, row: FieldRow) -> bool:
        """Whether a required field is empty and nothing that may stand for it is there; one that this case does not need lacks nothing."""
        field, values = row.field, self.values()
        if not field.required or values[field.name].strip():
            return False
        other, wanted = field.needs
        needed = not other or (values[other].strip() in wanted if wanted else bool(values[other].strip()))
        return needed and not self._stood_for(field)

    def _stood_for(self, field: Field) -> bool:
        """Whether something that may stand for a field holds something."""
        values = self.values()
        return any(values.get(name, "").strip() for name in field.instead)

    def _asks_for(self, row: FieldRow) -> str:
        """Say that a field is required, and which others may stand for it: the first ones, which are in sight."""
        labels = [
            translate(one.label)
            for one in self.fields
            if one.name in row.field.instead and not (one.more or one.required)
        ]
        return say("必填, 或填 {0}", listed(labels[:NAMED_INSTEAD])) if labels else translate("必填")

    def _wrong(self) -> list[FieldRow]:
        """Read every field; return those that cannot be saved so, with what is wrong beside each."""
        readings = self._readings()
        found: list[FieldRow] = []
        for row in self.rows:
            if isinstance(row.asked, FieldInput):
                row.asked.settle()
            said = self._said(row, readings)
            if self._lacks(row):
                said = Said(self._asks_for(row), wrong=True)
            row.say(said)
            if row.error:
                found.append(row)
        return found

    async def _save(self) -> None:
        """Try to save; a refusal is shown at its field and everything typed stays."""
        self.query_one("#complaint-", Static).remove_class("-shown")
        try:
            wrong = self._wrong()
            if wrong:
                names = listed(translate(row.field.label) for row in wrong)
                if len(wrong) > 1:
                    self._complain("", say("{0} 处要改: {1}", len(wrong), names))
                self._show_needed()
                self._go_to(wrong[0])
                return
            values = self.values()
            await self.submit(values)
        except Suggested as suggestion:
            self._suggest(suggestion)
        except WrongSecretError as refusal:
            self._complain("", reason_of(refusal))
            self._empty_secret()
        except Refused as refusal:
            for one in reversed(refusal.each or (refusal,)):  # the cursor goes to the first
                self._complain(one.field, reason_of(one))
            self._offer(refusal.swap)
        except (Worded, StoreError) as error:
            self._complain("", reason_of(error))
        else:
            self._count(values)
            self.dismiss(True)
        finally:
            self._saving = False

    def _count(self, values: Mapping[str, str]) -> None:
        """Remember what was chosen: it is offered first the next time."""
        for row in self.rows:
            codes = {one.code for one in row.field.choices}
            self.uses[row.field.name].update({values[row.field.name]} & codes)

    def _go_to(self, row: FieldRow) -> None:
        """Put the cursor into a field and bring what is wrong with it into view."""
        row.asked.focus()
        seen = partial(row.scroll_visible, animate=False)
        policy_of(self).later(self, seen, "complaint")  # below the fold it would look as if nothing happened

    def _complain(self, name: str, reason: str) -> None:
        row = next((row for row in self.rows if name and row.field.name == name), None)
        if row is not None:
            row.say(Said(reason, wrong=True))
            self._show_needed()
            self._go_to(row)
            return
        complaint = self.query_one("#complaint-", Static)
        complaint.update(safe(reason))
        complaint.add_class("-shown")

    def _empty_secret(self) -> None:
        """Take a wrong secret away: what is typed behind one is another wrong one, and counts."""
        row = next((row for row in self.rows if row.field.secret), None)
        if row is not None and isinstance(row.asked, FieldInput):
            row.asked.put("")
            row.asked.focus()

    def _suggest(self, suggestion: Suggested) -> None:
        """Put what is proposed into its fields; saving again confirms it, changing it is as easy."""
        for name, value in suggestion.proposed.items():
            widget = self._widget(name)
            if isinstance(widget, FieldInput):
                widget.put(word_of(value, widget.field.choices))
            else:
                widget.text = value
        self._complain(suggestion.field, explain(suggestion))

    def _offer(self, swap: Mapping[str, float]) -> None:
        self._swap = swap
        self.query_one("#swap", Button).display = bool(swap)

    def action_swap(self) -> None:
        """Exchange two figures that look swapped; nothing is saved by it."""
        for name, value in self._swap.items():
            widget = self._widget(name)
            if isinstance(widget, FieldInput):
                widget.put(f"{value:g}" if value < 1_000_000 else f"{value:.0f}")
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
