"""Identity numbers in a text: none is ever kept whole."""

from __future__ import annotations

import re

_ID_NUMBER = r"(?<!\d)(?:\d{17}[\dXxＸｘ]|\d{15})(?!\d)"


def id_number_in(text: str) -> str:
    """Return the last four digits of an identity number in a text, empty when there is none (15 or 18 digits)."""
    found = re.search(_ID_NUMBER, text) or re.search(_ID_NUMBER, re.sub(r"[\s-]", "", text))
    return found[0][-4:] if found else ""
