"""Numbers that somebody types into a field: exactly one meaning, or none."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from dutydesk.kernel.numerals import DIGITS, SIZES, TENS
from dutydesk.kernel.patterns import late

MINUTES = ("分钟", "分", "min")
COPIES = ("份",)
HEADS = ("人", "名", "位")
THINGS = ("条", "件", "把", "枚", "部", "台", "个")
"""What may stand behind a number of minutes, copies, people, things."""

_PLAIN = late(r"\d{1,15}(?:\.\d{1,10})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,10})?", re.ASCII)
_SIMPLER = str.maketrans("萬億兩貳陸參", "万亿两贰陆叁")
_ONE = "[1-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖俩仨]"
_BELOW = late(
    rf"(?:(?P<k>{_ONE})[千仟])?(?:(?P<h0>[零〇])?(?P<h>{_ONE})[百佰])?"
    rf"(?:(?P<t0>[零〇])?(?P<t>{_ONE}?[十拾]|[廿卅卌]))?(?:(?P<o0>[零〇])?(?P<o>{_ONE}))?"
)
"""A number below ten thousand in words: thousands, hundreds, tens, ones; a 零 where one of them is left out."""

_LEAST_BEHIND = 3
"""Figures that stand alone behind 万 and 亿 must be this many: 3万500 is a number, 3万5 is said for 35000."""


def exact(typed: str) -> Decimal | None:
    """Return the number that somebody typed: 12, 1,200, 1.2亿, 3百万, 1亿2000万, 十二, 两千三百; None for anything else.

    None also where it could be two numbers: 一百八 and 3万5 are said for 180 and 35000, and written for 108 and 30005.
    """
    if any(c.isdigit() and not c.isdecimal() for c in typed):  # ②, ³
        return None
    return _exact(unicodedata.normalize("NFKC", typed).translate(_SIMPLER))


def whole(typed: str, *units: str) -> int | None:
    """Return the whole number that somebody typed, with one of the units behind it or none; None for anything else."""
    text = typed.strip()
    unit = next((one for one in units if text.endswith(one)), "")
    number = exact(text.removesuffix(unit).rstrip())
    return int(number) if number is not None and number == number.to_integral_value() else None


def _exact(text: str) -> Decimal | None:
    for sign, size in (("亿", 100_000_000), ("万", 10_000)):
        before, found, behind = text.partition(sign)
        if not found:
            continue
        head, tail = _exact(before), _behind(behind)
        if head is None or tail is None or tail >= size or (tail and head != head.to_integral_value()):
            return None
        return head * size + tail
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text and all(c in DIGITS for c in text):  # 二〇, 三: figure by figure; 四五 is four or five
        if len(text) > 1 and not any(c in "零〇" for c in text):
            return None
        return Decimal("".join(str(DIGITS[c]) for c in text))
    if text[-1:] in SIZES and _PLAIN.fullmatch(text[:-1]):  # 3百, 1.5千
        return Decimal(text[:-1].replace(",", "")) * SIZES[text[-1]]
    return _in_words(text)


def _behind(text: str) -> Decimal | None:
    """Read what stands behind 万 or 亿, nothing included."""
    if not text:
        return Decimal(0)
    if text[0] in "零〇":
        return _exact(text[1:]) or None
    told = any(c in SIZES or c in TENS for c in text) or (text.isdecimal() and len(text) >= _LEAST_BEHIND)
    return _exact(text) if told else None


def _in_words(text: str) -> Decimal | None:
    match = _BELOW.fullmatch(text)
    if match is None or not text:
        return None
    total, before = 0, 0
    for size, place in ((1_000, "k"), (100, "h"), (10, "t"), (1, "o")):
        word = match[place]
        if not word:
            continue
        skipped = bool(before) and before != size * 10
        if place != "k" and bool(match[f"{place}0"]) != skipped:
            return None
        tens = TENS.get(word)
        total += tens or _digit(word[0]) * size
        before = size
    return Decimal(total)


def _digit(word: str) -> int:
    """Return the value of one figure; 十 with nothing before it is one ten."""
    return int(word) if word.isdecimal() else DIGITS.get(word, 1)


_TYPED = late(
    r"(?P<money>人民币|[¥￥])?(?P<sign>[-−负])?(?P<number>.+?)"
    r"(?:个)?(?P<tail>元整?|人|名|位|小时|级|公顷|吨|户|辆|支|年)?"
)
_TAILS = {"名": "人", "位": "人", "元整": "元"}


def with_unit(text: str) -> tuple[Decimal | None, str]:
    """Return a number and the unit behind it, as typed in a field without blanks; None where it is no number."""
    match = _TYPED.fullmatch(text)
    number = exact(match["number"]) if match is not None else None
    if match is None or number is None:
        return None, ""
    unit = "元" if match["money"] else _TAILS.get(match["tail"], match["tail"] or "")
    return (-number if match["sign"] else number), unit


_LENGTH = late(
    r"(?P<half>半小时)|(?:(?P<days>[^天日时分半]+)[天日])?(?:(?P<hours>[^天日时分半小个]+)个?(?P<more>半)?小时)?(?:零?(?P<minutes>[^天日时分半]+)(?:分钟|分))?"
)


def hours(text: str) -> float | None:
    """Read a length of time with its unit: 半小时, 1小时30分, 90分钟, 1天, 24h; None for a bare number or anything else."""
    match = _LENGTH.fullmatch(text.lower().replace("h", "小时").replace("个小时", "小时").replace("钟头", "小时"))
    if match is None or not any(match.groups()):
        return None
    if match["half"]:
        return 0.5
    total = Decimal(0)
    for name, size in (("days", Decimal(24)), ("hours", Decimal(1)), ("minutes", Decimal(1) / 60)):
        if match[name]:
            number = exact(match[name])
            if number is None:
                return None
            total += number * size
    total += Decimal("0.5") if match["more"] else 0
    return int(total) if total == total.to_integral_value() else round(float(total), 2)
