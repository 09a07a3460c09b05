"""What the finder of the desk looks through, and how it goes to what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.cases.reads import case
from dutydesk.capabilities.cases.words import page
from dutydesk.capabilities.finding import reads, rules, telling, terms
from dutydesk.capabilities.log.lines import line_of
from dutydesk.i18n import current, explain, say, translate
from dutydesk.kernel.text import clauses, one_line
from dutydesk.kernel.wording import together
from dutydesk.store.search import unsearchable
from dutydesk.store.views import Views
from dutydesk.tui.initials import spelled_at
from dutydesk.tui.screens.filtering import FilterScreen
from dutydesk.tui.screens.find import Answer, FindScreen, Shown

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.log import LogPane

FIND_LIMIT = 50
"""Rows of one group."""

BESIDE = 8
"""Rows of a group where several were found, the log's apart."""


async def find(screen: DeskScreen) -> None:
    """Let a person find something, and go there: to a line of the log, a matter's file, a waiting message, a register's row."""
    names = screen.state.names

    async def search(text: str) -> Answer:
        now = screen.gateway.now()
        return await screen.gateway.read(lambda views: answer(views, text, now, names))

    chosen = await screen.app.push_screen_wait(FindScreen(search))
    if chosen is not None:
        await _go(screen, chosen)


def answer(views: Views, text: str, now: int, names: dict[str, str]) -> Answer:
    """Return what there is for what was typed."""
    typed = rules.take_apart(text)
    known = terms.terms(views)
    ways = rules.completions(text, known, english=current() == "en", spelled=spelled_at)
    if unknown := unsearchable(typed.words):
        return Answer(completions=ways, said=say("有查不到的字符, 没有查找: {0}", [one_line(word) for word in unknown]))
    wanted = rules.read(typed, known, now, spelled_at)
    if wanted.problems:
        return Answer(completions=ways, said=explain(together(wanted.problems)))
    found = reads.look(views, wanted, FIND_LIMIT, spelled_at)
    several = len(found.counts) > 1
    shown = [
        _shown(views, hit, names)
        for group, hits in found.hits.items()
        for hit in hits[: BESIDE if several and group != rules.LOG else FIND_LIMIT]
    ]
    marked = " ".join((typed.words, *wanted.names, *wanted.units))
    said = clauses([*(explain(one) for one in wanted.unknown), _said(found.count, wanted)])
    return Answer(shown, tuple(found.counts.items()), ways, marked, said.strip("; "))


async def narrow(screen: DeskScreen, event: LogPane.Narrowed) -> None:
    """Show those lines of the log that fit what is looked for, words and filters as in the finder."""
    now = screen.gateway.now()

    def fitting(views: Views) -> tuple[Sequence[int], str]:
        typed = rules.take_apart(event.words)
        if unknown := unsearchable(typed.words):
            return (), say("有查不到的字符, 没有查找: {0}", [one_line(word) for word in unknown])
        wanted = rules.read(typed, terms.terms(views), now, spelled_at)
        if wanted.problems:
            return (), explain(together(wanted.problems))
        said = clauses(explain(one) for one in wanted.unknown)
        return reads.lines(views, wanted, spelled_at, event.after), said

    seqs, trouble = await screen.gateway.read(fitting)
    event.pane.matched(event.words, seqs, event.after, trouble)
    if isinstance(screen.app.screen, FilterScreen):
        screen.app.screen.tell()


def _said(count: int, wanted: rules.Wanted) -> str:
    """Return how many there are, or why there may be none."""
    if wanted.empty:
        return ""
    if not count:
        bare = not wanted.words.replace(" ", "").isalnum() and wanted.words
        return translate("没有找到; 标点也要相符, 几个词用空格分开" if bare else "没有找到")
    return say("共 {0} 条, 新的在前; Enter 到那一条", count)


def _shown(views: Views, hit: reads.Hit, names: dict[str, str]) -> Shown:
    if hit.entry is None or hit.group in {rules.MATTERS, rules.CLOSED}:
        plain = hit.entry is not None or hit.group == rules.CASES  # its number stands before it already
        words = hit.words if plain else telling.told(views, hit, names)
        key = f"{hit.register}:{hit.key}" if hit.register else hit.key
        return Shown(hit.group, key, hit.at, hit.label, words)
    line = line_of(hit.entry, names)
    return Shown(hit.group, str(line.seq), line.at, line.label, line.text, line.struck)


async def _go(screen: DeskScreen, chosen: Shown) -> None:
    """Go to what was chosen."""
    if chosen.group in {rules.MATTERS, rules.CLOSED}:
        screen.desk.open_matter(chosen.key)
    elif chosen.group == rules.REGISTERS:
        from dutydesk.capabilities.registers.screen import RegistersScreen

        screen.desk.push_screen(RegistersScreen(screen.gateway, screen.keys, tuple(chosen.key.split(":", 1))))
    elif chosen.group == rules.CASES:
        found = await screen.gateway.read(lambda views: case(views, chosen.key))
        if found is not None:
            await screen.read(translate("案例库"), page(found))
    elif chosen.group in {rules.PEOPLE, rules.UNITS}:
        await screen.read(translate(rules.GROUPS[chosen.group]), chosen.text.replace("  ", "\n"))
    else:
        waiting = next((one.id for one in screen.state.inbox if str(one.seq) == chosen.key), "")
        if waiting:
            from dutydesk.capabilities.intake.commands import look_at

            await look_at(screen, waiting)
            return
        screen.action_pane(1)
        screen.log_pane.go_to_seq(int(chosen.key))
