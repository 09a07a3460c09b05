"""Text that people typed: what is stored, and how it is made harmless on every way out.

Stored as typed, in NFC. Lone surrogates and NUL cannot be stored and are refused, as is text over the
limit (never cut). ``clean`` replaces, visibly, whatever could move a cursor, run an action or hide
content; every screen, print, export and error goes through it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dutydesk.kernel.markings import find
from dutydesk.kernel.wording import Worded

MAX_CHARACTERS = 20_000
"""Longest text that one entry or field takes (DESIGN §11)."""

_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
TAB_CELLS = 4
SHOWN_OF_ID = 8


class BadTextError(Worded):
    """The text cannot be taken; the message says why."""


class SecretTextError(BadTextError):
    """The text carries a state-secret marking. It must not be written anywhere, drafts included.

    The sentence gives the place of the mark and may be written; ``span`` is the mark itself, for the screen only.
    """

    def __init__(self, position: int, span: str) -> None:
        super().__init__(
            "第 {0} 字处有密级标志 (秘密/机密/绝密): 本系统不处理涉密内容, 未写入任何地方; 请走机要渠道, 此处只登记编号",
            position,
        )
        self.span = span


def refuse_marked(text: str) -> None:
    """Refuse a text that carries a state-secret marking.

    Raises:
        SecretTextError: it does; nothing of it may be written.
    """
    found = find(text)
    if found is not None:
        raise SecretTextError(found[0] + 1, text[found[0] : found[1]])


def refuse_controls(text: str) -> None:
    """Refuse a line break or another control character in what is one line everywhere: a name, a title, a label.

    Raises:
        BadTextError: there is one.
    """
    found = _CONTROL.search(text)
    if found is not None:
        raise BadTextError("第 {0} 字是换行或控制字符, 这里只能写一行", found.start() + 1)


def stored(text: str, *, limit: int = MAX_CHARACTERS) -> str:
    """Return the text as it will be stored (NFC).

    Raises:
        BadTextError: a lone surrogate, NUL, or more than ``limit`` characters.
        SecretTextError: the text is marked 秘密/机密/绝密.
    """
    if "\x00" in text:
        raise BadTextError("文字中有空字符 (NUL), 不能保存")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadTextError("文字中有残缺的字符 (孤立代理项), 不能保存")
    if len(text) > limit:
        raise BadTextError("文字共 {0} 字, 超过上限 {1} 字; 未保存, 原文仍在", len(text), limit)
    refuse_marked(text)
    return unicodedata.normalize("NFC", text)


def is_marked_secret(text: str) -> bool:
    """Return whether the text carries a state-secret marking such as 秘密★5年."""
    return find(text) is not None


def clean(text: str, *, keep_newlines: bool = True) -> str:
    """Return the text with every unsafe character replaced by a visible one.

    C0 controls become their pictures (U+2400 + n), DEL ␡; C1 and bidi controls, surrogates, line and
    paragraph separators, BOM and zero-width space become U+FFFD; tabs become spaces. ZWJ, ZWNJ and
    variation selectors stay, so that names and emoji keep their shape.
    """
    if not _UNSAFE.search(text) and (keep_newlines or "\n" not in text):
        return text
    safe = _UNSAFE.sub(_picture, text)
    return safe if keep_newlines else safe.replace("\n", "⏎")


@lru_cache(1 << 15)
def folded(text: str) -> str:
    """Return text as it is compared with what was typed: widths and cases alike, without blanks, Ⅲ and III the same."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_harmless(text: str) -> bool:
    """Return whether nothing of a text has to be replaced before it is shown (tabs are no harm, and no line)."""
    return not _UNSAFE.search(text.replace("\t", ""))


def one_line(text: str) -> str:
    """Return the cleaned text on one line; line breaks are shown as ⏎."""
    return clean(text, keep_newlines=False)


def clauses(parts: Iterable[str]) -> str:
    """Return what is said one after another, with semicolons: a full stop that a person put stays at the very end alone."""
    told = [part for part in parts if part]
    return "; ".join([*(part.rstrip().rstrip("。.;；") for part in told[:-1]), *told[-1:]])


def tail(row_id: str) -> str:
    """Return the end of a row's id: what a person is shown and types of it."""
    return row_id[-SHOWN_OF_ID:]


def _picture(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character == "\t":
        return " " * TAB_CELLS
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def stands_in(label: str, text: str) -> bool:
    """Return whether a text names a label: as a whole, not as a part of a longer one; case makes no difference."""
    return bool(re.search(rf"(?<![0-9A-Za-z]){re.escape(label)}(?![0-9A-Za-z])", text, re.IGNORECASE))


def is_han(character: str) -> bool:
    """Return whether the character is a Han character of the common blocks (including extension A and B to H)."""
    code = ord(character)
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF or code == 0x3007
