"""The only way text reaches a widget: made harmless, in the glyphs the terminal can align, cut by cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from dutydesk.i18n import explain, translate
from dutydesk.kernel.text import clean, is_harmless, one_line
from dutydesk.kernel.wording import Word, Worded

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

COMMAND = re.compile(r"[(（](?:dutydesk )?([a-z]+(?:[ -][a-z]+)*)[)）]")
"""The command line's name for an act, as refusals add it."""

REACHED: dict[str, tuple[str, str]] = {}
"""By the name of an act the key that leads to it on the screen, and its short name there."""


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


NOTHING_SEEN = "\u034f"
"""Takes no cell and does nothing (combining grapheme joiner): stands for what must not reach a terminal from a line being typed."""


def one_for_one(text: str) -> str:
    """Return a line that is being typed: what is harmful or ambiguous replaced, each by one sign of as many cells.

    So the cursor stays where it is typed. What is unseen here is seen as soon as it is saved (``clean``).
    """
    drawn = text if is_harmless(text) else "".join(one if is_harmless(one) else _same_cells(one) for one in text)
    return drawn.translate(ASCII) if _Glyphs.ascii else drawn


def _same_cells(one: str) -> str:
    return NOTHING_SEEN if cell_len(one) == 0 else "\N{REPLACEMENT CHARACTER}"


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


def brief(text: str, width: int) -> str:
    """Return the beginning of a text on one line; that it goes on is shown: half a telephone number is another one."""
    return fit(one_line(text), width).rstrip()


def reason_of(error: BaseException) -> str:
    """Return what the screen says of an error; a secrecy marking is shown here, where nothing is written, and only here."""
    span = str(getattr(error, "span", ""))
    typed = "\n".join(_typed(error))
    said = _replaced(OPTION, lambda found: f" ({found[1]})" if found[1] else "", explain(error), typed)
    said = _replaced(COMMAND, _reached, said, typed)
    if getattr(error, "UNSAVED", False):
        said = f"{said}; {translate('输入仍在')}"
    if getattr(error, "BY_HAND", False):
        said = f"{said}; {translate('库修好之前: ^p 应急记录')}"
    return f"{said} “{span}”" if span else said


def _typed(error: object) -> Iterator[str]:
    """Yield what a person typed and a refusal quotes: it is never rewritten."""
    for value in getattr(error, "values", ()):
        if isinstance(value, str) and not isinstance(value, Word):
            yield value
        yield from _typed(value) if isinstance(value, Worded) else ()


def _replaced(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], said: str, typed: str) -> str:
    return pattern.sub(lambda found: found[0] if found[0] in typed else by(found), said)


def _reached(found: re.Match[str]) -> str:
    key, words = REACHED.get(found[1], ("", ""))
    return f"({key} {translate(words)})" if key else found[0]


def width_of(text: str) -> int:
    """Return the cells a text takes on one line."""
    return cell_len(shown(text))


PHRASE = re.compile(r"(?<=[,;]) | {2,}")
"""Where a hint or a sentence of the help is broken first: between two keys, between two things that are said."""

CLOSING, OPENING = ",.;:!?)]}%、，。；：！？）】》”’…", "([{（【《“‘"
"""What never begins a line, and what never ends one."""


def flowed(text: str, width: int, hang: int = 0, *, phrases: bool = True) -> list[str]:
    """Break one line of text to so many cells: between phrases, else between words, else between wide characters.

    Args:
        text: what is said, already fit for the screen.
        width: cells of a line.
        hang: blanks with which every line but the first begins.
        phrases: whether a phrase that has room on a line of its own is kept whole, as a key and its words are.
    """
    lines: list[str] = []
    here, gap, at = "", "", 0
    for piece in _alternating(PHRASE, text) if phrases else [text]:
        if not piece.strip():
            gap = piece
            continue
        if here and cell_len(here + gap + piece) > width:
            lines.append(here)
            here, gap = " " * hang, ""
        here, gap = here + gap + piece, ""
        while cell_len(here) > width and (at := _last_break(here, width, hang if lines else 0)):
            lines.append(here[:at].rstrip())
            here = " " * hang + here[at:].lstrip()
    return [*lines, here] if here.strip() or not lines else lines


def _alternating(gap: re.Pattern[str], text: str) -> list[str]:
    """Return the pieces of a text and what stands between them, in order."""
    found: list[str] = []
    at = 0
    for one in gap.finditer(text):
        found += [text[at : one.start()], one[0]]
        at = one.end()
    return [*found, text[at:]]


def _last_break(text: str, width: int, hang: int) -> int:
    """Return where a text that is too long is broken: behind its last blank or wide character that has room; 0 for nowhere."""
    cells, room, soft = 0, 0, 0
    for index, character in enumerate(text):
        if cells > width:
            break
        if index > hang and cells <= width and character not in CLOSING and text[index - 1] not in OPENING:
            if " " in (character, text[index - 1]):
                soft = index
            elif cell_len(character) > 1 or cell_len(text[index - 1]) > 1:
                room = index
        cells += cell_len(character)
    return max(room, soft) or _room(text, width, hang)


def _room(text: str, width: int, hang: int) -> int:
    """Return how many characters have room in so many cells, at least one behind the blanks."""
    cells = 0
    for index, character in enumerate(text):
        cells += cell_len(character)
        if cells > width:
            return max(index, hang + 1)
    return 0


def columned(head: str, text: str, column: int, width: int) -> list[tuple[str, str]]:
    """Return the lines of a name and what is said of it, side by side: the name's cells (filled up), and the text's.

    A name that is longer than its column has a line of its own.
    """
    said = flowed(text, max(1, width - column), phrases=False)
    if cell_len(head) >= column:
        return [(head, ""), *((" " * column, line) for line in said)]
    return [(set_cell_size(head if not n else "", column), line) for n, line in enumerate(said)]
