"""Small duties: grades of papers in custody, what may be written about them, answers of the line check, keys."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dutydesk.kernel.wording import Worded, vocabulary

NO_GRADE = "none"
TOP_SECRET = "top_secret"  # noqa: S105 - a grade of papers
GRADE_NAMES: Mapping[str, str] = vocabulary(
    {NO_GRADE: "无", "confidential": "秘密", "secret": "机密", TOP_SECRET: "绝密"}
)
"""Grades of State secrets (Law on Guarding State Secrets 2024, Art. 14), and 无, which is a choice; empty is none made."""

UNSET_WORDS = "密级未填"
# Patterns are compiled when first used: this module is read on the way to the first frame.
_GRADE_WORDS = {**{key: key for key in GRADE_NAMES}, **{name: key for key, name in GRADE_NAMES.items()}}
_GRADE = r"^(绝密|机密|秘密|无|[a-z_]+)\s*[★☆*＊]?\s*(.*)$"
_PERIOD = r"^(\d{1,3}\s*(年|个?月|天|日)|长期)$"

LONGEST = 60
"""Characters: a register number, a place or a sender is shorter; what is longer may be title or content (ours)."""
_LIKE_A_TITLE = r"[\r\n\x0b\x0c\x85\u2028\u2029]|[《》]|关于\s*.*的"

HELD, LOCKED, HANDED = "held", "locked", "handed"
"""A paper in custody: with the desk, locked away, handed to the confidential channel (机要)."""
STATE_NAMES: Mapping[str, str] = vocabulary({HELD: "在手", LOCKED: "已入柜", HANDED: "已交机要"})

LINES_GROUP = "lines"
"""The checklist's group of lines and devices."""
_STATE_DIGITS = {"1": "normal", "2": "abnormal", "3": "off"}
_ANSWER = r"^\s*([^:：,，\s]+)(?:\s*[:：,，\s]\s*(.*))?$"

SEAL, KEY = "seal", "key"
_SEALS = ("章", "介绍信", "印鉴")
_LAST_FOUR = r"^[0-9]{3}[0-9Xx]$"


def read_grade(typed: str) -> tuple[str, str]:
    """Return grade and period of what was typed: ``机密``, ``机密★10年``, ``secret``; empty stays empty.

    Raises:
        Worded: no such grade; what was typed is not repeated.
    """
    word = typed.strip()
    if not word:
        return "", ""
    match = re.match(_GRADE, word)
    grade = _GRADE_WORDS.get(match[1], "") if match else ""
    if match is None or not grade:
        raise Worded("密级须为 绝密, 机密, 秘密 或 无")
    return grade, read_period(match[2])


def read_period(typed: str) -> str:
    """Return the period of secrecy: ``10年``, ``6个月``, ``长期``; empty stays empty.

    Raises:
        Worded: no such period; what was typed is not repeated.
    """
    word = typed.strip()
    if word and not re.match(_PERIOD, word):
        raise Worded("保密期限如 10年, 6个月, 长期")
    return re.sub(r"\s", "", word)


def is_grade_or_period(text: str) -> bool:
    """Return whether a text is what the register keeps as a grade or a period: 机密, 机密★10年, 10年."""
    for read in (read_grade, read_period):
        try:
            read(text)
        except Worded:
            continue
        return True
    return False


def is_like_content(text: str) -> bool:
    """Return whether a text may be the title or the content of a paper, of which the register keeps neither."""
    return len(text) > LONGEST or re.search(_LIKE_A_TITLE, text) is not None


def split_answer(typed: str) -> tuple[str, str]:
    """Return state and remark of an answer such as ``异常:备用机尾号37`` or ``2 卡纸``; the remark may be empty."""
    match = re.match(_ANSWER, typed, re.DOTALL)
    if match is None:
        return "", ""
    return match[1], (match[2] or "").strip()


def state_word(word: str) -> str:
    """Return a state's word for the digit that stands for it (1 normal, 2 abnormal, 3 off); other words as they are."""
    return _STATE_DIGITS.get(word, word)


def kind_of(item: str) -> str:
    """Return whether a thing taken out is a ``seal`` (with letters of introduction) or a ``key``."""
    return SEAL if any(word in item for word in _SEALS) else KEY


def is_last_four(text: str) -> bool:
    """Return whether a text is the last four characters of an identity number."""
    return re.match(_LAST_FOUR, text) is not None
