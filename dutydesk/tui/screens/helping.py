"""The help: every key, what it does and what it would act on from here; typing looks through it, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.i18n import say, translate
from dutydesk.kernel.text import clauses, folded
from dutydesk.kernel.values import dataclass
from dutydesk.tui import panes
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import spells
from dutydesk.tui.commands.base import COMMANDS, key_name
from dutydesk.tui.screens.dialogs import FilterLine
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.targets import nearest_first
from dutydesk.tui.text import safe, shown, width_of
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.workers import Guarded

PANE_HELP = {
    "log": "值班日志: 上下移动, Enter 看全文, x 更正, / 查找, g 到日期, gg 到第一条, End 或 G 到最新",
    **{pane.name: pane.help for pane in panes.SIDE},
    "entry": "记事行: Enter 保存, F2 作为消息收下, Alt+Enter 或 Ctrl+J 换行, Esc 返回, 草稿每两秒保存",
}
"""What the pane that has the focus is for."""

MOVES = (
    ("1 … 5", "到窗格", "1 2 3 4 5 到五个窗格, Tab 下一个, Shift+Tab 上一个"),
    ("↑ ↓ j k", "上下移动", "每个列表里都一样: 上下 j k PgUp PgDn Home End 和滚轮; 鼠标可点, 点两下即打开"),
    ("Enter", "打开", "打开或选定光标所在的一行"),
    ("Esc", "返回", "返回; 表单里写的留作草稿; 窗格里先取消标记和筛选"),
    ("&", "筛选", "筛选光标所在的窗格: 字词或拼音首字母, Enter 保留, Esc 全部显示"),
    ("O", "排序", "换这个窗格的次序: 按编号、按收到先后、未填的在前 …"),
    ("+ *", "标记几行", "时限和清单里标记几行 (Shift+上下 连着标, * 全标), 再按一次 a、y 或空格一起办, 各记一条"),
)
"""Keys that are no commands, for moving about: key, what it does, in a sentence."""

FORM_KEYS = (
    ("F2", "表单: 保存", "从任何一栏保存; 有要改的一次全说"),
    ("F3", "表单: 全列", "列出这一栏全部可选; 打字即筛选 (中文、英文、拼音首字母), Enter 或 Tab 选定, 数字直选"),
    ("F4", "表单: 互换", "两个数字填反时互换; 签字时请对方在自己的会话里签"),
    ("F5", "表单: 更多", "显示这一次可能用不到的栏目"),
)
"""Keys of forms."""


WORDS_CELLS = 20
"""Cells of a command's name: most have room, and what they act on stands in one column."""


@dataclass(frozen=True)
class Line:
    """A line of the help. ``command``: what Enter runs, empty where it is a key for moving or a heading."""

    key: str = ""
    words: str = ""
    target: str = ""
    told: str = ""
    """What it does, in a sentence."""
    why_not: str = ""
    command: str = ""
    also: tuple[str, ...] = ()
    """Other words by which it is found."""

    def fits(self, typed: Sequence[str]) -> bool:
        """Whether all typed words (folded) are found: in key, words, target, sentence, or as initials of one of its names."""
        names = [folded(one) for one in (self.words, self.target, *self.also)]
        text = [folded(self.key), folded(self.told), *names]
        return all(any(word in one for one in text) or any(spells(word, one) for one in names) for word in typed)


