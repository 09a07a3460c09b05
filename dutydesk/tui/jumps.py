"""Where a jump leads (``:``): a matter by its label, a person, a moment of the log, a line of it; and how it was read where nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.instants import BadTimeError, Instant
from dutydesk.kernel.text import folded
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.when import DATED, read
from dutydesk.kernel.wording import Word, Worded
from dutydesk.tui.choices import spells

MATTER, PERSON, MOMENT, ROW = "matter", "person", "moment", "row"

LABEL = re.compile(r"[a-z]{1,2}\d+")
"""How labels of matters look, folded."""

TIMELIKE = re.compile(r"\d|今天|明天|后天|昨天|前天|周|星期|上午|下午")
"""What is no name of anybody: something like it in what was typed makes it a time."""

SHOWN = 12
"""Places that are listed at most."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account, or of the contact book; ``key`` names them, ``also`` is what they are known by besides."""

    key: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where one may go: kind, what names it there, and what is said of it."""

    kind: str
    key: str
    said: str


@dataclass(frozen=True)
class Known:
    """What jumps are read against: matters (open ones first), people, the moment, the number of the newest line of the log."""

    matters: Sequence[Matter]
    people: Sequence[Person]
    now: Instant
    last: int


EXACT, BEGINS, WHOLE, HOLDS, SPELLED = range(5)
"""How well a name fits, the best first; ``WHOLE``: by the initials of all of it."""


def _fit(wanted: str, names: Sequence[str]) -> int | None:
    """Return how well folded text fits one of some names, None where it does not."""
    said = [folded(name) for name in names if name]
    if wanted in said:
        return EXACT
    if any(name.startswith(wanted) for name in said):
        return BEGINS
    if any(len(name) == len(wanted) and spells(wanted, name) for name in said):
        return WHOLE
    if any(wanted in name for name in said):
        return HOLDS
    return SPELLED if any(spells(wanted, name) for name in said) else None


def moment_of(typed: str, now: Instant) -> Instant | BadTimeError | None:
    """Return the moment that was typed, why it is none, or None where it does not look like one."""
    if not TIMELIKE.search(folded(typed)) or LABEL.fullmatch(folded(typed)):
        return None
    try:
        return read(typed, now, DATED)
    except BadTimeError as error:
        return error


def places(typed: str, known: Known) -> list[Place]:
    """Return where what was typed may lead, the best first; nothing typed: the open matters."""
    wanted = folded(typed)
    if not wanted:
        return [Place(MATTER, one.id, f"{one.label} {one.title}") for one in known.matters[:SHOWN]]
    found: list[tuple[int, Place]] = []
    if wanted.isdecimal() and 1 <= int(wanted) <= known.last:
        found.append((EXACT, Place(ROW, wanted, "")))
    moment = None if wanted.isdecimal() else moment_of(typed, known.now)
    if isinstance(moment, int):
        found.append((BEGINS, Place(MOMENT, str(moment), "")))
    for one in known.matters:
        at = _fit(wanted, (one.label,)) if LABEL.fullmatch(wanted) else _fit(wanted, (one.label, one.title))
        if at is not None:
            found.append((at, Place(MATTER, one.id, f"{one.label} {one.title}")))
    for who in known.people:
        at = _fit(wanted, (who.name, who.key, *who.also))
        if at is not None:
            found.append((at, Place(PERSON, who.key, " ".join((who.name, *who.also)))))
    return [place for _, place in sorted(found, key=lambda pair: pair[0])][:SHOWN]


def misread(typed: str, known: Known) -> Worded:
    """Return how something was understood that leads nowhere, and what may be written (not raised)."""
    wanted = folded(typed)
    if LABEL.fullmatch(wanted):
        labels = [one.label for one in known.matters[:SHOWN]]
        if not labels:
            return Worded("读作事项编号 {0}: 还没有事项", typed.strip().upper())
        return Worded("读作事项编号 {0}: 没有这个事项; 有的是 {1}", typed.strip().upper(), labels)
    if wanted.isdecimal():
        return Worded("读作日志第 {0} 条: 日志只到第 {1} 条; 日期请写 12-1 或 12月1日", int(wanted), known.last)
    moment = moment_of(typed, known.now)
    if isinstance(moment, BadTimeError):
        return Worded("读作日期: {0}", moment)
    return Worded(
        "读作人名或标题 “{0}”: 没有这样的人, 也没有这样的事项; 可写 Y3、姓名、12-1 08:00、日志条号", typed.strip()
    )


KIND_WORDS = {MATTER: Word("事项"), PERSON: Word("人"), MOMENT: Word("日志时刻"), ROW: Word("日志条目")}
"""What each kind of place is called."""
