"""The fields of a form: what is typed, the list of what may stand there, and what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import Input, TextArea

from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import folded
from dutydesk.tui.choices import EXACT, SPELLED, SPELLED_WITHIN, Choice, fitting, laid_out, ranked, word_of
from dutydesk.tui.cursor import Placed
from dutydesk.tui.fields import SEPARATORS, Field
from dutydesk.tui.widgets.alarms import AlarmBar
from dutydesk.tui.widgets.line import TypedLine
from dutydesk.tui.widgets.offered import ChoiceList
from dutydesk.tui.workers import Guarded

MOVES = {"up": ("move", -1), "down": ("move", 1), "pageup": ("page", -1), "pagedown": ("page", 1)}
"""Keys that move in an open list."""

PIECE = re.compile(f"[^{SEPARATORS}]+")


class FieldInput(TypedLine):
    """An input that joins the lines of a paste instead of dropping all but the first, with a list where it has choices."""

    class Taken(Message):
        """A choice was taken; ``onwards``: and the next field is meant."""

        def __init__(self, asked: FieldInput, *, onwards: bool) -> None:
            self.asked = asked
            self.onwards = onwards
            super().__init__()

    def __init__(self, field: Field, offered: ChoiceList, uses: Mapping[str, int]) -> None:
        words = _words_of(field, field.value)
        super().__init__(value=words, id=f"field-{field.name}", compact=True, password=field.secret)
        self.select_on_focus = not field.begun
        self.cursor_blink = False
        self.field = field
        self.offered = offered
        self.uses = uses
        self.typed = False
        """Whether something was typed since it was last read."""
        self._put = words
        self._digits = ""
        self._browsing = False

    def on_resize(self) -> None:
        """Show the beginning where nobody is typing: it is what a person reads the field by."""
        if not self.has_focus:
            self.scroll_to(x=0, animate=False, force=True)

    def on_blur(self) -> None:
        """Left, it shows its beginning."""
        self.scroll_to(x=0, animate=False, force=True)

    def on_focus(self) -> None:
        """Entered, it shows where the next letter goes."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), animate=False, force=True)

    # ------------------------------------------------------------ what stands here

    @property
    def is_listing(self) -> bool:
        """Whether the list is open for this field."""
        return self.offered.owner is self

    @property
    def is_put(self) -> bool:
        """Whether what stands here was put here, and not typed."""
        return self.value == self._put

    @property
    def piece(self) -> tuple[int, int]:
        """Where what is being typed begins and ends: all of it, or the one of several that the cursor is in."""
        if not self.field.many:
            return 0, len(self.value)
        at = self.cursor_position
        begin = max((self.value.rfind(one, 0, at) for one in SEPARATORS), default=-1) + 1
        ends = [found for one in SEPARATORS if (found := self.value.find(one, at)) >= 0]
        return begin, min(ends, default=len(self.value))

    def _pieces(self) -> list[str]:
        """Everything that stands here, one by one."""
        if not self.field.many:
            return [self.value] if self.value.strip() else []
        return [one.strip() for one in PIECE.findall(self.value) if one.strip()]

    def _meant(self, typed: str) -> Choice | None:
        """The one choice that text means, None where there is none or more than one."""
        found = fitting(typed, self.field.choices) if typed.strip() else []
        if len(found) != 1 or (self.field.free and folded(typed) not in found[0].names()):
            return None
        return found[0]

    @property
    def fits(self) -> list[Choice]:
        """The choices that what stands here fits."""
        return fitting(self.value, self.field.choices)

    def answer(self) -> str:
        """Return what goes to the act: codes where exactly one choice is meant, else what was typed."""
        if not self.field.choices or not self.value.strip():
            return self.value
        found = [one.code if (one := self._meant(piece)) is not None else piece for piece in self._pieces()]
        return SEPARATORS[0].join(found) if self.field.many else found[0]

    def doubt(self) -> Refused | None:
        """Return what is wrong with what stands here, as a refusal that is not raised."""
        field = self.field
        for typed in self._pieces() if field.choices and not field.free else ():
            found = fitting(typed, field.choices)
            if not found:
                return Refused(field.name, "没有这一项: {0}; 按 F3 选", typed.strip())
            if len(found) > 1:
                words = [one.word for one in found[:5]]
                return Refused(field.name, "{0} 有 {1} 项相符, 按 F3 选: {2}", typed.strip(), len(found), words)
        return None

    def put(self, words: str) -> None:
        """Let words stand here without looking for choices that fit them."""
        self._put = self.value = words
        self.cursor_position = len(words)

    def settle(self) -> None:
        """Close the list; what means one choice alone becomes its word."""
        if self.is_listing:
            self.offered.close()
        self._browsing, self._digits = False, ""
        if self.field.choices and self.typed:
            found = [one.shown if (one := self._meant(piece)) is not None else piece for piece in self._pieces()]
            words = SEPARATORS[0].join(found)
            if words != self.value and found:
                self.put(words)

    def take(self, choice: Choice) -> None:
        """Let a choice stand here, or in the place of the one of several that was being typed."""
        begin, end = self.piece
        before, after = self.value[:begin], self.value[end:]
        self.put(before + choice.shown + after)
        self.cursor_position = len(before + choice.shown)
        self.typed = True
        self._browsing, self._digits = False, ""
        self.offered.close()

    # ------------------------------------------------------------ the list

    def browse(self) -> None:
        """Show all choices, whatever stands here; what is typed next takes its place."""
        if not self.field.many:
            self.select_all()
        self._browsing = True
        self._offer("")

    def _offer(self, typed: str) -> None:
        """Show what fits, the best first; a row is taken by itself only where nothing else can be meant."""
        choices = self._not_there() if self.field.many else self.field.choices
        rows = ranked(typed, choices, self.uses) if typed.strip() else laid_out(choices, self.uses)
        if not rows and self.field.free:
            if self.is_listing:
                self.offered.close()
            return
        if not self.is_listing:
            top = max((bar.region.bottom for bar in self.screen.query(AlarmBar)), default=0)
            size = self.screen.size
            self.offered.open(self, len(laid_out(self.field.choices, self.uses)), Region(0, top, *(size - (0, top))))
        self.offered.show(rows, self._first(typed, rows))

    def _not_there(self) -> list[Choice]:
        """The choices that do not stand here yet."""
        begin, end = self.piece
        there = {folded(one) for one in PIECE.findall(self.value[:begin] + self.value[end:])}
        return [one for one in self.field.choices if folded(one.shown) not in there]

    def _first(self, typed: str, rows: list[Choice | str] | list[Choice]) -> int:
        """Return the row that Enter takes unless one moves: none where other words than the choices may stand."""
        first = next((n for n, row in enumerate(rows) if isinstance(row, Choice)), -1)
        if first < 0 or (not self.field.free and typed.strip()):
            return first
        if typed.strip():
            best = rows[first]
            rank = best.rank(folded(typed)) if isinstance(best, Choice) else None
            spelled = rank in {SPELLED, SPELLED_WITHIN} and len(folded(typed)) > 1
            return first if spelled or rank == EXACT else -1
        here = folded(self.value[slice(*self.piece)])
        there = next((n for n, row in enumerate(rows) if isinstance(row, Choice) and folded(row.shown) == here), first)
        return there if here else first

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what was typed among the choices."""
        if event.value == self._put and not self._browsing:
            return
        self._put = "\0"
        self.typed = True
        self._browsing, self._digits = False, ""
        if not self.field.choices or not self.has_focus:
            return
        typed = self.value[slice(*self.piece)]
        if typed.strip():
            self._offer(typed)
        elif self.is_listing:
            self.offered.close()

    async def _on_key(self, event: events.Key) -> None:
        if self.field.choices and self._chooses(event):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _chooses(self, event: events.Key) -> bool:
        """Do what a key means for the list; return whether it meant anything."""
        if event.is_printable and event.character and event.character.isdecimal() and self._by_number(event.character):
            return True
        if not self.is_listing:
            if event.key != "down":
                return False
            self.browse()
            return True
        if event.key in MOVES:
            name, by = MOVES[event.key]
            getattr(self.offered, name)(by)
        elif event.key == "escape":
            self._browsing, self._digits = False, ""
            self.offered.close()
        elif event.key in {"enter", "tab"} and self.offered.chosen is not None:
            self.take(self.offered.chosen)
            self.post_message(self.Taken(self, onwards=event.key == "enter" and not self.field.many))
            return event.key == "enter"
        else:
            return False
        return True

    def _by_number(self, digit: str) -> bool:
        """Take the row of a number as soon as no longer one begins like it; return whether the digit was one of a number.

        Where digits can be text (other words may stand here, or a choice goes on with them) they are text, unless the
        whole list is looked at.
        """
        typed = self.value[slice(*self.piece)].strip()
        whole = self._browsing or bool(self._digits)
        if not whole and (self.field.free or (typed and ranked(typed + digit, self.field.choices))):
            return False
        if not self.is_listing:
            self._offer("")
        number, rows, onwards = self._digits + digit, self.offered.choices, self._browsing
        named = [n for n, one in enumerate(rows) if folded(number) in one.names()]
        at = named[0] if named else int(number) - 1  # a choice that is called by the number comes before its row
        if not 0 <= at < len(rows):
            if not whole:
                self.offered.close()
            return whole
        self.offered.go(at + 1)
        if int(number) * 10 <= len(rows):
            self._digits = number
        else:
            self.take(rows[at])
            self.post_message(self.Taken(self, onwards=onwards and not self.field.many))
        return True

    # ------------------------------------------------------------ Textual

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor belongs: behind the last letter, not a cell further as Textual has it."""
        return super().cursor_screen_offset - Offset(int(self.cursor_position == len(self.value)), 0)

    def _on_paste(self, event: events.Paste) -> None:
        joined = " ".join(line.strip() for line in event.text.splitlines() if line.strip())
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(joined)


def _words_of(field: Field, value: str) -> str:
    """Return the words that stand in a field for codes."""
    if not field.many:
        return word_of(value, field.choices)
    return SEPARATORS[0].join(word_of(one.strip(), field.choices) for one in PIECE.findall(value) if one.strip())


class FieldArea(Guarded, Placed, TextArea):
    """A field of several lines; Tab and Ctrl+Enter go on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "edge(False)", show=False),
        Binding("ctrl+end", "edge(True)", show=False),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__(
            field.value, id=f"field-{field.name}", compact=True, soft_wrap=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.field = field
        self.typed = False
        self.move_cursor(self.document.end)  # where a person goes on typing

    def answer(self) -> str:
        """What stands here."""
        return self.text

    def action_edge(self, end: bool) -> None:
        """Go to the end of the text, or to its beginning."""
        self.move_cursor(self.document.end if end else (0, 0))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+enter":  # from terminals that tell it from Enter
            event.stop()
            event.prevent_default()
            self.screen.focus_next()
            return
        await super()._on_key(event)
