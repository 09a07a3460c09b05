"""A form with help for one of its texts: what a sentence rests on, what is wrong with it, what the desk would write now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Protocol

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from dutydesk.i18n import say, translate
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import clauses
from dutydesk.kernel.values import dataclass
from dutydesk.tui.fields import Said
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.text import reason_of, shown
from dutydesk.tui.widgets.field_row import FieldRow
from dutydesk.tui.widgets.fields import FieldArea, FieldInput
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.workers import policy_of

ALL, TAKE = "all", "take"
KEYS = "F6 核对, F7 重拟"


@dataclass(frozen=True)
class Spot:
    """Something found in a text: where, how it is told, and what one key puts there (None: only a person can say)."""

    start: int
    end: int
    line: str
    right: str | None = None
    field: str = ""
    """The form's field that it is about; empty for the text."""


class Aid(Protocol):
    """Who knows about a text: ``field`` is the form's."""

    field: str

    def another(self, values: Mapping[str, str]) -> str:
        """Return what is said where the text was drafted for another kind than is chosen now; empty where it was not."""
        ...

    def unfinished(self, text: str) -> tuple[int, str]:
        """Return where a person goes on with the text, and what is still to be written there; empty where nothing is."""
        ...

    def lacking(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Return what the act would miss beside the required fields, with what is said of it, by field."""
        ...

    async def redrawn(self, values: Mapping[str, str]) -> str | None:
        """Return the draft for what is chosen now, which ``took`` says to be taken; None where a hand has changed the text."""
        ...

    def rests_on(self, text: str, place: int) -> str:
        """Return what the sentence at a place rests on."""
        ...

    async def spots(self, values: Mapping[str, str]) -> Sequence[Spot]:
        """Return what is found in the text as it stands."""
        ...

    async def mended(self, values: Mapping[str, str]) -> str:
        """Return the text with everything mended that has one right form."""
        ...

    async def renewed(self, values: Mapping[str, str]) -> tuple[str, list[str]]:
        """Return the text by the facts as they are now, what a hand changed kept, and the lines that differ."""
        ...

    def took(self) -> None:
        """The renewed text was taken."""
        ...


class AidedForm(FormScreen):
    """A form whose text is checked with F6 and drafted anew with F7; below stands what the sentence under the cursor rests on."""

    BINDINGS: ClassVar[list[BindingType]] = [  # before the text area, which selects with them
        Binding("f6", "proof", show=False, priority=True),
        Binding("f7", "renew", show=False, priority=True),
    ]

    def __init__(self, *args: Any, aid: Aid, **more: Any) -> None:
        super().__init__(*args, **more)
        self.aid = aid
        self._unread = False
        self._drawing = asyncio.Lock()

    def on_mount(self) -> None:
        """Stand where a person goes on; what was typed before is gone on with at its end."""
        if not self._restored:
            self._stand()

    def _stand(self) -> None:
        self.area.move_cursor(self._location(self.aid.unfinished(self.area.text)[0]))

    def own_keys(self, asked: FieldInput | FieldArea) -> str:
        """Say in the text which keys help with it."""
        return translate(KEYS) if asked is self.area else ""

    @property
    def area(self) -> TextArea:
        """The text."""
        asked = self._widget(self.aid.field)
        assert isinstance(asked, TextArea)
        return asked

    def _show_needed(self) -> None:
        super()._show_needed()
        if self.is_open and self.aid.another(self.values()):
            policy_of(self).once(self, self._redraw, "redraw")

    async def _redraw(self) -> None:
        """Draft the text for the kind that was chosen, unless a hand has changed it; what was wrong with the former is wrong no more."""
        async with self._drawing:  # who saves meanwhile waits for the text
            values = self.values()
            text = await self.aid.redrawn(values) if self.aid.another(values) else None
            if text is not None and self.values()[self.aid.field] == values[self.aid.field]:  # nobody typed meanwhile
                self.aid.took()
                for row in self.rows:
                    row.say(None)
                self.query_one("#complaint-").remove_class("-shown")
                self.area.text = text
                self._stand()
                self._unread = True
        self._read_back()

    def _readings(self) -> Mapping[str, Said]:
        """Read the fields; a text that is of another kind than is chosen, or that lacks something, says so as long as it does."""
        said, values = super()._readings(), self.values()
        told = self.aid.another(values) or self.aid.unfinished(values[self.aid.field])[1]
        return {**said, self.aid.field: Said(told)} if told else said

    def _wrong(self) -> list[FieldRow]:
        """Return what is wrong; what the act would miss beside it is said with it, all at once."""
        found = super()._wrong()
        for name, words in self.aid.lacking(self.values()).items() if found else ():
            row = self._row_of(name)
            row.say(Said(words, wrong=True))
            found.append(row)
        return found

    async def _save(self) -> None:
        """Save, unless the text was drafted anew and the cursor has not been in it since: nobody has read it."""
        self._wrong()
        try:
            await self._redraw()
        except Exception:
            self._saving = False  # what failed is told, the text stands as it was, and F2 tries again
            raise
        if self._unread and self.area.text.strip():
            self._saving = self._unread = False
            self._go_to(self._row_of(self.aid.field))
            self._complain("", translate("种类改了, 正文已重拟: 看过再按一次 F2"))
            return
        await super()._save()

    @on(events.DescendantFocus)
    def _read(self, event: events.DescendantFocus) -> None:
        if event.widget is self.area:
            self._unread = False

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        """Say what the sentence under the cursor rests on."""
        if event.text_area is self.area and event.text_area.has_focus:
            self.query_one(Hint).say(clauses((translate(KEYS), self.aid.rests_on(self.area.text, self._place()))))

    def _place(self) -> int:
        """The character that the cursor stands on; behind the end of a line its last one."""
        row, column = self.area.cursor_location
        lines = self.area.text.split("\n")
        behind = 0 < column >= len(lines[row])
        return sum(len(line) + 1 for line in lines[:row]) + column - behind

    def _location(self, place: int) -> tuple[int, int]:
        before = self.area.text[:place].split("\n")
        return len(before) - 1, len(before[-1])

    def action_proof(self) -> None:
        """List what is found in the text; Enter mends the one chosen, or goes there."""
        policy_of(self).once(self, partial(self._helped, self._proof), "proof")

    async def _proof(self) -> None:
        while self.is_open:
            found = await self.aid.spots(self.values())
            if not found:
                self.notify(shown(translate("没有发现问题")), markup=False, timeout=4)
                return
            easy = sum(one.right is not None for one in found)
            lines = [(ALL, say("全部改好: {0} 处有唯一正确的写法", easy))] if easy else []
            lines += [(str(number), one.line) for number, one in enumerate(found)]
            chosen = await self.app.push_screen_wait(ChooseScreen(say("核对: {0} 处", len(found)), lines))
            if not chosen:
                return
            if chosen == ALL:
                self._put(await self.aid.mended(self.values()))
                continue
            one = found[int(chosen)]
            if one.field:
                row = self._row_of(one.field)
                row.say(Said(one.line, wrong=True))
                self._show_needed()
                self._go_to(row)
                return
            if one.right is None:
                self.area.focus()
                goes_on = self.aid.unfinished(self.area.text)[0] == one.end  # what is selected goes with the next key
                begin = one.end if goes_on else one.start
                self.area.selection = type(self.area.selection)(self._location(begin), self._location(one.end))
                return
            self._put(self.area.text[: one.start] + one.right + self.area.text[one.end :])

    def action_renew(self) -> None:
        """Show what the desk would write now, and take it if the person says so; what a hand changed stays."""
        policy_of(self).once(self, partial(self._helped, self._renew), "renew")

    async def _helped(self, helps: Callable[[], Awaitable[None]]) -> None:
        """Help with the text; where what was typed in another field does not do for that, it is said beside that one."""
        try:
            await helps()
        except Refused as refusal:
            for one in reversed(refusal.each or (refusal,)):
                self._complain(one.field, reason_of(one))

    async def _renew(self) -> None:
        text, lines = await self.aid.renewed(self.values())
        if not lines:
            self.notify(shown(translate("事实没有变, 草稿不变")), markup=False, timeout=4)
            return
        choices = [
            (TAKE, translate("采用下面的改动, 手改的句子不动")),
            *((f"- {n}", line) for n, line in enumerate(lines)),
        ]
        if await self.app.push_screen_wait(ChooseScreen(translate("按现在的事实重拟"), choices)) == TAKE:
            self.aid.took()
            self._put(text)
            self._unread = False  # it was read where it was taken

    def _put(self, text: str) -> None:
        if text != self.area.text:
            self.area.text = text
            self._row_of(self.aid.field).asked.typed = True
