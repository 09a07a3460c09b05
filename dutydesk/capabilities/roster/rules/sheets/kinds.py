"""Columns that are kinds of shifts: 白班 and 夜班 as headings, people in the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dutydesk.capabilities.roster.rules.sheets.cells import (
    Hours,
    Office,
    RefusedFileError,
    hours_of,
    hours_of_kind,
    kind_of,
    quoted,
)
from dutydesk.capabilities.roster.rules.sheets.words import KINDS_ELSEWHERE, NO_KIND, POST_MARKS, SHIFT
from dutydesk.kernel.when_words import folded
from dutydesk.kernel.wording import Worded

Holds = Callable[[int, bool], bool]
"""Whether a column, by its place, holds people: in every cell that is filled, or in one at least."""

MIDNIGHT = 24

ONE_OR_TWO = ""
"""The post of a column whose cells name A, or A and B."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of the people of one kind of shift: its heading, hours, and the post that it fills."""

    place: int
    title: str
    hours: Hours
    post: str = ONE_OR_TWO

    @property
    def taken(self) -> str:
        """What the column is taken as."""
        return f"shift_{self.post}" if self.post else "shift"


def hours_named(title: str, office: Office) -> Hours | None:
    """Return the hours of a heading: those that it states itself (中班 16:00-24:00), else those of the office's kind."""
    name, stated = _stated(title)
    if stated is not None:
        return stated if not name or kind_of(name, office) or looks_like_kind(name) else None
    kind = kind_of(folded(title), office)
    return hours_of_kind(kind) if kind else None


def _stated(title: str) -> tuple[str, Hours | None]:
    """The name and the hours of a heading that has hours in it; 下午6:00 and 晚8点 are hours, not the kinds 下午 and 晚."""
    typed = folded(title)
    whole = hours_of(re.sub(r"^\((.*)\)$", r"\1", typed))
    if whole is not None and whole[0][0] < MIDNIGHT:  # 夜0:00-8:00 is of the kind 夜
        return "", whole
    match = re.fullmatch(r"([^\d(]*)\(?(\d[^()]*)\)?", typed)
    return (match[1], hours_of(match[2])) if match else (title, None)


def _of_a_post(title: str, office: Office) -> Hours | None:
    """The hours that a post names itself, stated or by a kind in brackets (主班 8:00-20:00, 值班员(夜))."""
    stated = _stated(title)[1]
    inside = re.findall(r"\(([^()]+)\)", folded(title))
    return stated or next((hours for one in inside if (hours := hours_named(one, office)) is not None), None)


def _split(title: str) -> tuple[str, str]:
    """A heading of a kind and the post in it (白班A, 夜班副): both, no post where there is none."""
    word = folded(title).strip()
    post = POST_MARKS.get(word[-1:], "") or {"1": "a", "2": "b"}.get(word[-1:], "")
    return (word[:-1].strip("-_ "), post) if post else (word, "")


def looks_like_kind(title: str) -> bool:
    """Whether a heading or mark is the name of some kind of shift, the office's or not."""
    word = re.sub(r"\(.*|\d.*", "", re.sub(r"\s", "", folded(title)))
    return word in KINDS_ELSEWHERE or (word.endswith(SHIFT) and word != SHIFT and not set(word) & NO_KIND)


def unknown_kind(mark: str, where: str | Worded, office: Office) -> RefusedFileError:
    """Return the refusal of a kind of shift that the office does not have."""
    known = [kind.name for kind in office.kinds]
    return RefusedFileError(
        "不认识 {0} 里的 {1}: 班次规则 (shifts.toml) 里有 {2}; 没有导入, 请在 shifts.toml 的 [[pattern]] 里写上: 同一班次的别名写进 also, 另一种班次另写一项",
        where if isinstance(where, Worded) else quoted(where),
        quoted(mark),
        known,
    )


def slots_of(
    cells: Sequence[str], upper: Sequence[str], posts: Mapping[int, str], office: Office, holds: Holds
) -> list[Slot]:
    """Return the columns of people that stand under kinds of shifts, in order.

    Args:
        cells: the heading, the lower line of two.
        upper: the line above it where there are two, else the same.
        posts: the columns whose heading names a post, or ``people``.
        office: its kinds.
        holds: tells whether a column holds people.

    Raises:
        Worded: a kind stands there twice.
    """
    found: list[Slot] = []
    above: Hours | None = None
    for place, title in enumerate(cells):
        over = upper[place] if place < len(upper) else ""
        if over.strip():
            above = _of_a_post(over, office) if place in posts and over == title else hours_named(over, office)
        elif not title.strip():
            above = None
        before = found[-1] if found and found[-1].place == place - 1 else None
        if place in posts:
            if above is not None:
                name = title if over == title else f"{over.strip()} {title.strip()}".strip()
                found.append(Slot(place, name, above, _post(posts[place], above, found)))
            continue
        hours = hours_named(title, office) if title.strip() else None
        name, post = _split(title)
        if hours is None and post and kind_of(name, office) is not None:
            found.append(Slot(place, title.strip(), hours_of_kind(kind_of(name, office) or office.usual), post))
            continue
        second = before is not None and before.post == ONE_OR_TWO and title.strip() in ("", before.title)
        untitled = second and not title.strip()
        if (hours is None and not untitled) or not holds(place, untitled):
            continue
        if second and before is not None:
            found[-1] = replace(before, post="a")
            found.append(Slot(place, before.title, before.hours, "b"))
        elif hours is not None:
            found.append(Slot(place, title.strip(), hours))
    _refuse_twice(found)
    return found


def _post(named: str, hours: Hours, before: Sequence[Slot]) -> str:
    if named != "people":
        return named
    return "b" if any(one.hours == hours and one.post == "a" for one in before) else "a"


def _refuse_twice(found: Sequence[Slot]) -> None:
    seen: set[tuple[Hours, str]] = set()
    for one in found:
        for post in (one.post,) if one.post else ("a", "b"):
            if (one.hours, post) in seen:
                raise Worded("表头里 {0} 出现两次", quoted(one.title))
            seen.add((one.hours, post))
