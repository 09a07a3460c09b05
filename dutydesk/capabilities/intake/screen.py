"""One message: the original beside what is proposed for it, what that rests on marked in the text, and one key for what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from dutydesk.capabilities.intake import filling
from dutydesk.capabilities.intake import rules as m
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.i18n import offered, say, translate, when
from dutydesk.kernel.wording import Word
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.dialogs import StripKeys
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe, shown_lines
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.workers import Guarded

WAYS: Mapping[str, tuple[str, str]] = {
    "enter": (m.PROPOSED, "按建议立项"),
    "n": (m.NEW, "改种类立项"),
    "b": (m.BELONGS, "归入事项"),
    "f": (m.FORWARD, "转交"),
    "l": (m.LOG, "只作记录"),
    "v": (m.VISIT, "来访登记"),
    "d": (m.DUPLICATE, "重复"),
    "x": (m.NONE, "不办"),
}
"""What each key says becomes of the message."""

FILES, ATTACH = "files", "attach"
"""Nothing becomes of it yet: what came with it is looked at, or something more is put to it."""

WIDE = 100
"""From so many cells on the proposal stands beside the original, else below it."""

MARK = "bold underline"


class MessageScreen(StripKeys, Fitted, Guarded, Alarmed, ModalScreen[str]):
    """Returns what becomes of the message, empty where nobody said."""

    CSS_PATH = "../../tui/styles/screens.tcss"
    BODY = "#message"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", show=False),
        *(Binding(key, f"dismiss('{way}')", show=False) for key, (way, _) in WAYS.items()),
        Binding("o", "files", show=False),
        Binding("t", f"dismiss('{ATTACH}')", show=False),
    ]

    def __init__(self, one: MessageView, told: Sequence[str], files: int = 0) -> None:
        super().__init__()
        self.one, self.told, self.files = one, told, files

    def action_files(self) -> None:
        """Look at what came with it, where anything did."""
        if self.files:
            self.dismiss(FILES)

    def compose(self) -> ComposeResult:
        """Compose who sent it, the original, the proposal, the keys."""
        one = self.one
        source = " ".join(part for part in (offered(one.channel), one.sender) if part)
        with Vertical(classes="dialog"):
            yield Static(safe(say("消息 {0}: {1} {2}", f"#{one.seq}", when(one.received_at), source)), classes="title")
            with Horizontal(id="message"):
                with Reading("original"):
                    yield Static(marked(one))
                with Reading("proposal"):
                    yield Static(safe("\n".join(self.told)))
            keys = (f"{'Enter' if key == 'enter' else key} {translate(words)}" for key, (_, words) in WAYS.items())
            files = [f"o {say('附件 {0}', self.files)}"] if self.files else []
            yield Hint(", ".join((*keys, *files, f"t {translate('存附件')}", translate("Esc 返回"))))

    def on_mount(self) -> None:
        """Arrow keys scroll the original."""
        self.query_one("#original").focus()

    def on_resize(self) -> None:
        """Beside each other where there is room."""
        super().on_resize()
        self.set_class(self.size.width < WIDE, "-narrow")


def marked(one: MessageView) -> Content:
    """Return the text of a message with the words marked on which its proposal and its facts rest."""
    text, at = one.text, 0
    parts: list[Content | tuple[str, str]] = []
    for start, end in spans(one):
        parts += [safe(text[at:start]), (shown_lines(text[start:end]), MARK)]
        at = end
    return Content.assemble(*parts, safe(text[at:]))


def spans(one: MessageView) -> list[tuple[int, int]]:
    """Return where the words stand on which a proposal rests, in order, none within another."""
    kept = one.proposal
    told = [(why["start"], why["end"]) for why in kept.get("why", ())]
    told += [(fact["start"], fact["end"]) for fact in kept.get("facts", {}).values()]
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(told)):
        begin = max(start, found[-1][1] if found else 0)
        if begin < end <= len(one.text):
            found.append((begin, end))
    return found


def proposal_lines(one: MessageView, rule_text: str, subtype: str, names: Mapping[str, str]) -> list[str]:
    """Return what is proposed for a message and why, as lines; who did what with it last.

    Args:
        one: the message.
        rule_text: of the line of the colour rule that decided.
        subtype: its name.
        names: of people.
    """
    kept = one.proposal
    lines = [say("建议: {0}", Word(head))] if (head := filling.headline(one, subtype)) else [translate("没有建议")]
    if rule_text:
        lines.append(translate(rule_text))
    facts = filling.facts_of(one)
    if facts:
        lines += ["", translate("待核实"), *(f"  {fact}" for fact in facts)]
    if to := kept.get("recipients"):
        lines += ["", say("建议报送: {0}", to)]
    lines += ["", say("收到 {0}", when(one.received_at))]
    if one.opened_at is not None:
        lines.append(say("打开 {0} {1}", when(one.opened_at), Word(names.get(one.opened_by, one.opened_by))))
    return lines
