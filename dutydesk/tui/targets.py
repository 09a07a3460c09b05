"""What each command would act on from where one is: said beside its key in the help, and why the palette lists it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dutydesk.capabilities.matters.rules import KIND_NAMES, Matter
from dutydesk.capabilities.obligations.bundles import bundled, is_anothers, waits_for
from dutydesk.i18n import explain, listed, say, title, translate
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass
from dutydesk.tui.bars import BARS
from dutydesk.tui.commands.base import COMMANDS, Command

if TYPE_CHECKING:
    from dutydesk.store.views import ClockView
    from dutydesk.tui.screens.host import CommandScreen

MATTER, CLOCK, ALERT, ITEM, LINE, MESSAGE, FILE = "matter", "clock", "alert", "item", "line", "message", "file"

NEEDS: Mapping[str, str] = {"matter": MATTER, "obligation": CLOCK, "alert": CLOCK}
"""What an act is about, by the field that it requires."""

THIS, ITS, OTHER = 3, 2, 0
"""How near a command is: it acts on the thing under the cursor, on that thing's matter, on something else."""

WAITING = 1
"""How near a command is that answers what rings."""


@dataclass(frozen=True)
class Pointed:
    """What the cursor is on: one of the kinds above (empty: nothing), in words, and the matter that it belongs to."""

    kind: str = ""
    said: str = ""
    matter: Matter | None = None


@dataclass(frozen=True)
class Target:
    """What a command would act on now, in words; how near that is; why nothing would come of it (empty: something would)."""

    said: str = ""
    near: int = OTHER
    why_not: str = ""


def clock_words(clock: ClockView) -> str:
    """Return a clock in words: what is owed, and on which matter."""
    return " ".join(part for part in (title(clock.title), clock.label, clock.matter_title) if part)


def matter_words(matter: Matter) -> str:
    """Return a matter in words."""
    return f"{matter.label} {matter.title}"


@cache
def kind_of(command: type[Command]) -> tuple[str, tuple[str, ...]]:
    """Return what a command acts on, and the kinds of matters that it may be about (none: all)."""
    if not command.does:
        return command.about or "", command.kinds
    from dutydesk.tui.vocabularies import asked_of
    from dutydesk.usecase.acts import REGISTRY  # the write side: not before the first frame

    declared = asked_of(REGISTRY[command.does])
    needed = next((NEEDS[name] for name, said in declared.items() if name in NEEDS and said.get("required")), "")
    kind = declared.get("matter", {}).get("kind", "")
    return needed if command.about is None else command.about, (kind,) if kind else command.kinds


def target_of(screen: CommandScreen, command: type[Command]) -> Target:
    """Return what a command would act on."""
    kind, kinds = kind_of(command)
    found = AIMS[kind](screen, kinds) if kind else Target()
    lacking = screen.lacking(command.does) if command.does else None
    return replace(found, why_not=explain(lacking)) if lacking is not None else found


def _matter(screen: CommandScreen, kinds: tuple[str, ...]) -> Target:
    """The matter that the command would ask about: the one pointed at, else the only one, else one that is chosen."""
    matter, cursor = screen.pointed_at(), screen.pointed()
    if matter is not None and (not kinds or matter.kind in kinds):
        own = cursor.matter is not None and cursor.matter.id == matter.id
        return Target(matter_words(matter), (THIS if cursor.kind == MATTER else ITS) if own else OTHER)
    wanted = [one for one in screen.state.matters if not kinds or one.kind in kinds]
    if not wanted:
        of = listed(KIND_NAMES[kind] for kind in kinds)
        return Target(why_not=say("没有在办的{0}", of) if kinds else say("没有可选的事项"))
    return Target(matter_words(wanted[0]) if len(wanted) == 1 else say("{0} 件里选一件", len(wanted)))


def _file(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    """The matter whose file is open; on the desk itself nothing."""
    cursor = screen.pointed()
    on_file = screen is not screen.desk.desk_screen and cursor.matter is not None
    return Target(matter_words(cursor.matter), THIS) if on_file and cursor.matter is not None else Target()


def _clock(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    clocks, pointed = screen.state.clocks, screen.pointed_clock()
    found = next((one for one in clocks if one.id == pointed), None)
    if found is not None:
        return Target(clock_words(found), THIS)
    if not clocks:
        return Target(why_not=translate("没有未办结的时限"))
    return Target(say("{0} 件里选一件", len(clocks)))


def _alert(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    waiting, pointed = bundled(screen.state.unacknowledged), screen.pointed_clock()
    if not waiting:
        return Target(why_not=translate("没有待签收的提醒"))
    own = next((one for one in waiting if pointed and one.has(pointed)), None)
    first = (own or waiting[0]).first
    if is_anothers(first, screen.gateway.actor):
        return Target(why_not=waits_for((own or waiting[0]).people, screen.state.names))
    said = " ".join(part for part in (title(first.title), first.label, first.matter_title) if part)
    return Target(said, WAITING if own is None else THIS)


def _item(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    key = screen.desk.desk_screen.rows("checklist").key
    line = next((one for one in screen.state.sheet if one.item == key), None)
    if line is None:
        return Target(why_not=translate("先接班, 再填清单"))
    return Target(translate(line.text), THIS if screen.pointed().kind == ITEM else OTHER)


def _line(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    desk = screen.desk.desk_screen
    line = desk.log_pane.line
    why_not = desk.why_not_corrected(line)
    near = THIS if screen.pointed().kind == LINE and not why_not else OTHER
    return Target(one_line(line.text) if line is not None else "", near, why_not)


def _message(screen: CommandScreen, _kinds: tuple[str, ...]) -> Target:
    inbox, key = screen.state.inbox, screen.desk.desk_screen.pointed_message
    if not inbox:
        return Target(why_not=translate("收件箱没有待处理的消息"))
    found = next((one for one in inbox if one.id == key), None)
    return Target(one_line((found or inbox[0]).text), OTHER if found is None else THIS)


AIMS: Mapping[str, Callable[[CommandScreen, tuple[str, ...]], Target]] = {
    MATTER: _matter,
    CLOCK: _clock,
    ALERT: _alert,
    ITEM: _item,
    LINE: _line,
    MESSAGE: _message,
    FILE: _file,
}
"""How what a command acts on is found, by its kind."""


def nearest_first(screen: CommandScreen, used: Counter[str]) -> list[tuple[str, Target]]:
    """Return the commands of a screen with what they act on: those for the thing under the cursor first, then those used most.

    Of equal ones those first that the key bar of the matter's kind names; what can do nothing now never goes before others.
    """
    matter = screen.pointed().matter
    bar = BARS[matter.kind] if matter is not None else ()
    found = [(name, target_of(screen, COMMANDS[name])) for name in screen.command_names()]

    def rank(pair: tuple[str, Target]) -> tuple[int, int, int]:
        name, target = pair
        near = OTHER if target.why_not else target.near
        return -near, bar.index(name) if near in {THIS, ITS} and name in bar else len(bar), -used[name]

    return sorted(found, key=rank)