def lines_of(screen: CommandScreen) -> list[Line]:
    """Return the help of a screen: what acts on the thing under the cursor, everything else, keys for moving, keys of forms."""
    found = nearest_first(screen, screen.desk.used)
    near = [name for name, target in found if target.near and not target.why_not]
    commands = {
        name: Line(
            key_name(screen.keys[name]) or key_name(screen.keys["palette"]),
            translate(COMMANDS[name].words),
            target.said,
            translate(COMMANDS[name].help_text),
            target.why_not,
            name,
            (COMMANDS[name].words, name.replace("_", " "), *COMMANDS[name].sought),
        )
        for name, target in found
    }
    pane = screen.focused.id if screen.focused is not None and screen.focused.id in PANE_HELP else ""
    about = Line(
        words=translate("光标所在"), target=screen.pointed().said, told=translate(PANE_HELP[pane]) if pane else ""
    )
    keys = [
        (
            Line(words=translate(heading)),
            [Line(key, translate(words), "", translate(told)) for key, words, told in rows],
        )
        for heading, rows in (("移动", MOVES), ("表单", FORM_KEYS))
    ]
    rest = [one for name, one in commands.items() if name not in near]
    with_key = [one for one in rest if screen.keys[one.command]]
    by_palette = [one for one in rest if not screen.keys[one.command]]
    found_lines = [about, *(commands[name] for name in near), Line(words=translate("全部按键")), *with_key]
    for heading, rows in keys:
        found_lines += [heading, *rows]
    return [*found_lines, Line(words=say("只在命令里 ({0})", key_name(screen.keys["palette"]))), *by_palette]


class HelpScreen(Fitted, Guarded, Alarmed, ModalScreen[str]):
    """Returns the command that was chosen, empty for none."""

    CSS_PATH = "../styles/screens.tcss"
    BODY = "#help-rows"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    SAID_LINES = 2
    """Lines for the sentence below the list: as long as the longest at 60 cells, or cut."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """Compose title, what is looked for, the lines, a sentence about the one under the cursor."""
        rows = RowsPane("help-rows", translate("没有相符的"))
        rows.led = True
        with Vertical(classes="dialog"):
            yield Static(safe(translate("帮助")), classes="title")
            field = FilterLine(rows)
            field.placeholder = translate("输入即查: 中文、英文、拼音首字母或一个键")
            yield field
            yield rows
            yield Static(id="help-said")
            yield Hint(translate("上下移动, Enter 执行, Esc 返回"))

    def on_mount(self) -> None:
        """Show everything, the cursor on the first thing that can be done."""
        self._show("")
        self.query_one(FilterLine).focus()

    @property
    def pane(self) -> RowsPane:
        """The list."""
        return self.query_one("#help-rows", RowsPane)

    def _show(self, typed: str) -> None:
        words = [folded(word) for word in typed.split()]
        found = [
            (n, one) for n, one in enumerate(self.lines) if not words or ((one.key or one.told) and one.fits(words))
        ]
        found = [pair for pair in found if not words or pair[1].key]
        room = max((width_of(one.key) for _, one in found), default=0) + 1
        self.pane.styles.height = len(self.lines) + 1
        self.pane.show([_row(n, one, room) for n, one in found])
        self.pane.go(next((at for at, (_, one) in enumerate(found) if one.key), 0))
        self._say()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(RowsPane.Moved)
    def _moved(self) -> None:
        self._say()

    def _line(self) -> Line | None:
        return self.lines[int(self.pane.key)] if self.pane.key else None

    def _say(self) -> None:
        line = self._line()
        said = "" if line is None else clauses(part for part in (line.why_not, line.told) if part)
        self.query_one("#help-said", Static).update(safe(said))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.pane.action_choose()

    @on(RowsPane.Chosen)
    def _chosen(self) -> None:
        line = self._line()
        if line is not None and line.command:
            self.dismiss(line.command)

    def action_leave(self) -> None:
        """Take back what was looked for; then leave."""
        field = self.query_one(FilterLine)
        if field.value:
            field.value = ""
        else:
            self.dismiss("")


def _row(number: int, line: Line, room: int) -> Row:
    """A heading stands at the edge; a key in its column; what can do nothing now is dim and says why."""
    if not line.key:
        target = f": {line.target}" if line.target else ""
        return Row(str(number), (Part(shown(f"{line.words}{target}"), "strong", -1),))
    style = "dim" if line.why_not else "plain"
    target = line.why_not or (f"→ {line.target}" if line.target else "")
    return Row(
        str(number),
        (
            Part(f" {line.key}", "strong" if style == "plain" else "dim", room + 1),
            Part(f" {shown(line.words)} ", style, WORDS_CELLS),
            Part(shown(target), "dim", -1),
        ),
    )
