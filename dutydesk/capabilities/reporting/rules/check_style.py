"""Checks of marks, times, words and persons: of every paper that leaves the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from dutydesk.capabilities.reporting.rules.findings import MEND, WARN, Finding, Text, found
from dutydesk.kernel.instants import MINUTE, Instant, from_datetime, to_datetime
from dutydesk.kernel.markings import find
from dutydesk.kernel.prose import HAN, mends
from dutydesk.kernel.wording import Worded

_PAIRS = ("（）", "《》", "“”", "〔〕", "【】", "「」")


def style(text: Text) -> Iterator[Finding]:
    """Yield findings of marks, times, words, persons and leftovers."""
    yield from _marks(text)
    yield from _pairs(text)
    yield from _days(text)
    yield from _times(text)
    yield from _headings(text)
    yield from _leftovers(text)
    yield from _persons(text)
    yield from _words(text)


def _marks(text: Text) -> Iterator[Finding]:
    for one in mends(text.text):
        said = Worded("应为 “{0}”", one.right) if one.right else Worded("应删去")
        yield found(text, one.check, one.start, one.end, said, MEND, one.right)
    for match in re.finditer(r"〔20\d\d〕(?P<extra>第?0*)(?=\d+号)", text.text):
        if match["extra"]:
            yield found(
                text, "P-04", match.start("extra"), match.end("extra"), Worded("文号不写第, 不编虚位"), MEND, ""
            )


def _pairs(text: Text) -> Iterator[Finding]:
    """Brackets and quotes that have no partner."""
    for opening, closing in _PAIRS:
        waiting: list[int] = []
        for place, character in enumerate(text.text):
            if character == opening:
                waiting.append(place)
            elif character == closing:
                if not waiting:
                    yield found(text, "P-02", place, place + 1, Worded("{0} 没有前半", closing))
                else:
                    waiting.pop()
        for place in waiting:
            yield found(text, "P-02", place, place + 1, Worded("{0} 没有后半", opening))
    begins = 0
    for line in text.text.split("\n"):
        if line.count('"') % 2 and re.search(f"[{HAN}]", line):
            place = begins + line.rindex('"')
            yield found(text, "P-02", place, place + 1, Worded("直引号不成对, 中文用 “ ”"))
        begins += len(line) + 1


def _days(text: Text) -> Iterator[Finding]:
    for match in re.finditer(r"(?<!\d)(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日", text.text):
        with suppress(ValueError):
            date(int(match["year"] or 2024), int(match["month"]), int(match["day"]))
            continue
        yield found(text, "P-05", match.start(), match.end(), Worded("没有这一天"))
    for match in re.finditer(r"(?<![\d月第])[123]?\d号(?=[上下早晚，。]|\d{1,2}时)", text.text):
        yield found(text, "P-05", match.start(), match.end(), Worded("日期写几月几日"), WARN)
    for match in re.finditer(r"20\d\d-\d{1,2}-\d{1,2}(?:T[\d:.]+)?", text.text):
        if not any(one.start <= match.start() < one.end for one in mends(text.text)):
            yield found(text, "P-05", match.start(), match.end(), Worded("没有这一天"))


_RELATIVE = re.compile("今天|昨天|明天|今日|昨日|明日|今晨|今早|今晚|昨晚|凌晨|上午|下午|近日|日前(?!前)|刚才|刚刚")
_QUOTED = re.compile("“[^”]*”")
_AS_OF = re.compile(
    r"(?P<word>截[至止])(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<hour>\d{1,2})时(?:(?P<minute>\d{1,2})分)?"
)


def _times(text: Text) -> Iterator[Finding]:
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text.text)]
    for match in _RELATIVE.finditer(text.text):
        digits = match[0] == "日前" and text.text[match.start() - 1 : match.start()].isdigit()
        if not digits and not any(start <= match.start() < end for start, end in quoted):
            yield found(text, "P-06", match.start(), match.end(), Worded("写明几月几日几时, 用24小时制"), WARN)
    for match in _AS_OF.finditer(text.text):
        if match["word"] == "截止":
            end = match.start() + 2
            yield found(text, "P-07", match.start(), end, Worded("已到的时间用 “截至”, “截止” 是终止"), right="截至")
        moment = _instant(match, text.now) if text.now else None
        if moment is not None and moment > text.now + MINUTE:
            yield found(text, "P-07", match.start(), match.end(), Worded("截至的时间晚于发出时间"))
        elif moment is not None and text.received is not None and moment < text.received - MINUTE:
            yield found(text, "P-07", match.start(), match.end(), Worded("截至的时间早于接报时间"))
    if text.occurred is not None and text.received is not None and text.occurred > text.received:
        yield Finding("P-07", 0, 0, "", Worded("发生时间晚于接报时间"))


def _instant(match: re.Match[str], now: Instant) -> Instant | None:
    moment = to_datetime(now)
    with suppress(ValueError):
        return from_datetime(
            moment.replace(
                year=int(match["year"] or moment.year),
                month=int(match["month"] or moment.month),
                day=int(match["day"] or moment.day),
                hour=int(match["hour"]) % 24,
                minute=int(match["minute"] or 0),
                second=0,
                microsecond=0,
            )
        )
    return None


# ---------------------------------------------------------------- headings

_FIRST_ORDER = re.compile(r"^[\s\u3000]*(?P<number>[一二三四五六七八九十]{1,3})、", re.MULTILINE)
_HAN_NUMBERS = ["", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十"]


def _headings(text: Text) -> Iterator[Finding]:
    for expected, match in enumerate(_FIRST_ORDER.finditer(text.text), 1):
        number = match["number"]
        if expected < len(_HAN_NUMBERS) and number != _HAN_NUMBERS[expected]:
            said = Worded("层次序号应为 {0}", _HAN_NUMBERS[expected])
            yield found(text, "P-11", match.start("number"), match.end("number"), said, WARN, _HAN_NUMBERS[expected])
            break
    for match in re.finditer(r"(?:^|(?<=。))[\s\u3000]*(?P<wrong>\d{1,2}、)", text.text, re.MULTILINE):
        right = match["wrong"].replace("、", ".")
        yield found(text, "P-11", match.start("wrong"), match.end("wrong"), Worded("应为 “{0}”", right), MEND, right)
    for match in re.finditer(r"(?<=）)、", text.text):
        if re.search(r"（[一二三四五六七八九十\d]{1,3}）$", text.text[: match.start()]):
            yield found(text, "P-11", match.start(), match.end(), Worded("带括号的序号后不用顿号"), MEND, "")


# ---------------------------------------------------------------- what was left over, and persons

SHORTEST_ACCOUNT = 3
"""Letters of an account that is looked for: a shorter one may be a word."""
_LEFT_OVER = re.compile(
    r"×{2,}|[xX]{3,}|\[ *\]|【[^】]*(?:待补|待填|填写|此处)[^】]*】|【 *】|\{[^{}\n]*\}|_{3,}|此处(?:填写|补充)|[〇○]{2,}(?=[县市局厅人])"
    r"|\b(?:None|null|NaN|undefined|True|False|Traceback|TODO)\b"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{12,}"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d\.\d+)"
    r"|\b[a-z]+(?:_[a-z]+)+\b"
)


def _leftovers(text: Text) -> Iterator[Finding]:
    for match in _LEFT_OVER.finditer(text.text):
        yield found(text, "P-26", match.start(), match.end(), Worded("没有填好的残留"))
    for account in text.accounts if re.search(f"[{HAN}]", text.text) else ():
        if len(account) >= SHORTEST_ACCOUNT:
            for match in re.finditer(rf"(?<![A-Za-z0-9_@.-]){re.escape(account)}(?![A-Za-z0-9_@-])", text.text):
                yield found(text, "P-26", match.start(), match.end(), Worded("账号不是姓名"))


_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])")
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){15,18}(?![\dXx])")
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_HALF = {ord("０") + n: str(n) for n in range(10)} | {ord("－"): "-", ord("Ｘ"): "X"}
"""Signs of full width, each for one of half width: places stay."""

_SURNAME = re.compile(
    "[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝安常"
    "于傅齐康余顾孟黄穆萧尹姚邵汪毛狄米戴宋庞熊纪舒项祝董梁杜阮季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡霍卢莫房解应丁宣邓洪包石崔龚程]"
)
_NAMED_PERSON = re.compile(
    r"(?:患者|伤者|死者|病人|信访人|反映人|来访人|上访人|学生|儿童|男童|女童|未成年人)"
    rf"(?P<name>{_SURNAME.pattern}[\u4e00-\u9fff]{{1,2}})(?=[（，、,(](?:男|女|\d+岁|现年|身份证))"
)
"""A patient, a minor, a petitioner by name: only where sex, age or number follows, so that no other words are taken for a name."""


def _persons(text: Text) -> Iterator[Finding]:
    secret = find(text.text)
    if secret is not None:
        yield found(text, "P-28", *secret, Worded("密级标志: 本系统不处理涉密内容"))
    plain = text.text.translate(_HALF)
    for match in _IDENTITY.finditer(plain):
        right = f"{match[0][:6]}********{match[0][-4:]}"
        yield found(text, "P-28", match.start(), match.end(), Worded("身份证号, 外发须遮盖"), right=right)
    for match in _CARD.finditer(plain):
        digits = re.sub(r"[ -]", "", match[0])
        if _is_card(digits) and not _IDENTITY.fullmatch(digits):
            right = f"{digits[:4]}****{digits[-4:]}"
            yield found(text, "P-28", match.start(), match.end(), Worded("银行卡号, 外发须遮盖"), right=right)
    for match in _MOBILE.finditer(plain):
        digits = re.sub(r"[ -]", "", match[0])
        if digits not in text.named:
            right = f"{digits[:3]}****{digits[-4:]}"
            yield found(text, "P-28", match.start(), match.end(), Worded("个人手机号, 外发须遮盖"), right=right)
    for match in _NAMED_PERSON.finditer(text.text):
        if "某" not in match["name"]:
            said = Worded("患者、未成年人、信访人的姓名, 外发须遮盖")
            right = f"{match['name'][0]}某{'某' if len(match['name']) > 2 else ''}"
            yield found(text, "P-28", match.start("name"), match.end("name"), said, right=right)


def _is_card(digits: str) -> bool:
    """Whether the last figure is right for the others (Luhn): any long number is no card."""
    doubled = [int(c) * (2 if place % 2 else 1) for place, c in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


# ---------------------------------------------------------------- words

_BAD_WORDS = re.compile("上访户|闹访|缠访|截访|劝返|稳控|刁民|惨重|空前|高度重视|迅速反应|遇难|罹难")
_RUMOUR = re.compile("据传|网传")
_STYLE = re.compile(r"约[\d.]+(?:余|多)|近\d+(?:余|多)|[至到]少\d+(?:余|多)")


def _words(text: Text) -> Iterator[Finding]:
    for match in _BAD_WORDS.finditer(text.text):
        right = "死亡" if match[0] in {"遇难", "罹难"} else None
        yield found(text, "P-29", match.start(), match.end(), Worded("报告不用这个词"), WARN, right)
    for begins, sentence in _lines(text.text):
        for match in _RUMOUR.finditer(sentence):
            if "未经证实" not in sentence and "未经核实" not in sentence:
                start = begins + match.start()
                yield found(text, "P-29", start, start + 2, Worded("须写明未经证实"), WARN)
    for match in _STYLE.finditer(text.text):
        yield found(text, "P-27", match.start(), match.end(), Worded("约和余只用一个"), WARN)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    begins = 0
    for line in text.split("\n"):
        yield begins, line
        begins += len(line) + 1
