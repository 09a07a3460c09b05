"""The only way text reaches a widget: made harmless, in the glyphs the terminal can align, cut by cells."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from dutydesk.i18n import explain
from dutydesk.kernel.text import clean, one_line

ASCII = str.maketrans(
    {
        "▲": "!", "●": "*", "☎": "T", "◆": "+", "◇": "?", "■": "#", "⇒": ">", "★": "*", "→": ">", "√": "v", "✎": "-",
        "§": "S", "·": ".", "☑": "x", "☐": "_", "×": "x", "…": "~", "│": "|", "─": "-", "▓": "#", "░": ".", "⏎": "/",
        "Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4", "“": '"', "”": '"', "‘": "'", "’": "'", "›": ">", "—": "-",
    }
)  # fmt: skip
"""Stand-ins for glyphs of ambiguous East-Asian width, for terminals that draw them two cells wide."""


OPTION = re.compile(r" ?[(（]--[a-z][a-z-]*[^()（）;,]*(?:[;,] ([^()（）]*))?[)）]")
"""The command line's name for a field, as refusals add it; what is said behind it in the same brackets is kept."""


class _Glyphs:
    ascii = False


def use_ascii(wanted: bool) -> None:
    """Choose the glyphs for everything drawn from now on."""
    _Glyphs.ascii = wanted
    shown.cache_clear()


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """Return text fit for one line of the screen: cleaned, breaks as ⏎, ambiguous glyphs replaced if asked for."""
    safe = one_line(text)
    return safe.translate(ASCII) if _Glyphs.ascii else safe


def shown_lines(text: str) -> str:
    """Return text fit for several lines of the screen."""
    safe = clean(text)
    return safe.translate(ASCII) if _Glyphs.ascii else safe


def safe(text: str) -> Content:
    """Return text as content that is never markup."""
    return Content(shown_lines(text))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return text in exactly ``width`` cells: cut with an ellipsis, or filled with blanks (left of it if ``right``)."""
    text = shown(text)
    length = cell_len(text)
    if length > width:
        dots = "~" if _Glyphs.ascii else "…"
        return set_cell_size(text, width - 1) + dots if width > 1 else set_cell_size(text, max(0, width))
    blank = " " * (width - length)
    return blank + text if right else text + blank


def reason_of(error: BaseException) -> str:
    """Return what the screen says of an error; a secrecy marking is shown here, where nothing is written, and only here."""
    span = str(getattr(error, "span", ""))
    said = OPTION.sub(lambda found: f" ({found[1]})" if found[1] else "", explain(error))
    return f"{said} “{span}”" if span else said


def width_of(text: str) -> int:
    """Return the cells a text takes on one line."""
    return cell_len(shown(text))
