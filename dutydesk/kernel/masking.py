"""Telephone and identity numbers, shortened for whoever need not know them whole: enough stays to tell one from another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from dutydesk.kernel.patterns import late

_NOT_IN = r"(?<![0-9A-Za-z])"
_NO_MORE = r"(?![0-9A-Za-z])"
_NUMBERS = late(
    rf"{_NOT_IN}(?P<id>\d{{6}}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}[\dXx]){_NO_MORE}"
    rf"|{_NOT_IN}(?P<before>\+?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}){_NO_MORE}"
    rf"|{_NOT_IN}(?P<area>(?:\+?86[- ]?|0)(?:10|2\d|[3-9]\d{{2}})[- ]?)(?P<local>\d{{7,8}}){_NO_MORE}"
)
"""An identity number of 18 signs with a date in it (GB 11643), a mobile number, a number with its area code."""


def masked(text: str) -> str:
    """Return a text with its numbers shortened: 138****5678, 010-****5678, 110101********1234; what is no such number stays."""
    return _NUMBERS.sub(_shortened, text) if any(one.isdigit() for one in text) else text


def masked_outside(text: str) -> str:
    """Return a text as it may leave the house: mobile and identity numbers shortened; those with an area code are offices' and must be dialled."""
    return _NUMBERS.sub(lambda found: found[0] if found["area"] else _shortened(found), text)


def _shortened(found: re.Match[str]) -> str:
    if found["id"]:
        return f"{found['id'][:6]}********{found['id'][-4:]}"
    if found["mobile"]:
        return f"{found['before'] or ''}{found['mobile'][:3]}****{found['mobile'][-4:]}"
    return f"{found['area']}****{found['local'][-4:]}"


def masked_value(value: Any, masking: Callable[[str], str] = masked) -> Any:
    """Return a value of a row with its numbers shortened: text, or JSON in which only texts are changed."""
    if not isinstance(value, str):
        return value
    if value[:1] not in "{[" or not value:
        return masking(value)
    try:
        content = json.loads(value)
    except ValueError:
        return masking(value)
    found = _inside(content, masking)
    return value if found == content else json.dumps(found, ensure_ascii=False)


def _inside(content: Any, masking: Callable[[str], str]) -> Any:
    if isinstance(content, str):
        return masking(content)
    if isinstance(content, list):
        return [_inside(one, masking) for one in content]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(content, dict):
        return {name: _inside(one, masking) for name, one in content.items()}  # pyright: ignore[reportUnknownVariableType]
    return content
