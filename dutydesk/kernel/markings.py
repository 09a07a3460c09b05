"""State-secret markings (秘密★5年, 机密级, 标密:绝密): recognised in the text of one field, however it was typed.

dutydesk is a non-classified system (Law on Guarding State Secrets 2024, Art. 31 (3)): marked text is refused
and written nowhere. A mark is a grade word followed by a star, a period of secrecy, 级 or 件, or after 密级 or
标密, or alone on its line or in brackets at its head (an urgency word beside it is allowed). Talk about secrets
(保密工作, 工作秘密, 机密电话会议通知) is no mark. Text is read folded: NFKC, simplified, no invisible characters, spaces anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath

from dutydesk.kernel.patterns import late

_SIMPLER = str.maketrans("機祕絕絶級標長緊個宻", "机秘绝绝级标长紧个密")
"""The traditional and Japanese forms of every character that a mark is made of; NFKC leaves them."""

_STARS = "★☆*∗⋆٭⭐🌟✦✧✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽❂❇❈❉❊❋⁎⁑"
_BRACKETS = r"\[\](){}【】《》「」『』<>\"'“”‘’"
_GAP = " ?"
"""Between any two characters of a mark: a run of blanks is folded to one."""

_NUMBER = "[0-9一二两三四五六七八九十廿卅]"
_NO_PERIOD = f"(?:[来内前后间多余以之里中度份代级初末底]|{_NUMBER}{{1,2}}{_GAP}月)"
"""What follows 年 in a span of time that is told (秘密五年来) or in a date (26年11月), and never in a mark."""

_URGENT = "特急|加急|紧急|平急|特提|火急|急件|急电|限时|急|内部|URGENT|IMMEDIATE|FLASH|PRIORITY"
_ENGLISH = "|".join(_GAP.join(word) for word in ("TOPSECRET", "SECRET", "CONFIDENTIAL"))
_LINE_ENDS = "\r\n\x0b\x0c\x85\u2028\u2029"
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Cs"})
_NAME_JOINTS = late(rf"[_\-—–·+,、;.{_BRACKETS}〔〕]+")
"""What parts the fields of a file's name: 通知(机密).pdf, 密级_机密.docx; a part that is a grade word alone is a mark."""

_QUICK = ("密", "SECRET", "CONFIDENTIAL")


def _grades(gap: str) -> str:
    return "|".join(gap.join(word) for word in ("绝密", "机密", "秘密"))


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    """Compiled when the first text with a grade word in it is read, not on the way to the first frame."""
    english = rf"(?<![A-Za-z0-9_])(?:{_ENGLISH})(?![A-Za-z0-9_])"
    # 计算机密级, 拒绝密件, 工作秘密件: the characters of a grade word, and no grade word
    ours = f"(?<![工商][作业])(?<!个人)(?<!保守)(?:(?<![拒杜谢断])绝{_GAP}密|(?<![算手话真印影视讲音相主微司飞])机{_GAP}密|秘{_GAP}密)"
    grade = f"(?:{ours}|{english})"
    after = rf"[ {_BRACKETS}]{{0,9}}"
    year = rf"{_NUMBER}{{1,3}}{_GAP}(?:年|个{_GAP}月)(?!{_GAP}{_NO_PERIOD})"
    always = rf"长{_GAP}期(?!\w)|[启使]{_GAP}[用封]{_GAP}前"
    term = rf"[,、;，；]?{_GAP}保{_GAP}密{_GAP}期(?:{_GAP}限)?[:为是 ]{{0,3}}"
    period = rf"(?: ?{term})?[:·,、\-—/●◆◎■]?[ {_BRACKETS}]{{0,3}}(?<!\d)(?:{year}|{always})"
    ended = rf"(?=[\s,.。、;:!，；：！{_BRACKETS}]|$)"
    until = rf"(?:20\d\d|二{_GAP}[〇零○O0]{_GAP}{_NUMBER.replace('[', '[〇零○')}{{2}}){_GAP}年(?:{_GAP}{_NUMBER}{{1,2}}{_GAP}月(?:{_NUMBER}{{1,3}}日)?)?{_GAP}(?:止|底|末|前)?"
    term_of = rf"[,、;，；]?(?: ?(?:保{_GAP}密{_GAP})?(?:有{_GAP}效{_GAP})?期{_GAP}(?:限)?)?[:为是 ]{{0,3}}"
    label = f"(?:密{_GAP}级|[标定]{_GAP}密|[涉保]{_GAP}密{_GAP}等{_GAP}级)"
    joint = rf"(?:[\s:=\-—/|,、]{{1,3}}(?:{_URGENT})[,、/ ]{{0,2}})?[\s:=\-—/|为是系属定填应{_BRACKETS}{_STARS}]{{0,9}}"
    broken = _grades(r"[\s.\-·/]{0,3}")
    head = rf"[\[({{【〔](?:{_URGENT}|[ /、·])*(?:{_grades(_GAP)}|{english})(?:{_URGENT}|[ /、·])*[\])}}】〕]"
    return (
        re.compile(rf"(?:{broken}|{english}){after}[{_STARS}]"),
        re.compile(rf"{grade}{after}{period}"),
        re.compile(rf"{grade}{after}(?:级(?!{_GAP}别)|件(?!{_GAP}数))"),
        re.compile(rf"{term}{year}[ {_BRACKETS},;，；、/]{{0,9}}{grade}"),
        re.compile(rf"{label}{joint}(?:{_grades(_GAP)}|{english})"),
        re.compile(rf"(?:^|\n) ?{head}"),
        re.compile(rf"{english} ?//"),
        # until a year instead of for so many: 秘密至2030年, 机密(2030年), 秘密 至 长期, 机密 2030年前
        re.compile(rf"{grade} ?{term_of}[至到] ?(?:{until}|长{_GAP}期){ended}"),
        re.compile(rf"{grade} ?(?:[\-—] ?{until}{ended}|[(\[〔【] ?{until} ?[)\]〕】]|[ ,，]{until}(?<=前){ended})"),
        re.compile(rf"{grade}[,;，； ]{{1,2}}{until}{_GAP}解{_GAP}密"),
        re.compile(rf"{grade} ?期{_GAP}限[: ]{{0,2}}{year}"),
        re.compile(rf"等{_GAP}级[ :=\-—/|为是{_BRACKETS}]{{1,4}}(?:{_grades(_GAP)}){ended}"),
        re.compile(rf"(?:^|\n) ?(?:{_grades(_GAP)}) ?: ?关于"),
    )


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_URGENT})*(?:(?:绝密|机密|秘密|TOPSECRET|SECRET|CONFIDENTIAL)(?:{_URGENT})*)+$")


