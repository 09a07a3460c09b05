"""How it is told that matters look alike."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.duplicates import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate
from dutydesk.kernel.text import clauses


def why(score: int, reasons: Mapping[str, str]) -> str:
    """Return the score and what it rests on: ``85: 文字相同 望京地铁站; 时间相近``."""
    told = clauses(f"{translate(what)} {words}".rstrip() for what, words in reasons.items())
    return f"{score}: {told}" if told else str(score)


TELL.update(
    {
        ev.Noticed.KIND: lambda v, _n: say("可能与 {0} 是同一件 ({1}), 未说明是不是", v.label, why(v.score, v.reasons)),
        ev.NotTheSame.KIND: lambda v, _n: (
            f"{say('与 {0} 不是同一件 ({1})', v.label, why(v.score, v.reasons))} {v.reason}".rstrip()
        ),
    }
)
