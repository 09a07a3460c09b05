"""The palette: every command of the desk, found by its words in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets.option_list import Option

from dutydesk.i18n import translate
from dutydesk.kernel.text import clauses, folded
from dutydesk.kernel.values import dataclass
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import spells
from dutydesk.tui.commands.base import COMMANDS, key_name
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.targets import nearest_first
from dutydesk.tui.text import columned, safe, shown
from dutydesk.tui.workers import Guarded, policy_of

NAME_CELLS = 20
"""Cells of a command's name and key; a longer one has a line of its own."""

BESIDE = 6
"""Cells beside the rows: what Textual leaves blank, and the scroll bar."""

EXACT, WITHIN, LIKE_INITIALS, ALIKE = 3.0, 1.5, 0.5, 0.1
"""How well a command fits: one of its words, a part of one; the pinyin initials of one; letters of one in their order."""

NEARER = 0.15
"""What being near the cursor adds, three steps at most: less than lies between two ways of fitting."""


@dataclass(frozen=True)
class Row:
    """A command in the palette: name and key, what it does and to what, by which words it is found, what runs it."""

    words: str
    told: str
    also: tuple[str, ...]
    run: Callable[[], None]
    near: int


class DeskPalette(Guarded, Alarmed, CommandPalette):  # pyright: ignore[reportIncompatibleMethodOverride] - both are called
    """The palette as a screen of the desk, in the desk's language."""

    CSS_PATH = "styles/screens.tcss"

    def __init__(self) -> None:
        super().__init__(placeholder=translate("找命令: 输入几个字"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say a moment later that nothing fits, where something was looked for; Textual's own says it in English."""
        self._stop_no_matches_countdown()

        def tell() -> None:
            if search_value:
                words = safe(translate("没有相符的命令"))
                self.query_one(CommandList).add_option(Option(words, disabled=True, id=self._NO_MATCHES))
            self._list_visible = bool(search_value)

        self._no_matches_timer = policy_of(self).after(self, self._NO_MATCHES_COUNTDOWN, tell, "palette")


class DeskCommands(Provider):
    """The palette: every command of the desk, found by its words in both languages."""

    def _all(self) -> list[Row]:
        """Every command that works here, those for the thing under the cursor first, then those used most."""
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        rows: list[Row] = []
        for name, target in nearest_first(screen, screen.desk.used):
            command, told = COMMANDS[name], target.why_not or target.said if target.near else ""
            rows.append(
                Row(
                    f"{translate(command.words)}  {key_name(screen.keys[name])}".rstrip(),
                    clauses((f"→ {told}" if told else "", translate(command.help_text))),
                    (command.words, translate(command.words), name.replace("_", " "), *command.sought),
                    partial(screen.action_command, name),
                    0 if target.why_not else target.near,
                )
            )
        return rows

    async def discover(self) -> Hits:
        """List everything."""
        for one in self._all():
            yield DiscoveryHit(self._row(Content(one.words), one.told), one.run, text=one.words)

    async def search(self, query: str) -> Hits:
        """Find by the words, by what people say instead, by the help: what is said exactly before what is alike."""
        matcher = self.matcher(query)
        for one in self._all():
            score = fitness(query, (one.words, *one.also), one.told, matcher.match, near=one.near)
            if score > 0:
                yield Hit(score, self._row(matcher.highlight(one.words), one.told), one.run, text=one.words)

    def _row(self, words: Content, help_text: str) -> Content:
        """Return a command as its row shows it: name and key, and beside them what it does, broken under its own column."""
        width = self.app.size.width - BESIDE
        column = min(NAME_CELLS, width // 3)
        lines: list[Content] = []
        for n, (head, said) in enumerate(columned(words.plain, shown(help_text), column, width)):
            name = Content.assemble(words, " " * (len(head) - len(words.plain))) if n == 0 else Content(head)
            lines.append(Content.assemble(name, (said, "dim not bold")))
        return Content("\n").join(lines)


def fitness(typed: str, words: Sequence[str], help_text: str, match: Callable[[str], float], *, near: int = 0) -> float:
    """Return how well a command fits, 0 where it does not.

    Args:
        typed: what is looked for.
        words: by which it is known.
        help_text: what it does, in a sentence.
        match: tells how alike what was typed is to a text.
        near: how near what it acts on is to the cursor: it decides among commands that fit in the same way.
    """
    wanted, said = folded(typed), [folded(one) for one in words]
    closer = NEARER * near
    if wanted in said:
        return EXACT + closer
    alike = min(1.0, max(match(words[0]), match(help_text) * 0.8))
    if any(wanted in one for one in said):
        return WITHIN + alike + closer
    initials = LIKE_INITIALS if any(spells(wanted, one) for one in said) else 0.0
    alike = alike or initials or (ALIKE if any(match(one) > 0 for one in words) else 0.0)
    return alike + closer if alike else 0.0
