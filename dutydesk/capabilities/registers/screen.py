"""The registers on the screen: which there are, their rows, and what can be done with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from dutydesk.capabilities.files import pages
from dutydesk.capabilities.log.lines import told
from dutydesk.capabilities.registers import kept, reads, sheets, words
from dutydesk.capabilities.registers.importing import Taken
from dutydesk.i18n import say, translate
from dutydesk.kernel import fields as f
from dutydesk.kernel.acts import Act
from dutydesk.kernel.refusal import naming
from dutydesk.kernel.registers import Register, RowAct
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views
from dutydesk.tui import choices
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.fields import Field
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens import taking_in
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.widgets.status import KeyBar

BAR = (
    ("open", "Enter", "打开"),
    ("add", "+", "新增一条"),
    ("take", "F5", "导入"),
    ("other", "Tab", "换栏"),
    ("back", "Esc", "返回"),
)
ADD, CHANGE, RETIRE, READ = "+add", "+change", "+retire", "+read"
REASON = Field("reason", "理由", hint="检查问到时填", more=True)


@dataclass(frozen=True)
class Picture:
    """What is shown, read in one go: rows by register, names of people and matters by id."""

    rows: Mapping[str, Sequence[reads.RowView]]
    names: Mapping[str, str]


def read_picture(views: Views, registers: Sequence[Register]) -> Picture:
    """Read the rows in use of all registers."""
    names = {**views.names(), **{matter.id: matter.label for matter in views.matters(ended=True)}}
    return Picture({one.id: kept.rows(views, one) for one in registers}, names)


class RegistersScreen(CommandScreen):
    """Enter on a register goes to its rows, Enter on a row offers what can be done with it."""

    COMMAND_KEYS = False
    CSS_PATH = "../../tui/styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("tab", "other", show=False),
        Binding("plus", "add", show=False),
        Binding("f5", "take", show=False),
    ]

    def __init__(self, gateway: Gateway, keys: dict[str, str], at: tuple[str, ...] = ()) -> None:
        """``at``: id of a register and number of a row, to stand on when the rows are there."""
        super().__init__(gateway, keys)
        self._at = at
        self.registers: Mapping[str, Register] = {}
        self.picture = Picture({}, {})

    def compose(self) -> ComposeResult:
        """Compose the two lists and the keys."""
        with Horizontal(id="registers-body"):
            yield RowsPane("registers", "")
            yield RowsPane("register-rows", "")
        yield KeyBar(lines=3)

    @property
    def lists(self) -> RowsPane:
        """Which registers there are."""
        return self.query_one("#registers", RowsPane)

    @property
    def rows(self) -> RowsPane:
        """The rows of one."""
        return self.query_one("#register-rows", RowsPane)

    @property
    def register(self) -> Register | None:
        """The register under the cursor."""
        return self.registers.get(self.lists.key)

    def on_mount(self) -> None:
        """Read and show."""
        self.lists.focus()
        self.relabel()
        self.desk.policy.start(self, self.reload, "reload", group="opening")

    def relabel(self) -> None:
        """Say the fixed words again."""
        self.query_one(KeyBar).show([(name, key, translate(said)) for name, key, said in BAR])
        self.lists.head(translate("登记簿"))
        self.lists.empty = translate("规则册里没有登记簿")
        self.rows.empty = translate("还没有条目; 按 + 新增")
        self._draw()

    async def reload(self) -> None:
        """Read again and show."""
        books = await self.gateway.write(lambda container: container.desk.books)
        self.registers = kept.every(books.registers)
        self.picture = await self.gateway.read(lambda views: read_picture(views, list(self.registers.values())))
        if self.drawn:
            self._draw()
            self._stand()

    def _stand(self) -> None:
        """Put the cursor on the row that was asked for, once."""
        register, no = self._at or ("", "")
        self._at = ()
        if register in self.registers:
            self.lists.go(list(self.registers).index(register))
            self._draw_rows()
            self.rows.focus()
            numbers = [row.key for row in self.rows.rows]
            self.rows.go(numbers.index(no) if no in numbers else 0)

    # ------------------------------------------------------------ drawing

    def _draw(self) -> None:
        held = self.picture.rows
        self.lists.show(
            [
                Row(
                    one.id,
                    (Part(words.named(one), "plain", -1), Part(f"{len(held.get(one.id, ()))} ", "dim", 5, right=True)),
                )
                for one in self.registers.values()
            ]
        )
        self._draw_rows()

    def _draw_rows(self) -> None:
        register = self.register
        if register is None:
            self.rows.show([])
            return
        found = self.picture.rows.get(register.id, ())
        self.rows.head(f"{words.named(register)} {len(found)}")
        self.rows.show([self._row(register, row) for row in found])

    def _row(self, register: Register, row: reads.RowView) -> Row:
        state = register.state(row.state)
        style = "strong" if state.alarming else "dim" if state.ended else "plain"
        brief = words.brief(register, row, self.picture.names)
        return Row(row.no, (Part(brief, style, -1),))

    @on(RowsPane.Moved)
    def _moved(self) -> None:
        if self.lists.has_focus:
            self._draw_rows()

    # ------------------------------------------------------------ keys

    def action_back(self) -> None:
        """From the rows to the registers, from there to where they were opened."""
        if self.rows.has_focus:
            self.lists.focus()
        else:
            self.desk.pop_screen()

    def action_other(self) -> None:
        """To the other list."""
        (self.lists if self.rows.has_focus else self.rows).focus()

    def action_add(self) -> None:
        """Ask for a new row."""
        if self.register is not None:
            self.desk.policy.once(self, partial(self.add, self.register), "command")

    def action_take(self) -> None:
        """Ask for a table to take in."""
        if self.register is not None:
            self.desk.policy.once(self, partial(self.take, self.register), "command")

    @on(RowsPane.Chosen)
    def _chosen(self, event: RowsPane.Chosen) -> None:
        register = self.register
        if event.pane is self.lists:
            self.rows.focus()
        elif register is not None:
            self.desk.policy.once(self, partial(self.offer, register, event.key), "command")

    @on(KeyBar.Pressed)
    def _bar_pressed(self, event: KeyBar.Pressed) -> None:
        actions = {"back": self.action_back, "other": self.action_other, "add": self.action_add}
        actions["take"] = self.action_take
        if event.command in actions:
            actions[event.command]()
        elif self.rows.has_focus and self.register is not None and self.rows.key:
            self.desk.policy.once(self, partial(self.offer, self.register, self.rows.key), "command")
        else:
            self.rows.focus()

    # ------------------------------------------------------------ acts

    async def add(self, register: Register) -> None:
        """Ask for a new row; the desk's own command asks where the register is kept by one."""
        own = kept.own(register)
        if own is not None:
            await COMMANDS[own.command].run(self)
            await self.reload()
            return
        asked = [self.field(one, one.default) for one in register.fields]
        title = say("新增: {0}", words.named(register))
        if await self.form(title, [*asked, REASON], "register add", f"register-{register.id}", register=register.id):
            await self.reload()

    async def take(self, register: Register) -> None:
        """Ask for a file, show how its table is understood and what would be saved; save it when that is said."""
        title = say("导入: {0}", words.named(register))
        fields = [taking_in.file_field()]

        async def read(values: dict[str, str]) -> tuple[Taken, Act, list[str]]:
            path = taking_in.path_of(self, values["file"])
            actor, names = self.gateway.actor, self.picture.names

            def look(_views: Views) -> tuple[Taken, Act]:
                with naming("file"):
                    return kept.take_in(register, sheets.read(str(path)))

            taken, act = await self.gateway.read(look)
            written = await self.gateway.write(lambda container: container.desk.rehearse(act, actor=actor))
            return taken, act, [told(entry.kind, entry.payload, names) for entry in written]

        while typed := await taking_in.asked(self, title, f"take-{register.id}", fields, read):
            fields, (taken, act, lines) = typed
            if await taking_in.confirmed(self, title, [*taken.said(), "", *lines], "存入", act):
                self.tell(say("已存入 {0} 条", len(lines)))
                await self.reload()
                return

    async def offer(self, register: Register, no: str) -> None:
        """Let one choose what is to be done with a row."""
        row = next((one for one in self.picture.rows.get(register.id, ()) if one.no == no), None)
        if row is None:
            return
        about = f"{no} {words.summary(register, row.values, self.picture.names)}"
        own = kept.own(register)
        if own is not None:
            await self._offer_own(own, row, about)
            return
        state = register.state(row.state)
        possible = [one for one in register.acts if (row.state in one.begins if one.begins else not state.ended)]
        always = [(CHANGE, "改"), (RETIRE, "停用"), (READ, "经过")]
        offered = [(one.id, words.named(one)) for one in possible] + [(key, translate(said)) for key, said in always]
        chosen = await self.choose(about, offered)
        if chosen == CHANGE:
            await self.change(register, row, about)
        elif chosen == RETIRE:
            await self._ask(
                say("停用: {0}", about), [Field("reason", "理由", required=True)], "register retire", register, row
            )
        elif chosen == READ:
            await self.read_row(register, row, about)
        elif chosen:
            await self.act(register, row, register.act(chosen), about)

    async def _offer_own(self, own: kept.Kept, row: reads.RowView, about: str) -> None:
        """Let one choose what is to be done with a row that acts of its own keep; where nothing can be, show it."""
        register = own.register
        chosen = READ
        if own.changes:
            chosen = await self.choose(
                about, [(CHANGE, translate("改")), (RETIRE, translate("停用")), (READ, translate("看"))]
            )
        which: dict[str, Any] = {own.names: row.no}
        done = False
        if chosen == READ:
            await self.read(about, words.row_words(register, row, self.picture.names))
        elif chosen == CHANGE:
            fields = [self.field(one, self._value(register, row, one), free=True) for one in register.fields]
            place = f"change-{register.id}-{row.no}"
            done = await self.form(say("改: {0}", about), fields, own.changes, place, **which)
        elif chosen == RETIRE:
            why = [Field("reason", "理由", required=True)]
            done = await self.form(say("停用: {0}", about), why, own.retires, f"retire-{register.id}-{row.no}", **which)
        if done:
            await self.reload()

    async def act(self, register: Register, row: reads.RowView, act: RowAct, about: str) -> None:
        """Ask what an act asks."""
        asked = [
            self.field(one, self._value(register, row, one) if one.id in act.sets else one.default)
            for one in act.fields
        ]
        asked += [Field("at", "时间", hint="省略为现在", more=bool(asked)), REASON]
        await self._ask(f"{words.named(act)}: {about}", asked, "register do", register, row, act=act.id)

    async def change(self, register: Register, row: reads.RowView, about: str) -> None:
        """Ask for the fields anew; what stands in them now is proposed."""
        asked = [self.field(one, self._value(register, row, one)) for one in register.fields]
        await self._ask(say("改: {0}", about), [*asked, Field("reason", "为什么改")], "register change", register, row)

    async def _ask(
        self, title: str, asked: Sequence[Field], name: str, register: Register, row: reads.RowView, **fixed: Any
    ) -> None:
        place = f"{name.replace(' ', '-')}-{register.id}-{row.no}-{fixed.get('act', '')}"
        if await self.form(title, asked, name, place, register=register.id, row=row.no, **fixed):
            await self.reload()

    async def read_row(self, register: Register, row: reads.RowView, about: str) -> None:
        """Show what was done with a row."""

        def history(views: Views) -> str:
            return pages.log_page(views, views.entries(reads.history(views, register.id, row.no)))

        line = words.row_words(register, row, self.picture.names)
        await self.read(about, f"{line}\n\n{await self.gateway.read(history)}")

    # ------------------------------------------------------------ fields

    def _value(self, register: Register, row: reads.RowView, field: f.Field) -> str:
        """What stands in a field now, as it would be typed."""
        known = next((one for one in register.fields if one.id == field.id), field)
        value = row.values.get(known.id)
        if value is None:
            return ""
        said = words.told(known, value, self.picture.names)
        return said.removesuffix(f" {known.unit}") if known.unit else said

    def field(self, one: f.Field, value: str = "", *, free: bool = False) -> Field:
        """Return a declared field as a form asks it; ``free``: what is listed may be something else, too."""
        unit = f" ({one.unit})" if one.unit else ""
        how = one.how
        return Field(
            one.id,
            f"{words.named(one)}{unit}",
            value,
            how.hint,
            area=how.area,
            choices=self._choices(one),
            required=one.required,
            free=free,
        )

    def _choices(self, one: f.Field) -> tuple[Choice, ...]:
        if one.kind == "choice":
            return tuple(Choice(word, word) for word in one.choices)
        if one.kind == "flag":
            return choices.ASKED
        if one.kind == "person":
            return choices.people(self.state.officers.values())
        if one.kind == "matter":
            return tuple(Choice(matter.label, f"{matter.label} {matter.title}") for matter in self.state.matters)
        if one.kind == "row":
            of = self.registers[one.of]
            names = self.picture.names
            held = self.picture.rows.get(one.of, ())
            return tuple(Choice(row.no, f"{row.no} {words.summary(of, row.values, names)}") for row in held)
        return ()
