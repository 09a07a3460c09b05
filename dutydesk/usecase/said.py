"""How a declared field is called: its help begins with its name, and what follows is a remark."""

from __future__ import annotations

import re
from functools import cache

from dutydesk.i18n import translate


@cache
def _end_of_name() -> re.Pattern[str]:
    return re.compile("[:;,(（：，。]| (?=[A-Z][A-Z/-])|(?<=[\u4e00-\u9fff]) (?=[a-z_]+(?:,| [\u4e00-\u9fff]))")


@cache
def _codes() -> re.Pattern[str]:
    return re.compile("[a-z_]{3,} [\u4e00-\u9fff]")


def field_word(help_text: str) -> str:
    """Return the name of a field: how its help begins, in the language in use."""
    return _end_of_name().split(translate(help_text), maxsplit=1)[0].strip()


def field_note(help_text: str) -> str:
    """Return what its help says behind the name, in the language in use; empty where that lists codes."""
    words = translate(help_text)
    note = words[len(_end_of_name().split(words, maxsplit=1)[0]) :].strip(" :;,(（：，。)）")
    return "" if _codes().search(note) else note
