"""What blocks a signature (DESIGN §7), and what both may sign in spite of (带病交接).

Warnings never block, ``handover_sign`` is not counted on its own sheet, the read-back and the signatures are
the signing itself (clocks.md R27).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.handover.rules.checklist import SIGN_GROUP, Item
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.wording import Worded

RED, OVERDUE, UNCLASSIFIED, ABNORMAL, UNANSWERED = "red", "overdue", "unclassified", "abnormal", "unanswered"
IN_SPITE_OF = frozenset({OVERDUE, ABNORMAL, UNANSWERED})
"""Kinds that both may sign in spite of, with a reason; an unacknowledged red and an unset classification never."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An open clock, as far as it matters here. ``words``: its matter's label and its name."""

    id: str
    words: str | Worded
    red_ack: bool
    overdue: bool
    own_sheet: bool
    """It is the clock of this very signature."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The standing of one item: what was answered, when, whether the store answers it by itself."""

    state: str = ""
    note: str = ""
    at: Instant = 0
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why the sheet cannot be signed. ``about``: id of the clock, document or item."""

    kind: str
    about: str
    sentence: Worded

    @property
    def in_spite(self) -> bool:
        """Whether both may sign in spite of it."""
        return self.kind in IN_SPITE_OF


def blocks(
    owed: Sequence[Owed],
    cosigned: frozenset[str],
    unclassified: Sequence[tuple[str, str]],
    items: Sequence[Item],
    answers: Mapping[str, Answered],
    remarks_since: Instant,
) -> list[Block]:
    """Return everything that blocks, red first.

    Args:
        owed: the open clocks.
        cosigned: ids of overdue clocks whose reason the incoming has put their name under.
        unclassified: id and words of documents without a classification.
        items: the checklist.
        answers: item id to its answer.
        remarks_since: remarks on something abnormal count from here on; older ones are asked again.
    """
    found = [Block(RED, one.id, Worded("红色预警未签收: {0}", one.words)) for one in owed if one.red_ack]
    found += [Block(UNCLASSIFIED, key, Worded("{0} 密级未填", words)) for key, words in unclassified]
    found += [
        Block(OVERDUE, one.id, Worded("超时未办结, 还没有双方签认的原因: {0}", one.words))
        for one in owed
        if one.overdue and not one.red_ack and not one.own_sheet and one.id not in cosigned
    ]
    for item in items:
        answer = answers.get(item.id, Answered())
        if item.group == SIGN_GROUP:
            continue
        abnormal = item.needs_note and answer.state == "abnormal"
        if abnormal and not answer.note.strip():
            found.append(Block(ABNORMAL, item.id, Worded("“{0}” 异常, 须写备注", item.text)))
        elif abnormal and answer.at < remarks_since:
            words = Worded("“{0}” 异常, 须写备注: 原备注是 {1} 写的, 请按现在的情况重写", item.text, When(answer.at))
            found.append(Block(ABNORMAL, item.id, words))
        elif item.must and not answer.state and not answer.automatic:
            found.append(Block(UNANSWERED, item.id, Worded("“{0}” 还没有填", item.text)))
    return sorted(found, key=lambda block: _ORDER.index(block.kind))


_ORDER = (RED, UNCLASSIFIED, OVERDUE, ABNORMAL, UNANSWERED)
