"""Matters: kinds, levels, colours and the facts that rules ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest, vocabulary

if TYPE_CHECKING:
    from dutydesk.kernel.conditions import Value

INCIDENT = "incident"
KINDS = (INCIDENT, "policy", "appeal", "routine")
AS_PROPOSED = "proposed"
"""In the place of a kind: what the message proposes."""
KIND_NAMES = vocabulary({"incident": "突发事件", "policy": "政策文件", "appeal": "地方诉求", "routine": "日常事项"})
LABEL_LETTERS = {"incident": "Y", "policy": "P", "appeal": "A", "routine": "R"}
"""First letter of the short label that a matter gets when none is typed: Y1, P1 …"""

LEVELS = ("I", "II", "III", "IV")
LEVEL_MARKS = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ"}
LEVEL_NAMES = vocabulary({"I": "特别重大", "II": "重大", "III": "较大", "IV": "一般"})
_LEVEL_WORDS = {
    **{level: level for level in LEVELS},
    **{mark: level for level, mark in LEVEL_MARKS.items()},
    **{name: level for level, name in LEVEL_NAMES.items()},
    **dict(zip("1234", LEVELS, strict=True)),
    **dict(zip("一二三四", LEVELS, strict=True)),
}

COLOURS = ("red", "yellow", "blue")
COLOUR_NAMES = vocabulary({"red": "红", "yellow": "黄", "blue": "蓝"})
_COLOUR_WORDS = {**{colour: colour for colour in COLOURS}, **{name: key for key, name in COLOUR_NAMES.items()}}
WARNINGS = ("红", "橙", "黄", "蓝")
WARNING_COLOUR = {"红": "red", "橙": "yellow", "黄": "yellow", "蓝": "blue"}
"""National warning colour to desk colour (R21)."""

REPORT_KINDS = ("phone", "first", "follow_up", "change", "final", "correction")
REPORT_NAMES = vocabulary(
    {
        "phone": "电话首报",
        "first": "首报",
        "follow_up": "续报",
        "change": "重大变化续报",
        "final": "终报",
        "correction": "更正",
    }
)

PROPOSED, OPEN, CLOSED, MERGED, DROPPED = "proposed", "open", "closed", "merged", "dropped"
"""``DROPPED``: a red proposal that was disposed of as less and never became a matter."""

PROPOSAL_LETTER = "D"
"""First letter of the label of what the sorting proposes red (待确认); confirmed it gets the next one of its kind."""


@dataclass(frozen=True)
class Matter:
    """A matter as it stands: the projection's row. Times are µs UTC, None while unknown."""

    id: str
    label: str
    kind: str
    title: str
    state: str
    colour: str
    received_at: Instant
    opened_at: Instant
    category: str = ""
    subtype: str = ""
    level: str = ""
    highest_level: str = ""
    response_level: str = ""
    warning: str = ""
    danger_to_life: bool = False
    place: str = ""
    source: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    merged_into: str = ""
    occurred_at: Instant | None = None
    confirmed_at: Instant | None = None
    assessed_at: Instant | None = None
    activated_at: Instant | None = None
    first_sent_at: Instant | None = None
    closed_at: Instant | None = None
    follow_ups: int = 0
    criterion: str = ""
    outcome: str = ""
    affected: bool = False
    """An official warning under which people are affected already (R21)."""

    def facts(self, *, has_figures: bool) -> dict[str, Value]:
        """Return what the rulebook's conditions may ask about this matter."""
        return {
            "kind": self.kind,
            "category": self.category,
            "subtype": self.subtype,
            "level": self.level or None,
            "highest_level": self.highest_level or None,
            "response_level": self.response_level or None,
            "colour": self.colour,
            "danger_to_life": self.danger_to_life,
            "first_report_sent": self.first_sent_at is not None,
            "warning_only": bool(self.warning) and not (self.level or has_figures or self.affected),
        }


def read_level(word: str) -> str:
    """Return I to IV for I-IV, Ⅰ-Ⅳ, a name or a number, with or without 级.

    Raises:
        Worded: no such level.
    """
    typed = word.strip().upper().removesuffix("级").removesuffix("响应").removesuffix("级")
    level = _LEVEL_WORDS.get(typed)
    if level is None:
        raise Worded("没有级别 {0}; 可填 I, II, III, IV 或 Ⅰ, Ⅱ, Ⅲ, Ⅳ", word)
    return level


def read_colour(word: str) -> str:
    """Return red, yellow or blue.

    Raises:
        Worded: no such colour.
    """
    colour = _COLOUR_WORDS.get(word.strip().lower().removesuffix("色"))
    if colour is None:
        raise Worded("没有颜色 {0}; {1}", word, nearest(word, COLOUR_NAMES))
    return colour


def is_higher(level: str, than: str) -> bool:
    """Return whether a level is more serious. Unset is below Ⅳ."""
    order = {"": 9, "IV": 4, "III": 3, "II": 2, "I": 1}
    return order[level] < order[than]


def level_rose(level: str, previous: str) -> bool:
    """Return whether setting a level is a rise: the first level only names what was known."""
    return previous != "" and is_higher(level, previous)


def higher_colour(left: str, right: str) -> str:
    """Return the more urgent of two colours; empty is below blue."""
    return min(left, right, key=lambda colour: {"red": 0, "yellow": 1, "blue": 2, "": 3}[colour])


def level_colour(level: str) -> str:
    """Return the desk colour that a level alone demands: Ⅰ to Ⅲ are red; Ⅳ demands none (rules 2.3)."""
    return "red" if level in {"I", "II", "III"} else ""


def proposed_colour(kind: str, level: str, warning: str, figures: Mapping[str, float]) -> str:
    """Return the colour that follows from level, warning and figures (I-R1 to I-Y6 of the written rule)."""
    if kind != "incident":
        return "blue"
    colour = level_colour(level)
    if warning:
        colour = higher_colour(colour, WARNING_COLOUR[warning])
    deaths, injured = figures.get("deaths", 0), figures.get("injured", 0)
    loss, crowd = figures.get("loss_yuan", 0), figures.get("participants", 0)
    if deaths >= 3 or injured >= 10 or loss >= 10_000_000 or figures.get("missing", 0) > 0 or crowd >= 50:
        return "red"
    if deaths or injured or loss >= 1_000_000 or crowd >= 5 or level == "IV":
        return higher_colour(colour, "yellow")
    return colour or "yellow"


def is_proposal_label(label: str) -> bool:
    """Whether a label is one that the desk gave a red proposal of its own."""
    return label.startswith(PROPOSAL_LETTER) and label[1:].isdecimal()


def says_what(*said: object) -> bool:
    """Whether what was written of a new matter says what it is about: any word or figure beyond its kind and its times."""
    return any(one.strip() if isinstance(one, str) else one for one in said)


def in_order(matters: Iterable[Matter], next_due: Mapping[str, Instant]) -> list[Matter]:
    """Return matters as they are listed: open ones first, by colour, within a colour by what is due next, then by when they came."""
    ranks = {colour: rank for rank, colour in enumerate(COLOURS)}

    def place(matter: Matter) -> tuple[bool, int, bool, Instant, Instant, str]:
        due = next_due.get(matter.id)
        ended = matter.state not in (PROPOSED, OPEN)
        return ended, ranks.get(matter.colour, len(ranks)), due is None, due or 0, matter.received_at, matter.id

    return sorted(matters, key=place)
