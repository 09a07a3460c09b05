"""How a declared field is called: its help begins with its name, and what follows is a remark."""

from __future__ import annotations

import re

from dutydesk.i18n import translate

_END_OF_NAME = re.compile("[:;,(（：，。]| (?=[A-Z][A-Z/-])| (?=[a-z_]+(?:,| [\u4e00-\u9fff]))")
_CODES = re.compile("[a-z_]{3,} [\u4e00-\u9fff]")


def field_word(help_text: str) -> str:
    """Return the name of a field: how its help begins, in the language in use."""
    return _END_OF_NAME.split(translate(help_text), maxsplit=1)[0].strip()


def field_note(help_text: str) -> str:
    """Return what its help says behind the name, in the language in use; empty where that lists codes."""
    words = translate(help_text)
    note = words[len(_END_OF_NAME.split(words, maxsplit=1)[0]) :].strip(" :;,(（：，。)）")
    return "" if _CODES.search(note) else note
