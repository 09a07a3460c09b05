"""The handover checklist: items, answers, and what still stands open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel.reading import Entry, Problem, RulebookError
from dutydesk.kernel.typed_numbers import THINGS, whole
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded, vocabulary

ANSWERS = ("tick", "state", "count", "list", "text", "time")
AUTOMATIC = (
    "",
    "roster",
    "leave_register",
    "roster_changes",
    "open_incidents",
    "running_clocks",
    "overdue",
    "open_policies",
    "open_appeals",
    "unverified_facts",
    "inbox_count",
    "carried_over",
    "open_instructions",
    "meetings_today",
    "notices",
    "logistics",
    "documents_open",
    "classified_register",
    "classified_pending",
    "backup_status",
    "patrol",
    "seals",
    "keys",
    "warnings_today",
    "leader_contact",
    "readback",
    "signatures",
)
SIGN_GROUP = "sign"
"""The group of the read-back and the signatures: these items are the signing itself (clocks.md R27)."""

WEATHER = "warnings_today"
"""What the item shows by itself of which a person answers the weather of the day."""

READBACK = "g1"
"""The item that the incoming's read-back of three things answers."""

STATES = vocabulary({"normal": "正常", "abnormal": "异常", "off": "停用", "ticked": "已核"})
STATE_WORDS = {
    **{key: key for key in STATES},
    **{name: key for key, name in STATES.items()},
    "ok": "ticked",
    "√": "ticked",
}
"""By what people write for a state, the state."""


@dataclass(frozen=True)
class Item:
    """One line of the checklist. ``auto`` names the count that the store fills in, empty when typed by hand."""

    id: str
    group: str
    text: str
    answer: str
    must: bool
    auto: str
    needs_note: bool


@dataclass(frozen=True)
class Checklist:
    """All items in order, and the names of their groups."""

    items: Mapping[str, Item]
    groups: Mapping[str, str]


def read_checklist(file: str, document: Mapping[str, Any]) -> Checklist:
    """Build the checklist from parsed TOML.

    Raises:
        RulebookError: with every problem found.
    """
    problems: list[Problem] = []
    items: dict[str, Item] = {}
    groups: dict[str, str] = {}
    for number, table in enumerate(document.get("group", []), 1):
        group = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        groups[group.name] = group.text("name")
        for row in table.get("item", []):
            entry = Entry(file, f"{group.name}.{row.get('id', '?')}", row, problems)
            entry.only(("id", "text", "answer", "must", "auto", "source", "abnormal_needs_note"))
            item = Item(
                id=entry.text("id"),
                group=group.name,
                text=Word(entry.text("text")),
                answer=entry.word("answer", ANSWERS),
                must=entry.flag("must", default=True),
                auto=entry.word("auto", AUTOMATIC, ""),
                needs_note=entry.flag("abnormal_needs_note", default=False),
            )
            if item.id in items:
                entry.problem("id", Worded("重复的编号"))
            items[item.id] = item
    if problems:
        raise RulebookError(problems)
    return Checklist(items, groups)


def read_state(item: Item, typed: str) -> str:
    """Return the stored state for an answer as typed.

    Raises:
        Worded: the item does not take this answer; the message lists what it takes.
    """
    word = typed.strip()
    state = STATE_WORDS.get(word.lower(), "")
    if item.answer == "state":
        if state in {"normal", "abnormal", "off"}:
            return state
        raise Worded("“{0}” 须填 正常, 异常 或 停用, 不是 {1}", item.text, typed)
    if item.answer == "count" and state != "ticked":
        count = whole(word, *THINGS)
        if count is None:
            raise Worded("“{0}” 须填数目, 不是 {1}", item.text, typed)
        return str(count)
    if not word:
        raise Worded("“{0}” 还没有填", item.text)
    return state or word


def note_missing(item: Item, state: str, note: str) -> bool:
    """Return whether an abnormal state lacks its remark."""
    return item.needs_note and state == "abnormal" and not note.strip()
