"""What came of sending one message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutydesk.kernel.text import one_line

MOST_DETAIL = 300
"""Characters of a reply that are kept."""

REASONS = (
    "未配置好",
    "连不上",
    "超时",
    "对方报错",
    "转往他处",
    "回复读不懂",
    "部分收件人被拒",
    "命令失败",
    "附件出不来",
)
"""Why a message did not get through; the detail is the receiver's own word or the technical name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sent`` by the receiver's own word. ``retry`` false: the same again fails until the set-up is changed."""

    sent: bool
    retry: bool = True
    reason: str = ""
    detail: str = ""
    delivered: tuple[str, ...] = ()
    """Recipients that have it, where some were refused: the next attempt leaves them out."""


def failed(reason: str, detail: str, *, retry: bool = True, delivered: tuple[str, ...] = ()) -> Outcome:
    """Return a failure, its detail cleaned and of bounded length."""
    return Outcome(sent=False, retry=retry, reason=reason, detail=shortened(detail), delivered=delivered)


def shortened(detail: str) -> str:
    """Return a detail on one line, harmless and short."""
    line = one_line(detail.strip())
    return line if len(line) <= MOST_DETAIL else line[:MOST_DETAIL] + "…"


def without(secrets: Iterable[str], text: str) -> str:
    """Return a text without the secrets: a receiver may repeat what it was sent."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text
