"""Official Chinese as it is printed: full-width marks (GB/T 15834) and figures (GB/T 15835), by one function.

``official`` mends what has one right form; ``mends`` names each place and what belongs there, so that a form can show it
before. What has no single right form (约60余人, an unpaired bracket) is a finding of the checks and is never changed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

from dutydesk.kernel.figures import spell_yuan
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.values import dataclass

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
"""Han characters, for use inside a character class."""
_CLOSING = "）】》〉」』”’〕"
_OPENING = "（【《〈「『“‘〔"
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
MARKS = frozenset({"P-01", "P-02"})
"""Checks that are about marks alone."""

_ROUNDS = 8
"""A mended text is looked at again: 2 , 3 needs two looks. No text of the tests needs more than four."""


@dataclass(frozen=True)
class Mend:
    """A place of a text, from ``start`` to ``end``, and what belongs there. ``check``: number of the check (P-01 …)."""

    start: int
    end: int
    right: str
    check: str


def official(text: str) -> str:
    """Return a text with full-width marks and figures in the style of official papers; done twice it changes nothing."""
    for _ in range(_ROUNDS):
        found = mends(text)
        if not found:
            break
        text = mended(text, found)
    return text


def marked(text: str) -> str:
    """Return somebody's own words with full-width marks: how they were typed, not what was said."""
    for _ in range(_ROUNDS):
        found = [one for one in mends(text) if one.check in MARKS]
        if not found:
            break
        text = mended(text, found)
    return text


def mended(text: str, found: Iterable[Mend]) -> str:
    """Return the text with some mends made."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + one.right + text[one.end :]
    return text


def mends(text: str) -> list[Mend]:
    """Return what is to be mended, in order; of two at one place the first rule's."""
    free = bytearray(len(text) + 1)
    for kept in _KEPT.finditer(text):
        free[kept.start() : kept.end()] = b"\1" * (kept.end() - kept.start())
    found: list[Mend] = []
    for one in _every(text):
        if text[one.start : one.end] != one.right and not any(free[one.start : max(one.end, one.start + 1)]):
            found.append(one)
            free[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(found, key=lambda one: one.start)


_KEPT = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an address of the net
    r"|(?<!\d)\(0\d{2,3}\)[ -]?\d{7,8}(?!\d)"  # (010)60000000
)
"""What no mark of is changed."""


def _every(text: str) -> Iterator[Mend]:
    for check, pattern, right in _RULES:
        for match in pattern.finditer(text):
            words = right(match)
            if words is not None:
                yield Mend(match.start(), match.end(), words, check)
    yield from _brackets(text)
    yield from _quotes(text)


# ---------------------------------------------------------------- marks that go in pairs


def _brackets(text: str) -> Iterator[Mend]:
    """Half-width brackets around Han or beside it; both of a pair or none."""
    for match in re.finditer(r"\(([^()\n]*)\)", text):
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if _has_han(match[1]) or _has_han(beside):
            yield Mend(match.start(), match.start() + 1, "（", "P-01")
            yield Mend(match.end() - 1, match.end(), "）", "P-01")
    for half, whole, pattern in (("(", "（", r"\([^()（）\n]*）"), (")", "）", r"（[^()（）\n]*\)")):
        for match in re.finditer(pattern, text):  # one of the two is whole already
            at = match.start() if half == "(" else match.end() - 1
            yield Mend(at, at + 1, whole, "P-01")


def _quotes(text: str) -> Iterator[Mend]:
    """Straight quotes that hold Han, taken in turn within a line; an odd one out is left to the checks."""
    begins = 0
    for line in text.split("\n"):
        places = [begins + at for at, character in enumerate(line) if character == '"']
        if len(places) % 2 == 0:
            for one, two in zip(places[::2], places[1::2], strict=True):
                if _has_han(text[one:two]):
                    yield Mend(one, one + 1, "“", "P-02")
                    yield Mend(two, two + 1, "”", "P-02")
        elif len(places) == 1:  # the other one of the pair is whole already
            before, after = text[begins : places[0]], text[places[0] + 1 : begins + len(line)]
            if before.count("“") > before.count("”"):
                yield Mend(places[0], places[0] + 1, "”", "P-02")
            elif after.count("”") > after.count("“"):
                yield Mend(places[0], places[0] + 1, "“", "P-02")
        begins += len(line) + 1


