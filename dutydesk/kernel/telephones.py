"""The one reader of telephone numbers: kept in one form, shown in groups.

Kept is ``01066001234``, ``01066001234转8005``, ``内线8005``, ``13800138000``, ``110``, ``+12125550100``: what is the same
number is the same text, however it was typed.
"""

from __future__ import annotations

import re
import unicodedata

from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded

EXTENSION = "转"
INTERNAL = "内线"

_BETWEEN = re.compile(r"[/、;,\n]|(?:或|和)")
_INTERNAL = re.compile(r"(?:内线|分机|短号|ext\.?)[:号]?(\d{2,8})")
_EXTENSION = re.compile(r"\(?(?:转|分机|ext\.?|x|(?<=\d{7})[#\-\u2010-\u2015](?=\d{1,5}\)?$))[:号机]*(\d{1,8})\)?$")
_TWO_DIGIT_AREAS = ("10", "20", "21", "22", "23", "24", "25", "27", "28", "29")
"""Areas of two digits behind the 0; all others have three (the national numbering plan)."""


class BadNumberError(Worded):
    """A text is no telephone number; the message is fit for the person who typed it."""


def numbers_of(text: str) -> list[str]:
    """Return the numbers of a text, several parted by / 、 or a comma, as they are kept.

    Raises:
        BadNumberError: a part is none.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    parts = [part.strip() for part in _BETWEEN.split(typed) if part.strip()]
    if not parts:
        raise BadNumberError("不是电话号码: {0}", one_line(text))
    found: list[str] = []
    for part in parts:
        short = re.fullmatch(r"\d{1,4}", part)
        if short and found and len(_digits(found[-1])) >= 7 and (len(part) == 4 or EXTENSION in found[-1]):
            # 66001234/5678 may be 66005678 or an extension, 66001234转8005/8006 another one: neither is guessed
            raise BadNumberError("{0} 是哪个号码说不清, 请写全: {1}", part, one_line(text))
        found.append(_number(part, text))
    return list(dict.fromkeys(found))


def number_of(text: str) -> str:
    """Return the one number of a text as it is kept.

    Raises:
        BadNumberError: there is none, or several.
    """
    found = numbers_of(text)
    if len(found) > 1:
        raise BadNumberError("只能是一个号码: {0}", one_line(text))
    return found[0]


def _number(part: str, text: str) -> str:
    plain = re.sub(r"^(?:电话|手机|座机|传真|tel|phone|mobile)[:.]?", "", re.sub(r"\s", "", part.lower()))
    internal = _INTERNAL.fullmatch(plain)
    if internal is not None:
        return f"{INTERNAL}{internal[1]}"
    extension = _EXTENSION.search(plain)
    main = plain[: extension.start()] if extension else plain
    if main.endswith(("-", ",")):
        main = main[:-1]
    if not re.fullmatch(r"(?:\+|00)?[\d()\u2010-\u2015\-.*#]+", main) or main.count("(") != main.count(")"):
        raise BadNumberError("不是电话号码: {0}", one_line(text))
    kept = _without_country(main)
    if not _may_be(kept):
        raise BadNumberError("不是电话号码: {0}", one_line(text))
    return f"{kept}{EXTENSION}{extension[1]}" if extension else kept


def _without_country(main: str) -> str:
    """Digits alone; a number of this country without its 86, one of another with +."""
    digits = re.sub(r"[^\d*#]", "", main)
    abroad = main.startswith(("+", "00"))
    if not abroad:
        return digits
    digits = digits.removeprefix("00") if main.startswith("00") else digits
    if not digits.startswith("86"):
        return f"+{digits}"
    rest = digits.removeprefix("86").removeprefix("0")
    return rest if re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}", rest) else f"0{rest}"


def _may_be(kept: str) -> bool:
    digits = kept.lstrip("+")
    if "*" in digits or "#" in digits:
        return (
            re.fullmatch(r"[*#][\d*#]{2,19}", digits) is not None
        )  # a function of the exchange; 138****8000 is masked
    if kept.startswith("+"):
        return 7 <= len(digits) <= 15 and digits[0] != "0"
    if digits.startswith("0"):
        area = 3 if digits[1:3] in _TWO_DIGIT_AREAS else 4
        return len(digits) - area in {7, 8}
    if re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}", digits):
        return True
    return 3 <= len(digits) <= 8


def shown(kept: str) -> str:
    """Return a kept number in groups, as people read it aloud; what is no number stays as it is."""
    main, sign, extension = kept.partition(EXTENSION)
    grouped = _grouped(main)
    return f"{grouped} {sign} {extension}" if sign else grouped


def _grouped(main: str) -> str:
    if re.fullmatch(r"1[3-9]\d{9}", main):
        return f"{main[:3]} {main[3:7]} {main[7:]}"
    if re.fullmatch(r"[48]00\d{7}", main):
        return f"{main[:3]} {main[3:6]} {main[6:]}"
    if re.fullmatch(r"0\d{9,11}", main):
        area = 3 if main[1:3] in _TWO_DIGIT_AREAS else 4
        return f"{main[:area]}-{_local(main[area:])}"
    if re.fullmatch(r"[2-9]\d{6,7}", main):
        return _local(main)
    return f"{INTERNAL} {main.removeprefix(INTERNAL)}" if main.startswith(INTERNAL) else main


def _local(digits: str) -> str:
    return f"{digits[:-4]} {digits[-4:]}"


def _digits(kept: str) -> str:
    return re.sub(r"\D", "", kept)


def same(one: str, other: str) -> bool:
    """Return whether two texts are the same number, however they are written."""
    try:
        return number_of(one) == number_of(other)
    except BadNumberError:
        return one.strip() == other.strip()
