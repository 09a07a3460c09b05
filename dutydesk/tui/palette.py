"""The palette: every command of the desk, found by its words in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets.option_list import Option

from dutydesk.i18n import translate
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.choices import folded
from dutydesk.tui.commands.base import COMMANDS, key_name
from dutydesk.tui.commands.synonyms import SYNONYMS
from dutydesk.tui.screens.desk import DeskScreen
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import columned, safe, shown
from dutydesk.tui.workers import Guarded, policy_of

NAME_CELLS = 20
"""Cells of a command's name and key; a longer one has a line of its own."""

BESIDE = 6
"""Cells beside the rows: what Textual leaves blank, and the scroll bar."""

EXACT, WITHIN, ALIKE = 3.0, 1.5, 0.1
"""How well a command fits: one of its words, a part of one; letters of one in their order."""


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

    def _all(self) -> list[tuple[str, str, tuple[str, ...], Any]]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        return [
            (
                f"{translate(c.words)}  {key_name(screen.keys[name])}".rstrip(),
                translate(c.help_text),
                (c.words, translate(c.words), name.replace("_", " "), *SYNONYMS.get(name, ())),
                partial(screen.action_command, name),
            )
            for name, c in COMMANDS.items()
            if c.everywhere or isinstance(screen, DeskScreen)
        ]

    async def discover(self) -> Hits:
        """List everything."""
        for words, help_text, _, run in self._all():
            yield DiscoveryHit(self._row(Content(words), help_text), run, text=words)

    async def search(self, query: str) -> Hits:
        """Find by the words, by what people say instead, by the help: what is said exactly before what is alike."""
        matcher = self.matcher(query)
        for words, help_text, also, run in self._all():
            score = fitness(query, (words, *also), help_text, matcher.match)
            if score > 0:
                yield Hit(score, self._row(matcher.highlight(words), help_text), run, text=words)

    def _row(self, words: Content, help_text: str) -> Content:
        """Return a command as its row shows it: name and key, and beside them what it does, broken under its own column."""
        width = self.app.size.width - BESIDE
        column = min(NAME_CELLS, width // 3)
        lines: list[Content] = []
        for n, (head, said) in enumerate(columned(words.plain, shown(help_text), column, width)):
            name = Content.assemble(words, " " * (len(head) - len(words.plain))) if n == 0 else Content(head)
            lines.append(Content.assemble(name, (said, "dim not bold")))
        return Content("\n").join(lines)


def fitness(typed: str, words: Sequence[str], help_text: str, match: Callable[[str], float]) -> float:
    """Return how well a command fits, 0 where it does not; ``match`` tells how alike what was typed is to a text."""
    wanted, said = folded(typed), [folded(one) for one in words]
    if wanted in said:
        return EXACT
    alike = min(1.0, max(match(words[0]), match(help_text) * 0.8))
    if any(wanted in one for one in said):
        return WITHIN + alike
    return alike or (ALIKE if any(match(one) > 0 for one in words) else 0.0)
