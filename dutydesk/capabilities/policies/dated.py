"""Days that a document itself names as its last: 12月5日前报, 截止12月20日. They are pointed out; a person enters them."""

from __future__ import annotations

import re
import unicodedata

from dutydesk.kernel.patterns import late

_DAY = r"(?:(?:20\d{2})年)?\d{1,2}月\d{1,2}日"
_BEFORE = late(rf"({_DAY})(?:\([^()]*\))?(?:\d{{1,2}}[时点:]\d{{0,2}}分?)?(?:之前|以前|前|截止|止|为止)(?!后)")
_UNTIL = late(rf"(?:截止|期限|时限)(?:日期|时间|期)?(?:为|是|到|至|:)?({_DAY})")


def last_days(text: str) -> tuple[str, ...]:
    """Return the days, as the text writes them and in its order, each once."""
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = [(match.start(1), match[1]) for pattern in (_BEFORE, _UNTIL) for match in pattern.finditer(typed)]
    return tuple(dict.fromkeys(day for _, day in sorted(found)))