def _has_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


# ---------------------------------------------------------------- one place, one right form

Right = Callable[[re.Match[str]], str | None]


def _always(words: str) -> Right:
    return lambda _match: words


def _folded(match: re.Match[str]) -> str:
    return "".join(chr(ord(character) - 0xFEE0) for character in match[0])


def _mark(match: re.Match[str]) -> str:
    return _MARKS[match["mark"]]


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    with suppress(ValueError):
        date(year, month, day)
        said = f"{year}年{month}月{day}日"
        return f"{said}{int(match['hour'])}时{match['minute']}分" if match["hour"] else said
    return None  # no day of the calendar: the checks say so


def _year_of_han(match: re.Match[str]) -> str:
    return "".join(str("零一二三四五六七八九".find("零" if c in "〇○Ο" else c)) for c in match["year"]) + "年"


def _yuan(match: re.Match[str]) -> str | None:
    amount = Decimal(match["amount"].replace(",", ""))
    return spell_yuan(float(amount)) if amount >= 10_000 else None


def _mixed(match: re.Match[str]) -> str:
    sizes = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100}
    value = Decimal(match["one"]) * sizes[match["big"]] + Decimal(match["two"]) * sizes[match["small"]]
    return f"{(value / sizes[match['big']]).normalize():f}{match['big']}"


