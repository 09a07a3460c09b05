"""What a sheet says its marks mean: A—夜班, B为白班, 夜班: 20:00-次日08:00. Such a line counts, wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from dutydesk.capabilities.roster.rules.sheets.cells import Office, hours_of, is_off, kind_of
from dutydesk.capabilities.roster.rules.sheets.kinds import looks_like_kind
from dutydesk.capabilities.roster.rules.sheets.sheet import plain
from dutydesk.capabilities.roster.rules.sheets.words import MARK, MEANS, POST_MARKS, WHOLE_DAY

_SAID = re.compile(rf"(?<!\w)(?=({MARK})班?\s*(?:{MEANS})\s*([^,，;；。、/\s\"“”'()]+))")


def legend_of(texts: Iterable[str], office: Office) -> Mapping[str, str]:
    """Return by mark what it stands for, in the words of the sheet; a line that names no kind, hours or post tells nothing."""
    found: dict[str, str] = {}
    for text in texts:
        for mark, meaning in _SAID.findall(unicodedata.normalize("NFKC", text).lower()):
            if plain(mark) != plain(meaning) and not _SAID.match(meaning) and _tells(meaning, office):
                found[plain(mark)] = meaning
    return found


def _tells(meaning: str, office: Office) -> bool:
    word = plain(meaning)
    return bool(
        word in POST_MARKS
        or word in WHOLE_DAY
        or (word and is_off(meaning))
        or kind_of(meaning, office)
        or looks_like_kind(meaning)
        or hours_of(meaning)
    )
