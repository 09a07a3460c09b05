"""Who is told of a restricted matter: its holders alone, in the order of the ladder; with none on shift the leader at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dutydesk.kernel.people import Duty
from dutydesk.kernel.wording import Word, Worded, nearest, vocabulary

LABELS = vocabulary({"internal": "内部", "work_secret": "工作秘密"})
"""What a matter may be marked as; state secrets have grades of their own and never come in."""

UNMARKED = Word("限定知悉")
"""What is said of a restricted matter without a mark."""


def read_label(typed: str) -> str:
    """Return the code of a label, typed as code or name; empty stays empty.

    Raises:
        Worded: there is none of that name.
    """
    found = next((code for code, name in LABELS.items() if typed in (code, name)), "")
    if typed and not found:
        raise Worded("没有标记 {0}; {1}", typed, nearest(typed, LABELS))
    return found


def told(people: Sequence[str], holders: Collection[str] | None, duty: Duty) -> list[str]:
    """Return whom an alarm goes to.

    Args:
        people: whom it would go to.
        holders: who holds the matter; None where everybody may know of it.
        duty: who holds the posts.
    """
    if holders is None:
        return list(people)
    allowed = {*holders, *([duty.leader] if duty.leader else [])}
    addressed = [who for who in people if who in allowed]
    on_shift = [who for who in duty.everyone() if who in holders]
    return addressed or on_shift[:1] or ([duty.leader] if duty.leader else [])