def find(text: str) -> tuple[int, int] | None:
    """Return where the first mark begins and ends in the text as typed, ``None`` when it has none."""
    if not _may_hold_one(text):
        return None
    folded, places = _folded(text)
    spans = [(match.start(), match.end()) for mark in _marks() for match in [mark.search(folded)] if match is not None]
    spans.extend(_alone_lines(folded))
    if not spans:
        return None
    start, end = min(spans)
    return places[start], places[end - 1] + 1


_MARKED_PAPER = late(
    r"(?:^|的)(?:特急|加急|紧急)?(?:绝密|机密|秘密)级?(?:文件|文档|材料|公文|电报|文电|电文|资料)+(?:汇编|合集|复印件|副本|正文|附件)?\d*$"
)
"""What a file's name calls the paper in it: 绝密文件.docx; 机密文件管理制度.docx is about them."""


def is_marked_name(name: str) -> bool:
    """Return whether the name of a file carries one, with or without its ending."""
    stem = PurePath(name).stem
    folded = _folded(stem)[0].strip()
    parts = [*_NAME_JOINTS.split(folded), folded.split(" ")[-1]]
    return any(find(part) or _MARKED_PAPER.search(part) for part in (PurePath(name).name, stem, *parts))


def _may_hold_one(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text).translate(_SIMPLER)
    if any(word in folded or word in "".join(folded.split()) for word in _QUICK):
        return True
    return not folded.isascii() and any(
        word in _folded(text)[0] for word in _QUICK[1:]
    )  # invisible ones between letters


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text as it is read, and for each of its characters the place in the text as typed."""
    characters: list[str] = []
    places: list[int] = []
    for place, typed in enumerate(text):
        for character in "\n" if typed in _LINE_ENDS else unicodedata.normalize("NFKC", typed).translate(_SIMPLER):
            one = " " if character.isspace() and character != "\n" else character
            if unicodedata.category(one) in _INVISIBLE and one != "\n":
                continue
            if one != " " or characters[-1:] != [" "]:
                characters.append(one)
                places.append(place)
    return "".join(characters), places


def _alone_lines(folded: str) -> Iterator[tuple[int, int]]:
    """Lines on which nothing but grade words, urgency words, digits and punctuation stands."""
    start = 0
    for line in folded.split("\n"):
        letters = "".join(c for c in line if unicodedata.category(c)[0] == "L")
        if _alone().match(letters):
            kept = line.strip()
            first = start + line.index(kept)
            yield first, first + len(kept)
        start += len(line) + 1