_COUNTED = "人|名|位|户|辆|起|件|份|次|个|天|日|小时|分钟|公里|米|家|吨|例|套|台|间|栋"
_RULES: tuple[tuple[str, re.Pattern[str], Right], ...] = (
    # P-03: figures and letters are half-width, no blanks between Han, or Han and figures
    ("P-03", re.compile("[０-９Ａ-Ｚａ-ｚ％]"), _folded),
    ("P-03", re.compile(r"(?<=\d)．(?=\d)"), _always(".")),
    ("P-03", re.compile(rf"(?<=[{HAN}，。；：？！、{_CLOSING}]) {{1,2}}(?=[{HAN}\d{_OPENING}])"), _always("")),
    ("P-03", re.compile(rf"(?<=[{_OPENING}]) {{1,2}}(?=\S)"), _always("")),
    ("P-03", re.compile(rf"(?<=[{HAN}\d]) {{1,2}}(?=[，。；：？！、{_CLOSING}])"), _always("")),
    (
        "P-03",
        re.compile(rf"(?<!\d[:：]\d)(?<!\d[:：]\d\d)(?<![-.]\d)(?<![-.]\d\d)(?<=\d) {{1,2}}(?=[{HAN}])"),
        _always(""),
    ),
    # P-04: six-cornered brackets around the year of a document's number
    ("P-04", re.compile(r"[\[(（【](?P<year>20\d\d)[\])）】]第?0*(?=\d{1,5}号)"), lambda match: f"〔{match['year']}〕"),
    # P-02: stops and dots
    ("P-02", re.compile(r"\.{3,}|。{3,}|(?<!…)…(?!…)"), _always("……")),
    ("P-02", re.compile(r"(?P<mark>[，；：、。])(?P=mark)(?!(?P=mark))"), lambda match: match["mark"]),
    ("P-02", re.compile(rf"(?<=[{HAN}{_CLOSING}])[.．] ?(?=[{HAN}{_OPENING}]|$)", re.MULTILINE), _always("。")),
    # P-01: half-width marks beside Han
    ("P-01", re.compile(rf"(?<=[{HAN}{_CLOSING})%])(?P<mark>[,;:?!])[ \t]*"), _mark),
    ("P-01", re.compile(rf"(?<=\d)(?P<mark>[,;:?!])(?!\d)[ \t]*(?=[{HAN}{_OPENING}]|$)", re.MULTILINE), _mark),
    ("P-01", re.compile(rf"(?<=\d)(?P<mark>[,;?!])[ \t]+(?=\d[\d.]*[{HAN}])"), _mark),
    ("P-01", re.compile(rf"(?<=[^\s\d{HAN}])(?P<mark>[,;:?!])[ \t]*(?=[{HAN}{_OPENING}])"), _mark),
    # P-05: days and hours
    (
        "P-05",
        re.compile(
            r"(?<![\d/.-])(?P<year>20\d\d)(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})(?![\d/.-])"
            r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\d))?"
        ),
        _iso,
    ),
    ("P-05", re.compile(r"(?P<year>[一二][零一二三四五六七八九〇○Ο]{3})年"), _year_of_han),
    ("P-05", re.compile(r"(?<![\d★☆*约近])(?P<year>[23]\d)年(?=\d{1,2}月)"), lambda match: f"20{match['year']}年"),
    ("P-05", re.compile(r"(?<!\d)0(?P<figure>[1-9])(?=[月日时])"), lambda match: match["figure"]),
    ("P-05", re.compile(r"(?<=\d时)(?P<figure>\d)(?=分(?!钟))"), lambda match: f"0{match['figure']}"),
    ("P-05", re.compile(r"(?<=\d月)(?P<day>\d{1,2})号"), lambda match: f"{match['day']}日"),
    # P-27: amounts, ranges, fractions
    ("P-27", re.compile(r"(?<![\d.,])(?P<amount>\d{1,3}(?:,\d{3})+|\d{5,})(?:\.0+)?元"), _yuan),
    (
        "P-27",
        re.compile(r"(?<![\d.])(?P<one>\d+)(?P<big>[亿万])(?P<two>[1-9])(?P<small>千|百)(?!\d|万|多|余|几)"),
        lambda match: None if (match["big"], match["small"]) == ("亿", "百") else _mixed(match),
    ),
    (
        "P-27",
        re.compile(r"(?<![\d.%-])(?P<low>\d+(?:\.\d+)?)[-~～—](?P<high>\d+(?:\.\d+)?)%"),
        lambda match: f"{match['low']}%～{match['high']}%",
    ),
    (
        "P-27",
        re.compile(rf"(?<![\d.\-~A-Za-z])(?P<low>\d{{1,5}})[-~](?P<high>\d{{1,5}})(?={_COUNTED})"),
        lambda match: f"{match['low']}至{match['high']}",
    ),
    ("P-27", re.compile(rf"(?:(?<=[{HAN}，。；：（])|^)\.(?=\d)", re.MULTILINE), _always("0.")),
)
"""Check, pattern, and what belongs there; None leaves the place as it is."""


# ---------------------------------------------------------------- times in words


def hour_words(instant: Instant) -> str:
    """Return an hour as papers write it: 10时20分, 8时 on the hour (24-hour clock, Asia/Shanghai)."""
    moment = to_datetime(instant)
    return f"{moment.hour}时{moment.minute:02d}分" if moment.minute else f"{moment.hour}时"


def day_words(instant: Instant) -> str:
    """Return day and hour as papers write them: 7月15日10时20分."""
    moment = to_datetime(instant)
    return f"{moment.month}月{moment.day}日{hour_words(instant)}"


def answered_words(told: Iterable[str], answered: Iterable[str]) -> str:
    """Return who of those told has answered: 均已回执 when all of several have, else by name; empty for nobody.

    Where more have answered than not, those are named that have not.
    """
    units, asked = list(dict.fromkeys(answered)), list(dict.fromkeys(told))
    silent = [unit for unit in asked if unit not in units]
    if len(units) > 1 and set(units) <= set(asked) and len(silent) < len(units):
        return f"除{'、'.join(silent)}外均已回执" if silent else "均已回执"
    return f"{'、'.join(units)}已回执" if units else ""
